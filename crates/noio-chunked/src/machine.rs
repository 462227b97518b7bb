//! The grammar of RFC 9112 §7.1, octet by octet, without the data: size lines, the line ends
//! behind data, the trailer section.
//!
//! ```text
//! chunked-body    = *chunk last-chunk trailer-section CRLF
//! chunk           = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
//! last-chunk      = 1*"0" [ chunk-ext ] CRLF
//! chunk-size      = 1*HEXDIG
//! chunk-ext       = *( BWS ";" BWS token [ BWS "=" BWS ( token / quoted-string ) ] )
//! trailer-section = *( field-name ":" OWS field-value OWS CRLF )
//! ```
//!
//! All transitions are here. An octet is checked against the grammar first, against the limits
//! second.

use noio_http_field::class;

use crate::{
    Config, DecodeErrorKind,
    size::{SimpleHead, hex_digit},
};

/// A place in the grammar: what may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// The first digit of a size.
    Size,
    /// Behind a digit of a size.
    SizeDigit,
    /// Behind whitespace behind a size.
    SizeSpace,
    /// Behind the semicolon of an extension, or whitespace there.
    ExtensionStart,
    ExtensionName,
    /// Behind whitespace behind a name.
    ExtensionNameSpace,
    /// Behind the equals sign, or whitespace there.
    ExtensionValueStart,
    ExtensionToken,
    ExtensionQuoted,
    /// Behind a backslash.
    ExtensionQuotedPair,
    /// Behind the closing quote.
    ExtensionQuotedEnd,
    /// Behind whitespace behind a value.
    ExtensionValueSpace,
    /// Somewhere in an extension whose grammar is not looked at.
    ExtensionIgnored,
    /// Behind the CR of a size line.
    HeadLf,
    /// In data, of which there is some to come.
    Data,
    /// Behind data.
    DataEnd,
    /// Behind the CR behind data.
    DataLf,
    /// The first octet of a trailer field, or the line end that ends the body.
    TrailerStart,
    TrailerName,
    TrailerValue,
    /// Behind the CR of a trailer field.
    TrailerLf,
    /// Behind the CR that ends the body.
    EndLf,
    Done,
    Failed,
}

/// The state and what is counted.
#[derive(Clone, Debug)]
pub(crate) struct Machine {
    pub(crate) config: Config,
    pub(crate) state: State,
    /// The size of the chunk, as far as it was read.
    size: u64,
    /// Octets of data to come of the chunk. None in any state but `Data`.
    remaining: u64,
    /// The sizes of all chunks so far, the one under way included.
    announced: u64,
    /// By how much the size lines exceed what the data allows.
    overhead: u64,
    /// Octets of the size line so far.
    head_len: u32,
    /// Octets of the trailer section so far.
    trailer_len: u32,
    /// Fields of the trailer section so far.
    trailer_count: u16,
}

/// What an octet was to what is handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Within,
    /// The first octet of what stands behind a size, or of a trailer field.
    LineBegins,
    /// The last octet of a size line that was asked for.
    Head,
    /// The last octet of a trailer field.
    Trailer,
}

impl Machine {
    pub(crate) const fn new(config: Config) -> Self {
        Self {
            config,
            state: State::Size,
            size: 0,
            remaining: 0,
            announced: 0,
            overhead: 0,
            head_len: 0,
            trailer_len: 0,
            trailer_count: 0,
        }
    }

    /// Takes one octet, in any state but `Data`, `Done` and `Failed`.
    ///
    /// # Errors
    ///
    /// If it cannot stand there, or goes over a limit.
    #[inline]
    pub(crate) fn step(&mut self, octet: u8) -> Result<Step, DecodeErrorKind> {
        match self.state {
            State::Size => self.first_digit(octet),
            State::SizeDigit => self.size_digit(octet),
            State::HeadLf | State::TrailerLf | State::EndLf => match octet {
                b'\n' => self.line_end(),
                _ => Err(DecodeErrorKind::BareCr),
            },
            State::DataEnd => self.data_end(octet),
            State::DataLf => match octet {
                b'\n' => self.next(State::Size),
                _ => Err(DecodeErrorKind::InvalidChunkEnd),
            },
            State::TrailerStart | State::TrailerName | State::TrailerValue => self.trailer(octet),
            State::Data | State::Done | State::Failed => Ok(Step::Within),
            _ => self.extension(octet),
        }
    }

    /// Takes a size line of which no extension is asked for. Not the last one, and none that goes
    /// over a limit: that is for [`step`](Self::step) to find.
    ///
    /// What is kept of the size line before stays as it was: the first digit of the next one that
    /// `step` takes begins it anew, and nobody asks before.
    #[inline(always)]
    pub(crate) fn take_simple_head(&mut self, head: SimpleHead) -> bool {
        let SimpleHead { size, digits } = head;
        let is_legal = size > 0
            && digits <= self.config.max_head_len as usize
            && size <= self.config.max_chunk_len
            && size <= self.config.max_body_len - self.announced;
        if is_legal {
            self.announced += size;
            if self.overhead > 0 {
                self.count_overhead(digits as u64, size);
            }
        }
        is_legal
    }

    /// Octets of data so far.
    pub(crate) const fn body_len(&self) -> u64 {
        self.announced - self.remaining
    }

    /// Whether a line is under way of which something is handed out when it ends: of a size line
    /// what stands behind the size, if it is asked for, of a trailer field all.
    pub(crate) const fn is_in_line(&self) -> bool {
        match self.state {
            State::SizeSpace
            | State::ExtensionStart
            | State::ExtensionName
            | State::ExtensionNameSpace
            | State::ExtensionValueStart
            | State::ExtensionToken
            | State::ExtensionQuoted
            | State::ExtensionQuotedPair
            | State::ExtensionQuotedEnd
            | State::ExtensionValueSpace
            | State::ExtensionIgnored
            | State::HeadLf => self.config.chunk_heads,
            State::TrailerName | State::TrailerValue | State::TrailerLf => true,
            State::Size
            | State::SizeDigit
            | State::Data
            | State::DataEnd
            | State::DataLf
            | State::TrailerStart
            | State::EndLf
            | State::Done
            | State::Failed => false,
        }
    }

    /// Begins the data of a chunk whose size line was taken, with `len` octets of it taken, too.
    #[inline]
    pub(crate) fn begin_data(&mut self, size: u64, len: usize) {
        self.remaining = size - len as u64;
        self.state = State::Data;
    }

    /// Takes octets of data, as many of `len` as the chunk has.
    #[inline]
    pub(crate) fn take_data(&mut self, len: usize) -> usize {
        let taken = usize::try_from(self.remaining).map_or(len, |remaining| remaining.min(len));
        self.remaining -= taken as u64;
        if self.remaining == 0 {
            self.state = State::DataEnd;
        }
        taken
    }

    /// The size of the chunk whose size line was the last.
    pub(crate) const fn size(&self) -> u64 {
        self.size
    }

    #[inline]
    fn next(&mut self, state: State) -> Result<Step, DecodeErrorKind> {
        self.state = state;
        Ok(Step::Within)
    }

    fn first_digit(&mut self, octet: u8) -> Result<Step, DecodeErrorKind> {
        let digit = hex_digit(octet).ok_or(DecodeErrorKind::InvalidChunkSize)?;
        self.head_len = 0;
        self.size = digit;
        self.in_head(State::SizeDigit)
    }

    fn size_digit(&mut self, octet: u8) -> Result<Step, DecodeErrorKind> {
        if let Some(digit) = hex_digit(octet) {
            let size = self.size.checked_mul(16);
            self.size = size.ok_or(DecodeErrorKind::ChunkSizeOverflow)? | digit;
            return self.in_head(State::SizeDigit);
        }
        let config = &self.config;
        let state = match octet {
            b'\r' => State::HeadLf,
            b'\n' if config.allow_bare_lf => State::HeadLf,
            b'\n' => return Err(DecodeErrorKind::BareLf),
            b';' if config.refuse_extensions => return Err(DecodeErrorKind::InvalidExtension),
            b';' if config.allow_invalid_extensions => State::ExtensionIgnored,
            b';' => State::ExtensionStart,
            // No more than the end of the line may stand behind it then, if that.
            b' ' | b'\t' if config.refuse_extensions || config.refuse_bad_whitespace => {
                if !config.allow_trailing_whitespace {
                    return Err(DecodeErrorKind::InvalidExtension);
                }
                State::SizeSpace
            }
            b' ' | b'\t' if config.allow_invalid_extensions => State::ExtensionIgnored,
            b' ' | b'\t' => State::SizeSpace,
            _ => return Err(DecodeErrorKind::InvalidChunkSize),
        };
        self.check_size()?;
        match octet {
            b'\r' => self.next(state)?,
            b'\n' => return self.line_end(),
            _ => self.in_head(state)?,
        };
        Ok(Step::LineBegins)
    }

    /// RFC 9112 §7.1.1, from behind the size to the line end.
    fn extension(&mut self, octet: u8) -> Result<Step, DecodeErrorKind> {
        use State as S;

        let is_quoted = matches!(self.state, S::ExtensionQuoted | S::ExtensionQuotedPair);
        if matches!(octet, b'\r' | b'\n') && !is_quoted {
            return self.extension_end(octet);
        }
        let may_have_space = !self.config.refuse_bad_whitespace;
        let may_trail = may_have_space || self.config.allow_trailing_whitespace;
        let is_space = matches!(octet, b' ' | b'\t');
        let state = match (self.state, octet) {
            (S::ExtensionStart | S::ExtensionName, _) if class::is_tchar(octet) => S::ExtensionName,
            (S::ExtensionName, b'=') => S::ExtensionValueStart,
            (S::ExtensionNameSpace, b'=') if may_have_space => S::ExtensionValueStart,
            (S::ExtensionValueStart, b'"') => S::ExtensionQuoted,
            (S::ExtensionValueStart | S::ExtensionToken, _) if class::is_tchar(octet) => {
                S::ExtensionToken
            }
            (S::ExtensionQuoted, b'"') => S::ExtensionQuotedEnd,
            (S::ExtensionQuoted, b'\\') => S::ExtensionQuotedPair,
            (S::ExtensionQuoted, _) if class::is_qdtext(octet) => S::ExtensionQuoted,
            (S::ExtensionQuotedPair, _) if class::is_quoted_pair(octet) => S::ExtensionQuoted,
            (S::ExtensionName | S::ExtensionToken | S::ExtensionQuotedEnd, b';') => {
                S::ExtensionStart
            }
            (S::SizeSpace, b';') if may_have_space && !self.config.refuse_extensions => {
                S::ExtensionStart
            }
            (S::ExtensionNameSpace | S::ExtensionValueSpace, b';') if may_have_space => {
                S::ExtensionStart
            }
            (S::ExtensionStart | S::ExtensionValueStart, _) if is_space && may_have_space => {
                self.state
            }
            (S::SizeSpace, _) if is_space => S::SizeSpace,
            (S::ExtensionName | S::ExtensionNameSpace, _) if is_space && may_trail => {
                S::ExtensionNameSpace
            }
            (S::ExtensionToken | S::ExtensionQuotedEnd | S::ExtensionValueSpace, _)
                if is_space && may_trail =>
            {
                S::ExtensionValueSpace
            }
            (S::ExtensionIgnored, 1..) => S::ExtensionIgnored,
            (S::SizeSpace, b';') => return Err(DecodeErrorKind::InvalidExtension),
            (S::SizeSpace, _) => return Err(DecodeErrorKind::InvalidChunkSize),
            _ => return Err(DecodeErrorKind::InvalidExtension),
        };
        self.in_head(state)
    }

    /// A CR or LF behind an extension, or in it.
    fn extension_end(&mut self, octet: u8) -> Result<Step, DecodeErrorKind> {
        if octet == b'\n' && !self.config.allow_bare_lf {
            return Err(DecodeErrorKind::BareLf);
        }
        let may_end = match self.state {
            State::ExtensionName
            | State::ExtensionToken
            | State::ExtensionQuotedEnd
            | State::ExtensionIgnored => true,
            State::SizeSpace | State::ExtensionNameSpace | State::ExtensionValueSpace => {
                self.config.allow_trailing_whitespace
            }
            _ => false,
        };
        match octet {
            _ if !may_end => Err(DecodeErrorKind::InvalidExtension),
            b'\n' => self.line_end(),
            _ => self.next(State::HeadLf),
        }
    }

    /// One octet more of a size line.
    fn in_head(&mut self, state: State) -> Result<Step, DecodeErrorKind> {
        if self.head_len == self.config.max_head_len {
            return Err(DecodeErrorKind::HeadTooLong);
        }
        self.head_len += 1;
        self.next(state)
    }

    /// The limits for sizes, behind the last digit.
    const fn check_size(&self) -> Result<(), DecodeErrorKind> {
        if self.size > self.config.max_chunk_len {
            return Err(DecodeErrorKind::ChunkTooLarge);
        }
        if self.size > self.config.max_body_len - self.announced {
            return Err(DecodeErrorKind::BodyTooLarge);
        }
        Ok(())
    }

    fn data_end(&mut self, octet: u8) -> Result<Step, DecodeErrorKind> {
        match octet {
            b'\r' => self.next(State::DataLf),
            b'\n' if self.config.allow_bare_lf => self.next(State::Size),
            b'\n' => Err(DecodeErrorKind::BareLf),
            _ if self.config.allow_missing_data_crlf && hex_digit(octet).is_some() => {
                self.first_digit(octet)
            }
            _ => Err(DecodeErrorKind::InvalidChunkEnd),
        }
    }

    /// RFC 9112 §5 and §7.1.2, up to the CR.
    fn trailer(&mut self, octet: u8) -> Result<Step, DecodeErrorKind> {
        use State as S;

        let state = match (self.state, octet) {
            (S::TrailerStart, b'\r') => return self.next(S::EndLf),
            (S::TrailerStart, b'\n') if self.config.allow_bare_lf => return self.line_end(),
            (S::TrailerStart | S::TrailerName, _) if class::is_tchar(octet) => S::TrailerName,
            (S::TrailerName, b':') => S::TrailerValue,
            (S::TrailerValue, b'\r') => S::TrailerLf,
            (S::TrailerValue, b'\n') if self.config.allow_bare_lf => S::TrailerLf,
            (S::TrailerValue, _) if class::is_field_content(octet) => S::TrailerValue,
            (_, b'\n') if !self.config.allow_bare_lf => return Err(DecodeErrorKind::BareLf),
            _ => return Err(DecodeErrorKind::InvalidTrailer),
        };
        if self.state == S::TrailerStart {
            if self.trailer_count == self.config.max_trailer_count {
                return Err(DecodeErrorKind::TooManyTrailers);
            }
            self.trailer_count += 1;
            self.state = state;
            self.in_trailer()?;
            return Ok(Step::LineBegins);
        }
        self.state = state;
        match octet {
            b'\n' => self.line_end(),
            _ => self.in_trailer(),
        }
    }

    /// One octet more of the trailer section.
    fn in_trailer(&mut self) -> Result<Step, DecodeErrorKind> {
        if self.trailer_len == self.config.max_trailer_len {
            return Err(DecodeErrorKind::TrailerTooLong);
        }
        self.trailer_len += 1;
        Ok(Step::Within)
    }

    /// The LF of a size line, of a trailer field, or of the body.
    fn line_end(&mut self) -> Result<Step, DecodeErrorKind> {
        match self.state {
            State::TrailerLf => {
                self.in_trailer()?;
                self.state = State::TrailerStart;
                Ok(Step::Trailer)
            }
            State::TrailerStart | State::EndLf => {
                self.state = State::Done;
                Ok(Step::Within)
            }
            _ => {
                self.count_overhead(self.head_len.into(), self.size);
                if self.overhead > u64::from(self.config.max_overhead) {
                    return Err(DecodeErrorKind::OverheadTooLarge);
                }
                self.announced += self.size;
                match self.size {
                    0 => self.state = State::TrailerStart,
                    size => self.begin_data(size, 0),
                }
                Ok(if self.config.chunk_heads {
                    Step::Head
                } else {
                    Step::Within
                })
            }
        }
    }

    /// Counts a size line of `len` octets without its line end.
    const fn count_overhead(&mut self, len: u64, size: u64) {
        let credit = size.saturating_mul(2).saturating_add(16);
        self.overhead = (self.overhead + len + 2).saturating_sub(credit);
    }

    /// The octets that must still come before the body can end.
    pub(crate) const fn least_to_come(&self) -> u64 {
        use State as S;

        let line_end = if self.config.allow_bare_lf { 1 } else { 2 };
        let data_end = if self.config.allow_missing_data_crlf {
            0
        } else {
            line_end
        };
        let last_chunk = 1 + line_end + line_end;
        let behind_head = match self.size {
            0 => line_end,
            size => size.saturating_add(data_end + last_chunk),
        };
        // As the size line goes on in the shortest way.
        let rest_of_head = match self.state {
            S::Done | S::Failed => return 0,
            S::EndLf => return 1,
            S::TrailerStart => return line_end,
            S::TrailerLf => return 1 + line_end,
            S::TrailerValue => return line_end + line_end,
            S::TrailerName => return 1 + line_end + line_end,
            S::Size => return last_chunk,
            S::DataLf => return 1 + last_chunk,
            S::DataEnd => return data_end + last_chunk,
            S::Data => return self.remaining.saturating_add(data_end + last_chunk),
            S::HeadLf => 1,
            S::SizeDigit
            | S::ExtensionName
            | S::ExtensionToken
            | S::ExtensionQuotedEnd
            | S::ExtensionIgnored => line_end,
            S::SizeSpace | S::ExtensionNameSpace | S::ExtensionValueSpace => {
                if self.config.allow_trailing_whitespace {
                    line_end
                } else {
                    2 + line_end
                }
            }
            S::ExtensionStart | S::ExtensionValueStart | S::ExtensionQuoted => 1 + line_end,
            S::ExtensionQuotedPair => 2 + line_end,
        };
        behind_head.saturating_add(rest_of_head)
    }
}
