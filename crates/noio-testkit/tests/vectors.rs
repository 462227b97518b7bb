//! The vector runner passes what is right, and says what is wrong.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic fails the test"
)]

mod toy;

use noio_testkit::vectors::{Setting, check, check_file};
use std::path::Path;
use toy::{Defect, Toy};

const GOOD: &str = r#"
case 1 (toy): a record and a stream
input "\x03ABC" | "\x81D\0"
- record "abc"
- stream
- piece "d"
- end-mark
- end
- done 7

case 2 (toy): an octet that is not allowed
input "\x02A\xFF"
- error bad-octet 2

case 3 (toy): a stream that is cut short
input "\x02" "A"
- error truncated 2

case 4 (toy): a long record is handed out in part
input "\x7F" "A"*127 "\0"
- record "a"*32
- end-mark
- end
- done 129
"#;

/// Sets up a sound decoder, or with `set defect splits` one that is not.
fn make(settings: &[Setting]) -> Result<Toy, String> {
    match settings {
        [] => Ok(Toy::new(None)),
        [setting] if setting.as_str()? == "splits" => Ok(Toy::new(Some(Defect::SplitsRecords))),
        [setting] if setting.as_str()? == "panics" => Ok(Toy::new(Some(Defect::Panics))),
        [setting] if setting.as_str()? == "reads-on" => Ok(Toy::new(Some(Defect::ReadsOn))),
        [setting, ..] => Err(format!("there is no setting `{}`", setting.name)),
    }
}

/// What the runner says of a text that fails.
fn failure(text: &str) -> String {
    check(text, make).expect_err("a failure").detail
}

#[test]
fn good_cases_pass() {
    assert_eq!(check(GOOD, make), Ok(4));
}

#[test]
fn a_wrong_expectation_is_shown_with_its_case() {
    let text = GOOD.replace("- record \"abc\"", "- record \"abx\"");
    assert_eq!(
        failure(&text),
        r#"1 of 4 cases fail
case 1 (toy): a record and a stream
  after 0 lines alike
  expected: record "abx"
  expected: stream
  expected: piece "d"
  expected: (3 more lines)
      seen: record "abc"
      seen: stream
      seen: piece "d"
      seen: (3 more lines)
  input "\x03ABC\x81D\0"
  whole"#
    );
}

#[test]
fn a_wrong_end_is_found() {
    let replacements = [
        ("done 7", "done 6"),
        ("bad-octet 2", "bad-octet 1"),
        ("bad-octet", "bad"),
        ("truncated 2", "truncated 3"),
    ];
    for (right, wrong) in replacements {
        let detail = failure(&GOOD.replace(right, wrong));
        assert!(detail.contains(wrong), "{detail}");
        assert!(detail.contains(right), "{detail}");
    }
}

#[test]
fn a_case_that_fails_only_when_cut_is_shown_with_the_cut() {
    let text = "case 1 (toy): a\nset defect splits\ninput \"\\x02AB\"\n- record \"ab\"\n- end\n";
    let detail = failure(text);
    assert!(
        detail.ends_with("input \"\\x02AB\"\n  byte by byte"),
        "{detail}"
    );
}

#[test]
fn a_broken_law_is_shown_by_name() {
    let text = "case 1 (toy): a\nset defect panics\ninput \"\\x01\\x01\"\n- record \"!\"\n- end\n";
    let detail = failure(text);
    assert!(
        detail.contains("law 7, total: panic: exclaimed"),
        "{detail}"
    );
}

#[test]
fn bytes_behind_the_end_are_tried() {
    let text = "case 1 (toy): a\nset defect reads-on\ninput \"\\0\"\n- end-mark\n- end\n- done 1\n";
    let detail = failure(text);
    assert!(
        detail.contains("law 1, drain: went on after is_done"),
        "{detail}"
    );
}

#[test]
fn an_unknown_setting_fails_the_case() {
    let text = "case 1 (toy): a\nset b c\ninput \"\"\n- end\n";
    assert!(failure(text).ends_with("there is no setting `b`"));
}

#[test]
fn a_file_is_named_in_what_goes_wrong() {
    let error = check_file(Path::new("no-such-file.txt"), make).expect_err("no such file");
    assert!(error.detail.starts_with("no-such-file.txt: "), "{error}");
}
