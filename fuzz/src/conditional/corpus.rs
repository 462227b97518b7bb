//! Many inputs of the fuzz target, made by arithmetic.

use std::collections::HashSet;

use super::{
    class::{Classes, Peer},
    conditional_peers, date, model,
    request::{CURRENT, Field, Method, NOW, Request, spell_out},
};

/// How many of each.
const COUNT: u64 = 40_000;

/// Numbers that look unrelated.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % bound
    }

    /// At most six octets that matter, or stand for something that does.
    fn value(&mut self) -> Vec<u8> {
        const OCTETS: &[u8] = b"\x0b\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\
            \x1b\x1c\x1d\x1d\x1e\x1f\x7f\"\", \t,Wa*\xe9";
        let len = [0, 1, 1, 1, 2, 3, 6][self.below(7)];
        (0..len).map(|_| OCTETS[self.below(OCTETS.len())]).collect()
    }
}

#[test]
fn what_is_made_by_arithmetic_differs_in_listed_classes_only() {
    let mut numbers = Numbers(1);
    for _ in 0..COUNT {
        let mut data = vec![numbers.below(256) as u8];
        for _ in 0..numbers.below(5) {
            data.push(numbers.below(5) as u8);
            data.extend(numbers.value());
            data.push(b'\n');
        }
        conditional_peers(&data);
    }
}

/// So that the one above has something to find.
#[test]
fn every_class_of_every_peer_is_seen_in_what_is_made_by_arithmetic() {
    let mut seen = HashSet::new();
    let mut numbers = Numbers(1);
    for _ in 0..COUNT {
        let current = CURRENT[numbers.below(CURRENT.len())];
        let lines: Vec<_> = (0..numbers.below(4))
            .map(|_| {
                let field = Field::ALL[numbers.below(Field::ALL.len())];
                (field, spell_out(&numbers.value(), &current))
            })
            .collect();
        let lines: Vec<_> = lines
            .iter()
            .map(|(field, value)| (*field, &**value))
            .collect();
        let request = Request {
            method: [Method::Get, Method::Head][numbers.below(2)],
            has_range: numbers.below(2) == 0,
            current,
            lines: &lines,
        };
        let value = spell_out(&numbers.value(), &current);
        for peer in Peer::all() {
            let all = Classes::new(peer.classes());
            for &class in peer.classes() {
                let without = all.without(class);
                let is_seen = if Peer::DATES.contains(&peer) {
                    date::parse(&value, peer, all) != date::parse(&value, peer, without)
                } else {
                    model::answer(&request, peer, all) != model::answer(&request, peer, without)
                };
                if is_seen {
                    seen.insert((peer.name(), class as u32));
                }
            }
        }
    }
    for peer in Peer::all() {
        for &class in peer.classes() {
            let key = (peer.name(), class as u32);
            assert!(seen.contains(&key), "{}: {class:?}", peer.name());
        }
    }
}

#[test]
fn all_write_the_same_dates() {
    let mut numbers = Numbers(NOW.unsigned_abs());
    let last = 253_402_300_799;
    let chosen = (0..COUNT).map(|_| (numbers.below(1 << 31) as i64) * 118 % last);
    let edges = [
        0,
        1,
        86_399,
        86_400,
        951_782_399,
        951_782_400,
        951_868_800,
        last,
    ];
    for seconds in chosen.chain(edges) {
        let ours = noio_conditional::HttpDate::from_unix_seconds(seconds).unwrap();
        let ours = ours.to_imf_fixdate();
        let httpdate = httpdate::fmt_http_date(super::peers::time(seconds));
        assert_eq!(httpdate.as_bytes(), ours, "{seconds}");
        let mut date_header = [0; 29];
        date_header::format(seconds.unsigned_abs(), &mut date_header).unwrap();
        assert_eq!(date_header, ours, "{seconds}");
        let time = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
        let http_date = http_date::HttpDate::try_from(time).unwrap();
        assert_eq!(http_date::encode(&http_date).as_bytes(), ours, "{seconds}");
    }
}
