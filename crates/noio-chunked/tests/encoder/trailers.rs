//! Trailer fields (RFC 9112 §7.1.2).

use noio_chunked::{EncodeError, Encoder};

use crate::{check_space, encode};

#[test]
fn fields_stand_between_the_last_chunk_and_the_end() {
    for (trailers, section) in [
        (&[][..], ""),
        (&[("A", &b"b"[..])], "A: b\r\n"),
        (&[("A", b""), ("c", b"d  e\tf")], "A: \r\nc: d  e\tf\r\n"),
        (&[("!#$%&'*+-.^_`|~9Z", b":")], "!#$%&'*+-.^_`|~9Z: :\r\n"),
        (&[("A", b"1"), ("A", b"2")], "A: 1\r\nA: 2\r\n"),
    ] {
        let expected = format!("0\r\n{section}\r\n");
        let written = encode(|encoder, out| encoder.finish_with_trailers(trailers, out));
        assert_eq!(written.as_ref(), Ok(&expected));
        assert_eq!(Encoder::finish_len(&[], trailers), Ok(expected.len()));
        check_space(expected.len(), |encoder, out| {
            encoder.finish_with_trailers(trailers, out)
        });
    }
}

#[test]
fn what_no_field_line_can_carry_is_refused() {
    for (trailers, expected) in [
        (&[("", &b"a"[..])][..], EncodeError::InvalidTrailerName),
        (&[("A ", b"a")], EncodeError::InvalidTrailerName),
        (&[(" A", b"a")], EncodeError::InvalidTrailerName),
        (&[("A:", b"a")], EncodeError::InvalidTrailerName),
        (&[("\u{c0}", b"a")], EncodeError::InvalidTrailerName),
        (&[("A: b\r\nHost", b"a")], EncodeError::InvalidTrailerName),
        (
            &[("A", b"\r\n\r\nGET / HTTP/1.1")],
            EncodeError::InvalidTrailerValue,
        ),
        (&[("A", b"a\r\n b")], EncodeError::InvalidTrailerValue),
        (&[("A", b"a\nb")], EncodeError::InvalidTrailerValue),
        (&[("A", b"a\0b")], EncodeError::InvalidTrailerValue),
        (&[("A", b" a")], EncodeError::InvalidTrailerValue),
        (&[("A", b"a\t")], EncodeError::InvalidTrailerValue),
        (&[("A", b" ")], EncodeError::InvalidTrailerValue),
        (
            &[("A", b"a"), ("B", b"\n")],
            EncodeError::InvalidTrailerValue,
        ),
        (
            &[("A", b"a"), ("Host", b"b")],
            EncodeError::ForbiddenTrailer,
        ),
    ] {
        let written = encode(|encoder, out| encoder.finish_with_trailers(trailers, out));
        assert_eq!(written, Err(expected), "{trailers:?}");
        assert_eq!(Encoder::finish_len(&[], trailers), Err(expected));
    }
}

/// An encoder that was refused its trailers can still end the body without them.
#[test]
fn body_can_end_after_a_refusal() {
    let written = encode(|encoder, out| {
        let refused = encoder.finish_with_trailers(&[("Trailer", b"a")], out);
        assert_eq!(refused, Err(EncodeError::ForbiddenTrailer));
        encoder.encode(b"a", out)?;
        encoder.finish(out)
    });
    assert_eq!(written.as_deref(), Ok("1\r\na\r\n0\r\n\r\n"));
}

/// Those that RFC 9110 §6.5.1 has in mind: framing, routing, request modifiers, authentication,
/// response control, and how to process the content.
#[test]
fn forbidden_names_are_refused_in_any_case() {
    let names = "transfer-encoding content-length host trailer te connection keep-alive \
        proxy-connection upgrade max-forwards via cache-control pragma expect range if-match \
        if-none-match if-modified-since if-unmodified-since if-range authorization \
        proxy-authorization proxy-authenticate www-authenticate cookie set-cookie \
        content-encoding content-type content-range content-location age date expires location \
        retry-after vary warning";
    let mut count = 0;
    for name in names.split_ascii_whitespace() {
        let mixed: String = name
            .char_indices()
            .map(|(at, char)| {
                if at % 2 == 0 {
                    char.to_ascii_uppercase()
                } else {
                    char
                }
            })
            .collect();
        for name in [name, &name.to_ascii_uppercase(), &mixed] {
            let written = encode(|encoder, out| encoder.finish_with_trailers(&[(name, b"")], out));
            assert_eq!(written, Err(EncodeError::ForbiddenTrailer), "{name}");
            count += 1;
        }
    }
    assert_eq!(count, 37 * 3);
    for name in [
        "Checksum",
        "Server-Timing",
        "ETag",
        "x-content-length",
        "grpc-status",
        "hos",
        "hostt",
    ] {
        let written = encode(|encoder, out| encoder.finish_with_trailers(&[(name, b"")], out));
        assert_eq!(written, Ok(format!("0\r\n{name}: \r\n\r\n")));
    }
}
