//! Where an error leaves the input: what was legal is taken, and no more.

use noio_testkit::{
    Decode as _, Log,
    handshake::{Decoder, Offers, Setup},
};

use super::{REQUEST, RESPONSE, head};

/// What was taken of `octets`, what the decoder says was, and where the error is, if they are fed in
/// pieces of this length.
fn failed(setup: Setup, octets: &[u8], feed_len: usize) -> (u64, u64, u64) {
    let mut decoder = Decoder::new(setup);
    let mut log = Log::new();
    let mut taken = 0;
    let offset = octets.chunks(feed_len).find_map(|feed| {
        let mut input = feed;
        let decoded = decoder.decode(&mut input, &mut log);
        taken += (feed.len() - input.len()) as u64;
        decoded.err().map(|failure| failure.offset)
    });
    (taken, decoder.position(), offset.expect("illegal"))
}

fn with_limits(mut setup: Setup, max_field_count: usize) -> Setup {
    setup.config.max_head_len = 400;
    setup.config.max_field_count = max_field_count;
    setup
}

fn request(octets: &[u8], max_field_count: usize, feed_len: usize) -> (u64, u64, u64) {
    let setup = with_limits(Setup::server(), max_field_count);
    failed(setup, octets, feed_len)
}

fn response(octets: &[u8], max_field_count: usize, feed_len: usize) -> (u64, u64, u64) {
    let setup = with_limits(Setup::client(Offers::new()), max_field_count);
    failed(setup, octets, feed_len)
}

/// The lengths in which `octets` are fed.
fn feed_lens(octets: &[u8]) -> [usize; 4] {
    [octets.len(), 1, 2, 7]
}

#[test]
fn wrong_octet_is_left() {
    let interim = head(&["HTTP/1.1 103 Early Hints", "Link: </a>"]);
    let legal_request = head(&REQUEST);
    let legal_response = [interim, head(&RESPONSE)].concat();
    type Decode = fn(&[u8], usize, usize) -> (u64, u64, u64);
    for (legal, decode) in [
        (legal_request, request as Decode),
        (legal_response, response),
    ] {
        for place in 0..legal.len() {
            let mut octets = legal.clone();
            octets.splice(place..=place, [b'\0']);
            octets.extend_from_slice(b"frames");
            let offset = place as u64;
            for feed_len in feed_lens(&octets) {
                let seen = decode(&octets, 100, feed_len);
                assert_eq!(seen, (offset, offset, offset), "in pieces of {feed_len}");
            }
        }
    }
}

#[test]
fn octet_that_is_over_a_limit_is_left() {
    let value = "a".repeat(400);
    let long = format!("X: {value}");
    for feed_len in feed_lens(&[0; 1000]) {
        let octets = head(&[&REQUEST[..], &[&long]].concat());
        assert_eq!(request(&octets, 100, feed_len), (400, 400, 400));
        let octets = head(&[&RESPONSE[..], &[&long]].concat());
        assert_eq!(response(&octets, 100, feed_len), (400, 400, 400));

        // The first octet of the third field.
        let offset = (REQUEST[..3].join("\r\n").len() + 2) as u64;
        let seen = request(&head(&REQUEST), 2, feed_len);
        assert_eq!(seen, (offset, offset, offset));
        let offset = (RESPONSE[..3].join("\r\n").len() + 2) as u64;
        let seen = response(&head(&RESPONSE), 2, feed_len);
        assert_eq!(seen, (offset, offset, offset));
    }
}

/// The error is at the last octet of the head, and that is taken with the rest of it.
#[test]
fn illegal_head_is_taken_as_a_whole() {
    for feed_len in [1000, 1, 2, 7] {
        let octets = [head(&REQUEST[..5]), b"frames".to_vec()].concat();
        let len = head(&REQUEST[..5]).len() as u64;
        let seen = request(&octets, 100, feed_len);
        assert_eq!(seen, (len, len, len - 1));
        let octets = [head(&RESPONSE[..3]), b"frames".to_vec()].concat();
        let len = head(&RESPONSE[..3]).len() as u64;
        let seen = response(&octets, 100, feed_len);
        assert_eq!(seen, (len, len, len - 1));
    }
}
