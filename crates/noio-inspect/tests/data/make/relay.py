"""Stands between a client and a server, and keeps what each of them sent.

    relay.py PORT UPSTREAM NAME        passes one connection on, keeps NAME.client and NAME.server
                                       from the first frame on
    relay.py PORT UPSTREAM NAME whole  keeps the handshake too
"""

import socket
import sys
import threading
import time


def connect(port: int) -> socket.socket:
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise SystemExit(f"relay: nobody listens on port {port}")


def pass_on(source: socket.socket, target: socket.socket, sent: bytearray) -> None:
    try:
        while piece := source.recv(65536):
            sent.extend(piece)
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        # One of them is gone, so that nothing can be passed on.
        pass


def keep(name: str, sent: bytearray, is_whole: bool) -> None:
    _, separator, frames = sent.partition(b"\r\n\r\n")
    if not separator:
        raise SystemExit(f"relay: no handshake in {name}")
    with open(name, "wb") as file:
        file.write(sent if is_whole else frames)


def main(port: int, upstream: int, name: str, is_whole: bool) -> None:
    client, _ = socket.create_server(("127.0.0.1", port)).accept()
    server = connect(upstream)
    from_client, from_server = bytearray(), bytearray()
    ways = [
        threading.Thread(target=pass_on, args=(client, server, from_client)),
        threading.Thread(target=pass_on, args=(server, client, from_server)),
    ]
    for way in ways:
        way.start()
    for way in ways:
        way.join()
    keep(f"{name}.client", from_client, is_whole)
    keep(f"{name}.server", from_server, is_whole)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:] == ["whole"])
