// `node.mjs serve PORT`: writes of 0, 1, 4, 9 … octets, then trailers.
// `node.mjs send PORT`: a request whose body is a stream.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";

const noise = readFileSync("noise.bin");

async function writeSquares(message, count) {
  let start = 0;
  for (let i = 0; i < count; i += 1) {
    message.write(noise.subarray(start, start + i * i));
    start += i * i;
    // What is written in one turn of the event loop may leave in one segment.
    await new Promise(setImmediate);
  }
  return noise.subarray(0, start);
}

async function serve(port) {
  createServer(async (_, response) => {
    response.writeHead(200, {
      "Content-Type": "application/octet-stream",
      Trailer: "Content-Digest, Server-Timing",
    });
    const sent = await writeSquares(response, 32);
    const digest = createHash("sha256").update(sent).digest("base64");
    response.addTrailers({
      "Content-Digest": `sha-256=:${digest}:`,
      "Server-Timing": 'app;dur=53;desc="squares"',
    });
    response.end();
  }).listen(port, "localhost");
}

async function send(port) {
  const message = request({ port, method: "POST", path: "/squares", headers: { Trailer: "X-Count" } });
  message.on("response", (response) => response.resume());
  await writeSquares(message, 20);
  message.addTrailers({ "X-Count": "20" });
  message.end();
}

const [verb, port] = process.argv.slice(2);
await { serve, send }[verb](Number(port));
