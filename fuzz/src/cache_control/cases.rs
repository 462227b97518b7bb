//! An input for every class of differences of every peer, and inputs on which all agree.

use super::{
    class::{
        Class::{self, *},
        Peer::{self, CacheControl, Headers, Semantics, Undici},
    },
    decision::{Expires, Situation},
};

/// An input that a peer reads otherwise than ours.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub peer: Peer,
    /// What it shows, and what else it takes.
    pub classes: &'static [Class],
    pub lines: &'static [&'static [u8]],
    /// Where the peer decides.
    pub situation: Situation<'static>,
    pub ours: &'static str,
    pub theirs: &'static str,
}

const SHARED: Situation<'static> = Situation {
    is_shared: true,
    has_authorization: false,
    status: 200,
    expires: Expires::Absent,
    omits_listed_fields: true,
    age: None,
};

const AUTHORIZED: Situation<'static> = Situation {
    has_authorization: true,
    ..SHARED
};

const fn case(
    peer: Peer,
    classes: &'static [Class],
    lines: &'static [&'static [u8]],
    ours: &'static str,
    theirs: &'static str,
) -> Case {
    Case {
        peer,
        classes,
        lines,
        situation: SHARED,
        ours,
        theirs,
    }
}

impl Case {
    const fn when(self, situation: Situation<'static>) -> Self {
        Self { situation, ..self }
    }
}

/// What a reader says that fails.
pub const FAILS: &str = "fails";

#[rustfmt::skip] // One case a line or two can be compared; one word a line cannot.
pub const CASES: &[Case] = &[
    case(Headers, &[CaseSensitive], &[b"No-Store"], "no-store", "nothing"),
    case(Headers, &[CaseSensitive], &[b"Max-Age=60"], "max-age=60", "nothing"),
    case(Headers, &[LineDropped], &[b"no-store, ext=\"\xe9\""], "no-store", "nothing"),
    case(Headers, &[LineDropped], &[b"max-age=60\xe9, no-store"], "no-store, max-age=?", "nothing"),
    case(Headers, &[NoEscapes], &[br#"ext="\",no-store,\"""#], "nothing", "no-store"),
    case(Headers, &[NoEscapes, QuoteNotClosed, GrammarUnchecked],
        &[br#"ext="a\"b, no-store", max-age=9"#], "max-age=9", "nothing"),
    case(Headers, &[QuoteNotClosed], &[b"max-age=60, ext=\"a"], "max-age=?", "max-age=60"),
    case(Headers, &[QuoteNotClosed], &[b"public, max-age=60", b"ext=\"a"], "max-age=?", "public, max-age=60"),
    case(Headers, &[QuoteNotClosed, GrammarUnchecked], &[b"ext=\"a, no-store"], "no-store", "nothing"),
    case(Headers, &[QuoteNotClosed], &[b"ext=\"a", b"ext=\"no-store\""], "no-store", "nothing"),
    case(Headers, &[GrammarUnchecked], &[b"no-store;"], "no-store", "nothing"),
    case(Headers, &[GrammarUnchecked], &[b"max-age =60"], "max-age=?", "nothing"),
    case(Headers, &[ArgumentHides], &[b"no-cache=\"Set-Cookie\""], "no-cache=\"…\"", "nothing"),
    case(Headers, &[ArgumentHides], &[b"private=\"Set-Cookie\""], "private=\"…\"", "nothing"),
    case(Headers, &[ArgumentHides], &[b"no-store=1"], "no-store", "nothing"),
    case(Headers, &[BareNumberHides], &[b"max-age"], "max-age=?", "nothing"),
    case(Headers, &[BareNumberHides], &[b"max-stale"], "max-stale", "nothing"),
    case(Headers, &[BadNumberLosesAll], &[b"no-store, max-age=1.5"], "no-store, max-age=?", FAILS),
    case(Headers, &[PlusSign], &[b"max-age=+60"], "max-age=?", "max-age=60"),
    case(Headers, &[NotClamped], &[b"max-age=3000000000"], "max-age=2147483648", "max-age=3000000000"),
    case(Headers, &[OverflowIsBad, BadNumberLosesAll],
        &[b"no-store, max-age=99999999999999999999999"], "no-store, max-age=2147483648", FAILS),
    case(Headers, &[LastCounts], &[b"max-age=5, max-age=60"], "max-age=5", "max-age=60"),
    case(Headers, &[LastCounts], &[b"max-age=5", b"max-age=60"], "max-age=5", "max-age=60"),
    case(Headers, &[FewerDirectives], &[b"stale-if-error=60"], "stale-if-error=60", "nothing"),
    case(Headers, &[FewerDirectives],
        &[b"stale-while-revalidate=60"], "stale-while-revalidate=60", "nothing"),

    case(CacheControl, &[CaseSensitive], &[b"Private, max-age=60"], "private, max-age=60", "max-age=60"),
    case(CacheControl, &[QuotesUnread], &[b"ext=\"a, no-store, b\""], "nothing", "no-store"),
    case(CacheControl, &[QuotesUnread], &[b"ext=\"a, public, b\""], "nothing", "public"),
    case(CacheControl, &[GrammarUnchecked], &[b"max-age = 60"], "max-age=?", "max-age=60"),
    case(CacheControl, &[GrammarUnchecked], &[b"max-age=60=70"], "max-age=?", "max-age=60"),
    case(CacheControl, &[GrammarUnchecked], &[b"no-store;"], "no-store", "nothing"),
    case(CacheControl, &[GrammarUnchecked], &["\u{a0}public".as_bytes()], "nothing", "public"),
    case(CacheControl, &[QuotedNumberIsBad, BadNumberLosesAll], &[b"max-age=\"60\""], "max-age=60", FAILS),
    case(CacheControl, &[ArgumentIgnored], &[b"public=no"], "nothing", "public"),
    case(CacheControl, &[FieldsIgnored], &[b"private=\"Set-Cookie\""], "private=\"…\"", "private"),
    case(CacheControl, &[BareMaxStaleIsBad, BadNumberLosesAll], &[b"max-stale"], "max-stale", FAILS),
    case(CacheControl, &[BadNumberLosesAll], &[b"no-store, max-age=1.5"], "no-store, max-age=?", FAILS),
    case(CacheControl, &[PlusSign], &[b"max-age=+60"], "max-age=?", "max-age=60"),
    case(CacheControl, &[NotClamped], &[b"max-age=3000000000"], "max-age=2147483648", "max-age=3000000000"),
    case(CacheControl, &[OverflowIsBad, BadNumberLosesAll],
        &[b"no-store, max-age=99999999999999999999999"], "no-store, max-age=2147483648", FAILS),
    case(CacheControl, &[LastCounts], &[b"max-age=5, max-age=60"], "max-age=5", "max-age=60"),
    case(CacheControl, &[OneOfFour], &[b"no-cache, private"], "private, no-cache", "private"),
    case(CacheControl, &[OneOfFour], &[b"private, public"], "public, private", "public"),
    case(CacheControl, &[FewerDirectives], &[b"s-maxage=60"], "s-maxage=60", "nothing"),
    case(CacheControl, &[FewerDirectives], &[b"must-understand"], "must-understand", "nothing"),

    case(Semantics, &[CaseSensitive], &[b"No-Store, max-age=60"], "not stored", "stored, fresh for 60 s"),
    case(Semantics, &[LineDropped],
        &[b"max-age=60", b"no-store, ext=\"\xe9\""], "not stored", "stored, fresh for 60 s"),
    case(Semantics, &[QuotesUnread],
        &[b"max-age=60, ext=\"a, no-store, b\""], "stored, fresh for 60 s", "not stored"),
    case(Semantics, &[QuotesUnread],
        &[b"max-age=60, ext=\"a, public, b\""], "not stored", "stored, fresh for 60 s")
        .when(AUTHORIZED),
    case(Semantics, &[GrammarUnchecked], &[b"no-store;"], "not stored", "stored, fresh for 0 s"),
    case(Semantics, &[GrammarUnchecked],
        &[b"max-age = 60"], "stored, fresh for 0 s", "stored, fresh for 60 s"),
    case(Semantics, &[ArgumentIgnored],
        &[b"public=no, max-age=60"], "not stored", "stored, fresh for 60 s")
        .when(AUTHORIZED),
    case(Semantics, &[FieldsIgnored],
        &[b"max-age=60, private=\"Set-Cookie\""], "stored, fresh for 60 s", "not stored"),
    case(Semantics, &[FieldsIgnored],
        &[b"max-age=60, no-cache=\"Set-Cookie\""], "stored, fresh for 60 s", "stored, fresh for 0 s"),
    case(Semantics, &[BareNumberSkipped],
        &[b"max-age"], "stored, fresh for 0 s", "stored, fresh for 1000 s")
        .when(Situation { expires: Expires::In(1000), ..SHARED }),
    case(Semantics, &[PlusSign],
        &[b"max-age=+60"], "stored, fresh for 0 s", "stored, fresh for 60 s"),
    case(Semantics, &[NotClamped],
        &[b"max-age=3000000000"], "stored, fresh for 2147483648 s", "stored, fresh for 3000000000 s"),
    case(Semantics, &[OverflowIsBad], &[b"max-age=99999999999999999999999"],
        "stored, fresh for 2147483648 s", "stored, fresh for 0 s"),
    case(Semantics, &[OverflowIsBad],
        &[b"max-age=60"], "stored, fresh for 0 s", "stored, fresh for 60 s")
        .when(Situation { age: Some(b"99999999999999999999999"), ..SHARED }),
    case(Semantics, &[FewerDirectives],
        &[b"must-understand, no-store, max-age=60"], "stored, fresh for 60 s", "not stored"),
    case(Semantics, &[ConflictPermits],
        &[b"max-age=60, max-age=61"], "not stored", "stored, fresh for 60 s")
        .when(AUTHORIZED),
    case(Semantics, &[ConflictPermits],
        &[b"ext=1, ext=2, max-age=60"], "not stored", "stored, fresh for 60 s")
        .when(AUTHORIZED),
    case(Semantics, &[InvalidNumberInvites], &[b"s-maxage=x"], "not stored", "stored, fresh for 0 s")
        .when(AUTHORIZED),
    case(Semantics, &[InvalidNumberInvites], &[b"max-age=x"], "not stored", "stored, fresh for 0 s")
        .when(Situation { status: 302, ..SHARED }),
    case(Semantics, &[StatusList], &[b"max-age=60"], "stored, fresh for 60 s", "not stored")
        .when(Situation { status: 299, ..SHARED }),
    case(Semantics, &[StatusList], &[b"max-age=60"], "stored, fresh for 60 s", "not stored")
        .when(Situation { status: 206, ..SHARED }),
    case(Semantics, &[PrivateInvitesNobody], &[b"private"], "stored, fresh for 0 s", "not stored")
        .when(Situation { is_shared: false, status: 302, ..SHARED }),
    case(Semantics, &[ProxyRevalidateIsStale],
        &[b"max-age=60, proxy-revalidate"], "stored, fresh for 60 s", "stored, fresh for 0 s"),
    case(Semantics, &[AgeIsNoList],
        &[b"max-age=60"], "stored, fresh for 10 s", "stored, fresh for 60 s")
        .when(Situation { age: Some(b"50, 0"), ..SHARED }),

    case(Undici, &[BareMaxStaleIsBad], &[b"max-stale"], "max-stale", "max-stale=?"),
    case(Undici, &[ClampedBelow], &[b"max-age=2147483648"], "max-age=2147483648", "max-age=2147483647"),
    case(Undici, &[StrictestCounts], &[b"max-age=60, max-age=5"], "max-age=60", "max-age=5"),
    case(Undici, &[StrictestCounts], &[b"min-fresh=5", b"min-fresh=60"], "min-fresh=5", "min-fresh=60"),
    case(Undici, &[StrictestCounts], &[b"max-age=60, max-age=x"], "max-age=60", "max-age=?"),
    case(Undici, &[ArgumentErases], &[b"must-revalidate=1"], "must-revalidate", "nothing"),
    case(Undici, &[ArgumentErases], &[b"public, public=1"], "public", "nothing"),
    case(Undici, &[EmptyNameIsBad], &[b"private=\"a,,b\""], "private=\"…\"", "private"),
    case(Undici, &[SpaceBehindIsBad], &[b"max-age=60 , public"], "public, max-age=60", "public, max-age=?"),
];

/// Inputs that all four read the same, and about which both decide the same for every cache.
pub const AGREED: &[&[&[u8]]] = &[
    &[],
    &[b""],
    &[b"max-age=60"],
    &[b"max-age=0060"],
    &[b"max-age=2147483648"],
    &[b"max-age=31536000, immutable"],
    &[b"public, max-age=31536000, immutable"],
    &[b"private, max-age=0, must-revalidate"],
    &[b"no-store"],
    &[b"no-store, max-age=60"],
    &[b"no-cache"],
    &[b"no-cache, no-store, must-revalidate, max-age=0"],
    &[b"no-store, no-cache, must-revalidate, post-check=0, pre-check=0"],
    &[b"max-age=60, must-revalidate"],
    &[b"max-age=60, no-transform"],
    &[b",, ,\tmax-age=7\t,,"],
    &[b"max-age=60", b"must-revalidate"],
    &[b"max-age=60, max-age=60"],
    &[b"community=\"UCI\", max-age=60"],
    &[b"min-fresh=5, only-if-cached"],
    &[b"max-stale=5"],
    &[b"nothing-to-see-here"],
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::cache_control::{
        check_decision, check_reading, class::Classes, decision::decide, model::Field, peers,
    };

    /// What the model says of a case with these classes.
    fn model(case: &Case, classes: Classes) -> String {
        match case.peer {
            Semantics => decide(&case.situation, case.lines, case.peer, classes).to_string(),
            _ => match Field::read(case.lines, case.peer, classes).outcome() {
                Some(reading) => reading.to_string(),
                None => FAILS.to_owned(),
            },
        }
    }

    fn ours(case: &Case) -> String {
        match case.peer {
            Semantics => peers::our_decision(&case.situation, case.lines).to_string(),
            _ => peers::ours(case.lines).to_string(),
        }
    }

    fn theirs(case: &Case) -> String {
        let reading = match case.peer {
            Semantics => {
                return peers::their_decision(&case.situation, case.lines).to_string();
            }
            Headers => peers::headers(case.lines),
            // The peer itself is asked where it is at hand.
            Undici => return model(case, Classes::new(case.peer.classes())),
            CacheControl => {
                let text = str::from_utf8(case.lines[0]).unwrap();
                assert_eq!(case.lines.len(), 1);
                peers::cache_control(text)
            }
        };
        reading.map_or_else(|| FAILS.to_owned(), |reading| reading.to_string())
    }

    #[test]
    fn every_case_is_read_as_the_table_says() {
        for case in CASES {
            assert_eq!(ours(case), case.ours, "ours: {case:?}");
            assert_eq!(theirs(case), case.theirs, "theirs: {case:?}");
            check_reading(case.lines);
            check_decision(&case.situation, case.lines);
        }
    }

    #[test]
    fn every_case_is_due_to_its_classes_and_to_each_of_them() {
        for case in CASES {
            assert_ne!(case.ours, case.theirs, "{case:?}");
            let classes = Classes::new(case.classes);
            assert_eq!(model(case, Classes::default()), case.ours, "{case:?}");
            assert_eq!(model(case, classes), case.theirs, "{case:?}");
            for &class in case.classes {
                assert_ne!(
                    model(case, classes.without(class)),
                    case.theirs,
                    "{class:?}: {case:?}"
                );
            }
        }
    }

    #[test]
    fn every_class_of_every_peer_has_a_case() {
        for peer in Peer::ALL {
            let listed: HashSet<_> = peer.classes().iter().map(|&class| class as u32).collect();
            let cases = CASES.iter().filter(|case| case.peer == peer);
            let shown: HashSet<_> = cases.map(|case| case.classes[0] as u32).collect();
            assert_eq!(shown, listed, "{peer:?}");
        }
        let listed = Peer::ALL.iter().flat_map(|peer| peer.classes());
        let listed: HashSet<_> = listed.map(|&class| class as u32).collect();
        assert_eq!(listed.len(), Class::ALL.len());
    }

    #[test]
    fn all_agree_on_what_is_listed_as_agreed() {
        for lines in AGREED {
            let ours = peers::ours(lines);
            assert_eq!(peers::headers(lines), Some(ours), "{lines:?}");
            let text = String::from_utf8(lines.join(&b", "[..])).unwrap();
            assert_eq!(peers::cache_control(&text), Some(ours), "{lines:?}");
            for (is_shared, has_authorization) in
                [(true, true), (true, false), (false, true), (false, false)]
            {
                let situation = Situation {
                    is_shared,
                    has_authorization,
                    ..SHARED
                };
                assert_eq!(
                    peers::their_decision(&situation, lines),
                    peers::our_decision(&situation, lines),
                    "{situation:?} {lines:?}"
                );
            }
        }
    }
}
