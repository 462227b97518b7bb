// ws.mjs URL REASON
import assert from "node:assert/strict";
import { once } from "node:events";

import WebSocket from "ws";

import { exchange } from "./exchange.mjs";

const [url, reason] = process.argv.slice(2);
await exchange(WebSocket, url, reason, console.log);

// And what its own interface can do more.
async function open(subprotocols = []) {
  let offered;
  const finishRequest = (request) => {
    offered = request.getHeader("sec-websocket-extensions");
    request.end();
  };
  const socket = new WebSocket(url, subprotocols, { finishRequest });
  await once(socket, "open");
  return { socket, offered };
}

async function closed(socket) {
  const [code, reason] = await once(socket, "close");
  return `${code} ${reason}`;
}

const { socket, offered } = await open(["echo"]);
assert.match(offered, /^permessage-deflate/);
assert.equal(socket.extensions, "");
console.log("permessage-deflate was offered, and not taken up");

socket.ping("still there?");
assert.equal(`${await once(socket, "pong")}`, "still there?");
console.log("a ping was answered");

for (const part of ["one ", "", "mess\u20acage"]) {
  socket.send(part, { fin: false });
  socket.ping("between");
}
socket.send("", { fin: true });
const [data, isBinary] = await once(socket, "message");
assert.equal(`${data}`, "one mess\u20acage");
assert.equal(isBinary, false);
console.log("fragments came back as one message");

socket.send(Buffer.of(0x61, 0xff), { binary: false });
assert.equal(await closed(socket), "1007 ");
console.log("a text that is none was refused");

const refused = new WebSocket(url, ["unknown.example"]);
const [error] = await once(refused, "error");
assert.equal(error.message, "Server sent no subprotocol");
console.log("no subprotocol, no connection");
