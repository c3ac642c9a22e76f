"""Where the files of data sets lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

#: Where Keras keeps most of them.
STORAGE = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"


def home() -> Path:
    """Return Keras's folder of data sets: below ``KERAS_HOME`` or ``~/.keras``."""
    base = os.environ.get("KERAS_HOME")
    return (Path(base) if base else Path.home() / ".keras") / "datasets"


def local_file(name: str | os.PathLike[str], origin: str, sha256: str | None = None) -> Path:
    """Return the path of a file, fetching it first if it is not there.

    A file that is there is taken as it is, so that own files of the same form
    can be used; a fetched one must have the known checksum.

    Args:
        name: Path relative to ``home()``, or an absolute one.
        origin: Where it is fetched from, over https.
        sha256: Its checksum where one is known.

    Raises:
        FileNotFoundError: when it is not there and cannot be fetched; names the
            path and says what to do.
        ValueError: when what was fetched has another checksum.
    """
    path = home() / name
    if not path.exists():
        from engine.datasets.download import download  # loads the network's modules

        download(origin, path, sha256)
    return path


def damaged(path: os.PathLike[str] | str, why: Any) -> ValueError:
    """The error for a file that is not what it should be."""
    return ValueError(
        f"The file {path} cannot be read: {why}. Delete it and load the data set again, or put a "
        "sound copy there."
    )
