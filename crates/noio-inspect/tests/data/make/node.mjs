// The clients and servers that use `ws`.
//
//     node node.mjs serve chat|deflate PORT
//     node node.mjs connect chat|deflate|gone|leave PORT

import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { WebSocket, WebSocketServer } from "ws";

const [verb, scene, port] = process.argv.slice(2);

/** Sends `text` in two fragments, with a ping between them. */
function sendInTwo(socket, text) {
    const middle = text.length / 2;
    socket.send(text.slice(0, middle), { fin: false });
    socket.ping("between");
    socket.send(text.slice(middle));
}

/** The text of a reading, always the same: long enough to be worth compressing. */
function readings() {
    const reading = (index) => ({ sensor: `roof-${index % 4}`, celsius: 18 + index / 10 });
    return JSON.stringify(Array.from({ length: 20 }, (_, index) => reading(index)));
}

const SERVE = {
    chat(socket) {
        socket.send("welcome");
        socket.on("message", (data, isBinary) => {
            if (isBinary) {
                socket.send(data);
            } else {
                sendInTwo(socket, data.toString());
            }
        });
    },
    deflate(socket) {
        socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
    },
};

const CONNECT = {
    async chat(socket) {
        await once(socket, "message");
        socket.send("Grüße aus 東京 🗼");
        await once(socket, "message");
        socket.send(Uint8Array.from({ length: 256 }, (_, index) => index));
        await once(socket, "message");
        socket.ping("heartbeat");
        await once(socket, "pong");
        socket.close(4000, "that is all");
    },
    async deflate(socket) {
        for (const text of [readings(), readings(), "short"]) {
            socket.send(text);
            await once(socket, "message");
        }
        socket.close(1000);
    },
    async gone(socket) {
        socket.send("still here");
        await once(socket, "message");
        socket.send("and then", { fin: false });
        await setTimeout(200);
        socket.terminate();
    },
    async leave(socket) {
        socket.send("hello");
        await once(socket, "message");
        socket.close();
    },
};

const perMessageDeflate = scene === "deflate";
if (verb === "serve") {
    const server = new WebSocketServer({ host: "127.0.0.1", port, perMessageDeflate });
    server.on("connection", SERVE[scene]);
} else {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate });
    // A message may come in the same read as the handshake.
    socket.pause();
    await once(socket, "open");
    const done = CONNECT[scene](socket);
    socket.resume();
    await done;
    await once(socket, "close");
}
