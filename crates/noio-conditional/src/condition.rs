//! What one precondition says, and how it is read (RFC 9110 §13.1).

use noio_http_field::{DateConfig, HttpDate, trim_ows};

use crate::{ETag, Member, Representation, etags::Line};

/// What one precondition says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a condition is true or false, if it is there and counts"
)]
pub enum Condition {
    /// The field is not there.
    #[default]
    Absent,
    /// It is there and has to be ignored: it is no date, or several; there is nothing to compare the
    /// date with; or it is If-Range without Range.
    Ignored,
    /// What it asks for is not so.
    False,
    /// What it asks for is so.
    True,
}

impl Condition {
    const fn of(is_true: bool) -> Self {
        if is_true { Self::True } else { Self::False }
    }
}

/// If-Match or If-None-Match, as far as it is read.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tags {
    is_there: bool,
    has_any: bool,
    /// `*` is there twice.
    has_repeated_any: bool,
    has_tag: bool,
    has_malformed: bool,
    is_matched: bool,
}

impl Tags {
    pub(crate) fn add(&mut self, line: &[u8], is_current: impl Fn(ETag<'_>) -> bool) {
        self.is_there = true;
        for member in Line::new(line) {
            match member {
                Member::Any => {
                    self.has_repeated_any |= self.has_any;
                    self.has_any = true;
                }
                Member::Tag(tag) => {
                    self.has_tag = true;
                    self.is_matched |= is_current(tag);
                }
                Member::Malformed(_) => self.has_malformed = true,
            }
        }
    }

    /// Whether the field is `*`, which stands alone.
    const fn is_any(self) -> bool {
        self.has_any && !self.has_tag && !self.has_malformed
    }

    /// Whether the field is neither `*` nor a list of tags.
    pub(crate) const fn is_malformed(self) -> bool {
        let is_any_alone = self.is_any() && !self.has_repeated_any;
        self.has_malformed || self.has_any && !is_any_alone
    }

    pub(crate) const fn matches(self, representation: &Representation<'_>) -> bool {
        if self.is_any() {
            !representation.is_absent()
        } else {
            self.is_matched
        }
    }

    pub(crate) fn condition(self, is_true: bool) -> Condition {
        if self.is_there {
            Condition::of(is_true)
        } else {
            Condition::Absent
        }
    }
}

/// A field with a date, as far as it is read.
#[derive(Clone, Copy, Default)]
pub(crate) enum Date {
    #[default]
    Absent,
    /// No date, or several lines (RFC 9110 §13.1.3 and §13.1.4).
    Invalid,
    At(HttpDate),
}

impl Date {
    pub(crate) fn add(&mut self, line: &[u8], now: HttpDate) {
        *self = match (*self, parse_date(line, now)) {
            (Self::Absent, Some(date)) => Self::At(date),
            _ => Self::Invalid,
        };
    }

    pub(crate) fn condition(self, is_true: impl FnOnce(HttpDate) -> Option<bool>) -> Condition {
        match self {
            Self::Absent => Condition::Absent,
            Self::Invalid => Condition::Ignored,
            Self::At(date) => is_true(date).map_or(Condition::Ignored, Condition::of),
        }
    }
}

/// A date of any format. Its grammar says nothing of a wrong weekday (RFC 9110 §5.6.7), and to
/// ignore If-Unmodified-Since for that would let a change through.
fn parse_date(line: &[u8], now: HttpDate) -> Option<HttpDate> {
    let mut config = DateConfig::new();
    config.allow_wrong_weekday = true;
    let (date, _) = config.parse(trim_ows(line), now).ok()?;
    Some(date)
}

/// If-Range, as far as it is read.
#[derive(Clone, Copy, Default)]
pub(crate) enum IfRange {
    #[default]
    Absent,
    Line {
        is_same: bool,
    },
    Lines,
}

impl IfRange {
    pub(crate) fn add(&mut self, line: &[u8], representation: &Representation<'_>) {
        let is_same = if let Some(tag) = ETag::parse(line) {
            let etag = representation.etag();
            etag.is_some_and(|etag| tag.strong_eq(etag))
        } else {
            // RFC 9110 §13.1.5: it has to be exactly what Last-Modified says.
            let strong = representation.last_modified().filter(|it| it.is_strong());
            strong.is_some_and(|strong| strong.date().to_imf_fixdate() == trim_ows(line))
        };
        *self = match self {
            Self::Absent => Self::Line { is_same },
            _ => Self::Lines,
        };
    }

    pub(crate) const fn condition(self, has_range: bool) -> Condition {
        match self {
            Self::Absent => Condition::Absent,
            // RFC 9110 §13.1.5: without Range, If-Range is ignored.
            _ if !has_range => Condition::Ignored,
            Self::Line { is_same } => Condition::of(is_same),
            Self::Lines => Condition::False,
        }
    }
}
