//! The data of a chunk or a frame, gathered so that what is shown does not tell how it arrived.

use core::mem;
use std::io;

/// The most data that is shown in one piece, in bytes.
const PIECE_LEN: usize = 64 * 1024;

/// Data of the unit under way, a chunk or a frame, that is not yet shown, and where it lies in the
/// stream.
///
/// It is shown when the unit is whole or a piece of it is full.
#[derive(Default)]
pub(crate) struct Gathered {
    bytes: Vec<u8>,
    /// The offset of the first of them, or of what comes next.
    began: u64,
    /// Data of the unit that has yet to come.
    remaining: u64,
}

impl Gathered {
    /// Where the next row begins.
    pub(crate) const fn began(&self) -> u64 {
        self.began
    }

    /// A head ended at `offset`. Data of `size` bytes follows.
    pub(crate) const fn go_on_at(&mut self, offset: u64, size: u64) {
        self.began = offset;
        self.remaining = size;
    }

    /// Takes data, and gives `show` the offsets and the bytes of the pieces that it completes.
    pub(crate) fn push(
        &mut self,
        mut data: &[u8],
        mut show: impl FnMut(u64, &[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        while !data.is_empty() {
            let room = PIECE_LEN.saturating_sub(self.bytes.len());
            let (taken, rest) = data.split_at_checked(room).unwrap_or((data, &[]));
            self.bytes.extend_from_slice(taken);
            self.remaining = self.remaining.saturating_sub(taken.len() as u64);
            data = rest;
            if self.remaining == 0 {
                self.show_all(&mut show)?;
            } else if self.bytes.len() == PIECE_LEN {
                let kept = self.bytes.split_off(PIECE_LEN - cut_char_len(&self.bytes));
                self.show_all(&mut show)?;
                self.bytes = kept;
            }
        }
        Ok(())
    }

    /// Gives `show` what is there, since nothing more comes.
    pub(crate) fn show_all(
        &mut self,
        mut show: impl FnMut(u64, &[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let bytes = mem::take(&mut self.bytes);
        if !bytes.is_empty() {
            show(self.began, &bytes)?;
        }
        self.began += bytes.len() as u64;
        Ok(())
    }
}

/// The length of a character at the end of `bytes` of which more may follow, else 0.
fn cut_char_len(bytes: &[u8]) -> usize {
    let last = bytes.last_chunk::<3>().map_or(bytes, |last| last);
    (1..=last.len())
        .find(|&len| {
            let tail = last.len() - len;
            last.get(tail..).is_some_and(is_cut_char)
        })
        .unwrap_or(0)
}

/// Whether `bytes` are the beginning of one character.
fn is_cut_char(bytes: &[u8]) -> bool {
    str::from_utf8(bytes)
        .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The offsets and lengths of the pieces of a chunk that begins at 100, fed by `step`.
    fn pieces(data: &[u8], step: usize) -> Vec<(u64, Vec<u8>)> {
        let mut gathered = Gathered::default();
        gathered.go_on_at(100, data.len() as u64);
        let mut pieces = Vec::new();
        for part in data.chunks(step) {
            gathered
                .push(part, |offset, bytes| {
                    pieces.push((offset, bytes.to_vec()));
                    Ok(())
                })
                .unwrap();
        }
        assert_eq!(gathered.began(), 100 + data.len() as u64);
        pieces
    }

    #[test]
    fn a_piece_ends_where_it_is_full_or_the_chunk_does() {
        for (len, expected) in [
            (1, &[(100, 1)][..]),
            (PIECE_LEN, &[(100, PIECE_LEN)]),
            (PIECE_LEN + 1, &[(100, PIECE_LEN), (65_636, 1)]),
            (2 * PIECE_LEN, &[(100, PIECE_LEN), (65_636, PIECE_LEN)]),
        ] {
            let data = vec![b'x'; len];
            for step in [1, 1000, PIECE_LEN, usize::MAX] {
                let lens: Vec<_> = pieces(&data, step)
                    .iter()
                    .map(|(offset, bytes)| (*offset, bytes.len()))
                    .collect();
                assert_eq!(lens, expected, "{len} by {step}");
            }
        }
    }

    #[test]
    fn a_character_is_not_cut() {
        for text in ["é", "€", "🙂"] {
            for shift in 0..text.len() {
                let mut data = vec![b'x'; shift];
                data.extend(text.repeat(PIECE_LEN).bytes());
                for step in [1, 4096, usize::MAX] {
                    let pieces = pieces(&data, step);
                    assert!(pieces.len() > 1);
                    assert!(
                        pieces
                            .iter()
                            .all(|(_, bytes)| str::from_utf8(bytes).is_ok())
                    );
                    let joined: Vec<u8> = pieces.into_iter().flat_map(|(_, bytes)| bytes).collect();
                    assert!(joined == data);
                }
            }
        }
    }

    #[test]
    fn only_a_character_that_may_go_on_counts_as_cut() {
        for (bytes, len) in [
            (&b""[..], 0),
            (b"abc", 0),
            ("a€".as_bytes(), 0),
            (b"ab\xc3", 1),
            (b"a\xe2\x82", 2),
            (b"\xf0\x9f\x99", 3),
            (b"xyz\xf0\x9f\x99", 3),
            (b"a\xe2", 1),
            // No character goes on like that.
            (b"a\xff", 0),
            (b"a\x82", 0),
            (b"\xc3a", 0),
            (b"\xe0\x80", 0),
            (b"\xf8\x88\x80", 0),
        ] {
            assert_eq!(cut_char_len(bytes), len, "{bytes:x?}");
        }
    }
}
