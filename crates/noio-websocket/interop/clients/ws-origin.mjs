// ws-origin.mjs URL ORIGIN: the server takes pages of ORIGIN, and no others.
import assert from "node:assert/strict";
import { once } from "node:events";

import WebSocket from "ws";

const [url, origin] = process.argv.slice(2);

for (const options of [{ origin }, {}]) {
  const socket = new WebSocket(url, options);
  await once(socket, "open");
  socket.close();
  await once(socket, "close");
}
console.log("opened with the origin, and without any");

for (const other of ["http://other.example", `${origin}.example`, "null"]) {
  const socket = new WebSocket(url, { origin: other });
  const [request, response] = await once(socket, "unexpected-response");
  assert.equal(response.statusCode, 403);
  request.destroy();
}
console.log("refused with others");
