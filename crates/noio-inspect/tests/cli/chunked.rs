//! What `chunked` shows: for people and as JSON Lines.

use std::fs;

use crate::{BODIES, Ran, any_body, drives_a_terminal, feed_for_bytes, path_of_body, run, tool};

/// Runs `chunked --json` on `input`: the lines it prints, if that is all it does.
fn json(input: impl AsRef<[u8]>) -> String {
    let ran = run(&["chunked", "--json"], input);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    ran.stdout
}

#[test]
fn json_of_every_kind() {
    let body =
        "4;a;b=c;d=\"e \\\"f\\\\\"\r\nWiki\r\n0005\r\n\tpedi\r\n0\r\nSum: 7d\r\nHOST:\r\n\r\n";
    assert_eq!(
        json(body),
        r#"{"chunk":{"size":4,"extensions":[["a",null],["b","c"],["d","e \"f\\"]]}}
{"data":{"text":"Wiki"}}
{"chunk":{"size":5,"extensions":[]}}
{"data":{"text":"\tpedi"}}
{"chunk":{"size":0,"extensions":[]}}
{"trailer":{"name":"Sum","value":"7d","forbidden":false}}
{"trailer":{"name":"HOST","value":"","forbidden":true}}
{"end":{"consumed":61,"body_len":9}}
"#
    );
}

#[test]
fn json_of_what_is_no_text() {
    assert_eq!(
        json(b"3;a=\"\xff\"\r\na\xffb\r\n1;a=\"\xc3\xa9\"\r\n\xc3\r\n1\r\n\xa9\r\n0;z=\"\xfe\"\r\nA: \xfd\xfe\r\n\r\n"),
        r#"{"chunk":{"size":3,"extensions":[["a",{"base64":"/w=="}]]}}
{"data":{"base64":"Yf9i"}}
{"chunk":{"size":1,"extensions":[["a","é"]]}}
{"data":{"base64":"ww=="}}
{"chunk":{"size":1,"extensions":[]}}
{"data":{"base64":"qQ=="}}
{"chunk":{"size":0,"extensions":[["z",{"base64":"/g=="}]]}}
{"trailer":{"name":"A","value":{"base64":"/f4="},"forbidden":false}}
{"end":{"consumed":51,"body_len":5}}
"#
    );
}

#[test]
fn json_escapes_what_a_terminal_obeys() {
    let body = "8;a=\"\u{202e}\"\r\n\u{9b}\0\x1b\x7f\u{feff}\r\n0\r\nA: \u{202e}\r\n\r\n";
    assert_eq!(
        json(body),
        "{\"chunk\":{\"size\":8,\"extensions\":[[\"a\",\"\\u202e\"]]}}\n\
         {\"data\":{\"text\":\"\\u009b\\u0000\\u001b\\u007f\\ufeff\"}}\n\
         {\"chunk\":{\"size\":0,\"extensions\":[]}}\n\
         {\"trailer\":{\"name\":\"A\",\"value\":\"\\u202e\",\"forbidden\":false}}\n\
         {\"end\":{\"consumed\":34,\"body_len\":8}}\n"
    );
}

#[test]
fn rows_for_people() {
    let body = b"4;a;b=c;d=\"e f\";g=\"\"\r\nWiki\r\n19\r\none\r\ntwo\x1b[31m\n\nfo\xffur\xe2\x82\xac\xf0\x9f\
                 \r\n0;z\r\nSum: 7d  \r\nhost: x\xfe\ty\r\nEmpty:\r\n\r\n";
    assert_eq!(
        run(&["chunked"], body),
        Ran::ok(
            r#"       0  chunk      size=4  a  b=c  d="e f"  g=""
      22  data       Wiki
      26  chunk      size=25
      32  data
                     one\r
                     two\u{1b}[31m

                     fo\xffur€\xf0\x9f
      57  chunk      size=0  z
      64  trailer    Sum  7d
      75  forbidden  host  x\xfe\ty
      87  trailer    Empty
      97  end        body_len=29
"#
        )
    );
}

#[test]
fn what_follows_the_body_is_left_alone() {
    let body = "1\r\na\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n";
    let rows = "       0  chunk      size=1
       3  data       a
       4  chunk      size=0
      11  end        body_len=1
      11  rest       18 bytes
";
    assert_eq!(run(&["chunked"], body), Ran::ok(rows));
    assert!(json(body).ends_with("{\"end\":{\"consumed\":11,\"body_len\":1}}\n"));
    // Whatever it is.
    assert_eq!(json(&body[..11]), json(body));
    assert_eq!(json("0\r\n\r\n0\n\0"), json("0\r\n\r\n"));
}

#[test]
fn data_of_a_large_chunk_comes_in_pieces_of_64_kib() {
    // The first piece would end in the middle of a character.
    let data = format!("x{}", "é".repeat(70_000));
    let body = format!("{:x}\r\n{data}\r\n0\r\n\r\n", data.len());
    let pieces = [&data[..65_535], &data[65_535..131_071], &data[131_071..]];
    let lines: String = pieces
        .iter()
        .map(|piece| format!("{{\"data\":{{\"text\":\"{piece}\"}}}}\n"))
        .collect();
    let expected = format!(
        "{{\"chunk\":{{\"size\":140001,\"extensions\":[]}}}}\n{lines}\
         {{\"chunk\":{{\"size\":0,\"extensions\":[]}}}}\n\
         {{\"end\":{{\"consumed\":140015,\"body_len\":140001}}}}\n"
    );
    assert!(json(&body) == expected);
    for cut in ["1", "7", "1000"] {
        assert!(run(&["chunked", "--json", "--cut", cut], &body) == Ran::ok(&expected));
    }
    let rows = run(&["chunked"], &body).stdout;
    let offsets: Vec<&str> = rows.lines().map(|row| &row[..15]).collect();
    assert_eq!(
        offsets,
        [
            "       0  chunk",
            "       7  data ",
            "   65542  data ",
            "  131078  data ",
            "  140008  chunk",
            "  140015  end  ",
        ]
    );
}

#[test]
fn the_cut_changes_nothing() {
    let mut bodies = vec![any_body()];
    bodies.extend(BODIES.map(|name| fs::read(path_of_body(name, "chunked")).unwrap()));
    // Bodies that break a rule, or are cut short.
    for bad in [0xff, b'\n', b';'] {
        let mut body = any_body();
        body[20_000] = bad;
        bodies.push(body);
        bodies.push(any_body()[..20_000 + usize::from(bad)].to_vec());
    }
    for (index, body) in bodies.iter().enumerate() {
        for format in [&[][..], &["--json"], &["--body"], &["--reencode"]] {
            let args = [&["chunked"], format].concat();
            let whole = feed_for_bytes(tool(&args), body);
            assert!(!whole.stdout.is_empty());
            for cut in ["1", "2", "3", "7", "1460", "18446744073709551615"] {
                let args = [&args[..], &["--cut", cut]].concat();
                let cut = feed_for_bytes(tool(&args), body);
                assert!(cut == whole, "{index} {args:?}");
            }
        }
    }
}

#[test]
fn no_capture_drives_the_terminal() {
    let rows = run(&["chunked"], any_body());
    assert_eq!((rows.code, rows.stderr.as_str()), (Some(0), ""));
    assert!(
        rows.stdout.contains("=\"d \\\" \\xff\\t\\u{9b}\""),
        "{}",
        rows.stdout
    );
    let mut outputs = vec![rows.stdout];
    for name in BODIES {
        let path = path_of_body(name, "chunked");
        outputs.push(run(&["chunked", path.to_str().unwrap()], b"").stdout);
    }
    for output in outputs {
        assert_eq!(output.chars().find(|char| drives_a_terminal(*char)), None);
        assert!(output.lines().count() > 3);
    }
}

#[test]
fn captures_decode_to_what_was_sent() {
    for (name, chunks, last) in [
        (
            "aiohttp-batches",
            20,
            r#"{"end":{"consumed":35217,"body_len":35076}}"#,
        ),
        (
            "apache-ssi",
            3,
            r#"{"end":{"consumed":28314,"body_len":28286}}"#,
        ),
        (
            "caddy-proxy",
            31,
            r#"{"end":{"consumed":10734,"body_len":10416}}"#,
        ),
        (
            "curl-upload",
            1,
            r#"{"end":{"consumed":20013,"body_len":20000}}"#,
        ),
        (
            "nginx-gzip",
            1,
            r#"{"end":{"consumed":23682,"body_len":23669}}"#,
        ),
        (
            "nginx-proxy",
            7,
            r#"{"end":{"consumed":11162,"body_len":11111}}"#,
        ),
        (
            "nginx-ssi",
            3,
            r#"{"end":{"consumed":28314,"body_len":28286}}"#,
        ),
        (
            "node-request",
            19,
            r#"{"end":{"consumed":2603,"body_len":2470}}"#,
        ),
        (
            "node-trailers",
            31,
            r#"{"end":{"consumed":10734,"body_len":10416}}"#,
        ),
        (
            "python-request",
            300,
            r#"{"end":{"consumed":27802,"body_len":26020}}"#,
        ),
        (
            "uvicorn-pieces",
            100,
            r#"{"end":{"consumed":5640,"body_len":5050}}"#,
        ),
    ] {
        let stdout = json(fs::read(path_of_body(name, "chunked")).unwrap());
        let count = |start: &str| {
            stdout
                .lines()
                .filter(|line| line.starts_with(start))
                .count()
        };
        assert_eq!(
            (count("{\"chunk\""), count("{\"data\"")),
            (chunks + 1, chunks),
            "{name}"
        );
        assert_eq!(stdout.lines().last(), Some(last), "{name}");
    }
}
