"""Project files: ``.loom``.

A project file is a zip archive with these members and no others that matter:

``project.json`` (UTF-8)::

    {"format": "layerloom-project", "version": 1,
     "title": "", "notes": "",
     "graph": {"kind": "sequential" | "functional",
               "nodes": [{"id", "kind", "name", "params", "x", "y",
                          "shared_with"?, "is_output"?, "call"?}],
               "links": [{"id", "source", "target", "port", "from"?}]},
     "data": DataSpec.to_json() | null,
     "setup": TrainSetup.to_json(),
     "runs": [Run.to_json(), ...],
     "opened": Account.to_json()}  (only for a model read from a file of Keras)

``weights.h5`` (only for a trained project): see ``app.document.weights_file``.

Nothing in a file is executed, imported or unpickled. Whatever is wrong with
one ends in a single ``ProjectError``. Saving never harms the file that is
there: the new one is complete on the disk before it takes the old one's place.
"""

from __future__ import annotations

import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from app.data.errors import DataError
from app.data.spec import DataSpec
from app.document import weights_file
from app.document.account import Account
from app.document.graph_json import graph_from_json, graph_to_json
from app.document.record import ProjectRecord
from app.document.run import Run
from app.document.train_setup import TrainSetup
from app.document.words import fill, translate
from engine.saving.common.atomic import write_atomically
from engine.saving.common.errors import LoadError
from engine.saving.common.json_text import parse_json
from engine.saving.common.limits import MAX_TEXT
from engine.saving.files.members import check_names, read_bounded

SUFFIX = ".loom"
FORMAT = "layerloom-project"
VERSION = 1

_PROJECT, _WEIGHTS = "project.json", "weights.h5"

#: Most bytes of weights that are read.
_MOST_WEIGHTS = 8 * 2**30

#: Version -> function that turns its values into those of the next version.
_MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    RuntimeError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    MemoryError,
    DataError,
    OSError,
)


class ProjectError(Exception):
    """A project file that cannot be read or written.

    Attributes:
        path: The file.
        reason: What is wrong, for the user.
        advice: What to try.
    """

    def __init__(self, path: Path, reason: str, advice: str) -> None:
        super().__init__(f"{path}: {reason} {advice}")
        self.path = path
        self.reason = reason
        self.advice = advice


# -- reading --------------------------------------------------------------


def read(path: Path | str) -> ProjectRecord:
    """Read a project file.

    Raises:
        ProjectError: for whatever keeps it from being read.
    """
    path = Path(path)
    try:
        with open(path, "rb") as file:
            return _read(file, path)
    except OSError as error:
        raise _unreadable(path, error) from error


def _read(file: IO[bytes], path: Path) -> ProjectRecord:
    try:
        with zipfile.ZipFile(file) as archive:
            check_names(archive)
            names = archive.namelist()
            if _PROJECT not in names:
                raise _foreign(path)
            values = parse_json(read_bounded(archive, _PROJECT, MAX_TEXT))
            record = from_json(_known_format(values, path))
            if _WEIGHTS in names:
                content = read_bounded(archive, _WEIGHTS, _MOST_WEIGHTS)
                record.weights, record.optimizer = weights_file.read(content)
            return record
    except _DAMAGE as error:
        if _looks_like_zip(file):
            raise _damaged(path, error) from error
        raise _foreign(path) from error


def _looks_like_zip(file: IO[bytes]) -> bool:
    with suppress(OSError, ValueError):
        file.seek(0)
        return file.read(2) == b"PK"
    return False


def _known_format(values: Any, path: Path) -> dict[str, Any]:
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise _foreign(path)
    version = values.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ValueError(f"version {version!r:.80}")
    if version > VERSION:
        raise _too_new(path, version)
    return migrate(values)


def migrate(values: dict[str, Any]) -> dict[str, Any]:
    """Return a project's values in the form of the present version."""
    for version in range(values["version"], VERSION):
        values = {**_MIGRATIONS[version](values), "version": version + 1}
    return values


def from_json(values: dict[str, Any]) -> ProjectRecord:
    """Make a record of ``to_json``'s values (weights are not among them).

    Raises:
        ValueError, DataError: naming what is not as it should be.
    """
    data, runs = values.get("data"), values.get("runs", [])
    if not isinstance(runs, list) or not all(isinstance(run, dict) for run in runs):
        raise ValueError(f"runs: expected a list of objects, got {runs!r:.80}")
    for run in runs:
        Run.from_json(run)  # the record is kept as it is, for newer versions' keys
    setup = values.get("setup", {})
    if not isinstance(setup, dict):
        raise ValueError(f"setup: expected an object, got {setup!r:.80}")
    return ProjectRecord(
        graph=graph_from_json(values.get("graph")),
        data=None if data is None else DataSpec.from_json(data),
        setup=TrainSetup.from_json(setup),
        runs=runs,
        title=_text(values, "title"),
        notes=_text(values, "notes"),
        account=Account.from_json(values["opened"]) if values.get("opened") else None,
    )


def _text(values: dict[str, Any], key: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"{key}: expected a text, got {value!r:.80}")
    return value


# -- writing --------------------------------------------------------------


def to_json(record: ProjectRecord) -> dict[str, Any]:
    """A record's values for ``project.json``."""
    opened = {} if record.account is None else {"opened": record.account.to_json()}
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": record.title,
        "notes": record.notes,
        "graph": graph_to_json(record.graph),
        "data": None if record.data is None else record.data.to_json(),
        "setup": record.setup.to_json(),
        "runs": record.runs,
        **opened,
    }


def write(path: Path | str, record: ProjectRecord) -> None:
    """Write a project file, all or nothing; an existing one is replaced at the very end.

    Raises:
        ProjectError: when it cannot be written; what was there is unharmed.
    """
    path = Path(path)
    try:
        target = path.resolve()  # a link stays a link
        write_atomically(target, lambda beside: _write(beside, record))
        _sync_folder(target.parent)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise _unwritable(path, error) from error


def _write(file: str, record: ProjectRecord) -> None:
    text = json.dumps(to_json(record), ensure_ascii=False, indent=1)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_PROJECT, text.encode("utf-8"))
        if record.weights is not None:
            content = weights_file.write(record.weights, record.optimizer)
            # trained weights hardly shrink: storing them keeps autosaving fast
            archive.writestr(_WEIGHTS, content, zipfile.ZIP_STORED)


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself durable, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# -- what went wrong ------------------------------------------------------


def _unreadable(path: Path, error: OSError) -> ProjectError:
    reason = fill(translate("project", "The file cannot be read: %1."), error.strerror or error)
    if isinstance(error, FileNotFoundError):
        reason = translate("project", "There is no such file.")
    advice = translate("project", "Look whether it was moved and whether you may read it.")
    return ProjectError(path, reason, advice)


def _foreign(path: Path) -> ProjectError:
    return ProjectError(
        path,
        translate("project", "This is not a Layerloom project."),
        translate("project", "A Keras model (.keras, .h5, .json) is opened with Import."),
    )


def _damaged(path: Path, error: BaseException) -> ProjectError:
    return ProjectError(
        path,
        fill(translate("project", "The file is damaged or incomplete (%1)."), _short(error)),
        translate("project", "Copy it again from where it came from, or open a backup."),
    )


def _too_new(path: Path, version: int) -> ProjectError:
    text = translate(
        "project", "A newer Layerloom wrote this file (format %1, this one reads up to %2)."
    )
    return ProjectError(
        path,
        fill(text, version, VERSION),
        translate("project", "Update Layerloom to open it."),
    )


def _unwritable(path: Path, error: Exception) -> ProjectError:
    why = getattr(error, "strerror", None) or _short(error)
    return ProjectError(
        path,
        fill(translate("project", "The file cannot be written: %1."), why),
        translate("project", "Free some space or save to another folder; nothing was lost."),
    )


def _short(error: BaseException) -> str:
    text = " ".join(str(error).split())[:200]
    if type(error) in (ValueError, LoadError) or isinstance(error, DataError):
        return text  # our own words
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
