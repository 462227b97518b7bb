"""websockets_server.py: an echo server, which says where it listens, and how each connection ended."""

import asyncio
import functools

import websockets

print = functools.partial(print, flush=True)


async def serve(connection):
    offered = connection.request.headers.get("Sec-WebSocket-Extensions", "-")
    print(f"opened {connection.subprotocol} {offered}")
    if connection.request.path == "/close":
        await connection.close(4001, "enough")
    else:
        await (await connection.ping("are you there?"))
        print("pong are you there?")
        async for message in connection:
            await connection.send(message)
    await connection.wait_closed()
    print(f"closed {connection.close_code} {connection.close_reason}")


def select(connection, offered):
    return "echo" if "echo" in offered else None


async def main():
    async with websockets.serve(serve, "127.0.0.1", 0, select_subprotocol=select) as server:
        print(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        await server.serve_forever()


asyncio.run(main())
