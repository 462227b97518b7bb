//! The files of the fuzz targets, run as ordinary tests: small seeds, and every input on which a
//! target has failed.

use std::path::Path;

use noio_testkit::{fuzz, replay::replay};

/// Replays the seeds and the regressions of a target.
#[track_caller]
fn replay_all(name: &str, target: fn(&[u8])) {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    for (folder, least) in [("seeds", 1), ("regressions", 0)] {
        match replay(&fuzz.join(folder).join(name), target) {
            Ok(count) => assert!(count >= least, "no files in fuzz/{folder}/{name}"),
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn cache_control() {
    replay_all("cache_control", fuzz::cache_control);
}

#[test]
fn cache_control_junk() {
    replay_all("cache_control_junk", fuzz::cache_control_junk);
}

#[test]
fn cache_freshness() {
    replay_all("cache_freshness", fuzz::cache_freshness);
}

#[test]
fn cache_status() {
    replay_all("cache_status", fuzz::cache_status);
}

#[test]
fn chunked_laws() {
    replay_all("chunked_laws", fuzz::chunked_laws);
}

#[test]
fn chunked_reference() {
    replay_all("chunked_reference", fuzz::chunked_reference);
}

#[test]
fn chunked_round_trip() {
    replay_all("chunked_round_trip", fuzz::chunked_round_trip);
}

#[test]
fn conditional() {
    replay_all("conditional", fuzz::conditional);
}

#[test]
fn framing() {
    replay_all("framing", fuzz::framing);
}

#[test]
fn http_field() {
    replay_all("http_field", fuzz::http_field);
}

#[test]
fn sse_laws() {
    replay_all("sse_laws", fuzz::sse_laws);
}

#[test]
fn sse_reference() {
    replay_all("sse_reference", fuzz::sse_reference);
}

#[test]
fn sse_round_trip() {
    replay_all("sse_round_trip", fuzz::sse_round_trip);
}

#[test]
fn targeted() {
    replay_all("targeted", fuzz::targeted);
}

#[test]
fn structured() {
    replay_all("structured", fuzz::structured);
}

#[test]
fn websocket_frame() {
    replay_all("websocket_frame", fuzz::websocket_frame);
}

#[test]
fn websocket_handshake_client() {
    replay_all(
        "websocket_handshake_client",
        fuzz::websocket_handshake_client,
    );
}

#[test]
fn websocket_handshake_server() {
    replay_all(
        "websocket_handshake_server",
        fuzz::websocket_handshake_server,
    );
}

#[test]
fn websocket_message() {
    replay_all("websocket_message", fuzz::websocket_message);
}

#[test]
fn websocket_pair() {
    replay_all("websocket_pair", fuzz::websocket_pair);
}

#[test]
fn websocket_round_trip() {
    replay_all("websocket_round_trip", fuzz::websocket_round_trip);
}
