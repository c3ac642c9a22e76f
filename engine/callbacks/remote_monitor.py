"""Sends the metrics to a server."""

from __future__ import annotations

import json
import urllib.parse
import warnings
from typing import Any

import numpy as np

from engine.callbacks.callback import Callback

#: Seconds after which a server that does not answer is given up.
_PATIENCE = 10


class RemoteMonitor(Callback):
    """Sends the metrics of every epoch to a web server, by HTTP POST.

    It is for scripts only: no file can name it, so that opening somebody's project
    never makes the program talk to a server.

    Args:
        root: The server, for example "http://localhost:9000".
        path: Path on the server.
        field: Name of the form field that holds the metrics as JSON.
        headers: Further HTTP headers.
        send_as_json: Send the JSON itself instead of a form.
    """

    def __init__(
        self,
        root: str = "http://localhost:9000",
        path: str = "/publish/epoch/end/",
        field: str = "data",
        headers: dict[str, str] | None = None,
        send_as_json: bool = False,
    ) -> None:
        super().__init__()
        if urllib.parse.urlsplit(root).scheme not in ("http", "https"):
            raise ValueError(
                f"RemoteMonitor: 'root' must start with http:// or https://, got {root!r}."
            )
        self.root = root
        self.path = path
        self.field = field
        self.headers = headers
        self.send_as_json = send_as_json

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        from urllib.request import Request, urlopen  # loads the network's modules

        numbers = {name: _plain(value) for name, value in (logs or {}).items()}
        text = json.dumps({"epoch": epoch, **numbers})
        body = text if self.send_as_json else urllib.parse.urlencode({self.field: text})
        kind = "json" if self.send_as_json else "x-www-form-urlencoded"
        headers = {"Content-Type": f"application/{kind}", **(self.headers or {})}
        request = Request(self.root + self.path, body.encode(), headers)
        try:
            urlopen(request, timeout=_PATIENCE).close()
        except OSError as error:  # training goes on without the server
            warnings.warn(
                f"RemoteMonitor could not send the metrics to {self.root}: {error}", stacklevel=2
            )


def _plain(value: Any) -> Any:
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value
