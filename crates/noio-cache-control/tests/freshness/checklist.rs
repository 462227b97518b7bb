//! The checklist in `vectors/README.md` and the tests with its numbers.

use noio_testkit::vectors::Checklist;

#[test]
fn every_line_of_the_checklist_has_a_test() {
    let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/freshness");
    let sources = [
        "age.rs",
        "fields.rs",
        "lifetime.rs",
        "reuse.rs",
        "stale.rs",
        "storage.rs",
    ];
    match Checklist::new(tests).check(&sources) {
        Ok(count) => assert_eq!(count, 48),
        Err(error) => panic!("{error}"),
    }
}
