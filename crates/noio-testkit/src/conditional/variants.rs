//! Other ways to write the same request.

use noio_conditional::Preconditions;

use super::{
    Current,
    reference::{self, Field, Member},
    request::Request,
};

const LISTS: [&[u8]; 2] = [b"if-match", b"if-none-match"];

/// Fields that have nothing to do with conditions, though some look like it.
const OTHERS: [(&str, &str); 7] = [
    ("Host", "example.org"),
    ("If", "(<urn:a>)"),
    ("If-Match-Range", "*"),
    ("If-Matc", "\"a\""),
    ("Ranges", "bytes=0-"),
    ("ETag", "\"a\""),
    ("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
];

/// What means nothing changes nothing: the case of names, whitespace around values, fields that are
/// not among the six, the order of fields with different names, empty members of lists, and whether
/// the members of a list are in one line or in several.
///
/// # Errors
///
/// Which variant of the request means something else.
pub fn check_variants(fields: &[Field], current: &Current, now: i64) -> Result<(), String> {
    let original = Original::new(Request::new(fields, current, now));
    original.check_ways()?;
    (0..=fields.len()).try_for_each(|at| original.check_others(at))
}

/// A request, and what it means.
pub(super) struct Original<'r> {
    request: Request<'r>,
    preconditions: Preconditions,
}

impl<'r> Original<'r> {
    pub(super) fn new(request: Request<'r>) -> Self {
        Self {
            request,
            preconditions: request.preconditions(),
        }
    }

    /// With the same fields, written in other ways or in another order.
    pub(super) fn check_ways(&self) -> Result<(), String> {
        self.check_each(|(name, value)| vec![(name.to_ascii_uppercase(), value.clone())])?;
        self.check_each(|(name, value)| vec![(name.to_ascii_lowercase(), value.clone())])?;
        self.check_each(|(name, value)| {
            vec![(name.clone(), [b"\t ", &value[..], b" \t "].concat())]
        })?;
        self.check_each_list(|(name, value)| {
            vec![(name.clone(), [b", ,", &value[..], b" ,\t,"].concat())]
        })?;
        self.check_each_list(|(name, value)| {
            let members = reference::members(&[value]);
            if members.is_empty() {
                return vec![(name.clone(), value.clone())];
            }
            let lines = members.iter().map(written);
            lines.map(|line| (name.clone(), line)).collect()
        })?;
        let fields = self.request.fields;
        self.check(&joined(fields))?;
        self.check(&by_name(fields, false))?;
        self.check(&by_name(fields, true))
    }

    /// With [`OTHERS`] at one place.
    pub(super) fn check_others(&self, at: usize) -> Result<(), String> {
        let others = OTHERS.map(|(name, value)| (name.into(), value.into()));
        let (front, behind) = self.request.fields.split_at(at);
        self.check(&[front, &others, behind].concat())
    }

    fn check(&self, fields: &[Field]) -> Result<(), String> {
        let variant = Request {
            fields,
            ..self.request
        };
        variant.same("variant", variant.preconditions(), self.preconditions)
    }

    /// With each field written in another way.
    fn check_each(&self, way: impl Fn(&Field) -> Vec<Field>) -> Result<(), String> {
        let fields: Vec<Field> = self.request.fields.iter().flat_map(way).collect();
        self.check(&fields)
    }

    /// With each list written in another way.
    fn check_each_list(&self, way: impl Fn(&Field) -> Vec<Field>) -> Result<(), String> {
        self.check_each(|field| {
            if is_list(field) {
                way(field)
            } else {
                vec![field.clone()]
            }
        })
    }
}

fn is_list((name, _): &Field) -> bool {
    LISTS.contains(&&name.to_ascii_lowercase()[..])
}

fn written(member: &Member) -> Vec<u8> {
    match member {
        Member::Any => b"*".to_vec(),
        Member::Tag(tag) => tag.written(),
        Member::Malformed(octets) => octets.clone(),
    }
}

/// With all lines of a list in one. No tag comes of two halves: there is a space between them.
fn joined(fields: &[Field]) -> Vec<Field> {
    let mut joined: Vec<Field> = Vec::new();
    for field in fields {
        let same_name = |other: &&mut Field| other.0.eq_ignore_ascii_case(&field.0);
        match joined.iter_mut().find(same_name) {
            Some(first) if is_list(field) => {
                first.1 = [&first.1[..], b", ", &field.1].concat();
            }
            _ => joined.push(field.clone()),
        }
    }
    joined
}

/// Name by name, each name's lines in their order.
fn by_name(fields: &[Field], is_reversed: bool) -> Vec<Field> {
    let mut sorted = fields.to_vec();
    sorted.sort_by(|one, other| {
        let [one, other] = [one, other].map(|(name, _)| name.to_ascii_lowercase());
        if is_reversed {
            other.cmp(&one)
        } else {
            one.cmp(&other)
        }
    });
    sorted
}
