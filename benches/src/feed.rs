//! Drives a peer that wants an asynchronous stream, at next to no cost of our own.

use core::{
    convert::Infallible,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use futures_core::Stream;

/// Pieces of input that are there already: always ready, and nothing can fail.
pub(crate) struct Feed<I>(pub(crate) I);

impl<I: Iterator + Unpin> Stream for Feed<I> {
    type Item = Result<I::Item, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}

/// Polls `events` to its end. No executor: on a feed, a peer has nothing to wait for.
pub(crate) fn drain<S: Stream>(events: S, mut each: impl FnMut(&S::Item)) {
    let mut events = pin!(events);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        match &events.as_mut().poll_next(&mut context) {
            Poll::Ready(Some(event)) => each(event),
            Poll::Ready(None) => return,
            Poll::Pending => unreachable!("the feed is always ready"),
        }
    }
}
