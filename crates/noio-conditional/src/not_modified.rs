//! What a 304 carries (RFC 9110 §15.4.5).

/// Whether a 304 carries the field of that name, in any case of the letters, which the 200 in whose
/// place it is sent would have had (RFC 9110 §15.4.5).
///
/// It has to carry Cache-Control, Content-Location, Date, ETag, Expires and Vary. Other metadata of
/// the representation is left out, since the recipient has it. But Last-Modified helps a cache if the
/// 304 has no ETag: that is what `has_etag` is about. What is not about the representation, such as
/// Set-Cookie, is sent as in any response.
///
/// ```
/// use noio_conditional::is_not_modified_field;
///
/// assert!(is_not_modified_field(b"Cache-Control", true));
/// assert!(!is_not_modified_field(b"content-length", true));
/// assert!(!is_not_modified_field(b"Last-Modified", true));
/// assert!(is_not_modified_field(b"Last-Modified", false));
/// ```
pub fn is_not_modified_field(name: &[u8], has_etag: bool) -> bool {
    const LEFT_OUT: [&str; 11] = [
        "content-digest",
        "content-encoding",
        "content-language",
        "content-length",
        "content-md5",
        "content-range",
        "content-type",
        "digest",
        "repr-digest",
        "trailer",
        "transfer-encoding",
    ];
    let is = |other: &str| name.eq_ignore_ascii_case(other.as_bytes());
    let is_left_out = LEFT_OUT.iter().any(|other| is(other));
    !is_left_out && (!has_etag || !is("last-modified"))
}
