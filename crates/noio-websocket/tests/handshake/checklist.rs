//! The lines of the checklist in `vectors/README.md` that are not about decoding one head, but for
//! those about extended CONNECT.

use noio_testkit::{
    handshake::{Decoder, Offers, Setup, check_upgrade, check_upgrade_response},
    heap, laws,
};
use noio_websocket::handshake::{
    Client, Field, Offer, Origins, Request, RequestDecoder, RequestLine, Response, Uri, Version,
    accept_key,
};

use super::{REQUEST, RESPONSE, head};

/// The request line of [`REQUEST`].
const LINE: RequestLine<'_> = RequestLine {
    method: "GET",
    target: "/chat",
    version: Version::Http11,
};

/// Names and values of field lines.
pub(super) fn fields<'l>(lines: &[&'l str]) -> Vec<Field<'l>> {
    lines
        .iter()
        .map(|line| line.split_once(": ").expect("a field"))
        .map(|(name, value)| (name, value.as_bytes()))
        .collect()
}

/// [`REQUEST`] with these lines behind it, decoded, and given to `judge`.
pub(super) fn with_request<T>(more: &[&str], judge: impl FnOnce(Request<'_>) -> T) -> T {
    let octets = head(&[&REQUEST[..], more].concat());
    let mut decoder = RequestDecoder::new();
    let request = decoder.decode(&mut octets.as_slice());
    judge(request.expect("legal").expect("whole"))
}

/// What refuses a request of these lines, as text.
fn refusal(lines: &[&str]) -> String {
    let mut out = Vec::new();
    RequestDecoder::new()
        .decode(&mut head(lines).as_slice())
        .expect_err("illegal")
        .refusal()
        .encode(&mut out)
        .expect("space");
    String::from_utf8(out).expect("text")
}

#[test]
fn line_30_other_versions_are_told_which_would_do() {
    for version in ["8", "12", "14"] {
        let line = format!("Sec-WebSocket-Version: {version}");
        let response = refusal(&[&REQUEST[..5], &[line.as_str()]].concat());
        assert!(response.starts_with("HTTP/1.1 426 "), "{response}");
        assert!(response.contains("\r\nSec-WebSocket-Version: 13\r\n"));
        assert!(response.contains("\r\nUpgrade: websocket\r\n"));
    }
}

/// The second is the one that Wikipedia shows.
#[test]
fn line_31_key_is_answered() {
    for (key, accept) in [
        ("dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        ("x3JJHMbDL1EzLkh9GBhXDw==", "HSmrc0sMlYUkAGmm5OPpG2HaGWk="),
    ] {
        let answer = accept_key(key.as_bytes());
        assert_eq!(answer.as_str(), accept);
        assert_eq!((&*answer, answer.as_bytes()), (accept, accept.as_bytes()));
        assert_eq!(answer.to_string(), accept);
    }
}

#[test]
fn line_32_pages_of_others_are_refused() {
    with_request(&["Origin: https://evil.example"], |request| {
        assert!(request.accept(Origins::Any).is_ok());
        for origins in [
            Origins::SameHost,
            Origins::Listed(&[]),
            Origins::Listed(&["https://example.com"]),
        ] {
            let refusal = request.accept(origins).expect_err("another page");
            assert_eq!(refusal.status(), 403);
        }
    });
}

#[test]
fn line_33b_one_of_those_offered_is_chosen() {
    let line = "Sec-WebSocket-Protocol: a, b, c";
    for (supported, chosen) in [
        (&["c", "a"][..], Some("c")),
        (&["d", "b"], Some("b")),
        (&["d", "A", ""], None),
        (&[], None),
    ] {
        with_request(&[line], |request| {
            let subprotocol = request.choose_subprotocol(supported);
            assert_eq!(subprotocol.as_ref().map(|name| name.as_str()), chosen);
            let acceptance = request
                .accept(Origins::Any)
                .expect("any")
                .with_subprotocol(subprotocol);
            let sent: Vec<_> = acceptance
                .fields()
                .filter(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-protocol"))
                .map(|(_, value)| value.to_vec())
                .collect();
            let expected: Vec<_> = chosen
                .into_iter()
                .map(|name| name.as_bytes().to_vec())
                .collect();
            assert_eq!(sent, expected);
        });
    }
}

/// A server in Rust was once stopped by such an offer.
#[test]
fn line_35_subprotocols_that_are_none_are_a_bad_request() {
    for value in ["caf\u{e9}", "\u{1f600}", "a b", "\"a\"", ","] {
        let line = format!("Sec-WebSocket-Protocol: {value}");
        let response = refusal(&[&REQUEST[..], &[line.as_str()]].concat());
        assert!(response.starts_with("HTTP/1.1 400 "), "{response}");
    }
}

#[test]
fn line_39_response_that_opens_has_no_content() {
    with_request(&["Sec-WebSocket-Protocol: chat"], |request| {
        let chosen = request.choose_subprotocol(&["chat"]);
        let acceptance = request
            .accept(Origins::Any)
            .expect("any")
            .with_subprotocol(chosen);
        let mut out = Vec::new();
        acceptance.encode(&mut out).expect("space");
        let text = String::from_utf8(out).expect("text");
        assert!(text.starts_with("HTTP/1.1 101 ") && text.ends_with("\r\n\r\n"));
        assert_eq!(text.matches("\r\n\r\n").count(), 1);
        let text = text.to_ascii_lowercase();
        assert!(!text.contains("content-") && !text.contains("transfer-encoding"));
    });
}

/// CVE-2023-43669. The steps are counted beside the decoder; here, what is allocated.
#[test]
fn line_41_work_is_linear_however_a_head_is_cut() {
    let value = "a".repeat(16_000);
    let line = format!("X: {value}");
    let long = head(&[&REQUEST[..], &[line.as_str()]].concat());
    let many = head(&[&REQUEST[..], &["A: b"; 90]].concat());
    for octets in [long, many] {
        let (decoded, usage) = heap::measure(|| {
            let mut decoder = RequestDecoder::new();
            octets
                .chunks(1)
                .any(|mut octet| matches!(decoder.decode(&mut octet), Ok(Some(_))))
        });
        assert!(decoded);
        // A buffer that doubles as it grows.
        assert!(usage.allocated <= 4 * octets.len() as u64, "{usage:?}");
        assert!(usage.count <= 16, "{usage:?}");
        assert_eq!(usage.held, 0);
    }
}

#[test]
fn line_60_key_is_what_the_caller_has_drawn() {
    let uri = Uri::parse("ws://example.com/chat").expect("legal");
    for (key, text) in [
        (*b"the sample nonce", "dGhlIHNhbXBsZSBub25jZQ=="),
        ([0xff; 16], "/////////////////////w=="),
    ] {
        let client = Client::new(Offer::new(uri), key);
        let sent: Vec<_> = client
            .request_fields()
            .filter(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-key"))
            .map(|(_, value)| value.to_vec())
            .collect();
        assert_eq!(sent, [text.as_bytes()]);
    }
}

#[test]
fn line_61_host_has_the_port_that_is_not_the_default() {
    for (uri, host) in [
        ("ws://example.com", "example.com"),
        ("ws://example.com:80/", "example.com"),
        ("wss://example.com:443/", "example.com"),
        ("ws://example.com:443/", "example.com:443"),
        ("wss://example.com:80/", "example.com:80"),
        ("ws://[::1]:9001/", "[::1]:9001"),
    ] {
        let offer = Offer::new(Uri::parse(uri).expect("legal"));
        let client = Client::new(offer, [0; 16]);
        let (name, value) = client.request_fields().next().expect("fields");
        assert!(name.eq_ignore_ascii_case("host"));
        assert_eq!(str::from_utf8(value), Ok(host), "{uri}");
    }
    for uri in ["ws://a/#b", "ws://a#", "wss://a/?b#c"] {
        assert!(Uri::parse(uri).is_err(), "{uri}");
    }
}

#[test]
fn line_70_heads_that_others_have_read_are_judged_alike() {
    let request = fields(&REQUEST[1..]);
    assert_eq!(check_upgrade(LINE, &request), Ok(()));
    let judged = Request::upgrade(LINE, request.iter().copied()).expect("legal");
    assert_eq!(
        (judged.target(), judged.authority()),
        ("/chat", "example.com")
    );
    assert!(judged.fields().eq(request.iter().copied()));

    let response = fields(&RESPONSE[1..]);
    let offers = Offers::new();
    assert_eq!(check_upgrade_response(&offers, 101, &response), Ok(()));
    let client = Client::new(offers.offer(), offers.key);
    let judged = client.check(101, response.iter().copied());
    assert!(matches!(judged, Ok(Response::Accepted(_))));
}

#[test]
fn line_74_nothing_is_held_before_and_behind_a_head() {
    for (setup, octets) in [
        (Setup::server(), head(&REQUEST)),
        (Setup::client(Offers::new()), head(&RESPONSE)),
        (
            Setup::client(Offers::new()),
            [head(&["HTTP/1.1 103 "]), head(&RESPONSE)].concat(),
        ),
    ] {
        let stream = [&*octets, b"frames"].concat();
        let cuts: Vec<usize> = (1..stream.len()).step_by(7).collect();
        laws::check_laws(|| Decoder::new(setup), &stream, &cuts).expect("all laws");
        let (_, usage) = heap::measure(|| {
            let mut decoder = Decoder::new(setup);
            let mut log = noio_testkit::Log::new();
            noio_testkit::Decode::decode(&mut decoder, &mut octets.as_slice(), &mut log)
                .map(|event| event.is_some())
        });
        assert_eq!(
            usage.count, 0,
            "a head that lies whole in the input is borrowed"
        );
    }
}

/// What was put together is given back with the call that finds it to be of no more use.
#[test]
fn line_74_memory_is_given_back() {
    let held = |code: &mut dyn FnMut()| heap::measure(code).1.held;
    let uri = Uri::parse("ws://example.com/chat").expect("legal");

    let interim = head(&["HTTP/1.1 103 Early Hints", "Link: </a>"]);
    let mut client = Client::new(Offer::new(uri), *b"the sample nonce");
    let after_interim = held(&mut || {
        for mut octet in interim.chunks(1) {
            assert!(client.decode(&mut octet).expect("legal").is_none());
        }
    });
    assert_eq!(after_interim, 0);

    let octets = head(&REQUEST);
    let (_, cut) = octets.split_last().expect("octets");
    let mut decoder = RequestDecoder::new();
    let within = held(&mut || {
        for mut octet in cut.chunks(1) {
            assert!(decoder.decode(&mut octet).expect("legal").is_none());
        }
    });
    assert!(within > 0 && within <= 2 * cut.len() as i64, "{within}");
    let freed = held(&mut || assert!(decoder.finish().is_err()));
    assert_eq!(within + freed, 0, "the end");

    // What is wrong with the octets, and with the head as a whole.
    for lines in [
        &["GET / HTTP/1.1", "Host : a"][..],
        &["GET / HTTP/1.1", "Host: a"],
    ] {
        let octets = head(lines);
        let mut decoder = RequestDecoder::new();
        let behind_error = held(&mut || {
            let mut pieces = octets.chunks(1);
            assert!(pieces.any(|mut octet| decoder.decode(&mut octet).is_err()));
            assert!(decoder.decode(&mut &b""[..]).is_err());
        });
        assert_eq!(behind_error, 0, "{lines:?}");
    }
}
