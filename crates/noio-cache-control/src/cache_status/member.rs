//! The members of a Cache-Status field.

use core::{fmt, iter::FusedIterator};

use noio_http_field::{
    FieldError,
    structured::{self, BareItem, Item, Parameters, Token},
};

use super::{Forward, Fwd};

/// The members of Cache-Status (RFC 9211 §2), in the values of all lines of the field: one for each
/// cache that has told something, the one nearest to the origin first.
///
/// An error is the last thing to come, and then the field says nothing as a whole (RFC 9651 §4.2):
/// who gathers members lets go of those before it.
///
/// A member names its cache with a String or a Token. Of one that does not, nobody could tell what
/// it is about, and it is left out.
///
/// ```
/// use noio_cache_control::cache_status::CacheStatus;
///
/// let lines = ["OriginCache; hit, 7; hit", "CDN; hit; ttl=-5"];
/// let members: Result<Vec<_>, _> = CacheStatus::from_lines(lines).collect();
/// let members = members?;
/// assert_eq!(members.len(), 2);
/// assert_eq!(members.last().and_then(|nearest| nearest.ttl()), Some(-5));
///
/// let broken = ["OriginCache; hit, ", "CDN; hit"];
/// assert!(CacheStatus::from_lines(broken).collect::<Result<Vec<_>, _>>().is_err());
/// # Ok::<(), noio_cache_control::FieldError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct CacheStatus<'a, I> {
    list: structured::List<'a, Lines<I>>,
}

impl<'a, T, I> CacheStatus<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    /// The members in the values of all lines of the field, in their order.
    pub fn from_lines(lines: impl IntoIterator<IntoIter = I, Item = &'a T>) -> Self {
        Self {
            list: structured::List::from_lines(Lines(lines.into_iter())),
        }
    }
}

impl<'a, T, I> Iterator for CacheStatus<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    type Item = Result<Member<'a>, FieldError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.list.next()? {
                Ok(structured::Member::Item(item)) => {
                    if let Some(member) = Member::new(item) {
                        return Some(Ok(member));
                    }
                }
                Ok(structured::Member::InnerList(_)) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<'a, T, I> FusedIterator for CacheStatus<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
}

/// Lines as bytes.
#[derive(Clone, Debug)]
struct Lines<I>(I);

impl<'a, T, I> Iterator for Lines<I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    type Item = &'a [u8];

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(AsRef::as_ref)
    }
}

/// What one cache tells of itself (RFC 9211 §2).
///
/// All parameters are optional. One that is of another type than the RFC has it is as if it were not
/// there, and of several of one name the last counts (RFC 9651 §3.1.2).
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    cache: Label<'a>,
    parameters: Parameters<'a>,
}

impl<'a> Member<'a> {
    fn new(item: Item<'a>) -> Option<Self> {
        Some(Self {
            cache: Label::new(item.value)?,
            parameters: item.parameters,
        })
    }

    /// The name of the cache: of a product or service, a host, an address, or made up.
    pub const fn cache(&self) -> Label<'a> {
        self.cache
    }

    /// `hit` (RFC 9211 §2.1): the cache has answered, and the request did not go forward.
    ///
    /// It should not stand beside [`fwd`](Self::forward). If it does, nothing tells which of them is
    /// wrong.
    pub fn is_hit(&self) -> bool {
        boolean(self.parameters.last(b"hit")) == Some(true)
    }

    /// `fwd` and what belongs to it (RFC 9211 §2.2): why the request went forward, if it did.
    ///
    /// Without `fwd`, a `fwd-status`, `stored` or `collapsed` means nothing. A `fwd-status` of other
    /// than three digits is no status, and as if it were not there.
    pub fn forward(&self) -> Option<Forward<'a>> {
        let (mut fwd, mut fwd_status, mut stored, mut collapsed) = (None, None, None, None);
        for (name, value) in self.parameters.iter() {
            match name.as_bytes() {
                b"fwd" => fwd = Some(value),
                b"fwd-status" => fwd_status = Some(value),
                b"stored" => stored = Some(value),
                b"collapsed" => collapsed = Some(value),
                _ => {}
            }
        }
        let Some(BareItem::Token(fwd)) = fwd else {
            return None;
        };
        Some(Forward {
            fwd: Fwd::new(fwd),
            fwd_status: integer(fwd_status)
                .filter(|status| (100..1000).contains(status))
                .and_then(|status| u16::try_from(status).ok()),
            stored: boolean(stored),
            collapsed: boolean(collapsed),
        })
    }

    /// `ttl` (RFC 9211 §2.4): for how many seconds more the response was fresh when the cache sent
    /// it; less than 0 if it was stale.
    pub fn ttl(&self) -> Option<i64> {
        integer(self.parameters.last(b"ttl"))
    }

    /// `key` (RFC 9211 §2.7): what the cache has found the response by.
    pub fn key(&self) -> Option<Label<'a>> {
        match self.parameters.last(b"key") {
            Some(BareItem::String(key)) => Some(Label(LabelForm::String(key))),
            _ => None,
        }
    }

    /// `detail` (RFC 9211 §2.8): something more. What it means is known to that cache alone.
    pub fn detail(&self) -> Option<Label<'a>> {
        Label::new(self.parameters.last(b"detail")?)
    }

    /// All parameters as they came, also those that are not known.
    pub const fn parameters(&self) -> Parameters<'a> {
        self.parameters
    }
}

const fn boolean(value: Option<BareItem<'_>>) -> Option<bool> {
    match value {
        Some(BareItem::Boolean(value)) => Some(value),
        _ => None,
    }
}

const fn integer(value: Option<BareItem<'_>>) -> Option<i64> {
    match value {
        Some(BareItem::Integer(value)) => Some(value),
        _ => None,
    }
}

/// Text that came as a String or a Token: printable ASCII (RFC 9651 §3.3.3, §3.3.4). Two are equal
/// if their texts are.
///
/// [`Display`](fmt::Display) writes the text, without quotes and backslashes.
#[derive(Clone, Copy)]
pub struct Label<'a>(LabelForm<'a>);

#[derive(Clone, Copy)]
enum LabelForm<'a> {
    String(structured::Text<'a>),
    Token(Token<'a>),
}

impl<'a> Label<'a> {
    fn new(item: BareItem<'a>) -> Option<Self> {
        Some(Self(match item {
            BareItem::String(text) => LabelForm::String(text),
            BareItem::Token(token) => LabelForm::Token(token),
            _ => return None,
        }))
    }

    /// The text, if it lies in the input as it is: if there is no backslash before a quote or
    /// another backslash.
    pub fn as_str(self) -> Option<&'a str> {
        match self.0 {
            LabelForm::String(text) => text.as_str(),
            LabelForm::Token(token) => Some(token.as_str()),
        }
    }

    /// The characters of the text.
    pub fn chars(self) -> impl Iterator<Item = char> + Clone + use<'a> {
        let (token, text) = match self.0 {
            LabelForm::String(text) => (None, Some(text)),
            LabelForm::Token(token) => (Some(token), None),
        };
        let of_token = token.into_iter().flat_map(|token| token.as_str().chars());
        of_token.chain(text.into_iter().flat_map(structured::Text::chars))
    }
}

impl PartialEq for Label<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.chars().eq(other.chars())
    }
}

impl Eq for Label<'_> {}

impl PartialEq<str> for Label<'_> {
    fn eq(&self, other: &str) -> bool {
        self.chars().eq(other.chars())
    }
}

impl PartialEq<&str> for Label<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;

        self.chars().try_for_each(|char| f.write_char(char))
    }
}

impl fmt::Debug for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            LabelForm::String(text) => write!(f, "Label({text:?})"),
            LabelForm::Token(token) => write!(f, "Label({token:?})"),
        }
    }
}
