//! The check of text that the user of a peer without one has to make.

use core::str;

/// Checks text that comes in pieces with what the standard library has. A character may be cut.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Utf8 {
    /// A character so far.
    cut: [u8; 4],
    cut_len: usize,
}

impl Utf8 {
    /// Whether the text may go on like this.
    #[inline]
    pub(super) fn accepts(&mut self, mut piece: &[u8]) -> bool {
        while self.cut_len > 0 {
            let [byte, rest @ ..] = piece else {
                return true;
            };
            let Some(place) = self.cut.get_mut(self.cut_len) else {
                return false;
            };
            *place = *byte;
            self.cut_len += 1;
            piece = rest;
            let (cut, _) = self.cut.split_at(self.cut_len);
            match str::from_utf8(cut) {
                Ok(_) => self.cut_len = 0,
                Err(error) if error.error_len().is_some() => return false,
                Err(_) => {}
            }
        }
        match str::from_utf8(piece) {
            Ok(_) => true,
            Err(error) if error.error_len().is_some() => false,
            Err(error) => {
                let (_, cut) = piece.split_at(error.valid_up_to());
                for (place, byte) in self.cut.iter_mut().zip(cut) {
                    *place = *byte;
                }
                self.cut_len = cut.len();
                true
            }
        }
    }

    /// Whether the text may end here.
    #[inline]
    pub(super) const fn is_whole(&self) -> bool {
        self.cut_len == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(bytes: &[u8], piece: usize) -> bool {
        let mut utf8 = Utf8::default();
        bytes.chunks(piece).all(|piece| utf8.accepts(piece)) && utf8.is_whole()
    }

    #[test]
    fn agrees_with_the_check_of_a_whole_text() {
        let texts: [&[u8]; 9] = [
            b"",
            b"abc",
            "aé水🌍z".as_bytes(),
            b"a\xe2\x82",
            b"\xf0\x9f\x8c",
            b"\xe2\x41\x41",
            b"\xed\xa0\x80",
            b"\xf4\x90\x80\x80",
            b"ab\x80",
        ];
        for text in texts {
            for piece in 1..=5 {
                let is_text = str::from_utf8(text).is_ok();
                assert_eq!(accepts(text, piece), is_text, "{text:x?} by {piece}");
            }
        }
    }
}
