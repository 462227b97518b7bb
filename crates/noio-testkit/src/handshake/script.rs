//! Legal heads that octets choose, each with the log that is expected of it.
//!
//! Any octets are legal; what is not there is 0, and zeros make a plain head. So a fuzzer and
//! `proptest` can both make heads that are accepted, and both can make them smaller.

use super::{
    Offers,
    entries::{
        self, push_accepted, push_end, push_extension, push_fields, push_parameter, push_refused,
        push_request, push_subprotocol,
    },
    reference,
};
use crate::Log;

/// A head that a decoder accepts, and what is in it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Legal {
    /// The head, and in front of it what is passed over.
    pub head: Vec<u8>,
    /// What is said of it, with all fields.
    pub log: Log,
}

/// A request.
pub fn request(octets: &[u8]) -> Legal {
    let mut choices = Choices::new(octets);
    let (target, target_host) = choices.pick(&[
        ("/", None),
        ("/chat", None),
        ("/?a=%20&b={|}\"<>", None),
        ("//a/http://b", None),
        ("http://b", Some("b")),
        ("HTTPS://[::1]:443?c", Some("[::1]:443")),
    ]);
    let host = choices.pick(&[
        "example.com",
        "a:8080",
        "[2001:db8::1]",
        "[::ffff:1.2.3.4]:",
        "%c3%a9.example",
        "a_b,c:65535",
        "[v1.a:b]:00",
    ]);
    let upgrades = choices.elements(&["h2c", "h2c/1", "TLS/1.0", "websocket/13"], "websocket");
    let connections = choices.elements(&["keep-alive", "TE", "close"], "upgrade");
    let key = if choices.one_in(2) {
        reference::key(&choices.octets())
    } else {
        "dGhlIHNhbXBsZSBub25jZQ==".to_owned()
    };
    let origin =
        choices.maybe(|choices| choices.pick(&["http://example.com", "null", "", "\u{e9}"]));
    let subprotocols = choices.distinct(&[
        "chat",
        "superchat",
        "CHAT",
        "v2.json",
        "!#$%&'*+-.^_`|~",
        "13",
    ]);
    let extensions = if choices.one_in(2) {
        choices.extensions(&["permessage-deflate", "x-a", "Permessage-Deflate", "13"])
    } else {
        Vec::new()
    };

    let mut groups = vec![
        vec![("Host", host.as_bytes().to_vec())],
        choices.list("Upgrade", &upgrades),
        choices.list("Connection", &connections),
        vec![("Sec-WebSocket-Key", key.into_bytes())],
        vec![("Sec-WebSocket-Version", b"13".to_vec())],
        choices.list("Sec-WebSocket-Protocol", &subprotocols),
        choices.list("Sec-WebSocket-Extensions", &written(&extensions)),
        choices.other_fields(),
    ];
    groups.extend(origin.map(|origin| vec![("Origin", origin.as_bytes().to_vec())]));
    if choices.one_in(8) {
        groups.push(vec![("Content-Length", b"0".to_vec())]);
    }

    let mut log = Log::new();
    push_request(
        target,
        target_host.unwrap_or(host),
        origin.map(str::as_bytes),
        &mut log,
    );
    for name in &subprotocols {
        push_subprotocol(name, &mut log);
    }
    for extension in &extensions {
        extension.push(&mut log);
    }
    let front = if choices.one_in(8) { "\r\n" } else { "" };
    let start = format!("{front}GET {target} HTTP/1.1\r\n");
    choices.head(start.into_bytes(), groups, log)
}

/// A response to a client that has offered this.
pub fn response(octets: &[u8], offers: &Offers) -> Legal {
    let mut choices = Choices::new(octets);
    let mut front = Vec::new();
    while choices.one_in(4) {
        front.extend(choices.interim());
    }
    let mut log = Log::new();
    let mut groups = vec![choices.other_fields()];
    let (version, status) = if choices.one_in(4) {
        let status = choices.pick(&[200, 401, 302, 426, 503, 999, 0, 99, 600]);
        push_refused(status, &mut log);
        (choices.pick(&["1.1", "1.0"]), status)
    } else {
        groups.extend(choices.agreement(offers, &mut log));
        ("1.1", 101)
    };
    let reason = choices.pick(&["Switching Protocols", "", "a\tb", "\u{e9}"]);
    front.extend(format!("HTTP/{version} {status:03} {reason}\r\n").into_bytes());
    choices.head(front, groups, log)
}

/// A name and a value.
type Line = (&'static str, Vec<u8>);

/// An extension as it is written, and as it is understood.
struct Extension {
    written: String,
    name: &'static str,
    parameters: Vec<entries::Parameter>,
}

impl Extension {
    fn push(&self, log: &mut Log) {
        push_extension(self.name, log);
        for (name, value) in &self.parameters {
            push_parameter(name, value.as_deref(), log);
        }
    }
}

fn written(extensions: &[Extension]) -> Vec<&str> {
    extensions
        .iter()
        .map(|extension| extension.written.as_str())
        .collect()
}

/// Octets that are asked one after the other.
struct Choices<'c> {
    rest: &'c [u8],
}

impl<'c> Choices<'c> {
    fn new(octets: &'c [u8]) -> Self {
        Self { rest: octets }
    }

    fn next(&mut self) -> usize {
        match self.rest {
            [octet, rest @ ..] => {
                self.rest = rest;
                usize::from(*octet)
            }
            [] => 0,
        }
    }

    fn octets(&mut self) -> [u8; 16] {
        let mut octets = [0; 16];
        for octet in &mut octets {
            *octet = self.next().to_le_bytes()[0];
        }
        octets
    }

    /// Whether the last of so many cases is there.
    fn one_in(&mut self, cases: usize) -> bool {
        self.next() % cases == cases - 1
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.next() % of.len()]
    }

    fn maybe<T>(&mut self, choose: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.one_in(2).then(|| choose(self))
    }

    /// Some of these, none twice.
    fn distinct<'t>(&mut self, of: &[&'t str]) -> Vec<&'t str> {
        let mut chosen = Vec::new();
        while self.one_in(2) {
            let one = self.pick(of);
            if !chosen.contains(&one) {
                chosen.push(one);
            }
        }
        chosen
    }

    /// Some of these, and in some place the one that has to be there, in any case of its letters.
    fn elements(&mut self, others: &[&str], needed: &str) -> Vec<String> {
        let mut elements: Vec<String> = self
            .distinct(others)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let at = self.next() % (elements.len() + 1);
        elements.insert(at, self.in_any_case(needed));
        elements
    }

    fn in_any_case(&mut self, text: &str) -> String {
        match self.next() % 4 {
            0 => text.to_owned(),
            1 => text.to_ascii_lowercase(),
            2 => text.to_ascii_uppercase(),
            _ => text
                .chars()
                .enumerate()
                .map(|(at, char)| match at % 2 {
                    0 => char.to_ascii_uppercase(),
                    _ => char.to_ascii_lowercase(),
                })
                .collect(),
        }
    }

    fn space(&mut self) -> &'static str {
        self.pick(&["", "", " ", "\t", " \t "])
    }

    /// Extensions of these names, one at the least.
    fn extensions(&mut self, names: &[&'static str]) -> Vec<Extension> {
        let mut extensions = Vec::new();
        loop {
            let name = self.pick(names);
            extensions.push(self.extension(name));
            if !self.one_in(2) {
                return extensions;
            }
        }
    }

    fn extension(&mut self, name: &'static str) -> Extension {
        let mut extension = Extension {
            written: name.to_owned(),
            name,
            parameters: Vec::new(),
        };
        while self.one_in(2) {
            let name = self.pick(&["client_max_window_bits", "a", "B!"]);
            let value = self.maybe(|choices| choices.pick(&["15", "x", "0~", "a.b-c"]));
            for part in [self.space(), ";", self.space(), name] {
                extension.written.push_str(part);
            }
            if let Some(value) = value {
                let value = self.quoted(value);
                for part in [self.space(), "=", self.space(), &value] {
                    extension.written.push_str(part);
                }
            }
            let value = value.map(|value| value.as_bytes().to_vec());
            extension.parameters.push((name.into(), value));
        }
        extension
    }

    /// A token, or the quoted-string that means the same.
    fn quoted(&mut self, token: &str) -> String {
        match self.next() % 3 {
            0 => token.to_owned(),
            1 => format!("\"{token}\""),
            _ => {
                token.chars().fold("\"".to_owned(), |text, char| {
                    let escape = if self.one_in(2) { "\\" } else { "" };
                    format!("{text}{escape}{char}")
                }) + "\""
            }
        }
    }

    /// The lines of a list: none if it is empty, else one or more, with elements among them that are
    /// empty.
    fn list(&mut self, name: &'static str, elements: &[impl AsRef<str>]) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for (at, element) in elements.iter().enumerate() {
            if at > 0 {
                match self.next() % 6 {
                    5 => lines.push((name, core::mem::take(&mut line).into_bytes())),
                    choice => line.push_str([", ", ",", " ,\t", ",,", ", , "][choice]),
                }
            }
            if self.one_in(8) {
                line.push_str(", ");
            }
            line.push_str(element.as_ref());
        }
        if elements.is_empty() {
            return lines;
        }
        if self.one_in(8) {
            line.push(',');
        }
        lines.push((name, line.into_bytes()));
        lines
    }

    /// Fields that mean nothing to a handshake.
    fn other_fields(&mut self) -> Vec<Line> {
        let mut lines = Vec::new();
        while self.one_in(2) {
            let name = self.pick(&[
                "Cookie",
                "X",
                "!#$%&'*+-.^_`|~0",
                "Sec-WebSocket-Keys",
                "Upgrade-Insecure-Requests",
                "Hosts",
                "Set-Cookie",
            ]);
            let value: &[u8] = self.pick(&[
                &b"a=b; c=d"[..],
                b"",
                b":",
                b"a \t b",
                b"\x80\xff",
                b"websocket",
                b"\"\\",
            ]);
            lines.push((name, value.to_vec()));
        }
        lines
    }

    fn interim(&mut self) -> Vec<u8> {
        let status = self.pick(&[100, 103, 199]);
        let groups = vec![self.other_fields()];
        let start = format!("HTTP/1.1 {status} \r\n");
        self.head(start.into_bytes(), groups, Log::new()).head
    }

    /// The fields of a response that opens the connection, with part of what was offered.
    fn agreement(&mut self, offers: &Offers, log: &mut Log) -> Vec<Vec<Line>> {
        let subprotocol = (!offers.subprotocols.is_empty())
            .then(|| self.maybe(|choices| choices.pick(offers.subprotocols)))
            .flatten();
        // What a value in quotes has in it is no name, so this finds the names.
        let mut offered: Vec<&'static str> = offers
            .extensions
            .split(',')
            .filter_map(|extension| extension.split(';').next())
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        let mut extensions = Vec::new();
        while !offered.is_empty() && self.one_in(2) {
            let at = self.next() % offered.len();
            let name = offered.remove(at);
            extensions.push(self.extension(name));
        }
        push_accepted(subprotocol, log);
        for extension in &extensions {
            extension.push(log);
        }
        let upgrade = self.in_any_case("websocket");
        let connections = self.elements(&["keep-alive", "close"], "Upgrade");
        let accept = reference::accept(reference::key(&offers.key).as_bytes());
        let mut groups = vec![
            self.list("Upgrade", &[upgrade]),
            self.list("Connection", &connections),
            vec![("Sec-WebSocket-Accept", accept.into_bytes())],
            self.list("Sec-WebSocket-Extensions", &written(&extensions)),
        ];
        groups.extend(
            subprotocol.map(|name| vec![("Sec-WebSocket-Protocol", name.as_bytes().to_vec())]),
        );
        groups
    }

    /// A head of lines that keep their order within each group.
    fn head(&mut self, mut head: Vec<u8>, groups: Vec<Vec<Line>>, mut log: Log) -> Legal {
        let mut groups: Vec<_> = groups
            .into_iter()
            .filter(|lines| !lines.is_empty())
            .map(|lines| lines.into_iter().peekable())
            .collect();
        while !groups.is_empty() {
            let at = self.next() % groups.len();
            let Some((name, value)) = groups[at].next() else {
                unreachable!("an empty group is removed");
            };
            if groups[at].peek().is_none() {
                drop(groups.remove(at));
            }
            let name = self.in_any_case(name);
            let (before, behind) = (self.pick(&[" ", "", "\t", "  "]), self.space());
            for part in [name.as_bytes(), b":", before.as_bytes(), &value] {
                head.extend_from_slice(part);
            }
            head.extend_from_slice(behind.as_bytes());
            head.extend_from_slice(b"\r\n");
            let value = value.trim_ascii();
            push_fields([(name.as_str(), value)].into_iter(), &mut log);
        }
        head.extend_from_slice(b"\r\n");
        push_end(&mut log);
        Legal { head, log }
    }
}
