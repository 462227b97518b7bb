//! Every way in which a peer can fail, and the Close that answers it (RFC 6455 §7.1.7, §7.4.1).

use noio_testkit::websocket::{Received, script};
use noio_websocket::{CloseCode, Config, DecodeErrorKind as Kind, Role, Transport};

use crate::{Endpoint, ROLES, close, closed};

/// All kinds of errors.
const KINDS: [Kind; 17] = [
    Kind::ReservedBits,
    Kind::ReservedOpcode,
    Kind::FragmentedControl,
    Kind::UnexpectedContinuation,
    Kind::ExpectedContinuation,
    Kind::TooManyFragments,
    Kind::Unmasked,
    Kind::Masked,
    Kind::ControlTooLong,
    Kind::InvalidCloseLength,
    Kind::LengthOverflow,
    Kind::NonMinimalLength,
    Kind::FrameTooLarge,
    Kind::MessageTooLarge,
    Kind::InvalidCloseCode,
    Kind::InvalidUtf8,
    Kind::Truncated,
];

/// An error, and the code that answers it.
struct Case {
    kind: Kind,
    code: u16,
    wire: Vec<u8>,
}

/// Limits that the cases go over.
fn config() -> Config {
    let mut config = Config::new();
    config.max_frame_len = 200;
    config.max_message_len = 250;
    config.max_fragment_count = 3;
    config
}

fn cases(role: Role) -> Vec<Case> {
    let (wrong_mask, overflow): (_, &[u8]) = match role {
        Role::Server => (Kind::Unmasked, b"!\x82\xff\x80\0\0\0\0\0\0\0"),
        Role::Client => (Kind::Masked, b"!\x82\x7f\x80\0\0\0\0\0\0\0"),
    };
    let mut cases: Vec<(Kind, u16, &[u8])> = vec![
        (Kind::ReservedBits, 1002, b"1ta"),
        (Kind::ReservedBits, 1002, b"2ta"),
        (Kind::ReservedBits, 1002, b"3pa"),
        (Kind::ReservedOpcode, 1002, b"\x83a"),
        (Kind::ReservedOpcode, 1002, b"\x87"),
        (Kind::ReservedOpcode, 1002, b"\x8b"),
        (Kind::ReservedOpcode, 1002, b"\x0fa"),
        (Kind::FragmentedControl, 1002, b"\x08"),
        (Kind::FragmentedControl, 1002, b"\x09a"),
        (Kind::FragmentedControl, 1002, b"\x0a"),
        (Kind::UnexpectedContinuation, 1002, b"ca"),
        (Kind::UnexpectedContinuation, 1002, b"Ta\xfecb\xfec"),
        (Kind::ExpectedContinuation, 1002, b"Ta\xfetb"),
        (Kind::ExpectedContinuation, 1002, b"Ta\xfeBb"),
        (Kind::TooManyFragments, 1008, b"T\xfeC\xfeC\xfec"),
        (wrong_mask, 1002, b"mta"),
        (wrong_mask, 1002, b"mp"),
        (Kind::ControlTooLong, 1002, b"p*\x7da"),
        (Kind::ControlTooLong, 1002, b"o*\x7da"),
        (Kind::ControlTooLong, 1002, b"x*\x7d\x03\xe8"),
        (Kind::InvalidCloseLength, 1002, b"x\x03"),
        (Kind::LengthOverflow, 1002, overflow),
        (Kind::NonMinimalLength, 1002, b"wta"),
        (Kind::NonMinimalLength, 1002, b"Wb*\x7ea"),
        (Kind::FrameTooLarge, 1009, b"b*\xc8a"),
        (Kind::MessageTooLarge, 1009, b"B*\x7ca\xfec*\x7da"),
        (Kind::InvalidUtf8, 1007, b"t\xff"),
        (Kind::InvalidUtf8, 1007, b"t\xe2\x82"),
        (Kind::InvalidUtf8, 1007, b"T\xe2\xfecA"),
        (Kind::InvalidUtf8, 1007, b"x\x03\xe8\xc0"),
    ];
    // RFC 6455 §7.4: not to be sent.
    let codes = [
        0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535,
    ];
    let closes = codes.map(|code: u16| [&b"x"[..], &code.to_be_bytes()].concat());
    cases.extend(
        closes
            .iter()
            .map(|script| (Kind::InvalidCloseCode, 1002, script.as_slice())),
    );
    cases
        .into_iter()
        .map(|(kind, code, script)| Case {
            kind,
            code,
            wire: script::wire(script, role),
        })
        .collect()
}

#[test]
fn every_kind_has_a_case() {
    for kind in KINDS {
        let has_case = ROLES
            .into_iter()
            .flat_map(cases)
            .any(|case| case.kind == kind);
        assert_eq!(has_case, kind != Kind::Truncated, "{kind:?}");
    }
}

/// What came before the error is delivered; then a Close says why, once; then nothing.
#[test]
fn every_error_is_answered_by_a_close_with_its_code() {
    for role in ROLES {
        for case in cases(role) {
            let mut end = Endpoint::with_config(role, config());
            assert_eq!(end.receive(b"tok"), [Received::Text("ok".into())]);
            let (received, result) = end.receive_wire(&case.wire);
            let error = result.expect_err("the case is one of an error");
            assert_eq!(error.kind(), case.kind, "{:x?}", case.wire);
            assert!(
                received.iter().all(|it| matches!(it, Received::Text(_))),
                "{received:?}"
            );
            assert_eq!(
                error.close_code().map(CloseCode::as_u16),
                Some(case.code),
                "{error}"
            );
            assert_eq!(end.sent, [closed(case.code, "")], "{error}");
            assert!(!end.decoder.is_done());
            assert!(end.encoder.is_done());
            // RFC 6455 §7.1.7: no more is read.
            assert_eq!(end.transport(), Transport::Close, "{error}");
            let more = end.receive_wire(&script::wire(b"tmore\xfex\x03\xe8", role));
            assert_eq!(more, (vec![], Err(error)));
            assert_eq!(end.sent.len(), 1);
        }
    }
}

/// The Close displaces a pong that nobody took, and waits until it is taken.
#[test]
fn close_waits_to_be_taken() {
    for role in ROLES {
        for case in cases(role) {
            let mut end = Endpoint::with_config(role, config());
            let wire = [script::wire(b"pone", role), case.wire].concat();
            let mut input = wire.as_slice();
            while let Ok(Some(_)) = end.decoder.decode(&mut input) {}
            assert_eq!(end.transport(), Transport::Open);
            let again = end.decoder.decode(&mut input);
            assert_eq!(again.map(drop).map_err(|it| it.kind()), Err(case.kind));
            let reply = end.decoder.take_reply().expect("a Close");
            assert!(reply.is_close());
            assert_eq!(reply.payload(), case.code.to_be_bytes());
            assert_eq!(end.decoder.take_reply(), None);
            let again = end.decoder.decode(&mut input);
            assert!(again.is_err());
            assert_eq!(end.decoder.take_reply(), None);
        }
    }
}

/// An error behind our own Close: there is nothing more to be said.
#[test]
fn error_behind_our_close_ends_the_connection() {
    for role in ROLES {
        for case in cases(role) {
            let mut end = Endpoint::with_config(role, config());
            end.send(&close(CloseCode::NORMAL, "")).expect("legal");
            assert_eq!(end.transport(), Transport::Open);
            let (_, result) = end.receive_wire(&case.wire);
            assert!(result.is_err());
            assert_eq!(end.sent, [closed(1000, "")]);
            assert_eq!(end.transport(), Transport::Close);
        }
    }
}

#[cfg(feature = "std")]
#[test]
fn errors_convert() {
    use std::io::{self, ErrorKind};

    for (wire, kind) in [
        (&b"\x83"[..], ErrorKind::InvalidData),
        (b"\x81", ErrorKind::UnexpectedEof),
    ] {
        let mut end = Endpoint::new(Role::Client);
        let (_, result) = end.receive_wire(wire);
        let error = result
            .and_then(|()| end.decoder.finish())
            .expect_err("illegal, or cut");
        let converted = io::Error::from(error);
        assert_eq!(converted.kind(), kind);
        assert_eq!(converted.to_string(), error.to_string());
        let inner = converted.into_inner().expect("kept");
        assert_eq!(inner.downcast_ref(), Some(&error));
    }
}
