//! The rules of RFC 9110 §5.6 and of what is built on them, as they stand there.

use std::sync::LazyLock;

use super::grammar::{
    Rule::{self, Class, Either, Named, Sequence, Text},
    any, optional, some,
};

/// `token = 1*tchar` (§5.6.2).
pub(super) fn token() -> Rule {
    some(Class(|byte| {
        byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
    }))
}

/// `OWS = *( SP / HTAB )` (§5.6.3), and `BWS`.
pub(super) fn ows() -> Rule {
    any(Either(vec![Text(b" "), Text(b"\t")]))
}

/// `quoted-pair = "\" ( HTAB / SP / VCHAR / obs-text )` (§5.6.4).
fn quoted_pair() -> Rule {
    Sequence(vec![Text(b"\\"), Class(is_text)])
}

/// `quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE` (§5.6.4).
pub(super) fn quoted_string() -> Rule {
    let qdtext = Class(|byte| is_text(byte) && !b"\"\\".contains(&byte));
    Sequence(vec![
        Text(b"\""),
        any(Either(vec![qdtext, quoted_pair()])),
        Text(b"\""),
    ])
}

/// `comment = "(" *( ctext / quoted-pair / comment ) ")"` (§5.6.5).
pub(super) fn comment() -> Rule {
    let ctext = Class(|byte| is_text(byte) && !b"()\\".contains(&byte));
    Sequence(vec![
        Text(b"("),
        any(Either(vec![ctext, quoted_pair(), Named(comment)])),
        Text(b")"),
    ])
}

/// `token / quoted-string`.
fn value() -> Rule {
    Either(vec![token(), quoted_string()])
}

/// `token "=" value`.
pub(super) fn parameter() -> Rule {
    Sequence(vec![token(), Text(b"="), value()])
}

/// `token [ "=" value ]`.
pub(super) fn parameter_or_name() -> Rule {
    Sequence(vec![token(), optional(Sequence(vec![Text(b"="), value()]))])
}

/// `token [ BWS "=" BWS value ]`.
pub(super) fn parameter_with_whitespace() -> Rule {
    Sequence(vec![
        token(),
        optional(Sequence(vec![ows(), Text(b"="), ows(), value()])),
    ])
}

/// `OWS ";" OWS`.
pub(super) fn semicolon() -> Rule {
    Sequence(vec![ows(), Text(b";"), ows()])
}

/// An element of a list whose elements are known by nothing but their quoted-strings, with the
/// whitespace around.
pub(super) fn element() -> Rule {
    let other = Class(|byte| !b",\"".contains(&byte));
    any(Either(vec![other, quoted_string()]))
}

/// `#rule` as a recipient reads it (§5.6.1.2): `[ rule ] *( OWS "," OWS [ rule ] )`.
///
/// And whitespace around all of it, which is none of the value but has no other meaning.
pub(super) fn list(rule: Rule) -> Rule {
    let comma = Sequence(vec![ows(), Text(b","), ows()]);
    Sequence(vec![
        ows(),
        optional(rule.clone()),
        any(Sequence(vec![comma, optional(rule)])),
        ows(),
    ])
}

/// `HTTP-date` (§5.6.7), in the order imf-fixdate, rfc850, asctime.
pub(super) static DATES: LazyLock<[(&str, Rule); 3]> = LazyLock::new(dates);

fn dates() -> [(&'static str, Rule); 3] {
    let time = || {
        Sequence(vec![
            two_digits(),
            Text(b":"),
            two_digits(),
            Text(b":"),
            two_digits(),
        ])
    };
    let one_of =
        |names: &[&'static str]| Either(names.iter().map(|name| Text(name.as_bytes())).collect());
    let day_name = || one_of(&["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
    let day_name_l = one_of(&[
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ]);
    let month = || {
        one_of(&[
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ])
    };
    let sp = || Text(b" ");
    let four_digits = || Sequence(vec![two_digits(), two_digits()]);
    let date1 = Sequence(vec![two_digits(), sp(), month(), sp(), four_digits()]);
    let date2 = Sequence(vec![
        two_digits(),
        Text(b"-"),
        month(),
        Text(b"-"),
        two_digits(),
    ]);
    let day = Either(vec![two_digits(), Sequence(vec![sp(), digit()])]);
    let date3 = Sequence(vec![month(), sp(), day]);
    [
        (
            "imf-fixdate",
            Sequence(vec![
                day_name(),
                Text(b", "),
                date1,
                sp(),
                time(),
                Text(b" GMT"),
            ]),
        ),
        (
            "rfc850",
            Sequence(vec![
                day_name_l,
                Text(b", "),
                date2,
                sp(),
                time(),
                Text(b" GMT"),
            ]),
        ),
        (
            "asctime",
            Sequence(vec![
                day_name(),
                sp(),
                date3,
                sp(),
                time(),
                sp(),
                four_digits(),
            ]),
        ),
    ]
}

fn digit() -> Rule {
    Class(|byte| byte.is_ascii_digit())
}

fn two_digits() -> Rule {
    Sequence(vec![digit(), digit()])
}

/// `HTAB / SP / VCHAR / obs-text`.
fn is_text(byte: u8) -> bool {
    byte == b'\t' || (byte >= b' ' && byte != 0x7f)
}
