//! The search for line ends: the one pass over every byte of a stream.

/// How many bytes are searched before `memchr` is called, in words of eight: the lines that end
/// here would pay more for the call than for the search.
const WORDS: usize = 2;

/// The index of the first CR or LF.
#[inline]
pub(crate) fn line_end(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    for _ in 0..WORDS {
        let Some((word, behind)) = rest.split_first_chunk() else {
            return line_end_in_tail(rest).map(|at| bytes.len() - rest.len() + at);
        };
        if let Some(at) = line_end_in_word(*word) {
            return Some(bytes.len() - rest.len() + at);
        }
        rest = behind;
    }
    memchr::memchr2(b'\r', b'\n', rest).map(|at| bytes.len() - rest.len() + at)
}

/// The search in eight bytes at once: a byte that is zero after the exclusive or is the one that
/// borrows when 1 is taken from each.
#[inline]
fn line_end_in_word(word: [u8; 8]) -> Option<usize> {
    const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    const LF: u64 = u64::from_ne_bytes([b'\n'; 8]);
    const CR: u64 = u64::from_ne_bytes([b'\r'; 8]);
    let word = u64::from_le_bytes(word);
    let (lf, cr) = (word ^ LF, word ^ CR);
    // A borrow can mark a byte behind the first match, never one before it.
    let zero = ((lf.wrapping_sub(LOW) & !lf) | (cr.wrapping_sub(LOW) & !cr)) & HIGH;
    (zero != 0).then(|| (zero.trailing_zeros() / 8) as usize)
}

#[inline]
fn line_end_in_tail(tail: &[u8]) -> Option<usize> {
    tail.iter().position(|&byte| is_line_end(byte))
}

/// Whether `byte` ends a line. HTML §9.2.5: `end-of-line = ( cr lf / cr / lf )`.
#[inline]
pub(crate) const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn line_end_agrees_with_a_plain_search_at_every_length_and_place() {
        for len in 0..300 {
            let mut bytes = vec![b'x'; len];
            assert_eq!(line_end(&bytes), None, "length {len}");
            for at in 0..len {
                for end in [b'\r', b'\n'] {
                    bytes[at] = end;
                    assert_eq!(line_end(&bytes), Some(at), "length {len}");
                    // A second one behind it changes nothing.
                    if let Some(last) = bytes.last_mut() {
                        let kept = core::mem::replace(last, b'\n');
                        assert_eq!(line_end(&bytes), Some(at), "length {len}");
                        if let Some(last) = bytes.last_mut() {
                            *last = kept;
                        }
                    }
                }
                bytes[at] = b'x';
            }
        }
    }
}
