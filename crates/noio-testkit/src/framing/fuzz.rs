//! Heads from arbitrary bytes.

use super::{Head, Leniencies, Message, check};

/// The methods and statuses that make a difference, and their neighbours.
const METHODS: [&str; 4] = ["GET", "HEAD", "CONNECT", "head"];
const STATUSES: [u16; 8] = [200, 204, 304, 100, 199, 299, 300, 205];

/// [`noio_chunked::framing`] agrees with the [reference](super::reference).
///
/// Of the first byte the four lowest bits are the leniencies, and the fifth, if it is not set,
/// the version HTTP/1.0. The second byte is `r` for a request; else its two lowest bits choose a
/// method and the next three a status. Then come field lines, each ended by 0xFF, with name and
/// value on the two sides of the first colon.
///
/// # Panics
///
/// If it does not agree.
pub fn framing(data: &[u8]) {
    let [first, second, lines @ ..] = data else {
        return;
    };
    let message = match second {
        b'r' => Message::Request,
        choice => Message::Response {
            method: METHODS[usize::from(choice & 3)].into(),
            status: STATUSES[usize::from(choice >> 2 & 7)],
        },
    };
    let fields = lines
        .split(|&byte| byte == 0xff)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let colon = line.iter().position(|&byte| byte == b':');
            let value = colon.map_or(&[][..], |colon| &line[colon + 1..]);
            let name = &line[..colon.unwrap_or(line.len())];
            (name.to_vec(), value.to_vec())
        })
        .collect();
    let head = Head {
        message,
        is_http10: first & 0x10 == 0,
        fields,
        leniencies: Leniencies::from_bits(*first),
    };
    if let Err(detail) = check(&head) {
        panic!("{detail}");
    }
}
