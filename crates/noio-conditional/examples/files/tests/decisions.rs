//! The decisions, without files and sockets.

use noio_conditional::{HttpDate, LastModified};

use crate::{
    plan::{Content, FileState, Plan, change, retrieve},
    request::{Fields, Method},
};

use super::{MODIFIED, SECOND_BEFORE};

const NOW: HttpDate = HttpDate::saturating_from_unix_seconds(1_800_000_000);

fn current(etag: &str, len: u64) -> FileState {
    let modified = HttpDate::parse_imf_fixdate(MODIFIED.as_bytes()).expect("a date");
    FileState {
        etag: etag.into(),
        last_modified: LastModified::weak(modified, NOW),
        len,
        content_type: "text/plain",
    }
}

fn fields(lines: &[(&str, &str)]) -> Fields {
    let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.into());
    Fields(lines.iter().map(owned).collect())
}

fn names(plan: &Plan) -> Vec<&'static str> {
    plan.fields.iter().map(|(name, _)| *name).collect()
}

fn value<'a>(plan: &'a Plan, name: &str) -> Option<&'a str> {
    let mut fields = plan.fields.iter();
    let (_, value) = fields.find(|(other, _)| *other == name)?;
    str::from_utf8(value).ok()
}

#[test]
fn a_304_has_the_fields_of_the_200_that_matter() {
    let current = current("\"a\"", 9);
    let whole = retrieve(Method::Get, &fields(&[]), Some(&current), NOW);
    assert_eq!(whole.status, 200);
    assert_eq!(whole.content, Content::File { first: 0, len: 9 });
    assert_eq!(
        names(&whole),
        [
            "Accept-Ranges",
            "Cache-Control",
            "Content-Type",
            "ETag",
            "Last-Modified"
        ]
    );
    let condition = fields(&[("If-None-Match", "\"a\"")]);
    for method in [Method::Get, Method::Head] {
        let unchanged = retrieve(method, &condition, Some(&current), NOW);
        assert_eq!(unchanged.status, 304);
        assert_eq!(unchanged.content, Content::Nothing);
        assert_eq!(
            names(&unchanged),
            ["Accept-Ranges", "Cache-Control", "ETag"]
        );
        for name in names(&unchanged) {
            assert_eq!(value(&unchanged, name), value(&whole, name));
        }
        assert_eq!(unchanged.why, "If-None-Match matches (RFC 9110 §13.1.2)");
    }
}

#[test]
fn a_weak_tag_serves_what_it_can() {
    let current = current("W/\"a\"", 9);
    for (name, tag, expected) in [
        ("If-None-Match", "\"a\"", 304),
        ("If-None-Match", "W/\"a\"", 304),
        ("If-Match", "W/\"a\"", 412),
        ("If-Range", "W/\"a\"", 200),
    ] {
        let fields = fields(&[(name, tag), ("Range", "bytes=1-2")]);
        let plan = retrieve(Method::Get, &fields, Some(&current), NOW);
        assert_eq!(plan.status, expected, "{name}: {tag}");
    }
}

#[test]
fn parts_and_what_goes_before_them() {
    let current = current("\"a\"", 9);
    let range = ("Range", "bytes=1-2");
    let beyond = ("Range", "bytes=9-");
    for (lines, method, expected) in [
        (&[range][..], Method::Get, 206),
        (&[range], Method::Head, 200),
        (&[beyond], Method::Get, 416),
        (&[beyond], Method::Head, 200),
        (&[range, ("If-Range", "\"a\"")], Method::Get, 206),
        (&[range, ("If-Range", "\"b\"")], Method::Get, 200),
        (&[beyond, ("If-Range", "\"b\"")], Method::Get, 200),
        (&[beyond, ("If-Range", "\"a\"")], Method::Get, 416),
        // The date is the right one, and proves nothing.
        (&[range, ("If-Range", MODIFIED)], Method::Get, 200),
        (&[range, ("If-None-Match", "\"a\"")], Method::Get, 304),
        (&[beyond, ("If-Match", "\"b\"")], Method::Get, 412),
        (
            &[range, ("If-Unmodified-Since", SECOND_BEFORE)],
            Method::Get,
            412,
        ),
        (&[range, ("If-Modified-Since", MODIFIED)], Method::Get, 304),
    ] {
        let plan = retrieve(method, &fields(lines), Some(&current), NOW);
        assert_eq!(plan.status, expected, "{method:?} {lines:?}");
        match expected {
            206 => {
                assert_eq!(plan.content, Content::File { first: 1, len: 2 });
                assert_eq!(value(&plan, "Content-Range"), Some("bytes 1-2/9"));
            }
            416 => assert_eq!(value(&plan, "Content-Range"), Some("bytes */9")),
            _ => assert_eq!(value(&plan, "Content-Range"), None),
        }
    }
}

#[test]
fn a_part_that_was_asked_for_with_if_range_has_no_more_fields_than_it_needs() {
    let current = current("\"a\"", 9);
    let range = ("Range", "bytes=1-2");
    let part = retrieve(Method::Get, &fields(&[range]), Some(&current), NOW);
    assert_eq!(
        names(&part),
        [
            "Accept-Ranges",
            "Cache-Control",
            "Content-Type",
            "ETag",
            "Last-Modified",
            "Content-Range"
        ]
    );
    let lines = [range, ("If-Range", "\"a\"")];
    let part = retrieve(Method::Get, &fields(&lines), Some(&current), NOW);
    assert_eq!(
        names(&part),
        ["Accept-Ranges", "Cache-Control", "ETag", "Content-Range"]
    );
}

#[test]
fn changes() {
    let file = current("\"a\"", 9);
    let (put, delete) = (Method::Put, Method::Delete);
    let (there, none) = (Some(&file), None);
    let status = |method, current, lines: &[(&str, &str)]| {
        let plan = change(method, &fields(lines), current, NOW);
        plan.map_or_else(|plan| plan.status, |_why| 200)
    };
    for (method, current, name, condition, expected) in [
        (put, there, "If-Match", "\"a\"", 200),
        (put, there, "If-Match", "\"b\", \"a\"", 200),
        (put, there, "If-Match", "*", 200),
        (put, there, "If-Match", "\"b\"", 412),
        (put, there, "If-Match", "W/\"a\"", 412),
        // A list of none.
        (put, there, "If-Match", "", 412),
        (put, none, "If-Match", "\"a\"", 412),
        (put, none, "If-Match", "*", 412),
        (put, none, "If-None-Match", "*", 200),
        (put, there, "If-None-Match", "*", 412),
        (put, there, "If-None-Match", "W/\"a\"", 412),
        (put, there, "If-None-Match", "\"b\"", 200),
        (put, there, "If-Unmodified-Since", MODIFIED, 200),
        (put, there, "If-Unmodified-Since", SECOND_BEFORE, 412),
        // It is for GET and HEAD alone.
        (put, there, "If-Modified-Since", MODIFIED, 200),
        (put, there, "If-Range", "\"b\"", 200),
        // Malformed, where its sender wanted to make sure of something.
        (put, there, "If-Match", "a", 400),
        (put, there, "If-Match", "*, \"a\"", 400),
        (put, none, "If-None-Match", "**", 400),
        // What is no date has to be ignored (RFC 9110 §13.1.4).
        (put, there, "If-Unmodified-Since", "yesterday", 200),
        (delete, there, "If-Match", "\"a\"", 200),
        (delete, there, "If-Match", "\"b\"", 412),
        (delete, there, "If-None-Match", "*", 412),
        // Without the precondition, it would be 404.
        (delete, none, "If-Match", "\"a\"", 404),
        (delete, none, "X-Unconditional", "", 404),
        (put, none, "X-Unconditional", "", 200),
    ] {
        let seen = status(method, current, &[(name, condition)]);
        assert_eq!(seen, expected, "{method:?} {name}: {condition}");
    }
    // If-Match is the stricter, and goes before.
    let both = [("If-Match", "\"b\""), ("If-Unmodified-Since", MODIFIED)];
    assert_eq!(status(put, there, &both), 412);
}

#[test]
fn nothing_there_is_404_whatever_is_asked_for() {
    for lines in [
        [("If-Match", "\"a\"")],
        [("If-None-Match", "*")],
        [("If-Unmodified-Since", MODIFIED)],
    ] {
        let plan = retrieve(Method::Get, &fields(&lines), None, NOW);
        assert_eq!(plan.status, 404);
    }
}
