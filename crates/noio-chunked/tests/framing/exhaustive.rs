//! Every short value over the octets that matter, beside the reference.

use noio_testkit::{
    exhaustive::every_string,
    framing::{Head, Leniencies, Message, check},
};

/// What of the messages makes a difference to values: requests and responses end differently.
fn messages() -> [Message; 2] {
    let method = b"GET".to_vec();
    [
        Message::Request,
        Message::Response {
            method,
            status: 200,
        },
    ]
}

fn check_all(fields: &[(&str, &[u8])], leniencies: &[u8]) {
    for message in messages() {
        for &bits in leniencies {
            let head = Head {
                message: message.clone(),
                is_http10: false,
                fields: fields
                    .iter()
                    .map(|(name, value)| (name.as_bytes().to_vec(), value.to_vec()))
                    .collect(),
                leniencies: Leniencies::from_bits(bits),
            };
            assert_eq!(check(&head), Ok(()));
        }
    }
}

#[test]
fn every_short_transfer_encoding() {
    let alphabet: [&[u8]; 11] = [
        b"chunked", b"CHUNKED", b"gzip", b"x", b",", b";", b" ", b"\t", b"\"", b"\\", b"\n",
    ];
    let count = every_string(&alphabet, 5, |value| {
        check_all(&[("Transfer-Encoding", value)], &[0]);
    });
    assert_eq!(count, 177_156);
}

/// A symbol stands for the boundary between two lines.
#[test]
fn every_short_transfer_encoding_in_several_lines() {
    let alphabet: [&[u8]; 6] = [b"chunked", b"gzip", b"deflate", b",", b"\"", b"|"];
    every_string(&alphabet, 6, |lines| {
        let fields: Vec<_> = lines
            .split(|&byte| byte == b'|')
            .map(|value| ("transfer-encoding", value))
            .collect();
        check_all(&fields, &[0]);
    });
}

#[test]
fn every_short_content_length() {
    let alphabet: [&[u8]; 11] = [
        b"0",
        b"5",
        b"18446744073709551615",
        b"+",
        b"-",
        b"x",
        b",",
        b" ",
        b"\t",
        b"\"",
        b"\r",
    ];
    every_string(&alphabet, 5, |value| {
        check_all(&[("Content-Length", value)], &[0, 2]);
    });
}

#[test]
fn every_short_content_length_in_several_lines() {
    let alphabet: [&[u8]; 5] = [b"5", b"6", b"0", b",", b"|"];
    every_string(&alphabet, 7, |lines| {
        let fields: Vec<_> = lines
            .split(|&byte| byte == b'|')
            .map(|value| ("content-length", value))
            .collect();
        check_all(&fields, &[0, 2]);
    });
}

/// Every byte value in every place of the two values and of their names.
#[test]
fn every_byte_in_every_place() {
    for (name, value) in [
        ("Transfer-Encoding", &b"gzip , chunked"[..]),
        ("Transfer-Encoding", b"chunked;a=\"b\""),
        ("Content-Length", b"12, 12"),
        ("Host", b"a"),
    ] {
        let line = [name.as_bytes(), b":", value].concat();
        for at in 0..=line.len() {
            for byte in 0..=255 {
                let mut inserted = line.clone();
                inserted.insert(at, byte);
                let mut replaced = line.clone();
                if let Some(place) = replaced.get_mut(at) {
                    *place = byte;
                }
                for line in [inserted, replaced] {
                    let colon = line.iter().position(|&byte| byte == b':');
                    let (name, value) = line.split_at(colon.unwrap_or(line.len()));
                    for message in messages() {
                        let head = Head {
                            message,
                            is_http10: false,
                            fields: vec![(
                                name.to_vec(),
                                value.strip_prefix(b":").unwrap_or_default().to_vec(),
                            )],
                            leniencies: Leniencies::from_bits(15),
                        };
                        assert_eq!(check(&head), Ok(()));
                    }
                }
            }
        }
    }
}
