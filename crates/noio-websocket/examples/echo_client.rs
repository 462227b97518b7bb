//! A client that sends every message back: the one that the Autobahn testsuite examines.
//!
//! ```text
//! cargo run --release --example echo_client -- [URL]
//! ```
//!
//! URL is ws://HOST or ws://HOST:PORT, by default ws://127.0.0.1:9002, where the suite listens as a
//! fuzzing server. It says how many cases it has, plays each on a connection of its own, and writes
//! a report when asked to.

use core::{error::Error, ops::Range, time::Duration};
use std::{
    env,
    io::{self, Read as _, Write as _},
    net::{Shutdown, TcpStream},
    process::ExitCode,
    time::Instant,
};

use noio_websocket::{
    Decoder, Encoder, End, Event, Role, Transport,
    handshake::{Client, MAX_HEAD_LEN},
};

type Result<T> = core::result::Result<T, Box<dyn Error>>;

/// How much is read at once. Messages may be longer, and a response fits in it.
const READ_LEN: usize = 64 * 1024;
const _: () = assert!(READ_LEN >= MAX_HEAD_LEN);

/// How long is waited for a server that says nothing, or does not read.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How long a server may take to close the connection behind the last frame.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let url = env::args().nth(1);
    match host(url.as_deref().unwrap_or("ws://127.0.0.1:9002")).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The host in the URL, with its port if it has one. What to ask for there is the suite's to say.
fn host(url: &str) -> Result<&str> {
    url.strip_prefix("ws://")
        .map(|host| host.strip_suffix('/').unwrap_or(host))
        .filter(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@']))
        .ok_or_else(|| format!("{url} is not ws://HOST or ws://HOST:PORT").into())
}

/// The host with a port to connect to, which is 80 if none is said (RFC 6455 §3).
fn address(host: &str) -> String {
    // The colons in brackets are those of an IPv6 address.
    let has_port = host
        .rsplit_once(':')
        .is_some_and(|(_, port)| !port.ends_with(']'));
    if has_port {
        host.to_owned()
    } else {
        format!("{host}:80")
    }
}

fn run(host: &str) -> Result<()> {
    let mut count = None;
    connect(host, "/getCaseCount", |event, _| {
        if let Event::Text(text) = event {
            count = text.parse::<u32>().ok();
        }
        Ok(())
    })?;
    let count = count.ok_or("the server does not say how many cases there are")?;
    for case in 1..=count {
        let target = format!("/runCase?case={case}&agent=noio");
        // Many cases are there to make it fail.
        match connect(host, &target, echo) {
            Ok(()) => println!("case {case} of {count}"),
            Err(error) => println!("case {case} of {count}: {error}"),
        }
    }
    connect(host, "/updateReports?agent=noio", |_, _| Ok(()))
}

/// What is to be sent.
struct Output {
    /// Masks with keys that nobody can foresee (RFC 6455 §5.3 and §10.3).
    encoder: Encoder<fn() -> [u8; 4]>,
    frames: Vec<u8>,
}

fn echo(event: Event<'_>, out: &mut Output) -> Result<()> {
    match event {
        // Behind a Close of ours, if there was one, come messages still, but no answers go.
        _ if out.encoder.is_done() => {}
        Event::Text(text) => out.encoder.text(&text, &mut out.frames)?,
        Event::Binary(data) => out.encoder.binary(&data, &mut out.frames)?,
        _ => {}
    }
    Ok(())
}

/// Opens a connection, gives what comes to `answer`, and ends when the server does.
fn connect(
    host: &str,
    target: &str,
    answer: impl FnMut(Event<'_>, &mut Output) -> Result<()>,
) -> Result<()> {
    let socket = TcpStream::connect(address(host))?;
    // An answer that waits for more to be sent along with it is late.
    socket.set_nodelay(true)?;
    socket.set_write_timeout(Some(TIMEOUT))?;
    let mut buffer = vec![0; READ_LEN];
    let received = open(&socket, host, target, &mut buffer)?;
    talk(&socket, &mut buffer, received, answer)
}

/// Sends the request and reads the response. What came behind it is where it says in `buffer`.
fn open(
    mut socket: &TcpStream,
    host: &str,
    target: &str,
    buffer: &mut [u8],
) -> Result<Range<usize>> {
    let client = Client::new(host, target, rand::random())?;
    let mut request = Vec::new();
    client.encode_request(&mut request)?;
    socket.write_all(&request)?;
    let deadline = Instant::now() + TIMEOUT;
    let mut len = 0;
    loop {
        let (octets, space) = buffer.split_at_mut(len);
        let mut input = &*octets;
        if client.decode_response(&mut input)?.is_some() {
            return Ok(len - input.len()..len);
        }
        match read_until(deadline, socket, space)? {
            0 => return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
            read => len += read,
        }
    }
}

/// Gives what comes to `answer`, from what lies in `buffer` already up to the end of the
/// connection.
fn talk(
    mut socket: &TcpStream,
    buffer: &mut [u8],
    mut received: Range<usize>,
    mut answer: impl FnMut(Event<'_>, &mut Output) -> Result<()>,
) -> Result<()> {
    socket.set_read_timeout(Some(TIMEOUT))?;
    let mut decoder = Decoder::new(Role::Client);
    let mut out = Output {
        encoder: Encoder::client(rand::random),
        frames: Vec::new(),
    };
    loop {
        let mut input = buffer.get_mut(received).unwrap_or_default();
        // An error does not end the function yet: it has to be told to the server.
        let failed = loop {
            match decoder.decode_in_place(&mut input) {
                Ok(Some(event)) => answer(event, &mut out)?,
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
            // After every event, so that no ping goes without its pong.
            if let Some(reply) = decoder.take_reply() {
                out.encoder.reply(reply, &mut out.frames)?;
            }
        };
        // And once after an error: a Close with the code for it.
        if let Some(reply) = decoder.take_reply() {
            out.encoder.reply(reply, &mut out.frames)?;
        }
        socket.write_all(&out.frames)?;
        out.frames.clear();
        // A long message need not be remembered by its buffer.
        out.frames.shrink_to(READ_LEN);
        match decoder.transport(out.encoder.is_done()) {
            Transport::Open => {}
            // The server closes first, so that it is not the client who finds its port taken for
            // a while.
            Transport::AwaitPeer => {
                read_to_end(socket, buffer);
                return Ok(());
            }
            // To close with octets unread would reset the connection, and might take our Close
            // away from the server.
            Transport::Close => {
                socket.shutdown(Shutdown::Write)?;
                read_to_end(socket, buffer);
                return failed.map_or(Ok(()), |error| Err(error.into()));
            }
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

/// Waits until the server has closed the connection, but not for long. Behind the last frame it
/// makes no difference how it ends.
fn read_to_end(socket: &TcpStream, buffer: &mut [u8]) {
    let deadline = Instant::now() + CLOSE_TIMEOUT;
    while read_until(deadline, socket, buffer).is_ok_and(|len| len > 0) {}
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
mod tests {
    use std::{net::TcpListener, thread};

    use noio_websocket::{CloseCode, handshake::Request};

    use super::*;

    /// Plays one connection for the suite: sends frames, and tells what was asked for and what
    /// came up to the end of the connection.
    fn play(listener: &TcpListener, frames: &[u8]) -> (String, Vec<u8>) {
        let (mut socket, _) = listener.accept().expect("a connection");
        let mut received = vec![0; READ_LEN];
        let mut len = 0;
        let target = loop {
            len += socket.read(&mut received[len..]).expect("a request");
            let mut input = &received[..len];
            if let Some(request) = Request::decode(&mut input).expect("a legal request") {
                assert!(input.is_empty(), "frames before the response");
                let mut response = Vec::new();
                request.encode_response(&mut response).expect("space");
                // In one write, so that frames come with the response.
                response.extend(frames);
                socket.write_all(&response).expect("a connection");
                break request.target().to_owned();
            }
        };

        let mut decoder = Decoder::new(Role::Server);
        let mut log = Vec::new();
        loop {
            let len = socket.read(&mut received).expect("frames");
            assert!(len > 0, "no Close");
            let mut input = &received[..len];
            while let Some(event) = decoder.decode(&mut input).expect("legal frames") {
                match event {
                    Event::Text(text) => log.extend(text.as_bytes()),
                    Event::Binary(data) => log.extend(&*data),
                    Event::Pong(payload) => log.extend(payload),
                    Event::Close(close) => {
                        let code = close.code().map_or(0, CloseCode::as_u16);
                        log.extend(format!("close {code}").bytes());
                    }
                    other => panic!("not asked for: {other:?}"),
                }
                log.push(b'|');
            }
            if decoder.is_done() {
                return (target, log);
            }
        }
    }

    #[test]
    fn all_cases_are_run() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let host = listener.local_addr().expect("an address").to_string();
        let client = thread::spawn(move || run(&host).map_err(|error| error.to_string()));

        let close = b"\x88\x02\x03\xe8";
        for (frames, target, log) in [
            (&b"\x81\x013"[..], "/getCaseCount", &b"close 1000|"[..]),
            (
                b"\x01\x01a\x89\x01b\x80\x01c\x82\x02\xff\x00",
                "/runCase?case=1&agent=noio",
                b"b|ac|\xff\x00|close 1000|",
            ),
            // What came before an error is answered as well.
            (
                b"\x81\x01a\x81\x01\xff",
                "/runCase?case=2&agent=noio",
                b"a|close 1007|",
            ),
            (b"", "/runCase?case=3&agent=noio", b"close 1000|"),
            (b"", "/updateReports?agent=noio", b"close 1000|"),
        ] {
            let seen = play(&listener, &[frames, close].concat());
            assert_eq!(seen, (target.to_owned(), log.to_vec()));
        }
        assert_eq!(client.join().expect("no panic"), Ok(()));
    }

    #[test]
    fn urls_have_no_path() {
        for (url, address) in [
            ("ws://a", "a:80"),
            ("ws://a:81/", "a:81"),
            ("ws://[::1]", "[::1]:80"),
            ("ws://[::1]:81", "[::1]:81"),
        ] {
            assert_eq!(super::address(host(url).expect(url)), address);
        }
        for url in [
            "a", "wss://a", "ws://", "ws:///", "ws://a/b", "ws://a?b", "ws://a#b",
        ] {
            let error = host(url).expect_err(url).to_string();
            assert_eq!(error, format!("{url} is not ws://HOST or ws://HOST:PORT"));
        }
    }

    #[test]
    fn server_without_cases_is_an_error() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let host = listener.local_addr().expect("an address").to_string();
        let client = thread::spawn(move || run(&host).is_err());
        play(&listener, b"\x81\x01a\x88\x00");
        assert!(client.join().expect("no panic"));
    }
}
