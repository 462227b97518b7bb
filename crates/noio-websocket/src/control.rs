//! The payload of a control frame that does not lie whole in the input.

use crate::{assembly::Piece, header::MAX_CONTROL_LEN};

/// Up to 125 octets (RFC 6455 §5.5).
#[derive(Debug)]
pub(crate) struct ControlPayload {
    octets: [u8; MAX_CONTROL_LEN],
    len: usize,
}

impl ControlPayload {
    pub(crate) const fn new() -> Self {
        Self {
            octets: [0; MAX_CONTROL_LEN],
            len: 0,
        }
    }

    pub(crate) const fn clear(&mut self) {
        self.len = 0;
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.octets.get(..self.len).unwrap_or_default()
    }

    /// Appends a piece. There is space for it: the header was checked.
    pub(crate) fn push(&mut self, piece: Piece<'_>) {
        let (octets, mask) = match piece {
            Piece::Plain(octets) => (octets, None),
            Piece::Masked(octets, mask) => (octets, Some(mask)),
        };
        let (_, free) = self.octets.split_at_mut(self.len);
        let (space, _) = free.split_at_mut(octets.len().min(free.len()));
        for (slot, &octet) in space.iter_mut().zip(octets) {
            *slot = octet;
        }
        if let Some(mut mask) = mask {
            mask.apply(space);
        }
        self.len += space.len();
    }
}
