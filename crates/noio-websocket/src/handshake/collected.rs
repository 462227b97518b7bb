//! What the fields of a head say that a handshake is about, found in one pass.

use noio_http_field::{List, Token};

use super::fields::Lines;

/// A field that may be there once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Once<'h> {
    Absent,
    Only(&'h [u8]),
    Repeated,
}

impl<'h> Once<'h> {
    const fn add(&mut self, value: &'h [u8]) {
        *self = match self {
            Self::Absent => Self::Only(value),
            _ => Self::Repeated,
        };
    }

    /// The value, if there is exactly one.
    pub(super) const fn only(self) -> Option<&'h [u8]> {
        match self {
            Self::Only(value) => Some(value),
            _ => None,
        }
    }

    pub(super) const fn is_absent(self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// A field that is a list, in any number of lines, of which one element counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listed {
    /// How many elements there are.
    pub(super) count: usize,
    /// The one that counts is among them.
    pub(super) is_there: bool,
    /// Each element is legal.
    pub(super) is_legal: bool,
}

impl Listed {
    const fn new() -> Self {
        Self {
            count: 0,
            is_there: false,
            is_legal: true,
        }
    }

    fn add(&mut self, value: &[u8], wanted: &[u8], is_legal: impl Fn(&[u8]) -> bool) {
        // What most say, which needs not be taken apart.
        if value.eq_ignore_ascii_case(wanted) {
            self.count = self.count.saturating_add(1);
            self.is_there = true;
            return;
        }
        for element in List::new(value) {
            self.count = self.count.saturating_add(1);
            match element {
                Ok(element) => {
                    self.is_there |= element.eq_ignore_ascii_case(wanted);
                    self.is_legal &= is_legal(element);
                }
                Err(_) => self.is_legal = false,
            }
        }
    }
}

/// What the fields say, not yet judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Collected<'h> {
    pub(super) host: Once<'h>,
    pub(super) origin: Once<'h>,
    pub(super) key: Once<'h>,
    pub(super) accept: Once<'h>,
    pub(super) version: Once<'h>,
    pub(super) protocol: Once<'h>,
    pub(super) content_length: Once<'h>,
    pub(super) has_transfer_encoding: bool,
    pub(super) extensions: Once<'h>,
    /// A field that is about a connection of HTTP/1 (RFC 9113 §8.2.2).
    pub(super) has_connection_specific: bool,
    pub(super) upgrade: Listed,
    pub(super) connection: Listed,
}

impl<'h> Collected<'h> {
    pub(super) const fn new() -> Self {
        Self {
            host: Once::Absent,
            origin: Once::Absent,
            key: Once::Absent,
            accept: Once::Absent,
            version: Once::Absent,
            protocol: Once::Absent,
            content_length: Once::Absent,
            has_transfer_encoding: false,
            extensions: Once::Absent,
            has_connection_specific: false,
            upgrade: Listed::new(),
            connection: Listed::new(),
        }
    }

    /// What is in the field lines at the front of `octets`, and their length with that of the empty
    /// line behind them. None if they are not all legal and whole, or too many.
    pub(super) fn of_lines(octets: &'h [u8], max_count: usize) -> Option<(Self, usize)> {
        let mut collected = Self::new();
        let mut lines = Lines::new(octets);
        let mut count = 0;
        for (name, value) in &mut lines {
            collected.add(name.as_bytes(), value);
            count += 1;
        }
        let rest = lines.rest().strip_prefix(b"\r\n")?;
        (count <= max_count).then_some((collected, octets.len() - rest.len()))
    }

    pub(super) fn of(fields: impl Iterator<Item = (&'h [u8], &'h [u8])>) -> Self {
        let mut collected = Self::new();
        for (name, value) in fields {
            collected.add(name, value);
        }
        collected
    }

    #[inline]
    pub(super) fn add(&mut self, name: &[u8], value: &'h [u8]) {
        let is = |other: &[u8]| name.eq_ignore_ascii_case(other);
        match name.len() {
            // RFC 9113 §8.2.2 leaves this one of it.
            2 if is(b"te") => {
                self.has_connection_specific |= !value.eq_ignore_ascii_case(b"trailers");
            }
            4 if is(b"host") => self.host.add(value),
            6 if is(b"origin") => self.origin.add(value),
            7 if is(b"upgrade") => {
                self.has_connection_specific = true;
                self.upgrade.add(value, b"websocket", is_protocol);
            }
            10 if is(b"connection") => {
                self.has_connection_specific = true;
                self.connection
                    .add(value, b"upgrade", |element| Token::new(element).is_some());
            }
            10 if is(b"keep-alive") => self.has_connection_specific = true,
            14 if is(b"content-length") => self.content_length.add(value),
            14 if is(b"http2-settings") => self.has_connection_specific = true,
            16 if is(b"proxy-connection") => self.has_connection_specific = true,
            17 if is(b"transfer-encoding") => {
                self.has_connection_specific = true;
                self.has_transfer_encoding = true;
            }
            17 if is(b"sec-websocket-key") => self.key.add(value),
            20 if is(b"sec-websocket-accept") => self.accept.add(value),
            21 if is(b"sec-websocket-version") => self.version.add(value),
            22 if is(b"sec-websocket-protocol") => self.protocol.add(value),
            24 if is(b"sec-websocket-extensions") => self.extensions.add(value),
            _ => {}
        }
    }

    /// Whether it is not beyond doubt that there is no content.
    ///
    /// RFC 9110 §8.6 takes `00` for a zero, and lets a recipient take two fields for one. Whoever
    /// reads along may know better, so neither is taken.
    pub(super) fn may_have_content(&self) -> bool {
        self.has_transfer_encoding
            || !matches!(self.content_length, Once::Absent | Once::Only(b"0"))
    }

    /// Whether Connection is a list of tokens (RFC 9110 §7.6.1) with `upgrade` among them.
    pub(super) const fn has_connection_upgrade(&self) -> bool {
        self.connection.is_legal && self.connection.is_there
    }
}

/// `protocol = protocol-name [ "/" protocol-version ]`, both tokens (RFC 9110 §7.8).
fn is_protocol(mut element: &[u8]) -> bool {
    Token::take(&mut element).is_some()
        && match element {
            [] => true,
            [b'/', version @ ..] => Token::new(version).is_some(),
            _ => false,
        }
}
