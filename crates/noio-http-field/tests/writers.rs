//! What the writers write, and what they refuse.
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use noio_http_field::{EncodeError, EncodedParameter, EncodedValue, Token};

/// What an output holds before anything is written: no writer writes this byte.
const UNTOUCHED: u8 = 0;

fn write(value: EncodedValue<'_>) -> String {
    let mut out = vec![UNTOUCHED; value.encoded_len()];
    assert_eq!(value.encode_to_slice(&mut out), Ok(out.len()));
    String::from_utf8(out).unwrap()
}

#[test]
fn a_value_is_a_token_if_it_can_be() {
    for (value, expected, quoted) in [
        ("gzip", "gzip", r#""gzip""#),
        ("", r#""""#, r#""""#),
        ("a b", r#""a b""#, r#""a b""#),
        ("\t", "\"\t\"", "\"\t\""),
        ("a,b", r#""a,b""#, r#""a,b""#),
        ("\"", r#""\"""#, r#""\"""#),
        ("\\", r#""\\""#, r#""\\""#),
        ("a\"\\b\"", r#""a\"\\b\"""#, r#""a\"\\b\"""#),
        ("\u{e4}", "\"\u{e4}\"", "\"\u{e4}\""),
    ] {
        assert_eq!(
            write(EncodedValue::new(value.as_bytes()).unwrap()),
            expected
        );
        assert_eq!(
            write(EncodedValue::quoted(value.as_bytes()).unwrap()),
            quoted
        );
    }
}

#[test]
fn what_no_form_can_carry_is_refused() {
    for byte in 0..=u8::MAX {
        let is_refused = (byte < b' ' && byte != b'\t') || byte == 0x7f;
        let expected = if is_refused {
            Err(EncodeError::ControlInValue)
        } else {
            Ok(())
        };
        for value in [
            &[byte][..],
            &[byte, b'a'],
            &[b'a', byte],
            &[b'a', byte, b'"'],
        ] {
            assert_eq!(EncodedValue::new(value).map(drop), expected, "{byte}");
            assert_eq!(EncodedValue::quoted(value).map(drop), expected, "{byte}");
        }
    }
}

#[test]
fn a_parameter_may_have_no_value() {
    let name = Token::new(b"a").unwrap();
    let mut out = [UNTOUCHED; 16];
    for (value, expected) in [
        (None, &b"a"[..]),
        (Some(EncodedValue::from(name)), b"a=a"),
        (Some(EncodedValue::new(b"").unwrap()), b"a=\"\""),
        (Some(EncodedValue::new(b"\"").unwrap()), b"a=\"\\\"\""),
    ] {
        let parameter = EncodedParameter { name, value };
        assert_eq!(parameter.encoded_len(), expected.len());
        let len = parameter.encode_to_slice(&mut out).unwrap();
        assert_eq!(&out[..len], expected);
    }
}

#[test]
fn too_little_space_is_left_as_it_was() {
    let name = Token::new(b"name").unwrap();
    let value = Some(EncodedValue::new(b"a \"b\"").unwrap());
    let parameter = EncodedParameter { name, value };
    let len = parameter.encoded_len();
    assert_eq!(len, b"name=\"a \\\"b\\\"\"".len());
    for space in 0..len {
        let mut out = vec![UNTOUCHED; space];
        assert_eq!(
            parameter.encode_to_slice(&mut out),
            Err(EncodeError::NoSpace)
        );
        assert!(out.iter().all(|&byte| byte == UNTOUCHED), "{space}");
    }
}

#[cfg(feature = "alloc")]
#[test]
fn a_buffer_gets_the_same_bytes_or_none() {
    use noio_http_field::KeepAlive;

    let name = Token::new(b"name").unwrap();
    for bytes in [&b"token"[..], b"", b"a \"b\"", b"\\\\"] {
        let value = EncodedValue::new(bytes).unwrap();
        let parameter = EncodedParameter {
            name,
            value: Some(value),
        };
        let expected = write(value);
        let mut out = b"before ".to_vec();
        value.encode(&mut out).unwrap();
        assert_eq!(out, format!("before {expected}").into_bytes());
        out.clear();
        parameter.encode(&mut out).unwrap();
        assert_eq!(out, format!("name={expected}").into_bytes());

        // A slice as a buffer panics if it is written past its end.
        let mut small = vec![UNTOUCHED; expected.len() + 4];
        let result = parameter.encode(&mut &mut small[..]);
        assert_eq!(result, Err(EncodeError::NoSpace));
        let result = value.encode(&mut &mut small[..expected.len() - 1]);
        assert_eq!(result, Err(EncodeError::NoSpace));
        assert!(small.iter().all(|&byte| byte == UNTOUCHED));
    }
    let keep_alive = KeepAlive {
        timeout: Some(5),
        max: Some(100),
    };
    let mut out = Vec::new();
    keep_alive.encode(&mut out).unwrap();
    assert_eq!(out, b"timeout=5, max=100");
    let result = keep_alive.encode(&mut &mut [UNTOUCHED; 17][..]);
    assert_eq!(result, Err(EncodeError::NoSpace));
}

#[cfg(feature = "std")]
#[test]
fn errors_become_io_errors_that_hold_them() {
    use std::io::{self, ErrorKind};

    use noio_http_field::{DateError, HttpDate, QuotedString};

    for (error, kind) in [
        (EncodeError::ControlInValue, ErrorKind::InvalidInput),
        (EncodeError::NoSpace, ErrorKind::WriteZero),
    ] {
        let io_error = io::Error::from(error);
        assert_eq!(io_error.kind(), kind);
        assert_eq!(io_error.downcast::<EncodeError>().ok(), Some(error));
    }
    let error = QuotedString::take(&mut &b"\"a"[..]).unwrap_err();
    assert_eq!(error.to_string(), "unterminated quoted-string at byte 2");
    let io_error = io::Error::from(error);
    assert_eq!(io_error.kind(), ErrorKind::InvalidData);
    assert_eq!(io_error.downcast().ok(), Some(error));
    let error = HttpDate::parse(b"now", HttpDate::MIN).unwrap_err();
    assert_eq!(error.to_string(), "not an HTTP date");
    let io_error = io::Error::from(error);
    assert_eq!(io_error.kind(), ErrorKind::InvalidData);
    assert_eq!(io_error.downcast::<DateError>().ok(), Some(error));
}
