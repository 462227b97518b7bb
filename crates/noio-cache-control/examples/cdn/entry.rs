//! A response that is stored, and what is done with it.

use noio_cache_control::{Age, HttpDate, freshness::Stored};

use crate::message::Response;

/// What an entry costs beside the octets of its response, about.
const ENTRY_OVERHEAD: usize = 512;

/// A response that is stored.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) stored: Stored,
    pub(crate) response: Response,
}

impl Entry {
    /// The response with its age (RFC 9111 §4).
    pub(crate) fn response(&self, now: HttpDate) -> Response {
        let mut response = self.response.clone();
        let age = Age::from_seconds(self.stored.age(now));
        response.fields.set("Age", age.to_string());
        response
    }

    /// The conditions under which the origin need not send the response again (RFC 9111 §4.3.1).
    pub(crate) fn conditions(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        let fields = &self.response.fields;
        [
            ("If-None-Match", "etag"),
            ("If-Modified-Since", "last-modified"),
        ]
        .into_iter()
        .filter_map(|(condition, validator)| Some((condition, fields.only_line(validator)?)))
    }

    /// Whether a 304 is about this response (RFC 9111 §4.3.4). One without validators is about
    /// nothing that is known.
    pub(crate) fn is_validated_by(&self, not_modified: &Response) -> bool {
        let (stored, other) = (&self.response.fields, &not_modified.fields);
        if other.has("etag") {
            let (Some(ours), Some(theirs)) = (stored.only_line("etag"), other.only_line("etag"))
            else {
                return false;
            };
            // A weak one matches a strong one with the same text (RFC 9110 §8.8.3.2).
            let is_weak_match = theirs
                .strip_prefix(b"W/")
                .is_some_and(|text| ours.strip_prefix(b"W/").unwrap_or(ours) == text);
            return ours == theirs || is_weak_match;
        }
        let last_modified = other.only_line("last-modified");
        last_modified.is_some() && last_modified == stored.only_line("last-modified")
    }

    /// The response with the fields of a 304 in place of its own (RFC 9111 §3.2).
    pub(crate) fn updated_by(&self, not_modified: &Response) -> Response {
        let mut response = self.response.clone();
        response.fields.update(&not_modified.fields);
        response
    }

    /// How much of the store it takes, in octets.
    pub(crate) fn len(&self) -> usize {
        ENTRY_OVERHEAD + self.response.body.len() + self.response.fields.len()
    }
}
