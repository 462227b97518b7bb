//! What the peers read otherwise than ours, one class each.

use core::fmt;

/// A crate that ours is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// `headers`: `CacheControl`, a typed field.
    Headers,
    /// `cache_control`: `CacheControl::from_value`.
    CacheControl,
    /// `http-cache-semantics`: `CachePolicy`, a cache's decisions.
    Semantics,
    /// `undici`, of Node: `parseCacheControlHeader`. Of legal fields only: what it makes of others
    /// follows no grammar.
    Undici,
}

impl Peer {
    pub const ALL: [Self; 4] = [
        Self::Headers,
        Self::CacheControl,
        Self::Semantics,
        Self::Undici,
    ];

    /// The name of the crate.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Headers => "headers",
            Self::CacheControl => "cache_control",
            Self::Semantics => "http-cache-semantics",
            Self::Undici => "undici",
        }
    }

    /// Every way in which it reads otherwise. There are no others: the model with just these is the
    /// peer.
    pub const fn classes(self) -> &'static [Class] {
        match self {
            Self::Headers => &[
                Class::CaseSensitive,
                Class::LineDropped,
                Class::NoEscapes,
                Class::QuoteNotClosed,
                Class::GrammarUnchecked,
                Class::ArgumentHides,
                Class::BareNumberHides,
                Class::BadNumberLosesAll,
                Class::PlusSign,
                Class::NotClamped,
                Class::OverflowIsBad,
                Class::LastCounts,
                Class::FewerDirectives,
            ],
            Self::CacheControl => &[
                Class::CaseSensitive,
                Class::QuotesUnread,
                Class::GrammarUnchecked,
                Class::QuotedNumberIsBad,
                Class::ArgumentIgnored,
                Class::FieldsIgnored,
                Class::BareMaxStaleIsBad,
                Class::BadNumberLosesAll,
                Class::PlusSign,
                Class::NotClamped,
                Class::OverflowIsBad,
                Class::LastCounts,
                Class::OneOfFour,
                Class::FewerDirectives,
            ],
            Self::Semantics => &[
                Class::CaseSensitive,
                Class::LineDropped,
                Class::QuotesUnread,
                Class::GrammarUnchecked,
                Class::ArgumentIgnored,
                Class::FieldsIgnored,
                Class::BareNumberSkipped,
                Class::PlusSign,
                Class::NotClamped,
                Class::OverflowIsBad,
                Class::FewerDirectives,
                Class::ConflictPermits,
                Class::InvalidNumberInvites,
                Class::StatusList,
                Class::PrivateInvitesNobody,
                Class::ProxyRevalidateIsStale,
                Class::AgeIsNoList,
            ],
            Self::Undici => &[
                Class::BareMaxStaleIsBad,
                Class::ClampedBelow,
                Class::StrictestCounts,
                Class::ArgumentErases,
                Class::EmptyNameIsBad,
                Class::SpaceBehindIsBad,
            ],
        }
    }
}

/// One thing that a peer does otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    CaseSensitive,
    LineDropped,
    QuotesUnread,
    NoEscapes,
    QuoteNotClosed,
    GrammarUnchecked,
    QuotedNumberIsBad,
    ArgumentHides,
    ArgumentIgnored,
    FieldsIgnored,
    BareNumberHides,
    BareNumberSkipped,
    BareMaxStaleIsBad,
    BadNumberLosesAll,
    PlusSign,
    NotClamped,
    OverflowIsBad,
    LastCounts,
    OneOfFour,
    FewerDirectives,
    ConflictPermits,
    InvalidNumberInvites,
    StatusList,
    PrivateInvitesNobody,
    ProxyRevalidateIsStale,
    AgeIsNoList,
    ClampedBelow,
    StrictestCounts,
    ArgumentErases,
    EmptyNameIsBad,
    SpaceBehindIsBad,
}

impl Class {
    pub const ALL: [Self; 31] = [
        Self::CaseSensitive,
        Self::LineDropped,
        Self::QuotesUnread,
        Self::NoEscapes,
        Self::QuoteNotClosed,
        Self::GrammarUnchecked,
        Self::QuotedNumberIsBad,
        Self::ArgumentHides,
        Self::ArgumentIgnored,
        Self::FieldsIgnored,
        Self::BareNumberHides,
        Self::BareNumberSkipped,
        Self::BareMaxStaleIsBad,
        Self::BadNumberLosesAll,
        Self::PlusSign,
        Self::NotClamped,
        Self::OverflowIsBad,
        Self::LastCounts,
        Self::OneOfFour,
        Self::FewerDirectives,
        Self::ConflictPermits,
        Self::InvalidNumberInvites,
        Self::StatusList,
        Self::PrivateInvitesNobody,
        Self::ProxyRevalidateIsStale,
        Self::AgeIsNoList,
        Self::ClampedBelow,
        Self::StrictestCounts,
        Self::ArgumentErases,
        Self::EmptyNameIsBad,
        Self::SpaceBehindIsBad,
    ];

    /// What the peer does.
    pub const fn title(self) -> &'static str {
        match self {
            Self::CaseSensitive => "Names count in lower case only",
            Self::LineDropped => "A line with an octet over 127 is dropped",
            Self::QuotesUnread => "A comma in a quoted-string ends the member",
            Self::NoEscapes => "`\\\"` ends a quoted-string",
            Self::QuoteNotClosed => "A quoted-string that does not end hides what is behind it",
            Self::GrammarUnchecked => "What is no directive is read as one, or passed over",
            Self::QuotedNumberIsBad => "A quoted number counts as invalid",
            Self::ArgumentHides => {
                "An argument that is not expected hides the directive, and so do field names"
            }
            Self::ArgumentIgnored => "An argument that is not expected changes nothing",
            Self::FieldsIgnored => {
                "`no-cache` and `private` with a list of fields count for the whole response"
            }
            Self::BareNumberHides => "A directive whose number is missing is not seen",
            Self::BareNumberSkipped => {
                "Where a number is missing, the next source of a lifetime is asked"
            }
            Self::BareMaxStaleIsBad => "`max-stale` without a number counts as invalid",
            Self::BadNumberLosesAll => "One invalid number loses the whole field",
            Self::PlusSign => "A number may have a plus sign",
            Self::NotClamped => "Numbers go up to 2⁶⁴ − 1",
            Self::OverflowIsBad => "A number over 2⁶⁴ − 1 counts as invalid",
            Self::LastCounts => "Of a repeated number the last counts",
            Self::OneOfFour => {
                "Of `public`, `private`, `no-cache` and `only-if-cached` only the last is kept"
            }
            Self::FewerDirectives => "Some directives are not known",
            Self::ConflictPermits => {
                "Two directives of one name that differ count as `must-revalidate`, and so permit what that permits"
            }
            Self::InvalidNumberInvites => {
                "`max-age` and `s-maxage` permit to store even if their number is invalid"
            }
            Self::StatusList => "Only responses with a listed status are stored",
            Self::PrivateInvitesNobody => "`private` does not permit a private cache to store",
            Self::ProxyRevalidateIsStale => {
                "`proxy-revalidate` makes a response stale from the first"
            }
            Self::AgeIsNoList => "An Age with several members is ignored",
            Self::ClampedBelow => "Numbers go up to 2³¹ − 1",
            Self::StrictestCounts => {
                "Of a repeated number the strictest counts, and an invalid one is the strictest"
            }
            Self::ArgumentErases => {
                "An argument that is not expected erases the directive, wherever it stands"
            }
            Self::EmptyNameIsBad => {
                "An empty element in a list of field names makes the directive count for the whole response"
            }
            Self::SpaceBehindIsBad => "A number with whitespace behind it counts as invalid",
        }
    }

    /// Who is right, and which section says so.
    pub fn verdict(self, peer: Peer) -> &'static str {
        match self {
            Self::CaseSensitive => {
                "Ours is right: RFC 9111 §5.2, names are case-insensitive. Theirs loses restrictions"
            }
            Self::LineDropped => {
                "Ours is right: RFC 9110 §5.5 and §5.6.4, such octets are opaque data, and legal in a quoted-string. Theirs loses restrictions"
            }
            Self::QuotesUnread => {
                "Ours is right: RFC 9110 §5.6.1 and §5.6.4. Theirs makes directives of quoted text"
            }
            Self::NoEscapes => {
                "Ours is right: RFC 9110 §5.6.4, a quoted-pair is its second octet. Theirs loses what is behind it, or makes directives of quoted text"
            }
            Self::QuoteNotClosed => {
                "The grammar ends there, and no RFC says what then. Ours keeps every restriction that is named from there on, and no permission of any line; theirs may lose the one and keep the other"
            }
            Self::GrammarUnchecked => {
                "Ours is right: RFC 9111 §5.2 has no whitespace around `=`, and one argument at most. What is malformed permits nothing, and restricts what it names"
            }
            Self::QuotedNumberIsBad => {
                "Ours is right: RFC 9111 §5.2, a recipient accepts both forms"
            }
            Self::ArgumentHides => {
                "Ours is right: RFC 9111 §5.2.2.4 and §5.2.2.7 have field names; what a restriction should not have does not lift it"
            }
            Self::ArgumentIgnored => {
                "Ours is on the safe side: with one, a permission does not count. A restriction counts in both"
            }
            Self::FieldsIgnored => {
                "Both are right: RFC 9111 §5.2.2.4 and §5.2.2.7 note that many caches do so, and it is on the safe side"
            }
            Self::BareNumberHides => {
                "Ours is right: RFC 9111 §4.2.1, invalid freshness is better taken for stale; §5.2.1.2, `max-stale` needs no number"
            }
            Self::BareNumberSkipped => {
                "Ours is right: RFC 9111 §4.2.1, invalid freshness is better taken for stale, and §5.3, Expires does not count beside `max-age`"
            }
            Self::BareMaxStaleIsBad => "Ours is right: RFC 9111 §5.2.1.2, it needs no number",
            Self::BadNumberLosesAll => {
                "Ours is right: RFC 9111 §4.2.1, what is invalid is taken for stale. Theirs loses the restrictions beside it"
            }
            Self::PlusSign => "Ours is right: RFC 9111 §1.2.2, delta-seconds are digits",
            Self::NotClamped => {
                "Both are right: RFC 9111 §1.2.2 wants 2³¹, or what a recipient can represent"
            }
            // The others do not read Age.
            Self::OverflowIsBad if peer == Peer::Semantics => {
                "Ours is right: RFC 9111 §1.2.2, it is 2³¹. As an Age, theirs makes what is old new"
            }
            Self::OverflowIsBad => "Ours is right: RFC 9111 §1.2.2, it is 2³¹",
            Self::LastCounts => {
                "Ours is right: RFC 9111 §4.2.1, the first counts, or the response is stale"
            }
            Self::OneOfFour => {
                "Ours is right: RFC 9111 §5.2.2, directives stand beside each other. Theirs loses restrictions"
            }
            Self::FewerDirectives => {
                "Ours is right: RFC 9111 §5.2.2.3 and §5.2.2.10, RFC 5861 §3 and §4"
            }
            Self::ConflictPermits => {
                "Ours is right: RFC 9111 §3.5, a shared cache needs to be told. Theirs stores what nobody has permitted"
            }
            Self::InvalidNumberInvites => {
                "Ours is on the safe side: RFC 9111 §3 and §3.5 ask for the directive, and an invalid one is none"
            }
            Self::StatusList => {
                "Both are right: a cache may know less. RFC 9111 §3 needs only 206, 304 and `must-understand` to be understood"
            }
            Self::PrivateInvitesNobody => "Ours is right: RFC 9111 §3, last item, and §5.2.2.7",
            Self::ProxyRevalidateIsStale => {
                "Ours is right: RFC 9111 §5.2.2.8 is about what has become stale. Theirs is on the safe side"
            }
            Self::AgeIsNoList => {
                "Ours is right: RFC 9111 §5.1, the first member counts. Theirs makes what is old new"
            }
            Self::ClampedBelow => {
                "Both are right: RFC 9111 §1.2.2 wants 2³¹, or what a recipient can represent"
            }
            Self::StrictestCounts => {
                "Ours is right: RFC 9111 §4.2.1, the first counts, or the response is stale. Theirs is on the safe side"
            }
            Self::ArgumentErases => {
                "Ours is right: what a restriction should not have does not lift it. Theirs loses all but `no-store`"
            }
            Self::EmptyNameIsBad => {
                "Ours is right: RFC 9110 §5.6.1.2, empty elements are nothing. Theirs is on the safe side"
            }
            Self::SpaceBehindIsBad => {
                "Ours is right: RFC 9110 §5.6.1, whitespace around commas means nothing. Theirs is on the safe side"
            }
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

    pub fn without(self, class: Class) -> Self {
        Self(self.0 & !(1 << class as u32))
    }
}

impl fmt::Debug for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let classes = Class::ALL.iter().filter(|&&class| self.has(class));
        f.debug_set().entries(classes).finish()
    }
}
