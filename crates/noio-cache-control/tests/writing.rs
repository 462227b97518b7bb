//! Arbitrary builders beside a writer that pushes strings, and what is read of what they write.

use noio_cache_control::{EncodeError, RequestBuilder, ResponseBuilder};
use noio_testkit::{
    cache_control::writing::{
        Call, Said, check_extension, check_request_writing, check_response_writing, request_calls,
        response_calls,
    },
    strategies,
};
use proptest::prelude::*;

/// The setters of a response in canonical order, each with what it can be told.
fn response_setters() -> Vec<Call> {
    let flag = |name| Call::Directive(name, Said::Flag);
    let seconds = |name, seconds| Call::Directive(name, Said::Seconds(seconds));
    let fields = |name, fields: &[&str]| {
        let fields = fields.iter().map(|field| (*field).to_owned()).collect();
        Call::Directive(name, Said::Fields(fields))
    };
    vec![
        flag("public"),
        flag("private"),
        fields("private", &["Set-Cookie", "x"]),
        fields("private", &[]),
        flag("must-understand"),
        flag("no-store"),
        flag("no-cache"),
        fields("no-cache", &["a"]),
        fields("no-cache", &[]),
        seconds("max-age", 0),
        seconds("s-maxage", 1),
        seconds("stale-while-revalidate", 1 << 31),
        seconds("stale-if-error", u32::MAX),
        flag("must-revalidate"),
        flag("proxy-revalidate"),
        flag("no-transform"),
        flag("immutable"),
        Call::Extensions(vec![("a".into(), None), ("B".into(), Some("c, d".into()))]),
        Call::Extensions(Vec::new()),
    ]
}

fn request_setters() -> Vec<Call> {
    let flag = |name| Call::Directive(name, Said::Flag);
    let seconds = |name, seconds| Call::Directive(name, Said::Seconds(seconds));
    vec![
        flag("no-cache"),
        flag("no-store"),
        seconds("max-age", 60),
        seconds("max-stale", u32::MAX),
        flag("max-stale"),
        seconds("min-fresh", 0),
        seconds("stale-if-error", 1 << 31),
        flag("no-transform"),
        flag("only-if-cached"),
        Call::Extensions(vec![("a".into(), Some(String::new()))]),
    ]
}

#[test]
fn every_setter_before_and_behind_every_other() {
    for (setters, check) in [
        (
            response_setters(),
            check_response_writing as fn(&[Call]) -> Result<(), String>,
        ),
        (request_setters(), check_request_writing),
    ] {
        check(&[]).unwrap();
        check(&setters).unwrap();
        let reversed: Vec<Call> = setters.iter().rev().cloned().collect();
        check(&reversed).unwrap();
        for first in &setters {
            check(core::slice::from_ref(first)).unwrap();
            for second in &setters {
                check(&[first.clone(), second.clone()]).unwrap();
                check(&[first.clone(), second.clone(), first.clone()]).unwrap();
            }
        }
    }
}

#[test]
fn nothing_is_written_of_nothing() {
    assert!(ResponseBuilder::new().is_empty());
    assert!(RequestBuilder::new().extensions(&[]).is_empty());
    assert!(!ResponseBuilder::new().max_age(0).is_empty());
    assert_eq!(ResponseBuilder::new().encode_to_slice(&mut []), Ok(0));
    let refused = RequestBuilder::new().no_store().encode_to_slice(&mut []);
    assert_eq!(refused, Err(EncodeError::NoSpace));
}

#[test]
fn every_error_has_its_text() {
    for (error, text) in [
        (
            EncodeError::KnownDirective,
            "directive that is no extension",
        ),
        (
            EncodeError::ControlInArgument,
            "control character in argument",
        ),
        (EncodeError::NoSpace, "no space left in output"),
    ] {
        assert_eq!(error.to_string(), text);
    }
}

#[cfg(feature = "std")]
#[test]
fn errors_become_io_errors_that_hold_them() {
    use std::io::{self, ErrorKind};

    for (error, kind) in [
        (EncodeError::KnownDirective, ErrorKind::InvalidInput),
        (EncodeError::ControlInArgument, ErrorKind::InvalidInput),
        (EncodeError::NoSpace, ErrorKind::WriteZero),
    ] {
        let io_error = io::Error::from(error);
        assert_eq!(io_error.kind(), kind);
        let held = io_error.get_ref().and_then(|held| held.downcast_ref());
        assert_eq!(held, Some(&error));
        assert_eq!(io_error.to_string(), error.to_string());
    }
}

#[cfg(feature = "alloc")]
mod outputs {
    use bytes::{BufMut as _, BytesMut};
    use noio_testkit::cache_control::writing::{
        request_text, response_text, with_request, with_response,
    };

    use super::*;

    /// What is in front of the field.
    const FRONT: &[u8] = b"Cache-Control: ";

    proptest! {
        #[test]
        fn outputs_of_all_kinds_get_the_same(octets in strategies::bytes(60)) {
            let calls = response_calls(&octets);
            with_response(&calls, |builder| {
                check(&response_text(&calls), |mut out| builder.encode(&mut out));
            });
            let calls = request_calls(&octets);
            with_request(&calls, |builder| {
                check(&request_text(&calls), |mut out| builder.encode(&mut out));
            });
        }
    }

    fn check(text: &str, encode: impl Fn(&mut dyn bytes::BufMut) -> Result<(), EncodeError>) {
        let expected = [FRONT, text.as_bytes()].concat();
        let mut vec = FRONT.to_vec();
        assert_eq!(encode(&mut vec), Ok(()));
        assert_eq!(vec, expected);

        let mut bytes = BytesMut::from(FRONT);
        assert_eq!(encode(&mut bytes), Ok(()));
        assert_eq!(bytes, expected);

        for space in 0..=text.len() {
            let mut limited = Vec::new().limit(space);
            let written = encode(&mut limited);
            let limited = limited.into_inner();
            if space < text.len() {
                assert_eq!(written, Err(EncodeError::NoSpace));
                assert!(limited.is_empty());
            } else {
                assert_eq!(written, Ok(()));
                assert_eq!(limited, text.as_bytes());
            }
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(octets in strategies::bytes(120)) {
        check_response_writing(&response_calls(&octets)).unwrap();
        check_request_writing(&request_calls(&octets)).unwrap();
    }

    #[test]
    fn nothing_breaks_out_of_an_extension(
        name in strategies::bytes(12),
        argument: Option<String>,
        chars in "[\"\\\\,=; a\t\n\u{7f}\u{e9}]{0,12}",
    ) {
        check_extension(&name, argument.as_deref()).unwrap();
        check_extension(b"x", argument.as_deref()).unwrap();
        check_extension(b"No-Stores", Some(&chars)).unwrap();
    }
}
