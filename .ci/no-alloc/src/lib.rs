//! A program without an allocator that reads field values and decides about requests and responses.

#![no_std]
#![forbid(unsafe_code)]

use core::panic::PanicInfo;

use noio_cache_control::{
    EncodeError, Expires, HttpDate, RequestBuilder, ResponseDirectives,
    cache_status::MemberBuilder,
    freshness::{Cache, Exchange, Lifetime},
    targeted::Policy,
};
use noio_conditional::{ETag, LastModified, Outcome, Representation, evaluate};
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

/// For how many seconds a shared cache may use the response, and what it asks for in turn.
pub fn cached(line: &[u8], now: HttpDate, out: &mut [u8]) -> Result<u64, EncodeError> {
    let response = ResponseDirectives::parse([line]);
    let exchange = Exchange {
        is_method_understood: true,
        has_authorization: false,
        request: RequestBuilder::new().directives(),
        status: 200,
        is_status_understood: true,
        omits_listed_fields: false,
        response,
        expires: Expires::Absent,
    };
    let lifetime = Lifetime::explicit(Cache::Shared, &response, exchange.expires, now);
    match (exchange.check(Cache::Shared), lifetime) {
        (Ok(()), Some(lifetime)) => Ok(lifetime.seconds()),
        _ => {
            RequestBuilder::new().no_cache().encode_to_slice(out)?;
            Ok(0)
        }
    }
}

/// What a CDN goes by, and what it says of itself.
pub fn targeted(
    fields: &[(&str, &[u8])],
    now: HttpDate,
    out: &mut [u8],
) -> Result<(ResponseDirectives, usize), EncodeError> {
    let fields = fields.iter().map(|(name, value)| (*name, *value));
    let policy = Policy::select(fields, &["CDN-Cache-Control"], now);
    let len = MemberBuilder::hit("CDN")?.encode_to_slice(out)?;
    Ok((policy.directives(), len))
}

/// The status of the answer to a GET, and what its ETag is.
pub fn answered(
    fields: &[(&str, &[u8])],
    modified: HttpDate,
    now: HttpDate,
    out: &mut [u8],
) -> Result<(u16, usize), noio_conditional::EncodeError> {
    let etag = ETag::strong(b"v1")?;
    let last_modified = LastModified::weak(modified, now);
    let current = Representation::current(Some(etag), Some(last_modified));
    let fields = fields.iter().map(|(name, value)| (*name, *value));
    let status = match evaluate(b"GET", fields, &current, now).outcome() {
        Outcome::Proceed | Outcome::IgnoreRange => 200,
        Outcome::NotModified => 304,
        Outcome::PreconditionFailed => 412,
    };
    Ok((status, etag.encode_to_slice(out)?))
}
