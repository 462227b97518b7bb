//! The README shows what the tool prints.

use crate::{Ran, path_of_body, path_of_connection, run, run_on};

const README: &str = include_str!("../../README.md");

#[track_caller]
fn assert_shown(sample: &str) {
    assert!(README.contains(&format!("\n{sample}\n")), "{sample}");
}

#[test]
fn samples_of_sse_are_real_output() {
    let rows = run_on("heartbeats.sse", &[]).stdout;
    let json = run_on("heartbeats.sse", &["--json"]).stdout;
    let hostile = run_on("hostile.sse", &[]).stdout;
    for lines in [
        rows.lines().take(8).collect::<Vec<_>>(),
        json.lines().take(4).collect(),
        json.lines().last().into_iter().collect(),
        hostile.lines().filter(|row| row.contains("tick")).collect(),
    ] {
        assert!(!lines.is_empty());
        assert_shown(&lines.join("\n"));
    }
}

#[test]
fn samples_of_chunked_are_real_output() {
    const BODY: &str = r"4;a=b\r\nWiki\r\n5\r\npedia\r\n0\r\nSum: 7d\r\nHost: x\r\n\r\nGET /";
    assert_shown(&format!("printf '{BODY}' | noio-inspect chunked"));
    let body = BODY.replace(r"\r\n", "\r\n");
    for options in [&["chunked"][..], &["chunked", "--json"]] {
        let Ran { stdout, code, .. } = run(options, &body);
        assert_eq!(code, Some(0));
        assert_shown(&format!("```{}\n{stdout}```", fence(options)));
    }
}

#[test]
fn samples_of_framing_are_real_output() {
    let path = path_of_body("node-trailers", "head");
    let path = path.to_str().unwrap();
    for options in [
        &["framing", "--response", path][..],
        &["framing", "--response", "--json", path],
    ] {
        let Ran { stdout, code, .. } = run(options, b"");
        assert_eq!(code, Some(0));
        assert_shown(&format!("```{}\n{stdout}```", fence(options)));
    }
}

#[test]
fn samples_of_websocket_are_real_output() {
    for (sender, role, options, len) in [
        ("server", "client", &[][..], 4),
        ("client", "server", &["--json"], 3),
        ("client", "server", &["--frames"], 4),
    ] {
        let path = path_of_connection("node-gone", sender);
        let args = [&["websocket", "--role", role], options].concat();
        let ran = run(&[&args[..], &[path.to_str().unwrap()]].concat(), b"");
        let shown: Vec<&str> = ran.stdout.lines().take(len).collect();
        assert_eq!(shown.len(), len);
        assert_shown(&format!("```{}\n{}\n```", fence(options), shown.join("\n")));
        if role == "client" {
            let command = args.join(" ");
            let path = format!("crates/noio-inspect/tests/data/node-gone.{sender}");
            assert_shown(&format!("noio-inspect {command} {path}"));
        }
    }
}

#[test]
fn samples_of_handshake_are_real_output() {
    const HEAD: &str = r"GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: close\r\nSec-WebSocket-Version: 8\r\n\r\n";
    assert_shown(&format!(
        "printf '{HEAD}' | noio-inspect handshake --request"
    ));
    let ran = run(&["handshake", "--request"], HEAD.replace(r"\r\n", "\r\n"));
    assert_eq!(ran.code, Some(1));
    assert_shown(&format!("```text\n{}```", ran.stdout));
    for args in [
        &["handshake", "--response", "--json"][..],
        &["websocket", "--role", "client", "--handshake"],
    ] {
        let path = path_of_connection("browser-chat", "server");
        let ran = run(&[args, &[path.to_str().unwrap()]].concat(), b"");
        assert_eq!(ran.code, Some(0));
        assert_shown(&format!("```{}\n{}```", fence(args), ran.stdout));
        let path = "crates/noio-inspect/tests/data/browser-chat.server";
        assert_shown(&format!("noio-inspect {} {path}", args.join(" ")));
    }
}

#[test]
fn samples_of_cache_control_are_real_output() {
    const VALUE: &str = r#"s-maxage=600, Max-Age="60", stale-while-revalidate=30, CDN=on"#;
    let args = ["cache-control", "--explain"];
    assert_shown(&format!("noio-inspect {} '{VALUE}'", args.join(" ")));
    let Ran { stdout, code, .. } = run(&[&args[..], &[VALUE]].concat(), b"");
    assert_eq!(code, Some(0));
    assert_shown(&format!("```text\n{stdout}```"));
}

#[test]
fn samples_of_targeted_fields_are_real_output() {
    const HEAD: &str = r"HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nCDN-Cache-Control: max-age=600\r\nCache-Status: CDN; fwd=stale; ttl=600; stored\r\n\r\n";
    const ARGS: &str = "cache-control --head --explain --target CDN-Cache-Control";
    assert_shown(&format!("printf '{HEAD}' | noio-inspect {ARGS}"));
    let args: Vec<_> = ARGS.split(' ').collect();
    let ran = run(&args, HEAD.replace(r"\r\n", "\r\n"));
    assert_eq!(ran.code, Some(0));
    assert_shown(&format!("```text\n{}```", ran.stdout));
}

#[test]
fn samples_of_conditional_are_real_output() {
    const HEAD: &str = r#"GET / HTTP/1.1\r\nIf-None-Match: "a", W/"b", c\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n"#;
    let command = "noio-inspect conditional --etag '\"b\"'";
    assert_shown(&format!("printf '{HEAD}' | {command}"));
    assert_shown("noio-inspect conditional --json --etag '\"b\"' request.head");
    let head = HEAD.replace(r"\r\n", "\r\n");
    for args in [
        &["conditional", "--etag", "\"b\""][..],
        &["conditional", "--json", "--etag", "\"b\""],
    ] {
        let Ran { stdout, code, .. } = run(args, &head);
        assert_eq!(code, Some(0));
        assert_shown(&format!("```{}\n{stdout}```", fence(args)));
    }
}

#[test]
fn samples_of_http_date_are_real_output() {
    const NOW: &str = "Thu, 06 Nov 2042 08:49:37 GMT";
    const DATE: &str = "Sunday, 06-Nov-94 08:49:37 GMT";
    for (command, args) in [
        (
            format!("noio-inspect http-date --now '{NOW}' '{DATE}'"),
            &["http-date", "--now", NOW, DATE][..],
        ),
        (
            "noio-inspect http-date --json --unix 0 784111777".into(),
            &["http-date", "--json", "--unix", "0", "784111777"],
        ),
    ] {
        assert_shown(&command);
        let Ran { stdout, code, .. } = run(args, b"");
        assert_eq!(code, Some(0));
        assert_shown(&format!("```{}\n{stdout}```", fence(args)));
    }
}

fn fence(options: &[&str]) -> &'static str {
    if options.contains(&"--json") {
        "json"
    } else {
        "text"
    }
}

#[test]
fn every_option_is_listed_with_its_default() {
    for codec in [
        "cache-control",
        "chunked",
        "conditional",
        "framing",
        "handshake",
        "http-date",
        "sse",
        "websocket",
    ] {
        let (_, section) = README
            .split_once(&format!("\n### Options of `{codec}`\n"))
            .unwrap();
        let (section, _) = section.split_once("\n##").unwrap();
        let help = run(&[codec, "--help"], b"").stdout;
        let options: Vec<(&str, &str)> = help
            .lines()
            .map(str::trim_start)
            .filter(|line| line.starts_with("--"))
            .map(|line| line.split_once(' ').unwrap_or((line, "")))
            .collect();
        assert!(options.len() > 5, "{codec}: {help}");
        for (option, help) in options {
            let row = section.lines().find(|row| {
                [" ", "`"]
                    .iter()
                    .any(|end| row.starts_with(&format!("| `{option}{end}")))
            });
            let row = row.unwrap_or_else(|| panic!("{codec}: {option}"));
            if let Some((_, default)) = help.split_once("[default: ") {
                let default = default.trim_end_matches(']');
                assert!(row.contains(&format!("default {default}")), "{row}");
            }
        }
    }
}
