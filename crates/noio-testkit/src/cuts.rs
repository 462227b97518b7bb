//! Ways to cut an input into feeds.
//!
//! A cutting is a sorted list of offsets. An offset that appears twice, or is 0 or the length,
//! makes an empty feed.

/// The longest input that is cut at every place by [`two_way`].
const EVERY_CUT_LEN: usize = 4096;

/// How many places [`two_way`] takes from a longer input: as many from each end as from between.
const SAMPLES: usize = 96;

/// The longest input whose every cutting [`every`] lists: 2^11 of them.
pub const EVERY_CUTTING_LEN: usize = 12;

/// The feeds that `cuts` makes of `bytes`. Offsets past the end count as the end.
pub fn feeds<'i>(bytes: &'i [u8], cuts: &[usize]) -> impl Iterator<Item = &'i [u8]> {
    let mut start = 0;
    cuts.iter().copied().chain([bytes.len()]).map(move |cut| {
        let end = cut.clamp(start, bytes.len());
        let feed = &bytes[start..end];
        start = end;
        feed
    })
}

/// A cut behind every byte.
pub fn bytewise(len: usize) -> Vec<usize> {
    (1..len).collect()
}

/// The same cutting with an empty feed before, after and between all feeds.
pub fn with_empty_feeds(cuts: &[usize], len: usize) -> Vec<usize> {
    [0].into_iter()
        .chain(cuts.iter().flat_map(|&cut| [cut, cut]))
        .chain([len])
        .collect()
}

/// The offsets at which to cut an input in two: all of them, or of a long input those near both
/// ends and some between.
pub fn two_way(len: usize) -> Vec<usize> {
    if len <= EVERY_CUT_LEN {
        return bytewise(len);
    }
    let share = SAMPLES / 3;
    let between = (0..share).map(|index| share + index * ((len - 2 * share) / share));
    (1..=share).chain(between).chain(len - share..len).collect()
}

/// Every cutting of an input of at most [`EVERY_CUTTING_LEN`] bytes; of a longer one, none.
pub fn every(len: usize) -> impl Iterator<Item = Vec<usize>> {
    let places = match len {
        1..=EVERY_CUTTING_LEN => len - 1,
        _ => 0,
    };
    (0..1_u32 << places).map(move |chosen| {
        (0..places)
            .filter(|place| chosen >> place & 1 == 1)
            .map(|place| place + 1)
            .collect()
    })
}

/// A cutting that `seed` chooses: feeds of 0 to 15 bytes, or up to 255 if its lowest bit is set.
pub fn seeded(len: usize, seed: u64) -> Vec<usize> {
    let longest = if seed & 1 == 1 { 0xff } else { 0xf };
    let mut state = seed;
    let mut cuts = Vec::new();
    let mut at = 0;
    while at < len && cuts.len() <= 2 * len {
        // One step of SplitMix64.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let [.., byte] = (mixed ^ (mixed >> 31)).to_be_bytes();
        at += usize::from(byte & longest);
        cuts.push(at.min(len));
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_join_to_the_whole() {
        for cuts in [
            vec![],
            vec![0],
            vec![2, 2, 5],
            vec![7, 9],
            bytewise(5),
            with_empty_feeds(&bytewise(5), 5),
            seeded(5, 3),
        ] {
            let joined: Vec<u8> = feeds(b"abcde", &cuts).flatten().copied().collect();
            assert_eq!(joined, b"abcde", "{cuts:?}");
            assert_eq!(feeds(b"abcde", &cuts).count(), cuts.len() + 1);
        }
    }

    #[test]
    fn every_cutting_is_there_once() {
        let mut cuttings: Vec<_> = every(4).collect();
        cuttings.sort();
        cuttings.dedup();
        assert_eq!(cuttings.len(), 8);
        assert!(cuttings.contains(&vec![1, 2, 3]));
        assert_eq!(every(0).count(), 1);
        assert_eq!(every(EVERY_CUTTING_LEN).count(), 2048);
        assert_eq!(every(EVERY_CUTTING_LEN + 1).count(), 1);
    }

    #[test]
    fn long_inputs_are_cut_at_a_sample() {
        assert_eq!(two_way(EVERY_CUT_LEN).len(), EVERY_CUT_LEN - 1);
        let cuts = two_way(1_000_000);
        assert_eq!(cuts.len(), SAMPLES);
        assert!(cuts.is_sorted());
        assert_eq!((cuts[0], cuts[SAMPLES - 1]), (1, 999_999));
    }
}
