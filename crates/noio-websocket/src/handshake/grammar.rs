//! The octets of a head, one by one (RFC 9112 §2.1).

use noio_http_field::class;

use super::fields::split_content;

/// What is wrong with the octets of a head, whichever side it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeadErrorKind {
    InvalidStartLine,
    UnsupportedHttpVersion,
    InvalidFieldName,
    InvalidFieldValue,
    InvalidLineEnd,
    TooLong,
    TooManyFields,
    Truncated,
}

/// Which start line a head has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// `request-line = method SP request-target SP HTTP-version` (RFC 9112 §3).
    Request,
    /// `status-line = HTTP-version SP status-code SP [ reason-phrase ]` (RFC 9112 §4).
    Response,
}

/// Where in the grammar the next octet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// In front of a request, where one empty line may be (RFC 9112 §2.2).
    Start,
    /// Behind the CR of that line.
    StartLf,
    FirstOfMethod,
    Method,
    FirstOfTarget,
    Target,
    /// So many octets of the version are behind.
    Version(u8),
    /// Behind the version of a request.
    VersionEnd,
    /// Behind the version of a response.
    VersionSpace,
    /// So many digits of the status are behind.
    Status(u8),
    StatusSpace,
    Reason,
    /// Behind the CR of a line that is not empty.
    LineLf,
    /// Where a field or the empty line begins.
    Line,
    FieldName,
    FieldValue,
    /// Behind the CR of the empty line.
    EndLf,
    /// Behind the head.
    End,
}

/// Takes the octets of one head in turn. Each is looked at once, whatever the cuts.
#[derive(Clone, Debug)]
pub(super) struct Grammar {
    side: Side,
    state: State,
    field_count: usize,
    max_field_count: usize,
    major: u8,
}

impl Grammar {
    pub(super) const fn new(side: Side, max_field_count: usize) -> Self {
        Self {
            side,
            state: match side {
                Side::Request => State::Start,
                Side::Response => State::Version(0),
            },
            field_count: 0,
            max_field_count,
            major: 0,
        }
    }

    /// Whether the head is whole.
    pub(super) const fn is_done(&self) -> bool {
        matches!(self.state, State::End)
    }

    /// Whether `octet` may stand there and the one behind it is in the same place. It need not be
    /// taken then.
    #[inline]
    pub(super) const fn is_within_run(&self, octet: u8) -> bool {
        match self.state {
            State::FieldName => class::is_tchar(octet),
            State::FieldValue => class::is_field_content(octet),
            _ => false,
        }
    }

    /// How many octets at the front of `octets` are such ones.
    #[inline]
    pub(super) fn run_len(&self, octets: &[u8]) -> usize {
        match self.state {
            State::FieldName => octets
                .iter()
                .position(|&octet| !class::is_tchar(octet))
                .unwrap_or(octets.len()),
            State::FieldValue => split_content(octets).0.len(),
            _ => 0,
        }
    }

    /// Takes the next octet, if it may stand there.
    ///
    /// A line ends with CR and LF. RFC 9112 §2.2 would let a recipient take LF alone for it, but
    /// whoever reads along and does not would find another end.
    #[inline]
    pub(super) fn take(&mut self, octet: u8) -> Result<(), HeadErrorKind> {
        use HeadErrorKind as Error;
        self.state = match (self.state, octet) {
            (State::Start, b'\r') => State::StartLf,
            (State::StartLf, b'\n') => State::FirstOfMethod,
            (State::Start | State::FirstOfMethod | State::Method, _) if class::is_tchar(octet) => {
                State::Method
            }
            (State::Method, b' ') => State::FirstOfTarget,
            (State::FirstOfTarget | State::Target, b'!'..=b'~') => State::Target,
            (State::Target, b' ') => State::Version(0),
            (State::Version(at), _) => self.take_version(at, octet)?,
            (State::VersionEnd, b'\r') => State::LineLf,
            (State::VersionSpace, b' ') => State::Status(0),
            (State::Status(at @ 0..2), b'0'..=b'9') => State::Status(at + 1),
            (State::Status(_), b'0'..=b'9') => State::StatusSpace,
            (State::StatusSpace, b' ') => State::Reason,
            (State::Reason, _) if class::is_field_content(octet) => State::Reason,
            (State::Reason, b'\r') => State::LineLf,
            (State::LineLf, b'\n') => State::Line,
            (State::Line, b'\r') => State::EndLf,
            (State::Line, _) => self.begin_field(octet)?,
            (State::FieldName, _) if class::is_tchar(octet) => State::FieldName,
            (State::FieldName, b':') => State::FieldValue,
            (State::FieldValue, _) if class::is_field_content(octet) => State::FieldValue,
            (State::FieldValue, b'\r') => State::LineLf,
            (State::EndLf, b'\n') => State::End,

            (State::StartLf | State::LineLf | State::EndLf, _)
            | (State::VersionEnd | State::Reason | State::FieldValue, b'\n') => {
                return Err(Error::InvalidLineEnd);
            }
            (State::FieldName, _) => return Err(Error::InvalidFieldName),
            (State::FieldValue, _) => return Err(Error::InvalidFieldValue),
            _ => return Err(Error::InvalidStartLine),
        };
        Ok(())
    }

    /// `HTTP-version = "HTTP/" DIGIT "." DIGIT` (RFC 9112 §2.3), looked at when it is whole.
    fn take_version(&mut self, at: u8, octet: u8) -> Result<State, HeadErrorKind> {
        match (at, octet) {
            (0, b'H') | (1 | 2, b'T') | (3, b'P') | (4, b'/') | (6, b'.') => {}
            (5, b'0'..=b'9') => self.major = octet,
            (7, b'0'..=b'9') => {
                return match (self.side, self.major, octet) {
                    (Side::Request, b'1', b'1') => Ok(State::VersionEnd),
                    // A server without WebSocket may be that old.
                    (Side::Response, b'1', b'0' | b'1') => Ok(State::VersionSpace),
                    _ => Err(HeadErrorKind::UnsupportedHttpVersion),
                };
            }
            _ => return Err(HeadErrorKind::InvalidStartLine),
        }
        Ok(State::Version(at + 1))
    }

    fn begin_field(&mut self, octet: u8) -> Result<State, HeadErrorKind> {
        if self.field_count >= self.max_field_count {
            return Err(HeadErrorKind::TooManyFields);
        }
        self.field_count += 1;
        if class::is_tchar(octet) {
            Ok(State::FieldName)
        } else {
            Err(HeadErrorKind::InvalidFieldName)
        }
    }
}
