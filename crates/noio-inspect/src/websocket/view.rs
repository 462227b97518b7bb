//! How what was decoded is shown.

use std::io::{self, Write};

use anstyle::AnsiColor;
use noio_websocket::{Close, CloseCode, DecodeError, Event, FrameHeader, Opcode};

use super::{options::Settings, reencode::Reencoder};
use crate::{
    failure::{Broken, Failure, kebab_case},
    handshake,
    json::Json,
    people::{Kind, Rows, Value},
};

const TEXT: Kind = Kind::new("text", AnsiColor::Green);
const BINARY: Kind = Kind::new("binary", AnsiColor::Green);
const PING: Kind = Kind::new("ping", AnsiColor::Blue);
const PONG: Kind = Kind::new("pong", AnsiColor::Blue);
const CLOSE: Kind = Kind::new("close", AnsiColor::Magenta);
const FRAME: Kind = Kind::new("frame", AnsiColor::Blue);
const PAYLOAD: Kind = Kind::new("payload", AnsiColor::Green);
const END: Kind = Kind::new("end", AnsiColor::Cyan);
const REST: Kind = Kind::new("rest", AnsiColor::Red);

/// What applications are told of a connection that ends without a Close (RFC 6455 §7.1.5). It is
/// never sent.
const ABNORMAL_CLOSURE: u16 = 1006;

pub(super) enum View {
    People(Rows),
    Json,
    Reencoded(Reencoder),
}

impl View {
    /// A message, or a control frame.
    pub(super) fn message(
        &mut self,
        began: u64,
        event: &Event<'_>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        match self {
            Self::People(rows) => {
                let (kind, payload) = match event {
                    Event::Text(text) => (&TEXT, text.as_bytes()),
                    Event::Binary(data) => (&BINARY, &data[..]),
                    Event::Ping(payload) => (&PING, *payload),
                    Event::Pong(payload) => (&PONG, *payload),
                    Event::Close(close) => return write_close(rows, began, close, out),
                    _ => return Ok(()),
                };
                rows.write(began, kind, &[Value::Text(payload)], out)
            }
            Self::Json => match event {
                Event::Text(text) => Json::write_line("text", Json::Text(text), out),
                Event::Binary(data) => Json::write_line("binary", Json::Binary(data), out),
                Event::Ping(payload) => Json::write_line("ping", Json::Data(payload), out),
                Event::Pong(payload) => Json::write_line("pong", Json::Data(payload), out),
                Event::Close(close) => {
                    let code = close.code().map(CloseCode::as_u16);
                    let close = Json::Object(&[
                        (
                            "code",
                            code.map_or(Json::Null, |code| Json::Number(code.into())),
                        ),
                        ("reason", Json::Text(close.reason())),
                    ]);
                    Json::write_line("close", close, out)
                }
                _ => Ok(()),
            },
            Self::Reencoded(reencoder) => reencoder.write(event, out),
        }
    }

    /// A frame: its payload follows.
    pub(super) fn frame(
        &self,
        began: u64,
        header: &FrameHeader,
        out: &mut impl Write,
    ) -> io::Result<()> {
        match self {
            Self::People(rows) => {
                let rsv = header.rsv.to_string();
                let len = header.payload_len.to_string();
                let values = [
                    Value::Name(name(header.opcode).as_bytes()),
                    Value::Labelled("fin", word(header.fin)),
                    Value::Labelled("rsv", rsv.as_bytes()),
                    Value::Labelled("masked", word(header.mask_key.is_some())),
                    Value::Labelled("len", len.as_bytes()),
                ];
                rows.write(began, &FRAME, &values, out)
            }
            Self::Json => {
                let frame = Json::Object(&[
                    ("fin", Json::Bool(header.fin)),
                    ("rsv", Json::Number(header.rsv.into())),
                    ("opcode", Json::Text(name(header.opcode))),
                    ("masked", Json::Bool(header.mask_key.is_some())),
                    ("len", Json::Number(header.payload_len.into())),
                ]);
                Json::write_line("frame", frame, out)
            }
            Self::Reencoded(_) => Ok(()),
        }
    }

    /// Payload of the frame before it, unmasked.
    pub(super) fn payload(
        &self,
        began: u64,
        payload: &[u8],
        out: &mut impl Write,
    ) -> io::Result<()> {
        match self {
            Self::People(rows) => rows.write(began, &PAYLOAD, &[Value::Text(payload)], out),
            Self::Json => Json::write_line("payload", Json::Data(payload), out),
            Self::Reencoded(_) => Ok(()),
        }
    }

    /// The connection has ended: by a Close if it is clean.
    pub(super) fn end(
        &self,
        position: u64,
        is_clean: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        match self {
            Self::People(rows) => {
                let value = Value::Labelled("clean", word(is_clean));
                rows.write(position, &END, &[value], out)?;
            }
            Self::Json => {
                let end = Json::Object(&[("clean", Json::Bool(is_clean))]);
                Json::write_line("end", end, out)?;
            }
            Self::Reencoded(_) => {}
        }
        out.flush()
    }

    /// Whether it shows how much follows the Close. The others have nothing left to say then.
    pub(super) const fn counts_rest(&self) -> bool {
        matches!(self, Self::People(_))
    }

    /// The input has ended behind the Close, by so many bytes.
    pub(super) fn rest(&self, position: u64, len: u64, out: &mut impl Write) -> io::Result<()> {
        if let Self::People(rows) = self
            && len > 0
        {
            rows.write(position, &REST, &[Value::Count(len, "bytes")], out)?;
        }
        out.flush()
    }

    /// Shows `error` of frames that begin at `base`, or hands it on to be shown to people apart from
    /// the output.
    pub(super) fn error(
        &self,
        error: DecodeError,
        base: u64,
        settings: &Settings,
        out: &mut impl Write,
    ) -> io::Result<Failure> {
        let code = error
            .close_code()
            .map_or(ABNORMAL_CLOSURE, CloseCode::as_u16);
        let offset = base + error.offset();
        let explanation = settings.explanation(error.kind());
        let advice = settings.advice(error.kind());
        let advice = advice.map_or_else(String::new, |advice| format!("; {advice}"));
        let broken = Broken {
            kind: &kebab_case(&error.kind()),
            offset,
            message: &format!("{} at byte {offset}{explanation}", error.kind()),
            hint: &format!(" (close code {code}{advice})"),
            close_code: Some(code),
            status: None,
        };
        broken.show(matches!(self, Self::Json), out)
    }

    /// There is no connection: the server has answered with another status, in a head that ends at
    /// `offset`.
    pub(super) fn refused(
        &self,
        status: u16,
        offset: u64,
        out: &mut impl Write,
    ) -> io::Result<Failure> {
        let message =
            format!("no connection: the server answers with status {status} at byte {offset}");
        let broken = Broken {
            kind: "refused",
            offset,
            message: &message,
            hint: "",
            close_code: None,
            status: None,
        };
        broken.show(matches!(self, Self::Json), out)
    }

    /// How the head before the frames is shown.
    pub(super) const fn of_head(&self) -> handshake::View<'_> {
        match self {
            Self::People(rows) => handshake::View::People(rows),
            Self::Json => handshake::View::Json,
            Self::Reencoded(_) => handshake::View::Silent,
        }
    }
}

fn write_close(rows: &Rows, began: u64, close: &Close<'_>, out: &mut impl Write) -> io::Result<()> {
    match close.code() {
        Some(code) => {
            let code = code.to_string();
            let code = Value::Labelled("code", code.as_bytes());
            let reason = Value::Text(close.reason().as_bytes());
            rows.write(began, &CLOSE, &[code, reason], out)
        }
        None => rows.write(began, &CLOSE, &[], out),
    }
}

/// The opcode as RFC 6455 §5.2 calls it.
const fn name(opcode: Opcode) -> &'static str {
    match opcode {
        Opcode::Continuation => "continuation",
        Opcode::Text => "text",
        Opcode::Binary => "binary",
        Opcode::Close => "close",
        Opcode::Ping => "ping",
        Opcode::Pong => "pong",
    }
}

const fn word(is_so: bool) -> &'static [u8] {
    if is_so { b"true" } else { b"false" }
}
