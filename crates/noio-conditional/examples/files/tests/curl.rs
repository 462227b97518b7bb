//! GET and HEAD, asked by curl.

use std::fs;

use super::{MODIFIED, SECOND_BEFORE, World, has_curl};

/// What is asked, with `TAG` for the ETag of the file, and what has to come.
type Case<'a> = (&'a [&'a str], u16, &'a str);

const CONTENT: &[u8] = b"0123456789";

#[test]
fn every_precondition() {
    if !has_curl() {
        return;
    }
    let world = World::new();
    world.file("a.txt", CONTENT);
    let tag = world.etag("/a.txt");
    let whole = "0123456789";
    let later = "Fri, 01 Jan 2100 00:00:00 GMT";
    // With `-z`, curl looks at Last-Modified as well, and drops what it would not have sent.
    let since_later = format!("If-Modified-Since: {later}");
    let unmodified = format!("If-Unmodified-Since: {MODIFIED}");
    let before = format!("If-Unmodified-Since: {SECOND_BEFORE}");
    let with_date = format!("If-Range: {MODIFIED}");
    let cases: &[Case<'_>] = &[
        (&[], 200, whole),
        // If-None-Match: by the weak comparison, one of a list, any.
        (&["-H", "If-None-Match: TAG"], 304, ""),
        (&["-H", "If-None-Match: W/TAG"], 304, ""),
        (&["-H", "If-None-Match: \"x,\", TAG"], 304, ""),
        (
            &["-H", "If-None-Match: \"x\"", "-H", "If-None-Match: TAG"],
            304,
            "",
        ),
        (&["-H", "If-None-Match: *"], 304, ""),
        (&["-H", "If-None-Match: \"x\""], 200, whole),
        (&["-H", "If-None-Match: w/TAG"], 200, whole),
        (&["-H", "If-None-Match: x"], 200, whole),
        (&["-H", "if-none-match: TAG"], 304, ""),
        // It goes before If-Modified-Since.
        (
            &["-H", "If-None-Match: \"x\"", "-H", &since_later],
            200,
            whole,
        ),
        (&["-H", "If-None-Match: TAG", "-z", SECOND_BEFORE], 304, ""),
        // If-Modified-Since.
        (&["-z", MODIFIED], 304, ""),
        (&["-z", later], 304, ""),
        (&["-z", SECOND_BEFORE], 200, whole),
        (&["-H", "If-Modified-Since: yesterday"], 200, whole),
        (
            &["-H", "If-Modified-Since: Tuesday, 14-Nov-23 22:13:20 GMT"],
            304,
            "",
        ),
        // If-Match: by the strong comparison.
        (&["-H", "If-Match: TAG"], 200, whole),
        (&["-H", "If-Match: *"], 200, whole),
        (&["-H", "If-Match: \"x\", TAG"], 200, whole),
        (
            &["-H", "If-Match: W/TAG"],
            412,
            "If-Match does not match (RFC 9110 §13.1.1)\n",
        ),
        (
            &["-H", "If-Match: \"x\""],
            412,
            "If-Match does not match (RFC 9110 §13.1.1)\n",
        ),
        (
            &["-H", "If-Match: x"],
            412,
            "If-Match does not match (RFC 9110 §13.1.1)\n",
        ),
        // It goes before If-Unmodified-Since, and is no reason to skip If-None-Match.
        (&["-H", "If-Match: TAG", "-H", &before], 200, whole),
        (
            &["-H", "If-Match: TAG", "-H", "If-None-Match: TAG"],
            304,
            "",
        ),
        (
            &["-H", "If-Match: \"x\"", "-H", "If-None-Match: TAG"],
            412,
            "If-Match does not match (RFC 9110 §13.1.1)\n",
        ),
        // If-Unmodified-Since.
        (&["-H", &unmodified], 200, whole),
        (&["-z", "-Fri, 01 Jan 2100 00:00:00 GMT"], 200, whole),
        (
            &["-z", "-Tue, 14 Nov 2023 22:13:19 GMT"],
            412,
            "modified since If-Unmodified-Since (RFC 9110 §13.1.4)\n",
        ),
        // Range, and If-Range: by the strong comparison.
        (&["-r", "2-4"], 206, "234"),
        (&["-r", "7-"], 206, "789"),
        (&["-r", "-2"], 206, "89"),
        (&["-r", "8-99999999999999999999"], 206, "89"),
        (&["-r", "-99999999999999999999"], 206, whole),
        (&["-r", "0-1,4-5"], 200, whole),
        (&["-H", "Range: lines=1-2"], 200, whole),
        (&["-H", "Range: bytes=4-2"], 200, whole),
        (&["-r", "10-"], 416, "nothing of it is in that range\n"),
        (
            &["-r", "99999999999999999999-"],
            416,
            "nothing of it is in that range\n",
        ),
        (&["-r", "2-4", "-H", "If-Range: TAG"], 206, "234"),
        (&["-r", "2-4", "-H", "If-Range: W/TAG"], 200, whole),
        (&["-r", "2-4", "-H", "If-Range: \"x\""], 200, whole),
        (&["-r", "2-4", "-H", &with_date], 200, whole),
        (&["-r", "10-", "-H", "If-Range: \"x\""], 200, whole),
        (&["-H", "If-Range: \"x\""], 200, whole),
        (&["-r", "2-4", "-H", "If-None-Match: TAG"], 304, ""),
        (
            &["-r", "10-", "-H", "If-Match: \"x\""],
            412,
            "If-Match does not match (RFC 9110 §13.1.1)\n",
        ),
        // HEAD has preconditions, and no parts.
        (&["-I"], 200, ""),
        (&["-I", "-H", "If-None-Match: TAG"], 304, ""),
        (&["-I", "-z", MODIFIED], 304, ""),
        (&["-I", "-H", "If-Match: \"x\""], 412, ""),
        (&["-I", "-r", "2-4"], 200, ""),
        (&["-I", "-r", "10-"], 200, ""),
        (&["-I", "-r", "2-4", "-H", "If-Range: \"x\""], 200, ""),
    ];
    for (arguments, status, body) in cases {
        let arguments: Vec<_> = arguments
            .iter()
            .map(|part| part.replace("TAG", &tag))
            .collect();
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let answer = world.curl(&arguments, "/a.txt");
        assert_eq!(answer.status, *status, "{arguments:?}: {answer:?}");
        assert_eq!(answer.text(), *body, "{arguments:?}");
        assert!(answer.line("Date").is_some());
        let is_current = matches!(status, 200 | 206 | 304);
        assert_eq!(
            answer.line("ETag") == Some(&tag),
            is_current,
            "{arguments:?}"
        );
        let policy = if is_current { "no-cache" } else { "no-store" };
        assert_eq!(answer.line("Cache-Control"), Some(policy), "{arguments:?}");
        match status {
            200 => assert_eq!(answer.line("Content-Length"), Some("10")),
            304 => assert_eq!(answer.line("Content-Length"), None),
            _ => {}
        }
        let has_last_modified = answer.line("Last-Modified") == Some(MODIFIED);
        match status {
            200 => assert!(has_last_modified),
            304 => assert!(!has_last_modified && answer.line("Content-Type").is_none()),
            _ => {}
        }
        let is_range = matches!(status, 206 | 416);
        assert_eq!(
            answer.line("Content-Range").is_some(),
            is_range,
            "{arguments:?}"
        );
    }
}

#[test]
fn where_parts_are() {
    if !has_curl() {
        return;
    }
    let world = World::new();
    world.file("a.txt", CONTENT);
    world.file("empty", b"");
    for (range, target, status, content_range, body) in [
        ("2-4", "/a.txt", 206, Some("bytes 2-4/10"), "234"),
        ("-3", "/a.txt", 206, Some("bytes 7-9/10"), "789"),
        ("5-50", "/a.txt", 206, Some("bytes 5-9/10"), "56789"),
        (
            "10-12",
            "/a.txt",
            416,
            Some("bytes */10"),
            "nothing of it is in that range\n",
        ),
        (
            "-0",
            "/a.txt",
            416,
            Some("bytes */10"),
            "nothing of it is in that range\n",
        ),
        (
            "0-",
            "/empty",
            416,
            Some("bytes */0"),
            "nothing of it is in that range\n",
        ),
        ("-5", "/empty", 200, None, ""),
    ] {
        let answer = world.curl(&["-r", range], target);
        assert_eq!(answer.status, status, "{range}");
        assert_eq!(answer.line("Content-Range"), content_range, "{range}");
        assert_eq!(
            answer.line("Content-Length"),
            Some(body.len().to_string().as_str())
        );
        assert_eq!(answer.text(), body, "{range}");
    }
}

#[test]
fn a_tag_is_saved_and_compared() {
    if !has_curl() {
        return;
    }
    let world = World::new();
    world.file("a.txt", CONTENT);
    let saved = world.directory.join("tag");
    let saved_path = saved.to_str().expect("a path of text");
    let answer = world.curl(&["--etag-save", saved_path], "/a.txt");
    assert_eq!(answer.status, 200);
    let tag = fs::read_to_string(&saved).expect("a tag");
    assert_eq!(Some(tag.trim()), answer.line("ETag"));
    assert_eq!(
        world.curl(&["--etag-compare", saved_path], "/a.txt").status,
        304
    );
    // Other content, and the same times and length.
    world.file("a.txt", b"9876543210");
    let answer = world.curl(&["--etag-compare", saved_path], "/a.txt");
    assert_eq!((answer.status, answer.text()), (200, "9876543210"));
}

/// A file that is too long to have a tag of its content.
fn long_content() -> Vec<u8> {
    (0_u32..600_000).flat_map(u32::to_be_bytes).collect()
}

#[test]
fn a_transfer_goes_on_where_it_ended() {
    if !has_curl() {
        return;
    }
    let world = World::new();
    let content = long_content();
    world.file("long", &content);
    let tag = world.etag("/long");
    assert!(!tag.starts_with("W/"));
    let partial = world.directory.join("partial");
    let resume = |condition: &str| {
        fs::write(&partial, &content[..1_000_000]).expect("a file");
        let output = partial.to_str().expect("a path of text");
        let arguments = ["-C", "-", "-o", output, "-H", condition];
        let output = world.curl_output(&arguments, "/long");
        (output.status.code(), fs::read(&partial).expect("a file"))
    };
    let (code, seen) = resume(&format!("If-Range: {tag}"));
    assert_eq!(code, Some(0));
    assert!(seen == content);
    // It has changed: the server sends all of it, and curl, which wants the rest, gives up (33)
    // and keeps what it has.
    let (code, seen) = resume("If-Range: \"x\"");
    assert_eq!(code, Some(33));
    assert!(seen == content[..1_000_000]);
}

#[test]
fn a_long_file_that_has_just_changed_has_a_weak_tag() {
    if !has_curl() {
        return;
    }
    let world = World::new();
    let content = long_content();
    fs::write(world.path("long"), &content).expect("a file");
    let answer = world.curl(&["-I"], "/long");
    let tag = answer.line("ETag").expect("a tag").to_owned();
    assert!(tag.starts_with("W/"), "{tag}");
    let ask = |name: &str| world.curl(&["-r", "1-2", "-H", &format!("{name}: {tag}")], "/long");
    assert_eq!(ask("If-None-Match").status, 304);
    assert_eq!(ask("If-Match").status, 412);
    let answer = ask("If-Range");
    assert_eq!(answer.status, 200);
    assert!(answer.body == content);
}

#[test]
fn one_connection_serves_several_requests() {
    if !has_curl() {
        return;
    }
    let world = World::new();
    world.file("a.txt", CONTENT);
    let tag = world.etag("/a.txt");
    let condition = format!("If-None-Match: {tag}");
    let url = world.url("/a.txt");
    let each = [
        "-s",
        "-o",
        "/dev/null",
        "-w",
        "%{http_code} %{num_connects}\n",
    ];
    let all = [
        &each[..],
        &["-H", &condition, &url, "--next"],
        &each,
        &["-r", "2-4", &url, "--next"],
        &each,
        &["-r", "10-", &url, "--next"],
        &each,
        &["-I", &url, "--next"],
        &each,
        &["-H", "If-Match: \"x\"", &url, "--next"],
        &each,
        &[
            "-X",
            "PUT",
            "-d",
            "a",
            "-H",
            "If-None-Match: *",
            &url,
            "--next",
        ],
        &each,
    ];
    let output = world.curl_output(&all.concat(), "/a.txt");
    assert_eq!(
        str::from_utf8(&output.stdout),
        Ok("304 1\n206 0\n416 0\n200 0\n412 0\n412 0\n200 0\n"),
        "{output:?}"
    );
}
