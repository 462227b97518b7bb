//! Headers of one's own making.

use noio_testkit::websocket::check_header;
use noio_websocket::{EncodeError, FrameHeader, Opcode};

const OPCODES: [Opcode; 6] = [
    Opcode::Continuation,
    Opcode::Text,
    Opcode::Binary,
    Opcode::Close,
    Opcode::Ping,
    Opcode::Pong,
];

/// Every header is encoded if some receiver accepts it, and only then, and is read back.
#[test]
fn every_header_is_refused_or_read_back() {
    let lens = [
        0,
        1,
        2,
        124,
        125,
        126,
        127,
        128,
        255,
        256,
        65_535,
        65_536,
        u64::from(u32::MAX) + 1,
        (1 << 63) - 1,
        1 << 63,
        u64::MAX,
    ];
    let mut count = 0;
    for opcode in OPCODES {
        for payload_len in lens {
            for rsv in [0, 1, 2, 3, 4, 5, 6, 7, 8, 255] {
                for fin in [false, true] {
                    for mask_key in [None, Some([0; 4]), Some([0x37, 0xfa, 0x21, 0x3d])] {
                        let header = FrameHeader {
                            fin,
                            rsv,
                            opcode,
                            mask_key,
                            payload_len,
                        };
                        assert_eq!(check_header(&header), Ok(()));
                        count += usize::from(header.encode().is_ok());
                    }
                }
            }
        }
    }
    // Data: three opcodes, 14 lengths, 8 reserved bits, 2 and 3. Control: 5 lengths and 3, and for
    // a Close not that of one octet.
    assert_eq!(count, 3 * 14 * 8 * 2 * 3 + (3 * 5 - 1) * 3);
}

#[test]
fn refusals_say_why() {
    let ping = FrameHeader::new(Opcode::Ping, 126);
    assert_eq!(ping.encode(), Err(EncodeError::ControlTooLong));
    let mut fragment = FrameHeader::new(Opcode::Pong, 0);
    fragment.fin = false;
    assert_eq!(fragment.encode(), Err(EncodeError::InvalidHeader));
    let mut reserved = FrameHeader::new(Opcode::Close, 0);
    reserved.rsv = 4;
    assert_eq!(reserved.encode(), Err(EncodeError::InvalidHeader));
    let half_a_code = FrameHeader::new(Opcode::Close, 1);
    assert_eq!(half_a_code.encode(), Err(EncodeError::InvalidHeader));
    let too_long = FrameHeader::new(Opcode::Binary, 1 << 63);
    assert_eq!(too_long.encode(), Err(EncodeError::PayloadTooLong));
}

/// A number is that of an opcode, or of none.
#[test]
fn opcodes_are_their_numbers() {
    let numbers = OPCODES.map(Opcode::as_u8);
    assert_eq!(numbers, [0x0, 0x1, 0x2, 0x8, 0x9, 0xa]);
    for number in 0..=u8::MAX {
        let opcode = OPCODES.into_iter().find(|it| it.as_u8() == number);
        assert_eq!(Opcode::from_u8(number), opcode);
    }
}

#[test]
fn debug_of_a_head_shows_its_bytes() {
    let head = FrameHeader::new(Opcode::Text, 5).encode().expect("legal");
    assert_eq!(format!("{head:?}"), "FrameHead([81, 05])");
}
