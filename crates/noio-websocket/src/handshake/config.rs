//! The limits of a head.

/// The most subprotocols that one request may offer.
///
/// They have to be pairwise different (RFC 6455 §4.1, item 10), so each is compared with those
/// before it: the number of them has to be bounded for the time to be.
pub const MAX_SUBPROTOCOLS: usize = 32;

/// The most extensions that a client offers, or a server agrees to.
///
/// What is agreed to has to be found among what is offered, each as often (RFC 6455 §4.1, item 5 of
/// the second list): the number has to be bounded for the time to be. What a client has offered may
/// be more; a server passes over what it does not know.
pub const MAX_EXTENSIONS: usize = 32;

/// How large a head may be that a [`RequestDecoder`](super::RequestDecoder) or a
/// [`Client`](super::Client) reads.
///
/// Set by assignment, so that a later limit breaks nobody:
///
/// ```
/// use noio_websocket::handshake::{Config, RequestDecoder};
///
/// let mut config = Config::new();
/// config.max_head_len = 8 * 1024;
/// let decoder = RequestDecoder::with_config(config);
/// # let _ = decoder;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Config {
    /// The most bytes that may come before the first frame. Default: 16 KiB.
    ///
    /// The empty lines of a head count, the one in front of a request too, and interim responses
    /// count together with the response behind them.
    pub max_head_len: usize,
    /// The most fields that a head may have. Default: 100.
    pub max_field_count: usize,
}

impl Config {
    /// The limits that most servers and clients have, or close to them.
    pub const fn new() -> Self {
        Self {
            max_head_len: 16 * 1024,
            max_field_count: 100,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}
