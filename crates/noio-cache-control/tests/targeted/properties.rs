//! Arbitrary fields and responses beside the reference, what a builder writes, junk, and what reading
//! costs.

use core::cell::Cell;

use noio_cache_control::{
    HttpDate, ResponseDirectives,
    targeted::{self, Policy},
};
use noio_testkit::{
    cache_control::{
        freshness::scenario::Circumstances,
        targeted::{
            TARGET_LISTS, check_select, check_targeted, check_written,
            junk::{Verdict, check_targeted_junk},
        },
        writing::{Call, Said, response_calls, with_response},
    },
    exhaustive::every_string,
    heap, strategies,
};
use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};

use super::{CDN, now, parse};

const FRAGMENTS: &[&[u8]] = &[
    b"max-age",
    b"s-maxage",
    b"stale-if-error",
    b"stale-while-revalidate",
    b"no-cache",
    b"private",
    b"public",
    b"no-store",
    b"must-revalidate",
    b"must-understand",
    b"immutable",
    b"no-transform",
    b"proxy-revalidate",
    b"x",
    b"=",
    b"=",
    b"=",
    b"60",
    b"-5",
    b"2147483649",
    b"1.5",
    b"?0",
    b"?1",
    b"\"set-cookie, x\"",
    b"\"\"",
    b"\"a b\"",
    b"token",
    b"(1 2)",
    b":YQ==:",
    b"@1",
    b"%\"a\"",
    b";a=1",
    b", ",
    b", ",
    b", ",
    b", ",
    b", ",
    b",",
    b" ",
    b"\t",
    b"\"",
    b"\\",
    b"A",
];

/// Members of which most are valid, and most of those known.
const MEMBERS: &[&str] = &[
    "max-age=60",
    "max-age=5",
    "max-age=\"5\"",
    "max-age=x",
    "s-maxage=60",
    "s-maxage=?0",
    "stale-if-error=60",
    "stale-while-revalidate=60",
    "stale-while-revalidate",
    "public",
    "public=?0",
    "private",
    "private=\"set-cookie\"",
    "private=x",
    "no-cache",
    "no-cache=\"x, y\"",
    "no-cache=1",
    "no-store",
    "no-store=?0",
    "must-revalidate",
    "must-revalidate=1",
    "must-understand",
    "must-understand=?0",
    "proxy-revalidate",
    "no-transform",
    "immutable",
    "immutable=\"\"",
    "x",
    "y=7",
    "z=(a b);c",
    "max-stale=5",
];

/// What is put where a member may be: some of it is a member, too.
const JUNK: &[&str] = &[
    "",
    ",",
    "\"",
    "x=\"",
    "x=\"a, b",
    "a\"",
    "x=\"\\",
    "\\",
    "(",
    "x=(",
    "x=(a",
    ")",
    ":",
    "x=:YQ",
    "x=%\"a",
    "?",
    "x=",
    ";",
    "x;",
    "x;y=\"",
    "=",
    "Max-Age=5",
    "x y",
    "\u{e9}",
    "\0",
    "1",
    "@",
    "max-age=1, x=\"",
    "public, ,",
    "max-age=9999999999999999",
];

fn member() -> impl Strategy<Value = Vec<u8>> {
    select(MEMBERS).prop_map(|member| member.as_bytes().to_vec())
}

fn field() -> impl Strategy<Value = Vec<Vec<Vec<u8>>>> {
    vec(vec(member(), 1..4), 1..4)
}

fn slices(lines: &[Vec<u8>]) -> Vec<&[u8]> {
    lines.iter().map(Vec::as_slice).collect()
}

/// Lines of members.
fn joined(field: &[Vec<Vec<u8>>]) -> Vec<Vec<u8>> {
    field.iter().map(|line| line.join(&b", "[..])).collect()
}

proptest! {
    #[test]
    fn arbitrary_octets(lines in vec(strategies::bytes(30), 0..4)) {
        check_targeted(&slices(&lines)).unwrap();
    }

    #[test]
    fn words_of_the_grammar(lines in vec(strategies::fragments(FRAGMENTS, 10), 0..3)) {
        check_targeted(&slices(&lines)).unwrap();
    }

    #[test]
    fn fields_with_a_few_changes(
        field in strategies::mutated(field().prop_map(|field| joined(&field).join(&b'\n'))),
    ) {
        let lines: Vec<&[u8]> = field.split(|&byte| byte == b'\n').collect();
        check_targeted(&lines).unwrap();
    }

    #[test]
    fn the_field_that_counts_is_that_of_the_reference(
        fields in vec(
            (
                select(&["Cache-Control", "cdn-cache-control", CDN, "Example-Cache-Control", "Expires"][..]),
                prop_oneof![
                    6 => vec(member(), 1..3).prop_map(|members| members.join(&b", "[..])),
                    2 => select(JUNK).prop_map(|junk| junk.as_bytes().to_vec()),
                    1 => Just(b"Sun, 06 Nov 1994 08:49:37 GMT".to_vec()),
                ],
            ),
            0..8,
        ),
    ) {
        let fields = fields.into_iter().map(|(name, value)| (name.into(), value)).collect();
        for targets in TARGET_LISTS {
            check_select(&fields, targets, now()).unwrap();
        }
    }

    #[test]
    fn what_a_builder_writes(octets in strategies::bytes(80)) {
        check_written(&response_calls(&octets)).unwrap();
    }
}

/// Every field of up to four of these.
#[test]
fn every_short_field() {
    const SYMBOLS: &[&[u8]] = &[
        b"max-age",
        b"private",
        b"no-store",
        b"public",
        b"x",
        b"=",
        b"5",
        b"?0",
        b"\"a\"",
        b",",
        b" ",
        b"\n",
        b"\"",
        b"(",
        b")",
        b";",
    ];
    let count = every_string(SYMBOLS, 4, |string| {
        let lines: Vec<&[u8]> = string.split(|&byte| byte == b'\n').collect();
        check_targeted(&lines).unwrap();
    });
    assert_eq!(count, 1 + 16 + 256 + 4_096 + 65_536);
}

#[test]
fn line_90h_what_a_builder_writes_is_a_targeted_field() {
    let calls = [
        Call::Directive(
            "private",
            Said::Fields(vec!["Set-Cookie".into(), "x!#$%&'*+-.^_`|~".into()]),
        ),
        Call::Directive("no-cache", Said::Fields(vec!["7".into()])),
        Call::Directive("max-age", Said::Seconds(u32::MAX)),
        Call::Directive("stale-if-error", Said::Seconds(0)),
        Call::Directive("must-revalidate", Said::Flag),
    ];
    check_written(&calls).unwrap();
    with_response(&calls, |builder| {
        let read = parse(&builder.to_string());
        assert_eq!(read, Some(builder.directives()));
    });
    check_written(&[]).unwrap();
}

const CASES: u32 = 50_000;

/// Checks many fields with something in them, and returns how often each came of it.
fn check_many(junk: impl Strategy<Value = Vec<u8>>) -> [u32; 4] {
    let counts = [const { Cell::new(0) }; 4];
    let place = (0..4_usize, 0..4_usize);
    let circumstances = vec(any::<u8>(), 7)
        .prop_map(|bytes| Circumstances::from_bytes(bytes.try_into().unwrap_or_default()));
    let mut runner = TestRunner::new(Config::with_cases(CASES));
    let strategy = (field(), junk, place, circumstances);
    let checked = runner.run(&strategy, |(field, junk, place, circumstances)| {
        let verdict = check_targeted_junk(&field, &junk, place, &circumstances)
            .map_err(TestCaseError::fail)?;
        let [no_field, invalid, overlaid, harmless] = &counts;
        let count = match verdict {
            Verdict::NoField => no_field,
            Verdict::Invalid => invalid,
            Verdict::Overlaid => overlaid,
            Verdict::Harmless => harmless,
        };
        count.set(count.get() + 1);
        Ok(())
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
    counts.map(|count| count.get())
}

#[test]
fn line_90i_junk_gives_no_permission() {
    let junk = select(JUNK).prop_map(|junk| junk.as_bytes().to_vec());
    let [no_field, invalid, ..] = check_many(junk);
    // Else the generator, and not the codec, would be what passes.
    assert_eq!((no_field, invalid), (0, CASES));

    let [no_field, invalid, overlaid, harmless] = check_many(member());
    assert_eq!((no_field, invalid), (0, 0));
    assert!(
        overlaid > CASES / 10 && harmless > CASES / 10,
        "{overlaid}, {harmless}"
    );

    let [no_field, invalid, ..] = check_many(strategies::bytes(6));
    assert_eq!(no_field, 0);
    assert!(invalid > CASES / 2, "{invalid}");

    check_many(strategies::mutated(member()));
}

/// Why the theorem leaves out what names a directive of the field.
#[test]
fn a_later_member_takes_the_place_of_an_earlier_one() {
    let [all, some] = ["private", "private, private=\"a\""].map(|line| parse(line).unwrap());
    assert!(some.private() < all.private());
}

#[test]
fn nothing_is_allocated() {
    if !heap::IS_MEASURED {
        return;
    }
    let fields: [&[(&str, &str)]; 4] = [
        &[
            (CDN, "max-age=60, private=\"a, b\", no-cache=\"c\""),
            ("Cache-Control", "no-store"),
        ],
        &[
            (CDN, "max-age=60, x=\""),
            ("Cache-Control", "private=\"a, b\", max-age=5"),
        ],
        &[
            (CDN, "x=(a b);c, y=:YQ==:"),
            ("cdn-cache-control", "z=%\"a\", max-age=1.5"),
        ],
        &[("Expires", "Sun, 06 Nov 1994 08:49:37 GMT")],
    ];
    for fields in fields {
        let (policy, usage) = heap::measure(|| {
            let lines = || fields.iter().map(|(_, value)| *value);
            let names = targeted::private_fields(lines()).chain(targeted::no_cache_fields(lines()));
            assert!(names.count() < 4);
            let fields = fields.iter().map(|(name, value)| (*name, *value));
            Policy::select(fields, &["x", CDN], HttpDate::MAX)
        });
        assert_eq!(usage, heap::Usage::default(), "{fields:?}");
        assert_ne!(
            format!("{policy:?}"),
            format!("{:?}", ResponseDirectives::default())
        );
    }
}
