"""An ASGI application for uvicorn: noise in pieces of every length up to 100."""

from content import noise


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    headers = [(b"content-type", b"application/octet-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    body = noise(5050)
    for length in range(101):
        piece, body = body[:length], body[length:]
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
