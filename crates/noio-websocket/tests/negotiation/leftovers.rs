//! What is behind a head belongs to the connection, and is left where it is, whatever the cuts.

use super::*;

#[test]
fn of_a_request() {
    for front in [&b""[..], b"\r\n"] {
        let head = [front, &request_octets(&[("cookie", "a=b")])].concat();
        let octets = [&head, FRAMES].concat();
        for cut in 0..=octets.len() {
            let (first, second) = octets.split_at(cut);
            let mut decoder = RequestDecoder::new();
            let mut events = 0;
            let mut left = Vec::new();
            for feed in [first, second] {
                let mut input = feed;
                while let Some(request) = decoder.decode(&mut input).expect("legal") {
                    assert_eq!(request.target(), "/chat");
                    events += 1;
                }
                assert!(input.is_empty() || decoder.is_done(), "cut at {cut}");
                left.extend_from_slice(input);
            }
            assert_eq!((events, &*left), (1, FRAMES), "cut at {cut}");
            assert_eq!(decoder.position(), head.len() as u64);
            assert_eq!(decoder.finish(), Ok(()));
        }
    }
}

#[test]
fn of_a_response() {
    let interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    for front in [&b""[..], interim] {
        let head = [front, &response_octets(&[("set-cookie", "a=b")])].concat();
        let octets = [&head, FRAMES].concat();
        for cut in 0..=octets.len() {
            let (first, second) = octets.split_at(cut);
            let mut client = Client::new(offer(), KEY);
            let mut events = 0;
            let mut left = Vec::new();
            for feed in [first, second] {
                let mut input = feed;
                while let Some(response) = client.decode(&mut input).expect("legal") {
                    assert!(matches!(response, Response::Accepted(_)));
                    events += 1;
                }
                assert!(input.is_empty() || client.is_done(), "cut at {cut}");
                left.extend_from_slice(input);
            }
            assert_eq!((events, &*left), (1, FRAMES), "cut at {cut}");
            assert_eq!(client.position(), head.len() as u64);
            assert_eq!(client.finish(), Ok(()));
        }
    }
}

/// The content of a refusal is for whoever speaks HTTP: nobody here knows where it ends.
#[test]
fn of_a_refusal() {
    let content = b"{\"error\":\"no such room\"}";
    let head = b"HTTP/1.1 404 Not Found\r\nContent-Length: 24\r\n\r\n";
    let octets = [&head[..], content].concat();
    for cut in 0..=octets.len() {
        let (first, second) = octets.split_at(cut);
        let mut client = Client::new(offer(), KEY);
        let mut left = Vec::new();
        let mut statuses = Vec::new();
        for feed in [first, second] {
            let mut input = feed;
            while let Some(response) = client.decode(&mut input).expect("legal") {
                match response {
                    Response::Refused(refused) => statuses.push(refused.status()),
                    other => panic!("unexpected {other:?}"),
                }
            }
            left.extend_from_slice(input);
        }
        assert_eq!(
            (&*statuses, &*left),
            (&[404][..], &content[..]),
            "cut at {cut}"
        );
    }
}

/// Both ends in one buffer each: a client may send frames as soon as it has the response, and a
/// server in the same packet as the response.
#[test]
fn frames_behind_both_heads_are_decoded() {
    use noio_websocket::{Decoder, Encoder, Event, Role};

    let client = Client::new(offer(), KEY);
    let mut to_server = encoded_request(&client);
    let request_len = to_server.len();
    let mut encoder = Encoder::client(|| [1, 2, 3, 4]);
    encoder
        .text("to the server", &mut to_server)
        .expect("space");

    let mut input = &*to_server;
    let mut decoder = RequestDecoder::new();
    let request = decoder.decode(&mut input).expect("legal").expect("whole");
    let mut to_client = Vec::new();
    let acceptance = request.accept(Origins::Any).expect("for any");
    acceptance.encode(&mut to_client).expect("space");
    Encoder::server()
        .text("to the client", &mut to_client)
        .expect("space");
    assert_eq!(to_server.len() - input.len(), request_len);
    let mut frames = Decoder::new(Role::Server);
    match frames.decode(&mut input).expect("legal") {
        Some(Event::Text(text)) => assert_eq!(&*text, "to the server"),
        other => panic!("unexpected {other:?}"),
    }

    let mut client = client;
    let mut input = &*to_client;
    let response = client.decode(&mut input).expect("legal").expect("whole");
    assert!(matches!(response, Response::Accepted(_)));
    let mut frames = Decoder::new(Role::Client);
    match frames.decode(&mut input).expect("legal") {
        Some(Event::Text(text)) => assert_eq!(&*text, "to the client"),
        other => panic!("unexpected {other:?}"),
    }
}

/// An end that is done takes nothing more, and says nothing more.
#[test]
fn behind_the_head_nothing_is_taken() {
    let request = request_octets(&[]);
    let mut decoder = RequestDecoder::new();
    assert!(!decoder.is_done());
    assert!(decoder.decode(&mut &*request).expect("legal").is_some());
    let mut client = Client::new(offer(), KEY);
    let response = response_octets(&[]);
    assert!(client.decode(&mut &*response).expect("legal").is_some());
    for octets in [&request, &response, FRAMES, b"", b"\x00"] {
        let mut input = octets;
        assert!(matches!(decoder.decode(&mut input), Ok(None)));
        assert_eq!(input, octets);
        assert!(matches!(client.decode(&mut input), Ok(None)));
        assert_eq!(input, octets);
    }
    assert!(decoder.is_done() && client.is_done());
}
