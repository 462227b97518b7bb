//! Where a codec differs from what is expected of it, short enough to read.

use core::fmt::{Debug, Write as _};

use crate::escape;

/// How much of a line is shown.
const LINE_LEN: usize = 240;

/// How many lines of each log are shown, from the first that differs on.
const LINES: usize = 3;

/// Compares what a codec says of an input with what is expected, and tells the difference. The input
/// is only written down then, since that can cost more than all that is compared.
pub(crate) fn same<T: PartialEq + Debug>(
    what: &str,
    input: impl FnOnce() -> String,
    ours: T,
    expected: T,
) -> Result<(), String> {
    if ours == expected {
        return Ok(());
    }
    let input = input();
    Err(format!(
        "{what} of {input}:\n  codec     {ours:?}\n  expected  {expected:?}"
    ))
}

/// Lines, to be shown in one.
pub(crate) fn joined(lines: &[impl AsRef<[u8]>]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escape(line.as_ref())).collect();
    lines.join(" | ")
}

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
    fn an_input_is_shown_with_both_opinions() {
        let never = || unreachable!("they are the same");
        assert_eq!(same("sum", never, 5, 5), Ok(()));
        let shown = || joined(&[&b"2"[..], b"\xff"]);
        let expected = "sum of \"2\" | \"\\xFF\":\n  codec     4\n  expected  5";
        assert_eq!(same("sum", shown, 4, 5), Err(expected.to_owned()));
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
