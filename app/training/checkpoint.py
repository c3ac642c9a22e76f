"""The state of a running training on disk, so that a kill loses at most a few seconds.

One file, ``training.npz``, in a folder of the caller's choice: the weights, the
optimizer's state and a JSON text with the run and what it was started with.
It is written beside its place, flushed and renamed, and removed when the
training ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.document.run import Run
from app.training import optimizer_state
from app.training.recipe import Snapshot, Weights, graph_hash, load_weights, weights_of

FILE_NAME = "training.npz"
VERSION = 1
#: Seconds between two writings.
INTERVAL = 5.0


@dataclass(frozen=True)
class RunState:
    """A training that did not come to its end.

    Attributes:
        run: Its history so far.
        model_hash: ``graph_hash`` of the graph it trained.
        project: The project's file, "" for one never saved.
        weights: After the last written epoch.
        optimizer: State of the optimizer, name -> array.
        file: Where it was found.
    """

    run: Run
    model_hash: str
    project: str
    weights: Weights
    optimizer: dict[str, np.ndarray]
    file: Path

    @property
    def epochs(self) -> int:
        return len(self.run.epochs)


class Checkpoint:
    """Writes one training's state at epoch ends; a ``Keeper`` for ``session.train``.

    Args:
        folder: Made when it does not exist.
        resume: A state to take up: its weights, optimizer and epochs.
    """

    def __init__(
        self, folder: Path, snapshot: Snapshot, project: str = "", resume: RunState | None = None
    ) -> None:
        self.file = folder / FILE_NAME
        self._model_hash = graph_hash(snapshot.graph)
        self._project = project
        self._resume = resume
        self._written = time.monotonic()

    def restore(self, model: Any, run: Run) -> int:
        state = self._resume
        if state is None or state.model_hash != self._model_hash:
            return 0
        load_weights(model, state.weights)
        optimizer_state.give(model, state.optimizer)
        run.epochs.extend(state.run.epochs)
        run.seconds = state.run.seconds
        return state.epochs

    def epoch_done(self, model: Any, run: Run) -> None:
        now = time.monotonic()
        if now - self._written >= INTERVAL:
            self.write(model, run)
            self._written = time.monotonic()

    def write(self, model: Any, run: Run) -> None:
        """Write now. A full disk does not end the training: the state is only a safety net."""
        arrays = {f"o/{name}": value for name, value in optimizer_state.take(model).items()}
        for name, values in weights_of(model).items():
            arrays.update({f"w/{name}/{i}": value for i, value in enumerate(values)})
        head = {
            "version": VERSION,
            "run": run.to_json(),
            "model": self._model_hash,
            "project": self._project,
        }
        arrays["head"] = np.frombuffer(json.dumps(head).encode(), np.uint8)
        with contextlib.suppress(OSError):
            _write(self.file, arrays)

    def close(self) -> None:
        """The training ended: there is nothing to recover any more."""
        discard(self.file.parent)


def pending(folder: Path) -> RunState | None:
    """Return the interrupted training a folder holds; None without one that can be read."""
    file = folder / FILE_NAME
    try:
        with open(file, "rb") as stream, np.load(stream, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        head = json.loads(arrays.pop("head").tobytes())
        if head["version"] != VERSION:
            return None
        run = Run.from_json(head["run"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    weights: Weights = {}
    for key in [k for k in arrays if k.startswith("w/")]:
        name = key[2:].rpartition("/")[0]
        weights.setdefault(name, []).append(arrays[key])
    state = {key[2:]: arrays[key] for key in arrays if key.startswith("o/")}
    return RunState(run, head["model"], head["project"], weights, state, file)


def discard(folder: Path) -> None:
    """Remove an interrupted training's file, if there is one."""
    with contextlib.suppress(OSError):
        (folder / FILE_NAME).unlink(missing_ok=True)


def _write(file: Path, arrays: dict[str, np.ndarray]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".part")
    try:
        with open(temporary, "wb") as stream:
            np.savez(stream, **arrays)  # type: ignore[arg-type]
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, file)
    finally:
        temporary.unlink(missing_ok=True)
