//! The names of weekdays and months (RFC 9110 §5.6.7). They are compared byte by byte: they are
//! case-sensitive.

/// `day-name`, from Sunday on.
pub(crate) const WEEKDAYS: [[u8; 3]; 7] = [
    *b"Sun", *b"Mon", *b"Tue", *b"Wed", *b"Thu", *b"Fri", *b"Sat",
];

/// `day-name-l`, from Sunday on.
const WEEKDAYS_IN_FULL: [&[u8]; 7] = [
    b"Sunday",
    b"Monday",
    b"Tuesday",
    b"Wednesday",
    b"Thursday",
    b"Friday",
    b"Saturday",
];

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

/// The number of a `day-name-l`: 0 for Sunday.
pub(crate) fn weekday_in_full(name: &[u8]) -> Option<u32> {
    let number = weekday(*name.first_chunk()?)?;
    (WEEKDAYS_IN_FULL.get(number as usize) == Some(&name)).then_some(number)
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
