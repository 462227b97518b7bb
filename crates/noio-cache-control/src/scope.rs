//! What `no-cache` and `private` are about.

/// Which part of a response `no-cache` or `private` is about (RFC 9111 §5.2.2.4 and §5.2.2.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "none of it, a part, or all")]
pub enum Scope {
    /// Nothing: the directive is not there.
    #[default]
    None,
    /// The fields that it lists: see [`private_fields`](crate::private_fields) and
    /// [`no_cache_fields`](crate::no_cache_fields).
    Fields,
    /// All of the response.
    All,
}
