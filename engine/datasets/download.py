"""Fetching one file over https, with its size and checksum checked."""

from __future__ import annotations

import hashlib
import os
import tempfile
import urllib.request
from pathlib import Path
from typing import IO, Any
from urllib.error import URLError
from urllib.parse import urlsplit

_MOST_BYTES = 1 << 30
_CHUNK = 1 << 20
_SECONDS = 30


def download(origin: str, path: Path, sha256: str | None = None) -> None:
    """Fetch a file; either all of it stands at ``path`` afterwards or nothing.

    Raises:
        FileNotFoundError: when it cannot be fetched; says what to do.
        ValueError: for an address without https, another checksum or too many bytes.
    """
    _require_https(origin)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            _fetch(origin, file, sha256, path)
        os.replace(part, path)
    except (URLError, TimeoutError, ConnectionError) as error:
        reason = getattr(error, "reason", error)
        raise FileNotFoundError(
            f"The data set's file {path} is not there and cannot be fetched ({reason}). "
            f"Connect to the network, or fetch {origin} on another computer and put it there."
        ) from None
    finally:
        Path(part).unlink(missing_ok=True)


def _fetch(origin: str, file: IO[bytes], sha256: str | None, path: Path) -> None:
    digest, size = hashlib.sha256(), 0
    opener = urllib.request.build_opener(SecureRedirects)
    with opener.open(origin, timeout=_SECONDS) as answer:
        while chunk := answer.read(_CHUNK):
            size += len(chunk)
            if size > _MOST_BYTES:
                raise ValueError(f"{origin} is larger than {_MOST_BYTES} bytes; it is not fetched.")
            digest.update(chunk)
            file.write(chunk)
    if sha256 is not None and digest.hexdigest() != sha256:
        raise ValueError(
            f"What {origin} gave has the checksum {digest.hexdigest()} instead of {sha256}: it is "
            f"damaged or was exchanged, and is not kept as {path}. Try again later."
        )


class SecureRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to https only."""

    def redirect_request(self, *args: Any) -> Any:
        _require_https(args[-1])
        return super().redirect_request(*args)


def _require_https(address: str) -> None:
    if urlsplit(address).scheme != "https":
        raise ValueError(f"Data sets are fetched over https only, not from {address}.")
