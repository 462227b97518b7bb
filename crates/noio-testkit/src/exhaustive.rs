//! Every short string over a small alphabet.

/// Calls `check` with every string of at most `max_len` symbols of `alphabet`, the empty one
/// included, and returns how many there were.
///
/// A symbol is a string of bytes, so that a long field name counts once. Strings that share a
/// front share the work of building it.
pub fn every_string(alphabet: &[&[u8]], max_len: usize, mut check: impl FnMut(&[u8])) -> u64 {
    let mut string = Vec::new();
    extend(alphabet, max_len, &mut string, &mut check)
}

fn extend(
    alphabet: &[&[u8]],
    symbols_left: usize,
    string: &mut Vec<u8>,
    check: &mut impl FnMut(&[u8]),
) -> u64 {
    check(string);
    let mut count = 1;
    if symbols_left > 0 {
        for symbol in alphabet {
            let len = string.len();
            string.extend_from_slice(symbol);
            count += extend(alphabet, symbols_left - 1, string, check);
            string.truncate(len);
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_string_is_seen_once() {
        let mut seen = Vec::new();
        let count = every_string(&[b"a", b"bc", b"d"], 3, |string| seen.push(string.to_vec()));
        assert_eq!(count, 1 + 3 + 9 + 27);
        assert_eq!(seen.len(), 40);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 40);
        assert!(seen.contains(&b"bcabc".to_vec()));
    }
}
