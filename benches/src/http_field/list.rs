//! Who takes lists and parameters apart: ours, peers, and loops that split.
//!
//! None of the values has a quoted-string, so that splitting finds the same.

use actix_http::header::from_comma_delimited;
use noio_http_field::{Connection, List, Parameters, Token};

use crate::{case::Kind, contender::Contender, http_field::value::Values, sink::Sink};

/// For the elements of each value.
pub const ELEMENTS: &[Contender<Values>] = &[
    Contender {
        name: "noio-http-field",
        about: "`List`",
        kind: Kind::Ours,
        timed: noio_elements,
        found: noio_elements,
    },
    Contender {
        name: "split",
        about: "`str::split(',')` and `trim`, without a look at quotes",
        kind: Kind::Peer,
        timed: split_elements,
        found: split_elements,
    },
    Contender {
        name: "actix-http",
        about: "`header::from_comma_delimited` into `String`s, without a look at quotes",
        kind: Kind::Peer,
        timed: actix_elements,
        found: actix_elements,
    },
    Contender {
        name: "memchr_iter",
        about: "every comma",
        kind: Kind::Roofline,
        timed: commas,
        found: commas,
    },
];

/// For whether `upgrade` is among the elements.
pub const OPTIONS: &[Contender<Values>] = &[
    Contender {
        name: "noio-http-field",
        about: "`Connection::parse`, which checks that all are tokens, and `has`",
        kind: Kind::Ours,
        timed: noio_option,
        found: noio_option,
    },
    Contender {
        name: "headers",
        about: "`Connection::contains`, of a value decoded before",
        kind: Kind::Peer,
        timed: headers_option,
        found: headers_option,
    },
    Contender {
        name: "split",
        about: "`str::split(',')`, `trim` and `eq_ignore_ascii_case`",
        kind: Kind::Peer,
        timed: split_option,
        found: split_option,
    },
];

/// For the elements and the names and values of their parameters.
pub const PARAMETERS: &[Contender<Values>] = &[
    Contender {
        name: "noio-http-field",
        about: "`List`, and of each element what is before the first semicolon and `Parameters`",
        kind: Kind::Ours,
        timed: noio_parameters,
        found: noio_parameters,
    },
    Contender {
        name: "split",
        about: "`str::split` at `,`, at `;` and at `=`, each with `trim`, without a look at \
                quotes or at what a token is",
        kind: Kind::Peer,
        timed: split_parameters,
        found: split_parameters,
    },
];

fn noio_elements<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        for element in List::new(line.as_bytes()) {
            sink.put(element.expect("well-formed"));
        }
    }
    sink
}

fn split_elements<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        for element in split(line, ',') {
            sink.put(element.as_bytes());
        }
    }
    sink
}

fn actix_elements<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for value in &values.header_values {
        let elements = from_comma_delimited::<_, String>([value].into_iter());
        for element in elements.expect("well-formed") {
            sink.put(element.as_bytes());
        }
    }
    sink
}

fn commas<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        for place in memchr::memchr_iter(b',', line.as_bytes()) {
            sink.put(line.as_bytes().split_at(place).0);
        }
    }
    sink
}

fn noio_option<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        let connection = Connection::parse([line.as_bytes()]).expect("well-formed");
        sink.put(&[connection.has("upgrade").into()]);
    }
    sink
}

fn headers_option<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for connection in &values.connections {
        sink.put(&[connection.contains("upgrade").into()]);
    }
    sink
}

fn split_option<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        let has = split(line, ',').any(|option| option.eq_ignore_ascii_case("upgrade"));
        sink.put(&[has.into()]);
    }
    sink
}

fn noio_parameters<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        for element in List::new(line.as_bytes()) {
            let mut rest = element.expect("well-formed");
            // A media range is two tokens.
            let start = rest;
            Token::take(&mut rest).expect("a token");
            if let [b'/', subtype @ ..] = rest {
                rest = subtype;
                Token::take(&mut rest).expect("a token");
            }
            sink.put(start.split_at(start.len() - rest.len()).0);
            for parameter in Parameters::new(rest).allow_missing_value() {
                let parameter = parameter.expect("well-formed");
                sink.put(parameter.name.as_bytes());
                if let Some(value) = parameter.value {
                    sink.put(value.as_bytes().expect("no escapes"));
                }
            }
        }
    }
    sink
}

fn split_parameters<S: Sink>(values: &Values) -> S {
    let mut sink = S::default();
    for line in &values.lines {
        for element in split(line, ',') {
            for parameter in split(element, ';') {
                match parameter.split_once('=') {
                    Some((name, value)) => {
                        sink.put(name.as_bytes());
                        sink.put(value.as_bytes());
                    }
                    None => sink.put(parameter.as_bytes()),
                }
            }
        }
    }
    sink
}

fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let parts = text.split(separator).map(str::trim);
    parts.filter(|part| !part.is_empty())
}
