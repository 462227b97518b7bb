// A page in Chromium that opens a connection, sends a text, and closes when that comes back.
//
//     node browser.mjs chat|deflate PORT

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [scene, port] = process.argv.slice(2);
const TEXTS = { chat: "Grüße aus 東京 🗼", deflate: "the same again, ".repeat(20) };

const PAGE = `<!doctype html><meta charset="utf-8"><script>
const text = ${JSON.stringify(TEXTS[scene])};
const socket = new WebSocket("ws://127.0.0.1:${port}/room/7?since=42", ["chat.v2", "chat.v1"]);
socket.onopen = () => socket.send(text);
socket.onmessage = ({ data }) => data === text && socket.close(1000, "seen");
socket.onclose = () => fetch("/done");
</script>`;

const profile = await mkdtemp(join(tmpdir(), "browser-"));
const done = new Promise((resolve) => {
    const server = createServer((request, response) => {
        response.setHeader("Content-Type", "text/html");
        // Cookies are of a host, whatever its port.
        response.setHeader("Set-Cookie", "theme=dark");
        response.end(request.url === "/" ? PAGE : "");
        if (request.url === "/done") {
            resolve(server);
        }
    });
    server.listen(9103, "127.0.0.1");
});
const options = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`];
const browser = spawn("chromium", [...options, "http://127.0.0.1:9103/"], { stdio: "ignore" });
const server = await done;
const exit = new Promise((resolve) => browser.once("exit", resolve));
browser.kill();
await exit;
server.closeAllConnections();
server.close();
await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
