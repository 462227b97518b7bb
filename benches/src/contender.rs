//! Contenders that are functions: each goes over all input and puts what it finds into a sink.

use alloc::rc::Rc;
use core::hint::black_box;

use bytes::Bytes;

use crate::{
    case::{Case, Kind, Lane},
    sink::Seen,
};

/// One pass over the input.
#[derive(Debug)]
pub struct Contender<I> {
    /// Name, for tables.
    pub name: &'static str,
    /// What it does beside the others.
    pub about: &'static str,
    /// Whose it is.
    pub kind: Kind,
    pub(crate) timed: fn(&I) -> Seen,
    pub(crate) found: fn(&I) -> Vec<Vec<u8>>,
}

/// `contenders`, for so many values, whose bytes are `bytes`.
pub(crate) fn case<I: 'static>(
    contenders: &'static [Contender<I>],
    input: I,
    units: usize,
    bytes: Bytes,
) -> Case {
    let input = Rc::new(input);
    let lane = |contender: &Contender<I>| {
        let (input, timed) = (Rc::clone(&input), contender.timed);
        Lane {
            name: contender.name,
            about: contender.about,
            kind: contender.kind,
            pass: Box::new(move || {
                black_box(timed(black_box(&input)));
            }),
        }
    };
    Case {
        units,
        input: bytes,
        lanes: contenders.iter().map(lane).collect(),
        check: Box::new(move || assert_agreement(contenders, &input)),
    }
}

/// Checks that all `contenders` find the same.
///
/// # Panics
///
/// If one does not, since its time would then mean nothing.
fn assert_agreement<I>(contenders: &[Contender<I>], input: &I) {
    let mut finders = contenders
        .iter()
        .filter(|contender| contender.kind != Kind::Roofline)
        .map(|contender| (contender.name, (contender.found)(input)));
    let Some((first_name, first)) = finders.next() else {
        return;
    };
    assert!(!first.is_empty(), "{first_name} finds nothing");
    for (name, found) in finders {
        assert_eq!(found, first, "{name} and {first_name} disagree");
    }
}
