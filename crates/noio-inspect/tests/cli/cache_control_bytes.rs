//! `cache-control` on values that are no text, or that could do harm.

use crate::{
    cache_control::{cache_control, response},
    drives_a_terminal,
};

#[test]
fn what_could_drive_a_terminal_is_escaped() {
    const VALUE: &str = "a=\"\u{202e}x\u{9b}\", \u{1b}[31m\n";
    let ran = cache_control(&[], &[VALUE]);
    assert_eq!(ran.code, Some(0));
    assert!(!ran.stdout.contains(drives_a_terminal), "{:?}", ran.stdout);
    let rows = r#"       0  extension  a  \u{202e}x\u{9b}
      12  malformed  "\u{1b}[31m\n"
"#;
    assert!(ran.stdout.starts_with(rows), "{}", ran.stdout);
    let ran = cache_control(&["--json", "--explain"], &[VALUE]);
    assert!(!ran.stdout.contains(drives_a_terminal), "{:?}", ran.stdout);
    let shown = r#""extensions":[["a","\u202ex\u009b"]],"malformed":["\u001b[31m\n"]"#;
    assert!(ran.stdout.contains(shown), "{}", ran.stdout);
}

/// Values of parts in any order, most of them broken somewhere.
#[cfg(unix)]
fn any_values() -> Vec<Vec<u8>> {
    const PARTS: [&[u8]; 16] = [
        b",",
        b", ",
        b"=",
        b"\"",
        b"\\",
        b" ",
        b"\t",
        b"max-age",
        b"60",
        b"no-store",
        b"private",
        b"Set-Cookie",
        b"\xff",
        b"\x1b",
        b"\n",
        "\u{202e}".as_bytes(),
    ];
    let bytes = crate::garbage(9000);
    let part = |byte: &u8| {
        PARTS
            .get(usize::from(byte % 16))
            .copied()
            .unwrap_or_default()
    };
    bytes
        .chunks(30)
        .map(|bytes| bytes.iter().flat_map(part).copied().collect())
        .collect()
}

#[cfg(unix)]
#[test]
fn any_bytes_are_shown_in_their_order_and_escaped() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

    use crate::{feed, tool};

    let values = any_values();
    let len: usize = values.iter().map(Vec::len).sum();
    for options in [
        &["--explain"][..],
        &["--request"],
        &["--explain", "--json"],
        &["--request", "--json"],
    ] {
        let mut command = tool(&[&["cache-control"], options].concat());
        command.arg("--");
        command.args(values.iter().map(|value| OsStr::from_bytes(value)));
        let ran = feed(command, b"");
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        assert!(!ran.stdout.contains(drives_a_terminal), "{options:?}");
        if options.contains(&"--json") {
            assert_eq!(ran.stdout.lines().count(), 1);
            continue;
        }
        let offset = |row: &str| {
            row.split_whitespace()
                .next()
                .unwrap()
                .parse::<usize>()
                .unwrap()
        };
        let offsets: Vec<_> = ran.stdout.lines().map(offset).collect();
        assert!(offsets.len() > 500, "{options:?}: {}", offsets.len());
        assert!(offsets.is_sorted(), "{options:?}");
        assert_eq!(offsets.last(), Some(&len), "{options:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_value_need_not_be_utf_8() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

    use crate::{feed, tool};

    let with_value = |options: &[&str]| {
        let mut command = tool(&[&["cache-control"], options].concat());
        command.arg(OsStr::from_bytes(b"a=\"\xff\", max-age=60\xe9, no-store"));
        feed(command, b"")
    };
    let said = [
        ("no_store", "true"),
        ("max_age", "\"invalid\""),
        ("extensions", r#"[["a",{"base64":"/w=="}]]"#),
        ("malformed", r#"[{"base64":"bWF4LWFnZT02MOk="}]"#),
        ("anomalies", r#"["malformed-member","invalid-seconds"]"#),
    ];
    assert_eq!(with_value(&["--json"]), response(&said));
    let rows = r#"       0  extension  a  "\xff"
       7  malformed  "max-age=60\xe9"
      20  directive  no-store
"#;
    let ran = with_value(&[]);
    assert!(ran.stdout.starts_with(rows), "{}", ran.stdout);
}
