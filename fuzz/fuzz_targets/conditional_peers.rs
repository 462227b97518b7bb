#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| noio_fuzz::conditional::conditional_peers(data));
