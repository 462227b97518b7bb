//! Options without a value, and those that set a flag of a `Config`.

use clap::{Arg, ArgAction, ArgMatches};

/// A flag of the configuration `C` and the option that sets it.
pub(crate) struct Flag<C> {
    option: &'static str,
    help: &'static str,
    of: fn(&mut C) -> &mut bool,
}

impl<C> Flag<C> {
    pub(crate) const fn new(
        option: &'static str,
        help: &'static str,
        of: fn(&mut C) -> &mut bool,
    ) -> Self {
        Self { option, help, of }
    }

    pub(crate) fn arg(&self) -> Arg {
        arg(self.option, self.help)
    }

    pub(crate) fn set(&self, config: &mut C, matches: &ArgMatches) {
        *(self.of)(config) = matches.get_flag(self.option);
    }
}

/// An option that has no value.
pub(crate) fn switch(option: &'static str, help: &'static str) -> Arg {
    Arg::new(option)
        .long(option)
        .help(help)
        .action(ArgAction::SetTrue)
}

/// One that changes what is refused.
pub(crate) fn arg(option: &'static str, help: &'static str) -> Arg {
    switch(option, help).help_heading("Strictness")
}
