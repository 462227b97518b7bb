//! Every octet in every place of a head, every status, every short front, every end: the decoders
//! against the reference, whole and byte by byte.

use noio_testkit::{
    Comparison,
    exhaustive::every_string,
    handshake::{Offers, Setup, Side},
};

use super::{REQUEST, RESPONSE, head};

#[track_caller]
fn compare(comparison: &mut Comparison, input: &[u8], setup: &Setup) {
    if let Err(detail) = comparison.check(input, setup, &[]) {
        panic!("{detail}");
    }
}

/// A client that has offered a subprotocol and an extension.
fn client() -> Setup {
    let mut offers = Offers::new();
    offers.subprotocols = &["chat", "superchat"];
    offers.extensions = "x-a; b=\"c\", x-d";
    Setup::client(offers)
}

/// Requests with all that a server looks at, and the least.
fn requests() -> [Vec<u8>; 2] {
    let more = [
        "Origin: a",
        "Sec-WebSocket-Protocol: b,c",
        "Sec-WebSocket-Extensions: d;e=\"f\"",
        "Content-Length: 0",
    ];
    [
        [b"\r\n", &*head(&REQUEST)].concat(),
        head(&[&REQUEST[..], &more].concat()),
    ]
}

/// The same for responses, with an interim one in front.
fn responses() -> [Vec<u8>; 2] {
    let more = [
        "Sec-WebSocket-Protocol: chat",
        "Sec-WebSocket-Extensions: x-d;e, x-a",
        "Content-Length: 0",
    ];
    [
        [&*head(&["HTTP/1.1 100 a", "b: c"]), &*head(&RESPONSE)].concat(),
        head(&[&RESPONSE[..], &more].concat()),
    ]
}

fn every_octet_everywhere(setup: &Setup, heads: &[Vec<u8>]) {
    let mut comparison = Comparison::new();
    for head in heads {
        for at in 0..=head.len() {
            let (front, rest) = head.split_at(at);
            compare(&mut comparison, front, setup);
            for octet in 0..=u8::MAX {
                let inserted = [front, &[octet], rest].concat();
                compare(&mut comparison, &inserted, setup);
                if let Some((_, behind)) = rest.split_first() {
                    let replaced = [front, &[octet], behind].concat();
                    compare(&mut comparison, &replaced, setup);
                }
            }
            if let Some((_, behind)) = rest.split_first() {
                compare(&mut comparison, &[front, behind].concat(), setup);
            }
        }
    }
}

#[test]
fn every_octet_in_every_place_of_a_request() {
    every_octet_everywhere(&Setup::server(), &requests());
}

#[test]
fn every_octet_in_every_place_of_a_response() {
    every_octet_everywhere(&client(), &responses());
}

/// Wherever a limit falls, what is wrong there and what the limit says have one order.
#[test]
fn every_limit_in_every_place() {
    let mut comparison = Comparison::new();
    for (setup, heads) in [(Setup::server(), requests()), (client(), responses())] {
        for head in heads {
            for max_head_len in 0..=head.len() + 1 {
                let mut setup = setup;
                setup.config.max_head_len = max_head_len;
                compare(&mut comparison, &head, &setup);
                for max_field_count in 0..12 {
                    setup.config.max_field_count = max_field_count;
                    compare(&mut comparison, &head, &setup);
                }
            }
        }
    }
}

#[test]
fn every_status() {
    let mut comparison = Comparison::new();
    for version in ["1.0", "1.1", "1.2"] {
        for status in 0..1000 {
            let line = format!("HTTP/{version} {status:03} ");
            let fields = &RESPONSE[1..];
            let once = head(&[&[line.as_str()], fields].concat());
            compare(&mut comparison, &once, &client());
            let twice = [&*once, &*head(&RESPONSE)].concat();
            compare(&mut comparison, &twice, &client());
        }
    }
}

#[test]
fn every_short_front() {
    let mut comparison = Comparison::new();
    let symbols: [&[u8]; 6] = [b"\r", b"\n", b" ", b":", b"a", b"\t"];
    for setup in [Setup::server(), client()] {
        let starts: [&[u8]; 3] = match setup.side {
            Side::Server => [b"", b"GET / HTTP/1.1", b"GET / HTTP/1.1\r\n"],
            Side::Client(_) => [b"", b"HTTP/1.1 101 ", b"HTTP/1.1 101 \r\n"],
        };
        for start in starts {
            every_string(&symbols, 6, |string| {
                compare(&mut comparison, &[start, string].concat(), &setup);
            });
        }
    }
}

/// With every short string over what a value is made of at the end of one more line, which begins
/// with `front`.
fn every_short_end(setup: &Setup, lines: &[&str], front: &str, symbols: &[&[u8]]) {
    let mut comparison = Comparison::new();
    let front = format!("{}\r\n{front}", lines.join("\r\n"));
    every_string(symbols, 5, |end| {
        let input = [front.as_bytes(), end, b"\r\n\r\n"].concat();
        compare(&mut comparison, &input, setup);
    });
}

/// All lines but the one of that name.
fn without<'l>(lines: &[&'l str], name: &str) -> Vec<&'l str> {
    let mut lines = lines.to_vec();
    lines.retain(|line| !line.starts_with(name));
    lines
}

#[test]
fn every_short_list_of_a_request() {
    let setup = Setup::server();
    let tokens: [&[u8]; 7] = [b",", b" ", b"a", b"b", b"\"", b"/", b"\xe9"];
    every_short_end(&setup, &REQUEST, "Sec-WebSocket-Protocol:", &tokens);
    let extensions: [&[u8]; 8] = [b",", b" ", b"a", b";", b"=", b"\"", b"\\", b"\xe9"];
    every_short_end(&setup, &REQUEST, "Sec-WebSocket-Extensions:", &extensions);
    let front = "Sec-WebSocket-Extensions: x;y";
    every_short_end(&setup, &REQUEST, front, &extensions);
    let protocols: [&[u8]; 7] = [b",", b" ", b"a", b"websocket", b"\"", b"/", b"\xe9"];
    every_short_end(
        &setup,
        &without(&REQUEST, "Upgrade"),
        "Upgrade:",
        &protocols,
    );
    let options: [&[u8]; 7] = [b",", b" ", b"a", b"upgrade", b"\"", b"/", b"\xe9"];
    every_short_end(
        &setup,
        &without(&REQUEST, "Connection"),
        "Connection:",
        &options,
    );
}

#[test]
fn every_short_list_of_a_response() {
    let setup = client();
    let names: [&[u8]; 6] = [b",", b" ", b"chat", b"super", b"\"", b"\xe9"];
    every_short_end(&setup, &RESPONSE, "Sec-WebSocket-Protocol:", &names);
    let extensions: [&[u8]; 7] = [b",", b" ", b"x-a", b"x-d", b";", b"=", b"\""];
    every_short_end(&setup, &RESPONSE, "Sec-WebSocket-Extensions:", &extensions);
    let protocols: [&[u8]; 6] = [b",", b" ", b"a", b"websocket", b"\"", b"/"];
    every_short_end(
        &setup,
        &without(&RESPONSE, "Upgrade"),
        "Upgrade:",
        &protocols,
    );
}

#[test]
fn every_short_host_and_target() {
    let setup = Setup::server();
    let hosts: [&[u8]; 10] = [
        b"a", b"1", b":", b"[", b"]", b"%", b".", b"v", b"@", b"65535",
    ];
    every_short_end(&setup, &without(&REQUEST, "Host"), "Host:", &hosts);

    let mut comparison = Comparison::new();
    let targets: [&[u8]; 10] = [
        b"/", b"http", b"s", b":", b"//", b"a", b"#", b"?", b"[::1]", b"@",
    ];
    let fields = REQUEST[1..].join("\r\n");
    every_string(&targets, 5, |target| {
        let input = [
            b"GET ",
            target,
            b" HTTP/1.1\r\n",
            fields.as_bytes(),
            b"\r\n\r\n",
        ]
        .concat();
        compare(&mut comparison, &input, &setup);
    });
}

#[test]
fn every_short_version_and_length() {
    let setup = Setup::server();
    let digits: [&[u8]; 8] = [b"0", b"1", b"2", b"3", b"5", b"6", b"+", b" "];
    let lines = without(&REQUEST, "Sec-WebSocket-Version");
    every_short_end(&setup, &lines, "Sec-WebSocket-Version:", &digits);
    every_short_end(&setup, &REQUEST, "Content-Length:", &digits);
}
