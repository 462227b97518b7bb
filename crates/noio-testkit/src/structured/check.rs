//! The codec beside the reference and the grammar.

use core::fmt::Debug;
use std::sync::LazyLock;

use noio_http_field::{
    FieldError,
    structured::{Key, Token},
};

use super::{
    read::{read_dictionary, read_item, read_list, same},
    reference, rules, writer,
};
use crate::http_field::grammar::{MAX_LEN, Rule};

/// What the codec reads of Structured Fields agrees with the reference and the grammar.
///
/// The input is field lines, with LF between them.
///
/// # Panics
///
/// If it does not.
pub fn structured(data: &[u8]) {
    let lines: Vec<&[u8]> = data.split(|&byte| byte == b'\n').collect();
    if let Err(detail) = check_structured(&lines) {
        panic!("{detail}");
    }
}

/// `lines` as a Dictionary and as a List, and if there is only one, as an Item, a key and a token.
/// What is read is written in its normal form and read again.
///
/// The grammar is only asked about lines that are not longer than its matcher can do with.
///
/// # Errors
///
/// How the codec, the reference and the grammar differ.
pub fn check_structured(lines: &[&[u8]]) -> Result<(), String> {
    let ours = read_dictionary(lines)?;
    let meant = reference::dictionary(lines);
    compare("Dictionary", lines, &ours, meant, &RULES.dictionary)?;
    if let Ok(map) = ours {
        let text = writer::dictionary(&map);
        same(
            "written",
            lines,
            read_dictionary(&[text.as_bytes()])?,
            Ok(map),
        )?;
    }

    let ours = read_list(lines)?;
    let meant = reference::list(lines);
    compare("List", lines, &ours, meant, &RULES.list)?;
    if let Ok(members) = ours {
        let text = writer::list(&members);
        same(
            "written",
            lines,
            read_list(&[text.as_bytes()])?,
            Ok(members),
        )?;
    }

    if let [line] = lines {
        let ours = read_item(line)?;
        compare("Item", lines, &ours, reference::item(lines), &RULES.item)?;
        if let Ok(item) = ours {
            let text = writer::item(&item);
            same("written", lines, read_item(text.as_bytes())?, Ok(item))?;
        }
        if line.len() <= MAX_LEN {
            let is_key = RULES.key.check(line).is_ok();
            same("key", lines, Key::new(line).is_some(), is_key)?;
            let is_token = RULES.token.check(line).is_ok();
            same("token", lines, Token::new(line).is_some(), is_token)?;
        }
    }
    Ok(())
}

fn compare<T: PartialEq + Debug>(
    what: &str,
    lines: &[&[u8]],
    ours: &Result<T, FieldError>,
    meant: Option<T>,
    rules: &Lines,
) -> Result<(), String> {
    same(what, lines, ours.as_ref().ok(), meant.as_ref())?;
    let Some(verdict) = rules.verdict(lines) else {
        return Ok(());
    };
    let outcome = ours.as_ref().map(drop).map_err(FieldError::offset);
    same(&format!("offset in {what}"), lines, outcome, verdict)
}

/// The grammars of a field.
struct Rules {
    dictionary: Lines,
    list: Lines,
    item: Lines,
    key: Rule,
    token: Rule,
}

/// The grammars of its lines.
struct Lines {
    only: Rule,
    first: Rule,
    behind: Rule,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules {
    dictionary: Lines::new(rules::dict_member),
    list: Lines::new(rules::list_member),
    item: Lines {
        only: rules::item_field(),
        ..Lines::new(rules::item)
    },
    key: rules::key(),
    token: rules::token(),
});

impl Lines {
    fn new(member: fn() -> Rule) -> Self {
        Self {
            only: rules::line(member(), true, true),
            first: rules::line(member(), true, false),
            behind: rules::line(member(), false, false),
        }
    }

    /// Whether `lines` are legal, and if not, the offset in the first one that is not. `None` if one
    /// is too long to be asked about.
    fn verdict(&self, lines: &[&[u8]]) -> Option<Result<(), usize>> {
        if lines.iter().any(|line| line.len() > MAX_LEN) {
            return None;
        }
        Some(match lines {
            [] => Ok(()),
            [only] => self.only.check(only),
            [first, behind @ ..] => self
                .first
                .check(first)
                .and_then(|()| behind.iter().try_for_each(|line| self.behind.check(line))),
        })
    }
}
