//! When a client connects again, and whether it does.

use core::time::Duration;

use noio_sse::{Reconnection, Refusal, check_response, header};
use proptest::prelude::*;

const DEFAULT_TIME: Duration = Duration::from_secs(3);

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// The delays in milliseconds behind `count` failed attempts, with no jitter.
fn delays_of_failures(reconnection: &mut Reconnection, count: usize) -> Vec<u128> {
    (0..count)
        .map(|_| reconnection.next_delay(0).as_millis())
        .collect()
}

#[test]
fn end_of_an_open_stream_waits_the_reconnection_time() {
    let mut reconnection = Reconnection::new();
    assert_eq!(reconnection.reconnection_time(), DEFAULT_TIME);
    for _ in 0..3 {
        reconnection.opened();
        assert_eq!(reconnection.next_delay(0), DEFAULT_TIME);
    }
    reconnection.opened();
    reconnection.set_reconnection_time(millis(250));
    assert_eq!(reconnection.reconnection_time(), millis(250));
    assert_eq!(reconnection.next_delay(0), millis(250));
}

#[test]
fn failed_attempts_double_the_delay_up_to_the_maximum() {
    let mut reconnection = Reconnection::new();
    assert_eq!(
        delays_of_failures(&mut reconnection, 6),
        [6_000, 12_000, 24_000, 48_000, 60_000, 60_000]
    );
    let mut reconnection = Reconnection::new().with_max_delay(Duration::from_secs(10));
    assert_eq!(
        delays_of_failures(&mut reconnection, 3),
        [6_000, 10_000, 10_000]
    );
}

#[test]
fn good_response_forgets_failed_attempts() {
    let mut reconnection = Reconnection::new();
    delays_of_failures(&mut reconnection, 4);
    reconnection.opened();
    assert_eq!(reconnection.next_delay(0), DEFAULT_TIME);
    assert_eq!(delays_of_failures(&mut reconnection, 2), [6_000, 12_000]);
}

#[test]
fn short_reconnection_time_backs_off_from_one_second() {
    let mut reconnection = Reconnection::new();
    reconnection.set_reconnection_time(Duration::ZERO);
    reconnection.opened();
    assert_eq!(reconnection.next_delay(u32::MAX), Duration::ZERO);
    assert_eq!(
        delays_of_failures(&mut reconnection, 3),
        [2_000, 4_000, 8_000]
    );
}

#[test]
fn maximum_never_lowers_the_reconnection_time() {
    let mut reconnection = Reconnection::new().with_max_delay(Duration::ZERO);
    assert_eq!(delays_of_failures(&mut reconnection, 2), [3_000, 3_000]);
    reconnection.set_reconnection_time(Duration::from_secs(90));
    reconnection.opened();
    assert_eq!(delays_of_failures(&mut reconnection, 2), [90_000, 90_000]);
}

#[test]
fn jitter_adds_a_part_of_the_delay() {
    let delay = |jitter| {
        let mut reconnection = Reconnection::new();
        reconnection.opened();
        reconnection.next_delay(jitter)
    };
    assert_eq!(delay(0), millis(3_000));
    assert_eq!(delay(1 << 30), millis(3_750));
    assert_eq!(delay(1 << 31), millis(4_500));
    assert_eq!(delay(3 << 30), millis(5_250));
    assert!(delay(u32::MAX) < millis(6_000));
    assert!(delay(u32::MAX) > millis(6_000) - Duration::from_nanos(2));
}

#[test]
fn many_failures_and_the_longest_times_do_not_overflow() {
    let mut reconnection = Reconnection::new().with_max_delay(Duration::MAX);
    reconnection.set_reconnection_time(Duration::from_secs(1));
    let mut last = Duration::ZERO;
    for _ in 0..100 {
        let delay = reconnection.next_delay(0);
        assert!(delay >= last);
        last = delay;
    }
    assert_eq!(last, Duration::from_secs(u64::from(u32::MAX)));

    reconnection.set_reconnection_time(Duration::MAX);
    assert_eq!(reconnection.next_delay(u32::MAX), Duration::MAX);
    reconnection.opened();
    assert_eq!(reconnection.next_delay(u32::MAX), Duration::MAX);
}

#[test]
fn status_and_content_type_open_or_refuse() {
    let event_stream = Some(&b"text/event-stream; charset=utf-8"[..]);
    assert_eq!(check_response(200, event_stream), Ok(()));
    for content_type in [None, Some(&b""[..]), Some(b"text/html")] {
        assert_eq!(check_response(200, content_type), Err(Refusal::ContentType));
    }
    for status in 0..=u16::MAX {
        let expected = match status {
            200 => Ok(()),
            204 => Err(Refusal::NoContent),
            301 | 302 | 303 | 307 | 308 => Err(Refusal::Redirect(status)),
            _ => Err(Refusal::Status(status)),
        };
        assert_eq!(check_response(status, event_stream), expected);
        if status != 200 {
            assert_eq!(check_response(status, None), expected);
        }
    }
}

#[test]
fn refusals_say_what_was_wrong() {
    let cases = [
        (
            Refusal::NoContent,
            "the server ended the stream (status 204)",
        ),
        (Refusal::Redirect(307), "redirected (status 307)"),
        (Refusal::Status(503), "refused with status 503"),
        (
            Refusal::ContentType,
            "content type is not text/event-stream",
        ),
    ];
    for (refusal, expected) in cases {
        assert_eq!(refusal.to_string(), expected);
    }
}

#[test]
fn fields_to_send_are_in_lower_case() {
    let fields = header::REQUEST_FIELDS
        .iter()
        .chain(&header::RESPONSE_FIELDS);
    for (name, value) in fields.chain(&[(header::LAST_EVENT_ID, "7")]) {
        assert_eq!(*name, name.to_ascii_lowercase());
        assert!(!value.is_empty());
    }
    let content_type = header::RESPONSE_FIELDS
        .iter()
        .find(|(name, _)| *name == "content-type")
        .map(|(_, value)| value.as_bytes());
    assert_eq!(check_response(200, content_type), Ok(()));
}

/// A duration of any size, often an extreme one.
fn duration() -> impl Strategy<Value = Duration> {
    let any = (any::<u64>(), 0..64_u32, 0..1_000_000_000_u32)
        .prop_map(|(secs, shift, nanos)| Duration::new(secs >> shift, nanos));
    prop_oneof![4 => any, 1 => Just(Duration::ZERO), 1 => Just(Duration::MAX)]
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn delay_lies_between_the_reconnection_time_and_twice_the_longest(
        time in duration(),
        max_delay in duration(),
        failures in 0..80_usize,
        jitter in any::<u32>(),
    ) {
        let mut reconnection = Reconnection::new().with_max_delay(max_delay);
        reconnection.set_reconnection_time(time);
        reconnection.opened();
        let mut plain = reconnection.clone();
        for _ in 0..=failures {
            let delay = reconnection.next_delay(jitter);
            let unjittered = plain.next_delay(0);
            prop_assert!(unjittered >= time);
            prop_assert!(unjittered <= time.max(max_delay));
            prop_assert!(delay >= unjittered);
            prop_assert!(delay <= unjittered.saturating_mul(2));
        }
    }

    #[test]
    fn last_event_id_survives_a_recipient_that_strips_whitespace(id in "\\PC{0,4}|[ \t\u{c}a]{0,4}") {
        if let Some(value) = header::last_event_id_value(&id) {
            prop_assert_eq!(value, id.as_bytes());
            prop_assert_eq!(value.trim_ascii(), value);
            prop_assert!(!value.is_empty());
        }
    }
}
