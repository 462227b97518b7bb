//! The options of `handshake`, and those of them that `websocket --handshake` has.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use clap::{Arg, ArgAction, ArgGroup, ArgMatches};
use noio_chunked::Token;
use noio_websocket::handshake::{Client, Config, Offer, Origins, Uri};

use crate::{
    failure::Failure,
    flag::switch,
    limit::{Field, Limit},
};

/// The kinds of error are those of both sides, so they go by their names.
const LIMITS: [Limit<Config, &str>; 2] = [
    Limit {
        kind: "head-too-long",
        option: "max-head-len",
        unit: "bytes",
        help: "The longest head, in bytes, with all that comes before it",
        field: Field::Usize(|config| &mut config.max_head_len),
    },
    Limit {
        kind: "too-many-fields",
        option: "max-field-count",
        unit: "fields",
        help: "The most fields of a head",
        field: Field::Usize(|config| &mut config.max_field_count),
    },
];

/// A response does not say what was asked for, so any address will do.
const ADDRESS: &str = "ws://localhost/";

pub(super) fn args() -> impl Iterator<Item = Arg> {
    let own = [
        switch("request", "The head is that of a request"),
        switch("response", "The head is that of a response"),
        switch("json", "Print JSON Lines"),
        key().conflicts_with("request"),
        subprotocol().help(
            "A subprotocol that the client offered, or that the server speaks, the best first; \
             may be repeated",
        ),
        extensions().conflicts_with("request"),
        Arg::new("allow-origin")
            .long("allow-origin")
            .value_name("ORIGIN")
            .help("An origin whose pages may open a connection; may be repeated")
            .action(ArgAction::Append)
            .conflicts_with_all(["response", "same-host"]),
        switch(
            "same-host",
            "Only pages of the host itself may open a connection",
        )
        .conflicts_with("response"),
    ];
    own.into_iter().chain(limits())
}

pub(super) fn side() -> ArgGroup {
    ArgGroup::new("side")
        .args(["request", "response"])
        .required(true)
}

/// Those for a head with frames behind it, for a command that has `--handshake`.
pub(crate) fn args_of_connections() -> impl Iterator<Item = Arg> {
    let own = [
        key(),
        subprotocol().help("A subprotocol that the client offered; may be repeated"),
        extensions(),
    ];
    own.into_iter()
        .chain(limits())
        .map(|arg| arg.requires("handshake"))
}

fn key() -> Arg {
    Arg::new("key")
        .long("key")
        .value_name("KEY")
        .help("The Sec-WebSocket-Key of the request that a response answers")
        .value_parser(parse_key)
}

fn subprotocol() -> Arg {
    Arg::new("subprotocol")
        .long("subprotocol")
        .value_name("TOKEN")
        .value_parser(parse_subprotocol)
        .action(ArgAction::Append)
}

fn extensions() -> Arg {
    Arg::new("extensions")
        .long("extensions")
        .value_name("LIST")
        .help("The extensions that the client offered, as in Sec-WebSocket-Extensions")
}

fn limits() -> impl Iterator<Item = Arg> {
    LIMITS.iter().map(|limit| limit.arg(Config::new()))
}

fn parse_key(text: &str) -> Result<[u8; 16], &'static str> {
    // The space that base64 of this length may need.
    let mut octets = [0; 18];
    match STANDARD.decode_slice(text, &mut octets) {
        Ok(16) => octets.first_chunk().copied(),
        _ => None,
    }
    .ok_or("a key is the base64 of 16 bytes")
}

/// An empty one says that there is none.
fn parse_subprotocol(text: &str) -> Result<String, &'static str> {
    if text.is_empty() || Token::new(text.as_bytes()).is_some() {
        Ok(text.to_owned())
    } else {
        Err("a subprotocol is a token")
    }
}

/// What the options tell of a handshake beside the head.
pub(crate) struct Told<'m> {
    pub(super) is_request: bool,
    /// Whether it is shown what a server answers.
    pub(super) shows_answer: bool,
    /// What the request had that a response answers, each if it is told.
    pub(super) key: Option<[u8; 16]>,
    pub(super) subprotocols: Option<Vec<&'m str>>,
    pub(super) extensions: Option<&'m str>,
    origins: Option<Vec<&'m str>>,
    is_same_host: bool,
    pub(super) config: Config,
}

impl<'m> Told<'m> {
    pub(super) fn of_handshake(matches: &'m ArgMatches) -> Self {
        let origins: Option<_> = matches.get_many("allow-origin");
        Self {
            shows_answer: true,
            origins: origins.map(|origins| origins.map(String::as_str).collect()),
            is_same_host: matches.get_flag("same-host"),
            ..Self::of_connection(matches, matches.get_flag("request"))
        }
    }

    /// Of a command that has [`args_of_connections`].
    pub(crate) fn of_connection(matches: &'m ArgMatches, is_request: bool) -> Self {
        let key: Option<&[u8; 16]> = matches.get_one("key");
        let subprotocols: Option<_> = matches.get_many("subprotocol");
        let subprotocols = subprotocols.map(|subprotocols| {
            subprotocols
                .map(String::as_str)
                .filter(|subprotocol| !subprotocol.is_empty())
                .collect()
        });
        let extensions: Option<&String> = matches.get_one("extensions");
        let mut config = Config::new();
        for limit in &LIMITS {
            limit.set(&mut config, matches);
        }
        Self {
            is_request,
            shows_answer: false,
            key: key.copied(),
            subprotocols,
            extensions: extensions.map(String::as_str),
            origins: None,
            is_same_host: false,
            config,
        }
    }

    /// Whether anything is told that says nothing of a request.
    pub(crate) const fn is_of_response(&self) -> bool {
        self.key.is_some() || self.subprotocols.is_some() || self.extensions.is_some()
    }

    pub(super) fn origins(&self) -> Origins<'_> {
        match &self.origins {
            Some(origins) => Origins::Listed(origins),
            None if self.is_same_host => Origins::SameHost,
            None => Origins::Any,
        }
    }

    /// A client that has offered this. Another key stands for one that is not told.
    pub(super) fn client<'o>(
        &self,
        subprotocols: &'o [&'o str],
        extensions: &'o str,
    ) -> Result<Client<'o>, Failure> {
        let uri = Uri::parse(ADDRESS).map_err(|_| Failure::Usage("no address"))?;
        let mut offer = Offer::new(uri);
        if !subprotocols.is_empty() {
            offer = offer.with_subprotocols(subprotocols).map_err(|_| {
                Failure::Usage("--subprotocol takes one subprotocol once, and at most 32 of them")
            })?;
        }
        if !extensions.is_empty() {
            offer = offer
                .with_extensions(extensions)
                .map_err(|_| Failure::Usage("--extensions takes a list of extensions"))?;
        }
        Ok(Client::new(offer, self.key.unwrap_or_default()).with_config(self.config))
    }

    /// What people are told to do about an error of this kind.
    pub(super) fn advice(&self, kind: &str) -> Option<String> {
        Limit::advice(&LIMITS, &kind, self.config)
    }
}
