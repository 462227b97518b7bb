//! The two messages of an opening handshake, in each form that they can have.

use bytes::BufMut;
use noio_websocket::handshake::{
    Client, Config, ConnectLine, EncodeError, Extension, Field, Offer, Origins, Refusal, Request,
    RequestDecoder, RequestErrorKind, RequestLine, Response, ResponseErrorKind, Version,
};

use crate::handshake::KEY;

/// A field as it was sent or received, so that it can be compared.
pub type OwnedField = (String, Vec<u8>);

/// How a handshake reaches the codec, and leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are these three")]
pub enum Form {
    /// As the octets of HTTP/1.1.
    Octets,
    /// As HTTP/1.1 that somebody else decodes and encodes.
    Fields,
    /// As extended CONNECT (RFC 8441).
    Connect,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Octets, Self::Fields, Self::Connect];
}

/// A request or a response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are these three")]
pub enum Message {
    /// Either of them over [`Form::Octets`].
    Octets(Vec<u8>),
    /// A request over the other forms.
    Request {
        /// The target of GET, or the path of extended CONNECT.
        target: String,
        /// The scheme of extended CONNECT.
        scheme: &'static str,
        /// What extended CONNECT has in the place of Host.
        authority: String,
        /// The fields.
        fields: Vec<OwnedField>,
    },
    /// A response over the other forms.
    Response {
        /// The status code.
        status: u16,
        /// The fields.
        fields: Vec<OwnedField>,
    },
}

/// What a server says of the requests that are legal.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "tests make them")]
pub struct Policy<'p> {
    /// Whom it serves.
    pub origins: Origins<'p>,
    /// The subprotocols that it speaks, the one it likes best in front.
    pub supported: &'p [&'p str],
    /// The value of Sec-WebSocket-Extensions that it answers with.
    pub agreed: Option<&'p str>,
    /// More fields of its responses.
    pub fields: &'p [Field<'p>],
}

impl Default for Policy<'_> {
    /// Serves everyone, and agrees to nothing.
    fn default() -> Self {
        Self {
            origins: Origins::Any,
            supported: &[],
            agreed: None,
            fields: &[],
        }
    }
}

/// What a server read in a request, and answers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "tests take them apart")]
pub struct Asked {
    /// The target, or the path of extended CONNECT.
    pub target: String,
    /// The path in it.
    pub path: String,
    /// The query in it.
    pub query: Option<String>,
    /// The host, with its port if it came with one.
    pub authority: String,
    /// The host alone.
    pub host: String,
    /// The port.
    pub port: Option<u16>,
    /// The origin.
    pub origin: Option<Vec<u8>>,
    /// The subprotocols that are offered.
    pub subprotocols: Vec<String>,
    /// The extensions that are offered, as [`rendered`] has them.
    pub extensions: Vec<String>,
    /// All fields.
    pub fields: Vec<OwnedField>,
    /// The response.
    pub answer: Result<Message, Unanswered>,
}

/// Why a server has no response that opens a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are these two")]
pub enum Unanswered {
    /// The client is refused, with this status code.
    Refused(u16),
    /// The policy cannot be put into a response.
    Encode(EncodeError),
}

impl From<Refusal<'_>> for Unanswered {
    fn from(refusal: Refusal<'_>) -> Self {
        Self::Refused(refusal.status())
    }
}

impl From<EncodeError> for Unanswered {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

/// What a client read in a response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are these two")]
pub enum Answered {
    /// The connection is open.
    Accepted {
        /// The subprotocol.
        subprotocol: Option<String>,
        /// The extensions, as [`rendered`] has them.
        extensions: Vec<String>,
        /// All fields.
        fields: Vec<OwnedField>,
    },
    /// It is not.
    Refused {
        /// The status code.
        status: u16,
        /// All fields.
        fields: Vec<OwnedField>,
    },
}

/// Limits that nothing here reaches.
pub(super) fn unlimited() -> Config {
    let mut config = Config::new();
    config.max_head_len = usize::MAX;
    config.max_field_count = usize::MAX;
    config
}

/// The request of a client that asks for `offer`.
///
/// # Panics
///
/// If it cannot be encoded in as much space as it says.
pub fn request(form: Form, offer: Offer<'_>) -> Message {
    let uri = offer.uri();
    let fields = match form {
        Form::Octets => {
            let client = Client::new(offer, KEY);
            return Message::Octets(encoded(client.encoded_len(), |mut out| {
                client.encode_request(&mut out)
            }));
        }
        Form::Fields => owned(Client::new(offer, KEY).request_fields()),
        Form::Connect => owned(offer.connect_fields()),
    };
    Message::Request {
        target: match uri.query() {
            Some(query) => format!("{}?{query}", uri.path()),
            None => uri.path().to_owned(),
        },
        scheme: if uri.is_secure() { "https" } else { "http" },
        authority: uri.authority().to_owned(),
        fields,
    }
}

/// Has a server read a request, and answer it.
///
/// # Errors
///
/// If the request is not legal.
///
/// # Panics
///
/// If `request` is no whole request of this form, or if the response cannot be encoded in as much
/// space as it says.
pub fn serve(form: Form, request: &Message, policy: Policy<'_>) -> Result<Asked, RequestErrorKind> {
    match (form, request) {
        (Form::Octets, Message::Octets(octets)) => {
            let mut decoder = RequestDecoder::with_config(unlimited());
            let mut input = &**octets;
            let request = decoder.decode(&mut input).map_err(|error| error.kind())?;
            let Some(request) = request else {
                panic!("half a request: {}", octets.escape_ascii());
            };
            let asked = judge(form, request, policy);
            assert_eq!(input, b"", "behind the head");
            Ok(asked)
        }
        (Form::Fields, Message::Request { target, fields, .. }) => {
            let line = RequestLine {
                method: "GET",
                target,
                version: Version::Http11,
            };
            Request::upgrade(line, borrowed(fields)).map(|request| judge(form, request, policy))
        }
        (
            Form::Connect,
            Message::Request {
                target,
                scheme,
                authority,
                fields,
            },
        ) => {
            let line = ConnectLine {
                protocol: "websocket",
                scheme,
                authority,
                path: target,
            };
            Request::connect(line, borrowed(fields)).map(|request| judge(form, request, policy))
        }
        _ => panic!("no request over {form:?}: {request:?}"),
    }
}

fn judge<'h, F: Iterator<Item = Field<'h>> + Clone>(
    form: Form,
    request: Request<'h, F>,
    policy: Policy<'h>,
) -> Asked {
    Asked {
        target: request.target().to_owned(),
        path: request.path().to_owned(),
        query: request.query().map(str::to_owned),
        authority: request.authority().to_owned(),
        host: request.host().to_owned(),
        port: request.port(),
        origin: request.origin().map(<[u8]>::to_vec),
        subprotocols: request.subprotocols().map(|it| it.to_string()).collect(),
        extensions: request.extensions().map(rendered).collect(),
        fields: owned(request.fields()),
        answer: answer(form, request, policy),
    }
}

fn answer<'h, F: Iterator<Item = Field<'h>> + Clone>(
    form: Form,
    request: Request<'h, F>,
    policy: Policy<'h>,
) -> Result<Message, Unanswered> {
    let chosen = request.choose_subprotocol(policy.supported);
    let mut acceptance = request
        .accept(policy.origins)?
        .with_subprotocol(chosen)
        .with_fields(policy.fields)?;
    if let Some(agreed) = policy.agreed {
        acceptance = acceptance.with_extensions(agreed)?;
    }
    if form == Form::Octets {
        let octets = encoded(acceptance.encoded_len(), |mut out| {
            acceptance.encode(&mut out)
        });
        return Ok(Message::Octets(octets));
    }
    Ok(Message::Response {
        status: acceptance.status(),
        fields: owned(acceptance.fields()),
    })
}

/// Has a client that asked for `offer` read a response.
///
/// # Errors
///
/// If the response is not legal.
///
/// # Panics
///
/// If `response` is no whole response of this form.
pub fn receive(
    form: Form,
    offer: Offer<'_>,
    response: &Message,
) -> Result<Answered, ResponseErrorKind> {
    match (form, response) {
        (Form::Octets, Message::Octets(octets)) => {
            let mut client = Client::new(offer, KEY).with_config(unlimited());
            let mut input = &**octets;
            let response = client.decode(&mut input).map_err(|error| error.kind())?;
            let Some(response) = response else {
                panic!("half a response: {}", octets.escape_ascii());
            };
            let answered = answered(response);
            assert_eq!(input, b"", "behind the head");
            Ok(answered)
        }
        (Form::Fields, Message::Response { status, fields }) => {
            let client = Client::new(offer, KEY);
            client.check(*status, borrowed(fields)).map(answered)
        }
        (Form::Connect, Message::Response { status, fields }) => {
            offer.check_connect(*status, borrowed(fields)).map(answered)
        }
        _ => panic!("no response over {form:?}: {response:?}"),
    }
}

fn answered<'h, F: Iterator<Item = Field<'h>> + Clone>(response: Response<'h, F>) -> Answered {
    match response {
        Response::Accepted(accepted) => Answered::Accepted {
            subprotocol: accepted.subprotocol().map(str::to_owned),
            extensions: accepted.extensions().map(rendered).collect(),
            fields: owned(accepted.fields()),
        },
        Response::Refused(refused) => Answered::Refused {
            status: refused.status(),
            fields: owned(refused.fields()),
        },
    }
}

/// An extension with its parameters as text: values without their quotes, and no whitespace.
pub fn rendered(extension: Extension<'_>) -> String {
    let mut text = extension.name().to_owned();
    for parameter in extension.parameters() {
        text.push(';');
        text.push_str(parameter.name.as_str());
        if let Some(value) = parameter.value {
            text.push('=');
            text.push_str(&String::from_utf8_lossy(&value.to_bytes()));
        }
    }
    text
}

/// What `encode` writes into `len` octets of space.
///
/// # Panics
///
/// If it is not as many, or if it writes into one octet less of space, or says that it has.
pub fn encoded(len: usize, encode: impl Fn(&mut dyn BufMut) -> Result<(), EncodeError>) -> Vec<u8> {
    const UNTOUCHED: u8 = 0xa5;

    let mut octets = vec![UNTOUCHED; len];
    let mut space = octets.as_mut_slice();
    assert_eq!(encode(&mut space), Ok(()));
    assert_eq!(space.len(), 0, "the rest of {len} octets");

    let mut less = vec![UNTOUCHED; len - 1];
    assert_eq!(encode(&mut less.as_mut_slice()), Err(EncodeError::NoSpace));
    assert!(less.iter().all(|&octet| octet == UNTOUCHED));
    octets
}

/// Fields, so that they outlive what they were read from.
pub fn owned<'f>(fields: impl Iterator<Item = Field<'f>>) -> Vec<OwnedField> {
    fields
        .map(|(name, value)| (name.to_owned(), value.to_vec()))
        .collect()
}

/// Fields as the codec wants them.
pub fn borrowed(fields: &[OwnedField]) -> impl Iterator<Item = Field<'_>> + Clone {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_slice()))
}
