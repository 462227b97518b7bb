//! Cache-Status (RFC 9211): what is read of it, and what is written.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use noio_cache_control::cache_status::{CacheStatus, Member};
use noio_testkit::vectors::Checklist;

mod properties;
mod reading;
mod writing;

/// The members in these lines, which have no error.
fn members<'a>(lines: &[&'a str]) -> Vec<Member<'a>> {
    CacheStatus::from_lines(lines.iter().copied())
        .collect::<Result<_, _>>()
        .unwrap()
}

/// The only member in this line.
fn member(line: &str) -> Member<'_> {
    let mut members = members(&[line]).into_iter();
    let member = members.next().unwrap();
    assert!(members.next().is_none(), "{line}");
    member
}

#[test]
fn every_line_of_the_checklist_has_a_test() {
    let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cache_status");
    match Checklist::new(tests).check(&["reading.rs", "writing.rs"]) {
        Ok(count) => assert_eq!(count, 19),
        Err(error) => panic!("{error}"),
    }
}
