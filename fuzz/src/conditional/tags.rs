//! Lists of entity tags (RFC 9110 §8.8.3, §13.1.1 and §13.1.2), as the standard has them and as the
//! peers cut them.

/// An entity tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    pub is_weak: bool,
    pub opaque: &'a [u8],
}

impl<'a> Tag<'a> {
    /// `[ "W/" ] DQUOTE *etagc DQUOTE`, and nothing else.
    pub fn parse(text: &'a [u8]) -> Option<Self> {
        let (is_weak, quoted) = match text.strip_prefix(b"W/") {
            Some(quoted) => (true, quoted),
            None => (false, text),
        };
        let opaque = quoted.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
        let is_etagc = |&octet: &u8| octet > b' ' && octet != b'"' && octet != 0x7f;
        opaque
            .iter()
            .all(is_etagc)
            .then_some(Self { is_weak, opaque })
    }

    pub fn weak_eq(self, other: Tag<'_>) -> bool {
        self.opaque == other.opaque
    }

    pub fn strong_eq(self, other: Tag<'_>) -> bool {
        !self.is_weak && !other.is_weak && self.opaque == other.opaque
    }
}

/// The members of a line, without the whitespace around them and without empty ones.
///
/// A comma in a tag ends nothing, one in anything else does.
pub fn members(line: &[u8]) -> Vec<&[u8]> {
    let mut members = Vec::new();
    let mut rest = line;
    loop {
        let commas = rest.iter().enumerate().filter(|(_, octet)| **octet == b',');
        let ends: Vec<_> = commas.map(|(at, _)| at).chain([rest.len()]).collect();
        // The first end with a tag before it, if there is one.
        let is_tag = |&end: &usize| Tag::parse(trim_ows(&rest[..end])).is_some();
        let end = ends.iter().copied().find(is_tag).unwrap_or(ends[0]);
        let member = trim_ows(&rest[..end]);
        if !member.is_empty() {
            members.push(member);
        }
        match rest.get(end + 1..) {
            Some(behind) => rest = behind,
            None => return members,
        }
    }
}

/// The members of a line for those to whom every quote opens or closes something.
pub fn between_unquoted_commas(line: &[u8]) -> Vec<&[u8]> {
    let mut is_quoted = false;
    line.split(|&octet| {
        is_quoted ^= octet == b'"';
        octet == b',' && !is_quoted
    })
    .map(trim_ows)
    .filter(|member| !member.is_empty())
    .collect()
}

/// Tags one behind the other, each with a comma or without, and whether there is anything else.
pub fn run(line: &[u8]) -> (Vec<&[u8]>, bool) {
    let mut tags = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let prefix = if rest.starts_with(b"W/\"") { 3 } else { 1 };
        let quote = rest.iter().skip(prefix).position(|&octet| octet == b'"');
        let is_quoted = prefix == 3 || rest.starts_with(b"\"");
        let Some(len) = quote.filter(|_| is_quoted).map(|len| prefix + len + 1) else {
            return (tags, true);
        };
        tags.push(&rest[..len]);
        rest = &rest[len..];
        if let Some(behind) = rest.strip_prefix(b",") {
            let is_text = |octet: &u8| !matches!(octet, b' ' | b'\t');
            let start = behind.iter().position(is_text).unwrap_or(behind.len());
            rest = &behind[start..];
        }
    }
    (tags, false)
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
