"""aiohttp_client.py URL REASON"""

import asyncio
import sys

import aiohttp
from aiohttp import WSMsgType

LONG = 1 << 20


async def receive(connection, kind):
    message = await connection.receive()
    assert message.type == kind, f"{message!r:.80} in place of {kind}"
    return message


async def main(url, reason):
    offers = []

    async def note_offer(session, context, request):
        offers.append(request.headers.get("Sec-WebSocket-Extensions", ""))

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(note_offer)
    async with aiohttp.ClientSession(trace_configs=[trace]) as session:
        # The limit of one message is one below max_msg_size; pongs are wanted here.
        async with session.ws_connect(
            url, protocols=["unknown.example", "echo"], compress=15, autoping=False, max_msg_size=LONG + 1
        ) as connection:
            assert connection.protocol == "echo", connection.protocol
            assert "permessage-deflate" in offers[0], offers
            assert connection.compress == 0
            print("opened with the subprotocol, and without an extension")

            for sample in ["hello", "", "\u20ac \0", "\u20ac" * (LONG // 3)]:
                await connection.send_str(sample)
                assert (await receive(connection, WSMsgType.TEXT)).data == sample, f"{sample:.80}"
            for sample in [b"\0\xff", b"", bytes(range(256)) * 4096]:
                await connection.send_bytes(sample)
                assert (await receive(connection, WSMsgType.BINARY)).data == sample, f"{sample:.80}"
            print("messages came back")

            await connection.ping(b"still there?")
            assert (await receive(connection, WSMsgType.PONG)).data == b"still there?"
            print("a ping was answered")

            await connection.close(code=4321, message=reason.encode())
            assert connection.close_code == 4321, connection.close_code
            print("our close was answered")

        async with session.ws_connect(url) as connection:
            assert connection.protocol is None
            await connection.send_str("bye")
            message = await receive(connection, WSMsgType.CLOSE)
            assert (message.data, message.extra) == (1000, "bye"), message
            print("the server closed")

        async with session.ws_connect(url) as connection:
            await connection.send_frame(b"a\xff", WSMsgType.TEXT)
            assert (await receive(connection, WSMsgType.CLOSE)).data == 1007
            print("a text that is none was refused")

        async with session.ws_connect(url) as connection:
            await connection.send_bytes(bytes((16 << 20) + 1))
            assert (await receive(connection, WSMsgType.CLOSE)).data == 1009
            print("a message that is too big was refused")

        async with session.ws_connect(url, protocols=["unknown.example"]) as connection:
            assert connection.protocol is None
            print("no subprotocol, and a connection")


asyncio.run(main(*sys.argv[1:]))
