"""free_ports.py NAME…: a port of 127.0.0.1 for each, on which nobody listens.

They are below those that Linux gives by itself, so that nobody else is given one by chance."""

import random
import socket
import sys

PORTS = range(10_000, 32_768)

# All are held until all are there, so that no two are the same.
servers = []
for port in random.sample(PORTS, len(PORTS)):
    if len(servers) == len(sys.argv) - 1:
        break
    try:
        servers.append(socket.create_server(("127.0.0.1", port)))
    except OSError:
        continue
for name, server in zip(sys.argv[1:], servers):
    print(name, server.getsockname()[1])
