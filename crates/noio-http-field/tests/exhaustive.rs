//! Every short string over the few bytes that matter, beside the grammar.

use noio_testkit::{exhaustive::every_string, http_field};

#[test]
fn tokens() {
    let alphabet: &[&[u8]] = &[b"a", b"~", b" ", b"\"", b"\0", b"\xe4"];
    let count = every_string(alphabet, 5, |string| {
        http_field::check_token(string).unwrap();
    });
    assert_eq!(count, 9331);
}

#[test]
fn quoted_strings() {
    let alphabet: &[&[u8]] = &[b"a", b"\"", b"\\", b"\t", b"\n", b"\xe4"];
    let count = every_string(alphabet, 6, |string| {
        http_field::check_quoted_string(string).unwrap();
        http_field::check_quoted_string(&[b"\"", string].concat()).unwrap();
        http_field::check_encoded(string).unwrap();
    });
    assert_eq!(count, 55_987);
}

#[test]
fn comments() {
    let alphabet: &[&[u8]] = &[b"a", b"(", b")", b"\\", b"\x7f"];
    let count = every_string(alphabet, 7, |string| {
        http_field::check_comment(&[b"(", string].concat()).unwrap();
    });
    assert_eq!(count, 97_656);
}

#[test]
fn parameters() {
    let alphabet: &[&[u8]] = &[b";", b"a", b"=", b" ", b"\"", b"\\"];
    let count = every_string(alphabet, 7, |string| {
        http_field::check_parameters(string).unwrap();
    });
    assert_eq!(count, 335_923);
}

#[test]
fn lists() {
    let alphabet: &[&[u8]] = &[b",", b"a", b" ", b"\"", b"\\", b"\n"];
    let count = every_string(alphabet, 6, |string| {
        // LF is the border between lines, and none of their bytes.
        let lines: Vec<&[u8]> = string.split(|&byte| byte == b'\n').collect();
        http_field::check_list(&lines).unwrap();
        http_field::check_connection(&lines).unwrap();
    });
    assert_eq!(count, 55_987);
}

#[test]
fn keep_alive() {
    let alphabet: &[&[u8]] = &[
        b",", b"timeout", b"MAX", b"=", b" ", b"7", b"\"", b"\\", b"\n",
    ];
    let count = every_string(alphabet, 5, |string| {
        let lines: Vec<&[u8]> = string.split(|&byte| byte == b'\n').collect();
        http_field::check_keep_alive(&lines).unwrap();
    });
    assert_eq!(count, 66_430);
}
