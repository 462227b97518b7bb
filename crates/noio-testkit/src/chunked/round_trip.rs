//! The sending side: bodies to encode, and what must come back.

use core::num::NonZeroU64;

use noio_chunked::{
    CHUNK_END, Config, Decoder, EncodeError, Encoder, Event, HEADROOM, LAST_CHUNK, Parameter,
    TAILROOM, is_forbidden_trailer,
};

use crate::{cuts, laws::check_round_trip};

/// A name and, if it has one, a value.
pub type Extension = (String, Option<Vec<u8>>);

/// A body to be sent. Nothing in it has to be legal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The chunks before the last.
    pub chunks: Vec<Chunk>,
    /// The extensions of the last chunk.
    pub last_extensions: Vec<Extension>,
    /// The trailer fields, names and values.
    pub trailers: Vec<(String, Vec<u8>)>,
}

/// A chunk to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    /// Its extensions.
    pub extensions: Vec<Extension>,
    /// Its data.
    pub data: Vec<u8>,
}

impl Body {
    /// A body that arbitrary bytes stand for.
    ///
    /// It is made of parts with 0xFE between them. The first byte of each says what it is: `;` an
    /// extension, with a `=` between name and value if there is a value; `:` a trailer field, with
    /// a `:` between name and value; anything else the data of a chunk, which has the extensions
    /// before it. Those behind all data are of the last chunk. Names that are not UTF-8 are
    /// repaired.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut body = Self::default();
        for part in bytes.split(|&byte| byte == 0xfe) {
            match part {
                [b';', extension @ ..] => {
                    let (name, value) = split_at(extension, b'=');
                    let extension = (text(name), value.map(<[u8]>::to_vec));
                    body.last_extensions.push(extension);
                }
                [b':', field @ ..] => {
                    let (name, value) = split_at(field, b':');
                    let value = value.unwrap_or_default().to_vec();
                    body.trailers.push((text(name), value));
                }
                data => body.chunks.push(Chunk {
                    extensions: core::mem::take(&mut body.last_extensions),
                    data: data.to_vec(),
                }),
            }
        }
        body
    }

    /// Takes out what is not legal, and chunks that are empty, which send nothing.
    fn without_illegal(mut self) -> Self {
        self.chunks
            .retain(|chunk| chunk.error().is_none() && !chunk.data.is_empty());
        self.last_extensions
            .retain(|extension| extension_error(extension).is_none());
        self.trailers
            .retain(|(name, value)| trailer_error(name, value).is_none());
        self
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let mut encoder = Encoder::new();
        for chunk in &self.chunks {
            encoder.encode_with_extensions(&chunk.data, &borrowed(&chunk.extensions), out)?;
        }
        let extensions = borrowed(&self.last_extensions);
        encoder.finish_with_extensions(&extensions, &borrowed_fields(&self.trailers), out)
    }

    fn encoded_len(&self) -> usize {
        let chunks: usize = self
            .chunks
            .iter()
            .filter_map(|it| it.encoded_len().ok())
            .sum();
        chunks + self.end_len().unwrap_or(0)
    }

    fn end_len(&self) -> Result<usize, EncodeError> {
        Encoder::finish_len(
            &borrowed(&self.last_extensions),
            &borrowed_fields(&self.trailers),
        )
    }

    /// The error that ending the body must give.
    fn end_error(&self) -> Option<EncodeError> {
        let extension = self.last_extensions.iter().find_map(extension_error);
        let trailer = || {
            self.trailers
                .iter()
                .find_map(|(name, value)| trailer_error(name, value))
        };
        extension.or_else(trailer)
    }
}

impl Chunk {
    fn encoded_len(&self) -> Result<usize, EncodeError> {
        Encoder::encoded_len_with_extensions(self.data.len(), &borrowed(&self.extensions))
    }

    /// The error that encoding must give.
    fn error(&self) -> Option<EncodeError> {
        if self.data.is_empty() && !self.extensions.is_empty() {
            return Some(EncodeError::ExtensionsWithoutData);
        }
        self.extensions.iter().find_map(extension_error)
    }
}

/// What `noio-chunked` encodes decodes to what went in, and what is not legal is refused.
///
/// The first byte is the seed for the cuts of the decoding, and the others stand for a
/// [`Body`].
///
/// # Panics
///
/// If it does not, or is not.
pub fn chunked_round_trip(data: &[u8]) {
    let (&seed, data) = data.split_first().unwrap_or((&0, &[]));
    if let Err(detail) = check_encoder(&Body::from_bytes(data), seed.into()) {
        panic!("{detail}");
    }
}

/// Checks the encoder on a body: that what is not legal is refused, that all ways to send a chunk
/// send the same, exact space, and the round trip of what is legal (law 6), decoded in pieces that
/// `seed` chooses.
///
/// # Errors
///
/// What went wrong first.
pub fn check_encoder(body: &Body, seed: u64) -> Result<(), String> {
    for chunk in &body.chunks {
        let extensions = borrowed(&chunk.extensions);
        check_write(
            |encoder, out| encoder.encode_with_extensions(&chunk.data, &extensions, out),
            chunk.encoded_len(),
            chunk.error(),
        )
        .and_then(|()| check_ways(&chunk.data))
        .and_then(|()| check_head(&chunk.data, &extensions))
        .map_err(|detail| format!("{detail}\n  {chunk:?}"))?;
    }
    let extensions = borrowed(&body.last_extensions);
    let trailers = borrowed_fields(&body.trailers);
    check_write(
        |encoder, out| encoder.finish_with_extensions(&extensions, &trailers, out),
        body.end_len(),
        body.end_error(),
    )
    .map_err(|detail| format!("{detail}\n  {body:?}"))?;
    check_finished()?;

    let legal = body.clone().without_illegal();
    check_round_trip(
        legal.encoded_len(),
        |out| {
            if let Err(error) = legal.encode(out) {
                unreachable!("all of it was encoded before: {error}");
            }
        },
        |encoded| decode(encoded, seed),
        &Ok(legal.clone()),
    )
    .map_err(|broken| broken.to_string())
}

/// Checks one write: what it gives, that it needs exactly the space it says, and that an error
/// writes nothing and ends nothing.
fn check_write(
    write: impl Fn(&mut Encoder, &mut &mut [u8]) -> Result<(), EncodeError>,
    len: Result<usize, EncodeError>,
    error: Option<EncodeError>,
) -> Result<(), String> {
    let expected = error.map_or(Ok(()), Err);
    if len.map(drop) != expected {
        return Err(format!("the length is {len:?}, not {expected:?}"));
    }
    let len = len.unwrap_or(0);
    for (space, expected) in [
        (len, expected),
        (len + 1, expected),
        (len.wrapping_sub(1), expected.and(Err(EncodeError::NoSpace))),
    ] {
        if space == usize::MAX {
            continue;
        }
        let mut encoder = Encoder::new();
        let mut buffer = vec![0; space];
        let mut out = buffer.as_mut_slice();
        let seen = write(&mut encoder, &mut out);
        let written_len = space - out.len();
        if seen != expected {
            return Err(format!(
                "{space} of {len} bytes gave {seen:?}, not {expected:?}"
            ));
        }
        let (expected_len, is_done) = match expected {
            // Of all that is written, only the end of a body begins with a zero.
            Ok(()) => (len, buffer.starts_with(b"0")),
            Err(_) => (0, false),
        };
        let is_clean = buffer[expected_len..].iter().all(|&byte| byte == 0);
        if written_len != expected_len || encoder.is_done() != is_done || !is_clean {
            return Err(format!(
                "{space} of {len} bytes gave {encoder:?} and {}",
                buffer.escape_ascii()
            ));
        }
    }
    Ok(())
}

/// Checks that slices, size line alone and in place give what copying gives.
fn check_ways(data: &[u8]) -> Result<(), String> {
    let fail = |error: EncodeError| error.to_string();
    let mut encoder = Encoder::new();
    let mut copied = Vec::new();
    encoder.encode(data, &mut copied).map_err(fail)?;
    if Encoder::encoded_len(data.len()) != copied.len() {
        return Err("encoded_len is not that of encode".into());
    }

    let chunk = encoder.chunk(data).map_err(fail)?;
    if chunk.as_slices().concat() != copied || chunk.encoded_len() != copied.len() {
        return Err(format!("{chunk:?} is not what encode gives"));
    }

    if let Some(data_len) = NonZeroU64::new(data.len() as u64) {
        let head = encoder.head(data_len).map_err(fail)?;
        if [&head, data, CHUNK_END].concat() != copied {
            return Err(format!("{head:?} is not that of encode"));
        }
    }

    let mut buf = vec![0; HEADROOM + data.len() + TAILROOM];
    buf[HEADROOM..HEADROOM + data.len()].copy_from_slice(data);
    let place = HEADROOM..HEADROOM + data.len();
    let chunk = encoder.encode_in_place(&mut buf, place).map_err(fail)?;
    if buf[chunk.clone()] != copied {
        return Err(format!(
            "in place it is not what encode gives, at {chunk:?}"
        ));
    }
    buf[chunk].fill(0);
    if buf.iter().any(|&byte| byte != 0) {
        return Err("in place, something else was written to".into());
    }
    Ok(())
}

/// Checks that a size line alone is the one that comes with the data.
fn check_head(data: &[u8], extensions: &[(&str, Option<&[u8]>)]) -> Result<(), String> {
    let Some(data_len) = NonZeroU64::new(data.len() as u64) else {
        return Ok(());
    };
    let (mut whole, mut head) = (Vec::new(), Vec::new());
    let mut encoder = Encoder::new();
    let expected = encoder.encode_with_extensions(data, extensions, &mut whole);
    let seen = encoder.encode_head(data_len, extensions, &mut head);
    if seen.is_ok() {
        head.extend([data, CHUNK_END].concat());
    }
    if (seen, &head) != (expected, &whole) {
        return Err(format!("the size line alone is {}", head.escape_ascii()));
    }
    Ok(())
}

/// Checks that nothing can be sent behind the end.
fn check_finished() -> Result<(), String> {
    let mut encoder = Encoder::new();
    let mut out = Vec::new();
    let finished = encoder.finish(&mut out);
    if (finished, out.as_slice()) != (Ok(()), LAST_CHUNK) || !encoder.is_done() {
        return Err("finish did not end the body".into());
    }
    let results = [
        encoder.encode(b"a", &mut out),
        encoder.encode(b"", &mut out),
        encoder.encode_with_extensions(b"a", &[], &mut out),
        encoder.chunk(b"a").map(drop),
        encoder.head(NonZeroU64::MIN).map(drop),
        encoder.encode_head(NonZeroU64::MIN, &[], &mut out),
        encoder.encode_in_place(&mut [0; 32], 18..19).map(drop),
        encoder.finish(&mut out),
        encoder.finish_with_trailers(&[("a", b"b")], &mut out),
        encoder.finish_with_extensions(&[("a", None)], &[], &mut out),
    ];
    if out != LAST_CHUNK || results.iter().any(|it| *it != Err(EncodeError::Finished)) {
        return Err(format!("behind the end came {results:?}"));
    }
    Ok(())
}

/// Everything that an encoded body says.
fn decode(encoded: &[u8], seed: u64) -> Result<Body, String> {
    let mut config = Config::new();
    config.chunk_heads = true;
    config.max_chunk_len = u64::MAX;
    config.max_head_len = u32::MAX;
    config.max_overhead = u32::MAX;
    config.max_trailer_len = u32::MAX;
    config.max_trailer_count = u16::MAX;
    let mut decoder = Decoder::with_config(config);
    let mut body = Body::default();
    for mut input in cuts::feeds(encoded, &cuts::seeded(encoded.len(), seed)) {
        while let Some(event) = decoder.decode(&mut input).map_err(|it| it.to_string())? {
            match event {
                Event::Chunk(head) => {
                    let extensions = head.extensions().map(owned).collect();
                    if head.size() == 0 {
                        body.last_extensions = extensions;
                    } else {
                        let data = vec![];
                        body.chunks.push(Chunk { extensions, data });
                    }
                }
                Event::Data(piece) => match body.chunks.last_mut() {
                    Some(chunk) => chunk.data.extend_from_slice(piece),
                    None => return Err("data before a chunk".into()),
                },
                Event::Trailer(field) => {
                    let name = field.name().as_str().to_owned();
                    body.trailers.push((name, field.value().to_vec()));
                }
                other => return Err(format!("nobody encoded {other:?}")),
            }
        }
        if !input.is_empty() {
            return Err(format!("the body ends before {}", input.escape_ascii()));
        }
    }
    decoder.finish().map_err(|it| it.to_string())?;
    Ok(body)
}

fn owned(parameter: Parameter<'_>) -> Extension {
    let name = parameter.name.as_str().to_owned();
    (name, parameter.value.map(|value| value.bytes().collect()))
}

fn borrowed(extensions: &[Extension]) -> Vec<(&str, Option<&[u8]>)> {
    extensions
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_deref()))
        .collect()
}

fn borrowed_fields(fields: &[(String, Vec<u8>)]) -> Vec<(&str, &[u8])> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_slice()))
        .collect()
}

/// The error that an extension must give (RFC 9112 §7.1.1).
fn extension_error((name, value): &Extension) -> Option<EncodeError> {
    if !is_token(name) {
        return Some(EncodeError::InvalidExtensionName);
    }
    let is_legal = value.iter().flatten().all(|&byte| is_text(byte));
    (!is_legal).then_some(EncodeError::InvalidExtensionValue)
}

/// The error that a trailer field must give (RFC 9110 §5.5 and §6.5.1).
fn trailer_error(name: &str, value: &[u8]) -> Option<EncodeError> {
    if !is_token(name) {
        return Some(EncodeError::InvalidTrailerName);
    }
    if is_forbidden_trailer(name.as_bytes()) {
        return Some(EncodeError::ForbiddenTrailer);
    }
    let has_whitespace_around = [value.first(), value.last()]
        .into_iter()
        .flatten()
        .any(|byte| b" \t".contains(byte));
    let is_legal = !has_whitespace_around && value.iter().all(|&byte| is_text(byte));
    (!is_legal).then_some(EncodeError::InvalidTrailerValue)
}

/// RFC 9110 §5.6.2.
fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char))
}

/// What may stand in a field value (RFC 9110 §5.5).
fn is_text(byte: u8) -> bool {
    byte == b'\t' || !byte.is_ascii_control()
}

fn split_at(bytes: &[u8], separator: u8) -> (&[u8], Option<&[u8]>) {
    match bytes.iter().position(|&byte| byte == separator) {
        Some(at) => (&bytes[..at], Some(&bytes[at + 1..])),
        None => (bytes, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(extensions: &[(&str, Option<&str>)], data: &str) -> Chunk {
        Chunk {
            extensions: extensions
                .iter()
                .map(|(name, value)| ((*name).into(), value.map(Into::into)))
                .collect(),
            data: data.into(),
        }
    }

    #[test]
    fn bytes_stand_for_bodies() {
        let body = Body::from_bytes(b";a\xfe;b=c=d\xfeHello\xfe\xfe;e=\xfe:A:b:c\xfe:B");
        let expected = Body {
            chunks: vec![
                chunk(&[("a", None), ("b", Some("c=d"))], "Hello"),
                chunk(&[], ""),
            ],
            last_extensions: chunk(&[("e", Some(""))], "").extensions,
            trailers: vec![("A".into(), b"b:c".to_vec()), ("B".into(), vec![])],
        };
        assert_eq!(body, expected);
        assert_eq!(check_encoder(&body, 7), Ok(()));
    }

    #[test]
    fn what_is_not_legal_is_known() {
        let legal = Body::from_bytes(b"a\xfeHello").without_illegal();
        for (bytes, expected) in [
            (&b";\xfea"[..], EncodeError::InvalidExtensionName),
            (b";a b\xfea", EncodeError::InvalidExtensionName),
            (b";a=\n\xfea", EncodeError::InvalidExtensionValue),
            (b";a=\x7f\xfea", EncodeError::InvalidExtensionValue),
            (b";a\xfe", EncodeError::ExtensionsWithoutData),
            (b"\xfe:a b:c", EncodeError::InvalidTrailerName),
            (b"\xfe:Host:c", EncodeError::ForbiddenTrailer),
            (b"\xfe:a:\r\nb", EncodeError::InvalidTrailerValue),
            (b"\xfe:a: b", EncodeError::InvalidTrailerValue),
            (b"\xfe:a:b\t", EncodeError::InvalidTrailerValue),
        ] {
            let body = Body::from_bytes(bytes);
            let seen = body
                .chunks
                .iter()
                .find_map(Chunk::error)
                .or_else(|| body.end_error());
            assert_eq!(seen, Some(expected), "{body:?}");
            assert_eq!(check_encoder(&body, 0), Ok(()));
            let mut without = Body::from_bytes(&[b"a\xfeHello\xfe", bytes].concat());
            without.chunks.truncate(2);
            assert_eq!(without.without_illegal(), legal, "{body:?}");
        }
    }
}
