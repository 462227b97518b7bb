//! Arbitrary bytes and arbitrary values beside the grammar, and what reading costs.
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use noio_http_field::{
    Comment, Connection, DateConfig, HttpDate, KeepAlive, List, Parameters, QuotedString, Token,
    Value,
};
use noio_testkit::{heap, http_field, strategies};
use proptest::prelude::*;

const FRAGMENTS: &[&[u8]] = &[
    b"a",
    b"close",
    b"timeout",
    b"max",
    b"17",
    b"=",
    b";",
    b",",
    b" ",
    b"\t",
    b"\"",
    b"\"",
    b"\\",
    b"(",
    b")",
    b"\xe4",
    b"\x7f",
    b"\r",
    b"\"a, b\"",
    b"; q=1",
    b", ",
];

fn check_all(line: &[u8], lines: &[&[u8]]) {
    http_field::check_token(line).unwrap();
    http_field::check_quoted_string(line).unwrap();
    http_field::check_comment(line).unwrap();
    http_field::check_parameters(line).unwrap();
    http_field::check_encoded(line).unwrap();
    http_field::check_list(lines).unwrap();
    http_field::check_connection(lines).unwrap();
    http_field::check_keep_alive(lines).unwrap();
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_read_as_the_grammar_has_it(bytes in strategies::bytes(60)) {
        check_all(&bytes, &[&bytes]);
    }

    #[test]
    fn words_of_the_grammar_are_read_as_it_has_it(
        line in strategies::fragments(FRAGMENTS, 16),
        other in strategies::fragments(FRAGMENTS, 6),
    ) {
        check_all(&line, &[&line, &other]);
    }

    #[test]
    fn any_fuzz_input_is_legal(bytes in strategies::bytes(80)) {
        http_field::http_field(&bytes);
    }

    // Without the grammar, which is slow: long inputs.
    #[test]
    fn nothing_panics(bytes in strategies::bytes(4096), now: i64) {
        let now = HttpDate::saturating_from_unix_seconds(now);
        read_everything(&bytes, now);
    }
}

/// Reads `bytes` as each thing that there is, to the end.
fn read_everything(bytes: &[u8], now: HttpDate) -> usize {
    let taken = [
        Token::take(&mut &bytes[..]).is_some(),
        Value::take(&mut &bytes[..]).is_ok(),
        QuotedString::take(&mut &bytes[..]).is_ok(),
        Comment::take(&mut &bytes[..]).is_ok(),
        Connection::parse([bytes]).is_ok_and(|it| it.has("close")),
        KeepAlive::parse([bytes]).is_ok(),
        DateConfig::new().parse(bytes, now).is_ok(),
    ];
    let values = Parameters::with_bad_whitespace(bytes)
        .flatten()
        .filter_map(|parameter| parameter.value)
        .flat_map(Value::bytes);
    taken.iter().filter(|it| **it).count() + List::new(bytes).count() + values.count()
}

#[test]
fn reading_allocates_nothing() {
    if !heap::IS_MEASURED {
        return;
    }
    for input in [
        "permessage-deflate; client_max_window_bits=15, x;a=\"b\\\"c, d\"",
        "\"a \\\"quoted\\\" string\", and more",
        "(a (nested) comment)",
        ";a=\"1\\2\";b = 3",
        "keep-alive, close",
        "timeout=5, max=100",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ] {
        let (_, usage) = heap::measure(|| read_everything(input.as_bytes(), HttpDate::MAX));
        assert_eq!(usage.count, 0, "{input}");
    }
}
