"""The last table that was read, kept until its source changes.

Training, judging and training again read the same data; a folder of thousands
of pictures should be read once. Only the computing thread comes here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from app.data.load import load, resolve
from app.data.spec import DataSpec, Table

#: What of a spec decides what is read; the rest is about splitting and scaling.
_SOURCE = ("kind", "name", "path", "options", "roles")

_last: tuple[str, Table] | None = None


def read(spec: DataSpec, base: Path | None) -> Table:
    """``app.data.load.load``, or the same table as before when its files are as they were.

    Raises:
        DataError: when it cannot be found or read.
    """
    global _last
    key = _fingerprint(spec, base)
    if _last is None or _last[0] != key:
        _last = None  # let go of the old one before the new one takes memory
        _last = (key, load(spec, base))
    return _last[1]


def forget() -> None:
    """Let go of the table."""
    global _last
    _last = None


def _fingerprint(spec: DataSpec, base: Path | None) -> str:
    record = spec.to_json()
    parts = [{name: record[name] for name in _SOURCE}]
    if spec.kind != "builtin":
        path = resolve(spec, base)
        parts.append({str(path): sorted(_stamps(path))})
    return json.dumps(parts, sort_keys=True, default=str)


def _stamps(path: Path) -> Iterator[tuple[str, int, int]]:
    """Name, time and size of a file, or of every file in a folder."""
    if path.is_file():
        found = path.stat()
        yield path.name, found.st_mtime_ns, found.st_size
        return
    for entry in os.scandir(path):
        if entry.is_dir():
            for name, time, size in _stamps(Path(entry.path)):
                yield f"{entry.name}/{name}", time, size
        else:
            found = entry.stat()
            yield entry.name, found.st_mtime_ns, found.st_size
