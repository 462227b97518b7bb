//! A server on hyper that sends every message back: hyper speaks HTTP, and the connection that it
//! hands over is WebSocket.
//!
//! ```text
//! cargo run --example upgrade_hyper -- [ADDRESS]
//! ```
//!
//! ADDRESS is 127.0.0.1:9004 by default. It takes HTTP/1.1 with Upgrade (RFC 6455 §4) as well as
//! HTTP/2 with extended CONNECT (RFC 8441), which browsers use over TLS, with connections that they
//! have already.
//!
//! What decides is [`open`]; the rest is about hyper. A [`Request`] is made of the fields as hyper
//! has parsed them, and the fields of the answer go back into a response of hyper's. Between the
//! two it makes no difference any more which version of HTTP it was.
//!
//! How many connections there may be is not bounded here; the example `chat` shows how.

use core::{error::Error, future::pending, pin::pin, time::Duration};
use std::env;

use http_body_util::Full;
use hyper::{
    HeaderMap, Response,
    body::{Bytes, Incoming},
    ext::Protocol,
    http,
    service::service_fn,
    upgrade,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use noio_websocket::{
    Decoder, Due, Encoder, End, Event, Heartbeat, Role, Transport,
    handshake::{Acceptance, ConnectLine, Field, Origins, Refusal, Request, RequestLine, Version},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpListener,
    select,
    sync::Notify,
    time::{Instant, sleep, sleep_until, timeout},
};

type Result<T> = core::result::Result<T, Box<dyn Error + Send + Sync>>;

/// The subprotocols that are spoken here, the best one first.
const SUBPROTOCOLS: &[&str] = &["echo"];

/// How much is read at once. Messages may be longer.
const READ_LEN: usize = 16 * 1024;

/// How long a client may take to send its first request.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// How long nothing comes over HTTP/2 until its peer is pinged.
const PING_INTERVAL: Duration = Duration::from_secs(30);

/// How long a client may take to read what is sent.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long is read on behind the last frame, for a client to have its say and to close the
/// connection.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long nothing comes from a client that has heard our Close. Longer than the gaps in what is
/// on its way, and short for one who waits for the end.
const QUIET_TIMEOUT: Duration = Duration::from_millis(100);

/// How long is waited where no connection can be had.
const PAUSE: Duration = Duration::from_millis(100);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let address = env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:9004")).await?;
    println!("ws://{}", listener.local_addr()?);
    loop {
        match listener.accept().await {
            Ok((socket, _)) => {
                tokio::spawn(async move {
                    // What waits for more to be sent along with it is late.
                    let _ = socket.set_nodelay(true);
                    if let Err(error) = serve(socket).await {
                        println!("connection ended: {error}");
                    }
                });
            }
            // This client is gone, or there are too many: both pass.
            Err(error) => {
                println!("no connection: {error}");
                sleep(PAUSE).await;
            }
        }
    }
}

/// Serves a connection of HTTP/1.1 or 2, as its first octets say.
async fn serve(socket: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Result<()> {
    let mut builder = Builder::new(TokioExecutor::new());
    // With a timer hyper gives up who does not send a head, or does not answer a ping of HTTP/2.
    builder.http1().timer(TokioTimer::new());
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING_INTERVAL)
        // The setting without which no client may ask (RFC 8441 §3).
        .enable_connect_protocol();
    let asked = Notify::new();
    let service = service_fn(|request| {
        asked.notify_one();
        respond(request)
    });
    let mut connection =
        pin!(builder.serve_connection_with_upgrades(TokioIo::new(socket), service));
    // But hyper waits for ever for the octets that tell HTTP/1.1 from 2, and behind those of 2.
    select! {
        ended = &mut connection => return ended,
        () = asked.notified() => {}
        () = sleep(REQUEST_TIMEOUT) => return Err("no request in time".into()),
    }
    connection.await
}

async fn respond(
    mut request: hyper::Request<Incoming>,
) -> core::result::Result<Response<Full<Bytes>>, http::Error> {
    // Ready when the response is sent, or never.
    let upgrade = upgrade::on(&mut request);
    let target = request.uri().to_string();
    let refusal = match open(&request, &target) {
        Ok(acceptance) => {
            tokio::spawn(async move {
                let ended = match upgrade.await {
                    Ok(upgraded) => echo(TokioIo::new(upgraded)).await,
                    Err(error) => Err(error.into()),
                };
                if let Err(error) = ended {
                    println!("connection ended: {error}");
                }
            });
            return response(acceptance.status(), acceptance.fields(), b"");
        }
        Err(refusal) if request.version() == http::Version::HTTP_2 => refusal.into_http2(),
        Err(refusal) => refusal,
    };
    response(refusal.status(), refusal.fields(), refusal.content())
}

/// The answer to a request, which opens a connection or says why there is none.
fn open<'r>(
    request: &'r hyper::Request<Incoming>,
    target: &'r str,
) -> core::result::Result<Acceptance<'r, &'r HeaderMap>, Refusal<'static>> {
    let uri = request.uri();
    let request = match (request.version(), request.extensions().get::<Protocol>()) {
        (http::Version::HTTP_11, _) => {
            let line = RequestLine {
                method: request.method().as_str(),
                target,
                version: Version::Http11,
            };
            Request::upgrade(line, request.headers())
        }
        (http::Version::HTTP_2, Some(protocol)) => {
            let line = ConnectLine {
                protocol: protocol.as_str(),
                scheme: uri.scheme_str().unwrap_or_default(),
                authority: uri.authority().map_or("", |authority| authority.as_str()),
                path: uri.path_and_query().map_or("", |path| path.as_str()),
            };
            Request::connect(line, request.headers())
        }
        // Here is nothing for those who do not want WebSocket.
        _ => return Err(Refusal::NOT_FOUND),
    };
    let request = request.map_err(|error| error.refusal())?;
    let acceptance = request.accept(Origins::SameHost)?;
    Ok(acceptance.with_subprotocol(request.choose_subprotocol(SUBPROTOCOLS)))
}

fn response<'a>(
    status: u16,
    fields: impl Iterator<Item = Field<'a>>,
    content: &[u8],
) -> core::result::Result<Response<Full<Bytes>>, http::Error> {
    fields
        .fold(
            Response::builder().status(status),
            |response, (name, value)| response.header(name, value),
        )
        .body(Full::new(Bytes::copy_from_slice(content)))
}

/// Sends back what comes.
async fn echo(mut socket: impl AsyncRead + AsyncWrite + Unpin) -> Result<()> {
    let mut buffer = vec![0; READ_LEN];
    let mut decoder = Decoder::new(Role::Server);
    let mut encoder = Encoder::server();
    let mut out = Vec::new();
    let opened = Instant::now();
    let mut heartbeat = Heartbeat::new(Duration::ZERO);
    loop {
        let deadline = heartbeat
            .deadline()
            .and_then(|deadline| opened.checked_add(deadline));
        let mut len = 0;
        select! {
            // In this order: what was received is looked at before the deadline is.
            biased;
            // A read that is cancelled loses nothing: all state is in the decoder.
            read = socket.read(&mut buffer) => {
                len = read?;
                if len == 0 {
                    return match decoder.finish()? {
                        End::Clean => Ok(()),
                        End::Abnormal => Err("no Close".into()),
                    };
                }
                heartbeat.received(opened.elapsed());
            }
            () = wait_until(deadline) => {}
        }
        let mut input = buffer.get_mut(..len).unwrap_or_default();
        // An error does not end the function yet: it has to be told to the client.
        let result = loop {
            match decoder.decode_in_place(&mut input) {
                Ok(Some(Event::Text(text))) => encoder.text(&text, &mut out)?,
                Ok(Some(Event::Binary(data))) => encoder.binary(&data, &mut out)?,
                Ok(Some(_)) => {}
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
            // After every event, so that no ping goes without its pong.
            if let Some(reply) = decoder.take_reply() {
                encoder.reply(reply, &mut out)?;
            }
        };
        // And once after an error: a Close with the code for it.
        if let Some(reply) = decoder.take_reply() {
            encoder.reply(reply, &mut out)?;
        }
        if encoder.is_done() {
            heartbeat.closing(opened.elapsed());
        }
        match heartbeat.poll(opened.elapsed()) {
            Some(Due::Ping) => encoder.ping(b"", &mut out)?,
            // This server says no Close but in answer, so it never waits for one.
            Some(_) => return Err("no answer to a ping".into()),
            None => {}
        }
        timeout(WRITE_TIMEOUT, socket.write_all(&out))
            .await
            .map_err(|_| "the client does not read")??;
        out.clear();
        if result.is_err() || decoder.transport(encoder.is_done()) == Transport::Close {
            close(&mut socket, &mut buffer, result.is_err()).await;
            return result.map_err(Into::into);
        }
    }
}

/// Ends what is sent, and waits until the client has done so as well. To close with octets unread
/// would reset the connection, and might take our Close away from the client.
///
/// Who made an error may still be sending. A proxy closes both ways when we close one: the client
/// hears why if what it sends has been read before.
///
/// Behind the last frame it makes no difference how the connection ends.
async fn close(
    socket: &mut (impl AsyncRead + AsyncWrite + Unpin),
    buffer: &mut [u8],
    has_failed: bool,
) {
    if has_failed {
        drain(socket, buffer, QUIET_TIMEOUT).await;
    }
    if let Ok(Ok(())) = timeout(CLOSE_TIMEOUT, socket.shutdown()).await {
        drain(socket, buffer, CLOSE_TIMEOUT).await;
    }
}

/// Reads what nobody wants, up to the end of the connection or until nothing has come for as long
/// as `silence`; but not for longer than [`CLOSE_TIMEOUT`].
async fn drain(socket: &mut (impl AsyncRead + Unpin), buffer: &mut [u8], silence: Duration) {
    let _ = timeout(CLOSE_TIMEOUT, async {
        while let Ok(Ok(1..)) = timeout(silence, socket.read(buffer)).await {}
    })
    .await;
}

async fn wait_until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => pending().await,
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::Empty;
    use hyper::{Method, client::conn::http2};
    use noio_websocket::handshake::{Client, Offer, Response as Answer, Uri};
    use tokio::{
        io::{DuplexStream, duplex},
        task::yield_now,
    };

    use super::*;

    const URI: &str = "ws://example.com/echo?a=b";

    /// Longer than any test takes.
    const TIMEOUT: Duration = Duration::from_secs(30);

    async fn in_time<T>(future: impl Future<Output = T>) -> T {
        timeout(TIMEOUT, future).await.expect("an end")
    }

    /// The client's end of a connection with the server.
    fn connect() -> DuplexStream {
        let (client, server) = duplex(READ_LEN);
        tokio::spawn(async move {
            // A client that goes away is an error for hyper.
            let _ = serve(server).await;
        });
        client
    }

    /// Sends a request of HTTP/1.1 and tells all that comes back, letters in lower case.
    async fn exchange(fields: &str, frames: &[u8]) -> Vec<u8> {
        let request = format!(
            "GET / HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\n\
             Connection: keep-alive, Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{fields}\r\n"
        );
        let mut socket = connect();
        let octets = [request.as_bytes(), frames].concat();
        socket.write_all(&octets).await.expect("a connection");
        let mut answer = Vec::new();
        in_time(socket.read_buf(&mut answer))
            .await
            .expect("a connection");
        // Not before: hyper does not answer who is gone.
        socket.shutdown().await.expect("a connection");
        in_time(socket.read_to_end(&mut answer))
            .await
            .expect("an end");
        answer.to_ascii_lowercase()
    }

    /// A request of HTTP/2 as the offer wants it.
    fn connect_request(offer: &Offer<'_>) -> hyper::Request<Empty<Bytes>> {
        let uri = offer.uri();
        let scheme = if uri.is_secure() { "https" } else { "http" };
        let query = uri.query().map(|query| format!("?{query}"));
        let request = hyper::Request::builder()
            .method(Method::CONNECT)
            .uri(format!(
                "{scheme}://{}{}{}",
                uri.authority(),
                uri.path(),
                query.unwrap_or_default()
            ))
            .extension(Protocol::from_static("websocket"));
        offer
            .connect_fields()
            .fold(request, |request, (name, value)| {
                request.header(name, value)
            })
            .body(Empty::new())
            .expect("legal fields")
    }

    /// Sends a request of HTTP/2.
    async fn send(request: hyper::Request<Empty<Bytes>>) -> Response<Incoming> {
        let socket = TokioIo::new(connect());
        let (mut sender, connection) = http2::handshake(TokioExecutor::new(), socket)
            .await
            .expect("a connection");
        // Not before the server has said that it may come (RFC 8441 §3).
        in_time(async {
            while !connection.is_extended_connect_protocol_enabled() {
                yield_now().await;
            }
        })
        .await;
        tokio::spawn(connection);
        in_time(sender.send_request(request))
            .await
            .expect("a response")
    }

    /// Says something, hears it, and says Close.
    async fn converse(mut socket: impl AsyncRead + AsyncWrite + Unpin, mut received: Vec<u8>) {
        let mut decoder = Decoder::new(Role::Client);
        let mut encoder = Encoder::client(rand::random);
        let long = "x".repeat(3 * READ_LEN);
        let mut expected = vec!["hello", &long];
        let mut out = Vec::new();
        for text in &expected {
            encoder.text(text, &mut out).expect("space");
        }
        encoder.close_without_code(&mut out).expect("space");
        let (mut reader, mut writer) = tokio::io::split(&mut socket);
        let reading = async {
            let mut is_closed = false;
            let mut buffer = vec![0; READ_LEN];
            loop {
                let mut input = received.as_slice();
                while let Some(event) = decoder.decode(&mut input).expect("legal frames") {
                    match event {
                        Event::Text(text) => assert_eq!(*text, *expected.remove(0)),
                        Event::Close(close) => is_closed = close.code().is_none(),
                        other => panic!("not asked for: {other:?}"),
                    }
                }
                match reader.read(&mut buffer).await.expect("a connection") {
                    0 => break,
                    len => received = buffer[..len].to_vec(),
                }
            }
            assert_eq!(expected, [""; 0]);
            assert!(is_closed);
            assert_eq!(decoder.finish(), Ok(End::Clean));
        };
        let writing = async { writer.write_all(&out).await.expect("a connection") };
        in_time(async { tokio::join!(reading, writing) }).await;
    }

    #[tokio::test]
    async fn http1() {
        let mut socket = connect();
        let offer = Offer::new(Uri::parse(URI).expect("a URI"))
            .with_subprotocols(&["other", "echo"])
            .expect("tokens");
        let mut client = Client::new(offer, rand::random());
        let mut request = Vec::new();
        client.encode_request(&mut request).expect("space");
        socket.write_all(&request).await.expect("a connection");
        let mut buffer = vec![0; READ_LEN];
        let received = loop {
            let len = in_time(socket.read(&mut buffer))
                .await
                .expect("a connection");
            assert!(len > 0, "no response");
            let mut input = &buffer[..len];
            match client.decode(&mut input).expect("a legal response") {
                Some(Answer::Accepted(accepted)) => {
                    assert_eq!(accepted.subprotocol(), Some("echo"));
                    break input.to_vec();
                }
                Some(refused) => panic!("{refused:?}"),
                None => {}
            }
        };
        converse(socket, received).await;
    }

    #[tokio::test]
    async fn http2() {
        let offer = Offer::new(Uri::parse(URI).expect("a URI"))
            .with_subprotocols(&["other", "echo"])
            .expect("tokens");
        let response = send(connect_request(&offer)).await;
        match offer
            .check_connect(response.status().as_u16(), response.headers())
            .expect("a legal response")
        {
            Answer::Accepted(accepted) => assert_eq!(accepted.subprotocol(), Some("echo")),
            refused => panic!("{refused:?}"),
        }
        let upgraded = upgrade::on(response).await.expect("a connection");
        converse(TokioIo::new(upgraded), Vec::new()).await;
    }

    #[tokio::test]
    async fn frames_behind_the_request_are_read() {
        let frames = b"\x81\x81\0\0\0\0a\x88\x80\0\0\0\0";
        let answer = exchange("Sec-WebSocket-Version: 13\r\n", frames).await;
        assert!(answer.starts_with(b"http/1.1 101 "));
        assert!(answer.ends_with(b"\r\n\r\n\x81\x01a\x88\x00"));
    }

    #[tokio::test]
    async fn refusal_says_what_would_do() {
        let answer = exchange("Sec-WebSocket-Version: 8\r\n", b"").await;
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with("http/1.1 426 "), "{answer}");
        for line in ["sec-websocket-version: 13", "upgrade: websocket"] {
            assert!(answer.lines().any(|answered| answered == line), "{answer}");
        }
    }

    /// The same over HTTP/2, where there is no Upgrade.
    #[tokio::test]
    async fn refusal_is_one_of_http2() {
        let offer = Offer::new(Uri::parse(URI).expect("a URI"));
        let mut request = connect_request(&offer);
        let version = http::HeaderValue::from_static("8");
        request
            .headers_mut()
            .insert("sec-websocket-version", version);
        let response = send(request).await;
        assert_eq!(response.status(), 400);
        assert_eq!(response.headers()["sec-websocket-version"], "13");
        assert!(!response.headers().contains_key("upgrade"));
    }

    #[tokio::test]
    async fn pages_come_from_the_same_host() {
        for (origin, is_same) in [("http://example.com", true), ("http://example.org", false)] {
            let fields = format!("Sec-WebSocket-Version: 13\r\nOrigin: {origin}\r\n");
            let answer = exchange(&fields, b"\x88\x80\0\0\0\0").await;
            let line: &[u8] = if is_same {
                b"http/1.1 101 "
            } else {
                b"http/1.1 403 "
            };
            assert!(answer.starts_with(line), "{origin}");

            let fields = [("origin", origin.as_bytes())];
            let offer = Offer::new(Uri::parse(URI).expect("a URI"))
                .with_fields(&fields)
                .expect("legal fields");
            let response = send(connect_request(&offer)).await;
            assert_eq!(
                response.status(),
                if is_same { 200 } else { 403 },
                "{origin}"
            );
        }
    }

    /// Where time is paused, it passes at once when there is nothing to be done.
    #[tokio::test(start_paused = true)]
    async fn who_does_not_ask_is_not_waited_for() {
        for octets in [
            &b""[..],
            b"GET / HT",
            b"PRI * HTTP/2.0\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0",
        ] {
            let begun = Instant::now();
            let mut socket = connect();
            socket.write_all(octets).await.expect("a connection");
            let mut answer = Vec::new();
            in_time(socket.read_to_end(&mut answer))
                .await
                .expect("an end");
            assert!(begun.elapsed() >= REQUEST_TIMEOUT, "{octets:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_asked_may_stay() {
        let offer = Offer::new(Uri::parse(URI).expect("a URI"));
        let response = send(connect_request(&offer)).await;
        let upgraded = upgrade::on(response).await.expect("a connection");
        sleep(2 * REQUEST_TIMEOUT).await;
        converse(TokioIo::new(upgraded), Vec::new()).await;
    }

    /// What comes behind an error is read before we close our side, and proxies the other.
    #[tokio::test(start_paused = true)]
    async fn client_that_talks_on_behind_an_error_is_heard_out() {
        let (mut client, server) = duplex(READ_LEN);
        let server =
            tokio::spawn(async move { echo(server).await.map_err(|error| error.to_string()) });
        // Not masked.
        client.write_all(b"\x81\x00").await.expect("a connection");
        let talk = async {
            for _ in 0..20 {
                sleep(QUIET_TIMEOUT / 2).await;
                client
                    .write_all(b"more")
                    .await
                    .expect("a server that reads");
            }
        };
        in_time(talk).await;
        let silent = Instant::now();
        let mut answer = Vec::new();
        in_time(client.read_to_end(&mut answer))
            .await
            .expect("an end");
        assert_eq!(answer, b"\x88\x02\x03\xea");
        assert!(silent.elapsed() >= QUIET_TIMEOUT);
        drop(client);
        assert!(in_time(server).await.expect("no panic").is_err());
    }

    #[tokio::test]
    async fn there_is_nothing_else() {
        let request = hyper::Request::get("http://example.com/").body(Empty::new());
        let response = send(request.expect("a request")).await;
        assert_eq!(response.status(), 404);
    }
}
