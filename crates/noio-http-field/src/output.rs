//! The way of encoded pieces into an output: all of them, or none.

#[cfg(feature = "alloc")]
use bytes::BufMut;

use crate::EncodeError;

/// Appends `pieces`, which are `len` bytes together.
#[cfg(feature = "alloc")]
pub(crate) fn put<'a>(
    pieces: impl Iterator<Item = &'a [u8]>,
    len: usize,
    out: &mut impl BufMut,
) -> Result<(), EncodeError> {
    if out.remaining_mut() < len {
        return Err(EncodeError::NoSpace);
    }
    for piece in pieces {
        out.put_slice(piece);
    }
    Ok(())
}

/// Writes `pieces`, which are `len` bytes together, to the front of `out`.
pub(crate) fn put_in_slice<'a>(
    pieces: impl Iterator<Item = &'a [u8]>,
    len: usize,
    out: &mut [u8],
) -> Result<usize, EncodeError> {
    let Some(mut space) = out.get_mut(..len) else {
        return Err(EncodeError::NoSpace);
    };
    for piece in pieces {
        if let Some(front) = space.split_off_mut(..piece.len()) {
            front.copy_from_slice(piece);
        }
    }
    Ok(len)
}
