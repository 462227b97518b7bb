//! What a frame is for.

/// What a frame is for: the opcodes that RFC 6455 §5.2 defines. Others are reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a frame with another opcode fails the connection"
)]
#[repr(u8)]
pub enum Opcode {
    /// The next fragment of a message (0).
    Continuation = 0x0,
    /// A text message, or its first fragment (1).
    Text = 0x1,
    /// A binary message, or its first fragment (2).
    Binary = 0x2,
    /// The sender will send nothing more (8).
    Close = 0x8,
    /// Asks for a pong (9).
    Ping = 0x9,
    /// Answers a ping, or comes unasked (10).
    Pong = 0xa,
}

impl Opcode {
    /// The opcode with this number, if there is one.
    #[inline]
    pub const fn from_u8(number: u8) -> Option<Self> {
        Some(match number {
            0x0 => Self::Continuation,
            0x1 => Self::Text,
            0x2 => Self::Binary,
            0x8 => Self::Close,
            0x9 => Self::Ping,
            0xa => Self::Pong,
            _ => return None,
        })
    }

    /// The number on the wire: four bits.
    #[inline]
    pub const fn as_u8(self) -> u8 {
        self as u8
    }

    /// Whether it is of a control frame: close, ping or pong (RFC 6455 §5.5).
    #[inline]
    pub const fn is_control(self) -> bool {
        self.as_u8() & 0x8 != 0
    }
}
