//! The members of a Cache-Status field.

use core::iter::FusedIterator;

use noio_http_field::{
    FieldError,
    structured::{self, BareItem, Item, Parameters, Text, Token},
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
    list: structured::List<'a, I>,
}

impl<'a, T, I> CacheStatus<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    /// The members in the values of all lines of the field, in their order.
    pub fn from_lines(lines: impl IntoIterator<IntoIter = I, Item = &'a T>) -> Self {
        Self {
            list: structured::List::from_lines(lines),
        }
    }
}

impl<'a, T, I> Iterator for CacheStatus<'a, I>
where
    T: AsRef<[u8]> + ?Sized + 'a,
    I: Iterator<Item = &'a T>,
{
    type Item = Result<Member<'a>, FieldError>;

    #[inline]
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

/// What one cache tells of itself (RFC 9211 §2).
///
/// All parameters are optional. One that is of another type than the RFC has it is as if it were not
/// there, and of several of one name the last counts (RFC 9651 §3.1.2).
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    cache: Text<'a>,
    is_hit: bool,
    forward: Option<Forward<'a>>,
    ttl: Option<i64>,
    key: Option<Text<'a>>,
    detail: Option<Text<'a>>,
    parameters: Parameters<'a>,
}

impl<'a> Member<'a> {
    #[inline]
    fn new(item: Item<'a>) -> Option<Self> {
        let cache = string_or_token(item.value)?;
        let (mut hit, mut ttl, mut key, mut detail) = (None, None, None, None);
        let (mut fwd, mut fwd_status, mut stored, mut collapsed) = (None, None, None, None);
        for (name, value) in item.parameters.iter() {
            match name.as_bytes() {
                b"hit" => hit = boolean(value),
                b"fwd" => fwd = token(value),
                b"fwd-status" => fwd_status = status(value),
                b"ttl" => ttl = integer(value),
                b"stored" => stored = boolean(value),
                b"collapsed" => collapsed = boolean(value),
                b"key" => key = string(value),
                b"detail" => detail = string_or_token(value),
                _ => {}
            }
        }
        Some(Self {
            cache,
            is_hit: hit == Some(true),
            forward: fwd.map(|fwd| Forward {
                fwd: Fwd::new(fwd),
                fwd_status,
                stored,
                collapsed,
            }),
            ttl,
            key,
            detail,
            parameters: item.parameters,
        })
    }

    /// The name of the cache: of a product or service, a host, an address, or made up. It may have
    /// come as a String or as a Token; two are equal if their texts are.
    pub const fn cache(&self) -> Text<'a> {
        self.cache
    }

    /// `hit` (RFC 9211 §2.1): the cache has answered, and the request did not go forward.
    ///
    /// It should not stand beside [`fwd`](Self::forward). If it does, nothing tells which of them is
    /// wrong.
    pub const fn is_hit(&self) -> bool {
        self.is_hit
    }

    /// `fwd` and what belongs to it (RFC 9211 §2.2): why the request went forward, if it did.
    ///
    /// Without `fwd`, a `fwd-status`, `stored` or `collapsed` means nothing. A `fwd-status` of other
    /// than three digits is no status, and as if it were not there.
    pub const fn forward(&self) -> Option<Forward<'a>> {
        self.forward
    }

    /// `ttl` (RFC 9211 §2.4): for how many seconds more the response was fresh when the cache sent
    /// it; less than 0 if it was stale.
    pub const fn ttl(&self) -> Option<i64> {
        self.ttl
    }

    /// `key` (RFC 9211 §2.7): what the cache has found the response by.
    pub const fn key(&self) -> Option<Text<'a>> {
        self.key
    }

    /// `detail` (RFC 9211 §2.8): something more, as a String or a Token. What it means is known to that
    /// cache alone.
    pub const fn detail(&self) -> Option<Text<'a>> {
        self.detail
    }

    /// All parameters as they came, also those that are not known.
    pub const fn parameters(&self) -> Parameters<'a> {
        self.parameters
    }
}

const fn boolean(value: BareItem<'_>) -> Option<bool> {
    match value {
        BareItem::Boolean(value) => Some(value),
        _ => None,
    }
}

const fn integer(value: BareItem<'_>) -> Option<i64> {
    match value {
        BareItem::Integer(value) => Some(value),
        _ => None,
    }
}

/// A status of three digits.
fn status(value: BareItem<'_>) -> Option<u16> {
    let status = u16::try_from(integer(value)?).ok()?;
    (100..1000).contains(&status).then_some(status)
}

const fn token(value: BareItem<'_>) -> Option<Token<'_>> {
    match value {
        BareItem::Token(value) => Some(value),
        _ => None,
    }
}

const fn string(value: BareItem<'_>) -> Option<Text<'_>> {
    match value {
        BareItem::String(value) => Some(value),
        _ => None,
    }
}

fn string_or_token(value: BareItem<'_>) -> Option<Text<'_>> {
    match value {
        BareItem::String(value) => Some(value),
        BareItem::Token(value) => Some(value.into()),
        _ => None,
    }
}
