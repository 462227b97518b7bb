//! The options of `chunked` that are fields of the decoder's `Config`.

use clap::{Arg, ArgMatches};
use noio_chunked::{Config, DecodeErrorKind};

use crate::{
    flag::{self, Flag},
    limit::{Field, Limit},
};

const LIMITS: [Limit<Config, DecodeErrorKind>; 6] = [
    Limit {
        kind: DecodeErrorKind::ChunkTooLarge,
        option: "max-chunk-len",
        unit: "bytes",
        help: "The largest chunk, in bytes",
        field: Field::U64(|config| &mut config.max_chunk_len),
    },
    Limit {
        kind: DecodeErrorKind::BodyTooLarge,
        option: "max-body-len",
        unit: "bytes",
        help: "The longest body, in bytes of data",
        field: Field::U64(|config| &mut config.max_body_len),
    },
    Limit {
        kind: DecodeErrorKind::HeadTooLong,
        option: "max-head-len",
        unit: "bytes",
        help: "The longest size line, in bytes without its line end",
        field: Field::U32(|config| &mut config.max_head_len),
    },
    Limit {
        kind: DecodeErrorKind::OverheadTooLarge,
        option: "max-overhead",
        unit: "bytes",
        help: "How much longer than their data size lines may be, in bytes",
        field: Field::U32(|config| &mut config.max_overhead),
    },
    Limit {
        kind: DecodeErrorKind::TrailerTooLong,
        option: "max-trailer-len",
        unit: "bytes",
        help: "The longest trailer section, in bytes",
        field: Field::U32(|config| &mut config.max_trailer_len),
    },
    Limit {
        kind: DecodeErrorKind::TooManyTrailers,
        option: "max-trailer-count",
        unit: "fields",
        help: "The most trailer fields",
        field: Field::U16(|config| &mut config.max_trailer_count),
    },
];

const LENIENCIES: [Flag<Config>; 4] = [
    Flag::new(
        "allow-bare-lf",
        "Accept a LF alone as a line end",
        |config| &mut config.allow_bare_lf,
    ),
    Flag::new(
        "allow-trailing-whitespace",
        "Accept spaces and tabs at the end of a size line",
        |config| &mut config.allow_trailing_whitespace,
    ),
    Flag::new(
        "allow-missing-data-crlf",
        "Accept data with no line end behind it",
        |config| &mut config.allow_missing_data_crlf,
    ),
    Flag::new(
        "allow-invalid-extensions",
        "Accept anything but CR, LF and NUL for extensions",
        |config| &mut config.allow_invalid_extensions,
    ),
];

const HARDENED: &str = "hardened";

pub(super) fn args() -> impl Iterator<Item = Arg> {
    let limits = LIMITS.iter().map(|limit| limit.arg(Config::new()));
    let hardened = flag::arg(HARDENED, "Refuse extensions, and whitespace in size lines");
    let leniencies = LENIENCIES.iter().map(Flag::arg);
    limits.chain([hardened]).chain(leniencies)
}

/// The configuration that the options ask for. The heads of chunks are shown in any case.
pub(super) fn config(matches: &ArgMatches) -> Config {
    let mut config = if matches.get_flag(HARDENED) {
        Config::hardened()
    } else {
        Config::new()
    };
    config.chunk_heads = true;
    for limit in &LIMITS {
        limit.set(&mut config, matches);
    }
    for leniency in &LENIENCIES {
        leniency.set(&mut config, matches);
    }
    config
}

/// What people are told to do about an error: nothing, unless it is about a limit.
pub(super) fn hint(kind: DecodeErrorKind, config: Config) -> String {
    Limit::advice(&LIMITS, &kind, config).map_or_else(String::new, |advice| format!(" ({advice})"))
}
