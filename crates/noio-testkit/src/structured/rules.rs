//! The ABNF of RFC 9651 §3, with the limits that §3 gives in words, for a matcher that tries
//! everything.

use crate::http_field::grammar::{Rule, any, optional, some};

/// A field that is a Dictionary or a List of such members, of which this is one line of several or
/// the only one (§4.2).
///
/// The tabs behind the last member are not in the ABNF, but §4.2.1 and §4.2.2 take them.
pub fn line(member: Rule, is_first: bool, is_only: bool) -> Rule {
    let space = if is_first { any(sp()) } else { ows() };
    let more = any(sequence([ows(), text(b","), ows(), member.clone()]));
    let members = sequence([space.clone(), member, more, ows()]);
    if is_only {
        either([members, space])
    } else {
        members
    }
}

/// A field that is an Item (§4.2).
pub fn item_field() -> Rule {
    sequence([any(sp()), item(), any(sp())])
}

/// `dict-member = member-key ( parameters / ( "=" member-value ))` (§3.2)
pub fn dict_member() -> Rule {
    let value = sequence([text(b"="), list_member()]);
    sequence([key(), either([parameters(), value])])
}

/// `list-member = sf-item / inner-list` (§3.1)
pub fn list_member() -> Rule {
    either([item(), inner_list()])
}

/// `inner-list = "(" *SP [ sf-item *( 1*SP sf-item ) *SP ] ")" parameters` (§3.1.1)
pub fn inner_list() -> Rule {
    let more = any(sequence([some(sp()), item()]));
    let items = optional(sequence([item(), more, any(sp())]));
    sequence([text(b"("), any(sp()), items, text(b")"), parameters()])
}

/// `parameters = *( ";" *SP parameter )`, `parameter = param-key [ "=" param-value ]` (§3.1.2)
pub fn parameters() -> Rule {
    let value = optional(sequence([text(b"="), bare_item()]));
    any(sequence([text(b";"), any(sp()), key(), value]))
}

/// `key = ( lcalpha / "*" ) *( lcalpha / DIGIT / "_" / "-" / "." / "*" )` (§3.1.2)
pub fn key() -> Rule {
    sequence([
        Rule::Class(|byte| matches!(byte, b'a'..=b'z' | b'*')),
        any(Rule::Class(
            |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.' | b'*'),
        )),
    ])
}

/// `sf-item = bare-item parameters` (§3.3)
pub fn item() -> Rule {
    sequence([bare_item(), parameters()])
}

/// `bare-item` (§3.3)
pub fn bare_item() -> Rule {
    either([
        integer(),
        decimal(),
        string(),
        token(),
        binary(),
        boolean(),
        date(),
        display_string(),
    ])
}

/// `sf-integer = ["-"] 1*15DIGIT` (§3.3.1)
pub fn integer() -> Rule {
    sequence([optional(text(b"-")), digits(15)])
}

/// `sf-decimal = ["-"] 1*12DIGIT "." 1*3DIGIT` (§3.3.2)
pub fn decimal() -> Rule {
    sequence([optional(text(b"-")), digits(12), text(b"."), digits(3)])
}

/// `sf-string = DQUOTE *( unescaped / "%" / bs-escaped ) DQUOTE` (§3.3.3)
pub fn string() -> Rule {
    let unescaped = Rule::Class(|byte| matches!(byte, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e));
    let escaped = sequence([text(b"\\"), either([text(b"\""), text(b"\\")])]);
    sequence([text(b"\""), any(either([unescaped, escaped])), text(b"\"")])
}

/// `sf-token = ( ALPHA / "*" ) *( tchar / ":" / "/" )` (§3.3.4)
pub fn token() -> Rule {
    sequence([
        Rule::Class(|byte| byte.is_ascii_alphabetic() || byte == b'*'),
        any(Rule::Class(|byte| {
            byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:/".contains(&byte)
        })),
    ])
}

/// `sf-binary = ":" base64 ":"` (§3.3.5), where base64 is what can be decoded (§4.2.7): groups of
/// four, and a last one of two or three, with as much padding as there is room for, or less.
pub fn binary() -> Rule {
    let char = || Rule::Class(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte));
    let padding = || optional(text(b"="));
    let last = either([
        text(b""),
        sequence([char(), char(), padding(), padding()]),
        sequence([char(), char(), char(), padding()]),
    ]);
    let groups = any(sequence([char(), char(), char(), char()]));
    sequence([text(b":"), groups, last, text(b":")])
}

/// `sf-boolean = "?" boolean`, `boolean = "0" / "1"` (§3.3.6)
pub fn boolean() -> Rule {
    sequence([text(b"?"), either([text(b"0"), text(b"1")])])
}

/// `sf-date = "@" sf-integer` (§3.3.7)
pub fn date() -> Rule {
    sequence([text(b"@"), integer()])
}

/// `sf-displaystring = "%" DQUOTE *( unescaped / "\" / pct-encoded ) DQUOTE` (§3.3.8), where what is
/// percent-encoded is UTF-8 as RFC 3629 §4 has it.
pub fn display_string() -> Rule {
    let unescaped = Rule::Class(|byte| matches!(byte, 0x20..=0x7e) && !b"\"%".contains(&byte));
    let hex = || Rule::Class(|byte| b"0123456789abcdef".contains(&byte));
    let byte = |high: fn(u8) -> bool, low: Rule| sequence([text(b"%"), Rule::Class(high), low]);
    let tail = || byte(|high| b"89ab".contains(&high), hex());
    let character = either([
        byte(|high| b"01234567".contains(&high), hex()),
        sequence([
            either([
                byte(
                    |high| high == b'c',
                    Rule::Class(|low| b"23456789abcdef".contains(&low)),
                ),
                byte(|high| high == b'd', hex()),
            ]),
            tail(),
        ]),
        sequence([
            either([
                sequence([text(b"%e0"), byte(|high| b"ab".contains(&high), hex())]),
                sequence([
                    text(b"%e"),
                    Rule::Class(|low| b"123456789abcef".contains(&low)),
                    tail(),
                ]),
                sequence([text(b"%ed"), byte(|high| b"89".contains(&high), hex())]),
            ]),
            tail(),
        ]),
        sequence([
            either([
                sequence([text(b"%f0"), byte(|high| b"9ab".contains(&high), hex())]),
                sequence([
                    text(b"%f"),
                    Rule::Class(|low| b"123".contains(&low)),
                    tail(),
                ]),
                sequence([text(b"%f4"), byte(|high| high == b'8', hex())]),
            ]),
            tail(),
            tail(),
        ]),
    ]);
    sequence([
        text(b"%\""),
        any(either([unescaped, character])),
        text(b"\""),
    ])
}

/// `1*nDIGIT`
fn digits(max: usize) -> Rule {
    let digit = || Rule::Class(|byte| byte.is_ascii_digit());
    let more = vec![optional(digit()); max - 1];
    sequence([digit(), Rule::Sequence(more)])
}

fn sp() -> Rule {
    text(b" ")
}

fn ows() -> Rule {
    any(Rule::Class(|byte| matches!(byte, b' ' | b'\t')))
}

fn text(text: &'static [u8]) -> Rule {
    Rule::Text(text)
}

fn sequence<const N: usize>(rules: [Rule; N]) -> Rule {
    Rule::Sequence(rules.into())
}

fn either<const N: usize>(rules: [Rule; N]) -> Rule {
    Rule::Either(rules.into())
}
