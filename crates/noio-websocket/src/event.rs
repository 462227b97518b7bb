//! What a decoder of messages answers with.

use crate::{Binary, Close, Text};

/// Something that the peer sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'d> {
    /// A text message.
    Text(Text<'d>),
    /// A binary message.
    Binary(Binary<'d>),
    /// The next piece of a text message; only with [`Config::pieces`](crate::Config::pieces).
    ///
    /// How a message is divided means nothing. No piece ends within a character.
    TextPiece {
        /// Text, and not empty unless it is the last.
        text: &'d str,
        /// Whether the message has ended. Until then it may still turn out to be no UTF-8.
        is_last: bool,
    },
    /// The next piece of a binary message; only with [`Config::pieces`](crate::Config::pieces).
    BinaryPiece {
        /// Bytes, and not empty unless they are the last.
        data: &'d [u8],
        /// Whether the message has ended.
        is_last: bool,
    },
    /// A ping, with up to 125 bytes. Its pong is ready in
    /// [`Decoder::take_reply`](crate::Decoder::take_reply).
    Ping(&'d [u8]),
    /// A pong, with up to 125 bytes. It may come unasked (RFC 6455 §5.5.3).
    Pong(&'d [u8]),
    /// The peer sends nothing more. Its answer is ready in
    /// [`Decoder::take_reply`](crate::Decoder::take_reply).
    Close(Close<'d>),
}

/// How the input of a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "with a Close or without one")]
pub enum End {
    /// Behind a Close (RFC 6455 §7.1.4).
    Clean,
    /// Without a Close, though between two messages. Applications know the number 1006 for it
    /// (RFC 6455 §7.1.5).
    Abnormal,
}

/// What to do with the connection that the frames are sent over (RFC 6455 §7.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "who leaves a case out leaves connections open"
)]
pub enum Transport {
    /// Go on: read, and write what is to be written.
    ///
    /// Once a Close was sent, for no longer than the peer may take to answer.
    Open,
    /// Both sides have sent their Close, and we are the client: read until the server has closed
    /// the connection, for no longer than it may take, and then close it.
    AwaitPeer,
    /// Close it, once what is to be written is written.
    ///
    /// Bytes that nobody has read turn the end of a connection of TCP into a reset, and many
    /// proxies close both ways as soon as the server closes one. So a client that is in the middle
    /// of a long message that was refused may not hear why, unless the server reads on for a
    /// moment, and throws away what comes, before it closes.
    Close,
}
