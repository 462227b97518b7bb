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

    fn anomalies_mut(&mut self) -> &mut Anomalies;

    /// What the values of all lines say.
    ///
    /// Where the quoting of a line is broken, what looks like a directive in it may be quoted text,
    /// and what looks quoted may be a directive. So such a line grants nothing, and every
    /// restriction that it names counts.
    #[inline]
    fn fold<'a, T: AsRef<[u8]> + ?Sized + 'a>(lines: impl IntoIterator<Item = &'a T>) -> Self {
        let mut directives = Self::default();
        for line in lines {
            let line = line.as_ref();
            let before = directives;
            for member in Line::new(line) {
                match member {
                    Member::Directive(directive) => {
                        if let Some(name) = Name::parse(directive.name.as_bytes()) {
                            directives.add(name, directive.argument);
                        }
                    }
                    Member::Malformed(malformed) if malformed.is_quoting_broken() => {
                        let anomalies = *directives.anomalies_mut();
                        directives = before;
                        *directives.anomalies_mut() = anomalies;
                        directives.anomalies_mut().add(Anomaly::BrokenQuoting);
                        directives.add_malformed(line);
                        break;
                    }
                    Member::Malformed(malformed) => directives.add_malformed(malformed.as_bytes()),
                }
            }
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
}
