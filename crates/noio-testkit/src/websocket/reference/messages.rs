//! Messages (RFC 6455 §5.4, §5.6) and the control frames between their frames (§5.5).

use super::{
    CLOSE, Header, PING, PONG, Stream, TEXT, fail_at, push_reply,
    utf8::{self, Sequence},
};
use crate::{Failure, Log};

/// What came of a message.
#[derive(Default)]
pub(super) struct Message {
    is_text: bool,
    pub(super) frames: u64,
    /// The sum of the lengths in its headers.
    pub(super) len: u128,
    payload: Vec<u8>,
    /// Of a text, the start of a character.
    begun: Vec<u8>,
}

impl Stream<'_> {
    /// Message after message, to a Close or the end. Returns whether there was a Close.
    pub(super) fn messages(&mut self, in_pieces: bool, log: &mut Log) -> Result<bool, Failure> {
        while let Some(header) = self.next_header()? {
            let payload = self.payload(&header);
            match header.opcode {
                CLOSE => {
                    self.close(&header, &payload, log)?;
                    return Ok(true);
                }
                PING => {
                    self.check_whole(&header, &payload)?;
                    log.push("ping", &[("", &payload)]);
                    push_reply("pong", &payload, log);
                }
                PONG => {
                    self.check_whole(&header, &payload)?;
                    log.push("pong", &[("", &payload)]);
                }
                _ => self.data(&header, &payload, in_pieces, log)?,
            }
        }
        Ok(false)
    }

    /// A frame of a message (§5.4, §5.6).
    fn data(
        &mut self,
        header: &Header,
        payload: &[u8],
        in_pieces: bool,
        log: &mut Log,
    ) -> Result<(), Failure> {
        let mut message = self.message.take().unwrap_or_else(|| Message {
            is_text: header.opcode == TEXT,
            ..Message::default()
        });
        message.frames += 1;
        message.len += u128::from(header.len);
        let kind = if message.is_text { "text" } else { "binary" };

        let valid = if message.is_text {
            let start = self.at - payload.len();
            characters(payload, start, &mut message.begun)
        } else {
            (payload.to_vec(), Ok(()))
        };
        if in_pieces {
            log.push_piece(kind, &valid.0);
        } else {
            message.payload.extend(valid.0);
        }
        valid.1?;
        self.check_whole(header, payload)?;

        if !header.fin {
            self.message = Some(message);
            return Ok(());
        }
        if !message.begun.is_empty() {
            return self.fail_at_last("invalid-utf8");
        }
        if in_pieces {
            log.push("last", &[("", kind.as_bytes())]);
        } else {
            log.push(kind, &[("", &message.payload)]);
        }
        Ok(())
    }

    /// A Close (§5.5.1, §7.4).
    fn close(&mut self, header: &Header, payload: &[u8], log: &mut Log) -> Result<(), Failure> {
        let start = self.at - payload.len();
        if let [high, rest @ ..] = payload {
            if !(0..=u8::MAX).any(|low| is_close_code(u16::from_be_bytes([*high, low]))) {
                return fail_at("invalid-close-code", start);
            }
            if let [low, ..] = rest
                && !is_close_code(u16::from_be_bytes([*high, *low]))
            {
                return fail_at("invalid-close-code", start + 1);
            }
        }
        let (code, reason) = payload.split_at(payload.len().min(2));
        let mut begun = Vec::new();
        let (reason, checked) = characters(reason, start + code.len(), &mut begun);
        checked?;
        self.check_whole(header, payload)?;
        if !begun.is_empty() {
            return self.fail_at_last("invalid-utf8");
        }
        let shown = match code {
            [high, low] => u16::from_be_bytes([*high, *low]).to_string(),
            _ => "none".to_owned(),
        };
        log.push("close", &[("", shown.as_bytes()), ("", &reason)]);
        push_reply("close", code, log);
        Ok(())
    }
}

/// The characters that are whole in octets which begin at `start`, with those of one that was
/// begun before; and where they are none.
fn characters(octets: &[u8], start: usize, begun: &mut Vec<u8>) -> (Vec<u8>, Result<(), Failure>) {
    let mut characters = Vec::new();
    for (index, &octet) in octets.iter().enumerate() {
        begun.push(octet);
        match utf8::sequence(begun) {
            Sequence::Begun => {}
            Sequence::Whole => characters.append(begun),
            Sequence::Malformed => {
                return (characters, fail_at("invalid-utf8", start + index));
            }
        }
    }
    (characters, Ok(()))
}

/// Whether a code may be in a Close (§7.4.1, §7.4.2, and the registry of IANA for 1012 to 1014).
pub fn is_close_code(code: u16) -> bool {
    matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999)
}
