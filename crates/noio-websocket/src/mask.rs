//! Masking (RFC 6455 §5.3).

use bytes::BufMut;

/// What a step of the loops goes over: a cache line, and whole vectors of any width.
const BLOCK_LEN: usize = 64;

/// From this length on it is worth the while to begin a block with a cache line.
const ALIGN_FROM: usize = 1_024;

/// Masks a payload, or unmasks it, which is the same (RFC 6455 §5.3).
///
/// It knows where in the payload it is, so a payload may come in pieces of any length.
///
/// ```
/// use noio_websocket::Mask;
///
/// let mut payload = *b"\x7f\x9f\x4d\x51\x58";
/// let (front, back) = payload.split_at_mut(3);
/// let mut mask = Mask::new([0x37, 0xfa, 0x21, 0x3d]);
/// mask.apply(front);
/// mask.apply(back);
/// assert_eq!(&payload, b"Hello");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mask {
    /// The key, turned so that its first byte is for the next of the payload.
    key: [u8; 4],
}

impl Mask {
    /// A mask for the payload of a frame with this key, at its first byte.
    #[inline]
    pub const fn new(key: [u8; 4]) -> Self {
        Self { key }
    }

    /// Masks the next bytes of the payload where they lie.
    #[inline]
    pub fn apply(&mut self, payload: &mut [u8]) {
        let mut rest = payload;
        if rest.len() >= ALIGN_FROM {
            // Stores that go over the end of a cache line take twice as long.
            let front_len = rest.as_ptr().align_offset(BLOCK_LEN).min(BLOCK_LEN);
            let (front, aligned) = rest.split_at_mut(front_len);
            xor(front, self.key);
            self.advance(front.len());
            rest = aligned;
        }
        xor(rest, self.key);
        self.advance(rest.len());
    }

    /// Appends the next bytes of the payload to `out`, masked.
    ///
    /// # Panics
    ///
    /// If `out` has no space for them, as [`BufMut::put_slice`].
    #[inline]
    pub fn copy(&mut self, payload: &[u8], out: &mut impl BufMut) {
        // Steps of lengths that are known when this is compiled, or each would be a call.
        let rest = copy_steps::<BLOCK_LEN>(payload, self.key, out);
        let rest = copy_steps::<16>(rest, self.key, out);
        let rest = copy_steps::<4>(rest, self.key, out);
        for (octet, key) in rest.iter().zip(self.key) {
            out.put_u8(octet ^ key);
        }
        self.advance(payload.len());
    }

    /// What the next byte of the payload is masked with.
    #[inline]
    pub(crate) const fn next(&self) -> u8 {
        let [next, ..] = self.key;
        next
    }

    #[inline]
    pub(crate) const fn advance(&mut self, len: usize) {
        let turns = match len % 4 {
            0 => 0,
            1 => 8,
            2 => 16,
            _ => 24,
        };
        self.key = u32::from_le_bytes(self.key)
            .rotate_right(turns)
            .to_le_bytes();
    }
}

/// Appends as many whole steps as there are, masked, and answers with the rest.
#[inline]
fn copy_steps<'p, const LEN: usize>(
    payload: &'p [u8],
    key: [u8; 4],
    out: &mut impl BufMut,
) -> &'p [u8] {
    let (steps, rest) = payload.as_chunks::<LEN>();
    for step in steps {
        let mut masked = *step;
        xor_step(&mut masked, key);
        out.put_slice(&masked);
    }
    rest
}

/// In steps of lengths that are known when this is compiled, which it turns into vectors.
#[inline]
fn xor(payload: &mut [u8], key: [u8; 4]) {
    let (steps, rest) = payload.as_chunks_mut::<BLOCK_LEN>();
    for step in steps {
        xor_step(step, key);
    }
    let (steps, rest) = rest.as_chunks_mut::<8>();
    for step in steps {
        xor_step(step, key);
    }
    for (octet, key) in rest.iter_mut().zip(key.into_iter().cycle()) {
        *octet ^= key;
    }
}

/// A step is a multiple of four long.
#[inline]
fn xor_step<const LEN: usize>(step: &mut [u8; LEN], key: [u8; 4]) {
    let (words, _) = step.as_chunks_mut::<4>();
    for word in words {
        *word = (u32::from_ne_bytes(*word) ^ u32::from_ne_bytes(key)).to_ne_bytes();
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

    fn payload(len: usize) -> Vec<u8> {
        (0..=250)
            .map(|number: u8| number.wrapping_mul(7))
            .cycle()
            .take(len)
            .collect()
    }

    fn masked_by_the_rule(payload: &[u8]) -> Vec<u8> {
        let octets = payload.iter().enumerate();
        octets
            .map(|(place, octet)| octet ^ KEY[place % 4])
            .collect()
    }

    #[test]
    fn pieces_of_any_length_are_masked_by_the_rule() {
        for len in (0..300).chain(ALIGN_FROM - 1..ALIGN_FROM + 70) {
            let payload = payload(len);
            let expected = masked_by_the_rule(&payload);
            for cut in [0, 1, 2, 3, 5, 8, 63, 64, 65, 129, len] {
                let (front, back) = payload.split_at(cut.min(len));
                let mut in_place = payload.clone();
                let (front_in_place, back_in_place) = in_place.split_at_mut(front.len());
                let mut mask = Mask::new(KEY);
                mask.apply(front_in_place);
                mask.apply(back_in_place);
                assert_eq!(in_place, expected, "{len} bytes cut at {cut}");

                let mut copied = Vec::new();
                let mut mask = Mask::new(KEY);
                mask.copy(front, &mut copied);
                mask.copy(back, &mut copied);
                assert_eq!(copied, expected, "{len} bytes cut at {cut}, copied");
            }
        }
    }
}
