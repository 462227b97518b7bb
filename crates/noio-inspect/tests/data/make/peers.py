"""The clients and servers of `websockets` and `aiohttp`.

    peers.py serve websockets|aiohttp PORT
    peers.py connect websockets PORT
"""

import asyncio
import sys

import aiohttp
from aiohttp import web
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

LINES = [f"{number} bottles on the wall, {number - 1} after that\n" for number in range(12, 0, -1)]


async def answer(connection) -> None:
    """Counts what came in the first message, sends it back in one frame, then goes away."""
    text = await connection.recv()
    await connection.send(f"{len(text)} characters")
    await connection.send(text)
    await (await connection.ping(b"are you there?"))
    await connection.close(1001, "the bar closes")


async def sing(port: int) -> None:
    """Sends a message of many fragments, one of them empty, and reads to the end."""
    async with connect(f"ws://127.0.0.1:{port}/", compression=None) as connection:
        await connection.send([*LINES[:6], "", *LINES[6:]])
        async for _ in connection:
            pass


async def echo(request: web.Request) -> web.WebSocketResponse:
    connection = web.WebSocketResponse(compress=False)
    await connection.prepare(request)
    async for message in connection:
        if message.type == aiohttp.WSMsgType.TEXT:
            await connection.send_str(message.data)
    return connection


async def main(verb: str, peer: str, port: int) -> None:
    if (verb, peer) == ("serve", "websockets"):
        async with serve(answer, "127.0.0.1", port, compression=None) as server:
            await server.serve_forever()
    elif (verb, peer) == ("serve", "aiohttp"):
        application = web.Application()
        application.router.add_get("/", echo)
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await asyncio.Event().wait()
    else:
        await sing(port)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
