//! Every short field over the few octets and words that matter, and every octet at every place of
//! some fields, beside the reference.
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use noio_testkit::{
    cache_control::{
        check_age, check_reading, check_variants,
        writing::{check_extension, check_fixpoint},
    },
    exhaustive::every_string,
};

/// LF is the border between lines, and none of their octets.
fn lines(string: &[u8]) -> Vec<&[u8]> {
    string.split(|&octet| octet == b'\n').collect()
}

/// Reads every string of at most so many symbols, and returns how many there were.
fn check_every(alphabet: &[&[u8]], max_len: usize) -> u64 {
    every_string(alphabet, max_len, |string| {
        check_reading(&lines(string)).unwrap();
    })
}

#[test]
fn quoting() {
    let alphabet: &[&[u8]] = &[
        b",",
        b" ",
        b"\"",
        b"\\",
        b"=",
        b"a",
        b"\x01",
        b"no-store",
        b"\n",
    ];
    assert_eq!(check_every(alphabet, 5), 66_430);
}

#[test]
fn long_runs_of_quotes_and_backslashes() {
    let alphabet: &[&[u8]] = &[b",", b"\"", b"\\", b"a"];
    assert_eq!(check_every(alphabet, 8), 87_381);
}

#[test]
fn quoting_behind_a_permission() {
    let alphabet: &[&[u8]] = &[b",", b"\"", b"\\", b"\x7f", b"no-cache", b"max-age=1"];
    let count = every_string(alphabet, 5, |string| {
        for front in ["public,", "public,x=\"", "max-age=5, private=\""] {
            let line = [front.as_bytes(), string].concat();
            check_reading(&[&line]).unwrap();
            check_reading(&[b"public", &line, b"max-age=7"]).unwrap();
        }
    });
    assert_eq!(count, 9331);
}

#[test]
fn members() {
    let alphabet: &[&[u8]] = &[
        b",",
        b" ",
        b"\"",
        b"\\",
        b"=",
        b";",
        b"\x01",
        b"\xe9",
        b"1",
        b"no-store",
        b"public",
        b"max-age",
        b"private",
        b"\n",
    ];
    assert_eq!(check_every(alphabet, 4), 41_371);
}

#[test]
fn directives_and_their_arguments() {
    let arguments = [
        "",
        "=",
        "=5",
        "=6",
        "=\"5\"",
        "=\"\"",
        "=a",
        "=\"a, ,b\"",
        "=\"\\a\"",
    ];
    let names = [
        "public",
        "private",
        "must-understand",
        "no-store",
        "no-cache",
        "max-age",
        "s-maxage",
        "stale-while-revalidate",
        "stale-if-error",
        "must-revalidate",
        "proxy-revalidate",
        "no-transform",
        "immutable",
        "max-stale",
        "min-fresh",
        "only-if-cached",
        "unknown",
    ];
    let members: Vec<String> = names
        .iter()
        .flat_map(|name| arguments.map(|argument| format!("{name}{argument}")))
        .collect();
    for first in &members {
        check_variants(&[first.as_bytes()]).unwrap();
        check_fixpoint(&[first.as_bytes()]).unwrap();
        check_reading(&[format!("{first}, x=\"").as_bytes()]).unwrap();
        for second in &members {
            let both = format!("{first}, {second}");
            check_reading(&[both.as_bytes()]).unwrap();
            check_fixpoint(&[both.as_bytes()]).unwrap();
        }
    }
}

#[test]
fn duplicates() {
    let alphabet: &[&[u8]] = &[
        b"max-age=1,",
        b"max-age=2,",
        b"max-age=x,",
        b"max-age 1,",
        b"max-age=\"1\",",
        b"max-stale,",
        b"max-stale=1,",
        b"private=\"a\",",
        b"private,",
    ];
    assert_eq!(check_every(alphabet, 4), 7381);
}

#[test]
fn every_octet_at_every_place() {
    let fields = [
        "no-store",
        "max-age=60, public",
        "private=\"set-cookie, a\", s-maxage=\"7\"",
        "no-cache=a,must-revalidate",
        "x=\"a\\b\\\"\" , max-stale",
        "a, min-fresh=5",
    ];
    for field in fields {
        let field = field.as_bytes();
        for at in 0..=field.len() {
            let (front, behind) = field.split_at(at);
            for octet in 0..=u8::MAX {
                let inserted = [front, &[octet], behind].concat();
                check_reading(&[&inserted]).unwrap();
                check_variants(&[&inserted]).unwrap();
                if let Some((_, rest)) = behind.split_first() {
                    let replaced = [front, &[octet], rest].concat();
                    check_reading(&[&replaced]).unwrap();
                    check_variants(&[&replaced]).unwrap();
                }
            }
            let shorter = [front, behind.get(1..).unwrap_or_default()].concat();
            check_reading(&[&shorter]).unwrap();
            check_variants(&[front, behind]).unwrap();
            check_reading(&[front, behind]).unwrap();
        }
    }
}

#[test]
fn names_that_are_nearly_known() {
    let names = [
        "public",
        "private",
        "must-understand",
        "no-store",
        "no-cache",
        "max-age",
        "s-maxage",
        "stale-while-revalidate",
        "stale-if-error",
        "must-revalidate",
        "proxy-revalidate",
        "no-transform",
        "immutable",
        "max-stale",
        "min-fresh",
        "only-if-cached",
    ];
    for name in names {
        check_extension(name.as_bytes(), None).unwrap();
        check_extension(name.to_ascii_uppercase().as_bytes(), Some("1")).unwrap();
        check_extension(format!("{name}s").as_bytes(), None).unwrap();
        let name = name.as_bytes();
        for at in 0..=name.len() {
            let (front, behind) = name.split_at(at);
            for octet in 0..=u8::MAX {
                check_reading(&[&[front, &[octet], behind].concat()]).unwrap();
                if let Some((_, rest)) = behind.split_first() {
                    let replaced = [front, &[octet], rest].concat();
                    check_reading(&[&replaced]).unwrap();
                    check_reading(&[&[&replaced, &b"=1"[..]].concat()]).unwrap();
                }
            }
            check_reading(&[front]).unwrap();
            check_reading(&[behind]).unwrap();
        }
    }
}

#[test]
fn ages() {
    let alphabet: &[&[u8]] = &[b"0", b"9", b"2147483648", b",", b" ", b"-", b"\"", b"\n"];
    let count = every_string(alphabet, 5, |string| {
        check_age(&lines(string)).unwrap();
    });
    assert_eq!(count, 37_449);
    check_age(&[]).unwrap();
}

#[test]
fn extensions() {
    let alphabet = [
        "a", "\"", "\\", ",", "=", " ", "\t", "\n", "\u{7f}", "\u{e9}",
    ];
    let octets: Vec<&[u8]> = alphabet.iter().map(|symbol| symbol.as_bytes()).collect();
    let count = every_string(&octets, 4, |string| {
        let argument = str::from_utf8(string).unwrap();
        check_extension(b"x", Some(argument)).unwrap();
        check_extension(string, None).unwrap();
    });
    assert_eq!(count, 11_111);
    for octet in 0..=u8::MAX {
        for name in [
            &[octet][..],
            &[b'a', octet],
            &[octet, b'a'],
            &[b'a', octet, b'a'],
        ] {
            check_extension(name, None).unwrap();
            check_extension(name, Some("1")).unwrap();
        }
        let char = char::from(octet);
        for argument in [format!("{char}"), format!("a{char}"), format!("{char}a")] {
            check_extension(b"x", Some(&argument)).unwrap();
        }
    }
}
