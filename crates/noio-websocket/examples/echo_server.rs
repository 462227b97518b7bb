//! A server that sends every message back, with a thread for each connection.
//!
//! ```text
//! cargo run --release --example echo_server -- [ADDRESS]
//! ```
//!
//! ADDRESS is 127.0.0.1:9001 by default; with port 0 there is a free one, which is printed. Try it
//! from the console of a browser: `new WebSocket("ws://127.0.0.1:9001").onmessage = console.log`.

use core::{error::Error, ops::Range, time::Duration};
use std::{
    env,
    io::{self, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    thread,
    time::Instant,
};

use noio_websocket::{
    Decoder, Encoder, End, Event, Role, Transport,
    handshake::{MAX_HEAD_LEN, Request},
};

type Result<T> = core::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How much is read at once. Messages may be longer, and a request fits in it.
const READ_LEN: usize = 64 * 1024;
const _: () = assert!(READ_LEN >= MAX_HEAD_LEN);

/// How long a client may take to send its request.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long is waited for a client that says nothing, or does not read.
const TIMEOUT: Duration = Duration::from_secs(300);

/// How long a client may take to close the connection behind the last frame.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long is waited where no connection can be had.
const PAUSE: Duration = Duration::from_millis(100);

fn main() -> Result<()> {
    let address = env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:9001"))?;
    println!("ws://{}", listener.local_addr()?);
    for socket in listener.incoming() {
        let spawned = socket.and_then(|socket| {
            thread::Builder::new().spawn(move || {
                if let Err(error) = serve(&socket) {
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
    Ok(())
}

fn serve(socket: &TcpStream) -> Result<()> {
    // An answer that waits for more to be sent along with it is late.
    socket.set_nodelay(true)?;
    socket.set_write_timeout(Some(TIMEOUT))?;
    let mut buffer = vec![0; READ_LEN];
    let served = match accept(socket, &mut buffer) {
        Ok(received) => echo(socket, &mut buffer, received),
        Err(error) => Err(error),
    };
    close(socket, &mut buffer);
    served
}

/// Reads the request and answers it. What came behind it is where it says in `buffer`.
fn accept(mut socket: &TcpStream, buffer: &mut [u8]) -> Result<Range<usize>> {
    let deadline = Instant::now() + HANDSHAKE_TIMEOUT;
    let mut len = 0;
    loop {
        let (octets, space) = buffer.split_at_mut(len);
        let mut input = &*octets;
        match Request::decode(&mut input) {
            Ok(Some(request)) => {
                let mut response = Vec::new();
                request.encode_response(&mut response)?;
                socket.write_all(&response)?;
                return Ok(len - input.len()..len);
            }
            Ok(None) => match read_until(deadline, socket, space)? {
                0 => return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
                read => len += read,
            },
            Err(error) => {
                socket.write_all(error.response().as_bytes())?;
                return Err(error.into());
            }
        }
    }
}

/// Sends back what comes, from what lies in `buffer` already up to the end of the connection.
fn echo(mut socket: &TcpStream, buffer: &mut [u8], mut received: Range<usize>) -> Result<()> {
    socket.set_read_timeout(Some(TIMEOUT))?;
    let mut decoder = Decoder::new(Role::Server);
    let mut encoder = Encoder::server();
    let mut out = Vec::new();
    loop {
        let mut input = buffer.get_mut(received).unwrap_or_default();
        // An error does not end the function yet: it has to be told to the client.
        let failed = loop {
            match decoder.decode_in_place(&mut input) {
                // Behind a Close of ours, if there was one, come messages still, but no answers go.
                Ok(Some(Event::Text(text))) if !encoder.is_done() => {
                    encoder.text(&text, &mut out)?;
                }
                Ok(Some(Event::Binary(data))) if !encoder.is_done() => {
                    encoder.binary(&data, &mut out)?;
                }
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
        socket.write_all(&out)?;
        out.clear();
        // A long message need not be remembered by its buffer.
        out.shrink_to(READ_LEN);
        if let Some(error) = failed {
            return Err(error.into());
        }
        match decoder.transport(encoder.is_done()) {
            Transport::Open => {}
            Transport::AwaitPeer | Transport::Close => return Ok(()),
        }
        received = 0..read(socket, buffer)?;
        if received.is_empty() {
            if decoder.finish()? == End::Abnormal {
                println!("ended without a Close");
            }
            return Ok(());
        }
    }
}

/// Ends what is sent, and waits until the client has done so as well. To close with octets unread
/// would reset the connection, and might take our Close away from the client.
///
/// Behind the last frame it makes no difference how the connection ends.
fn close(socket: &TcpStream, buffer: &mut [u8]) {
    let deadline = Instant::now() + CLOSE_TIMEOUT;
    if socket.shutdown(Shutdown::Write).is_ok() {
        while read_until(deadline, socket, buffer).is_ok_and(|len| len > 0) {}
    }
}

fn read_until(deadline: Instant, socket: &TcpStream, space: &mut [u8]) -> io::Result<usize> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(io::ErrorKind::TimedOut.into());
    }
    socket.set_read_timeout(Some(left))?;
    read(socket, space)
}

fn read(mut socket: &TcpStream, space: &mut [u8]) -> io::Result<usize> {
    loop {
        match socket.read(space) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // That is how Unix says it.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                return Err(io::ErrorKind::TimedOut.into());
            }
            read => return read,
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
    use crate::peer::{Message, Peer, exchange};

    /// Serves one connection, and tells its error.
    fn start() -> (SocketAddr, thread::JoinHandle<Option<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = thread::spawn(move || {
            let (socket, _) = listener.accept().expect("a connection");
            serve(&socket).err().map(|error| error.to_string())
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

    /// The first frames may come with the request (they lie behind it in the buffer).
    #[test]
    fn frames_behind_the_request_are_read() {
        let (address, server) = start();
        let request = b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\
            Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
            Sec-WebSocket-Version: 13\r\n\r\n\x81\x81\0\0\0\0a\x88\x80\0\0\0\0";
        let answer = exchange(address, request);
        assert!(answer.starts_with(b"HTTP/1.1 101 "));
        assert!(answer.ends_with(b"\r\n\r\n\x81\x01a\x88\x00"));
        assert_eq!(server.join().expect("no panic"), None);
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

    #[test]
    fn request_that_is_none_is_refused() {
        let (address, server) = start();
        let answer = exchange(address, b"PUT / HTTP/1.1\r\nHost: a\r\n\r\n");
        assert!(answer.starts_with(b"HTTP/1.1 405 "));
        assert!(server.join().expect("no panic").is_some());
    }
}
