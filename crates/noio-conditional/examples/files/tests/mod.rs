//! The server with a directory of its own, curl, and a client for what curl does not do.

mod changes;
mod curl;
mod decisions;
mod paths;
mod raw;

use core::{
    net::SocketAddr,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use std::{
    env,
    fs::{self, File},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{self, Command, Output},
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::{server::Server, store::Store};

/// What everything here ends within.
const TIMEOUT: Duration = Duration::from_secs(30);

/// When the files of [`World::file`] were last modified.
const MODIFIED: &str = "Tue, 14 Nov 2023 22:13:20 GMT";
const MODIFIED_SECONDS: u64 = 1_700_000_000;
const SECOND_BEFORE: &str = "Tue, 14 Nov 2023 22:13:19 GMT";

/// A server and its directory, which goes when this does.
struct World {
    directory: PathBuf,
    address: SocketAddr,
}

impl World {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("noio-conditional-files-{}-{count}", process::id());
        let directory = env::temp_dir().join(name);
        // The root is one further down, so that there is something out of it.
        fs::create_dir_all(directory.join("root")).expect("a directory");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let store = Store::new(&directory.join("root"), SystemTime::now).expect("a directory");
        thread::spawn(move || Server::new(store, |_line| {}).serve(&listener));
        Self { directory, address }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.join("root").join(name)
    }

    /// Writes a file that was modified long ago.
    fn file(&self, name: &str, content: &[u8]) {
        let mut file = File::create(self.path(name)).expect("a file");
        file.write_all(content).expect("a file");
        let modified = UNIX_EPOCH + Duration::from_secs(MODIFIED_SECONDS);
        file.set_modified(modified).expect("a file");
    }

    fn content(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.path(name)).ok()
    }

    fn url(&self, target: &str) -> String {
        format!("http://{}{target}", self.address)
    }

    /// Runs curl for a target, and reads what it says of the answer.
    fn curl(&self, arguments: &[&str], target: &str) -> Answer {
        let output = self.curl_output(&[&["--include"], arguments].concat(), target);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        Answer::of_curl(&output.stdout)
    }

    fn curl_output(&self, arguments: &[&str], target: &str) -> Output {
        self.curl_command(arguments, target)
            .output()
            .expect("curl, which was there")
    }

    fn curl_command(&self, arguments: &[&str], target: &str) -> Command {
        let mut command = Command::new("curl");
        command
            // A configuration of the user's would change what is tested.
            .args(["--disable", "--silent", "--show-error", "--noproxy", "*"])
            .args(["--max-time", "30", "--path-as-is"])
            .args(arguments)
            .arg(self.url(target));
        command
    }

    fn connect(&self) -> Client {
        let socket = TcpStream::connect(self.address).expect("the server");
        socket.set_read_timeout(Some(TIMEOUT)).expect("a socket");
        Client(BufReader::new(socket))
    }

    /// The ETag of a file.
    fn etag(&self, target: &str) -> String {
        let answer = self.connect().get(target);
        answer.line("ETag").expect("a tag").to_owned()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _is_gone = fs::remove_dir_all(&self.directory);
    }
}

/// Whether there is a curl; if not, says so.
fn has_curl() -> bool {
    let has_curl = Command::new("curl").arg("--version").output().is_ok();
    if !has_curl {
        println!("not run: there is no curl");
    }
    has_curl
}

/// What a client gets.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    /// The last of what `--include` shows.
    fn of_curl(output: &[u8]) -> Self {
        let mut rest = output;
        loop {
            let end = rest.windows(4).position(|window| window == b"\r\n\r\n");
            let (head, body) = rest.split_at(end.expect("a head") + 4);
            let head = str::from_utf8(head).expect("a head of text").to_owned();
            let status = head[9..12].parse().expect("a status");
            if status >= 200 {
                let body = body.to_vec();
                return Self { status, head, body };
            }
            rest = body;
        }
    }

    /// The value of the field, of which there is one line at most.
    fn line(&self, name: &str) -> Option<&str> {
        let mut lines = self
            .head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value);
        let line = lines.next();
        assert!(lines.next().is_none(), "several lines of {name}");
        line
    }

    fn text(&self) -> &str {
        str::from_utf8(&self.body).expect("text")
    }
}

/// A connection on which requests are written as they are.
struct Client(BufReader<TcpStream>);

impl Client {
    fn send(&mut self, octets: &[u8]) {
        self.0.get_mut().write_all(octets).expect("the server");
    }

    /// Reads an answer that has a Content-Length, or none and no content.
    fn receive(&mut self) -> Answer {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            let len = self.0.read_line(&mut head).expect("a line");
            assert_ne!(len, 0, "the end, behind {head:?}");
        }
        let status = head[9..12].parse().expect("a status");
        let mut answer = Answer {
            status,
            head,
            body: Vec::new(),
        };
        let len = answer.line("Content-Length").map_or(Ok(0), str::parse);
        answer.body.resize(len.expect("a length"), 0);
        self.0.read_exact(&mut answer.body).expect("the content");
        answer
    }

    fn get(&mut self, target: &str) -> Answer {
        self.send(format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n").as_bytes());
        self.receive()
    }

    fn put(&mut self, target: &str, fields: &str, content: &str) -> Answer {
        let len = content.len();
        let head = format!("PUT {target} HTTP/1.1\r\nHost: a\r\nContent-Length: {len}\r\n{fields}");
        self.send(format!("{head}\r\n{content}").as_bytes());
        self.receive()
    }

    /// Whether the server closes, and says nothing before.
    fn is_over(&mut self) -> bool {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).is_ok() && rest.is_empty()
    }
}
