//! Heads of legal octets that break a rule, and all of the rules that they break.

use crate::{
    Ran,
    handshake::{KEY, REQUEST, RESPONSE, response_with},
    handshake_errors::json,
    run,
};

fn error(kind: &str, offset: usize, words: &str, status: u16) -> String {
    format!(
        r#"{{"error":{{"kind":"{kind}","offset":{offset},"message":"{words} at byte {offset}","status":{status}}}}}"#
    )
}

#[test]
fn every_rule_that_a_request_breaks_is_told() {
    let good_lines: Vec<&str> = REQUEST.split_inclusive('\n').collect();
    // A line of the request, what stands there in place of it, and what is wrong then.
    for (line, bad, kind, words, status, shift) in [
        (
            0,
            "POST / HTTP/1.1",
            "method-not-allowed",
            "method is not GET",
            405,
            0,
        ),
        (
            0,
            "GET a HTTP/1.1",
            "invalid-target",
            "invalid request target",
            400,
            4,
        ),
        (
            1,
            "Host: a b",
            "invalid-host",
            "not exactly one legal Host",
            400,
            0,
        ),
        (
            5,
            "Content-Length: 1",
            "unexpected-content",
            "request that may have content",
            400,
            0,
        ),
        (
            2,
            "Upgrade: h2c",
            "upgrade-required",
            "no upgrade to websocket is asked for",
            426,
            0,
        ),
        (
            2,
            "Upgrade: a b",
            "invalid-upgrade",
            "Upgrade is no list of protocols",
            400,
            0,
        ),
        (
            3,
            "Connection: close",
            "invalid-connection",
            "Connection does not list upgrade",
            400,
            0,
        ),
        (
            8,
            "Sec-WebSocket-Version: 013",
            "invalid-version",
            "not exactly one legal Sec-WebSocket-Version",
            400,
            0,
        ),
        (
            8,
            "Sec-WebSocket-Version: 8",
            "unsupported-version",
            "Sec-WebSocket-Version is not 13",
            426,
            0,
        ),
        (
            4,
            "Sec-WebSocket-Key: c2hvcnQ=",
            "invalid-key",
            "not exactly one legal Sec-WebSocket-Key",
            400,
            0,
        ),
        (
            5,
            "Origin: a\r\nOrigin: b",
            "invalid-origin",
            "more than one Origin",
            400,
            0,
        ),
        (
            6,
            "Sec-WebSocket-Protocol: a, a",
            "invalid-subprotocols",
            "Sec-WebSocket-Protocol is no list of different tokens",
            400,
            0,
        ),
        (
            7,
            "Sec-WebSocket-Extensions: ,",
            "invalid-extensions",
            "Sec-WebSocket-Extensions is no list of extensions",
            400,
            0,
        ),
    ] {
        let mut lines = good_lines.clone();
        let bad = format!("{bad}\r\n");
        lines[line] = &bad;
        let head = lines.concat();
        let offset = lines[..line].concat().len() + shift;
        let problem =
            format!(r#"{{"problem":{{"kind":"{kind}","offset":{offset},"message":"{words}"}}}}"#);
        for cut in ["1", "100000"] {
            let (lines, code) = json(&["--request", "--cut", cut], format!("{head}frames"));
            let [told, answer, last] = &lines[..] else {
                panic!("{lines:?}");
            };
            assert_eq!((told, code), (&problem, Some(1)));
            let answered = format!("{{\"answer\":{{\"status\":{status},");
            assert!(answer.starts_with(&answered), "{answer}");
            assert_eq!(*last, error(kind, head.len() - 1, words, status));
        }
    }
}

#[test]
fn all_that_is_wrong_with_a_request_is_told_at_once() {
    let head = "POST chat HTTP/1.1\r\n\
                Upgrade: h2c\r\n\
                Transfer-Encoding: chunked\r\n\
                Origin: a\r\n\
                Sec-WebSocket-Version: 012\r\n\
                Origin: b\r\n\
                Sec-WebSocket-Protocol: chat, chat\r\n\
                Sec-WebSocket-Extensions: a; =\r\n\
                \r\n";
    let ran = run(&["handshake", "--request"], head);
    assert_eq!(
        ran,
        Ran {
            stdout: "       0  request    POST chat HTTP/1.1
      20  field      Upgrade  h2c
      34  field      Transfer-Encoding  chunked
      62  field      Origin  a
      73  field      Sec-WebSocket-Version  012
     101  field      Origin  b
     112  field      Sec-WebSocket-Protocol  chat, chat
     148  field      Sec-WebSocket-Extensions  a; =
       0  problem    method-not-allowed  method is not GET
       5  problem    invalid-target  invalid request target
     182  problem    invalid-host  not exactly one legal Host
      34  problem    unexpected-content  request that may have content
      20  problem    upgrade-required  no upgrade to websocket is asked for
     182  problem    invalid-connection  Connection does not list upgrade
      73  problem    invalid-version  not exactly one legal Sec-WebSocket-Version
     182  problem    invalid-key  not exactly one legal Sec-WebSocket-Key
      62  problem    invalid-origin  more than one Origin
     112  problem    invalid-subprotocols  Sec-WebSocket-Protocol is no list of different tokens
     148  problem    invalid-extensions  Sec-WebSocket-Extensions is no list of extensions
     182  answer
                     HTTP/1.1 405 Method Not Allowed
                     Connection: close
                     Content-Length: 0
                     Allow: GET
"
            .into(),
            stderr: "noio-inspect: method is not GET at byte 181 (status 405)\n".into(),
            code: Some(1),
        }
    );
    let (lines, _) = json(&["--request"], head);
    assert_eq!(lines.len(), 11 + 2);
    let host = r#"{"problem":{"kind":"invalid-host","offset":null,"message":"not exactly one legal Host"}}"#;
    assert_eq!(lines[2], host);
}

#[test]
fn an_offer_of_too_many_subprotocols_is_told() {
    let tokens: Vec<String> = (0..33).map(|number| format!("v{number}")).collect();
    let head = REQUEST.replace("chat, superchat", &tokens.join(","));
    let (lines, code) = json(&["--request"], head);
    let problem = "{\"problem\":{\"kind\":\"too-many-subprotocols\",\"offset\":179,";
    assert!(lines[0].starts_with(problem), "{}", lines[0]);
    assert_eq!((lines.len(), code), (3, Some(1)));
}

/// A page that is asked for, and not a connection.
#[test]
fn a_request_for_something_else_is_told_what_would_do() {
    let ran = run(
        &["handshake", "--request"],
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    );
    let answer = "      27  answer
                     HTTP/1.1 426 Upgrade Required
                     Connection: Upgrade, close
                     Content-Length: 0
                     Upgrade: websocket
                     Sec-WebSocket-Version: 13
";
    assert!(ran.stdout.ends_with(answer), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("  problem  ").count(), 4);
}

#[test]
fn every_rule_that_a_response_breaks_is_told() {
    let problems = |head: &str, options: &[&str]| -> Vec<(String, String)> {
        let (lines, code) = json(&[&["--response"], options].concat(), head);
        assert_eq!(code, Some(1), "{head:?}: {lines:?}");
        let (last, problems) = lines.split_last().unwrap();
        let problems: Vec<_> = problems
            .iter()
            .map(|line| {
                let rest = line.strip_prefix("{\"problem\":{\"kind\":\"").unwrap();
                let (kind, rest) = rest.split_once("\",\"offset\":").unwrap();
                let (offset, _) = rest.split_once(',').unwrap();
                (kind.to_owned(), offset.to_owned())
            })
            .collect();
        let error = format!(
            "{{\"error\":{{\"kind\":\"{}\",\"offset\":{},",
            problems[0].0,
            head.len() - 1
        );
        assert!(
            last.starts_with(&error) && !last.contains("\"status\":"),
            "{last}"
        );
        problems
    };
    let key = ["--key", KEY];
    let nothing = ["--extensions", "", "--subprotocol", ""];
    for (head, options, expected) in [
        (
            RESPONSE.replace("HTTP/1.1", "HTTP/1.0"),
            &key[..],
            &[("invalid-status", "0")][..],
        ),
        (
            RESPONSE
                .replace("HTTP/1.1", "HTTP/1.0")
                .replace("s3pP", "s3pQ"),
            &key,
            &[("invalid-status", "0"), ("invalid-accept", "75")],
        ),
        (
            "HTTP/1.0 100 Continue\r\n\r\n".into(),
            &key,
            &[("invalid-status", "0")],
        ),
        (
            response_with("Content-Length: 5\r\n"),
            &key,
            &[("unexpected-content", "127")],
        ),
        (
            RESPONSE.replace("websocket", "websocket, h2c"),
            &key,
            &[("invalid-upgrade", "34")],
        ),
        (
            RESPONSE.replace(": Upgrade", ": close"),
            &key,
            &[("invalid-connection", "54")],
        ),
        (
            RESPONSE.replace("s3pP", "s3pQ"),
            &key,
            &[("invalid-accept", "75")],
        ),
        (
            response_with("Sec-WebSocket-Extensions: a;;\r\n"),
            &key,
            &[("invalid-extensions", "127")],
        ),
        (
            response_with("Sec-WebSocket-Protocol: a, b\r\n"),
            &key,
            &[("invalid-subprotocol", "127")],
        ),
        (
            response_with("Sec-WebSocket-Extensions: a\r\nSec-WebSocket-Protocol: b\r\n"),
            &nothing,
            &[
                ("unexpected-extension", "127"),
                ("unexpected-subprotocol", "156"),
            ],
        ),
        (
            response_with("Sec-WebSocket-Extensions: a, a\r\nSec-WebSocket-Protocol: B\r\n"),
            &["--extensions", "b, a", "--subprotocol", "b"],
            &[
                ("unexpected-extension", "127"),
                ("unexpected-subprotocol", "159"),
            ],
        ),
        // What is wrong with the one does not make the other unexpected.
        (
            response_with("Sec-WebSocket-Extensions: a\r\nSec-WebSocket-Protocol: b c\r\n"),
            &[],
            &[("invalid-subprotocol", "156")],
        ),
        (
            response_with("Sec-WebSocket-Extensions: a=\r\nSec-WebSocket-Protocol: b\r\n"),
            &["--subprotocol", "b"],
            &[("invalid-extensions", "127")],
        ),
        (
            response_with("Sec-WebSocket-Protocol: b\r\nSec-WebSocket-Protocol: b\r\n"),
            &[],
            &[("invalid-subprotocol", "127")],
        ),
        // Whatever the key is, there has to be one answer to it.
        (
            RESPONSE.replace("Sec-WebSocket-Accept", "X"),
            &[],
            &[("invalid-accept", "null")],
        ),
        (
            response_with("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"),
            &[],
            &[("invalid-accept", "75")],
        ),
        (
            "HTTP/1.1 101 \r\nTransfer-Encoding: a\r\nSec-WebSocket-Protocol: b c\r\n\r\n".into(),
            &[],
            &[
                ("unexpected-content", "15"),
                ("invalid-upgrade", "null"),
                ("invalid-connection", "null"),
                ("invalid-accept", "null"),
                ("invalid-subprotocol", "37"),
            ],
        ),
    ] {
        let found = problems(&head, options);
        let found: Vec<_> = found
            .iter()
            .map(|(kind, offset)| (kind.as_str(), offset.as_str()))
            .collect();
        assert_eq!(found, expected, "{head:?}");
    }
}
