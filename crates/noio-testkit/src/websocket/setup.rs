//! How a decoder of `noio-websocket` is set up.

use noio_websocket::{Config, FrameConfig, Role};

use super::{Decoder, reference};
use crate::{Compare, DecodeInPlace, Failure, Log, vectors::Setting};

/// Which decoder, at which end, with which limits and leniencies.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Setup {
    /// Messages, whole or in pieces.
    Messages(Role, Config),
    /// Frames.
    Frames(Role, FrameConfig),
}

impl Setup {
    /// Messages with the default limits.
    pub fn messages(role: Role) -> Self {
        Self::Messages(role, Config::new())
    }

    /// Messages with the default limits, in pieces.
    pub fn pieces(role: Role) -> Self {
        let mut config = Config::new();
        config.pieces = true;
        Self::Messages(role, config)
    }

    /// Frames with the default limits.
    pub fn frames(role: Role) -> Self {
        Self::Frames(role, FrameConfig::new())
    }

    /// What a vector asks for: `role`, which is `client` unless it says `server`; `frames`, `true`
    /// for the decoder of frames; and each limit and leniency by its name, if that decoder has it.
    ///
    /// # Errors
    ///
    /// If there is no such setting, or its value is of the wrong kind.
    pub fn from_settings(settings: &[Setting]) -> Result<Self, String> {
        let mut role = Role::Client;
        let mut is_frames = false;
        let mut config = Config::new();
        let mut frame_config = FrameConfig::new();
        for setting in settings {
            match setting.name.as_str() {
                "role" => role = as_role(setting)?,
                "frames" => is_frames = setting.as_bool()?,
                _ => {}
            }
        }
        for setting in settings {
            match (setting.name.as_str(), is_frames) {
                ("role" | "frames", _) => {}
                ("max_frame_len", true) => frame_config.max_frame_len = setting.as_number()?,
                ("allow_rsv1", true) => frame_config.allow_rsv1 = setting.as_bool()?,
                ("max_frame_len", false) => config.max_frame_len = setting.as_number()?,
                ("max_message_len", false) => config.max_message_len = setting.as_number()?,
                ("max_fragment_count", false) => config.max_fragment_count = setting.as_number()?,
                ("pieces", false) => config.pieces = setting.as_bool()?,
                (name, _) => return Err(format!("there is no setting `{name}`")),
            }
        }
        Ok(if is_frames {
            Self::Frames(role, frame_config)
        } else {
            Self::Messages(role, config)
        })
    }

    /// The receiver's end.
    pub fn role(&self) -> Role {
        match self {
            Self::Messages(role, _) | Self::Frames(role, _) => *role,
        }
    }
}

impl Compare for Setup {
    type Decoder = Decoder;

    fn decoder(&self) -> Decoder {
        Decoder::new(*self)
    }

    fn in_place(decoder: &mut Decoder) -> Option<&mut dyn DecodeInPlace> {
        Some(decoder)
    }

    fn reference(&self, input: &[u8], log: &mut Log) -> Result<Option<u64>, Failure> {
        reference::decode(input, self, log)
    }
}

fn as_role(setting: &Setting) -> Result<Role, String> {
    match setting.as_str()? {
        "client" => Ok(Role::Client),
        "server" => Ok(Role::Server),
        _ => Err("`set role` takes client or server".into()),
    }
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
        assert_eq!(set(&[]), shown(Setup::messages(Role::Client)));
        let frames = [("frames", "true"), ("role", "server")];
        assert_eq!(set(&frames), shown(Setup::frames(Role::Server)));
        assert_eq!(
            set(&[("pieces", "true")]),
            shown(Setup::pieces(Role::Client))
        );

        let mut config = FrameConfig::new();
        config.max_frame_len = 7;
        config.allow_rsv1 = true;
        let lines = [
            ("max_frame_len", "7"),
            ("allow_rsv1", "true"),
            ("frames", "true"),
        ];
        assert_eq!(set(&lines), shown(Setup::Frames(Role::Client, config)));

        let mut config = Config::new();
        config.max_frame_len = 7;
        config.max_message_len = 8;
        config.max_fragment_count = 9;
        let lines = [
            ("max_frame_len", "7"),
            ("max_message_len", "8"),
            ("max_fragment_count", "9"),
        ];
        assert_eq!(set(&lines), shown(Setup::Messages(Role::Client, config)));
    }

    #[test]
    fn what_is_no_setting_is_refused() {
        for lines in [
            &[("max_len", "1")][..],
            &[("role", "peer")],
            &[("frames", "1")],
            &[("max_message_len", "-1")],
            &[("allow_rsv1", "true")],
            &[("frames", "true"), ("pieces", "true")],
            &[("frames", "true"), ("max_message_len", "1")],
        ] {
            assert!(set(lines).is_err(), "{lines:?}");
        }
    }
}
