"""chromium.py CHROMIUM PORT exchange URL REASON: the exchange in a page.

chromium.py CHROMIUM PORT origin URL: the server takes pages of http://127.0.0.1:PORT and no others.

The page is served on 127.0.0.1:PORT, and sends back what came of it."""

import contextlib
import http.server
import os
import pathlib
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

FOLDER = pathlib.Path(__file__).parent
FILES = {"/page.html": "text/html", "/exchange.mjs": "text/javascript"}
TIMEOUT = 60
LOG_TIMEOUT = 10

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Server(http.server.ThreadingHTTPServer):
    def __init__(self, port):
        super().__init__(("127.0.0.1", port), Handler)
        self.outcomes = queue.Queue()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        if path not in FILES:
            self.send_error(404)
            return
        content = (FOLDER / path[1:]).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", FILES[path])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self):
        outcome = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(204)
        self.end_headers()
        self.server.outcomes.put(outcome)

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def served(port):
    with Server(port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def visit(server, chromium, host, wanted=b"", **query):
    """What comes of the page, and whether the browser's log of the network has what is wanted."""
    page = f"http://{host}:{server.server_port}/page.html?{urllib.parse.urlencode(query)}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        net_log = pathlib.Path(folder, "net-log")
        # Its many processes are a group, and so end together.
        browser = subprocess.Popen(
            [chromium, *FLAGS, f"--user-data-dir={folder}/profile", f"--log-net-log={net_log}", page],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Or it leaves something in the folder that all share.
            env={**os.environ, "TMPDIR": folder},
            start_new_session=True,
        )
        try:
            outcome = server.outcomes.get(timeout=TIMEOUT)
            # It is written a little later.
            deadline = time.monotonic() + LOG_TIMEOUT
            while not (has_wanted := wanted in net_log.read_bytes()) and time.monotonic() < deadline:
                time.sleep(0.1)
        except queue.Empty:
            outcome, has_wanted = f"nothing came of the page in {TIMEOUT} s", False
        finally:
            os.killpg(browser.pid, signal.SIGKILL)
            browser.wait()
        return outcome, has_wanted


def exchange(server, chromium, url, reason):
    outcome, _ = visit(server, chromium, "127.0.0.1", url=url, reason=reason)
    print(outcome)
    if outcome.splitlines()[-1] != "done":
        sys.exit(1)


def origin(server, chromium, url):
    outcome, _ = visit(server, chromium, "127.0.0.1", url=url, mode="open")
    if outcome != "open":
        sys.exit(f"not opened: {outcome}")
    print("opened from the page of the origin")
    # The same page, and another origin. A page is not told the status.
    wanted = b"Error during WebSocket handshake: Unexpected response code: 403"
    outcome, has_wanted = visit(server, chromium, "localhost", wanted, url=url, mode="open")
    if outcome != "close" or not has_wanted:
        sys.exit(f"not refused with 403: {outcome}")
    print("refused from the same page elsewhere")


def main(chromium, port, mode, *arguments):
    # `timeout` and `run` end this with SIGTERM, and the browser is to end with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with served(int(port)) as server:
        {"exchange": exchange, "origin": origin}[mode](server, chromium, *arguments)


main(*sys.argv[1:])
