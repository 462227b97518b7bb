//! `crates/noio-cache-control/PEERS.md`, written from the table of cases.

use core::fmt::Write as _;

use super::{
    cases::{CASES, Case},
    class::{Class, Peer},
    decision::{Expires, Situation},
};

const HEAD: &str = "\
# Cache-Control beside its peers

Where `noio-cache-control` and the crates that read the same field differ, by class: an input, what each makes of it, and who is right. Their versions are those in `fuzz/Cargo.lock`. `fuzz/src/cache_control` writes this page; its tests hold every row against the real crates, and the fuzz target `cache_control_pair` looks for a difference that is in no class. `tests/defects` has what peers in other languages got wrong.

`max-age=?` is a `max-age` whose number is invalid, and `private=\"…\"` a `private` with a list of fields. `http-cache-semantics` does not show directives, but decides. Where a row says nothing else, the cache is shared and leaves out the fields that `private` and `no-cache` list, the response has status 200 and was just received, and the request has no Authorization; its guesses, and what its options add to the standard, are off.
";

const UNDICI: &str = "
Version 7.30.2, its `parseCacheControlHeader`, and only fields that RFC 9111 §5.2 allows. `interop/run` asks it about these rows and some 10,000 other fields, and finds no other difference.
";

const TAIL: &str = "
## More of `http-cache-semantics`

What the fuzz target leaves out; `fuzz/src/cache_control/semantics.rs` tests it.

| what | ours | theirs | who is right |
|---|---|---|---|
| an Age of 2⁶⁴ − 1 a second after it came | 2³¹ + 1 s old | panic | ours: RFC 9111 §1.2.2 |
| `max-stale` in a request, and a stale response with `s-maxage`, or one with `proxy-revalidate` or `no-cache` | validated | used | ours: RFC 9111 §5.2.2.10, §5.2.2.8, §5.2.2.4 |
| Expires in the obsolete forms, `Monday, 21-Sep-26 15:13:20 GMT` and `Mon Sep 21 15:13:20 2026` | fresh | expired | ours: RFC 9110 §5.6.7, a recipient accepts all three |
| Expires with a zone, `+0200` or `EST`; with two spaces; without seconds | expired | fresh | ours: RFC 9111 §5.3, an invalid one has expired |
| `Pragma: no-cache` in a response with Expires and no Cache-Control | fresh | stale | both: RFC 9111 §5.4, in responses it was never specified. In requests both obey it |
| two Expires that differ | expired | the first counts | both: RFC 9111 §4.2.1; ours is on the safe side |
| Set-Cookie in a shared cache, without `public` or `immutable` | fresh | stale | both: RFC 9111 §7.3 leaves it to origins to say so, and caches may be careful |
";

/// The page.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    for peer in Peer::ALL {
        let name = peer.name();
        let _ = write!(page, "\n## `{name}`\n");
        if peer == Peer::Undici {
            page.push_str(UNDICI);
        }
        for &class in peer.classes() {
            let _ = write!(
                page,
                "\n**{}.** {}.\n\n",
                class.title(),
                class.verdict(peer)
            );
            page.push_str("| field | ours | theirs |\n|---|---|---|\n");
            for case in of(peer, class) {
                page.push_str(&row(case));
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

fn row(case: &Case) -> String {
    let lines: Vec<_> = case.lines.iter().map(|line| code(line)).collect();
    let field = lines.join(" and ") + &situation(&case.situation);
    let said = |text: &str| match text {
        "nothing" | super::cases::FAILS => text.to_owned(),
        _ if case.peer == Peer::Semantics => text.to_owned(),
        _ => code(text.as_bytes()),
    };
    format!(
        "| {field} | {} | {} |\n",
        said(case.ours),
        said(case.theirs)
    )
}

/// What is not as in the head of the page.
fn situation(situation: &Situation<'_>) -> String {
    let mut text = String::new();
    if !situation.is_shared {
        text += ", private cache";
    }
    if situation.has_authorization {
        text += ", Authorization";
    }
    if situation.status != 200 {
        let _ = write!(text, ", status {}", situation.status);
    }
    match situation.expires {
        Expires::Absent => {}
        Expires::Invalid => text += ", `Expires: 0`",
        Expires::In(seconds) => {
            let _ = write!(text, ", Expires in {seconds} s");
        }
    }
    if let Some(age) = situation.age {
        let _ = write!(text, ", `Age: {}`", age.escape_ascii());
    }
    text
}

/// Text in a cell: what is neither ASCII nor text, as `\xE9`.
fn code(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(&chunk.valid().replace('\u{a0}', "\\xC2\\xA0"));
        for octet in chunk.invalid() {
            let _ = write!(text, "\\x{octet:02X}");
        }
    }
    format!("`{text}`")
}

#[cfg(test)]
mod tests {
    use std::{env, fs, path::Path};

    /// To write it anew: `NOIO_WRITE_PEERS=1 cargo test --manifest-path fuzz/Cargo.toml peers_md`.
    #[test]
    fn peers_md_is_as_the_cases_say() {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/noio-cache-control/PEERS.md");
        let page = super::page();
        if env::var_os("NOIO_WRITE_PEERS").is_some() {
            fs::write(&path, &page).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), page);
    }
}
