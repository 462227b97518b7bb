//! Builders that are called.

use noio_cache_control::{Extension, RequestBuilder, ResponseBuilder, Token};

use super::{Call, Said};

/// A builder for a response that was told all of this.
///
/// # Panics
///
/// If a call is for a directive that no response has, or with what that directive does not have, or
/// with names that are no tokens, or with extensions that are none.
pub fn with_response<T>(calls: &[Call], then: impl FnOnce(&ResponseBuilder<'_>) -> T) -> T {
    let lists: Vec<Vec<Token<'_>>> = calls.iter().map(fields).collect();
    let extensions: Vec<Vec<Extension<'_>>> = calls.iter().map(extensions).collect();
    let mut builder = ResponseBuilder::new();
    for (index, call) in calls.iter().enumerate() {
        builder = match call {
            Call::Extensions(_) => builder.extensions(&extensions[index]),
            Call::Directive(name, Said::Fields(_)) => match *name {
                "private" => builder.private_fields(&lists[index]),
                "no-cache" => builder.no_cache_fields(&lists[index]),
                name => panic!("{name} has no field names"),
            },
            Call::Directive(name, Said::Seconds(seconds)) => match *name {
                "max-age" => builder.max_age(*seconds),
                "s-maxage" => builder.s_maxage(*seconds),
                "stale-while-revalidate" => builder.stale_while_revalidate(*seconds),
                "stale-if-error" => builder.stale_if_error(*seconds),
                name => panic!("{name} has no seconds"),
            },
            Call::Directive(name, Said::Flag) => match *name {
                "public" => builder.public(),
                "private" => builder.private(),
                "must-understand" => builder.must_understand(),
                "no-store" => builder.no_store(),
                "no-cache" => builder.no_cache(),
                "must-revalidate" => builder.must_revalidate(),
                "proxy-revalidate" => builder.proxy_revalidate(),
                "no-transform" => builder.no_transform(),
                "immutable" => builder.immutable(),
                name => panic!("{name} has an argument"),
            },
        };
    }
    then(&builder)
}

/// A builder for a request that was told all of this.
///
/// # Panics
///
/// As [`with_response`].
pub fn with_request<T>(calls: &[Call], then: impl FnOnce(&RequestBuilder<'_>) -> T) -> T {
    let extensions: Vec<Vec<Extension<'_>>> = calls.iter().map(extensions).collect();
    let mut builder = RequestBuilder::new();
    for (index, call) in calls.iter().enumerate() {
        builder = match call {
            Call::Extensions(_) => builder.extensions(&extensions[index]),
            Call::Directive(name, Said::Fields(_)) => panic!("{name} has no field names"),
            Call::Directive(name, Said::Seconds(seconds)) => match *name {
                "max-age" => builder.max_age(*seconds),
                "max-stale" => builder.max_stale(*seconds),
                "min-fresh" => builder.min_fresh(*seconds),
                "stale-if-error" => builder.stale_if_error(*seconds),
                name => panic!("{name} has no seconds"),
            },
            Call::Directive(name, Said::Flag) => match *name {
                "no-cache" => builder.no_cache(),
                "no-store" => builder.no_store(),
                "max-stale" => builder.any_max_stale(),
                "no-transform" => builder.no_transform(),
                "only-if-cached" => builder.only_if_cached(),
                name => panic!("{name} has an argument"),
            },
        };
    }
    then(&builder)
}

fn fields(call: &Call) -> Vec<Token<'_>> {
    match call {
        Call::Directive(_, Said::Fields(names)) => names.iter().map(|name| token(name)).collect(),
        _ => Vec::new(),
    }
}

fn extensions(call: &Call) -> Vec<Extension<'_>> {
    match call {
        Call::Extensions(extensions) => extensions
            .iter()
            .map(|(name, argument)| {
                Extension::new(token(name), argument.as_deref())
                    .unwrap_or_else(|error| panic!("{name}: {error}"))
            })
            .collect(),
        Call::Directive(..) => Vec::new(),
    }
}

fn token(name: &str) -> Token<'_> {
    Token::new(name.as_bytes()).unwrap_or_else(|| panic!("{name} is no token"))
}
