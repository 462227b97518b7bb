//! The opening handshake over HTTP/1.1 (RFC 6455 §4): the least of it that is safe, for both sides.
//!
//! There is no I/O in it, as everywhere: a server collects what comes in a buffer and calls
//! [`Request::decode`] until there is a request; a client does the same with
//! [`Client::decode_response`]. Both advance their input past the head and no further, since the
//! first frames may lie right behind it.
//!
//! ```
//! use noio_websocket::handshake::{Client, Request};
//!
//! // 16 octets of a source that nobody can guess, new ones for each connection.
//! let client = Client::new("example.com", "/chat", *b"sixteen octets !")?;
//! let mut request = Vec::new();
//! client.encode_request(&mut request)?;
//!
//! let mut input = request.as_slice();
//! let mut response = Vec::new();
//! match Request::decode(&mut input) {
//!     Ok(Some(request)) if request.target() == "/chat" => request.encode_response(&mut response)?,
//!     Ok(Some(_)) => response.extend(b"HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n"),
//!     Ok(None) => panic!("more has to be read"),
//!     Err(error) => response.extend(error.response().as_bytes()),
//! }
//!
//! response.extend(b"\x81\x02hi");
//! let mut input = response.as_slice();
//! assert!(client.decode_response(&mut input)?.is_some());
//! assert_eq!(input, b"\x81\x02hi");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # What is not in it
//!
//! No subprotocol and no extension is agreed upon: what a client offers is passed over, which
//! §4.2.2 leaves to the server, and a response that claims one is refused, since nothing was
//! offered. The Origin (§10.2) is for the server to judge, from [`Request::fields`]: where users
//! are known by cookies, any page of the web could speak in their name without that.
//!
//! # Bounds
//!
//! A head may have [`MAX_HEAD_LEN`] octets and [`MAX_FIELD_COUNT`] fields; interim responses count
//! their octets together with the response behind them. Every call looks at what came from its
//! first octet, so a head that trickles in octet by octet costs at most the square of its length,
//! some 70 million octets. How long to wait for it is the caller's to say.

mod accept_key;
mod client;
mod encode_error;
mod head;
mod request;
mod request_error;
mod response_error;

pub use accept_key::{AcceptKey, accept_key};
pub use client::{Client, Response};
pub use encode_error::EncodeError;
pub use head::{Fields, MAX_FIELD_COUNT, MAX_HEAD_LEN};
pub use request::Request;
pub use request_error::RequestError;
pub use response_error::ResponseError;
