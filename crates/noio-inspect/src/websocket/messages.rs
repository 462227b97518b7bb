//! The messages of a connection, whole.

use std::io::Write;

use noio_websocket::{Decoder, End, Event, Role};

use super::{options::Settings, view::View};
use crate::failure::Failure;

/// The two octets of the header of a control frame, without its key.
const HEADER_LEN: u64 = 2;

/// Decodes messages and control frames.
pub(super) struct Messages {
    decoder: Decoder,
    settings: Settings,
    /// Where the first frame begins.
    base: u64,
    /// Where the first frame of the next message begins.
    began: u64,
}

impl Messages {
    pub(super) fn new(settings: Settings, base: u64) -> Self {
        Self {
            decoder: Decoder::with_config(settings.role, settings.config()),
            settings,
            base,
            began: base,
        }
    }

    pub(super) const fn is_done(&self) -> bool {
        self.decoder.is_done()
    }

    pub(super) const fn position(&self) -> u64 {
        self.base + self.decoder.position()
    }

    pub(super) fn take(
        &mut self,
        piece: &mut &[u8],
        view: &mut View,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        loop {
            let (position, len) = (self.position(), piece.len());
            match self.decoder.decode(piece) {
                Ok(Some(event)) => {
                    let end = position + (len - piece.len()) as u64;
                    let began = match control_len(&event, self.settings.role) {
                        Some(len) => end.saturating_sub(len),
                        None => self.began,
                    };
                    // A control frame within a message leaves the beginning of that as it is.
                    if began == self.began {
                        self.began = end;
                    }
                    view.message(began, &event, out)?;
                }
                Ok(None) => return Ok(()),
                Err(error) => {
                    return Err(view.error(error, self.base, &self.settings, out)?);
                }
            }
        }
    }

    pub(super) fn finish(&mut self, view: &View, out: &mut impl Write) -> Result<(), Failure> {
        let position = self.position();
        match self.decoder.finish() {
            Ok(end) => Ok(view.end(position, end == End::Clean, out)?),
            Err(error) => Err(view.error(error, self.base, &self.settings, out)?),
        }
    }
}

/// The length of a control frame on the wire: it is never fragmented.
fn control_len(event: &Event<'_>, role: Role) -> Option<u64> {
    let payload_len = match event {
        Event::Ping(payload) | Event::Pong(payload) => payload.len(),
        Event::Close(close) => close.code().map_or(0, |_| 2 + close.reason().len()),
        _ => return None,
    };
    let mask_key_len = match role {
        Role::Client => 0,
        Role::Server => 4,
    };
    Some(HEADER_LEN + mask_key_len + payload_len as u64)
}
