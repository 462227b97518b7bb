//! A server that says with every response what caches may do with it.
//!
//! ```text
//! cargo run --example policies -- [ADDRESS]
//! curl -i http://127.0.0.1:8081/news
//! ```
//!
//! ADDRESS is 127.0.0.1:8081 by default, where the example `cdn` looks for its origin. For every
//! request it prints what a browser and a CDN will do with the response, which is asked of the
//! policy itself and not written down a second time. Neither leaves out the fields that a policy
//! lists, since many do not.

use core::{error::Error, fmt::Write as _, time::Duration};
use std::{
    env,
    io::{self, BufRead, BufReader, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use noio_cache_control::{
    Expires, Extension, HttpDate, RequestDirectives, ResponseBuilder, ResponseDirectives, Token,
    freshness::{Cache, Exchange, Heuristic, MustValidate, ResponseTimes, Reuse, may_serve_stale},
};

type Result<T> = core::result::Result<T, Box<dyn Error + Send + Sync>>;

/// The longest request head that is read.
const MAX_REQUEST_LEN: u64 = 16 * 1024;

/// How long a client may be silent.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How long it may be silent behind the answer.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// Names that a shared cache is to leave out of what it stores.
const COOKIE: &[Token<'_>] = &[Token::new(b"Set-Cookie").expect("a token")];

/// The name of a directive of some CDNs, for which there is a group of responses to be removed at
/// once.
const GROUP: Token<'_> = Token::new(b"x-group").expect("a token");

/// What validates the response under `/prices`.
const PRICES_ETAG: &str = "\"prices-17\"";

fn main() -> Result<()> {
    let address = env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:8081"))?;
    println!("http://{}/", listener.local_addr()?);
    serve(&listener);
    Ok(())
}

fn serve(listener: &TcpListener) {
    for socket in listener.incoming() {
        let spawned = socket.and_then(|socket| {
            thread::Builder::new().spawn(move || {
                if let Err(error) = answer(&socket, now()) {
                    println!("connection ended: {error}");
                }
            })
        });
        if let Err(error) = spawned {
            println!("no connection: {error}");
            thread::sleep(Duration::from_millis(100));
        }
    }
}

fn now() -> HttpDate {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    HttpDate::saturating_from_unix_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}

fn answer(mut socket: &TcpStream, now: HttpDate) -> Result<()> {
    socket.set_read_timeout(Some(TIMEOUT))?;
    socket.set_write_timeout(Some(TIMEOUT))?;
    let request = Request::read(BufReader::new(socket.take(MAX_REQUEST_LEN)))?;
    let response = respond(&request, now)?;
    socket.write_all(&response)?;
    socket.shutdown(Shutdown::Write)?;
    // To close on octets that were not read would take back what was just sent.
    socket.set_read_timeout(Some(CLOSE_TIMEOUT))?;
    let _how_it_ended = io::copy(&mut socket.take(MAX_REQUEST_LEN), &mut io::sink());
    Ok(())
}

/// What is looked at of a request.
struct Request {
    method: String,
    path: String,
    if_none_match: String,
}

impl Request {
    fn read(head: impl BufRead) -> io::Result<Self> {
        let mut lines = head.lines();
        let request_line = lines.next().ok_or(io::ErrorKind::UnexpectedEof)??;
        let mut words = request_line.split(' ');
        let mut next_word = || words.next().unwrap_or_default().to_owned();
        let (method, path) = (next_word(), next_word());
        let mut if_none_match = String::new();
        for line in lines {
            let line = line?;
            if line.is_empty() {
                return Ok(Self {
                    method,
                    path,
                    if_none_match,
                });
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("if-none-match")
            {
                value.trim().clone_into(&mut if_none_match);
            }
        }
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

/// What there is under each path, and what caches may do with it.
fn respond(request: &Request, now: HttpDate) -> Result<Vec<u8>> {
    let is_allowed = matches!(request.method.as_str(), "GET" | "HEAD");
    let group = [Extension::new(GROUP, Some("shop, front"))?];
    let mut status = 200;
    let mut fields = "";
    let (policy, mut body) = match request.path.as_str() {
        // Without a policy, caches would guess for how long this is so, too.
        _ if !is_allowed => {
            status = 405;
            fields = "Allow: GET, HEAD\r\n";
            (ResponseBuilder::new().no_store(), "")
        }
        // The name has the version, or a hash of the content.
        "/app.3f2a.js" => (ResponseBuilder::versioned_asset(), "start();\n"),
        // A minute of freshness saves most of the requests; an hour of errors is not seen.
        "/api/countries" => (
            ResponseBuilder::api_response(60, 3600),
            "[\"AT\", \"NZ\"]\n",
        ),
        // In the browser only.
        "/basket" => (ResponseBuilder::user_specific(10), "two books\n"),
        // Never from a cache without asking, but asking costs little: see the status below.
        "/prices" => (ResponseBuilder::real_time(), "12.50\n"),
        // For half a minute more, readers do not wait for what is new.
        "/news" => (ResponseBuilder::public_data(60, 30), "no news\n"),
        "/account" => (ResponseBuilder::sensitive(), "1,000,000\n"),
        // None of the usual ones: a browser keeps it for a minute, and a CDN that leaves the cookie
        // out for an hour. Other CDNs take it for private.
        "/" => {
            fields = "Set-Cookie: visit=1; HttpOnly\r\n";
            let policy = ResponseBuilder::new()
                .private_fields(COOKIE)
                .max_age(60)
                .s_maxage(3600)
                .extensions(&group);
            (policy, "welcome\n")
        }
        // That there is nothing is an answer, too. Without a policy caches would guess.
        _ => {
            status = 404;
            (ResponseBuilder::new().max_age(5), "nothing here\n")
        }
    };
    if is_allowed && request.path == "/prices" {
        fields = "ETag: \"prices-17\"\r\n";
        // RFC 9110 §13.1.2, for tags without commas in them.
        let mut tags = request.if_none_match.split(',').map(str::trim);
        if tags.any(|tag| tag == "*" || tag.trim_start_matches("W/") == PRICES_ETAG) {
            status = 304;
            body = "";
        }
    }
    let path = request.path.escape_debug();
    println!("{path} {}", explain(&policy.directives(), status));

    let mut head = format!("HTTP/1.1 {status} \r\nDate: ").into_bytes();
    head.extend_from_slice(&now.to_imf_fixdate());
    head.extend_from_slice(b"\r\nCache-Control: ");
    policy.encode(&mut head)?;
    head.extend_from_slice(format!("\r\n{fields}Connection: close\r\n").as_bytes());
    if status != 304 {
        head.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    head.extend_from_slice(b"\r\n");
    if request.method == "GET" {
        head.extend_from_slice(body.as_bytes());
    }
    Ok(head)
}

/// What a browser and a CDN will do with a response, if the request says nothing of caching.
fn explain(directives: &ResponseDirectives, status: u16) -> String {
    let mut text = format!("-> {status}");
    for (name, cache) in [("browser", Cache::Private), ("CDN", Cache::Shared)] {
        let what = explain_to(cache, directives, status);
        // To write to a String does not fail.
        let _ok = write!(text, "; {name}: {what}");
    }
    text
}

fn explain_to(cache: Cache, directives: &ResponseDirectives, status: u16) -> String {
    let exchange = Exchange {
        is_method_understood: true,
        has_authorization: false,
        request: RequestDirectives::default(),
        // A 304 says what holds for the response that it stands for.
        status: if status == 304 { 200 } else { status },
        is_status_understood: true,
        omits_listed_fields: false,
        response: *directives,
        expires: Expires::Absent,
    };
    // It comes in the second in which it is made, whichever that is.
    let second = HttpDate::MIN;
    let times = ResponseTimes {
        request_time: second,
        response_time: second,
        date: None,
        age: None,
    };
    let stored = match exchange.store(cache, times, None, &Heuristic::new()) {
        Ok(stored) => stored,
        Err(reason) => return format!("not stored, {reason} ({})", reason.section()),
    };
    let reuse = stored.reuse(&RequestDirectives::default(), second);
    if reuse == Reuse::Validate(MustValidate::NoCache) {
        return "stored, validated for every use".to_owned();
    }
    let mut text = format!("stored, fresh for {} s", stored.lifetime.seconds());
    if cache == Cache::Private && stored.is_immutable(second) {
        text += ", also on reload";
    }
    if may_serve_stale(cache, directives, stored.omits_listed_fields).is_err() {
        return text + ", never used when it is stale";
    }
    for (window, what) in [
        (directives.stale_while_revalidate(), "while it is validated"),
        (directives.stale_if_error(), "if the origin fails"),
    ] {
        if let Some(seconds) = window.seconds() {
            let _ok = write!(text, ", used for {seconds} s more {what}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a server sends, over a connection of its own.
    fn ask(request: &str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = thread::spawn(move || {
            let (socket, _) = listener.accept().expect("a client");
            answer(&socket, HttpDate::MIN).map_err(|error| error.to_string())
        });
        let mut socket = TcpStream::connect(address).expect("a server");
        socket.set_read_timeout(Some(TIMEOUT)).expect("a timeout");
        socket.write_all(request.as_bytes()).expect("sent");
        let mut response = String::new();
        socket.read_to_string(&mut response).expect("a response");
        drop(socket);
        server.join().expect("no panic").expect("an answer");
        response
    }

    fn ask_for(path: &str) -> String {
        ask(&format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n"))
    }

    /// The values of all lines of a field.
    fn lines<'a>(response: &'a str, name: &str) -> Vec<&'a str> {
        let (head, _) = response.split_once("\r\n\r\n").expect("a head");
        head.lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .collect()
    }

    #[test]
    fn each_path_has_its_policy() {
        for (path, policy) in [
            ("/app.3f2a.js", "public, max-age=31536000, immutable"),
            ("/api/countries", "max-age=60, stale-if-error=3600"),
            ("/basket", "private, max-age=10, must-revalidate"),
            ("/prices", "no-cache"),
            ("/news", "public, max-age=60, stale-while-revalidate=30"),
            ("/account", "no-store"),
            (
                "/",
                "private=\"Set-Cookie\", max-age=60, s-maxage=3600, x-group=\"shop, front\"",
            ),
            ("/nowhere", "max-age=5"),
        ] {
            let response = ask_for(path);
            assert_eq!(lines(&response, "cache-control"), [policy], "{path}");
            let status = if path == "/nowhere" { 404 } else { 200 };
            let start = format!("HTTP/1.1 {status} \r\nDate: Sat, 01 Jan 0000 00:00:00 GMT\r\n");
            assert!(response.starts_with(&start), "{response}");
        }
    }

    #[test]
    fn no_cache_costs_a_short_answer() {
        let condition = |tag| {
            let head = "GET /prices HTTP/1.1\r\nHost: a\r\n";
            ask(&format!("{head}If-None-Match: {tag}\r\n\r\n"))
        };
        for tag in [PRICES_ETAG, "W/\"prices-17\"", "\"x\", \"prices-17\"", "*"] {
            let response = condition(tag);
            assert!(response.starts_with("HTTP/1.1 304 "), "{response}");
            assert!(response.ends_with("\r\n\r\n"), "{response}");
            assert_eq!(lines(&response, "cache-control"), ["no-cache"]);
            assert_eq!(lines(&response, "etag"), [PRICES_ETAG]);
        }
        for tag in ["\"prices-16\"", "", "prices-17"] {
            let response = condition(tag);
            assert!(response.starts_with("HTTP/1.1 200 "), "{response}");
            assert!(response.ends_with("\r\n\r\n12.50\n"), "{response}");
        }
    }

    #[test]
    fn head_has_no_content_and_post_is_refused() {
        let response = ask("HEAD /news HTTP/1.1\r\nHost: a\r\n\r\n");
        assert!(
            response.ends_with("Content-Length: 8\r\n\r\n"),
            "{response}"
        );
        let response = ask("POST /news HTTP/1.1\r\nHost: a\r\n\r\n");
        let start = "HTTP/1.1 405 \r\nDate: Sat, 01 Jan 0000 00:00:00 GMT\r\n";
        assert!(response.starts_with(start), "{response}");
        assert_eq!(lines(&response, "cache-control"), ["no-store"]);
        assert_eq!(lines(&response, "allow"), ["GET, HEAD"]);
        assert!(
            response.ends_with("Content-Length: 0\r\n\r\n"),
            "{response}"
        );
        // A condition does not make it a 304.
        let response = ask("POST /prices HTTP/1.1\r\nIf-None-Match: *\r\n\r\n");
        assert!(response.starts_with("HTTP/1.1 405 "), "{response}");
    }

    #[test]
    fn what_is_printed_is_what_caches_do() {
        let explained = |policy: ResponseBuilder<'_>| explain(&policy.directives(), 200);
        let both = |browser: &str, cdn: &str| format!("-> 200; browser: {browser}; CDN: {cdn}");
        assert_eq!(
            explained(ResponseBuilder::versioned_asset()),
            both(
                "stored, fresh for 31536000 s, also on reload",
                "stored, fresh for 31536000 s"
            )
        );
        for (policy, expected) in [
            (
                ResponseBuilder::api_response(60, 3600),
                "stored, fresh for 60 s, used for 3600 s more if the origin fails",
            ),
            (
                ResponseBuilder::public_data(60, 30),
                "stored, fresh for 60 s, used for 30 s more while it is validated",
            ),
            (
                ResponseBuilder::real_time(),
                "stored, validated for every use",
            ),
            (
                ResponseBuilder::new().max_age(60).no_cache_fields(COOKIE),
                "stored, validated for every use",
            ),
            (
                ResponseBuilder::sensitive(),
                "not stored, no-store in the response (RFC 9111 §5.2.2.5)",
            ),
        ] {
            assert_eq!(explained(policy), both(expected, expected));
        }
        assert_eq!(
            explained(ResponseBuilder::user_specific(10)),
            both(
                "stored, fresh for 10 s, never used when it is stale",
                "not stored, private response in a shared cache (RFC 9111 §5.2.2.7)"
            )
        );
        // A list of fields is taken for none.
        assert_eq!(
            explained(ResponseBuilder::new().private_fields(COOKIE).max_age(60)),
            both(
                "stored, fresh for 60 s",
                "not stored, private response in a shared cache (RFC 9111 §5.2.2.7)"
            )
        );
        // s-maxage is for the CDN alone, and forbids it what stale-if-error allows.
        let policy = ResponseBuilder::new()
            .max_age(1)
            .s_maxage(9)
            .stale_if_error(5);
        assert_eq!(
            explained(policy),
            both(
                "stored, fresh for 1 s, used for 5 s more if the origin fails",
                "stored, fresh for 9 s, never used when it is stale"
            )
        );
    }
}
