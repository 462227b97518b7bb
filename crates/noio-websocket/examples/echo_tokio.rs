//! A server that sends every message back, on tokio: for each connection one task that reads and
//! one that writes.
//!
//! ```text
//! cargo run --release --example echo_tokio -- [ADDRESS]
//! ```
//!
//! ADDRESS is 127.0.0.1:9001 by default. Ctrl-C ends the server: it says Close to everyone, and
//! gives them a while to answer. How many connections there may be is not bounded here; the example
//! `chat` shows how.
//!
//! Two tasks, so that what is slow to be sent does not keep the other side from being read. The
//! reading one has the decoder, the writing one the encoder, and what goes from the one to the
//! other is owned: messages, and replies, which are small values. The reading one has the
//! [`Heartbeat`] as well, since it is there that the client shows that it lives.

use core::{
    error::Error,
    future::{Future, pending},
    ops::Range,
    pin::pin,
    time::Duration,
};
use std::env;

use noio_websocket::{
    CloseCode, Config, Decoder, Due, EncodeError, Encoder, End, Event, Heartbeat, HeartbeatConfig,
    Reply, Role,
    handshake::{Origins, RequestDecoder},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    select, signal,
    sync::{mpsc, oneshot, watch},
    task::JoinSet,
    time::{Instant, sleep, sleep_until, timeout},
};

type Result<T> = core::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How much is read at once. Requests and messages may be longer.
const READ_LEN: usize = 16 * 1024;

/// The most bytes that a message may have.
const MAX_MESSAGE_LEN: u64 = 64 * 1024;

/// How many messages may wait to be sent. With more, nothing is read: so for a client that does not
/// read a little more than two megabytes are kept, since the buffer of a message that came cut may
/// be twice as long.
const QUEUE_LEN: usize = 16;

/// How long a client may take to send its request.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a client may take to read what is sent.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a client may take to answer our Close, and then as long again to close the connection.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// How long is read on behind an error, for a client to have its say.
const HEARING_TIMEOUT: Duration = Duration::from_secs(5);

/// How long nothing comes from a client that has heard our Close. Longer than the gaps in what is
/// on its way, and short for one who waits for the end.
const QUIET_TIMEOUT: Duration = Duration::from_millis(100);

/// How long is waited where no connection can be had.
const PAUSE: Duration = Duration::from_millis(100);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let address = env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:9001")).await?;
    println!("ws://{}", listener.local_addr()?);
    let mut heartbeat = HeartbeatConfig::new();
    heartbeat.close_timeout = CLOSE_TIMEOUT;
    listen(listener, heartbeat, signal::ctrl_c()).await;
    Ok(())
}

/// Serves whoever comes, until `stop`. Then no more are taken in, and those that are there are
/// brought to their end.
async fn listen(listener: TcpListener, heartbeat: HeartbeatConfig, stop: impl Future) {
    let mut stop = pin!(stop);
    // Nothing is sent by it: it is dropped, which all connections see.
    let (running, stopped) = watch::channel(());
    let mut connections = JoinSet::new();
    loop {
        select! {
            _ = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((socket, _)) => {
                    connections.spawn(serve(socket, heartbeat, stopped.clone()));
                }
                // This client is gone, or there are too many: both pass.
                Err(error) => {
                    println!("no connection: {error}");
                    sleep(PAUSE).await;
                }
            },
            Some(ended) = connections.join_next() => report(ended),
        }
    }
    drop((listener, running));
    while let Some(ended) = connections.join_next().await {
        report(ended);
    }
}

fn report(ended: core::result::Result<Result<()>, tokio::task::JoinError>) {
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => println!("connection ended: {error}"),
        Err(error) => println!("connection ended: {error}"),
    }
}

/// Serves one client: this task writes, and starts the one that reads.
async fn serve(
    mut socket: TcpStream,
    heartbeat: HeartbeatConfig,
    stopped: watch::Receiver<()>,
) -> Result<()> {
    // An answer that waits for more to be sent along with it is late.
    socket.set_nodelay(true)?;
    let mut buffer = vec![0; READ_LEN];
    let accepted = timeout(HANDSHAKE_TIMEOUT, accept(&mut socket, &mut buffer))
        .await
        .map_err(|_| "no request in time")?;
    let received = match accepted {
        Ok(received) => received,
        Err(error) => {
            hear_out(&mut socket, &mut buffer).await;
            let _ = timeout(CLOSE_TIMEOUT, socket.shutdown()).await;
            let _ = timeout(CLOSE_TIMEOUT, drain(&mut socket, &mut buffer)).await;
            return Err(error);
        }
    };

    let (mut reader, mut writer) = socket.into_split();
    let (sender, mut receiver) = mpsc::channel(QUEUE_LEN);
    let (close_sent, mut closing) = oneshot::channel();
    let (ended, end) = oneshot::channel();
    let mut tasks = JoinSet::new();
    // If this function returns early, the set is dropped and the task ends.
    tasks.spawn(async move {
        let received = receive(
            &mut reader,
            &mut buffer,
            received,
            sender,
            &mut closing,
            heartbeat,
        )
        .await;
        // Not who has had a Close of ours for long enough.
        if received.is_err() && !closing.is_terminated() {
            // Ours may have to wait behind what the client reads when it has sent the rest.
            select! {
                _ = closing => {}
                () = drain(&mut reader, &mut buffer) => {}
            }
            hear_out(&mut reader, &mut buffer).await;
        }
        let _ = ended.send(received);
        drain(&mut reader, &mut buffer).await;
    });
    let sent = send(&mut writer, &mut receiver, stopped).await;

    // Nothing is sent any more, so what comes is dropped, until the client has said its Close or
    // has taken too long.
    receiver.close();
    let _ = close_sent.send(());
    while receiver.recv().await.is_some() {}
    let received = end.await?;
    // The server closes first (RFC 6455 §7.1.1), if the client is still there.
    let _ = timeout(CLOSE_TIMEOUT, writer.shutdown()).await;
    let _ = timeout(CLOSE_TIMEOUT, tasks.join_next()).await;
    received.and(sent)
}

/// Reads on behind an error until nothing comes for a while. Who made it may still be sending, and a
/// proxy closes both ways when we close one: the client hears why if what it sends has been read
/// before.
async fn hear_out(reader: &mut (impl AsyncRead + Unpin), buffer: &mut [u8]) {
    let _ = timeout(HEARING_TIMEOUT, async {
        while let Ok(Ok(1..)) = timeout(QUIET_TIMEOUT, reader.read(buffer)).await {}
    })
    .await;
}

/// Reads what nobody wants to know, up to the end of the connection. To close with octets unread
/// would reset it, and might take our last words away from the client.
///
/// Behind those it makes no difference how the connection ends.
async fn drain(reader: &mut (impl AsyncRead + Unpin), buffer: &mut [u8]) {
    while matches!(reader.read(buffer).await, Ok(1..)) {}
}

/// Reads the request and answers it. What came behind it is where it says in `buffer`.
async fn accept(socket: &mut TcpStream, buffer: &mut [u8]) -> Result<Range<usize>> {
    let mut decoder = RequestDecoder::new();
    let mut response = Vec::new();
    loop {
        let len = socket.read(buffer).await?;
        if len == 0 {
            decoder.finish()?;
            return Err("no request".into());
        }
        let (mut input, _) = buffer.split_at(len);
        let (refusal, error) = match decoder.decode(&mut input) {
            Ok(None) => continue,
            // There is nothing here that a page from elsewhere could get by the cookies of a user.
            Ok(Some(request)) => match request.accept(Origins::Any) {
                Ok(acceptance) => {
                    acceptance.encode(&mut response)?;
                    let received = len - input.len()..len;
                    socket.write_all(&response).await?;
                    return Ok(received);
                }
                Err(refusal) => (refusal, "a page from elsewhere".into()),
            },
            Err(error) => (error.refusal(), error.into()),
        };
        refusal.encode(&mut response)?;
        socket.write_all(&response).await?;
        return Err(error);
    }
}

/// What the reading task wants to be sent.
enum Outgoing {
    Text(String),
    Binary(Vec<u8>),
    Ping,
    Reply(Reply),
}

impl Outgoing {
    fn encode(
        &self,
        encoder: &mut Encoder,
        out: &mut Vec<u8>,
    ) -> core::result::Result<(), EncodeError> {
        match self {
            Self::Text(text) => encoder.text(text, out),
            Self::Binary(data) => encoder.binary(data, out),
            Self::Ping => encoder.ping(b"", out),
            Self::Reply(reply) => encoder.reply(*reply, out),
        }
    }
}

/// Sends what is in the queue, until a Close was sent or no more comes.
async fn send(
    writer: &mut OwnedWriteHalf,
    queue: &mut mpsc::Receiver<Outgoing>,
    mut stopped: watch::Receiver<()>,
) -> Result<()> {
    let mut encoder = Encoder::server();
    let mut out = Vec::new();
    while !encoder.is_done() {
        select! {
            outgoing = queue.recv() => {
                let Some(outgoing) = outgoing else { break };
                outgoing.encode(&mut encoder, &mut out)?;
                // What else is ready goes out with the same write.
                while out.len() < READ_LEN
                    && !encoder.is_done()
                    && let Ok(outgoing) = queue.try_recv()
                {
                    outgoing.encode(&mut encoder, &mut out)?;
                }
            }
            _ = stopped.changed() => encoder.close(CloseCode::GOING_AWAY, "", &mut out)?,
        }
        timeout(WRITE_TIMEOUT, writer.write_all(&out))
            .await
            .map_err(|_| "the client does not read")??;
        out.clear();
        // A long message need not be remembered by its buffer.
        out.shrink_to(READ_LEN);
    }
    Ok(())
}

/// Reads up to the Close of the client, its error, the end of the connection or that of our
/// patience, and the queue ends there.
async fn receive(
    reader: &mut OwnedReadHalf,
    buffer: &mut [u8],
    mut received: Range<usize>,
    queue: mpsc::Sender<Outgoing>,
    closing: &mut oneshot::Receiver<()>,
    heartbeat: HeartbeatConfig,
) -> Result<()> {
    let mut config = Config::new();
    config.max_message_len = MAX_MESSAGE_LEN;
    let mut decoder = Decoder::with_config(Role::Server, config);
    let opened = Instant::now();
    let mut heartbeat = Heartbeat::with_config(heartbeat, Duration::ZERO);
    loop {
        let mut input = buffer.get_mut(received).unwrap_or_default();
        // An error does not end the function yet: it has to be told to the client.
        let failed = loop {
            let message = match decoder.decode_in_place(&mut input) {
                Ok(Some(Event::Text(text))) => Some(Outgoing::Text(text.into_string())),
                Ok(Some(Event::Binary(data))) => Some(Outgoing::Binary(data.into_vec())),
                Ok(Some(_)) => None,
                Ok(None) => break None,
                Err(error) => break Some(error),
            };
            // After every event, so that no ping goes without its pong.
            let reply = decoder.take_reply().map(Outgoing::Reply);
            for outgoing in message.into_iter().chain(reply) {
                // An error says that nothing is sent any more. What comes is read all the same.
                let _ = queue.send(outgoing).await;
            }
        };
        // And once after an error: a Close with the code for it.
        if let Some(reply) = decoder.take_reply() {
            let _ = queue.send(Outgoing::Reply(reply)).await;
        }
        if let Some(error) = failed {
            return Err(error.into());
        }
        if decoder.is_done() {
            return Ok(());
        }
        // Here and not where it is waited for, so that nobody puts it off by being quick.
        match heartbeat.poll(opened.elapsed()) {
            Some(Due::Ping) => {
                let _ = queue.send(Outgoing::Ping).await;
            }
            Some(Due::CloseTimeout) => return Err("no answer to our Close".into()),
            Some(_) => return Err("no answer to a ping".into()),
            None => {}
        }
        received = 0..0;
        let deadline = heartbeat
            .deadline()
            .and_then(|deadline| opened.checked_add(deadline));
        select! {
            // In this order: what was received is looked at before the deadline is.
            biased;
            _ = &mut *closing, if !closing.is_terminated() => heartbeat.closing(opened.elapsed()),
            // A read that is cancelled loses nothing: all state is in the decoder.
            read = reader.read(buffer) => {
                received = 0..read?;
                if received.is_empty() {
                    if decoder.finish()? == End::Abnormal {
                        println!("ended without a Close");
                    }
                    return Ok(());
                }
                heartbeat.received(opened.elapsed());
            }
            () = wait_until(deadline) => {}
        }
    }
}

async fn wait_until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => pending().await,
    }
}

#[cfg(test)]
#[path = "../tests/peer/mod.rs"]
mod peer;

#[cfg(test)]
mod tests {
    use core::net::SocketAddr;
    use std::{
        io::Write as _,
        thread::{self, JoinHandle},
    };

    use super::*;
    use crate::peer::{Message, Peer};

    fn heartbeat() -> HeartbeatConfig {
        let mut config = HeartbeatConfig::new();
        config.close_timeout = CLOSE_TIMEOUT;
        config
    }

    /// A server in a thread of its own, and what stops it.
    fn start(heartbeat: HeartbeatConfig) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("an option");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let server = thread::spawn(move || {
            block_on(async {
                let listener = TcpListener::from_std(listener).expect("a listener");
                listen(listener, heartbeat, stopped).await;
            });
        });
        (address, stop, server)
    }

    /// Serves one connection, and tells its error.
    fn serve_one(stopped: watch::Receiver<()>) -> (SocketAddr, JoinHandle<Option<String>>) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = thread::spawn(move || {
            let (socket, _) = listener.accept().expect("a connection");
            socket.set_nonblocking(true).expect("an option");
            block_on(async {
                let socket = TcpStream::from_std(socket).expect("a socket");
                serve(socket, heartbeat(), stopped)
                    .await
                    .err()
                    .map(|error| error.to_string())
            })
        });
        (address, server)
    }

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime").block_on(future)
    }

    #[test]
    fn messages_come_back_in_their_order() {
        let (address, _stop, _) = start(heartbeat());
        let mut client = Peer::connect(address, "/");
        // More than the queue, and then more than a read.
        let long = vec![0xa5; 64 * 1024];
        client.send(|encoder, out| {
            for number in 0..100 {
                encoder.text(&format!("{number}"), out)?;
            }
            encoder.ping(b"a", out)?;
            encoder.binary(&long, out)
        });
        for number in 0..100 {
            assert_eq!(client.next(), Some(Message::Text(number.to_string())));
        }
        assert_eq!(client.next(), Some(Message::Pong(b"a".into())));
        assert_eq!(client.next(), Some(Message::Binary(long)));
        client.send(|encoder, out| encoder.close_without_code(out));
        assert_eq!(client.next(), Some(Message::Close(None)));
        assert_eq!(client.next(), None);
    }

    #[test]
    fn errors_are_told() {
        let (address, _stop, _) = start(heartbeat());
        let mut client = Peer::connect(address, "/");
        client.send(|encoder, out| encoder.text("a", out));
        // Not masked.
        client.send_octets(b"\x81\x00");
        assert_eq!(client.next(), Some(Message::Text("a".into())));
        assert_eq!(client.next(), Some(Message::Close(Some(1002))));
        assert_eq!(client.next(), None);
    }

    #[test]
    fn server_that_is_stopped_says_so_and_waits_for_the_answer() {
        let (address, stop, server) = start(heartbeat());
        let mut client = Peer::connect(address, "/");
        client.send(|encoder, out| encoder.text("a", out));
        assert_eq!(client.next(), Some(Message::Text("a".into())));
        stop.send(()).expect("a server that runs");
        assert_eq!(client.next(), Some(Message::Close(Some(1001))));
        assert!(!server.is_finished());
        client.send(|encoder, out| encoder.close(CloseCode::GOING_AWAY, "", out));
        assert_eq!(client.next(), None);
        drop(client);
        server.join().expect("no panic");
    }

    #[test]
    fn server_that_is_stopped_does_not_wait_for_ever() {
        let (address, stop, server) = start(heartbeat());
        let mut client = Peer::connect(address, "/");
        client.send(|encoder, out| encoder.text("a", out));
        assert_eq!(client.next(), Some(Message::Text("a".into())));
        let started = Instant::now();
        stop.send(()).expect("a server that runs");
        // The client says nothing and stays.
        server.join().expect("no panic");
        assert!(started.elapsed() >= CLOSE_TIMEOUT);
        assert_eq!(client.next(), Some(Message::Close(Some(1001))));
        assert_eq!(client.next(), None);
    }

    #[test]
    fn client_that_says_nothing_is_asked_and_dropped_if_it_does_not_answer() {
        let mut config = heartbeat();
        config.ping_interval = Duration::from_millis(200);
        config.pong_timeout = Duration::from_secs(1);
        let (address, _stop, _) = start(config);
        let mut client = Peer::connect(address, "/");
        let mut answered = Instant::now();
        for _ in 0..3 {
            assert_eq!(client.next(), Some(Message::Ping(Vec::new())));
            answered = Instant::now();
            client.send(|encoder, out| encoder.pong(b"", out));
        }
        assert_eq!(client.next(), Some(Message::Ping(Vec::new())));
        assert_eq!(client.next(), None);
        assert!(answered.elapsed() >= Duration::from_millis(1200));
    }

    #[test]
    fn messages_are_bounded() {
        let (address, _stop, _) = start(heartbeat());
        let mut client = Peer::connect(address, "/");
        client.send(|encoder, out| encoder.binary(&[0; 64 * 1024 + 1], out));
        assert_eq!(client.next(), Some(Message::Close(Some(1009))));
        assert_eq!(client.next(), None);
    }

    /// The client stays when it should go, in all that follows.
    #[test]
    fn error_before_the_last_wait_is_the_one_that_is_told() {
        let (_running, stopped) = watch::channel(());
        let (address, server) = serve_one(stopped);
        let mut client = Peer::connect(address, "/");
        // Not masked.
        client.send_octets(b"\x81\x00");
        let error = server.join().expect("no panic");
        assert_eq!(
            error.as_deref(),
            Some("frame of a client is not masked at byte 1")
        );
        assert_eq!(client.next(), Some(Message::Close(Some(1002))));
    }

    /// What comes behind an error is read before we close our side, and proxies the other.
    #[test]
    fn client_that_talks_on_behind_an_error_is_heard_out() {
        let (_running, stopped) = watch::channel(());
        let (address, server) = serve_one(stopped);
        let not_masked = b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\
            Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
            Sec-WebSocket-Version: 13\r\n\r\n\x81\x00";
        let talk = Duration::from_millis(500);
        let (answer, time) = peer::exchange_and_go_on(address, not_masked, b"more", talk);
        assert!(answer.ends_with(b"\x88\x02\x03\xea"));
        assert!(time >= talk);
        assert!(server.join().expect("no panic").is_some());
    }

    #[test]
    fn refusal_is_told() {
        let (_running, stopped) = watch::channel(());
        let (address, server) = serve_one(stopped);
        let request = b"PUT / HTTP/1.1\r\nHost: a\r\n\r\n";
        let mut client = std::net::TcpStream::connect(address).expect("a connection");
        client.write_all(request).expect("a connection");
        let error = server.join().expect("no panic");
        let mut decoder = RequestDecoder::new();
        let refusal = decoder.decode(&mut &request[..]).expect_err("not GET");
        assert_eq!(error, Some(refusal.to_string()));
    }

    #[test]
    fn missing_close_is_told() {
        let (running, stopped) = watch::channel(());
        let (address, server) = serve_one(stopped);
        let mut client = Peer::connect(address, "/");
        drop(running);
        assert_eq!(client.next(), Some(Message::Close(Some(1001))));
        let error = server.join().expect("no panic");
        assert_eq!(error.as_deref(), Some("no answer to our Close"));
    }

    #[test]
    fn request_that_is_none_is_refused() {
        let (address, _stop, _) = start(heartbeat());
        let answer = peer::exchange(address, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assert!(answer.starts_with(b"HTTP/1.1 426 "));
    }
}
