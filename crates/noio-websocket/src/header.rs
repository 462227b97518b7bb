//! The header of a frame (RFC 6455 §5.2).

use core::{fmt, ops::Deref};

use crate::{DecodeErrorKind, EncodeError, Opcode, Role};

/// The longest header: two octets, a length of eight, and a key of four.
pub(crate) const MAX_LEN: usize = 14;

/// The longest payload of a control frame (RFC 6455 §5.5).
pub(crate) const MAX_CONTROL_LEN: usize = 125;

/// The longest payload of a frame: the highest bit of a length is zero (RFC 6455 §5.2).
pub(crate) const MAX_PAYLOAD_LEN: u64 = u64::MAX >> 1;

/// The second octet says that the length is in the next two octets.
const LEN_IN_2: u8 = 126;

/// The second octet says that the length is in the next eight octets.
const LEN_IN_8: u8 = 127;

/// The longest payload whose length is in the second octet.
const MAX_SHORT_LEN: u64 = 125;

/// The shortest payload whose length needs two octets more.
const LEN_IN_2_MIN: u64 = 126;

/// The shortest payload whose length needs eight octets more.
const LEN_IN_8_MIN: u64 = 1 << 16;

const FIN: u8 = 0x80;
const MASKED: u8 = 0x80;

/// The header of a frame (RFC 6455 §5.2).
///
/// A [`FrameDecoder`](crate::FrameDecoder) answers with it. To send frames of one's own making, as
/// proxies and test tools do, [`encode`](Self::encode) it; [`Encoder`](crate::Encoder) keeps the
/// order of frames too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "the wire has no room for more")]
pub struct FrameHeader {
    /// Whether it is the last frame of its message.
    pub fin: bool,
    /// The three reserved bits, 0 to 7: RSV1 is 4, RSV2 is 2, RSV3 is 1.
    pub rsv: u8,
    /// What the frame is for.
    pub opcode: Opcode,
    /// The key that the payload is masked with. Clients mask, servers do not.
    pub mask_key: Option<[u8; 4]>,
    /// The length of the payload in bytes, below 2⁶³.
    pub payload_len: u64,
}

impl FrameHeader {
    /// The header of a frame that is a whole message, or a control frame, and not masked.
    pub const fn new(opcode: Opcode, payload_len: u64) -> Self {
        Self {
            fin: true,
            rsv: 0,
            opcode,
            mask_key: None,
            payload_len,
        }
    }

    /// The header as it is sent, with its length in as few bytes as it needs.
    ///
    /// # Errors
    ///
    /// If no receiver would accept it, whatever frames came before:
    /// [`EncodeError::InvalidHeader`], [`EncodeError::ControlTooLong`],
    /// [`EncodeError::PayloadTooLong`].
    #[inline]
    pub fn encode(&self) -> Result<FrameHead, EncodeError> {
        let is_control = self.opcode.is_control();
        if self.rsv > 7
            || is_control && !(self.fin && self.rsv == 0)
            || self.opcode == Opcode::Close && self.payload_len == 1
        {
            return Err(EncodeError::InvalidHeader);
        }
        if is_control && self.payload_len > MAX_CONTROL_LEN as u64 {
            return Err(EncodeError::ControlTooLong);
        }
        if self.payload_len > MAX_PAYLOAD_LEN {
            return Err(EncodeError::PayloadTooLong);
        }
        Ok(FrameHead::new(self))
    }
}

/// A header as it is sent, on the stack: 2 to 14 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[must_use = "a head is sent in front of its payload"]
pub struct FrameHead {
    /// Zero behind the head, so that equal heads are equal.
    octets: [u8; 16],
    len: u8,
}

impl FrameHead {
    /// Of a header that was found to be legal.
    #[inline]
    pub(crate) const fn new(header: &FrameHeader) -> Self {
        // Put together as a number: octet by octet, it would be stored in parts and loaded as a
        // whole, for which a processor has to wait.
        let [first, second] = first_two(header);
        let (key, key_len) = match header.mask_key {
            Some(key) => (u32::from_be_bytes(key) as u128, 4),
            None => (0, 0),
        };
        let first_two = (first as u128) << 120 | (second as u128) << 112;
        let len = header.payload_len as u128;
        let (behind, len) = match header.payload_len {
            ..=MAX_SHORT_LEN => (key << 80, 2),
            LEN_IN_2_MIN..LEN_IN_8_MIN => (len << 96 | key << 64, 4),
            _ => (len << 48 | key << 16, 10),
        };
        Self {
            octets: (first_two | behind).to_be_bytes(),
            len: len + key_len,
        }
    }

    /// The bytes to be sent in front of the payload.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.octets.get(..usize::from(self.len)).unwrap_or_default()
    }
}

impl Deref for FrameHead {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl AsRef<[u8]> for FrameHead {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl fmt::Debug for FrameHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FrameHead({:02x?})", self.as_bytes())
    }
}

/// The first two octets of a head. If the payload is short, only the key comes behind them.
#[inline]
pub(crate) const fn first_two(header: &FrameHeader) -> [u8; 2] {
    let fin = if header.fin { FIN } else { 0 };
    let masked = match header.mask_key {
        Some(_) => MASKED,
        None => 0,
    };
    let len = match header.payload_len {
        short @ ..=MAX_SHORT_LEN => {
            let [len, ..] = short.to_le_bytes();
            len
        }
        LEN_IN_2_MIN..LEN_IN_8_MIN => LEN_IN_2,
        _ => LEN_IN_8,
    };
    [fin | header.rsv << 4 | header.opcode.as_u8(), masked | len]
}

/// The length of a head.
#[inline]
pub(crate) const fn encoded_len(payload_len: u64, is_masked: bool) -> usize {
    let key_len = if is_masked { 4 } else { 0 };
    key_len
        + match payload_len {
            ..=MAX_SHORT_LEN => 2,
            LEN_IN_2_MIN..LEN_IN_8_MIN => 4,
            _ => 10,
        }
}

/// What a header is checked against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// Whose decoder it is.
    pub(crate) role: Role,
    /// Whether an extension gives the first reserved bit a meaning.
    pub(crate) allow_rsv1: bool,
    /// Whether a message is under way.
    pub(crate) is_open: bool,
    /// Whether the message under way may have one frame more.
    pub(crate) may_go_on: bool,
    /// The longest payload of a data frame.
    pub(crate) max_frame_len: u64,
    /// What the message may still have.
    pub(crate) max_rest: u64,
}

/// A broken rule, and the place in the header of the octet that breaks it.
pub(crate) type Broken = (DecodeErrorKind, usize);

/// What stands at the front of some octets.
pub(crate) enum Decoded {
    /// A header, and how long it is.
    Header(FrameHeader, usize),
    /// The front of a legal one. There is nothing more to be said before it has so many octets.
    NeedsMore(usize),
}

/// Decodes the header at the front of `octets`.
///
/// Each octet is checked by itself, in order, so that a header is refused at the same octet
/// whether the next ones are there or not.
pub(crate) fn decode(octets: &[u8], rules: &Rules) -> Result<Decoded, Broken> {
    let Some((&first, rest)) = octets.split_first() else {
        return Ok(Decoded::NeedsMore(1));
    };
    let opcode = rules.check_first(first).map_err(|kind| (kind, 0))?;
    let Some((&second, rest)) = rest.split_first() else {
        return Ok(Decoded::NeedsMore(2));
    };
    rules
        .check_second(opcode, second)
        .map_err(|kind| (kind, 1))?;
    let (payload_len, rest) = match second & !MASKED {
        LEN_IN_8 => match rest.split_first_chunk() {
            Some((&len, rest)) => (u64::from_be_bytes(len), rest),
            None => return Ok(Decoded::NeedsMore(10)),
        },
        LEN_IN_2 => match rest.split_first_chunk() {
            Some((&len, rest)) => (u16::from_be_bytes(len).into(), rest),
            None => return Ok(Decoded::NeedsMore(4)),
        },
        len => (len.into(), rest),
    };
    let len = octets.len() - rest.len();
    rules
        .check_len(opcode, second, payload_len)
        .map_err(|kind| (kind, len - 1))?;
    let (mask_key, rest) = match rest.split_first_chunk() {
        _ if second & MASKED == 0 => (None, rest),
        Some((&key, rest)) => (Some(key), rest),
        None => return Ok(Decoded::NeedsMore(len + 4)),
    };
    let header = FrameHeader {
        fin: first & FIN != 0,
        rsv: first >> 4 & 7,
        opcode,
        mask_key,
        payload_len,
    };
    Ok(Decoded::Header(header, octets.len() - rest.len()))
}

/// How many octets the header that begins with `octets` has, at least.
pub(crate) fn least_len(octets: &[u8], role: Role) -> usize {
    let key_len = match role {
        Role::Server => 4,
        Role::Client => 0,
    };
    key_len
        + match octets {
            [_, second, ..] if second & !MASKED == LEN_IN_8 => 10,
            [_, second, ..] if second & !MASKED == LEN_IN_2 => 4,
            _ => 2,
        }
}

impl Rules {
    /// RFC 6455 §5.2, §5.4 and §5.5: what the first octet says.
    fn check_first(&self, octet: u8) -> Result<Opcode, DecodeErrorKind> {
        let rsv = octet >> 4 & 7;
        let opcode = Opcode::from_u8(octet & 0xf);
        // An extension may own the first reserved bit of a message, which is on its first frame
        // (RFC 7692 §6).
        let is_rsv_owned =
            self.allow_rsv1 && rsv == 4 && matches!(opcode, Some(Opcode::Text | Opcode::Binary));
        if rsv != 0 && !is_rsv_owned {
            return Err(DecodeErrorKind::ReservedBits);
        }
        let Some(opcode) = opcode else {
            return Err(DecodeErrorKind::ReservedOpcode);
        };
        match opcode {
            Opcode::Close | Opcode::Ping | Opcode::Pong => {
                if octet & FIN == 0 {
                    return Err(DecodeErrorKind::FragmentedControl);
                }
                return Ok(opcode);
            }
            Opcode::Continuation if !self.is_open => {
                return Err(DecodeErrorKind::UnexpectedContinuation);
            }
            Opcode::Text | Opcode::Binary if self.is_open => {
                return Err(DecodeErrorKind::ExpectedContinuation);
            }
            _ if !self.may_go_on => return Err(DecodeErrorKind::TooManyFragments),
            _ => {}
        }
        Ok(opcode)
    }

    /// RFC 6455 §5.1 and §5.5: what the second octet says.
    const fn check_second(&self, opcode: Opcode, octet: u8) -> Result<(), DecodeErrorKind> {
        match (self.role, octet & MASKED) {
            (Role::Server, 0) => return Err(DecodeErrorKind::Unmasked),
            (Role::Client, MASKED) => return Err(DecodeErrorKind::Masked),
            _ => {}
        }
        let len = octet & !MASKED;
        if opcode.is_control() && len as usize > MAX_CONTROL_LEN {
            return Err(DecodeErrorKind::ControlTooLong);
        }
        // RFC 6455 §5.5.1: a body begins with a status code of two octets.
        if matches!(opcode, Opcode::Close) && len == 1 {
            return Err(DecodeErrorKind::InvalidCloseLength);
        }
        Ok(())
    }

    /// RFC 6455 §5.2 and §10.4: what the whole length says.
    const fn check_len(
        &self,
        opcode: Opcode,
        second: u8,
        payload_len: u64,
    ) -> Result<(), DecodeErrorKind> {
        if payload_len > MAX_PAYLOAD_LEN {
            return Err(DecodeErrorKind::LengthOverflow);
        }
        let least = match second & !MASKED {
            LEN_IN_8 => LEN_IN_8_MIN,
            LEN_IN_2 => LEN_IN_2_MIN,
            _ => 0,
        };
        if payload_len < least {
            return Err(DecodeErrorKind::NonMinimalLength);
        }
        if opcode.is_control() {
            return Ok(());
        }
        if payload_len > self.max_frame_len {
            return Err(DecodeErrorKind::FrameTooLarge);
        }
        if payload_len > self.max_rest {
            return Err(DecodeErrorKind::MessageTooLarge);
        }
        Ok(())
    }
}
