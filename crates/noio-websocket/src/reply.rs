//! What the protocol wants to be answered.

use core::fmt;

use crate::{CloseCode, Opcode, header::MAX_CONTROL_LEN};

/// An answer that RFC 6455 asks for: the pong to a ping, or the Close to a Close or to an error.
///
/// A small value of its own, so that it may go from the task that reads to the one that writes.
/// [`Decoder::take_reply`](crate::Decoder::take_reply) has it,
/// [`Encoder::reply`](crate::Encoder::reply) sends it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reply {
    is_close: bool,
    len: u8,
    /// Zero behind the payload, so that equal replies are equal.
    payload: [u8; MAX_CONTROL_LEN],
}

impl Reply {
    /// The pong to a ping.
    pub(crate) fn pong(ping: &[u8]) -> Self {
        Self::new(false, ping)
    }

    /// A Close with the status code, if there is one.
    pub(crate) fn close(code: Option<CloseCode>) -> Self {
        match code {
            Some(code) => Self::new(true, &code.as_u16().to_be_bytes()),
            None => Self::new(true, &[]),
        }
    }

    fn new(is_close: bool, content: &[u8]) -> Self {
        let mut reply = Self {
            is_close,
            len: 0,
            payload: [0; MAX_CONTROL_LEN],
        };
        for (slot, &octet) in reply.payload.iter_mut().zip(content) {
            *slot = octet;
            reply.len += 1;
        }
        reply
    }

    /// Whether it is a Close: the last frame of the connection.
    pub const fn is_close(&self) -> bool {
        self.is_close
    }

    /// [`Opcode::Pong`] or [`Opcode::Close`].
    pub const fn opcode(&self) -> Opcode {
        if self.is_close {
            Opcode::Close
        } else {
            Opcode::Pong
        }
    }

    /// The payload to be sent: that of the ping, or the two bytes of a status code, or nothing.
    pub fn payload(&self) -> &[u8] {
        self.payload
            .get(..usize::from(self.len))
            .unwrap_or_default()
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("opcode", &self.opcode())
            .field("len", &self.len)
            .finish()
    }
}
