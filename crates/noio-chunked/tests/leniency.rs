//! Each leniency accepts what it says and nothing else; without it, that is refused.

use noio_chunked::{Config, DecodeErrorKind, Decoder, Event, is_forbidden_trailer};
use noio_testkit::chunked::reference::FORBIDDEN;

/// What a decoder made of a body: its data and the offset of its end, or its error.
type Outcome = Result<(Vec<u8>, u64), (DecodeErrorKind, u64)>;

fn decode(config: Config, bytes: &[u8]) -> Outcome {
    let mut decoder = Decoder::with_config(config);
    let mut input = bytes;
    let mut data = Vec::new();
    loop {
        match decoder.decode(&mut input) {
            Ok(Some(Event::Data(piece))) => data.extend_from_slice(piece),
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(error) => return Err((error.kind(), error.offset())),
        }
    }
    match decoder.finish() {
        Ok(()) => Ok((data, decoder.position())),
        Err(error) => Err((error.kind(), error.offset())),
    }
}

/// A leniency, under the name of its field.
type Leniency = (&'static str, fn(&mut Config));

const LENIENCIES: [Leniency; 4] = [
    ("allow_bare_lf", |config| config.allow_bare_lf = true),
    ("allow_trailing_whitespace", |config| {
        config.allow_trailing_whitespace = true;
    }),
    ("allow_missing_data_crlf", |config| {
        config.allow_missing_data_crlf = true;
    }),
    ("allow_invalid_extensions", |config| {
        config.allow_invalid_extensions = true;
    }),
];

/// A body that needs one leniency, which it is, and how it is refused without.
type Case = (&'static str, &'static [u8], DecodeErrorKind, u64);

const CASES: &[Case] = {
    use DecodeErrorKind as Kind;
    &[
        ("allow_bare_lf", b"5\nhello\r\n0\r\n\r\n", Kind::BareLf, 1),
        ("allow_bare_lf", b"5\r\nhello\n0\r\n\r\n", Kind::BareLf, 8),
        ("allow_bare_lf", b"5\r\nhello\r\n0\n\r\n", Kind::BareLf, 11),
        ("allow_bare_lf", b"5\r\nhello\r\n0\r\n\n", Kind::BareLf, 13),
        (
            "allow_bare_lf",
            b"5;a=b\nhello\r\n0\r\n\r\n",
            Kind::BareLf,
            5,
        ),
        (
            "allow_bare_lf",
            b"5\r\nhello\r\n0\r\nA: b\n\r\n",
            Kind::BareLf,
            17,
        ),
        (
            "allow_trailing_whitespace",
            b"5 \r\nhello\r\n0\r\n\r\n",
            Kind::InvalidExtension,
            2,
        ),
        (
            "allow_trailing_whitespace",
            b"5\r\nhello\r\n0\t \r\n\r\n",
            Kind::InvalidExtension,
            13,
        ),
        (
            "allow_trailing_whitespace",
            b"5;a=b \r\nhello\r\n0\r\n\r\n",
            Kind::InvalidExtension,
            6,
        ),
        (
            "allow_missing_data_crlf",
            b"5\r\nhello0\r\n\r\n",
            Kind::InvalidChunkEnd,
            8,
        ),
        (
            "allow_missing_data_crlf",
            b"4\r\nhell1\r\no\r\n0\r\n\r\n",
            Kind::InvalidChunkEnd,
            7,
        ),
        (
            "allow_invalid_extensions",
            b"5;\r\nhello\r\n0\r\n\r\n",
            Kind::InvalidExtension,
            2,
        ),
        (
            "allow_invalid_extensions",
            b"5;a=\"\r\nhello\r\n0\r\n\r\n",
            Kind::InvalidExtension,
            5,
        ),
        (
            "allow_invalid_extensions",
            b"5 junk\r\nhello\r\n0\r\n\r\n",
            Kind::InvalidChunkSize,
            2,
        ),
    ]
};

#[test]
fn each_leniency_is_off_by_default_and_accepts_what_it_says() {
    for (name, set) in LENIENCIES {
        let cases: Vec<&Case> = CASES.iter().filter(|case| case.0 == name).collect();
        assert!(!cases.is_empty(), "no case for {name}");
        for (_, body, kind, offset) in cases {
            let refused = Err((*kind, *offset));
            let shown = body.escape_ascii();
            assert_eq!(decode(Config::new(), body), refused, "{shown}");

            let mut config = Config::new();
            set(&mut config);
            let accepted = Ok((b"hello".to_vec(), body.len() as u64));
            assert_eq!(decode(config, body), accepted, "{name}: {shown}");
        }
    }
    for (name, ..) in CASES {
        assert!(
            LENIENCIES.iter().any(|leniency| leniency.0 == *name),
            "{name}"
        );
    }
}

#[test]
fn no_leniency_accepts_what_needs_another() {
    for (name, body, kind, offset) in CASES {
        for (other, set) in LENIENCIES {
            // Where the grammar of an extension is not looked at, whitespace is part of it.
            let is_part =
                other == "allow_invalid_extensions" && *name == "allow_trailing_whitespace";
            if other == *name || is_part {
                continue;
            }
            let mut config = Config::new();
            set(&mut config);
            let shown = body.escape_ascii();
            assert_eq!(
                decode(config, body),
                Err((*kind, *offset)),
                "{other}: {shown}"
            );
        }
    }
}

#[test]
fn refusals_win_over_leniencies() {
    let mut config = Config::new();
    config.refuse_extensions = true;
    config.allow_invalid_extensions = true;
    let refused = Err((DecodeErrorKind::InvalidExtension, 1));
    assert_eq!(decode(config, b"5;a\r\nhello\r\n"), refused);
    assert_eq!(decode(config, b"5;@\r\nhello\r\n"), refused);
    assert_eq!(decode(config, b"5 junk\r\nhello\r\n"), refused);

    let mut config = Config::hardened();
    config.allow_trailing_whitespace = true;
    let accepted = Ok((b"hello".to_vec(), 17));
    assert_eq!(decode(config, b"5 \r\nhello\r\n0\t\r\n\r\n"), accepted);
    let refused = Err((DecodeErrorKind::InvalidExtension, 2));
    assert_eq!(decode(config, b"5 ;a\r\nhello\r\n"), refused);

    // At the end of a line, that is; else whitespace is refused where it turns out to be inside.
    config.refuse_extensions = false;
    let accepted = Ok((b"hello".to_vec(), 23));
    let body = b"5;a \r\nhello\r\n0;a=b\t\r\n\r\n";
    assert_eq!(decode(config, body), accepted);
    for (line, offset) in [
        (&b"5;a =b\r\n"[..], 4),
        (b"5;a ;b\r\n", 4),
        (b"5;a=b ;c\r\n", 6),
        (b"5;a=\"b\" ;c\r\n", 8),
        (b"5 ;a\r\n", 2),
        (b"5; a\r\n", 2),
        (b"5;a= b\r\n", 4),
    ] {
        let refused = Err((DecodeErrorKind::InvalidExtension, offset));
        assert_eq!(decode(config, line), refused, "{}", line.escape_ascii());
    }
}

/// The names of the reference, which were written down apart.
#[test]
fn every_forbidden_trailer_is_known_by_its_name_in_any_case_and_no_other() {
    assert!(FORBIDDEN.len() > 40);
    let is_forbidden = |name: &str| {
        let body = format!("0\r\n{name}: x\r\n\r\n");
        let mut decoder = Decoder::new();
        let mut input = body.as_bytes();
        let in_body = match decoder.decode(&mut input) {
            Ok(Some(Event::ForbiddenTrailer(_))) => true,
            Ok(Some(Event::Trailer(_))) => false,
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(is_forbidden_trailer(name.as_bytes()), in_body, "{name}");
        in_body
    };
    for &name in FORBIDDEN {
        assert!(is_forbidden(name), "{name}");
        assert!(is_forbidden(&name.to_ascii_uppercase()), "{name}");
        let others = [
            format!("{name}s"),
            format!("x{name}"),
            name[..name.len() - 1].to_owned(),
        ];
        for other in others {
            let is_one = FORBIDDEN.contains(&other.as_str());
            assert_eq!(is_forbidden(&other), is_one, "{other}");
        }
    }
    for name in [
        "ETag",
        "Server-Timing",
        "Authentication-Info",
        "Accept-Ranges",
    ] {
        assert!(!is_forbidden(name), "{name}");
    }
}

#[test]
fn default_is_strict_and_hardened_is_stricter() {
    assert_eq!(Config::default(), Config::new());
    let mut hardened = Config::new();
    hardened.refuse_extensions = true;
    hardened.refuse_bad_whitespace = true;
    assert_eq!(Config::hardened(), hardened);
    for (name, set) in LENIENCIES {
        let mut config = Config::new();
        set(&mut config);
        assert_ne!(config, Config::new(), "{name} is on by default");
    }
}
