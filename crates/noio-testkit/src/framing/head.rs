//! Heads to be decided.

/// A head, as far as framing looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Which message it is.
    pub message: Message,
    /// Whether the version is HTTP/1.0, and not HTTP/1.1.
    pub is_http10: bool,
    /// The field lines, names and values.
    pub fields: Vec<(Vec<u8>, Vec<u8>)>,
    /// What is accepted on top of the standard's grammar.
    pub leniencies: Leniencies,
}

/// What the start line says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "tests make each of them, and there is no third"
)]
pub enum Message {
    /// A request, with whatever method.
    Request,
    /// A response.
    Response {
        /// The method of the request that it answers.
        method: Vec<u8>,
        /// Its status.
        status: u16,
    },
}

/// The flags of `noio_chunked::framing::Policy`, without their `allow_`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the flags")]
pub struct Leniencies {
    pub content_length_with_transfer_encoding: bool,
    pub repeated_content_length: bool,
    pub transfer_encoding_in_http10: bool,
    pub transfer_encoding_without_content: bool,
}

impl Leniencies {
    /// Those of the four lowest bits, in the order of the fields.
    pub fn from_bits(bits: u8) -> Self {
        Self {
            content_length_with_transfer_encoding: bits & 1 != 0,
            repeated_content_length: bits & 2 != 0,
            transfer_encoding_in_http10: bits & 4 != 0,
            transfer_encoding_without_content: bits & 8 != 0,
        }
    }
}
