//! Who writes Cache-Control: ours, headers, and `write!`.

use core::{
    fmt::{self, Write},
    time::Duration,
};

use bytes::Bytes;
use headers::{Header, HeaderValue};
use noio_cache_control::{ResponseBuilder, ResponseDirectives};

use crate::{
    case::{Case, Kind},
    contender::{self, Contender},
    sink::Sink,
    spread::spread,
};

/// What is to be written.
#[derive(Debug)]
pub struct Policies(Vec<Policy>);

/// A value of Cache-Control, in as many forms as there are contenders.
#[derive(Debug)]
struct Policy {
    builder: ResponseBuilder<'static>,
    header: headers::CacheControl,
    seconds: u32,
    format: Format,
    text: String,
}

type Format = fn(&mut String, u32) -> fmt::Result;

/// For the value that each policy is written as.
pub const WRITERS: &[Contender<Policies>] = &[
    Contender {
        name: "noio-cache-control",
        about: "`ResponseBuilder::encode`, into a `Vec` that is kept",
        kind: Kind::Ours,
        timed: noio,
        found: |policies| meanings(&noio::<Vec<Vec<u8>>>(policies)),
    },
    Contender {
        name: "headers",
        about: "`CacheControl::encode`, into a `HeaderValue`",
        kind: Kind::Peer,
        timed: headers_encode,
        found: |policies| meanings(&headers_encode::<Vec<Vec<u8>>>(policies)),
    },
    Contender {
        name: "write!",
        about: "a format that the program has, with the seconds, into a `String` that is kept",
        kind: Kind::Peer,
        timed: write_format,
        found: |policies| meanings(&write_format::<Vec<Vec<u8>>>(policies)),
    },
    Contender {
        name: "copy",
        about: "what is there as text, into a `Vec` that is kept",
        kind: Kind::Roofline,
        timed: copy,
        found: copy,
    },
];

/// `WRITERS`, for `count` policies.
pub(super) fn case(count: usize) -> Case {
    let policies = Policies::new(count);
    let bytes = policies.bytes();
    contender::case(WRITERS, policies, count, bytes)
}

impl Policies {
    /// In an order that a branch predictor cannot learn.
    fn new(count: usize) -> Self {
        Self((0..count).map(|index| Policy::new(spread(index))).collect())
    }

    /// All values, joined.
    fn bytes(&self) -> Bytes {
        let texts = self.0.iter().map(|policy| policy.text.as_str());
        texts.collect::<String>().into()
    }
}

impl Policy {
    fn new(choice: u32) -> Self {
        let seconds = choice / 5 % 100_000;
        let age = Duration::from_secs(seconds.into());
        let header = headers::CacheControl::new();
        let (builder, header, format): (_, _, Format) = match choice % 5 {
            0 => (
                ResponseBuilder::new().public().max_age(seconds).immutable(),
                header.with_public().with_max_age(age).with_immutable(),
                |out, seconds| write!(out, "public, max-age={seconds}, immutable"),
            ),
            1 => (
                ResponseBuilder::user_specific(seconds),
                header
                    .with_private()
                    .with_max_age(age)
                    .with_must_revalidate(),
                |out, seconds| write!(out, "private, max-age={seconds}, must-revalidate"),
            ),
            2 => (
                ResponseBuilder::new()
                    .public()
                    .max_age(60)
                    .s_maxage(seconds)
                    .no_transform(),
                header
                    .with_public()
                    .with_max_age(Duration::from_secs(60))
                    .with_s_max_age(age)
                    .with_no_transform(),
                |out, seconds| write!(out, "public, max-age=60, s-maxage={seconds}, no-transform"),
            ),
            3 => (
                ResponseBuilder::real_time(),
                header.with_no_cache(),
                |out, _| write!(out, "no-cache"),
            ),
            _ => (
                ResponseBuilder::sensitive(),
                header.with_no_store(),
                |out, _| write!(out, "no-store"),
            ),
        };
        let mut text = String::new();
        format(&mut text, seconds).expect("a string takes all text");
        Self {
            builder,
            header,
            seconds,
            format,
            text,
        }
    }
}

/// What each value says, since the order of directives means nothing.
fn meanings(values: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let meaning = |value| format!("{:?}", ResponseDirectives::parse([value])).into_bytes();
    values.iter().map(meaning).collect()
}

fn noio<S: Sink>(policies: &Policies) -> S {
    let mut sink = S::default();
    let mut out = Vec::new();
    for policy in &policies.0 {
        out.clear();
        policy.builder.encode(&mut out).expect("a Vec takes all");
        sink.put(&out);
    }
    sink
}

fn headers_encode<S: Sink>(policies: &Policies) -> S {
    let mut sink = S::default();
    let mut out: Vec<HeaderValue> = Vec::new();
    for policy in &policies.0 {
        out.clear();
        policy.header.encode(&mut out);
        for value in &out {
            sink.put(value.as_bytes());
        }
    }
    sink
}

fn write_format<S: Sink>(policies: &Policies) -> S {
    let mut sink = S::default();
    let mut out = String::new();
    for policy in &policies.0 {
        out.clear();
        (policy.format)(&mut out, policy.seconds).expect("a string takes all text");
        sink.put(out.as_bytes());
    }
    sink
}

fn copy<S: Sink>(policies: &Policies) -> S {
    let mut sink = S::default();
    let mut out = Vec::new();
    for policy in &policies.0 {
        out.clear();
        out.extend_from_slice(policy.text.as_bytes());
        sink.put(&out);
    }
    sink
}
