//! The sockets: what the cache decides is done here.

use alloc::sync::Arc;
use core::time::Duration;
use std::{
    io::{self, BufReader, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream, ToSocketAddrs as _},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};

use noio_cache_control::{HttpDate, cache_status::Fwd};

use crate::{
    cache::{Cache, Decision, Fetched, Next, decide},
    entry::Entry,
    fields::Fields,
    message::{Method, Refusal, Request, Response, Timed},
    status,
};

/// How long a client may take to send its request.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// How long the origin may take to answer, to the end of the body.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(30);

/// How long the origin may take to accept a connection, and then to take a request.
const ORIGIN_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a client may take to take its answer, all of it.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);

/// How long is read on behind an answer, so that a client with more to say reads it first.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// A caching proxy for one origin.
pub(crate) struct Proxy {
    origin: String,
    cache: Mutex<Cache>,
    clock: Box<dyn Fn() -> HttpDate + Send + Sync>,
    log: Box<dyn Fn(&str) + Send + Sync>,
}

impl Proxy {
    pub(crate) fn new(
        origin: String,
        cache: Cache,
        clock: impl Fn() -> HttpDate + Send + Sync + 'static,
        log: impl Fn(&str) + Send + Sync + 'static,
    ) -> Self {
        Self {
            origin,
            cache: Mutex::new(cache),
            clock: Box::new(clock),
            log: Box::new(log),
        }
    }

    /// Serves clients, each by a thread.
    pub(crate) fn serve(self: &Arc<Self>, listener: &TcpListener) {
        for socket in listener.incoming() {
            let proxy = Arc::clone(self);
            let spawned = socket.and_then(|socket| {
                thread::Builder::new().spawn(move || {
                    if let Err(error) = proxy.answer(&socket) {
                        (proxy.log)(&format!("connection ended: {error}"));
                    }
                })
            });
            if let Err(error) = spawned {
                // This client is gone, or there are too many: both pass.
                (self.log)(&format!("no connection: {error}"));
                thread::sleep(Duration::from_millis(100));
            }
        }
    }

    fn answer(self: &Arc<Self>, socket: &TcpStream) -> io::Result<()> {
        let mut reader = BufReader::new(Timed::new(socket, REQUEST_TIMEOUT));
        let octets = match Request::read(&mut reader) {
            Ok(request) => {
                let (response, why) = self.respond(&request);
                let (method, target) = (request.method.as_str(), &request.target);
                (self.log)(&format!("{method} {target} -> {}: {why}", response.status));
                response.encode(request.method)
            }
            Err(refusal) => {
                (self.log)(&format!("refused, {}: {}", refusal.status, refusal.reason));
                Response::of_proxy(refusal.status, &refusal.reason).encode(Method::Get)
            }
        };
        Timed::new(socket, ANSWER_TIMEOUT).write_all(&octets)?;
        socket.shutdown(Shutdown::Write)?;
        // To close on octets that were not read would take back what was just sent.
        let rest = Timed::new(socket, CLOSE_TIMEOUT);
        let _how_it_ended = io::copy(&mut rest.take(64 * 1024), &mut io::sink());
        Ok(())
    }

    /// The answer to a request, and why it is that.
    fn respond(self: &Arc<Self>, request: &Request) -> (Response, String) {
        let now = (self.clock)();
        let entry = self.cache().entry(&request.target);
        let stored = entry.as_ref().map(|entry| &entry.stored);
        let decision = decide(stored, &request.directives(), now);
        match (decision, entry) {
            (Decision::Serve, Some(entry)) => hit(&entry, now),
            (Decision::ServeAndRevalidate, Some(entry)) => {
                let (response, why) = hit(&entry, now);
                self.validate_in_background(&request.target, entry);
                let why = why + ", validated in the background (RFC 5861 §3)";
                (response, why)
            }
            (Decision::GatewayTimeout, _) => {
                let why = "miss, and the client wants nothing from the origin";
                let response = Response::of_proxy(504, "not in the cache");
                (response, format!("{why} (RFC 9111 §5.2.1.7)"))
            }
            (Decision::Validate(reason), Some(entry)) => {
                let fwd = status::fwd(&entry.stored, reason, now);
                let (response, why) = self.ask(request, Some(entry), fwd);
                (response, format!("{reason} ({}); {why}", reason.section()))
            }
            // The others are decided only if something is stored.
            (_, None) | (Decision::Fetch, Some(_)) => {
                let (response, why) = self.ask(request, None, Fwd::UriMiss);
                (response, format!("miss; {why}"))
            }
        }
    }

    /// Asks the origin, a second time if it says nothing of use the first time.
    fn ask(
        &self,
        request: &Request,
        entry: Option<Arc<Entry>>,
        fwd: Fwd<'static>,
    ) -> (Response, String) {
        let fetched = self.fetch(request, entry.as_deref(), fwd);
        let next = self.cache().receive(request, entry.as_deref(), fetched);
        if let Next::Answer(response, why) = next {
            return (response, why);
        }
        let fetched = self.fetch(request, None, fwd);
        match self.cache().receive(request, None, fetched) {
            Next::Answer(response, why) => (response, format!("304 for another, {why}")),
            Next::FetchAgain => {
                let response = Response::of_proxy(502, "the origin answers something else");
                (response, "304 for another, twice".to_owned())
            }
        }
    }

    /// What comes of this is for everyone, so nothing of the client's request goes along.
    fn validate_in_background(self: &Arc<Self>, target: &str, entry: Arc<Entry>) {
        if !self.cache().begin_validation(target) {
            return;
        }
        let request = Request {
            method: Method::Get,
            target: target.to_owned(),
            fields: Fields::default(),
        };
        let proxy = Arc::clone(self);
        let spawned = thread::Builder::new().spawn(move || {
            let (response, why) = proxy.ask(&request, Some(entry), Fwd::Stale);
            proxy.cache().end_validation(&request.target);
            let (target, status) = (&request.target, response.status);
            (proxy.log)(&format!("background {target} -> {status}: {why}"));
        });
        if spawned.is_err() {
            self.cache().end_validation(target);
        }
    }

    /// Sends a request to the origin, with the conditions of what is stored, and reads the answer.
    fn fetch(&self, request: &Request, entry: Option<&Entry>, fwd: Fwd<'static>) -> Fetched {
        let mut request = request.clone();
        for (name, value) in entry.into_iter().flat_map(Entry::conditions) {
            request.fields.set(name, value);
        }
        let request_time = (self.clock)();
        let response = self.exchange(&request);
        Fetched {
            fwd,
            request_time,
            response_time: (self.clock)(),
            response,
        }
    }

    fn exchange(&self, request: &Request) -> Result<Response, Refusal> {
        let addresses = self.origin.to_socket_addrs();
        let address = addresses.map_err(Refusal::unreachable)?.next();
        let address = address.ok_or_else(|| Refusal::unreachable("an origin without address"))?;
        let socket = TcpStream::connect_timeout(&address, ORIGIN_TIMEOUT);
        let socket = socket.map_err(Refusal::unreachable)?;
        let octets = request.encode(&self.origin);
        let mut writer = Timed::new(&socket, ORIGIN_TIMEOUT);
        writer.write_all(&octets).map_err(Refusal::unreachable)?;
        let mut reader = BufReader::new(Timed::new(&socket, RESPONSE_TIMEOUT));
        Response::read(request.method, &mut reader)
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        // A thread that panicked left at most an entry too many or too few.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is stored as the answer, and why it is that.
fn hit(entry: &Entry, now: HttpDate) -> (Response, String) {
    let mut response = entry.response(now);
    status::append_hit(&mut response, &entry.stored, now);
    let (age, lifetime) = (entry.stored.age(now), entry.stored.lifetime);
    let why = if lifetime.is_fresh(age) {
        let seconds = lifetime.remaining(age);
        format!("hit, fresh for another {seconds} s (RFC 9111 §4.2)")
    } else {
        let seconds = lifetime.staleness(age);
        format!("hit, stale for {seconds} s, which is allowed (RFC 9111 §4.2.4)")
    };
    (response, why)
}
