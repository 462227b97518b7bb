//! How decoders of `noio-sse` are set up.

use super::{Decoder, Limits, LineDecoder, reference};
use crate::{Compare, DecodeInPlace, Failure, Log, vectors::Setting};

/// A [`noio_sse::Decoder`], with its limits and the last event id that it has at the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// The limits.
    pub limits: Limits,
    /// The last event id, which is empty if there is none.
    pub last_event_id: String,
}

impl Events {
    /// These limits, and no last event id.
    pub fn with_limits(limits: Limits) -> Self {
        Self {
            limits,
            last_event_id: String::new(),
        }
    }

    /// What a vector asks for: `max_line_len`, `max_data_len`, `max_event_type_len` and
    /// `max_id_len` set the limits, `last_event_id` the id that the client has.
    ///
    /// # Errors
    ///
    /// If there is no such setting, or its value is of the wrong kind.
    pub fn from_settings(settings: &[Setting]) -> Result<Self, String> {
        let mut events = Self::default();
        for setting in settings {
            match setting.name.as_str() {
                "max_line_len" => events.limits.line = setting.as_number()?,
                "max_data_len" => events.limits.data = setting.as_number()?,
                "max_event_type_len" => events.limits.event_type = setting.as_number()?,
                "max_id_len" => events.limits.id = setting.as_number()?,
                "last_event_id" => events.last_event_id = setting.as_str()?.into(),
                name => return Err(format!("there is no setting `{name}`")),
            }
        }
        Ok(events)
    }
}

impl Compare for Events {
    type Decoder = Decoder;

    fn decoder(&self) -> Decoder {
        let config = self.limits.config();
        let decoder = noio_sse::Decoder::with_config(config);
        Decoder::new(decoder.with_last_event_id(&self.last_event_id), config)
    }

    fn in_place(_: &mut Decoder) -> Option<&mut dyn DecodeInPlace> {
        None
    }

    fn reference(&self, input: &[u8], log: &mut Log) -> Result<Option<u64>, Failure> {
        reference::decode(input, self.limits, &self.last_event_id, log).map(|()| None)
    }
}

/// A [`noio_sse::line::Decoder`], which has no settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lines;

impl Compare for Lines {
    type Decoder = LineDecoder;

    fn decoder(&self) -> LineDecoder {
        LineDecoder::new()
    }

    fn in_place(_: &mut LineDecoder) -> Option<&mut dyn DecodeInPlace> {
        None
    }

    fn reference(&self, input: &[u8], log: &mut Log) -> Result<Option<u64>, Failure> {
        reference::decode_lines(input, log);
        Ok(None)
    }
}
