//! A server that sends every message back, with a thread for each connection.
//!
//! ```text
//! cargo run --release --example echo_server -- [ADDRESS] [--origin ORIGIN]...
//! ```
//!
//! ADDRESS is 127.0.0.1:9001 by default; with port 0 there is a free one, which is printed. Try it
//! from the console of a browser: `new WebSocket("ws://127.0.0.1:9001").onmessage = console.log`.
//!
//! Who asks for the subprotocol `echo` gets it. The text `bye` does not come back: the server
//! answers with its Close.
//!
//! Where ORIGIN is given, such as `https://example.com`, pages from elsewhere are refused. A server
//! that knows its users by their cookies has to have that (RFC 6455 §10.2); this one knows nobody,
//! and so takes pages from anywhere if not told otherwise.
//!
//! How many connections there may be is not bounded here; the example `chat` shows how.

use core::{error::Error, ops::Range, time::Duration};
use std::{
    env,
    io::{self, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    process, thread,
    time::Instant,
};

use noio_websocket::{
    CloseCode, Decoder, Due, Encoder, End, Event, Heartbeat, HeartbeatConfig, Role, Transport,
    handshake::{Origins, RequestDecoder},
};

type Result<T> = core::result::Result<T, Box<dyn Error + Send + Sync>>;

/// The subprotocols that are spoken here, the best one first.
const SUBPROTOCOLS: &[&str] = &["echo"];

/// How much is read at once. Requests and messages may be longer.
const READ_LEN: usize = 64 * 1024;

/// How long a client may take to send its request.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a client may take to read what is sent at once, all of it.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// How long is read on behind the last frame, for a client to have its say and to close the
/// connection.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long nothing comes from a client that has heard our Close. Longer than the gaps in what is
/// on its way, and short for one who waits for the end.
const QUIET_TIMEOUT: Duration = Duration::from_millis(100);

/// The least that is waited for octets. No time at all would be for ever.
const MIN_TIMEOUT: Duration = Duration::from_millis(1);

/// How long is waited where no connection can be had.
const PAUSE: Duration = Duration::from_millis(100);

fn main() -> Result<()> {
    let Some((address, listed)) = parse(env::args().skip(1)) else {
        eprintln!("usage: echo_server [ADDRESS] [--origin ORIGIN]...");
        process::exit(2);
    };
    let listed: Vec<&str> = listed.iter().map(String::as_str).collect();
    let origins = || match listed.as_slice() {
        [] => Origins::Any,
        listed => Origins::Listed(listed),
    };
    let listener = TcpListener::bind(address)?;
    println!("ws://{}", listener.local_addr()?);
    thread::scope(|scope| {
        for socket in listener.incoming() {
            let spawned = socket.and_then(|socket| {
                thread::Builder::new().spawn_scoped(scope, move || {
                    if let Err(error) = serve(&socket, origins(), HeartbeatConfig::new()) {
                        println!("connection ended: {error}");
                    }
                })
            });
            if let Err(error) = spawned {
                // This client is gone, or there are too many: both pass.
                println!("no connection: {error}");
                thread::sleep(PAUSE);
            }
        }
    });
    Ok(())
}

/// The address, and the origins that may come.
fn parse(mut arguments: impl Iterator<Item = String>) -> Option<(String, Vec<String>)> {
    let mut address = None;
    let mut origins = Vec::new();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--origin" => origins.push(arguments.next()?),
            _ if argument.starts_with('-') || address.is_some() => return None,
            _ => address = Some(argument),
        }
    }
    Some((
        address.unwrap_or_else(|| "127.0.0.1:9001".to_owned()),
        origins,
    ))
}

fn serve(socket: &TcpStream, origins: Origins<'_>, heartbeat: HeartbeatConfig) -> Result<()> {
    // An answer that waits for more to be sent along with it is late.
    socket.set_nodelay(true)?;
    let mut buffer = vec![0; READ_LEN];
    match accept(socket, &mut buffer, origins) {
        Ok(received) => echo(socket, &mut buffer, received, heartbeat),
        Err(error) => {
            close(socket, &mut buffer, true);
            Err(error)
        }
    }
}

/// Reads the request and answers it. What came behind it is where it says in `buffer`.
fn accept(socket: &TcpStream, buffer: &mut [u8], origins: Origins<'_>) -> Result<Range<usize>> {
    let deadline = Instant::now() + HANDSHAKE_TIMEOUT;
    let mut decoder = RequestDecoder::new();
    let mut response = Vec::new();
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let len = read(socket, buffer, Some(left))?.ok_or("no request in time")?;
        if len == 0 {
            decoder.finish()?;
            return Err("no request".into());
        }
        let (mut input, _) = buffer.split_at(len);
        let (refusal, error) = match decoder.decode(&mut input) {
            Ok(Some(request)) => match request.accept(origins) {
                Ok(acceptance) => {
                    acceptance
                        .with_subprotocol(request.choose_subprotocol(SUBPROTOCOLS))
                        .encode(&mut response)?;
                    write(socket, &response, WRITE_TIMEOUT)?;
                    return Ok(len - input.len()..len);
                }
                Err(refusal) => (refusal, "a page from elsewhere".into()),
            },
            Ok(None) => continue,
            Err(error) => (error.refusal(), error.into()),
        };
        refusal.encode(&mut response)?;
        write(socket, &response, WRITE_TIMEOUT)?;
        return Err(error);
    }
}

/// Sends back what comes, from what lies in `buffer` already up to the end of the connection.
fn echo(
    socket: &TcpStream,
    buffer: &mut [u8],
    mut received: Range<usize>,
    heartbeat: HeartbeatConfig,
) -> Result<()> {
    let mut decoder = Decoder::new(Role::Server);
    let mut encoder = Encoder::server();
    let mut out = Vec::new();
    let start = Instant::now();
    let mut heartbeat = Heartbeat::with_config(heartbeat, Duration::ZERO);
    loop {
        let mut input = buffer.get_mut(received).unwrap_or_default();
        // An error does not end the function yet: it has to be told to the client.
        let failed = loop {
            match decoder.decode_in_place(&mut input) {
                Ok(Some(Event::Close(close))) => println!("{close:?}"),
                // Behind a Close of ours come messages still, but no answers go.
                Ok(Some(_)) if encoder.is_done() => {}
                Ok(Some(Event::Text(text))) if &*text == "bye" => {
                    encoder.close(CloseCode::NORMAL, "bye", &mut out)?;
                }
                Ok(Some(Event::Text(text))) => encoder.text(&text, &mut out)?,
                Ok(Some(Event::Binary(data))) => encoder.binary(&data, &mut out)?,
                Ok(Some(_)) => {}
                Ok(None) => break None,
                Err(error) => break Some(error),
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
            heartbeat.closing(start.elapsed());
        }
        // In every turn and not only when nothing came, so that nobody puts it off by talking.
        match heartbeat.poll(start.elapsed()) {
            Some(Due::Ping) => encoder.ping(b"", &mut out)?,
            Some(Due::CloseTimeout) => return Err("no answer to our Close".into()),
            Some(_) => return Err("no answer to a ping".into()),
            None => {}
        }
        write(socket, &out, WRITE_TIMEOUT)?;
        out.clear();
        // A long message need not be remembered by its buffer.
        out.shrink_to(READ_LEN);
        if let Some(error) = failed {
            close(socket, buffer, true);
            return Err(error.into());
        }
        match decoder.transport(encoder.is_done()) {
            Transport::Open => {}
            Transport::AwaitPeer | Transport::Close => {
                close(socket, buffer, false);
                return Ok(());
            }
        }
        received = 0..0;
        // What came is read, however late it is: it shows that the client is there.
        let left = heartbeat
            .deadline()
            .map(|deadline| deadline.saturating_sub(start.elapsed()).max(MIN_TIMEOUT));
        match read(socket, buffer, left)? {
            Some(0) => match decoder.finish()? {
                End::Clean => return Ok(()),
                End::Abnormal => return Err("no Close".into()),
            },
            Some(len) => {
                heartbeat.received(start.elapsed());
                received = 0..len;
            }
            None => {}
        }
    }
}

/// Ends what is sent, and waits until the client has done so as well. To close with octets unread
/// would reset the connection, and might take our last words away from the client.
///
/// Who made an error may still be sending. A proxy closes both ways when we close one: the client
/// hears why if what it sends has been read before.
///
/// Behind the last frame it makes no difference how the connection ends.
fn close(socket: &TcpStream, buffer: &mut [u8], has_failed: bool) {
    if has_failed {
        drain(socket, buffer, QUIET_TIMEOUT);
    }
    if socket.shutdown(Shutdown::Write).is_ok() {
        drain(socket, buffer, CLOSE_TIMEOUT);
    }
}

/// Reads what nobody wants, up to the end of the connection or until nothing has come for as long
/// as `silence`; but not for longer than [`CLOSE_TIMEOUT`].
fn drain(socket: &TcpStream, buffer: &mut [u8], silence: Duration) {
    let deadline = Instant::now() + CLOSE_TIMEOUT;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if !matches!(read(socket, buffer, Some(left.min(silence))), Ok(Some(1..))) {
            return;
        }
    }
}

/// Writes all of it in time. A timeout of the socket alone would be one for each piece, and who
/// reads an octet now and then would have us write for ever.
fn write(mut socket: &TcpStream, mut octets: &[u8], limit: Duration) -> io::Result<()> {
    let deadline = Instant::now() + limit;
    while !octets.is_empty() {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        socket.set_write_timeout(Some(left))?;
        match socket.write(octets).map_err(|error| (error.kind(), error)) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(len) => octets = octets.get(len..).unwrap_or_default(),
            Err((io::ErrorKind::Interrupted, _)) => {}
            // The first is how Unix says the second.
            Err((io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut, _)) => {}
            Err((_, error)) => return Err(error),
        }
    }
    Ok(())
}

/// Reads what there is: zero octets at the end of the connection. `None` if nothing came in time.
fn read(
    mut socket: &TcpStream,
    space: &mut [u8],
    timeout: Option<Duration>,
) -> io::Result<Option<usize>> {
    if timeout == Some(Duration::ZERO) {
        return Ok(None);
    }
    socket.set_read_timeout(timeout)?;
    loop {
        match socket.read(space).map_err(|error| (error.kind(), error)) {
            Ok(len) => return Ok(Some(len)),
            Err((io::ErrorKind::Interrupted, _)) => {}
            // The first is how Unix says the second.
            Err((io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut, _)) => return Ok(None),
            Err((_, error)) => return Err(error),
        }
    }
}

#[cfg(test)]
#[path = "../tests/peer/mod.rs"]
mod peer;

#[cfg(test)]
mod tests {
    use core::net::SocketAddr;

    use noio_websocket::CloseCode;

    use super::*;
    use crate::peer::{Message, Peer, exchange, exchange_and_go_on};

    const ORIGINS: Origins<'_> = Origins::Listed(&["https://example.com"]);

    /// Serves one connection, and tells its error.
    fn start() -> (SocketAddr, thread::JoinHandle<Option<String>>) {
        start_with(HeartbeatConfig::new())
    }

    fn start_with(heartbeat: HeartbeatConfig) -> (SocketAddr, thread::JoinHandle<Option<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = thread::spawn(move || {
            let (socket, _) = listener.accept().expect("a connection");
            serve(&socket, ORIGINS, heartbeat)
                .err()
                .map(|error| error.to_string())
        });
        (address, server)
    }

    #[test]
    fn messages_come_back_up_to_the_close() {
        let (address, server) = start();
        let mut client = Peer::connect(address, "/");
        let long = "\u{20ac}".repeat(100_000);
        client.send(|encoder, out| {
            encoder.binary_fragment(b"a", false, out)?;
            encoder.ping(b"b", out)?;
            encoder.binary_fragment(b"c", true, out)?;
            encoder.text(&long, out)?;
            encoder.close(CloseCode::NORMAL, "", out)
        });
        assert_eq!(client.next(), Some(Message::Pong(b"b".into())));
        assert_eq!(client.next(), Some(Message::Binary(b"ac".into())));
        assert_eq!(client.next(), Some(Message::Text(long)));
        assert_eq!(client.next(), Some(Message::Close(Some(1000))));
        assert_eq!(client.next(), None);
        drop(client);
        assert_eq!(server.join().expect("no panic"), None);
    }

    #[test]
    fn bye_is_answered_with_a_close() {
        let (address, server) = start();
        let mut client = Peer::connect(address, "/");
        client.send(|encoder, out| {
            encoder.text("bye", out)?;
            encoder.text("not echoed", out)?;
            encoder.close(CloseCode::NORMAL, "", out)
        });
        assert_eq!(client.next(), Some(Message::Close(Some(1000))));
        assert_eq!(client.next(), None);
        drop(client);
        assert_eq!(server.join().expect("no panic"), None);
    }

    #[test]
    fn connection_without_a_close_is_told() {
        let (address, server) = start();
        drop(Peer::connect(address, "/"));
        let error = server.join().expect("no panic");
        assert_eq!(error.as_deref(), Some("no Close"));
    }

    fn request(fields: &str, frames: &[u8]) -> Vec<u8> {
        let head = format!(
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\
             {fields}\r\n"
        );
        [head.as_bytes(), frames].concat()
    }

    /// The first frames may come with the request (they lie behind it in the buffer).
    #[test]
    fn frames_behind_the_request_are_read() {
        let (address, server) = start();
        let answer = exchange(address, &request("", b"\x81\x81\0\0\0\0a\x88\x80\0\0\0\0"));
        assert!(answer.starts_with(b"HTTP/1.1 101 "));
        assert!(answer.ends_with(b"\r\n\r\n\x81\x01a\x88\x00"));
        assert_eq!(server.join().expect("no panic"), None);
    }

    /// Whether a request with these fields is answered with such a line.
    fn is_answered(fields: &str, line: &str) -> bool {
        let (address, _) = start();
        let answer = exchange(address, &request(fields, b"\x88\x80\0\0\0\0"));
        let answer = String::from_utf8_lossy(&answer).to_lowercase();
        answer.lines().any(|answered| answered.starts_with(line))
    }

    #[test]
    fn subprotocol_is_the_one_that_is_spoken() {
        let fields = "Sec-WebSocket-Protocol: other, echo\r\n";
        assert!(is_answered(fields, "sec-websocket-protocol: echo"));
        let fields = "Sec-WebSocket-Protocol: other\r\n";
        assert!(is_answered(fields, "http/1.1 101 "));
        assert!(!is_answered(fields, "sec-websocket-protocol:"));
    }

    #[test]
    fn pages_come_from_the_listed_origins_alone() {
        assert!(is_answered(
            "Origin: https://example.com\r\n",
            "http/1.1 101 "
        ));
        assert!(is_answered(
            "Origin: https://example.org\r\n",
            "http/1.1 403 "
        ));
    }

    #[test]
    fn arguments() {
        let parsed = |line: &str| parse(line.split_whitespace().map(str::to_owned));
        assert_eq!(parsed(""), Some(("127.0.0.1:9001".to_owned(), Vec::new())));
        assert_eq!(
            parsed("--origin a b --origin c"),
            Some(("b".to_owned(), vec!["a".to_owned(), "c".to_owned()]))
        );
        for line in ["a b", "--origin", "--help"] {
            assert_eq!(parsed(line), None, "{line}");
        }
    }

    #[test]
    fn errors_are_told_with_all_that_came_before() {
        let (address, server) = start();
        let mut client = Peer::connect(address, "/");
        client.send(|encoder, out| encoder.text("a", out));
        client.send_octets(b"\x81\x81\0\0\0\0\xff and much more");
        assert_eq!(client.next(), Some(Message::Text("a".into())));
        assert_eq!(client.next(), Some(Message::Close(Some(1007))));
        assert_eq!(client.next(), None);
        drop(client);
        assert!(server.join().expect("no panic").is_some());
    }

    const PING: &[u8] = b"\x89\x80\0\0\0\0";

    #[test]
    fn client_that_talks_on_behind_our_close_is_dropped() {
        let mut heartbeat = HeartbeatConfig::new();
        heartbeat.close_timeout = Duration::from_secs(1);
        let (address, server) = start_with(heartbeat);
        let bye = request("", b"\x81\x83\0\0\0\0bye");
        let (_, time) = exchange_and_go_on(address, &bye, PING, Duration::from_secs(20));
        assert!(time >= heartbeat.close_timeout);
        assert!(time < Duration::from_secs(20));
        let error = server.join().expect("no panic");
        assert_eq!(error.as_deref(), Some("no answer to our Close"));
    }

    #[test]
    fn client_that_says_nothing_is_asked_and_dropped_if_it_does_not_answer() {
        let mut heartbeat = HeartbeatConfig::new();
        heartbeat.ping_interval = Duration::from_millis(100);
        heartbeat.pong_timeout = Duration::from_millis(500);
        let (address, server) = start_with(heartbeat);
        let mut client = Peer::connect(address, "/");
        assert_eq!(client.next(), Some(Message::Ping(Vec::new())));
        client.send(|encoder, out| encoder.pong(b"", out));
        assert_eq!(client.next(), Some(Message::Ping(Vec::new())));
        assert_eq!(client.next(), None);
        let error = server.join().expect("no panic");
        assert_eq!(error.as_deref(), Some("no answer to a ping"));
    }

    #[test]
    fn client_that_reads_little_by_little_has_no_more_time() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut client = TcpStream::connect(address).expect("a connection");
        let (server, _) = listener.accept().expect("a connection");
        let reader = thread::spawn(move || {
            let mut space = vec![0; READ_LEN];
            while matches!(client.read(&mut space), Ok(1..)) {
                thread::sleep(Duration::from_millis(10));
            }
        });
        // At least 10 seconds' worth, however much the system keeps.
        let octets = vec![0; 1000 * READ_LEN];
        let begun = Instant::now();
        let error = write(&server, &octets, Duration::from_millis(500)).expect_err("too slow");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(begun.elapsed() >= Duration::from_millis(500));
        assert!(begun.elapsed() < Duration::from_secs(5));
        drop(server);
        reader.join().expect("no panic");
    }

    /// What comes behind an error is read before we close our side, and proxies the other.
    #[test]
    fn client_that_talks_on_behind_an_error_is_heard_out() {
        let (address, server) = start();
        let not_masked = request("", b"\x81\x00");
        let talk = Duration::from_millis(500);
        let (answer, time) = exchange_and_go_on(address, &not_masked, PING, talk);
        assert!(
            answer
                .windows(4)
                .any(|octets| octets == b"\x88\x02\x03\xea")
        );
        assert!(time >= talk);
        assert!(server.join().expect("no panic").is_some());
    }

    #[test]
    fn request_that_is_none_is_refused() {
        let (address, server) = start();
        let answer = exchange(address, b"PUT / HTTP/1.1\r\nHost: a\r\n\r\n");
        assert!(answer.starts_with(b"HTTP/1.1 405 "));
        assert!(server.join().expect("no panic").is_some());
    }
}
