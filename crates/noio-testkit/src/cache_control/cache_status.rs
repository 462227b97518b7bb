//! Cache-Status (RFC 9211) out of slow Structured Fields, and the comparison with the codec.

use noio_cache_control::{
    EncodeError,
    cache_status::{CacheStatus, Forward, Fwd, Member, MemberBuilder},
    structured::{Text, Token},
};

use super::{check::Input, writing::check_encoded};
use crate::structured::{self as slow, Map, Value, reference};

/// What one cache tells, with everything copied.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "tests make them")]
#[expect(missing_docs, reason = "the names are those of the parameters")]
pub struct Told {
    pub cache: String,
    pub is_hit: bool,
    pub forward: Option<ToldForward>,
    pub ttl: Option<i64>,
    pub key: Option<String>,
    pub detail: Option<String>,
    /// The names of all parameters, each once.
    pub parameters: Vec<String>,
}

/// What is told of a request that went forward.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "tests make them")]
#[expect(missing_docs, reason = "the names are those of the parameters")]
pub struct ToldForward {
    pub fwd: String,
    pub fwd_status: Option<u16>,
    pub stored: Option<bool>,
    pub collapsed: Option<bool>,
}

/// The members in the lines of a field, of the reference. `None` if the field says nothing.
pub fn read(lines: &[&[u8]]) -> Option<Vec<Told>> {
    let members = reference::list(lines)?;
    let of_caches = members.into_iter().filter_map(|member| match member {
        slow::Member::Item(item) => Told::new(item),
        slow::Member::InnerList(..) => None,
    });
    Some(of_caches.collect())
}

impl Told {
    fn new(item: slow::Item) -> Option<Self> {
        let all = item.parameters;
        let find = |wanted: &str| {
            let found = all.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.clone())
        };
        let boolean = |name| match find(name) {
            Some(Value::Boolean(value)) => Some(value),
            _ => None,
        };
        let integer = |name| match find(name) {
            Some(Value::Integer(value)) => Some(value),
            _ => None,
        };
        let forward = match find("fwd") {
            Some(Value::Token(fwd)) => Some(ToldForward {
                fwd,
                fwd_status: integer("fwd-status")
                    .filter(|status| status.to_string().len() == 3 && *status > 0)
                    .and_then(|status| status.to_string().parse().ok()),
                stored: boolean("stored"),
                collapsed: boolean("collapsed"),
            }),
            _ => None,
        };
        Some(Self {
            cache: text(item.value)?,
            is_hit: boolean("hit").unwrap_or(false),
            forward,
            ttl: integer("ttl"),
            key: match find("key") {
                Some(Value::String(key)) => Some(key),
                _ => None,
            },
            detail: find("detail").and_then(text),
            parameters: all.into_iter().map(|(name, _)| name).collect(),
        })
    }

    /// What the writer of Structured Fields makes of it, if that can be sent.
    fn written(&self) -> Result<String, EncodeError> {
        let forward = self.forward.as_ref();
        let status = forward.and_then(|forward| forward.fwd_status);
        if status.is_some_and(|status| status.to_string().len() != 3) {
            return Err(EncodeError::InvalidStatus);
        }
        let texts = [Some(&self.cache), self.key.as_ref(), self.detail.as_ref()];
        let is_printable = |char: char| (' '..='~').contains(&char);
        if !texts
            .into_iter()
            .flatten()
            .all(|text| text.chars().all(is_printable))
        {
            return Err(EncodeError::NotPrintableAscii);
        }
        let mut parameters: Map<Value> = Vec::new();
        let mut add = |name: &str, value| parameters.push((name.to_owned(), value));
        if self.is_hit {
            add("hit", Value::Boolean(true));
        }
        if let Some(forward) = forward {
            add("fwd", Value::Token(forward.fwd.clone()));
        }
        if let Some(status) = status {
            add("fwd-status", Value::Integer(status.into()));
        }
        if let Some(ttl) = self.ttl {
            let most = 10_i64.pow(15) - 1;
            add("ttl", Value::Integer(ttl.max(-most).min(most)));
        }
        if let Some(stored) = forward.and_then(|forward| forward.stored) {
            add("stored", Value::Boolean(stored));
        }
        if let Some(collapsed) = forward.and_then(|forward| forward.collapsed) {
            add("collapsed", Value::Boolean(collapsed));
        }
        if let Some(key) = &self.key {
            add("key", Value::String(key.clone()));
        }
        if let Some(detail) = &self.detail {
            add("detail", token_or_string(detail));
        }
        let item = slow::Item {
            value: token_or_string(&self.cache),
            parameters,
        };
        Ok(slow::writer::item(&item))
    }

    /// Something to be told that bytes choose: flags, why the request went forward, a status, seconds,
    /// and then texts with line feeds between them. What is missing is 0, or empty.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut head = [0; 8];
        let len = bytes.len().min(head.len());
        head[..len].copy_from_slice(&bytes[..len]);
        let [flags, fwd, status @ .., shift, small, sign] = head;
        let mut texts = bytes[len..]
            .split(|&byte| byte == b'\n')
            .map(|text| String::from_utf8_lossy(text).into_owned());
        let bit = |bit: u8| flags & (1 << bit) != 0;
        let [status_high, status_low, _] = status;
        let status = u16::from_be_bytes([status_high & 7, status_low]);
        let seconds = i64::from(small).wrapping_shl(u32::from(shift % 64));
        const KNOWN: [&str; 8] = [
            "bypass",
            "method",
            "uri-miss",
            "vary-miss",
            "miss",
            "request",
            "stale",
            "partial",
        ];
        const UNKNOWN: [&str; 4] = ["*", "Miss", "a:/b", "x'"];
        let fwd = *KNOWN
            .iter()
            .chain(&UNKNOWN)
            .nth(usize::from(fwd % 12))
            .unwrap_or(&"*");
        Self {
            cache: texts.next().unwrap_or_default(),
            is_hit: bit(0),
            forward: (!bit(0)).then(|| ToldForward {
                fwd: fwd.to_owned(),
                fwd_status: bit(1).then_some(status),
                stored: bit(2).then_some(bit(3)),
                collapsed: bit(4).then_some(bit(5)),
            }),
            ttl: bit(6).then_some(if sign & 1 == 0 {
                seconds
            } else {
                seconds.wrapping_neg()
            }),
            key: bit(7).then(|| texts.next()).flatten(),
            detail: texts.next(),
            parameters: Vec::new(),
        }
    }
}

/// A String or a Token.
fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) | Value::Token(text) => Some(text),
        _ => None,
    }
}

fn token_or_string(text: &str) -> Value {
    match reference::list(&[text.as_bytes()]).as_deref() {
        Some([slow::Member::Item(item)])
            if item.value == Value::Token(text.to_owned()) && item.parameters.is_empty() =>
        {
            Value::Token(text.to_owned())
        }
        _ => Value::String(text.to_owned()),
    }
}

/// What the codec says of a member.
fn seen(member: &Member<'_>) -> Told {
    let text = |text: Text<'_>| text.to_string();
    let mut parameters: Vec<String> = Vec::new();
    for (name, _) in member.parameters().iter() {
        if !parameters.iter().any(|other| other == name.as_str()) {
            parameters.push(name.as_str().to_owned());
        }
    }
    Told {
        cache: text(member.cache()),
        is_hit: member.is_hit(),
        forward: member.forward().map(|forward| ToldForward {
            fwd: forward.fwd.as_str().to_owned(),
            fwd_status: forward.fwd_status,
            stored: forward.stored,
            collapsed: forward.collapsed,
        }),
        ttl: member.ttl(),
        key: member.key().map(text),
        detail: member.detail().map(text),
        parameters,
    }
}

/// The codec reads the lines of a Cache-Status field as the reference does, and an error is the last
/// thing to come.
///
/// # Errors
///
/// How the two differ.
pub fn check_status_reading(lines: &[&[u8]]) -> Result<(), String> {
    let what = Input(lines);
    let mut members = CacheStatus::from_lines(lines.iter().copied());
    let mut good = Vec::new();
    let mut has_failed = false;
    for member in members.by_ref() {
        what.same("an end behind an error", has_failed, false)?;
        match member {
            Ok(member) => {
                check_texts(&member, &what)?;
                good.push(seen(&member));
            }
            Err(_) => has_failed = true,
        }
    }
    what.same("more behind the end", members.next().is_none(), true)?;
    let ours = (!has_failed).then_some(good);
    what.same("members", ours, read(lines))
}

/// A text is the same whichever way it is asked for.
fn check_texts(member: &Member<'_>, what: &Input<'_, &[u8]>) -> Result<(), String> {
    let texts = [Some(member.cache()), member.key(), member.detail()];
    for text in texts.into_iter().flatten() {
        let owned = text.to_string();
        let is_plain = !owned.contains(['"', '\\']);
        what.same("text", text.as_str(), is_plain.then_some(owned.as_str()))?;
        what.same("characters", text.chars().collect(), owned.clone())?;
        what.same("equal", text == owned.as_str(), true)?;
    }
    Ok(())
}

/// The builder that was told this writes what the writer of Structured Fields does, or refuses it.
/// What it writes is one member, whatever is in front of it and behind, and says what was told.
///
/// # Errors
///
/// How what is written or read differs.
pub fn check_status_writing(told: &Told) -> Result<(), String> {
    let expected = told.written();
    let details = format!("{told:?}");
    let what = Input(&[&details]);
    let built = build(told);
    what.same("refusal", built.err(), expected.as_ref().err().copied())?;
    let (Ok(builder), Ok(text)) = (built, expected) else {
        return Ok(());
    };
    what.same("text", builder.to_string(), text.clone())?;
    check_encoded(&text, builder.encoded_len(), |out| {
        builder.encode_to_slice(out)
    })?;

    let joined = format!("first;hit, {text}, last;hit");
    for lines in [
        &[&b"first;hit"[..], text.as_bytes(), b"last;hit"][..],
        &[joined.as_bytes()],
    ] {
        check_status_reading(lines)?;
        let members: Vec<Told> = CacheStatus::from_lines(lines.iter().copied())
            .map(|member| member.map(|member| seen(&member)))
            .collect::<Result<_, _>>()
            .map_err(|error| format!("{error} in {text}"))?;
        let what = Input(lines);
        what.same("number of members", members.len(), 3)?;
        let most = 10_i64.pow(15) - 1;
        let expected = Told {
            ttl: told.ttl.map(|ttl| ttl.max(-most).min(most)),
            parameters: members[1].parameters.clone(),
            ..told.clone()
        };
        what.same("what was told", &members[1], &expected)?;
    }
    Ok(())
}

fn build(told: &Told) -> Result<MemberBuilder<'_>, EncodeError> {
    let mut builder = match &told.forward {
        None => MemberBuilder::hit(&told.cache)?,
        Some(forward) => {
            let Some(fwd) = Token::new(forward.fwd.as_bytes()) else {
                panic!("{forward:?} has a reason that is no token");
            };
            let forward = Forward {
                fwd: Fwd::new(fwd),
                fwd_status: forward.fwd_status,
                stored: forward.stored,
                collapsed: forward.collapsed,
            };
            MemberBuilder::forwarded(&told.cache, forward)?
        }
    };
    if let Some(ttl) = told.ttl {
        builder = builder.ttl(ttl);
    }
    if let Some(key) = &told.key {
        builder = builder.key(key)?;
    }
    if let Some(detail) = &told.detail {
        builder = builder.detail(detail)?;
    }
    Ok(builder)
}

/// The codec reads Cache-Status as the reference does, and what it writes reads back.
///
/// The lines are those of `data`, between line feeds. What is written says [`Told::from_bytes`].
///
/// # Panics
///
/// If it does not.
pub fn cache_status(data: &[u8]) {
    let lines: Vec<&[u8]> = data.split(|&byte| byte == b'\n').collect();
    let checked =
        check_status_reading(&lines).and_then(|()| check_status_writing(&Told::from_bytes(data)));
    if let Err(detail) = checked {
        panic!("{detail}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_without_lines_is_read_as_the_reference_does() {
        assert_eq!(check_status_reading(&[]), Ok(()));
    }
}
