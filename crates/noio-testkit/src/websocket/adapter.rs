//! The decoders of `noio-websocket`, for the harness.

use noio_websocket::{
    Close, DecodeError, DecodeErrorKind, End, Event, FrameDecoder, FrameEvent, FrameHeader, Masked,
    Opcode, Reply,
};

use super::Setup;
use crate::{Decode, DecodeInPlace, Failure, HeapBound, Log, Progress, heap, vectors::Setting};

/// How much heap there may be for each byte received: a buffer that grows is up to twice as large
/// as its content.
const HEAP_PER_BYTE: usize = 2;

/// The least that a buffer allocates.
const SMALLEST_BUFFER: usize = 8;

/// The longest payload of a control frame.
const MAX_CONTROL_LEN: usize = 125;

/// A [`noio_websocket::Decoder`] or [`noio_websocket::FrameDecoder`].
#[derive(Debug)]
pub struct Decoder {
    inner: Inner,
    setup: Setup,
    pending: Pending,
    /// Where pieces of frames are unmasked.
    buffer: Vec<u8>,
}

#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "in a box it would be heap that the decoder holds"
)]
enum Inner {
    Messages(noio_websocket::Decoder),
    Frames(FrameDecoder),
}

impl Decoder {
    /// A decoder that is set up like this.
    pub fn new(setup: Setup) -> Self {
        let inner = match setup {
            Setup::Messages(role, config) => {
                Inner::Messages(noio_websocket::Decoder::with_config(role, config))
            }
            Setup::Frames(role, config) => Inner::Frames(FrameDecoder::with_config(role, config)),
        };
        Self {
            inner,
            setup,
            pending: Pending::default(),
            buffer: Vec::new(),
        }
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

impl Decode for Decoder {
    fn decode(&mut self, input: &mut &[u8], log: &mut Log) -> Result<Option<()>, Failure> {
        let before = *input;
        let result = match &mut self.inner {
            Inner::Messages(decoder) => {
                let result = decoder
                    .decode(input)
                    .map(|event| event.map(|event| push_event(event, log)))
                    .map_err(failure);
                answer(decoder, &result, log);
                result
            }
            Inner::Frames(decoder) => decoder
                .decode(input)
                .map(|event| {
                    event.map(|event| match event {
                        FrameEvent::Header(header) => push_header(&header, log),
                        FrameEvent::Payload(piece) => push_masked(&piece, &mut self.buffer, log),
                        _ => unreachable!("there is no other event"),
                    })
                })
                .map_err(failure),
        };
        let taken = before.len().saturating_sub(input.len());
        self.pending.take(&before[..taken]);
        result
    }

    fn finish(&mut self, log: &mut Log) -> Result<(), Failure> {
        let end = match &mut self.inner {
            Inner::Messages(decoder) => decoder.finish(),
            Inner::Frames(decoder) => decoder.finish(),
        };
        match end.map_err(failure)? {
            End::Clean => log.push("end", &[("", b"clean")]),
            End::Abnormal => log.push("end", &[("", b"abnormal")]),
        }
        Ok(())
    }

    fn is_done(&self) -> bool {
        match &self.inner {
            Inner::Messages(decoder) => decoder.is_done(),
            Inner::Frames(decoder) => decoder.is_done(),
        }
    }

    fn position(&self) -> u64 {
        match &self.inner {
            Inner::Messages(decoder) => decoder.position(),
            Inner::Frames(decoder) => decoder.position(),
        }
    }

    fn heap_bound(&self) -> HeapBound {
        match &self.setup {
            Setup::Messages(_, config) => {
                let payload_len = usize::try_from(config.max_message_len)
                    .map_or(usize::MAX, |len| len.max(MAX_CONTROL_LEN));
                HeapBound {
                    per_byte: HEAP_PER_BYTE,
                    at_most: Some(
                        payload_len
                            .saturating_mul(HEAP_PER_BYTE)
                            .saturating_add(SMALLEST_BUFFER),
                    ),
                    // Pieces have been handed out as they came.
                    at_rest: (config.pieces || self.pending.is_nothing()).then_some(0),
                }
            }
            Setup::Frames(..) => HeapBound {
                per_byte: 0,
                at_most: Some(0),
                at_rest: Some(0),
            },
        }
    }
}

impl DecodeInPlace for Decoder {
    fn decode_in_place(&mut self, input: &mut [u8], log: &mut Log) -> Result<Progress, Failure> {
        let len = input.len();
        let mut rest = input;
        let yielded = match &mut self.inner {
            Inner::Messages(decoder) => {
                let result = decoder
                    .decode_in_place(&mut rest)
                    .map(|event| event.map(|event| push_event(event, log)))
                    .map_err(failure);
                answer(decoder, &result, log);
                result?
            }
            Inner::Frames(decoder) => {
                decoder
                    .decode_in_place(&mut rest)
                    .map_err(failure)?
                    .map(|event| match event {
                        FrameEvent::Header(header) => push_header(&header, log),
                        FrameEvent::Payload(piece) => push_payload(piece, log),
                        _ => unreachable!("there is no other event"),
                    })
            }
        };
        Ok(Progress {
            taken: len.saturating_sub(rest.len()),
            yielded: yielded.is_some(),
        })
    }
}

/// Takes the reply after an event, and when a call has failed.
fn answer(
    decoder: &mut noio_websocket::Decoder,
    result: &Result<Option<()>, Failure>,
    log: &mut Log,
) {
    if matches!(result, Ok(None)) {
        return;
    }
    if let Some(reply) = decoder.take_reply() {
        push_reply(&reply, log);
    }
}

fn push_event(event: Event<'_>, log: &mut Log) {
    match event {
        Event::Text(text) => log.push("text", &[("", text.as_bytes())]),
        Event::Binary(data) => log.push("binary", &[("", &data)]),
        Event::TextPiece { text, is_last } => push_piece("text", text.as_bytes(), is_last, log),
        Event::BinaryPiece { data, is_last } => push_piece("binary", data, is_last, log),
        Event::Ping(payload) => log.push("ping", &[("", payload)]),
        Event::Pong(payload) => log.push("pong", &[("", payload)]),
        Event::Close(close) => push_close(&close, log),
        _ => unreachable!("there is no other event"),
    }
}

fn push_piece(kind: &'static str, piece: &[u8], is_last: bool, log: &mut Log) {
    assert!(is_last || !piece.is_empty(), "a piece without an octet");
    log.push_piece(kind, piece);
    if is_last {
        log.push("last", &[("", kind.as_bytes())]);
    }
}

fn push_close(close: &Close<'_>, log: &mut Log) {
    heap::uncounted(|| {
        let code = close
            .code()
            .map_or_else(|| "none".to_owned(), |code| code.as_u16().to_string());
        let reason = close.reason().as_bytes();
        log.push("close", &[("", code.as_bytes()), ("", reason)]);
    });
}

fn push_reply(reply: &Reply, log: &mut Log) {
    let kind = opcode_name(reply.opcode());
    assert_eq!(reply.is_close(), reply.opcode() == Opcode::Close);
    log.push("reply", &[("", kind.as_bytes()), ("", reply.payload())]);
}

fn push_header(header: &FrameHeader, log: &mut Log) {
    heap::uncounted(|| {
        let parts = [
            ("opcode", opcode_name(header.opcode).to_owned()),
            ("fin", header.fin.to_string()),
            ("rsv", header.rsv.to_string()),
            ("len", header.payload_len.to_string()),
        ];
        log.push("frame", &[]);
        for (name, value) in &parts {
            log.push_part(name, value.as_bytes());
        }
        if let Some(key) = &header.mask_key {
            log.push_part("mask", key);
        }
    });
}

fn push_masked(piece: &Masked<'_>, buffer: &mut Vec<u8>, log: &mut Log) {
    heap::uncounted(|| {
        buffer.clear();
        piece.unmask_to(buffer);
    });
    assert_eq!(piece.len(), buffer.len());
    assert_eq!(piece.is_empty(), buffer.is_empty());
    push_payload(buffer, log);
}

fn push_payload(piece: &[u8], log: &mut Log) {
    assert!(!piece.is_empty(), "a payload without an octet");
    log.push_piece("payload", piece);
}

fn opcode_name(opcode: Opcode) -> &'static str {
    match opcode {
        Opcode::Continuation => "continuation",
        Opcode::Text => "text",
        Opcode::Binary => "binary",
        Opcode::Close => "close",
        Opcode::Ping => "ping",
        Opcode::Pong => "pong",
    }
}

fn failure(error: DecodeError) -> Failure {
    let kind = match error.kind() {
        DecodeErrorKind::ReservedBits => "reserved-bits",
        DecodeErrorKind::ReservedOpcode => "reserved-opcode",
        DecodeErrorKind::FragmentedControl => "fragmented-control",
        DecodeErrorKind::UnexpectedContinuation => "unexpected-continuation",
        DecodeErrorKind::ExpectedContinuation => "expected-continuation",
        DecodeErrorKind::TooManyFragments => "too-many-fragments",
        DecodeErrorKind::Unmasked => "unmasked",
        DecodeErrorKind::Masked => "masked",
        DecodeErrorKind::ControlTooLong => "control-too-long",
        DecodeErrorKind::InvalidCloseLength => "invalid-close-length",
        DecodeErrorKind::LengthOverflow => "length-overflow",
        DecodeErrorKind::NonMinimalLength => "non-minimal-length",
        DecodeErrorKind::FrameTooLarge => "frame-too-large",
        DecodeErrorKind::MessageTooLarge => "message-too-large",
        DecodeErrorKind::InvalidCloseCode => "invalid-close-code",
        DecodeErrorKind::InvalidUtf8 => "invalid-utf8",
        DecodeErrorKind::Truncated => "truncated",
        _ => unreachable!("there is no other kind"),
    };
    Failure {
        kind,
        offset: error.offset(),
    }
}

/// Whether a decoder of messages may have something pending, from the bytes that it took.
#[derive(Clone, Debug, Default)]
struct Pending {
    /// The header under way, as far as it came.
    header: Vec<u8>,
    payload_left: u64,
    is_message_open: bool,
}

impl Pending {
    fn take(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.payload_left > 0 {
                let len = usize::try_from(self.payload_left)
                    .map_or(bytes.len(), |left| left.min(bytes.len()));
                self.payload_left -= len as u64;
                bytes = &bytes[len..];
                continue;
            }
            let octet = bytes[0];
            heap::uncounted(|| self.header.push(octet));
            bytes = &bytes[1..];
            self.end_header();
        }
    }

    /// Takes the header to be over, if it is whole.
    fn end_header(&mut self) {
        let [first, second, behind @ ..] = self.header.as_slice() else {
            return;
        };
        let key_len = if second & 0x80 == 0 { 0 } else { 4 };
        let len_len = match second & 0x7f {
            126 => 2,
            127 => 8,
            _ => 0,
        };
        if behind.len() < len_len + key_len {
            return;
        }
        self.payload_left = match len_len {
            0 => u64::from(second & 0x7f),
            _ => behind[..len_len]
                .iter()
                .fold(0, |len, octet| len << 8 | u64::from(*octet)),
        };
        match first & 0x0f {
            // Behind a Close nothing goes on.
            0x8 => self.is_message_open = false,
            0x9.. => {}
            _ => self.is_message_open = first & 0x80 == 0,
        }
        self.header.clear();
    }

    fn is_nothing(&self) -> bool {
        self.header.is_empty() && self.payload_left == 0 && !self.is_message_open
    }
}
