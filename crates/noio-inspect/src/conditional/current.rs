//! What preconditions are compared with.

use clap::ArgMatches;
use noio_conditional::{
    DateConfig, ETag, HttpDate, LastModified, Representation, is_not_modified_field,
};

use crate::head::Head;

/// The current representation, as it is told.
pub(super) struct Current<'a> {
    pub(super) representation: Representation<'a>,
    /// The Date of the response, if a cache has stored it.
    pub(super) stored: Option<HttpDate>,
    /// The names of the fields of its response, if that is known.
    pub(super) fields: Option<Vec<&'a str>>,
    /// What of it is not as it was told.
    pub(super) notes: Vec<String>,
}

impl<'a> Current<'a> {
    pub(super) fn of_options(matches: &'a ArgMatches, now: HttpDate) -> Self {
        let date = |name| matches.get_one::<HttpDate>(name).copied();
        let etag: Option<&Vec<u8>> = matches.get_one("etag");
        let etag = etag.and_then(|etag| ETag::parse(etag));
        let (weak, strong) = (date("last-modified"), date("strong-last-modified"));
        let stored = date("stored");
        let representation = match stored {
            _ if matches.get_flag("absent") => Representation::absent(),
            Some(date) => Representation::cached(etag, weak, date),
            None => {
                let weak = weak.map(|date| LastModified::weak(date, now));
                let strong = strong.map(|date| LastModified::strong(date, now));
                Representation::current(etag, weak.or(strong))
            }
        };
        Self {
            representation,
            stored,
            fields: None,
            notes: Vec::new(),
        }
        .with_note_on(weak.or(strong))
    }

    /// What the head of a response says.
    pub(super) fn of_response(head: &Head<'a>, is_stored: bool, now: HttpDate) -> Self {
        let mut notes = Vec::new();
        let values = |name: &str| {
            let fields = head.fields.iter();
            let fields = fields.filter(|field| field.name.eq_ignore_ascii_case(name));
            fields.map(|field| field.value).collect::<Vec<_>>()
        };
        let tags = values("ETag");
        let etag = match tags.as_slice() {
            [value] => ETag::parse(value),
            _ => None,
        };
        if etag.is_none() && !tags.is_empty() {
            notes.push("ETag of the response is not one entity tag, and not looked at".into());
        }
        let mut config = DateConfig::new();
        config.allow_any_case = true;
        let mut date = |name, instead: &str| {
            let values = values(name);
            let date = match values.as_slice() {
                [value] => config.parse(value, now).ok().map(|(date, _)| date),
                _ => None,
            };
            if date.is_none() && !values.is_empty() {
                notes.push(format!(
                    "{name} of the response is not one date, and {instead}"
                ));
            }
            date
        };
        let last_modified = date("Last-Modified", "not looked at");
        let stored = is_stored.then(|| {
            let date = date("Date", "the time of day stands for it");
            date.unwrap_or(now)
        });
        let representation = match stored {
            Some(date) => Representation::cached(etag, last_modified, date),
            None => {
                let last_modified = last_modified.map(|date| LastModified::weak(date, now));
                Representation::current(etag, last_modified)
            }
        };
        Self {
            representation,
            stored,
            fields: Some(head.fields.iter().map(|field| field.name).collect()),
            notes,
        }
        .with_note_on(last_modified)
    }

    /// Tells if Last-Modified is not the one that was told.
    fn with_note_on(mut self, told: Option<HttpDate>) -> Self {
        let used = self.last_modified().map(LastModified::date);
        if told.is_some() && used.is_some() && told != used {
            self.notes.push(
                "Last-Modified is later than now: it is sent as now, and compared as it is (RFC 9110 §8.8.2.1)".into(),
            );
        }
        self
    }

    pub(super) const fn etag(&self) -> Option<ETag<'a>> {
        self.representation.etag()
    }

    pub(super) const fn last_modified(&self) -> Option<LastModified> {
        self.representation.last_modified()
    }

    pub(super) const fn is_absent(&self) -> bool {
        self.representation.is_absent()
    }

    pub(super) const fn is_stored(&self) -> bool {
        self.stored.is_some()
    }

    /// The names of the fields that a 304 carries, and of those that it does not. `None`: they are
    /// not known.
    pub(super) fn not_modified_fields(&self) -> Option<(Vec<&'a str>, Vec<&'a str>)> {
        let has_etag = self.etag().is_some();
        let names = self.fields.as_ref()?.iter().copied();
        Some(names.partition(|name| is_not_modified_field(name.as_bytes(), has_etag)))
    }
}
