//! The decoder of `noio-chunked`, for the harness.

use noio_chunked::{ChunkHead, Config, DecodeError, DecodeErrorKind, Event, Trailer};

use super::reference;
use crate::{Compare, Decode, DecodeInPlace, Failure, HeapBound, Log, Progress, vectors::Setting};

/// How much heap there may be for each byte received: a buffer that grows is up to twice as large
/// as its content.
const HEAP_PER_BYTE: usize = 2;

/// The least that a buffer allocates.
const SMALLEST_BUFFER: usize = 8;

/// A [`noio_chunked::Decoder`].
#[derive(Debug)]
pub struct Decoder {
    decoder: noio_chunked::Decoder,
    config: Config,
    /// Whether a line may be under way of which something is handed out when it ends.
    is_in_line: bool,
}

impl Decoder {
    /// A decoder with these limits and leniencies.
    pub fn with_config(config: Config) -> Self {
        Self {
            decoder: noio_chunked::Decoder::with_config(config),
            config,
            is_in_line: false,
        }
    }

    /// A decoder as a vector asks for it; see [`config`].
    ///
    /// # Errors
    ///
    /// As [`config`].
    pub fn with_settings(settings: &[Setting]) -> Result<Self, String> {
        config(settings).map(Self::with_config)
    }

    /// Notes what a call took.
    ///
    /// Behind data, and behind the end of a line, nothing is pending.
    fn note(&mut self, last_taken: Option<u8>, is_data: bool) {
        if is_data {
            self.is_in_line = false;
        } else if let Some(octet) = last_taken {
            self.is_in_line = octet != b'\n';
        }
    }
}

/// What a vector sets up: each limit and leniency of [`Config`] has its name, and `hardened` stands
/// for those of [`Config::hardened`].
///
/// # Errors
///
/// If there is no such setting, or its value is of the wrong kind.
pub fn config(settings: &[Setting]) -> Result<Config, String> {
    let mut config = Config::new();
    for setting in settings {
        match setting.name.as_str() {
            "hardened" => {
                if setting.as_bool()? {
                    config = Config::hardened();
                }
            }
            "chunk_heads" => config.chunk_heads = setting.as_bool()?,
            "max_chunk_len" => config.max_chunk_len = setting.as_number()?,
            "max_body_len" => config.max_body_len = setting.as_number()?,
            "max_head_len" => config.max_head_len = setting.as_number()?,
            "max_overhead" => config.max_overhead = setting.as_number()?,
            "max_trailer_len" => config.max_trailer_len = setting.as_number()?,
            "max_trailer_count" => config.max_trailer_count = setting.as_number()?,
            "refuse_extensions" => config.refuse_extensions = setting.as_bool()?,
            "refuse_bad_whitespace" => config.refuse_bad_whitespace = setting.as_bool()?,
            "allow_bare_lf" => config.allow_bare_lf = setting.as_bool()?,
            "allow_trailing_whitespace" => config.allow_trailing_whitespace = setting.as_bool()?,
            "allow_missing_data_crlf" => config.allow_missing_data_crlf = setting.as_bool()?,
            "allow_invalid_extensions" => config.allow_invalid_extensions = setting.as_bool()?,
            name => return Err(format!("there is no setting `{name}`")),
        }
    }
    Ok(config)
}

impl Decode for Decoder {
    fn decode(&mut self, input: &mut &[u8], log: &mut Log) -> Result<Option<()>, Failure> {
        let before = *input;
        let event = self.decoder.decode(input).map_err(failure)?;
        let is_data = matches!(event, Some(Event::Data(_)));
        let result = event.map(|event| push_event(&event, log));
        let taken = before.len().saturating_sub(input.len());
        self.note(before[..taken].last().copied(), is_data);
        Ok(result)
    }

    fn finish(&mut self, log: &mut Log) -> Result<(), Failure> {
        self.decoder.finish().map_err(failure)?;
        let body_len = self.decoder.body_len().to_string();
        log.push("end", &[("body_len", body_len.as_bytes())]);
        Ok(())
    }

    fn is_done(&self) -> bool {
        self.decoder.is_done()
    }

    fn position(&self) -> u64 {
        self.decoder.position()
    }

    fn heap_bound(&self) -> HeapBound {
        let head_len = if self.config.chunk_heads {
            self.config.max_head_len
        } else {
            0
        };
        let line_len = head_len.max(self.config.max_trailer_len) as usize;
        HeapBound {
            per_byte: HEAP_PER_BYTE,
            at_most: Some(
                line_len
                    .saturating_mul(HEAP_PER_BYTE)
                    .saturating_add(SMALLEST_BUFFER),
            ),
            at_rest: (!self.is_in_line).then_some(0),
        }
    }
}

impl DecodeInPlace for Decoder {
    fn decode_in_place(&mut self, input: &mut [u8], log: &mut Log) -> Result<Progress, Failure> {
        let len = input.len();
        let mut rest = input;
        let event = self.decoder.decode_in_place(&mut rest).map_err(failure)?;
        let yielded = event.map(|event| push_event(&event, log)).is_some();
        Ok(Progress {
            taken: len.saturating_sub(rest.len()),
            yielded,
        })
    }
}

impl Compare for Config {
    type Decoder = Decoder;

    fn decoder(&self) -> Decoder {
        Decoder::with_config(*self)
    }

    fn in_place(decoder: &mut Decoder) -> Option<&mut dyn DecodeInPlace> {
        Some(decoder)
    }

    fn reference(&self, input: &[u8], log: &mut Log) -> Result<Option<u64>, Failure> {
        reference::decode(input, self, log).map(|at| Some(at as u64))
    }
}

fn push_event(event: &Event<'_, '_>, log: &mut Log) {
    match event {
        Event::Chunk(head) => push_head(head, log),
        Event::Data(data) => {
            assert!(!data.is_empty(), "data without an octet");
            log.push_piece("data", data);
        }
        Event::Trailer(trailer) => push_trailer("trailer", trailer, log),
        Event::ForbiddenTrailer(trailer) => push_trailer("forbidden-trailer", trailer, log),
        _ => unreachable!("there is no other event"),
    }
}

fn push_head(head: &ChunkHead<'_>, log: &mut Log) {
    log.push("chunk", &[("size", head.size().to_string().as_bytes())]);
    for extension in head.extensions() {
        log.push_part("name", extension.name.as_bytes());
        if let Some(value) = extension.value {
            log.push_part("value", b"");
            for octet in value.bytes() {
                log.extend_part(&[octet]);
            }
        }
    }
}

fn push_trailer(kind: &'static str, trailer: &Trailer<'_>, log: &mut Log) {
    let name = ("name", trailer.name().as_bytes());
    log.push(kind, &[name, ("value", trailer.value())]);
}

fn failure(error: DecodeError) -> Failure {
    let kind = match error.kind() {
        DecodeErrorKind::InvalidChunkSize => "invalid-chunk-size",
        DecodeErrorKind::ChunkSizeOverflow => "chunk-size-overflow",
        DecodeErrorKind::ChunkTooLarge => "chunk-too-large",
        DecodeErrorKind::BodyTooLarge => "body-too-large",
        DecodeErrorKind::HeadTooLong => "head-too-long",
        DecodeErrorKind::OverheadTooLarge => "overhead-too-large",
        DecodeErrorKind::BareLf => "bare-lf",
        DecodeErrorKind::BareCr => "bare-cr",
        DecodeErrorKind::InvalidExtension => "invalid-extension",
        DecodeErrorKind::InvalidChunkEnd => "invalid-chunk-end",
        DecodeErrorKind::InvalidTrailer => "invalid-trailer",
        DecodeErrorKind::TrailerTooLong => "trailer-too-long",
        DecodeErrorKind::TooManyTrailers => "too-many-trailers",
        DecodeErrorKind::Truncated => "truncated",
        _ => unreachable!("there is no other kind"),
    };
    Failure {
        kind,
        offset: error.offset(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(name: &str, value: &str) -> Result<Config, String> {
        config(&[Setting {
            name: name.into(),
            value: value.into(),
        }])
    }

    #[test]
    fn settings_have_the_names_of_the_fields() {
        assert_eq!(config(&[]), Ok(Config::new()));
        assert_eq!(set("hardened", "true"), Ok(Config::hardened()));
        assert_eq!(set("hardened", "false"), Ok(Config::new()));
        let mut expected = Config::new();
        expected.max_trailer_count = 65_535;
        assert_eq!(set("max_trailer_count", "65535"), Ok(expected));
    }

    #[test]
    fn what_is_no_setting_is_refused() {
        for (name, value) in [
            ("max_len", "1"),
            ("max_trailer_count", "65536"),
            ("max_body_len", "18446744073709551616"),
            ("max_head_len", "-1"),
            ("allow_bare_lf", "1"),
        ] {
            assert!(set(name, value).is_err(), "{name} {value}");
        }
    }
}
