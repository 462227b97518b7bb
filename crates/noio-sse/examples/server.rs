//! An HTTP server that counts to ten, for browsers and `curl -N`.
//!
//! ```text
//! cargo run --example server -- [ADDRESS]
//! ```
//!
//! ADDRESS is 127.0.0.1:8080 by default. A client that comes back goes on where it was; one that
//! has seen the ten is told with status 204 not to come back.

use core::{ops::RangeInclusive, time::Duration};
use std::{
    env,
    io::{self, BufRead, BufReader, Read as _, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
};

use noio_sse::{Block, KEEP_ALIVE, header};
use serde_json::json;

/// How often a number comes.
const INTERVAL: Duration = Duration::from_secs(3);

/// How long the stream may be silent. A real server takes some 15 seconds; this one shows what
/// happens.
const MAX_SILENCE: Duration = Duration::from_secs(2);

/// The longest request head that is read.
const MAX_REQUEST_LEN: u64 = 16 * 1024;

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
    let last_event_id = read_last_event_id(BufReader::new(connection.take(MAX_REQUEST_LEN)))?;
    let seen: u32 = last_event_id.and_then(|id| id.parse().ok()).unwrap_or(0);
    if seen >= 10 {
        return connection.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
    }
    let mut head = String::from("HTTP/1.1 200 OK\r\nconnection: close\r\n");
    for (name, value) in header::RESPONSE_FIELDS {
        head += &format!("{name}: {value}\r\n");
    }
    connection.write_all(format!("{head}\r\n").as_bytes())?;
    send_events(connection, seen + 1..=10)
}

/// The value of the request's `Last-Event-ID` field, if it has one.
fn read_last_event_id(request: impl BufRead) -> io::Result<Option<String>> {
    let mut last_event_id = None;
    for line in request.lines() {
        let line = line?;
        if line.is_empty() {
            return Ok(last_event_id);
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case(header::LAST_EVENT_ID)
        {
            last_event_id = Some(value.trim().to_owned());
        }
    }
    Err(io::ErrorKind::UnexpectedEof.into())
}

fn send_events(mut connection: impl Write, numbers: RangeInclusive<u32>) -> io::Result<()> {
    let mut out = Vec::new();
    Block::new().with_retry(INTERVAL).encode(&mut out)?;
    connection.write_all(&out)?;

    let (sender, numbers_to_come) = mpsc::channel();
    thread::spawn(move || {
        for number in numbers {
            thread::sleep(INTERVAL);
            if sender.send(number).is_err() {
                break;
            }
        }
    });
    loop {
        out.clear();
        match numbers_to_come.recv_timeout(MAX_SILENCE) {
            Ok(number) => {
                let id = number.to_string();
                let block = Block::new().with_event_type("number").with_id(&id);
                let mut data = block.data_writer(&mut out)?;
                serde_json::to_writer(&mut data, &json!({ "number": number }))?;
                data.finish()?;
            }
            Err(RecvTimeoutError::Timeout) => out.extend_from_slice(KEEP_ALIVE),
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        connection.write_all(&out)?;
    }
}
