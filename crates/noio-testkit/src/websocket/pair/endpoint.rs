//! One end: what it does, and what it must see.

use noio_websocket::{
    CloseCode, Config, DecodeError, DecodeErrorKind, Decoder, Encoder, End, MaskKeys, Opcode, Role,
    Transport,
};

use super::Wire;
use crate::websocket::{Received, Sending, sending::Model};

/// What texts are made of: characters of one to four octets, so that cuts go through them.
const CHARACTERS: [char; 4] = ['a', 'é', '€', '𝄞'];

/// The codes to close with.
const CODES: [u16; 8] = [1000, 1001, 1003, 1011, 1012, 1014, 3000, 4999];

/// How long the payloads are that arguments of 128 and above stand for: up to 66,040 octets.
const LONG: usize = 520;

/// How many of them an end sends. More would teach nothing, and take long.
const MAX_LONG: usize = 8;

/// An end of the connection.
pub(super) struct Endpoint<K> {
    role: Role,
    decoder: Decoder,
    encoder: Encoder<K>,
    /// What was sent.
    pub(super) sent: Model,
    /// How many payloads were made, so that they differ.
    made: usize,
    long: usize,
    /// The reply that has to be there.
    reply: Option<Sending>,
    has_close: bool,
    error: Option<DecodeError>,
    is_cut: bool,
}

impl<K: MaskKeys> Endpoint<K> {
    pub(super) fn new(role: Role, encoder: Encoder<K>) -> Self {
        let mut config = Config::new();
        config.max_fragment_count = u32::MAX;
        Self {
            role,
            decoder: Decoder::with_config(role, config),
            encoder,
            sent: Model::default(),
            made: 0,
            long: 0,
            reply: None,
            has_close: false,
            error: None,
            is_cut: false,
        }
    }

    pub(super) fn operate(
        &mut self,
        letter: u8,
        argument: u8,
        is_in_place: bool,
        incoming: &mut Wire,
        outgoing: &mut Wire,
    ) -> Result<(), String> {
        match letter {
            b'd' => self.receive(argument.into(), is_in_place, None, incoming)?,
            b'l' => self.receive(argument.into(), is_in_place, Some(outgoing), incoming)?,
            b'a' => self.receive(usize::MAX, is_in_place, Some(outgoing), incoming)?,
            b'y' => self.reply(outgoing)?,
            b'q' => self.end(incoming)?,
            b'x' => {
                let place = incoming.received + usize::from(argument >> 3);
                if let Some(octet) = incoming.octets.get_mut(place) {
                    *octet ^= 1 << (argument & 7);
                    incoming.is_corrupt = true;
                }
            }
            _ => {
                if let Some(sending) = self.sending(letter, argument) {
                    self.send(&sending, outgoing)?;
                }
            }
        }
        self.check_state()
    }

    /// What an operation sends, if it sends something.
    fn sending(&mut self, letter: u8, argument: u8) -> Option<Sending> {
        let argument = usize::from(argument);
        let len = match argument.checked_sub(127) {
            Some(count @ 1..) if self.long < MAX_LONG => {
                self.long += 1;
                count * LONG
            }
            _ => argument & 0x7f,
        };
        self.made += 1;
        let first = self.made;
        let data = || (first..first + len).map(|place| place.to_le_bytes()[0]);
        let text = |len: usize| {
            let mut text: String = (first..=first + len)
                .map(|place| CHARACTERS[place % CHARACTERS.len()])
                .scan(0, |octets, character| {
                    *octets += character.len_utf8();
                    (*octets <= len).then_some(character)
                })
                .collect();
            text.extend((text.len()..len).map(|_| '.'));
            text
        };
        Some(match letter {
            b't' => Sending::Text(text(len)),
            b'b' => Sending::Binary(data().collect()),
            b'f' | b'e' => Sending::TextFragment {
                text: text(len),
                fin: letter == b'e',
            },
            b'g' | b'h' => Sending::BinaryFragment {
                data: data().collect(),
                fin: letter == b'h',
            },
            b'p' => Sending::Ping(data().collect()),
            b'o' => Sending::Pong(data().collect()),
            b'c' => Sending::Close {
                code: CloseCode::new(CODES[argument & 7])?,
                reason: text((argument >> 3) * 5),
            },
            b'n' => Sending::CloseWithoutCode,
            _ => return None,
        })
    }

    fn send(&mut self, sending: &Sending, outgoing: &mut Wire) -> Result<(), String> {
        let expected = self.sent.send(sending);
        let mut out = Vec::new();
        let seen = sending.encode(&mut self.encoder, &mut out);
        match (seen, expected) {
            (Ok(()), Ok(sent)) => outgoing.send(&out, sent.received, self.sent.is_open()),
            (Err(seen), Err(expected)) if seen == expected && out.is_empty() => Ok(()),
            (seen, expected) => Err(format!("{sending:?} gave {seen:?}, not {expected:?}")),
        }
    }

    /// Receives up to `count` octets, and answers if it has a wire to answer on.
    fn receive(
        &mut self,
        count: usize,
        is_in_place: bool,
        mut outgoing: Option<&mut Wire>,
        incoming: &mut Wire,
    ) -> Result<(), String> {
        if self.is_cut {
            return Ok(());
        }
        let rest = &incoming.octets[incoming.received..];
        let mut feed = rest[..count.min(rest.len())].to_vec();
        incoming.received += feed.len();
        let mut rest = feed.as_mut_slice();
        loop {
            let received = if is_in_place {
                let event = self.decoder.decode_in_place(&mut rest);
                event.map(|event| event.as_ref().map(Received::new))
            } else {
                let mut input = &*rest;
                let event = self.decoder.decode(&mut input);
                let received = event.map(|event| event.as_ref().map(Received::new));
                let taken = rest.len() - input.len();
                rest = &mut rest[taken..];
                received
            };
            match received {
                Ok(Some(received)) => self.note(received, incoming)?,
                Ok(None) => break,
                Err(error) if self.error == Some(error) => return Ok(()),
                Err(error) => self.note_error(error, incoming)?,
            }
            if let Some(outgoing) = &mut outgoing {
                self.reply(outgoing)?;
            }
        }
        if self.error.is_some() {
            return Err("no error any more".into());
        }
        if !rest.is_empty() && !self.has_close {
            return Err(format!("left {} octets", rest.len()));
        }
        Ok(())
    }

    fn note(&mut self, received: Received, incoming: &mut Wire) -> Result<(), String> {
        if self.has_close || self.error.is_some() {
            return Err(format!("behind the end came {received:?}"));
        }
        if !incoming.is_corrupt {
            let expected = incoming.sent.get(incoming.come);
            incoming.come += 1;
            if expected != Some(&received) {
                return Err(format!("expected {expected:?}\n  received {received:?}"));
            }
        }
        match received {
            Received::Ping(payload) => self.reply = Some(Sending::Pong(payload)),
            Received::Close(code, _) => {
                self.has_close = true;
                self.reply = Some(close(code.and_then(CloseCode::new)));
            }
            _ => {}
        }
        Ok(())
    }

    fn note_error(&mut self, error: DecodeError, incoming: &Wire) -> Result<(), String> {
        if self.error.is_some() || !incoming.is_corrupt {
            return Err(format!("{error}, after {:?}", self.error));
        }
        self.error = Some(error);
        self.reply = Some(close(error.close_code()));
        Ok(())
    }

    /// Takes the reply, which must be the one that has to be there, and sends it.
    fn reply(&mut self, outgoing: &mut Wire) -> Result<(), String> {
        let expected = self.reply.take();
        let Some(reply) = self.decoder.take_reply() else {
            return match expected {
                None => Ok(()),
                Some(expected) => Err(format!("there is no reply, but {expected:?} was due")),
            };
        };
        let is_right = expected.as_ref().is_some_and(|expected| {
            let opcode = match expected {
                Sending::Pong(_) => Opcode::Pong,
                _ => Opcode::Close,
            };
            reply.opcode() == opcode
                && reply.is_close() == (opcode == Opcode::Close)
                && reply.payload() == expected.payload()
        });
        let Some(expected) = expected.filter(|_| is_right) else {
            return Err(format!("{reply:?} is not the reply that was due"));
        };
        if self.decoder.take_reply().is_some() {
            return Err("there are two replies".into());
        }
        let mut out = Vec::new();
        let result = self.encoder.reply(reply, &mut out);
        if result.is_err() {
            return Err(format!("{reply:?} gave {result:?}"));
        }
        if self.sent.is_closed() {
            return match out.as_slice() {
                [] => Ok(()),
                _ => Err(format!("{reply:?} was sent behind a Close")),
            };
        }
        let sent = self.sent.send(&expected).map_err(|it| it.to_string())?;
        outgoing.send(&out, sent.received, self.sent.is_open())
    }

    /// Is told that the peer sends nothing more.
    fn end(&mut self, incoming: &mut Wire) -> Result<(), String> {
        if self.is_cut {
            return Ok(());
        }
        self.is_cut = true;
        incoming.is_cut = true;
        let at = incoming.received;
        let is_between = incoming.boundaries.contains(&(at, false));
        let seen = self.decoder.finish();
        let is_right = match (seen, self.error) {
            (Err(seen), Some(error)) => seen == error,
            (_, Some(_)) => false,
            (seen, None) if self.has_close => seen == Ok(End::Clean),
            (Ok(End::Abnormal), None) => is_between || incoming.is_corrupt,
            (Err(error), None) => {
                error.kind() == DecodeErrorKind::Truncated
                    && error.offset() == at as u64
                    && (!is_between || incoming.is_corrupt)
            }
            _ => false,
        };
        if !is_right || self.decoder.finish() != seen {
            return Err(format!("cut at {at}, it ended with {seen:?}"));
        }
        if let (Err(error), None) = (seen, self.error) {
            self.error = Some(error);
            // Nobody is there for it.
            self.reply = None;
        }
        Ok(())
    }

    pub(super) fn transport(&self) -> Transport {
        self.decoder.transport(self.encoder.is_done())
    }

    fn check_state(&self) -> Result<(), String> {
        let (is_done, is_closed) = (self.decoder.is_done(), self.encoder.is_done());
        if is_done != self.has_close || is_closed != self.sent.is_closed() {
            return Err(format!("{is_done} and {is_closed} say the two is_done"));
        }
        let expected = match self.role {
            _ if self.is_cut => Transport::Close,
            Role::Server if self.has_close && is_closed => Transport::Close,
            Role::Client if self.has_close && is_closed => Transport::AwaitPeer,
            _ if self.error.is_some() && is_closed => Transport::Close,
            _ => Transport::Open,
        };
        let seen = self.transport();
        if seen != expected {
            return Err(format!("the transport is {seen:?}, not {expected:?}"));
        }
        Ok(())
    }
}

/// The Close that answers one with this code.
fn close(code: Option<CloseCode>) -> Sending {
    match code {
        Some(code) => Sending::Close {
            code,
            reason: String::new(),
        },
        None => Sending::CloseWithoutCode,
    }
}
