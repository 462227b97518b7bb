//! Fields for some caches only (RFC 9213).

use noio_cache_control::{Directives, Member};
use noio_http_field::{
    FieldError,
    structured::{self, BareItem, Dictionary, Item, Key},
};

use super::message::{CACHE_CONTROL, Field, Line, Message, is_targeted};
use crate::failure::kebab_case;

/// What breaks the grammar of a field, which then says nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Invalid {
    /// In kebab-case.
    pub(super) kind: String,
    /// Where, in all that was given.
    pub(super) offset: u64,
    pub(super) message: String,
}

/// What `gather` makes of the values of these lines, or what is wrong and where.
pub(super) fn read<'a, T>(
    lines: &[&Line<'a>],
    gather: impl FnOnce(&mut dyn Iterator<Item = &'a [u8]>) -> Result<T, FieldError>,
) -> Result<T, Invalid> {
    let mut values = lines.iter().map(|line| line.value);
    let result = gather(&mut values);
    result.map_err(|error| {
        // The error is in the last line that was asked for. But a blank first line shows to be wrong
        // only when another is asked for.
        let is_blank = |line: &&&Line<'_>| line.value.trim_ascii().is_empty();
        let last = || lines.iter().rev().nth(values.len());
        let line = lines.first().filter(is_blank).or_else(last);
        let begin = line.map_or(0, |line| line.offset);
        let (kind, offset) = (error.kind(), begin + error.offset() as u64);
        Invalid {
            kind: kebab_case(&kind),
            offset,
            message: format!("{kind} at byte {offset}"),
        }
    })
}

/// A member of a targeted field.
pub(super) struct Told<'a> {
    key: Key<'a>,
    member: structured::Member<'a>,
}

/// The members of all lines of a targeted field, in their order.
pub(super) fn members<'a>(lines: &[&Line<'a>]) -> Result<Vec<Told<'a>>, Invalid> {
    read(lines, |values| {
        Dictionary::from_lines(values)
            .map(|member| member.map(|(key, member)| Told { key, member }))
            .collect()
    })
}

impl<'a> Told<'a> {
    pub(super) const fn name(&self) -> &'a str {
        self.key.as_str()
    }

    /// Whether it is a directive of responses.
    pub(super) fn is_known(&self) -> bool {
        Directives::from_lines([self.key.as_bytes()]).any(|member| match member {
            Member::Directive(directive) => directive.is_response_directive(),
            Member::Malformed(_) => false,
        })
    }

    /// What it says, if it is more than that it is there. Strings are without their quotes.
    pub(super) fn argument(&self) -> Option<String> {
        match self.member {
            structured::Member::Item(Item {
                value: BareItem::Boolean(true),
                ..
            }) => None,
            structured::Member::Item(item) => Some(of_item(item.value)),
            structured::Member::InnerList(list) => {
                let items: Vec<_> = list.items().map(|item| of_item(item.value)).collect();
                Some(format!("({})", items.join(" ")))
            }
        }
    }
}

fn of_item(item: BareItem<'_>) -> String {
    match item {
        BareItem::Integer(number) => number.to_string(),
        BareItem::Decimal(decimal) => decimal.to_string(),
        BareItem::String(text) => text.chars().collect(),
        BareItem::Token(token) => token.as_str().to_owned(),
        BareItem::ByteSequence(bytes) => format!(":{}:", bytes.as_base64()),
        BareItem::Boolean(is_true) => format!("?{}", u8::from(is_true)),
        BareItem::Date(seconds) => format!("@{seconds}"),
        BareItem::DisplayString(text) => text.chars().collect(),
        other => format!("{other:?}"),
    }
}

/// What is worth knowing of the targeted fields of a response, of which shared caches go by that
/// one, or by Cache-Control.
pub(super) fn note_targets(
    message: &Message<'_>,
    shared_field: Field<'_>,
    notes: &mut Vec<String>,
) {
    let mut is_decided = false;
    for target in &message.targets {
        let lines = message.lines_of(target);
        if is_decided {
            if !lines.is_empty() {
                let name = shared_field.name();
                notes.push(format!(
                    "{target} is behind {name} on the target list, and not looked at"
                ));
            }
            continue;
        }
        is_decided = shared_field == Field::Targeted(target);
        match members(&lines) {
            Err(invalid) => notes.push(format!(
                "{target} is invalid ({}), and as if it were not there (RFC 9213 §2.1)",
                invalid.message
            )),
            Ok(members) if members.is_empty() && !lines.is_empty() => notes.push(format!(
                "{target} is empty, and as if it were not there (RFC 9213 §2.1)"
            )),
            Ok(_) => {}
        }
    }
    if let Field::Targeted(name) = shared_field {
        for ignored in [CACHE_CONTROL, "Expires"] {
            if message.values(ignored).next().is_some() {
                notes.push(format!(
                    "a cache that goes by {name} does not look at {ignored} (RFC 9213 §2.2)"
                ));
            }
        }
    }
    let mut others: Vec<&str> = Vec::new();
    for line in &message.lines {
        let is_same = |name: &&str| line.name.eq_ignore_ascii_case(name);
        let is_on_list = message.targets.iter().any(is_same);
        if is_targeted(line.name) && !is_on_list && !others.iter().any(is_same) {
            others.push(line.name);
        }
    }
    for name in others {
        notes.push(format!(
            "{name} is for caches that have it on their target list: --target {name} tells what they do"
        ));
    }
}
