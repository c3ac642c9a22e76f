"""Writes a table of the epochs."""

from __future__ import annotations

import csv
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
        self._header = True

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        with self._open("a" if self.append else "w") as file:
            self._header = file.tell() == 0
        self.keys = None

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        logs = logs or {}
        rows: list[list[Any]] = []
        if self.keys is None:
            self.keys = _columns(logs)
            rows += [["epoch", *self.keys]] if self._header else []
        rows.append([epoch, *(_cell(logs.get(key, "NA")) for key in self.keys)])
        with self._open("a") as file:  # not kept open: training may end by an error
            csv.writer(file, delimiter=self.separator).writerows(rows)

    def _open(self, mode: str) -> IO[str]:
        return open(self.filename, mode, newline="", encoding="utf-8")


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
