//! An HTTP server that streams the squares up to ten times ten, with a checksum behind them.
//!
//! ```text
//! cargo run --example trailers -- [ADDRESS]
//! curl --raw -i http://127.0.0.1:8080/
//! ```
//!
//! ADDRESS is 127.0.0.1:8080 by default. How long the body is and what its checksum is turns out
//! at its end: that is what chunks and trailers are for.

use core::time::Duration;
use std::{
    env,
    io::{self, IoSlice, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    thread,
};

use httparse::{EMPTY_HEADER, Request, Status};
use noio_chunked::Encoder;

/// The longest request head that is read.
const MAX_HEAD_LEN: usize = 16 * 1024;

/// The most fields that a request may have.
const MAX_FIELD_COUNT: usize = 100;

/// How long a line takes to be ready.
const PAUSE: Duration = Duration::from_millis(100);

/// How long is waited for a client that says nothing.
const TIMEOUT: Duration = Duration::from_secs(5);

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\n\
    Content-Type: text/plain\r\n\
    Transfer-Encoding: chunked\r\n\
    Trailer: Checksum\r\n\
    Connection: close\r\n\
    \r\n";

/// What a request is answered with.
enum Answer {
    Squares,
    /// The same without its body (RFC 9110 §9.3.2).
    HeadOfSquares,
    /// A status line without its version.
    Refusal(&'static str),
}

fn main() -> io::Result<()> {
    let address = env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:8080"))?;
    println!("http://{}/", listener.local_addr()?);
    for connection in listener.incoming() {
        let spawned = connection.and_then(|connection| {
            thread::Builder::new().spawn(move || {
                if let Err(error) = answer(&connection) {
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

fn answer(mut connection: &TcpStream) -> io::Result<()> {
    connection.set_read_timeout(Some(TIMEOUT))?;
    match read_request(connection)? {
        Answer::Squares => {
            connection.write_all(HEAD)?;
            send_body(connection)?;
        }
        Answer::HeadOfSquares => connection.write_all(HEAD)?,
        Answer::Refusal(status) => {
            let close = "Content-Length: 0\r\nConnection: close\r\n\r\n";
            connection.write_all(format!("HTTP/1.1 {status}\r\n{close}").as_bytes())?;
        }
    }
    // To close with octets unread would reset the connection, and might take the answer away from
    // the client (RFC 9112 §9.6).
    connection.shutdown(Shutdown::Write)?;
    io::copy(&mut connection.take(1024 * 1024), &mut io::sink())?;
    Ok(())
}

/// Reads the head of a request.
fn read_request(mut connection: impl Read) -> io::Result<Answer> {
    let mut head = [0; MAX_HEAD_LEN];
    let mut len = 0;
    loop {
        let (octets, space) = head.split_at_mut(len);
        if let Some(answer) = answer_to(octets) {
            return Ok(answer);
        }
        if space.is_empty() {
            return Ok(Answer::Refusal("431 Request Header Fields Too Large"));
        }
        match connection.read(space) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => len += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The answer to a request with this head. None if more of it has to come.
fn answer_to(head: &[u8]) -> Option<Answer> {
    let mut fields = [EMPTY_HEADER; MAX_FIELD_COUNT];
    let mut request = Request::new(&mut fields);
    match request.parse(head) {
        Ok(Status::Complete(_)) => {}
        Ok(Status::Partial) => return None,
        Err(httparse::Error::TooManyHeaders) => {
            return Some(Answer::Refusal("431 Request Header Fields Too Large"));
        }
        Err(_) => return Some(Answer::Refusal("400 Bad Request")),
    }
    let is_host = |field: &&httparse::Header<'_>| field.name.eq_ignore_ascii_case("host");
    let host_count = request.headers.iter().filter(is_host).count();
    Some(match (request.version, request.method) {
        // A client of HTTP/1.0 must not be sent chunks (RFC 9112 §6.1).
        (Some(0), _) => Answer::Refusal("505 HTTP Version Not Supported"),
        // RFC 9112 §3.2.
        _ if host_count != 1 => Answer::Refusal("400 Bad Request"),
        (_, Some("GET")) => Answer::Squares,
        (_, Some("HEAD")) => Answer::HeadOfSquares,
        _ => Answer::Refusal("501 Not Implemented"),
    })
}

fn send_body(mut connection: impl Write) -> io::Result<()> {
    let mut encoder = Encoder::new();
    let mut checksum = Adler32::new();
    for number in 1..=10_u32 {
        thread::sleep(PAUSE);
        let line = format!("{number} times {number} is {}\n", number * number);
        checksum.update(line.as_bytes());
        let chunk = encoder.chunk(line.as_bytes())?;
        write_all_vectored(&mut connection, chunk.as_slices())?;
    }
    let mut end = Vec::new();
    let checksum = format!("adler32={:08x}", checksum.value());
    encoder.finish_with_trailers(&[("Checksum", checksum.as_bytes())], &mut end)?;
    connection.write_all(&end)
}

/// Writes size line, data and line end with one call, if the system takes them at once.
fn write_all_vectored(mut writer: impl Write, slices: [&[u8]; 3]) -> io::Result<()> {
    let mut slices = slices.map(IoSlice::new);
    let mut rest = slices.as_mut_slice();
    // Takes away slices that are empty.
    IoSlice::advance_slices(&mut rest, 0);
    while !rest.is_empty() {
        match writer.write_vectored(rest) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(len) => IoSlice::advance_slices(&mut rest, len),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The checksum of RFC 1950 §8.2.
struct Adler32 {
    sum: u32,
    sum_of_sums: u32,
}

impl Adler32 {
    const MODULUS: u32 = 65_521;

    fn new() -> Self {
        Self {
            sum: 1,
            sum_of_sums: 0,
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.sum = (self.sum + u32::from(byte)) % Self::MODULUS;
            self.sum_of_sums = (self.sum_of_sums + self.sum) % Self::MODULUS;
        }
    }

    fn value(&self) -> u32 {
        self.sum_of_sums << 16 | self.sum
    }
}
