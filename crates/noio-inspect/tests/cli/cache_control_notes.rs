//! `cache-control --explain`: what many do not expect of a response.

use crate::{
    cache_control::cache_control,
    cache_control_explain::{
        ASKED, GIVEN_TO_OTHERS, NO_AUTHORIZATION, UNREACHABLE, explained, explanation, not_stored,
        stored,
    },
};

/// The notes in the JSON of an explanation.
#[track_caller]
fn assert_notes(value: &str, notes: &[&str]) {
    let explained = explained(&[value]);
    let (_, said) = explained.split_once(",\"notes\":").unwrap();
    let notes: Vec<_> = notes.iter().map(|note| format!("\"{note}\"")).collect();
    assert_eq!(said, format!("[{}]}}", notes.join(",")), "{value}");
}

#[test]
fn notes() {
    const FIELDS: &str = "Expires and Last-Modified may say more: --head takes them in";
    for (value, notes) in [
        ("max-age=60", &[][..]),
        ("", &[FIELDS]),
        ("no-store", &[]),
        (
            "public, private, max-age=1",
            &["public and private contradict each other: private counts"],
        ),
        (
            "must-understand, max-age=1",
            &[
                "must-understand goes with no-store, for caches that do not know it (RFC 9111 §5.2.2.3)",
            ],
        ),
        (
            "must-understand, max-age=1, no-store",
            &[
                "a cache that does not know must-understand sees no-store, and stores nothing (RFC 9111 §5.2.2.3)",
            ],
        ),
        (
            "max-age=1, private, stale-while-revalidate=1, stale-if-error=1, must-revalidate",
            &[
                "stale-while-revalidate has no effect (must-revalidate, RFC 9111 §5.2.2.2)",
                "stale-if-error has no effect (must-revalidate, RFC 9111 §5.2.2.2)",
            ],
        ),
        // Where it is not stored, nothing has an effect.
        ("no-store, stale-if-error=1, must-revalidate, no-cache", &[]),
        ("private, s-maxage=1, stale-if-error=1, max-age=1", &[]),
        (
            "max-age=1, stale-if-error=1, no-cache, private",
            &["no-cache does not keep it from being stored: no-store would"],
        ),
        ("must-understand=1, no-store", &[]),
        (
            "max-age=1, stale-if-error=1, proxy-revalidate",
            &[
                "stale-if-error has no effect in shared caches (proxy-revalidate, RFC 9111 §5.2.2.8)",
            ],
        ),
        (
            "max-age=1, must-revalidate",
            &[
                "must-revalidate lets shared caches give it to others even if the request had Authorization (RFC 9111 §3.5)",
            ],
        ),
        (
            "max-age=1, s-maxage=1",
            &[
                "s-maxage lets shared caches give it to others even if the request had Authorization (RFC 9111 §3.5)",
            ],
        ),
    ] {
        assert_notes(value, notes);
    }
}

/// The verdict is that of a cache that knows lists, and a note tells of the others.
#[test]
fn lists_of_fields_are_told_both_ways() {
    const PRIVATE: &str =
        "many caches take private with a list for private alone: shared ones do not store it then";
    const NO_CACHE: &str = "many caches take no-cache with a list for no-cache alone: they ask the server before every use then";
    for (value, notes) in [
        ("max-age=1, private=\"a\"", &[PRIVATE][..]),
        ("max-age=1, no-cache=a", &[NO_CACHE]),
        ("max-age=1, no-cache=a, private=b", &[PRIVATE, NO_CACHE]),
        ("public, private=a, max-age=1", &[PRIVATE, GIVEN_TO_OTHERS]),
        // A browser keeps it for its user in any case, and asks or does not.
        ("max-age=1, private, no-cache=a", &[NO_CACHE]),
        // Where all caches do the same, there is nothing to tell.
        ("no-store, private=a, no-cache=b", &[]),
        ("max-age=1, private=a, private", &[]),
        (
            "max-age=1, no-cache=a, no-cache",
            &["no-cache does not keep it from being stored: no-store would"],
        ),
        ("max-age=1, private=\"a b\"", &[]),
    ] {
        assert_notes(value, notes);
    }

    let minute = "for 60 s = 1 min (max-age, RFC 9111 §5.2.2.1)";
    let without = "without a,b, until the server was asked (no-cache, RFC 9111 §5.2.2.4)";
    let verdict = stored(60, &format!("{minute}; {without}"), &[ASKED, UNREACHABLE]);
    let no_authorization = not_stored(NO_AUTHORIZATION);
    assert_eq!(
        explained(&["max-age=60, no-cache=\"a, b\""]),
        explanation([&verdict, &verdict, &no_authorization], &[NO_CACHE])
    );
}

#[test]
fn private_with_a_list_lets_nobody_store_it() {
    const NOTE: &str =
        "private would let a browser store it, but not with a list (RFC 9111 §5.2.2.7)";
    for (status, value, is_told) in [
        ("500", "private=a", true),
        ("500", "private", false),
        ("500", "private, private=a", false),
        ("500", "private=a, max-age=1", false),
        ("200", "private=a", false),
    ] {
        let ran = cache_control(&["--explain", "--status", status], &[value]);
        let note = format!("  note       {NOTE}\n");
        assert_eq!(ran.stdout.contains(&note), is_told, "{status} {value}");
    }
}
