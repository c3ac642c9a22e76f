"""Writes a table of the epochs."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from typing import IO, Any

import numpy as np

from engine import registry
from engine.callbacks.callback import Callback
from engine.kinds import Bool, PathText, Text
from engine.param import param


@registry.register("callback")
class CSVLogger(Callback):
    """Writes the metrics of every epoch into a CSV file, a row for each epoch."""

    filename = param(PathText(allow_empty=False), doc="File to write, for example training.csv.")
    separator = param(Text(allow_empty=False), ",", doc="Character between two columns.")
    append = param(
        Bool(), False, doc="Whether to add to the file if it exists, instead of replacing it."
    )

    def check_params(self) -> None:
        super().check_params()
        if len(self.separator) != 1:
            raise ValueError(
                f"CSVLogger: 'separator' must be a single character, got {self.separator!r}."
            )
        self.keys: list[str] | None = None
        self._file: IO[str] | None = None
        self._writer: Any = None
        self._header = True

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        self._close()
        self._header = not (
            self.append and os.path.exists(self.filename) and os.path.getsize(self.filename)
        )
        self._file = open(  # noqa: SIM115 (closed at the end of training)
            self.filename, "a" if self.append else "w", newline="", encoding="utf-8"
        )
        self.keys = None

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        logs = logs or {}
        if self._file is None:
            return
        if self.keys is None:
            self.keys = _columns(logs)
            self._writer = csv.writer(self._file, delimiter=self.separator)
            if self._header:
                self._writer.writerow(["epoch", *self.keys])
        self._writer.writerow([epoch, *(_cell(logs.get(key, "NA")) for key in self.keys)])
        self._file.flush()

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        self._close()

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = self._writer = None


def _columns(logs: dict[str, Any]) -> list[str]:
    """Names in alphabetical order; columns for a validation that may start later."""
    names = sorted(logs)
    if not any(name.startswith("val_") for name in names):
        names += [f"val_{name}" for name in names]
    return names


def _cell(value: Any) -> Any:
    if isinstance(value, (str, float, int)) or not isinstance(value, Iterable):
        return value
    if isinstance(value, np.ndarray) and value.ndim == 0:
        return value
    return f'"[{", ".join(map(str, value))}]"'
