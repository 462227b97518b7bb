//! Who decodes: ours, the peers, and rooflines that only touch the bytes.
//!
//! Each event is looked at where the decoder put it, by reference: to move it costs more than some
//! of the work that is measured.

use core::{hint::black_box, str};

use bytes::{Bytes, BytesMut};
use noio_sse::{
    Decoder, Event,
    line::{self, Field, Token},
};

use crate::{
    case::{Case, Kind, Lane},
    feed::{Feed, drain},
    sse::stream::Stream,
};

/// What a pass over a stream found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Events.
    pub events: usize,
    /// Bytes of their data, with the line feeds that join lines. Of a roofline: what it found.
    pub data_len: usize,
}

/// One pass over a stream, cut into pieces of that many bytes.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// Name, for tables.
    pub name: &'static str,
    /// What it does beside the others.
    pub about: &'static str,
    /// Whose it is.
    pub kind: Kind,
    /// Whether its time is linear in the bytes however they are cut. A decoder that is not looks
    /// at an unfinished line again with every piece.
    pub is_linear: bool,
    /// The pass.
    pub run: fn(&Stream, piece: usize) -> Seen,
}

/// All contenders. The first is the one that is measured against the others.
pub const CONTENDERS: [Contender; 11] = [
    Contender {
        name: "noio-sse",
        about: "`Decoder`: borrowed messages",
        kind: Kind::Ours,
        is_linear: true,
        run: noio,
    },
    Contender {
        name: "noio-sse owned",
        about: "`Decoder`, and each data made a `String`, as most peers do",
        kind: Kind::Ours,
        is_linear: true,
        run: noio_owned,
    },
    Contender {
        name: "noio-sse line",
        about: "`line::Decoder`: pieces of values, neither joined nor checked for UTF-8",
        kind: Kind::Ours,
        is_linear: true,
        run: noio_line,
    },
    Contender {
        name: "sse-stream",
        about: "`SseByteStream` over `&[u8]`",
        kind: Kind::Peer,
        is_linear: true,
        run: sse_stream,
    },
    Contender {
        name: "sseer",
        about: "`EventStream` over `Bytes`: shared slices",
        kind: Kind::Peer,
        is_linear: true,
        run: sseer,
    },
    Contender {
        name: "eventsource-stream",
        about: "`EventStream` over `&[u8]`",
        kind: Kind::Peer,
        is_linear: false,
        run: eventsource_stream,
    },
    Contender {
        name: "sse-codec",
        about: "`SSECodec` on a `BytesMut`, which is faster than its `decode_stream`",
        kind: Kind::Peer,
        is_linear: false,
        run: sse_codec,
    },
    Contender {
        name: "memcpy",
        about: "each piece into one buffer",
        kind: Kind::Roofline,
        is_linear: true,
        run: memcpy,
    },
    Contender {
        name: "memchr_iter",
        about: "every LF",
        kind: Kind::Roofline,
        is_linear: true,
        run: memchr_iter,
    },
    Contender {
        name: "memchr2_iter",
        about: "every LF and CR",
        kind: Kind::Roofline,
        is_linear: true,
        run: memchr2_iter,
    },
    Contender {
        name: "from_utf8",
        about: "`core::str::from_utf8` of each piece",
        kind: Kind::Roofline,
        is_linear: true,
        run: from_utf8,
    },
];

/// `contenders`, for this stream cut into pieces of that many bytes.
pub fn case(contenders: &[Contender], stream: Stream, piece: usize) -> Case {
    let lane = |&contender: &Contender| {
        let stream = stream.clone();
        Lane {
            name: contender.name,
            about: contender.about,
            kind: contender.kind,
            pass: Box::new(move || {
                black_box((contender.run)(black_box(&stream), piece));
            }),
        }
    };
    let lanes = contenders.iter().map(lane).collect();
    let contenders = contenders.to_vec();
    Case {
        units: stream.events,
        input: stream.bytes.clone(),
        lanes,
        check: Box::new(move || assert_agreement(&contenders, &stream, piece)),
    }
}

/// Checks that all decoders among `contenders` see what was put into the stream.
///
/// # Panics
///
/// If one does not, since its time would then mean nothing.
pub fn assert_agreement(contenders: &[Contender], stream: &Stream, piece: usize) {
    let mut decoders = contenders
        .iter()
        .filter(|contender| contender.kind != Kind::Roofline)
        .map(|contender| (contender.name, (contender.run)(stream, piece)));
    let Some((first_name, first)) = decoders.next() else {
        return;
    };
    assert_eq!(first.events, stream.events, "events seen by {first_name}");
    for (name, seen) in decoders {
        assert_eq!(seen, first, "{name} and {first_name} disagree");
    }
}

fn noio(stream: &Stream, piece: usize) -> Seen {
    let mut seen = Seen::default();
    let mut decoder = Decoder::new();
    for mut input in stream.bytes.chunks(piece) {
        loop {
            match &decoder.decode(&mut input) {
                Ok(Some(Event::Message(message))) => seen.add(black_box(message).data.len()),
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(error) => panic!("{error}"),
            }
        }
    }
    seen
}

fn noio_owned(stream: &Stream, piece: usize) -> Seen {
    let mut seen = Seen::default();
    let mut decoder = Decoder::new();
    for mut input in stream.bytes.chunks(piece) {
        while let Some(event) = decoder.decode(&mut input).expect("within the limits") {
            if let Event::Message(message) = event {
                let data = message.data.into_string();
                seen.add(black_box(&data).len());
            }
        }
    }
    seen
}

fn noio_line(stream: &Stream, piece: usize) -> Seen {
    let mut seen = Seen::default();
    let mut decoder = line::Decoder::new();
    let mut in_data = false;
    // Of the block: its `data` fields, each with a line feed to join it to the next.
    let (mut fields, mut len) = (0, 0);
    for mut input in stream.bytes.chunks(piece) {
        while let Some(token) = decoder.decode(&mut input) {
            match token {
                Token::Field(field) => {
                    in_data = field == Field::Data;
                    fields += usize::from(in_data);
                }
                Token::Value(value) if in_data => len += black_box(value).len(),
                Token::EndOfBlock if fields > 0 => {
                    seen.add(len + fields - 1);
                    (fields, len) = (0, 0);
                }
                _ => {}
            }
        }
    }
    seen
}

fn sse_stream(stream: &Stream, piece: usize) -> Seen {
    let mut seen = Seen::default();
    let events = sse_stream::SseByteStream::new(Feed(stream.bytes.chunks(piece)));
    drain(events, |event| {
        let event = event.as_ref().expect("well-formed");
        if let Some(data) = &black_box(event).data {
            seen.add(data.len());
        }
    });
    seen
}

fn sseer(stream: &Stream, piece: usize) -> Seen {
    let mut seen = Seen::default();
    let events = sseer::EventStream::new(Feed(pieces(stream, piece)));
    drain(events, |event| {
        let event = event.as_ref().expect("well-formed");
        seen.add(black_box(event).data.len());
    });
    seen
}

fn eventsource_stream(stream: &Stream, piece: usize) -> Seen {
    let mut seen = Seen::default();
    let events = eventsource_stream::EventStream::new(Feed(stream.bytes.chunks(piece)));
    drain(events, |event| {
        let event = event.as_ref().expect("well-formed");
        seen.add(black_box(event).data.len());
    });
    seen
}

fn sse_codec(stream: &Stream, piece: usize) -> Seen {
    use futures_codec::Decoder as _;

    let mut seen = Seen::default();
    let mut codec = sse_codec::SSECodec::default();
    let mut buffer = BytesMut::new();
    for input in stream.bytes.chunks(piece) {
        buffer.extend_from_slice(input);
        loop {
            match &codec.decode(&mut buffer) {
                Ok(Some(sse_codec::Event::Message { data, .. })) => {
                    seen.add(black_box(data).len());
                }
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(error) => panic!("{error}"),
            }
        }
    }
    seen
}

fn memcpy(stream: &Stream, piece: usize) -> Seen {
    let mut buffer = Vec::with_capacity(piece.min(stream.bytes.len()));
    over_pieces(stream, piece, |input| {
        buffer.clear();
        buffer.extend_from_slice(input);
        black_box(&buffer).len()
    })
}

fn memchr_iter(stream: &Stream, piece: usize) -> Seen {
    over_pieces(stream, piece, |input| {
        count_each(memchr::memchr_iter(b'\n', input))
    })
}

fn memchr2_iter(stream: &Stream, piece: usize) -> Seen {
    over_pieces(stream, piece, |input| {
        count_each(memchr::memchr2_iter(b'\n', b'\r', input))
    })
}

/// Counts places, and needs each: `count` alone would not find them.
fn count_each(places: impl Iterator<Item = usize>) -> usize {
    let (mut count, mut all) = (0, 0);
    for place in places {
        count += 1;
        all ^= place;
    }
    black_box(all);
    count
}

fn from_utf8(stream: &Stream, piece: usize) -> Seen {
    over_pieces(stream, piece, |input| {
        // A cut may have gone through a character.
        let is_continuation = |byte: &&u8| **byte & 0xc0 == 0x80;
        let head = input.iter().take(3).take_while(is_continuation).count();
        let (_, text) = input.split_at(head);
        match black_box(str::from_utf8(text)) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        }
    })
}

fn over_pieces(stream: &Stream, piece: usize, mut each: impl FnMut(&[u8]) -> usize) -> Seen {
    Seen {
        events: 0,
        data_len: stream.bytes.chunks(piece).map(&mut each).sum(),
    }
}

/// The pieces as shared slices, for a peer that takes nothing else.
fn pieces(stream: &Stream, piece: usize) -> impl Iterator<Item = Bytes> {
    let mut rest = stream.bytes.clone();
    core::iter::from_fn(move || (!rest.is_empty()).then(|| rest.split_to(piece.min(rest.len()))))
}

impl Seen {
    fn add(&mut self, data_len: usize) {
        self.events += 1;
        self.data_len += data_len;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sse::{PIECES, stream::SHAPES};

    #[test]
    fn all_decoders_agree() {
        for shape in SHAPES {
            let stream = (shape.stream)(shape.whole_events.min(200));
            for (_, piece) in PIECES.into_iter().chain([("odd", 37)]) {
                assert_agreement(&CONTENDERS, &stream, piece);
            }
        }
    }

    #[test]
    fn rooflines_see_every_byte() {
        let stream = crate::sse::stream::llm(100);
        let lines = stream.bytes.iter().filter(|byte| **byte == b'\n').count();
        for (_, piece) in PIECES {
            assert_eq!(memcpy(&stream, piece).data_len, stream.bytes.len());
            assert_eq!(memchr_iter(&stream, piece).data_len, lines);
            assert_eq!(memchr2_iter(&stream, piece).data_len, lines);
        }
        assert_eq!(from_utf8(&stream, usize::MAX).data_len, stream.bytes.len());
    }
}
