//! Chunk extensions (RFC 9112 §7.1.1).

use core::num::NonZeroU64;

use noio_chunked::{EncodeError, Encoder};

use crate::{check_space, encode};

#[test]
fn values_are_tokens_or_quoted() {
    for (extensions, line) in [
        (&[][..], "5\r\n"),
        (&[("a", None)], "5;a\r\n"),
        (&[("a", Some(&b"b"[..]))], "5;a=b\r\n"),
        (&[("a", Some(b""))], "5;a=\"\"\r\n"),
        (&[("a", Some(b"b c"))], "5;a=\"b c\"\r\n"),
        (&[("a", Some(b"\t"))], "5;a=\"\t\"\r\n"),
        (&[("a", Some(b"\"\\"))], "5;a=\"\\\"\\\\\"\r\n"),
        (&[("a", Some(b";b=c"))], "5;a=\";b=c\"\r\n"),
        (
            &[("a", None), ("B", Some(b"c")), ("a", None)],
            "5;a;B=c;a\r\n",
        ),
    ] {
        let written =
            encode(|encoder, out| encoder.encode_with_extensions(b"Hello", extensions, out));
        assert_eq!(written, Ok(format!("{line}Hello\r\n")));
        let len = Encoder::encoded_len_with_extensions(5, extensions);
        assert_eq!(len, Ok(line.len() + 7));
        check_space(line.len() + 7, |encoder, out| {
            encoder.encode_with_extensions(b"Hello", extensions, out)
        });

        let size = NonZeroU64::new(5).expect("not 0");
        let written = encode(|encoder, out| encoder.encode_head(size, extensions, out));
        assert_eq!(written, Ok(line.to_owned()));
        let len = Encoder::encoded_head_len(size, extensions);
        assert_eq!(len, Ok(line.len()));
        check_space(line.len(), |encoder, out| {
            encoder.encode_head(size, extensions, out)
        });

        let written =
            encode(|encoder, out| encoder.finish_with_extensions(extensions, &[("x", b"y")], out));
        let line = line.replacen('5', "0", 1);
        assert_eq!(written, Ok(format!("{line}x: y\r\n\r\n")));
        let len = Encoder::finish_len(extensions, &[("x", b"y")]);
        assert_eq!(len, Ok(line.len() + 8));
        check_space(line.len() + 8, |encoder, out| {
            encoder.finish_with_extensions(extensions, &[("x", b"y")], out)
        });
    }
}

#[test]
fn what_no_size_line_can_carry_is_refused() {
    for (extensions, expected) in [
        (&[("", None)][..], EncodeError::InvalidExtensionName),
        (&[("a b", None)], EncodeError::InvalidExtensionName),
        (&[("a;b", None)], EncodeError::InvalidExtensionName),
        (&[("a=b", None)], EncodeError::InvalidExtensionName),
        (&[("\"a\"", None)], EncodeError::InvalidExtensionName),
        (&[("\u{e9}", None)], EncodeError::InvalidExtensionName),
        (&[("a\r\n\r\n", None)], EncodeError::InvalidExtensionName),
        (
            &[("a", Some(&b"\r\n0\r\n\r\n"[..]))],
            EncodeError::InvalidExtensionValue,
        ),
        (&[("a", Some(b"\n"))], EncodeError::InvalidExtensionValue),
        (&[("a", Some(b"\0"))], EncodeError::InvalidExtensionValue),
        (&[("a", Some(b"\x7f"))], EncodeError::InvalidExtensionValue),
        (
            &[("a", None), ("", None)],
            EncodeError::InvalidExtensionName,
        ),
        (
            &[("a", Some(b"\n")), ("", None)],
            EncodeError::InvalidExtensionValue,
        ),
    ] {
        let written =
            encode(|encoder, out| encoder.encode_with_extensions(b"Hello", extensions, out));
        assert_eq!(written, Err(expected), "{extensions:?}");
        let written = encode(|encoder, out| encoder.encode_head(NonZeroU64::MIN, extensions, out));
        assert_eq!(written, Err(expected), "{extensions:?}");
        let written = encode(|encoder, out| encoder.finish_with_extensions(extensions, &[], out));
        assert_eq!(written, Err(expected), "{extensions:?}");
        let len = Encoder::encoded_len_with_extensions(5, extensions);
        assert_eq!(len, Err(expected));
        assert_eq!(Encoder::finish_len(extensions, &[]), Err(expected));
    }
}

/// To drop them without a word would be wrong, and to send them with a chunk of size zero worse.
#[test]
fn extensions_without_data_are_refused() {
    let expected = EncodeError::ExtensionsWithoutData;
    let written = encode(|encoder, out| encoder.encode_with_extensions(b"", &[("a", None)], out));
    assert_eq!(written, Err(expected));
    let len = Encoder::encoded_len_with_extensions(0, &[("a", None)]);
    assert_eq!(len, Err(expected));
    assert_eq!(Encoder::encoded_len_with_extensions(0, &[]), Ok(0));
}
