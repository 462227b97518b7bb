"""aiohttp: lines of text, written in growing batches. `aiohttp_server.py PORT`"""

import sys

from aiohttp import web

from content import text


async def stream(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/plain"})
    await response.prepare(request)
    for i in range(20):
        await response.write(text(i * i, (i + 1) ** 2))
    await response.write_eof()
    return response


app = web.Application()
app.router.add_get("/", stream)
web.run_app(app, host="localhost", port=int(sys.argv[1]), print=None)
