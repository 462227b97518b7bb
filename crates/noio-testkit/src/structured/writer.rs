//! Writing as RFC 9651 §4.1 has it. It trusts its caller that keys, tokens and numbers are legal.

use core::fmt::Write;

use super::value::{Item, Map, Member, Value};

/// A Dictionary (§4.1.2).
pub fn dictionary(members: &Map<Member>) -> String {
    let members: Vec<String> = members
        .iter()
        .map(|(key, it)| match it {
            Member::Item(item) if item.value == Value::Boolean(true) => {
                key.clone() + &parameters(&item.parameters)
            }
            _ => format!("{key}={}", member(it)),
        })
        .collect();
    members.join(", ")
}

/// A List (§4.1.1).
pub fn list(members: &[Member]) -> String {
    let members: Vec<String> = members.iter().map(member).collect();
    members.join(", ")
}

/// An Item (§4.1.3).
pub fn item(item: &Item) -> String {
    value(&item.value) + &parameters(&item.parameters)
}

fn member(member: &Member) -> String {
    match member {
        Member::Item(it) => item(it),
        Member::InnerList(items, of_list) => {
            let items: Vec<String> = items.iter().map(item).collect();
            format!("({}){}", items.join(" "), parameters(of_list))
        }
    }
}

fn parameters(map: &Map<Value>) -> String {
    map.iter()
        .map(|(key, it)| match it {
            Value::Boolean(true) => format!(";{key}"),
            it => format!(";{key}={}", value(it)),
        })
        .collect()
}

fn value(it: &Value) -> String {
    match it {
        Value::Integer(number) => number.to_string(),
        Value::Decimal(thousandths) => decimal(*thousandths),
        Value::String(text) => {
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        }
        Value::Token(token) => token.clone(),
        Value::Bytes(bytes) => format!(":{}:", base64(bytes)),
        Value::Boolean(is_true) => format!("?{}", u8::from(*is_true)),
        Value::Date(seconds) => format!("@{seconds}"),
        Value::Display(text) => display(text),
    }
}

/// §4.1.5
pub fn decimal(thousandths: i64) -> String {
    let digits = format!("{:04}", thousandths.unsigned_abs());
    let (whole, fraction) = digits.split_at(digits.len() - 3);
    let fraction = fraction.trim_end_matches('0');
    let sign = if thousandths < 0 { "-" } else { "" };
    format!("{sign}{whole}.{fraction:0<1}")
}

/// §4.1.8
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let mut padded = [0; 3];
        padded[..group.len()].copy_from_slice(group);
        let bits = u32::from_be_bytes([0, padded[0], padded[1], padded[2]]);
        for index in 0..4 {
            let six = bits >> (18 - 6 * index) & 0x3f;
            text.push(if index as usize <= group.len() {
                char::from(ALPHABET[six as usize])
            } else {
                '='
            });
        }
    }
    text
}

/// §4.1.11
fn display(text: &str) -> String {
    let mut encoded = String::from("%\"");
    for byte in text.bytes() {
        if byte == b'%' || byte == b'"' || !(b' '..=b'~').contains(&byte) {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02x}");
        } else {
            encoded.push(char::from(byte));
        }
    }
    encoded + "\""
}
