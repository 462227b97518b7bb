//! Any legal heads, cut in any way; any octets; and heads that another parser has read.

use httparse::EMPTY_HEADER;
use noio_testkit::{
    Comparison, Decode as _, Failure, Log, cuts,
    handshake::{
        Decoder, Setup, check_upgrade, check_upgrade_response, reference,
        strategies::{decoder_and_head, legal_request, legal_response, offers},
    },
    laws,
};
use noio_websocket::handshake::{Client, Field, RequestDecoder, RequestLine, Response, Version};
use proptest::prelude::*;

/// The log of a decoder whose input is cut at `cuts`.
fn decode(setup: Setup, bytes: &[u8], cuts: &[usize]) -> Result<Log, Failure> {
    let mut decoder = Decoder::new(setup);
    let mut log = Log::new();
    for mut input in cuts::feeds(bytes, cuts) {
        while decoder.decode(&mut input, &mut log)?.is_some() {}
    }
    decoder.finish(&mut log)?;
    Ok(log)
}

/// Checks that a decoder and the reference say this of a head, however it is cut.
fn assert_says(setup: Setup, head: &[u8], seed: u64, expected: &Log) -> Result<(), TestCaseError> {
    let mut seen = Log::new();
    let end = reference::decode(head, &setup, &mut seen);
    prop_assert_eq!(end, Ok(Some(head.len() as u64)));
    prop_assert_eq!(&seen, expected, "the reference");
    for cuts in [
        vec![],
        cuts::bytewise(head.len()),
        cuts::seeded(head.len(), seed),
    ] {
        let seen = decode(setup, head, &cuts);
        prop_assert_eq!(seen.as_ref(), Ok(expected));
    }
    Ok(())
}

/// Names and values as `httparse` has them.
fn fields<'h>(headers: &[httparse::Header<'h>]) -> Vec<Field<'h>> {
    headers
        .iter()
        .map(|header| (header.name, header.value))
        .collect()
}

proptest! {
    #[test]
    fn legal_requests_say_what_is_in_them(legal in legal_request(), seed in any::<u64>()) {
        assert_says(Setup::server(), &legal.head, seed, &legal.log)?;
    }

    #[test]
    fn legal_responses_say_what_is_in_them(
        (offers, legal) in legal_response(),
        seed in any::<u64>(),
    ) {
        assert_says(Setup::client(offers), &legal.head, seed, &legal.log)?;
    }

    #[test]
    fn laws_hold((setup, head) in decoder_and_head(), seed in any::<u64>()) {
        let cuts = cuts::seeded(head.len(), seed);
        laws::check_laws(|| Decoder::new(setup), &head, &cuts)?;
    }

    #[test]
    fn decoders_agree_with_reference(
        (setup, head) in decoder_and_head(),
        seed in any::<u64>(),
    ) {
        let cuts = cuts::seeded(head.len(), seed);
        Comparison::new()
            .check(&head, &setup, &cuts)
            .map_err(TestCaseError::fail)?;
    }

    /// What `httparse` makes of a head is judged as the head itself.
    #[test]
    fn requests_that_httparse_has_read_are_judged_alike((setup, head) in decoder_and_head()) {
        let mut headers = [EMPTY_HEADER; 120];
        let mut request = httparse::Request::new(&mut headers);
        let is_whole = matches!(request.parse(&head), Ok(httparse::Status::Complete(_)));
        let mut decoder = RequestDecoder::with_config(setup.config);
        let decoded = decoder.decode(&mut head.as_slice());
        // What is accepted here, `httparse` accepts as well.
        prop_assert!(is_whole || !matches!(decoded, Ok(Some(_))));
        if !is_whole {
            return Ok(());
        }
        let line = RequestLine {
            method: request.method.unwrap_or_default(),
            target: request.path.unwrap_or_default(),
            version: match request.version {
                Some(0) => Version::Http10,
                _ => Version::Http11,
            },
        };
        let fields = fields(request.headers);
        check_upgrade(line, &fields).map_err(TestCaseError::fail)?;
        if let Ok(Some(request)) = decoded {
            prop_assert_eq!(request.fields().collect::<Vec<_>>(), fields);
        }
    }

    #[test]
    fn responses_that_httparse_has_read_are_judged_alike(
        offers in offers(),
        (setup, head) in decoder_and_head(),
    ) {
        let mut headers = [EMPTY_HEADER; 120];
        let mut response = httparse::Response::new(&mut headers);
        let is_whole = matches!(response.parse(&head), Ok(httparse::Status::Complete(_)));
        let mut client = Client::new(offers.offer(), offers.key).with_config(setup.config);
        let mut input = head.as_slice();
        let decoded = client.decode(&mut input);
        prop_assert!(is_whole || !matches!(decoded, Ok(Some(_))));
        if !is_whole {
            return Ok(());
        }
        let status = response.code.unwrap_or_default();
        let fields = fields(response.headers);
        check_upgrade_response(&offers, status, &fields).map_err(TestCaseError::fail)?;
        if let Ok(Some(Response::Accepted(accepted))) = decoded && status == 101 {
            prop_assert_eq!(accepted.fields().collect::<Vec<_>>(), fields);
        }
    }
}
