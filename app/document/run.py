"""What is kept of a training run. Knows no Qt."""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

import numpy as np

from app.document.train_setup import TrainSetup, exactly

Logs = dict[str, float]

#: How a run came to its end: ``Run.ended``.
COMPLETED, STOPPED, EARLY, DIVERGED, INTERRUPTED = (
    "completed",
    "stopped",
    "early",
    "diverged",
    "interrupted",
)
ENDINGS = (COMPLETED, STOPPED, EARLY, DIVERGED, INTERRUPTED)


@dataclass
class Run:
    """One training run.

    Attributes:
        id: Unique.
        name: The person's name for it, "" for the automatic one.
        started: Local date and time, ISO 8601.
        epochs: One dict of numbers per finished epoch: loss, metrics, and the
            same with the prefix ``val_``.
        first_epoch: Epochs that went before, when it continued an earlier run.
        monitor: The number by which the best epoch was chosen, "" if none.
        best_epoch: Index into ``epochs``, or None.
        ended: One of the constants of this module.
        stopped_early: Why it ended before its last epoch, "" otherwise.
        seconds: Time spent on batches and validation, pauses left out.
        setup: ``TrainSetup.to_json()`` of what it was trained with.
        model_hash: Equal for equal graphs.
        test: Loss and metrics on the test part of the data, {} without one.
    """

    id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    name: str = ""
    started: str = field(default_factory=lambda: datetime.now().isoformat(timespec="seconds"))
    epochs: list[Logs] = field(default_factory=list)
    first_epoch: int = 0
    monitor: str = ""
    best_epoch: int | None = None
    ended: str = COMPLETED
    stopped_early: str = ""
    seconds: float = 0.0
    setup: dict[str, Any] = field(default_factory=dict)
    model_hash: str = ""
    test: Logs = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """A dict for ``json``; a number that is not finite becomes a string."""
        record = asdict(self)
        record["epochs"] = [_plain(logs) for logs in self.epochs]
        record["test"] = _plain(self.test)
        return record

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Run:
        """The inverse of ``to_json``; unknown keys of newer versions are left out.

        Raises:
            ValueError: for a record of another form.
        """
        known = {f.name for f in fields(cls)}
        given = {key: value for key, value in record.items() if key in known}
        try:
            for name, read in _READERS.items():
                if name in given:
                    given[name] = read(given[name])
            run = cls(**given)
            if run.best_epoch is not None and not 0 <= run.best_epoch < len(run.epochs):
                raise ValueError(run.best_epoch)
        except (TypeError, ValueError, AttributeError) as error:
            raise ValueError(f"not the record of a training run: {record!r:.80}") from error
        return run

    def names(self) -> list[str]:
        """All recorded names in order of appearance, ``val_`` ones included."""
        return list(dict.fromkeys(name for logs in self.epochs for name in logs))

    def series(self, name: str) -> tuple[list[int], list[float]]:
        """Epoch numbers from 1 and the values of one log, where it was recorded."""
        points = [
            (number, logs[name])
            for number, logs in enumerate(self.epochs, self.first_epoch + 1)
            if name in logs
        ]
        return [x for x, _ in points], [y for _, y in points]

    def choose_best(self, monitor: str = "", mode: str = "auto") -> None:
        """Set ``monitor`` and ``best_epoch``.

        Without a monitor that was recorded: the validation loss, else the loss.
        The first of equal epochs counts, as in Keras's EarlyStopping.
        """
        if monitor not in self.names():
            monitor, mode = next((n for n in ("val_loss", "loss") if n in self.names()), ""), "min"
        sign = -1.0 if larger_is_better(monitor, mode) else 1.0
        values = [sign * logs.get(monitor, math.nan) for logs in self.epochs]
        finite = [(value, index) for index, value in enumerate(values) if math.isfinite(value)]
        self.monitor = monitor
        self.best_epoch = min(finite)[1] if finite else None


def as_logs(values: Mapping[str, Any] | None) -> Logs:
    """What a loop of the engine logs as plain numbers; of a value per class the mean."""
    return {str(name): float(np.mean(value)) for name, value in (values or {}).items()}


def as_run(record: Run | Mapping[str, Any]) -> Run:
    """A Run from itself or from the record a project file holds."""
    return record if isinstance(record, Run) else Run.from_json(record)


def larger_is_better(monitor: str, mode: str = "auto") -> bool:
    """Keras's rule of ``EarlyStopping(mode="auto")``, for the metrics of this program."""
    if mode in ("min", "max"):
        return mode == "max"
    return any(part in monitor for part in ("acc", "auc", "precision", "recall", "f1"))


def _plain(logs: Logs) -> dict[str, float | str]:
    return {k: float(v) if math.isfinite(v) else str(float(v)) for k, v in logs.items()}


def _numbers(logs: Mapping[str, Any]) -> Logs:
    return {str(key): float(value) for key, value in logs.items()}


def _ending(value: Any) -> str:
    if value not in ENDINGS:
        raise ValueError
    return str(value)


def _setup(value: Any) -> dict[str, Any]:
    TrainSetup.from_json(exactly(dict)(value))
    return dict(value)


#: How each field of a record is checked; one that is missing has its default.
_READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("id", "name", "started", "monitor", "stopped_early"), exactly(str)),
    "model_hash": exactly(str),
    "first_epoch": exactly(int),
    "best_epoch": exactly(int, type(None)),
    "seconds": exactly(int, float),
    "setup": _setup,
    "ended": _ending,
    "epochs": lambda value: [_numbers(logs) for logs in exactly(list)(value)],
    "test": lambda value: _numbers(exactly(dict)(value)),
}
