//! The vector runner passes what is right, and says what is wrong.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic fails the test"
)]

mod toy;

use std::{fs, path::PathBuf};

use noio_testkit::{
    chunked, cuts,
    vectors::{Setting, check, check_cuts, check_files, check_reference},
};
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
    let error = check_files(&["no-such-file.txt".into()], make).expect_err("no such file");
    assert!(error.detail.starts_with("no-such-file.txt: "), "{error}");
}

const BODIES: &str = r#"
case 1 (chunked): data
input "1\r\nx\r\n0\r\n\r\n"
- data "x"
- end body_len="1"
- done 11

case 2 (chunked): a long chunk
input "2711\r\n" "x"*10001 "\r\n0\r\n\r\n"
- data "x"*10001
- end body_len="10001"
- done 10014

case 3 (chunked): a limit
set max_chunk_len 1
input "2\r"
- error chunk-too-large 1
"#;

/// Files with these texts, which no other test has.
fn files<const N: usize>(test: &str, texts: [&str; N]) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let write = |(index, text)| {
        let path = folder.join(format!("{test}-{index}.txt"));
        fs::write(&path, text).expect("a file");
        path
    };
    texts.into_iter().enumerate().map(write).collect()
}

#[test]
fn cases_that_fail_are_shown_from_every_file() {
    let wrong = BODIES.replace("done 11", "done 10");
    let files = files("every-file", [BODIES, &wrong, "case", &wrong]);
    let passed = check_files(&files[..1], chunked::Decoder::with_settings);
    assert_eq!(passed, Ok(3));
    let failures = [
        check_files(&files, chunked::Decoder::with_settings).expect_err("failures"),
        check_reference(&files, chunked::config).expect_err("failures"),
    ];
    for error in failures {
        let detail = error.detail;
        assert!(!detail.contains("every-file-0.txt"), "{detail}");
        for index in [1, 3] {
            let shown = format!(
                "every-file-{index}.txt: 1 of 3 cases fail\ncase 1 (chunked): data\n  \
                 after 2 lines alike\n  expected: done 10\n      seen: done 11\n"
            );
            assert!(detail.contains(&shown), "{detail}");
        }
        assert!(detail.contains("every-file-2.txt: "), "{detail}");
    }
}

#[test]
fn the_reference_is_set_up_as_the_case_says() {
    let files = files("reference", [BODIES, BODIES]);
    assert_eq!(check_reference(&files, chunked::config), Ok(6));

    let error = check_reference(&files[..1], |_| chunked::config(&[])).expect_err("no limit");
    let case = "1 of 3 cases fail\ncase 3 (chunked): a limit\n";
    assert!(error.detail.contains(case), "{error}");
    let error = check_reference(&files, |_| {
        Err::<noio_chunked::Config, _>("no setup".into())
    })
    .expect_err("no setup");
    assert!(error.detail.contains("3 of 3 cases fail\n"), "{error}");
    assert!(error.detail.ends_with("a limit\n  no setup"), "{error}");
}

#[test]
fn inputs_are_cut_in_many_ways() {
    let files = files("cuts", [BODIES]);
    let mut seen = Vec::new();
    let checked = check_cuts(&files, |case, cuts| {
        seen.push((case.number.clone(), cuts.to_vec()));
        Ok(())
    });
    assert_eq!(checked, Ok(3));
    let mut expected = Vec::new();
    for (number, len, seeds) in [("1", 11, 0..32), ("2", 10_014, 0..4), ("3", 2, 0..32)] {
        expected.extend(seeds.map(|seed| (number.to_owned(), cuts::seeded(len, seed))));
    }
    assert!(seen == expected, "{seen:?}");
}

#[test]
fn a_check_that_fails_at_some_cut_is_shown_with_its_case() {
    let files = files("fails", [BODIES]);
    let mut calls = 0;
    let error = check_cuts(&files, |case, _| {
        calls += 1;
        if case.number == "2" && calls == 34 {
            return Err("something".into());
        }
        Ok(())
    })
    .expect_err("something");
    let detail = "fails-0.txt: 1 of 3 cases fail\ncase 2 (chunked): a long chunk\n  something";
    assert!(error.detail.ends_with(detail), "{error}");
    assert_eq!(calls, 32 + 2 + 32);
}
