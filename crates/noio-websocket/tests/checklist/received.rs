//! What is received: memory, replies, errors, and the end of the connection.

use noio_testkit::{heap, websocket::Frame};
use noio_websocket::{
    CloseCode, Config, DecodeError, DecodeErrorKind as Kind, Decoder, Encoder, End, Event, Opcode,
    Reply, Role, Transport,
};

use super::{code, drain};

/// The error that `input` ends in, and the reply to it.
#[track_caller]
fn refused(decoder: &mut Decoder, mut input: &[u8]) -> (DecodeError, Option<Reply>) {
    loop {
        match decoder.decode(&mut input) {
            Ok(Some(_)) => {
                let _ = decoder.take_reply();
            }
            Ok(None) => panic!("nothing is wrong with it"),
            Err(error) => return (error, decoder.take_reply()),
        }
    }
}

/// The header that declares `len` octets of a fragmented message, and some of them.
fn declared(role: Role, len: u64) -> Vec<u8> {
    let frame = Frame::new(2, "").unfinished();
    let frame = match role {
        Role::Client => frame,
        Role::Server => frame.masked([1, 2, 3, 4]),
    };
    let mut bytes = Vec::new();
    frame.write_head_to(len, &mut bytes);
    bytes.extend([0; 100]);
    bytes
}

#[test]
fn line_24_a_declared_length_allocates_nothing() {
    let mut config = Config::new();
    config.max_frame_len = u64::MAX;
    config.max_message_len = u64::MAX;
    for role in [Role::Client, Role::Server] {
        for len in [16 << 20, 1 << 40, (1 << 63) - 1] {
            for pieces in [false, true] {
                config.pieces = pieces;
                let bytes = declared(role, len);
                let (decoder, usage) = heap::measure(|| {
                    let mut decoder = Decoder::with_config(role, config);
                    drain(&mut decoder, &bytes);
                    decoder
                });
                assert!(usage.allocated <= 400, "{len}: {usage:?}");
                assert_eq!(decoder.position(), bytes.len() as u64);
            }
        }
    }
    // What is held grows with what has come, and twice that is enough.
    let mut decoder = Decoder::new(Role::Client);
    let mut frame = Vec::new();
    Frame::new(2, "").write_head_to(1 << 20, &mut frame);
    let mut held = 0;
    let mut received = 0;
    for feed in [frame].into_iter().chain(vec![vec![7; 1000]; 1000]) {
        received += feed.len();
        let (_, usage) = heap::measure(|| drain(&mut decoder, &feed));
        held += usage.held;
        let bound = i64::try_from(2 * received).expect("small");
        assert!(held <= bound, "{held} bytes for {received}");
    }
    assert!(held >= 1_000_000, "{held}");
}

#[test]
fn line_25_a_million_empty_frames_hold_no_memory() {
    let mut config = Config::new();
    config.max_fragment_count = u32::MAX;
    for (role, empty) in [
        (Role::Client, &b"\x00\x00"[..]),
        (Role::Server, b"\x00\x80\x01\x02\x03\x04"),
    ] {
        let first = [&[0x01], empty.get(1..).expect("a header")].concat();
        let flood = empty.repeat(1000);
        let ((), usage) = heap::measure(|| {
            let mut decoder = Decoder::with_config(role, config);
            drain(&mut decoder, &first);
            for _ in 0..1000 {
                drain(&mut decoder, &flood);
            }
            assert_eq!(decoder.position(), 1_000_001 * empty.len() as u64);
        });
        assert_eq!(usage.allocated, 0);
    }
}

#[test]
fn line_27_the_latest_of_many_pings_is_answered() {
    let mut decoder = Decoder::new(Role::Client);
    let mut input = &b"\x89\x01a\x89\x02bc\x81\x01x\x89\x03def"[..];
    while decoder.decode(&mut input).expect("legal").is_some() {}
    let reply = decoder.take_reply().expect("a pong");
    assert_eq!(
        (reply.opcode(), reply.payload()),
        (Opcode::Pong, &b"def"[..])
    );
    assert_eq!(decoder.take_reply(), None);

    // A Close goes before a pong that was not taken, and so does an error.
    let mut input = &b"\x89\x01a\x88\x02\x03\xe9"[..];
    while decoder.decode(&mut input).expect("legal").is_some() {}
    let reply = decoder.take_reply().expect("a Close");
    assert_eq!(
        (reply.opcode(), reply.payload()),
        (Opcode::Close, &b"\x03\xe9"[..])
    );
    assert_eq!(decoder.take_reply(), None);

    let mut decoder = Decoder::new(Role::Client);
    let mut input = &b"\x89\x01a\x83"[..];
    assert!(matches!(
        decoder.decode(&mut input),
        Ok(Some(Event::Ping(_)))
    ));
    assert!(decoder.decode(&mut input).is_err());
    let reply = decoder.take_reply().expect("a Close");
    assert_eq!(
        (reply.opcode(), reply.payload()),
        (Opcode::Close, &b"\x03\xea"[..])
    );
    assert_eq!(decoder.take_reply(), None);
}

#[test]
fn line_43_what_comes_behind_our_own_close() {
    let mut decoder = Decoder::new(Role::Client);
    let mut encoder = Encoder::client(|| [0; 4]);
    let mut out = Vec::new();
    encoder
        .close(CloseCode::GOING_AWAY, "", &mut out)
        .expect("space");
    out.clear();

    // The rest of a message, a ping, and the peer's answer.
    let mut input = &b"\x81\x01a\x89\x01p\x01\x01b\x80\x01c\x88\x02\x03\xe9"[..];
    let mut seen = Vec::new();
    while let Some(event) = decoder.decode(&mut input).expect("legal") {
        seen.push(format!("{event:?}"));
        if let Some(reply) = decoder.take_reply() {
            encoder.reply(reply, &mut out).expect("nothing to write");
        }
    }
    assert_eq!(seen.len(), 4, "{seen:?}");
    assert!(seen.iter().any(|event| event.contains("bc")), "{seen:?}");
    assert!(out.is_empty(), "{out:?}");
    assert!(decoder.is_done() && encoder.is_done());
    assert_eq!(decoder.finish(), Ok(End::Clean));
}

#[test]
fn line_46_errors_are_answered_once_and_final() {
    for (input, kind, number) in [
        (&b"\xc1"[..], Kind::ReservedBits, 1002),
        (b"\x83", Kind::ReservedOpcode, 1002),
        (b"\x09", Kind::FragmentedControl, 1002),
        (b"\x80", Kind::UnexpectedContinuation, 1002),
        (b"\x01\x00\x81", Kind::ExpectedContinuation, 1002),
        (b"\x01\x00\x00\x00\x00", Kind::TooManyFragments, 1008),
        (b"\x81\x80", Kind::Masked, 1002),
        (b"\x89\x7e", Kind::ControlTooLong, 1002),
        (b"\x88\x01", Kind::InvalidCloseLength, 1002),
        (b"\x81\x7f\x80\0\0\0\0\0\0\0", Kind::LengthOverflow, 1002),
        (b"\x81\x7e\0\x7d", Kind::NonMinimalLength, 1002),
        (b"\x81\x09", Kind::FrameTooLarge, 1009),
        (b"\x01\x08abcdefgh\x80\x02", Kind::MessageTooLarge, 1009),
        (b"\x88\x02\x03\xed", Kind::InvalidCloseCode, 1002),
        (b"\x81\x01\xff", Kind::InvalidUtf8, 1007),
    ] {
        let mut config = Config::new();
        config.max_frame_len = 8;
        config.max_message_len = 9;
        config.max_fragment_count = 2;
        let mut decoder = Decoder::with_config(Role::Client, config);
        let (error, reply) = refused(&mut decoder, input);
        assert_eq!(error.kind(), kind);
        // Each of these inputs is wrong at its last octet.
        assert_eq!(error.offset(), input.len() as u64 - 1, "{kind:?}");
        assert_eq!(decoder.position(), error.offset(), "{kind:?}");
        assert_eq!(error.close_code(), Some(code(number)), "{kind:?}");
        let reply = reply.expect("a Close");
        assert!(reply.is_close(), "{kind:?}");
        assert_eq!(reply.payload(), number.to_be_bytes(), "{kind:?}");

        assert_eq!(decoder.take_reply(), None, "{kind:?}");
        let mut more = &b"\x81\x01a"[..];
        assert_eq!(decoder.decode(&mut more).err(), Some(error));
        assert_eq!(more.len(), 3, "{kind:?}");
        assert_eq!(decoder.take_reply(), None, "{kind:?}");
        assert_eq!(decoder.finish(), Err(error));
        assert_eq!(decoder.take_reply(), None, "{kind:?}");
        assert!(!decoder.is_done());
    }
    let mut decoder = Decoder::new(Role::Server);
    let (error, _) = refused(&mut decoder, b"\x81\x01");
    assert_eq!((error.kind(), error.offset()), (Kind::Unmasked, 1));
}

#[test]
fn line_47_who_closes_the_connection() {
    for (role, after_both) in [
        (Role::Server, Transport::Close),
        (Role::Client, Transport::AwaitPeer),
    ] {
        let mut decoder = Decoder::new(role);
        assert_eq!(decoder.transport(false), Transport::Open);
        assert_eq!(decoder.transport(true), Transport::Open);
        let close = match role {
            Role::Client => Frame::new(8, ""),
            Role::Server => Frame::new(8, "").masked([0; 4]),
        };
        drain(&mut decoder, &close.to_bytes());
        assert_eq!(decoder.transport(false), Transport::Open);
        assert_eq!(decoder.transport(true), after_both);
        assert_eq!(decoder.finish(), Ok(End::Clean));
        assert_eq!(decoder.transport(true), Transport::Close);
    }
}

#[test]
fn line_50_empty_feeds_change_nothing_and_errors_are_final() {
    let mut decoder = Decoder::new(Role::Server);
    for feed in [
        &b"\x01"[..],
        b"\x82\x37",
        b"\xfa\x21\x3d",
        b"\xd5",
        b"\x58",
        b"\x89\x80",
        b"\0\0\0\0",
        b"\x80\xfe\x00",
        b"\x7e\0\0\0\0\xacaa",
    ] {
        drain(&mut decoder, feed);
        let (position, hint) = (decoder.position(), decoder.read_hint());
        for _ in 0..3 {
            assert!(matches!(decoder.decode(&mut &[][..]), Ok(None)));
            assert!(matches!(
                decoder.decode_in_place(&mut &mut [][..]),
                Ok(None)
            ));
        }
        assert_eq!((decoder.position(), decoder.read_hint()), (position, hint));
        assert_eq!(decoder.take_reply(), None);
    }
    let (error, _) = refused(&mut decoder, b"\xff");
    assert_eq!((error.kind(), error.offset()), (Kind::InvalidUtf8, 25));
    for feed in [&b""[..], b"a", b"\x81\x80\0\0\0\0"] {
        let mut input = feed;
        assert_eq!(decoder.decode(&mut input).err(), Some(error));
        assert_eq!(input, feed);
        let mut copy = feed.to_vec();
        let mut input = copy.as_mut_slice();
        assert_eq!(decoder.decode_in_place(&mut input).err(), Some(error));
        assert_eq!(input, feed);
        assert_eq!(decoder.finish(), Err(error));
    }
    assert!(!decoder.is_done());
    assert_eq!(decoder.read_hint(), 0);
}
