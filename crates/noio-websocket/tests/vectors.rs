//! The conformance checklist in `vectors/README.md`: every line of it is a vector or, where it is
//! not about decoding one stream, a test with its number in its name, here or in `checklist/`.

#![expect(clippy::expect_used, reason = "a panic fails the test")]

use std::path::PathBuf;

use noio_testkit::{
    Log, cuts, laws,
    vectors::{self, Case, Checklist},
    websocket::{Comparison, Decoder, Setup, reference},
};

fn checklist() -> Checklist {
    Checklist::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
}

fn files() -> Vec<PathBuf> {
    checklist().files().expect("the folder")
}

fn cases() -> Vec<Case> {
    checklist().cases().expect("vectors")
}

#[test]
fn decoder_passes_every_vector() {
    let mut failures = Vec::new();
    for path in files() {
        if let Err(error) = vectors::check_file(&path, Decoder::with_settings) {
            failures.push(error.to_string());
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(files().len() >= 9, "some files are missing");
}

/// So the vectors hold without the decoder, too: they were not made to fit it.
#[test]
fn reference_passes_every_vector() {
    let mut failures = Vec::new();
    for case in cases() {
        let setup = Setup::from_settings(&case.settings).expect("known settings");
        let mut log = Log::new();
        let end = reference::decode(&case.input, &setup, &mut log);
        let mut lines = log.lines();
        match end {
            Ok(None) => {}
            Ok(Some(at)) => lines.push(format!("done {at}")),
            Err(failure) => lines.push(failure.to_string()),
        }
        if lines != case.expected {
            failures.push(format!(
                "case {}: {}\n  expected {:?}\n  seen     {lines:?}",
                case.number, case.title, case.expected
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_line_of_the_checklist_has_a_case() {
    let rules = checklist()
        .check(&["vectors.rs", "checklist/received.rs", "checklist/sent.rs"])
        .expect("tested");
    assert!(rules >= 52, "some lines are missing");
}

#[test]
fn line_49_every_vector_says_the_same_however_it_is_cut() {
    let mut comparison = Comparison::new();
    for case in cases() {
        let setup = Setup::from_settings(&case.settings).expect("known settings");
        let make = || Decoder::new(setup);
        let seeds = if case.input.len() > 10_000 {
            0..4
        } else {
            0..32
        };
        for seed in seeds {
            let cuts = cuts::seeded(case.input.len(), seed);
            let checked = laws::check_laws(make, &case.input, &cuts)
                .and_then(|()| laws::check_in_place(make, &case.input, &cuts))
                .map_err(|broken| broken.to_string())
                .and_then(|()| comparison.check(&case.input, &setup, &cuts));
            if let Err(detail) = checked {
                panic!("case {}: {}\n{detail}", case.number, case.title);
            }
        }
    }
}
