//! The client's side: a request is written, and its answer read.

use core::{fmt, iter};

use bytes::BufMut;

use super::{
    Config, EncodeError, Field, Fields, Offer, Response, ResponseError, ResponseErrorKind, Version,
    accept_key::{self, accept_key},
    collected::{Collected, Listed},
    fields::{self, split_content},
    grammar::Side,
    head_decoder::HeadDecoder,
    output,
    response::Refused,
};

const SUBPROTOCOL: &str = "Sec-WebSocket-Protocol";

/// The opening handshake of one connection over HTTP/1.1, from the client's side (RFC 6455 §4.1).
pub struct Client<'a> {
    offer: Offer<'a>,
    /// The base64 of the octets that were given.
    key: [u8; 24],
    head: HeadDecoder,
    state: State,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Head,
    Done,
    Failed(ResponseError),
}

impl<'a> Client<'a> {
    /// The handshake that asks for what `offer` says.
    ///
    /// `key` must be of a source that nobody can foresee, and new for each connection (§4.1,
    /// item 7).
    pub fn new(offer: Offer<'a>, key: [u8; 16]) -> Self {
        let mut text = [0; 24];
        accept_key::encode(&key, &mut text);
        Self {
            offer,
            key: text,
            head: HeadDecoder::new(Side::Response, Config::new()),
            state: State::Head,
        }
    }

    /// The same with other limits for the response, of which nothing may have come yet.
    #[must_use]
    pub fn with_config(self, config: Config) -> Self {
        Self {
            head: HeadDecoder::new(Side::Response, config),
            ..self
        }
    }

    /// The exact number of bytes that [`encode_request`](Self::encode_request) appends.
    pub fn encoded_len(&self) -> usize {
        output::len(self.parts())
    }

    /// Appends the request to `out`.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`] if `out` has less than [`encoded_len`](Self::encoded_len) bytes
    /// left; then nothing is written.
    pub fn encode_request(&self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        output::write(out, self.parts())
    }

    /// The fields of the request, for another HTTP/1.1 stack, each subprotocol in a field of its
    /// own. Method, target and version are GET, the path and query of the [`Uri`](super::Uri), and
    /// HTTP/1.1.
    pub fn request_fields(&self) -> impl Iterator<Item = Field<'_>> + Clone {
        let subprotocols = self.offer.subprotocols.iter();
        self.own_fields()
            .chain(subprotocols.map(|name| (SUBPROTOCOL, name.as_bytes())))
            .chain(self.offered_fields())
    }

    fn own_fields(&self) -> impl Iterator<Item = Field<'_>> + Clone {
        [
            ("Host", self.offer.uri().authority().as_bytes()),
            ("Upgrade", b"websocket"),
            ("Connection", b"Upgrade"),
            ("Sec-WebSocket-Key", &self.key),
            ("Sec-WebSocket-Version", b"13"),
        ]
        .into_iter()
    }

    fn offered_fields(&self) -> impl Iterator<Item = Field<'_>> + Clone {
        let extensions = self.offer.extensions.into_iter();
        extensions
            .map(|offers| ("Sec-WebSocket-Extensions", offers.as_bytes()))
            .chain(self.offer.fields.iter().copied())
    }

    fn parts(&self) -> impl Iterator<Item = &[u8]> + Clone {
        let uri = self.offer.uri();
        let query = uri
            .query()
            .into_iter()
            .flat_map(|query| [&b"?"[..], query.as_bytes()]);
        let subprotocols = self.offer.subprotocols.iter().enumerate();
        let end_of_list: &[u8] = if self.offer.subprotocols.is_empty() {
            b""
        } else {
            b"\r\n"
        };
        [&b"GET "[..], uri.path().as_bytes()]
            .into_iter()
            .chain(query)
            .chain([
                &b" HTTP/1.1\r\nHost: "[..],
                uri.authority().as_bytes(),
                b"\r\nUpgrade: websocket\r\n\
                Connection: Upgrade\r\n\
                Sec-WebSocket-Key: ",
                &self.key,
                b"\r\nSec-WebSocket-Version: 13\r\n",
            ])
            .chain(subprotocols.flat_map(|(at, name)| {
                let before: [&[u8]; 2] = match at {
                    0 => [SUBPROTOCOL.as_bytes(), b": "],
                    _ => [b", ", b""],
                };
                before.into_iter().chain([name.as_bytes()])
            }))
            .chain([end_of_list])
            .chain(output::lines(self.offered_fields()))
            .chain(iter::once(&b"\r\n"[..]))
    }

    /// Decodes the response at the front of `input`, and advances `input` past the bytes used: past
    /// the head and no further, since the first frames may lie behind it, or the content of a
    /// refusal.
    ///
    /// `Ok(None)`: all input was taken in and more is needed, or [`is_done`](Self::is_done), and
    /// nothing is taken.
    ///
    /// Interim responses, such as 100 or 103, may come first, as many as have room (RFC 9110
    /// §15.2). They are passed over.
    ///
    /// # Errors
    ///
    /// If the response is none, or opens a connection that was not asked for so. The error is
    /// final: every later call answers with the same one. The client closes the connection.
    #[inline]
    pub fn decode<'d, 'i: 'd>(
        &'d mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<Response<'d>>, ResponseError> {
        if let Some((octet, rest @ [])) = input.split_first()
            && self.head.absorb(*octet)
        {
            *input = rest;
            return Ok(None);
        }
        self.decode_more(input)
    }

    fn decode_more<'d, 'i: 'd>(
        &'d mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<Response<'d>>, ResponseError> {
        match self.state {
            State::Head => {}
            State::Done => {
                self.head.restart();
                return Ok(None);
            }
            State::Failed(error) => {
                self.head.restart();
                return Err(error);
            }
        }
        let Self {
            offer,
            key,
            head,
            state,
        } = self;
        let max_field_count = head.config().max_field_count;
        let response = loop {
            let whole = head
                .whole(input)
                .and_then(|octets| Head::decode_whole(octets, max_field_count));
            if let Some((response, len)) = whole {
                head.take_whole(input, len);
                if !response.is_interim() {
                    break Some(response);
                }
                continue;
            }
            match head.take(input) {
                Ok(true) if head_is_interim(head, max_field_count) => head.restart(),
                Ok(true) => {
                    break Head::decode_whole(head.octets(), max_field_count)
                        .map(|(response, _)| response);
                }
                Ok(false) => return Ok(None),
                Err(error) => {
                    let error = ResponseError::from(error);
                    *state = State::Failed(error);
                    return Err(error);
                }
            }
        };
        let response = response
            // Octet by octet the head was legal and whole.
            .ok_or(ResponseErrorKind::InvalidStartLine)
            .and_then(|response| check(offer, key, response));
        match response {
            Ok(response) => {
                *state = State::Done;
                Ok(Some(response))
            }
            Err(kind) => {
                let error = ResponseError::new(kind, head.last_offset());
                *state = State::Failed(error);
                Err(error)
            }
        }
    }

    /// Says that no more input will come.
    ///
    /// # Errors
    ///
    /// [`Truncated`](ResponseErrorKind::Truncated) unless the response was there, or the error that
    /// [`decode`](Self::decode) has answered with.
    pub fn finish(&mut self) -> Result<(), ResponseError> {
        let end = self.head.finish();
        match self.state {
            State::Head => {
                let error = ResponseError::from(end);
                self.state = State::Failed(error);
                Err(error)
            }
            State::Done => Ok(()),
            State::Failed(error) => Err(error),
        }
    }

    /// Whether the response was there: what is left of the input belongs to the frames, or is the
    /// content of a refusal.
    pub const fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Bytes taken so far.
    pub const fn position(&self) -> u64 {
        self.head.position()
    }

    /// Judges a response of HTTP/1.1 that was parsed elsewhere. `status` is that of the final
    /// response, or 101; `fields` are all of it, in any case of their names, their values without
    /// the whitespace around.
    ///
    /// # Errors
    ///
    /// If the response opens a connection that was not asked for so: see [`ResponseErrorKind`].
    pub fn check<'h, F, N, V>(
        &self,
        status: u16,
        fields: F,
    ) -> Result<Response<'h, F>, ResponseErrorKind>
    where
        F: IntoIterator<Item = (&'h N, &'h V)> + Clone,
        N: AsRef<[u8]> + ?Sized + 'h,
        V: AsRef<[u8]> + ?Sized + 'h,
    {
        let collected = Collected::of(fields::of(&fields));
        check(
            &self.offer,
            &self.key,
            Head {
                version: Version::Http11,
                status,
                fields,
                collected,
            },
        )
    }
}

impl fmt::Debug for Client<'_> {
    /// Does not tell the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("offer", &self.offer)
            .field("state", &self.state)
            .field("position", &self.position())
            .finish_non_exhaustive()
    }
}

/// The head of a response whose octets are legal.
struct Head<'h, F = Fields<'h>> {
    version: Version,
    status: u16,
    fields: F,
    collected: Collected<'h>,
}

impl<'h> Head<'h> {
    /// The head at the front of `octets`, and how long it is. None if the octets are not those of a
    /// legal and whole head, or not beyond doubt.
    fn decode_whole(octets: &'h [u8], max_field_count: usize) -> Option<(Self, usize)> {
        let (version, rest) = match octets.strip_prefix(b"HTTP/1.")? {
            [b'0', b' ', rest @ ..] => (Version::Http10, rest),
            [b'1', b' ', rest @ ..] => (Version::Http11, rest),
            _ => return None,
        };
        let (digits, rest) = rest.split_first_chunk::<3>()?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let status = str::from_utf8(digits).ok()?.parse().ok()?;
        let (_reason, rest) = split_content(rest.strip_prefix(b" ")?);
        let fields = rest.strip_prefix(b"\r\n")?;
        let (collected, len) = Collected::of_lines(fields, max_field_count)?;
        let head = Self {
            version,
            status,
            fields: Fields::new(fields),
            collected,
        };
        Some((head, octets.len() - fields.len() + len))
    }

    /// HTTP/1.0 has no such status (RFC 9110 §15.2).
    const fn is_interim(&self) -> bool {
        matches!(
            (self.version, self.status),
            (Version::Http11, 100 | 102..=199)
        )
    }
}

fn head_is_interim(head: &HeadDecoder, max_field_count: usize) -> bool {
    Head::decode_whole(head.octets(), max_field_count).is_some_and(|(head, _)| head.is_interim())
}

/// The second list of RFC 6455 §4.1.
fn check<'h, F, N, V>(
    offer: &Offer<'_>,
    key: &[u8],
    head: Head<'h, F>,
) -> Result<Response<'h, F>, ResponseErrorKind>
where
    F: IntoIterator<Item = (&'h N, &'h V)> + Clone,
    N: AsRef<[u8]> + ?Sized + 'h,
    V: AsRef<[u8]> + ?Sized + 'h,
{
    let Head {
        version,
        status,
        fields,
        collected,
    } = head;
    if version == Version::Http10 && (100..=199).contains(&status) {
        return Err(ResponseErrorKind::InvalidStatus);
    }
    if status != 101 {
        return Ok(Response::Refused(Refused::new(status, fields)));
    }
    if collected.may_have_content() {
        return Err(ResponseErrorKind::UnexpectedContent);
    }
    if !matches!(
        collected.upgrade,
        Listed {
            count: 1,
            is_there: true,
            is_legal: true
        }
    ) {
        return Err(ResponseErrorKind::InvalidUpgrade);
    }
    if !collected.has_connection_upgrade() {
        return Err(ResponseErrorKind::InvalidConnection);
    }
    if collected.accept.only() != Some(accept_key(key).as_bytes()) {
        return Err(ResponseErrorKind::InvalidAccept);
    }
    offer
        .check_answers(&collected, fields)
        .map(Response::Accepted)
}
