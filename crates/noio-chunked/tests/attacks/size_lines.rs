//! Size lines that two recipients read in two ways.

use noio_chunked::{Config, DecodeErrorKind as Kind};

use super::{decode, decode_in_feeds, refused};

/// CVE-2025-55315 (Kestrel), CVE-2024-52304 (aiohttp), fasthttp #1899, cpp-httplib #2585: for the
/// one in front a LF ends the line, for these it is part of the extension.
#[test]
fn term_ext_line_feed_in_an_extension() {
    refused(
        b"2;\nxx\r\n4c\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n",
        Kind::BareLf,
        2,
    );
    refused(b"2;a\nxx\r\n0\r\n\r\n", Kind::BareLf, 3);
    refused(b"2;a=b\nxx\r\n0\r\n\r\n", Kind::BareLf, 5);
    refused(b"2 \nxx\r\n0\r\n\r\n", Kind::BareLf, 2);
}

/// CVE-2025-22871 (Go net/http), CVE-2025-58056 (Netty): the other way round, these end the line at
/// a LF that is part of the extension for the one in front.
#[test]
fn ext_term_line_feed_ends_a_size_line() {
    refused(b"5\nhello\r\n0\r\n\r\n", Kind::BareLf, 1);
    refused(b"5;a\nhello\r\n0\r\n\r\n", Kind::BareLf, 3);
    refused(b"0\n\r\n", Kind::BareLf, 1);
}

/// A CR alone in a size line, which some take for its end and some for nothing.
#[test]
fn carriage_return_in_a_size_line() {
    refused(b"5\rhello\r\n0\r\n\r\n", Kind::BareCr, 2);
    refused(b"5;a\rb\r\nhello\r\n", Kind::BareCr, 4);
    refused(b"5;\ra\r\nhello\r\n", Kind::InvalidExtension, 2);
    refused(b"5\r\r\nhello\r\n", Kind::BareCr, 2);
}

/// CVE-2026-33870 (Netty), Pound #62: a line end in a quoted value ends the line for one of two, and
/// the rest of the value is a chunk or a trailer field for it.
#[test]
fn quoted_line_end_in_an_extension() {
    refused(
        b"1;a=\"\r\nX\r\n0\r\n\r\nGET /admin HTTP/1.1\r\nX: \"\r\nY\r\n0\r\n\r\n",
        Kind::InvalidExtension,
        5,
    );
    refused(
        b"0;a=\"\r\nHost: evil\r\nb: \"\r\n\r\n",
        Kind::InvalidExtension,
        5,
    );
    refused(b"1;a=\"\n\"\r\nX\r\n", Kind::InvalidExtension, 5);
    refused(b"1;a=\"\\\r\n\"\r\nX\r\n", Kind::InvalidExtension, 6);
}

/// CVE-2026-2332 (Jetty): a quotation that the line end cuts off is taken for a whole one.
#[test]
fn unclosed_quote_in_an_extension() {
    refused(b"1;a=\"b\r\nX\r\n0\r\n\r\n", Kind::InvalidExtension, 6);
    refused(b"1;a=\"b\\\"\r\nX\r\n0\r\n\r\n", Kind::InvalidExtension, 8);
    refused(b"1;a=\"\r\n", Kind::InvalidExtension, 5);
}

/// CVE-2023-38697 (protocol-http1), CVE-2022-24801 (Twisted), libevent #1542, WEBrick #124: number
/// parsers that know signs, prefixes and spaces.
#[test]
fn signs_and_prefixes_in_a_size() {
    for size in [
        "+5", "-5", "-0", "_5", " 5", "\t5", "\x0b5", "\x0c5", "\"5\"", "#5",
    ] {
        refused(
            format!("{size}\r\nhello\r\n0\r\n\r\n").as_bytes(),
            Kind::InvalidChunkSize,
            0,
        );
    }
    for size in ["0x5", "0X5", "5_0", "5h", "5.0", "5e+1", "5u", "5\0"] {
        let offset = if size.starts_with("5e") { 2 } else { 1 };
        refused(
            format!("{size}\r\nhello\r\n0\r\n\r\n").as_bytes(),
            Kind::InvalidChunkSize,
            offset,
        );
    }
}

/// ATS #10580, pekko #1257: what stands behind the digits is dropped, or joined to them.
#[test]
fn junk_behind_a_size() {
    refused(b"1junk\r\nX\r\n0\r\n\r\n", Kind::InvalidChunkSize, 1);
    refused(b"5 0\r\nhello\r\n0\r\n\r\n", Kind::InvalidChunkSize, 2);
    refused(b"5,5\r\nhello\r\n0\r\n\r\n", Kind::InvalidChunkSize, 1);
    refused(b"5 \r\nhello\r\n0\r\n\r\n", Kind::InvalidExtension, 2);
}

/// bun #27669, and `httparse` where the caller does not look: a line without digits for the last
/// chunk.
#[test]
fn empty_size_is_no_last_chunk() {
    for line in ["\r\n\r\n", ";x\r\n\r\n", " \r\n\r\n", "\t\r\n\r\n"] {
        refused(line.as_bytes(), Kind::InvalidChunkSize, 0);
        let behind_data = format!("5\r\nhello\r\n{line}");
        refused(behind_data.as_bytes(), Kind::InvalidChunkSize, 10);
    }
}

/// fasthttp #2193: whitespace before a semicolon is legal, and refused by some. Who wants to be as
/// strict as the strictest says so.
#[test]
fn whitespace_before_a_semicolon_can_be_refused() {
    let body = b"5 ;a\r\nhello\r\n0\r\n\r\n";
    let data = decode(body).map(|decoded| decoded.data);
    assert_eq!(data, Ok(b"hello".to_vec()));
    assert_eq!(
        decode_in_feeds(Config::hardened(), body, 1),
        Err((Kind::InvalidExtension, 1))
    );
}
