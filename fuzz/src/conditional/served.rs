//! Servers of files, as functions of a request.

use core::{
    future::{Ready, ready},
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};
use std::{
    io::{self, SeekFrom},
    ops::Range,
    path::PathBuf,
    time::SystemTime,
};

use futures_core::Stream;
use http::{HeaderMap, HeaderValue};
use http_serve::{BoxError, Entity};
use hyper::body::Bytes;
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower_http::services::{
    ServeDir,
    fs::{Backend, File, Metadata},
};

use super::{
    peers::{field_value, fields, time},
    request::{Answer, Current, MODIFIED, Request},
};

/// How long the representation is, in octets.
const LEN: u64 = 10;

/// What `http-serve` answers, and the fields of that.
pub fn http_serve(request: &Request<'_>) -> (Answer, HeaderMap) {
    let response = http_serve::serve(Representation(request.current), &message(request));
    let status = response.status().as_u16();
    (Answer::from_status(status), response.into_parts().0.headers)
}

/// What `tower-http` answers, of the representation that is its.
pub fn tower_http(request: &Request<'_>) -> (Answer, HeaderMap) {
    let mut server = ServeDir::with_backend("", Memory);
    let mut response = pin!(server.try_call(message(request)));
    let mut context = Context::from_waker(Waker::noop());
    match response.as_mut().poll(&mut context) {
        Poll::Ready(Ok(response)) => {
            let status = response.status().as_u16();
            (Answer::from_status(status), response.into_parts().0.headers)
        }
        Poll::Ready(Err(error)) => panic!("{error}"),
        Poll::Pending => panic!("there is nothing to wait for"),
    }
}

fn message(request: &Request<'_>) -> http::Request<String> {
    let mut message = http::Request::builder()
        .method(request.method.as_str())
        .uri("/file")
        .body(String::new())
        .expect("legal");
    *message.headers_mut() = fields(request);
    message
}

/// For `http-serve`.
struct Representation(Current);

impl Entity for Representation {
    type Error = BoxError;
    type Data = Bytes;

    fn len(&self) -> u64 {
        LEN
    }

    fn get_range(
        &self,
        _: Range<u64>,
    ) -> Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send + Sync>> {
        Box::pin(Nothing)
    }

    fn add_headers(&self, _: &mut HeaderMap) {}

    fn etag(&self) -> Option<HeaderValue> {
        self.0.etag.map(field_value)
    }

    fn last_modified(&self) -> Option<SystemTime> {
        self.0.last_modified.map(|_| time(MODIFIED))
    }
}

/// Content that nobody asks for.
struct Nothing;

impl Stream for Nothing {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}

/// For `tower-http`: one file, in memory.
#[derive(Clone, Copy)]
struct Memory;

impl Backend for Memory {
    type File = Self;
    type Metadata = Self;
    type OpenFuture = Ready<io::Result<Self>>;
    type MetadataFuture = Ready<io::Result<Self>>;

    fn open(&self, _: PathBuf) -> Self::OpenFuture {
        ready(Ok(Self))
    }

    fn metadata(&self, _: PathBuf) -> Self::MetadataFuture {
        ready(Ok(Self))
    }
}

impl File for Memory {
    type Metadata = Self;
    type MetadataFuture<'a> = Ready<io::Result<Self>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(Self))
    }
}

impl Metadata for Memory {
    fn is_dir(&self) -> bool {
        false
    }

    fn modified(&self) -> io::Result<SystemTime> {
        Ok(time(MODIFIED))
    }

    fn len(&self) -> u64 {
        LEN
    }
}

impl AsyncRead for Memory {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        _: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl AsyncSeek for Memory {
    fn start_seek(self: Pin<&mut Self>, _: SeekFrom) -> io::Result<()> {
        Ok(())
    }

    fn poll_complete(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Poll::Ready(Ok(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conditional::request::{CURRENT, Field, Method, TOWER_ETAG};

    #[test]
    fn tower_makes_the_entity_tag_that_is_said() {
        let of = |etag| {
            tower_http(&Request {
                method: Method::Get,
                has_range: false,
                current: CURRENT[0],
                lines: &[(Field::IfNoneMatch, etag)],
            })
            .0
        };
        assert_eq!(of(TOWER_ETAG), Answer::NotModified);
        assert_eq!(of(b"\"a\""), Answer::Whole);
    }
}
