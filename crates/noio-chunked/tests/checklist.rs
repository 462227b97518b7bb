//! The lines of the checklist in `vectors/README.md` that are about the encoder and about how
//! messages are framed.

use core::num::NonZeroU64;

use noio_chunked::{
    Decoder, EncodeError, Encoder, Event,
    framing::{self, Decision, Framing, FramingError, FramingErrorKind as Kind, Policy, Version},
};

/// Names and values of field lines.
type Fields<'f> = &'f [(&'f str, &'f str)];

fn request(fields: Fields<'_>) -> Result<Decision, FramingError> {
    framing::request(Version::Http11, fields.iter().copied(), &Policy::new())
}

fn response(fields: Fields<'_>) -> Result<Decision, FramingError> {
    response_to("GET", 200, fields)
}

fn response_to(method: &str, status: u16, fields: Fields<'_>) -> Result<Decision, FramingError> {
    let fields = fields.iter().copied();
    let config = Policy::new();
    framing::response(method.as_bytes(), status, Version::Http11, fields, &config)
}

/// What was decided, or why not.
fn outcome(decided: Result<Decision, FramingError>) -> Result<Framing, Kind> {
    decided
        .map(|decision| decision.framing())
        .map_err(|error| error.kind())
}

/// What is decided of a request with these Transfer-Encoding lines.
fn coded(lines: &[&str]) -> Result<Framing, Kind> {
    let fields: Vec<_> = lines
        .iter()
        .map(|line| ("Transfer-Encoding", *line))
        .collect();
    outcome(request(&fields))
}

/// What is decided of a request with these Content-Length lines.
fn sized(lines: &[&str]) -> Result<Framing, Kind> {
    let fields: Vec<_> = lines.iter().map(|line| ("Content-Length", *line)).collect();
    outcome(request(&fields))
}

#[test]
fn line_24_forbidden_trailers_are_refused_on_writing() {
    for name in [
        "Transfer-Encoding",
        "content-length",
        "HOST",
        "Trailer",
        "TE",
        "Connection",
        "Content-Encoding",
        "Content-Type",
        "Content-Range",
        "Authorization",
        "Set-Cookie",
        "Cookie",
        "Cache-Control",
        "Expect",
        "Max-Forwards",
        "Range",
        "If-Match",
        "If-None-Match",
        "If-Modified-Since",
        "If-Unmodified-Since",
        "If-Range",
        "Age",
        "Date",
        "Expires",
        "Location",
        "Vary",
    ] {
        let mut encoder = Encoder::new();
        let mut out = Vec::new();
        let written = encoder.finish_with_trailers(&[("A", b"b"), (name, b"c")], &mut out);
        assert_eq!(written, Err(EncodeError::ForbiddenTrailer), "{name}");
        assert!(out.is_empty() && !encoder.is_done(), "{name}");
    }
    for value in [&b"a\r\nHost: b"[..], b"a\n", b"a\r", b"a\0"] {
        let mut out = Vec::new();
        let written = Encoder::new().finish_with_trailers(&[("A", value)], &mut out);
        assert_eq!(written, Err(EncodeError::InvalidTrailerValue));
        assert!(out.is_empty());
    }
}

#[test]
fn line_30_no_data_writes_nothing() {
    let mut encoder = Encoder::new();
    let mut out = Vec::new();
    assert_eq!(encoder.encode(b"", &mut out), Ok(()));
    assert!(out.is_empty());
    let chunk = encoder.chunk(b"").expect("a body that goes on");
    assert_eq!(chunk.as_slices(), [&b""[..]; 3]);
    assert!(!encoder.is_done());
}

#[test]
fn line_31_size_lines_of_all_sizes() {
    for (size, line) in [
        (1, "1\r\n"),
        (15, "f\r\n"),
        (16, "10\r\n"),
        (255, "ff\r\n"),
        (256, "100\r\n"),
        (65_535, "ffff\r\n"),
        (65_536, "10000\r\n"),
        (u32::MAX.into(), "ffffffff\r\n"),
        (1 << 32, "100000000\r\n"),
        (u64::MAX, "ffffffffffffffff\r\n"),
    ] {
        let size = NonZeroU64::new(size).expect("no zero among them");
        let head = Encoder::new().head(size).expect("a body that goes on");
        assert_eq!(&*head, line.as_bytes());
    }
}

#[test]
fn line_32_nothing_is_written_behind_the_end() {
    let mut encoder = Encoder::new();
    let mut out = Vec::new();
    assert_eq!(encoder.finish(&mut out), Ok(()));
    assert_eq!(out, b"0\r\n\r\n");
    assert_eq!(encoder.finish(&mut out), Err(EncodeError::Finished));
    let trailers: [(&str, &[u8]); 1] = [("A", b"b")];
    let written = encoder.finish_with_trailers(&trailers, &mut out);
    assert_eq!(written, Err(EncodeError::Finished));
    assert_eq!(encoder.encode(b"a", &mut out), Err(EncodeError::Finished));
    assert_eq!(encoder.chunk(b"a").err(), Some(EncodeError::Finished));
    assert_eq!(
        encoder.head(NonZeroU64::MIN).err(),
        Some(EncodeError::Finished)
    );
    assert_eq!(out, b"0\r\n\r\n");
}

#[test]
fn line_33_extensions_are_tokens_or_quoted() {
    let encoded = |name: &str, value: Option<&[u8]>| {
        let mut out = Vec::new();
        Encoder::new()
            .encode_with_extensions(b"x", &[(name, value)], &mut out)
            .map(|()| out)
    };
    for (value, line) in [
        (None, "1;a\r\nx\r\n"),
        (Some("b"), "1;a=b\r\nx\r\n"),
        (Some("b c"), "1;a=\"b c\"\r\nx\r\n"),
        (Some(""), "1;a=\"\"\r\nx\r\n"),
        (Some("\"\\"), "1;a=\"\\\"\\\\\"\r\nx\r\n"),
        (Some(";=,\t"), "1;a=\";=,\t\"\r\nx\r\n"),
    ] {
        let out = encoded("a", value.map(str::as_bytes)).expect("a legal value");
        assert_eq!(out, line.as_bytes());
    }
    for name in ["", "a b", "a;b", "a=", "\"a\"", "a\r\n", "\u{e4}"] {
        let refused = Err(EncodeError::InvalidExtensionName);
        assert_eq!(encoded(name, None), refused, "{name:?}");
    }
    for value in ["\r", "\n", "\0", "\x7f", "a\r\n0\r\n\r\n"] {
        let refused = Err(EncodeError::InvalidExtensionValue);
        assert_eq!(encoded("a", Some(value.as_bytes())), refused, "{value:?}");
    }
}

#[test]
fn line_34_what_was_decoded_is_written_anew() {
    let received =
        b"0005 ; a=\"b;c\" ; d\r\nhello\r\n0A\r\n0123456789\r\n00;e\r\nHost: f\r\nG:  h \r\n\r\n";
    let (mut decoder, mut encoder) = (Decoder::new(), Encoder::new());
    let (mut out, mut trailers) = (Vec::new(), Vec::new());
    let mut input = &received[..];
    while let Some(event) = decoder.decode(&mut input).expect("a legal body") {
        match event {
            Event::Data(data) => encoder.encode(data, &mut out).expect("space"),
            Event::Trailer(field) => {
                trailers.push((field.name().as_str().to_owned(), field.value().to_vec()));
            }
            _ => {}
        }
    }
    decoder.finish().expect("a whole body");
    let trailers: Vec<(&str, &[u8])> = trailers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_slice()))
        .collect();
    encoder
        .finish_with_trailers(&trailers, &mut out)
        .expect("trailers that may be there");
    assert_eq!(out, b"5\r\nhello\r\na\r\n0123456789\r\n0\r\nG: h\r\n\r\n");
}

#[test]
fn line_35_codings_have_no_case_and_an_order() {
    for value in ["chunked", "Chunked", "CHUNKED", " chunked ", "\tchunked"] {
        assert_eq!(coded(&[value]), Ok(Framing::Chunked), "{value:?}");
    }
    let decision = request(&[("transfer-encoding", "GZIP, deflate, chunked")]).expect("known");
    let names: Vec<_> = decision.codings().iter().map(|it| it.as_str()).collect();
    assert_eq!(names, ["gzip", "deflate"]);
    assert_eq!(decision.framing(), Framing::Chunked);
}

#[test]
fn line_36_final_coding_of_a_request_is_chunked() {
    for value in ["gzip", "chunked, gzip"] {
        assert_eq!(coded(&[value]), Err(Kind::FinalCodingNotChunked), "{value}");
        let decided = response(&[("Transfer-Encoding", value)]);
        assert_eq!(outcome(decided), Ok(Framing::UntilClose), "{value}");
    }
    assert_eq!(coded(&["gzip, chunked"]), Ok(Framing::Chunked));
}

#[test]
fn line_37_codings_are_one_list_with_chunked_once() {
    assert_eq!(coded(&["gzip", "chunked"]), Ok(Framing::Chunked));
    assert_eq!(
        coded(&["chunked", "gzip"]),
        Err(Kind::FinalCodingNotChunked)
    );
    assert_eq!(coded(&["chunked,"]), Ok(Framing::Chunked));
    assert_eq!(coded(&[", chunked"]), Ok(Framing::Chunked));
    assert_eq!(coded(&["chunked, chunked"]), Err(Kind::RepeatedChunked));
    assert_eq!(coded(&["chunked", "chunked"]), Err(Kind::RepeatedChunked));
    for value in ["", " ", ","] {
        let refused = Err(Kind::EmptyTransferEncoding);
        assert_eq!(coded(&[value]), refused, "{value:?}");
    }
    for value in ["chunked;x", "chunked;q=1", "gzip;q=1, chunked"] {
        assert_eq!(coded(&[value]), Err(Kind::CodingParameter), "{value}");
    }
}

#[test]
fn line_38_unknown_codings_are_refused() {
    for value in [
        "xchunked",
        "chunkedx",
        "identity",
        "x, chunked",
        "\"chunked\"",
        "chunked\u{a0}",
        "\x0bchunked",
        "chunked\x0c",
        "chun ked",
        "chunked\r\n chunked",
        "chunked\0",
    ] {
        for decided in [
            coded(&[value]),
            outcome(response(&[("Transfer-Encoding", value)])),
        ] {
            let is_refused = matches!(
                decided,
                Err(Kind::UnknownCoding | Kind::InvalidTransferEncoding | Kind::InvalidFieldValue)
            );
            assert!(is_refused, "{value:?}: {decided:?}");
        }
    }
}

#[test]
fn line_39_transfer_encoding_where_there_is_none() {
    let fields = [("Transfer-Encoding", "chunked")];
    let decided = framing::request(Version::Http10, fields, &Policy::new());
    assert_eq!(outcome(decided), Err(Kind::TransferEncodingInHttp10));
    for status in [100, 101, 199, 204] {
        let refused = Err(Kind::TransferEncodingWithoutContent);
        assert_eq!(outcome(response_to("GET", status, &fields)), refused);
    }
    // A client ignores it there.
    let decided = response_to("CONNECT", 200, &fields);
    assert_eq!(outcome(decided), Ok(Framing::Tunnel));
}

#[test]
fn line_40_both_fields_are_refused_or_the_connection_closes() {
    let fields = [("Content-Length", "5"), ("Transfer-Encoding", "chunked")];
    let refused = Err(Kind::ContentLengthWithTransferEncoding);
    assert_eq!(outcome(request(&fields)), refused);
    assert_eq!(outcome(response(&fields)), refused);

    let mut config = Policy::new();
    config.allow_content_length_with_transfer_encoding = true;
    let decision = framing::request(Version::Http11, fields, &config).expect("allowed");
    assert_eq!(decision.framing(), Framing::Chunked);
    assert!(decision.close() && decision.strip_content_length());
}

#[test]
fn line_41_messages_whose_fields_do_not_decide() {
    for fields in [&[][..], &[("Content-Length", "5")]] {
        for (method, status) in [
            ("HEAD", 200),
            ("HEAD", 404),
            ("GET", 100),
            ("GET", 101),
            ("GET", 204),
            ("GET", 304),
        ] {
            let decided = response_to(method, status, fields);
            assert_eq!(outcome(decided), Ok(Framing::None), "{method} {status}");
        }
        for status in [200, 201, 299] {
            let decided = response_to("CONNECT", status, fields);
            assert_eq!(outcome(decided), Ok(Framing::Tunnel), "{status}");
        }
    }
    assert_eq!(outcome(request(&[])), Ok(Framing::None));
    for (method, status) in [("GET", 200), ("POST", 500), ("CONNECT", 407), ("head", 200)] {
        let decided = response_to(method, status, &[]).expect("no fields");
        assert_eq!(decided.framing(), Framing::UntilClose, "{method} {status}");
        assert!(decided.close(), "{method} {status}");
    }
}

#[test]
fn line_42_content_length_is_one_number() {
    for (value, len) in [
        ("0", 0),
        ("5", 5),
        ("005", 5),
        (" 5 ", 5),
        ("18446744073709551615", u64::MAX),
    ] {
        assert_eq!(sized(&[value]), Ok(Framing::Length(len)), "{value:?}");
    }
    for value in [
        "+5", "-5", "0x5", "", "5 5", "5.", "5;", "\"5\"", "five", "\u{ff15}",
    ] {
        let refused = Err(Kind::InvalidContentLength);
        assert_eq!(sized(&[value]), refused, "{value:?}");
    }
    let overflow = Err(Kind::ContentLengthOverflow);
    assert_eq!(sized(&["18446744073709551616"]), overflow);
    for lines in [&["5, 5"][..], &["5", "5"]] {
        assert_eq!(sized(lines), Err(Kind::RepeatedContentLength));
    }
    for lines in [&["5, 6"][..], &["5", "6"]] {
        assert_eq!(sized(lines), Err(Kind::ConflictingContentLength));
    }
}
