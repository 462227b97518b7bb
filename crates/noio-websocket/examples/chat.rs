//! A room in which everybody hears what anybody says, on tokio.
//!
//! ```text
//! cargo run --example chat -- [ADDRESS]
//! ```
//!
//! ADDRESS is 127.0.0.1:9003 by default. Open `http://127.0.0.1:9003/` in a browser, and in its
//! console:
//!
//! ```text
//! ann = new WebSocket("ws://127.0.0.1:9003/ann", "chat"); ann.onmessage = event => console.log(event.data)
//! ann.send("hello")
//! ```
//!
//! The path of the URL is the name, if it has one. Names prove nothing here; but only pages of the
//! same host are let in, as for a server that knows its users by their cookies (RFC 6455 §10.2).
//!
//! What keeps a server like this one alive:
//!
//! - **Who is gone without a word is noticed**: [`Heartbeat`] pings who is silent, and tells when to
//!   drop who does not answer.
//! - **Who does not read keeps nobody else waiting.** The room remembers the latest messages only, and
//!   little more than [`WRITE_LEN`] is kept for a guest alone. One who has missed a message is sent
//!   away with 1013, one to whom nothing can be written is dropped.
//! - **Who talks too much is sent away** with 1008.
//! - **A full room is refused** with 503 and Retry-After, before it costs more than a request. A page
//!   learns nothing of that but that it failed (1006); to tell it, accept it and close with 1013.
//! - **Ctrl-C ends it gracefully**: nobody comes in any more, everybody is told 1001, and has a while
//!   to say Close. Clients should come back after a random while, or all are there at once
//!   (RFC 6455 §7.2.3).

extern crate alloc;

use alloc::sync::Arc;
use core::{
    error::Error,
    future::{Future, pending},
    ops::Range,
    pin::pin,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use std::{env, io};

use noio_websocket::{
    CloseCode, Config, Decoder, Due, EncodeError, Encoder, End, Event, Heartbeat, HeartbeatConfig,
    Role, Transport,
    handshake::{Origins, Refusal, RequestDecoder, RequestErrorKind},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    select, signal,
    sync::{
        OwnedSemaphorePermit, Semaphore,
        broadcast::{self, error::TryRecvError},
        watch,
    },
    task::{JoinError, JoinSet, yield_now},
    time::{Instant, sleep, sleep_until, timeout},
};

type Result<T> = core::result::Result<T, Box<dyn Error + Send + Sync>>;

/// What is spoken here, for clients that ask for it by name.
const SUBPROTOCOL: &str = "chat";

/// How many messages the room remembers for those who are behind.
const MEMORY: usize = 256;

/// The most bytes that a message may have. So the room remembers a little more than one megabyte
/// at most.
const MAX_MESSAGE_LEN: u64 = 4096;

/// The most characters that a name may have.
const MAX_NAME_LEN: usize = 32;

/// How much is read at once.
const READ_LEN: usize = 8 * 1024;

/// With how many octets to be sent no more messages are added. They are written first.
const WRITE_LEN: usize = 16 * 1024;

/// The most connections, guests and those who are not yet or no longer. More wait in the system.
const MAX_CONNECTIONS: usize = 2048;

/// How long a guest may take to send the request.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// When somebody who found the room full may try again, in seconds.
const RETRY_AFTER: &[u8] = b"30";

/// How long is read on behind an error, for a guest to have their say.
const HEARING_TIMEOUT: Duration = Duration::from_secs(5);

/// How long nothing comes from a guest who has heard our Close. Longer than the gaps in what is on
/// its way, and short for one who waits for the end.
const QUIET_TIMEOUT: Duration = Duration::from_millis(100);

/// How long is waited where no connection can be had.
const PAUSE: Duration = Duration::from_millis(100);

/// How long everybody together may take to be gone, beyond the time that each has.
const GRACE: Duration = Duration::from_secs(1);

/// For who comes without WebSocket.
const HINT: &[u8] = b"A chat for WebSocket. Open the console of the browser, on this page.\n";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let address = env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:9003")).await?;
    println!("ws://{}", listener.local_addr()?);
    open(listener, Rules::new(), signal::ctrl_c()).await;
    Ok(())
}

/// What guests have to keep to.
#[derive(Clone, Copy)]
struct Rules {
    /// The most guests.
    max_guests: usize,
    /// How long it takes on average from one message of a guest to the next, at least.
    pace: Duration,
    /// How far a guest may be ahead of that.
    burst: Duration,
    /// How long a guest may take to read what is written.
    write_timeout: Duration,
    heartbeat: HeartbeatConfig,
}

impl Rules {
    fn new() -> Self {
        Self {
            max_guests: 1024,
            // Ten messages a second, and fifty at once.
            pace: Duration::from_millis(100),
            burst: Duration::from_secs(5),
            write_timeout: Duration::from_secs(10),
            heartbeat: HeartbeatConfig::new(),
        }
    }
}

/// What all guests share.
#[derive(Clone)]
struct House {
    rules: Rules,
    /// What somebody said, with the name before it. All guests are sent the same text.
    room: broadcast::Sender<Arc<str>>,
    places: Arc<Semaphore>,
    /// Nothing is sent by it: it ends when the house closes, which all see.
    is_open: watch::Receiver<()>,
}

/// Lets everybody in until `stop`, and then sends everybody home.
async fn open(listener: TcpListener, rules: Rules, stop: impl Future) {
    let mut stop = pin!(stop);
    let (door, is_open) = watch::channel(());
    let house = House {
        rules,
        room: broadcast::channel(MEMORY).0,
        places: Arc::new(Semaphore::new(rules.max_guests)),
        is_open,
    };
    let mut connections = JoinSet::new();
    loop {
        select! {
            _ = &mut stop => break,
            accepted = listener.accept(), if connections.len() < MAX_CONNECTIONS => match accepted {
                Ok((socket, _)) => {
                    connections.spawn(serve(socket, house.clone()));
                }
                // This guest is gone, or there are too many: both pass.
                Err(error) => {
                    println!("no connection: {error}");
                    sleep(PAUSE).await;
                }
            },
            Some(ended) = connections.join_next() => report(ended),
        }
    }
    drop((listener, door));
    // Each has its time from its Close. One that has to wait behind what a guest does not read is
    // not waited for.
    let grace = rules.heartbeat.close_timeout.saturating_add(GRACE);
    let is_empty = timeout(grace, async {
        while let Some(ended) = connections.join_next().await {
            report(ended);
        }
    });
    if is_empty.await.is_err() {
        println!("{} connections are dropped", connections.len());
        connections.shutdown().await;
    }
}

fn report(ended: core::result::Result<Result<()>, JoinError>) {
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => println!("connection ended: {error}"),
        Err(error) => println!("connection ended: {error}"),
    }
}

async fn serve(mut socket: TcpStream, mut house: House) -> Result<()> {
    // What waits for more to be sent along with it is late.
    socket.set_nodelay(true)?;
    let mut buffer = vec![0; READ_LEN];
    let accepted = select! {
        accepted = timeout(HANDSHAKE_TIMEOUT, accept(&mut socket, &mut buffer, &house.places)) => {
            accepted.map_err(|_| "no request in time")?
        }
        _ = house.is_open.changed() => return Ok(()),
    };
    match accepted {
        Ok(guest) => chat(&mut socket, &mut buffer, guest, &mut house).await,
        Err(error) => {
            let deadline = Instant::now().checked_add(house.rules.heartbeat.close_timeout);
            linger(&mut socket, &mut buffer, true, deadline).await;
            Err(error)
        }
    }
}

/// Somebody who was let in.
struct Guest {
    name: String,
    /// Where in the buffer is what came behind the request.
    received: Range<usize>,
    /// Given back when the guest has left.
    _place: OwnedSemaphorePermit,
}

/// Reads the request and answers it.
async fn accept(
    socket: &mut TcpStream,
    buffer: &mut [u8],
    places: &Arc<Semaphore>,
) -> Result<Guest> {
    let mut decoder = RequestDecoder::new();
    let mut response = Vec::new();
    loop {
        let len = socket.read(buffer).await?;
        if len == 0 {
            decoder.finish()?;
            return Err("no request".into());
        }
        let (mut input, _) = buffer.split_at(len);
        let error = match decoder.decode(&mut input) {
            Ok(None) => continue,
            Ok(Some(request)) => {
                let place = Arc::clone(places).try_acquire_owned();
                match (request.accept(Origins::SameHost), place) {
                    (Ok(acceptance), Ok(place)) => {
                        acceptance
                            .with_subprotocol(request.choose_subprotocol(&[SUBPROTOCOL]))
                            .encode(&mut response)?;
                        let guest = Guest {
                            name: name(request.path()),
                            received: len - input.len()..len,
                            _place: place,
                        };
                        socket.write_all(&response).await?;
                        return Ok(guest);
                    }
                    (Ok(_), Err(_)) => {
                        Refusal::SERVICE_UNAVAILABLE
                            .with_fields(&[("retry-after", RETRY_AFTER)])?
                            .encode(&mut response)?;
                        "no place is free".into()
                    }
                    (Err(refusal), _) => {
                        refusal.encode(&mut response)?;
                        "a page from elsewhere".into()
                    }
                }
            }
            Err(error) => {
                let mut refusal = error.refusal();
                if error.kind() == RequestErrorKind::UpgradeRequired {
                    refusal = refusal
                        .with_fields(&[("content-type", b"text/plain")])?
                        .with_content(HINT);
                }
                refusal.encode(&mut response)?;
                error.into()
            }
        };
        socket.write_all(&response).await?;
        return Err(error);
    }
}

/// The name in the path, if it is one, or else a number.
fn name(path: &str) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);

    let name = path.trim_start_matches('/');
    let is_name_char = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if (1..=MAX_NAME_LEN).contains(&name.len()) && name.bytes().all(is_name_char) {
        name.to_owned()
    } else {
        format!("guest {}", COUNT.fetch_add(1, Ordering::Relaxed))
    }
}

/// Sends the guest what anybody says, and the room what the guest says.
async fn chat(
    socket: &mut TcpStream,
    buffer: &mut [u8],
    guest: Guest,
    house: &mut House,
) -> Result<()> {
    let rules = house.rules;
    let mut config = Config::new();
    config.max_message_len = MAX_MESSAGE_LEN;
    let mut decoder = Decoder::with_config(Role::Server, config);
    let mut encoder = Encoder::server();
    let mut out = Vec::new();
    let mut said = house.room.subscribe();
    let opened = Instant::now();
    let mut heartbeat = Heartbeat::with_config(rules.heartbeat, Duration::ZERO);
    // Up to when the guest has used up the right to say something.
    let mut used = Duration::ZERO;
    let mut received = guest.received;
    let ended = loop {
        let mut input = buffer.get_mut(received).unwrap_or_default();
        // An error does not end the function yet: it has to be told to the guest.
        let failed = loop {
            let message: Option<Arc<str>> = match decoder.decode_in_place(&mut input) {
                Ok(Some(Event::Text(text))) => Some(format!("{}: {}", guest.name, &*text).into()),
                Ok(Some(_)) => None,
                Ok(None) => break None,
                Err(error) => break Some(error),
            };
            // After every event, so that no ping goes without its pong.
            if let Some(reply) = decoder.take_reply() {
                encoder.reply(reply, &mut out)?;
            }
            // Who was sent away is not heard any more.
            let Some(message) = message.filter(|_| !encoder.is_done()) else {
                continue;
            };
            let now = opened.elapsed();
            used = used.max(now) + rules.pace;
            if used > now + rules.burst {
                encoder.close(CloseCode::POLICY_VIOLATION, "too many messages", &mut out)?;
                continue;
            }
            // An error says that nobody is there, but this guest is.
            house.room.send(message)?;
            tell_all(&mut said, &mut encoder, &mut out)?;
            if out.len() >= WRITE_LEN {
                write(socket, &mut out, rules.write_timeout).await?;
            }
            // Lets the others tell it as well: to be behind is not to be the fault of a guest who
            // says much at once.
            yield_now().await;
        };
        // And once after an error: a Close with the code for it.
        if let Some(reply) = decoder.take_reply() {
            encoder.reply(reply, &mut out)?;
        }
        tell_all(&mut said, &mut encoder, &mut out)?;
        if encoder.is_done() {
            heartbeat.closing(opened.elapsed());
        }
        // Here and not where it is waited for, so that nobody puts it off by being quick.
        match heartbeat.poll(opened.elapsed()) {
            Some(Due::Ping) => encoder.ping(b"", &mut out)?,
            Some(Due::CloseTimeout) => return Err("no answer to our Close".into()),
            Some(_) => return Err("no answer to a ping".into()),
            None => {}
        }
        write(socket, &mut out, rules.write_timeout).await?;
        if let Some(error) = failed {
            break Err(error.into());
        }
        match decoder.transport(encoder.is_done()) {
            Transport::Open => {}
            Transport::AwaitPeer | Transport::Close => break Ok(()),
        }
        received = 0..0;
        let deadline = heartbeat
            .deadline()
            .and_then(|deadline| opened.checked_add(deadline));
        select! {
            // In this order: what was received is looked at before the deadline is.
            biased;
            _ = house.is_open.changed(), if !encoder.is_done() => {
                encoder.close(CloseCode::GOING_AWAY, "", &mut out)?;
            }
            // A read that is cancelled loses nothing: all state is in the decoder.
            read = socket.read(buffer) => {
                received = 0..read?;
                if received.is_empty() {
                    if decoder.finish()? == End::Abnormal {
                        println!("{} left without a Close", guest.name);
                    }
                    break Ok(());
                }
                heartbeat.received(opened.elapsed());
            }
            message = said.recv(), if !encoder.is_done() => {
                tell(message.ok(), &mut encoder, &mut out)?;
            }
            () = wait_until(deadline) => {}
        }
    };
    heartbeat.closing(opened.elapsed());
    let deadline = heartbeat
        .deadline()
        .and_then(|deadline| opened.checked_add(deadline));
    linger(socket, buffer, ended.is_err(), deadline).await;
    ended
}

/// Encodes what was said and not told yet, up to [`WRITE_LEN`] and what of a message is over.
fn tell_all(
    said: &mut broadcast::Receiver<Arc<str>>,
    encoder: &mut Encoder,
    out: &mut Vec<u8>,
) -> core::result::Result<(), EncodeError> {
    while !encoder.is_done() && out.len() < WRITE_LEN {
        match said.try_recv() {
            Err(TryRecvError::Empty) => break,
            message => tell(message.ok(), encoder, out)?,
        }
    }
    Ok(())
}

/// Encodes what was said, or a Close if some of it was missed.
fn tell(
    message: Option<Arc<str>>,
    encoder: &mut Encoder,
    out: &mut Vec<u8>,
) -> core::result::Result<(), EncodeError> {
    match message {
        Some(message) => encoder.text(&message, out),
        None => encoder.close(CloseCode::TRY_AGAIN_LATER, "too slow", out),
    }
}

async fn write(socket: &mut TcpStream, out: &mut Vec<u8>, limit: Duration) -> Result<()> {
    timeout(limit, socket.write_all(out))
        .await
        .map_err(|_| "the guest does not read")??;
    out.clear();
    // Who was behind once need not be remembered by a buffer.
    out.shrink_to(READ_LEN);
    Ok(())
}

async fn wait_until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => pending().await,
    }
}

/// Closes our side, and reads up to the end of the other. To close with octets unread would reset
/// the connection, and might take our last words away from the guest.
///
/// Who made an error may still be sending. A proxy closes both ways when we close one: the guest
/// hears why if what comes has been read before.
///
/// How it ends behind those makes no difference.
async fn linger(
    socket: &mut TcpStream,
    buffer: &mut [u8],
    has_failed: bool,
    deadline: Option<Instant>,
) {
    let rest = async {
        if has_failed {
            let _ = timeout(HEARING_TIMEOUT, async {
                while let Ok(Ok(1..)) = timeout(QUIET_TIMEOUT, socket.read(buffer)).await {}
            })
            .await;
        }
        socket.shutdown().await?;
        while socket.read(buffer).await? > 0 {}
        Ok::<_, io::Error>(())
    };
    select! {
        _ = rest => {}
        () = wait_until(deadline) => {}
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

    use tokio::sync::oneshot;

    use super::*;
    use crate::peer::{Message, Peer, exchange, exchange_and_go_on};

    /// A house in a thread of its own.
    struct Running {
        address: SocketAddr,
        stop: oneshot::Sender<()>,
        thread: JoinHandle<()>,
    }

    fn start(rules: Rules) -> Running {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("an option");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.expect("a runtime").block_on(async {
                let listener = TcpListener::from_std(listener).expect("a listener");
                open(listener, rules, stopped).await;
            });
        });
        Running {
            address,
            stop,
            thread,
        }
    }

    /// Nobody talks too much.
    fn patient() -> Rules {
        let mut rules = Rules::new();
        rules.pace = Duration::ZERO;
        rules
    }

    /// Comes in and says something, so that the room is sure to know of the guest.
    fn enter(house: &Running, name: &str) -> Peer {
        let mut guest = Peer::connect(house.address, &format!("/{name}"));
        guest.send(|encoder, out| encoder.text("hello", out));
        assert_eq!(guest.next(), Some(Message::Text(format!("{name}: hello"))));
        guest
    }

    fn request(fields: &str) -> Vec<u8> {
        format!(
            "GET / HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\n\
             Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             Sec-WebSocket-Version: 13\r\n{fields}\r\n"
        )
        .into_bytes()
    }

    const PING: &[u8] = b"\x89\x80\0\0\0\0";

    /// Longer than a guest has who should be gone.
    const PATIENCE: Duration = Duration::from_secs(20);

    fn contains(octets: &[u8], part: &[u8]) -> bool {
        octets.windows(part.len()).any(|window| window == part)
    }

    /// The head of the answer to a request, in lower case.
    fn answer(house: &Running, fields: &str) -> String {
        // And a Close behind it.
        let octets = [&request(fields)[..], b"\x88\x80\0\0\0\0"].concat();
        String::from_utf8_lossy(&exchange(house.address, &octets)).to_lowercase()
    }

    /// Not for ever.
    fn wait_for_place(house: &Running) {
        let begun = Instant::now();
        while !answer(house, "").starts_with("http/1.1 101 ") {
            assert!(begun.elapsed() < Duration::from_secs(30));
            thread::sleep(Duration::from_millis(10));
        }
    }

    #[test]
    fn everybody_hears_what_anybody_says() {
        let house = start(Rules::new());
        let mut ann = enter(&house, "ann");
        let mut bob = enter(&house, "bob");
        assert_eq!(ann.next(), Some(Message::Text("bob: hello".into())));
        bob.send(|encoder, out| {
            encoder.text_fragment("one", false, out)?;
            encoder.ping(b"still there?", out)?;
            encoder.text_fragment(" message", true, out)
        });
        assert_eq!(bob.next(), Some(Message::Pong(b"still there?".into())));
        for guest in [&mut ann, &mut bob] {
            assert_eq!(guest.next(), Some(Message::Text("bob: one message".into())));
        }
        bob.send(|encoder, out| encoder.close(CloseCode::NORMAL, "bye", out));
        assert_eq!(bob.next(), Some(Message::Close(Some(1000))));
        assert_eq!(bob.next(), None);
    }

    /// More than the room remembers, in one read.
    #[test]
    fn who_says_much_at_once_is_heard() {
        let house = start(patient());
        let mut ann = enter(&house, "ann");
        let mut bob = enter(&house, "bob");
        assert_eq!(ann.next(), Some(Message::Text("bob: hello".into())));
        bob.send(|encoder, out| (0..3 * MEMORY).try_for_each(|_| encoder.text("", out)));
        for guest in [&mut ann, &mut bob] {
            for _ in 0..3 * MEMORY {
                assert_eq!(guest.next(), Some(Message::Text("bob: ".into())));
            }
        }
    }

    #[test]
    fn who_says_too_much_is_sent_away() {
        let mut rules = Rules::new();
        // No more than the five at once, while the test runs.
        rules.pace = Duration::from_secs(1000);
        rules.burst = 5 * rules.pace;
        let house = start(rules);
        let mut ann = enter(&house, "ann");
        let mut bob = enter(&house, "bob");
        assert_eq!(ann.next(), Some(Message::Text("bob: hello".into())));
        // Four, that is: bob has said hello.
        bob.send(|encoder, out| (0..100).try_for_each(|_| encoder.text("", out)));
        for guest in [&mut ann, &mut bob] {
            for _ in 0..4 {
                assert_eq!(guest.next(), Some(Message::Text("bob: ".into())));
            }
        }
        assert_eq!(bob.next(), Some(Message::Close(Some(1008))));
        bob.send(|encoder, out| encoder.close_without_code(out));
        assert_eq!(bob.next(), None);
        // Ann may go on.
        ann.send(|encoder, out| encoder.text("bye", out));
        assert_eq!(ann.next(), Some(Message::Text("ann: bye".into())));
    }

    /// Says so much that a guest who reads nothing is behind, and hears it.
    fn say_much(guest: &mut Peer, name: &str) {
        // More than the system keeps for a connection.
        let text = "x".repeat(4000);
        let message = Message::Text(format!("{name}: {text}"));
        for _ in 0..8_000 {
            guest.send(|encoder, out| encoder.text(&text, out));
            assert_eq!(guest.next().as_ref(), Some(&message));
        }
    }

    #[test]
    fn who_does_not_read_is_sent_away_and_keeps_nobody_waiting() {
        let mut rules = patient();
        rules.write_timeout = Duration::from_secs(300);
        let house = start(rules);
        let mut ann = enter(&house, "ann");
        let mut bob = enter(&house, "bob");
        assert_eq!(ann.next(), Some(Message::Text("bob: hello".into())));
        say_much(&mut bob, "bob");
        // Then she reads what is left to her.
        let last = loop {
            match ann.next() {
                Some(Message::Text(_)) => {}
                other => break other,
            }
        };
        assert_eq!(last, Some(Message::Close(Some(1013))));
        ann.send(|encoder, out| encoder.close_without_code(out));
        assert_eq!(ann.next(), None);
    }

    #[test]
    fn who_does_not_read_at_all_is_dropped() {
        let mut rules = patient();
        rules.max_guests = 2;
        rules.write_timeout = Duration::from_millis(100);
        let house = start(rules);
        let ann = enter(&house, "ann");
        let mut bob = enter(&house, "bob");
        assert!(answer(&house, "").starts_with("http/1.1 503 "));
        say_much(&mut bob, "bob");
        // Her place is free, though she has not left.
        wait_for_place(&house);
        drop(ann);
    }

    #[test]
    fn messages_are_bounded() {
        let house = start(Rules::new());
        let mut ann = enter(&house, "ann");
        ann.send(|encoder, out| encoder.text(&"x".repeat(4096), out));
        assert!(matches!(ann.next(), Some(Message::Text(_))));
        ann.send(|encoder, out| encoder.text(&"x".repeat(4097), out));
        assert_eq!(ann.next(), Some(Message::Close(Some(1009))));
        assert_eq!(ann.next(), None);
    }

    #[test]
    fn who_finds_no_place_is_told_to_come_later() {
        let mut rules = Rules::new();
        rules.max_guests = 1;
        let house = start(rules);
        let mut ann = enter(&house, "ann");
        let refusal = answer(&house, "");
        assert!(refusal.starts_with("http/1.1 503 "), "{refusal}");
        assert!(refusal.contains("\r\nretry-after: 30\r\n"), "{refusal}");
        // And later there is one.
        ann.send(|encoder, out| encoder.close_without_code(out));
        assert_eq!(ann.next(), Some(Message::Close(None)));
        assert_eq!(ann.next(), None);
        drop(ann);
        wait_for_place(&house);
    }

    #[test]
    fn pages_come_from_the_same_host() {
        let house = start(Rules::new());
        for (origin, line) in [
            ("Origin: http://example.com\r\n", "http/1.1 101 "),
            ("Origin: http://example.org\r\n", "http/1.1 403 "),
            ("Origin: null\r\n", "http/1.1 403 "),
        ] {
            let answer = answer(&house, origin);
            assert!(answer.starts_with(line), "{origin}: {answer}");
        }
    }

    #[test]
    fn subprotocol_is_the_one_that_is_spoken() {
        let house = start(Rules::new());
        let name = "\r\nsec-websocket-protocol:";
        let answered = answer(&house, "Sec-WebSocket-Protocol: other, chat\r\n");
        assert!(answered.contains(&format!("{name} chat\r\n")), "{answered}");
        let answered = answer(&house, "Sec-WebSocket-Protocol: other\r\n");
        assert!(answered.starts_with("http/1.1 101 "), "{answered}");
        assert!(!answered.contains(name), "{answered}");
    }

    #[test]
    fn who_comes_without_websocket_is_told_what_this_is() {
        let house = start(Rules::new());
        let answer = exchange(house.address, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assert!(answer.starts_with(b"HTTP/1.1 426 "));
        assert!(answer.ends_with(HINT));
    }

    #[test]
    fn who_says_nothing_is_asked_and_who_does_not_answer_is_dropped() {
        let mut rules = Rules::new();
        rules.heartbeat.ping_interval = Duration::from_millis(200);
        rules.heartbeat.pong_timeout = Duration::from_secs(1);
        let house = start(rules);
        let mut ann = enter(&house, "ann");
        let mut answered = Instant::now();
        for _ in 0..3 {
            assert_eq!(ann.next(), Some(Message::Ping(Vec::new())));
            answered = Instant::now();
            ann.send(|encoder, out| encoder.pong(b"", out));
        }
        assert_eq!(ann.next(), Some(Message::Ping(Vec::new())));
        assert_eq!(ann.next(), None);
        assert!(answered.elapsed() >= Duration::from_millis(1200));
    }

    #[test]
    fn who_was_sent_away_and_stays_is_dropped() {
        let mut rules = Rules::new();
        rules.heartbeat.close_timeout = Duration::from_secs(2);
        rules.pace = Duration::from_secs(1000);
        rules.burst = rules.pace;
        let house = start(rules);
        // Two messages, and then somebody who is never quiet.
        let octets = [&request("")[..], b"\x81\x80\0\0\0\0\x81\x80\0\0\0\0"].concat();
        let (answer, time) = exchange_and_go_on(house.address, &octets, PING, PATIENCE);
        assert!(contains(&answer, b"\x03\xf0too many messages"));
        assert!(time >= rules.heartbeat.close_timeout);
        assert!(time < PATIENCE);
    }

    /// What comes behind an error is read before we close our side, and proxies the other.
    #[test]
    fn who_talks_on_behind_an_error_is_heard_out() {
        let house = start(Rules::new());
        let not_masked = [&request("")[..], b"\x81\x00"].concat();
        let talk = Duration::from_millis(500);
        let (answer, time) = exchange_and_go_on(house.address, &not_masked, PING, talk);
        assert!(contains(&answer, b"\x88\x02\x03\xea"));
        assert!(time >= talk);
    }

    #[test]
    fn house_that_closes_waits_for_everybody_and_for_nobody_too_long() {
        let mut rules = Rules::new();
        rules.heartbeat.close_timeout = Duration::from_secs(2);
        let house = start(rules);
        let mut guests: Vec<_> = (0..200)
            .map(|number| Peer::connect(house.address, &format!("/{number}")))
            .collect();
        // Somebody who has not sent the request, and is in.
        let mut undecided = std::net::TcpStream::connect(house.address).expect("a connection");
        undecided.write_all(b"GET / ").expect("a connection");
        let mut last = enter(&house, "last");

        let stopped = Instant::now();
        house.stop.send(()).expect("a house that is open");
        for guest in &mut guests {
            assert_eq!(guest.next(), Some(Message::Text("last: hello".into())));
            assert_eq!(guest.next(), Some(Message::Close(Some(1001))));
        }
        // It waits for the answers.
        let (polite, stubborn) = guests.split_at_mut(100);
        for guest in polite {
            guest.send(|encoder, out| encoder.close(CloseCode::GOING_AWAY, "", out));
            assert_eq!(guest.next(), None);
        }
        assert!(!house.thread.is_finished());
        house.thread.join().expect("no panic");
        assert!(stopped.elapsed() >= rules.heartbeat.close_timeout);
        for guest in stubborn {
            assert_eq!(guest.next(), None);
        }
        assert_eq!(last.next(), Some(Message::Close(Some(1001))));
        assert!(std::net::TcpStream::connect(house.address).is_err());
    }

    #[test]
    fn house_that_closes_is_not_kept_by_who_does_not_read() {
        let mut rules = patient();
        rules.heartbeat.close_timeout = Duration::from_millis(300);
        rules.write_timeout = Duration::from_secs(300);
        let house = start(rules);
        let ann = enter(&house, "ann");
        let mut bob = enter(&house, "bob");
        say_much(&mut bob, "bob");
        let stopped = Instant::now();
        house.stop.send(()).expect("a house that is open");
        house.thread.join().expect("no panic");
        assert!(stopped.elapsed() < Duration::from_secs(30));
        drop(ann);
    }

    #[test]
    fn names_are_plain() {
        assert_eq!(name("/ann_b-2"), "ann_b-2");
        let long = "x".repeat(MAX_NAME_LEN);
        assert_eq!(name(&format!("/{long}")), long);
        for target in [
            "/",
            "/ann?a=b",
            "/a%20b",
            "/a/b",
            "http://a/",
            &format!("/{long}x"),
        ] {
            assert!(name(target).starts_with("guest "), "{target}");
        }
    }
}
