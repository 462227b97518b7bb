//! Chunked bodies, for sending (RFC 9112 §7.1).

use core::{fmt, num::NonZeroU64, ops::Range};

use bytes::BufMut;

use crate::{EncodeError, Head, encode_fields, head};

/// What ends a body without trailers: the last chunk, and the empty line behind it.
pub const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// What stands behind the data of each chunk.
pub const CHUNK_END: &[u8] = b"\r\n";

/// The space that [`Encoder::encode_in_place`] needs in front of the data, at most.
pub const HEADROOM: usize = head::MAX_LEN;

/// The space that [`Encoder::encode_in_place`] needs behind the data.
pub const TAILROOM: usize = CHUNK_END.len();

/// Encodes one body.
///
/// ```
/// use noio_chunked::{EncodeError, Encoder};
///
/// let mut encoder = Encoder::new();
/// let mut out = Vec::new();
/// encoder.encode(b"Hello, ", &mut out)?;
/// encoder.encode(b"", &mut out)?;
/// encoder.encode(b"world", &mut out)?;
/// encoder.finish_with_trailers(&[("Checksum", b"7d")], &mut out)?;
/// assert_eq!(out, b"7\r\nHello, \r\n5\r\nworld\r\n0\r\nChecksum: 7d\r\n\r\n");
/// # Ok::<(), EncodeError>(())
/// ```
///
/// Chunk by chunk, in one of four ways: copied into any [`BufMut`] by [`encode`](Self::encode); as
/// slices for a vectored write by [`chunk`](Self::chunk); in place, around data that already lies
/// in a buffer, by [`encode_in_place`](Self::encode_in_place); or as the size line alone by
/// [`head`](Self::head) and [`encode_head`](Self::encode_head), for data that never is in memory.
///
/// Empty data is no chunk and sends nothing: a chunk of size zero would end the body. So a body
/// has no end until [`finish`](Self::finish).
///
/// An error writes nothing, and leaves the encoder as it was.
///
/// # Normal form
///
/// Sizes are in lower case without zeros in front. There is no whitespace around extensions. A
/// value is a token if it is one, else a quoted-string. A field line has one space behind its
/// colon.
#[derive(Debug, Default)]
pub struct Encoder {
    is_done: bool,
}

impl Encoder {
    /// An encoder at the start of a body.
    pub const fn new() -> Self {
        Self { is_done: false }
    }

    /// Whether the body has ended: nothing more can be encoded.
    pub const fn is_done(&self) -> bool {
        self.is_done
    }

    /// The exact number of bytes that [`encode`](Self::encode) appends for `data_len` bytes of
    /// data.
    ///
    /// At most `usize::MAX`: no output in memory has space for that many.
    #[inline]
    pub const fn encoded_len(data_len: usize) -> usize {
        match NonZeroU64::new(data_len as u64) {
            Some(size) => data_len.saturating_add(head::len(size) + CHUNK_END.len()),
            None => 0,
        }
    }

    /// The exact number of bytes that
    /// [`encode_with_extensions`](Self::encode_with_extensions) appends.
    ///
    /// # Errors
    ///
    /// As for [`encode_with_extensions`](Self::encode_with_extensions), apart from
    /// [`Finished`](EncodeError::Finished) and [`NoSpace`](EncodeError::NoSpace).
    pub fn encoded_len_with_extensions(
        data_len: usize,
        extensions: &[(&str, Option<&[u8]>)],
    ) -> Result<usize, EncodeError> {
        if data_len == 0 && !extensions.is_empty() {
            return Err(EncodeError::ExtensionsWithoutData);
        }
        let extensions_len = encode_fields::extensions_len(extensions)?;
        Ok(Self::encoded_len(data_len).saturating_add(extensions_len))
    }

    /// The exact number of bytes that [`encode_head`](Self::encode_head) appends.
    ///
    /// # Errors
    ///
    /// As for [`encode_head`](Self::encode_head), apart from [`Finished`](EncodeError::Finished)
    /// and [`NoSpace`](EncodeError::NoSpace).
    pub fn encoded_head_len(
        data_len: NonZeroU64,
        extensions: &[(&str, Option<&[u8]>)],
    ) -> Result<usize, EncodeError> {
        let extensions_len = encode_fields::extensions_len(extensions)?;
        Ok(extensions_len.saturating_add(head::len(data_len)))
    }

    /// The exact number of bytes that [`finish_with_extensions`](Self::finish_with_extensions)
    /// appends, and with no extensions [`finish_with_trailers`](Self::finish_with_trailers).
    ///
    /// # Errors
    ///
    /// As for [`finish_with_extensions`](Self::finish_with_extensions), apart from
    /// [`Finished`](EncodeError::Finished) and [`NoSpace`](EncodeError::NoSpace).
    pub fn finish_len(
        extensions: &[(&str, Option<&[u8]>)],
        trailers: &[(&str, &[u8])],
    ) -> Result<usize, EncodeError> {
        let extensions_len = encode_fields::extensions_len(extensions)?;
        let trailers_len = encode_fields::trailers_len(trailers)?;
        Ok(LAST_CHUNK
            .len()
            .saturating_add(extensions_len)
            .saturating_add(trailers_len))
    }

    /// One chunk for a vectored write, without a copy of the data.
    ///
    /// ```
    /// let mut encoder = noio_chunked::Encoder::new();
    /// let chunk = encoder.chunk(b"Hello")?;
    /// assert_eq!(chunk.as_slices(), [&b"5\r\n"[..], b"Hello", b"\r\n"]);
    /// # Ok::<(), noio_chunked::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`EncodeError::Finished`] if the body has ended.
    #[inline]
    pub fn chunk<'d>(&mut self, data: &'d [u8]) -> Result<Chunk<'d>, EncodeError> {
        self.check_open()?;
        let head = NonZeroU64::new(data.len() as u64).map(Head::new);
        Ok(Chunk { head, data })
    }

    /// The size line for `data_len` bytes that the caller sends behind it by other means, such as
    /// `sendfile` or `splice`.
    ///
    /// There must be exactly so many, and then [`CHUNK_END`]. If that fails, the connection must
    /// be closed, since the receiver waits for the rest.
    ///
    /// # Errors
    ///
    /// [`EncodeError::Finished`] if the body has ended.
    #[inline]
    pub fn head(&mut self, data_len: NonZeroU64) -> Result<Head, EncodeError> {
        self.check_open()?;
        Ok(Head::new(data_len))
    }

    /// Appends the size line of a chunk with extensions to `out`, for `data_len` bytes that are
    /// sent behind it by other means, as for [`head`](Self::head).
    ///
    /// ```
    /// use core::num::NonZeroU64;
    ///
    /// let mut encoder = noio_chunked::Encoder::new();
    /// let mut out = Vec::new();
    /// let len = NonZeroU64::new(1 << 20).expect("not 0");
    /// encoder.encode_head(len, &[("part", Some(b"1"))], &mut out)?;
    /// assert_eq!(out, b"100000;part=1\r\n");
    /// # Ok::<(), noio_chunked::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`encode`](Self::encode), with as much space as
    /// [`encoded_head_len`](Self::encoded_head_len) says; and if a name is no token, or a value
    /// holds a control character other than HTAB.
    pub fn encode_head(
        &mut self,
        data_len: NonZeroU64,
        extensions: &[(&str, Option<&[u8]>)],
        out: &mut impl BufMut,
    ) -> Result<(), EncodeError> {
        self.check_open()?;
        check_space(Self::encoded_head_len(data_len, extensions)?, out)?;
        put_head(&Head::new(data_len), extensions, out)
    }

    /// Appends a chunk to `out`: size line, data, line end. Nothing if the data is empty.
    ///
    /// # Errors
    ///
    /// [`EncodeError::Finished`] if the body has ended, and [`EncodeError::NoSpace`] if `out` has
    /// less than [`encoded_len`](Self::encoded_len) bytes left.
    #[inline]
    pub fn encode(&mut self, data: &[u8], out: &mut impl BufMut) -> Result<(), EncodeError> {
        let chunk = self.chunk(data)?;
        check_space(chunk.encoded_len(), out)?;
        for slice in chunk.as_slices() {
            out.put_slice(slice);
        }
        Ok(())
    }

    /// Appends a chunk with extensions to `out`, each a name and, if it has one, a value
    /// (RFC 9112 §7.1.1).
    ///
    /// ```
    /// let mut encoder = noio_chunked::Encoder::new();
    /// let mut out = Vec::new();
    /// let extensions = [("final", None), ("note", Some(&b"a \"b\""[..]))];
    /// encoder.encode_with_extensions(b"Hello", &extensions, &mut out)?;
    /// assert_eq!(out, b"5;final;note=\"a \\\"b\\\"\"\r\nHello\r\n");
    /// # Ok::<(), noio_chunked::EncodeError>(())
    /// ```
    ///
    /// Any recipient on the way may drop extensions, and most do. Some refuse them, or too many of
    /// them: [`Decoder`](crate::Decoder) takes size lines of up to 8 KiB by default.
    ///
    /// # Errors
    ///
    /// As for [`encode`](Self::encode); if a name is no token, or a value holds a control
    /// character other than HTAB; and [`EncodeError::ExtensionsWithoutData`] if there are
    /// extensions but no data.
    pub fn encode_with_extensions(
        &mut self,
        data: &[u8],
        extensions: &[(&str, Option<&[u8]>)],
        out: &mut impl BufMut,
    ) -> Result<(), EncodeError> {
        self.check_open()?;
        let len = Self::encoded_len_with_extensions(data.len(), extensions)?;
        check_space(len, out)?;
        if let Some(size) = NonZeroU64::new(data.len() as u64) {
            put_head(&Head::new(size), extensions, out)?;
            out.put_slice(data);
            out.put_slice(CHUNK_END);
        }
        Ok(())
    }

    /// Makes a chunk of the data that lies at `data` in `buf`: writes the size line in front of
    /// it and the line end behind. Returns where the chunk lies, for one write without a copy;
    /// nowhere if the data is empty.
    ///
    /// ```
    /// use noio_chunked::{Encoder, HEADROOM, TAILROOM};
    ///
    /// let mut buf = [0; HEADROOM + 1024 + TAILROOM];
    /// buf[HEADROOM..][..5].copy_from_slice(b"Hello");
    /// let chunk = Encoder::new().encode_in_place(&mut buf, HEADROOM..HEADROOM + 5)?;
    /// assert_eq!(&buf[chunk], b"5\r\nHello\r\n");
    /// # Ok::<(), noio_chunked::EncodeError>(())
    /// ```
    ///
    /// [`HEADROOM`] in front is enough for all data, and [`TAILROOM`] behind.
    ///
    /// # Errors
    ///
    /// [`EncodeError::Finished`] if the body has ended, and [`EncodeError::NoSpace`] if `data`
    /// does not lie in `buf`, or not with enough space around it.
    pub fn encode_in_place(
        &mut self,
        buf: &mut [u8],
        data: Range<usize>,
    ) -> Result<Range<usize>, EncodeError> {
        self.check_open()?;
        let data_len = buf.get(data.clone()).ok_or(EncodeError::NoSpace)?.len();
        let Some(size) = NonZeroU64::new(data_len as u64) else {
            return Ok(data);
        };
        let head = Head::new(size);
        let start = data.start.checked_sub(head.len());
        let end = data.end.checked_add(TAILROOM);
        let chunk = start.zip(end).map(|(start, end)| start..end);
        let chunk = chunk.ok_or(EncodeError::NoSpace)?;
        let [before, behind] = buf
            .get_disjoint_mut([chunk.start..data.start, data.end..chunk.end])
            .map_err(|_| EncodeError::NoSpace)?;
        before.copy_from_slice(&head);
        behind.copy_from_slice(CHUNK_END);
        Ok(chunk)
    }

    /// Appends the end of a body without trailers to `out`: [`LAST_CHUNK`].
    ///
    /// # Errors
    ///
    /// [`EncodeError::Finished`] if the body has ended before, and [`EncodeError::NoSpace`] if
    /// `out` has less than five bytes left.
    pub fn finish(&mut self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        self.finish_with_trailers(&[], out)
    }

    /// Appends the end of a body with trailer fields to `out`, each a name and a value
    /// (RFC 9112 §7.1.2).
    ///
    /// For recipients that keep trailers apart or know which to merge. Recipients have limits:
    /// [`Decoder`](crate::Decoder) takes 100 fields and 16 KiB by default. The `Trailer` field of the
    /// head should name them (RFC 9110 §6.6.2). A recipient that is not asked to keep them may
    /// drop them all (§6.5.1), and one that merges them may be mistaken about any.
    ///
    /// # Errors
    ///
    /// As for [`finish`](Self::finish), with as much space as
    /// [`finish_len`](Self::finish_len) says; if a name is no token, or that of a field that
    /// must not be in a trailer section ([`is_forbidden_trailer`](crate::is_forbidden_trailer));
    /// and if a value holds a control character other than HTAB, or has whitespace around it.
    pub fn finish_with_trailers(
        &mut self,
        trailers: &[(&str, &[u8])],
        out: &mut impl BufMut,
    ) -> Result<(), EncodeError> {
        self.finish_with_extensions(&[], trailers, out)
    }

    /// Appends the end of a body to `out`, with extensions of the last chunk and with trailer
    /// fields, either of which may be none.
    ///
    /// # Errors
    ///
    /// As for [`finish_with_trailers`](Self::finish_with_trailers), and if an extension has a name
    /// that is no token, or a value with a control character other than HTAB.
    pub fn finish_with_extensions(
        &mut self,
        extensions: &[(&str, Option<&[u8]>)],
        trailers: &[(&str, &[u8])],
        out: &mut impl BufMut,
    ) -> Result<(), EncodeError> {
        self.check_open()?;
        check_space(Self::finish_len(extensions, trailers)?, out)?;
        out.put_slice(b"0");
        encode_fields::put_extensions(extensions, out)?;
        out.put_slice(b"\r\n");
        encode_fields::put_trailers(trailers, out);
        out.put_slice(b"\r\n");
        self.is_done = true;
        Ok(())
    }

    #[inline]
    const fn check_open(&self) -> Result<(), EncodeError> {
        if self.is_done {
            Err(EncodeError::Finished)
        } else {
            Ok(())
        }
    }
}

/// Writes a size line for which there is space.
fn put_head(
    head: &Head,
    extensions: &[(&str, Option<&[u8]>)],
    out: &mut impl BufMut,
) -> Result<(), EncodeError> {
    out.put_slice(head.digits());
    encode_fields::put_extensions(extensions, out)?;
    out.put_slice(b"\r\n");
    Ok(())
}

#[inline]
fn check_space(len: usize, out: &impl BufMut) -> Result<(), EncodeError> {
    if out.remaining_mut() < len {
        Err(EncodeError::NoSpace)
    } else {
        Ok(())
    }
}

/// One chunk, ready to be sent. Made by [`Encoder::chunk`].
///
/// It has to be sent whole, or the connection to be closed.
#[derive(Clone, Copy)]
#[must_use = "a chunk is sent by its slices"]
pub struct Chunk<'d> {
    /// None for no data.
    head: Option<Head>,
    data: &'d [u8],
}

impl Chunk<'_> {
    /// The size line, the data and the line end; three empty slices if the data is empty, which a
    /// loop over a vectored write must not take for a writer that is full.
    ///
    /// For a vectored write: `chunk.as_slices().map(std::io::IoSlice::new)`.
    #[inline]
    pub fn as_slices(&self) -> [&[u8]; 3] {
        match &self.head {
            Some(head) => [head, self.data, CHUNK_END],
            None => [&[]; 3],
        }
    }

    /// The length of the three slices together.
    #[inline]
    pub const fn encoded_len(&self) -> usize {
        Encoder::encoded_len(self.data.len())
    }
}

impl fmt::Debug for Chunk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chunk")
            .field("head", &self.head)
            .finish_non_exhaustive()
    }
}
