//! What a decoder answers with.

use core::{fmt, iter::FusedIterator};

use noio_http_field::{Parameter, Parameters, Token, trim_ows};

/// A part of a chunked body.
///
/// What lies whole in the input is borrowed from there (`'i`), data always is; a line that the
/// input cut lies in the decoder (`'d`).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event<'d, 'i> {
    /// The head of a chunk; only if [`Config::chunk_heads`](crate::Config::chunk_heads) asks for
    /// it. The last chunk has one too, of size 0.
    Chunk(ChunkHead<'d>),
    /// The next bytes of the body, at least one.
    ///
    /// How they are divided means nothing: it depends on the chunks and on where the input was cut.
    Data(&'i [u8]),
    /// A field of the trailer section (RFC 9112 §7.1.2), behind all data.
    ///
    /// Keep trailer fields apart from header fields, or merge those that you know may be merged
    /// (RFC 9110 §6.5.1).
    Trailer(Trailer<'d>),
    /// A field that must not be in a trailer section, by
    /// [`is_forbidden_trailer`](crate::is_forbidden_trailer). To be dropped; it is here to be
    /// logged.
    ForbiddenTrailer(Trailer<'d>),
}

/// The head of a chunk: its size and extensions (RFC 9112 §7.1).
#[derive(Clone, Debug)]
pub struct ChunkHead<'d> {
    size: u64,
    extensions: Extensions<'d>,
}

impl<'d> ChunkHead<'d> {
    /// With what stands between the size and the line end, which was found to be legal.
    pub(crate) const fn new(size: u64, extensions: &'d [u8]) -> Self {
        Self {
            size,
            extensions: Extensions(Parameters::with_bad_whitespace(extensions)),
        }
    }

    /// The size of the chunk, in bytes of data. Zero: it is the last one.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The extensions of the chunk, which a recipient ignores where it does not know them.
    ///
    /// They belong to this hop (RFC 9112 §7.1.1): nothing of them is to be passed on.
    pub fn extensions(&self) -> Extensions<'d> {
        self.extensions.clone()
    }
}

/// An iterator over the extensions of a chunk (RFC 9112 §7.1.1).
///
/// Under [`Config::allow_invalid_extensions`](crate::Config::allow_invalid_extensions) it ends
/// where the grammar is left, which may be within an extension.
#[derive(Clone, Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct Extensions<'d>(Parameters<'d>);

impl<'d> Iterator for Extensions<'d> {
    type Item = Parameter<'d>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()?.ok()
    }
}

impl FusedIterator for Extensions<'_> {}

/// A field of a trailer section.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Trailer<'d> {
    name: Token<'d>,
    value: &'d [u8],
}

impl<'d> Trailer<'d> {
    /// The field in a line, which was found to be legal. `None` if it is not.
    pub(crate) fn from_line(mut line: &'d [u8]) -> Option<Self> {
        let name = Token::take(&mut line)?;
        let value = line.strip_prefix(b":")?;
        Some(Self {
            name,
            value: trim_ows(value),
        })
    }

    /// The name, as it came. Names have no case (RFC 9110 §5.1).
    pub const fn name(&self) -> Token<'d> {
        self.name
    }

    /// The value, without the whitespace around it (RFC 9110 §5.5): any bytes but control
    /// characters other than HTAB.
    pub const fn value(&self) -> &'d [u8] {
        self.value
    }
}

impl fmt::Debug for Trailer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.value.escape_ascii())
    }
}
