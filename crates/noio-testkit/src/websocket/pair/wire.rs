//! What is under way to one end.

use noio_websocket::{FrameDecoder, Role};

use crate::websocket::Received;

/// What is under way to one end.
pub(super) struct Wire {
    /// All that was ever sent.
    pub(super) octets: Vec<u8>,
    /// How many of them were received.
    pub(super) received: usize,
    /// What looks at them without delay.
    frames: FrameDecoder,
    /// Where frames end, and whether a message is open there.
    pub(super) boundaries: Vec<(usize, bool)>,
    /// What comes of it, and how much of that has come.
    pub(super) sent: Vec<Received>,
    pub(super) come: usize,
    pub(super) is_corrupt: bool,
    pub(super) is_cut: bool,
}

impl Wire {
    pub(super) fn new(receiver: Role) -> Self {
        Self {
            octets: vec![],
            received: 0,
            frames: FrameDecoder::new(receiver),
            boundaries: vec![(0, false)],
            sent: vec![],
            come: 0,
            is_corrupt: false,
            is_cut: false,
        }
    }

    pub(super) fn is_whole(&self) -> bool {
        !self.is_corrupt && !self.is_cut
    }

    /// Sends a frame.
    pub(super) fn send(
        &mut self,
        frame: &[u8],
        received: Option<Received>,
        is_open: bool,
    ) -> Result<(), String> {
        if self.frames.is_done() {
            return Err(format!("behind a Close was sent {}", frame.escape_ascii()));
        }
        let mut input = frame;
        while self
            .frames
            .decode(&mut input)
            .map_err(|error| format!("a frame that was sent is illegal: {error}"))?
            .is_some()
        {}
        if !input.is_empty() || self.frames.position() != (self.octets.len() + frame.len()) as u64 {
            return Err(format!("no whole frame: {}", frame.escape_ascii()));
        }
        self.octets.extend_from_slice(frame);
        self.boundaries.push((self.octets.len(), is_open));
        self.sent.extend(received);
        Ok(())
    }
}
