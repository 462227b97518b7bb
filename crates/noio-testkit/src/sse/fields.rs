//! The sending side: fields to encode, and what must come back.

use core::time::Duration;

use noio_sse::{Block, Comment, EncodeError};

use super::{
    Decoder, Limits,
    adapter::{push_end, push_retry, push_text_message},
};
use crate::{
    Decode, Log, cuts,
    laws::{Broken, check_round_trip},
};

/// A comment and a block to be sent after it, each field of which may be absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The text of the comment.
    pub comment: Option<String>,
    /// The event type.
    pub event_type: Option<String>,
    /// The id.
    pub id: Option<String>,
    /// The reconnection time.
    pub retry: Option<Duration>,
    /// The data.
    pub data: Option<String>,
}

impl Fields {
    /// Fields that arbitrary bytes stand for.
    ///
    /// The first byte says with its five lowest bits which fields there are: comment, event type,
    /// id, reconnection time, data. The others, in this order, are separated by 0xFF, and bad
    /// UTF-8 is repaired. The reconnection time is a decimal number of microseconds; what is none
    /// stands for the longest time that there is.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let Some((&present, rest)) = bytes.split_first() else {
            return Self::default();
        };
        let mut values = rest.split(|&byte| byte == 0xff);
        let mut value = |bit: u32| {
            (present >> bit & 1 == 1).then(|| {
                let value = values.next().unwrap_or_default();
                String::from_utf8_lossy(value).into_owned()
            })
        };
        Self {
            comment: value(0),
            event_type: value(1),
            id: value(2),
            retry: value(3).map(|text| text.parse().map_or(Duration::MAX, Duration::from_micros)),
            data: value(4),
        }
    }

    /// Appends the comment and the block, as `noio-sse` encodes them.
    ///
    /// # Errors
    ///
    /// Its own.
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if let Some(comment) = &self.comment {
            Comment::new(comment).encode(out)?;
        }
        self.block().encode(out)
    }

    /// How many bytes [`encode`](Self::encode) appends.
    pub fn encoded_len(&self) -> usize {
        let comment = self.comment.as_deref().map(Comment::new);
        comment.map_or(0, |comment| comment.encoded_len()) + self.block().encoded_len()
    }

    /// The error that encoding must give.
    fn error(&self) -> Option<EncodeError> {
        let first_bad = |text: &Option<String>, bad: &[char]| {
            text.as_ref()
                .and_then(|text| text.chars().find(|char| bad.contains(char)))
        };
        match (
            first_bad(&self.event_type, &['\r', '\n']),
            first_bad(&self.id, &['\r', '\n', '\0']),
        ) {
            (Some(_), _) => Some(EncodeError::LineEndInEventType),
            (None, Some('\0')) => Some(EncodeError::NulInId),
            (None, Some(_)) => Some(EncodeError::LineEndInId),
            (None, None) => None,
        }
    }

    /// The block alone.
    pub fn block(&self) -> Block<'_> {
        let mut block = Block::new();
        if let Some(event_type) = &self.event_type {
            block = block.with_event_type(event_type);
        }
        if let Some(id) = &self.id {
            block = block.with_id(id);
        }
        if let Some(retry) = self.retry {
            block = block.with_retry(retry);
        }
        if let Some(data) = &self.data {
            block = block.with_data(data);
        }
        block
    }

    /// Appends the block with its data written in pieces that `seed` chooses.
    fn write(&self, data: &str, seed: u64, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let head = Self {
            data: None,
            ..self.clone()
        };
        let mut writer = head.block().data_writer(out)?;
        for piece in cuts::feeds(data.as_bytes(), &cuts::seeded(data.len(), seed)) {
            writer.write_bytes(piece)?;
        }
        writer.finish()
    }

    /// Logs what a receiver makes of the fields.
    fn push_normal_form(&self, state: &mut State, log: &mut Log) {
        for line in self.comment.iter().flat_map(|text| lines(text)) {
            log.push("comment", &[("", line.as_bytes())]);
        }
        if let Some(retry) = self.retry {
            let millis = u64::try_from(retry.as_millis()).unwrap_or(u64::MAX);
            let retry = Duration::from_millis(millis);
            state.reconnection_time = Some(retry);
            push_retry(retry, log);
        }
        if let Some(id) = &self.id {
            state.last_event_id.clone_from(id);
        }
        if let Some(data) = &self.data {
            let event_type = match self.event_type.as_deref() {
                None | Some("") => "message",
                Some(event_type) => event_type,
            };
            let data = lines(data).join("\n");
            push_text_message("message", event_type, &data, &state.last_event_id, log);
        }
    }
}

/// What a receiver keeps.
#[derive(Debug, Default)]
struct State {
    last_event_id: String,
    reconnection_time: Option<Duration>,
}

/// Checks the encoders on blocks that are sent one after the other: the round trip of all of
/// them (law 6), exact space, the data written in pieces that `seed` chooses, and that what is
/// not legal is refused.
///
/// # Errors
///
/// What went wrong first.
pub fn check_encoders(blocks: &[Fields], seed: u64) -> Result<(), String> {
    for fields in blocks {
        check_block(fields, seed).map_err(|detail| format!("{detail}\n  {fields:?}"))?;
    }
    let legal = || blocks.iter().filter(|fields| fields.error().is_none());
    let mut normal_form = Log::new();
    let mut state = State::default();
    for fields in legal() {
        fields.push_normal_form(&mut state, &mut normal_form);
    }
    push_end(
        &state.last_event_id,
        state.reconnection_time,
        &mut normal_form,
    );
    check_round_trip(
        legal().map(Fields::encoded_len).sum(),
        |out| {
            for fields in legal() {
                if let Err(error) = fields.encode(out) {
                    unreachable!("it was encoded before: {error}");
                }
            }
        },
        |encoded| decode(encoded).lines(),
        &normal_form.lines(),
    )
    .map_err(|broken: Broken| broken.to_string())
}

fn check_block(fields: &Fields, seed: u64) -> Result<(), String> {
    let block = fields.block();
    let mut whole = Vec::new();
    let expected = fields.error().map_or(Ok(()), Err);
    let seen = block.encode(&mut whole);
    if seen != expected {
        return Err(format!("encode gave {seen:?}, not {expected:?}"));
    }
    if expected.is_err() {
        return match whole.as_slice() {
            [] => Ok(()),
            _ => Err("a block that was refused was written".into()),
        };
    }

    let mut space = vec![0; whole.len()];
    let seen = block.encode(&mut space.as_mut_slice());
    if seen != Ok(()) || space != whole {
        return Err(format!("encode gave {seen:?} with just the space it needs"));
    }
    space.fill(0);
    space.pop();
    let seen = block.encode(&mut space.as_mut_slice());
    if seen != Err(EncodeError::NoSpace) || space.iter().any(|&byte| byte != 0) {
        return Err(format!("encode gave {seen:?} with a byte too little space"));
    }

    if let Some(data) = &fields.data {
        let mut written = Vec::new();
        let seen = fields.write(data, seed, &mut written);
        if seen != Ok(()) || written != whole {
            return Err(format!(
                "written in pieces, it gave {seen:?} and {}, not {}",
                written.escape_ascii(),
                whole.escape_ascii()
            ));
        }
    }
    Ok(())
}

/// The log of a whole body and its end, with no limits.
fn decode(mut body: &[u8]) -> Log {
    let limits = Limits {
        line: usize::MAX,
        data: usize::MAX,
        event_type: usize::MAX,
        id: usize::MAX,
    };
    let mut decoder = Decoder::with_config(limits.config());
    let mut log = Log::new();
    let end = loop {
        match decoder.decode(&mut body, &mut log) {
            Ok(Some(())) => {}
            Ok(None) => break decoder.finish(&mut log),
            Err(failure) => break Err(failure),
        }
    };
    if let Err(failure) = end {
        log.push(failure.kind, &[]);
    }
    log
}

/// The lines of a text: CRLF, CR and LF end one, and there is one more than line ends.
fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.split('\n').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_stand_for_fields() {
        let bytes = b"\x1fnote\xfftick\xff7\xff2500\xffa\nb";
        let fields = Fields::from_bytes(bytes);
        let expected = Fields {
            comment: Some("note".into()),
            event_type: Some("tick".into()),
            id: Some("7".into()),
            retry: Some(Duration::from_micros(2500)),
            data: Some("a\nb".into()),
        };
        assert_eq!(fields, expected);
        assert_eq!(
            Fields::from_bytes(b"\x08x").retry,
            Some(Duration::MAX),
            "no number"
        );
        assert_eq!(Fields::from_bytes(b""), Fields::default());
    }

    #[test]
    fn normal_form_is_what_a_receiver_makes_of_the_fields() {
        let first = Fields::from_bytes(b"\x1fa\rb\xfftick\xff7\xff2500\xffa\r\n\rb\r");
        let second = Fields::from_bytes(b"\x12\xff");
        let (mut state, mut log) = (State::default(), Log::new());
        first.push_normal_form(&mut state, &mut log);
        second.push_normal_form(&mut state, &mut log);
        assert_eq!(
            log.lines(),
            [
                "comment \"a\"",
                "comment \"b\"",
                "retry \"2\"",
                "message type=\"tick\" data=\"a\\n\\nb\\n\" id=\"7\"",
                "message data=\"\" id=\"7\"",
            ]
        );
    }

    #[test]
    fn what_is_not_legal_is_known() {
        for (bytes, expected) in [
            (&b"\x02a\nb"[..], Some(EncodeError::LineEndInEventType)),
            (b"\x04a\rb", Some(EncodeError::LineEndInId)),
            (b"\x04a\0b\r", Some(EncodeError::NulInId)),
            (b"\x06a\0b\xff7", None),
        ] {
            let fields = Fields::from_bytes(bytes);
            assert_eq!(fields.error(), expected, "{fields:?}");
            assert_eq!(check_encoders(&[fields], 0), Ok(()));
        }
    }
}
