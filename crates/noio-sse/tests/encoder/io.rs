//! What the feature `std` adds: data through `io::Write`, and errors as those of `io`.

use std::io;

use noio_sse::{Block, EncodeError};

use crate::{UNTOUCHED, decode, message};

#[test]
fn json_is_written_straight_into_data_lines() {
    let value = serde_json::json!({ "text": "a\nb", "n": [1, 2] });
    let mut out = Vec::new();
    let mut data = Block::new().data_writer(&mut out).expect("a legal block");
    serde_json::to_writer_pretty(&mut data, &value).expect("a growing output");
    assert_eq!(data.finish(), Ok(()));
    let (log, _) = decode(&out);
    let expected = serde_json::to_string_pretty(&value).expect("a value");
    assert!(expected.contains('\n'));
    assert_eq!(log, [message("message", &expected, "")]);

    let mut buffer = [UNTOUCHED; 12];
    let mut space = &mut buffer[..];
    let mut data = Block::new().data_writer(&mut space).expect("a legal block");
    let error = serde_json::to_writer(&mut data, &value).expect_err("too little space");
    assert_eq!(error.io_error_kind(), Some(io::ErrorKind::WriteZero));
    assert_eq!(data.finish(), Err(EncodeError::NoSpace));
}

#[test]
fn errors_become_io_errors_that_hold_them() {
    let cases = [
        (EncodeError::LineEndInEventType, io::ErrorKind::InvalidInput),
        (EncodeError::LineEndInId, io::ErrorKind::InvalidInput),
        (EncodeError::NulInId, io::ErrorKind::InvalidInput),
        (EncodeError::InvalidUtf8, io::ErrorKind::InvalidData),
        (EncodeError::NoSpace, io::ErrorKind::WriteZero),
    ];
    for (error, kind) in cases {
        let io_error = io::Error::from(error);
        assert_eq!(io_error.kind(), kind);
        assert_eq!(io_error.downcast::<EncodeError>().ok(), Some(error));
    }
}
