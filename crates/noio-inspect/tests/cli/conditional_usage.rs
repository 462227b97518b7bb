//! `conditional`: heads and options that are wrong, and bytes that could do harm.

use crate::{conditional::conditional, drives_a_terminal, run};

#[test]
fn a_head_that_cannot_be_read_is_exit_status_1() {
    for (text, kind, offset) in [
        ("", "truncated", 0),
        ("GET / HTTP/1.1\r\nIf-Match: *\r\n", "truncated", 29),
        ("GET / HTTP/1.1\nIf-Match: *\n\n", "invalid-head", 14),
        ("HTTP/1.1 200 OK\r\n\r\n", "invalid-head", 4),
    ] {
        let ran = run(&["conditional", "--json"], text);
        let front = format!("{{\"error\":{{\"kind\":\"{kind}\",\"offset\":{offset},\"message\":");
        assert!(ran.stdout.starts_with(&front), "{text:?}: {}", ran.stdout);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""), "{text:?}");
        let ran = run(&["conditional"], text);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{text:?}");
        let back = format!(" at byte {offset}\n");
        assert!(ran.stderr.ends_with(&back), "{text:?}: {}", ran.stderr);
    }
    let ran = run(
        &["conditional", "--allow-bare-lf"],
        "GET / HTTP/1.1\nIf-Match: *\n\n",
    );
    assert_eq!(ran.code, Some(0));
}

#[test]
fn what_could_drive_a_terminal_is_escaped() {
    let fields = [("If-None-Match", "\u{202e}a, \"\u{9b}\", \u{feff}\"b\"")];
    let options = ["--etag", "\"\u{9b}\""];
    let ran = conditional(&options, "GET", &fields);
    assert_eq!(ran.code, Some(0));
    assert!(!ran.stdout.contains(drives_a_terminal), "{:?}", ran.stdout);
    for row in [
        r#"      32  field      If-None-Match  \u{202e}a, "\u{9b}", \u{feff}"b""#,
        r"      32  malformed  \u{202e}a  no entity tag: those have double quotes around them",
        r#"      44  malformed  "\u{feff}\"b\""  no entity tag: those have double quotes around them"#,
        r#"      54  current    at the origin server  ETag  "\u{9b}""#,
        "      54  condition  If-None-Match  false  it lists the current ETag",
    ] {
        assert!(ran.stdout.contains(&format!("{row}\n")), "{}", ran.stdout);
    }
}

/// A server that takes bytes for Latin-1 has such tags.
#[cfg(unix)]
#[test]
fn a_tag_need_not_be_utf_8() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

    use crate::{feed, tool};

    let head = b"GET / HTTP/1.1\r\nIf-None-Match: \"\xe9\"\r\nIf-Match: \xe9\r\n\r\n";
    let with_tag = |options: &[&str]| {
        let mut command = tool(&[&["conditional"], options].concat());
        command.arg("--etag").arg(OsStr::from_bytes(b"\"\xe9\""));
        feed(command, head)
    };
    let ran = with_tag(&[]);
    for row in [
        r#"  field      If-None-Match  "\xe9""#,
        r#"  malformed  "\xe9"  no entity tag: those have double quotes around them"#,
        r#"  current    at the origin server  ETag  "\xe9""#,
        "  condition  If-None-Match  false  it lists the current ETag; what comes before it has decided",
    ] {
        assert!(ran.stdout.contains(&format!("{row}\n")), "{}", ran.stdout);
    }
    let ran = with_tag(&["--json"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (Some(0), 1));
}

#[test]
fn any_bytes_of_a_field_are_shown() {
    // Control characters aside, which no head may have.
    let value = |bytes: &[u8]| {
        let is_legal = |byte: &u8| !matches!(byte, 0..=0x1f | 0x7f);
        bytes.iter().copied().filter(is_legal).collect::<Vec<_>>()
    };
    let garbage = crate::garbage(9000);
    for (name, bytes) in ["If-Match", "If-None-Match", "If-Range", "If-Modified-Since"]
        .iter()
        .cycle()
        .zip(garbage.chunks(90))
    {
        let front = format!("GET / HTTP/1.1\r\nRange: bytes=0-\r\n{name}: ");
        let head = [front.as_bytes(), &value(bytes), b"\r\n\r\n"].concat();
        for options in [&[][..], &["--json"]] {
            let args = [
                &["conditional", "--etag", "\"a\"", "--last-modified", "0"],
                options,
            ];
            let ran = run(&args.concat(), &head);
            assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
            assert!(!ran.stdout.contains(drives_a_terminal), "{:?}", ran.stdout);
        }
    }
}

#[test]
fn wrong_usage_is_exit_status_2() {
    for (options, complaint) in [
        (&["--etag", "a"][..], "an entity tag has its quotes with it"),
        (
            &["--etag", "w/\"a\""],
            "an entity tag has its quotes with it",
        ),
        (
            &["--etag", "\"a\", \"b\""],
            "an entity tag has its quotes with it",
        ),
        (&["--etag", "*"], "an entity tag has its quotes with it"),
        (
            &["--last-modified", "today"],
            "neither an HTTP date nor seconds since 1970",
        ),
        (&["--now", "253402300800"], "dates have -62167219200"),
        (&["--absent", "--etag", "\"a\""], "'--etag <TAG>'"),
        (&["--absent", "--stored", "0"], "'--stored <DATE>'"),
        (&["--absent", "--response", "a"], "'--response <HEAD>'"),
        (
            &["--stored", "0", "--strong-last-modified", "0"],
            "'--strong-last-modified <DATE>'",
        ),
        (
            &["--last-modified", "0", "--strong-last-modified", "0"],
            "'--strong-last-modified <DATE>'",
        ),
        (&["--response", "a", "--etag", "\"a\""], "'--etag <TAG>'"),
        (
            &["--response", "a", "--stored-response", "a"],
            "'--stored-response <HEAD>'",
        ),
        (
            &["--stored-response", "a", "--stored", "0"],
            "'--stored <DATE>'",
        ),
        (&["--response"], "'--response <HEAD>'"),
        (&["a", "b"], "'b'"),
    ] {
        let ran = run(
            &[&["conditional"], options].concat(),
            "GET / HTTP/1.1\r\n\r\n",
        );
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(2), ""),
            "{options:?}"
        );
        assert!(
            ran.stderr.contains(complaint),
            "{options:?}: {}",
            ran.stderr
        );
    }
}
