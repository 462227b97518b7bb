//! What the peers do otherwise than ours, one class each.

use core::fmt;

/// A crate that ours is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// `headers`: typed fields, asked in the order of RFC 9110 §13.2.2.
    Headers,
    /// `http-serve`: `serve`, of an entity.
    HttpServe,
    /// `tower-http`: `ServeDir`, of a file.
    TowerHttp,
    /// `httpdate`: `parse_http_date`. The three above read dates with it.
    Httpdate,
    /// `http-date`: `decode`, and its way into `chrono`.
    HttpDate,
    /// `date_header`: `parse`.
    DateHeader,
}

impl Peer {
    /// Those that answer requests.
    pub const SERVERS: [Self; 3] = [Self::Headers, Self::HttpServe, Self::TowerHttp];

    /// Those that read dates.
    pub const DATES: [Self; 3] = [Self::Httpdate, Self::HttpDate, Self::DateHeader];

    pub fn all() -> impl Iterator<Item = Self> {
        Self::SERVERS.into_iter().chain(Self::DATES)
    }

    /// The name of the crate.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Headers => "headers",
            Self::HttpServe => "http-serve",
            Self::TowerHttp => "tower-http",
            Self::Httpdate => "httpdate",
            Self::HttpDate => "http-date",
            Self::DateHeader => "date_header",
        }
    }

    /// What of it is asked, and how.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Headers => {
                "It has types for the fields and no evaluation. Here a program asks them in the order of RFC 9110 §13.2.2, and takes a field that cannot be decoded for absent, as `typed_get` does."
            }
            Self::HttpServe => "`serve`, of an entity with these validators.",
            Self::TowerHttp => {
                "`ServeDir`, of a file. It makes the ETag of the size and the time, and it is strong."
            }
            Self::Httpdate => "`parse_http_date`. The three above read dates with it.",
            Self::HttpDate => {
                "`decode`, and from there into `chrono`, since its own type has no order and no seconds."
            }
            Self::DateHeader => "`parse`.",
        }
    }

    /// Every way in which it does otherwise. There are no others: the model with just these is the
    /// peer.
    pub const fn classes(self) -> &'static [Class] {
        match self {
            Self::Headers => &[
                Class::AsciiListsOnly,
                Class::QuoteHidesCommas,
                Class::StarAlone,
                Class::StarNeedsEtag,
                Class::FirstLineOnly,
                Class::Untrimmed,
                Class::OtherFormatMatches,
                Class::LaterDateMatches,
                Class::WeakDateMatches,
                Class::MalformedRangeCounts,
                Class::WeekdayChecked,
                Class::LeapSecondIsBad,
                Class::Before1970IsBad,
                Class::CenturyFixed,
                Class::AnyOctetBeforeTime,
            ],
            Self::HttpServe => &[
                Class::FirstLineOnly,
                Class::TagsInARun,
                Class::StarAlone,
                Class::MalformedIsRefused,
                Class::MalformedIsAbsent,
                Class::DateBesideMatch,
                Class::RangeOfHead,
                Class::Untrimmed,
                Class::DateNeverMatches,
                Class::WeekdayChecked,
                Class::LeapSecondIsBad,
                Class::Before1970IsBad,
                Class::CenturyFixed,
                Class::AnyOctetBeforeTime,
            ],
            Self::TowerHttp => &[
                Class::IfRangeIsNotRead,
                Class::RangeOfHead,
                Class::FirstLineOnly,
                Class::QuoteHidesCommas,
                Class::StarAlone,
                Class::EmptyIsAbsent,
                Class::WeekdayChecked,
                Class::LeapSecondIsBad,
                Class::Before1970IsBad,
                Class::CenturyFixed,
                Class::AnyOctetBeforeTime,
            ],
            Self::Httpdate => &[
                Class::WeekdayChecked,
                Class::LeapSecondIsBad,
                Class::Before1970IsBad,
                Class::CenturyFixed,
                Class::AnyOctetBeforeTime,
            ],
            Self::HttpDate => &[
                Class::Untrimmed,
                Class::LeapSecondIsBad,
                Class::CenturyFixed,
            ],
            Self::DateHeader => &[
                Class::DayOverflows,
                Class::Untrimmed,
                Class::WeekdayChecked,
                Class::LeapSecondIsBad,
                Class::Before1970IsBad,
                Class::CenturyFixed,
                Class::AnyOctetBeforeTime,
            ],
        }
    }
}

/// One thing that a peer does otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    AsciiListsOnly,
    QuoteHidesCommas,
    StarAlone,
    StarNeedsEtag,
    EmptyIsAbsent,
    FirstLineOnly,
    TagsInARun,
    MalformedIsRefused,
    MalformedIsAbsent,
    DateBesideMatch,
    IfRangeIsNotRead,
    RangeOfHead,
    Untrimmed,
    OtherFormatMatches,
    LaterDateMatches,
    WeakDateMatches,
    DateNeverMatches,
    MalformedRangeCounts,
    WeekdayChecked,
    LeapSecondIsBad,
    Before1970IsBad,
    CenturyFixed,
    AnyOctetBeforeTime,
    DayOverflows,
}

impl Class {
    pub const ALL: [Self; 24] = [
        Self::AsciiListsOnly,
        Self::QuoteHidesCommas,
        Self::StarAlone,
        Self::StarNeedsEtag,
        Self::EmptyIsAbsent,
        Self::FirstLineOnly,
        Self::TagsInARun,
        Self::MalformedIsRefused,
        Self::MalformedIsAbsent,
        Self::DateBesideMatch,
        Self::IfRangeIsNotRead,
        Self::RangeOfHead,
        Self::Untrimmed,
        Self::OtherFormatMatches,
        Self::LaterDateMatches,
        Self::WeakDateMatches,
        Self::DateNeverMatches,
        Self::MalformedRangeCounts,
        Self::WeekdayChecked,
        Self::LeapSecondIsBad,
        Self::Before1970IsBad,
        Self::CenturyFixed,
        Self::AnyOctetBeforeTime,
        Self::DayOverflows,
    ];

    /// What the peer does.
    pub fn title(self, peer: Peer) -> &'static str {
        match self {
            Self::AsciiListsOnly => "A list with an octet over 127 has no tags",
            Self::QuoteHidesCommas => {
                "A quote in what is no tag hides the commas up to the next quote"
            }
            Self::StarAlone => "`*` counts only as the whole value",
            Self::StarNeedsEtag => "`If-None-Match: *` cannot be told from a list without an ETag",
            Self::EmptyIsAbsent => "An empty value counts as absent",
            Self::FirstLineOnly if peer == Peer::Headers => {
                "Of several lines of If-Range the first counts"
            }
            Self::FirstLineOnly => "Of several lines the first counts",
            Self::TagsInARun => {
                "A list is tags with or without a comma behind; a space before one, or an empty member, ends it"
            }
            Self::MalformedIsRefused => {
                "If-Match that is no list and dates that are none are answered with 400"
            }
            Self::MalformedIsAbsent => {
                "If-None-Match with something that is no tag counts as absent, with all its tags"
            }
            Self::DateBesideMatch => "If-Unmodified-Since counts beside If-Match",
            Self::IfRangeIsNotRead => "If-Range is not read",
            Self::RangeOfHead => "Range counts for HEAD",
            Self::Untrimmed if Peer::DATES.contains(&peer) => {
                "Whitespace around a date is an error"
            }
            Self::Untrimmed => "Whitespace around the tag of If-Range makes it another",
            Self::OtherFormatMatches => "A date in an obsolete format passes If-Range",
            Self::LaterDateMatches => "A date later than Last-Modified passes If-Range",
            Self::WeakDateMatches => "A weak Last-Modified passes If-Range",
            Self::DateNeverMatches => "No date passes If-Range",
            Self::MalformedRangeCounts => {
                "If-Range that is neither tag nor date counts as absent, so that Range counts"
            }
            Self::WeekdayChecked => "A date with the wrong weekday is none",
            Self::LeapSecondIsBad => "The second 60 is an error",
            Self::Before1970IsBad => "A date before 1970 is none",
            Self::CenturyFixed if peer == Peer::HttpDate => {
                "Two digits of a year mean 1969 to 2068, whenever they are read"
            }
            Self::CenturyFixed => "Two digits of a year mean 1970 to 2069, whenever they are read",
            Self::AnyOctetBeforeTime => "In the rfc850 format, anything may stand before the time",
            Self::DayOverflows => "The last days of a month that has fewer are those of the next",
        }
    }

    /// Who is right, and which section says so.
    pub fn verdict(self, peer: Peer) -> &'static str {
        match self {
            Self::AsciiListsOnly => {
                "Ours is right: RFC 9110 §8.8.3, such octets are legal in a tag. Theirs fails If-Match and lets If-None-Match pass"
            }
            Self::QuoteHidesCommas => {
                "No RFC says where something ends that is no tag. Ours finds the tag behind it, and does not send what the client has"
            }
            Self::StarAlone => {
                "Both are right: RFC 9110 §13.1.1 and §13.1.2 have `*` alone. Ours counts what can mean nothing else; `is_malformed` tells of two of them"
            }
            Self::StarNeedsEtag => {
                "Ours is right: RFC 9110 §13.1.2, `*` is about any representation, also one without ETag. `IfMatch` can be asked, `IfNoneMatch` cannot"
            }
            Self::EmptyIsAbsent => {
                "Ours is right: RFC 9110 §13.1.1 and §13.1.2, a list may be empty, and no tag of it matches"
            }
            Self::FirstLineOnly if peer == Peer::Headers => {
                "Ours is on the safe side: RFC 9110 §5.3, there must not be several, and the whole is never wrong"
            }
            Self::FirstLineOnly => {
                "Ours is right: RFC 9110 §5.3 for lists, the lines are one list; §13.1.3 and §13.1.4, several dates are none and ignored. Theirs answers 412 to a tag that is current"
            }
            Self::TagsInARun => {
                "Ours is right: RFC 9110 §5.6.1, members lie between commas, with whitespace around, and empty ones are nothing"
            }
            Self::MalformedIsRefused => {
                "Ours is right of dates: RFC 9110 §13.1.3 and §13.1.4, they are ignored. Of If-Match both are: no tag matches, or the request is bad; ours says so by `is_malformed`"
            }
            Self::MalformedIsAbsent => {
                "Ours is right: RFC 9110 §13.1.2, a listed tag matches, and §13.1.3, If-Modified-Since is ignored beside If-None-Match. Theirs answers 304 by the date alone"
            }
            Self::DateBesideMatch => "Ours is right: RFC 9110 §13.1.4, it is ignored there",
            Self::IfRangeIsNotRead => {
                "Ours is right: RFC 9110 §13.1.5. Theirs lets a client put together parts of different representations"
            }
            Self::RangeOfHead => "Ours is right: RFC 9110 §14.2, Range is for GET only",
            Self::Untrimmed => {
                "Both are right: RFC 9110 §5.5, whitespace around is not part of a value, and whoever reads the message takes it off"
            }
            Self::OtherFormatMatches => {
                "Ours is on the safe side: RFC 9110 §13.1.5, it has to match the field value of Last-Modified exactly, and that is an IMF-fixdate"
            }
            Self::LaterDateMatches => {
                "Ours is right: RFC 9110 §13.1.5, the date has to be exactly that one. Theirs lets a client put together parts of different representations"
            }
            Self::WeakDateMatches => {
                "Ours is right: RFC 9110 §13.1.5 and §8.8.2.2, the date has to be strong. Theirs does not know whether it is"
            }
            Self::DateNeverMatches => {
                "Both are right: theirs takes every Last-Modified for weak, and cannot be told otherwise"
            }
            Self::MalformedRangeCounts => {
                "Ours is on the safe side: the whole representation is never wrong, a part may be one of another representation"
            }
            Self::WeekdayChecked => {
                "Both are right: RFC 9110 §5.6.7 says nothing of it. To ignore If-Unmodified-Since for that would let a change through. `HttpDate::parse` checks it, too"
            }
            Self::LeapSecondIsBad => "Ours is right: RFC 9110 §5.6.7, seconds go to 60",
            Self::Before1970IsBad => "Ours is right: RFC 9110 §5.6.7, years have four digits",
            Self::CenturyFixed => {
                "Ours is right: RFC 9110 §5.6.7, it depends on the year in which it is read, with 50 years ahead"
            }
            Self::AnyOctetBeforeTime => "Ours is right: RFC 9110 §5.6.7, it is a space",
            Self::DayOverflows => "Ours is right: there is no such date",
        }
    }
}

/// Some of the classes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Classes(u32);

impl Classes {
    pub fn new(classes: &[Class]) -> Self {
        Self(
            classes
                .iter()
                .fold(0, |set, &class| set | 1 << class as u32),
        )
    }

    pub const fn has(self, class: Class) -> bool {
        self.0 & 1 << class as u32 != 0
    }

    pub const fn without(self, class: Class) -> Self {
        Self(self.0 & !(1 << class as u32))
    }
}

impl fmt::Debug for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let classes = Class::ALL.iter().filter(|&&class| self.has(class));
        f.debug_set().entries(classes).finish()
    }
}
