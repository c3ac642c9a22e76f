"""Saves the model while it is trained."""

from __future__ import annotations

import os
import re
import string
import warnings
from typing import Any

import numpy as np

from engine import registry
from engine.callbacks.monitor import MonitorCallback, mode_param, monitor_param, verbose_param
from engine.kinds import Bool, Choice, Either, Float, Int, Optional, PathText
from engine.param import Param, param

#: A width or precision above this is a mistake or an attack on the memory.
_WIDEST = 99
_PERIOD = Param(Int(low=1), 1, doc="Kept for older scripts.")
_PERIOD.name = "period"


@registry.register("callback")
class ModelCheckpoint(MonitorCallback):
    """Saves the model or its weights after every epoch, or only the best one."""

    filepath = param(
        PathText(allow_empty=False),
        doc="File to write, ending in .keras, .h5 or .weights.h5; may hold {epoch} or {val_loss}.",
    )
    monitor = monitor_param()
    verbose = verbose_param("a file is written")
    save_best_only = param(
        Bool(), False, doc="Whether to save only when the watched value is the best so far."
    )
    save_weights_only = param(
        Bool(), False, doc="Whether to save the weights alone, into a file ending in .weights.h5."
    )
    mode = mode_param()
    save_freq = param(
        Either(Choice("epoch"), Int(low=1)), "epoch", advanced=True,
        doc="When to save: after each 'epoch', or after this many batches.",
    )
    initial_value_threshold = param(
        Optional(Float()), None, advanced=True,
        doc="The best value known from before; saving the best only starts from here.",
    )

    #: Epochs from one file to the next, as Keras 2's ``period`` gave them.
    _period = 1

    def take_extra(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        kwargs = dict(kwargs)
        if "period" in kwargs:
            self._period = _PERIOD.validate(kwargs.pop("period"), "ModelCheckpoint")
        return kwargs

    def check_params(self) -> None:
        super().check_params()
        self._epochs = 0
        self.best = self.initial_value_threshold
        self._epoch = 0
        self._batches = 0
        self._last_batch: int | None = None
        check_pattern(self.filepath)
        self._check_ending()

    def _check_ending(self) -> None:
        endings = (".weights.h5",) if self.save_weights_only else (".keras", ".h5")
        if not self.filepath.endswith(endings):
            what = "save_weights_only=True" if self.save_weights_only else "whole models"
            raise ValueError(
                f"ModelCheckpoint: with {what} 'filepath' must end in {' or '.join(endings)}, "
                f"got {self.filepath!r}."
            )

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        if self.save_freq != "epoch" and self._due(batch):
            self._save(self._epoch, batch, logs)

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        self._epochs += 1
        if self.save_freq == "epoch" and self._epochs >= self._period:
            self._epochs = 0
            self._save(epoch, None, logs)

    def _due(self, batch: int) -> bool:
        """Count batches across epochs; several may have passed since the last call."""
        restarted = self._last_batch is None or batch <= self._last_batch
        self._batches += batch + 1 if restarted else batch - self._last_batch  # type: ignore[operator]
        self._last_batch = batch
        if self._batches < self.save_freq:
            return False
        self._batches = 0
        return True

    def _save(self, epoch: int, batch: int | None, logs: dict[str, Any] | None) -> None:
        logs = logs or {}
        path = self._path(epoch, batch, logs)
        if not self._wanted(epoch, logs, path):
            return
        if os.path.isdir(path):
            raise IsADirectoryError(
                f"ModelCheckpoint: 'filepath' must name a file, but {path!r} is a folder."
            )
        folder = os.path.dirname(path)
        if folder:
            os.makedirs(folder, exist_ok=True)
        if self.save_weights_only:
            self.model.save_weights(path, overwrite=True)
        else:
            self.model.save(path, overwrite=True)
        self._say(epoch, f"finished saving model to {path}")

    def _wanted(self, epoch: int, logs: dict[str, Any], path: str) -> bool:
        if not self.save_best_only:
            self._say(epoch, f"saving model to {path}")
            return True
        current = self.watched(logs)
        if current is None:
            return True
        if np.ndim(current):
            warnings.warn(
                f"ModelCheckpoint: '{self.monitor}' is not one number but {current}; "
                "the model is saved each time.",
                stacklevel=2,
            )
            return True
        before = "None" if self.best is None else f"{self.best:.5f}"
        if not self.is_improvement(current, self.best):
            self._say(epoch, f"{self.monitor} did not improve from {before}")
            return False
        self._say(
            epoch,
            f"{self.monitor} improved from {before} to {current:.5f}, saving model to {path}",
        )
        self.best = current
        return True

    def _say(self, epoch: int, text: str) -> None:
        if self.verbose:
            print(f"\nEpoch {epoch + 1}: {text}")

    def _path(self, epoch: int, batch: int | None, logs: dict[str, Any]) -> str:
        fields = {"epoch": epoch + 1, **logs}
        if batch is not None:
            fields.setdefault("batch", batch + 1)
        try:
            return self.filepath.format(**fields)
        except KeyError as error:
            raise KeyError(
                f"ModelCheckpoint: 'filepath' {self.filepath!r} uses {{{error.args[0]}}}, which is "
                f"not known at this point. Known are: {', '.join(sorted(fields))}."
            ) from None


def check_pattern(pattern: str) -> None:
    """Raise ValueError unless a path pattern holds plain fields only.

    ``{name}`` and ``{name:.2f}`` are allowed. Attributes, indices, conversions
    and nested fields are not: a project file must not reach into objects.
    """
    try:
        fields = list(string.Formatter().parse(pattern))
    except ValueError as error:
        raise ValueError(
            f"ModelCheckpoint: 'filepath' {pattern!r} is no valid pattern: {error}. "
            "Write {{ and }} for braces that belong to the name."
        ) from None
    for _, name, spec, conversion in fields:
        if name is None:
            continue
        plain = name and not name.isdigit() and not set(name) & set(".[]!:{}")
        numbers = [int(n) for n in re.findall(r"\d+", spec or "")]
        if not plain or conversion or "{" in (spec or "") or max(numbers, default=0) > _WIDEST:
            raise ValueError(
                f"ModelCheckpoint: 'filepath' {pattern!r} may hold only plain fields such as "
                "{epoch}, {epoch:03d} or {val_loss:.2f}."
            )
