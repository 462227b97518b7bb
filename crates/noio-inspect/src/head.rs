//! The head of a message, read and parsed without leniencies.

use std::io::{self, Write};

use httparse::{EMPTY_HEADER, Error, Header, ParserConfig, Request, Response};
use noio_chunked::framing::Version;

use crate::{
    failure::{Broken, Failure, kebab_case},
    source::Source,
};

/// The longest head, in bytes. Servers take 8 to 64 KiB.
const MAX_HEAD_LEN: usize = 64 * 1024;

/// A head that can be read.
#[derive(Debug)]
pub(crate) struct Head<'a> {
    /// What its first line says.
    pub(crate) start: Start<'a>,
    pub(crate) version: Version,
    pub(crate) fields: Vec<Field<'a>>,
    /// Where the body begins.
    pub(crate) len: u64,
}

/// Which message a head is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Request,
    Response,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start<'a> {
    /// With its method.
    Request(&'a str),
    /// With its status code.
    Response(u16),
}

#[derive(Debug)]
pub(crate) struct Field<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a [u8],
    /// Where the value begins in the head.
    pub(crate) value_offset: u64,
}

/// Why a head cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    /// The first byte that cannot stand there; of a head cut short, its length.
    pub(crate) offset: u64,
    pub(crate) message: String,
}

impl Fault {
    /// What a run ends with that cannot read its head.
    pub(crate) fn show(self, is_json: bool, out: &mut impl Write) -> io::Result<Failure> {
        let broken = Broken {
            kind: &kebab_case(&self.kind),
            offset: self.offset,
            message: &format!("{} at byte {}", self.message, self.offset),
            hint: "",
            close_code: None,
            status: None,
        };
        broken.show(is_json, out)
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    InvalidHead,
    HeadTooLong,
    Truncated,
}

/// Reads a head with the empty line at its end, or what there is of it. What follows the head may
/// be there, too.
///
/// A line end is a LF here, with a CR before it or not: which is right is for the parser to say.
pub(crate) fn read(source: &mut Source) -> Result<Vec<u8>, Failure> {
    read_on(Vec::new(), source)
}

/// As [`read`], if `bytes` were read with the head before this one.
pub(crate) fn read_on(mut bytes: Vec<u8>, source: &mut Source) -> Result<Vec<u8>, Failure> {
    let mut lines = Lines::default();
    if lines.head_end(&bytes).is_some() {
        return Ok(bytes);
    }
    while let Some(pieces) = source.read()? {
        for piece in pieces {
            bytes.extend_from_slice(piece);
            if lines.head_end(piece).is_some() {
                return Ok(bytes);
            }
        }
        if bytes.len() > MAX_HEAD_LEN {
            break;
        }
    }
    Ok(bytes)
}

/// The lines of a head as far as they have come.
struct Lines {
    /// Lines may be empty before the first that is not.
    is_started: bool,
    /// Whether the last one is empty so far.
    is_empty: bool,
}

impl Default for Lines {
    fn default() -> Self {
        Self {
            is_started: false,
            is_empty: true,
        }
    }
}

impl Lines {
    /// Where in `bytes`, which come next, the empty line ends that ends the head.
    fn head_end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (byte, end) in bytes.iter().zip(1..) {
            match byte {
                b'\n' if self.is_started && self.is_empty => return Some(end),
                b'\n' => self.is_empty = true,
                b'\r' => {}
                _ => (self.is_started, self.is_empty) = (true, false),
            }
        }
        None
    }
}

impl<'a> Head<'a> {
    /// Parses the head at the front of `bytes`.
    pub(crate) fn parse(side: Side, bytes: &'a [u8], allow_bare_lf: bool) -> Result<Self, Fault> {
        let read_len = bytes.len();
        let bytes = bytes.get(..MAX_HEAD_LEN).unwrap_or(bytes);
        // What comes behind the head is not looked at. It may be thousands of interim ones, and to
        // look at all of them for each takes the square of their number.
        let bytes = match Lines::default().head_end(bytes) {
            Some(end) => bytes.get(..end).unwrap_or_default(),
            None => bytes,
        };
        let parsed = match parse(side, bytes) {
            Ok(Some(head)) => Ok(head),
            Ok(None) if read_len > MAX_HEAD_LEN => Err(Fault {
                kind: FaultKind::HeadTooLong,
                offset: MAX_HEAD_LEN as u64,
                message: format!("head longer than {MAX_HEAD_LEN} bytes"),
            }),
            Ok(None) => Err(Fault {
                kind: FaultKind::Truncated,
                offset: bytes.len() as u64,
                message: "head cut short".into(),
            }),
            Err(error) => Err(Fault {
                kind: FaultKind::InvalidHead,
                offset: offset_of_error(side, bytes) as u64,
                message: error.to_string(),
            }),
        };
        // Nor is what comes behind what is wrong.
        let end = match &parsed {
            Ok(head) => head.len,
            Err(fault) => fault.offset + 1,
        };
        match wrong_line_end(side, bytes, allow_bare_lf) {
            Some(fault) if fault.offset < end => Err(fault),
            _ => parsed,
        }
    }

    /// Whether another response comes behind it that is the answer (RFC 9110 §15.2). Behind a 101
    /// comes another protocol.
    pub(crate) const fn is_interim(&self) -> bool {
        matches!(self.start, Start::Response(100 | 102..=199))
    }
}

/// A head, or none if more has to come.
fn parse(side: Side, bytes: &[u8]) -> Result<Option<Head<'_>>, Error> {
    // A head has fewer fields than lines.
    let line_count = bytes.iter().filter(|&&byte| byte == b'\n').count();
    let mut fields = vec![EMPTY_HEADER; line_count + 1];
    let parser = ParserConfig::default();
    let (len, start, version, fields) = match side {
        Side::Request => {
            let mut request = Request::new(&mut fields);
            let status = parser.parse_request(&mut request, bytes)?;
            let start = request.method.map(Start::Request);
            (status, start, request.version, request.headers)
        }
        Side::Response => {
            let mut response = Response::new(&mut fields);
            let status = parser.parse_response(&mut response, bytes)?;
            let start = response.code.map(Start::Response);
            (status, start, response.version, response.headers)
        }
    };
    let (httparse::Status::Complete(len), Some(start), Some(version)) = (len, start, version)
    else {
        return Ok(None);
    };
    Ok(Some(Head {
        start,
        version: match version {
            0 => Version::Http10,
            _ => Version::Http11,
        },
        fields: fields.iter().map(|field| located(field, bytes)).collect(),
        len: len as u64,
    }))
}

fn located<'a>(field: &Header<'a>, head: &[u8]) -> Field<'a> {
    let name_offset = field.name.as_ptr().addr() - head.as_ptr().addr();
    let behind_colon = name_offset + field.name.len() + 1;
    let line = head.get(behind_colon..).unwrap_or_default();
    let is_space = |&&byte: &&u8| matches!(byte, b' ' | b'\t');
    let space_len = line.iter().take_while(is_space).count();
    Field {
        name: field.name,
        value: field.value,
        value_offset: (behind_colon + space_len) as u64,
    }
}

/// Where the byte is that makes a head wrong: at the end of its shortest wrong beginning.
fn offset_of_error(side: Side, bytes: &[u8]) -> usize {
    let (mut right, mut wrong) = (0, bytes.len());
    while wrong - right > 1 {
        let middle = right + (wrong - right) / 2;
        match parse(side, bytes.get(..middle).unwrap_or_default()) {
            Ok(_) => right = middle,
            Err(_) => wrong = middle,
        }
    }
    right
}

/// The first line end that the parser accepts and we do not: before a status line, where only what
/// is left of another message can be, or without a CR (RFC 9112 §2.2 lets a recipient choose).
fn wrong_line_end(side: Side, bytes: &[u8], allow_bare_lf: bool) -> Option<Fault> {
    let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let mut before = None;
    let mut is_bare_lf = |&byte: &u8| {
        let is_bare = byte == b'\n' && before != Some(b'\r');
        before = Some(byte);
        is_bare
    };
    let (offset, message) = if side == Side::Response && bytes.first().is_some_and(is_line_end) {
        (0, "line end before status line")
    } else if allow_bare_lf {
        return None;
    } else {
        let offset = bytes.iter().position(&mut is_bare_lf)?;
        (offset, "line feed without carriage return")
    };
    Some(Fault {
        kind: FaultKind::InvalidHead,
        offset: offset as u64,
        message: message.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADS: [(Side, &[u8]); 2] = [
        (
            Side::Request,
            b"POST /a?b HTTP/1.1\r\nHost: a\r\nContent-Length:  5 \r\nX:\r\n\r\n",
        ),
        (
            Side::Response,
            b"HTTP/1.0 200 All right\r\nServer: \xe9\r\nContent-Length:5\r\n\r\n",
        ),
    ];

    #[test]
    fn an_error_is_at_the_end_of_the_shortest_beginning_that_has_it() {
        let mut errors = 0;
        for (side, head) in HEADS {
            for at in 0..head.len() {
                for byte in 0..=0xff {
                    let mut head = head.to_vec();
                    head[at] = byte;
                    if parse(side, &head).is_ok() {
                        continue;
                    }
                    let shortest = (0..=head.len())
                        .find(|&len| parse(side, &head[..len]).is_err())
                        .unwrap();
                    assert_eq!(offset_of_error(side, &head), shortest - 1);
                    errors += 1;
                }
            }
        }
        assert!(errors > 1000, "{errors}");
    }

    #[test]
    fn a_value_is_found_behind_the_whitespace_before_it() {
        let (side, bytes) = HEADS[0];
        let head = Head::parse(side, bytes, false).unwrap();
        let fields: Vec<_> = head
            .fields
            .iter()
            .map(|field| (field.name, field.value, field.value_offset))
            .collect();
        assert_eq!(
            fields,
            [
                ("Host", &b"a"[..], 26),
                ("Content-Length", b"5", 46),
                ("X", b"", 52)
            ]
        );
        assert_eq!(head.len, bytes.len() as u64);
        assert_eq!(
            (head.start, head.version),
            (Start::Request("POST"), Version::Http11)
        );
    }

    #[test]
    fn a_head_is_read_up_to_its_empty_line() {
        for (bytes, piece, read_len) in [
            (&b"A\r\nB\r\n\r\nC"[..], 1, 8),
            (b"A\nB\n\nC", 1, 5),
            (b"\r\n\r\nA\r\n\r\nC", 1, 9),
            (b"A\r\n\r\nCCC", 4, 8),
            (b"A\r\n\r", 1, 4),
            (b"", 1, 0),
        ] {
            let mut source = Source::new(String::new(), Box::new(bytes), piece);
            assert_eq!(read(&mut source).unwrap(), &bytes[..read_len], "{bytes:?}");
        }
    }
}
