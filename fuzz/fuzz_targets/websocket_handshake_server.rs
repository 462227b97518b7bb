#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| noio_fuzz::handshake::websocket_handshake_server(data));
