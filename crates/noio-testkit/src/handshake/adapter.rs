//! The decoders of `noio_websocket::handshake`, for the harness.

use core::error::Error;

use noio_websocket::handshake::{
    Client, Extension, Field, Offer, Request, RequestDecoder, RequestError, RequestErrorKind,
    Response, ResponseError, ResponseErrorKind, Uri,
};

use super::{
    Offers, Setup, Side,
    entries::{
        push_accepted, push_end, push_extension, push_fields, push_parameter, push_refused,
        push_request, push_subprotocol,
    },
};
use crate::{Decode, Failure, HeapBound, Log, heap, vectors::Setting};

/// How much heap there may be for each byte received: a buffer that grows is up to twice as large
/// as its content.
const HEAP_PER_BYTE: usize = 2;

/// The least that a buffer allocates.
const SMALLEST_BUFFER: usize = 8;

/// What the client asks for. What a response says does not depend on it.
const URI: &str = "ws://example.com/chat";

/// A [`RequestDecoder`] or a [`Client`].
#[derive(Debug)]
pub struct Decoder {
    inner: Inner,
    setup: Setup,
}

#[derive(Debug)]
enum Inner {
    Server(RequestDecoder),
    Client(Client<'static>),
}

impl Decoder {
    /// A decoder that is set up like this.
    pub fn new(setup: Setup) -> Self {
        let inner = match setup.side {
            Side::Server => Inner::Server(RequestDecoder::with_config(setup.config)),
            Side::Client(offers) => {
                Inner::Client(Client::new(offers.offer(), offers.key).with_config(setup.config))
            }
        };
        Self { inner, setup }
    }

    /// A decoder as a vector asks for it; see [`Setup::from_settings`].
    ///
    /// # Errors
    ///
    /// As [`Setup::from_settings`].
    pub fn with_settings(settings: &[Setting]) -> Result<Self, String> {
        Setup::from_settings(settings).map(Self::new)
    }
}

impl Offers {
    /// This, as a client has it.
    ///
    /// # Panics
    ///
    /// If a client may not offer it.
    pub fn offer(&self) -> Offer<'static> {
        match self.try_offer() {
            Ok(offer) => offer,
            Err(error) => panic!("{self:?}: {error}"),
        }
    }

    fn try_offer(&self) -> Result<Offer<'static>, Box<dyn Error>> {
        let offer = Offer::new(Uri::parse(URI)?).with_subprotocols(self.subprotocols)?;
        if self.extensions.is_empty() {
            return Ok(offer);
        }
        Ok(offer.with_extensions(self.extensions)?)
    }
}

impl Decode for Decoder {
    fn decode(&mut self, input: &mut &[u8], log: &mut Log) -> Result<Option<()>, Failure> {
        let has_fields = self.setup.fields;
        match &mut self.inner {
            Inner::Server(decoder) => {
                let request = decoder.decode(input).map_err(request_failure)?;
                Ok(request.map(|request| push_legal_request(&request, has_fields, log)))
            }
            Inner::Client(client) => {
                let response = client.decode(input).map_err(response_failure)?;
                Ok(response.map(|response| push_response(&response, has_fields, log)))
            }
        }
    }

    fn finish(&mut self, log: &mut Log) -> Result<(), Failure> {
        match &mut self.inner {
            Inner::Server(decoder) => decoder.finish().map_err(request_failure)?,
            Inner::Client(client) => client.finish().map_err(response_failure)?,
        }
        push_end(log);
        Ok(())
    }

    fn is_done(&self) -> bool {
        match &self.inner {
            Inner::Server(decoder) => decoder.is_done(),
            Inner::Client(client) => client.is_done(),
        }
    }

    fn position(&self) -> u64 {
        match &self.inner {
            Inner::Server(decoder) => decoder.position(),
            Inner::Client(client) => client.position(),
        }
    }

    fn heap_bound(&self) -> HeapBound {
        let is_cut = self.position() > 0 && !self.is_done();
        let at_most = self
            .setup
            .config
            .max_head_len
            .saturating_mul(HEAP_PER_BYTE)
            .saturating_add(SMALLEST_BUFFER);
        HeapBound {
            per_byte: HEAP_PER_BYTE,
            at_most: Some(at_most),
            at_rest: (!is_cut).then_some(0),
        }
    }
}

pub(super) fn push_legal_request<'h, F>(request: &Request<'h, F>, has_fields: bool, log: &mut Log)
where
    F: Iterator<Item = Field<'h>> + Clone,
{
    push_request(request.target(), request.authority(), request.origin(), log);
    for name in request.subprotocols() {
        push_subprotocol(name.as_str(), log);
    }
    for extension in request.extensions() {
        push_whole_extension(&extension, log);
    }
    if has_fields {
        push_fields(request.fields(), log);
    }
}

pub(super) fn push_response<'h, F>(response: &Response<'h, F>, has_fields: bool, log: &mut Log)
where
    F: Iterator<Item = Field<'h>> + Clone,
{
    let fields = match response {
        Response::Accepted(accepted) => {
            push_accepted(accepted.subprotocol(), log);
            for extension in accepted.extensions() {
                push_whole_extension(&extension, log);
            }
            accepted.fields()
        }
        Response::Refused(refused) => {
            push_refused(refused.status(), log);
            refused.fields()
        }
    };
    if has_fields {
        push_fields(fields, log);
    }
}

fn push_whole_extension(extension: &Extension<'_>, log: &mut Log) {
    push_extension(extension.name(), log);
    for parameter in extension.parameters() {
        heap::uncounted(|| {
            let value = parameter.value.map(|value| value.to_bytes());
            push_parameter(parameter.name.as_bytes(), value.as_deref(), log);
        });
    }
}

fn request_failure(error: RequestError) -> Failure {
    Failure {
        kind: request_kind(error.kind()),
        offset: error.offset(),
    }
}

pub(super) fn request_kind(kind: RequestErrorKind) -> &'static str {
    match kind {
        RequestErrorKind::InvalidStartLine => "invalid-start-line",
        RequestErrorKind::UnsupportedHttpVersion => "unsupported-http-version",
        RequestErrorKind::InvalidFieldName => "invalid-field-name",
        RequestErrorKind::InvalidFieldValue => "invalid-field-value",
        RequestErrorKind::InvalidLineEnd => "invalid-line-end",
        RequestErrorKind::HeadTooLong => "head-too-long",
        RequestErrorKind::TooManyFields => "too-many-fields",
        RequestErrorKind::Truncated => "truncated",
        RequestErrorKind::MethodNotAllowed => "method-not-allowed",
        RequestErrorKind::InvalidTarget => "invalid-target",
        RequestErrorKind::InvalidHost => "invalid-host",
        RequestErrorKind::UnexpectedContent => "unexpected-content",
        RequestErrorKind::UpgradeRequired => "upgrade-required",
        RequestErrorKind::InvalidUpgrade => "invalid-upgrade",
        RequestErrorKind::InvalidConnection => "invalid-connection",
        RequestErrorKind::InvalidVersion => "invalid-version",
        RequestErrorKind::UnsupportedVersion => "unsupported-version",
        RequestErrorKind::InvalidKey => "invalid-key",
        RequestErrorKind::InvalidOrigin => "invalid-origin",
        RequestErrorKind::InvalidSubprotocols => "invalid-subprotocols",
        RequestErrorKind::TooManySubprotocols => "too-many-subprotocols",
        RequestErrorKind::InvalidExtensions => "invalid-extensions",
        RequestErrorKind::UnknownProtocol => "unknown-protocol",
        RequestErrorKind::ConnectionSpecificField => "connection-specific-field",
        _ => unreachable!("there is no other kind"),
    }
}

fn response_failure(error: ResponseError) -> Failure {
    Failure {
        kind: response_kind(error.kind()),
        offset: error.offset(),
    }
}

pub(super) fn response_kind(kind: ResponseErrorKind) -> &'static str {
    match kind {
        ResponseErrorKind::InvalidStartLine => "invalid-start-line",
        ResponseErrorKind::UnsupportedHttpVersion => "unsupported-http-version",
        ResponseErrorKind::InvalidFieldName => "invalid-field-name",
        ResponseErrorKind::InvalidFieldValue => "invalid-field-value",
        ResponseErrorKind::InvalidLineEnd => "invalid-line-end",
        ResponseErrorKind::HeadTooLong => "head-too-long",
        ResponseErrorKind::TooManyFields => "too-many-fields",
        ResponseErrorKind::Truncated => "truncated",
        ResponseErrorKind::InvalidStatus => "invalid-status",
        ResponseErrorKind::ConnectionSpecificField => "connection-specific-field",
        ResponseErrorKind::UnexpectedContent => "unexpected-content",
        ResponseErrorKind::InvalidUpgrade => "invalid-upgrade",
        ResponseErrorKind::InvalidConnection => "invalid-connection",
        ResponseErrorKind::InvalidAccept => "invalid-accept",
        ResponseErrorKind::InvalidExtensions => "invalid-extensions",
        ResponseErrorKind::UnexpectedExtension => "unexpected-extension",
        ResponseErrorKind::InvalidSubprotocol => "invalid-subprotocol",
        ResponseErrorKind::UnexpectedSubprotocol => "unexpected-subprotocol",
        _ => unreachable!("there is no other kind"),
    }
}
