//! What a decoder hands out.

use core::time::Duration;

use crate::Text;

/// One thing that a stream said, in wire order.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'d> {
    /// A block of fields ended with a blank line and had data: the event that a browser would
    /// dispatch (HTML §9.2.6).
    Message(Message<'d>),
    /// A comment line: what follows its colon, without one leading space.
    ///
    /// The standard ignores comments; servers send them to keep a connection open, so their
    /// arrival is a sign of life.
    Comment(Text<'d>),
    /// A `retry` line: the new reconnection time, at most 2⁶⁴ − 1 ms.
    ///
    /// [`Decoder::reconnection_time`](crate::Decoder::reconnection_time) keeps it.
    Retry(Duration),
}

/// An event, as HTML §9.2.6 dispatches it.
///
/// Only the data says where it lies; the event type and the id may lie in the input or not.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message<'d> {
    /// The event type: the value of the block's last `event` field, or `message` if that is
    /// empty or absent.
    pub event_type: &'d str,
    /// The values of the block's `data` fields, joined with line feeds.
    pub data: Text<'d>,
    /// The last event id of the stream: the block's own `id`, or else the one before it.
    pub last_event_id: &'d str,
}

impl<'d> Message<'d> {
    /// An empty `event_type` stands for `message` (HTML §9.2.6).
    #[inline]
    pub(crate) const fn new(event_type: &'d str, data: Text<'d>, last_event_id: &'d str) -> Self {
        Self {
            event_type: if event_type.is_empty() {
                "message"
            } else {
                event_type
            },
            data,
            last_event_id,
        }
    }
}

/// The block that the end of the body cut off.
///
/// The standard drops it, for good reason: what it says may be half of what was meant. Some
/// services forget the final blank line, and a client of those may want the block all the same;
/// it says so by calling [`into_message`](Self::into_message).
#[derive(Debug, PartialEq, Eq)]
#[must_use = "the standard says to drop it: do so by name, or take the message"]
pub struct Discarded<'d> {
    pub(crate) message: Message<'d>,
}

impl<'d> Discarded<'d> {
    /// The message that a blank line would have made of the block.
    ///
    /// An unterminated last line counts if it is a `data` or an `event` line. Its `last_event_id`
    /// is not that of the stream: an id counts once its block has ended.
    pub fn into_message(self) -> Message<'d> {
        self.message
    }
}
