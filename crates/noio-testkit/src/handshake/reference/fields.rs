//! Fields, and the lists in them (RFC 9110 §5.3 and §5.6.1, RFC 6455 §9.1).

use super::{Extension, grammar};

/// Names and values, in their order. Values have no whitespace around them.
#[derive(Default)]
pub(super) struct Fields<'b> {
    lines: Vec<(&'b str, &'b [u8])>,
}

impl<'b> Fields<'b> {
    pub(super) fn of(lines: &[(&'b str, &'b [u8])]) -> Self {
        Self {
            lines: lines.to_vec(),
        }
    }

    pub(super) fn push(&mut self, name: &'b str, value: &'b [u8]) {
        self.lines.push((name, value));
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'b str, &'b [u8])> {
        self.lines.iter().copied()
    }

    /// The values of this name, in any case of its letters.
    pub(super) fn values(&self, name: &str) -> Vec<&'b [u8]> {
        self.iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .collect()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        !self.values(name).is_empty()
    }

    /// The value of this name, if there is one and no more.
    pub(super) fn only(&self, name: &str) -> Option<&'b [u8]> {
        match *self.values(name) {
            [value] => Some(value),
            _ => None,
        }
    }

    /// The elements of a list that has no quotes in it: all lines are one list, and empty elements
    /// are none (RFC 9110 §5.6.1.2).
    pub(super) fn list(&self, name: &str) -> Vec<&'b [u8]> {
        self.values(name)
            .into_iter()
            .flat_map(|line| line.split(|&octet| octet == b','))
            .map(grammar::trim)
            .filter(|element| !element.is_empty())
            .collect()
    }

    /// The tokens of a list, of which some may be none.
    pub(super) fn tokens(&self, name: &str) -> Vec<Option<&'b str>> {
        self.list(name).into_iter().map(grammar::token).collect()
    }

    /// Whether a Content-Length or Transfer-Encoding leaves a doubt that there is no content.
    pub(super) fn may_have_content(&self) -> bool {
        self.has("transfer-encoding")
            || self.has("content-length") && self.only("content-length") != Some(b"0")
    }

    /// Whether Connection is a list of tokens and says `upgrade`.
    pub(super) fn has_connection_upgrade(&self) -> bool {
        let tokens = self.tokens("connection");
        tokens.iter().all(Option::is_some)
            && tokens
                .iter()
                .flatten()
                .any(|token| token.eq_ignore_ascii_case("upgrade"))
    }

    /// The protocols in Upgrade (RFC 9110 §7.8), if all of them are such.
    pub(super) fn upgrades(&self) -> Option<Vec<&'b str>> {
        self.list("upgrade").into_iter().map(protocol).collect()
    }

    /// The extensions, of which there must be one where there is the field (RFC 6455 §9.1).
    pub(super) fn extensions(&self) -> Option<Vec<Extension>> {
        let lines = self.values("sec-websocket-extensions");
        let mut extensions = Vec::new();
        for line in &lines {
            extensions_of(line, &mut extensions)?;
        }
        (lines.is_empty() || !extensions.is_empty()).then_some(extensions)
    }
}

/// `protocol = protocol-name [ "/" protocol-version ]`.
fn protocol(element: &[u8]) -> Option<&str> {
    let text = str::from_utf8(element).ok()?;
    let mut parts = text.splitn(2, '/');
    parts
        .all(|part| grammar::token(part.as_bytes()).is_some())
        .then_some(text)
}

/// The extensions of one line.
pub(super) fn extensions_of(line: &[u8], extensions: &mut Vec<Extension>) -> Option<()> {
    let mut rest = line;
    loop {
        skip(&mut rest, |octet| b" \t,".contains(&octet));
        if rest.is_empty() {
            return Some(());
        }
        extensions.push(extension(&mut rest)?);
        skip(&mut rest, is_ows);
        if !matches!(rest, [] | [b',', ..]) {
            return None;
        }
    }
}

/// `extension-token *( ";" extension-param )`.
fn extension(rest: &mut &[u8]) -> Option<Extension> {
    let name = take_token(rest)?;
    let mut parameters = Vec::new();
    while take_behind_ows(rest, b';') {
        skip(rest, is_ows);
        let name = take_token(rest)?.into_bytes();
        let value = if take_behind_ows(rest, b'=') {
            skip(rest, is_ows);
            Some(take_value(rest)?)
        } else {
            None
        };
        parameters.push((name, value));
    }
    Some(Extension { name, parameters })
}

/// `token / quoted-string`, of which the latter has a token in it.
fn take_value(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let Some(mut quoted) = rest.strip_prefix(b"\"") else {
        return take_token(rest).map(String::into_bytes);
    };
    let mut value = Vec::new();
    loop {
        match quoted {
            [b'"', behind @ ..] => {
                *rest = behind;
                return grammar::token(&value).is_some().then_some(value);
            }
            [b'\\', octet, behind @ ..] | [octet, behind @ ..] => {
                value.push(*octet);
                quoted = behind;
            }
            [] => return None,
        }
    }
}

fn take_token(rest: &mut &[u8]) -> Option<String> {
    let start = *rest;
    skip(rest, grammar::is_tchar);
    let token = &start[..start.len() - rest.len()];
    grammar::token(token).map(str::to_owned)
}

/// Takes this octet and the whitespace before it, or nothing.
fn take_behind_ows(rest: &mut &[u8], octet: u8) -> bool {
    let mut behind = *rest;
    skip(&mut behind, is_ows);
    match behind.strip_prefix(&[octet]) {
        Some(behind) => {
            *rest = behind;
            true
        }
        None => false,
    }
}

fn is_ows(octet: u8) -> bool {
    b" \t".contains(&octet)
}

fn skip(rest: &mut &[u8], class: impl Fn(u8) -> bool) {
    while let [octet, behind @ ..] = *rest
        && class(*octet)
    {
        *rest = behind;
    }
}
