//! A client, the proxy and an origin that says what it was told to, with a clock that is set.

mod cache_status;
mod messages;
mod reuse;
mod storing;
mod targeted;
mod validation;

use alloc::{collections::VecDeque, sync::Arc};
use core::{
    net::SocketAddr,
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Mutex, mpsc},
    thread,
};

use noio_cache_control::HttpDate;

use crate::{assess::Policy, cache::Cache, proxy::Proxy};

/// What everything here ends within.
const TIMEOUT: Duration = Duration::from_secs(20);

/// What the clock says at first.
const START: i64 = 1_800_000_000;

fn date(seconds: i64) -> String {
    let date = HttpDate::from_unix_seconds(START + seconds).expect("a date");
    String::from_utf8(date.to_imf_fixdate().to_vec()).expect("ASCII")
}

/// A response of the origin with these field lines.
fn response(status: u16, fields: &str, body: &str) -> String {
    let len = body.len();
    format!("HTTP/1.1 {status} \r\n{fields}\r\nContent-Length: {len}\r\n\r\n{body}")
}

fn ok(fields: &str, body: &str) -> String {
    response(200, fields, body)
}

/// What a client gets.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn lines(&self, name: &str) -> Vec<&str> {
        lines(&self.head, name)
    }
}

/// The values of all lines of a field.
fn lines<'a>(head: &'a str, name: &str) -> Vec<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .filter(|(other, _)| other.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
        .collect()
}

struct World {
    clock: Arc<AtomicI64>,
    proxy: SocketAddr,
    /// What the origin answers, one after the other. With nothing left it closes the connection.
    script: Arc<Mutex<VecDeque<String>>>,
    /// The heads that reached the origin.
    requests: mpsc::Receiver<String>,
    log: mpsc::Receiver<String>,
}

impl World {
    fn new(script: &[String]) -> Self {
        Self::with_policy(Policy::new(), script)
    }

    fn with_policy(policy: Policy, script: &[String]) -> Self {
        let script = Arc::new(Mutex::new(script.iter().cloned().collect::<VecDeque<_>>()));
        let (sender, requests) = mpsc::channel();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let origin = listener.local_addr().expect("an address").to_string();
        let answers = Arc::clone(&script);
        thread::spawn(move || {
            for socket in listener.incoming() {
                let mut socket = socket.expect("a connection");
                let mut head = String::new();
                let mut reader = BufReader::new(&socket);
                while !head.ends_with("\r\n\r\n")
                    && reader.read_line(&mut head).expect("a line") > 0
                {}
                let answer = answers.lock().expect("no panic").pop_front();
                // The test may be over.
                let _sent = sender.send(head);
                let _written = socket.write_all(answer.unwrap_or_default().as_bytes());
            }
        });
        Self::with_origin(policy, origin, script, requests)
    }

    fn with_origin(
        policy: Policy,
        origin: String,
        script: Arc<Mutex<VecDeque<String>>>,
        requests: mpsc::Receiver<String>,
    ) -> Self {
        let clock = Arc::new(AtomicI64::new(START));
        let (sender, log) = mpsc::channel();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let proxy_clock = Arc::clone(&clock);
        let proxy = Proxy::new(
            origin,
            Cache::new(policy),
            move || HttpDate::saturating_from_unix_seconds(proxy_clock.load(Ordering::SeqCst)),
            move |line| {
                let _sent = sender.send(line.to_owned());
            },
        );
        thread::spawn(move || Arc::new(proxy).serve(&listener));
        Self {
            clock,
            proxy: address,
            script,
            requests,
            log,
        }
    }

    fn at(&self, seconds: i64) -> &Self {
        self.clock.store(START + seconds, Ordering::SeqCst);
        self
    }

    fn script(&self, response: String) -> &Self {
        self.script.lock().expect("no panic").push_back(response);
        self
    }

    fn send(&self, request: &str) -> Answer {
        let mut socket = TcpStream::connect(self.proxy).expect("the proxy");
        socket.set_read_timeout(Some(TIMEOUT)).expect("a timeout");
        socket.write_all(request.as_bytes()).expect("sent");
        let mut text = String::new();
        socket.read_to_string(&mut text).expect("an answer");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).expect("a status");
        Answer {
            status: status.parse().expect("a number"),
            head: format!("{head}\r\n"),
            body: body.to_owned(),
        }
    }

    /// With these field lines, each with its line end.
    fn get(&self, fields: &str) -> Answer {
        self.send(&format!("GET /a HTTP/1.1\r\nHost: a\r\n{fields}\r\n"))
    }

    #[track_caller]
    fn next_log(&self) -> String {
        self.log.recv_timeout(TIMEOUT).expect("a line in the log")
    }

    /// The last request that reached the origin since the last call, and how many there were.
    fn asked(&self) -> (usize, String) {
        let heads: Vec<_> = self.requests.try_iter().collect();
        (heads.len(), heads.last().cloned().unwrap_or_default())
    }

    /// The answer comes from the cache, with that age.
    #[track_caller]
    fn assert_hit(&self, fields: &str, body: &str, age: u32) -> Answer {
        let answer = self.get(fields);
        assert_eq!((answer.status, answer.body.as_str()), (200, body));
        assert_eq!(answer.lines("age"), [age.to_string()]);
        assert_eq!(self.asked().0, 0);
        answer
    }

    /// The answer comes from the origin, which was asked once.
    #[track_caller]
    fn assert_fetched(&self, fields: &str, status: u16, body: &str) -> Answer {
        let answer = self.get(fields);
        assert_eq!((answer.status, answer.body.as_str()), (status, body));
        assert_eq!(self.asked().0, 1);
        answer
    }
}
