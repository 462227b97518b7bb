//! The README shows what the tool prints.

use crate::run_on;

const README: &str = include_str!("../../README.md");

#[test]
fn samples_are_real_output() {
    let rows = run_on("heartbeats.sse", &[]).stdout;
    let json = run_on("heartbeats.sse", &["--json"]).stdout;
    let hostile = run_on("hostile.sse", &[]).stdout;
    let hostile: Vec<&str> = hostile.lines().filter(|row| row.contains("tick")).collect();
    for (name, lines) in [
        ("rows", rows.lines().take(8).collect::<Vec<_>>()),
        ("json", json.lines().take(4).collect()),
        ("end", json.lines().last().into_iter().collect()),
        ("hostile", hostile),
    ] {
        let sample = lines.join("\n");
        assert!(
            README.contains(&format!("\n{sample}\n")),
            "{name}:\n{sample}"
        );
    }
}

#[test]
fn every_option_is_listed() {
    for option in [
        "--json",
        "--cut",
        "--reencode",
        "--max-line-len",
        "--max-data-len",
        "--max-event-type-len",
        "--max-id-len",
    ] {
        assert!(README.contains(&format!("| `{option}")), "{option}");
    }
}
