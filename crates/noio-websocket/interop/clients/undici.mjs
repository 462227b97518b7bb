// undici.mjs URL REASON
import { WebSocket } from "undici";

import { exchange, unknownSubprotocol } from "./exchange.mjs";

const [url, reason] = process.argv.slice(2);
await exchange(WebSocket, url, reason, console.log);
await unknownSubprotocol(WebSocket, url, console.log);
// The connection that it has failed is still there.
process.exit();
