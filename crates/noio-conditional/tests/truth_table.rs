//! The truth table of RFC 9110 §13.2.2: the five fields, each absent, true, false and malformed in
//! several spellings, beside every kind of method, with and without Range, against every kind of
//! representation in both roles. Each row is what the reference says.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a panic fails the test"
)]

use std::collections::HashSet;

use noio_conditional::{Condition, HttpDate, Outcome, Reason, Representation, evaluate};
use noio_testkit::conditional::{
    Current, METHODS, Modified, Tag,
    reference::{Conditions, Field, conditions, decide},
    seen,
};

/// Sun, 06 Nov 1994 08:49:37 GMT.
const MODIFIED: i64 = 784_111_777;

/// Sun, 06 Nov 1994 08:50:00 GMT.
const NOW: i64 = 784_111_800;

/// What stands in the lines of a field: none is an absent field.
type Lines = &'static [&'static [u8]];

/// The current tag is `"a"`, or the weak one of that name.
const TAGS: [Lines; 18] = [
    &[],
    &[b"\"a\""],
    &[b"W/\"a\""],
    &[b"\"x\", W/\"y\",\t\"a\""],
    &[b"*"],
    &[b"\"x\"", b"\"a\""],
    &[b"\"x\""],
    &[b"\"A\"", b"W/\"\""],
    &[b"a"],
    &[b"w/\"a\""],
    &[b"\"a\", *"],
    &[b"*, \"x\""],
    &[b"*, a"],
    &[b"*", b"*"],
    &[b""],
    &[b"\"a"],
    &[b"'a', \"a\""],
    &[b"W/ \"a\""],
];

/// The representation was modified at 08:49:37, and that it is stored was at 08:49:37, or later.
const DATES: [Lines; 10] = [
    &[],
    &[b"Sun, 06 Nov 1994 08:49:37 GMT"],
    &[b"Sunday, 06-Nov-94 08:49:38 GMT"],
    &[b"Sun Nov  6 08:49:36 1994"],
    &[b"Mon, 06 Nov 1994 08:49:36 GMT"],
    &[b"Sun, 06 Nov 1994 08:50:00 GMT"],
    &[b"1994-11-06T08:49:37Z"],
    &[b""],
    &[
        b"Sun, 06 Nov 1994 08:49:37 GMT",
        b"Sun, 06 Nov 1994 08:49:37 GMT",
    ],
    &[b"Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT"],
];

const RANGES: [Lines; 12] = [
    &[],
    &[b"\"a\""],
    &[b"W/\"a\""],
    &[b"\"x\""],
    &[b"Sun, 06 Nov 1994 08:49:37 GMT"],
    &[b"Sun Nov  6 08:49:37 1994"],
    &[b"Sun, 06 Nov 1994 08:49:38 GMT"],
    &[b"Sun, 06 Nov 1994 08:50:00 GMT"],
    &[b"\"a\", \"a\""],
    &[b"\"a\"", b"\"a\""],
    &[b"*"],
    &[b""],
];

/// Those that stand for a field where another one is gone through in all its spellings: absent, true,
/// false and malformed.
const SOME_TAGS: [Lines; 5] = [TAGS[0], TAGS[1], TAGS[4], TAGS[6], TAGS[9]];
const SOME_DATES: [Lines; 4] = [DATES[0], DATES[1], DATES[3], DATES[6]];
const SOME_RANGES: [Lines; 5] = [RANGES[0], RANGES[1], RANGES[3], RANGES[4], RANGES[8]];

const NAMES: [&str; 5] = [
    "If-Match",
    "If-Unmodified-Since",
    "If-None-Match",
    "If-Modified-Since",
    "If-Range",
];

const RANGE: (&str, &[u8]) = ("Range", b"bytes=0-499");

/// Every kind of representation.
fn representations() -> Vec<Current> {
    let etags = [None, Some(false), Some(true)]
        .map(|is_weak| is_weak.map(|is_weak| Tag::new(is_weak, *b"a")));
    let modified = |clock, is_only_change| {
        Some(Modified {
            at: MODIFIED,
            clock,
            is_only_change,
        })
    };
    let mut all = vec![Current::None];
    for etag in etags {
        for modified in [
            None,
            modified(NOW, false),
            modified(NOW, true),
            // Too young to be strong, and not yet there.
            modified(MODIFIED, true),
            modified(MODIFIED - 1, true),
        ] {
            let etag = etag.clone();
            all.push(Current::Origin { etag, modified });
        }
        for (modified, date) in [
            (None, MODIFIED),
            (None, NOW),
            (Some(MODIFIED), MODIFIED),
            (Some(MODIFIED), MODIFIED + 1),
            (Some(MODIFIED), NOW),
        ] {
            let etag = etag.clone();
            all.push(Current::Stored {
                etag,
                modified,
                date,
            });
        }
    }
    all
}

/// What is counted of the rows.
#[derive(Default)]
struct Seen {
    rows: u64,
    /// By role: every tuple of conditions, without Range and with it. Each is there for all methods.
    combinations: [HashSet<(Conditions, bool)>; 2],
    /// By role: what was done, and why.
    outcomes: [Vec<(Outcome, Reason)>; 2],
}

/// The five fields, and the conditions that the reference makes of each by itself.
struct Table<'c> {
    current: &'c Current,
    representation: Representation<'c>,
    has_range: bool,
}

impl Table<'_> {
    /// What the reference makes of one field: it knows nothing that would join two but Range and
    /// If-Range.
    fn conditions(&self, field: usize, lines: Lines) -> Conditions {
        let line = |line: &&[u8]| (NAMES[field].as_bytes().to_vec(), line.to_vec());
        let mut fields: Vec<Field> = lines.iter().map(line).collect();
        if self.has_range {
            fields.push((RANGE.0.as_bytes().to_vec(), RANGE.1.to_vec()));
        }
        conditions(&fields, self.current, NOW)
    }

    /// Goes through all combinations of these spellings of the five fields.
    fn check(&self, spellings: [&[Lines]; 5], seen_rows: &mut Seen) {
        let alone: [Vec<Conditions>; 5] = core::array::from_fn(|field| {
            let lines = spellings[field].iter();
            lines.map(|lines| self.conditions(field, lines)).collect()
        });
        let [tags, dates, none_tags, since_dates, ranges] = spellings.map(<[Lines]>::len);
        for if_match in 0..tags {
            for if_unmodified_since in 0..dates {
                for if_none_match in 0..none_tags {
                    for if_modified_since in 0..since_dates {
                        for if_range in 0..ranges {
                            let at = [
                                if_match,
                                if_unmodified_since,
                                if_none_match,
                                if_modified_since,
                                if_range,
                            ];
                            let lines = core::array::from_fn(|field| spellings[field][at[field]]);
                            let read = core::array::from_fn(|field| alone[field][at[field]]);
                            self.check_one(lines, read, seen_rows);
                        }
                    }
                }
            }
        }
    }

    fn check_one(&self, lines: [Lines; 5], read: [Conditions; 5], seen_rows: &mut Seen) {
        let expected = Conditions {
            if_match: read[0].if_match,
            if_unmodified_since: read[1].if_unmodified_since,
            if_none_match: read[2].if_none_match,
            if_modified_since: read[3].if_modified_since,
            if_range: read[4].if_range,
            is_malformed: read.iter().any(|one| one.is_malformed),
        };
        let named = NAMES.iter().zip(lines);
        let fields = named
            .flat_map(|(name, lines)| lines.iter().map(move |line| (*name, *line)))
            .chain(self.has_range.then_some(RANGE));
        let fields: Vec<(&str, &[u8])> = fields.collect();
        let now = HttpDate::from_unix_seconds(NOW).unwrap();
        let fields = fields.iter().map(|(name, value)| (*name, *value));
        let role = usize::from(self.current.is_stored());
        let combination = (expected, self.has_range);
        seen_rows.combinations[role].insert(combination);
        for method in METHODS {
            let evaluation = evaluate(method.as_bytes(), fields.clone(), &self.representation, now);
            assert_eq!(
                seen(&evaluation.preconditions()),
                expected,
                "{lines:?} {:?}",
                self.current
            );
            let ours = (evaluation.outcome(), evaluation.reason());
            let outcome = decide(method.as_bytes(), &expected, self.current);
            assert_eq!(ours, outcome, "{method} {lines:?} {:?}", self.current);
            if !seen_rows.outcomes[role].contains(&outcome) {
                seen_rows.outcomes[role].push(outcome);
            }
            seen_rows.rows += 1;
        }
    }
}

fn check(tables: &[[&[Lines]; 5]]) -> Seen {
    let mut rows = Seen::default();
    for current in representations() {
        for has_range in [false, true] {
            let table = Table {
                current: &current,
                representation: current.as_representation(),
                has_range,
            };
            for &spellings in tables {
                table.check(spellings, &mut rows);
            }
        }
    }
    rows
}

/// One field in all its spellings, the others as they can be.
#[test]
fn every_spelling_beside_every_state() {
    let [tags, dates, ranges]: [&[Lines]; 3] = [&TAGS, &DATES, &RANGES];
    let [some_tags, some_dates, some_ranges]: [&[Lines]; 3] =
        [&SOME_TAGS, &SOME_DATES, &SOME_RANGES];
    let rows = check(&[
        [tags, some_dates, some_tags, some_dates, some_ranges],
        [some_tags, dates, some_tags, some_dates, some_ranges],
        [some_tags, some_dates, tags, some_dates, some_ranges],
        [some_tags, some_dates, some_tags, dates, some_ranges],
        [some_tags, some_dates, some_tags, some_dates, ranges],
    ]);
    // Spellings, representations, with and without Range, methods.
    let spellings = 2 * 18 * 400 + 2 * 10 * 500 + 12 * 400;
    assert_eq!(rows.rows, spellings * 31 * 2 * 14);

    let both = [
        (Outcome::Proceed, Reason::Unconditional),
        (Outcome::Proceed, Reason::Method),
        (Outcome::Proceed, Reason::IfNoneMatch),
        (Outcome::Proceed, Reason::IfModifiedSince),
        (Outcome::Proceed, Reason::IfRange),
        (Outcome::IgnoreRange, Reason::IfRange),
        (Outcome::NotModified, Reason::IfNoneMatch),
        (Outcome::NotModified, Reason::IfModifiedSince),
    ];
    let of_origins = [
        (Outcome::Proceed, Reason::NoRepresentation),
        (Outcome::Proceed, Reason::IfMatch),
        (Outcome::Proceed, Reason::IfUnmodifiedSince),
        (Outcome::PreconditionFailed, Reason::IfMatch),
        (Outcome::PreconditionFailed, Reason::IfUnmodifiedSince),
        (Outcome::PreconditionFailed, Reason::IfNoneMatch),
    ];
    let set = |pairs: &[(Outcome, Reason)]| pairs.iter().copied().collect::<HashSet<_>>();
    let [origin, cache] = rows.outcomes.map(|pairs| set(&pairs));
    assert_eq!(origin, set(&[&both[..], &of_origins].concat()));
    let of_caches = [(Outcome::Proceed, Reason::NotForCache)];
    assert_eq!(cache, set(&[&both[..], &of_caches].concat()));
    for combinations in &rows.combinations {
        check_combinations(combinations);
    }
}

/// Whatever the five fields can come to, they come to it together, with and without Range.
fn check_combinations(combinations: &HashSet<(Conditions, bool)>) {
    use Condition::{Absent, False, Ignored, True};
    let seen: HashSet<_> = combinations
        .iter()
        .map(|(read, has_range)| {
            let without_tags = [
                read.if_unmodified_since,
                read.if_modified_since,
                read.if_range,
            ];
            (
                [read.if_match, read.if_none_match],
                without_tags,
                *has_range,
            )
        })
        .collect();
    let mut expected = HashSet::new();
    for (has_range, if_ranges) in [
        (false, &[Absent, Ignored][..]),
        (true, &[Absent, False, True]),
    ] {
        for if_match in [Absent, False, True] {
            for if_none_match in [Absent, False, True] {
                for if_unmodified_since in [Absent, Ignored, False, True] {
                    for if_modified_since in [Absent, Ignored, False, True] {
                        for &if_range in if_ranges {
                            let without_tags = [if_unmodified_since, if_modified_since, if_range];
                            let tags = [if_match, if_none_match];
                            expected.insert((tags, without_tags, has_range));
                        }
                    }
                }
            }
        }
    }
    assert_eq!(expected.len(), 3 * 3 * 4 * 4 * (2 + 3));
    assert_eq!(seen, expected);
}

/// The fields two by two, in all their spellings.
#[test]
fn every_spelling_beside_every_spelling_of_another_field() {
    let all: [&[Lines]; 5] = [&TAGS, &DATES, &TAGS, &DATES, &RANGES];
    let absent = [&all[0][..1]; 5];
    let mut tables = Vec::new();
    for first in 0..5 {
        for second in first + 1..5 {
            let mut table = absent;
            table[first] = all[first];
            table[second] = all[second];
            tables.push(table);
        }
    }
    // Two lists, two dates, and each with each of the others.
    let spellings = 18 * 18 + 10 * 10 + 4 * 18 * 10 + 2 * (18 + 10) * 12;
    assert_eq!(check(&tables).rows, spellings * 31 * 2 * 14);
}
