//! A head in a capture.

use crate::{
    failure::Failure,
    head::{self, Fault, Head, Side},
    source::Source,
};

/// A head as it came, and perhaps what follows it.
pub(crate) struct Captured {
    side: Side,
    /// How many bytes came before it.
    pub(crate) begins_at: u64,
    bytes: Vec<u8>,
    /// How many bytes of `bytes` did not come.
    added: u64,
}

impl Captured {
    /// Reads up to the end of the first head that is no interim one, or cannot be read:
    /// [`parse`](Self::parse) tells.
    pub(crate) fn read(
        side: Side,
        allow_bare_lf: bool,
        source: &mut Source,
    ) -> Result<Self, Failure> {
        let (mut begins_at, mut bytes) = (0, head::read(source)?);
        loop {
            let captured = Self::new(side, begins_at, bytes);
            match captured.parse(allow_bare_lf) {
                Ok(head) if head.is_interim() => (begins_at, bytes) = captured.behind(&head),
                _ => return Ok(captured),
            }
            bytes = head::read_on(bytes, source)?;
        }
    }

    /// A client that prints the head of a response in HTTP/2 or HTTP/3, as curl does, gives it the
    /// shape of HTTP/1.1 but for the version. Such a head is read as one of HTTP/1.1.
    fn new(side: Side, begins_at: u64, bytes: Vec<u8>) -> Self {
        const OTHERS: [&[u8]; 2] = [b"HTTP/2 ", b"HTTP/3 "];
        let other = OTHERS.iter().find_map(|start| bytes.strip_prefix(*start));
        match other {
            Some(rest) if side == Side::Response => Self {
                side,
                begins_at,
                bytes: [b"HTTP/1.1 ", rest].concat(),
                added: 2,
            },
            _ => Self {
                side,
                begins_at,
                bytes,
                added: 0,
            },
        }
    }

    pub(crate) fn parse(&self, allow_bare_lf: bool) -> Result<Head<'_>, Fault> {
        Head::parse(self.side, &self.bytes, allow_bare_lf).map_err(|fault| Fault {
            offset: self.offset_of(fault.offset),
            ..fault
        })
    }

    /// Where a byte of the head is in the capture.
    pub(crate) fn offset_of(&self, offset: u64) -> u64 {
        self.begins_at + offset.saturating_sub(self.added)
    }

    /// What came behind the head, and where that begins.
    fn behind(&self, head: &Head<'_>) -> (u64, Vec<u8>) {
        let len = usize::try_from(head.len).unwrap_or(usize::MAX);
        let behind = self.bytes.get(len..).unwrap_or_default();
        (self.offset_of(head.len), behind.to_vec())
    }
}
