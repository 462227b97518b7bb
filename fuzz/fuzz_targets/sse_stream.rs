#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| noio_fuzz::sse::sse_stream(data));
