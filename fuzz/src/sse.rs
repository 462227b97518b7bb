//! `noio-sse` beside `sse-stream`.

use std::{
    convert::Infallible,
    iter,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use futures_core::Stream;
use noio_testkit::{cuts, sse::Fields};
use sse_stream::{Sse, SseByteStream};

/// What `noio-sse` encodes, the crate `sse-stream` reads back the same, however it is cut.
///
/// One direction only: what others write, the two read differently, since `sse-stream` refuses
/// bad UTF-8 and keeps NULs in ids.
///
/// # Panics
///
/// If it reads anything else.
pub fn sse_stream(data: &[u8]) {
    let (&seed, data) = data.split_first().unwrap_or((&0, &[]));
    let mut encoded = Vec::new();
    let mut expected = Vec::new();
    for bytes in data.split(|&byte| byte == 0xfe) {
        let fields = Fields::from_bytes(bytes);
        // What must be refused is for `sse_round_trip` to tell.
        let len = encoded.len();
        if fields.encode(&mut encoded).is_err() {
            encoded.truncate(len);
        } else {
            expected.extend(normal_form(&fields));
        }
    }
    let cuts = cuts::seeded(encoded.len(), seed.into());
    assert_eq!(read(cuts::feeds(&encoded, &cuts)), expected);
}

/// The block as the peer shows it. It shows none for a block without fields.
fn normal_form(fields: &Fields) -> Option<Sse> {
    let block = Sse {
        event: fields.event_type.clone(),
        data: fields
            .data
            .as_ref()
            .map(|data| data.replace("\r\n", "\n").replace('\r', "\n")),
        id: fields.id.clone(),
        retry: fields
            .retry
            .map(|retry| u64::try_from(retry.as_millis()).unwrap_or(u64::MAX)),
    };
    (block != Sse::default()).then_some(block)
}

fn read<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Vec<Sse> {
    let mut blocks = pin!(SseByteStream::new(Feed(
        pieces.collect::<Vec<_>>().into_iter()
    )));
    let mut context = Context::from_waker(Waker::noop());
    iter::from_fn(|| match blocks.as_mut().poll_next(&mut context) {
        Poll::Ready(block) => block,
        Poll::Pending => unreachable!("the feed is always ready"),
    })
    .map(|block| block.expect("the peer refuses what was encoded"))
    .collect()
}

/// Pieces that are there already.
struct Feed<I>(I);

impl<I: Iterator + Unpin> Stream for Feed<I> {
    type Item = Result<I::Item, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}
