//! Options that set a limit of a `Config`.

use clap::{Arg, ArgMatches, builder::ValueParser, value_parser};

/// A limit of the configuration `C`, and the option that sets it.
pub(crate) struct Limit<C, K> {
    /// The error that tells that something went over it.
    pub(crate) kind: K,
    pub(crate) option: &'static str,
    /// What it counts.
    pub(crate) unit: &'static str,
    pub(crate) help: &'static str,
    pub(crate) field: Field<C>,
}

/// Where a limit is in the configuration `C`.
pub(crate) enum Field<C> {
    Usize(fn(&mut C) -> &mut usize),
    U64(fn(&mut C) -> &mut u64),
    U32(fn(&mut C) -> &mut u32),
    U16(fn(&mut C) -> &mut u16),
}

impl<C, K: PartialEq> Limit<C, K> {
    /// The option, with its value in `defaults` in the help.
    pub(crate) fn arg(&self, mut defaults: C) -> Arg {
        let default = self.field.value(&mut defaults);
        Arg::new(self.option)
            .long(self.option)
            .value_name("N")
            .help(format!("{} [default: {default}]", self.help))
            .help_heading("Limits")
            .value_parser(self.field.parser())
    }

    /// Sets the limit if the option is there.
    pub(crate) fn set(&self, config: &mut C, matches: &ArgMatches) {
        match self.field {
            Field::Usize(of) => replace(of(config), matches.get_one(self.option)),
            Field::U64(of) => replace(of(config), matches.get_one(self.option)),
            Field::U32(of) => replace(of(config), matches.get_one(self.option)),
            Field::U16(of) => replace(of(config), matches.get_one(self.option)),
        }
    }

    /// What people are told to do about an error of this kind, if it is about a limit.
    pub(crate) fn advice(limits: &[Self], kind: &K, mut config: C) -> Option<String> {
        let limit = limits.iter().find(|limit| limit.kind == *kind)?;
        let value = limit.field.value(&mut config);
        let Self { option, unit, .. } = limit;
        Some(format!("--{option} raises the limit of {value} {unit}"))
    }
}

impl<C> Field<C> {
    fn parser(&self) -> ValueParser {
        match self {
            Self::Usize(_) => value_parser!(usize).into(),
            Self::U64(_) => value_parser!(u64).into(),
            Self::U32(_) => value_parser!(u32).into(),
            Self::U16(_) => value_parser!(u16).into(),
        }
    }

    fn value(&self, config: &mut C) -> u64 {
        match self {
            Self::Usize(of) => *of(config) as u64,
            Self::U64(of) => *of(config),
            Self::U32(of) => u64::from(*of(config)),
            Self::U16(of) => u64::from(*of(config)),
        }
    }
}

fn replace<T: Copy>(value: &mut T, by: Option<&T>) {
    if let Some(by) = by {
        *value = *by;
    }
}
