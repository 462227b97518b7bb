//! The decoder of frames: RFC 6455 §5.2 to §5.5.

use alloc::vec::Vec;
use core::{fmt, mem};

use bytes::BufMut;

use crate::{
    DecodeError, End, FrameHeader, Mask, Role,
    frames::{Frames, Limits, State},
    header::MAX_PAYLOAD_LEN,
};

/// What a [`FrameDecoder`] accepts.
///
/// Set by assignment, so that a later limit breaks nobody:
///
/// ```
/// use noio_websocket::{FrameConfig, FrameDecoder, Role};
///
/// let mut config = FrameConfig::new();
/// config.max_frame_len = 1 << 20;
/// let decoder = FrameDecoder::with_config(Role::Server, config);
/// # let _ = decoder;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct FrameConfig {
    /// The longest payload of a data frame, in bytes. Default: 2⁶³ − 1, which is no limit, since
    /// nothing is kept.
    pub max_frame_len: u64,
    /// Whether the first frame of a data message may have the first reserved bit set. Default:
    /// no.
    ///
    /// Set it when an extension was negotiated that owns the bit, such as permessage-deflate
    /// (RFC 7692 §6), and only then: the payload is in the form of that extension.
    ///
    /// Risk: who takes the payload for the message itself reads what nobody wrote.
    pub allow_rsv1: bool,
}

impl FrameConfig {
    /// No limit, and no extension.
    pub const fn new() -> Self {
        Self {
            max_frame_len: MAX_PAYLOAD_LEN,
            allow_rsv1: false,
        }
    }
}

impl Default for FrameConfig {
    fn default() -> Self {
        Self::new()
    }
}

/// A decoder of frames, for those who pass them on or look into them: it keeps nothing but a header
/// that the input has cut.
///
/// Headers are checked as [`Decoder`](crate::Decoder) checks them, and so is their order. What is
/// in the payload is not looked at, be it text or the status code of a Close.
///
/// ```
/// use noio_websocket::{FrameDecoder, FrameEvent, Opcode, Role};
///
/// // From RFC 6455 §5.7, and cut.
/// let mut decoder = FrameDecoder::new(Role::Server);
/// let mut payload = Vec::new();
/// for piece in [&b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f"[..], b"\x4d\x51\x58"] {
///     let mut input = piece;
///     while let Some(event) = decoder.decode(&mut input)? {
///         match event {
///             FrameEvent::Header(header) => assert_eq!(header.opcode, Opcode::Text),
///             FrameEvent::Payload(piece) => piece.unmask_to(&mut payload),
///             _ => {}
///         }
///     }
/// }
/// assert_eq!(payload, b"Hello");
/// # Ok::<(), noio_websocket::DecodeError>(())
/// ```
pub struct FrameDecoder {
    frames: Frames,
}

/// A part of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrameEvent<P> {
    /// A header: a frame begins. If it has no payload, that was all of it.
    Header(FrameHeader),
    /// The next bytes of its payload, at least one.
    Payload(P),
}

/// Payload as it lies in the input: masked, if its frame is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Masked<'i> {
    octets: &'i [u8],
    mask: Option<Mask>,
}

impl FrameDecoder {
    /// A decoder for this end of a connection, without a limit or an extension.
    pub const fn new(role: Role) -> Self {
        Self::with_config(role, FrameConfig::new())
    }

    /// A decoder for this end of a connection that accepts what `config` says.
    pub const fn with_config(role: Role, config: FrameConfig) -> Self {
        let limits = Limits {
            allow_rsv1: config.allow_rsv1,
            max_frame_len: config.max_frame_len,
            max_message_len: u64::MAX,
            max_fragment_count: u64::MAX,
        };
        Self {
            frames: Frames::new(role, limits),
        }
    }

    /// Decodes the next event at the front of `input` and advances `input` past the bytes used.
    ///
    /// `Ok(None)`: all input was taken in and more is needed, or [`is_done`](Self::is_done) and the
    /// rest of `input` means nothing.
    ///
    /// # Errors
    ///
    /// When a header breaks a rule, or the limit of [`FrameConfig`]. The error is final.
    pub fn decode<'i>(
        &mut self,
        input: &mut &'i [u8],
    ) -> Result<Option<FrameEvent<Masked<'i>>>, DecodeError> {
        let taken = self.take(input)?;
        let (octets, rest) = input.split_at(taken.len());
        *input = rest;
        Ok(taken.event(|mask| Masked { octets, mask }))
    }

    /// Decodes as [`decode`](Self::decode) does, and unmasks the payload where it lies.
    ///
    /// What is behind the bytes used stays as it was.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    pub fn decode_in_place<'i>(
        &mut self,
        input: &mut &'i mut [u8],
    ) -> Result<Option<FrameEvent<&'i mut [u8]>>, DecodeError> {
        let taken = self.take(input)?;
        let (octets, rest) = mem::take(input).split_at_mut(taken.len());
        *input = rest;
        Ok(taken.event(|mask| {
            if let Some(mut mask) = mask {
                mask.apply(octets);
            }
            octets
        }))
    }

    /// Says that no more input will come.
    ///
    /// # Errors
    ///
    /// [`Truncated`](crate::DecodeErrorKind::Truncated) within a frame or a fragmented message. Or
    /// the error that [`decode`](Self::decode) gave before. Either is final.
    pub fn finish(&mut self) -> Result<End, DecodeError> {
        self.frames.finish()
    }

    /// Whether a Close was taken whole. What is left in the input means nothing (RFC 6455 §1.4).
    pub const fn is_done(&self) -> bool {
        matches!(self.frames.state, State::Done)
    }

    /// Which end of the connection this is.
    pub const fn role(&self) -> Role {
        self.frames.role()
    }

    /// Bytes taken so far. After an error, its offset.
    pub const fn position(&self) -> u64 {
        self.frames.position()
    }

    /// How many bytes must come before the header or the payload under way is whole, at least. 0
    /// behind a Close or an error.
    pub fn read_hint(&self) -> u64 {
        self.frames.read_hint()
    }

    fn take(&mut self, input: &[u8]) -> Result<Taken, DecodeError> {
        match self.frames.state {
            State::Idle | State::Header => {
                let (len, header) = self.frames.take_header(input)?;
                let Some(header) = header else {
                    return Ok(Taken::Nothing(len));
                };
                if self.frames.is_frame_end() {
                    self.frames.end_frame();
                }
                Ok(Taken::Header(len, header))
            }
            State::Payload => {
                let len = self.frames.take_payload(input.len());
                if len == 0 {
                    return Ok(Taken::Nothing(0));
                }
                let mask = self.frames.take_mask(len);
                if self.frames.is_frame_end() {
                    self.frames.end_frame();
                }
                Ok(Taken::Payload(len, mask))
            }
            State::Done => Ok(Taken::Nothing(0)),
            State::Failing(error) | State::Failed(error) => Err(error),
        }
    }
}

impl fmt::Debug for FrameDecoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FrameDecoder")
            .field("role", &self.role())
            .field("position", &self.position())
            .field("state", &self.frames.state)
            .finish_non_exhaustive()
    }
}

/// What was taken, and how many octets.
enum Taken {
    /// A part of a header, or nothing.
    Nothing(usize),
    Header(usize, FrameHeader),
    Payload(usize, Option<Mask>),
}

impl Taken {
    const fn len(&self) -> usize {
        match *self {
            Self::Nothing(len) | Self::Header(len, _) | Self::Payload(len, _) => len,
        }
    }

    fn event<P>(self, payload: impl FnOnce(Option<Mask>) -> P) -> Option<FrameEvent<P>> {
        match self {
            Self::Nothing(_) => None,
            Self::Header(_, header) => Some(FrameEvent::Header(header)),
            Self::Payload(_, mask) => Some(FrameEvent::Payload(payload(mask))),
        }
    }
}

impl<'i> Masked<'i> {
    /// How many bytes it has: at least one.
    pub const fn len(&self) -> usize {
        self.octets.len()
    }

    /// Whether it has none, which no event does.
    pub const fn is_empty(&self) -> bool {
        self.octets.is_empty()
    }

    /// The payload, if it is not masked.
    pub const fn as_unmasked(&self) -> Option<&'i [u8]> {
        match self.mask {
            Some(_) => None,
            None => Some(self.octets),
        }
    }

    /// Appends the payload to `out`, unmasked.
    ///
    /// # Panics
    ///
    /// If `out` has no space for it, as [`BufMut::put_slice`].
    pub fn unmask_to(&self, out: &mut impl BufMut) {
        match self.mask {
            Some(mut mask) => mask.copy(self.octets, out),
            None => out.put_slice(self.octets),
        }
    }

    /// The payload, unmasked.
    pub fn to_vec(&self) -> Vec<u8> {
        let mut payload = Vec::with_capacity(self.len());
        self.unmask_to(&mut payload);
        payload
    }
}

impl fmt::Debug for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Masked")
            .field("len", &self.len())
            .field("is_masked", &self.mask.is_some())
            .finish()
    }
}
