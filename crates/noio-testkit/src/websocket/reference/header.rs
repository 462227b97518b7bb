//! Headers (RFC 6455 §5.2), and the rules for what may follow what (§5.4, §5.5).

use noio_websocket::Role;

use super::{BINARY, CLOSE, CONTINUATION, PING, PONG, Stream, TEXT};
use crate::Failure;

/// The longest payload of a control frame (§5.5).
const MAX_CONTROL_LEN: u8 = 125;

/// What a header says.
pub(super) struct Header {
    pub(super) fin: bool,
    pub(super) rsv: u8,
    pub(super) opcode: u8,
    pub(super) mask_key: Option<[u8; 4]>,
    pub(super) len: u64,
}

impl Header {
    pub(super) fn is_control(&self) -> bool {
        self.opcode >= CLOSE
    }
}

impl Stream<'_> {
    /// A header (§5.2).
    pub(super) fn header(&mut self) -> Result<Header, Failure> {
        let octet = self.next()?;
        let (fin, rsv, opcode) = (octet & 0x80 != 0, octet >> 4 & 7, octet & 0xf);
        let begins_message = opcode == TEXT || opcode == BINARY;
        let is_control = opcode >= CLOSE;
        let allowed_rsv = if begins_message && self.rules.allow_rsv1 {
            4
        } else {
            0
        };
        if rsv & !allowed_rsv != 0 {
            return self.fail("reserved-bits");
        }
        if ![CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG].contains(&opcode) {
            return self.fail("reserved-opcode");
        }
        if is_control && !fin {
            return self.fail("fragmented-control");
        }
        if opcode == CONTINUATION && self.message.is_none() {
            return self.fail("unexpected-continuation");
        }
        if begins_message && self.message.is_some() {
            return self.fail("expected-continuation");
        }
        let frames = self.message.as_ref().map_or(0, |message| message.frames);
        if !is_control && frames + 1 > self.rules.max_fragment_count {
            return self.fail("too-many-fragments");
        }
        self.at += 1;

        let octet = self.next()?;
        let (is_masked, code) = (octet & 0x80 != 0, octet & 0x7f);
        match (self.rules.role, is_masked) {
            (Role::Server, false) => return self.fail("unmasked"),
            (Role::Client, true) => return self.fail("masked"),
            _ => {}
        }
        if is_control && code > MAX_CONTROL_LEN {
            return self.fail("control-too-long");
        }
        if opcode == CLOSE && code == 1 {
            return self.fail("invalid-close-length");
        }
        self.at += 1;

        let (len, least) = match code {
            126 => (self.number(2)?, 126),
            127 => (self.number(8)?, 65_536),
            code => (code.into(), 0),
        };
        self.check_len(len, least, is_control)?;
        let mask_key = match is_masked {
            true => Some([self.take()?, self.take()?, self.take()?, self.take()?]),
            false => None,
        };
        Ok(Header {
            fin,
            rsv,
            opcode,
            mask_key,
            len,
        })
    }

    /// Checks a length whose last octet was just taken.
    fn check_len(&self, len: u64, least: u64, is_control: bool) -> Result<(), Failure> {
        if len >= 1 << 63 {
            return self.fail_at_last("length-overflow");
        }
        if len < least {
            return self.fail_at_last("non-minimal-length");
        }
        if is_control {
            return Ok(());
        }
        if len > self.rules.max_frame_len {
            return self.fail_at_last("frame-too-large");
        }
        let message_len = self.message.as_ref().map_or(0, |message| message.len);
        if message_len + u128::from(len) > self.rules.max_message_len.into() {
            return self.fail_at_last("message-too-large");
        }
        Ok(())
    }

    fn take(&mut self) -> Result<u8, Failure> {
        let octet = self.next()?;
        self.at += 1;
        Ok(octet)
    }

    /// A number of `len` octets, in network byte order.
    fn number(&mut self, len: usize) -> Result<u64, Failure> {
        let mut number = 0;
        for _ in 0..len {
            number = number * 256 + u64::from(self.take()?);
        }
        Ok(number)
    }
}
