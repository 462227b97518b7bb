//! The options of `websocket`.

use clap::{
    Arg, ArgMatches,
    builder::{PossibleValuesParser, TypedValueParser as _},
};
use noio_websocket::{Config, DecodeErrorKind, FrameConfig, Role};

use crate::{
    failure::Failure,
    flag::switch,
    handshake::{self, Extensions},
    limit::{Field, Limit},
};

const LIMITS: [Limit<Config, DecodeErrorKind>; 3] = [
    Limit {
        kind: DecodeErrorKind::FrameTooLarge,
        option: "max-frame-len",
        unit: "bytes",
        help: "The longest payload of a frame, in bytes; with --frames no limit unless set",
        field: Field::U64(|config| &mut config.max_frame_len),
    },
    Limit {
        kind: DecodeErrorKind::MessageTooLarge,
        option: "max-message-len",
        unit: "bytes",
        help: "The longest message, in bytes, all its fragments together",
        field: Field::U64(|config| &mut config.max_message_len),
    },
    Limit {
        kind: DecodeErrorKind::TooManyFragments,
        option: "max-fragment-count",
        unit: "frames",
        help: "The most frames of a message",
        field: Field::U32(|config| &mut config.max_fragment_count),
    },
];

/// Those that are of messages, and so mean nothing where there are only frames.
const LIMITS_OF_MESSAGES: [&str; 2] = ["max-message-len", "max-fragment-count"];

pub(super) fn args() -> impl Iterator<Item = Arg> {
    let role = PossibleValuesParser::new(["client", "server"]).map(|role| match role.as_str() {
        "client" => Role::Client,
        _ => Role::Server,
    });
    let own = [
        Arg::new("role")
            .long("role")
            .value_name("ROLE")
            .help("Who received the bytes: `server` reads what a client sent, `client` what a server did")
            .value_parser(role)
            .required(true),
        switch("json", "Print JSON Lines, one object per event"),
        switch("frames", "Show the frames and their payload instead of the messages"),
        switch("reencode", "Write the decoded messages as frames again, as their sender")
            .conflicts_with_all(["json", "frames"]),
        Arg::new("mask-key")
            .long("mask-key")
            .value_name("HEX")
            .help("What --reencode masks every frame of a client with [default: 00000000]")
            .value_parser(mask_key)
            .requires("reencode"),
        switch(
            "handshake",
            "The capture begins with the head of the handshake: a request with --role server, else \
             a response",
        ),
    ];
    let limits = LIMITS.iter().map(|limit| {
        let arg = limit.arg(Config::new());
        if LIMITS_OF_MESSAGES.contains(&limit.option) {
            arg.conflicts_with("frames")
        } else {
            arg
        }
    });
    own.into_iter()
        .chain(limits)
        .chain(handshake::args_of_connections())
}

/// A key of four bytes, in eight hexadecimal digits.
fn mask_key(text: &str) -> Result<[u8; 4], &'static str> {
    let is_hex = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(text, 16)
        .ok()
        .filter(|_| is_hex)
        .map(u32::to_be_bytes)
        .ok_or("a key is eight hexadecimal digits")
}

/// What the options ask for.
#[derive(Clone, Copy)]
pub(super) struct Settings {
    /// Who received the bytes.
    pub(super) role: Role,
    /// The limits, for messages or for frames.
    config: Config,
    pub(super) is_frames: bool,
    /// For what is encoded again, if a client sent it.
    pub(super) mask_key: [u8; 4],
    /// Who has named extensions in the head before the frames, if that is there.
    pub(super) extensions: Option<Extensions>,
}

impl Settings {
    pub(super) fn new(matches: &ArgMatches) -> Result<Self, Failure> {
        let role: Option<&Role> = matches.get_one("role");
        // It has to be there: without it nothing comes here.
        let role = role.copied().unwrap_or(Role::Server);
        let mask_key: Option<&[u8; 4]> = matches.get_one("mask-key");
        if mask_key.is_some() && role == Role::Client {
            let line = "--mask-key goes with --role server: the frames of a server are not masked";
            return Err(Failure::Usage(line));
        }
        let is_frames = matches.get_flag("frames");
        let mut config = Config::new();
        if is_frames {
            config.max_frame_len = FrameConfig::new().max_frame_len;
        }
        for limit in &LIMITS {
            limit.set(&mut config, matches);
        }
        Ok(Self {
            role,
            config,
            is_frames,
            mask_key: mask_key.copied().unwrap_or_default(),
            extensions: None,
        })
    }

    /// For a decoder of messages.
    pub(super) const fn config(&self) -> Config {
        self.config
    }

    /// For a decoder of frames: those of a connection that may be compressed are shown too.
    pub(super) fn frame_config(&self) -> FrameConfig {
        let mut config = FrameConfig::new();
        config.max_frame_len = self.config.max_frame_len;
        config.allow_rsv1 = self.extensions != Some(Extensions::None);
        config
    }

    /// What people are told to do about an error.
    pub(super) fn advice(&self, kind: DecodeErrorKind) -> Option<String> {
        let advice = match kind {
            DecodeErrorKind::Unmasked => "--role client reads what a server sent",
            DecodeErrorKind::Masked => "--role server reads what a client sent",
            DecodeErrorKind::ReservedBits
                if !self.is_frames && self.extensions != Some(Extensions::None) =>
            {
                "--frames accepts RSV1 where compressed messages have it"
            }
            _ => return Limit::advice(&LIMITS, &kind, self.config),
        };
        Some(advice.to_owned())
    }

    /// What the head tells about an error.
    pub(super) const fn explanation(&self, kind: DecodeErrorKind) -> &'static str {
        match (kind, self.extensions) {
            (DecodeErrorKind::ReservedBits, Some(Extensions::None)) => {
                "; the handshake names no extension that could mean it"
            }
            (DecodeErrorKind::ReservedBits, Some(Extensions::Offered)) => {
                "; an extension that the client offered may mean it, and is not decoded"
            }
            (DecodeErrorKind::ReservedBits, Some(Extensions::Agreed)) => {
                "; an extension that was agreed upon may mean it, and is not decoded"
            }
            _ => "",
        }
    }
}
