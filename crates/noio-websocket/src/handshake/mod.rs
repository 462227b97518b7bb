//! The opening handshake (RFC 6455 §4), for both sides and for all versions of HTTP.
//!
//! A server reads a request with a [`RequestDecoder`], looks at what it asks for, and answers with
//! an [`Acceptance`] or a [`Refusal`]. A client says with an [`Offer`] what it wants; a [`Client`]
//! writes the request and reads the [`Response`]. Decoders are as everywhere: bytes in, at most one
//! event out, and the input is advanced past the head and no further, since the first frames may
//! lie right behind it.
//!
//! ```
//! use noio_websocket::handshake::{
//!     Client, Offer, Origins, Refusal, RequestDecoder, Response, Uri,
//! };
//!
//! let uri = Uri::parse("ws://example.com:8080/chat")?;
//! let fields: [(&str, &[u8]); 1] = [("Origin", b"http://example.com:8080")];
//! let offer = Offer::new(uri).with_subprotocols(&["chat.v2", "chat.v1"])?.with_fields(&fields)?;
//! // 16 bytes of a source that nobody can foresee, new ones for each connection.
//! let mut client = Client::new(offer, *b"sixteen bytes !!");
//! let mut to_server = Vec::new();
//! client.encode_request(&mut to_server)?;
//!
//! let mut server = RequestDecoder::new();
//! let mut input = to_server.as_slice();
//! let mut to_client = Vec::new();
//! match server.decode(&mut input) {
//!     Ok(Some(request)) if request.path() != "/chat" => Refusal::NOT_FOUND.encode(&mut to_client)?,
//!     Ok(Some(request)) => match request.accept(Origins::SameHost) {
//!         Ok(acceptance) => acceptance
//!             .with_subprotocol(request.choose_subprotocol(&["chat.v1"]))
//!             .encode(&mut to_client)?,
//!         Err(refusal) => refusal.encode(&mut to_client)?,
//!     },
//!     Ok(None) => { /* more has to be read */ }
//!     Err(error) => error.refusal().encode(&mut to_client)?,
//! }
//!
//! to_client.extend(b"\x81\x02hi");
//! let mut input = to_client.as_slice();
//! match client.decode(&mut input)? {
//!     Some(Response::Accepted(response)) => assert_eq!(response.subprotocol(), Some("chat.v1")),
//!     // A redirect, or credentials are wanted.
//!     Some(Response::Refused(response)) => println!("status {}", response.status()),
//!     None => { /* more has to be read */ }
//! }
//! assert_eq!(input, b"\x81\x02hi");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # With an HTTP stack
//!
//! Where another library speaks HTTP, its fields come in as an iterator and go out as one:
//! [`Request::upgrade`] and [`Client::check`] for HTTP/1.1, [`Request::connect`] and
//! [`Offer::check_connect`] for the extended CONNECT of HTTP/2 and 3 (RFC 8441, RFC 9220), and the
//! `fields` of what is written. The rules are the same.
//!
//! # What is for the caller to decide
//!
//! - **The Origin** (§10.2): where users are known by cookies, any page of the web could speak in
//!   their name. So [`Request::accept`] wants to be told whose pages may: see [`Origins`].
//! - **The host**: [`Request::host`] is what the client says. [`Refusal::MISDIRECTED_REQUEST`] is
//!   for what the server does not serve.
//! - **How long to wait** for a head. The decoders have no clock.
//! - **Who the user is**: fields such as Authorization are there, and nothing is compared with a
//!   secret here.
//!
//! Extensions can be offered and agreed to, but are for the caller to make.
//!
//! # Bounds
//!
//! A head may have [`Config::max_head_len`] bytes and [`Config::max_field_count`] fields, an offer
//! [`MAX_SUBPROTOCOLS`] subprotocols; our side offers and agrees to [`MAX_EXTENSIONS`] extensions at
//! most. Time is linear in the bytes, whatever the cuts. What lies whole in the input allocates
//! nothing.

mod accept_key;
mod acceptance;
mod authority;
mod client;
mod collected;
mod config;
mod encode_error;
mod extension;
mod fields;
mod grammar;
mod head_decoder;
mod offer;
mod origins;
mod output;
mod refusal;
mod request;
mod request_decoder;
mod request_error;
mod response;
mod response_error;
mod subprotocol;
mod uri;
mod version;

pub use noio_http_field::{FieldError, FieldErrorKind, Parameter, QuotedString, Token, Value};

pub use accept_key::{AcceptKey, accept_key};
pub use acceptance::Acceptance;
pub use client::Client;
pub use config::{Config, MAX_EXTENSIONS, MAX_SUBPROTOCOLS};
pub use encode_error::EncodeError;
pub use extension::Extension;
pub use fields::{Field, Fields};
pub use offer::Offer;
pub use origins::Origins;
pub use refusal::Refusal;
pub use request::{ConnectLine, Request, RequestLine, Version};
pub use request_decoder::RequestDecoder;
pub use request_error::{RequestError, RequestErrorKind};
pub use response::{Accepted, Refused, Response};
pub use response_error::{ResponseError, ResponseErrorKind};
pub use subprotocol::Subprotocol;
pub use uri::{Uri, UriError};
