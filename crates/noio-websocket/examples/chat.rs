//! A room in which everybody hears what anybody says, on tokio.
//!
//! ```text
//! cargo run --example chat -- [ADDRESS]
//! ```
//!
//! ADDRESS is 127.0.0.1:9003 by default. The path of the URL is the name, if it has one. From the
//! console of a browser:
//!
//! ```text
//! ann = new WebSocket("ws://127.0.0.1:9003/ann"); ann.onmessage = event => console.log(event.data)
//! ann.send("hello")
//! ```
//!
//! Who does not read keeps nobody else waiting: the room remembers the latest messages only, and a
//! guest who has missed one is sent away with the code 1013. One who is gone without a word is
//! noticed when nothing can be sent any more.
//!
//! Here names prove nothing, so anybody may come from any page. A server that knows its users by
//! their cookies has to look at Origin (RFC 6455 §10.2), which is in the fields of the request.

extern crate alloc;

use alloc::sync::Arc;
use core::{
    error::Error,
    ops::Range,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use std::{env, io};

use noio_websocket::{
    CloseCode, Config, Decoder, Encoder, End, Event, Role, Transport,
    handshake::{MAX_HEAD_LEN, Request},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    select,
    sync::broadcast::{self, error::RecvError},
    task::yield_now,
    time::{Instant, sleep, sleep_until, timeout},
};

type Result<T> = core::result::Result<T, Box<dyn Error + Send + Sync>>;

/// What somebody said, with the name before it. All guests are sent the same text.
type Room = broadcast::Sender<Arc<str>>;

/// How many messages the room remembers for those who are behind.
const MEMORY: usize = 256;

/// The most bytes that a message may have. So the room remembers a little more than one megabyte
/// at most.
const MAX_MESSAGE_LEN: u64 = 4096;

/// The most characters that a name may have.
const MAX_NAME_LEN: usize = 32;

/// How much is read at once.
const READ_LEN: usize = 8 * 1024;
const _: () = assert!(READ_LEN >= MAX_HEAD_LEN);

/// How long a guest may take to send the request.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a guest may take to read what is sent.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// How long a guest may take to answer our Close, and then to close the connection.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long is waited where no connection can be had.
const PAUSE: Duration = Duration::from_millis(100);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let address = env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:9003")).await?;
    println!("ws://{}", listener.local_addr()?);
    open(listener).await
}

/// Lets everybody in.
async fn open(listener: TcpListener) -> Result<()> {
    let (room, _) = broadcast::channel(MEMORY);
    loop {
        match listener.accept().await {
            Ok((socket, _)) => {
                let room = room.clone();
                tokio::spawn(async move {
                    if let Err(error) = serve(socket, room).await {
                        println!("connection ended: {error}");
                    }
                });
            }
            // This guest is gone, or there are too many: both pass.
            Err(error) => {
                println!("no connection: {error}");
                sleep(PAUSE).await;
            }
        }
    }
}

async fn serve(mut socket: TcpStream, room: Room) -> Result<()> {
    // What waits for more to be sent along with it is late.
    socket.set_nodelay(true)?;
    let mut buffer = vec![0; READ_LEN];
    let result = match timeout(HANDSHAKE_TIMEOUT, accept(&mut socket, &mut buffer))
        .await
        .map_err(|_| "no request in time")?
    {
        Ok((name, received)) => chat(&mut socket, &mut buffer, received, &name, &room).await,
        Err(error) => Err(error),
    };
    // To close with octets unread would reset the connection, and might take our Close away from
    // the guest. How it ends behind the last frame makes no difference.
    let _ = timeout(CLOSE_TIMEOUT, async {
        socket.shutdown().await?;
        while socket.read(&mut buffer).await? > 0 {}
        Ok::<_, io::Error>(())
    })
    .await;
    result
}

/// Reads the request and answers it. Tells the name of the guest, and where in `buffer` is what
/// came behind the request.
async fn accept(socket: &mut TcpStream, buffer: &mut [u8]) -> Result<(String, Range<usize>)> {
    let mut len = 0;
    loop {
        let (octets, space) = buffer.split_at_mut(len);
        let mut input = &*octets;
        match Request::decode(&mut input) {
            Ok(Some(request)) => {
                let mut response = Vec::new();
                request.encode_response(&mut response)?;
                let accepted = (name(request.target()), len - input.len()..len);
                socket.write_all(&response).await?;
                return Ok(accepted);
            }
            Ok(None) => match socket.read(space).await? {
                0 => return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
                read => len += read,
            },
            Err(error) => {
                socket.write_all(error.response().as_bytes()).await?;
                return Err(error.into());
            }
        }
    }
}

/// The name in the path, if it is one, or else a number.
fn name(target: &str) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);

    let name = target.trim_start_matches('/');
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
    mut received: Range<usize>,
    name: &str,
    room: &Room,
) -> Result<()> {
    let mut config = Config::new();
    config.max_message_len = MAX_MESSAGE_LEN;
    let mut decoder = Decoder::with_config(Role::Server, config);
    let mut encoder = Encoder::server();
    let mut out = Vec::new();
    let mut said = room.subscribe();
    // For the answer to our own Close.
    let mut deadline = None;
    loop {
        let mut input = buffer.get_mut(received).unwrap_or_default();
        // An error does not end the function yet: it has to be told to the guest.
        let failed = loop {
            let message: Option<Arc<str>> = match decoder.decode_in_place(&mut input) {
                Ok(Some(Event::Text(text))) => Some(format!("{name}: {}", &*text).into()),
                Ok(Some(_)) => None,
                Ok(None) => break None,
                Err(error) => break Some(error),
            };
            // After every event, so that no ping goes without its pong.
            if let Some(reply) = decoder.take_reply() {
                encoder.reply(reply, &mut out)?;
            }
            // Who was sent away is not heard any more.
            if let Some(message) = message.filter(|_| !encoder.is_done()) {
                // An error says that nobody is there, but this guest is.
                room.send(message)?;
                while !said.is_empty() && !encoder.is_done() {
                    tell(said.recv().await, &mut encoder, &mut out)?;
                }
                // Lets the others tell it as well: to be behind is not to be the fault of a guest
                // who says much at once.
                yield_now().await;
            }
        };
        // And once after an error: a Close with the code for it.
        if let Some(reply) = decoder.take_reply() {
            encoder.reply(reply, &mut out)?;
        }
        timeout(WRITE_TIMEOUT, socket.write_all(&out))
            .await
            .map_err(|_| "the guest does not read")??;
        out.clear();
        if let Some(error) = failed {
            return Err(error.into());
        }
        match decoder.transport(encoder.is_done()) {
            Transport::Open => {}
            Transport::AwaitPeer | Transport::Close => return Ok(()),
        }
        if encoder.is_done() {
            deadline.get_or_insert_with(|| Instant::now() + CLOSE_TIMEOUT);
        }
        received = 0..0;
        select! {
            // A read that is cancelled loses nothing: all state is in the decoder.
            read = socket.read(buffer) => {
                received = 0..read?;
                if received.is_empty() {
                    if decoder.finish()? == End::Abnormal {
                        println!("{name} left without a Close");
                    }
                    return Ok(());
                }
            }
            message = said.recv(), if !encoder.is_done() => {
                tell(message, &mut encoder, &mut out)?;
            }
            () = sleep_until(deadline.unwrap_or_else(Instant::now)), if deadline.is_some() => {
                return Err("no answer to our Close".into());
            }
        }
    }
}

/// Encodes what was said, or a Close, if there is no more or some of it was missed.
fn tell(
    message: core::result::Result<Arc<str>, RecvError>,
    encoder: &mut Encoder,
    out: &mut Vec<u8>,
) -> Result<()> {
    match message {
        Ok(message) => encoder.text(&message, out)?,
        Err(RecvError::Lagged(_)) => encoder.close(CloseCode::TRY_AGAIN_LATER, "too slow", out)?,
        Err(RecvError::Closed) => encoder.close(CloseCode::GOING_AWAY, "", out)?,
    }
    Ok(())
}

#[cfg(test)]
#[path = "../tests/peer/mod.rs"]
mod peer;

#[cfg(test)]
mod tests {
    use core::net::SocketAddr;
    use std::thread;

    use noio_websocket::CloseCode;

    use super::*;
    use crate::peer::{Message, Peer};

    /// A room in a thread of its own.
    fn start() -> SocketAddr {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("an option");
        let address = listener.local_addr().expect("an address");
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.expect("a runtime").block_on(async {
                let listener = TcpListener::from_std(listener).expect("a listener");
                open(listener).await.expect("no end");
            });
        });
        address
    }

    /// Comes in and says something, so that the room is sure to know of the guest.
    fn enter(address: SocketAddr, name: &str) -> Peer {
        let mut guest = Peer::connect(address, &format!("/{name}"));
        guest.send(|encoder, out| encoder.text("hello", out));
        assert_eq!(guest.next(), Some(Message::Text(format!("{name}: hello"))));
        guest
    }

    #[test]
    fn everybody_hears_what_anybody_says() {
        let address = start();
        let mut ann = enter(address, "ann");
        let mut bob = enter(address, "bob");
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
        let address = start();
        let mut ann = enter(address, "ann");
        let mut bob = enter(address, "bob");
        assert_eq!(ann.next(), Some(Message::Text("bob: hello".into())));
        bob.send(|encoder, out| (0..3 * MEMORY).try_for_each(|_| encoder.text("", out)));
        for guest in [&mut ann, &mut bob] {
            for _ in 0..3 * MEMORY {
                assert_eq!(guest.next(), Some(Message::Text("bob: ".into())));
            }
        }
    }

    #[test]
    fn who_does_not_read_is_sent_away_and_keeps_nobody_waiting() {
        let address = start();
        let mut ann = enter(address, "ann");
        let mut bob = enter(address, "bob");
        assert_eq!(ann.next(), Some(Message::Text("bob: hello".into())));
        // More than the system keeps for a connection: ann reads none of it.
        let text = "x".repeat(4000);
        let message = Message::Text(format!("bob: {text}"));
        for _ in 0..16_000 {
            bob.send(|encoder, out| encoder.text(&text, out));
            assert_eq!(bob.next().as_ref(), Some(&message));
        }
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
    fn messages_are_bounded() {
        let mut ann = enter(start(), "ann");
        ann.send(|encoder, out| encoder.text(&"x".repeat(4096), out));
        assert!(matches!(ann.next(), Some(Message::Text(_))));
        ann.send(|encoder, out| encoder.text(&"x".repeat(4097), out));
        assert_eq!(ann.next(), Some(Message::Close(Some(1009))));
        assert_eq!(ann.next(), None);
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
