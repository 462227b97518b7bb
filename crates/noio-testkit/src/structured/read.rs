//! What the codec reads, as values that own what they are made of.
//!
//! The outer error of each function is that the codec contradicts itself: that there is something
//! behind the end, or that two ways to look at the same value differ.

use core::fmt::Debug;

use noio_http_field::{
    FieldError,
    structured::{self as codec, BareItem, Dictionary, Key, List, Parameters, Text, Token},
};

use super::{
    reference,
    value::{Item, Map, Member, Value, put},
    writer,
};
use crate::diff;

/// The lines as a Dictionary.
///
/// # Errors
///
/// How the codec contradicts itself.
pub fn read_dictionary(lines: &[&[u8]]) -> Result<Result<Map<Member>, FieldError>, String> {
    let mut dictionary = Dictionary::from_lines(lines.iter().copied());
    let mut map = Map::new();
    let mut outcome = Ok(());
    for it in dictionary.by_ref() {
        match it {
            Ok((key, it)) => put(&mut map, name(key)?, member(it)?),
            Err(error) => outcome = Err(error),
        }
    }
    same("behind the end", lines, dictionary.next().is_none(), true)?;
    Ok(outcome.map(|()| map))
}

/// The lines as a List.
///
/// # Errors
///
/// How the codec contradicts itself.
pub fn read_list(lines: &[&[u8]]) -> Result<Result<Vec<Member>, FieldError>, String> {
    let mut list = List::from_lines(lines.iter().copied());
    let mut members = Vec::new();
    let mut outcome = Ok(());
    for it in list.by_ref() {
        match it {
            Ok(it) => members.push(member(it)?),
            Err(error) => outcome = Err(error),
        }
    }
    same("behind the end", lines, list.next().is_none(), true)?;
    Ok(outcome.map(|()| members))
}

/// The line as an Item.
///
/// # Errors
///
/// How the codec contradicts itself.
pub fn read_item(line: &[u8]) -> Result<Result<Item, FieldError>, String> {
    codec::Item::parse(line)
        .map(item)
        .map_or_else(|error| Ok(Err(error)), |item| item.map(Ok))
}

fn member(member: codec::Member<'_>) -> Result<Member, String> {
    let of_member = parameters(member.parameters())?;
    Ok(match member {
        codec::Member::Item(it) => Member::Item(Item {
            value: value(it.value)?,
            parameters: of_member,
        }),
        codec::Member::InnerList(list) => {
            let items: Result<Vec<Item>, String> = list.items().map(item).collect();
            Member::InnerList(items?, of_member)
        }
    })
}

fn item(item: codec::Item<'_>) -> Result<Item, String> {
    Ok(Item {
        value: value(item.value)?,
        parameters: parameters(item.parameters)?,
    })
}

/// All parameters, each of which is the last one of its key.
fn parameters(parameters: Parameters<'_>) -> Result<Map<Value>, String> {
    let mut map = Map::new();
    for (key, it) in parameters.iter() {
        put(&mut map, name(key)?, value(it)?);
    }
    for (key, expected) in &map {
        let last = parameters.last(key.as_bytes()).map(value).transpose()?;
        same("last", &[key.as_bytes()], last.as_ref(), Some(expected))?;
    }
    let of_no_key = parameters.last(b"?").is_some();
    same("last of no key", &[], of_no_key, false)?;
    same("emptiness", &[], parameters.is_empty(), map.is_empty())?;
    Ok(map)
}

fn name(key: Key<'_>) -> Result<String, String> {
    let name = key.as_str().to_owned();
    let bytes = key.as_bytes();
    same("key", &[bytes], name.as_bytes(), bytes)?;
    same("key again", &[bytes], Key::new(bytes), Some(key))?;
    same("key as text", &[bytes], key == name.as_str(), true)?;
    Ok(name)
}

fn value(it: BareItem<'_>) -> Result<Value, String> {
    Ok(match it {
        BareItem::Integer(number) => Value::Integer(number),
        BareItem::Decimal(decimal) => {
            let thousandths = decimal.as_thousandths();
            let written = writer::decimal(thousandths);
            same("decimal", &[], decimal.to_string(), written)?;
            Value::Decimal(thousandths)
        }
        BareItem::String(text) => {
            let owned: String = text.chars().collect();
            let written = text.as_quoted_string().as_escaped();
            let bytes: Vec<u8> = text.as_quoted_string().bytes().collect();
            same("quoted-string", &[written], &bytes[..], owned.as_bytes())?;
            let is_plain = !written.contains(&b'\\');
            let plain = is_plain.then_some(&owned[..]);
            same("borrowed text", &[written], text.as_str(), plain)?;
            let plain = plain.map(str::as_bytes);
            same("borrowed bytes", &[written], text.as_bytes(), plain)?;
            same("text", &[written], text == owned.as_str(), true)?;
            same("displayed", &[written], &text.to_string(), &owned)?;
            Value::String(owned)
        }
        BareItem::Token(token) => {
            let owned = token.as_str().to_owned();
            let bytes = token.as_bytes();
            same("token", &[bytes], owned.as_bytes(), bytes)?;
            same("token again", &[bytes], Token::new(bytes), Some(token))?;
            same("token as text", &[bytes], token == owned.as_str(), true)?;
            let text = Text::from(token);
            same("text of token", &[bytes], text.as_bytes(), Some(bytes))?;
            same(
                "characters of token",
                &[bytes],
                text == token.as_str(),
                true,
            )?;
            Value::Token(owned)
        }
        BareItem::ByteSequence(sequence) => {
            let text = sequence.as_base64();
            let bytes = reference::base64(text).ok_or_else(|| format!("{text} is no base64"))?;
            same(
                "length",
                &[text.as_bytes()],
                sequence.decoded_len(),
                bytes.len(),
            )?;
            Value::Bytes(bytes)
        }
        BareItem::Boolean(is_true) => Value::Boolean(is_true),
        BareItem::Date(seconds) => Value::Date(seconds),
        BareItem::DisplayString(text) => {
            let owned: String = text.chars().collect();
            let encoded = text.as_encoded().as_bytes();
            same("text", &[encoded], text == owned.as_str(), true)?;
            same("displayed", &[encoded], &text.to_string(), &owned)?;
            Value::Display(owned)
        }
        other => return Err(format!("a type that RFC 9651 does not have: {other:?}")),
    })
}

/// Compares and tells the difference.
pub(super) fn same<T: PartialEq + Debug>(
    what: &str,
    lines: &[&[u8]],
    ours: T,
    expected: T,
) -> Result<(), String> {
    diff::same(what, || diff::joined(lines), ours, expected)
}
