// ws.mjs PORT: an echo server, which says how each connection ended.
import { WebSocketServer } from "ws";

const [port] = process.argv.slice(2);
const server = new WebSocketServer({
  host: "127.0.0.1",
  port: Number(port),
  perMessageDeflate: true,
  handleProtocols: (offered) => (offered.has("echo") ? "echo" : false),
});
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
