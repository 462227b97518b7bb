//! What to do with the connection, in every state (RFC 6455 §7.1.1).

use noio_testkit::websocket::script;
use noio_websocket::{Decoder, Role, Transport};

use crate::ROLES;

/// A decoder behind these frames.
fn behind(role: Role, script: &[u8]) -> Decoder {
    let wire = script::wire(script, role);
    let mut decoder = Decoder::new(role);
    let mut input = wire.as_slice();
    while let Ok(Some(_)) = decoder.decode(&mut input) {}
    decoder
}

#[test]
fn every_state_says_what_to_do() {
    use Transport::{AwaitPeer, Close, Open};

    for (script, client, server) in [
        // Each without a Close of ours, and with one.
        (&b""[..], [Open, Open], [Open, Open]),
        (b"ta", [Open, Open], [Open, Open]),
        (b"pa", [Open, Open], [Open, Open]),
        // In a message, in a header, in a payload, in a Close.
        (b"Ta", [Open, Open], [Open, Open]),
        (b"!\x81", [Open, Open], [Open, Open]),
        (b"dta", [Open, Open], [Open, Open]),
        (b"dx\x03\xe8", [Open, Open], [Open, Open]),
        // Behind a Close.
        (b"x", [Open, AwaitPeer], [Open, Close]),
        (b"x\x03\xe8", [Open, AwaitPeer], [Open, Close]),
        (b"Ta\xfex\x03\xe8", [Open, AwaitPeer], [Open, Close]),
        (b"x\x03\xe8\xfe1t", [Open, AwaitPeer], [Open, Close]),
        // Behind an error, which nobody waits with.
        (b"1t", [Open, Close], [Open, Close]),
        (b"x\x03", [Open, Close], [Open, Close]),
        (b"t\xff", [Open, Close], [Open, Close]),
    ] {
        for role in ROLES {
            let expected = match role {
                Role::Client => client,
                Role::Server => server,
            };
            let mut decoder = behind(role, script);
            let seen = [false, true].map(|is_close_sent| decoder.transport(is_close_sent));
            assert_eq!(seen, expected, "{role:?} {}", script.escape_ascii());

            // Behind the end of the input there is nobody to wait for.
            let _ = decoder.finish();
            let seen = [false, true].map(|is_close_sent| decoder.transport(is_close_sent));
            assert_eq!(seen, [Close; 2], "{role:?} {}", script.escape_ascii());
        }
    }
}

#[test]
fn decoder_knows_its_end() {
    for role in ROLES {
        assert_eq!(Decoder::new(role).role(), role);
    }
}
