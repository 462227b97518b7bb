//! Heads that take time or memory.

use super::*;

/// CVE-2023-43669 (tungstenite): the head is parsed from its beginning with every read, so that a
/// long one octet by octet takes minutes. As this test would.
#[test]
fn head_that_comes_octet_by_octet() {
    let long = [b"Cookie: ".as_slice(), &[b'a'; MANY]].concat();
    let many = vec![&b"X-A: b"[..]; MANY / 8];
    for lines in [&[&*long][..], &many] {
        for feed_len in [1, 2, 1460] {
            let request = head(REQUEST, lines);
            let (asked, usage) = heap::measure(|| {
                let mut decoder = RequestDecoder::with_config(unlimited());
                ask(&mut decoder, request.chunks(feed_len))
            });
            assert_eq!(asked, Ok(true));
            assert_linear(usage, request.len());

            let response = head(RESPONSE, lines);
            let (answered, usage) = heap::measure(|| {
                let mut client = Client::new(offer(), KEY).with_config(unlimited());
                answer(&mut client, response.chunks(feed_len))
            });
            assert_eq!(answered, Ok(Some(true)));
            assert_linear(usage, response.len());
        }
    }
    // Nor is it looked for an end again and again, if there is none.
    let mut decoder = RequestDecoder::with_config(unlimited());
    let start = b"GET /".iter().chain(&[b'a'; MANY]);
    let octets: Vec<u8> = start.copied().collect();
    assert_eq!(ask(&mut decoder, octets.chunks(1)), Ok(false));
}

/// A buffer that doubles was allocated twice its length in all.
#[track_caller]
fn assert_linear(usage: heap::Usage, len: usize) {
    assert!(usage.allocated >= len as u64, "{usage:?} for {len} octets");
    assert!(
        usage.allocated <= 4 * len as u64,
        "{usage:?} for {len} octets"
    );
    assert!(usage.count <= 32, "{usage:?}");
}

/// The same over interim responses, of which each is whole.
#[test]
fn interim_responses_without_end() {
    let interim = b"HTTP/1.1 100 Continue\r\n\r\n".repeat(MANY / 25);
    for feed_len in [1, 24, 26, usize::MAX] {
        let mut client = Client::new(offer(), KEY).with_config(unlimited());
        assert_eq!(answer(&mut client, interim.chunks(feed_len)), Ok(None));
        let mut client = Client::new(offer(), KEY);
        let (error, usage) = heap::measure(|| answer(&mut client, interim.chunks(feed_len)));
        assert_eq!(error, Err((ResponseKind::HeadTooLong, 16 * 1024)));
        // What is held is one of them at most, and none behind the error.
        assert_eq!(usage.held, 0);
    }
}

/// RUSTSEC-2020-0043 (ws): what has no end is kept for ever. By default there is an end to it, and
/// what was kept is given back.
#[test]
fn head_without_end() {
    const MAX_LEN: usize = 16 * 1024;

    assert_eq!(Config::new().max_head_len, MAX_LEN);
    let endless_requests: [(&str, &[u8]); 4] = [
        ("", b"a"),
        ("GET /", b"a"),
        (REQUEST, b"a"),
        ("GET / HTTP/1.1\r\nCookie: ", b" a"),
    ];
    for (front, again) in endless_requests {
        let octets = [front.as_bytes(), &again.repeat(MAX_LEN + 1)].concat();
        for feed_len in [1, 1000, usize::MAX] {
            let mut decoder = RequestDecoder::new();
            let (error, usage) = heap::measure(|| ask(&mut decoder, octets.chunks(feed_len)));
            assert_eq!(error, Err((RequestKind::HeadTooLong, MAX_LEN as u64)));
            assert_eq!(usage.held, 0);
            assert!(usage.allocated <= 4 * MAX_LEN as u64, "{usage:?}");
        }
    }
    for (front, again) in [
        ("HTTP/1.1 101 ", &b"a"[..]),
        (RESPONSE, b"a"),
        ("HTTP/1.1 101 \r\nSet-Cookie: ", b" a"),
    ] {
        let octets = [front.as_bytes(), &again.repeat(MAX_LEN + 1)].concat();
        for feed_len in [1, 1000, usize::MAX] {
            let mut client = Client::new(offer(), KEY);
            let (error, usage) = heap::measure(|| answer(&mut client, octets.chunks(feed_len)));
            assert_eq!(error, Err((ResponseKind::HeadTooLong, MAX_LEN as u64)));
            assert_eq!(usage.held, 0);
            assert!(usage.allocated <= 4 * MAX_LEN as u64, "{usage:?}");
        }
    }
}

/// And while it waits for the rest of a head, a decoder holds no more than twice what has come.
#[test]
fn half_a_head_is_held_at_most_twice() {
    let request = head(REQUEST, &[&[&b"Cookie: "[..], &[b'a'; 8000]].concat()]);
    let mut decoder = RequestDecoder::new();
    let mut held = 0;
    for (at, octet) in request.split_last().expect("long").1.chunks(1).enumerate() {
        let (asked, usage) = heap::measure(|| ask(&mut decoder, [octet]));
        assert_eq!(asked, Ok(false));
        held += usage.held;
        let bound = i64::try_from(2 * (at + 1)).expect("small");
        assert!(held <= bound.max(8), "{held} for {at} octets");
    }
    let (asked, usage) = heap::measure(|| ask(&mut decoder, [&b"\n"[..]]));
    assert_eq!(asked, Ok(true));
    held += usage.held;
    // The request has borrowed it. The next call gives it back.
    let (asked, usage) = heap::measure(|| ask(&mut decoder, [&b""[..]]));
    assert_eq!((asked, held + usage.held), (Ok(false), 0));
}

/// And nothing is held when the end of the connection was told, or the next call was made, whether
/// the head was accepted or not.
#[test]
fn head_that_was_cut_is_given_back() {
    for (octets, expected) in [
        (head(REQUEST, &[]), Ok(true)),
        (head(REQUEST, &[b"Host: a"]), Err(RequestKind::InvalidHost)),
    ] {
        for ends in [true, false] {
            let mut decoder = RequestDecoder::new();
            let (_, usage) = heap::measure(|| {
                let asked = ask(&mut decoder, octets.chunks(1)).map_err(|(kind, _)| kind);
                assert_eq!(asked, expected);
                if ends {
                    assert_eq!(decoder.finish().is_ok(), expected.is_ok());
                } else {
                    let again = decoder.decode(&mut &b"x"[..]).map(|it| it.is_some());
                    assert_eq!(again.is_ok(), expected.is_ok());
                }
            });
            assert!(usage.allocated > 0);
            assert_eq!(usage.held, 0, "{expected:?}, {ends}");
        }
    }
    for (octets, expected) in [
        (head(RESPONSE, &[]), Ok(Some(true))),
        (head("HTTP/1.1 404 \r\n", &[]), Ok(Some(false))),
        (
            head(RESPONSE, &[b"Upgrade: a"]),
            Err(ResponseKind::InvalidUpgrade),
        ),
    ] {
        for ends in [true, false] {
            let mut client = Client::new(offer(), KEY);
            let (_, usage) = heap::measure(|| {
                let answered = answer(&mut client, octets.chunks(1)).map_err(|(kind, _)| kind);
                assert_eq!(answered, expected);
                if ends {
                    assert_eq!(client.finish().is_ok(), expected.is_ok());
                } else {
                    let again = client.decode(&mut &b"x"[..]).map(|it| it.is_some());
                    assert_eq!(again.is_ok(), expected.is_ok());
                }
            });
            assert!(usage.allocated > 0);
            assert_eq!(usage.held, 0, "{expected:?}, {ends}");
        }
    }
}

/// What lies whole in the input needs no memory, whatever is in it.
#[test]
fn whole_head_is_no_allocation() {
    let fields = vec![&b"x: y"[..]; 80];
    let lists: [&[u8]; 2] = [
        b"Sec-WebSocket-Protocol: a, b, c, d, e, f",
        b"Sec-WebSocket-Extensions: a; b=\"c\\d\", e, f; g",
    ];
    let request = head(REQUEST, &[&fields[..], &lists].concat());
    let response = head(RESPONSE, &fields);
    let mut out = [0; 256];
    let ((), usage) = heap::measure(|| {
        let mut decoder = RequestDecoder::new();
        let request = decoder
            .decode(&mut &*request)
            .expect("legal")
            .expect("whole");
        let chosen = request.choose_subprotocol(&["f"]);
        assert!(chosen.is_some());
        let acceptance = request
            .accept(Origins::SameHost)
            .expect("no Origin")
            .with_subprotocol(chosen)
            .with_extensions("e, a")
            .expect("offered");
        acceptance.encode(&mut &mut out[..]).expect("space");
        let mut client = Client::new(offer(), KEY);
        assert_eq!(answer(&mut client, [&*response]), Ok(Some(true)));
    });
    assert_eq!(usage.allocated, 0);
}

/// CVE-2024-37890 (ws): more fields than somebody has counted with. They are counted here, and a
/// head with too many of them is refused where the first of those begins.
#[test]
fn too_many_fields() {
    let field = &b"a:"[..];
    let own = (REQUEST.lines().count() - 1, RESPONSE.lines().count() - 1);
    let max = Config::new().max_field_count;
    for over in [0, 1, 2, 2000] {
        let request = head(REQUEST, &vec![field; max - own.0 + over]);
        let response = head(RESPONSE, &vec![field; max - own.1 + over]);
        for feed_len in [1, usize::MAX] {
            let asked = ask(&mut RequestDecoder::new(), request.chunks(feed_len));
            let mut client = Client::new(offer(), KEY);
            let answered = answer(&mut client, response.chunks(feed_len));
            if over == 0 {
                assert_eq!((asked, answered), (Ok(true), Ok(Some(true))));
                continue;
            }
            let at = REQUEST.len() + (max - own.0) * 4;
            assert_eq!(asked, Err((RequestKind::TooManyFields, at as u64)));
            let at = RESPONSE.len() + (max - own.1) * 4;
            assert_eq!(answered, Err((ResponseKind::TooManyFields, at as u64)));
        }
    }
    assert_eq!(RequestKind::TooManyFields.status(), 431);
    // Without the limit nothing else stands in the way of a million of them.
    let request = head(REQUEST, &vec![field; MANY]);
    let mut decoder = RequestDecoder::with_config(unlimited());
    let mut input = &*request;
    let request = decoder.decode(&mut input).expect("legal").expect("whole");
    assert_eq!(request.fields().count(), own.0 + MANY);
}

/// CVE-2021-32640 (ws): a value of Sec-WebSocket-Protocol that keeps a regular expression busy with
/// its whitespace. And a list without end, of which each is compared with all before it: it is
/// counted first.
#[test]
fn subprotocols_that_take_long() {
    let spaces = " ".repeat(MANY);
    let commas = ", ".repeat(MANY);
    let numbers: Vec<String> = (0..MANY).map(|number| number.to_string()).collect();
    for (value, expected) in [
        (format!("a{spaces}b"), Err(RequestKind::InvalidSubprotocols)),
        (format!("a{spaces},{spaces}b"), Ok(true)),
        (spaces.clone(), Err(RequestKind::InvalidSubprotocols)),
        (format!("{commas}a{commas}b{commas}"), Ok(true)),
        (commas, Err(RequestKind::InvalidSubprotocols)),
        ("a".repeat(MANY), Ok(true)),
        (numbers.join(","), Err(RequestKind::TooManySubprotocols)),
        (numbers[..32].join(","), Ok(true)),
        // The same one is the 33rd, and is not compared any more.
        (
            format!("{},0", numbers[..32].join(",")),
            Err(RequestKind::TooManySubprotocols),
        ),
    ] {
        let line = format!("Sec-WebSocket-Protocol: {value}");
        let request = head(REQUEST, &[line.as_bytes()]);
        let mut decoder = RequestDecoder::with_config(unlimited());
        let asked = ask(&mut decoder, [&*request]).map_err(|(kind, _)| kind);
        assert_eq!(asked, expected);

        // From a server there is one, which is compared with what was offered.
        let offered = ["a", "b"];
        let offer = offer().with_subprotocols(&offered).expect("legal");
        let response = head(RESPONSE, &[line.as_bytes()]);
        let mut client = Client::new(offer, KEY).with_config(unlimited());
        let (kind, _) = answer(&mut client, [&*response]).expect_err("not one that was offered");
        let kinds = [
            ResponseKind::InvalidSubprotocol,
            ResponseKind::UnexpectedSubprotocol,
        ];
        assert!(kinds.contains(&kind), "{kind}");
    }
}

/// CVE-2020-7662 (websocket-extensions): a quoted string without its end, which is looked for in
/// every way there is. And lists without end: a client stops at the first that it has not offered.
#[test]
fn extensions_that_take_long() {
    let escapes = "\\c".repeat(MANY);
    let many = vec!["a"; MANY].join(", ");
    let parameters = "; b=c".repeat(MANY);
    let spaces = " ".repeat(MANY);
    for (value, expected, answer_kind) in [
        (
            format!("a; b=\"{escapes}"),
            false,
            ResponseKind::InvalidExtensions,
        ),
        (
            format!("a; b=\"{escapes}\\"),
            false,
            ResponseKind::InvalidExtensions,
        ),
        (
            format!("a; b=\"{escapes}\","),
            true,
            ResponseKind::UnexpectedExtension,
        ),
        (
            format!("a; b=\"{escapes} \""),
            false,
            ResponseKind::InvalidExtensions,
        ),
        (
            format!("a{spaces};{spaces}b{spaces}={spaces}c"),
            true,
            ResponseKind::UnexpectedExtension,
        ),
        (
            format!("a{spaces}b"),
            false,
            ResponseKind::InvalidExtensions,
        ),
        (
            format!("a{parameters}"),
            true,
            ResponseKind::UnexpectedExtension,
        ),
        (many, true, ResponseKind::UnexpectedExtension),
    ] {
        let line = format!("Sec-WebSocket-Extensions: {value}");
        let request = head(REQUEST, &[line.as_bytes()]);
        let mut decoder = RequestDecoder::with_config(unlimited());
        match decoder.decode(&mut &*request) {
            Ok(Some(request)) if expected => {
                assert!(
                    request
                        .extensions()
                        .all(|extension| extension.name() == "a")
                );
                let acceptance = request.accept(Origins::Any).expect("for any");
                assert!(acceptance.with_extensions("a").is_ok());
            }
            Err(error) if !expected => assert_eq!(error.kind(), RequestKind::InvalidExtensions),
            other => panic!("unexpected {other:?}"),
        }
        let offer = offer().with_extensions("x, y; z, x").expect("legal");
        let response = head(RESPONSE, &[line.as_bytes()]);
        let mut client = Client::new(offer, KEY).with_config(unlimited());
        let answered = answer(&mut client, [&*response]).map_err(|(kind, _)| kind);
        assert_eq!(answered, Err(answer_kind));
    }
    // Each of two was offered, so the third is the first that goes too far, however many follow.
    let offer = offer().with_extensions("a, a").expect("legal");
    let line = format!("Sec-WebSocket-Extensions: {}", vec!["a"; MANY].join(","));
    let response = head(RESPONSE, &[line.as_bytes()]);
    let mut client = Client::new(offer, KEY).with_config(unlimited());
    let answered = answer(&mut client, [&*response]).map_err(|(kind, _)| kind);
    assert_eq!(answered, Err(ResponseKind::UnexpectedExtension));
}

/// Whoever agrees to whatever is offered would compare each of many extensions with all.
#[test]
fn extensions_that_are_all_agreed_to() {
    let all = |count: usize| vec!["a"; count].join(",");
    let line = format!("Sec-WebSocket-Extensions: {}", all(MANY));
    let request = head(REQUEST, &[line.as_bytes()]);
    let mut decoder = RequestDecoder::with_config(unlimited());
    let request = decoder
        .decode(&mut &*request)
        .expect("legal")
        .expect("whole");
    for (count, is_taken) in [
        (MAX_EXTENSIONS, true),
        (MAX_EXTENSIONS + 1, false),
        (MANY, false),
    ] {
        let agreed = all(count);
        let acceptance = request.accept(Origins::Any).expect("for any");
        let taken = acceptance.with_extensions(&agreed);
        assert_eq!(taken.is_ok(), is_taken, "{count} extensions");
        assert_eq!(offer().with_extensions(&agreed).is_ok(), is_taken);
    }
}
