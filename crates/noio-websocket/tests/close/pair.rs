//! A client and a server that are connected, whatever they do.

use noio_testkit::websocket::check_pair;
use proptest::{collection::vec, prelude::*, sample::select};

/// What they may do: see [`check_pair`].
fn script(letters: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    let argument = prop_oneof![4 => 0..40_u8, 1 => any::<u8>()];
    let operation =
        (select(letters), argument, any::<bool>()).prop_map(|(letter, argument, is_in_place)| {
            let bit = if is_in_place { 0x80 } else { 0 };
            [letter | bit, argument]
        });
    vec(operation, 0..60).prop_map(|operations| operations.concat())
}

#[test]
fn short_conversations() {
    for script in [
        &b""[..],
        // A message there, one back, and the client closes.
        b"t5a0T5a0c0",
        // Byte by byte, with a ping between fragments.
        b"f4p3e4D\x01D\x01D\x01L\x01L\x01L\x01A0",
        // Both close at once, one with a message open.
        b"f5c0C0",
        // Pings that nobody answers at once.
        b"p1p2p3D\xff\xc4\xffY0",
        // A message of 66,040 octets in place.
        b"b\xff\xc4\x10A0",
    ] {
        assert_eq!(check_pair(script), Ok(()), "{}", script.escape_ascii());
    }
}

#[test]
fn wires_that_are_cut_or_changed() {
    for script in [
        // The server is told that no more comes: between frames, in one, and behind a Close.
        &b"t5A0Q0"[..],
        b"t5D3Q0",
        b"n0A0Q0",
        // The first octet is another, so a reserved bit is set.
        b"t5X\x06A0",
        // The mask is, so the text may be no UTF-8.
        b"t5D\x02X\x07A0",
        // And what comes behind that is not read.
        b"t5X\x06t5A0t5A0c0",
    ] {
        assert_eq!(check_pair(script), Ok(()), "{}", script.escape_ascii());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_is_lost(script in script(b"tbfgehpotbfgehpocndlayTBFGEHPOTBFGEHPOCNDLAY")) {
        prop_assert_eq!(check_pair(&script), Ok(()));
    }

    /// Without data in the way, the close handshake is reached more often.
    #[test]
    fn connections_close(script in script(b"tfepcndlayTFEPCNDLAY")) {
        prop_assert_eq!(check_pair(&script), Ok(()));
    }

    #[test]
    fn wires_are_cut_and_changed(script in script(b"tbfgehpocndlayqxTBFGEHPOCNDLAYQX")) {
        prop_assert_eq!(check_pair(&script), Ok(()));
    }

    #[test]
    fn any_bytes_are_a_script(script in vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(check_pair(&script), Ok(()));
    }
}
