//! The conformance checklist in `vectors/README.md`: every line of it is a vector or, where it is
//! not about decoding one stream, a test with its number in its name, here or in `checklist/`.

#![expect(clippy::expect_used, reason = "a panic fails the test")]

use std::path::PathBuf;

use noio_testkit::{
    Comparison, laws,
    vectors::{self, Checklist},
    websocket::{Decoder, Setup},
};

fn checklist() -> Checklist {
    Checklist::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
}

fn files() -> Vec<PathBuf> {
    checklist().files().expect("the folder")
}

#[test]
fn decoder_passes_every_vector() {
    let files = files();
    if let Err(error) = vectors::check_files(&files, Decoder::with_settings) {
        panic!("{error}");
    }
    assert!(files.len() >= 9, "some files are missing");
}

#[test]
fn reference_passes_every_vector() {
    if let Err(error) = vectors::check_reference(&files(), Setup::from_settings) {
        panic!("{error}");
    }
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
    let checked = vectors::check_cuts(&files(), |case, cuts| {
        let setup = Setup::from_settings(&case.settings)?;
        let make = || Decoder::new(setup);
        laws::check_laws(make, &case.input, cuts)?;
        laws::check_in_place(make, &case.input, cuts)?;
        Ok(comparison.check(&case.input, &setup, cuts)?)
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
}
