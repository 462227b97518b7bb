//! Junk in a field gives no permission.

use core::cell::Cell;

use noio_cache_control::ResponseDirectives;
use noio_testkit::{
    cache_control::freshness::{
        JUNK,
        junk::{Verdict, check_junk, grants},
        scenario::{Place, Scenario},
    },
    strategies::bytes,
};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};

use super::exchange;

const CASES: u32 = 50_000;

/// Checks `scenario_of` many byte strings, and returns in how many cases the theorem applied.
fn check_many(scenario_of: impl Fn(&[u8]) -> Scenario) -> u32 {
    let held = Cell::new(0);
    let strategy =
        (vec(any::<u8>(), 11..12), bytes(24)).prop_map(|(head, rest)| [head, rest].concat());
    let mut runner = TestRunner::new(Config::with_cases(CASES));
    let checked = runner.run(&strategy, |bytes| {
        let verdict = check_junk(&scenario_of(&bytes)).map_err(TestCaseError::fail)?;
        if verdict == Verdict::Holds {
            held.set(held.get() + 1);
        }
        Ok(())
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
    held.get()
}

#[test]
fn junk_gives_no_permission() {
    let held = check_many(Scenario::from_bytes);
    // Else the generator, and not the codec, would be what passes.
    assert!(held > CASES / 2, "{held} of {CASES} met the premise");
}

#[test]
fn junk_gives_no_permission_where_it_is_made_to_grant_none() {
    let held = check_many(|bytes| Scenario::from_bytes(bytes).into_premise());
    assert!(held > CASES / 100 * 99, "{held} of {CASES} met the premise");
}

/// Every pair of fragments, at every place of these fields.
#[test]
fn every_short_junk_in_usual_fields() {
    let fields: [&[&str]; 12] = [
        &["max-age=60"],
        &["s-maxage=60, stale-if-error=60"],
        &["public, max-age=60, stale-while-revalidate=60"],
        &["private, max-age=60, immutable"],
        &["no-store, must-understand"],
        &["no-cache=\"a, b\", max-age=60"],
        &["private=\"set-cookie\", s-maxage=60"],
        &["must-revalidate, max-age=60", "ext=\"a, \\\"no-store\\\"\""],
        &["x=\"open, max-age=60", "public"],
        &[",", "no-store"],
        &["max-age=60, max-stale=60, min-fresh=0, stale-if-error=60, no-transform"],
        &["max-stale", "only-if-cached, no-cache"],
    ];
    let (mut held, mut count) = (0, 0);
    for field in fields {
        let mut scenario = Scenario::from_bytes(&[]);
        scenario.field = field.iter().map(|line| line.as_bytes().to_vec()).collect();
        for (first, second) in JUNK
            .iter()
            .flat_map(|&first| JUNK.iter().map(move |it| (first, it)))
        {
            scenario.junk = format!("{first}{second}").into_bytes();
            for place in places(field) {
                scenario.place = place;
                for is_request in [false, true] {
                    scenario.is_request = is_request;
                    match check_junk(&scenario) {
                        Ok(Verdict::Holds) => held += 1,
                        Ok(Verdict::GrantsByItself | Verdict::BrokenTwice) => {}
                        Err(detail) => panic!("{detail}"),
                    }
                    count += 1;
                }
            }
        }
    }
    assert!(held > count / 10 * 9, "{held} of {count} met the premise");
}

/// A line of its own at each end, and up to four places in each line.
fn places(field: &[&str]) -> Vec<Place> {
    let in_line = |line| (0..4).map(move |member| Place::InLine { line, member });
    let mut places: Vec<_> = (0..field.len()).flat_map(in_line).collect();
    places.extend([Place::OwnLine(0), Place::OwnLine(field.len())]);
    places
}

#[test]
fn what_grants_something_is_no_junk() {
    for text in [
        "public",
        "IMMUTABLE",
        "private",
        "must-revalidate",
        "must-understand",
        "max-age=0",
        "s-maxage=\"1\"",
        "stale-while-revalidate=1",
        "stale-if-error=1",
        "x, no-store, public",
    ] {
        assert!(grants(text.as_bytes(), false), "{text}");
    }
    for text in [
        "max-age=1",
        "min-fresh=1",
        "stale-if-error=1",
        "max-stale",
        "max-stale=1",
    ] {
        assert!(grants(text.as_bytes(), true), "{text}");
    }
    for text in [
        "",
        "no-store",
        "public x",
        "private=a",
        "private=\"\"",
        "no-cache=\"a\"",
        "only-if-cached",
        "max-age=x",
        "public, \"",
        "a\\, public",
    ] {
        assert!(!grants(text.as_bytes(), false), "{text}");
        assert!(!grants(text.as_bytes(), true), "{text}");
    }
}

/// Why the theorem leaves out two broken quotings: together they can be legal.
#[test]
fn two_broken_quotings_may_make_a_whole_one() {
    let field = "foo=\"a, max-age=60";
    let junk = "b\", max-age=5";
    let alone = |line| ResponseDirectives::parse([line]).max_age().seconds();
    assert_eq!((alone(field), alone(junk)), (None, None));
    let both = format!("{field},{junk}");
    assert_eq!(alone(both.as_str()), Some(5));
    assert!(exchange(&both).response.anomalies().is_empty());
}
