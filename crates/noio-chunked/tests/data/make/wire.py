"""Both ends of a connection, as raw bytes: a client for servers, a server for clients.

    wire.py fetch PORT PATH NAME    sends a request, keeps the response
    wire.py accept PORT NAME        takes one request, keeps it, answers 204
    wire.py stream PORT             answers requests as HTTP/1.0 does, for a proxy to reframe
"""

import select
import socket
import sys
import time

from content import noise


def keep(name: str, message: bytes) -> None:
    head, separator, body = message.partition(b"\r\n\r\n")
    with open(f"{name}.head", "wb") as file:
        file.write(head + separator)
    with open(f"{name}.chunked", "wb") as file:
        file.write(body)


def read_all(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65536), b""))


def fetch(port: int, path: str, name: str) -> None:
    for _ in range(100):
        try:
            connection = socket.create_connection(("localhost", port))
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    connection.sendall(
        b"GET %s HTTP/1.1\r\nHost: localhost\r\nTE: trailers\r\nAccept-Encoding: gzip\r\n"
        b"Connection: close\r\n\r\n" % path.encode()
    )
    keep(name, read_all(connection))


def listen(port: int) -> socket.socket:
    return socket.create_server(("localhost", port))


def accept(port: int, name: str) -> None:
    connection, _ = listen(port).accept()
    message = b""
    # A client waits for the answer with the connection open, so the end of what it sends is
    # taken to be where it pauses.
    while select.select([connection], [], [], 1.0)[0]:
        piece = connection.recv(65536)
        if not piece:
            break
        message += piece
        if b"100-continue" in message and b"\r\n\r\n" == message[-4:]:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    connection.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
    connection.close()
    keep(name, message)


def stream(port: int) -> None:
    server = listen(port)
    while True:
        connection, _ = server.accept()
        request = b""
        while b"\r\n\r\n" not in request:
            piece = connection.recv(65536)
            if not piece:
                break
            request += piece
        connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n")
        body = noise(11_111)
        for length in (1, 10, 100, 1000, 10_000):
            connection.sendall(body[:length])
            body = body[length:]
            time.sleep(0.05)
        connection.close()


if __name__ == "__main__":
    verb, port, *rest = sys.argv[1:]
    {"fetch": fetch, "accept": accept, "stream": stream}[verb](int(port), *rest)
