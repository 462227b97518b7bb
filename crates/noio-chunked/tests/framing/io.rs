//! What feature `std` adds.

use std::io::{self, ErrorKind};

use noio_chunked::framing::{self, FramingError, Policy, Version};

#[test]
fn errors_convert() {
    let fields = [("Content-Length", "+5")];
    let error =
        framing::request(Version::Http11, fields, &Policy::new()).expect_err("a sign is no digit");
    assert_eq!(
        error.to_string(),
        "Content-Length is no number (field line 0)"
    );
    let converted = io::Error::from(error);
    assert_eq!(converted.kind(), ErrorKind::InvalidData);
    assert_eq!(converted.to_string(), error.to_string());
    let inner = converted.into_inner().expect("kept");
    assert_eq!(inner.downcast_ref::<FramingError>(), Some(&error));
}
