//! The members of a field, as the standard has them and as the peers cut them.

use super::class::{Class, Classes, Peer};

/// A directive, or what a peer takes for one.
pub struct Directive<'a> {
    pub name: &'a [u8],
    pub argument: Option<Argument<'a>>,
}

/// What is behind the `=`.
pub struct Argument<'a> {
    /// As it is written.
    pub raw: &'a [u8],
    /// Without quotes.
    pub value: Vec<u8>,
    pub is_quoted: bool,
}

impl<'a> Directive<'a> {
    /// `token [ "=" ( token / quoted-string ) ]` (RFC 9111 §5.2).
    pub fn parse(member: &'a [u8]) -> Option<Self> {
        let (name, raw) = split_once(member, b'=');
        if name.is_empty() || !name.iter().copied().all(is_tchar) {
            return None;
        }
        let argument = match raw {
            None => None,
            Some([b'"', raw @ ..]) => Some(Argument {
                raw: &member[name.len() + 1..],
                value: unescape(raw)?,
                is_quoted: true,
            }),
            Some(raw) if !raw.is_empty() && raw.iter().copied().all(is_tchar) => Some(Argument {
                raw,
                value: raw.to_vec(),
                is_quoted: false,
            }),
            Some(_) => return None,
        };
        Some(Self { name, argument })
    }

    /// As the peer cuts whatever there is. None where it sees nothing.
    pub fn cut(member: &'a [u8], peer: Peer) -> Option<Self> {
        let (mut name, mut raw) = split_once(member, b'=');
        match peer {
            Peer::Headers | Peer::Undici => {}
            Peer::CacheControl => {
                raw = raw.map(|raw| trim_text(split_once(raw, b'=').0));
                name = trim_text(name);
            }
            Peer::Semantics => {
                raw = raw.map(trim_ows);
                name = trim_ows(name);
            }
        }
        let argument = raw.map(|raw| {
            let value = trim_quotes(raw);
            Argument {
                raw,
                value: value.to_vec(),
                is_quoted: value.len() < raw.len(),
            }
        });
        Some(Self { name, argument })
    }

    /// Whether the argument is a list of field names, with one at least.
    pub fn fields(&self, empty_is_bad: bool) -> bool {
        let Some(argument) = &self.argument else {
            return false;
        };
        let mut names = argument
            .value
            .split(|&octet| octet == b',')
            .map(trim_ows)
            .filter(|name| empty_is_bad || !name.is_empty())
            .peekable();
        names.peek().is_some()
            && names.all(|name| !name.is_empty() && name.iter().copied().all(is_tchar))
            && !argument.raw.contains(&b'\\')
    }
}

/// The text of a quoted-string behind its opening quote, if it ends where the bytes do.
fn unescape(raw: &[u8]) -> Option<Vec<u8>> {
    let mut value = Vec::new();
    let mut octets = raw.iter().copied();
    loop {
        match octets.next()? {
            b'"' => return octets.next().is_none().then_some(value),
            b'\\' => value.push(octets.next()?),
            octet => value.push(octet),
        }
    }
}

/// `delta-seconds = 1*DIGIT` (RFC 9111 §1.2.2).
pub fn number(bytes: &[u8], classes: Classes) -> Option<u64> {
    let digits = match bytes {
        [b'+', digits @ ..] if classes.has(Class::PlusSign) => digits,
        digits => digits,
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = digits.iter().fold(0_u128, |number, digit| {
        number
            .saturating_mul(10)
            .saturating_add((digit - b'0').into())
    });
    let number = match u64::try_from(number) {
        Ok(number) => number,
        Err(_) if classes.has(Class::OverflowIsBad) => return None,
        Err(_) => u64::MAX,
    };
    Some(if classes.has(Class::NotClamped) {
        number
    } else if classes.has(Class::ClampedBelow) {
        number.min((1 << 31) - 1)
    } else {
        number.min(1 << 31)
    })
}

/// Without spaces and tabs around it.
pub fn trim_ows(bytes: &[u8]) -> &[u8] {
    let is_text = |octet: &u8| !matches!(octet, b' ' | b'\t');
    let start = bytes.iter().position(is_text).unwrap_or(bytes.len());
    let end = bytes
        .iter()
        .rposition(is_text)
        .map_or(start, |last| last + 1);
    &bytes[start..end]
}

/// Without the whitespace of Unicode around it.
fn trim_text(bytes: &[u8]) -> &[u8] {
    str::from_utf8(bytes).map_or(bytes, |text| text.trim().as_bytes())
}

fn trim_quotes(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|&octet| octet != b'"');
    let start = start.unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|&octet| octet != b'"');
    &bytes[start..end.map_or(start, |last| last + 1)]
}

fn split_once(bytes: &[u8], separator: u8) -> (&[u8], Option<&[u8]>) {
    let mut parts = bytes.splitn(2, |&octet| octet == separator);
    (parts.next().unwrap_or_default(), parts.next())
}

/// RFC 9110 §5.6.2.
pub const fn is_tchar(octet: u8) -> bool {
    octet.is_ascii_alphanumeric()
        || matches!(
            octet,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        )
}
