//! What is wrong with the arguments, made safe to look at.

use clap::error::{ContextKind, ContextValue, Error};

use crate::escape::{Escaped, is_hidden};

/// The same error with the hidden characters escaped of what it quotes: arguments, which a script may
/// have from a capture.
pub(crate) fn escaped(mut error: Error) -> Error {
    let quoted: Vec<(ContextKind, String)> = error
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) if text.contains(is_hidden) => {
                Some((kind, Escaped::new(text).to_string()))
            }
            _ => None,
        })
        .collect();
    if !quoted.is_empty() {
        // It would quote them once more.
        error.remove(ContextKind::Suggested);
    }
    for (kind, text) in quoted {
        error.insert(kind, ContextValue::String(text));
    }
    error
}

#[cfg(test)]
mod tests {
    use crate::command;

    #[test]
    fn hidden_characters_are_escaped_where_an_error_quotes_them() {
        // With the colours that it would have on a terminal.
        let error = |args: [&str; 3]| {
            let error = command().try_get_matches_from(args).unwrap_err();
            super::escaped(error).render().ansi().to_string()
        };
        let text = "a\u{1b}]0;b\u{7}\u{202e}";
        let shown = "a\\u{1b}]0;b\\u{7}\\u{202e}";
        for (args, argument) in [
            (["noio-inspect", text, ""], shown.to_owned()),
            (
                ["noio-inspect", "sse", &format!("--{text}")],
                format!("--{shown}"),
            ),
            (
                ["noio-inspect", "sse", &format!("--cut={text}")],
                shown.to_owned(),
            ),
            (
                ["noio-inspect", "framing", &format!("--method={text}")],
                shown.to_owned(),
            ),
            (
                ["noio-inspect", "http-date", &format!("--now={text}")],
                shown.to_owned(),
            ),
            (
                ["noio-inspect", "websocket", &format!("--role={text}")],
                shown.to_owned(),
            ),
            (
                ["noio-inspect", "sse", &format!("--json={text}")],
                shown.to_owned(),
            ),
        ] {
            let error = error(args);
            assert!(error.contains(&argument), "{error:?}");
            for hidden in ["\u{1b}]", "\u{7}", "\u{202e}"] {
                assert!(!error.contains(hidden), "{error:?}");
            }
        }
    }

    #[test]
    fn other_errors_keep_their_tips() {
        let error = command().try_get_matches_from(["noio-inspect", "sse", "--né"]);
        let error = super::escaped(error.unwrap_err()).to_string();
        assert!(
            error.contains("tip: to pass '--né' as a value, use '-- --né'"),
            "{error}"
        );
    }
}
