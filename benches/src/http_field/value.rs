//! Field values in the shapes that programs send.

use actix_http::header::HeaderValue;
use bytes::Bytes;
use headers::{Connection, Header};

use crate::spread::spread;

/// Field values, and what peers want them as.
#[derive(Debug)]
pub struct Values {
    /// The values.
    pub lines: Vec<&'static str>,
    /// As actix-http takes them.
    pub(super) header_values: Vec<HeaderValue>,
    /// As the crate headers takes them, one field each.
    pub(super) connections: Vec<Connection>,
}

/// A kind of field value.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Short name, for tables and the command line.
    pub name: &'static str,
    /// What it stands for.
    pub about: &'static str,
    /// The different values.
    pub lines: &'static [&'static str],
}

/// Values of `Connection`.
pub const CONNECTION: Shape = Shape {
    name: "connection",
    about: "`Connection` values of browsers, servers and proxies",
    lines: &[
        "keep-alive",
        "close",
        "keep-alive, Upgrade",
        "Upgrade",
        "Keep-Alive",
        "upgrade",
        "close, TE",
        "TE, close",
        "Upgrade, HTTP2-Settings",
        "keep-alive, x-request-id, x-forwarded-for",
    ],
};

/// Values of `Accept`, with their parameters.
pub const ACCEPT: Shape = Shape {
    name: "accept",
    about: "`Accept` values of browsers and clients",
    lines: &[
        "*/*",
        "application/json",
        "application/json, text/plain, */*",
        "text/event-stream",
        "text/css,*/*;q=0.1",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,\
         */*;q=0.8,application/signed-exchange;v=b3;q=0.7",
        "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
        "image/webp,image/avif,image/jxl,image/heic,image/heic-sequence,video/*;q=0.8,image/png,\
         image/svg+xml,image/*;q=0.8,*/*;q=0.5",
        "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
    ],
};

/// Values of `Transfer-Encoding`.
pub const TRANSFER_ENCODING: Shape = Shape {
    name: "transfer-encoding",
    about: "`Transfer-Encoding` values",
    lines: &[
        "chunked",
        "Chunked",
        "gzip, chunked",
        "gzip,chunked",
        "deflate, gzip, chunked",
    ],
};

/// Values of `Sec-WebSocket-Extensions`.
pub const EXTENSIONS: Shape = Shape {
    name: "sec-websocket-extensions",
    about: "`Sec-WebSocket-Extensions` values of browsers, servers and test suites",
    lines: &[
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "x-webkit-deflate-frame",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; client_max_window_bits=15; server_max_window_bits=15",
        "permessage-deflate; client_no_context_takeover; client_max_window_bits, \
         permessage-deflate; client_no_context_takeover, permessage-deflate; client_max_window_bits",
    ],
};

impl Shape {
    /// So many of the values, in an order that a branch predictor cannot learn.
    pub fn values(&self, count: usize) -> Values {
        let line = |index| self.lines.get(spread(index) as usize % self.lines.len());
        let lines: Vec<_> = (0..count).filter_map(line).copied().collect();
        Values {
            header_values: lines
                .iter()
                .map(|line| HeaderValue::from_static(line))
                .collect(),
            connections: lines.iter().map(|line| connection(line)).collect(),
            lines,
        }
    }
}

impl Values {
    /// All values, joined.
    pub fn bytes(&self) -> Bytes {
        self.lines.concat().into()
    }
}

fn connection(line: &'static str) -> Connection {
    let value = headers::HeaderValue::from_static(line);
    Connection::decode(&mut [&value].into_iter()).expect("well-formed")
}
