//! The limits and leniencies of a decoder.

/// What a [`Decoder`](crate::Decoder) accepts, and how much of it.
///
/// Set by assignment, so that a later field breaks nobody:
///
/// ```
/// let mut config = noio_chunked::Config::new();
/// config.max_body_len = 10 * 1024 * 1024;
/// let decoder = noio_chunked::Decoder::with_config(config);
/// # let _ = decoder;
/// ```
///
/// As it is made, it accepts the grammar of RFC 9112 §7.1 and nothing else. Each `refuse_*` field
/// takes away something that is legal. Each `allow_*` field accepts one thing more that some sender
/// writes. What one recipient accepts and the next reads differently is how requests are smuggled:
/// set none of them where what was received is passed on, or where anybody else stands before or
/// behind you in the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Config {
    /// Whether the decoder gives an [`Event::Chunk`](crate::Event::Chunk) for each chunk, the last
    /// one included. Default: no, since the bounds of chunks mean nothing to a body
    /// (RFC 9112 §7.1).
    pub chunk_heads: bool,

    /// The largest chunk, in bytes of data. Default: 2⁵² − 1, which any peer can count.
    pub max_chunk_len: u64,
    /// The longest body, in bytes of data. Default: 2⁶⁴ − 1, which is no limit. The decoder keeps
    /// nothing of the data.
    pub max_body_len: u64,
    /// The longest size line, with its extensions and without its line end, in bytes. Default:
    /// 8 KiB.
    pub max_head_len: u32,
    /// How much longer than their data size lines may be in the run of a body, in bytes. Default:
    /// 16 KiB.
    ///
    /// Each size line adds its length and two bytes; each chunk takes off twice its data and 16
    /// bytes, down to nothing. So a long body of honest chunks never comes near the limit, and
    /// a peer that sends kilobytes of extensions for each byte of data soon does
    /// (CVE-2023-39326).
    pub max_overhead: u32,
    /// The longest trailer section, in bytes: all its lines with their line ends, without the
    /// empty line behind them. Default: 16 KiB.
    pub max_trailer_len: u32,
    /// The most fields in a trailer section. Default: 100.
    pub max_trailer_count: u16,

    /// Refuses chunk extensions, which hardly anybody sends (RFC 9112 §7.1.1), also those that
    /// [`allow_invalid_extensions`](Self::allow_invalid_extensions) would accept. Default: no.
    pub refuse_extensions: bool,
    /// Refuses whitespace in size lines, which the standard tells senders not to write and
    /// recipients to accept (`BWS`, RFC 9110 §5.6.3): around the semicolons and equals signs of
    /// extensions. Some recipients refuse it. Default: no.
    ///
    /// [`allow_trailing_whitespace`](Self::allow_trailing_whitespace) is about other whitespace.
    /// Behind a semicolon, [`allow_invalid_extensions`](Self::allow_invalid_extensions) looks at
    /// nothing, and so not at this.
    pub refuse_bad_whitespace: bool,

    /// Accepts a LF alone for CRLF, as the end of a size line, of data, of a trailer field and of
    /// the body. Default: no (RFC 9112 §2.2 allows it for other lines, and erratum 7633 makes
    /// clear that these are not meant).
    ///
    /// Risk: a peer that takes the LF for part of an extension sees other chunks than you do
    /// (CVE-2025-22871).
    pub allow_bare_lf: bool,
    /// Accepts spaces and HTAB at the end of a size line. Default: no (RFC 9112 §7.1).
    ///
    /// Risk: low by itself, since a peer either reads the same size or refuses.
    pub allow_trailing_whitespace: bool,
    /// Accepts chunk data with no CRLF behind it. Default: no (RFC 9112 §7.1).
    ///
    /// Risk: a peer that skips two bytes unseen there, or counts differently, sees other chunks
    /// than you do.
    pub allow_missing_data_crlf: bool,
    /// Accepts anything but CR, LF and NUL behind a size and a semicolon, space or HTAB. Default:
    /// no (RFC 9112 §7.1.1).
    ///
    /// Risk: a peer that reads the line differently sees other chunks than you do.
    pub allow_invalid_extensions: bool,
}

impl Config {
    /// The standard's grammar with the default limits.
    pub const fn new() -> Self {
        Self {
            chunk_heads: false,
            max_chunk_len: (1 << 52) - 1,
            max_body_len: u64::MAX,
            max_head_len: 8 * 1024,
            max_overhead: 16 * 1024,
            max_trailer_len: 16 * 1024,
            max_trailer_count: 100,
            refuse_extensions: false,
            refuse_bad_whitespace: false,
            allow_bare_lf: false,
            allow_trailing_whitespace: false,
            allow_missing_data_crlf: false,
            allow_invalid_extensions: false,
        }
    }

    /// As [`new`](Self::new), without extensions and without whitespace: less than the standard
    /// tells a recipient to accept, and all that most senders ever write.
    pub const fn hardened() -> Self {
        let mut config = Self::new();
        config.refuse_extensions = true;
        config.refuse_bad_whitespace = true;
        config
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}
