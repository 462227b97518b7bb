//! Event streams in the shapes that services send.

use core::fmt::Write;

use bytes::Bytes;

use crate::spread::spread;

/// An event stream and what is in it.
#[derive(Clone, Debug)]
pub struct Stream {
    /// The bytes, shared, so that peers who want `Bytes` get pieces without a copy.
    pub bytes: Bytes,
    /// How many events they hold.
    pub events: usize,
}

/// A kind of stream.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Short name, for tables and the command line.
    pub name: &'static str,
    /// What it stands for.
    pub about: &'static str,
    /// Events of the stream that is fed in one piece: few, since a peer is quadratic in that.
    pub whole_events: usize,
    /// Events of the stream that is fed in pieces.
    pub cut_events: usize,
    /// Makes a stream with that many events.
    pub stream: fn(events: usize) -> Stream,
}

/// All kinds of stream.
pub const SHAPES: [Shape; 5] = [
    Shape {
        name: "llm",
        about: "chat-completion deltas: one JSON text a line, some of it not ASCII",
        whole_events: 2_000,
        cut_events: 20_000,
        stream: llm,
    },
    Shape {
        name: "short",
        about: "one `data` line of 2 to 12 bytes",
        whole_events: 2_000,
        cut_events: 20_000,
        stream: short,
    },
    Shape {
        name: "ticks",
        about: "`id`, `event` and one short `data` line",
        whole_events: 2_000,
        cut_events: 20_000,
        stream: ticks,
    },
    Shape {
        name: "lines",
        about: "64 KiB of data in lines of about 80 bytes",
        whole_events: 8,
        cut_events: 64,
        stream: lines,
    },
    Shape {
        name: "line",
        about: "64 KiB of data in one line",
        whole_events: 8,
        cut_events: 64,
        stream: |events| line(64 * 1_024, events),
    },
];

impl Shape {
    /// How many events the stream has that is fed in pieces of `piece` bytes.
    pub const fn events_for_piece(&self, piece: usize) -> usize {
        if piece == usize::MAX {
            self.whole_events
        } else {
            self.cut_events
        }
    }
}

impl Stream {
    fn new(text: String, events: usize) -> Self {
        Self {
            bytes: text.into(),
            events,
        }
    }
}

/// Streams of one kind, to be fed byte by byte: a short one and a long one, so that it shows
/// whether time is linear in the length.
#[derive(Clone, Debug)]
pub struct Drip {
    /// The shape's name.
    pub name: &'static str,
    /// The lengths, for tables, each with its stream.
    pub lengths: [(&'static str, Stream); 2],
}

/// Streams to be fed byte by byte: of many events and of one.
pub fn drips() -> [Drip; 2] {
    [
        Drip {
            name: "llm",
            lengths: [("32 events", llm(32)), ("2,048 events", llm(2_048))],
        },
        Drip {
            name: "line",
            lengths: [
                ("64 KiB", line(64 * 1_024, 1)),
                ("1 MiB", line(1_024 * 1_024, 1)),
            ],
        },
    ]
}

/// What a language model says, a token at a time.
const TOKENS: [&str; 16] = [
    " the",
    " water",
    "\\n\\n",
    " rises",
    " naïve",
    ",",
    " at",
    " 川の水",
    " twelve",
    " degrees",
    ".",
    " \\\"so",
    " – then",
    "ing",
    " 🌊",
    " because",
];

/// Chat-completion deltas, with the fields that services send; the last event is `[DONE]`.
pub fn llm(events: usize) -> Stream {
    let mut text = String::new();
    for (index, token) in (1..events).zip(TOKENS.iter().cycle()) {
        let _ = write!(
            text,
            "data: {{\"id\":\"chatcmpl-7Qyk3bZ0f{:08x}\",\"object\":\"chat.completion.chunk\",\
             \"created\":1795168800,\"model\":\"large-2\",\"choices\":[{{\"index\":0,\
             \"delta\":{{\"content\":\"{token}\"}},\"finish_reason\":null}}]",
            spread(index),
        );
        // Some services add these to some of the deltas.
        if index % 3 == 0 {
            text.push_str(",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_44709d6fcb\"");
        }
        if index % 5 == 0 {
            let _ = write!(
                text,
                ",\"usage\":{{\"prompt_tokens\":812,\"completion_tokens\":{index},\"total_tokens\":{}}}",
                812 + index
            );
        }
        text.push_str("}\n\n");
    }
    text.push_str("data: [DONE]\n\n");
    Stream::new(text, events)
}

/// One short `data` line an event.
pub fn short(events: usize) -> Stream {
    let mut text = String::new();
    for index in 0..events {
        let len = 2 + spread(index) as usize % 11;
        text.push_str("data: ");
        text.extend(LETTERS.chars().cycle().skip(index % 26).take(len));
        text.push_str("\n\n");
    }
    Stream::new(text, events)
}

/// A price, with its number and type.
pub fn ticks(events: usize) -> Stream {
    let mut text = String::new();
    for index in 0..events {
        let cents = 10_000 + spread(index) % 5_000;
        let _ = write!(
            text,
            "id: {}\nevent: tick\ndata: {{\"symbol\":\"NOIO\",\"price\":{}.{:02},\"size\":{}}}\n\n",
            4_100_000 + index,
            cents / 100,
            cents % 100,
            1 + index % 900,
        );
    }
    Stream::new(text, events)
}

/// 64 KiB of data an event, in lines of 70 to 90 bytes.
pub fn lines(events: usize) -> Stream {
    let mut text = String::new();
    for event in 0..events {
        let mut left = 64 * 1_024;
        let mut index = event;
        while left > 0 {
            let len = left.min(64 + spread(index) as usize % 21);
            text.push_str("data: ");
            text.extend(LETTERS.chars().cycle().skip(index % 26).take(len));
            text.push('\n');
            left -= len;
            index += 1;
        }
        text.push('\n');
    }
    Stream::new(text, events)
}

/// `data_len` bytes of data an event, in one line.
pub fn line(data_len: usize, events: usize) -> Stream {
    let mut text = String::new();
    for event in 0..events {
        text.push_str("data: ");
        text.extend(LETTERS.chars().cycle().skip(event % 26).take(data_len));
        text.push_str("\n\n");
    }
    Stream::new(text, events)
}

const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_as_described() {
        let lengths = |stream: Stream| {
            let text = String::from_utf8(stream.bytes.into()).expect("UTF-8");
            text.split_inclusive("\n\n")
                .map(str::len)
                .collect::<Vec<_>>()
        };
        let mut llm = lengths(llm(1_000));
        assert_eq!(llm.pop(), Some("data: [DONE]\n\n".len()));
        assert_eq!(llm.len(), 999);
        assert!(llm.iter().all(|len| (150..=330).contains(len)), "{llm:?}");

        let short = lengths(short(1_000));
        assert_eq!(short.len(), 1_000);
        assert_eq!(short.iter().min(), Some(&10));
        assert_eq!(short.iter().max(), Some(&20));

        assert_eq!(lengths(ticks(1_000)).len(), 1_000);
        assert_eq!(lengths(line(65_536, 2)), [65_544; 2]);
        assert_eq!(lengths(lines(2)).len(), 2);
    }
}
