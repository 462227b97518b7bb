//! The frames of a connection, and their payload as it comes.

use std::io::{self, Write};

use noio_websocket::{End, FrameDecoder, FrameEvent};

use super::{options::Settings, view::View};
use crate::{failure::Failure, gathered::Gathered};

/// Decodes frames. Their payload is unmasked and not looked into.
pub(super) struct Frames {
    decoder: FrameDecoder,
    settings: Settings,
    /// Where the first frame begins.
    base: u64,
    gathered: Gathered,
}

impl Frames {
    pub(super) fn new(settings: Settings, base: u64) -> Self {
        let mut gathered = Gathered::default();
        gathered.go_on_at(base, 0);
        Self {
            decoder: FrameDecoder::with_config(settings.role, settings.frame_config()),
            settings,
            base,
            gathered,
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
        view: &View,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        loop {
            match self.decoder.decode(piece) {
                Ok(Some(FrameEvent::Header(header))) => {
                    view.frame(self.gathered.began(), &header, out)?;
                    let position = self.base + self.decoder.position();
                    self.gathered.go_on_at(position, header.payload_len);
                }
                Ok(Some(FrameEvent::Payload(payload))) => {
                    let payload = payload.to_vec();
                    self.gathered
                        .push(&payload, |began, payload| view.payload(began, payload, out))?;
                }
                // No other event is known.
                Ok(Some(_)) => {}
                Ok(None) => return Ok(()),
                Err(error) => {
                    self.cut_off(view, out)?;
                    return Err(view.error(error, self.base, &self.settings, out)?);
                }
            }
        }
    }

    pub(super) fn cut_off(&mut self, view: &View, out: &mut impl Write) -> io::Result<()> {
        self.gathered
            .show_all(|began, payload| view.payload(began, payload, out))
    }

    pub(super) fn finish(&mut self, view: &View, out: &mut impl Write) -> Result<(), Failure> {
        let position = self.position();
        match self.decoder.finish() {
            Ok(end) => Ok(view.end(position, end == End::Clean, out)?),
            Err(error) => {
                self.cut_off(view, out)?;
                Err(view.error(error, self.base, &self.settings, out)?)
            }
        }
    }
}
