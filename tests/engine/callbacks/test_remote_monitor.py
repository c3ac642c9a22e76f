"""RemoteMonitor sends what a server can read, and training goes on without one."""

import json
import socket
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pytest

from engine import registry
from engine.callbacks import RemoteMonitor


@pytest.fixture
def server():
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802 (the library's name)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            received.append((self.path, dict(self.headers), body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    running = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}", received
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.mark.parametrize("as_json", [False, True])
def test_the_metrics_arrive(server, as_json):
    root, received = server
    monitor = RemoteMonitor(root, "/here", "metrics", {"X-Run": "7"}, send_as_json=as_json)
    monitor.on_epoch_end(2, {"loss": np.float32(0.5), "f1": np.array([0.25, 1.0])})
    path, headers, body = received[0]
    text = body if as_json else urllib.parse.parse_qs(body)["metrics"][0]
    assert json.loads(text) == {"epoch": 2, "loss": 0.5, "f1": [0.25, 1.0]}
    assert path == "/here"
    assert headers["X-Run"] == "7"
    assert ("json" in headers["Content-Type"]) is as_json


def test_a_missing_server_is_a_warning():
    with socket.socket() as place:  # a port that nothing listens at
        place.bind(("127.0.0.1", 0))
        monitor = RemoteMonitor(f"http://127.0.0.1:{place.getsockname()[1]}")
        with pytest.warns(UserWarning, match="RemoteMonitor could not send"):
            monitor.on_epoch_end(0, {"loss": 1.0})


def test_files_cannot_name_it_and_only_web_addresses_are_taken():
    with pytest.raises(ValueError, match="no callback called"):
        registry.get("callback", "RemoteMonitor")
    with pytest.raises(ValueError, match="http://"):
        RemoteMonitor("file:///etc")
