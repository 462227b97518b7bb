//! Every short string over the few bytes that matter.

use noio_testkit::{exhaustive::every_string, structured::check_structured};

fn check(alphabet: &[&[u8]], max_len: usize, front: &[u8]) -> u64 {
    every_string(alphabet, max_len, |string| {
        check_structured(&[&[front, string].concat()]).unwrap();
    })
}

#[test]
fn members_parameters_and_inner_lists() {
    let alphabet: &[&[u8]] = &[b",", b" ", b"\t", b"(", b")", b";", b"=", b"a", b"1"];
    assert_eq!(check(alphabet, 6, b""), 597_871);
    let count = check(&[b" ", b"(", b")", b";", b"=", b"a", b","], 6, b"a=(");
    assert_eq!(count, 137_257);
}

#[test]
fn bare_items() {
    let alphabet: &[&[u8]] = &[b"-", b".", b"0", b"9", b"@", b"?", b"1", b"*", b":"];
    assert_eq!(check(alphabet, 5, b""), 66_430);
}

#[test]
fn strings() {
    let alphabet: &[&[u8]] = &[b"\"", b"\\", b"a", b"%", b" ", b"\x7f", b"\xe4"];
    assert_eq!(check(alphabet, 5, b"\""), 19_608);
    assert_eq!(check(alphabet, 5, b"%\""), 19_608);
}

#[test]
fn byte_sequences() {
    assert_eq!(check(&[b"a", b"=", b":", b"/"], 8, b":"), 87_381);
}

/// All that two percent-encoded bytes can be, and behind them those at which UTF-8 changes.
#[test]
fn display_strings() {
    const BORDERS: [u8; 10] = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
    let text = |bytes: &[u8]| {
        let digits: String = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
        format!("%\"{digits}\"")
    };
    for first in 0..=u8::MAX {
        check_structured(&[text(&[first]).as_bytes()]).unwrap();
        for second in 0..=u8::MAX {
            check_structured(&[text(&[first, second]).as_bytes()]).unwrap();
            if !(0xc2..=0xf4).contains(&first) {
                continue;
            }
            for third in BORDERS {
                check_structured(&[text(&[first, second, third]).as_bytes()]).unwrap();
                if first < 0xf0 || !BORDERS.contains(&second) {
                    continue;
                }
                for fourth in BORDERS {
                    let bytes = [first, second, third, fourth];
                    check_structured(&[text(&bytes).as_bytes()]).unwrap();
                }
            }
        }
    }
}
