//! What is told of a message: the lines of its fields that say something to caches.

use noio_cache_control::{
    DateConfig, HttpDate, RequestDirectives, ResponseDirectives, Token, no_cache_fields,
    private_fields,
    targeted::{self, Policy},
};

use crate::{
    captured::Captured,
    clock,
    head::{Head, Start},
};

pub(super) const CACHE_CONTROL: &str = "Cache-Control";
pub(super) const CACHE_STATUS: &str = "Cache-Status";

/// What stands for the name of a targeted field where only its values are told.
pub(super) const TARGETED: &str = "targeted";

/// The fields that are looked at.
const OF_REQUESTS: [&str; 2] = [CACHE_CONTROL, "Pragma"];
const OF_RESPONSES: [&str; 6] = [
    CACHE_CONTROL,
    CACHE_STATUS,
    "Age",
    "Date",
    "Expires",
    "Last-Modified",
];

/// Whether that is, by its name, a field for some caches only (RFC 9213 §2.3 recommends such names).
pub(super) fn is_targeted(name: &str) -> bool {
    const SUFFIX: &str = "-Cache-Control";
    let front = name.len().checked_sub(SUFFIX.len());
    let suffix = front.and_then(|front| name.get(front..));
    suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case(SUFFIX))
}

/// Field lines of a message, and its status.
pub(super) struct Message<'a> {
    pub(super) form: Form,
    /// In their order.
    pub(super) lines: Vec<Line<'a>>,
    /// The names of the targeted fields that shared caches go by, the first of them first.
    pub(super) targets: Vec<&'a str>,
    /// Of a response.
    pub(super) status: Option<u16>,
    /// Where it begins and ends.
    pub(super) offset: u64,
    pub(super) end: u64,
    /// The time of day, for dates with two digits for a year, and if there is no Date.
    pub(super) now: HttpDate,
}

/// A field that caches go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field<'m> {
    CacheControl,
    /// One for some caches only, by its name (RFC 9213).
    Targeted(&'m str),
}

impl<'m> Field<'m> {
    pub(super) const fn name(self) -> &'m str {
        match self {
            Self::CacheControl => CACHE_CONTROL,
            Self::Targeted(name) => name,
        }
    }
}

/// How a message is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As a head.
    Head,
    /// As values of Cache-Control.
    Values,
    /// As values of a targeted field.
    TargetedValues,
}

pub(super) struct Line<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a [u8],
    /// Where the value begins.
    pub(super) offset: u64,
}

impl<'a> Message<'a> {
    /// Values of lines of Cache-Control. They count as if one stood behind the other.
    pub(super) fn of_values(values: impl Iterator<Item = &'a [u8]>, status: u16) -> Self {
        Self::of_lines(Form::Values, CACHE_CONTROL, values, status)
    }

    /// The same of a targeted field.
    pub(super) fn of_targeted_values(values: impl Iterator<Item = &'a [u8]>) -> Self {
        Self::of_lines(Form::TargetedValues, TARGETED, values, 200)
    }

    fn of_lines(
        form: Form,
        name: &'a str,
        values: impl Iterator<Item = &'a [u8]>,
        status: u16,
    ) -> Self {
        let mut end = 0;
        let lines = values.map(|value| {
            let offset = end;
            end += value.len() as u64;
            Line {
                name,
                value,
                offset,
            }
        });
        Self {
            form,
            lines: lines.collect(),
            targets: Vec::new(),
            status: Some(status),
            offset: 0,
            end,
            now: clock::now(),
        }
    }

    pub(super) fn of_head(captured: &Captured, head: &Head<'a>, targets: Vec<&'a str>) -> Self {
        let (names, status) = match head.start {
            Start::Request(_) => (&OF_REQUESTS[..], None),
            Start::Response(status) => (&OF_RESPONSES[..], Some(status)),
        };
        let lines = head.fields.iter().filter(|field| {
            let is_same = |name: &&str| field.name.eq_ignore_ascii_case(name);
            let is_of_response = status.is_some();
            names.iter().chain(&targets).any(is_same) || is_of_response && is_targeted(field.name)
        });
        let lines = lines.map(|field| Line {
            name: field.name,
            value: field.value,
            offset: captured.offset_of(field.value_offset),
        });
        Self {
            form: Form::Head,
            lines: lines.collect(),
            targets,
            status,
            offset: captured.begins_at,
            end: captured.offset_of(head.len),
            now: clock::now(),
        }
    }

    /// The values of the lines with that name.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &'a [u8]> + Clone {
        self.lines
            .iter()
            .filter(move |line| line.name.eq_ignore_ascii_case(name))
            .map(|line| line.value)
    }

    /// The lines with that name.
    pub(super) fn lines_of(&self, name: &str) -> Vec<&Line<'a>> {
        let is_same = |line: &&Line<'_>| line.name.eq_ignore_ascii_case(name);
        self.lines.iter().filter(is_same).collect()
    }

    /// Where bytes stand that are part of a line.
    pub(super) fn offset_of(&self, bytes: &[u8]) -> u64 {
        let at = bytes.as_ptr().addr();
        let within = self.lines.iter().find_map(|line| {
            let within = at.checked_sub(line.value.as_ptr().addr())?;
            (within < line.value.len()).then(|| line.offset + within as u64)
        });
        within.unwrap_or(self.end)
    }

    /// What it says to a shared cache with that target list. A browser has an empty one.
    pub(super) fn policy<'t>(&self, targets: &'t [&'t str]) -> Policy<'t> {
        let fields = self.lines.iter().map(|line| (line.name, line.value));
        Policy::select(fields, targets, self.now)
    }

    /// The directives that are told, and the field in which they are.
    pub(super) fn told_directives(&self) -> (ResponseDirectives, Field<'_>) {
        if self.form == Form::TargetedValues {
            let directives = targeted::parse(self.values(TARGETED)).unwrap_or_default();
            (directives, Field::Targeted(TARGETED))
        } else {
            let directives = ResponseDirectives::parse(self.values(CACHE_CONTROL));
            (directives, Field::CacheControl)
        }
    }

    /// The names that `private` lists in that field.
    pub(super) fn private_fields(&self, field: Field<'_>) -> Vec<Token<'a>> {
        match field {
            Field::CacheControl => private_fields(self.values(CACHE_CONTROL)).collect(),
            Field::Targeted(name) => targeted::private_fields(self.values(name)).collect(),
        }
    }

    /// The names that `no-cache` lists in that field.
    pub(super) fn no_cache_fields(&self, field: Field<'_>) -> Vec<Token<'a>> {
        match field {
            Field::CacheControl => no_cache_fields(self.values(CACHE_CONTROL)).collect(),
            Field::Targeted(name) => targeted::no_cache_fields(self.values(name)).collect(),
        }
    }

    pub(super) fn request_directives(&self) -> RequestDirectives {
        RequestDirectives::parse_with_pragma(self.values(CACHE_CONTROL), self.values("Pragma"))
    }

    /// A field that is one date, in any case of its letters (RFC 9111 §4.2). Several lines have to
    /// say the same.
    pub(super) fn date(&self, name: &str) -> Option<HttpDate> {
        let mut config = DateConfig::new();
        config.allow_any_case = true;
        let parse = |value| config.parse(value, self.now).map(|(date, _)| date);
        let mut dates = self.values(name).map(|value| parse(value).ok());
        let date = dates.next()??;
        dates.all(|other| other == Some(date)).then_some(date)
    }
}
