//! `noio-chunked` beside `httparse` and `hyper`: what ours accepts, they read the same.
//!
//! One direction only: ours refuses much that they accept.

use std::{
    future, io,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use http_body_util::{BodyExt as _, Empty};
use hyper::{
    Request,
    body::Bytes,
    client::conn::http1,
    rt::{Read, ReadBufCursor, Write},
};
use noio_chunked::{Config, Decoder, Event};

/// Digits of a size that `httparse` reads. Ours reads as many zeros in front as a size line may
/// have: `1*HEXDIG` sets no bound (RFC 9112 §7.1).
const HTTPARSE_DIGITS: usize = 16;

/// What `hyper` reads of extensions and of a trailer section in one body. Ours bounds extensions
/// by the data that comes with them, and so can read more in a long body.
const HYPER_LIMIT: usize = 16 * 1024;

/// Polls after which nothing more is to be expected: all input is there at the first.
const MAX_POLLS: usize = 100_000;

/// A size line that ours accepts has the same size and length for `httparse::parse_chunk_size`.
///
/// # Panics
///
/// If not.
pub fn chunked_httparse(data: &[u8]) {
    let mut config = Config::new();
    config.chunk_heads = true;
    let mut decoder = Decoder::with_config(config);
    let mut input = data;
    let Ok(Some(Event::Chunk(head))) = decoder.decode(&mut input) else {
        return;
    };
    let digits = data.iter().take_while(|octet| octet.is_ascii_hexdigit());
    if digits.count() > HTTPARSE_DIGITS {
        return;
    }
    let len = data.len() - input.len();
    assert_eq!(
        httparse::parse_chunk_size(data),
        Ok(httparse::Status::Complete((len, head.size())))
    );
}

/// A body that ours accepts has the same data and trailer fields for `hyper`.
///
/// # Panics
///
/// If not.
pub fn chunked_hyper(data: &[u8]) {
    let Some(ours) = Body::decode(data) else {
        return;
    };
    if data.len() > HYPER_LIMIT {
        return;
    }
    assert_eq!(read_with_hyper(data), Ok(ours));
}

/// A body with its trailer fields. Names are in lower case, fields in the order of their names.
#[derive(Debug, Default, PartialEq, Eq)]
struct Body {
    data: Vec<u8>,
    trailers: Vec<(String, Vec<u8>)>,
}

impl Body {
    /// The body at the front of `bytes`, if there is a whole one.
    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut body = Self::default();
        let mut decoder = Decoder::new();
        let mut input = bytes;
        while let Some(event) = decoder.decode(&mut input).ok()? {
            match event {
                Event::Data(data) => body.data.extend_from_slice(data),
                Event::Trailer(trailer) | Event::ForbiddenTrailer(trailer) => {
                    let name = trailer.name().as_str().to_ascii_lowercase();
                    body.trailers.push((name, trailer.value().to_vec()));
                }
                _ => {}
            }
        }
        body.trailers.sort_by(|(a, _), (b, _)| a.cmp(b));
        decoder.is_done().then_some(body)
    }
}

/// What `hyper` makes of a response with this chunked body.
fn read_with_hyper(bytes: &[u8]) -> Result<Body, String> {
    let mut received = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    received.extend_from_slice(bytes);
    let exchange = async {
        let wire = Wire {
            received,
            position: 0,
            has_request: false,
        };
        let (mut sender, connection) = http1::handshake(wire).await?;
        let body = async {
            let request = Request::new(Empty::<Bytes>::new());
            let mut body = sender.send_request(request).await?.into_body();
            let mut read = Body::default();
            while let Some(frame) = body.frame().await {
                match frame?.into_data() {
                    Ok(data) => read.data.extend_from_slice(&data),
                    Err(frame) => {
                        let fields = frame.into_trailers().unwrap_or_default();
                        read.trailers = fields
                            .iter()
                            .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
                            .collect();
                    }
                }
            }
            read.trailers.sort_by(|(a, _), (b, _)| a.cmp(b));
            Ok(read)
        };
        drive(connection, body).await
    };
    let mut context = Context::from_waker(Waker::noop());
    match pin!(exchange).poll(&mut context) {
        Poll::Ready(body) => body.map_err(|error: hyper::Error| format!("{error:?}")),
        Poll::Pending => Err("waits for ever".into()),
    }
}

/// Polls a connection along with what goes on over it, until that has ended.
async fn drive<T>(connection: impl Future, exchange: impl Future<Output = T>) -> T {
    let mut connection = pin!(connection);
    let mut exchange = pin!(exchange);
    let mut is_open = true;
    future::poll_fn(|context| {
        for _ in 0..MAX_POLLS {
            if let Poll::Ready(output) = exchange.as_mut().poll(context) {
                return Poll::Ready(output);
            }
            if is_open {
                is_open = connection.as_mut().poll(context).is_pending();
            }
        }
        Poll::Pending
    })
    .await
}

/// A connection over which the response comes at once when something was sent.
struct Wire {
    received: Vec<u8>,
    position: usize,
    has_request: bool,
}

impl Read for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        // A response to no request is refused.
        if !self.has_request {
            return Poll::Pending;
        }
        let rest = &self.received[self.position..];
        let len = rest.len().min(buffer.remaining());
        buffer.put_slice(&rest[..len]);
        self.position += len;
        Poll::Ready(Ok(()))
    }
}

impl Write for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.has_request = true;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
