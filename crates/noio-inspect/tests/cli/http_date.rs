//! What `http-date` shows.

use crate::{Ran, drives_a_terminal, run};

const IMF: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const RFC850: &str = "Sunday, 06-Nov-94 08:49:37 GMT";
const ASCTIME: &str = "Sun Nov  6 08:49:37 1994";

const OBSOLETE: &str = "an obsolete format, to be read and never to be sent";
const CENTURY: &str = "the century is the latest in which it is at most 50 years ahead";

/// Runs `http-date` with `options` on dates.
fn http_date(options: &[&str], dates: &[&str]) -> Ran {
    run(&[&["http-date"], options, &["--"], dates].concat(), b"")
}

fn json(unix: i64, format: &str, imf: &str) -> String {
    format!("{{\"unix\":{unix},\"format\":{format},\"imf\":\"{imf}\"}}\n")
}

#[test]
fn json_of_every_format() {
    let expected = ["\"imf-fixdate\"", "\"rfc850\"", "\"asctime\""]
        .map(|format| json(784_111_777, format, IMF))
        .concat();
    let ran = http_date(&["--json"], &[IMF, RFC850, ASCTIME]);
    assert_eq!(ran, Ran::ok(&*expected));
    let lines = format!("{IMF}\r\n{RFC850}\n{ASCTIME}");
    let ran = run(&["http-date", "--json", "--lines"], lines);
    assert_eq!(ran, Ran::ok(expected));
}

#[test]
fn rows_for_people() {
    let rows = format!(
        "       0  date       imf-fixdate  unix=784111777  {IMF}
      29  date       rfc850  unix=784111777  {IMF}
      29  note       {OBSOLETE}; {CENTURY}
      59  date       asctime  unix=784111777  {IMF}
      59  note       {OBSOLETE}
"
    );
    assert_eq!(http_date(&[], &[IMF, RFC850, ASCTIME]), Ran::ok(&*rows));
    // With line ends, offsets count those.
    let lines = format!("{IMF}\r\n{RFC850}\n{ASCTIME}\n");
    let rows = rows
        .replace("      59  ", "      62  ")
        .replace("      29  ", "      31  ");
    assert_eq!(run(&["http-date", "--lines"], lines), Ran::ok(rows));
    assert_eq!(run(&["http-date", "--lines"], b""), Ran::ok(""));
    // The last line end may be there in part.
    for end in ["", "\r", "\n", "\r\n"] {
        let row = format!("       0  date       imf-fixdate  unix=784111777  {IMF}\n");
        let ran = run(&["http-date", "--lines"], format!("{IMF}{end}"));
        assert_eq!(ran, Ran::ok(row), "{end:?}");
    }
}

#[test]
fn seconds_are_written_as_dates() {
    let dates = [
        (-62_167_219_200, "Sat, 01 Jan 0000 00:00:00 GMT"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        (784_111_777, IMF),
        (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ];
    let numbers = dates.map(|(unix, _)| unix.to_string());
    let numbers = numbers.each_ref().map(String::as_str);
    let args = [&["http-date", "--unix"], &numbers[..]].concat();
    let lines = dates.map(|(unix, imf)| json(unix, "null", imf)).concat();
    let ran = run(&[&args[..], &["--json"]].concat(), b"");
    assert_eq!(ran, Ran::ok(lines));
    let rows = dates.map(|(unix, imf)| format!("       0  date       unix={unix}  {imf}\n"));
    assert_eq!(run(&args, b""), Ran::ok(rows.concat()));
}

#[test]
fn the_time_of_day_tells_the_century() {
    for (now, imf) in [
        ("Thu, 06 Nov 2042 08:49:37 GMT", IMF),
        // Just 50 years.
        (
            "Sun, 06 Nov 2044 08:49:37 GMT",
            "Sat, 06 Nov 2094 08:49:37 GMT",
        ),
        ("-2208988800", "Tue, 06 Nov 1894 08:49:37 GMT"),
    ] {
        let options = ["--json", "--allow-wrong-weekday", "--now", now];
        let ran = http_date(&options, &[RFC850]);
        let back = format!("\"format\":\"rfc850\",\"imf\":\"{imf}\"}}\n");
        assert!(ran.stdout.ends_with(&back), "{now}: {}", ran.stdout);
        assert_eq!(ran.code, Some(0), "{now}");
    }
}

#[test]
fn what_is_no_date_is_exit_status_1() {
    for (options, date, kind, message, hint) in [
        (&[][..], "", "malformed", "not an HTTP date", ""),
        (&[], "0", "malformed", "not an HTTP date", ""),
        (
            &[],
            "Sun, 06 Nov 1994 08:49:37 gmt",
            "malformed",
            "not an HTTP date",
            " (--allow-any-case accepts it)",
        ),
        (
            &[],
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "wrong-weekday",
            "wrong weekday",
            " (--allow-wrong-weekday accepts it)",
        ),
        (
            &[],
            "mon, 06 Nov 1994 08:49:37 GMT",
            "malformed",
            "not an HTTP date",
            " (--allow-any-case and --allow-wrong-weekday accept it)",
        ),
        (
            &["--allow-any-case"],
            "mon, 06 Nov 1994 08:49:37 GMT",
            "wrong-weekday",
            "wrong weekday",
            " (--allow-wrong-weekday accepts it)",
        ),
        (
            &["--allow-wrong-weekday"],
            "mon, 06 Nov 1994 08:49:37 GMT",
            "malformed",
            "not an HTTP date",
            " (--allow-any-case accepts it)",
        ),
        (
            &[],
            "Sun, 30 Feb 1994 08:49:37 GMT",
            "impossible",
            "no such day or time",
            "",
        ),
        (
            &[],
            "Fri, 31 Dec 9999 23:59:60 GMT",
            "out-of-range",
            "date out of range",
            "",
        ),
    ] {
        // What comes before it is shown, and what comes behind it is not looked at.
        let dates = [IMF, date, IMF];
        let before = json(784_111_777, "\"imf-fixdate\"", IMF);
        let error = format!(
            "{{\"error\":{{\"kind\":\"{kind}\",\"offset\":29,\"message\":\"{message} at byte 29\"}}}}\n"
        );
        let ran = http_date(&[options, &["--json"]].concat(), &dates);
        let expected = Ran {
            code: Some(1),
            ..Ran::ok(before + &error)
        };
        assert_eq!(ran, expected, "{date}");
        let ran = http_date(options, &dates);
        assert_eq!(
            (ran.code, ran.stdout.lines().count()),
            (Some(1), 1),
            "{date}"
        );
        let line = format!("noio-inspect: {message} at byte 29{hint}\n");
        assert_eq!(ran.stderr, line, "{date}");
    }
}

#[test]
fn leniencies_accept_what_they_say() {
    for (options, date) in [
        (&["--allow-any-case"][..], "sun, 06 nov 1994 08:49:37 gmt"),
        (&["--allow-wrong-weekday"], "Mon, 06 Nov 1994 08:49:37 GMT"),
        (
            &["--allow-any-case", "--allow-wrong-weekday"],
            "MON, 06 NOV 1994 08:49:37 GMT",
        ),
    ] {
        assert_eq!(http_date(&[], &[date]).code, Some(1), "{date}");
        let ran = http_date(&[options, &["--json"]].concat(), &[date]);
        assert_eq!(ran, Ran::ok(json(784_111_777, "\"imf-fixdate\"", IMF)));
    }
}

#[test]
fn a_line_that_is_no_date_is_told_where_it_begins() {
    for (rest, offset) in [
        ("\n", 30),
        ("x\n", 30),
        ("\r", 30),
        (&*format!("{IMF}\r\r"), 30),
        (&*format!("{IMF}\r\r\n"), 30),
        (&*format!("{IMF}\r{IMF}\n"), 30),
        (&*"x".repeat(1 << 20), 30),
        (&*format!("{IMF}\n{IMF} \n"), 60),
        (&*format!("{IMF}\u{2028}"), 30),
    ] {
        let input = format!("{IMF}\n{rest}");
        let ran = run(&["http-date", "--json", "--lines"], input);
        let error = format!(
            "\"malformed\",\"offset\":{offset},\"message\":\"not an HTTP date at byte {offset}\"}}}}\n"
        );
        assert!(ran.stdout.ends_with(&error), "{}", ran.stdout);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""));
    }
}

#[test]
fn bytes_of_any_kind_are_no_dates() {
    for date in [
        "\u{1b}[31m",
        "Sun, 06 Nov 1994 08:49:37 GM\u{202e}",
        "\u{9b}",
    ] {
        for options in [&[][..], &["--json"]] {
            let ran = http_date(options, &[date]);
            assert_eq!(ran.code, Some(1));
            let shown = ran.stdout + &ran.stderr;
            assert!(shown.contains("not an HTTP date at byte 0"), "{shown}");
            assert!(!shown.contains(drives_a_terminal), "{shown}");
        }
    }
    let ran = run(&["http-date", "--lines"], crate::garbage(4096));
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert_eq!(ran.stderr, "noio-inspect: not an HTTP date at byte 0\n");
}

#[cfg(unix)]
#[test]
fn a_date_need_not_be_utf_8() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

    let mut command = crate::tool(&["http-date"]);
    command.arg(OsStr::from_bytes(b"\xff"));
    let ran = crate::feed(command, b"");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert_eq!(ran.stderr, "noio-inspect: not an HTTP date at byte 0\n");
}

#[test]
fn wrong_usage_is_exit_status_2() {
    for (args, complaint) in [
        (&["http-date"][..], "<DATE|--lines [<FILE>]|--unix <N>...>"),
        (&["http-date", "a", "--lines"], "'--lines [<FILE>]'"),
        (&["http-date", "a", "--unix", "1"], "'--unix <N>...'"),
        (&["http-date", "--unix"], "--unix <N>..."),
        (
            &["http-date", "--unix", "1", "253402300800"],
            "dates have -62167219200 to 253402300799 seconds",
        ),
        (
            &["http-date", "--unix", "-62167219201"],
            "dates have -62167219200 to 253402300799 seconds",
        ),
        (&["http-date", "--unix", "1.5"], "not a number of seconds"),
        (
            &["http-date", "--now", "1", "--unix", "1"],
            "'--now <DATE>'",
        ),
        (
            &["http-date", "--unix", "1", "--allow-any-case"],
            "'--allow-any-case'",
        ),
        (
            &["http-date", "--now", "today", "a"],
            "neither an HTTP date nor seconds since 1970",
        ),
    ] {
        let ran = run(args, b"");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(ran.stderr.contains(complaint), "{args:?}: {}", ran.stderr);
    }
}
