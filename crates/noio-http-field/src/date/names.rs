//! The names of weekdays and months (RFC 9110 §5.6.7). They are compared byte by byte: they are
//! case-sensitive.

/// `day-name`, from Sunday on.
pub(crate) const WEEKDAYS: [[u8; 3]; 7] = [
    *b"Sun", *b"Mon", *b"Tue", *b"Wed", *b"Thu", *b"Fri", *b"Sat",
];

/// `day-name-l`, from Sunday on.
const WEEKDAYS_IN_FULL: [FullName; 7] = [
    FullName::new(b"Sunday"),
    FullName::new(b"Monday"),
    FullName::new(b"Tuesday"),
    FullName::new(b"Wednesday"),
    FullName::new(b"Thursday"),
    FullName::new(b"Friday"),
    FullName::new(b"Saturday"),
];

/// The name of a weekday, in the form in which one is compared without regard to its length: who
/// compares byte by byte has a branch that cannot be predicted.
struct FullName {
    /// The first eight bytes, and zeros where there are fewer.
    front: u64,
    /// The bits of `front` that the name has.
    mask: u64,
    len: usize,
}

impl FullName {
    #[expect(clippy::indexing_slicing, reason = "runs at compile time")]
    const fn new(name: &[u8]) -> Self {
        let (mut front, mut mask) = ([0; 8], [0; 8]);
        let mut at = 0;
        while at < name.len() && at < 8 {
            (front[at], mask[at]) = (name[at], u8::MAX);
            at += 1;
        }
        assert!(name.len() <= 9 && name[name.len() - 1] == b'y');
        Self {
            front: u64::from_le_bytes(front),
            mask: u64::from_le_bytes(mask),
            len: name.len(),
        }
    }
}

/// `month`.
pub(crate) const MONTHS: [[u8; 3]; 12] = [
    *b"Jan", *b"Feb", *b"Mar", *b"Apr", *b"May", *b"Jun", *b"Jul", *b"Aug", *b"Sep", *b"Oct",
    *b"Nov", *b"Dec",
];

/// The number of a `day-name`: 0 for Sunday.
#[inline]
pub(crate) fn weekday(name: [u8; 3]) -> Option<u32> {
    position(name, &WEEKDAYS, &WEEKDAY_PLACES)
}

/// The number of the `day-name-l` that is the first `len` bytes of `text`: 0 for Sunday.
#[inline]
pub(crate) fn weekday_in_full(text: &[u8], len: usize) -> Option<u32> {
    let front: [u8; 8] = *text.first_chunk()?;
    let number = weekday(*front.first_chunk()?)?;
    let name = WEEKDAYS_IN_FULL.get(number as usize)?;
    let is_whole = (u64::from_le_bytes(front) & name.mask) == name.front
        && len == name.len
        // The ninth byte of Wednesday, which `front` has not.
        && text.get(len.wrapping_sub(1)) == Some(&b'y');
    is_whole.then_some(number)
}

/// The number of a `month`: 1 for January.
#[inline]
pub(crate) fn month(name: [u8; 3]) -> Option<u32> {
    position(name, &MONTHS, &MONTH_PLACES).map(|position| position + 1)
}

/// Where in the list each name stands, kept where [`hash`] points to.
const WEEKDAY_PLACES: [u8; HASHES] = places(&WEEKDAYS);
const MONTH_PLACES: [u8; HASHES] = places(&MONTHS);

/// The sum of the letters, which tells apart all weekdays, and all months.
#[inline]
const fn hash(name: [u8; 3]) -> usize {
    let [first, second, third] = name;
    (first as usize + second as usize + third as usize) % HASHES
}

const HASHES: usize = 64;

#[inline]
fn position<const N: usize>(
    name: [u8; 3],
    names: &[[u8; 3]; N],
    places: &[u8; HASHES],
) -> Option<u32> {
    let place = *places.get(hash(name))?;
    (names.get(usize::from(place)) == Some(&name)).then_some(u32::from(place))
}

#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "runs at compile time"
)]
const fn places<const N: usize>(names: &[[u8; 3]; N]) -> [u8; HASHES] {
    const NOWHERE: u8 = u8::MAX;
    let mut places = [NOWHERE; HASHES];
    let mut place = 0;
    while place < N {
        let hash = hash(names[place]);
        assert!(places[hash] == NOWHERE, "two names with one hash");
        places[hash] = place as u8;
        place += 1;
    }
    places
}
