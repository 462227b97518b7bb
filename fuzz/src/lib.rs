//! Differential targets: they need a peer, which the other crates do not depend on.

pub mod cache_control;
pub mod chunked;
pub mod conditional;
pub mod handshake;
pub mod sse;
pub mod structured;
pub mod websocket;

#[cfg(test)]
mod tests {
    use std::path::Path;

    use noio_testkit::replay::replay;

    use super::*;

    /// Replays the seeds and the regressions of a target.
    #[track_caller]
    fn replay_all(name: &str, target: fn(&[u8])) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let replay = |folder: &str| replay(&root.join(folder).join(name), target).unwrap();
        assert!(replay("seeds") > 0, "{name} has no seeds");
        replay("regressions");
    }

    #[test]
    fn the_files_of_all_targets_pass() {
        replay_all("cache_control_pair", cache_control::cache_control_pair);
        replay_all("sse_stream", sse::sse_stream);
        replay_all("structured", structured::structured);
        replay_all("chunked_httparse", chunked::chunked_httparse);
        replay_all("chunked_hyper", chunked::chunked_hyper);
        replay_all(
            "websocket_handshake_client",
            handshake::websocket_handshake_client,
        );
        replay_all(
            "websocket_handshake_server",
            handshake::websocket_handshake_server,
        );
        replay_all("conditional_peers", conditional::conditional_peers);
        replay_all("websocket_tungstenite", websocket::websocket_tungstenite);
    }
}
