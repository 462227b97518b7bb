//! The sending side: what is sent comes back, and what must not be sent is refused.

use core::cell::Cell;

use noio_websocket::{
    Config, DecodeErrorKind, Decoder, EncodeError, Encoder, End, FrameConfig, FrameDecoder,
    FrameEvent, FrameHead, FrameHeader, MaskKeys, Opcode, Role, Unmasked,
};

use super::{
    Frame, Received, Sending,
    sending::{Model, Sent},
};
use crate::{cuts, laws::check_round_trip};

/// What an output holds before anything is written.
const UNTOUCHED: u8 = 0xa5;

/// The longest frame of which every shorter space is tried.
const EVERY_SPACE_LEN: usize = 300;

/// How many spaces are tried at both ends of a longer one.
const SPACES: usize = 24;

/// A fuzzer sends no more octets than this and one payload: long ones teach little, and take long.
const MAX_LEN: usize = 70_000;

/// What separates sendings. It is in no UTF-8.
const SEPARATOR: u8 = 0xfe;

/// What `noio-websocket` encodes decodes to what went in, and what must not be sent is refused.
///
/// The first byte chooses who sends, a server if it is even, as `0` is in ASCII. The second is the
/// seed for the cuts of the decoding. The rest are [sendings](Sending::from_bytes) with 0xFE
/// between them; one that begins with `h` is a header instead, with its first octet, whether it is
/// masked, and a length of eight octets.
///
/// # Panics
///
/// If it does not, or is not.
pub fn websocket_round_trip(data: &[u8]) {
    let [chosen, seed, rest @ ..] = data else {
        return;
    };
    let role = if chosen & 1 == 0 {
        Role::Server
    } else {
        Role::Client
    };
    let mut sendings = Vec::new();
    let mut len = 0;
    for part in rest.split(|&byte| byte == SEPARATOR) {
        if let Some(header) = part.strip_prefix(b"h").and_then(header_from_bytes)
            && let Err(detail) = check_header(&header)
        {
            panic!("{detail}");
        }
        if len <= MAX_LEN
            && let Some(sending) = Sending::from_bytes(part)
        {
            len += sending.payload().len();
            sendings.push(sending);
        }
    }
    if let Err(detail) = check_encoder(role, &sendings, u64::from(*seed)) {
        panic!("{detail}");
    }
}

/// Checks an encoder on sendings: that each is answered as it must be; exact lengths and exact
/// space; that heads and payloads are what is encoded whole; one fresh key for each frame, and none
/// for what is not sent; and the round trip (law 6), decoded in pieces that `seed` chooses.
///
/// # Errors
///
/// What went wrong first.
pub fn check_encoder(role: Role, sendings: &[Sending], seed: u64) -> Result<(), String> {
    let (drawn, again) = (Cell::new(0), Cell::new(0));
    match role {
        Role::Server => {
            let checked = Check::new(Encoder::server(), None, role).run(sendings)?;
            checked.check_round_trip(Encoder::server(), seed)
        }
        Role::Client => {
            let encoder = Encoder::client(|| draw(&drawn));
            let checked = Check::new(encoder, Some(&drawn), role).run(sendings)?;
            checked.check_round_trip(Encoder::client(|| draw(&again)), seed)
        }
    }
}

/// Checks that a header is encoded exactly if a receiver may accept it, and is then decoded.
///
/// # Errors
///
/// What went wrong first.
pub fn check_header(header: &FrameHeader) -> Result<(), String> {
    let expected = header_error(header);
    let head = match (header.encode(), expected) {
        (Ok(head), None) => head,
        (Err(error), Some(expected)) if error == expected => return Ok(()),
        (seen, _) => return Err(format!("{header:?} gave {seen:?}, not {expected:?}")),
    };
    if head.as_bytes() != encoded_header(header) {
        return Err(format!("{header:?} is {head:?}"));
    }
    // Of the reserved bits, a decoder leaves the first to an extension, and only on the first frame
    // of a message (RFC 7692 §6).
    let is_first = matches!(header.opcode, Opcode::Text | Opcode::Binary);
    if header.rsv != 0 && !(header.rsv == 4 && is_first) {
        return Ok(());
    }
    let mut config = FrameConfig::new();
    config.allow_rsv1 = true;
    let (role, begin): (_, &[u8]) = match header.mask_key {
        Some(_) => (Role::Server, &[0x01, 0x80, 0, 0, 0, 0]),
        None => (Role::Client, &[0x01, 0x00]),
    };
    let mut decoder = FrameDecoder::with_config(role, config);
    if header.opcode == Opcode::Continuation {
        let mut input = begin;
        while decoder
            .decode(&mut input)
            .map_err(|error| error.to_string())?
            .is_some()
        {}
    }
    let mut input = head.as_bytes();
    let seen = decoder.decode(&mut input);
    match seen {
        Ok(Some(FrameEvent::Header(seen))) if seen == *header && input.is_empty() => Ok(()),
        _ => Err(format!("{header:?} was read as {seen:?}")),
    }
}

fn header_from_bytes(bytes: &[u8]) -> Option<FrameHeader> {
    let (&[first, masked], rest) = bytes.split_first_chunk()?;
    let mut header = FrameHeader::new(
        Opcode::from_u8(first & 0xf)?,
        u64::from_be_bytes(*rest.first_chunk()?),
    );
    header.fin = first & 0x80 != 0;
    header.rsv = first >> 4 & 7;
    header.mask_key = (masked & 1 == 1).then_some([masked; 4]);
    Some(header)
}

/// What encoding a header must give, from RFC 6455 §5.2 and §5.5.
fn header_error(header: &FrameHeader) -> Option<EncodeError> {
    let is_control = header.opcode.is_control();
    if header.rsv > 7 || is_control && (!header.fin || header.rsv != 0) {
        return Some(EncodeError::InvalidHeader);
    }
    if header.opcode == Opcode::Close && header.payload_len == 1 {
        return Some(EncodeError::InvalidHeader);
    }
    if is_control && header.payload_len > 125 {
        return Some(EncodeError::ControlTooLong);
    }
    (header.payload_len >= 1 << 63).then_some(EncodeError::PayloadTooLong)
}

/// The only way to write a legal header (RFC 6455 §5.2).
fn encoded_header(header: &FrameHeader) -> Vec<u8> {
    let mut frame = Frame::new(header.opcode.as_u8(), "");
    frame.fin = header.fin;
    frame.rsv = header.rsv;
    frame.mask_key = header.mask_key;
    let mut octets = Vec::new();
    frame.write_head_to(header.payload_len, &mut octets);
    octets
}

/// Draws the next of the keys, which all differ.
fn draw(drawn: &Cell<u32>) -> [u8; 4] {
    drawn.set(drawn.get() + 1);
    key(drawn.get())
}

/// The key that is drawn in this place.
fn key(place: u32) -> [u8; 4] {
    // An odd factor makes different products of different numbers.
    place.wrapping_mul(0x9e37_79b9).to_be_bytes()
}

struct Check<'k, K> {
    role: Role,
    encoder: Encoder<K>,
    /// How many keys the encoder has drawn, if it has a source.
    drawn: Option<&'k Cell<u32>>,
    /// For a server, one that is asked for heads instead.
    heads: Option<Encoder<Unmasked>>,
    model: Model,
    frames: FrameDecoder,
    wire: Vec<u8>,
    checked: Checked,
}

/// What was sent, and what must be received.
struct Checked {
    role: Role,
    wire: Vec<u8>,
    sent: Vec<Sending>,
    received: Vec<Received>,
    end: Result<End, (DecodeErrorKind, u64)>,
}

impl<'k, K: MaskKeys> Check<'k, K> {
    fn new(encoder: Encoder<K>, drawn: Option<&'k Cell<u32>>, role: Role) -> Self {
        Self {
            role,
            encoder,
            drawn,
            heads: drawn.is_none().then(Encoder::server),
            model: Model::default(),
            frames: FrameDecoder::new(peer(role)),
            wire: vec![],
            checked: Checked {
                role,
                wire: vec![],
                sent: vec![],
                received: vec![],
                end: Ok(End::Abnormal),
            },
        }
    }

    fn run(mut self, sendings: &[Sending]) -> Result<Checked, String> {
        for sending in sendings {
            self.step(sending)
                .map_err(|detail| format!("{detail}\n  {:?}: {sending:?}", self.role))?;
        }
        self.checked.end = if self.model.is_closed() {
            Ok(End::Clean)
        } else if self.model.is_open() {
            Err((DecodeErrorKind::Truncated, self.wire.len() as u64))
        } else {
            Ok(End::Abnormal)
        };
        self.checked.wire = self.wire;
        Ok(self.checked)
    }

    fn step(&mut self, sending: &Sending) -> Result<(), String> {
        let payload = sending.payload();
        let expected = self.model.send(sending);
        let len = self.check_len(payload.len())?;
        self.check_short_spaces(sending, len, expected.as_ref().err().copied())?;

        let drawn = self.drawn();
        let mut frame = vec![UNTOUCHED; len];
        let mut out = frame.as_mut_slice();
        let seen = sending.encode(&mut self.encoder, &mut out);
        let left = out.len();
        if seen != expected.as_ref().map(drop).map_err(|&error| error) {
            return Err(format!("gave {seen:?}, not {expected:?}"));
        }
        if self.encoder.is_done() != self.model.is_closed() {
            return Err(format!("is_done is {}", self.encoder.is_done()));
        }
        let head = self.encode_head(sending);
        let Ok(sent) = expected else {
            let is_clean = frame.iter().all(|&octet| octet == UNTOUCHED);
            if !is_clean || left != len || self.drawn() != drawn {
                return Err(format!("{seen:?}, and yet something was written or drawn"));
            }
            return match head {
                Some(Ok(_)) => Err("its head alone was encoded".into()),
                _ => Ok(()),
            };
        };
        if left != 0 {
            return Err(format!("{left} of {len} bytes were not needed"));
        }
        if self.drawn() != drawn.map(|drawn| drawn + 1) {
            return Err(format!("drew {:?} keys after {drawn:?}", self.drawn()));
        }
        if let Some(head) = head {
            let head = head.map_err(|error| format!("its head alone gave {error}"))?;
            if [&head, payload.as_slice()].concat() != frame {
                return Err(format!("its head alone is {head:?}"));
            }
        }
        self.check_frame(&sent, &frame, &payload)?;
        self.wire.extend(frame);
        self.checked.sent.push(sending.clone());
        self.checked.received.extend(sent.received);
        Ok(())
    }

    fn drawn(&self) -> Option<u32> {
        self.drawn.map(Cell::get)
    }

    /// Checks the length that the encoder says a frame has, and returns it.
    fn check_len(&self, payload_len: usize) -> Result<usize, String> {
        let key_len = if self.drawn.is_some() { 4 } else { 0 };
        let head_len = match payload_len {
            0..=125 => 2,
            126..=0xffff => 4,
            _ => 10,
        };
        let expected = head_len + key_len + payload_len;
        let seen = self.encoder.encoded_len(payload_len);
        if seen != expected {
            return Err(format!("encoded_len is {seen}, not {expected}"));
        }
        Ok(expected)
    }

    /// Checks that too little space is refused and leaves everything as it was.
    fn check_short_spaces(
        &mut self,
        sending: &Sending,
        len: usize,
        error: Option<EncodeError>,
    ) -> Result<(), String> {
        let expected = Err(error.unwrap_or(EncodeError::NoSpace));
        let state = (self.encoder.is_done(), self.drawn());
        let mut buffer = vec![UNTOUCHED; len];
        let skipped = if len <= EVERY_SPACE_LEN {
            0..0
        } else {
            SPACES..len - SPACES
        };
        for space in (0..len).filter(|space| !skipped.contains(space)) {
            let mut out = &mut buffer[..space];
            let seen = sending.encode(&mut self.encoder, &mut out);
            let is_whole = out.len() == space;
            if seen != expected || !is_whole || state != (self.encoder.is_done(), self.drawn()) {
                return Err(format!(
                    "{space} of {len} bytes gave {seen:?} and left {}",
                    out.len()
                ));
            }
        }
        if buffer.iter().any(|&octet| octet != UNTOUCHED) {
            return Err("without space, something was written".into());
        }
        Ok(())
    }

    /// What the encoder of heads gives. What has none is encoded there, too, so that both go on
    /// from the same state.
    fn encode_head(&mut self, sending: &Sending) -> Option<Result<FrameHead, EncodeError>> {
        let heads = self.heads.as_mut()?;
        let head = sending.encode_head(heads);
        if head.is_none() {
            // Of the same kind as the other encoder, which has given the answer.
            let _ = sending.encode(heads, &mut Vec::new());
        }
        head
    }

    /// Checks that a frame is the one that was to be sent.
    fn check_frame(&mut self, sent: &Sent, frame: &[u8], payload: &[u8]) -> Result<(), String> {
        let expected = FrameHeader {
            fin: sent.fin,
            rsv: 0,
            opcode: sent.opcode,
            mask_key: self.drawn().map(key),
            payload_len: payload.len() as u64,
        };
        let mut input = frame;
        let mut header = None;
        let mut content = Vec::new();
        while let Some(event) = self
            .frames
            .decode(&mut input)
            .map_err(|error| error.to_string())?
        {
            match event {
                FrameEvent::Header(seen) if header.is_none() => header = Some(seen),
                FrameEvent::Payload(piece) if header.is_some() => piece.unmask_to(&mut content),
                other => return Err(format!("came as {other:?} behind {header:?}")),
            }
        }
        if header != Some(expected) || content != payload {
            return Err(format!("came as {header:?}, not as {expected:?}"));
        }
        Ok(())
    }
}

impl Checked {
    /// Encodes once more what was sent, without all that was refused, and decodes it.
    fn check_round_trip<K: MaskKeys>(self, encoder: Encoder<K>, seed: u64) -> Result<(), String> {
        let expected = Ok((self.received, self.end));
        for is_in_place in [false, true] {
            let decode = |encoded: &[u8]| {
                let cuts = cuts::seeded(encoded.len(), seed);
                decode(peer(self.role), encoded, &cuts, is_in_place)
            };
            if decode(&self.wire) != expected {
                return Err(format!(
                    "was to be {expected:?}, and is {:?}",
                    decode(&self.wire)
                ));
            }
        }
        let mut encoder = encoder;
        check_round_trip(
            self.wire.len(),
            |out| {
                for sending in &self.sent {
                    if let Err(error) = sending.encode(&mut encoder, out) {
                        unreachable!("it was encoded before: {error}");
                    }
                }
            },
            <[u8]>::to_vec,
            &self.wire,
        )
        .map_err(|broken| broken.to_string())
    }
}

/// The other end.
fn peer(role: Role) -> Role {
    match role {
        Role::Server => Role::Client,
        Role::Client => Role::Server,
    }
}

/// Everything that a wire says, and how it ends.
type Decoded = (Vec<Received>, Result<End, (DecodeErrorKind, u64)>);

fn decode(
    role: Role,
    encoded: &[u8],
    cuts: &[usize],
    is_in_place: bool,
) -> Result<Decoded, String> {
    let mut config = Config::new();
    config.max_frame_len = u64::MAX;
    config.max_message_len = u64::MAX;
    let mut decoder = Decoder::with_config(role, config);
    let mut received = Vec::new();
    for feed in cuts::feeds(encoded, cuts) {
        let mut buffer = feed.to_vec();
        let (mut input, mut in_place) = (feed, buffer.as_mut_slice());
        loop {
            let event = if is_in_place {
                decoder.decode_in_place(&mut in_place)
            } else {
                decoder.decode(&mut input)
            };
            match event.map_err(|error| error.to_string())? {
                Some(event) => received.push(Received::new(&event)),
                None => break,
            }
        }
        let left = if is_in_place { &*in_place } else { input };
        if !left.is_empty() {
            return Err(format!("the stream ends before {}", left.escape_ascii()));
        }
    }
    let end = decoder.finish();
    Ok((received, end.map_err(|it| (it.kind(), it.offset()))))
}
