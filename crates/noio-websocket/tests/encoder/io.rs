//! What feature `std` adds.

use std::io::{self, ErrorKind};

use noio_websocket::EncodeError;

#[test]
fn errors_convert() {
    for (error, kind) in [
        (EncodeError::NoSpace, ErrorKind::WriteZero),
        (EncodeError::Closed, ErrorKind::InvalidInput),
        (EncodeError::MessageOpen, ErrorKind::InvalidInput),
    ] {
        let converted = io::Error::from(error);
        assert_eq!(converted.kind(), kind);
        assert_eq!(converted.to_string(), error.to_string());
        let inner = converted.into_inner().expect("kept");
        assert_eq!(inner.downcast_ref(), Some(&error));
    }
}
