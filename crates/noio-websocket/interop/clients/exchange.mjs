// What every client of the WebSocket API that browsers have says to our echo server, and what it
// has to hear. Runs in Node and in a page.

const LONG = 1 << 20;

function check(isTrue, what) {
  if (!isTrue) {
    throw new Error(what);
  }
}

function equal(seen, wanted, what) {
  check(seen === wanted, `${what}: ${String(seen).slice(0, 80)} in place of ${String(wanted).slice(0, 80)}`);
}

// A connection whose messages can be waited for.
class Connection {
  constructor(WebSocket, url, subprotocols = []) {
    this.socket = new WebSocket(url, subprotocols);
    this.socket.binaryType = "arraybuffer";
    this.events = [];
    this.waiting = [];
    for (const type of ["open", "message", "close"]) {
      this.socket.addEventListener(type, (event) => {
        const wake = this.waiting.shift();
        if (wake === undefined) {
          this.events.push(event);
        } else {
          wake(event);
        }
      });
    }
    // The close behind it says all that there is to know.
    this.socket.addEventListener("error", () => {});
  }

  async next(type) {
    const event = this.events.shift() ?? (await new Promise((wake) => this.waiting.push(wake)));
    equal(event.type, type, `event (${event.code ?? ""} ${event.reason ?? ""})`);
    return event;
  }

  async isClosed(code, reason, wasClean = true) {
    const event = await this.next("close");
    equal(event.code, code, "close code");
    equal(event.reason, reason, "reason");
    equal(event.wasClean, wasClean, "whether it was clean");
  }
}

function samples() {
  const octets = new Uint8Array(LONG).map((_, index) => index % 256);
  return [
    "hello",
    "",
    "\u20ac \u{1f600} \0",
    "x".repeat(125),
    "x".repeat(126),
    "\u20ac".repeat(LONG / 3),
    new Uint8Array([0, 255]),
    new Uint8Array(0),
    octets.slice(0, 65535),
    octets.slice(0, 65536),
    octets,
  ];
}

function isSame(sent, data) {
  if (typeof sent === "string" || typeof data === "string") {
    return sent === data;
  }
  const received = new Uint8Array(data);
  return sent.length === received.length && sent.every((octet, index) => octet === received[index]);
}

export async function exchange(WebSocket, url, reason, log) {
  let connection = new Connection(WebSocket, url, ["unknown.example", "echo"]);
  await connection.next("open");
  equal(connection.socket.protocol, "echo", "subprotocol");
  equal(connection.socket.extensions, "", "extensions");
  log("opened with the subprotocol, and without an extension");

  for (const sample of samples()) {
    connection.socket.send(sample);
    const { data } = await connection.next("message");
    check(isSame(sample, data), `a message of ${sample.length} came back as another one`);
  }
  log("messages came back");
  for (let number = 0; number < 1000; number += 1) {
    connection.socket.send(`${number}`);
  }
  for (let number = 0; number < 1000; number += 1) {
    equal((await connection.next("message")).data, `${number}`, "message");
  }
  log("a thousand messages at once came back in their order");

  connection.socket.close(4321, reason);
  await connection.isClosed(4321, "");
  log("our close was answered");

  connection = new Connection(WebSocket, url);
  await connection.next("open");
  equal(connection.socket.protocol, "", "subprotocol");
  connection.socket.send("bye");
  await connection.isClosed(1000, "bye");
  log("the server closed");

  connection = new Connection(WebSocket, url);
  await connection.next("open");
  connection.socket.send(new Uint8Array((16 << 20) + 1));
  await connection.isClosed(1009, "");
  log("a message that is too big was refused");
}

// The server speaks none of the subprotocols, and says so by naming none. That is legal, and the
// API fails such a connection.
export async function unknownSubprotocol(WebSocket, url, log) {
  const connection = new Connection(WebSocket, url, ["unknown.example"]);
  await connection.isClosed(1006, "", false);
  log("no subprotocol, no connection");
}
