//! Requests and validators from arbitrary bytes.

use noio_conditional::is_not_modified_field;

use super::{
    Current, Modified, Tag, check_list, check_request, check_tag, monotone::Laws, reference::Field,
    request::Request, variants::Original,
};

/// What is behind that is not looked at: the reference takes its time.
const MAX_LEN: usize = 600;

/// Fields behind these are not looked at: more of them take time and bring nothing new.
const MAX_FIELDS: usize = 24;

/// A method for each way in which methods differ. The laws are asked about these alone, since what is
/// decided for each of [`METHODS`](super::METHODS) has been compared with the reference before.
const METHODS_OF_EACH_KIND: [&str; 4] = ["GET", "HEAD", "PUT", "OPTIONS"];

/// Sun, 06 Nov 1994 08:49:37 GMT.
const SOME_DATE: i64 = 784_111_777;

/// The codec reads conditional requests as the [reference](super::reference) does and decides as it
/// does; what means nothing changes nothing, and what is monotone is.
///
/// `data` is lines, between line feeds. The first is the method. The second says what there is: of its
/// first byte, 1 is for an origin server's representation and 2 for a stored one, 4 for an entity tag,
/// 8 for a weak one, 16 for Last-Modified, 32 for one that may be strong. The two bytes behind it, each
/// as a signed number of seconds, say how long that is after 6 November 1994, 08:49:37, and how long the
/// clock, or Date, is after that. The rest of the line, without what cannot be in one, is in the tag.
/// The other lines are fields. The sum of all bytes chooses among them: where fields come in that mean
/// nothing, what is in the tag that lists get more, which field gets the current tag, and which value is
/// compared with which.
///
/// # Panics
///
/// If it does not.
pub fn conditional(data: &[u8]) {
    let data = &data[..data.len().min(MAX_LEN)];
    let mut lines = data.split(|&byte| byte == b'\n');
    let method = lines.next().unwrap_or_default();
    let current = current(lines.next().unwrap_or_default());
    let fields: Vec<Field> = lines.map(field).take(MAX_FIELDS).collect();

    expect(check_request(&fields, method, &current, SOME_DATE));
    let values: Vec<&[u8]> = fields.iter().map(|(_, value)| &value[..]).collect();
    expect(check_list(&values));

    // What could be tried at each place is tried at one of them: inputs are many.
    let choice: usize = data.iter().map(|&byte| usize::from(byte)).sum();
    let request = Request::new(&fields, &current, SOME_DATE);
    let original = Original::new(request);
    expect(original.check_ways());
    expect(original.check_others(choice % (fields.len() + 1)));

    let laws = Laws::new(request, &METHODS_OF_EACH_KIND);
    let later = u32::try_from(data.len()).unwrap_or(u32::MAX);
    expect(laws.check(later));
    let (front, behind) = values.split_at(choice % values.len().max(1));
    for octets in [behind.first().copied().unwrap_or_default(), b""] {
        let tag = Tag::new(method.len() % 2 == 1, opaque(octets));
        expect(laws.check_more_tags(&tag));
    }
    // Mutations seldom come upon the current tag by themselves.
    if let Some(tag) = current.etag() {
        let tag = Tag::new(choice % 2 == 1, &tag.opaque[..]);
        let name = ["If-Match", "If-None-Match", "If-Range"][choice / 2 % 3];
        let more = [&fields[..], &[(name.into(), tag.written())]].concat();
        expect(check_request(&more, method, &current, SOME_DATE));
    }
    for (value, other) in values.iter().zip(behind.iter().chain(front)) {
        expect(check_tag(value, other));
        expect(check_tag(value, value));
    }
    for (name, _) in &fields {
        check_not_modified(name);
    }
}

/// A field is as much part of a 304 in capitals, and with an entity tag there is none more.
fn check_not_modified(name: &[u8]) {
    let [with, without] = [true, false].map(|has_etag| is_not_modified_field(name, has_etag));
    assert!(without || !with);
    for has_etag in [true, false] {
        let other = is_not_modified_field(&name.to_ascii_uppercase(), has_etag);
        assert_eq!(other, is_not_modified_field(name, has_etag));
    }
}

/// The name and the value of a field. Without a colon, the value of If-None-Match.
fn field(line: &[u8]) -> Field {
    match line.iter().position(|&byte| byte == b':') {
        Some(at) => (line[..at].to_vec(), line[at + 1..].to_vec()),
        None => (b"If-None-Match".to_vec(), line.to_vec()),
    }
}

fn current(line: &[u8]) -> Current {
    let (&flags, rest) = line.split_first().unwrap_or((&0, &[]));
    let (offsets, text) = rest.split_at(rest.len().min(2));
    let [modified, clock] = [0, 1].map(|at| {
        let offset = offsets.get(at).copied().unwrap_or_default();
        i64::from(offset.cast_signed())
    });
    let at = SOME_DATE + modified;
    let date = at + clock;
    let etag = (flags & 4 != 0).then(|| Tag::new(flags & 8 != 0, opaque(text)));
    let has_date = flags & 16 != 0;
    match flags & 3 {
        0 => Current::None,
        1 => Current::Origin {
            etag,
            modified: has_date.then_some(Modified {
                at,
                clock: date,
                is_only_change: flags & 32 != 0,
            }),
        },
        _ => Current::Stored {
            etag,
            modified: has_date.then_some(at),
            date,
        },
    }
}

/// The octets that can be in a tag.
fn opaque(octets: &[u8]) -> Vec<u8> {
    let can_be = |octet: &&u8| !matches!(**octet, 0..=0x20 | b'"' | 0x7f);
    octets.iter().filter(can_be).copied().collect()
}

fn expect(checked: Result<(), String>) {
    if let Err(detail) = checked {
        panic!("{detail}");
    }
}
