//! Where two logs differ, short enough to read.

use core::fmt::Write as _;

/// How much of a line is shown.
const LINE_LEN: usize = 240;

/// How many lines of each log are shown, from the first that differs on.
const LINES: usize = 3;

/// The first lines at which the logs differ.
pub(crate) fn difference(expected: &[String], seen: &[String]) -> String {
    let same = expected
        .iter()
        .zip(seen)
        .take_while(|(expected, seen)| expected == seen)
        .count();
    let mut out = format!("after {same} lines alike");
    for (title, lines) in [("expected", expected), ("seen", seen)] {
        if lines.len() == same {
            push_line(title, "(nothing)", &mut out);
        }
        for line in lines.iter().skip(same).take(LINES) {
            push_line(title, &shortened(line), &mut out);
        }
        if lines.len() > same + LINES {
            let more = lines.len() - same - LINES;
            push_line(title, &format!("({more} more lines)"), &mut out);
        }
    }
    out
}

/// A line, or the start and the length of a long one.
pub(crate) fn shortened(line: &str) -> String {
    match line.char_indices().nth(LINE_LEN) {
        Some((end, _)) => format!("{}… ({} characters)", &line[..end], line.chars().count()),
        None => line.to_owned(),
    }
}

fn push_line(title: &str, line: &str, out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "\n  {title:>8}: {line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines<const N: usize>(lines: [&str; N]) -> Vec<String> {
        lines.map(str::to_owned).to_vec()
    }

    #[test]
    fn what_is_alike_is_left_out() {
        assert_eq!(
            difference(
                &lines(["a", "b", "c", "d", "e", "f"]),
                &lines(["a", "b", "x"])
            ),
            "after 2 lines alike\n  expected: c\n  expected: d\n  expected: e\
             \n  expected: (1 more lines)\n      seen: x"
        );
        assert_eq!(
            difference(&lines(["a"]), &lines([])),
            "after 0 lines alike\n  expected: a\n      seen: (nothing)"
        );
    }

    #[test]
    fn long_lines_are_cut_off() {
        let line = "…".repeat(LINE_LEN + 1);
        assert_eq!(
            shortened(&line),
            format!("{}… (241 characters)", "…".repeat(LINE_LEN))
        );
        assert_eq!(shortened("short"), "short");
    }
}
