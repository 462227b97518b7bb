//! What is decided: whether a stored response will do, and what becomes of an answer.

use alloc::{collections::BTreeSet, sync::Arc};
use std::collections::{HashMap, HashSet};

use noio_cache_control::{
    HttpDate, RequestDirectives,
    cache_status::Fwd,
    freshness::{self, Lifetime, LifetimeSource, MustValidate, Reuse, Stored},
};

use crate::{
    assess::{NotStored, Policy, assess, select},
    entry::Entry,
    message::{Refusal, Request, Response},
    status,
};

/// What to do with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Answer with what is stored.
    Serve,
    /// The same, and ask the origin behind the client's back.
    ServeAndRevalidate,
    /// Ask the origin whether what is stored will still do.
    Validate(MustValidate),
    /// Ask the origin for a response.
    Fetch,
    /// Answer with 504: the client wants nothing from the origin (RFC 9111 §5.2.1.7).
    GatewayTimeout,
}

/// Decides that, by what is stored for the target, if anything is.
pub(crate) fn decide(
    stored: Option<&Stored>,
    request: &RequestDirectives,
    now: HttpDate,
) -> Decision {
    match stored.map(|stored| stored.reuse(request, now)) {
        Some(Reuse::Serve) => Decision::Serve,
        Some(Reuse::ServeAndRevalidate) => Decision::ServeAndRevalidate,
        _ if request.only_if_cached() => Decision::GatewayTimeout,
        Some(Reuse::Validate(why)) => Decision::Validate(why),
        None => Decision::Fetch,
    }
}

/// What came of asking the origin.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// Why it was asked.
    pub(crate) fwd: Fwd<'static>,
    /// When it was asked.
    pub(crate) request_time: HttpDate,
    /// When it had answered.
    pub(crate) response_time: HttpDate,
    /// Its final response. Else why there is none, and what a client is told.
    pub(crate) response: Result<Response, Refusal>,
}

/// Where an answer leads.
#[derive(Debug)]
pub(crate) enum Next {
    /// This goes to the client. The text says what was done.
    Answer(Response, String),
    /// The origin has to be asked again, without conditions.
    FetchAgain,
}

/// The responses that are stored, each by the target that it is of.
#[derive(Debug)]
pub(crate) struct Cache {
    policy: Policy,
    entries: HashMap<String, Arc<Entry>>,
    /// When each of them was asked for: the first goes first.
    order: BTreeSet<(HttpDate, String)>,
    /// How much of the store they take.
    len: usize,
    /// The targets that are being validated in the background.
    validating: HashSet<String>,
}

impl Cache {
    pub(crate) fn new(policy: Policy) -> Self {
        Self {
            policy,
            entries: HashMap::new(),
            order: BTreeSet::new(),
            len: 0,
            validating: HashSet::new(),
        }
    }

    pub(crate) fn entry(&self, target: &str) -> Option<Arc<Entry>> {
        self.entries.get(target).cloned()
    }

    /// Says whether nobody else validates that target already.
    pub(crate) fn begin_validation(&mut self, target: &str) -> bool {
        self.validating.insert(target.to_owned())
    }

    pub(crate) fn end_validation(&mut self, target: &str) {
        self.validating.remove(target);
    }

    /// Takes the answer of the origin. `entry` is what was stored when it was asked.
    pub(crate) fn receive(
        &mut self,
        request: &Request,
        entry: Option<&Entry>,
        fetched: Fetched,
    ) -> Next {
        let (fwd, now) = (fetched.fwd, fetched.response_time);
        let is_failure = match &fetched.response {
            Ok(response) => freshness::is_stale_if_error_status(response.status),
            Err(_) => true,
        };
        let mut why = String::new();
        if let Some(entry) = entry.filter(|_| is_failure) {
            let is_unreachable = fetched
                .response
                .as_ref()
                .is_err_and(Refusal::is_unreachable);
            match will_do(&entry.stored, &request.directives(), is_unreachable, now) {
                Ok(why) => {
                    let status = fetched.response.ok().map(|response| response.status);
                    let mut answer = entry.response(now);
                    status::append_failed(&mut answer, fwd, status, &entry.stored, now);
                    return Next::Answer(answer, why.to_owned());
                }
                Err(reason) => why = format!("no help: {reason} ({}); ", reason.section()),
            }
        }
        let mut response = match fetched.response {
            Ok(response) => response,
            Err(refusal) => {
                let answer = Response::of_proxy(refusal.status, "the origin does not answer");
                return Next::Answer(answer, why + &refusal.reason);
            }
        };
        if response.fields.date("date", now).is_none() {
            // RFC 9110 §6.6.1.
            response.fields.set("Date", now.to_imf_fixdate());
        }
        let fwd_status = response.status;
        let is_error = is_error(fwd_status);
        if fwd_status == 304 {
            match entry {
                Some(entry) if entry.is_validated_by(&response) => {
                    response = entry.updated_by(&response);
                    why += "validated, ";
                }
                Some(_) => {
                    self.remove(&request.target);
                    return Next::FetchAgain;
                }
                None => {
                    let answer = Response::of_proxy(502, "the origin answers something else");
                    return Next::Answer(answer, "304 to a request without conditions".to_owned());
                }
            }
        }
        if let Some(target) = select(&response.fields, now).target() {
            why += &format!("goes by {target} (RFC 9213 §2.2), ");
        }
        let times = (fetched.request_time, now);
        let stored = self.store(request, response.clone(), times, is_error);
        match &stored {
            Ok(stored) => why += &format!("now stored, {}", freshness_of(stored.lifetime)),
            Err(reason) => {
                // What the origin takes back is gone. But errors, and what else a request can bring
                // about by itself, take nothing back: else anyone could empty the cache.
                if !reason.is_due_to_request() && *reason != NotStored::Late && !is_error {
                    self.remove(&request.target);
                }
                why += &format!("not stored: {reason}");
            }
        }
        // What is stored is without it: the next time there is something else to tell.
        let stored = stored.as_ref().ok();
        status::append_forwarded(&mut response, fwd, fwd_status, stored, now);
        Next::Answer(response, why)
    }

    /// Stores the response if that may be.
    fn store(
        &mut self,
        request: &Request,
        mut response: Response,
        times: (HttpDate, HttpDate),
        is_error: bool,
    ) -> Result<Stored, NotStored> {
        let target = request.target.as_str();
        let (_, now) = times;
        let stored = assess(request, &mut response, times, &self.policy)?;
        let other = self.entries.get(target);
        if is_error && other.is_some_and(|other| other.stored.is_fresh(now)) {
            return Err(NotStored::Error);
        }
        self.insert(target, Entry { stored, response })?;
        Ok(stored)
    }

    fn insert(&mut self, target: &str, entry: Entry) -> Result<(), NotStored> {
        let len = len_in_store(target, &entry);
        if len > self.policy.max_len {
            return Err(NotStored::TooLong);
        }
        let times = entry.stored.times;
        if let Some(other) = self.entries.get(target) {
            let asked = other.stored.times.request_time;
            // The other is what the origin has now. If it is of the future, the clock was put back.
            if asked > times.request_time && asked <= times.response_time {
                return Err(NotStored::Late);
            }
        }
        self.remove(target);
        while self.len + len > self.policy.max_len
            && let Some((_, oldest)) = self.order.pop_first()
        {
            self.remove(&oldest);
        }
        self.len += len;
        self.order.insert((times.request_time, target.to_owned()));
        self.entries.insert(target.to_owned(), Arc::new(entry));
        Ok(())
    }

    fn remove(&mut self, target: &str) {
        if let Some((target, entry)) = self.entries.remove_entry(target) {
            self.len -= len_in_store(&target, &entry);
            self.order
                .remove(&(entry.stored.times.request_time, target));
        }
    }
}

/// How much of the store an entry takes. Its target is there twice.
fn len_in_store(target: &str, entry: &Entry) -> usize {
    2 * target.len() + entry.len()
}

/// Whether a status says that something is wrong, perhaps with the request alone, and not what the
/// origin has.
const fn is_error(status: u16) -> bool {
    status >= 400 && !matches!(status, 404 | 410)
}

/// Whether what is stored is the answer if the origin failed, and why.
fn will_do(
    stored: &Stored,
    request: &RequestDirectives,
    is_unreachable: bool,
    now: HttpDate,
) -> Result<&'static str, MustValidate> {
    match stored.reuse_on_error(request, now) {
        Ok(()) => Ok("the origin failed, what is stored will do (RFC 5861 §4)"),
        Err(_) if is_unreachable => stored.reuse_disconnected(request, now).map(|()| {
            "the origin cannot be reached, what is stored will do, however old (own policy, RFC 9111 §4.2.4)"
        }),
        Err(reason) => Err(reason),
    }
}

/// For how long a response is fresh, and what says so.
fn freshness_of(lifetime: Lifetime) -> String {
    let (seconds, source) = (lifetime.seconds(), lifetime.source());
    let (name, section) = (source.as_str(), source.section());
    if source == LifetimeSource::None {
        return format!("never fresh: nothing says for how long ({section})");
    }
    format!("fresh until it is {seconds} s old ({name}, {section})")
}
