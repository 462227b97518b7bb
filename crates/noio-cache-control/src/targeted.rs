//! Cache-Control for some caches only (RFC 9213).
//!
//! A field such as CDN-Cache-Control says the same as Cache-Control, for the caches that look for it
//! and for no other. It is a Dictionary of Structured Fields (RFC 9651), which has an end to leniency:
//! one wrong character, and the field is as if it were not there. [`Policy::select`] does all that a
//! cache has to; [`parse`] reads one field.
//!
//! ```
//! use noio_cache_control::{Delta, HttpDate, targeted::Policy};
//!
//! let fields = [
//!     ("Cache-Control", "no-store"),
//!     ("CDN-Cache-Control", "max-age=600, must-revalidate"),
//! ];
//! let cdn = Policy::select(fields, &["Example-CDN-Cache-Control", "CDN-Cache-Control"], HttpDate::MIN);
//! assert_eq!(cdn.target(), Some("CDN-Cache-Control"));
//! assert_eq!(cdn.directives().max_age(), Delta::Seconds(600));
//! assert!(!cdn.directives().no_store());
//!
//! // A cache that is no target goes by Cache-Control.
//! let browser = Policy::select(fields, &[], HttpDate::MIN);
//! assert_eq!(browser.target(), None);
//! assert!(browser.directives().no_store());
//! ```
//!
//! Where a value is of another type than it has to be, the member fails closed, as it does in
//! Cache-Control: a number of seconds is [`Invalid`](crate::Delta::Invalid), what permits does not
//! count, and what restricts does, also with `?0`. Of several members of one name the last counts, as in
//! every Dictionary. Parameters mean nothing.
//!
//! What a [`ResponseBuilder`](crate::ResponseBuilder) without extensions writes is such a field, too.

use noio_http_field::{
    QuotedString, Token, Value,
    structured::{BareItem, Dictionary, Member},
};

use crate::{
    Anomaly, Delta, Expires, HttpDate, ResponseDirectives, delta, field_names::FieldNames,
    fold::Fold, name::Name,
};

const CACHE_CONTROL: &str = "cache-control";

/// What a cache goes by: a targeted field, or else Cache-Control and Expires (RFC 9213 §2.2).
///
/// Its directives and its Expires are what [`Exchange`](crate::freshness::Exchange) asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy<'t> {
    directives: ResponseDirectives,
    expires: Expires,
    target: Option<&'t str>,
}

impl<'t> Policy<'t> {
    /// What a response says to a cache with that target list: the names of its fields, the one that
    /// is most for it first, in any case of the letters. The target list of a browser is empty.
    ///
    /// `fields` are all fields of the response, names and values. The first target counts that is
    /// there, valid and not empty, and then neither Cache-Control nor Expires does, not even
    /// `no-store`. Cache-Control itself is no target: it comes behind all of them, with a grammar of
    /// its own. `now` tells the century of an Expires whose year has two digits.
    ///
    /// The lines are gone through once for each target. Of a header map of the `http` crate, a
    /// reference goes in as it is.
    pub fn select<'f, N, V, F>(fields: F, targets: &'t [&'t str], now: HttpDate) -> Self
    where
        N: AsRef<[u8]> + ?Sized + 'f,
        V: AsRef<[u8]> + ?Sized + 'f,
        F: IntoIterator<Item = (&'f N, &'f V)> + Clone,
    {
        for target in targets {
            if target.eq_ignore_ascii_case(CACHE_CONTROL) {
                continue;
            }
            if let Some(directives) = parse(lines(fields.clone(), target)) {
                return Self {
                    directives,
                    expires: Expires::Absent,
                    target: Some(target),
                };
            }
        }
        Self {
            directives: ResponseDirectives::parse(lines(fields.clone(), CACHE_CONTROL)),
            expires: Expires::parse(lines(fields, "expires"), now),
            target: None,
        }
    }

    /// What the field says.
    pub const fn directives(&self) -> ResponseDirectives {
        self.directives
    }

    /// What Expires says; absent if a targeted field counts.
    pub const fn expires(&self) -> Expires {
        self.expires
    }

    /// The name of the targeted field that counts, as the target list has it. `None`: Cache-Control
    /// and Expires.
    pub const fn target(&self) -> Option<&'t str> {
        self.target
    }
}

/// The values of the lines of one field.
fn lines<'f, N, V>(
    fields: impl IntoIterator<Item = (&'f N, &'f V)>,
    name: &str,
) -> impl Iterator<Item = &'f V>
where
    N: AsRef<[u8]> + ?Sized + 'f,
    V: ?Sized + 'f,
{
    fields.into_iter().filter_map(move |(other, value)| {
        let is_same = other.as_ref().eq_ignore_ascii_case(name.as_bytes());
        is_same.then_some(value)
    })
}

/// What the values of all lines of a targeted field say, in their order (RFC 9213 §2.1). `None` if it
/// is invalid or empty, which is the same as if it were not there.
///
/// What is wrong with a field, [`Dictionary`] tells.
pub fn parse<'a, T: AsRef<[u8]> + ?Sized + 'a>(
    lines: impl IntoIterator<Item = &'a T>,
) -> Option<ResponseDirectives> {
    let mut arguments = [None; Name::COUNT];
    let mut is_empty = true;
    for member in Dictionary::from_lines(lines) {
        let (key, member) = member.ok()?;
        is_empty = false;
        if let Some(name) = Name::of_key(key.as_bytes())
            && let Some(argument) = arguments.get_mut(name as usize)
        {
            *argument = Some((name, Argument::new(member)));
        }
    }
    if is_empty {
        return None;
    }
    let mut directives = ResponseDirectives::default();
    for (name, argument) in arguments.into_iter().flatten() {
        directives.add_argument(name, argument);
    }
    Some(directives)
}

/// The names of the fields that `private` lists in a targeted field: see
/// [`private_fields`](crate::private_fields). There are none if the field is invalid.
pub fn private_fields<'a, T: AsRef<[u8]> + ?Sized + 'a>(
    lines: impl IntoIterator<Item = &'a T>,
) -> impl Iterator<Item = Token<'a>> {
    field_names(lines, Name::Private)
}

/// The names of the fields that `no-cache` lists in a targeted field: see
/// [`no_cache_fields`](crate::no_cache_fields). There are none if the field is invalid.
pub fn no_cache_fields<'a, T: AsRef<[u8]> + ?Sized + 'a>(
    lines: impl IntoIterator<Item = &'a T>,
) -> impl Iterator<Item = Token<'a>> {
    field_names(lines, Name::NoCache)
}

fn field_names<'a, T: AsRef<[u8]> + ?Sized + 'a>(
    lines: impl IntoIterator<Item = &'a T>,
    name: Name,
) -> impl Iterator<Item = Token<'a>> {
    let mut list = None;
    for member in Dictionary::from_lines(lines) {
        match member {
            Ok((key, member)) if Name::of_key(key.as_bytes()) == Some(name) => {
                list = match Argument::new(member) {
                    Argument::Text(text) => FieldNames::new(Value::Quoted(text)),
                    _ => None,
                };
            }
            Ok(_) => {}
            Err(_) => {
                list = None;
                break;
            }
        }
    }
    list.into_iter().flatten()
}

/// What a directive can have for a value (RFC 9213 §2.1).
#[derive(Clone, Copy)]
enum Argument<'a> {
    /// None: in a Dictionary, that is true.
    None,
    Seconds(u32),
    Text(QuotedString<'a>),
    Other,
}

impl<'a> Argument<'a> {
    fn new(member: Member<'a>) -> Self {
        let Member::Item(item) = member else {
            return Self::Other;
        };
        match item.value {
            BareItem::Boolean(true) => Self::None,
            BareItem::Integer(seconds @ 0..) => {
                let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
                Self::Seconds(delta::saturating(seconds))
            }
            BareItem::String(text) => Self::Text(text.as_quoted_string()),
            _ => Self::Other,
        }
    }
}

impl ResponseDirectives {
    fn add_argument(&mut self, name: Name, argument: Argument<'_>) {
        let is_list = matches!(name, Name::NoCache | Name::Private);
        match (argument, self.delta_mut(name)) {
            (Argument::Seconds(seconds), Some(delta)) => *delta = Delta::Seconds(seconds),
            (Argument::Text(text), None) if is_list => self.add(name, Some(Value::Quoted(text))),
            (Argument::None, None) => self.add(name, None),
            (_, Some(_)) => self.restrict(name),
            (_, None) => {
                self.anomalies_mut().add(if is_list {
                    Anomaly::InvalidFieldNames
                } else {
                    Anomaly::UnexpectedArgument
                });
                self.restrict(name);
            }
        }
    }
}
