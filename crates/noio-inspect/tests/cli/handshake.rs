//! What `handshake` shows of heads that break no rule.

use crate::{Ran, path_of_connection, run};

/// The example of RFC 6455 §1.2, with what a client may add.
pub(crate) const REQUEST: &str = "GET /chat?room=7 HTTP/1.1\r\n\
    Host: server.example.com\r\n\
    Upgrade: websocket\r\n\
    Connection: keep-alive, Upgrade\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
    Origin: http://example.com\r\n\
    Sec-WebSocket-Protocol: chat, superchat\r\n\
    Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits; a=\"b\", x-other\r\n\
    Sec-WebSocket-Version: 13\r\n\
    \r\n";
pub(crate) const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// What a server may answer.
pub(crate) const RESPONSE: &str = "HTTP/1.1 101 Switching Protocols\r\n\
    Upgrade: websocket\r\n\
    Connection: Upgrade\r\n\
    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\
    \r\n";

/// [`RESPONSE`] with `fields` at its end.
pub(crate) fn response_with(fields: &str) -> String {
    format!("{}{fields}\r\n", RESPONSE.strip_suffix("\r\n").unwrap())
}

#[test]
fn rows_of_a_request() {
    let rows = r#"       0  request    GET /chat?room=7 HTTP/1.1
      27  field      Host  server.example.com
      53  field      Upgrade  websocket
      73  field      Connection  keep-alive, Upgrade
     106  field      Sec-WebSocket-Key  dGhlIHNhbXBsZSBub25jZQ==
     151  field      Origin  http://example.com
     179  field      Sec-WebSocket-Protocol  chat, superchat
     220  field      Sec-WebSocket-Extensions  permessage-deflate; client_max_window_bits; a="b", x-other
     306  field      Sec-WebSocket-Version  13
     335  protocols  chat  superchat
     335  extension  permessage-deflate  client_max_window_bits  a=b
     335  extension  x-other
     335  answer
                     HTTP/1.1 101 Switching Protocols
                     Upgrade: websocket
                     Connection: Upgrade
                     Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
"#;
    for cut in ["1", "2", "7", "1000"] {
        let ran = run(&["handshake", "--request", "--cut", cut], REQUEST);
        assert_eq!(ran, Ran::ok(rows), "cut {cut}");
    }
}

#[test]
fn json_of_a_request() {
    let json = r#"{"request":{"target":"/chat?room=7","host":"server.example.com","origin":"http://example.com","subprotocols":["chat","superchat"],"extensions":[["permessage-deflate",[["client_max_window_bits",null],["a","b"]]],["x-other",[]]],"fields":[["Host","server.example.com"],["Upgrade","websocket"],["Connection","keep-alive, Upgrade"],["Sec-WebSocket-Key","dGhlIHNhbXBsZSBub25jZQ=="],["Origin","http://example.com"],["Sec-WebSocket-Protocol","chat, superchat"],["Sec-WebSocket-Extensions","permessage-deflate; client_max_window_bits; a=\"b\", x-other"],["Sec-WebSocket-Version","13"]],"accept":"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="}}
{"answer":{"status":101,"fields":[["Upgrade","websocket"],["Connection","Upgrade"],["Sec-WebSocket-Accept","s3pPLMBiTxaQ9kYGzzhZRbK+xOo="]]}}
{"end":{"consumed":335}}
"#;
    for cut in ["1", "2", "7", "1000"] {
        let args = ["handshake", "--request", "--json", "--cut", cut];
        assert_eq!(run(&args, REQUEST), Ran::ok(json), "cut {cut}");
        // The frames belong to somebody else.
        let ran = run(&args, format!("{REQUEST}\u{1}\n\r\n\r\n"));
        assert_eq!(ran, Ran::ok(json), "cut {cut}");
    }
}

#[test]
fn what_a_request_does_not_say_is_null_or_empty() {
    let head = "\r\nGET http://a:8080/b HTTP/1.1\r\nHost: other\r\nX: \u{e9}\r\nconnection:upgrade\r\n\
                upgrade:WebSocket\r\nsec-websocket-version:13\r\n\
                sec-websocket-key:dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    let ran = run(&["handshake", "--request", "--json"], head);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        ran.stdout.lines().next().unwrap(),
        r#"{"request":{"target":"http://a:8080/b","host":"a:8080","origin":null,"subprotocols":[],"extensions":[],"fields":[["Host","other"],["X","é"],["connection","upgrade"],["upgrade","WebSocket"],["sec-websocket-version","13"],["sec-websocket-key","dGhlIHNhbXBsZSBub25jZQ=="]],"accept":"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="}}"#
    );
    let ran = run(&["handshake", "--request"], head);
    assert!(
        ran.stdout
            .starts_with("       2  request    GET http://a:8080/b HTTP/1.1\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_value_that_is_no_text_is_base64() {
    let (front, back) = REQUEST.split_at(27);
    let head = [front.as_bytes(), b"X: \xe9\r\n", back.as_bytes()].concat();
    let ran = run(&["handshake", "--request", "--json"], &head);
    let field = r#""fields":[["X",{"base64":"6Q=="}],"#;
    assert!(ran.stdout.contains(field), "{}", ran.stdout);
    let ran = run(&["handshake", "--request"], &head);
    let row = "      27  field      X  \\xe9\n";
    assert!(ran.stdout.contains(row), "{}", ran.stdout);
}

#[test]
fn the_server_chooses_of_what_it_speaks() {
    let args = ["handshake", "--request", "--json"];
    for (spoken, chosen) in [
        (&["superchat", "chat"][..], Some("superchat")),
        (&["other", "chat"], Some("chat")),
        (&["Chat"], None),
        (&[""], None),
    ] {
        let spoken = spoken.iter().flat_map(|token| ["--subprotocol", token]);
        let ran = run(&args.into_iter().chain(spoken).collect::<Vec<_>>(), REQUEST);
        let answer = ran.stdout.lines().nth(1).unwrap();
        let field = chosen.map(|token| format!(r#"["Sec-WebSocket-Protocol","{token}"]"#));
        assert_eq!(
            (
                ran.code,
                field.as_deref().map(|field| answer.contains(field))
            ),
            (Some(0), field.as_ref().map(|_| true)),
            "{answer}"
        );
        assert_eq!(answer.contains("Protocol\""), field.is_some(), "{answer}");
    }
}

#[test]
fn pages_of_another_origin_are_refused_where_the_options_say_so() {
    let accepted = run(&["handshake", "--request"], REQUEST);
    for options in [
        &["--allow-origin", "http://example.com"][..],
        &[
            "--allow-origin",
            "null",
            "--allow-origin",
            "HTTP://EXAMPLE.com",
        ],
    ] {
        let args = [&["handshake", "--request"], options].concat();
        assert_eq!(run(&args, REQUEST), accepted);
    }
    let own = REQUEST.replace("Origin: http://", "Origin: http://server.");
    let ran = run(&["handshake", "--request", "--same-host"], own);
    assert_eq!(ran.code, Some(0));
    for options in [
        &["--allow-origin", "https://example.com"][..],
        &["--same-host"],
    ] {
        let args = [&["handshake", "--request"], options].concat();
        let ran = run(&args, REQUEST);
        let (rows, _) = accepted.stdout.split_once("     335  answer").unwrap();
        assert_eq!(
            ran,
            Ran {
                stdout: format!(
                    "{rows}     151  problem    forbidden-origin  origin is none of those allowed
     335  answer
                     HTTP/1.1 403 Forbidden
                     Connection: close
                     Content-Length: 0
"
                ),
                stderr: "noio-inspect: origin is none of those allowed at byte 334 (status 403)\n"
                    .into(),
                code: Some(1),
            }
        );
        let ran = run(&[&args[..], &["--json"]].concat(), REQUEST);
        let lines: Vec<&str> = ran.stdout.lines().collect();
        assert!(lines[0].starts_with("{\"request\":{"));
        assert_eq!(
            lines[1..],
            [
                r#"{"problem":{"kind":"forbidden-origin","offset":151,"message":"origin is none of those allowed"}}"#,
                r#"{"answer":{"status":403,"fields":[["Connection","close"],["Content-Length","0"]]}}"#,
                r#"{"error":{"kind":"forbidden-origin","offset":334,"message":"origin is none of those allowed at byte 334","status":403}}"#,
            ]
        );
    }
}

#[test]
fn rows_of_a_response() {
    let head = format!(
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n{}",
        response_with(
            "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: a; b=\"c\", d\r\n"
        )
    );
    let rows = "       0  interim    HTTP/1.1 103 Early Hints
      26  field      Link  </a>
      40  response   HTTP/1.1 101 Switching Protocols
      74  field      Upgrade  websocket
      94  field      Connection  Upgrade
     115  field      Sec-WebSocket-Accept  s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
     167  field      Sec-WebSocket-Protocol  chat
     197  field      Sec-WebSocket-Extensions  a; b=\"c\", d
     238  accepted   subprotocol=chat
     238  extension  a  b=c
     238  extension  d
";
    let unchecked = "     238  unchecked  Sec-WebSocket-Accept  without --key
     238  unchecked  Sec-WebSocket-Extensions  without --extensions
     238  unchecked  Sec-WebSocket-Protocol  without --subprotocol
";
    let told = ["--key", KEY, "--subprotocol", "chat", "--extensions", "d,a"];
    for cut in ["1", "2", "7", "1000"] {
        let args = ["handshake", "--response", "--cut", cut];
        let ran = run(&args, &head);
        assert_eq!(ran, Ran::ok(format!("{rows}{unchecked}")), "cut {cut}");
        let ran = run(&[&args[..], &told].concat(), &head);
        assert_eq!(ran, Ran::ok(rows), "cut {cut}");
    }
}

/// What the options tell is checked, and what they do not tell is said not to be.
#[test]
fn json_of_a_response() {
    let head = response_with("Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: a;b\r\n");
    let told = [
        (&["--key", KEY][..], "accept"),
        (&["--extensions", "c, a; x"], "extensions"),
        (
            &["--subprotocol", "x", "--subprotocol", "chat"],
            "subprotocol",
        ),
    ];
    for mask in 0..8 {
        let mut args = vec!["handshake", "--response", "--json"];
        let mut unchecked = Vec::new();
        for (bit, (options, name)) in told.iter().enumerate() {
            if mask & (1 << bit) == 0 {
                unchecked.push(format!("\"{name}\""));
            } else {
                args.extend(*options);
            }
        }
        let expected = format!(
            r#"{{"response":{{"status":101,"accepted":true,"subprotocol":"chat","extensions":[["a",[["b",null]]]],"fields":[["Upgrade","websocket"],["Connection","Upgrade"],["Sec-WebSocket-Accept","s3pPLMBiTxaQ9kYGzzhZRbK+xOo="],["Sec-WebSocket-Protocol","chat"],["Sec-WebSocket-Extensions","a;b"]],"unchecked":[{}]}}}}
{{"end":{{"consumed":{}}}}}
"#,
            unchecked.join(","),
            head.len(),
        );
        assert_eq!(run(&args, &head), Ran::ok(expected), "{args:?}");
    }
}

#[test]
fn a_response_that_agrees_on_nothing_leaves_only_the_key_to_be_told() {
    let ran = run(&["handshake", "--response"], RESPONSE);
    let rows = "     129  accepted\n     129  unchecked  Sec-WebSocket-Accept  without --key\n";
    assert!(ran.stdout.ends_with(rows), "{}", ran.stdout);
    let told = ["handshake", "--response", "--json", "--key", KEY];
    let ran = run(&told, RESPONSE);
    assert!(ran.stdout.contains("\"unchecked\":[]"), "{}", ran.stdout);
}

/// It breaks no rule, so the head is decoded to its end.
#[test]
fn a_response_may_refuse() {
    for (head, status) in [
        (
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n\r\nwho?",
            401,
        ),
        ("HTTP/1.0 302 \r\nWWW-Authenticate: Basic\r\n\r\n", 302),
        (
            "HTTP/1.1 100 \r\n\r\nHTTP/1.1 200 OK\r\nWWW-Authenticate: Basic\r\n\r\n",
            200,
        ),
    ] {
        let ran = run(&["handshake", "--response", "--json"], head);
        let line = format!(
            r#"{{"response":{{"status":{status},"accepted":false,"subprotocol":null,"extensions":[],"fields":[["WWW-Authenticate","Basic"]],"unchecked":[]}}}}"#
        );
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        assert!(ran.stdout.contains(&line), "{}", ran.stdout);
        let ran = run(&["handshake", "--response"], head);
        let row = format!("  refused    status={status}\n");
        assert!(ran.code == Some(0) && ran.stdout.ends_with(&row), "{ran:?}");
    }
}

/// The heads of a browser and of `ws`.
#[test]
fn captured_heads() {
    for (capture, key, subprotocols, extensions) in [
        ("browser-chat", "q1FRizLnqzcL6mNh53g+Sw==", "chat.v2", ""),
        (
            "browser-deflate",
            "mEJLbYHO/lzWeau3M8L6ZA==",
            "chat.v2",
            "permessage-deflate",
        ),
    ] {
        let request = path_of_connection(capture, "client");
        let args = [
            "handshake",
            "--json",
            "--request",
            request.to_str().unwrap(),
        ];
        let ran = run(&args, b"");
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        for member in [
            r#""target":"/room/7?since=42","host":"127.0.0.1:9102","origin":"http://127.0.0.1:9103","subprotocols":["chat.v2","chat.v1"],"extensions":[["permessage-deflate",[["client_max_window_bits",null]]]]"#,
            r#"["Cookie","theme=dark"]"#,
            key,
        ] {
            assert!(ran.stdout.contains(member), "{member} in {}", ran.stdout);
        }
        // The answer is the one that `ws` gave.
        let (_, accept) = ran.stdout.split_once("\"accept\":\"").unwrap();
        let accept = &accept[..28];
        let response = path_of_connection(capture, "server");
        let told = [
            "--key",
            key,
            "--subprotocol",
            subprotocols,
            "--extensions",
            extensions,
        ];
        let args = [
            "handshake",
            "--json",
            "--response",
            response.to_str().unwrap(),
        ];
        let ran = run(&[&args[..], &told].concat(), b"");
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        assert!(ran.stdout.contains(accept), "{accept} in {}", ran.stdout);
        assert!(ran.stdout.contains("\"unchecked\":[]"), "{}", ran.stdout);
    }
}

/// A list may come with empty elements, though an offer may not have them.
#[test]
fn extensions_that_nobody_told_are_taken_for_offered() {
    let response = RESPONSE.replace(
        "\r\n\r\n",
        "\r\nSec-WebSocket-Extensions: , a; b=1,, c ,\r\n\r\n",
    );
    let ran = run(&["handshake", "--response"], response);
    assert_eq!(
        (ran.stderr.as_str(), ran.code),
        ("", Some(0)),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("  accepted\n"), "{}", ran.stdout);
}
