//! Who closes, and what is under way meanwhile.

use noio_testkit::websocket::{Received, Sending, script};
use noio_websocket::{CloseCode, Decoder, EncodeError, End, Role, Transport};

use crate::{Endpoint, ROLES, close, closed};

/// RFC 6455 §5.5.1: the answer has the code of the Close, and none of its reason.
#[test]
fn peer_closes_first() {
    for role in ROLES {
        let mut end = Endpoint::new(role);
        assert_eq!(end.transport(), Transport::Open);
        assert_eq!(end.receive(b"x\x03\xe8bye"), [closed(1000, "bye")]);
        assert_eq!(end.sent, [closed(1000, "")]);
        assert!(end.decoder.is_done());
        assert!(end.encoder.is_done());
        assert_eq!(end.transport(), end.transport_in_the_end());
        assert_eq!(end.decoder.finish(), Ok(End::Clean));
        assert_eq!(end.transport(), Transport::Close);
    }
}

/// RFC 6455 §7.1.5: a Close without a code is answered by one without a code.
#[test]
fn peer_closes_without_a_code() {
    for role in ROLES {
        let mut end = Endpoint::new(role);
        let nothing = [Received::Close(None, String::new())];
        assert_eq!(end.receive(b"x"), nothing);
        assert_eq!(end.sent, nothing);
        assert_eq!(end.transport(), end.transport_in_the_end());
    }
}

#[test]
fn every_code_is_answered_by_itself() {
    for number in 1000..5000 {
        let Some(code) = CloseCode::new(number) else {
            continue;
        };
        for role in ROLES {
            let mut peer = Endpoint::new(match role {
                Role::Client => Role::Server,
                Role::Server => Role::Client,
            });
            let mut out = Vec::new();
            peer.encoder
                .send(&close(code, "why"), &mut out)
                .expect("legal");
            let mut end = Endpoint::new(role);
            let received = end.receive_wire(&out);
            assert_eq!(received, (vec![closed(number, "why")], Ok(())));
            assert_eq!(end.sent, [closed(number, "")]);
        }
    }
}

/// Our Close goes out; that of the peer, when it comes, is not answered by another.
#[test]
fn we_close_first() {
    for role in ROLES {
        let mut end = Endpoint::new(role);
        end.send(&close(CloseCode::GOING_AWAY, "late"))
            .expect("legal");
        assert!(end.encoder.is_done());
        assert!(!end.decoder.is_done());
        assert_eq!(end.transport(), Transport::Open);
        assert_eq!(end.receive(b"x\x03\xe9"), [closed(1001, "")]);
        assert_eq!(end.sent, [closed(1001, "late")]);
        assert_eq!(end.transport(), end.transport_in_the_end());
        assert_eq!(end.decoder.finish(), Ok(End::Clean));
    }
}

/// RFC 6455 §7.1.3: two Closes that cross are a whole handshake.
#[test]
fn both_close_at_once() {
    let mut client = Endpoint::new(Role::Client);
    let mut server = Endpoint::new(Role::Server);
    let (mut to_server, mut to_client) = (Vec::new(), Vec::new());
    let sent = client
        .encoder
        .send(&close(CloseCode::NORMAL, "c"), &mut to_server);
    assert_eq!(sent, Ok(()));
    let sent = server
        .encoder
        .send(&close(CloseCode::GOING_AWAY, "s"), &mut to_client);
    assert_eq!(sent, Ok(()));

    let received = client.receive_wire(&to_client);
    assert_eq!(received, (vec![closed(1001, "s")], Ok(())));
    let received = server.receive_wire(&to_server);
    assert_eq!(received, (vec![closed(1000, "c")], Ok(())));
    // Neither has sent anything more.
    assert!(client.sent.is_empty());
    assert!(server.sent.is_empty());
    assert_eq!(client.transport(), Transport::AwaitPeer);
    assert_eq!(server.transport(), Transport::Close);
}

/// Autobahn 7.1.5: a message that has not ended is given up, and that is no error.
#[test]
fn peer_closes_between_fragments() {
    for role in ROLES {
        let mut end = Endpoint::new(role);
        let received = end.receive(b"Thel\xfex\x03\xe8");
        assert_eq!(received, [closed(1000, "")]);
        assert_eq!(end.sent, [closed(1000, "")]);
        assert_eq!(end.decoder.finish(), Ok(End::Clean));
    }
}

#[test]
fn answer_goes_between_our_fragments() {
    for role in ROLES {
        let mut end = Endpoint::new(role);
        let fragment = |fin| Sending::TextFragment {
            text: "a".into(),
            fin,
        };
        end.send(&fragment(false)).expect("legal");
        assert_eq!(end.receive(b"x\x03\xe8"), [closed(1000, "")]);
        assert_eq!(end.sent, [closed(1000, "")]);
        assert_eq!(end.send(&fragment(true)), Err(EncodeError::Closed));
    }
}

/// RFC 6455 §5.5.1: our Close was the last frame, so a ping behind it has no pong.
#[test]
fn ping_behind_our_close_has_no_pong() {
    for role in ROLES {
        let mut end = Endpoint::new(role);
        end.receive(b"pbefore");
        end.send(&Sending::CloseWithoutCode).expect("legal");
        assert_eq!(
            end.receive(b"pbehind\xfex\x03\xe8"),
            [Received::Ping(b"behind".to_vec()), closed(1000, "")]
        );
        assert_eq!(
            end.sent,
            [
                Received::Pong(b"before".to_vec()),
                Received::Close(None, String::new())
            ]
        );
    }
}

/// RFC 6455 §5.5.1: until its own Close, the peer may still send data.
#[test]
fn data_behind_our_close_is_delivered() {
    for role in ROLES {
        let mut end = Endpoint::new(role);
        end.receive(b"Bone");
        end.send(&close(CloseCode::NORMAL, "")).expect("legal");
        assert_eq!(
            end.receive(b"cmore\xfettext\xfeoa\xfex\x03\xe8"),
            [
                Received::Binary(b"onemore".to_vec()),
                Received::Text("text".into()),
                Received::Pong(b"a".to_vec()),
                closed(1000, ""),
            ]
        );
        assert_eq!(end.sent, [closed(1000, "")]);
    }
}

/// RFC 6455 §1.4 and §5.5.1: what is behind the peer's Close means nothing, legal or not.
#[test]
fn bytes_behind_the_peers_close_are_ignored() {
    for role in ROLES {
        for behind in [
            script::wire(b"tmore\xfepmore\xfex\x03\xe9", role),
            b"\xff\xff\xff".to_vec(),
            b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        ] {
            let close = script::wire(b"x\x03\xe8", role);
            let wire = [close.as_slice(), &behind].concat();
            let mut end = Endpoint::new(role);
            assert_eq!(end.receive_wire(&wire), (vec![closed(1000, "")], Ok(())));
            // In the next read, too.
            assert_eq!(end.receive_wire(&behind), (vec![], Ok(())));
            assert_eq!(end.sent, [closed(1000, "")]);
            assert_eq!(end.decoder.position(), close.len() as u64);
            assert_eq!(end.decoder.read_hint(), 0);
            assert_eq!(end.decoder.finish(), Ok(End::Clean));

            let mut decoder = Decoder::new(role);
            let mut input = wire.as_slice();
            while matches!(decoder.decode(&mut input), Ok(Some(_))) {}
            assert_eq!(input, behind);

            let mut in_place = wire.clone();
            let mut decoder = Decoder::new(role);
            let mut input = in_place.as_mut_slice();
            while matches!(decoder.decode_in_place(&mut input), Ok(Some(_))) {}
            assert_eq!(input, behind);
            assert!(matches!(decoder.decode_in_place(&mut input), Ok(None)));
            assert_eq!(input, behind);
        }
    }
}

/// Who does not take replies in time has one: the latest pong, and then the Close.
#[test]
fn close_displaces_a_pong() {
    for role in ROLES {
        let mut decoder = Decoder::new(role);
        let wire = script::wire(b"pone\xfeptwo\xfex\x03\xe8", role);
        let mut input = wire.as_slice();
        for _ in 0..2 {
            let event = decoder.decode(&mut input);
            assert!(matches!(event, Ok(Some(_))), "{event:?}");
        }
        // Another decoder, which stops here, has the latest pong.
        let mut stopped = Decoder::new(role);
        let mut front = script::wire(b"pone\xfeptwo", role);
        let mut front = front.as_mut_slice();
        while matches!(stopped.decode_in_place(&mut front), Ok(Some(_))) {}
        let reply = stopped.take_reply().expect("a pong");
        assert_eq!((reply.is_close(), reply.payload()), (false, &b"two"[..]));
        assert_eq!(stopped.take_reply(), None);

        let event = decoder.decode(&mut input);
        assert!(matches!(event, Ok(Some(_))), "{event:?}");
        let reply = decoder.take_reply().expect("a Close");
        assert!(reply.is_close());
        assert_eq!(reply.payload(), b"\x03\xe8");
        assert_eq!(decoder.take_reply(), None);
    }
}

/// Whatever comes first, the other is no second Close.
#[test]
fn there_is_no_second_close() {
    for role in ROLES {
        // The answer, then the application.
        let mut end = Endpoint::new(role);
        end.receive(b"x\x03\xe8");
        let again = [Sending::CloseWithoutCode, close(CloseCode::NORMAL, "")];
        for sending in &again {
            assert_eq!(end.send(sending), Err(EncodeError::Closed));
        }
        assert_eq!(end.sent, [closed(1000, "")]);

        // The application, then the answer to an error.
        let mut end = Endpoint::new(role);
        end.send(&close(CloseCode::GOING_AWAY, "")).expect("legal");
        let wire = script::wire(b"3tbad", role);
        let (received, result) = end.receive_wire(&wire);
        assert!(received.is_empty());
        assert!(result.is_err());
        assert_eq!(end.sent, [closed(1001, "")]);

        // The answer to an error, then the application.
        let mut end = Endpoint::new(role);
        let (_, result) = end.receive_wire(&wire);
        assert!(result.is_err());
        for sending in &again {
            assert_eq!(end.send(sending), Err(EncodeError::Closed));
        }
        assert_eq!(end.sent, [closed(1002, "")]);
    }
}

/// However the Close is cut, it comes once, and is answered once.
#[test]
fn close_that_is_cut_anywhere_is_one() {
    for role in ROLES {
        let wire = script::wire(b"tlast\xfex\x0f\xa0bye", role);
        for cut in 0..=wire.len() {
            let mut end = Endpoint::new(role);
            let (front, back) = wire.split_at(cut);
            let mut received = Vec::new();
            for feed in [front, &[], back] {
                let (more, result) = end.receive_wire(feed);
                assert_eq!(result, Ok(()), "cut at {cut}");
                received.extend(more);
            }
            let expected = [Received::Text("last".into()), closed(4000, "bye")];
            assert_eq!(received, expected, "cut at {cut}");
            assert_eq!(end.sent, [closed(4000, "")], "cut at {cut}");
        }
    }
}
