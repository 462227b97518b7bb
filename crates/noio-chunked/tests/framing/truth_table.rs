//! Every class of message with every combination of fields and leniencies, beside the reference.

use noio_testkit::{
    exhaustive::every_string,
    framing::{Head, Leniencies, Message, check},
};

/// One of each kind.
const METHODS: [&str; 3] = ["GET", "HEAD", "CONNECT"];

/// One of each class. That they end where they should, [`every_status`] shows.
const STATUSES: [u16; 7] = [101, 200, 204, 206, 304, 404, 500];

/// Field lines, one of each kind that is treated differently.
const LINES: [(&str, &str); 10] = [
    ("Transfer-Encoding", "chunked"),
    ("transfer-encoding", "gzip"),
    ("TRANSFER-ENCODING", "identity"),
    ("Transfer-Encoding", ""),
    ("Content-Length", "5"),
    ("content-length", "6"),
    ("Content-Length", "+5"),
    ("Content-Length", "5, 5"),
    ("Host", "\r"),
    ("Host ", ""),
];

/// No line, one, two in each order, and three.
fn field_sections() -> Vec<Vec<(Vec<u8>, Vec<u8>)>> {
    let alphabet: Vec<String> = LINES
        .iter()
        .map(|(name, value)| format!("{name}={value}|"))
        .collect();
    let alphabet: Vec<&[u8]> = alphabet.iter().map(String::as_bytes).collect();
    let mut sections = Vec::new();
    every_string(&alphabet, 3, |lines| {
        let lines = lines.split(|&byte| byte == b'|');
        let fields = lines.filter_map(|line| {
            let mut sides = line.splitn(2, |&byte| byte == b'=');
            Some((sides.next()?.to_vec(), sides.next()?.to_vec()))
        });
        sections.push(fields.collect());
    });
    sections
}

#[test]
fn every_combination() {
    let responses = METHODS.iter().flat_map(|method| {
        STATUSES.iter().map(|&status| Message::Response {
            method: method.as_bytes().to_vec(),
            status,
        })
    });
    let messages: Vec<_> = [Message::Request].into_iter().chain(responses).collect();
    let sections = field_sections();
    assert_eq!((messages.len(), sections.len()), (22, 1111));
    for fields in sections {
        for message in &messages {
            for (is_http10, bits) in [false, true]
                .into_iter()
                .flat_map(|is_http10| (0..16).map(move |bits| (is_http10, bits)))
            {
                let head = Head {
                    message: message.clone(),
                    is_http10,
                    fields: fields.clone(),
                    leniencies: Leniencies::from_bits(bits),
                };
                assert_eq!(check(&head), Ok(()));
            }
        }
    }
}

/// Every status that there can be, with methods that are and are not special.
#[test]
fn every_status() {
    let fields = [("Transfer-Encoding", "chunked"), ("Content-Length", "5")];
    for status in (0..=1000).chain([u16::MAX]) {
        for method in ["GET", "HEAD", "CONNECT", "head", "connect", "HEADX", ""] {
            for (name, value) in fields {
                let head = Head {
                    message: Message::Response {
                        method: method.as_bytes().to_vec(),
                        status,
                    },
                    is_http10: false,
                    fields: vec![(name.as_bytes().to_vec(), value.as_bytes().to_vec())],
                    leniencies: Leniencies::default(),
                };
                assert_eq!(check(&head), Ok(()));
            }
        }
    }
}
