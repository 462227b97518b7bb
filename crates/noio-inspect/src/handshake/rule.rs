//! The rules that a head can break.

use noio_websocket::handshake::{Refusal, RequestErrorKind, ResponseErrorKind};

use crate::failure::kebab_case;

/// A rule of the codec, or one that the options have made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    Request(RequestErrorKind),
    Response(ResponseErrorKind),
    /// The origin is none of those that the options allow.
    ForbiddenOrigin,
}

/// What a rule is about, and what a head has there that keeps it.
pub(super) enum Part {
    /// The octets, so that there is no head.
    Octets,
    Method,
    Target,
    /// The status or the version of a response.
    Status,
    /// Fields, and what stands in their place: a field of the first name with this value, or none.
    Fields(&'static [&'static str], Option<&'static str>),
    /// `Sec-WebSocket-Accept`, of which the right value is for the key to say.
    Accept,
}

const SUBPROTOCOL: Part = Part::Fields(&["sec-websocket-protocol"], None);
const EXTENSIONS: Part = Part::Fields(&["sec-websocket-extensions"], None);
const CONTENT: Part = Part::Fields(&["content-length", "transfer-encoding"], None);
const UPGRADE: Part = Part::Fields(&["upgrade"], Some("websocket"));
const CONNECTION: Part = Part::Fields(&["connection"], Some("upgrade"));
const VERSION: Part = Part::Fields(&["sec-websocket-version"], Some("13"));
/// The value is the example of RFC 6455 §1.3.
const KEY: Part = Part::Fields(&["sec-websocket-key"], Some("dGhlIHNhbXBsZSBub25jZQ=="));
const HOST: Part = Part::Fields(&["host"], Some("localhost"));
const ORIGIN: Part = Part::Fields(&["origin"], None);

impl Rule {
    pub(super) const fn part(self) -> Part {
        use {RequestErrorKind as Q, ResponseErrorKind as P};

        match self {
            Self::Request(kind) => match kind {
                Q::MethodNotAllowed => Part::Method,
                Q::InvalidTarget => Part::Target,
                Q::InvalidHost => HOST,
                Q::UnexpectedContent => CONTENT,
                Q::UpgradeRequired | Q::InvalidUpgrade => UPGRADE,
                Q::InvalidConnection => CONNECTION,
                Q::InvalidVersion | Q::UnsupportedVersion => VERSION,
                Q::InvalidKey => KEY,
                Q::InvalidOrigin => ORIGIN,
                Q::InvalidSubprotocols | Q::TooManySubprotocols => SUBPROTOCOL,
                Q::InvalidExtensions => EXTENSIONS,
                _ => Part::Octets,
            },
            Self::Response(kind) => match kind {
                P::InvalidStatus => Part::Status,
                P::UnexpectedContent => CONTENT,
                P::InvalidUpgrade => UPGRADE,
                P::InvalidConnection => CONNECTION,
                P::InvalidAccept => Part::Accept,
                P::InvalidExtensions | P::UnexpectedExtension => EXTENSIONS,
                P::InvalidSubprotocol | P::UnexpectedSubprotocol => SUBPROTOCOL,
                _ => Part::Octets,
            },
            Self::ForbiddenOrigin => ORIGIN,
        }
    }

    /// Whether it is about one octet that cannot stand where it does, so that the line of it tells
    /// more than the rule alone.
    pub(super) const fn is_of_octet(self) -> bool {
        use {RequestErrorKind as Q, ResponseErrorKind as P};

        matches!(
            self,
            Self::Request(
                Q::InvalidStartLine
                    | Q::UnsupportedHttpVersion
                    | Q::InvalidFieldName
                    | Q::InvalidFieldValue
                    | Q::InvalidLineEnd
            ) | Self::Response(
                P::InvalidStartLine
                    | P::UnsupportedHttpVersion
                    | P::InvalidFieldName
                    | P::InvalidFieldValue
                    | P::InvalidLineEnd
            )
        )
    }

    /// What a server answers a request with that breaks it.
    pub(super) fn refusal(self) -> Option<Refusal<'static>> {
        match self {
            Self::Request(kind) => Some(kind.refusal()),
            Self::Response(_) => None,
            Self::ForbiddenOrigin => Some(Refusal::FORBIDDEN),
        }
    }

    /// In kebab-case.
    pub(super) fn name(self) -> String {
        match self {
            Self::Request(kind) => kebab_case(&kind),
            Self::Response(kind) => kebab_case(&kind),
            Self::ForbiddenOrigin => "forbidden-origin".into(),
        }
    }

    /// In words.
    pub(super) fn message(self) -> String {
        match self {
            Self::Request(kind) => kind.to_string(),
            Self::Response(kind) => kind.to_string(),
            Self::ForbiddenOrigin => "origin is none of those allowed".into(),
        }
    }
}
