//! The other end of the connection, for the tests of the examples: a client that waits for each
//! message.

use core::{net::SocketAddr, time::Duration};
use std::{
    io::{self, Read as _, Write as _},
    net::{Shutdown, TcpStream},
    thread,
    time::Instant,
};

use noio_websocket::{
    Decoder, EncodeError, Encoder, Event, Role,
    handshake::{Client, Offer, Response, Uri},
};

/// Longer than any test takes.
const TIMEOUT: Duration = Duration::from_secs(30);

#[derive(Debug, PartialEq)]
pub(crate) enum Message {
    Text(String),
    Binary(Vec<u8>),
    Ping(Vec<u8>),
    Pong(Vec<u8>),
    Close(Option<u16>),
}

type Keys = fn() -> [u8; 4];

pub(crate) struct Peer {
    socket: TcpStream,
    /// What came and was not decoded.
    received: Vec<u8>,
    decoder: Decoder,
    encoder: Encoder<Keys>,
}

impl Peer {
    pub(crate) fn connect(address: SocketAddr, target: &str) -> Self {
        let mut socket = connect(address);
        let uri = format!("ws://{address}{target}");
        let offer = Offer::new(Uri::parse(&uri).expect("a URI"));
        let mut client = Client::new(offer, rand::random());
        let mut request = Vec::new();
        client.encode_request(&mut request).expect("space");
        socket.write_all(&request).expect("a connection");
        let received = loop {
            let mut octets = Vec::new();
            assert!(read_more(&mut socket, &mut octets) > 0, "no response");
            let mut input = octets.as_slice();
            match client.decode(&mut input).expect("a legal response") {
                Some(Response::Accepted(_)) => break input.to_vec(),
                Some(response) => panic!("{response:?}"),
                None => {}
            }
        };
        Self {
            socket,
            received,
            decoder: Decoder::new(Role::Client),
            encoder: Encoder::client(rand::random),
        }
    }

    pub(crate) fn send(
        &mut self,
        encode: impl FnOnce(&mut Encoder<Keys>, &mut Vec<u8>) -> Result<(), EncodeError>,
    ) {
        let mut out = Vec::new();
        encode(&mut self.encoder, &mut out).expect("what can be sent");
        self.send_octets(&out);
    }

    pub(crate) fn send_octets(&mut self, octets: &[u8]) {
        self.socket.write_all(octets).expect("a connection");
    }

    /// The next message. None at the end of the connection. Replies are the test's to send.
    pub(crate) fn next(&mut self) -> Option<Message> {
        loop {
            let mut input = self.received.as_slice();
            let event = self.decoder.decode(&mut input).expect("legal frames");
            let message = event.map(|event| match event {
                Event::Text(text) => Message::Text(text.into_string()),
                Event::Binary(data) => Message::Binary(data.into_vec()),
                Event::Ping(payload) => Message::Ping(payload.to_vec()),
                Event::Pong(payload) => Message::Pong(payload.to_vec()),
                Event::Close(close) => Message::Close(close.code().map(|code| code.as_u16())),
                other => panic!("not asked for: {other:?}"),
            });
            let taken = self.received.len() - input.len();
            self.received.drain(..taken);
            if message.is_some() {
                return message;
            }
            if read_more(&mut self.socket, &mut self.received) == 0 {
                self.decoder.finish().expect("whole frames");
                return None;
            }
        }
    }
}

/// Sends octets and tells all that comes back.
#[allow(dead_code, reason = "not all examples look at refusals")]
pub(crate) fn exchange(address: SocketAddr, octets: &[u8]) -> Vec<u8> {
    let mut socket = connect(address);
    socket.write_all(octets).expect("a connection");
    socket.shutdown(Shutdown::Write).expect("a connection");
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).expect("an end");
    answer
}

/// Sends octets, and goes on with others for a while without a pause. Tells all that comes back,
/// and when it ended.
pub(crate) fn exchange_and_go_on(
    address: SocketAddr,
    octets: &[u8],
    others: &[u8],
    how_long: Duration,
) -> (Vec<u8>, Duration) {
    let socket = connect(address);
    // So much that there is always something to be read.
    let others = others.repeat(10_000);
    let begun = Instant::now();
    thread::scope(|scope| {
        let (mut writer, mut answer) = (&socket, Vec::new());
        writer.write_all(octets).expect("a connection");
        scope.spawn(move || {
            // Who is not there any more is not told.
            while begun.elapsed() < how_long && writer.write_all(&others).is_ok() {}
        });
        let mut reader = &socket;
        // A connection that was dropped has an end as well.
        let _ = reader.read_to_end(&mut answer);
        (answer, begun.elapsed())
    })
}

fn connect(address: SocketAddr) -> TcpStream {
    let socket = TcpStream::connect(address).expect("a connection");
    socket.set_nodelay(true).expect("an option");
    socket.set_read_timeout(Some(TIMEOUT)).expect("an option");
    socket.set_write_timeout(Some(TIMEOUT)).expect("an option");
    socket
}

fn read_more(socket: &mut TcpStream, received: &mut Vec<u8>) -> usize {
    let mut space = vec![0; 64 * 1024];
    let len = loop {
        match socket.read(&mut space) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read.expect("a connection"),
        }
    };
    received.extend_from_slice(&space[..len]);
    len
}
