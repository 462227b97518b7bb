//! When pings and timeouts are due: by the figures, beside a model that looks through all that was
//! called, and for any calls.

use core::time::Duration;

use noio_websocket::{Due, Heartbeat, HeartbeatConfig};
use proptest::prelude::*;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn config(
    ping_interval: Duration,
    pong_timeout: Duration,
    close_timeout: Duration,
) -> HeartbeatConfig {
    let mut config = HeartbeatConfig::new();
    config.ping_interval = ping_interval;
    config.pong_timeout = pong_timeout;
    config.close_timeout = close_timeout;
    config
}

/// Every 30 seconds, and 10 for the answer and the Close.
fn heartbeat() -> Heartbeat {
    Heartbeat::new(Duration::ZERO)
}

#[test]
fn heartbeats_can_be_sent_shared_and_copied() {
    fn assert_traits<T: Send + Sync + Unpin + Copy + core::fmt::Debug>() {}
    assert_traits::<Heartbeat>();
    assert_traits::<HeartbeatConfig>();
    assert_traits::<Due>();
}

#[test]
fn heartbeat_is_small() {
    assert!(size_of::<Heartbeat>() <= 72, "{}", size_of::<Heartbeat>());
    assert!(size_of::<Option<Due>>() == 1);
}

#[test]
fn default_times_are_those_of_the_documentation() {
    let default = config(seconds(30), seconds(10), seconds(10));
    assert_eq!(HeartbeatConfig::new(), default);
    assert_eq!(HeartbeatConfig::default(), default);
    assert_eq!(
        Heartbeat::new(seconds(7)),
        Heartbeat::with_config(default, seconds(7))
    );
}

#[test]
fn ping_is_due_when_nothing_came_for_the_interval() {
    let mut heartbeat = heartbeat();
    assert_eq!(heartbeat.deadline(), Some(seconds(30)));
    assert_eq!(heartbeat.poll(seconds(30) - Duration::from_nanos(1)), None);
    assert_eq!(heartbeat.poll(seconds(30)), Some(Due::Ping));
    assert_eq!(heartbeat.poll(seconds(30)), None);
}

#[test]
fn each_octet_that_comes_puts_the_ping_off() {
    let mut heartbeat = heartbeat();
    for now in (20..2_000).step_by(20).map(seconds) {
        assert_eq!(heartbeat.poll(now), None);
        heartbeat.received(now);
        assert_eq!(heartbeat.deadline(), Some(now + seconds(30)));
    }
}

#[test]
fn peer_that_answers_is_pinged_again_and_again() {
    let mut heartbeat = heartbeat();
    let mut now = Duration::ZERO;
    for _ in 0..100 {
        now += seconds(30);
        assert_eq!(heartbeat.poll(now), Some(Due::Ping));
        assert_eq!(heartbeat.deadline(), Some(now + seconds(10)));
        now += seconds(9);
        assert_eq!(heartbeat.poll(now), None);
        heartbeat.received(now);
        assert_eq!(heartbeat.deadline(), Some(now + seconds(30)));
    }
}

#[test]
fn peer_that_says_nothing_is_given_up_once() {
    let mut heartbeat = heartbeat();
    assert_eq!(heartbeat.poll(seconds(30)), Some(Due::Ping));
    assert_eq!(heartbeat.poll(seconds(40) - Duration::from_nanos(1)), None);
    assert_eq!(heartbeat.poll(seconds(40)), Some(Due::PongTimeout));
    // And whatever is called then, it stays so.
    for now in [40, 41, 100, 1_000].map(seconds) {
        assert_eq!(heartbeat.deadline(), None);
        assert_eq!(heartbeat.poll(now), None);
        heartbeat.received(now);
        heartbeat.closing(now);
    }
}

#[test]
fn what_came_behind_the_deadline_and_before_the_poll_is_life() {
    let mut heartbeat = heartbeat();
    heartbeat.received(seconds(35));
    assert_eq!(heartbeat.poll(seconds(36)), None);
    assert_eq!(heartbeat.poll(seconds(65)), Some(Due::Ping));
    heartbeat.received(seconds(80));
    assert_eq!(heartbeat.poll(seconds(81)), None);
    assert_eq!(heartbeat.deadline(), Some(seconds(110)));
}

#[test]
fn process_that_slept_pings_before_it_gives_up() {
    let mut heartbeat = heartbeat();
    assert_eq!(heartbeat.poll(seconds(3_600)), Some(Due::Ping));
    assert_eq!(heartbeat.deadline(), Some(seconds(3_610)));
    assert_eq!(heartbeat.poll(seconds(3_609)), None);
    assert_eq!(heartbeat.poll(seconds(9_999)), Some(Due::PongTimeout));
}

#[test]
fn close_has_one_timeout_whatever_comes() {
    for is_pinged in [false, true] {
        let mut heartbeat = heartbeat();
        if is_pinged {
            assert_eq!(heartbeat.poll(seconds(30)), Some(Due::Ping));
        }
        heartbeat.closing(seconds(32));
        for now in (32..42).map(seconds) {
            assert_eq!(heartbeat.deadline(), Some(seconds(42)));
            assert_eq!(heartbeat.poll(now), None);
            heartbeat.received(now);
            heartbeat.closing(now);
        }
        assert_eq!(heartbeat.poll(seconds(42)), Some(Due::CloseTimeout));
        heartbeat.received(seconds(43));
        heartbeat.closing(seconds(43));
        assert_eq!(heartbeat.poll(seconds(1_000)), None);
        assert_eq!(heartbeat.deadline(), None);
    }
}

#[test]
fn no_ping_is_due_behind_our_close() {
    let mut config = HeartbeatConfig::new();
    config.close_timeout = seconds(100);
    let mut heartbeat = Heartbeat::with_config(config, Duration::ZERO);
    heartbeat.closing(seconds(29));
    assert_eq!(heartbeat.poll(seconds(128)), None);
    assert_eq!(heartbeat.poll(seconds(129)), Some(Due::CloseTimeout));
}

#[test]
fn time_that_is_the_longest_is_never() {
    let never = Duration::MAX;
    let mut heartbeat = Heartbeat::with_config(config(never, never, never), Duration::ZERO);
    assert_eq!(heartbeat.deadline(), None);
    assert_eq!(heartbeat.poll(Duration::MAX), None);
    heartbeat.closing(Duration::ZERO);
    assert_eq!(heartbeat.deadline(), None);
    assert_eq!(heartbeat.poll(Duration::MAX), None);

    let mut heartbeat = Heartbeat::with_config(config(seconds(1), never, never), Duration::ZERO);
    assert_eq!(heartbeat.poll(seconds(1)), Some(Due::Ping));
    assert_eq!(heartbeat.deadline(), None);
    assert_eq!(heartbeat.poll(Duration::MAX), None);
    heartbeat.received(seconds(2));
    assert_eq!(heartbeat.deadline(), Some(seconds(3)));
}

#[test]
fn deadline_behind_the_end_of_time_is_never() {
    let mut heartbeat = Heartbeat::new(Duration::MAX - seconds(29));
    assert_eq!(heartbeat.deadline(), None);
    assert_eq!(heartbeat.poll(Duration::MAX), None);
    heartbeat.received(Duration::MAX);
    heartbeat.closing(Duration::MAX);
    assert_eq!(heartbeat.poll(Duration::MAX), None);

    let mut heartbeat = Heartbeat::new(Duration::MAX - seconds(30));
    assert_eq!(heartbeat.poll(Duration::MAX), Some(Due::Ping));
    assert_eq!(heartbeat.deadline(), None);
}

#[test]
fn clock_that_goes_back_brings_no_deadline_nearer() {
    let mut heartbeat = Heartbeat::new(seconds(100));
    heartbeat.received(seconds(50));
    assert_eq!(heartbeat.deadline(), Some(seconds(130)));
    assert_eq!(heartbeat.poll(Duration::ZERO), None);
    assert_eq!(heartbeat.poll(seconds(130)), Some(Due::Ping));
    heartbeat.received(seconds(120));
    assert_eq!(heartbeat.deadline(), Some(seconds(160)));
    heartbeat.closing(seconds(1));
    assert_eq!(heartbeat.deadline(), Some(seconds(140)));
}

/// All that was called, and what came of it. It knows no states: it looks through everything for
/// each answer, and counts in nanoseconds that do not end.
struct Model {
    config: HeartbeatConfig,
    log: Vec<(u128, Entry)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Entry {
    Opened,
    Received,
    Closing,
    Told(Due),
}

impl Model {
    fn new(config: HeartbeatConfig, now: Duration) -> Self {
        let log = vec![(now.as_nanos(), Entry::Opened)];
        Self { config, log }
    }

    fn push(&mut self, now: Duration, entry: Entry) {
        self.log.push((now.as_nanos(), entry));
    }

    /// What is due next, and when.
    fn next(&self) -> Option<(u128, Due)> {
        let is_over = self
            .log
            .iter()
            .any(|(_, entry)| matches!(entry, Entry::Told(due) if *due != Due::Ping));
        if is_over {
            return None;
        }
        let closing = self
            .log
            .iter()
            .position(|(_, entry)| *entry == Entry::Closing);
        let begin = closing.unwrap_or(self.log.len() - 1);
        let (limit, due) = match self.log.get(begin)?.1 {
            Entry::Closing => (self.config.close_timeout, Due::CloseTimeout),
            Entry::Told(_) => (self.config.pong_timeout, Due::PongTimeout),
            Entry::Opened | Entry::Received => (self.config.ping_interval, Due::Ping),
        };
        // The latest time up to there, since clocks go back.
        let so_far = self.log.iter().take(begin + 1);
        let since = so_far.map(|(time, _)| *time).max()?;
        let deadline = since + limit.as_nanos();
        (limit != Duration::MAX && deadline <= Duration::MAX.as_nanos()).then_some((deadline, due))
    }
}

#[derive(Clone, Copy, Debug)]
enum Call {
    Received,
    Closing,
    Poll,
    /// At the very deadline, if there is one.
    PollAtDeadline,
}

fn call() -> impl Strategy<Value = Call> {
    prop_oneof![
        6 => Just(Call::Received),
        1 => Just(Call::Closing),
        6 => Just(Call::Poll),
        4 => Just(Call::PollAtDeadline),
    ]
}

/// Near to each other, so that deadlines are met and missed by one.
fn near() -> BoxedStrategy<Duration> {
    (0..60_u64).prop_map(Duration::from_nanos).boxed()
}

/// Also where arithmetic ends.
fn any_time() -> BoxedStrategy<Duration> {
    let last = near().prop_map(|back| Duration::MAX - back);
    let any =
        (any::<u64>(), 0..1_000_000_000_u32).prop_map(|(secs, nanos)| Duration::new(secs, nanos));
    prop_oneof![near(), last, any, Just(Duration::MAX), Just(Duration::ZERO)].boxed()
}

fn configs(time: BoxedStrategy<Duration>) -> impl Strategy<Value = HeartbeatConfig> {
    (time.clone(), time.clone(), time).prop_map(|(ping, pong, close)| config(ping, pong, close))
}

/// Makes the calls, and looks at model and deadline each time.
fn check(
    config: HeartbeatConfig,
    opened: Duration,
    calls: &[(Call, Duration)],
) -> Result<(), TestCaseError> {
    let mut heartbeat = Heartbeat::with_config(config, opened);
    let mut model = Model::new(config, opened);
    let mut timeouts = 0;
    for &(call, now) in calls {
        let expected = model.next();
        prop_assert_eq!(
            heartbeat.deadline().map(|deadline| deadline.as_nanos()),
            expected.map(|(deadline, _)| deadline)
        );
        let now = match call {
            Call::PollAtDeadline => heartbeat.deadline().unwrap_or(now),
            _ => now,
        };
        match call {
            Call::Received => {
                heartbeat.received(now);
                model.push(now, Entry::Received);
            }
            Call::Closing => {
                heartbeat.closing(now);
                model.push(now, Entry::Closing);
            }
            Call::Poll | Call::PollAtDeadline => {
                let expected = expected.filter(|(deadline, _)| now.as_nanos() >= *deadline);
                let due = heartbeat.poll(now);
                prop_assert_eq!(due, expected.map(|(_, due)| due));
                if let Some(due) = due {
                    model.push(now, Entry::Told(due));
                    timeouts += usize::from(due != Due::Ping);
                }
            }
        }
    }
    prop_assert!(timeouts <= 1);
    Ok(())
}

proptest! {
    /// Clocks that go forth and back, by little.
    #[test]
    fn it_agrees_with_the_model(
        config in configs(near()),
        opened in near(),
        calls in prop::collection::vec((call(), near()), 0..60),
    ) {
        check(config, opened, &calls)?;
    }

    /// A clock as it should be.
    #[test]
    fn it_agrees_with_the_model_as_time_goes_on(
        config in configs(near()),
        steps in prop::collection::vec((call(), near()), 0..60),
    ) {
        let mut now = Duration::ZERO;
        let calls: Vec<_> = steps
            .into_iter()
            .map(|(call, step)| {
                now += step;
                (call, now)
            })
            .collect();
        check(config, Duration::ZERO, &calls)?;
    }

    #[test]
    fn it_agrees_with_the_model_for_any_times(
        config in configs(any_time()),
        opened in any_time(),
        calls in prop::collection::vec((call(), any_time()), 0..20),
    ) {
        check(config, opened, &calls)?;
    }

    /// Who answers every ping in time is never given up, and who falls silent is, at the latest
    /// when both times have passed.
    #[test]
    fn silence_is_found_in_time_and_life_is_not_mistaken_for_it(
        ping in 1..60_u64,
        pong in 1..60_u64,
        answers in prop::collection::vec(0.0..1.0_f64, 0..40),
    ) {
        let nanos = Duration::from_nanos;
        let config = config(nanos(ping), nanos(pong), Duration::MAX);
        let mut heartbeat = Heartbeat::with_config(config, Duration::ZERO);
        let mut heard = Duration::ZERO;
        for answer in answers {
            let asked = heartbeat.deadline().expect("a ping");
            prop_assert_eq!(heartbeat.poll(asked), Some(Due::Ping));
            // Before the timeout, if only just.
            heard = asked + nanos(pong - 1).mul_f64(answer);
            prop_assert_eq!(heartbeat.poll(heard), None);
            heartbeat.received(heard);
        }
        let asked = heartbeat.deadline().expect("a ping");
        prop_assert_eq!(asked, heard + nanos(ping));
        prop_assert_eq!(heartbeat.poll(asked), Some(Due::Ping));
        let gone = heartbeat.deadline().expect("a timeout");
        prop_assert_eq!(gone, asked + nanos(pong));
        prop_assert_eq!(heartbeat.poll(gone), Some(Due::PongTimeout));
    }
}
