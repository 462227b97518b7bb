//! Cache-Control as the standard has it, but for some classes of differences.
//!
//! Without any it is ours, and with all that are listed for a peer it is that peer. The fuzz target
//! holds it against both, so that no difference can hide behind another.

use super::{
    class::{Class, Classes, Peer},
    directive::{Directive, is_tchar, number, trim_ows},
    reading::{Name, Reading, Said},
};

/// A field that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub reading: Reading,
    /// What is there in its legal form, and so permits what it permits.
    permits: [bool; Name::ALL.len()],
    /// One bad number has lost all of it.
    pub is_lost: bool,
}

impl Field {
    pub const fn permits(&self, name: Name) -> bool {
        self.permits[name as usize]
    }

    /// Reads a field as `peer` does in `classes`, and as the standard has it in the others.
    pub fn read(lines: &[&[u8]], peer: Peer, classes: Classes) -> Self {
        let mut reader = Reader {
            peer,
            classes,
            field: Self {
                reading: Reading::default(),
                permits: [false; _],
                is_lost: false,
            },
            arguments: Vec::new(),
            has_conflict: false,
            erased: [false; _],
            is_broken: false,
        };
        for line in lines {
            reader.read_line(line);
        }
        if reader.is_broken {
            reader.revoke();
        }
        if reader.has_conflict && classes.has(Class::ConflictPermits) {
            reader.add(Name::MustRevalidate);
        }
        reader.field
    }

    /// What a caller of the peer gets.
    pub const fn outcome(&self) -> Option<Reading> {
        if self.is_lost {
            None
        } else {
            Some(self.reading)
        }
    }
}

struct Reader {
    peer: Peer,
    classes: Classes,
    field: Field,
    /// Every name with its first argument, as it is compared.
    arguments: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    has_conflict: bool,
    erased: [bool; Name::ALL.len()],
    /// The quotes of a line are out of order, of this one or of one before.
    is_broken: bool,
}

impl Reader {
    fn has(&self, class: Class) -> bool {
        self.classes.has(class)
    }

    fn read_line(&mut self, line: &[u8]) {
        if self.has(Class::LineDropped) && !line.is_ascii() {
            return;
        }
        let (members, is_broken) = self.members(line);
        // Who joins the lines finds the open quote go on in those behind it.
        self.is_broken |= is_broken && !self.has(Class::QuoteNotClosed);
        if self.is_broken {
            return self.add_words(line);
        }
        for member in members {
            let has_space_behind = member.ends_with(b" ") || member.ends_with(b"\t");
            let member = trim_ows(member);
            if member.is_empty() {
                continue;
            }
            let directive = if self.has(Class::GrammarUnchecked) {
                Directive::cut(member, self.peer)
            } else {
                Directive::parse(member)
            };
            match directive {
                Some(directive) => self.add_directive(&directive, has_space_behind),
                None => self.add_words(member),
            }
        }
    }

    /// The members of a line, and whether its quotes are out of order.
    fn members<'a>(&self, line: &'a [u8]) -> (Vec<&'a [u8]>, bool) {
        if self.has(Class::QuotesUnread) {
            return (line.split(|&octet| octet == b',').collect(), false);
        }
        let mut members = Vec::new();
        let (mut start, mut position) = (0, 0);
        let (mut is_quoted, mut is_broken) = (false, false);
        while let Some(&octet) = line.get(position) {
            match octet {
                b'"' => is_quoted = !is_quoted,
                b'\\' if !is_quoted => is_broken = true,
                b'\\' if !self.has(Class::NoEscapes) => position += 1,
                b',' if !is_quoted => {
                    members.push(&line[start..position]);
                    start = position + 1;
                }
                _ => {}
            }
            position += 1;
        }
        members.push(&line[start..]);
        (members, is_broken || is_quoted)
    }

    fn name(&self, bytes: &[u8]) -> Option<Name> {
        Name::ALL.into_iter().find(|name| {
            let known = name.as_str().as_bytes();
            if self.has(Class::CaseSensitive) {
                bytes == known
            } else {
                bytes.eq_ignore_ascii_case(known)
            }
        })
    }

    fn is_known(&self, name: Name) -> bool {
        let unknown: &[Name] = match self.peer {
            Peer::Headers => &[Name::StaleWhileRevalidate, Name::StaleIfError],
            Peer::CacheControl => &[
                Name::MustUnderstand,
                Name::SMaxage,
                Name::StaleWhileRevalidate,
                Name::StaleIfError,
            ],
            Peer::Semantics => &[Name::MustUnderstand],
            Peer::Undici => &[],
        };
        !self.has(Class::FewerDirectives) || !unknown.contains(&name)
    }

    fn add_directive(&mut self, directive: &Directive<'_>, has_space_behind: bool) {
        self.note_conflict(directive);
        let Some(name) = self
            .name(directive.name)
            .filter(|name| self.is_known(*name))
        else {
            return;
        };
        if name.is_number() {
            let is_bad = has_space_behind && self.has(Class::SpaceBehindIsBad);
            return self.add_number(name, directive, is_bad);
        }
        let has_argument = directive.argument.is_some();
        if has_argument && self.has(Class::ArgumentHides) {
            return;
        }
        let is_erasable = !matches!(name, Name::NoCache | Name::Private | Name::NoStore);
        if is_erasable && self.has(Class::ArgumentErases) {
            self.erased[name as usize] |= has_argument;
            if self.erased[name as usize] {
                self.field.reading.set(name, Said::Nothing);
                self.field.permits[name as usize] = false;
                return;
            }
        }
        match name {
            Name::NoCache | Name::Private => {
                let ignored = self.has(Class::FieldsIgnored);
                let fields = directive.fields(self.has(Class::EmptyNameIsBad));
                if !has_argument || ignored {
                    self.add(name);
                } else if fields {
                    // With a list, `private` permits nothing (RFC 9111 §5.2.2.7).
                    if self.field.reading.said(name) != Said::Yes {
                        self.set(name, Said::Fields);
                    }
                } else {
                    self.set(name, Said::Yes);
                }
            }
            _ if !has_argument || self.has(Class::ArgumentIgnored) => self.add(name),
            // What permits does not with an argument, and what restricts does.
            Name::Public | Name::Immutable => {}
            _ => self.set(name, Said::Yes),
        }
    }

    fn add_number(&mut self, name: Name, directive: &Directive<'_>, is_bad: bool) {
        let said = match &directive.argument {
            None if self.has(Class::BareNumberHides) => return,
            None if self.has(Class::BareNumberSkipped) => Said::Yes,
            None if name == Name::MaxStale && !self.has(Class::BareMaxStaleIsBad) => Said::Yes,
            None => Said::Invalid,
            Some(_) if is_bad => Said::Invalid,
            Some(argument) if argument.raw.is_empty() && self.has(Class::BareNumberHides) => return,
            Some(argument) if argument.is_quoted && self.has(Class::QuotedNumberIsBad) => {
                Said::Invalid
            }
            Some(argument) => match number(&argument.value, self.classes) {
                Some(seconds) => Said::Seconds(seconds),
                None => Said::Invalid,
            },
        };
        if said == Said::Invalid && self.has(Class::BadNumberLosesAll) {
            self.field.is_lost = true;
        }
        let counts = match (self.field.reading.said(name), said) {
            (Said::Nothing, _) => true,
            _ if self.has(Class::LastCounts) => true,
            _ if !self.has(Class::StrictestCounts) => false,
            (Said::Seconds(first), Said::Seconds(seconds)) if name == Name::MinFresh => {
                first < seconds
            }
            (Said::Seconds(first), Said::Seconds(seconds)) => first > seconds,
            _ => said == Said::Invalid,
        };
        if counts {
            self.set(name, said);
        }
    }

    /// What restricts, by the words in what is malformed.
    fn add_words(&mut self, malformed: &[u8]) {
        for word in malformed.split(|&octet| !is_tchar(octet)) {
            match self.name(word).filter(|name| self.is_known(*name)) {
                None | Some(Name::Public | Name::Immutable) => {}
                Some(name) if name.is_number() => {
                    if self.has(Class::BadNumberLosesAll) {
                        self.field.is_lost = true;
                    }
                    if !self.field.reading.says(name) {
                        self.set(name, Said::Invalid);
                    }
                }
                Some(name) => self.set(name, Said::Yes),
            }
        }
    }

    /// Leaves restrictions alone, of every line: nobody can tell what is quoted.
    fn revoke(&mut self) {
        self.field.permits = [false; _];
        for name in Name::ALL {
            let said = match self.field.reading.said(name) {
                Said::Nothing => continue,
                _ if matches!(name, Name::Public | Name::Immutable) => Said::Nothing,
                _ if name.is_number() => Said::Invalid,
                _ => Said::Yes,
            };
            self.field.reading.set(name, said);
        }
    }

    /// A directive in its legal form, or in what passes for it.
    fn add(&mut self, name: Name) {
        self.set(name, Said::Yes);
        self.field.permits[name as usize] = true;
    }

    fn set(&mut self, name: Name, said: Said) {
        const FOUR: [Name; 4] = [
            Name::Public,
            Name::Private,
            Name::NoCache,
            Name::OnlyIfCached,
        ];
        if self.has(Class::OneOfFour) && FOUR.contains(&name) {
            for other in FOUR {
                self.field.reading.set(other, Said::Nothing);
            }
        }
        self.field.reading.set(name, said);
    }

    /// The first argument of a name is compared without its quotes, the others with them.
    fn note_conflict(&mut self, directive: &Directive<'_>) {
        if directive.name.is_empty() {
            return;
        }
        let mut name = directive.name.to_vec();
        if !self.has(Class::CaseSensitive) {
            name.make_ascii_lowercase();
        }
        let argument = directive.argument.as_ref();
        let raw = argument.map(|argument| argument.raw.to_vec());
        match self.arguments.iter().find(|(other, _)| *other == name) {
            Some((_, first)) => self.has_conflict |= *first != raw,
            None => {
                let value = argument.map(|argument| argument.value.clone());
                self.arguments.push((name, value));
            }
        }
    }
}
