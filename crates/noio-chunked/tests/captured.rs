//! Bodies that real servers and clients sent: `data/README.md` says who, and how they were captured.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{fs, path::Path};

use noio_chunked::{
    Config, Decoder, Event,
    framing::{self, Decision, Framing, FramingError, Reason, Version},
};

/// What a body says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    /// The sizes of the chunks, if heads were asked for.
    sizes: Vec<u64>,
    data: Vec<u8>,
    trailers: Vec<(String, String)>,
}

impl Said {
    fn push(&mut self, event: &Event<'_, '_>) {
        match event {
            Event::Chunk(head) => {
                assert_eq!(head.extensions().count(), 0);
                self.sizes.push(head.size());
            }
            Event::Data(data) => self.data.extend_from_slice(data),
            Event::Trailer(trailer) => {
                let value = String::from_utf8(trailer.value().to_vec()).unwrap();
                self.trailers.push((trailer.name().as_str().into(), value));
            }
            other => panic!("{other:?}"),
        }
    }
}

/// Numbered lines of many lengths, `last` not included.
fn text(first: usize, last: usize) -> Vec<u8> {
    let line = |i| format!("{i} {}\n", "chunk ".repeat(i % 29));
    (first..last).flat_map(|i| line(i).into_bytes()).collect()
}

/// Bytes of every value, without a pattern and always the same.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    (0..len).map(|_| next()).collect()
}

fn squares(count: u64) -> Vec<u64> {
    (1..=count).map(|i| i * i).collect()
}

fn read(name: &str, extension: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    fs::read(folder.join(name).with_extension(extension)).unwrap()
}

/// The decision about a captured head, by the fields between its first and its last line.
fn framing_of(name: &str) -> Result<Decision, FramingError> {
    let head = String::from_utf8(read(name, "head")).unwrap();
    let head = head.strip_suffix("\r\n\r\n").unwrap();
    let (start, fields) = head.split_once("\r\n").unwrap();
    let fields: Vec<_> = fields
        .split("\r\n")
        .map(|line| line.split_once(':').unwrap())
        .collect();
    let config = framing::Policy::new();
    if start.ends_with(" HTTP/1.1") {
        framing::request(Version::Http11, fields, &config)
    } else {
        assert_eq!(start, "HTTP/1.1 200 OK");
        framing::response(b"GET", 200, Version::Http11, fields, &config)
    }
}

/// Decodes `body` in pieces of `step` bytes.
fn decode(body: &[u8], step: usize, chunk_heads: bool) -> Said {
    let mut config = Config::new();
    config.chunk_heads = chunk_heads;
    let mut decoder = Decoder::with_config(config);
    let mut said = Said::default();
    for mut input in body.chunks(step) {
        while let Some(event) = decoder.decode(&mut input).unwrap() {
            said.push(&event);
        }
        assert_eq!(input, b"");
    }
    check_end(decoder, body, &said);
    said
}

/// As [`decode`], in the caller's own buffer.
fn decode_in_place(body: &[u8], step: usize) -> Said {
    let mut decoder = Decoder::new();
    let mut said = Said::default();
    for input in body.to_vec().chunks_mut(step) {
        let mut input = input;
        while let Some(event) = decoder.decode_in_place(&mut input).unwrap() {
            said.push(&event);
        }
        assert!(input.is_empty());
    }
    check_end(decoder, body, &said);
    said
}

fn check_end(mut decoder: Decoder, body: &[u8], said: &Said) {
    assert!(decoder.is_done());
    assert_eq!(decoder.finish(), Ok(()));
    assert_eq!(decoder.position(), body.len() as u64);
    assert_eq!(decoder.body_len(), said.data.len() as u64);
}

/// The body of a capture, in all ways the same.
fn said_in(name: &str) -> Said {
    let body = read(name, "chunked");
    let with_heads = decode(&body, body.len(), true);
    let without_heads = decode(&body, body.len(), false);
    assert_eq!(without_heads.sizes, []);
    for step in [1, 2, 3, 7, 100, 1460, 4096, 8192, body.len()] {
        assert!(decode(&body, step, true) == with_heads, "{name} by {step}");
        assert!(
            decode(&body, step, false) == without_heads,
            "{name} by {step}"
        );
        assert!(
            decode_in_place(&body, step) == without_heads,
            "{name} in place by {step}"
        );
    }
    assert_eq!(without_heads.data, with_heads.data);
    assert_eq!(without_heads.trailers, with_heads.trailers);
    with_heads
}

/// Checks a capture whose sender sent `data`, in chunks of `sizes` if those are known.
fn check(name: &str, data: &[u8], sizes: Option<&[u64]>, trailers: &[(&str, &str)]) {
    let decision = framing_of(name).unwrap();
    assert_eq!(decision.framing(), Framing::Chunked);
    assert_eq!(decision.reason(), Reason::FinalChunked);
    assert!(!decision.close() && decision.codings().is_empty());

    let said = said_in(name);
    assert!(said.data == data, "{name}");
    let (last, chunks) = said.sizes.split_last().unwrap();
    assert_eq!(*last, 0);
    assert_eq!(chunks.iter().sum::<u64>(), data.len() as u64);
    if let Some(sizes) = sizes {
        assert_eq!(chunks, sizes);
    }
    let said: Vec<_> = said
        .trailers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(said, trailers);
}

#[test]
fn server_side_includes_of_nginx_and_apache() {
    let sizes = [
        text(0, 200).len() as u64,
        text(200, 300).len() as u64,
        text(300, 320).len() as u64,
    ];
    check("nginx-ssi", &text(0, 320), Some(&sizes), &[]);
    check("apache-ssi", &text(0, 320), Some(&sizes), &[]);
}

#[test]
fn a_response_that_nginx_made_chunked() {
    check("nginx-proxy", &noise(11_111), None, &[]);
}

/// The trailer fields of Node's server. The digest is its own of what it sent.
const TRAILERS: [(&str, &str); 2] = [
    (
        "Content-Digest",
        "sha-256=:lnns7usTdSrA4H7N4trSwi1lKp7SAVIDPLn2JNgyFQs=:",
    ),
    ("Server-Timing", "app;dur=53;desc=\"squares\""),
];

#[test]
fn writes_and_trailers_of_node() {
    let sizes = squares(31);
    check("node-trailers", &noise(10_416), Some(&sizes), &TRAILERS);
}

#[test]
fn trailers_that_caddy_passed_on() {
    check("caddy-proxy", &noise(10_416), None, &TRAILERS);
}

#[test]
fn writes_of_aiohttp() {
    let sizes: Vec<u64> = (0..20)
        .map(|i| text(i * i, (i + 1) * (i + 1)).len() as u64)
        .collect();
    check("aiohttp-batches", &text(0, 400), Some(&sizes), &[]);
}

#[test]
fn writes_of_uvicorn() {
    let sizes: Vec<u64> = (1..=100).collect();
    check("uvicorn-pieces", &noise(5050), Some(&sizes), &[]);
}

#[test]
fn an_upload_of_curl() {
    check("curl-upload", &noise(20_000), None, &[]);
}

#[test]
fn a_request_of_node_with_a_trailer() {
    let sizes = squares(19);
    let trailers = [("X-Count", "20")];
    check("node-request", &noise(2470), Some(&sizes), &trailers);
}

#[test]
fn a_request_of_python() {
    let sizes: Vec<u64> = (0..300).map(|i| text(i, i + 1).len() as u64).collect();
    check("python-request", &text(0, 300), Some(&sizes), &[]);
}

#[test]
fn gzip_of_nginx() {
    let said = said_in("nginx-gzip");
    assert_eq!(
        framing_of("nginx-gzip").unwrap().framing(),
        Framing::Chunked
    );
    // As Python saw the body when it decompressed it to the text that was to be sent.
    assert_eq!(
        (said.data.len(), crc32(&said.data)),
        (23_669, 3_660_890_310)
    );
    assert!(said.data.starts_with(b"\x1f\x8b\x08"));
    // The last eight bytes of gzip are check sum and length of that text (RFC 1952 §2.3.1).
    let text: Vec<u8> = noise(20_000)
        .iter()
        .flat_map(|byte| format!("{byte:02x}").into_bytes())
        .collect();
    let len = u32::try_from(text.len()).unwrap();
    let end = [crc32(&text).to_le_bytes(), len.to_le_bytes()].concat();
    assert!(said.data.ends_with(&end));
}

/// The check sum of gzip (RFC 1952 §8), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), step)
    })
}
