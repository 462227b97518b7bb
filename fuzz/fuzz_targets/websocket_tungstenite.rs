#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| noio_fuzz::websocket::websocket_tungstenite(data));
