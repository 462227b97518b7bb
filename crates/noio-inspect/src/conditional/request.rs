//! A request, as far as its preconditions go.

use noio_conditional::{
    Condition, DateConfig, ETag, Evaluation, HttpDate, Preconditions, Representation, evaluate,
};
use noio_http_field::DateError;

use crate::head::{Field, Head, Start};

/// A field that is a precondition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precondition {
    Match,
    UnmodifiedSince,
    NoneMatch,
    ModifiedSince,
    Range,
}

impl Precondition {
    /// In the order in which they count (RFC 9110 §13.2.2).
    pub(super) const ALL: [Self; 5] = [
        Self::Match,
        Self::UnmodifiedSince,
        Self::NoneMatch,
        Self::ModifiedSince,
        Self::Range,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Match => "If-Match",
            Self::UnmodifiedSince => "If-Unmodified-Since",
            Self::NoneMatch => "If-None-Match",
            Self::ModifiedSince => "If-Modified-Since",
            Self::Range => "If-Range",
        }
    }

    /// As it is spelled in JSON.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Match => "if_match",
            Self::UnmodifiedSince => "if_unmodified_since",
            Self::NoneMatch => "if_none_match",
            Self::ModifiedSince => "if_modified_since",
            Self::Range => "if_range",
        }
    }

    /// Whether its value is a date and never a tag.
    pub(super) const fn is_date(self) -> bool {
        matches!(self, Self::UnmodifiedSince | Self::ModifiedSince)
    }

    /// What it says by itself.
    pub(super) const fn condition(self, preconditions: &Preconditions) -> Condition {
        match self {
            Self::Match => preconditions.if_match(),
            Self::UnmodifiedSince => preconditions.if_unmodified_since(),
            Self::NoneMatch => preconditions.if_none_match(),
            Self::ModifiedSince => preconditions.if_modified_since(),
            Self::Range => preconditions.if_range(),
        }
    }
}

/// What preconditions count by, beside them.
const RANGE: &str = "Range";

/// The method of a request, and its fields.
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) fields: &'a [Field<'a>],
    /// Where the body begins.
    pub(super) end: u64,
    /// The time of day, for the century of two-digit years.
    pub(super) now: HttpDate,
}

impl<'a> Request<'a> {
    pub(super) fn new(head: &'a Head<'a>, now: HttpDate) -> Self {
        Self {
            method: match head.start {
                Start::Request(method) => method,
                Start::Response(_) => "",
            },
            fields: &head.fields,
            end: head.len,
            now,
        }
    }

    /// The lines that say something here.
    pub(super) fn lines(&self) -> impl Iterator<Item = (Option<Precondition>, &'a Field<'a>)> {
        self.fields.iter().filter_map(|field| {
            let is_same = |name: &str| field.name.eq_ignore_ascii_case(name);
            let precondition = Precondition::ALL
                .into_iter()
                .find(|precondition| is_same(precondition.name()));
            (precondition.is_some() || is_same(RANGE)).then_some((precondition, field))
        })
    }

    /// The values of the lines of a precondition.
    pub(super) fn values(&self, of: Precondition) -> impl Iterator<Item = &'a [u8]> {
        self.lines()
            .filter(move |(precondition, _)| *precondition == Some(of))
            .map(|(_, field)| field.value)
    }

    pub(super) fn has(&self, of: Precondition) -> bool {
        self.values(of).next().is_some()
    }

    /// What the codec makes of it.
    pub(super) fn evaluate(&self, representation: &Representation<'_>) -> Evaluation {
        let fields = self.fields.iter().map(|field| (field.name, field.value));
        evaluate(self.method.as_bytes(), fields, representation, self.now)
    }

    /// The date that the lines of a precondition are, if they are one.
    pub(super) fn date(&self, of: Precondition) -> Option<HttpDate> {
        let mut values = self.values(of);
        let (value, None) = (values.next()?, values.next()) else {
            return None;
        };
        self.parse_date(value).ok()
    }

    /// The date that a line is, of a field that has to be one. As the codec reads it: a wrong weekday
    /// changes nothing.
    pub(super) fn parse_date(&self, value: &[u8]) -> Result<HttpDate, DateError> {
        let mut config = DateConfig::new();
        config.allow_wrong_weekday = true;
        config.parse(value, self.now).map(|(date, _)| date)
    }

    /// Whether the lines of one precondition are not what its grammar allows.
    pub(super) fn is_malformed(&self, of: Precondition) -> bool {
        match of {
            Precondition::Match | Precondition::NoneMatch => {
                let values = self.values(of).map(|value| (of.name(), value));
                let evaluation = evaluate(b"GET", values, &Representation::absent(), self.now);
                evaluation.preconditions().is_malformed()
            }
            Precondition::UnmodifiedSince | Precondition::ModifiedSince => {
                self.has(of) && self.date(of).is_none()
            }
            Precondition::Range => {
                let mut values = self.values(of);
                let tag = values.next().and_then(ETag::parse);
                let is_tag = tag.is_some() && values.next().is_none();
                self.has(of) && !is_tag && self.date(of).is_none()
            }
        }
    }
}
