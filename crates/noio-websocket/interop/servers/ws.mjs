// ws.mjs: an echo server, which says where it listens, and how each connection ended.
import { WebSocketServer } from "ws";

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: 0,
  perMessageDeflate: true,
  handleProtocols: (offered) => (offered.has("echo") ? "echo" : false),
});
server.on("listening", () => console.log(`ws://127.0.0.1:${server.address().port}`));
server.on("connection", (socket, request) => {
  console.log(`opened ${socket.protocol} ${request.headers["sec-websocket-extensions"] ?? "-"}`);
  socket.on("close", (code, reason) => console.log(`closed ${code} ${reason}`));
  socket.on("error", (error) => console.log(`error ${error.message}`));
  if (request.url === "/close") {
    socket.close(4001, "enough");
    return;
  }
  socket.ping("are you there?");
  socket.on("pong", (data) => console.log(`pong ${data}`));
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
});
