//! A client that sends every message back, or one that checks a server which does.
//!
//! ```text
//! cargo run --release --example echo_client -- [URI]
//! cargo run --release --example echo_client -- --check URI [--subprotocol NAME]...
//! ```
//!
//! The first is the one that the Autobahn testsuite examines. URI is ws://127.0.0.1:9002 by
//! default, where the suite listens as a fuzzing server: it says how many cases it has, plays each
//! on a connection of its own, and writes a report when asked to.
//!
//! The second sends messages of all kinds to an echo server, looks at what comes back, and closes
//! the connection. What went wrong, if anything did, is on standard error.

use core::{error::Error, fmt::Write as _, ops::Range, time::Duration};
use std::{
    env,
    io::{self, Read as _, Write as _},
    net::{Shutdown, TcpStream, ToSocketAddrs as _},
    process::ExitCode,
    time::Instant,
};

use noio_websocket::{
    CloseCode, Decoder, Due, Encoder, End, Event, Heartbeat, HeartbeatConfig, Role, Transport,
    handshake::{Client, Offer, Response, Uri},
};

type Result<T> = core::result::Result<T, Box<dyn Error>>;

/// How much is read at once. Responses and messages may be longer.
const READ_LEN: usize = 64 * 1024;

/// How long a server may take to take the connection, at each address that it has.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a server may take to answer the request.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a server may take to read what is sent at once, all of it.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// The least that is waited for octets. No time at all would be for ever.
const MIN_TIMEOUT: Duration = Duration::from_millis(1);

/// How long is read on behind the last frame, for a server to have its say and to close the
/// connection.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long nothing comes from a server that has heard our Close. Longer than the gaps in what is
/// on its way, and short for one who waits for the end.
const QUIET_TIMEOUT: Duration = Duration::from_millis(100);

const USAGE: &str =
    "usage: echo_client [URI]\n       echo_client --check URI [--subprotocol NAME]...";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        [] => run("ws://127.0.0.1:9002"),
        ["--check", uri, options @ ..] => {
            subprotocols(options).and_then(|names| check(uri, &names))
        }
        [uri] if !uri.starts_with('-') => run(uri),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn subprotocols<'a>(options: &[&'a str]) -> Result<Vec<&'a str>> {
    options
        .chunks(2)
        .map(|option| match option {
            ["--subprotocol", name] => Ok(*name),
            _ => Err(USAGE.into()),
        })
        .collect()
}

/// Plays the cases of the suite.
fn run(uri: &str) -> Result<()> {
    // What to ask for there is the suite's to say.
    let base = uri.strip_suffix('/').unwrap_or(uri);
    let mut count = None;
    connect(&format!("{base}/getCaseCount"), &[], |event, _| {
        if let Some(Event::Text(text)) = event {
            count = text.parse::<u32>().ok();
        }
        Ok(())
    })?;
    let count = count.ok_or("the server does not say how many cases there are")?;
    for case in 1..=count {
        let uri = format!("{base}/runCase?case={case}&agent=noio");
        // Many cases are there to make it fail.
        match connect(&uri, &[], echo) {
            Ok(()) => println!("case {case} of {count}"),
            Err(error) => println!("case {case} of {count}: {error}"),
        }
    }
    let reports = format!("{base}/updateReports?agent=noio");
    connect(&reports, &[], |_, _| Ok(()))
}

fn echo(event: Option<Event<'_>>, out: &mut Output) -> Result<()> {
    match event {
        // Behind a Close of ours, if there was one, come messages still, but no answers go.
        _ if out.encoder.is_done() => {}
        Some(Event::Text(text)) => out.encoder.text(&text, &mut out.frames)?,
        Some(Event::Binary(data)) => out.encoder.binary(&data, &mut out.frames)?,
        _ => {}
    }
    Ok(())
}

/// Something that an echo server sends back as it is, if in one piece.
enum Sample {
    Text(String),
    Fragments([&'static str; 3]),
    Binary(Vec<u8>),
    Ping(&'static [u8]),
}

impl Sample {
    fn all() -> Vec<Self> {
        vec![
            Self::Text("hello".to_owned()),
            Self::Text(String::new()),
            Self::Binary(vec![0, 0xff]),
            Self::Binary(Vec::new()),
            Self::Ping(b"still there?"),
            Self::Fragments(["one ", "", "message"]),
            // The lengths up to which a header is two, four and ten octets long.
            Self::Binary(vec![b'a'; 125]),
            Self::Binary(vec![b'b'; 126]),
            Self::Binary(vec![b'c'; 0xffff]),
            Self::Binary(vec![b'd'; 0x1_0000]),
            Self::Text("\u{20ac}".repeat(300_000)),
            Self::Binary((0..=255).cycle().take(1 << 20).collect()),
        ]
    }

    fn send(&self, out: &mut Output) -> Result<()> {
        match self {
            Self::Text(text) => out.encoder.text(text, &mut out.frames)?,
            Self::Fragments([first, second, last]) => {
                out.encoder.text_fragment(first, false, &mut out.frames)?;
                out.encoder.text_fragment(second, false, &mut out.frames)?;
                out.encoder.text_fragment(last, true, &mut out.frames)?;
            }
            Self::Binary(data) => out.encoder.binary(data, &mut out.frames)?,
            Self::Ping(payload) => out.encoder.ping(payload, &mut out.frames)?,
        }
        Ok(())
    }

    fn is_answered_by(&self, event: &Event<'_>) -> bool {
        match (self, event) {
            (Self::Text(text), Event::Text(answer)) => **text == **answer,
            (Self::Fragments(texts), Event::Text(answer)) => *texts.concat() == **answer,
            (Self::Binary(data), Event::Binary(answer)) => **data == **answer,
            (Self::Ping(payload), Event::Pong(answer)) => payload == answer,
            _ => false,
        }
    }
}

/// Sends each sample when the one before it has come back, and closes the connection.
fn check(uri: &str, subprotocols: &[&str]) -> Result<()> {
    let samples = Sample::all();
    let mut left = samples.iter();
    let mut sent: Option<&Sample> = None;
    connect(uri, subprotocols, |event, out| {
        match (sent, event) {
            // The server may look whether we are still there, and say that it is.
            (_, Some(Event::Ping(_) | Event::Pong(b""))) => return Ok(()),
            (None, None) => {}
            (None, Some(Event::Close(close))) if close.code() == Some(CloseCode::NORMAL) => {
                return Ok(());
            }
            (_, Some(Event::Close(close))) => {
                return Err(format!("the server ends with {close:?}").into());
            }
            (Some(sample), Some(event)) if sample.is_answered_by(&event) => {}
            _ => return Err("the server sends something else back".into()),
        }
        sent = left.next();
        match sent {
            Some(sample) => sample.send(out)?,
            None => {
                let code = CloseCode::NORMAL;
                out.encoder.close(code, "checked", &mut out.frames)?;
            }
        }
        Ok(())
    })?;
    println!("{} messages came back", samples.len());
    Ok(())
}

/// What is to be sent.
struct Output {
    /// Masks with keys that nobody can foresee (RFC 6455 §5.3 and §10.3).
    encoder: Encoder<fn() -> [u8; 4]>,
    frames: Vec<u8>,
}

/// Opens a connection, gives what comes to `answer`, and ends when the server does. The first call
/// of `answer` has no event: it says that the connection is open.
fn connect(
    uri: &str,
    subprotocols: &[&str],
    answer: impl FnMut(Option<Event<'_>>, &mut Output) -> Result<()>,
) -> Result<()> {
    let uri = Uri::parse(uri)?;
    if uri.is_secure() {
        return Err("there is no TLS in this example".into());
    }
    let offer = Offer::new(uri).with_subprotocols(subprotocols)?;
    let socket = reach(&format!("{}:{}", uri.host(), uri.port()))?;
    // An answer that waits for more to be sent along with it is late.
    socket.set_nodelay(true)?;
    let mut buffer = vec![0; READ_LEN];
    let received = open(&socket, &mut buffer, offer)?;
    talk(
        &socket,
        &mut buffer,
        received,
        HeartbeatConfig::new(),
        answer,
    )
}

/// Connects to the first of the addresses behind a name where somebody is.
fn reach(host: &str) -> io::Result<TcpStream> {
    let mut reached = Err(io::ErrorKind::AddrNotAvailable.into());
    for address in host.to_socket_addrs()? {
        reached = TcpStream::connect_timeout(&address, CONNECT_TIMEOUT);
        if reached.is_ok() {
            break;
        }
    }
    reached
}

/// Sends the request and reads the response. What came behind it is where it says in `buffer`.
fn open(socket: &TcpStream, buffer: &mut [u8], offer: Offer<'_>) -> Result<Range<usize>> {
    // A key that nobody can foresee, a new one for each connection (RFC 6455 §4.1).
    let mut client = Client::new(offer, rand::random());
    let mut request = Vec::new();
    client.encode_request(&mut request)?;
    write(socket, &request, WRITE_TIMEOUT)?;
    let deadline = Instant::now() + HANDSHAKE_TIMEOUT;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let len = read(socket, buffer, Some(left))?.ok_or("no response in time")?;
        if len == 0 {
            client.finish()?;
        }
        let (mut input, _) = buffer.split_at(len);
        match client.decode(&mut input)? {
            Some(Response::Accepted(accepted)) => {
                if let Some(name) = accepted.subprotocol() {
                    println!("subprotocol: {name}");
                }
                return Ok(len - input.len()..len);
            }
            // A redirect, or a password that is asked for: here nobody can follow, but see it.
            Some(Response::Refused(refused)) => {
                let mut error = format!("the server answers with {}", refused.status());
                for (name, value) in refused.fields() {
                    write!(error, "\n{name}: {}", value.escape_ascii())?;
                }
                return Err(error.into());
            }
            None => {}
        }
    }
}

/// Gives what comes to `answer`, from what lies in `buffer` already up to the end of the
/// connection.
fn talk(
    socket: &TcpStream,
    buffer: &mut [u8],
    mut received: Range<usize>,
    heartbeat: HeartbeatConfig,
    mut answer: impl FnMut(Option<Event<'_>>, &mut Output) -> Result<()>,
) -> Result<()> {
    let mut decoder = Decoder::new(Role::Client);
    let mut out = Output {
        encoder: Encoder::client(rand::random),
        frames: Vec::new(),
    };
    let start = Instant::now();
    let mut heartbeat = Heartbeat::with_config(heartbeat, Duration::ZERO);
    // An error does not end the function yet: it has to be told to the server.
    let mut failed = answer(None, &mut out).err();
    loop {
        let mut input = buffer.get_mut(received).unwrap_or_default();
        while failed.is_none() {
            failed = match decoder.decode_in_place(&mut input) {
                Ok(Some(event)) => answer(Some(event), &mut out).err(),
                Ok(None) => break,
                Err(error) => Some(error.into()),
            };
            // After every event, so that no ping goes without its pong, and after an error: a Close
            // with the code for it.
            if let Some(reply) = decoder.take_reply() {
                out.encoder.reply(reply, &mut out.frames)?;
            }
        }
        // What `answer` takes for an error was none of the protocol.
        if failed.is_some() && !out.encoder.is_done() {
            let code = CloseCode::POLICY_VIOLATION;
            out.encoder.close(code, "", &mut out.frames)?;
        }
        if out.encoder.is_done() {
            heartbeat.closing(start.elapsed());
        }
        // In every turn and not only when nothing came, so that nobody puts it off by talking.
        match heartbeat.poll(start.elapsed()) {
            Some(Due::Ping) => out.encoder.ping(b"", &mut out.frames)?,
            Some(Due::CloseTimeout) => return Err("no answer to our Close".into()),
            Some(_) => return Err("no answer to a ping".into()),
            None => {}
        }
        write(socket, &out.frames, WRITE_TIMEOUT)?;
        out.frames.clear();
        // A long message need not be remembered by its buffer.
        out.frames.shrink_to(READ_LEN);
        if let Some(error) = failed {
            // The server may still be sending, and a proxy closes both ways when we close one: the
            // server hears why if what it sends has been read before.
            drain(socket, buffer, QUIET_TIMEOUT);
            // To close with octets unread would reset the connection.
            if socket.shutdown(Shutdown::Write).is_ok() {
                drain(socket, buffer, CLOSE_TIMEOUT);
            }
            return Err(error);
        }
        match decoder.transport(out.encoder.is_done()) {
            Transport::Open => {}
            // The server closes first, so that it is not the client who finds its port taken for
            // a while.
            Transport::AwaitPeer | Transport::Close => {
                drain(socket, buffer, CLOSE_TIMEOUT);
                return Ok(());
            }
        }
        received = 0..0;
        // What came is read, however late it is: it shows that the server is there.
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

/// Reads what nobody wants, up to the end of the connection or until nothing has come for as long
/// as `silence`; but not for longer than [`CLOSE_TIMEOUT`]. Behind the last frame it makes no
/// difference how it ends.
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
mod tests {
    use std::{net::TcpListener, thread};

    use noio_websocket::handshake::{Origins, RequestDecoder};

    use super::*;

    /// Plays one connection for the suite: sends frames, and tells what was asked for and what
    /// came up to the end of the connection.
    fn play(listener: &TcpListener, frames: &[u8]) -> (String, Vec<u8>) {
        let (mut socket, _) = listener.accept().expect("a connection");
        let mut received = vec![0; READ_LEN];
        let mut requests = RequestDecoder::new();
        let target = loop {
            let len = socket.read(&mut received).expect("a request");
            assert!(len > 0, "no request");
            let mut input = &received[..len];
            if let Some(request) = requests.decode(&mut input).expect("a legal request") {
                assert!(input.is_empty(), "frames before the response");
                let mut response = b"HTTP/1.1 103 Early Hints\r\n\r\n".to_vec();
                let acceptance = request.accept(Origins::Any).expect("no origin");
                acceptance.encode(&mut response).expect("space");
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

    fn listen() -> (TcpListener, String) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let uri = format!("ws://{}/", listener.local_addr().expect("an address"));
        (listener, uri)
    }

    #[test]
    fn all_cases_are_run() {
        let (listener, uri) = listen();
        let client = thread::spawn(move || run(&uri).map_err(|error| error.to_string()));

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
    fn server_without_cases_is_an_error() {
        let (listener, uri) = listen();
        let client = thread::spawn(move || run(&uri).is_err());
        play(&listener, b"\x81\x01a\x88\x00");
        assert!(client.join().expect("no panic"));
    }

    /// What `check` says of a server that sends these frames, whatever it is sent, and what that is.
    fn check_against(frames: &'static [u8]) -> (String, Vec<u8>) {
        let (listener, uri) = listen();
        let server = thread::spawn(move || play(&listener, frames).1);
        let error = check(&uri, &[]).expect_err("no echo").to_string();
        (error, server.join().expect("no panic"))
    }

    #[test]
    fn server_that_ends_too_early_is_told() {
        assert_eq!(
            check_against(b"\x88\x05\x03\xf3bye"),
            (
                r#"the server ends with Close { code: Some(CloseCode(1011)), reason: "bye" }"#
                    .to_owned(),
                b"hello|close 1011|".to_vec()
            )
        );
    }

    /// Plays a server that answers the request, up to where it is whole, with `answer` alone.
    fn answer_with(answer: &[u8]) -> String {
        let (listener, uri) = listen();
        thread::scope(|scope| {
            let client = scope.spawn(|| check(&uri, &["echo"]).expect_err("refused").to_string());
            let (mut socket, _) = listener.accept().expect("a connection");
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut octet = [0];
                socket.read_exact(&mut octet).expect("a request");
                request.extend(octet);
            }
            socket.write_all(answer).expect("a connection");
            drop(socket);
            client.join().expect("no panic")
        })
    }

    #[test]
    fn refusal_is_told_with_its_head() {
        let error =
            answer_with(b"HTTP/1.1 302 Found\r\nLocation: ws://elsewhere/\r\nX: \xe4\r\n\r\n");
        assert_eq!(
            error.to_lowercase(),
            "the server answers with 302\nlocation: ws://elsewhere/\nx: \\xe4"
        );
    }

    /// And the server is told with a Close.
    #[test]
    fn something_else_that_comes_back_is_told() {
        assert_eq!(
            // A text, before anything can have been sent back.
            check_against(b"\x81\x05hallo"),
            (
                "the server sends something else back".to_owned(),
                b"hello|close 1008|".to_vec()
            )
        );
    }

    #[test]
    fn server_that_talks_on_behind_our_close_is_dropped() {
        let (listener, _) = listen();
        let address = listener.local_addr().expect("an address");
        let client = thread::spawn(move || {
            let mut heartbeat = HeartbeatConfig::new();
            heartbeat.close_timeout = Duration::from_secs(1);
            let socket = TcpStream::connect(address).expect("a connection");
            let close = |_: Option<Event<'_>>, out: &mut Output| {
                if !out.encoder.is_done() {
                    out.encoder.close_without_code(&mut out.frames)?;
                }
                Ok(())
            };
            let buffer = &mut vec![0; READ_LEN];
            talk(&socket, buffer, 0..0, heartbeat, close).map_err(|error| error.to_string())
        });
        let (mut socket, _) = listener.accept().expect("a connection");
        let begun = Instant::now();
        // It is never quiet: there is always something to be read.
        let more = b"\x81\x00".repeat(10_000);
        while socket.write_all(&more).is_ok() {
            assert!(begun.elapsed() < Duration::from_secs(30));
        }
        assert!(begun.elapsed() >= Duration::from_secs(1));
        let ended = client.join().expect("no panic");
        assert_eq!(ended, Err("no answer to our Close".to_owned()));
    }

    #[test]
    fn only_ws_is_spoken() {
        for (uri, error) in [
            ("wss://127.0.0.1:1/", "there is no TLS in this example"),
            ("http://127.0.0.1:1/", "scheme is neither ws nor wss"),
        ] {
            assert_eq!(check(uri, &[]).expect_err(uri).to_string(), error);
        }
    }

    #[test]
    fn options_are_subprotocols() {
        let names = subprotocols(&["--subprotocol", "a", "--subprotocol", "b"]);
        assert_eq!(names.expect("two names"), ["a", "b"]);
        for options in [&["--subprotocol"][..], &["a", "b"]] {
            assert!(subprotocols(options).is_err());
        }
    }
}
