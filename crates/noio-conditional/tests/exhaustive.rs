//! Every short value over the few octets that matter, and every octet at every place of some values,
//! beside the reference.
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use noio_testkit::{
    conditional::{
        Current, Modified, Tag, check_list, check_request, check_tag, check_variants,
        reference::Field,
    },
    exhaustive::every_string,
};

/// Sun, 06 Nov 1994 08:49:37 GMT.
const MODIFIED: i64 = 784_111_777;

/// Sun, 06 Nov 1994 08:50:00 GMT.
const NOW: i64 = 784_111_800;

/// A representation with the tag `"a"`, by the strong one or by the weak one.
fn representation(is_weak: bool) -> Current {
    Current::Origin {
        etag: Some(Tag::new(is_weak, *b"a")),
        modified: Some(Modified {
            at: MODIFIED,
            clock: NOW,
            is_only_change: true,
        }),
    }
}

fn field(name: &str, value: &[u8]) -> Field {
    (name.into(), value.to_vec())
}

/// LF is the border between lines, and none of their octets.
fn lines(string: &[u8]) -> Vec<&[u8]> {
    string.split(|&octet| octet == b'\n').collect()
}

fn check_fields(fields: &[Field]) {
    for is_weak in [false, true] {
        check_request(fields, b"GET", &representation(is_weak), NOW).unwrap();
    }
}

#[test]
fn tags() {
    let alphabet: &[&[u8]] = &[b"W", b"w", b"/", b"\"", b"a", b",", b"*", b" ", b"\x80"];
    let count = every_string(alphabet, 6, |string| {
        check_tag(string, b"W/\"a\"").unwrap();
        check_list(&[string]).unwrap();
    });
    assert_eq!(count, 597_871);
}

/// Around the blocks in which long tags are read.
#[test]
fn every_octet_at_every_place_of_long_tags() {
    let mut count = 0;
    for len in 14..=33 {
        let tag = [&b"\""[..], &vec![b'a'; len], b"\""].concat();
        for at in 1..=len {
            for octet in 0..=u8::MAX {
                let mut tag = tag.clone();
                tag[at] = octet;
                check_tag(&tag, b"\"a\"").unwrap();
                check_list(&[&tag]).unwrap();
                count += 1;
            }
        }
    }
    assert_eq!(count, (14..=33).sum::<u32>() * 256);
}

#[test]
fn lists() {
    let alphabet: &[&[u8]] = &[
        b"\"a\"", b"W/\"a\"", b"\"x\"", b"\"", b",", b"*", b" ", b"\t", b"\n",
    ];
    let count = every_string(alphabet, 5, |string| check_list(&lines(string)).unwrap());
    assert_eq!(count, 66_430);
    let count = every_string(alphabet, 4, |string| {
        for name in ["If-Match", "If-None-Match"] {
            let lines = lines(string).into_iter().map(|line| field(name, line));
            let mut fields: Vec<Field> = lines.collect();
            check_fields(&fields);
            // And with something else in between.
            fields.push(field("If-Range", string));
            fields.push(field("Range", b"bytes=0-"));
            check_fields(&fields);
        }
    });
    assert_eq!(count, 7381);
}

#[test]
fn variants_of_lists() {
    let alphabet: &[&[u8]] = &[b"\"a\"", b"W/\"a\"", b"\"", b",", b"*", b" ", b"\n"];
    let count = every_string(alphabet, 4, |string| {
        for name in ["If-Match", "if-NONE-match"] {
            let lines = lines(string).into_iter();
            let mut fields: Vec<Field> = lines.map(|line| field(name, line)).collect();
            fields.push(field("If-Modified-Since", b"Sun, 06 Nov 1994 08:49:37 GMT"));
            check_variants(&fields, &representation(false), NOW).unwrap();
        }
    });
    assert_eq!(count, 2801);
}

#[test]
fn every_octet_in_a_tag() {
    for octet in 0..=u8::MAX {
        for opaque in [
            &[octet][..],
            &[b'a', octet],
            &[octet, b'a'],
            &[octet, octet],
        ] {
            for front in [&b"\""[..], b"W/\"", b"w/\"", b"W /\""] {
                let value = [front, opaque, b"\""].concat();
                check_tag(&value, &[b"\"", opaque, b"\""].concat()).unwrap();
                check_list(&[&value]).unwrap();
            }
        }
    }
}

#[test]
fn every_octet_at_every_place_of_a_list() {
    let values: [&[u8]; 5] = [
        b"\"a\"",
        b"W/\"a\" , \"b\"",
        b"*",
        b"\"x,y\",\"a\"",
        b"W/\"\xe9\",\t\"a\",",
    ];
    for value in values {
        for_every_change(value, |changed| {
            check_list(&[changed]).unwrap();
            check_tag(changed, value).unwrap();
            for name in ["If-Match", "If-None-Match"] {
                let fields = [field(name, changed)];
                check_fields(&fields);
                check_variants(&fields, &representation(false), NOW).unwrap();
            }
            let fields = [field("If-Range", changed), field("Range", b"")];
            check_fields(&fields);
        });
    }
}

#[test]
fn every_octet_at_every_place_of_a_date() {
    let values: [&[u8]; 3] = [
        b"Sun, 06 Nov 1994 08:49:37 GMT",
        b"Sunday, 06-Nov-94 08:49:37 GMT",
        b"Sun Nov  6 08:49:37 1994",
    ];
    for value in values {
        for_every_change(value, |changed| {
            let names = ["If-Modified-Since", "If-Unmodified-Since", "If-Range"];
            let mut fields: Vec<Field> = names.map(|name| field(name, changed)).into();
            fields.push(field("range", b""));
            check_request(&fields, b"GET", &representation(false), NOW).unwrap();
        });
    }
}

#[test]
fn every_octet_at_every_place_of_a_name() {
    for name in [
        "if-match",
        "If-None-Match",
        "if-modified-since",
        "If-Unmodified-Since",
        "if-range",
        "range",
    ] {
        for_every_change(name.as_bytes(), |changed| {
            let mut fields: Vec<Field> = vec![(changed.to_vec(), b"\"x\"".to_vec())];
            check_fields(&fields);
            fields.push(field("If-Range", b"W/\"a\""));
            check_fields(&fields);
            fields.push(field("Range", b"bytes=0-"));
            check_fields(&fields);
        });
    }
}

/// Every octet inserted and put in place of another at every place, each one left out, and every front.
fn for_every_change(value: &[u8], mut check: impl FnMut(&[u8])) {
    for at in 0..=value.len() {
        let (front, behind) = value.split_at(at);
        for octet in 0..=u8::MAX {
            check(&[front, &[octet], behind].concat());
            if let Some((_, rest)) = behind.split_first() {
                check(&[front, &[octet], rest].concat());
            }
        }
        check(&[front, behind.get(1..).unwrap_or_default()].concat());
        check(front);
        check(behind);
    }
}
