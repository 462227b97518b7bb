//! An input for every class of differences of every peer, and inputs on which all agree.

use super::{
    class::{
        Class::{self, *},
        Classes,
        Peer::{self, DateHeader, Headers, HttpDate, HttpServe, Httpdate, TowerHttp},
    },
    date, model, peers,
    request::{CURRENT, Current, Field::*, LastModified, Lines, Method, Request, TOWER_ETAG},
};

/// An input of which a peer makes something else than ours.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub peer: Peer,
    /// What it shows, and what else it takes.
    pub classes: &'static [Class],
    pub input: Input,
    pub ours: &'static str,
    pub theirs: &'static str,
}

/// What a peer is asked.
#[derive(Clone, Copy, Debug)]
pub enum Input {
    Request(Request<'static>),
    /// The value of a field.
    Date(&'static [u8]),
}

/// What is read that is no date.
pub const NO_DATE: &str = "no date";

impl Input {
    /// What ours makes of it.
    pub fn ours(&self) -> String {
        match self {
            Self::Request(request) => peers::ours(request).as_str().to_owned(),
            Self::Date(value) => shown(peers::our_date(value)),
        }
    }

    /// What a peer makes of it.
    ///
    /// # Panics
    ///
    /// If it cannot be asked that.
    pub fn theirs(&self, peer: Peer) -> String {
        match self {
            Self::Request(request) => {
                let answer = peers::theirs(request, peer).expect("a peer that can be asked");
                answer.as_str().to_owned()
            }
            Self::Date(value) => shown(peers::their_date(value, peer)),
        }
    }

    /// What the model makes of it.
    pub fn model(&self, peer: Peer, classes: Classes) -> String {
        match self {
            Self::Request(request) => model::answer(request, peer, classes).as_str().to_owned(),
            Self::Date(value) => shown(date::parse(value, peer, classes)),
        }
    }
}

fn shown(date: Option<i64>) -> String {
    match date {
        Some(seconds) => chrono::DateTime::from_timestamp(seconds, 0)
            .expect("a year before 10000")
            .format("%Y-%m-%d %H:%M:%S")
            .to_string(),
        None => NO_DATE.to_owned(),
    }
}

const fn get(
    peer: Peer,
    classes: &'static [Class],
    lines: Lines<'static>,
    ours: &'static str,
    theirs: &'static str,
) -> Case {
    let current = match peer {
        TowerHttp => CURRENT[0],
        _ => CURRENT[1],
    };
    Case {
        peer,
        classes,
        input: Input::Request(Request {
            method: Method::Get,
            has_range: false,
            current,
            lines,
        }),
        ours,
        theirs,
    }
}

const fn date(
    peer: Peer,
    classes: &'static [Class],
    value: &'static [u8],
    ours: &'static str,
    theirs: &'static str,
) -> Case {
    Case {
        peer,
        classes,
        input: Input::Date(value),
        ours,
        theirs,
    }
}

impl Case {
    const fn of(self, method: Method, has_range: bool, current: Option<Current>) -> Self {
        let Input::Request(request) = self.input else {
            return self;
        };
        Self {
            input: Input::Request(Request {
                method,
                has_range,
                current: match current {
                    Some(current) => current,
                    None => request.current,
                },
                ..request
            }),
            ..self
        }
    }

    /// With Range.
    const fn range(self) -> Self {
        self.of(Method::Get, true, None)
    }

    /// HEAD with Range.
    const fn head(self) -> Self {
        self.of(Method::Head, true, None)
    }

    /// Of another representation.
    const fn when(self, etag: Option<&'static [u8]>, modified: Option<LastModified>) -> Self {
        let current = Current {
            etag,
            last_modified: modified,
        };
        let Input::Request(request) = self.input else {
            return self;
        };
        self.of(request.method, request.has_range, Some(current))
    }
}

const IMF: &[u8] = b"Sun, 06 Nov 1994 08:49:37 GMT";
const LATER: &[u8] = b"Mon, 07 Nov 1994 08:49:37 GMT";
const EARLIER: &[u8] = b"Sat, 05 Nov 1994 08:49:37 GMT";
const NO_SPACE: &[u8] = b"Sunday, 06-Nov-94(08:49:37 GMT";
const MONDAY: &[u8] = b"Mon, 06 Nov 1994 08:49:37 GMT";
const LEAP_SECOND: &[u8] = b"Sat, 31 Dec 2016 23:59:60 GMT";
const IN_1969: &[u8] = b"Wed, 31 Dec 1969 23:59:59 GMT";
const IN_70: &[u8] = b"Friday, 06-Nov-70 08:49:37 GMT";
/// Quotes and letters of [`TOWER_ETAG`], behind something that is no tag.
const BEHIND_A_QUOTE: &[u8] = b"a\", \"2ebc98a1.00000000-a\"";
const OTHER: &[u8] = b"\"b\"";
const STRONG: Option<LastModified> = Some(LastModified::Strong);
const WEAK: Option<LastModified> = Some(LastModified::Weak);

#[rustfmt::skip] // One case a line or two can be compared; one word a line cannot.
pub const CASES: &[Case] = &[
    get(Headers, &[AsciiListsOnly], &[(IfNoneMatch, b"\"\xe9\"")], "304", "200").when(Some(b"\"\xe9\""), STRONG),
    get(Headers, &[AsciiListsOnly], &[(IfMatch, b"\"\xe9\", \"a\"")], "200", "412"),
    get(Headers, &[QuoteHidesCommas], &[(IfNoneMatch, b"b\", \"a\"")], "304", "200"),
    get(Headers, &[StarAlone], &[(IfMatch, b"*"), (IfMatch, b"*")], "200", "412"),
    get(Headers, &[StarNeedsEtag], &[(IfNoneMatch, b"*")], "304", "200").when(None, STRONG),
    get(Headers, &[FirstLineOnly], &[(IfRange, b"\"a\""), (IfRange, b"\"b\"")], "200", "206").range(),
    get(Headers, &[Untrimmed, MalformedRangeCounts], &[(IfRange, b"\t\"b\"")], "200", "206").range(),
    get(Headers, &[OtherFormatMatches], &[(IfRange, b"Sunday, 06-Nov-94 08:49:37 GMT")], "200", "206").range(),
    get(Headers, &[LaterDateMatches], &[(IfRange, LATER)], "200", "206").range(),
    get(Headers, &[WeakDateMatches], &[(IfRange, IMF)], "200", "206").range().when(None, WEAK),
    get(Headers, &[MalformedRangeCounts], &[(IfRange, b"v1")], "200", "206").range(),
    get(Headers, &[MalformedRangeCounts], &[(IfRange, b"w/\"a\"")], "200", "206").range(),
    get(Headers, &[AnyOctetBeforeTime], &[(IfModifiedSince, NO_SPACE)], "200", "304"),
    get(Headers, &[WeekdayChecked], &[(IfModifiedSince, MONDAY)], "304", "200"),
    get(Headers, &[LeapSecondIsBad], &[(IfModifiedSince, LEAP_SECOND)], "304", "200"),
    get(Headers, &[Before1970IsBad], &[(IfUnmodifiedSince, IN_1969)], "412", "200"),
    get(Headers, &[CenturyFixed], &[(IfModifiedSince, IN_70)], "304", "200"),

    get(HttpServe, &[FirstLineOnly], &[(IfNoneMatch, OTHER), (IfNoneMatch, b"\"a\"")], "304", "200"),
    get(HttpServe, &[FirstLineOnly], &[(IfMatch, OTHER), (IfMatch, b"\"a\"")], "200", "412"),
    get(HttpServe, &[FirstLineOnly], &[(IfModifiedSince, IMF), (IfModifiedSince, EARLIER)], "200", "304"),
    get(HttpServe, &[TagsInARun, MalformedIsRefused], &[(IfMatch, b"\"b\" , \"a\"")], "200", "400"),
    get(HttpServe, &[TagsInARun, MalformedIsAbsent], &[(IfNoneMatch, b"\"a\",, \"b\"")], "304", "200"),
    get(HttpServe, &[TagsInARun], &[(IfNoneMatch, b"\"a\"\"b\"")], "200", "304"),
    get(HttpServe, &[StarAlone], &[(IfMatch, b"*,")], "200", "412").when(None, STRONG),
    get(HttpServe, &[MalformedIsRefused], &[(IfMatch, b"\"a\", b")], "200", "400"),
    get(HttpServe, &[MalformedIsRefused], &[(IfModifiedSince, b"0")], "200", "400"),
    get(HttpServe, &[MalformedIsAbsent], &[(IfNoneMatch, b"\"a\", b")], "304", "200"),
    get(HttpServe, &[MalformedIsAbsent], &[(IfNoneMatch, b"b"), (IfModifiedSince, IMF)], "200", "304"),
    get(HttpServe, &[DateBesideMatch], &[(IfMatch, b"\"a\""), (IfUnmodifiedSince, EARLIER)], "200", "412"),
    get(HttpServe, &[RangeOfHead], &[], "200", "206").head(),
    get(HttpServe, &[Untrimmed], &[(IfRange, b"\"a\" ")], "206", "200").range(),
    get(HttpServe, &[DateNeverMatches], &[(IfRange, IMF)], "206", "200").range(),
    get(HttpServe, &[AnyOctetBeforeTime], &[(IfModifiedSince, NO_SPACE)], "200", "304"),
    get(HttpServe, &[WeekdayChecked, MalformedIsRefused], &[(IfModifiedSince, MONDAY)], "304", "400"),
    get(HttpServe, &[LeapSecondIsBad, MalformedIsRefused], &[(IfModifiedSince, LEAP_SECOND)], "304", "400"),
    get(HttpServe, &[Before1970IsBad, MalformedIsRefused], &[(IfUnmodifiedSince, IN_1969)], "412", "400"),
    get(HttpServe, &[CenturyFixed], &[(IfModifiedSince, IN_70)], "304", "200"),

    get(TowerHttp, &[IfRangeIsNotRead], &[(IfRange, OTHER)], "200", "206").range(),
    get(TowerHttp, &[IfRangeIsNotRead], &[(IfRange, EARLIER)], "200", "206").range(),
    get(TowerHttp, &[RangeOfHead], &[], "200", "206").head(),
    get(TowerHttp, &[FirstLineOnly], &[(IfNoneMatch, OTHER), (IfNoneMatch, TOWER_ETAG)], "304", "200"),
    get(TowerHttp, &[FirstLineOnly], &[(IfMatch, OTHER), (IfMatch, TOWER_ETAG)], "200", "412"),
    get(TowerHttp, &[FirstLineOnly], &[(IfModifiedSince, IMF), (IfModifiedSince, EARLIER)], "200", "304"),
    get(TowerHttp, &[QuoteHidesCommas], &[(IfNoneMatch, BEHIND_A_QUOTE)], "304", "200"),
    get(TowerHttp, &[StarAlone], &[(IfMatch, b"*,")], "200", "412"),
    get(TowerHttp, &[EmptyIsAbsent], &[(IfMatch, b"")], "412", "200"),
    get(TowerHttp, &[EmptyIsAbsent], &[(IfNoneMatch, b""), (IfModifiedSince, IMF)], "200", "304"),
    get(TowerHttp, &[AnyOctetBeforeTime], &[(IfModifiedSince, NO_SPACE)], "200", "304"),
    get(TowerHttp, &[WeekdayChecked], &[(IfModifiedSince, MONDAY)], "304", "200"),
    get(TowerHttp, &[LeapSecondIsBad], &[(IfModifiedSince, LEAP_SECOND)], "304", "200"),
    get(TowerHttp, &[Before1970IsBad], &[(IfUnmodifiedSince, IN_1969)], "412", "200"),
    get(TowerHttp, &[CenturyFixed], &[(IfModifiedSince, IN_70)], "304", "200"),

    date(Httpdate, &[AnyOctetBeforeTime], NO_SPACE, NO_DATE, "1994-11-06 08:49:37"),
    date(Httpdate, &[WeekdayChecked], MONDAY, "1994-11-06 08:49:37", NO_DATE),
    date(Httpdate, &[LeapSecondIsBad], LEAP_SECOND, "2017-01-01 00:00:00", NO_DATE),
    date(Httpdate, &[Before1970IsBad], IN_1969, "1969-12-31 23:59:59", NO_DATE),
    date(Httpdate, &[CenturyFixed, WeekdayChecked], b"Thursday, 06-Nov-70 08:49:37 GMT", "2070-11-06 08:49:37", NO_DATE),
    date(Httpdate, &[CenturyFixed], IN_70, "2070-11-06 08:49:37", "1970-11-06 08:49:37"),

    date(HttpDate, &[Untrimmed], b"Sun, 06 Nov 1994 08:49:37 GMT ", "1994-11-06 08:49:37", NO_DATE),
    date(HttpDate, &[LeapSecondIsBad], LEAP_SECOND, "2017-01-01 00:00:00", NO_DATE),
    date(HttpDate, &[CenturyFixed], b"Wednesday, 06-Nov-69 08:49:37 GMT", "2069-11-06 08:49:37", "1969-11-06 08:49:37"),

    date(DateHeader, &[DayOverflows], b"Tue, 31 Feb 2026 00:00:00 GMT", NO_DATE, "2026-03-03 00:00:00"),
    date(DateHeader, &[Untrimmed], b"\tSun, 06 Nov 1994 08:49:37 GMT", "1994-11-06 08:49:37", NO_DATE),
    date(DateHeader, &[AnyOctetBeforeTime], NO_SPACE, NO_DATE, "1994-11-06 08:49:37"),
    date(DateHeader, &[WeekdayChecked], MONDAY, "1994-11-06 08:49:37", NO_DATE),
    date(DateHeader, &[LeapSecondIsBad], LEAP_SECOND, "2017-01-01 00:00:00", NO_DATE),
    date(DateHeader, &[Before1970IsBad], IN_1969, "1969-12-31 23:59:59", NO_DATE),
    date(DateHeader, &[CenturyFixed], IN_70, "2070-11-06 08:49:37", "1970-11-06 08:49:37"),
];

/// Requests for the representation of `tower-http`, with Range or not, and what all answer.
#[rustfmt::skip] // The same.
pub const AGREED: &[(bool, Lines<'_>, &str)] = &[
    (false, &[], "200"),
    (true, &[], "206"),
    (false, &[(IfNoneMatch, TOWER_ETAG)], "304"),
    (false, &[(IfNoneMatch, b"W/\"2ebc98a1.00000000-a\"")], "304"),
    (false, &[(IfNoneMatch, b"\"a,b\", \"2ebc98a1.00000000-a\"")], "304"),
    (false, &[(IfNoneMatch, b"*")], "304"),
    (false, &[(IfNoneMatch, b"w/\"2ebc98a1.00000000-a\"")], "200"),
    (false, &[(IfNoneMatch, OTHER), (IfModifiedSince, LATER)], "200"),
    (true, &[(IfNoneMatch, TOWER_ETAG), (IfModifiedSince, EARLIER)], "304"),
    (false, &[(IfModifiedSince, IMF)], "304"),
    (false, &[(IfModifiedSince, EARLIER)], "200"),
    (false, &[(IfModifiedSince, b"Sunday, 06-Nov-94 08:49:37 GMT")], "304"),
    (false, &[(IfModifiedSince, b"Sun Nov  6 08:49:37 1994")], "304"),
    (false, &[(IfMatch, TOWER_ETAG)], "200"),
    (false, &[(IfMatch, b"*")], "200"),
    (false, &[(IfMatch, b"W/\"2ebc98a1.00000000-a\"")], "412"),
    (false, &[(IfMatch, OTHER), (IfUnmodifiedSince, IMF)], "412"),
    (true, &[(IfMatch, OTHER), (IfNoneMatch, TOWER_ETAG)], "412"),
    (false, &[(IfUnmodifiedSince, IMF)], "200"),
    (false, &[(IfUnmodifiedSince, EARLIER)], "412"),
    (false, &[(IfUnmodifiedSince, EARLIER), (IfNoneMatch, TOWER_ETAG)], "412"),
    (true, &[(IfRange, TOWER_ETAG)], "206"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::conditional::{check_answer, check_date};

    #[test]
    fn every_case_is_as_the_table_says() {
        for case in CASES {
            assert_eq!(case.input.ours(), case.ours, "ours: {case:?}");
            assert_eq!(
                case.input.theirs(case.peer),
                case.theirs,
                "theirs: {case:?}"
            );
            match case.input {
                Input::Request(request) => check_answer(&request),
                Input::Date(value) => check_date(value),
            }
        }
    }

    #[test]
    fn every_case_is_due_to_its_classes_and_to_each_of_them() {
        for case in CASES {
            assert_ne!(case.ours, case.theirs, "{case:?}");
            let model = |classes| case.input.model(case.peer, classes);
            let classes = Classes::new(case.classes);
            assert_eq!(model(Classes::default()), case.ours, "{case:?}");
            assert_eq!(model(classes), case.theirs, "{case:?}");
            for &class in case.classes {
                let without = model(classes.without(class));
                assert_ne!(without, case.theirs, "{class:?}: {case:?}");
            }
        }
    }

    #[test]
    fn every_class_of_every_peer_has_a_case() {
        let mut all = HashSet::new();
        for peer in Peer::all() {
            let listed: HashSet<_> = peer.classes().iter().map(|&class| class as u32).collect();
            let cases = CASES.iter().filter(|case| case.peer == peer);
            let shown: HashSet<_> = cases.map(|case| case.classes[0] as u32).collect();
            assert_eq!(shown, listed, "{peer:?}");
            all.extend(listed);
        }
        assert_eq!(all.len(), Class::ALL.len());
    }

    #[test]
    fn all_agree_on_what_is_listed_as_agreed() {
        for &(has_range, lines, answer) in AGREED {
            let request = Request {
                method: Method::Get,
                has_range,
                current: CURRENT[0],
                lines,
            };
            assert_eq!(peers::ours(&request).as_str(), answer, "ours: {request}");
            for peer in Peer::SERVERS {
                let theirs = peers::theirs(&request, peer).map(|theirs| theirs.as_str());
                assert_eq!(theirs, Some(answer), "{}: {request}", peer.name());
            }
        }
    }
}
