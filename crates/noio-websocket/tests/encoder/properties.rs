//! What is sent comes back, whatever is sent.

use noio_testkit::websocket::{Sending, check_encoder, fuzz};
use noio_websocket::{CloseCode, EncodeError, Encoder, Role, Unmasked};
use proptest::{collection::vec, prelude::*};

#[test]
fn encoder_goes_where_its_task_goes() {
    fn check<T: Send + Sync + Unpin + core::fmt::Debug + 'static>() {}
    check::<Encoder<Unmasked>>();
    check::<Encoder<fn() -> [u8; 4]>>();
    check::<EncodeError>();
    assert!(size_of::<Encoder<Unmasked>>() <= 2);
}

/// Payloads around the limits of control frames and of short lengths, and others.
fn len() -> impl Strategy<Value = usize> {
    prop_oneof![
        6 => 0..20_usize,
        2 => 120..130_usize,
        1 => 65_530..65_540_usize,
    ]
}

fn data() -> impl Strategy<Value = Vec<u8>> {
    (len(), any::<u8>()).prop_map(|(len, first)| {
        (0..len)
            .map(|place| first.wrapping_add(place.to_le_bytes()[0]))
            .collect()
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,20}",
        (len(), any::<char>()).prop_map(|(len, character)| {
            character.to_string().repeat(len / character.len_utf8())
        }),
    ]
}

fn sending() -> impl Strategy<Value = Sending> {
    let code = (1000..5000_u16).prop_filter_map("a code that may be sent", CloseCode::new);
    prop_oneof![
        3 => text().prop_map(Sending::Text),
        3 => data().prop_map(Sending::Binary),
        6 => (text(), any::<bool>()).prop_map(|(text, fin)| Sending::TextFragment { text, fin }),
        6 => (data(), any::<bool>()).prop_map(|(data, fin)| Sending::BinaryFragment { data, fin }),
        3 => data().prop_map(Sending::Ping),
        3 => data().prop_map(Sending::Pong),
        1 => (code, text()).prop_map(|(code, reason)| Sending::Close { code, reason }),
        1 => Just(Sending::CloseWithoutCode),
    ]
}

proptest! {
    #[test]
    fn what_is_sent_comes_back(sendings in vec(sending(), 0..12), seed: u64) {
        for role in [Role::Server, Role::Client] {
            prop_assert_eq!(check_encoder(role, &sendings, seed), Ok(()));
        }
    }

    #[test]
    fn so_does_what_a_fuzzer_makes_up(data in vec(any::<u8>(), 0..200)) {
        fuzz::websocket_round_trip(&data);
    }
}
