//! A program without an allocator that reads field values.

#![no_std]
#![forbid(unsafe_code)]

use core::panic::PanicInfo;

use noio_http_field::{FieldError, List, Parameters};

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// Counts the parameters of all elements of a list.
pub fn parameter_count(line: &[u8]) -> Result<usize, FieldError> {
    let mut count = 0;
    for element in List::new(line) {
        let element = element?;
        let start = element.iter().position(|&octet| octet == b';');
        let parameters = start.and_then(|start| element.get(start..));
        for parameter in Parameters::new(parameters.unwrap_or_default()) {
            parameter?;
            count += 1;
        }
    }
    Ok(count)
}
