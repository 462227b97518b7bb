//! What `chunked --body` and `chunked --reencode` write.

use std::fs;

use crate::{BODIES, Ran, any_body, feed_for_bytes, path_of_body, run, tool};

/// The output on `input`, of a run that says nothing else.
fn written(option: &str, input: &[u8]) -> Vec<u8> {
    let output = feed_for_bytes(tool(&["chunked", option]), input);
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), &b""[..])
    );
    output.stdout
}

fn bodies() -> Vec<Vec<u8>> {
    let captures = BODIES.map(|name| fs::read(path_of_body(name, "chunked")).unwrap());
    captures.into_iter().chain([any_body()]).collect()
}

#[test]
fn body_is_the_data_alone() {
    let body = b"4;a\r\nWi\x1b\xff\r\n5\r\n\r\n0\r\n\r\n0\r\nA: b\r\n\r\nGET /";
    assert_eq!(written("--body", body), b"Wi\x1b\xff\r\n0\r\n");
    assert_eq!(written("--body", b"0\r\n\r\n"), b"");
}

#[test]
fn body_of_a_capture_is_what_its_sender_was_told_to_send() {
    let noise = crate::garbage(20_000);
    for (name, len) in [
        ("curl-upload", 20_000),
        ("node-trailers", 10_416),
        ("caddy-proxy", 10_416),
        ("nginx-proxy", 11_111),
        ("uvicorn-pieces", 5050),
    ] {
        let body = fs::read(path_of_body(name, "chunked")).unwrap();
        assert!(written("--body", &body) == noise[..len], "{name}");
    }
}

#[test]
fn only_the_lines_change() {
    for (body, expected) in [
        ("5\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n"),
        // One spelling of sizes, extensions and fields.
        (
            "00A ; a ; b =\t\"c\" ;d=\"\";e=\"f g\\h\"\r\n0123456789\r\n000\r\nA:b  \r\nC: \td\r\n\r\n",
            "a;a;b=c;d=\"\";e=\"f gh\"\r\n0123456789\r\n0\r\nA: b\r\nC: d\r\n\r\n",
        ),
        // The last chunk may have extensions, too.
        ("0;a=\"b\"\r\n\r\n", "0;a=b\r\n\r\n"),
        // What is forbidden in trailers goes.
        (
            "0\r\nA: b\r\nTransfer-Encoding: chunked\r\nhost: x\r\nC: d\r\n\r\n",
            "0\r\nA: b\r\nC: d\r\n\r\n",
        ),
        // What follows the body is not looked at.
        ("0\r\n\r\n1\r\n\n", "0\r\n\r\n"),
    ] {
        for cut in ["1", "2", "1000"] {
            let ran = run(&["chunked", "--reencode", "--cut", cut], body);
            assert_eq!(ran, Ran::ok(expected), "{body:?}");
        }
    }
}

#[test]
fn leniencies_leave_nothing_behind() {
    let ran = run(
        &[
            "chunked",
            "--reencode",
            "--allow-bare-lf",
            "--allow-trailing-whitespace",
            "--allow-missing-data-crlf",
            "--allow-invalid-extensions",
        ],
        "5 \nhello5;a=b;\x01\x02=\r\nworld\n0;@\nA: b\n\n",
    );
    assert_eq!(
        ran,
        Ran::ok("5\r\nhello\r\n5;a=b\r\nworld\r\n0\r\nA: b\r\n\r\n")
    );
    // So the strict decoder takes it.
    assert_eq!(run(&["chunked", "--reencode"], &ran.stdout), ran);
}

#[test]
fn it_decodes_to_the_same_events() {
    for body in bodies() {
        let reencoded = written("--reencode", &body);
        let original = run(&["chunked", "--json"], &body).stdout;
        let again = run(&["chunked", "--json"], &reencoded).stdout;
        assert!(original.lines().count() > 3);
        let kept = |json: &str| -> Vec<String> {
            json.lines()
                .filter(|line| !line.contains("\"forbidden\":true") && !line.contains("\"end\""))
                .map(str::to_owned)
                .collect()
        };
        assert!(kept(&again) == kept(&original));
        assert!(!again.contains("\"forbidden\":true"));
        // Nothing is left to change.
        assert!(written("--reencode", &reencoded) == reencoded);
        assert!(written("--body", &reencoded) == written("--body", &body));
    }
}

#[test]
fn an_error_leaves_what_came_before_it_and_no_end() {
    for (option, expected) in [
        ("--body", "okhel"),
        ("--reencode", "2\r\nok\r\n5;a=b\r\nhel"),
    ] {
        for (bad, line) in [
            ("", "body cut short at byte 19"),
            ("lo!", "no CRLF behind chunk data at byte 21"),
        ] {
            let body = format!("2\r\nok\r\n5;a=\"b\"\r\nhel{bad}");
            let ran = run(&["chunked", option], body);
            let expected = match (bad, option) {
                ("", _) => expected.to_owned(),
                (_, "--body") => format!("{expected}lo"),
                _ => format!("{expected}lo\r\n"),
            };
            assert_eq!(ran.stdout, expected);
            assert_eq!(ran.stderr, format!("noio-inspect: {line}\n"));
            assert_eq!(ran.code, Some(1));
        }
    }
}
