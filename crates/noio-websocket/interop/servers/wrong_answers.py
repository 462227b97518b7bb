"""wrong_answers.py ECHO_CLIENT: our client has to say of each of these answers what is wrong."""

import base64
import contextlib
import hashlib
import re
import socket
import subprocess
import sys

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TIMEOUT = 30


def response(accept, *fields, status="101 Switching Protocols", upgrade="websocket", connection="Upgrade"):
    lines = [f"HTTP/1.1 {status}", *fields]
    lines += [f"Upgrade: {upgrade}"] if upgrade else []
    lines += [f"Connection: {connection}"] if connection else []
    lines += [f"Sec-WebSocket-Accept: {accept}"] if accept else []
    return "\r\n".join([*lines, "", ""]).encode()


# What the server answers, and what the client has to say.
ANSWERS = {
    "no accept": (lambda accept: response(None), "accept"),
    "another accept": (lambda accept: response("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "accept"),
    "the accept twice": (lambda accept: response(accept, f"Sec-WebSocket-Accept: {accept}"), "accept"),
    "an accept in capitals": (lambda accept: response(accept.upper()), "accept"),
    "no upgrade": (lambda accept: response(accept, upgrade=None), "upgrade"),
    "another upgrade": (lambda accept: response(accept, upgrade="h2c"), "upgrade"),
    "no connection": (lambda accept: response(accept, connection=None), "connection"),
    "a connection that is closed": (lambda accept: response(accept, connection="close"), "connection"),
    "an extension": (
        lambda accept: response(accept, "Sec-WebSocket-Extensions: permessage-deflate"),
        "extension",
    ),
    "another subprotocol": (
        lambda accept: response(accept, "Sec-WebSocket-Protocol: other"),
        "subprotocol",
    ),
    "two subprotocols": (
        lambda accept: response(accept, "Sec-WebSocket-Protocol: echo", "Sec-WebSocket-Protocol: echo"),
        "subprotocol",
    ),
    "content": (lambda accept: response(accept, "Content-Length: 5"), "content"),
    "a page": (lambda accept: response(accept, status="200 OK"), "answers with 200"),
    "a redirect": (
        lambda accept: response(
            None, "Location: wss://example.com/", status="302 Found", upgrade=None, connection="close"
        ),
        "location: wss://example.com/",
    ),
    "a password is asked for": (
        lambda accept: response(None, "WWW-Authenticate: Basic", status="401 Unauthorized"),
        "www-authenticate: basic",
    ),
    "another protocol": (lambda accept: b"SSH-2.0-OpenSSH_9.2\r\n", "status line"),
    "HTTP/2": (lambda accept: response(accept).replace(b"/1.1", b"/2.0"), "version"),
    "a folded line": (lambda accept: response(accept, "X: a\r\n b"), "field name"),
    "a head without an end": (lambda accept: b"HTTP/1.1 101 \r\nX: " + b"a" * 100_000, "too long"),
    "interim responses without an end": (
        lambda accept: b"HTTP/1.1 102 Processing\r\n\r\n" * 10_000,
        "too long",
    ),
    "half a head": (lambda accept: response(accept)[:-2], "connection cut"),
    "nothing": (lambda accept: b"", "connection cut"),
    "another text": (lambda accept: response(accept) + b"\x81\x05other", "something else"),
    "a masked frame": (lambda accept: response(accept) + b"\x81\x80abcd", "mask"),
    "a compressed frame": (lambda accept: response(accept) + b"\xc1\x00", "reserved"),
    "a text that is none": (lambda accept: response(accept) + b"\x81\x01\xff", "utf-8"),
    "a close at once": (lambda accept: response(accept) + b"\x88\x06\x0f\xa1full", '"full"'),
    "no close": (lambda accept: response(accept), "no close"),
}


def request_head(connection):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        octets = connection.recv(1)
        if not octets:
            sys.exit(f"no whole request: {head}")
        head += octets
    return head.decode("ascii")


def play(client, answer):
    """The exit status of the client, and what it says."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(TIMEOUT)
        process = subprocess.Popen(
            [client, "--check", f"ws://127.0.0.1:{server.getsockname()[1]}/chat?a", "--subprotocol", "echo"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(TIMEOUT)
                head = request_head(connection)
                assert head.startswith("GET /chat?a HTTP/1.1\r\n"), head
                key = re.search(r"^sec-websocket-key: *(\S+)\r$", head, re.I | re.M)[1].encode()
                accept = base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()
                # The client may leave when it has heard enough.
                with contextlib.suppress(ConnectionError):
                    connection.sendall(answer(accept))
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_WR)
                with contextlib.suppress(ConnectionError):
                    while connection.recv(65536):
                        pass
            _, said = process.communicate(timeout=TIMEOUT)
        finally:
            process.kill()
    return process.returncode, said


def main(client):
    failures = 0
    for name, (answer, wanted) in ANSWERS.items():
        status, said = play(client, answer)
        is_right = status == 1 and wanted in said.lower()
        failures += not is_right
        print(f"{name}: {said.strip()}" if is_right else f"FAILED: {name}: status {status}: {said}")
    return failures > 0


sys.exit(main(*sys.argv[1:]))
