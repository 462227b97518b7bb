//! The conformance checklist in `vectors/README.md`: every line of it is a vector or, where it is
//! not about decoding one head, a test with its number in its name, here, in `checklist.rs` or in
//! `extended_connect.rs`.

use std::path::PathBuf;

use noio_testkit::{
    Comparison,
    handshake::{Decoder, Setup},
    laws,
    vectors::{self, Checklist},
};

fn checklist() -> Checklist {
    Checklist::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/handshake"))
}

fn files() -> Vec<PathBuf> {
    checklist().files().expect("the folder")
}

#[test]
fn decoders_pass_every_vector() {
    let files = files();
    if let Err(error) = vectors::check_files(&files, Decoder::with_settings) {
        panic!("{error}");
    }
    assert!(files.len() >= 4, "some files are missing");
}

#[test]
fn reference_passes_every_vector() {
    match vectors::check_reference(&files(), Setup::from_settings) {
        Ok(count) => assert!(count >= 480, "some cases are missing: {count}"),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn every_line_of_the_checklist_has_a_case() {
    let rules = checklist()
        .check(&["vectors.rs", "checklist.rs", "extended_connect.rs"])
        .expect("tested");
    assert!(rules >= 60, "some lines are missing: {rules}");
}

#[test]
fn line_73_every_vector_says_the_same_however_it_is_cut() {
    let mut comparison = Comparison::new();
    let checked = vectors::check_cuts(&files(), |case, cuts| {
        let mut setup = Setup::from_settings(&case.settings)?;
        setup.fields = true;
        laws::check_laws(|| Decoder::new(setup), &case.input, cuts)?;
        Ok(comparison.check(&case.input, &setup, cuts)?)
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
}
