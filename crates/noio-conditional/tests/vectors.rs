//! The conformance checklist in `vectors/README.md`: every line of it is a vector or, where it is not
//! about one request, a test with its number in its name.

use std::{fs, path::Path};

use noio_conditional::{ETag, is_not_modified_field};
use noio_testkit::{conditional::vectors, vectors::Checklist};

const TESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");

#[test]
fn every_vector_is_decided_as_it_says() {
    let files = Checklist::new(TESTS).files().unwrap();
    assert!(files.len() >= 2, "some files are missing");
    match vectors::check_files(&files) {
        Ok(count) => assert!(count >= 90, "some cases are missing: {count}"),
        Err(failures) => panic!("{failures}"),
    }
}

#[test]
fn every_line_of_the_checklist_has_a_case() {
    match Checklist::new(TESTS).check(&["vectors.rs"]) {
        Ok(count) => assert_eq!(count, 28),
        Err(error) => panic!("{error}"),
    }
}

/// The tests of `noio-http-field` that the checklist names are there.
#[test]
fn what_is_tested_elsewhere_is() {
    let readme = fs::read_to_string(Path::new(TESTS).join("vectors/README.md")).unwrap();
    let folder = Path::new(TESTS).join("../../noio-http-field/tests");
    let mut count = 0;
    for name in readme.split('`').skip(1).step_by(2) {
        let Some((file @ ("dates" | "connection"), test)) = name.split_once("::") else {
            continue;
        };
        let source = fs::read_to_string(folder.join(file).with_extension("rs")).unwrap();
        assert!(source.contains(&format!("fn {test}(")), "{name}");
        count += 1;
    }
    assert_eq!(count, 16);
}

#[test]
fn line_80f_an_etag_field_is_one_tag() {
    let read =
        |value: &'static [u8]| ETag::parse(value).map(|etag| (etag.is_weak(), etag.opaque()));
    for (value, expected) in [
        (&b"\"a\""[..], (false, &b"a"[..])),
        (b"W/\"a\"", (true, b"a")),
        (b" \t\"a,b\\\" ", (false, b"a,b\\")),
        (b"\"\"", (false, b"")),
        (b"W/\"\xe9\"", (true, b"\xe9")),
    ] {
        assert_eq!(read(value), Some(expected), "{value:?}");
    }
    for value in [
        &b""[..],
        b"a",
        b"*",
        b"'a'",
        b"w/\"a\"",
        b"\"a",
        b"a\"",
        b"\"",
        b"W/",
        b"W/ \"a\"",
        b"\"a b\"",
        b"\"a\"b\"",
        b"\"a\", \"b\"",
        b"\"a\",",
        b",\"a\"",
        b"\x0b\"a\"",
    ] {
        assert_eq!(read(value), None, "{value:?}");
    }
}

#[test]
fn line_81_a_304_carries_what_caches_go_by() {
    for name in [
        "Cache-Control",
        "Content-Location",
        "Date",
        "ETag",
        "Expires",
        "Vary",
    ] {
        assert!(is_not_modified_field(name.as_bytes(), true), "{name}");
    }
    for name in [
        "Content-Encoding",
        "Content-Language",
        "Content-Length",
        "Content-Type",
    ] {
        assert!(!is_not_modified_field(name.as_bytes(), false), "{name}");
    }
    assert!(!is_not_modified_field(b"Last-Modified", true));
    assert!(is_not_modified_field(b"Last-Modified", false));
}
