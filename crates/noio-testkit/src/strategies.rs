//! Generators for property tests that know no protocol.

use proptest::{collection::vec, prelude::*, sample::Index};

/// Arbitrary bytes, fewer than `max_len`.
pub fn bytes(max_len: usize) -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..max_len)
}

/// Strings made of some of `fragments`, fewer than `max_count`.
pub fn fragments(
    fragments: &'static [&'static [u8]],
    max_count: usize,
) -> impl Strategy<Value = Vec<u8>> {
    vec(proptest::sample::select(fragments), 0..max_count).prop_map(|chosen| chosen.concat())
}

/// Good bytes with a few changes: bits flipped, octets replaced, runs removed, repeated or moved.
pub fn mutated(good: impl Strategy<Value = Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    (good, vec(mutation(), 1..6)).prop_map(|(mut bytes, mutations)| {
        for mutation in mutations {
            mutation.apply(&mut bytes);
        }
        bytes
    })
}

/// A change to bytes.
#[derive(Clone, Debug)]
enum Mutation {
    FlipBit(Index, u8),
    Replace(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize),
    Truncate(Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<Index>;
    prop_oneof![
        (at(), 0..8_u8).prop_map(|(at, bit)| Mutation::FlipBit(at, bit)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Mutation::Replace(at, byte)),
        (at(), vec(any::<u8>(), 1..4)).prop_map(|(at, bytes)| Mutation::Insert(at, bytes)),
        (at(), 1..8_usize).prop_map(|(at, len)| Mutation::Remove(at, len)),
        (at(), 1..8_usize).prop_map(|(at, len)| Mutation::Repeat(at, len)),
        at().prop_map(Mutation::Truncate),
    ]
}

impl Mutation {
    fn apply(self, bytes: &mut Vec<u8>) {
        let len = bytes.len();
        let run = |at: &Index, run_len: usize| {
            let start = at.index(len + 1);
            start..len.min(start + run_len)
        };
        match self {
            Self::FlipBit(at, bit) => {
                if let Some(byte) = bytes.get_mut(at.index(len + 1)) {
                    *byte ^= 1 << bit;
                }
            }
            Self::Replace(at, new) => {
                if let Some(byte) = bytes.get_mut(at.index(len + 1)) {
                    *byte = new;
                }
            }
            Self::Insert(at, new) => {
                bytes.splice(run(&at, 0), new);
            }
            Self::Remove(at, run_len) => {
                bytes.drain(run(&at, run_len));
            }
            Self::Repeat(at, run_len) => bytes.extend_from_within(run(&at, run_len)),
            Self::Truncate(at) => bytes.truncate(at.index(len + 1)),
        }
    }
}
