//! When to send a ping, and when to give a connection up.

use core::time::Duration;

/// The deadlines of one connection: when a ping is due, and when its peer is gone.
///
/// It reads no clock. `now` is the time since any moment, the same for all calls: for most, the one
/// when the connection was opened. [`deadline`](Self::deadline) says when to call
/// [`poll`](Self::poll), and `poll` what to do then.
///
/// While bytes come, nothing is due. When none came for [`HeartbeatConfig::ping_interval`], a ping
/// is, and if there are still none [`HeartbeatConfig::pong_timeout`] after that, the peer is gone.
/// Any byte shows that it is there, and not the pong alone, which may have to wait behind a long
/// message. From our Close on only [`HeartbeatConfig::close_timeout`] counts.
///
/// ```
/// use core::time::Duration;
/// use noio_websocket::{Due, Encoder, Heartbeat};
///
/// let seconds = Duration::from_secs;
/// let mut encoder = Encoder::server();
/// let mut out = Vec::new();
///
/// let mut heartbeat = Heartbeat::new(seconds(0));
/// heartbeat.received(seconds(5));
/// assert_eq!(heartbeat.deadline(), Some(seconds(35)));
///
/// // Nothing came up to then.
/// assert_eq!(heartbeat.poll(seconds(35)), Some(Due::Ping));
/// encoder.ping(b"", &mut out)?;
/// assert_eq!(heartbeat.deadline(), Some(seconds(45)));
///
/// // And nothing more: whoever was there is not there any more.
/// assert_eq!(heartbeat.poll(seconds(45)), Some(Due::PongTimeout));
/// assert_eq!(heartbeat.deadline(), None);
/// # Ok::<(), noio_websocket::EncodeError>(())
/// ```
///
/// # In a loop
///
/// Tell it of what was read before asking it what is due. What waits to be read when a deadline has
/// passed is life, and a process that was asleep finds both at once. And ask it in every turn, not
/// only when nothing came: a peer that talks on behind our Close would put off the end.
///
/// ```
/// # use std::{io::{self, Read, Write}, net::TcpStream, time::{Duration, Instant}};
/// # use noio_websocket::{Due, Encoder, Heartbeat};
/// # fn is_timeout(error: &io::Error) -> bool {
/// #     matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
/// # }
/// fn read(
///     socket: &mut TcpStream,
///     buffer: &mut [u8],
///     encoder: &mut Encoder,
///     heartbeat: &mut Heartbeat,
///     opened: Instant,
/// ) -> io::Result<usize> {
///     loop {
///         match heartbeat.poll(opened.elapsed()) {
///             Some(Due::Ping) => {
///                 let mut ping = Vec::new();
///                 encoder.ping(b"", &mut ping).map_err(io::Error::other)?;
///                 socket.write_all(&ping)?;
///             }
///             Some(_) => return Err(io::ErrorKind::TimedOut.into()),
///             None => {}
///         }
///         // No deadline: no timeout. One that has passed is still to be polled, and 0 is none.
///         let wait = heartbeat
///             .deadline()
///             .map(|deadline| deadline.saturating_sub(opened.elapsed()))
///             .map(|wait| wait.max(Duration::from_millis(1)));
///         socket.set_read_timeout(wait)?;
///         match socket.read(buffer) {
///             // The end is no sign of life.
///             Ok(0) => return Ok(0),
///             Ok(len) => {
///                 heartbeat.received(opened.elapsed());
///                 return Ok(len);
///             }
///             Err(error) if is_timeout(&error) => {}
///             Err(error) => return Err(error),
///         }
///     }
/// }
/// ```
///
/// # What it does not see
///
/// - **Writes.** A peer that reads nothing and says something every ten seconds is alive. How long
///   a write may take is another limit, and how much may wait to be written a third.
/// - **The way of the ping.** The timeout runs from the [`poll`](Self::poll) that said so. A ping
///   that waits behind much else which was to be sent arrives late.
/// - **The silence of our own side.** A peer that talks is not pinged. Where a proxy wants bytes
///   from each side by itself, the application has to send some.
///
/// # Many connections
///
/// Each has a value of its own, which is small and has nothing to be freed. After a restart, clients
/// that come back together would be pinged together for ever: give each an interval that is a
/// little shorter or longer, by a random tenth for instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    config: HeartbeatConfig,
    state: State,
    /// When the state began. While the peer is alive: when it was last heard of.
    since: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing is asked of the peer.
    Alive,
    /// A ping was due, and nothing came since.
    Pinged,
    /// Our Close is written.
    Closing,
    /// The connection is given up.
    Over,
}

impl Heartbeat {
    /// The deadlines of a connection that is opened now, with the default times.
    pub const fn new(now: Duration) -> Self {
        Self::with_config(HeartbeatConfig::new(), now)
    }

    /// The deadlines of a connection that is opened now, with the times of `config`.
    pub const fn with_config(config: HeartbeatConfig, now: Duration) -> Self {
        Self {
            config,
            state: State::Alive,
            since: now,
        }
    }

    /// The peer was heard: bytes of it came, any.
    ///
    /// Changes nothing once our Close is written, or the connection is given up.
    #[inline]
    pub fn received(&mut self, now: Duration) {
        if matches!(self.state, State::Alive | State::Pinged) {
            self.enter(State::Alive, now);
        }
    }

    /// Our Close is written, the first one or the answer to that of the peer.
    ///
    /// From here the whole end of the connection has [`HeartbeatConfig::close_timeout`]: the Close
    /// of the peer, and that the transport is closed (RFC 6455 §7.1.1). Neither bytes that come
    /// nor a second call make it longer.
    ///
    /// To be called before the next [`poll`](Self::poll): there is no ping behind a Close.
    pub fn closing(&mut self, now: Duration) {
        if matches!(self.state, State::Alive | State::Pinged) {
            self.enter(State::Closing, now);
        }
    }

    /// When to call [`poll`](Self::poll) again. `None`: never, as long as nothing else is called.
    ///
    /// It changes with every other call.
    #[inline]
    pub fn deadline(&self) -> Option<Duration> {
        let limit = match self.state {
            State::Alive => self.config.ping_interval,
            State::Pinged => self.config.pong_timeout,
            State::Closing => self.config.close_timeout,
            State::Over => return None,
        };
        if limit == Duration::MAX {
            return None;
        }
        // What lies behind the end of time does not come.
        self.since.checked_add(limit)
    }

    /// What is due now, if anything is.
    ///
    /// However late it is asked, a ping comes before [`Due::PongTimeout`], and the peer has the
    /// whole time to answer it. A timeout comes once: after it nothing is due any more, whatever is
    /// called.
    #[inline]
    #[must_use = "a ping that is not sent is a peer that does not answer"]
    pub fn poll(&mut self, now: Duration) -> Option<Due> {
        if now < self.deadline()? {
            return None;
        }
        let (state, due) = match self.state {
            State::Alive => (State::Pinged, Due::Ping),
            State::Pinged => (State::Over, Due::PongTimeout),
            State::Closing => (State::Over, Due::CloseTimeout),
            State::Over => return None,
        };
        self.enter(state, now);
        Some(due)
    }

    /// A clock that goes back stands still here, so that no deadline comes earlier.
    fn enter(&mut self, state: State, now: Duration) {
        self.state = state;
        self.since = self.since.max(now);
    }
}

/// What is due, says [`Heartbeat::poll`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Due {
    /// Send a ping, by [`Encoder::ping`](crate::Encoder::ping), before anything else that waits.
    Ping,
    /// Nothing came since the ping. Drop the connection: a Close would not arrive.
    ///
    /// For an application the connection ended without a Close, with the number 1006
    /// (RFC 6455 §7.1.5).
    PongTimeout,
    /// The connection has not ended since our Close was written. Drop it (RFC 6455 §7.1.1).
    CloseTimeout,
}

/// The times of a [`Heartbeat`]. [`Duration::MAX`] is never.
///
/// The defaults find a peer that is gone within 40 seconds, and keep connections open through what
/// lies between. A little traffic more often is cheaper than a connection lost and opened again:
///
/// | what closes or forgets a connection | silent for |
/// |---|---|
/// | nginx, `proxy_read_timeout` | 60 s unless set |
/// | Application Load Balancer of AWS, idle timeout | 60 s unless set |
/// | HAProxy, `timeout tunnel`; without it `timeout client` and `timeout server` | as set, the latter often 30 to 60 s |
/// | Cloudflare's proxy | 100 s |
/// | Azure Load Balancer, idle timeout | 4 min unless set |
/// | NAT of mobile networks | minutes, though RFC 5382 §5 asks for 2 h 4 min |
/// | TCP itself, where keepalive is on | 2 h (RFC 9293 §3.8.4), and a proxy counts no probes |
///
/// An interval of exactly 60 seconds is the wrong one: a ping and the proxy race. Browsers answer
/// pings and have no means to send any, so it is the server that pings. Elsewhere, `websockets` for
/// Python waits 20 seconds and 20 more, .NET sends something every 30.
///
/// A phone on a bad network may be silent for some seconds and come back: who would rather wait
/// takes a longer [`pong_timeout`](Self::pong_timeout), who fails over to somebody else a shorter
/// one.
///
/// Set by assignment, so that a later field breaks nobody:
///
/// ```
/// use core::time::Duration;
/// use noio_websocket::{Heartbeat, HeartbeatConfig};
///
/// let mut config = HeartbeatConfig::new();
/// config.ping_interval = Duration::from_secs(20);
/// let heartbeat = Heartbeat::with_config(config, Duration::ZERO);
/// assert_eq!(heartbeat.deadline(), Some(Duration::from_secs(20)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct HeartbeatConfig {
    /// How long nothing may come before a ping is due. Default: 30 seconds.
    ///
    /// 20 to 50 seconds are good through proxies that wait for a minute. Never, if somebody else
    /// looks after the connection; then there is no [`Due::PongTimeout`] either.
    pub ping_interval: Duration,
    /// How long after a ping still nothing may come. Default: 10 seconds.
    ///
    /// Not less than a few round trips, and what a packet that is lost takes to be sent again. Never:
    /// then there is no further ping until something has come.
    pub pong_timeout: Duration,
    /// How long the connection may last once our Close is written. Default: 10 seconds.
    pub close_timeout: Duration,
}

impl HeartbeatConfig {
    /// The default times.
    pub const fn new() -> Self {
        Self {
            ping_interval: Duration::from_secs(30),
            pong_timeout: Duration::from_secs(10),
            close_timeout: Duration::from_secs(10),
        }
    }
}

impl Default for HeartbeatConfig {
    fn default() -> Self {
        Self::new()
    }
}
