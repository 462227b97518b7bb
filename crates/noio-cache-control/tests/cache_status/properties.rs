//! Arbitrary fields beside the reference, what is written and read again, and what that costs.

use noio_cache_control::cache_status::{CacheStatus, Forward, Fwd, MemberBuilder};
use noio_testkit::{
    cache_control::cache_status::{Told, check_status_reading, check_status_writing},
    exhaustive::every_string,
    heap, strategies,
};
use proptest::{collection::vec, prelude::*, sample::select};

const FRAGMENTS: &[&[u8]] = &[
    b"ExampleCache",
    b"\"a \\\"CDN\\\"\"",
    b"7",
    b"(a b)",
    b";hit",
    b";fwd",
    b";fwd-status",
    b";ttl",
    b";stored",
    b";collapsed",
    b";key",
    b";detail",
    b"; x",
    b"=",
    b"=",
    b"=",
    b"=",
    b"uri-miss",
    b"other",
    b"304",
    b"-412",
    b"1000",
    b"1.5",
    b"?0",
    b"?1",
    b"\"a\"",
    b"\"\\\\\"",
    b"@1",
    b":YQ==:",
    b"%\"a\"",
    b", ",
    b", ",
    b", ",
    b" ",
    b"\"",
    b"A",
];

const GOOD: &[&[u8]] = &[
    b"OriginCache; hit; ttl=1100, \"CDN Company Here\"; hit; ttl=545",
    b"ForwardProxyCache; fwd=uri-miss; collapsed; stored; fwd-status=200",
    b"a;key=\"/a?b=\\\"c\\\"\";detail=MEMORY;x=7, (a b), 7;hit",
];

fn good_line() -> impl Strategy<Value = Vec<u8>> {
    select(GOOD).prop_map(<[u8]>::to_vec)
}

fn slices(lines: &[Vec<u8>]) -> Vec<&[u8]> {
    lines.iter().map(Vec::as_slice).collect()
}

proptest! {
    #[test]
    fn arbitrary_octets(lines in vec(strategies::bytes(30), 0..4)) {
        check_status_reading(&slices(&lines)).unwrap();
    }

    #[test]
    fn words_of_the_grammar(lines in vec(strategies::fragments(FRAGMENTS, 10), 0..3)) {
        check_status_reading(&slices(&lines)).unwrap();
    }

    #[test]
    fn fields_with_a_few_changes(
        first in strategies::mutated(good_line()),
        second in good_line(),
    ) {
        check_status_reading(&[&second]).unwrap();
        check_status_reading(&[&first, &second]).unwrap();
    }

    #[test]
    fn what_is_written_is_read(
        head in vec(any::<u8>(), 8),
        texts in vec("[ -~]{0,12}|[a-z*:/]{1,8}|.{0,4}", 1..4),
    ) {
        let bytes = [head, texts.join("\n").into_bytes()].concat();
        check_status_writing(&Told::from_bytes(&bytes)).unwrap();
    }
}

/// Every member of up to four of these, with a name in front.
#[test]
fn every_short_member() {
    const SYMBOLS: &[&[u8]] = &[
        b";hit",
        b";fwd",
        b";fwd-status",
        b";ttl",
        b";stored",
        b";key",
        b";detail",
        b"=",
        b"304",
        b"miss",
        b"?0",
        b"\"a\"",
        b", a",
        b"-",
        b"\n",
    ];
    let count = every_string(SYMBOLS, 4, |string| {
        let field = [b"a", string].concat();
        let lines: Vec<&[u8]> = field.split(|&byte| byte == b'\n').collect();
        check_status_reading(&lines).unwrap();
    });
    assert_eq!(count, 1 + 15 + 225 + 3_375 + 50_625);
}

#[test]
fn reading_and_writing_allocate_nothing() {
    if !heap::IS_MEASURED {
        return;
    }
    let fields: [&[&str]; 4] = [
        &[
            "OriginCache; hit; ttl=1100",
            "\"CDN \\\"x\\\"\"; fwd=other; fwd-status=304; stored",
        ],
        &["a; key=\"\\\\\"; detail=\"d\"; x=(1); y"],
        &["a; hit", "b, "],
        &["1, (a b), :YQ==:, a"],
    ];
    for lines in fields {
        let (_, usage) = heap::measure(|| read_everything(lines));
        assert_eq!(usage, heap::Usage::default(), "{lines:?}");
    }
    let forward = Forward {
        fwd_status: Some(304),
        ..Forward::new(Fwd::Stale)
    };
    let mut out = [0; 128];
    let (len, usage) = heap::measure(|| {
        let builder = MemberBuilder::forwarded("a \"CDN\"", forward).and_then(|it| it.key("/\\"));
        builder.and_then(|builder| {
            assert_eq!(builder.encode_to_slice(&mut out), Ok(builder.encoded_len()));
            builder.detail("d").map(|builder| builder.encoded_len())
        })
    });
    assert_eq!(usage, heap::Usage::default());
    assert!(len.is_ok_and(|len| len > 40));
}

/// Goes through all that there is, and counts it.
fn read_everything(lines: &[&str]) -> usize {
    CacheStatus::from_lines(lines.iter().copied())
        .flatten()
        .map(|member| {
            let texts = [Some(member.cache()), member.key(), member.detail()];
            let chars = texts.into_iter().flatten().flat_map(|text| text.chars());
            let forward = member
                .forward()
                .map_or(0, |forward| forward.fwd.as_str().len());
            chars.count()
                + forward
                + usize::from(member.is_hit())
                + usize::from(member.ttl().is_some())
                + member.parameters().iter().count()
        })
        .sum()
}
