//! Fields with junk, from arbitrary bytes.

use noio_cache_control::{
    Age, Expires, HttpDate, RequestDirectives, ResponseDirectives,
    freshness::{Exchange, ResponseTimes},
};

use super::{
    fragments::{JUNK, PRAGMA, REQUEST, RESPONSE, STATUSES},
    junk::{grants, is_quoting_broken},
};

/// A field, junk, and where it goes.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "tests make them, field by field")]
pub struct Scenario {
    /// Whether the field is that of a request.
    pub is_request: bool,
    /// Its lines.
    pub field: Vec<Vec<u8>>,
    /// What is put into it.
    pub junk: Vec<u8>,
    /// Where.
    pub place: Place,
    /// Everything else.
    pub circumstances: Circumstances,
}

/// Where junk goes. All numbers are taken modulo what there is.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "tests make both, and there is no third"
)]
pub enum Place {
    /// Into a line of its own, ahead of that one.
    OwnLine(usize),
    /// Into a line: at its start, at a comma that is not quoted, or at its end.
    InLine {
        /// The line.
        line: usize,
        /// The place in it.
        member: usize,
    },
}

/// What storing and using depends on, beside the field with the junk.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "tests make them, field by field")]
pub struct Circumstances {
    /// The status of the response.
    pub status: u16,
    /// What the request says, if the junk is in the response.
    pub request: RequestDirectives,
    /// The lines of Pragma in the request, wherever the junk is.
    pub pragma: &'static [&'static str],
    /// What the response says, if the junk is in the request.
    pub response: ResponseDirectives,
    /// The Expires of the response.
    pub expires: Expires,
    /// The Last-Modified of the response.
    pub last_modified: Option<HttpDate>,
    /// What the age depends on.
    pub times: ResponseTimes,
    /// Whether the cache leaves out the fields that `no-cache` lists.
    pub omits_listed_fields: bool,
    /// How long the response lies in the cache in one of the cases that are looked at.
    pub resident_seconds: u32,
}

impl Circumstances {
    /// Exchanges with Authorization and without, understood and not, in caches that leave fields out
    /// and that do not.
    pub fn exchanges(&self) -> impl Iterator<Item = Exchange> + use<> {
        let Self {
            status,
            request,
            response,
            expires,
            ..
        } = *self;
        (0..8_u8).map(move |bits| Exchange {
            is_method_understood: true,
            has_authorization: bits & 1 != 0,
            request,
            status,
            is_status_understood: bits & 2 != 0,
            omits_listed_fields: bits & 4 != 0,
            response,
            expires,
        })
    }

    /// Times at which a response with that lifetime is used: one of any kind, and those at which
    /// something may change.
    pub fn nows(&self, lifetime: u64) -> impl Iterator<Item = HttpDate> + use<> {
        let received = self.times.response_time.unix_seconds();
        let end = i64::try_from(lifetime).unwrap_or(i64::MAX);
        [
            i64::from(self.resident_seconds),
            0,
            end.saturating_sub(1),
            end,
            end.saturating_add(5),
            end.saturating_add(6),
        ]
        .into_iter()
        .map(move |resident| {
            HttpDate::saturating_from_unix_seconds(received.saturating_add(resident))
        })
    }
}

impl Scenario {
    /// A scenario, of whatever bytes.
    ///
    /// Bit 0 of the first byte says that the field is a request's, bit 1 that the junk goes into a
    /// line of its own. The next two bytes say where it goes, and those from the fifth to the
    /// eleventh are the circumstances.
    ///
    /// If bits 5 and 6 of the first byte are set, as in small letters, the rest is text: the junk and
    /// the lines of the field, between line feeds. Else the fourth byte says how many of the bytes
    /// behind the head choose [fragments](super::JUNK) of junk, and the others choose members of the
    /// field.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut head = [0; 11];
        let len = bytes.len().min(head.len());
        head[..len].copy_from_slice(&bytes[..len]);
        let rest = &bytes[len..];
        let [mode, line, member, junk_len, circumstances @ ..] = head;
        let is_request = mode & 1 != 0;
        let (junk, field) = if mode & 0x60 == 0x60 {
            let mut pieces = rest.split(|&byte| byte == b'\n').map(<[u8]>::to_vec);
            (pieces.next().unwrap_or_default(), pieces.collect())
        } else {
            let junk_len = usize::from(junk_len % 6).min(rest.len());
            let (junk, field) = rest.split_at(junk_len);
            let junk = junk.iter().flat_map(|&byte| chosen(JUNK, byte)).collect();
            let members = if is_request { REQUEST } else { RESPONSE };
            (junk, lines(field, members))
        };
        let (line, member) = (line.into(), member.into());
        let place = if mode & 2 == 0 {
            Place::InLine { line, member }
        } else {
            Place::OwnLine(line)
        };
        Self {
            is_request,
            field,
            junk,
            place,
            circumstances: Circumstances::from_bytes(circumstances),
        }
    }

    /// Makes one that the theorem is about of any: with an octet in front that no directive has,
    /// commas that are none, or without what breaks the quoting.
    #[must_use]
    pub fn into_premise(mut self) -> Self {
        if grants(&self.junk, self.is_request) {
            self.junk.insert(0, b'@');
            for byte in &mut self.junk {
                if *byte == b',' {
                    *byte = b';';
                }
            }
        }
        if is_quoting_broken(&self.junk) && self.field.iter().any(|line| is_quoting_broken(line)) {
            self.junk.retain(|byte| !b"\"\\".contains(byte));
            // Without quotes, what was quoted may be a directive.
            if grants(&self.junk, self.is_request) {
                self.junk.retain(|byte| !b",=".contains(byte));
                self.junk.insert(0, b'@');
            }
        }
        self
    }
}

impl Circumstances {
    /// Circumstances that bytes choose.
    pub fn from_bytes(bytes: [u8; 7]) -> Self {
        let [status, first, second, expires, times, age, resident] = bytes;
        // Two members of the message into which no junk goes.
        let others = [first, second];
        let moment = |choice: u8| {
            let base = [784_111_777, 0, i64::MIN, i64::MAX][usize::from(choice & 3)];
            HttpDate::saturating_from_unix_seconds(base)
        };
        let later = |date: HttpDate, seconds: i64| {
            HttpDate::saturating_from_unix_seconds(date.unix_seconds().saturating_add(seconds))
        };
        let response_time = moment(times);
        let pragma = PRAGMA[usize::from(expires >> 6)];
        Self {
            status: STATUSES[usize::from(status) % STATUSES.len()],
            request: RequestDirectives::parse_with_pragma(
                lines(&others, REQUEST).iter(),
                pragma.iter().copied(),
            ),
            pragma,
            response: ResponseDirectives::parse(lines(&others, RESPONSE).iter()),
            expires: match expires & 7 {
                0..=2 => Expires::Absent,
                3 => Expires::Invalid,
                4 => Expires::At(HttpDate::MAX),
                5 => Expires::At(later(response_time, -1)),
                6 => Expires::At(later(response_time, 5)),
                _ => Expires::At(later(response_time, 60)),
            },
            last_modified: match expires >> 3 & 3 {
                0 => None,
                1 => Some(later(response_time, -50)),
                2 => Some(HttpDate::MIN),
                _ => Some(later(response_time, 1)),
            },
            times: ResponseTimes {
                request_time: later(response_time, -i64::from(times >> 2 & 3)),
                response_time,
                date: (times & 0x10 != 0).then(|| later(response_time, i64::from(times >> 5) - 4)),
                age: match age {
                    0..=127 => None,
                    128..=254 => Some(Age::from_seconds(u64::from(age & 0x1f))),
                    255 => Some(Age::from_seconds(u64::MAX)),
                },
            },
            omits_listed_fields: expires & 0x20 == 0,
            resident_seconds: match resident {
                0..=200 => resident.into(),
                201..=254 => u32::from(resident) << 16,
                255 => u32::MAX,
            },
        }
    }
}

/// Lines of the members that `bytes` choose. A byte from 0xF0 on ends a line.
fn lines(bytes: &[u8], members: &'static [&'static str]) -> Vec<Vec<u8>> {
    bytes
        .split(|&byte| byte >= 0xf0)
        .map(|line| {
            line.iter()
                .map(|&byte| chosen(members, byte).collect())
                .collect::<Vec<Vec<u8>>>()
                .join(&b", "[..])
        })
        .collect()
}

/// The one that `byte` chooses, in capital letters if its highest bit is set.
fn chosen(texts: &'static [&'static str], byte: u8) -> impl Iterator<Item = u8> {
    let text = texts[usize::from(byte & 0x7f) % texts.len()];
    text.bytes().map(move |octet| {
        if byte & 0x80 == 0 {
            octet
        } else {
            octet.to_ascii_uppercase()
        }
    })
}
