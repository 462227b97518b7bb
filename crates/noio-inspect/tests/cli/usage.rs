//! Arguments, files, and the exit status for both.

use std::{fs::File, process::Stdio};

use crate::{Ran, feed, path_of, run, tool};

#[test]
fn help_lists_the_codecs_and_the_exit_status() {
    let ran = run(&["--help"], b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.contains("\nCodecs:\n  sse "), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("\nExit status:\n  0  "),
        "{}",
        ran.stdout
    );
}

#[test]
fn help_of_a_codec_lists_its_options_and_their_defaults() {
    let ran = run(&["sse", "--help"], b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for words in [
        "[FILE]",
        "--json",
        "--cut <N>",
        "--reencode",
        "Exit status:",
    ] {
        assert!(ran.stdout.contains(words), "{words} in {}", ran.stdout);
    }
    for (option, default) in [
        ("--max-line-len <BYTES>", "[default: 16777216]"),
        ("--max-data-len <BYTES>", "[default: 67108864]"),
        ("--max-event-type-len <BYTES>", "[default: 65536]"),
        ("--max-id-len <BYTES>", "[default: 65536]"),
    ] {
        let line = ran.stdout.lines().find(|line| line.contains(option));
        assert!(
            line.is_some_and(|line| line.ends_with(default)),
            "{option} in {}",
            ran.stdout
        );
    }
}

#[test]
fn wrong_usage_is_exit_status_2() {
    for (args, complaint) in [
        (&[][..], "Usage: noio-inspect"),
        (&["telnet"], "'telnet'"),
        (&["sse", "--jsn"], "'--jsn'"),
        (&["sse", "--json", "--reencode"], "'--reencode'"),
        (&["sse", "--cut", "0"], "'--cut <N>'"),
        (&["sse", "--cut", "-1"], "'-1'"),
        (&["sse", "--cut", "few"], "'few'"),
        (&["sse", "--max-line-len", "1k"], "'1k'"),
        (&["sse", "one.sse", "two.sse"], "'two.sse'"),
    ] {
        let ran = run(args, b"data: not read\n\n");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(ran.stderr.contains(complaint), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn standard_input_is_read_without_a_file_and_with_a_dash() {
    let expected = Ran::ok("       0  event      message  a\n       9  end\n");
    assert_eq!(run(&["sse"], b"data: a\n\n"), expected);
    assert_eq!(run(&["sse", "-"], b"data: a\n\n"), expected);
}

#[test]
fn a_missing_file_is_one_line_and_exit_status_2() {
    for option in [None, Some("--json"), Some("--reencode")] {
        let mut args = vec!["sse", "no\u{1b}such.sse"];
        args.extend(option);
        let ran = run(&args, b"");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
        let line = "noio-inspect: cannot read no\\u{1b}such.sse: ";
        assert!(ran.stderr.starts_with(line), "{}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    }
}

#[test]
fn a_directory_is_one_line_and_exit_status_2() {
    for option in [None, Some("--json"), Some("--reencode")] {
        let mut args = vec!["sse", env!("CARGO_MANIFEST_DIR")];
        args.extend(option);
        let ran = run(&args, b"");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
        let line = format!("noio-inspect: cannot read {}: ", env!("CARGO_MANIFEST_DIR"));
        assert!(ran.stderr.starts_with(&line), "{}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    }
}

#[cfg(unix)]
#[test]
fn standard_input_that_cannot_be_read_is_one_line_and_exit_status_2() {
    let mut command = tool(&["sse"]);
    command.stdin(File::open(env!("CARGO_MANIFEST_DIR")).unwrap());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.starts_with("noio-inspect: cannot read standard input: "),
        "{stderr}"
    );
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_one_line_and_exit_status_2() {
    let mut command = tool(&["sse", path_of("ticks.sse").to_str().unwrap()]);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = command.stdin(Stdio::null()).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.starts_with("noio-inspect: cannot write standard output: "),
        "{stderr}"
    );
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
}

#[test]
fn colour_is_for_terminals_and_no_color_is_respected() {
    let coloured = "\u{1b}[2m       0\u{1b}[0m  \u{1b}[34mcomment\u{1b}[0m    \
                    \u{1b}[33m\\u{7}\u{1b}[0m\n";
    let plain = "       0  comment    \\u{7}\n";
    for (variables, expected) in [
        (&[][..], plain),
        (&["CLICOLOR_FORCE"], coloured),
        (&["CLICOLOR_FORCE", "NO_COLOR"], plain),
    ] {
        let mut command = tool(&["sse"]);
        command.envs(variables.iter().map(|name| (name, "1")));
        let ran = feed(command, b": \x07\n");
        assert!(
            ran.stdout.starts_with(expected),
            "{variables:?}: {:?}",
            ran.stdout
        );
    }
    for option in ["--json", "--reencode"] {
        let mut command = tool(&["sse", option]);
        command.env("CLICOLOR_FORCE", "1");
        let ran = feed(command, b": a\n");
        assert!(!ran.stdout.contains('\u{1b}'), "{option}: {:?}", ran.stdout);
    }
}
