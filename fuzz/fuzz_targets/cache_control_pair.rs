#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| noio_fuzz::cache_control::cache_control_pair(data));
