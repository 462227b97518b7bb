//! The README shows what the tool prints.

use crate::{Ran, path_of_body, run, run_on};

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

fn fence(options: &[&str]) -> &'static str {
    if options.contains(&"--json") {
        "json"
    } else {
        "text"
    }
}

#[test]
fn every_option_is_listed() {
    for codec in ["chunked", "framing", "sse"] {
        let (_, section) = README
            .split_once(&format!("\n### Options of `{codec}`\n"))
            .unwrap();
        let (section, _) = section.split_once("\n##").unwrap();
        let help = run(&[codec, "--help"], b"").stdout;
        let options: Vec<&str> = help
            .split_whitespace()
            .filter(|word| word.starts_with("--") && *word != "--help")
            .map(|word| word.trim_end_matches(','))
            .collect();
        assert!(options.len() > 5, "{codec}: {help}");
        for option in options {
            let is_listed = [" ", "`"]
                .iter()
                .any(|end| section.contains(&format!("| `{option}{end}")));
            assert!(is_listed, "{codec}: {option}");
        }
    }
}
