//! Data that is written piece by piece.

use core::fmt::Write as _;

use noio_sse::{Block, EncodeError};
use proptest::prelude::*;

use crate::{config, encode, encode_into, fields, text};

#[test]
fn data_writer_goes_on_where_the_data_of_the_block_ends() {
    let cases: [(Option<&str>, &[&str], &str); 9] = [
        (None, &[], "data: \n\n"),
        (None, &[""], "data: \n\n"),
        (Some(""), &[], "data: \n\n"),
        (None, &["a", "b"], "data: ab\n\n"),
        (Some("a"), &["b", "", "c"], "data: abc\n\n"),
        (Some("a\r"), &["\nb"], "data: a\ndata: b\n\n"),
        (
            Some("a\r"),
            &["", "\n", "\nb"],
            "data: a\ndata: \ndata: b\n\n",
        ),
        (None, &["a\r", "\r", "\nb"], "data: a\ndata: \ndata: b\n\n"),
        (None, &["a", "\n"], "data: a\ndata: \n\n"),
    ];
    for (data, pieces, expected) in cases {
        let block = data.map_or(Block::new(), |data| Block::new().with_data(data));
        let mut out = Vec::new();
        let mut writer = block.data_writer(&mut out).expect("a legal block");
        for piece in pieces {
            writer.write_str(piece).expect("a growing output");
        }
        assert_eq!(writer.finish(), Ok(()));
        assert_eq!(String::from_utf8(out).as_deref(), Ok(expected));
    }
}

#[test]
fn data_writer_keeps_its_first_error() {
    let (result, written) = encode_into(10, |out| {
        let mut data = Block::new().data_writer(out)?;
        assert_eq!(data.write_bytes(b"abc"), Err(EncodeError::NoSpace));
        assert_eq!(data.write_bytes(b"a"), Err(EncodeError::NoSpace));
        assert_eq!(data.write_bytes(b"\xff"), Err(EncodeError::NoSpace));
        assert_eq!(data.write_str(""), Err(core::fmt::Error));
        data.finish()
    });
    assert_eq!(result, Err(EncodeError::NoSpace));
    assert_eq!(written, b"data: ");

    let mut out = Vec::new();
    let mut data = Block::new().data_writer(&mut out).expect("a legal block");
    assert_eq!(data.write_bytes(b"a"), Ok(()));
    assert_eq!(data.write_bytes(b"b\xff"), Err(EncodeError::InvalidUtf8));
    assert_eq!(data.write_bytes(b"c"), Err(EncodeError::InvalidUtf8));
    assert_eq!(data.finish(), Err(EncodeError::InvalidUtf8));
    assert_eq!(out, b"data: a");
}

#[test]
fn half_a_character_is_no_text() {
    let mut out = Vec::new();
    let mut data = Block::new().data_writer(&mut out).expect("a legal block");
    assert_eq!(data.write_bytes(b"\xe2\x82"), Ok(()));
    assert_eq!(data.write_str(""), Ok(()));
    assert_eq!(data.write_str("a"), Err(core::fmt::Error));
    assert_eq!(data.finish(), Err(EncodeError::InvalidUtf8));

    let mut data = Block::new().data_writer(&mut out).expect("a legal block");
    assert_eq!(data.write_bytes(b"\xe2"), Ok(()));
    assert_eq!(data.finish(), Err(EncodeError::InvalidUtf8));
}

#[test]
fn unfinished_data_prints_no_payload() {
    let mut out = Vec::new();
    let mut data = Block::new().data_writer(&mut out).expect("a legal block");
    assert_eq!(data.write_bytes(b"secret"), Ok(()));
    assert_eq!(format!("{data:?}"), "DataWriter { error: None, .. }");
}

/// `bytes` cut at `places`, each taken modulo the length.
fn cut<'a>(bytes: &'a [u8], places: &[usize]) -> Vec<&'a [u8]> {
    let mut places: Vec<_> = places.iter().map(|at| at % (bytes.len() + 1)).collect();
    places.sort_unstable();
    places.push(bytes.len());
    let starts = core::iter::once(0).chain(places.clone());
    starts
        .zip(places.clone())
        .map(|(start, end)| &bytes[start..end])
        .collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn data_writer_under_any_cut_is_one_block(
        fields in fields(),
        written in text(),
        places in prop::collection::vec(any::<usize>(), 0..8),
        missing in 0..3_usize,
    ) {
        let data = fields.data.clone().unwrap_or_default() + &written;
        let whole = encode(fields.block().with_data(&data));
        let space = whole.len().saturating_sub(missing);
        let (result, out) = encode_into(space, |out| {
            let mut writer = fields.block().data_writer(out)?;
            for piece in cut(written.as_bytes(), &places) {
                let written = match core::str::from_utf8(piece) {
                    Ok(text) if places.len() % 2 == 0 => writer.write_str(text).is_ok(),
                    _ => writer.write_bytes(piece).is_ok(),
                };
                if !written {
                    break;
                }
            }
            writer.finish()
        });
        if missing == 0 {
            prop_assert_eq!(result, Ok(()));
            prop_assert_eq!(out, whole);
        } else {
            prop_assert_eq!(result, Err(EncodeError::NoSpace));
            // Whatever is there has no end.
            prop_assert!(whole.starts_with(&out));
            prop_assert!(out.len() < whole.len() - 1);
        }
    }

    #[test]
    fn data_writer_takes_exactly_utf8(
        text in text(),
        wrong in prop::collection::vec(any::<u8>(), 0..4),
        at in any::<prop::sample::Index>(),
        places in prop::collection::vec(any::<usize>(), 0..8),
    ) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len() + 1);
        bytes.splice(at..at, wrong);
        let mut out = Vec::new();
        let mut writer = Block::new().data_writer(&mut out)?;
        for piece in cut(&bytes, &places) {
            if writer.write_bytes(piece).is_err() {
                break;
            }
        }
        let result = writer.finish();
        match core::str::from_utf8(&bytes) {
            Ok(text) => {
                prop_assert_eq!(result, Ok(()));
                prop_assert_eq!(out, encode(Block::new().with_data(text)));
            }
            Err(_) => prop_assert_eq!(result, Err(EncodeError::InvalidUtf8)),
        }
    }
}
