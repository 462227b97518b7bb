//! The head that opens a connection, as it comes.

use std::io::{self, Write};

use noio_websocket::handshake::{
    Client, RequestDecoder, RequestError, RequestErrorKind, ResponseError,
};

use super::{
    options::Told,
    request::{self, refuse},
    response,
    rule::{Part, Rule},
    view::View,
};
use crate::failure::Failure;

/// Decodes the head at the front of a connection, and shows it.
pub(crate) struct Opening<'m> {
    told: &'m Told<'m>,
    decoder: Decoder<'m>,
    /// The octets so far. The decoder bounds them.
    octets: Vec<u8>,
}

enum Decoder<'m> {
    Request(RequestDecoder),
    Response(Box<Client<'m>>),
}

/// What a head has led to that breaks no rule.
pub(crate) enum Outcome {
    /// Frames follow, or may follow if the server accepts the request.
    Open(Extensions),
    /// The server has answered with this status, and opens no connection.
    Refused(u16),
}

/// Who has named extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extensions {
    /// Nobody.
    None,
    /// The client alone: what the server says is not known.
    Offered,
    /// The server.
    Agreed,
}

/// What the decoder has found wrong.
struct Fault {
    rule: Rule,
    offset: u64,
}

impl<'m> Opening<'m> {
    pub(crate) fn new(told: &'m Told<'m>) -> Result<Self, Failure> {
        let decoder = if told.is_request {
            Decoder::Request(RequestDecoder::with_config(told.config))
        } else {
            let subprotocols = told.subprotocols.as_deref().unwrap_or_default();
            let extensions = told.extensions.unwrap_or_default();
            Decoder::Response(Box::new(told.client(subprotocols, extensions)?))
        };
        Ok(Self {
            told,
            decoder,
            octets: Vec::new(),
        })
    }

    /// The octets of the head so far.
    pub(crate) const fn position(&self) -> u64 {
        self.octets.len() as u64
    }

    /// Takes all of `piece`, or what there is of it up to the end of the head, which is then shown.
    pub(crate) fn take(
        &mut self,
        piece: &mut &[u8],
        view: View<'_>,
        out: &mut impl Write,
    ) -> Result<Option<Outcome>, Failure> {
        let mut rest = *piece;
        let decoded = match &mut self.decoder {
            Decoder::Request(decoder) => match decoder.decode(&mut rest) {
                Ok(request) => Ok(request.is_some()),
                Err(error) => Err(Fault::from(error)),
            },
            Decoder::Response(client) => match client.decode(&mut rest) {
                Ok(response) => Ok(response.is_some()),
                Err(error) => Err(Fault::from(error)),
            },
        };
        // How much a call takes that fails is not specified. It fails at the last octet looked at.
        let len = match &decoded {
            Ok(_) => piece.len() - rest.len(),
            Err(fault) => {
                let end = fault.offset.saturating_add(1);
                usize::try_from(end.saturating_sub(self.position())).unwrap_or(usize::MAX)
            }
        };
        let (taken, rest) = piece.split_at_checked(len).unwrap_or((*piece, &[]));
        self.octets.extend_from_slice(taken);
        *piece = rest;
        let fault = match decoded {
            Ok(false) => return Ok(None),
            Ok(true) => None,
            Err(fault) if matches!(fault.rule.part(), Part::Octets) => {
                return Err(self.fail(&fault, view, out)?);
            }
            Err(fault) => Some(fault.rule),
        };
        let outcome = if self.told.is_request {
            request::show(self.told, &self.octets, fault, view, out)
        } else {
            response::show(self.told, &self.octets, fault, view, out)
        };
        out.flush()?;
        outcome.map(Some)
    }

    /// The input has ended within the head, or before it.
    pub(crate) fn finish(&mut self, view: View<'_>, out: &mut impl Write) -> Result<(), Failure> {
        let finished = match &mut self.decoder {
            Decoder::Request(decoder) => decoder.finish().map_err(Fault::from),
            Decoder::Response(client) => client.finish().map_err(Fault::from),
        };
        match finished {
            Err(fault) => Err(self.fail(&fault, view, out)?),
            // To a server it is no error if nothing comes at all, and nothing to be answered.
            Ok(()) => {
                let rule = Rule::Request(RequestErrorKind::Truncated);
                Err(view.error(rule, self.position(), self.told, out)?)
            }
        }
    }

    /// Shows what there is of a head that is none.
    fn fail(&self, fault: &Fault, view: View<'_>, out: &mut impl Write) -> io::Result<Failure> {
        if fault.rule.is_of_octet() {
            view.last_line(&self.octets, out)?;
        }
        refuse(self.told, fault.rule, self.position(), view, out)?;
        view.error(fault.rule, fault.offset, self.told, out)
    }
}

impl From<RequestError> for Fault {
    fn from(error: RequestError) -> Self {
        Self {
            rule: Rule::Request(error.kind()),
            offset: error.offset(),
        }
    }
}

impl From<ResponseError> for Fault {
    fn from(error: ResponseError) -> Self {
        Self {
            rule: Rule::Response(error.kind()),
            offset: error.offset(),
        }
    }
}
