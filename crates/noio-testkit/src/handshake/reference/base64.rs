//! Base64 (RFC 4648 §4).

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The octets as text, with padding.
pub(super) fn encode(octets: &[u8]) -> String {
    let mut text = String::new();
    for group in octets.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| {
            bits << 8 | u32::from(group.get(at).copied().unwrap_or(0))
        });
        for digit in 0..4 {
            let index = (bits >> (18 - 6 * digit)) & 63;
            text.push(if digit <= group.len() {
                char::from(ALPHABET[index as usize])
            } else {
                '='
            });
        }
    }
    text
}

/// Whether this is the one way to write 16 octets: 22 digits, the last of which has only two bits
/// that count, and padding.
pub(super) fn is_of_16_octets(text: &[u8]) -> bool {
    let value = |octet: &u8| ALPHABET.iter().position(|digit| digit == octet);
    let Some(digits) = text.strip_suffix(b"==") else {
        return false;
    };
    digits.len() == 22
        && digits.iter().all(|octet| value(octet).is_some())
        && digits
            .last()
            .and_then(value)
            .is_some_and(|last| last & 15 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648 §10.
    #[test]
    fn examples_of_the_standard() {
        for (octets, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(octets.as_bytes()), text);
        }
    }

    #[test]
    fn sixteen_octets_are_written_in_one_way() {
        assert!(is_of_16_octets(encode(&[0xff; 16]).as_bytes()));
        for text in [
            encode(&[0; 15]),
            encode(&[0; 17]),
            "AAAAAAAAAAAAAAAAAAAAAB==".to_owned(),
            "AAAAAAAAAAAAAAAAAAAAAA".to_owned(),
            "AAAAAAAAAAAAAAAAAAAAA-==".to_owned(),
        ] {
            assert!(!is_of_16_octets(text.as_bytes()), "{text}");
        }
    }
}
