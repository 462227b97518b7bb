//! What is sent, what must be answered, and what the peer must receive.

use bytes::BufMut;
use noio_websocket::{
    CloseCode, EncodeError, Encoder, Event, FrameHead, MaskKeys, Opcode, Unmasked,
};

use super::script::repeated;

/// The longest payload of a control frame (RFC 6455 §5.5).
const MAX_CONTROL_LEN: usize = 125;

/// Something to be sent. It does not have to be legal where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "tests make each of them, and the encoder has no other"
)]
pub enum Sending {
    /// A whole text message.
    Text(String),
    /// A whole binary message.
    Binary(Vec<u8>),
    /// A part of a text message.
    TextFragment {
        /// The part.
        text: String,
        /// Whether it is the last.
        fin: bool,
    },
    /// A part of a binary message.
    BinaryFragment {
        /// The part.
        data: Vec<u8>,
        /// Whether it is the last.
        fin: bool,
    },
    /// A ping.
    Ping(Vec<u8>),
    /// A pong.
    Pong(Vec<u8>),
    /// A Close with a code.
    Close {
        /// The code.
        code: CloseCode,
        /// The reason.
        reason: String,
    },
    /// A Close without a code.
    CloseWithoutCode,
}

impl Sending {
    /// What arbitrary bytes stand for, if they do for something.
    ///
    /// The first is `t` or `b` for a message, `T` or `B` for a fragment that is not the last, `F`
    /// or `G` for the last fragment of a text or of a binary message, `p` or `o` for a ping or a
    /// pong, and the rest is the payload; or `x` for a Close, with two bytes for the code, which
    /// has to be legal, and the reason; or `n` for a Close without a code. [`repeated`] says how
    /// a long payload is written. Text that is not UTF-8 is repaired.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&kind, rest) = bytes.split_first()?;
        let data = || repeated(rest);
        let text = || String::from_utf8_lossy(&data()).into_owned();
        Some(match kind {
            b't' => Self::Text(text()),
            b'b' => Self::Binary(data()),
            b'T' | b'F' => Self::TextFragment {
                text: text(),
                fin: kind == b'F',
            },
            b'B' | b'G' => Self::BinaryFragment {
                data: data(),
                fin: kind == b'G',
            },
            b'p' => Self::Ping(data()),
            b'o' => Self::Pong(data()),
            b'x' => {
                let (&code, reason) = rest.split_first_chunk()?;
                Self::Close {
                    code: CloseCode::new(u16::from_be_bytes(code))?,
                    reason: String::from_utf8_lossy(&repeated(reason)).into_owned(),
                }
            }
            b'n' => Self::CloseWithoutCode,
            _ => return None,
        })
    }

    /// Has it encoded.
    ///
    /// # Errors
    ///
    /// The encoder's own.
    pub fn encode<K: MaskKeys>(
        &self,
        encoder: &mut Encoder<K>,
        out: &mut impl BufMut,
    ) -> Result<(), EncodeError> {
        match self {
            Self::Text(text) => encoder.text(text, out),
            Self::Binary(data) => encoder.binary(data, out),
            Self::TextFragment { text, fin } => encoder.text_fragment(text, *fin, out),
            Self::BinaryFragment { data, fin } => encoder.binary_fragment(data, *fin, out),
            Self::Ping(payload) => encoder.ping(payload, out),
            Self::Pong(payload) => encoder.pong(payload, out),
            Self::Close { code, reason } => encoder.close(*code, reason, out),
            Self::CloseWithoutCode => encoder.close_without_code(out),
        }
    }

    /// Has its header alone encoded, if it is data: control frames have no such way.
    pub fn encode_head(
        &self,
        encoder: &mut Encoder<Unmasked>,
    ) -> Option<Result<FrameHead, EncodeError>> {
        Some(match self {
            Self::Text(text) => encoder.text_head(text),
            Self::Binary(data) => encoder.binary_head(data.len() as u64),
            Self::TextFragment { text, fin } => encoder.text_fragment_head(text, *fin),
            Self::BinaryFragment { data, fin } => {
                encoder.binary_fragment_head(data.len() as u64, *fin)
            }
            _ => return None,
        })
    }

    /// The payload of its frame.
    pub fn payload(&self) -> Vec<u8> {
        match self {
            Self::Text(text) | Self::TextFragment { text, .. } => text.clone().into_bytes(),
            Self::Binary(data)
            | Self::BinaryFragment { data, .. }
            | Self::Ping(data)
            | Self::Pong(data) => data.clone(),
            Self::Close { code, reason } => {
                [&code.as_u16().to_be_bytes(), reason.as_bytes()].concat()
            }
            Self::CloseWithoutCode => vec![],
        }
    }

    /// The opcode of its frame, if none of its message went before.
    fn opcode(&self) -> Opcode {
        match self {
            Self::Text(_) | Self::TextFragment { .. } => Opcode::Text,
            Self::Binary(_) | Self::BinaryFragment { .. } => Opcode::Binary,
            Self::Ping(_) => Opcode::Ping,
            Self::Pong(_) => Opcode::Pong,
            Self::Close { .. } | Self::CloseWithoutCode => Opcode::Close,
        }
    }

    /// Whether its frame is the last of its message.
    fn is_last(&self) -> bool {
        match self {
            Self::TextFragment { fin, .. } | Self::BinaryFragment { fin, .. } => *fin,
            _ => true,
        }
    }
}

/// What an application receives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "tests make each of them, and the protocol has no other"
)]
pub enum Received {
    /// A whole text message.
    Text(String),
    /// A whole binary message.
    Binary(Vec<u8>),
    /// A ping.
    Ping(Vec<u8>),
    /// A pong.
    Pong(Vec<u8>),
    /// A Close, with its code, if it has one, and its reason.
    Close(Option<u16>, String),
}

impl Received {
    /// What an event says.
    ///
    /// # Panics
    ///
    /// If it is a piece of a message.
    pub fn new(event: &Event<'_>) -> Self {
        match event {
            Event::Text(text) => Self::Text(text.as_str().to_owned()),
            Event::Binary(data) => Self::Binary(data.as_slice().to_vec()),
            Event::Ping(payload) => Self::Ping(payload.to_vec()),
            Event::Pong(payload) => Self::Pong(payload.to_vec()),
            Event::Close(close) => Self::Close(
                close.code().map(CloseCode::as_u16),
                close.reason().to_owned(),
            ),
            other => unreachable!("no pieces were asked for, and {other:?} came"),
        }
    }
}

/// What an encoder must do, written down from RFC 6455 §5.4 and §5.5.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    /// The opcode and the content of the message that was begun.
    open: Option<(Opcode, Vec<u8>)>,
    is_closed: bool,
}

/// A frame that an encoder must write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    /// Whether it is the last of its message.
    pub(super) fin: bool,
    /// Its opcode.
    pub(super) opcode: Opcode,
    /// What the peer receives when it has the frame; nothing for a fragment that is not the last.
    pub(super) received: Option<Received>,
}

impl Model {
    /// What must come of a sending.
    ///
    /// # Errors
    ///
    /// What the encoder must answer. The model then stays as it was, as the encoder must.
    pub(super) fn send(&mut self, sending: &Sending) -> Result<Sent, EncodeError> {
        if self.is_closed {
            return Err(EncodeError::Closed);
        }
        let payload = sending.payload();
        let (opcode, fin) = (sending.opcode(), sending.is_last());
        if opcode.is_control() {
            if payload.len() > MAX_CONTROL_LEN {
                return Err(EncodeError::ControlTooLong);
            }
            self.is_closed = opcode == Opcode::Close;
            return Ok(Sent {
                fin,
                opcode,
                received: Some(received(opcode, payload)),
            });
        }
        let is_whole = matches!(sending, Sending::Text(_) | Sending::Binary(_));
        match &mut self.open {
            Some((open, _)) if is_whole || *open != opcode => Err(EncodeError::MessageOpen),
            Some((_, content)) => {
                content.extend(payload);
                let received = fin.then(|| received(opcode, core::mem::take(content)));
                if fin {
                    self.open = None;
                }
                let opcode = Opcode::Continuation;
                Ok(Sent {
                    fin,
                    opcode,
                    received,
                })
            }
            None => {
                let received = fin.then(|| received(opcode, payload.clone()));
                self.open = (!fin).then_some((opcode, payload));
                Ok(Sent {
                    fin,
                    opcode,
                    received,
                })
            }
        }
    }

    /// Whether a message was begun and has not ended.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether a Close was sent.
    pub(super) fn is_closed(&self) -> bool {
        self.is_closed
    }
}

/// What a whole payload says.
fn received(opcode: Opcode, payload: Vec<u8>) -> Received {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match opcode {
        Opcode::Text => Received::Text(text(&payload)),
        Opcode::Binary => Received::Binary(payload),
        Opcode::Ping => Received::Ping(payload),
        Opcode::Pong => Received::Pong(payload),
        Opcode::Close => match payload.split_first_chunk() {
            Some((code, reason)) => Received::Close(Some(u16::from_be_bytes(*code)), text(reason)),
            None => Received::Close(None, String::new()),
        },
        Opcode::Continuation => unreachable!("a message has the opcode of its first frame"),
    }
}
