//! Who decides what a shared cache may do: ours and http-cache-semantics.
//!
//! The directives of responses are read before, since a cache keeps them.

use alloc::rc::Rc;
use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{Request, Response, header::CACHE_CONTROL};
use http_cache_semantics::{BeforeRequest, CacheOptions, CachePolicy};
use noio_cache_control::{
    Expires, HttpDate, RequestDirectives, ResponseDirectives,
    freshness::{Cache, Exchange, Heuristic, ResponseTimes, Reuse, Stored},
};

use crate::{
    case::{Case, Kind},
    contender::{self, Contender},
    sink::Sink,
    spread::spread,
};

/// Requests for responses that are there.
#[derive(Debug)]
pub struct Visits(Vec<Visit>);

/// A request, what is there for it, and when it comes.
#[derive(Debug)]
struct Visit {
    kept: Rc<Kept>,
    line: Option<&'static str>,
    directives: RequestDirectives,
    request: Rc<Request<()>>,
    now: HttpDate,
    system_now: SystemTime,
}

/// A response that was received, as ours and as http-cache-semantics keep it.
#[derive(Debug)]
struct Kept {
    exchange: Exchange,
    stored: Option<Stored>,
    policy: CachePolicy,
}

/// For whether a response may be stored, and how many seconds it is fresh.
pub const STORERS: &[Contender<Visits>] = &[
    Contender {
        name: "noio-cache-control",
        about: "`Exchange::store`",
        kind: Kind::Ours,
        timed: noio_store,
        found: noio_store,
    },
    Contender {
        name: "http-cache-semantics",
        about: "`CachePolicy::is_storable` and `time_to_live`, which also reads Age and Date, of a \
                policy made before",
        kind: Kind::Peer,
        timed: policy_store,
        found: policy_store,
    },
];

/// For whether a stored response may be used without validation.
pub const REUSERS: &[Contender<Visits>] = &[
    Contender {
        name: "noio-cache-control",
        about: "`RequestDirectives::parse_with_pragma` and `Stored::reuse`",
        kind: Kind::Ours,
        timed: noio_parse_and_reuse,
        found: noio_parse_and_reuse,
    },
    Contender {
        name: "noio-cache-control `reuse`",
        about: "`Stored::reuse`, for directives of the request that were read before",
        kind: Kind::Ours,
        timed: noio_reuse,
        found: noio_reuse,
    },
    Contender {
        name: "http-cache-semantics",
        about: "`CachePolicy::before_request`, which also makes the fields to answer or to \
                validate with",
        kind: Kind::Peer,
        timed: policy_reuse,
        found: policy_reuse,
    },
];

/// What servers send. Where http-cache-semantics decides otherwise, for names in upper case,
/// `proxy-revalidate` and `stale-while-revalidate`, is left out.
const RESPONSES: &[&str] = &[
    "no-cache",
    "max-age=3600",
    "private, max-age=0",
    "public, max-age=31536000",
    "no-store, no-cache, must-revalidate",
    "public, max-age=0, must-revalidate",
    "max-age=0, private, must-revalidate",
    "public, max-age=31536000, immutable",
    "public, max-age=604800, s-maxage=43200",
];

/// What clients ask for. Most of them say nothing. http-cache-semantics lets `max-stale` have its
/// way over `s-maxage`, so that is left out.
const REQUESTS: &[Option<&str>] = &[
    None,
    None,
    None,
    Some("no-cache"),
    Some("max-age=0"),
    Some("max-age=600"),
    Some("min-fresh=60"),
];

/// When the responses were received.
const RECEIVED: u32 = 1_795_168_800;

/// `contenders`, for `count` requests.
pub(super) fn case(contenders: &'static [Contender<Visits>], count: usize) -> Case {
    let visits = Visits::new(count);
    let bytes = visits.bytes();
    contender::case(contenders, visits, count, bytes)
}

impl Visits {
    /// In an order that a branch predictor cannot learn.
    fn new(count: usize) -> Self {
        let kept: Vec<_> = RESPONSES
            .iter()
            .map(|line| Rc::new(Kept::new(line)))
            .collect();
        let requests: Vec<_> = REQUESTS
            .iter()
            .map(|line| Rc::new(request(*line)))
            .collect();
        let visit = |index| {
            let choice = spread(index) as usize;
            let kept = kept.get(choice % RESPONSES.len())?;
            let choice = choice / RESPONSES.len();
            let line = *REQUESTS.get(choice % REQUESTS.len())?;
            let request = requests.get(choice % REQUESTS.len())?;
            // Up to two hours: some are stale by then.
            let now = RECEIVED + spread(index) % 7_200;
            Some(Visit {
                kept: Rc::clone(kept),
                line,
                directives: RequestDirectives::parse(line),
                request: Rc::clone(request),
                now: HttpDate::saturating_from_unix_seconds(now.into()),
                system_now: UNIX_EPOCH + Duration::from_secs(now.into()),
            })
        };
        Self((0..count).filter_map(visit).collect())
    }

    /// The lines of the requests, joined.
    fn bytes(&self) -> Bytes {
        let lines = self.0.iter().filter_map(|visit| visit.line);
        lines.collect::<String>().into()
    }
}

impl Visit {
    #[inline]
    fn may_serve(&self, request: &RequestDirectives) -> bool {
        let reuse = |stored: &Stored| stored.reuse(request, self.now);
        self.kept.stored.as_ref().map(reuse) == Some(Reuse::Serve)
    }
}

impl Kept {
    fn new(line: &str) -> Self {
        let exchange = Exchange {
            is_method_understood: true,
            has_authorization: false,
            request: RequestDirectives::default(),
            status: 200,
            is_status_understood: true,
            omits_listed_fields: false,
            response: ResponseDirectives::parse([line]),
            expires: Expires::Absent,
        };
        let response = Response::builder().header(CACHE_CONTROL, line).body(());
        Self {
            exchange,
            stored: store(&exchange, received()),
            policy: CachePolicy::new_options(
                &request(None),
                &response.expect("legal"),
                UNIX_EPOCH + Duration::from_secs(RECEIVED.into()),
                CacheOptions::default(),
            ),
        }
    }
}

/// Without a Date, an Age and a Last-Modified.
fn store(exchange: &Exchange, times: ResponseTimes) -> Option<Stored> {
    let heuristic = Heuristic::new();
    exchange.store(Cache::Shared, times, None, &heuristic).ok()
}

fn received() -> ResponseTimes {
    let received = HttpDate::saturating_from_unix_seconds(RECEIVED.into());
    ResponseTimes {
        request_time: received,
        response_time: received,
        date: None,
        age: None,
    }
}

fn request(line: Option<&str>) -> Request<()> {
    let mut request = Request::builder();
    if let Some(line) = line {
        request = request.header(CACHE_CONTROL, line);
    }
    request.body(()).expect("legal")
}

fn noio_store<S: Sink>(visits: &Visits) -> S {
    let mut sink = S::default();
    let received = received();
    for visit in &visits.0 {
        match store(&visit.kept.exchange, received) {
            Some(stored) => sink.put(&stored.lifetime.seconds().to_be_bytes()),
            None => sink.put(b"no"),
        }
    }
    sink
}

fn policy_store<S: Sink>(visits: &Visits) -> S {
    let mut sink = S::default();
    let received = UNIX_EPOCH + Duration::from_secs(RECEIVED.into());
    for visit in &visits.0 {
        let policy = &visit.kept.policy;
        if !policy.is_storable() {
            sink.put(b"no");
            continue;
        }
        sink.put(&policy.time_to_live(received).as_secs().to_be_bytes());
    }
    sink
}

fn noio_parse_and_reuse<S: Sink>(visits: &Visits) -> S {
    let mut sink = S::default();
    for visit in &visits.0 {
        let request = RequestDirectives::parse_with_pragma(visit.line, None::<&str>);
        sink.put(&[visit.may_serve(&request).into()]);
    }
    sink
}

fn noio_reuse<S: Sink>(visits: &Visits) -> S {
    let mut sink = S::default();
    for visit in &visits.0 {
        sink.put(&[visit.may_serve(&visit.directives).into()]);
    }
    sink
}

fn policy_reuse<S: Sink>(visits: &Visits) -> S {
    let mut sink = S::default();
    for visit in &visits.0 {
        let before = visit
            .kept
            .policy
            .before_request(&*visit.request, visit.system_now);
        sink.put(&[matches!(before, BeforeRequest::Fresh(_)).into()]);
    }
    sink
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_among_those_that_are_measured() {
        let visits = Visits::new(2_000);
        let mut stored: Vec<Vec<u8>> = noio_store(&visits);
        stored.sort();
        stored.dedup();
        assert_eq!(stored.len(), 5, "not stored, and four lifetimes");
        let mut reused: Vec<Vec<u8>> = noio_reuse(&visits);
        reused.sort();
        reused.dedup();
        assert_eq!(reused, [[0], [1]]);
    }
}
