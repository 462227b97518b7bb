//! Messages and control frames, for sending.

use core::fmt;

use bytes::BufMut;

use crate::{
    CloseCode, EncodeError, FrameHead, FrameHeader, Mask, Opcode, Reply,
    header::{self, MAX_CONTROL_LEN},
};

/// Encodes what one end of a connection sends, from behind the handshake on.
///
/// ```
/// use noio_websocket::{CloseCode, EncodeError, Encoder};
///
/// let mut encoder = Encoder::server();
/// let mut out = Vec::new();
/// encoder.text("Hello", &mut out)?;
/// encoder.text_fragment("in ", false, &mut out)?;
/// encoder.ping(b"", &mut out)?;
/// encoder.text_fragment("two", true, &mut out)?;
/// encoder.close(CloseCode::NORMAL, "", &mut out)?;
/// assert_eq!(out, b"\x81\x05Hello\x01\x03in \x89\x00\x80\x03two\x88\x02\x03\xe8");
/// assert_eq!(encoder.text("more", &mut out), Err(EncodeError::Closed));
/// # Ok::<(), EncodeError>(())
/// ```
///
/// What it writes, the decoder of the peer accepts, if its limits allow so much: frames are in an
/// order that is legal, lengths in as few bytes as they need, and nothing follows a Close.
///
/// An error writes nothing, and leaves the encoder as it was.
pub struct Encoder<K = Unmasked> {
    keys: K,
    /// The fragmented message that has not ended.
    message: Option<Opcode>,
    is_done: bool,
}

/// Where the keys come from that payload is masked with: nowhere ([`Unmasked`], for servers), or
/// from a function (for clients).
///
/// Nothing else can implement it.
pub trait MaskKeys: sealed::Sealed {}

/// Servers do not mask (RFC 6455 §5.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unmasked;

mod sealed {
    #[expect(unnameable_types, reason = "nobody else is to implement it")]
    pub trait Sealed {
        /// Whether there are keys.
        const ARE_THERE: bool;

        /// The key of the next frame.
        fn next_key(&mut self, _: Seal) -> Option<[u8; 4]>;
    }

    /// Nobody else has one, so nobody else can call what takes it.
    #[expect(unnameable_types, reason = "that is what it is for")]
    #[derive(Debug)]
    pub struct Seal(pub(super) ());
}

impl<K: sealed::Sealed> MaskKeys for K {}

impl sealed::Sealed for Unmasked {
    const ARE_THERE: bool = false;

    #[inline]
    fn next_key(&mut self, _: sealed::Seal) -> Option<[u8; 4]> {
        None
    }
}

impl<F: FnMut() -> [u8; 4]> sealed::Sealed for F {
    const ARE_THERE: bool = true;

    #[inline]
    fn next_key(&mut self, _: sealed::Seal) -> Option<[u8; 4]> {
        Some(self())
    }
}

impl Encoder {
    /// An encoder for a server.
    pub const fn server() -> Self {
        Self::with_keys(Unmasked)
    }

    /// The head of a text message, for a vectored write: `text` is to be sent behind it, as it is.
    ///
    /// # Errors
    ///
    /// [`EncodeError::Closed`], [`EncodeError::MessageOpen`].
    #[inline]
    pub fn text_head(&mut self, text: &str) -> Result<FrameHead, EncodeError> {
        self.data_head(Opcode::Text, text.len() as u64, Fragment::Whole)
    }

    /// The head of a binary message, for a vectored write: as many bytes are to be sent behind it.
    ///
    /// # Errors
    ///
    /// As [`text_head`](Self::text_head), and [`EncodeError::PayloadTooLong`].
    #[inline]
    pub fn binary_head(&mut self, payload_len: u64) -> Result<FrameHead, EncodeError> {
        self.data_head(Opcode::Binary, payload_len, Fragment::Whole)
    }

    /// The head of a fragment of a text message, as for
    /// [`text_fragment`](Self::text_fragment): `text` is to be sent behind it.
    ///
    /// # Errors
    ///
    /// As [`text_head`](Self::text_head).
    #[inline]
    pub fn text_fragment_head(&mut self, text: &str, fin: bool) -> Result<FrameHead, EncodeError> {
        self.data_head(Opcode::Text, text.len() as u64, Fragment::Part { fin })
    }

    /// The head of a fragment of a binary message, as for
    /// [`binary_fragment`](Self::binary_fragment): as many bytes are to be sent behind it.
    ///
    /// # Errors
    ///
    /// As [`binary_head`](Self::binary_head).
    #[inline]
    pub fn binary_fragment_head(
        &mut self,
        payload_len: u64,
        fin: bool,
    ) -> Result<FrameHead, EncodeError> {
        self.data_head(Opcode::Binary, payload_len, Fragment::Part { fin })
    }

    #[inline]
    fn data_head(
        &mut self,
        kind: Opcode,
        payload_len: u64,
        fragment: Fragment,
    ) -> Result<FrameHead, EncodeError> {
        let (opcode, fin) = self.check_data(kind, fragment)?;
        let head = FrameHeader {
            fin,
            ..FrameHeader::new(opcode, payload_len)
        }
        .encode()?;
        self.advance(kind, fin);
        Ok(head)
    }
}

impl<F: FnMut() -> [u8; 4]> Encoder<F> {
    /// An encoder for a client. Every frame is masked with the next of `keys`.
    ///
    /// The keys must come from a source that nobody can foresee, the operating system's say:
    /// they keep a page in a browser from making a connection say what it likes to a proxy
    /// (RFC 6455 §5.3, §10.3).
    pub const fn client(keys: F) -> Self {
        Self::with_keys(keys)
    }
}

impl<K: MaskKeys> Encoder<K> {
    const fn with_keys(keys: K) -> Self {
        Self {
            keys,
            message: None,
            is_done: false,
        }
    }

    /// Whether a Close was sent: nothing more can be.
    #[inline]
    pub const fn is_done(&self) -> bool {
        self.is_done
    }

    /// The exact number of bytes that a frame has with so many bytes of payload: what each of the
    /// other methods appends.
    ///
    /// At most `usize::MAX`: no output in memory has space for that many.
    #[inline]
    pub const fn encoded_len(&self, payload_len: usize) -> usize {
        header::encoded_len(payload_len as u64, K::ARE_THERE).saturating_add(payload_len)
    }

    /// Appends a text message, in one frame.
    ///
    /// # Errors
    ///
    /// [`EncodeError::Closed`], [`EncodeError::MessageOpen`], [`EncodeError::NoSpace`].
    #[inline]
    pub fn text(&mut self, text: &str, out: &mut impl BufMut) -> Result<(), EncodeError> {
        self.data(Opcode::Text, text.as_bytes(), Fragment::Whole, out)
    }

    /// Appends a binary message, in one frame.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    #[inline]
    pub fn binary(&mut self, data: &[u8], out: &mut impl BufMut) -> Result<(), EncodeError> {
        self.data(Opcode::Binary, data, Fragment::Whole, out)
    }

    /// Appends a fragment of a text message (RFC 6455 §5.4). The first one begins the message,
    /// one with `fin` ends it. Between them only control frames can be sent.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text), with [`EncodeError::MessageOpen`] if it is a binary message that
    /// has not ended.
    pub fn text_fragment(
        &mut self,
        text: &str,
        fin: bool,
        out: &mut impl BufMut,
    ) -> Result<(), EncodeError> {
        self.data(Opcode::Text, text.as_bytes(), Fragment::Part { fin }, out)
    }

    /// Appends a fragment of a binary message, as [`text_fragment`](Self::text_fragment) does one
    /// of a text message.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text), with [`EncodeError::MessageOpen`] if it is a text message that has
    /// not ended.
    pub fn binary_fragment(
        &mut self,
        data: &[u8],
        fin: bool,
        out: &mut impl BufMut,
    ) -> Result<(), EncodeError> {
        self.data(Opcode::Binary, data, Fragment::Part { fin }, out)
    }

    /// Appends a ping, with at most 125 bytes, which its pong will have too (RFC 6455 §5.5.2).
    ///
    /// # Errors
    ///
    /// [`EncodeError::Closed`], [`EncodeError::ControlTooLong`], [`EncodeError::NoSpace`].
    pub fn ping(&mut self, payload: &[u8], out: &mut impl BufMut) -> Result<(), EncodeError> {
        self.control(Opcode::Ping, payload, out)
    }

    /// Appends a pong that nobody asked for, with at most 125 bytes (RFC 6455 §5.5.3). The pong to
    /// a ping is a [`reply`](Self::reply).
    ///
    /// # Errors
    ///
    /// As [`ping`](Self::ping).
    pub fn pong(&mut self, payload: &[u8], out: &mut impl BufMut) -> Result<(), EncodeError> {
        self.control(Opcode::Pong, payload, out)
    }

    /// Appends a Close, the last frame, with a reason of at most 123 bytes (RFC 6455 §5.5.1).
    ///
    /// The peer answers with its own; what it sends until then is still to be read. A fragmented
    /// message need not have ended.
    ///
    /// # Errors
    ///
    /// As [`ping`](Self::ping).
    pub fn close(
        &mut self,
        code: CloseCode,
        reason: &str,
        out: &mut impl BufMut,
    ) -> Result<(), EncodeError> {
        let mut payload = [0; MAX_CONTROL_LEN];
        let (front, space) = payload.split_at_mut(2);
        front.copy_from_slice(&code.as_u16().to_be_bytes());
        // Closed comes first, as it does for the others.
        if !self.is_done && reason.len() > space.len() {
            return Err(EncodeError::ControlTooLong);
        }
        for (slot, &octet) in space.iter_mut().zip(reason.as_bytes()) {
            *slot = octet;
        }
        let len = MAX_CONTROL_LEN.min(front.len() + reason.len());
        self.control(Opcode::Close, payload.split_at(len).0, out)
    }

    /// Appends a Close that says nothing.
    ///
    /// # Errors
    ///
    /// As [`ping`](Self::ping).
    pub fn close_without_code(&mut self, out: &mut impl BufMut) -> Result<(), EncodeError> {
        self.control(Opcode::Close, &[], out)
    }

    /// Appends what [`Decoder::take_reply`](crate::Decoder::take_reply) has. Behind a Close that
    /// was sent there is nothing to be answered: then it appends nothing.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoSpace`].
    pub fn reply(&mut self, reply: Reply, out: &mut impl BufMut) -> Result<(), EncodeError> {
        if self.is_done {
            return Ok(());
        }
        self.control(reply.opcode(), reply.payload(), out)
    }

    // Inlined, with what it calls, since what is asked for is known where it is asked: measured on a
    // server's messages of 125 bytes, a quarter of the time.
    #[inline(always)]
    fn data(
        &mut self,
        kind: Opcode,
        payload: &[u8],
        fragment: Fragment,
        out: &mut impl BufMut,
    ) -> Result<(), EncodeError> {
        let (opcode, fin) = self.check_data(kind, fragment)?;
        self.frame(opcode, fin, payload, out)?;
        self.advance(kind, fin);
        Ok(())
    }

    fn control(
        &mut self,
        opcode: Opcode,
        payload: &[u8],
        out: &mut impl BufMut,
    ) -> Result<(), EncodeError> {
        if self.is_done {
            return Err(EncodeError::Closed);
        }
        if payload.len() > MAX_CONTROL_LEN {
            return Err(EncodeError::ControlTooLong);
        }
        self.frame(opcode, true, payload, out)?;
        self.is_done = opcode == Opcode::Close;
        Ok(())
    }

    /// The opcode for the next frame of a message, and whether it is the last.
    #[inline(always)]
    fn check_data(&self, kind: Opcode, fragment: Fragment) -> Result<(Opcode, bool), EncodeError> {
        if self.is_done {
            return Err(EncodeError::Closed);
        }
        match (self.message, fragment) {
            (None, Fragment::Whole) => Ok((kind, true)),
            (None, Fragment::Part { fin }) => Ok((kind, fin)),
            (Some(open), Fragment::Part { fin }) if open == kind => Ok((Opcode::Continuation, fin)),
            (Some(_), _) => Err(EncodeError::MessageOpen),
        }
    }

    #[inline]
    const fn advance(&mut self, kind: Opcode, fin: bool) {
        self.message = if fin { None } else { Some(kind) };
    }

    #[inline(always)]
    fn frame(
        &mut self,
        opcode: Opcode,
        fin: bool,
        payload: &[u8],
        out: &mut impl BufMut,
    ) -> Result<(), EncodeError> {
        // No slice is as long as 2⁶³ bytes.
        if out.remaining_mut() < self.encoded_len(payload.len()) {
            return Err(EncodeError::NoSpace);
        }
        let mask_key = self.keys.next_key(sealed::Seal(()));
        let header = FrameHeader {
            fin,
            mask_key,
            ..FrameHeader::new(opcode, payload.len() as u64)
        };
        if payload.len() <= MAX_CONTROL_LEN {
            // Most frames are short. To write what is of a known length takes no loop.
            out.put_slice(&header::first_two(&header));
            if let Some(key) = mask_key {
                out.put_slice(&key);
            }
        } else {
            out.put_slice(&FrameHead::new(&header));
        }
        match mask_key {
            Some(key) => Mask::new(key).copy(payload, out),
            None => out.put_slice(payload),
        }
        Ok(())
    }
}

impl<K> fmt::Debug for Encoder<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoder")
            .field("message", &self.message)
            .field("is_done", &self.is_done)
            .finish_non_exhaustive()
    }
}

/// How a frame belongs to its message.
#[derive(Clone, Copy)]
enum Fragment {
    Whole,
    Part { fin: bool },
}
