//! Fields in several lines (RFC 9651 §4.2).

use noio_http_field::{
    FieldErrorKind,
    structured::{Dictionary, List},
};
use noio_testkit::{exhaustive::every_string, structured::check_structured};

fn outcome(lines: &[&str]) -> Result<Vec<String>, (FieldErrorKind, usize)> {
    Dictionary::from_lines(lines.iter().copied())
        .map(|it| it.map(|(key, _)| key.to_string()))
        .collect::<Result<_, _>>()
        .map_err(|error| (error.kind(), error.offset()))
}

#[test]
fn members_of_all_lines_follow_each_other() {
    assert_eq!(outcome(&[]), Ok(vec![]));
    assert_eq!(outcome(&["  "]), Ok(vec![]));
    let expected = ["a", "b", "c"].map(str::to_owned).to_vec();
    assert_eq!(outcome(&["a=1", "b,c"]), Ok(expected.clone()));
    assert_eq!(outcome(&[" a\t", "\t b ", "\tc"]), Ok(expected));
}

#[test]
fn a_line_without_members_beside_others_is_an_error() {
    let expected = Err((FieldErrorKind::ExpectedKey, 0));
    for lines in [&["", "a"][..], &["a", ""], &["a", "", "b"], &["", ""]] {
        assert_eq!(outcome(lines), expected, "{lines:?}");
    }
    assert_eq!(
        outcome(&["a", " \t"]),
        Err((FieldErrorKind::ExpectedKey, 2))
    );
    assert_eq!(outcome(&["a,", "b"]), Err((FieldErrorKind::ExpectedKey, 2)));
}

/// The comma that joins the lines is not in the string, as it would be if they were joined first.
#[test]
fn a_string_ends_in_its_line() {
    let lines = [&b"\"a"[..], b"b\""];
    let error = List::from_lines(lines).next().unwrap().unwrap_err();
    let expected = (FieldErrorKind::UnterminatedQuotedString, 2);
    assert_eq!((error.kind(), error.offset()), expected);
    check_structured(&lines).unwrap();
}

/// The iterator of the lines is not asked again when it has ended once.
#[test]
fn the_lines_end_once() {
    let mut is_asked = false;
    let lines = core::iter::from_fn(|| {
        let line = is_asked.then_some(&b"a"[..]);
        is_asked = true;
        line
    });
    let mut list = List::from_lines(lines);
    assert!(list.next().is_none());
    assert!(list.next().is_none());
}

/// Whatever the iterator of lines does when it is asked again.
#[test]
fn the_end_is_the_end_behind_a_member_too() {
    let mut turn = 0;
    let lines = core::iter::from_fn(|| {
        turn += 1;
        (turn != 2).then_some(&b"a"[..])
    });
    let mut list = List::from_lines(lines);
    assert!(matches!(list.next(), Some(Ok(_))));
    assert!(list.next().is_none());
    assert!(list.next().is_none());
}

#[test]
fn every_short_field_in_lines() {
    let alphabet: &[&[u8]] = &[b",", b" ", b"\t", b"a", b"\"", b"(", b")", b"\n"];
    let count = every_string(alphabet, 6, |string| {
        // LF is the border between lines, and none of their bytes.
        let lines: Vec<&[u8]> = string.split(|&byte| byte == b'\n').collect();
        check_structured(&lines).unwrap();
    });
    assert_eq!(count, 299_593);
}
