//! The vectors of a codec beside its conformance checklist.

use std::{collections::HashSet, fs, path::PathBuf};

use super::{VectorError, file, read_file};

/// The folder `vectors` in the tests of a codec: files with vectors, and in `README.md` the
/// conformance checklist, a table with a rule a line and its number in the first column.
#[derive(Clone, Debug)]
pub struct Checklist {
    tests: PathBuf,
}

impl Checklist {
    /// Of the codec whose tests are in the folder `tests`.
    pub fn new(tests: impl Into<PathBuf>) -> Self {
        Self {
            tests: tests.into(),
        }
    }

    /// The files with vectors, in the order of their names.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn files(&self) -> Result<Vec<PathBuf>, VectorError> {
        let folder = self.tests.join("vectors");
        let mut files = fs::read_dir(&folder)
            .and_then(|entries| {
                entries
                    .map(|entry| Ok(entry?.path()))
                    .collect::<Result<Vec<PathBuf>, _>>()
            })
            .map_err(|error| VectorError::new(error.to_string()).in_file(&folder))?;
        files.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
        files.sort();
        Ok(files)
    }

    /// Checks that each rule has a case, or a function `line_NUMBER_…` in one of `sources`, files
    /// in the same `tests`; and that neither has a number without a rule. Returns how many rules
    /// there are.
    ///
    /// # Errors
    ///
    /// If not, or if a file cannot be read.
    pub fn check(&self, sources: &[&str]) -> Result<usize, VectorError> {
        let readme = file(&self.tests.join("vectors/README.md"))?;
        let rules: HashSet<String> = readme
            .lines()
            .filter_map(|line| line.strip_prefix("| ")?.split_once(" | "))
            .map(|(number, _)| number.to_owned())
            .filter(|number| number.starts_with(|char: char| char.is_ascii_digit()))
            .collect();
        let mut tested = HashSet::new();
        for path in self.files()? {
            tested.extend(read_file(&path)?.into_iter().map(|case| case.number));
        }
        for source in sources {
            let source = file(&self.tests.join(source))?;
            let names = source
                .lines()
                .filter_map(|line| line.trim_start().strip_prefix("fn line_"));
            tested.extend(names.filter_map(|name| Some(name.split_once('_')?.0.to_owned())));
        }
        let missing: Vec<_> = rules.difference(&tested).collect();
        let unknown: Vec<_> = tested.difference(&rules).collect();
        if !missing.is_empty() || !unknown.is_empty() {
            return Err(VectorError::new(format!(
                "no case for the rules {missing:?}, no rule for the cases {unknown:?}"
            )));
        }
        Ok(rules.len())
    }
}
