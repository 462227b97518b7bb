//! Targeted fields from arbitrary bytes.

use noio_cache_control::HttpDate;

use super::{Fields, check_select, check_targeted, check_written, junk::check_targeted_junk};
use crate::cache_control::{freshness::scenario::Circumstances, writing::response_calls};

/// Targeted fields are read and chosen as the reference has it, what a builder writes is one, and junk
/// in one gives no permission.
///
/// The first 24 bytes of `data` also choose calls of a builder. The lines of `data`, between line
/// feeds, are one field, and then a response: the first character of each says which field the rest
/// is a line of. Last, the first line is junk, and those behind it are the field into which it goes, at
/// a place that its length says, with tabs between their members.
///
/// # Panics
///
/// If it does not hold.
pub fn targeted(data: &[u8]) {
    let lines: Vec<&[u8]> = data.split(|&byte| byte == b'\n').collect();
    let fields: Fields = lines
        .iter()
        .filter_map(|line| line.split_first())
        .map(|(choice, value)| (chosen_name(*choice).into(), value.to_vec()))
        .collect();
    let now = HttpDate::saturating_from_unix_seconds(784_111_777);
    let mut checked = check_targeted(&lines);
    for targets in TARGET_LISTS {
        checked = checked.and_then(|()| check_select(&fields, targets, now));
    }
    checked = checked.and_then(|()| check_written(&response_calls(&data[..data.len().min(24)])));
    let (junk, field) = lines.split_at(1);
    let junk = junk.concat();
    let field: Vec<Vec<Vec<u8>>> = field
        .iter()
        .map(|line| {
            line.split(|&byte| byte == b'\t')
                .map(<[u8]>::to_vec)
                .collect()
        })
        .collect();
    let place = (junk.len() % (field.len() + 1), junk.len() / 2 % 4);
    let mut choices = [0; 7];
    let len = data.len().min(choices.len());
    choices[..len].copy_from_slice(&data[..len]);
    let circumstances = Circumstances::from_bytes(choices);
    let verdict = check_targeted_junk(&field, &junk, place, &circumstances);
    if let Err(detail) = checked.and(verdict) {
        panic!("{detail}");
    }
}

/// Target lists to choose by.
pub const TARGET_LISTS: [&[&str]; 4] = [
    &[],
    &["CDN-Cache-Control"],
    &["Example-Cache-Control", "cdn-cache-control"],
    &["CDN-Cache-Control", "CDN-Cache-Control", "Cache-Control"],
];

/// The name of a field that an octet chooses.
fn chosen_name(choice: u8) -> &'static [u8] {
    const NAMES: [&[u8]; 8] = [
        b"Cache-Control",
        b"CDN-Cache-Control",
        b"cdn-cache-control",
        b"Example-Cache-Control",
        b"EXAMPLE-CACHE-CONTROL",
        b"Expires",
        b"Other-Cache-Control",
        b"cache-control",
    ];
    NAMES[usize::from(choice) % NAMES.len()]
}
