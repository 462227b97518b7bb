//! The members of a line.

/// A line of a field, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its members but for the empty ones, in order.
    pub members: Vec<Member>,
    /// Where a member may be added: in front, at each comma that is not quoted, and behind, as far
    /// as no quoted-string is broken before.
    pub borders: Vec<usize>,
}

impl Line {
    /// Takes `line` apart at the commas that are not quoted.
    pub fn new(line: &[u8]) -> Self {
        let mut pieces = Vec::new();
        let mut borders = vec![0];
        let mut place = Place::Outside;
        let mut start = 0;
        let mut is_broken = false;
        for (at, &octet) in line.iter().enumerate() {
            place = match (place, octet) {
                (Place::Outside, b',') => {
                    pieces.push((&line[start..at], is_broken));
                    borders.push(at);
                    start = at + 1;
                    is_broken = false;
                    Place::Outside
                }
                (Place::Outside, b'"') => Place::Quoted,
                (Place::Outside, b'\\') => {
                    is_broken = true;
                    Place::Outside
                }
                (Place::Outside, _) => Place::Outside,
                (_, 0..=8 | 10..=31 | 127) => {
                    place = Place::Quoted;
                    break;
                }
                (Place::Quoted, b'"') => Place::Outside,
                (Place::Quoted, b'\\') => Place::Escaped,
                (Place::Quoted | Place::Escaped, _) => Place::Quoted,
            };
        }
        let is_open = place != Place::Outside;
        pieces.push((&line[start..], is_broken || is_open));
        if !is_open {
            borders.push(line.len());
        }
        let members = pieces
            .into_iter()
            .map(|(piece, is_broken)| (trimmed(piece), is_broken))
            .filter(|(piece, _)| !piece.is_empty())
            .map(|(piece, is_broken)| Member {
                written: piece.to_vec(),
                meaning: if is_broken {
                    Meaning::BrokenQuoting
                } else {
                    meaning(piece)
                },
            })
            .collect();
        Self { members, borders }
    }

    /// Whether a member of it has broken quoting.
    pub fn is_broken(&self) -> bool {
        self.members
            .iter()
            .any(|member| member.meaning == Meaning::BrokenQuoting)
    }
}

/// Where an octet stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    Quoted,
    /// Behind a backslash.
    Escaped,
}

/// A member of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// It, as it was written, without whitespace around.
    pub written: Vec<u8>,
    /// What it is.
    pub meaning: Meaning,
}

/// What a member is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "tests match them, and there is no fourth"
)]
pub enum Meaning {
    /// `token [ "=" ( token / quoted-string ) ]`.
    Directive {
        /// The name, as it was written.
        name: Vec<u8>,
        /// What is behind the equals sign.
        argument: Option<Argument>,
    },
    /// Something else.
    Malformed,
    /// Something else because of its quotes or backslashes.
    BrokenQuoting,
}

/// What a directive says behind its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Without quotes and backslashes.
    pub value: Vec<u8>,
    /// Whether there were backslashes.
    pub has_backslash: bool,
}

/// What a member without broken quoting is.
fn meaning(member: &[u8]) -> Meaning {
    let (name, argument) = match member.iter().position(|&octet| octet == b'=') {
        None => (member, Some(None)),
        Some(at) => (&member[..at], argument(&member[at + 1..]).map(Some)),
    };
    match argument {
        Some(argument) if is_token(name) => Meaning::Directive {
            name: name.to_vec(),
            argument,
        },
        _ => Meaning::Malformed,
    }
}

/// `token / quoted-string`, without control octets, which were looked for before.
fn argument(written: &[u8]) -> Option<Argument> {
    if is_token(written) {
        return Some(Argument {
            value: written.to_vec(),
            has_backslash: false,
        });
    }
    let mut inside = written.strip_prefix(b"\"")?.iter();
    let mut value = Vec::new();
    let mut has_backslash = false;
    loop {
        match inside.next()? {
            b'"' => break,
            b'\\' => {
                has_backslash = true;
                value.push(*inside.next()?);
            }
            octet => value.push(*octet),
        }
    }
    inside.next().is_none().then_some(Argument {
        value,
        has_backslash,
    })
}

/// `token = 1*tchar` (RFC 9110 §5.6.2).
pub fn is_token(octets: &[u8]) -> bool {
    !octets.is_empty() && octets.iter().copied().all(is_tchar)
}

/// `tchar` (RFC 9110 §5.6.2).
pub(super) fn is_tchar(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&octet)
}

/// Without the SP and HTAB around.
pub(super) fn trimmed(mut octets: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = octets {
        octets = rest;
    }
    octets
}
