//! What the encoder writes, and that the decoder reads it back.
#![expect(clippy::expect_used, reason = "a panic in a helper is a failed test")]

mod data;
mod extensions;
mod in_place;
mod injection;
#[cfg(feature = "std")]
mod io;
mod trailers;

use noio_chunked::{EncodeError, Encoder};

/// What an output holds before anything is written: no encoder writes this byte by itself.
const UNTOUCHED: u8 = 0xff;

/// Encodes into a new vector.
fn encode(
    write: impl FnOnce(&mut Encoder, &mut Vec<u8>) -> Result<(), EncodeError>,
) -> Result<String, EncodeError> {
    let mut encoder = Encoder::new();
    let mut out = b"before".to_vec();
    let result = write(&mut encoder, &mut out);
    let written = out.strip_prefix(b"before").expect("appended");
    let written = String::from_utf8(written.to_vec()).expect("ASCII in these tests");
    if result.is_err() {
        assert_eq!(written, "");
        assert!(!encoder.is_done());
    }
    result.map(|()| written)
}

/// Encodes into every space that is too small, and into just enough.
#[track_caller]
fn check_space(
    len: usize,
    write: impl Fn(&mut Encoder, &mut &mut [u8]) -> Result<(), EncodeError>,
) {
    for space in 0..=len {
        let mut encoder = Encoder::new();
        let mut buffer = vec![UNTOUCHED; space];
        let mut out = buffer.as_mut_slice();
        let result = write(&mut encoder, &mut out);
        let left = out.len();
        if space < len {
            assert_eq!(result, Err(EncodeError::NoSpace), "{space} of {len}");
            assert_eq!(left, space);
            assert!(!encoder.is_done());
            assert!(buffer.iter().all(|&byte| byte == UNTOUCHED));
        } else {
            assert_eq!((result, left), (Ok(()), 0));
            assert!(buffer.ends_with(b"\r\n"));
        }
    }
}
