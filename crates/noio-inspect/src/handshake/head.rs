//! Heads that the decoder has found legal, taken apart to be shown.

use noio_websocket::handshake::Field;

/// A head.
#[derive(Debug, Default)]
pub(super) struct Head<'h> {
    /// The start line.
    pub(super) start: &'h [u8],
    /// Where it begins.
    pub(super) offset: u64,
    pub(super) lines: Vec<Line<'h>>,
}

/// A field line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'h> {
    pub(super) name: &'h str,
    pub(super) value: &'h [u8],
    /// Where it begins.
    pub(super) offset: u64,
}

impl<'h> Head<'h> {
    /// The heads in `octets`: those of interim responses, and the last one.
    ///
    /// Every line is known to end with CRLF, and every field line to have a colon behind its name,
    /// so there is nothing to be checked.
    pub(super) fn take_apart(octets: &'h [u8]) -> (Vec<Self>, Self) {
        let mut heads = Vec::new();
        let mut head: Option<Self> = None;
        let mut offset = 0;
        for line in octets.split_inclusive(|&octet| octet == b'\n') {
            let text = line.strip_suffix(b"\r\n").unwrap_or(line);
            match &mut head {
                // An empty line may come before a request.
                None if text.is_empty() => {}
                None => {
                    head = Some(Self {
                        start: text,
                        offset,
                        lines: Vec::new(),
                    });
                }
                Some(_) if text.is_empty() => heads.extend(head.take()),
                Some(head) => head.lines.extend(Line::new(text, offset)),
            }
            offset += line.len() as u64;
        }
        let last = heads.pop().unwrap_or_default();
        (heads, last)
    }

    /// The word of the start line at `index`, from 0 on.
    pub(super) fn word(&self, index: usize) -> &'h str {
        let word = self.start.split(|&octet| octet == b' ').nth(index);
        word.and_then(|word| str::from_utf8(word).ok())
            .unwrap_or_default()
    }

    /// The status code in the start line of a response.
    pub(super) fn status(&self) -> u16 {
        self.word(1).parse().unwrap_or_default()
    }

    /// The values of all fields of that name.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &'h [u8]> {
        let lines = self.lines.iter();
        lines
            .filter(move |line| line.name.eq_ignore_ascii_case(name))
            .map(|line| line.value)
    }
}

impl<'h> Line<'h> {
    pub(super) const fn pair(&self) -> Field<'h> {
        (self.name, self.value)
    }

    fn new(text: &'h [u8], offset: u64) -> Option<Self> {
        let colon = text.iter().position(|&octet| octet == b':')?;
        let (name, value) = text.split_at_checked(colon)?;
        Some(Self {
            name: str::from_utf8(name).ok()?,
            value: value.get(1..)?.trim_ascii(),
            offset,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_taken_apart() {
        let octets = b"\r\nGET /a:b HTTP/1.1\r\nHost: a:80\r\nX:\t \r\nx:\xff \r\n\r\n";
        let (interim, head) = Head::take_apart(octets);
        assert!(interim.is_empty());
        assert_eq!((head.start, head.offset), (&b"GET /a:b HTTP/1.1"[..], 2));
        assert_eq!(
            [head.word(0), head.word(1), head.word(3)],
            ["GET", "/a:b", ""]
        );
        let lines = head.lines.iter();
        let lines: Vec<_> = lines
            .map(|line| (line.name, line.value, line.offset))
            .collect();
        let expected = [
            ("Host", &b"a:80"[..], 21),
            ("X", b"", 33),
            ("x", b"\xff", 39),
        ];
        assert_eq!(lines, expected);
        assert_eq!(head.values("X").collect::<Vec<_>>(), [&b""[..], b"\xff"]);
    }

    #[test]
    fn interim_responses_are_heads_of_their_own() {
        let octets =
            b"HTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 100 \r\n\r\nHTTP/1.1 101 \r\n\r\n";
        let (mut heads, last) = Head::take_apart(octets);
        heads.push(last);
        let heads: Vec<_> = heads
            .iter()
            .map(|head| (head.offset, head.status(), head.lines.len()))
            .collect();
        assert_eq!(heads, [(0, 103, 1), (28, 100, 0), (45, 101, 0)]);
    }
}
