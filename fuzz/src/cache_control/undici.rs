//! What `undici` made of fields, beside the model: `crates/noio-cache-control/interop/run` asks it.
//!
//! `NOIO_UNDICI` is the path of a file with a field a line: its lines in hexadecimal digits, joined
//! by line feeds, a tab, and what the peer reads, as a [`Reading`](super::reading::Reading) is shown.

use std::{collections::HashSet, env, fs};

use super::{
    cases::CASES,
    class::{Classes, Peer},
    model::Field,
    peers,
};

/// The fewest fields that a file worth its name has.
const MIN_COUNT: usize = 10_000;

#[test]
fn undici_reads_otherwise_only_as_its_classes_say() {
    let Some(path) = env::var_os("NOIO_UNDICI") else {
        println!("not run: NOIO_UNDICI is not set");
        return;
    };
    let text = fs::read_to_string(path).expect("the file that NOIO_UNDICI names");
    let all = Classes::new(Peer::Undici.classes());
    let mut fields = HashSet::new();
    let mut differences = 0;
    for row in text.lines() {
        let (digits, theirs) = row.split_once('\t').expect("a tab");
        let field = from_digits(digits);
        let lines: Vec<_> = field.split(|&octet| octet == b'\n').collect();
        let shown = field.escape_ascii();
        let read = |classes| {
            Field::read(&lines, Peer::Undici, classes)
                .reading
                .to_string()
        };
        let ours = peers::ours(&lines).to_string();
        assert_eq!(read(Classes::default()), ours, "ours: {shown}");
        assert_eq!(read(all), theirs, "undici: {shown}");
        differences += usize::from(ours != theirs);
        fields.insert(field);
    }
    for case in CASES.iter().filter(|case| case.peer == Peer::Undici) {
        assert!(fields.contains(&case.lines.join(&b"\n"[..])), "{case:?}");
    }
    assert!(fields.len() >= MIN_COUNT, "only {} fields", fields.len());
    println!("{} fields, {differences} read otherwise", fields.len());
}

fn from_digits(digits: &str) -> Vec<u8> {
    let octet = |start| u8::from_str_radix(&digits[start..start + 2], 16);
    let octets = (0..digits.len()).step_by(2).map(octet);
    octets
        .collect::<Result<_, _>>()
        .expect("hexadecimal digits")
}
