"""aiohttp_server.py: an echo server, which says where it listens, and how each connection ended."""

import functools
import socket

from aiohttp import WSMsgType, web

print = functools.partial(print, flush=True)


async def serve(request):
    connection = web.WebSocketResponse(protocols=["echo"], autoping=False)
    await connection.prepare(request)
    offered = request.headers.get("Sec-WebSocket-Extensions", "-")
    print(f"opened {connection.ws_protocol} {offered}")
    if request.path == "/close":
        await connection.close(code=4001, message=b"enough")
        print(f"closed {connection.close_code} ")
        return connection
    await connection.ping(b"are you there?")
    async for message in connection:
        if message.type == WSMsgType.TEXT:
            await connection.send_str(message.data)
        elif message.type == WSMsgType.BINARY:
            await connection.send_bytes(message.data)
        elif message.type == WSMsgType.PING:
            await connection.pong(message.data)
        elif message.type == WSMsgType.PONG:
            print(f"pong {message.data.decode()}")
        elif message.type == WSMsgType.ERROR:
            print(f"error {connection.exception()}")
    print(f"closed {connection.close_code} ")
    return connection


application = web.Application()
application.add_routes([web.get("/", serve), web.get("/close", serve)])
with socket.create_server(("127.0.0.1", 0)) as listener:
    print(f"ws://127.0.0.1:{listener.getsockname()[1]}")
    web.run_app(application, sock=listener, print=None)
