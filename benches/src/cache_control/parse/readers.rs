//! The readers for each kind of value.

use super::{
    Erratum, Reader, cache_control_from_value, cache_control_of, commas, headers_decode,
    headers_of, members_of, noio_fields, noio_members, noio_request, noio_response, policy_with,
    policy_without, request_of, response_of, said, unquoted_commas,
};
use crate::case::Kind;

/// For what the value says in a response.
pub const RESPONSE: &[Reader] = &[
    Reader {
        name: "noio-cache-control",
        about: "`ResponseDirectives::parse`",
        kind: Kind::Ours,
        timed: noio_response,
        found: Some(|subject| said::by_response_directives(&response_of(subject))),
        ignores: &[],
        errs: &[],
    },
    Reader {
        name: "noio-cache-control `Directives`",
        about: "each member, known or not, and what is malformed",
        kind: Kind::Ours,
        timed: noio_members,
        found: Some(|subject| said::by_members(members_of(subject))),
        ignores: &[],
        errs: &[],
    },
    Reader {
        name: "headers",
        about: "`CacheControl::decode`, which knows neither `stale-while-revalidate` nor \
                `stale-if-error`, loses lists of fields, and minds the case of names",
        kind: Kind::Peer,
        timed: headers_decode,
        found: Some(|subject| said::by_headers(&headers_of(subject))),
        ignores: &[
            "stale-while-revalidate",
            "stale-if-error",
            "no-cache=fields",
        ],
        errs: &[UPPER_CASE],
    },
    Reader {
        name: "cache_control",
        about: "`CacheControl::from_value`, which does not look at quotes, minds the case of \
                names, keeps the last of `public`, `private` and `no-cache`, and does not know \
                `s-maxage`, `stale-while-revalidate` and `stale-if-error`",
        kind: Kind::Peer,
        timed: cache_control_from_value,
        found: Some(|subject| said::by_cache_control(cache_control_of(subject).as_ref())),
        ignores: &["s-maxage", "stale-while-revalidate", "stale-if-error"],
        errs: &[
            Erratum {
                line: r#"no-cache="set-cookie, set-cookie2""#,
                lost: &["no-cache=fields"],
                made_up: &["no-cache"],
            },
            Erratum {
                line: r#"private, max-age=600, must-revalidate, no-cache="set-cookie""#,
                lost: &["private", "no-cache=fields"],
                made_up: &["no-cache"],
            },
            Erratum {
                line: r#"public, max-age=600, s-maxage=86400, stale-while-revalidate=600, no-cache="Cookie, Date", immutable, a=1, b"#,
                lost: &["public", "no-cache=fields"],
                made_up: &["no-cache"],
            },
            Erratum {
                line: "private, no-cache, no-store, max-age=0, must-revalidate",
                lost: &["private"],
                made_up: &[],
            },
            UPPER_CASE,
        ],
    },
    Reader {
        name: "http-cache-semantics",
        about: "`CachePolicy::new_options`, which copies the fields and puts the directives into \
                a map that nobody else can look into",
        kind: Kind::Peer,
        timed: policy_with,
        found: None,
        ignores: &[],
        errs: &[],
    },
    Reader {
        name: "http-cache-semantics without",
        about: "the same for a response with the value in another field: what of it is not \
                reading Cache-Control",
        kind: Kind::Peer,
        timed: policy_without,
        found: None,
        ignores: &[],
        errs: &[],
    },
    COMMAS,
    UNQUOTED_COMMAS,
];

/// For what the value says in a request.
pub const REQUEST: &[Reader] = &[
    Reader {
        name: "noio-cache-control",
        about: "`RequestDirectives::parse`",
        kind: Kind::Ours,
        timed: noio_request,
        found: Some(|subject| said::by_request_directives(&request_of(subject))),
        ignores: &[],
        errs: &[],
    },
    Reader {
        name: "headers",
        about: "`CacheControl::decode`, which loses `max-stale` without seconds",
        kind: Kind::Peer,
        timed: headers_decode,
        found: Some(|subject| said::by_headers(&headers_of(subject))),
        ignores: &[],
        errs: &[Erratum {
            line: "max-stale",
            lost: &["max-stale"],
            made_up: &[],
        }],
    },
    Reader {
        name: "cache_control",
        about: "`CacheControl::from_value`, for which `max-stale` without seconds is an error",
        kind: Kind::Peer,
        timed: cache_control_from_value,
        found: Some(|subject| said::by_cache_control(cache_control_of(subject).as_ref())),
        ignores: &[],
        errs: &[Erratum {
            line: "max-stale",
            lost: &["max-stale"],
            made_up: &[],
        }],
    },
    COMMAS,
    UNQUOTED_COMMAS,
];

/// For the fields that `no-cache` names.
pub const FIELD_NAMES: &[Reader] = &[
    Reader {
        name: "noio-cache-control",
        about: "`no_cache_fields`",
        kind: Kind::Ours,
        timed: noio_fields,
        found: None,
        ignores: &[],
        errs: &[],
    },
    UNQUOTED_COMMAS,
];

/// Lost by all who mind the case of names.
const UPPER_CASE: Erratum = Erratum {
    line: "No-Cache, No-Store, Must-Revalidate",
    lost: &["no-cache", "no-store", "must-revalidate"],
    made_up: &[],
};

const COMMAS: Reader = Reader {
    name: "commas",
    about: "what is between commas, quoted or not",
    kind: Kind::Roofline,
    timed: commas,
    found: None,
    ignores: &[],
    errs: &[],
};

const UNQUOTED_COMMAS: Reader = Reader {
    name: "unquoted commas",
    about: "what is between commas that are not in quotes",
    kind: Kind::Roofline,
    timed: unquoted_commas,
    found: None,
    ignores: &[],
    errs: &[],
};
