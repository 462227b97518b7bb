//! Attacks on framing, one test for each class. What they have in common is that two recipients
//! read the same head in two ways; here, one of them is always refused.

use noio_chunked::framing::{self, Policy, Version};

use crate::{content_length, request, response, transfer_encoding};

/// A message with both fields, for a front that goes by the length and a back that goes by the
/// chunks, and the other way round (CVE-2026-2835, Pingora before 0.8).
#[test]
fn cl_te_and_te_cl() {
    for fields in [
        [("Content-Length", "6"), ("Transfer-Encoding", "chunked")],
        [("Transfer-Encoding", "chunked"), ("Content-Length", "4")],
        [("content-length", "0"), ("TRANSFER-ENCODING", "Chunked")],
    ] {
        assert_eq!(
            request(&fields),
            "400 content-length-with-transfer-encoding 1"
        );
    }
}

/// A Content-Length of zero in front of a body, for a back that ignores it: with chunks it is
/// refused as any other, without them the body is the next message on both sides.
#[test]
fn zero_cl() {
    let fields = [("Content-Length", "0"), ("Transfer-Encoding", "chunked")];
    assert_eq!(
        request(&fields),
        "400 content-length-with-transfer-encoding 1"
    );
    assert_eq!(content_length(&["0"]), "length 0");
    assert_eq!(
        content_length(&["0", "5"]),
        "400 conflicting-content-length 1"
    );
    assert_eq!(content_length(&[" \t"]), "400 invalid-content-length 0");
}

/// Spellings that one recipient takes for `chunked` and another does not (CVE-2026-89044, Netty;
/// CVE-2022-32213 and CVE-2022-32215, llhttp; sozu #726).
#[test]
fn te_te_spellings() {
    for (values, expected) in [
        (&["xchunked"][..], "501 unknown-coding 0"),
        (&["chunked, xchunked"], "501 unknown-coding 0"),
        (&["xchunked, chunked"], "501 unknown-coding 0"),
        (&["chunked", "x"], "501 unknown-coding 1"),
        (&["x", "chunked"], "501 unknown-coding 0"),
        (&["chunkedx"], "501 unknown-coding 0"),
        (&["\"chunked\""], "501 unknown-coding 0"),
        (&["'chunked'"], "501 unknown-coding 0"),
        (&["identity, chunked"], "501 unknown-coding 0"),
        (&["chunked, identity"], "501 unknown-coding 0"),
        (&["chunked, cow"], "501 unknown-coding 0"),
        (&["chunked;x"], "400 coding-parameter 0"),
        (&["chunked ;x=y"], "400 coding-parameter 0"),
        (&["chunked x"], "400 invalid-transfer-encoding 0"),
        (&["chunked\u{b}"], "400 invalid-field-value 0"),
        (&["\u{b}chunked"], "400 invalid-field-value 0"),
        (&["\u{c}chunked"], "400 invalid-field-value 0"),
        (&["chunked\u{c}"], "400 invalid-field-value 0"),
        (&["chunked\0"], "400 invalid-field-value 0"),
        (&["chunked\u{7f}"], "400 invalid-field-value 0"),
        (&["\u{e7}hunked"], "501 unknown-coding 0"),
        (&["chun\u{212a}ed"], "501 unknown-coding 0"),
        (&["chunked\u{a0}"], "501 unknown-coding 0"),
        (&["chunked, chunked"], "400 repeated-chunked 0"),
        (&["chunked", "chunked"], "400 repeated-chunked 1"),
        (&["chunked", ""], "400 empty-transfer-encoding 1"),
    ] {
        assert_eq!(transfer_encoding(values), expected, "{values:?}");
    }
    // Whitespace around is no part of the value, so this is the one spelling.
    assert_eq!(transfer_encoding(&["\tchunked\t"]), "chunked");
}

/// A folded line, whether the parser of the head leaves it in the value, or makes a line of it
/// (CVE-2022-32215, llhttp).
#[test]
fn folded_lines() {
    for value in [
        "\r\n chunked",
        "chunked\r\n ",
        "gzip,\r\n\tchunked",
        "chunked\n x",
        "chunked\r",
    ] {
        assert_eq!(
            transfer_encoding(&[value]),
            "400 invalid-field-value 0",
            "{value:?}"
        );
    }
    assert_eq!(content_length(&["5\r\n 6"]), "400 invalid-field-value 0");
    let fields = [("Transfer-Encoding", "gzip,"), (" chunked", "")];
    assert_eq!(request(&fields), "400 invalid-field-name 1");
}

/// A name that is not quite the name (tiny_http #173). The whole message is refused, whichever
/// field it is.
#[test]
fn names_that_are_no_tokens() {
    for name in [
        "Transfer-Encoding ",
        "Transfer-Encoding\t",
        " Transfer-Encoding",
        "Transfer-Encoding\u{b}",
        "Transfer-Encoding\0",
        "Transfer-Encoding\r\n",
        "Transfer-Encoding:",
        "Transfer Encoding",
        "Transf\u{e9}r-Encoding",
        "\"Transfer-Encoding\"",
        "Content-Length ",
        "Host ",
        "",
    ] {
        let fields = [("Host", "a"), (name, "chunked")];
        assert_eq!(request(&fields), "400 invalid-field-name 1", "{name:?}");
        assert_eq!(response(&fields), "502 invalid-field-name 1", "{name:?}");
        for (method, status) in [(&b"HEAD"[..], 200), (b"CONNECT", 200), (b"GET", 204)] {
            let seen = framing::response(method, status, Version::Http11, fields, &Policy::new());
            let error = seen.expect_err("no token");
            assert_eq!(error.line(), 1);
            assert!(error.is_smuggling_signal());
        }
    }
    // A token is another field, and nothing is wrong with it.
    assert_eq!(request(&[("Transfer_Encoding", "chunked")]), "none");
    assert_eq!(request(&[("Transfer-Encodin", "chunked")]), "none");
}

/// Numbers that a lenient parser reads as another (CVE-2021-32715, hyper; CVE-2022-24801,
/// Twisted).
#[test]
fn content_length_with_a_sign_or_a_prefix() {
    for value in [
        "+5", "-5", "0x5", "0X5", "5_0", "5 ", "5\u{b}", "5\0", "\u{b}5", "5,", "05",
    ] {
        let seen = content_length(&[value]);
        match value {
            "5 " | "05" => assert_eq!(seen, "length 5"),
            "5\u{b}" | "5\0" | "\u{b}5" => assert_eq!(seen, "400 invalid-field-value 0"),
            _ => assert_eq!(seen, "400 invalid-content-length 0", "{value:?}"),
        }
    }
}

/// A number that wraps to a small one in 32 or 64 bits.
#[test]
fn content_length_that_wraps() {
    assert_eq!(content_length(&["4294967301"]), "length 4294967301");
    for value in [
        "18446744073709551616",
        "18446744073709551621",
        "36893488147419103237",
    ] {
        assert_eq!(content_length(&[value]), "400 content-length-overflow 0");
    }
}

/// One recipient takes the first, one the last.
#[test]
fn several_content_lengths() {
    for values in [
        &["5", "6"][..],
        &["6", "5"],
        &["5, 6"],
        &["0", "5"],
        &["5", "5", "6"],
    ] {
        let seen = content_length(values);
        let is_refused = seen.starts_with("400 conflicting-content-length")
            || seen.starts_with("400 repeated-content-length");
        assert!(is_refused, "{values:?}: {seen}");
    }
}

/// A proxy of HTTP/1.0 does not know the field, and passes the chunks on as another message
/// (CVE-2026-2835, Pingora before 0.8).
#[test]
fn chunks_in_http10() {
    let fields = [("Transfer-Encoding", "chunked")];
    let seen = framing::request(Version::Http10, fields, &Policy::new());
    let error = seen.expect_err("no transfer codings in HTTP/1.0");
    assert_eq!(error.status(), 400);
    assert!(error.is_smuggling_signal());
}

/// Taken until the connection closes, a request could hide others (CVE-2026-2836, Pingora before
/// 0.8).
#[test]
fn request_that_ends_with_the_connection() {
    for value in ["gzip", "chunked, gzip", "identity"] {
        let seen = transfer_encoding(&[value]);
        assert!(
            seen.starts_with("400 ") || seen.starts_with("501 "),
            "{value}: {seen}"
        );
    }
}

/// Several lines where only the last one, or only the first, was looked at (RUSTSEC-2021-0020,
/// hyper).
#[test]
fn several_transfer_encodings_are_one_list() {
    assert_eq!(transfer_encoding(&["gzip", "chunked"]), "chunked gzip");
    assert_eq!(
        transfer_encoding(&["chunked", "gzip"]),
        "400 final-coding-not-chunked 1"
    );
    assert_eq!(
        transfer_encoding(&["chunked", "identity"]),
        "501 unknown-coding 1"
    );
}

/// All that is refused here is worth a line in a log, except for what only asks for too much.
#[test]
fn errors_are_signals() {
    let signal = |fields: &[(&str, &str)]| {
        framing::request(Version::Http11, fields.iter().copied(), &Policy::new())
            .map_err(|error| error.is_smuggling_signal())
            .map(drop)
    };
    for value in [
        "xchunked",
        "chunked, chunked",
        "",
        "chunked;x",
        "gzip",
        "chunked\0",
    ] {
        assert_eq!(
            signal(&[("Transfer-Encoding", value)]),
            Err(true),
            "{value:?}"
        );
    }
    for value in ["+5", "5, 5", "5, 6", "99999999999999999999"] {
        assert_eq!(signal(&[("Content-Length", value)]), Err(true), "{value:?}");
    }
    let many = [("Transfer-Encoding", "gzip, gzip, gzip, gzip, chunked")];
    assert_eq!(signal(&many), Err(false));
}
