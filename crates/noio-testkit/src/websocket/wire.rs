//! Frames for tests, legal or not.

/// A frame as it goes over the wire. Nothing about it need be legal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The bit FIN.
    pub fin: bool,
    /// The bits RSV1 to RSV3, as a number up to 7.
    pub rsv: u8,
    /// The opcode, up to 15.
    pub opcode: u8,
    /// The key with which the payload is masked, and whether it is.
    pub mask_key: Option<[u8; 4]>,
    /// How the length is written.
    pub form: LengthForm,
    /// The payload before it is masked.
    pub payload: Vec<u8>,
}

/// The forms of a length (RFC 6455 §5.2). One that a length is too long for gives way to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LengthForm {
    /// The shortest that there is for the length, which is the only legal one.
    Shortest,
    /// 16 bits.
    Bits16,
    /// 64 bits.
    Bits64,
}

impl Frame {
    /// The last frame of a message, or a control frame, without a mask.
    pub fn new(opcode: u8, payload: impl Into<Vec<u8>>) -> Self {
        Self {
            fin: true,
            rsv: 0,
            opcode,
            mask_key: None,
            form: LengthForm::Shortest,
            payload: payload.into(),
        }
    }

    /// The same as a frame that is not the last of its message.
    #[must_use]
    pub fn unfinished(mut self) -> Self {
        self.fin = false;
        self
    }

    /// The same, masked.
    #[must_use]
    pub fn masked(mut self, key: [u8; 4]) -> Self {
        self.mask_key = Some(key);
        self
    }

    /// Adds the frame to `out`.
    pub fn write_to(&self, out: &mut Vec<u8>) {
        self.write_declaring(self.payload.len() as u64, out);
    }

    /// Adds the frame to `out` with a header that declares a payload of `len` octets, which may be
    /// a lie.
    pub fn write_declaring(&self, len: u64, out: &mut Vec<u8>) {
        self.write_head_to(len, out);
        let key = self.mask_key.unwrap_or_default();
        let octets = self.payload.iter().zip(key.iter().cycle());
        out.extend(octets.map(|(octet, key)| octet ^ key));
    }

    /// Adds a header to `out` that declares a payload of `len` octets, which may be a lie.
    pub fn write_head_to(&self, len: u64, out: &mut Vec<u8>) {
        out.push(u8::from(self.fin) << 7 | self.rsv << 4 | self.opcode);
        let mask_bit = u8::from(self.mask_key.is_some()) << 7;
        match (self.form, u8::try_from(len), u16::try_from(len)) {
            (LengthForm::Shortest, Ok(len @ 0..126), _) => out.push(mask_bit | len),
            (LengthForm::Shortest | LengthForm::Bits16, _, Ok(len)) => {
                out.push(mask_bit | 126);
                out.extend(len.to_be_bytes());
            }
            _ => {
                out.push(mask_bit | 127);
                out.extend(len.to_be_bytes());
            }
        }
        out.extend(self.mask_key.iter().flatten());
    }

    /// The frame as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write_to(&mut out);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 6455 §5.7.
    #[test]
    fn frames_of_the_standard() {
        let hello = Frame::new(1, "Hello");
        assert_eq!(hello.to_bytes(), b"\x81\x05Hello");
        assert_eq!(
            hello.masked([0x37, 0xfa, 0x21, 0x3d]).to_bytes(),
            b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"
        );
        let hel = Frame::new(1, "Hel").unfinished();
        assert_eq!(hel.to_bytes(), b"\x01\x03Hel");
        assert_eq!(
            Frame::new(2, [0; 256]).to_bytes()[..5],
            *b"\x82\x7e\x01\0\0"
        );
        assert_eq!(
            Frame::new(2, [0; 65_536]).to_bytes()[..11],
            *b"\x82\x7f\0\0\0\0\0\x01\0\0\0"
        );
    }

    #[test]
    fn lengths_have_the_form_that_was_asked_for() {
        let head = |form, len| {
            let mut out = Vec::new();
            let mut frame = Frame::new(2, "");
            (frame.form, frame.rsv) = (form, 5);
            frame.write_head_to(len, &mut out);
            out
        };
        assert_eq!(head(LengthForm::Shortest, 125), b"\xd2\x7d");
        assert_eq!(head(LengthForm::Shortest, 126), b"\xd2\x7e\0\x7e");
        assert_eq!(head(LengthForm::Bits16, 5), b"\xd2\x7e\0\x05");
        assert_eq!(head(LengthForm::Bits16, 65_535), b"\xd2\x7e\xff\xff");
        assert_eq!(
            head(LengthForm::Bits16, 65_536),
            b"\xd2\x7f\0\0\0\0\0\x01\0\0"
        );
        assert_eq!(head(LengthForm::Bits64, 5), b"\xd2\x7f\0\0\0\0\0\0\0\x05");
    }
}
