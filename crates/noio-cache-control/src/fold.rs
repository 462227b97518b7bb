//! How the directives of a field become one value.

use noio_http_field::Value;

use crate::{
    Anomalies, Anomaly, Member,
    directives::{Line, words},
    name::Name,
};

/// The directives of one direction, as they are gathered.
pub(crate) trait Fold: Copy + Default {
    /// Adds a directive that is as it has to be, but for its argument perhaps.
    fn add(&mut self, name: Name, argument: Option<Value<'_>>);

    /// Adds what is restricted by a directive that is named in something malformed.
    fn restrict(&mut self, name: Name);

    /// What is odd so far.
    fn anomalies_mut(&mut self) -> &mut Anomalies;

    /// Takes all permissions back.
    fn revoke(&mut self);

    /// What the values of all lines say.
    ///
    /// Where the quoting of a line is broken, what looks like a directive in it may be quoted text,
    /// and what looks quoted may be a directive; so it is in the lines behind it for who joins them.
    /// So every restriction that they name counts, and nothing in the field grants anything.
    #[inline]
    fn fold<'a, T: AsRef<[u8]> + ?Sized + 'a>(lines: impl IntoIterator<Item = &'a T>) -> Self {
        let mut directives = Self::default();
        for line in lines {
            let line = line.as_ref();
            for member in Line::new(line) {
                match member {
                    Member::Directive(directive) => {
                        if let Some(name) = Name::parse(directive.name.as_bytes()) {
                            directives.add(name, directive.argument);
                        }
                    }
                    Member::Malformed(malformed) if malformed.is_quoting_broken() => {
                        directives.anomalies_mut().add(Anomaly::MalformedMember);
                        directives.anomalies_mut().add(Anomaly::BrokenQuoting);
                        break;
                    }
                    Member::Malformed(malformed) => directives.add_malformed(malformed.as_bytes()),
                }
            }
            if directives.anomalies_mut().contains(Anomaly::BrokenQuoting) {
                directives.restrict_all(line);
            }
        }
        if directives.anomalies_mut().contains(Anomaly::BrokenQuoting) {
            directives.revoke();
        }
        directives
    }

    #[cold]
    fn add_malformed(&mut self, bytes: &[u8]) {
        self.anomalies_mut().add(Anomaly::MalformedMember);
        for name in words(bytes).filter_map(Name::parse) {
            self.restrict(name);
        }
    }

    /// Adds the restrictions that are named in a line, some of which it may have as directives, too:
    /// that is no conflict.
    #[cold]
    fn restrict_all(&mut self, line: &[u8]) {
        let anomalies = *self.anomalies_mut();
        for name in words(line).filter_map(Name::parse) {
            self.restrict(name);
        }
        *self.anomalies_mut() = anomalies;
    }
}
