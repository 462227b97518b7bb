//! The sockets: what `plan.rs` decides is done here.

use core::time::Duration;
use std::{
    io::{self, BufReader, Read as _, SeekFrom, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    thread,
};

use crate::{
    message::{Timed, encode_head, read_head},
    plan::{Content, Plan, retrieve},
    request::{Method, Refusal, Request},
    store::{Octets, Store},
};

/// How many connections are served at a time. Others wait.
const WORKER_COUNT: usize = 16;

/// How long a client may take to send a head, from when the last answer was sent.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// How long it may take to send the content, all of it.
const CONTENT_TIMEOUT: Duration = Duration::from_secs(30);

/// How long it may take to take so many octets of the answer.
const PIECE_TIMEOUT: Duration = Duration::from_secs(30);
const PIECE_LEN: u64 = 256 * 1024;

/// How long is read on behind the last answer, so that a client with more to say reads it first.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// A file server.
pub(crate) struct Server {
    store: Store,
    log: Box<dyn Fn(&str) + Send + Sync>,
}

impl Server {
    pub(crate) fn new(store: Store, log: impl Fn(&str) + Send + Sync + 'static) -> Self {
        let log = Box::new(log);
        Self { store, log }
    }

    /// Serves clients, a bounded number at a time.
    pub(crate) fn serve(&self, listener: &TcpListener) {
        thread::scope(|scope| {
            for _ in 0..WORKER_COUNT {
                scope.spawn(|| {
                    for socket in listener.incoming() {
                        if let Err(error) = socket.and_then(|socket| self.converse(&socket)) {
                            (self.log)(&format!("connection ended: {error}"));
                            // Where it is the system that lacks something, it passes.
                            thread::sleep(Duration::from_millis(10));
                        }
                    }
                });
            }
        });
    }

    /// Answers one request after the other, up to the last.
    fn converse(&self, socket: &TcpStream) -> io::Result<()> {
        // The end of an answer does not wait for the client to acknowledge its beginning.
        socket.set_nodelay(true)?;
        let mut reader = BufReader::new(Timed::new(socket, HEAD_TIMEOUT));
        while self.exchange(socket, &mut reader)? {
            reader.get_mut().restart(HEAD_TIMEOUT);
        }
        socket.shutdown(Shutdown::Write)?;
        // To close on octets that were not read would take back what was just sent.
        let rest = Timed::new(socket, CLOSE_TIMEOUT);
        let _how_it_ended = io::copy(&mut rest.take(64 * 1024 * 1024), &mut io::sink());
        Ok(())
    }

    /// Answers a request. Whether the connection goes on.
    fn exchange(&self, socket: &TcpStream, reader: &mut BufReader<Timed<'_>>) -> io::Result<bool> {
        let request = match read_head(reader) {
            Ok(None) => return Ok(false),
            Ok(Some(head)) => Request::parse(&head),
            Err(refusal) => Err(refusal),
        };
        let request = match request {
            Ok(request) => request,
            Err(refusal) => {
                (self.log)(&format!("refused, {}: {}", refusal.status, refusal.reason));
                let method = refusal.method.unwrap_or(Method::Get);
                self.send(socket, method, &Plan::refusal(refusal), None, false)?;
                return Ok(false);
            }
        };
        let mut content = vec![0; request.content_len];
        if request.expects_continue && !content.is_empty() && reader.buffer().is_empty() {
            Timed::new(socket, PIECE_TIMEOUT).write_all(b"HTTP/1.1 100 \r\n\r\n")?;
        }
        reader.get_mut().restart(CONTENT_TIMEOUT);
        reader.read_exact(&mut content)?;

        let (plan, octets) = match self.respond(&request, &content) {
            Ok(answer) => answer,
            Err(error) => (Plan::refusal(refuse(&error)), None),
        };
        let (method, keeps_alive) = (request.method, request.keeps_alive);
        let (name, status) = (method.as_str(), plan.status);
        (self.log)(&format!(
            "{name} {} -> {status}: {}",
            request.target, plan.why
        ));
        self.send(socket, method, &plan, octets, keeps_alive)?;
        Ok(keeps_alive)
    }

    fn respond(&self, request: &Request, content: &[u8]) -> io::Result<(Plan, Option<Octets>)> {
        let Request {
            method,
            target,
            fields,
            ..
        } = request;
        match method {
            Method::Get | Method::Head => {
                let opened = self.store.open(target)?;
                let current = opened.as_ref().map(|opened| &opened.representation);
                let plan = retrieve(*method, fields, current, self.store.now());
                Ok((plan, opened.map(|opened| opened.octets)))
            }
            Method::Put | Method::Delete => {
                let plan = self.store.change(*method, target, fields, content)?;
                Ok((plan, None))
            }
        }
    }

    fn send(
        &self,
        socket: &TcpStream,
        method: Method,
        plan: &Plan,
        octets: Option<Octets>,
        keeps_alive: bool,
    ) -> io::Result<()> {
        let mut out = encode_head(plan, self.store.now(), keeps_alive);
        let has_content = method != Method::Head;
        match (&plan.content, octets) {
            (Content::Text(text), _) if has_content => out.extend_from_slice(text.as_bytes()),
            (Content::File { first, len }, Some(octets)) if has_content => {
                return send_part(socket, out, octets, *first, *len);
            }
            _ => {}
        }
        Timed::new(socket, PIECE_TIMEOUT).write_all(&out)
    }
}

/// Sends a head and part of a file.
fn send_part(
    socket: &TcpStream,
    head: Vec<u8>,
    octets: Octets,
    first: u64,
    len: u64,
) -> io::Result<()> {
    match octets {
        Octets::Kept(content) => {
            let content = io::Cursor::new(content);
            send_pieces(socket, head, content, first, len)
        }
        Octets::InFile(file) => send_pieces(socket, head, file, first, len),
    }
}

fn send_pieces(
    socket: &TcpStream,
    mut piece: Vec<u8>,
    mut octets: impl io::Read + io::Seek,
    first: u64,
    len: u64,
) -> io::Result<()> {
    octets.seek(SeekFrom::Start(first))?;
    let mut rest = octets.take(len);
    loop {
        // The head goes along with the first piece.
        let piece_len = rest.by_ref().take(PIECE_LEN).read_to_end(&mut piece)?;
        if piece_len == 0 && rest.limit() > 0 {
            // The end of the connection tells the client that something is missing.
            return Err(io::Error::other("the file has become shorter"));
        }
        Timed::new(socket, PIECE_TIMEOUT).write_all(&piece)?;
        if rest.limit() == 0 {
            return Ok(());
        }
        piece.clear();
    }
}

/// What a client is told of an error of the file system.
fn refuse(error: &io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::PermissionDenied => Refusal::new(403, "not permitted"),
        io::ErrorKind::StorageFull => Refusal::new(507, "no space left"),
        kind => Refusal::new(500, kind),
    }
}
