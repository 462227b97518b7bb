//! The decoders of `noio-sse`, for the harness.

use core::time::Duration;

use noio_sse::{
    Config, DecodeError, DecodeErrorKind, Event, Message,
    line::{self, Token},
};

use super::Events;
use crate::{Compare, Decode, Failure, HeapBound, Log, vectors::Setting};

/// How much heap there may be for each byte received: U+FFFD is three bytes for one, and a buffer
/// that grows is up to twice as large as its content.
const HEAP_PER_BYTE: usize = 6;

/// What may be held at rest beside the last event id: a small buffer for the next one.
const HEAP_AT_REST: usize = 64;

/// How many buffers a decoder has for values that are no longer than a line: the one of the line
/// under way, which may be a comment, the id of the block and the last event id. They change
/// places, so each of them may be as large as the largest.
const LINE_BUFFERS: usize = 3;

/// All its buffers: beside those, the data and the event type.
const BUFFERS: usize = LINE_BUFFERS + 2;

/// What each buffer may hold beside its content: the least that is allocated, or the line feed
/// behind the data.
const HEAP_PER_BUFFER: usize = 8;

/// A [`noio_sse::Decoder`].
#[derive(Debug)]
pub struct Decoder {
    decoder: noio_sse::Decoder,
    config: Config,
    pending: Pending,
}

impl Decoder {
    /// Wraps a decoder that has the limits of `config` and has taken no bytes.
    pub fn new(decoder: noio_sse::Decoder, config: Config) -> Self {
        Self {
            decoder,
            config,
            pending: Pending::default(),
        }
    }

    /// A decoder with these limits.
    pub fn with_config(config: Config) -> Self {
        Self::new(noio_sse::Decoder::with_config(config), config)
    }

    /// A decoder as a vector asks for it; see [`Events::from_settings`].
    ///
    /// # Errors
    ///
    /// As [`Events::from_settings`].
    pub fn with_settings(settings: &[Setting]) -> Result<Self, String> {
        Events::from_settings(settings).map(|setup| setup.decoder())
    }
}

impl Decode for Decoder {
    fn decode(&mut self, input: &mut &[u8], log: &mut Log) -> Result<Option<()>, Failure> {
        let before = *input;
        let result = match self.decoder.decode(input) {
            Ok(Some(Event::Message(message))) => {
                push_message("message", &message, log);
                Ok(Some(()))
            }
            Ok(Some(Event::Comment(text))) => {
                log.push("comment", &[("", text.as_bytes())]);
                Ok(Some(()))
            }
            Ok(Some(Event::Retry(time))) => {
                push_retry(time, log);
                Ok(Some(()))
            }
            Ok(Some(_)) => unreachable!("there is no other event"),
            Ok(None) => Ok(None),
            Err(error) => Err(failure(error)),
        };
        let taken = before.len().saturating_sub(input.len());
        self.pending.take(&before[..taken]);
        result
    }

    fn finish(&mut self, log: &mut Log) -> Result<(), Failure> {
        let discarded = self.decoder.finish().map_err(failure)?;
        if let Some(discarded) = discarded {
            push_message("discarded", &discarded.into_message(), log);
        }
        let id = self.decoder.last_event_id();
        push_end(id, self.decoder.reconnection_time(), log);
        Ok(())
    }

    fn position(&self) -> u64 {
        self.decoder.position()
    }

    fn heap_bound(&self) -> HeapBound {
        let at_rest = 2 * self.decoder.last_event_id().len() + HEAP_AT_REST;
        HeapBound {
            per_byte: HEAP_PER_BYTE,
            at_most: Some(heap_at_most(&self.config)),
            at_rest: self.pending.is_nothing().then_some(at_rest),
        }
    }
}

/// How much heap the limits allow: a limit counts bytes of the stream, and [`HEAP_PER_BYTE`] is
/// what each of them may cost.
fn heap_at_most(config: &Config) -> usize {
    config
        .max_line_len
        .saturating_mul(LINE_BUFFERS)
        .saturating_add(config.max_data_len)
        .saturating_add(config.max_event_type_len)
        .saturating_mul(HEAP_PER_BYTE)
        .saturating_add(BUFFERS * HEAP_PER_BUFFER)
}

/// A [`noio_sse::line::Decoder`].
#[derive(Clone, Debug, Default)]
pub struct LineDecoder {
    decoder: line::Decoder,
}

impl LineDecoder {
    /// A decoder at the start of a body.
    pub fn new() -> Self {
        Self::default()
    }

    /// A decoder as a vector asks for it.
    ///
    /// # Errors
    ///
    /// On any setting: there are none.
    pub fn with_settings(settings: &[Setting]) -> Result<Self, String> {
        match settings {
            [] => Ok(Self::new()),
            [setting, ..] => Err(format!("there is no setting `{}`", setting.name)),
        }
    }
}

impl Decode for LineDecoder {
    fn decode(&mut self, input: &mut &[u8], log: &mut Log) -> Result<Option<()>, Failure> {
        match self.decoder.decode(input) {
            Some(Token::Field(field)) => log.push("field", &[("", field.as_str().as_bytes())]),
            Some(Token::Value(piece)) => log.push_piece("value", piece),
            Some(Token::EndOfLine) => log.push("end-of-line", &[]),
            Some(Token::EndOfBlock) => log.push("end-of-block", &[]),
            Some(_) => unreachable!("there is no other token"),
            None => return Ok(None),
        }
        Ok(Some(()))
    }

    fn finish(&mut self, log: &mut Log) -> Result<(), Failure> {
        log.push("end", &[]);
        Ok(())
    }

    fn position(&self) -> u64 {
        self.decoder.position()
    }

    fn heap_bound(&self) -> HeapBound {
        HeapBound {
            per_byte: 0,
            at_most: Some(0),
            at_rest: Some(0),
        }
    }
}

/// Logs a message; see the [module](super) for what is left out.
pub(super) fn push_text_message(
    kind: &'static str,
    event_type: &str,
    data: &str,
    id: &str,
    log: &mut Log,
) {
    let event_type = ("type", event_type.as_bytes());
    let data = ("data", data.as_bytes());
    let id = ("id", id.as_bytes());
    match (event_type.1, id.1) {
        (b"message", b"") => log.push(kind, &[data]),
        (b"message", _) => log.push(kind, &[data, id]),
        (_, b"") => log.push(kind, &[event_type, data]),
        _ => log.push(kind, &[event_type, data, id]),
    }
}

/// Logs the end of a stream.
pub(super) fn push_end(id: &str, retry: Option<Duration>, log: &mut Log) {
    let id = ("id", id.as_bytes());
    let retry = retry.map(|time| time.as_millis().to_string());
    match (id.1, &retry) {
        (b"", None) => log.push("end", &[]),
        (_, None) => log.push("end", &[id]),
        (b"", Some(retry)) => log.push("end", &[("retry", retry.as_bytes())]),
        (_, Some(retry)) => log.push("end", &[id, ("retry", retry.as_bytes())]),
    }
}

/// Logs a reconnection time.
pub(super) fn push_retry(time: Duration, log: &mut Log) {
    log.push("retry", &[("", time.as_millis().to_string().as_bytes())]);
}

fn push_message(kind: &'static str, message: &Message<'_>, log: &mut Log) {
    let Message {
        event_type,
        data,
        last_event_id,
        ..
    } = message;
    push_text_message(kind, event_type, data, last_event_id, log);
}

fn failure(error: DecodeError) -> Failure {
    let kind = match error.kind() {
        DecodeErrorKind::LineTooLong => "line-too-long",
        DecodeErrorKind::DataTooLong => "data-too-long",
        DecodeErrorKind::EventTypeTooLong => "event-type-too-long",
        DecodeErrorKind::IdTooLong => "id-too-long",
        _ => unreachable!("there is no other kind"),
    };
    Failure {
        kind,
        offset: error.offset(),
    }
}

/// Whether a decoder may have something pending, from the bytes that it took.
#[derive(Clone, Copy, Debug, Default)]
struct Pending {
    line: Line,
    is_after_cr: bool,
    has_fields: bool,
}

/// What the current line is so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Line {
    #[default]
    Empty,
    Comment,
    /// A field, whether it means something or not.
    Field,
}

impl Pending {
    fn take(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            let is_end_of_crlf = self.is_after_cr && byte == b'\n';
            self.is_after_cr = byte == b'\r';
            if is_end_of_crlf {
                continue;
            }
            match (byte, self.line) {
                (b'\r' | b'\n', line) => {
                    self.has_fields = match line {
                        Line::Empty => false,
                        Line::Comment => self.has_fields,
                        Line::Field => true,
                    };
                    self.line = Line::Empty;
                }
                (b':', Line::Empty) => self.line = Line::Comment,
                (_, Line::Empty) => self.line = Line::Field,
                _ => {}
            }
        }
    }

    fn is_nothing(self) -> bool {
        self.line == Line::Empty && !self.has_fields
    }
}
