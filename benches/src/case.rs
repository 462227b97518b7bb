//! What every codec has to say about its benchmarks, whatever it decodes.

use core::fmt;

use bytes::Bytes;

use crate::goal::Goal;

/// A codec and what it is measured by.
#[derive(Clone, Copy, Debug)]
pub struct Codec {
    /// Short name, for the command line.
    pub name: &'static str,
    /// What it is a codec of, for headings.
    pub title: &'static str,
    /// What a reader of its tables must know, beside what holds for all.
    pub notes: &'static str,
    /// What is done with it.
    pub tasks: fn() -> Vec<Task>,
    /// What it must reach.
    pub goals: &'static [Goal],
}

/// A thing to be done, by contenders that can do it.
#[derive(Debug)]
pub struct Task {
    /// What is done, for headings: `decode`.
    pub name: &'static str,
    /// What there are many of: `event`, `chunk`.
    pub unit: &'static str,
    /// On what it is done. The contenders are the same for all.
    pub workloads: Vec<Workload>,
    /// Input that arrives byte by byte.
    pub drips: Vec<Drip>,
}

/// A kind of input.
pub struct Workload {
    /// Short name, for tables and the command line. No two workloads of a task share one.
    pub name: &'static str,
    /// What it stands for.
    pub about: &'static str,
    /// How it arrives.
    pub cuts: Vec<Cut>,
    case: Box<dyn Fn(Cut) -> Case>,
}

/// How much input there is, and how it arrives.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Name, for tables.
    pub name: &'static str,
    /// Bytes of a piece.
    pub piece: usize,
    /// Events, chunks, or what else the task has many of.
    pub units: usize,
}

/// Contenders for the same input, cut in one way. The first is the one that is measured against
/// the others.
pub struct Case {
    /// How many events, chunks or the like a pass goes over.
    pub units: usize,
    /// The input.
    pub input: Bytes,
    /// Who takes part.
    pub lanes: Vec<Lane>,
    /// Panics if one finds something else than the others, since its time would then mean nothing.
    pub check: Box<dyn Fn()>,
}

/// A contender and its way through the input.
pub struct Lane {
    /// Name, for tables.
    pub name: &'static str,
    /// What it does beside the others.
    pub about: &'static str,
    /// Whose it is.
    pub kind: Kind,
    /// One pass.
    pub pass: Box<dyn FnMut()>,
}

/// Whose a contender is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Of this project.
    Ours,
    /// Of others, or what programs have in its place.
    Peer,
    /// Not the work: a floor for the time of it.
    Roofline,
}

/// Input that arrives byte by byte: short, and then long, so that it shows whether time is linear
/// in the length.
#[derive(Debug)]
pub struct Drip {
    /// The workload's name.
    pub name: &'static str,
    /// The lengths, for tables, each with its case.
    pub lengths: [(&'static str, Case); 2],
}

impl Workload {
    /// A kind of input, of which `case` makes as much as the cut says.
    pub fn new(
        name: &'static str,
        about: &'static str,
        cuts: impl IntoIterator<Item = Cut>,
        case: impl Fn(Cut) -> Case + 'static,
    ) -> Self {
        Self {
            name,
            about,
            cuts: cuts.into_iter().collect(),
            case: Box::new(case),
        }
    }

    /// The contenders for this input, arriving in this way.
    pub fn case(&self, cut: Cut) -> Case {
        (self.case)(cut)
    }
}

impl Case {
    /// Bytes of input per event, chunk or the like, on average.
    pub fn unit_len(&self) -> f64 {
        self.input.len() as f64 / self.units as f64
    }
}

impl fmt::Debug for Workload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workload")
            .field("name", &self.name)
            .field("cuts", &self.cuts)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case")
            .field("units", &self.units)
            .field("lanes", &self.lanes)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lane")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
