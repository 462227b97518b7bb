//! How a decoder of `noio_websocket::handshake` is set up.

use noio_websocket::handshake::Config;

use super::{Decoder, reference};
use crate::{Compare, DecodeInPlace, Failure, Log, vectors::Setting};

/// The octets of the key in RFC 6455 §1.3.
pub const KEY: [u8; 16] = *b"the sample nonce";

/// Subprotocols that a client may be set up to offer.
///
/// Those of the standard, one that others begin with, some that differ in case, and one of all that
/// may be in a token.
pub const SUBPROTOCOLS: &[&[&str]] = &[
    &[],
    &["chat"],
    &["chat", "superchat"],
    &["superchat", "chat", "CHAT", "cha"],
    &["!#$%&'*+-.^_`|~0aZ"],
];

/// Extensions that a client may be set up to offer.
///
/// None, those of browsers, one twice, and a value in quotes.
pub const EXTENSIONS: &[&str] = &[
    "",
    "permessage-deflate",
    "permessage-deflate; client_max_window_bits",
    "permessage-deflate; server_max_window_bits=10, permessage-deflate",
    "x-a; b=\"c\", x-d",
];

/// Which decoder, with which limits, and what is logged.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Setup {
    /// Who decodes.
    pub side: Side,
    /// The limits.
    pub config: Config,
    /// Whether every field is logged.
    pub fields: bool,
}

/// Who decodes.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_enums, reason = "a connection has two ends")]
pub enum Side {
    /// A server: requests.
    Server,
    /// A client that has offered this: responses.
    Client(Offers),
}

/// What a client has sent.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Offers {
    /// The key.
    pub key: [u8; 16],
    /// The subprotocols.
    pub subprotocols: &'static [&'static str],
    /// The extensions, as a list; `""` for none.
    pub extensions: &'static str,
}

impl Offers {
    /// The key of the standard and nothing else.
    pub const fn new() -> Self {
        Self {
            key: KEY,
            subprotocols: &[],
            extensions: "",
        }
    }
}

impl Default for Offers {
    fn default() -> Self {
        Self::new()
    }
}

impl Setup {
    /// A server with the default limits, with all fields.
    pub fn server() -> Self {
        Self::of(Side::Server)
    }

    /// A client that has offered this, with the default limits, with all fields.
    pub fn client(offers: Offers) -> Self {
        Self::of(Side::Client(offers))
    }

    fn of(side: Side) -> Self {
        Self {
            side,
            config: Config::new(),
            fields: true,
        }
    }

    /// What a vector asks for: `side`, which is `server` unless it says `client`; for a client
    /// `key`, `subprotocols`, which is one of [`SUBPROTOCOLS`] with commas between them, and
    /// `extensions`, which is one of [`EXTENSIONS`]; each limit by its name; and `fields`, `true` to
    /// have them in the log.
    ///
    /// # Errors
    ///
    /// If there is no such setting, or its value is of the wrong kind.
    pub fn from_settings(settings: &[Setting]) -> Result<Self, String> {
        let mut setup = Self::server();
        setup.fields = false;
        let mut offers = Offers::new();
        let mut is_client = false;
        let mut has_offers = false;
        for setting in settings {
            match setting.name.as_str() {
                "side" => is_client = is_client_side(setting)?,
                "max_head_len" => setup.config.max_head_len = setting.as_number()?,
                "max_field_count" => setup.config.max_field_count = setting.as_number()?,
                "fields" => setup.fields = setting.as_bool()?,
                "key" => offers.key = key(setting)?,
                "subprotocols" => offers.subprotocols = subprotocols(setting.as_str()?)?,
                "extensions" => offers.extensions = extensions(setting.as_str()?)?,
                name => return Err(format!("there is no setting `{name}`")),
            }
            has_offers |= matches!(setting.name.as_str(), "key" | "subprotocols" | "extensions");
        }
        if is_client {
            setup.side = Side::Client(offers);
        } else if has_offers {
            return Err("a server has offered nothing".into());
        }
        Ok(setup)
    }
}

impl Compare for Setup {
    type Decoder = Decoder;

    fn decoder(&self) -> Decoder {
        Decoder::new(*self)
    }

    fn in_place(_: &mut Decoder) -> Option<&mut dyn DecodeInPlace> {
        None
    }

    fn reference(&self, input: &[u8], log: &mut Log) -> Result<Option<u64>, Failure> {
        reference::decode(input, self, log)
    }
}

fn is_client_side(setting: &Setting) -> Result<bool, String> {
    match setting.as_str()? {
        "client" => Ok(true),
        "server" => Ok(false),
        _ => Err("`set side` takes client or server".into()),
    }
}

fn key(setting: &Setting) -> Result<[u8; 16], String> {
    <[u8; 16]>::try_from(setting.value.as_slice())
        .map_err(|_| "`set key` takes 16 octets".to_owned())
}

fn subprotocols(list: &str) -> Result<&'static [&'static str], String> {
    SUBPROTOCOLS
        .iter()
        .copied()
        .find(|offered| offered.join(", ") == list)
        .ok_or_else(|| format!("{list} is none of the lists of subprotocols"))
}

fn extensions(list: &str) -> Result<&'static str, String> {
    EXTENSIONS
        .iter()
        .copied()
        .find(|offered| *offered == list)
        .ok_or_else(|| format!("{list} is none of the lists of extensions"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(lines: &[(&str, &str)]) -> Result<String, String> {
        let settings: Vec<Setting> = lines
            .iter()
            .map(|(name, value)| Setting {
                name: (*name).into(),
                value: (*value).into(),
            })
            .collect();
        Setup::from_settings(&settings).map(|setup| format!("{setup:?}"))
    }

    #[test]
    fn settings_have_the_names_of_the_fields() {
        let shown = |setup: Setup| Ok(format!("{setup:?}"));
        let mut setup = Setup::server();
        assert_eq!(set(&[("fields", "true")]), shown(setup));
        setup.fields = false;
        assert_eq!(set(&[]), shown(setup));
        setup.config.max_head_len = 7;
        setup.config.max_field_count = 8;
        let lines = [("max_head_len", "7"), ("max_field_count", "8")];
        assert_eq!(set(&lines), shown(setup));

        let mut offers = Offers::new();
        let mut setup = Setup::client(offers);
        let lines = [("side", "client"), ("fields", "true")];
        assert_eq!(set(&lines), shown(setup));
        offers.key = [b'k'; 16];
        offers.subprotocols = &["chat", "superchat"];
        offers.extensions = "permessage-deflate";
        setup.side = Side::Client(offers);
        setup.fields = false;
        let lines = [
            ("key", "kkkkkkkkkkkkkkkk"),
            ("subprotocols", "chat, superchat"),
            ("extensions", "permessage-deflate"),
            ("side", "client"),
        ];
        assert_eq!(set(&lines), shown(setup));
    }

    #[test]
    fn what_is_no_setting_is_refused() {
        for lines in [
            &[("max_len", "1")][..],
            &[("side", "peer")],
            &[("side", "client"), ("key", "short")],
            &[("side", "client"), ("subprotocols", "other")],
            &[("side", "client"), ("extensions", "other")],
            &[("key", "kkkkkkkkkkkkkkkk")],
            &[("side", "server"), ("subprotocols", "chat")],
            &[("max_head_len", "-1")],
        ] {
            assert!(set(lines).is_err(), "{lines:?}");
        }
    }
}
