"""websockets_client.py URL REASON"""

import asyncio
import sys

import websockets

LONG = 1 << 20


async def closed_after(connection, *message, **options):
    """How the server closes when it gets this message."""
    try:
        await connection.send(*message, **options)
        message = await connection.recv()
    except websockets.ConnectionClosed as error:
        return (error.rcvd.code, error.rcvd.reason) if error.rcvd else None
    raise AssertionError(f"{message!r:.80} in place of a Close")


async def main(url, reason):
    # The limit of one message is as high as the longest one here.
    async with websockets.connect(url, subprotocols=["unknown.example", "echo"], max_size=LONG) as connection:
        assert connection.subprotocol == "echo", connection.subprotocol
        assert "permessage-deflate" in connection.request.headers["Sec-WebSocket-Extensions"]
        assert "Sec-WebSocket-Extensions" not in connection.response.headers
        print("opened with the subprotocol, and without an extension")

        for sample in ["hello", "", "\u20ac \0", "\u20ac" * (LONG // 3), b"\0\xff", b"", bytes(range(256)) * 4096]:
            await connection.send(sample)
            message = await connection.recv()
            assert message == sample, f"{message!r:.80} in place of {sample!r:.80}"
        print("messages came back")

        await connection.send(["one ", "", "mess\u20acage"])
        assert await connection.recv() == "one mess\u20acage"
        await connection.send([b"\xff", b"\xfe" * 70_000])
        assert await connection.recv() == b"\xff" + b"\xfe" * 70_000
        print("fragments came back as one message")

        assert await (await connection.ping("still there?")) >= 0
        print("a ping was answered")

        await connection.close(4321, reason)
        assert (connection.close_code, connection.close_reason) == (4321, ""), connection.close_code
        print("our close was answered")

    async with websockets.connect(url) as connection:
        assert connection.subprotocol is None
        assert await closed_after(connection, "bye") == (1000, "bye")
        print("the server closed")

    async with websockets.connect(url) as connection:
        assert await closed_after(connection, b"a\xff", text=True) == (1007, "")
        print("a text that is none was refused")

    async with websockets.connect(url) as connection:
        assert await closed_after(connection, bytes((16 << 20) + 1)) == (1009, "")
        print("a message that is too big was refused")

    async with websockets.connect(url, subprotocols=["unknown.example"]) as connection:
        assert connection.subprotocol is None
        print("no subprotocol, and a connection")


asyncio.run(main(*sys.argv[1:]))
