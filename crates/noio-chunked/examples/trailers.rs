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
    io::{self, BufRead, BufReader, IoSlice, Read as _, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use noio_chunked::Encoder;

/// The longest request head that is read.
const MAX_REQUEST_LEN: u64 = 16 * 1024;

/// How long a line takes to be ready.
const PAUSE: Duration = Duration::from_millis(100);

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\n\
    Content-Type: text/plain\r\n\
    Transfer-Encoding: chunked\r\n\
    Trailer: Checksum\r\n\
    Connection: close\r\n\
    \r\n";

fn main() -> io::Result<()> {
    let address = env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:8080"))?;
    println!("http://{}/", listener.local_addr()?);
    for connection in listener.incoming() {
        let connection = connection?;
        thread::spawn(move || {
            if let Err(error) = answer(&connection) {
                println!("connection ended: {error}");
            }
        });
    }
    Ok(())
}

fn answer(mut connection: &TcpStream) -> io::Result<()> {
    let request_line = read_head(BufReader::new(connection.take(MAX_REQUEST_LEN)))?;
    // Neither a HEAD request nor a client of HTTP/1.0 may be sent chunks.
    if !request_line.starts_with("GET ") || !request_line.ends_with(" HTTP/1.1") {
        let refusal = b"HTTP/1.1 501 Not Implemented\r\nConnection: close\r\n\r\n";
        return connection.write_all(refusal);
    }
    connection.write_all(HEAD)?;
    send_body(connection)
}

/// Reads a request head up to its end and answers with its first line.
fn read_head(request: impl BufRead) -> io::Result<String> {
    let mut request_line = None;
    for line in request.lines() {
        let line = line?;
        match request_line {
            None => request_line = Some(line),
            Some(request_line) if line.is_empty() => return Ok(request_line),
            Some(_) => {}
        }
    }
    Err(io::ErrorKind::UnexpectedEof.into())
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
