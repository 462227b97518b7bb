//! A connection that ends, at every place (RFC 6455 §7.1.5).

use noio_testkit::websocket::script;
use noio_websocket::{CloseCode, Config, DecodeErrorKind, End, Event, Role, Transport};

use crate::{Endpoint, ROLES, close, closed};

/// Where a connection may end, and what that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Between two frames, and no message is under way.
    Between,
    /// Between the frames of a message, where a control frame may be.
    InMessage,
    /// Behind a Close.
    Behind,
}

/// Frames, and the stage behind each.
const FRAMES: [(&[u8], Stage); 9] = [
    (b"thello", Stage::Between),
    (b"b", Stage::Between),
    (b"pping", Stage::Between),
    (b"Thel", Stage::InMessage),
    (b"ping", Stage::InMessage),
    (b"C", Stage::InMessage),
    (b"clo", Stage::Between),
    (b"b*\x81a", Stage::Between),
    (b"x\x03\xe8bye", Stage::Behind),
];

/// The wire, and the stages at the ends of its frames.
fn wire(role: Role) -> (Vec<u8>, Vec<(usize, Stage)>) {
    let mut wire = Vec::new();
    let mut ends = vec![(0, Stage::Between)];
    for (script, stage) in FRAMES {
        wire.extend(script::wire(script, role));
        ends.push((wire.len(), stage));
    }
    (wire, ends)
}

#[test]
fn every_place_has_its_end() {
    for role in ROLES {
        let (wire, ends) = wire(role);
        let mut count = [0; 3];
        for len in 0..=wire.len() {
            let mut end = Endpoint::new(role);
            let (_, result) = end.receive_wire(&wire[..len]);
            assert_eq!(result, Ok(()));
            let stage = ends.iter().find(|(place, _)| *place == len);
            let seen = end.decoder.finish();
            match stage {
                Some((_, Stage::Between)) => {
                    assert_eq!(seen, Ok(End::Abnormal), "{len}");
                    count[0] += 1;
                }
                Some((_, Stage::Behind)) => {
                    assert_eq!(seen, Ok(End::Clean), "{len}");
                    count[1] += 1;
                }
                // In a message, or in a frame.
                Some((_, Stage::InMessage)) | None => {
                    let error = seen.expect_err("something was cut");
                    assert_eq!(error.kind(), DecodeErrorKind::Truncated, "{len}");
                    assert_eq!(error.offset(), len as u64);
                    // 1006 is never sent: nobody is there any more.
                    assert_eq!(error.close_code(), None);
                    assert_eq!(end.decoder.take_reply(), None);
                    assert_eq!(end.decoder.decode(&mut &b"\x81"[..]).err(), Some(error));
                    count[2] += 1;
                }
            }
            assert_eq!(end.decoder.finish(), seen);
            assert_eq!(end.transport(), Transport::Close);
        }
        assert_eq!(count, [6, 1, wire.len() + 1 - 7], "{role:?}");
    }
}

/// Our Close alone does not make an end clean: the peer's may have been lost with data before it.
#[test]
fn our_close_alone_is_no_clean_end() {
    for role in ROLES {
        let mut end = Endpoint::new(role);
        end.receive(b"tlast");
        end.send(&close(CloseCode::NORMAL, "")).expect("legal");
        assert_eq!(end.transport(), Transport::Open);
        assert_eq!(end.decoder.finish(), Ok(End::Abnormal));
        assert_eq!(end.transport(), Transport::Close);

        let mut end = Endpoint::new(role);
        end.send(&close(CloseCode::NORMAL, "")).expect("legal");
        end.receive(b"Tla");
        let error = end.decoder.finish().expect_err("within a message");
        assert_eq!(error.kind(), DecodeErrorKind::Truncated);
        assert_eq!(end.transport(), Transport::Close);
    }
}

/// An error is the error, also when the connection ends behind it.
#[test]
fn error_stays_the_error() {
    for role in ROLES {
        let mut end = Endpoint::new(role);
        let (_, result) = end.receive_wire(&script::wire(b"tok\xfe\x83bad", role));
        let error = result.expect_err("a reserved opcode");
        assert_eq!(error.kind(), DecodeErrorKind::ReservedOpcode);
        assert_eq!(end.decoder.finish(), Err(error));
        assert_eq!(end.decoder.finish(), Err(error));
        assert_eq!(end.transport(), Transport::Close);
    }
}

/// In pieces, what is right comes before what is wrong, and the connection may end between the two.
#[test]
fn error_that_is_still_to_be_told_is_told_by_the_end() {
    let mut config = Config::new();
    config.pieces = true;
    for role in ROLES {
        let mut end = Endpoint::with_config(role, config);
        let wire = script::wire(b"tgood\xffbad", role);
        let mut input = wire.as_slice();
        match end.decoder.decode(&mut input) {
            Ok(Some(Event::TextPiece { text, is_last })) => {
                assert_eq!((text, is_last), ("good", false));
            }
            other => panic!("unexpected {other:?}"),
        }
        assert_eq!(end.decoder.take_reply(), None);
        assert_eq!(end.transport(), Transport::Open);

        let error = end.decoder.finish().expect_err("bad text");
        assert_eq!(error.kind(), DecodeErrorKind::InvalidUtf8);
        let offset = wire.len() - b"\xffbad".len();
        assert_eq!(error.offset(), offset as u64);
        assert_eq!(end.decoder.position(), error.offset());
        end.reply();
        assert_eq!(end.sent, [closed(1007, "")]);
        assert_eq!(end.transport(), Transport::Close);

        // Once.
        assert_eq!(end.decoder.finish(), Err(error));
        assert_eq!(end.decoder.decode(&mut input).err(), Some(error));
        assert_eq!(end.decoder.take_reply(), None);
    }
}
