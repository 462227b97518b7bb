//! A slow and obvious answer to where a body ends, written down from RFC 9112 §6.1 and §6.3.
//!
//! The field line at fault is found by looking at one line, at two, at three, each time from the
//! start: there is no state that could be kept wrongly. It shares nothing with `noio-chunked`.

use super::{Head, Leniencies, Message};

/// Where a body ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How it is delimited: `none`, `tunnel`, `length N`, `chunked` or `until-close`.
    pub framing: String,
    /// Whether the connection must be closed.
    pub close: bool,
    /// Whether a proxy must take the Content-Length out.
    pub strip_content_length: bool,
    /// The codings that are left on the body, in the order in which they were applied.
    pub codings: Vec<&'static str>,
    /// The rule of RFC 9112 §6.3.
    pub rule: u8,
}

/// Why there is no telling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of error, in kebab case.
    pub kind: &'static str,
    /// The index of the first field line at fault.
    pub line: usize,
    /// The status to answer with.
    pub status: u16,
}

/// Decides where the body of a message ends.
///
/// # Errors
///
/// If the head leaves room for two opinions.
pub fn decide(head: &Head) -> Result<Verdict, Refusal> {
    for line in 0..head.fields.len() {
        if let Some(kind) = fault(head, line) {
            return Err(refusal(head, kind, line));
        }
    }

    let transfer_encoding = lines_of(head, "transfer-encoding");
    let has_transfer_encoding = !transfer_encoding.is_empty();
    let mut verdict = Verdict {
        framing: "none".into(),
        close: false,
        strip_content_length: false,
        codings: vec![],
        rule: 0,
    };

    // Rules 1 and 2. RFC 9110 §9.3.6 has every 2xx to CONNECT begin a tunnel, 204 among them.
    if is_tunnel(head) {
        verdict.framing = "tunnel".into();
        verdict.strip_content_length = !lines_of(head, "content-length").is_empty();
        verdict.rule = 2;
        return Ok(verdict);
    }
    if has_no_content(head) {
        let Message::Response { status, .. } = &head.message else {
            unreachable!("a request may have content");
        };
        let lengths = lines_of(head, "content-length");
        let promises_body = lengths.iter().any(|length| trimmed(length) != b"0");
        verdict.close = has_transfer_encoding && (head.is_http10 || *status == 204)
            || promises_body && *status == 204;
        // RFC 9110 §8.6: with 304 and HEAD it may say what there would have been.
        let is_forbidden = status / 100 == 1 || *status == 204;
        verdict.strip_content_length = is_forbidden && !lengths.is_empty();
        verdict.rule = 1;
        return Ok(verdict);
    }

    let content_length = lines_of(head, "content-length")
        .first()
        .map(|value| number(value.split(|&byte| byte == b',').next().unwrap_or_default()));

    // Rules 3 and 4.
    if has_transfer_encoding {
        let joined = transfer_encoding.join(&b","[..]);
        verdict.codings = elements(&joined)
            .into_iter()
            .filter_map(|element| known_coding(&element.unwrap_or_default()))
            .collect();
        verdict.rule = 4;
        if verdict.codings.last() == Some(&"chunked") {
            verdict.codings.pop();
            verdict.framing = "chunked".into();
            verdict.close = head.is_http10;
        } else if head.message == Message::Request {
            let last = head
                .fields
                .iter()
                .rposition(|(name, _)| is_named(name, "transfer-encoding"));
            return Err(refusal(head, "final-coding-not-chunked", last.unwrap_or(0)));
        } else {
            verdict.framing = "until-close".into();
            verdict.close = true;
        }
        if content_length.is_some() {
            verdict.close = true;
            verdict.strip_content_length = true;
            verdict.rule = 3;
        }
        return Ok(verdict);
    }

    // Rules 6, 7 and 8.
    match content_length {
        Some(length) => {
            verdict.framing = format!("length {}", length.unwrap_or_default());
            verdict.rule = 6;
        }
        None if head.message == Message::Request => verdict.rule = 7,
        None => {
            verdict.framing = "until-close".into();
            verdict.close = true;
            verdict.rule = 8;
        }
    }
    Ok(verdict)
}

fn refusal(head: &Head, kind: &'static str, line: usize) -> Refusal {
    let status = match (&head.message, kind) {
        (Message::Response { .. }, _) => 502,
        (_, "unknown-coding" | "too-many-codings") => 501,
        _ => 400,
    };
    Refusal { kind, line, status }
}

/// What is wrong with a line, if those before it are as they should be.
fn fault(head: &Head, line: usize) -> Option<&'static str> {
    let (name, value) = &head.fields[line];
    let before = Head {
        fields: head.fields[..line].to_vec(),
        ..head.clone()
    };
    if !is_token(name) {
        return Some("invalid-field-name");
    }
    if b"\r\n\0".iter().any(|byte| value.contains(byte)) {
        return Some("invalid-field-value");
    }
    if is_named(name, "transfer-encoding") {
        return transfer_encoding_fault(&before, value);
    }
    if is_named(name, "content-length") {
        return content_length_fault(&before, value);
    }
    None
}

fn transfer_encoding_fault(before: &Head, value: &[u8]) -> Option<&'static str> {
    let Leniencies {
        content_length_with_transfer_encoding: allows_both,
        transfer_encoding_in_http10: allows_http10,
        transfer_encoding_without_content: allows_without_content,
        ..
    } = before.leniencies;
    if is_tunnel(before) {
        return None;
    }
    if before.is_http10 && !allows_http10 {
        return Some("transfer-encoding-in-http10");
    }
    if let Message::Response { status, .. } = before.message
        && (status / 100 == 1 || status == 204)
        && !allows_without_content
    {
        return Some("transfer-encoding-without-content");
    }
    if has_no_content(before) {
        return None;
    }
    if !lines_of(before, "content-length").is_empty() && !allows_both {
        return Some("content-length-with-transfer-encoding");
    }
    if value.iter().any(|&byte| is_control(byte)) {
        return Some("invalid-field-value");
    }
    let these = elements(value);
    if these.is_empty() {
        return Some("empty-transfer-encoding");
    }
    let joined = lines_of(before, "transfer-encoding").join(&b","[..]);
    let mut codings: Vec<_> = elements(&joined)
        .into_iter()
        .filter_map(|element| known_coding(&element.unwrap_or_default()))
        .collect();
    for element in these {
        let Some(element) = element else {
            return Some("invalid-transfer-encoding");
        };
        let name: Vec<u8> = element
            .iter()
            .copied()
            .take_while(|byte| !b"; \t".contains(byte))
            .collect();
        let Some(coding) = known_coding(&name) else {
            return Some("unknown-coding");
        };
        match trimmed(&element[name.len()..]).first() {
            None => {}
            Some(b';') => return Some("coding-parameter"),
            Some(_) => return Some("invalid-transfer-encoding"),
        }
        if coding == "chunked" && codings.contains(&"chunked") {
            return Some("repeated-chunked");
        }
        if codings.len() == 4 {
            return Some("too-many-codings");
        }
        codings.push(coding);
    }
    None
}

fn content_length_fault(before: &Head, value: &[u8]) -> Option<&'static str> {
    let Leniencies {
        content_length_with_transfer_encoding: allows_both,
        repeated_content_length: allows_repetition,
        ..
    } = before.leniencies;
    if is_tunnel(before) || has_no_content(before) {
        return None;
    }
    if !lines_of(before, "transfer-encoding").is_empty() && !allows_both {
        return Some("content-length-with-transfer-encoding");
    }
    if value.iter().any(|&byte| is_control(byte)) {
        return Some("invalid-field-value");
    }
    let mut first = lines_of(before, "content-length")
        .first()
        .and_then(|value| number(value.split(|&byte| byte == b',').next()?));
    for member in value.split(|&byte| byte == b',') {
        let digits = trimmed(member);
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return Some("invalid-content-length");
        }
        let Some(number) = number(member) else {
            return Some("content-length-overflow");
        };
        match first {
            None => first = Some(number),
            Some(first) if first != number => return Some("conflicting-content-length"),
            Some(_) if !allows_repetition => return Some("repeated-content-length"),
            Some(_) => {}
        }
    }
    None
}

fn is_tunnel(head: &Head) -> bool {
    match &head.message {
        Message::Request => false,
        Message::Response { method, status } => method == b"CONNECT" && status / 100 == 2,
    }
}

fn has_no_content(head: &Head) -> bool {
    match &head.message {
        Message::Request => false,
        Message::Response { method, status } => {
            method == b"HEAD" || status / 100 == 1 || *status == 204 || *status == 304
        }
    }
}

/// The values of all lines of a field.
fn lines_of<'h>(head: &'h Head, name: &str) -> Vec<&'h [u8]> {
    head.fields
        .iter()
        .filter(|(candidate, _)| is_named(candidate, name))
        .map(|(_, value)| value.as_slice())
        .collect()
}

fn is_named(candidate: &[u8], name: &str) -> bool {
    candidate.to_ascii_lowercase() == name.as_bytes()
}

/// The elements of a list (RFC 9110 §5.6.1.2), without empty ones. `None` stands for the rest of
/// the list from an element on in which a quoted-string has no end.
fn elements(list: &[u8]) -> Vec<Option<Vec<u8>>> {
    let mut elements = vec![vec![]];
    let mut is_quoted = false;
    let mut is_escaped = false;
    for &byte in list {
        let is_separator = byte == b',' && !is_quoted;
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            _ => {}
        }
        if is_separator {
            elements.push(vec![]);
        } else if let Some(element) = elements.last_mut() {
            element.push(byte);
        }
    }
    let mut elements: Vec<_> = elements
        .iter()
        .map(|element| Some(trimmed(element).to_vec()))
        .collect();
    if is_quoted {
        elements.pop();
        elements.push(None);
    }
    elements.retain(|element| element.as_deref() != Some(&[]));
    elements
}

/// The coding of that name (RFC 9112 §7), with its old name as its new one.
fn known_coding(name: &[u8]) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_slice() {
        b"chunked" => Some("chunked"),
        b"compress" | b"x-compress" => Some("compress"),
        b"deflate" => Some("deflate"),
        b"gzip" | b"x-gzip" => Some("gzip"),
        _ => None,
    }
}

/// A number of digits and whitespace around it, if it is not above 2^64 − 1.
fn number(value: &[u8]) -> Option<u64> {
    trimmed(value)
        .iter()
        .try_fold(0_u128, |number, digit| {
            let number = number * 10 + u128::from(digit - b'0');
            (number <= u128::from(u64::MAX)).then_some(number)
        })
        .and_then(|number| u64::try_from(number).ok())
}

/// Without spaces and tabs around.
fn trimmed(value: &[u8]) -> &[u8] {
    let is_inside = |byte: &u8| !b" \t".contains(byte);
    let Some(start) = value.iter().position(is_inside) else {
        return &[];
    };
    let last = value.iter().rposition(is_inside).unwrap_or(start);
    &value[start..=last]
}

/// RFC 9110 §5.6.2.
fn is_token(name: &[u8]) -> bool {
    const TCHAR: &[u8] = b"!#$%&'*+-.^_`|~0123456789\
        ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    !name.is_empty() && name.iter().all(|byte| TCHAR.contains(byte))
}

/// Octets that no field value has (RFC 9110 §5.5).
fn is_control(byte: u8) -> bool {
    (byte < b' ' && byte != b'\t') || byte == 0x7f
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(message: Message, fields: &[(&str, &str)]) -> Head {
        Head {
            message,
            is_http10: false,
            fields: fields
                .iter()
                .map(|(name, value)| (name.as_bytes().to_vec(), value.as_bytes().to_vec()))
                .collect(),
            leniencies: Leniencies::default(),
        }
    }

    fn response(method: &str, status: u16) -> Message {
        Message::Response {
            method: method.into(),
            status,
        }
    }

    /// One message for each rule of RFC 9112 §6.3.
    #[test]
    fn rules_of_the_standard() {
        let both = [
            ("Transfer-Encoding", "gzip, chunked"),
            ("Content-Length", "5"),
        ];
        for (message, fields, framing, rule) in [
            (response("HEAD", 200), &both[1..], "none", 1),
            (response("GET", 304), &both[..], "none", 1),
            (response("GET", 101), &both[1..], "none", 1),
            (response("CONNECT", 200), &both[..], "tunnel", 2),
            (response("CONNECT", 400), &both[1..], "length 5", 6),
            (Message::Request, &both[..1], "chunked", 4),
            (
                response("GET", 200),
                &[("transfer-encoding", "GZIP")],
                "until-close",
                4,
            ),
            (
                Message::Request,
                &[("content-length", "\t007 ")],
                "length 7",
                6,
            ),
            (Message::Request, &[("Host", "a")], "none", 7),
            (response("GET", 200), &[], "until-close", 8),
        ] {
            let head = head(message, fields);
            let verdict = decide(&head).map(|verdict| (verdict.framing, verdict.rule));
            assert_eq!(verdict, Ok((framing.to_owned(), rule)), "{head:?}");
        }
        let mut head = head(Message::Request, &both);
        assert_eq!(
            decide(&head),
            Err(Refusal {
                kind: "content-length-with-transfer-encoding",
                line: 1,
                status: 400
            })
        );
        head.leniencies = Leniencies::from_bits(1);
        assert_eq!(
            decide(&head),
            Ok(Verdict {
                framing: "chunked".into(),
                close: true,
                strip_content_length: true,
                codings: vec!["gzip"],
                rule: 3,
            })
        );
    }

    #[test]
    fn elements_know_quoted_strings() {
        let list = |text: &str| {
            elements(text.as_bytes())
                .into_iter()
                .map(|element| element.map(|it| String::from_utf8_lossy(&it).into_owned()))
                .collect::<Vec<_>>()
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            list(" a , ,b;c=\"d,\\\",\" ,"),
            [some("a"), some("b;c=\"d,\\\",\"")]
        );
        assert_eq!(list("a,\"b,c"), [some("a"), None]);
        assert_eq!(list(" \t,"), []);
    }
}
