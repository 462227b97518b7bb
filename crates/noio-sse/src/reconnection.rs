//! When to connect again, and whether to (HTML §9.2.2 and §9.2.3).

use core::time::Duration;

use thiserror::Error;

use crate::header;

/// How long a client waits before it connects again.
///
/// It has no clock and no random numbers: the caller waits, and brings the randomness.
///
/// A client lives in this loop, where the connections stand for an HTTP client's answers:
///
/// ```
/// use noio_sse::{Decoder, Event, Reconnection, Refusal, check_response, header};
///
/// # let ok = || Ok((200, Some(&b"text/event-stream"[..]), b"retry: 5000\nid: 7\n\n"));
/// # let no_content = || Ok((204, None, b"retry: 5000\nid: 7\n\n"));
/// # let mut connections = [ok(), Err("connection refused"), no_content()].into_iter();
/// # let mut connect = |_: Option<&[u8]>| connections.next().unwrap_or_else(no_content);
/// # let random = || 0;
/// # let mut delays = Vec::new();
/// # let mut sleep = |delay: core::time::Duration| delays.push(delay.as_millis());
/// let mut decoder = Decoder::new();
/// let mut reconnection = Reconnection::new();
/// let refusal = loop {
///     // The request has `header::REQUEST_FIELDS`, and `Last-Event-ID` if there is a value.
///     let id = header::last_event_id_value(decoder.last_event_id());
///     if let Ok((status, content_type, body)) = connect(id) {
///         match check_response(status, content_type) {
///             Ok(()) => reconnection.opened(),
///             Err(refusal) => break refusal,
///         }
///         let mut input = &body[..];
///         while let Some(event) = decoder.decode(&mut input)? {
///             if let Event::Retry(time) = event {
///                 reconnection.set_reconnection_time(time);
///             }
///         }
///         decoder.restart();
///     }
///     // The body has ended, or there was none: the connection failed.
///     sleep(reconnection.next_delay(random()));
/// };
/// assert_eq!(refusal, Refusal::NoContent);
/// # assert_eq!(delays, [5000, 10_000]);
/// # assert_eq!(decoder.last_event_id(), "7");
/// # Ok::<(), noio_sse::DecodeError>(())
/// ```
///
/// The standard sets no lower bound to the reconnection time: a server that sends `retry: 0` and
/// closes each connection at once is connected to without a pause. A client that does not trust
/// its server sets a floor: `set_reconnection_time(time.max(floor))`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconnection {
    reconnection_time: Duration,
    max_delay: Duration,
    is_open: bool,
    failed_attempts: u32,
}

impl Reconnection {
    /// A reconnection time of 3 seconds, until the server sets another one, and delays of at most
    /// 60 seconds before jitter.
    pub const fn new() -> Self {
        Self {
            reconnection_time: Duration::from_secs(3),
            max_delay: Duration::from_secs(60),
            is_open: false,
            failed_attempts: 0,
        }
    }

    /// Sets how far failed attempts can raise the delay, before jitter.
    ///
    /// It does not lower a longer reconnection time: that one is the server's to choose.
    #[must_use]
    pub const fn with_max_delay(mut self, max_delay: Duration) -> Self {
        self.max_delay = max_delay;
        self
    }

    /// Sets the reconnection time: call it on each [`Event::Retry`](crate::Event::Retry).
    pub const fn set_reconnection_time(&mut self, time: Duration) {
        self.reconnection_time = time;
    }

    /// The shortest delay (HTML §9.2.2).
    pub const fn reconnection_time(&self) -> Duration {
        self.reconnection_time
    }

    /// Says that a response opened the stream: [`check_response`] returned `Ok`.
    ///
    /// Attempts that failed before it no longer count.
    pub const fn opened(&mut self) {
        self.is_open = true;
        self.failed_attempts = 0;
    }

    /// Says that a connection has ended or that an attempt to connect has failed, and how long to
    /// wait before the next attempt.
    ///
    /// Behind an open stream that is the reconnection time. If n attempts have failed in a row,
    /// it is 2ⁿ times the reconnection time, which counts as at least 1 second for this, up to
    /// the maximum; never less than the reconnection time.
    ///
    /// `jitter` adds the part `jitter` / 2³² of that, so up to as much again. Give it a uniformly
    /// distributed random number, so that clients who lost their server together do not come
    /// back together; 0 adds nothing.
    #[must_use = "a client that does not wait connects again and again"]
    pub fn next_delay(&mut self, jitter: u32) -> Duration {
        if self.is_open {
            self.is_open = false;
        } else {
            self.failed_attempts = self.failed_attempts.saturating_add(1);
        }
        let delay = self.backoff().max(self.reconnection_time);
        delay.saturating_add(fraction(delay, jitter))
    }

    /// The delay for the attempts that failed, up to the maximum; zero if none did.
    fn backoff(&self) -> Duration {
        if self.failed_attempts == 0 {
            return Duration::ZERO;
        }
        let factor = 2_u32.saturating_pow(self.failed_attempts);
        self.reconnection_time
            .max(MIN_BACKOFF_BASE)
            .saturating_mul(factor)
            .min(self.max_delay)
    }
}

impl Default for Reconnection {
    fn default() -> Self {
        Self::new()
    }
}

/// What is doubled after a failed attempt if the reconnection time is shorter: zero doubled would
/// be no backoff.
const MIN_BACKOFF_BASE: Duration = Duration::from_secs(1);

/// The part `numerator` / 2³² of `delay`.
fn fraction(delay: Duration, numerator: u32) -> Duration {
    const NANOS_PER_SEC: u128 = 1_000_000_000;

    // Below 2⁹⁴ × 2³².
    let nanos = (delay.as_nanos() * u128::from(numerator)) >> u32::BITS;
    let secs = u64::try_from(nanos / NANOS_PER_SEC).unwrap_or(u64::MAX);
    let subsec_nanos = u32::try_from(nanos % NANOS_PER_SEC).unwrap_or(0);
    Duration::new(secs, subsec_nanos)
}

/// Whether a response opens the event stream, by its status and its `Content-Type` field
/// (HTML §9.2.2).
///
/// `Ok` means: call [`Reconnection::opened`] and decode the body. When the body ends, well or
/// badly, connect again after [`Reconnection::next_delay`]; the same where there is no response,
/// because the connection could not be made or broke.
///
/// # Errors
///
/// The reason why the body is not to be decoded. Each of them but [`Refusal::Redirect`] ends the
/// stream for good: the standard does not let a client try again. Clients other than browsers
/// often do after a 502, 503 or 504; to them that is an attempt that failed, and
/// [`Reconnection::next_delay`] tells how long to wait.
pub fn check_response(status: u16, content_type: Option<&[u8]>) -> Result<(), Refusal> {
    match status {
        200 if content_type.is_some_and(header::is_event_stream) => Ok(()),
        200 => Err(Refusal::ContentType),
        204 => Err(Refusal::NoContent),
        301 | 302 | 303 | 307 | 308 => Err(Refusal::Redirect(status)),
        _ => Err(Refusal::Status(status)),
    }
}

/// Why a response does not open the event stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Status 204: the server's way to say that the stream is over for good (HTML §9.2.1).
    #[error("the server ended the stream (status 204)")]
    NoContent,
    /// Status 301, 302, 303, 307 or 308: the redirect statuses of the Fetch standard. Most HTTP
    /// clients follow redirects themselves; if yours does not, request the URL in the `Location`
    /// field and check that response. Without such a field this is the end as well.
    #[error("redirected (status {0})")]
    Redirect(u16),
    /// Any other status but 200.
    #[error("refused with status {0}")]
    Status(u16),
    /// Status 200, but the `Content-Type` is absent or not `text/event-stream`.
    #[error("content type is not text/event-stream")]
    ContentType,
}
