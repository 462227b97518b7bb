//! Arbitrary requests beside the reference, the laws of comparison and of decisions, and what it all
//! costs.
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use core::hint::black_box;

use noio_conditional::{
    Condition, ETag, ETags, EncodeError, Evaluation, HttpDate, LastModified, Member, Outcome,
    Preconditions, Reason, Representation, evaluate, is_not_modified_field,
};
use noio_testkit::{
    conditional::{
        Current, Modified, Tag, check_list, check_monotone, check_request, check_tag,
        check_variants,
        reference::{self, Field},
    },
    heap,
    http_field::calendar,
    strategies,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// Sun, 06 Nov 1994 08:49:37 GMT.
const SOME_DATE: i64 = 784_111_777;

static NAMES: [&str; 7] = [
    "If-Match",
    "If-None-Match",
    "If-Modified-Since",
    "If-Unmodified-Since",
    "If-Range",
    "Range",
    "Accept",
];

const FRAGMENTS: &[&[u8]] = &[
    b"\"a\"",
    b"W/\"a\"",
    b"\"b\"",
    b"*",
    b"W/",
    b"w/",
    b"\"",
    b"a",
    b",",
    b", ",
    b" ",
    b"\t",
    b"\xe9",
    b"\x7f",
    b"Sun, 06 Nov 1994 08:49:37 GMT",
    b"Sun, 06 Nov 1994 08:49:36 GMT",
    b"Sunday, 06-Nov-94 08:49:38 GMT",
];

/// What is in most of the tags, so that some are equal.
const OPAQUE: &[&[u8]] = &[b"a", b"b", b"W", b"", b"a,b", b"\xe9", b"A"];

fn tag() -> impl Strategy<Value = Tag> {
    let opaque = prop_oneof![
        4 => select(OPAQUE).prop_map(<[u8]>::to_vec),
        1 => vec(any::<u8>().prop_filter("can be in a tag", is_etagc), 0..6),
    ];
    (any::<bool>(), opaque).prop_map(|(is_weak, opaque)| Tag::new(is_weak, opaque))
}

/// `etagc = %x21 / %x23-7E / obs-text` (RFC 9110 §8.8.3).
fn is_etagc(octet: &u8) -> bool {
    matches!(octet, 0x21 | 0x23..=0x7e | 0x80..=0xff)
}

/// A moment near 6 November 1994.
fn moment() -> impl Strategy<Value = i64> {
    (-3..=3_i64).prop_map(|offset| SOME_DATE + offset)
}

fn current() -> impl Strategy<Value = Current> {
    let modified =
        (moment(), moment(), any::<bool>()).prop_map(|(at, clock, is_only_change)| Modified {
            at,
            clock,
            is_only_change,
        });
    let origin = (option::of(tag()), option::of(modified))
        .prop_map(|(etag, modified)| Current::Origin { etag, modified });
    let stored =
        (option::of(tag()), option::of(moment()), moment()).prop_map(|(etag, modified, date)| {
            Current::Stored {
                etag,
                modified,
                date,
            }
        });
    prop_oneof![1 => Just(Current::None), 4 => origin, 4 => stored]
}

fn name() -> impl Strategy<Value = Vec<u8>> {
    select(&NAMES[..]).prop_map(|name| name.as_bytes().to_vec())
}

fn tags() -> impl Strategy<Value = Vec<u8>> {
    vec(tag(), 1..4).prop_map(|tags| {
        let written: Vec<Vec<u8>> = tags.iter().map(Tag::written).collect();
        written.join(&b", "[..])
    })
}

fn date() -> impl Strategy<Value = Vec<u8>> {
    moment().prop_map(|moment| {
        let (day, second) = calendar::of_unix_seconds(moment);
        calendar::imf_fixdate(day, second).into_bytes()
    })
}

/// A field that is legal.
fn field() -> impl Strategy<Value = Field> {
    let one_of = |names: &'static [&str]| select(names).prop_map(|name| name.as_bytes().to_vec());
    prop_oneof![
        3 => (one_of(&NAMES[..2]), tags()),
        3 => (one_of(&NAMES[2..4]), date()),
        1 => (one_of(&NAMES[4..5]), tags()),
        1 => (one_of(&NAMES[4..5]), date()),
        1 => (one_of(&NAMES[5..]), Just(b"bytes=0-".to_vec())),
    ]
}

/// A field of words that belong into one.
fn odd_field() -> impl Strategy<Value = Field> {
    (name(), strategies::fragments(FRAGMENTS, 6))
}

fn method() -> impl Strategy<Value = &'static str> {
    select(&["GET", "HEAD", "QUERY", "PUT", "OPTIONS", "BREW", ""][..])
}

fn seconds(moment: HttpDate) -> i64 {
    moment.unix_seconds()
}

proptest! {
    #[test]
    fn requests(fields in vec(field(), 0..6), method in method(), current in current()) {
        check_request(&fields, method.as_bytes(), &current, SOME_DATE).unwrap();
        check_variants(&fields, &current, SOME_DATE).unwrap();
    }

    #[test]
    fn odd_requests(fields in vec(odd_field(), 0..6), method in method(), current in current()) {
        check_request(&fields, method.as_bytes(), &current, SOME_DATE).unwrap();
        check_variants(&fields, &current, SOME_DATE).unwrap();
    }

    #[test]
    fn what_is_more_turns_decisions_one_way(
        fields in vec(prop_oneof![3 => field(), 1 => odd_field()], 0..5),
        tag in tag(),
        later in 0..5_u32,
        much_later: u32,
        current in current(),
    ) {
        check_monotone(&fields, &tag, later, &current, SOME_DATE).unwrap();
        check_monotone(&fields, &tag, much_later, &current, SOME_DATE).unwrap();
    }

    #[test]
    fn arbitrary_octets(
        fields in vec((name(), strategies::bytes(30)), 0..4),
        method in strategies::bytes(8),
        current in current(),
        now: i64,
    ) {
        check_request(&fields, &method, &current, now).unwrap();
        let values: Vec<&[u8]> = fields.iter().map(|(_, value)| &value[..]).collect();
        check_list(&values).unwrap();
    }

    // The weak comparison is an equivalence; the strong one is one among strong tags, and weak tags
    // are equal to none, themselves included (RFC 9110 §8.8.3.2).
    #[test]
    fn comparisons(tags in [tag(), tag(), tag()]) {
        let [one, other, third] = tags.each_ref().map(|tag| tag.as_etag().unwrap());
        prop_assert!(one.weak_eq(one));
        prop_assert_eq!(one.strong_eq(one), !one.is_weak());
        prop_assert_eq!(one.weak_eq(other), other.weak_eq(one));
        prop_assert_eq!(one.strong_eq(other), other.strong_eq(one));
        if one.weak_eq(other) && other.weak_eq(third) {
            prop_assert!(one.weak_eq(third));
        }
        if one.strong_eq(other) && other.strong_eq(third) {
            prop_assert!(one.strong_eq(third));
        }
        if one.strong_eq(other) {
            prop_assert!(one.weak_eq(other));
        }
        prop_assert_eq!(one.weak_eq(other), one.opaque() == other.opaque());
        for pair in tags.windows(2) {
            check_tag(&pair[0].written(), &pair[1].written()).unwrap();
        }
    }

    #[test]
    fn a_tag_that_is_written_is_read(tags in vec(tag(), 1..5), behind in strategies::bytes(5)) {
        let written: Vec<Vec<u8>> = tags.iter().map(Tag::written).collect();
        for (tag, written) in tags.iter().zip(&written) {
            let etag = ETag::parse(written).unwrap();
            prop_assert_eq!((etag.is_weak(), etag.opaque()), (tag.is_weak, &tag.opaque[..]));
            let all = [&written[..], &behind].concat();
            let mut rest = &all[..];
            let taken = ETag::take(&mut rest).unwrap();
            prop_assert_eq!((taken.is_weak(), taken.opaque()), (tag.is_weak, &tag.opaque[..]));
            prop_assert_eq!(rest, &behind[..]);
        }
        let expected: Vec<_> = tags.into_iter().map(reference::Member::Tag).collect();
        let line = written.join(&b","[..]);
        prop_assert_eq!(reference::members(&[&line]), expected);
        check_list(&[&line]).unwrap();
    }

    // RFC 9110 §8.8.2.1 and §8.8.2.2.
    #[test]
    fn last_modified_is_never_in_the_future(modified: i64, now: i64, near in -2..=2_i64) {
        for now in [now, modified.saturating_add(near)] {
            let [modified, now] = [modified, now].map(HttpDate::saturating_from_unix_seconds);
            let weak = LastModified::weak(modified, now);
            let strong = LastModified::strong(modified, now);
            prop_assert!(!weak.is_strong());
            prop_assert_eq!(strong.is_strong(), seconds(modified) < seconds(now));
            for validator in [weak, strong] {
                prop_assert_eq!(seconds(validator.date()), seconds(modified).min(seconds(now)));
                prop_assert_eq!(validator.to_string(), validator.date().to_string());
            }
        }
    }

    // Without the reference, which is slow: long inputs.
    #[test]
    fn nothing_panics(bytes in strategies::bytes(4096), method in strategies::bytes(20), now: i64) {
        read_everything(&bytes, &method, HttpDate::saturating_from_unix_seconds(now));
    }
}

/// Reads `bytes` as each thing that there is, and asks for all of it.
fn read_everything(bytes: &[u8], method: &[u8], now: HttpDate) -> usize {
    let mut rest = bytes;
    let tags = [ETag::parse(bytes), ETag::take(&mut rest)];
    let [one, other] = tags.map(|tag| tag.unwrap_or_else(|| ETag::strong(b"a").unwrap()));
    let members = ETags::from_lines([bytes, bytes]);
    let listed = members.filter(|member| matches!(member, Member::Tag(tag) if tag.weak_eq(one)));
    let date = LastModified::strong(HttpDate::MIN, now);
    let representations = [
        Representation::absent(),
        Representation::current(Some(one), Some(date)),
        Representation::cached(Some(other), Some(date.date()), now),
        Representation::cached(None, None, now),
    ];
    let fields = NAMES.map(|name| (name.as_bytes(), bytes));
    let mut count = listed.count() + usize::from(one.strong_eq(other));
    for current in representations {
        let evaluation = evaluate(method, fields, &current, now);
        let preconditions = evaluation.preconditions();
        let words = [
            evaluation.outcome().as_str(),
            evaluation.reason().as_str(),
            evaluation.reason().section(),
        ];
        count += words.map(str::len).iter().sum::<usize>();
        count += usize::from(preconditions.if_range() == Condition::True);
        count += usize::from(preconditions.is_malformed());
    }
    black_box(count + usize::from(is_not_modified_field(bytes, true)))
}

#[test]
fn reading_deciding_and_writing_allocate_nothing() {
    if !heap::IS_MEASURED {
        return;
    }
    let values: [&[u8]; 8] = [
        b"\"a\"",
        b"W/\"a\", \"b\" , \"c,d\",,",
        b"*",
        b"\"a\", *, x, W/ \"",
        b"Sun, 06 Nov 1994 08:49:37 GMT",
        b"Sunday, 06-Nov-94 08:49:37 GMT",
        b"",
        b"\xe9\x00\"\"\"",
    ];
    for value in values {
        for method in [&b"GET"[..], b"PUT", b"TRACE"] {
            let (_, usage) = heap::measure(|| read_everything(value, method, HttpDate::MAX));
            assert_eq!(usage, heap::Usage::default(), "{value:?}");
        }
    }
    let mut out = [0; 40];
    let (written, usage) = heap::measure(|| {
        let tag = ETag::weak(b"v1").unwrap();
        let len = tag.encode_to_slice(&mut out);
        let small = tag.encode_to_slice(&mut [0; 3]);
        let modified = LastModified::weak(HttpDate::MIN, HttpDate::MAX);
        let date = modified.date().to_imf_fixdate();
        (len, small, date.len())
    });
    assert_eq!(written, (Ok(6), Err(EncodeError::NoSpace), 29));
    assert_eq!(out.get(..6), Some(&b"W/\"v1\""[..]));
    assert_eq!(usage, heap::Usage::default());
}

/// A reader that looks for the end of each quote anew would not come back from this.
#[test]
fn long_lists_are_read_in_linear_time() {
    const TIMES: usize = 1 << 19;
    for (pattern, members) in [
        // Every second quote ends a tag.
        ("\",", TIMES / 2),
        ("W/\",", TIMES / 2),
        // And has something behind it.
        ("\"a,", TIMES),
        ("\"\",", TIMES),
        ("a\",", TIMES),
        ("\" ,", TIMES),
        (" ,", 0),
        ("*", 1),
        ("\"a\" ", 1),
    ] {
        let list = pattern.repeat(TIMES);
        let fields = [("If-Match", &list), ("If-None-Match", &list)];
        let etag = ETag::strong(b"x").unwrap();
        let current = Representation::current(Some(etag), None);
        let evaluation = evaluate(b"PUT", fields, &current, HttpDate::MIN);
        let if_match = evaluation.preconditions().if_match();
        assert_eq!(if_match, Condition::False, "{pattern}");
        let count = ETags::from_lines([&list]).count();
        assert_eq!(count, members, "{pattern}");
    }
}

/// What `encode` appends is what `encode_to_slice` writes.
#[cfg(feature = "alloc")]
#[test]
fn a_tag_is_appended() {
    for (tag, written) in [
        (ETag::strong(b"a,\xe9"), &b"\"a,\xe9\""[..]),
        (ETag::weak(b""), b"W/\"\""),
    ] {
        let tag = tag.unwrap();
        let mut out = b"ETag: ".to_vec();
        tag.encode(&mut out).unwrap();
        assert_eq!(out, [b"ETag: ", written].concat());
        assert_eq!(tag.encoded_len(), written.len());
        let mut exact = vec![0; written.len()];
        assert_eq!(tag.encode(&mut &mut exact[..]), Ok(()));
        assert_eq!(exact, written);
        let mut small = vec![0; written.len() - 1];
        let refused = tag.encode(&mut &mut small[..]);
        assert_eq!(refused, Err(EncodeError::NoSpace));
        assert!(small.iter().all(|&octet| octet == 0), "nothing is written");
    }
}

/// No tag is made of what cannot be in one, so that nothing breaks out of a field.
#[test]
fn a_tag_is_made_of_nothing_but_its_octets() {
    for octet in 0..=u8::MAX {
        let can_be = is_etagc(&octet);
        for opaque in [&[octet][..], &[b'a', octet], &[octet, b'a']] {
            for made in [ETag::strong(opaque), ETag::weak(opaque)] {
                assert_eq!(made.is_ok(), can_be, "{octet:#x}");
                if let Err(error) = made {
                    assert_eq!(error, EncodeError::InvalidTag);
                }
            }
        }
    }
    let attack = ETag::strong(b"a\"\r\nSet-Cookie: b=\"c");
    assert!(matches!(attack, Err(EncodeError::InvalidTag)));
}

#[test]
fn what_is_read_is_small_and_can_go_anywhere() {
    fn is_plain<T: Copy + Send + Sync + Unpin + 'static>() {}
    is_plain::<ETag<'static>>();
    is_plain::<Member<'static>>();
    is_plain::<LastModified>();
    is_plain::<Representation<'static>>();
    is_plain::<Preconditions>();
    is_plain::<Evaluation>();
    is_plain::<Condition>();
    is_plain::<Outcome>();
    is_plain::<Reason>();
    assert!(size_of::<ETag<'_>>() <= 24);
    assert!(size_of::<Member<'_>>() <= 24);
    assert!(size_of::<Representation<'_>>() <= 64);
    assert!(size_of::<Preconditions>() <= 8);
    assert!(size_of::<Evaluation>() <= 12);
}
