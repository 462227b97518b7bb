//! `crates/noio-conditional/PEERS.md`, written from the table of cases.

use core::fmt::Write as _;

use super::{
    cases::{CASES, Case, Input, NO_DATE},
    class::{Class, Peer},
    request::{Current, LastModified, Method, Request},
};

const HEAD: &str = "\
# Conditional requests beside their peers

Where `noio-conditional` and the crates that answer the same requests, or read the same dates, differ, by class: an input, what each makes of it, and who is right. Their versions are those in `fuzz/Cargo.lock`. `fuzz/src/conditional` writes this page; its tests hold every row against the real crates, and the fuzz target `conditional_peers` looks for a difference that is in no class.

A row is a GET to an origin server, and its answer: 200 with all of the representation, 206 with the octet that `Range: bytes=0-0` asks for, 304, 400 or 412. Where it says nothing else, the representation has the ETag `\"a\"` and a strong Last-Modified, `Sun, 06 Nov 1994 08:49:37 GMT`; of `tower-http` its own ETag, `\"2ebc98a1.00000000-a\"`. It is September 2026.
";

const TAIL: &str = "
## What rows cannot show

`fuzz/src/conditional/page.rs` tests it.

| what | ours | theirs | who is right |
|---|---|---|---|
| `headers`, built with debug assertions: an `If-None-Match` or `If-Match` of a client's with a space in a tag, `\"a b\"` | no tag | panic | ours: RFC 9110 §8.8.3, it is no tag; a client must not be able to do that. Without debug assertions theirs takes it for a tag, which no ETag can match |
| `headers`, an ETag field with whitespace around its value | the tag | an error | both: RFC 9110 §5.5, it is not part of the value |
| `httpdate`, to write a date before 1970 | written | panic | ours: RFC 9110 §5.6.7, years have four digits |
| a 304 of `tower-http` and `http-serve` to a representation with an ETag | without Last-Modified | with it | ours: RFC 9110 §15.4.5, it would guide a cache only without an ETag. It does no harm |
";

/// The page.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    for peer in Peer::all() {
        let _ = write!(page, "\n## `{}`\n\n{}\n", peer.name(), peer.about());
        for &class in peer.classes() {
            let (title, verdict) = (class.title(peer), class.verdict(peer));
            let _ = write!(page, "\n**{title}.** {verdict}.\n\n");
            let input = if Peer::DATES.contains(&peer) {
                "date"
            } else {
                "request"
            };
            let _ = write!(page, "| {input} | ours | theirs |\n|---|---|---|\n");
            for case in of(peer, class) {
                let (ours, theirs) = (said(case.ours), said(case.theirs));
                let _ = writeln!(page, "| {} | {ours} | {theirs} |", input_of(case));
            }
        }
    }
    page.push_str(TAIL);
    page
}

fn of(peer: Peer, class: Class) -> impl Iterator<Item = &'static Case> {
    CASES
        .iter()
        .filter(move |case| case.peer == peer && case.classes.first() == Some(&class))
}

fn said(text: &str) -> String {
    match text {
        NO_DATE => text.to_owned(),
        _ if text.len() == 3 => text.to_owned(),
        _ => format!("`{text}`"),
    }
}

fn input_of(case: &Case) -> String {
    match &case.input {
        Input::Date(value) => code(value),
        Input::Request(request) => request_of(request, case.peer),
    }
}

fn request_of(request: &Request<'_>, peer: Peer) -> String {
    let mut parts = Vec::new();
    if request.method == Method::Head {
        parts.push("HEAD".to_owned());
    }
    if request.has_range {
        parts.push("Range".to_owned());
    }
    for (field, value) in request.lines {
        let separator: &[u8] = if value.is_empty() { b":" } else { b": " };
        let line = [field.as_str().as_bytes(), separator, value].concat();
        parts.push(code(&line));
    }
    let mut text = parts.join(", ");
    if peer != Peer::TowerHttp {
        text.push_str(&current_of(&request.current));
    }
    text
}

/// What is not as in the head of the page.
fn current_of(current: &Current) -> String {
    let mut text = String::new();
    match current.etag {
        Some(b"\"a\"") => {}
        Some(etag) => {
            let _ = write!(text, "; ETag {}", code(etag));
        }
        None => text += "; no ETag",
    }
    match current.last_modified {
        Some(LastModified::Strong) => {}
        Some(LastModified::Weak) => text += "; weak Last-Modified",
        None => text += "; no Last-Modified",
    }
    text
}

/// Text in a cell: what is no ASCII, as `\xE9`, a tab as `\t`.
fn code(bytes: &[u8]) -> String {
    let mut text = String::new();
    for &octet in bytes {
        match octet {
            b'\t' => text.push_str("\\t"),
            b' '..=b'~' => text.push(octet.into()),
            _ => {
                let _ = write!(text, "\\x{octet:02X}");
            }
        }
    }
    // A space at the end would go in Markdown.
    match text.strip_suffix(' ') {
        Some(text) => format!("`{text}` and a space"),
        None => format!("`{text}`"),
    }
}

#[cfg(test)]
mod tests {
    use std::{env, fs, panic::catch_unwind, path::Path, time::Duration};

    use headers::{ETag, Header, IfNoneMatch};
    use http::HeaderValue;

    use crate::conditional::{
        peers::time,
        request::{CURRENT, Field, Method, Request, TOWER_ETAG},
        served,
    };

    /// To write it anew: `NOIO_WRITE_PEERS=1 cargo test --manifest-path fuzz/Cargo.toml peers_md`.
    #[test]
    fn peers_md_is_as_the_cases_say() {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/noio-conditional/PEERS.md");
        let page = super::page();
        if env::var_os("NOIO_WRITE_PEERS").is_some() {
            fs::write(&path, &page).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), page);
    }

    fn decode<H: Header>(value: &'static str) -> Option<H> {
        let value = HeaderValue::from_static(value);
        H::decode(&mut [&value].into_iter()).ok()
    }

    /// Debug assertions are those of the peer, which is built as this is.
    #[test]
    fn a_space_in_a_tag_of_a_request_is_a_panic_of_headers() {
        let field: IfNoneMatch = decode("\"a b\"").unwrap();
        let etag: ETag = decode("\"a\"").unwrap();
        let passes = catch_unwind(|| field.precondition_passes(&etag)).ok();
        let expected = if cfg!(debug_assertions) {
            None
        } else {
            Some(true)
        };
        assert_eq!(passes, expected);
        assert!(noio_conditional::ETag::parse(b"\"a b\"").is_none());
    }

    #[test]
    fn whitespace_around_an_etag_is_an_error_of_headers() {
        assert!(decode::<ETag>("\"a\"").is_some());
        assert!(decode::<ETag>("\"a\" ").is_none());
        assert!(noio_conditional::ETag::parse(b"\"a\" ").is_some());
    }

    #[test]
    fn a_date_before_1970_is_a_panic_of_httpdate() {
        let before = time(0) - Duration::from_secs(1);
        assert!(catch_unwind(|| httpdate::fmt_http_date(before)).is_err());
        let ours = noio_conditional::HttpDate::from_unix_seconds(-1).unwrap();
        assert_eq!(ours.to_string(), "Wed, 31 Dec 1969 23:59:59 GMT");
    }

    #[test]
    fn peers_have_last_modified_beside_etag_in_a_304() {
        let request = Request {
            method: Method::Get,
            has_range: false,
            current: CURRENT[0],
            lines: &[(Field::IfNoneMatch, TOWER_ETAG)],
        };
        for fields in [
            served::http_serve(&request).1,
            served::tower_http(&request).1,
        ] {
            assert!(fields.contains_key("etag"));
            assert!(fields.contains_key("last-modified"));
        }
        assert!(!noio_conditional::is_not_modified_field(
            b"Last-Modified",
            true
        ));
    }
}
