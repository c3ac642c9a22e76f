"""Writes the metrics for TensorBoard."""

from __future__ import annotations

import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from engine import registry
from engine.callbacks.callback import Callback
from engine.callbacks.event_file import EventFile
from engine.callbacks.rates import logged_rates
from engine.kinds import Bool, Choice, Either, Int, PathText
from engine.param import param

Logs = dict[str, Any] | None
_OLDER = "Kept for Keras's signature: curves and histograms are written here."


@registry.register("callback")
class TensorBoard(Callback):
    """Writes the metrics of every epoch into a folder that TensorBoard shows as curves."""

    log_dir = param(PathText(allow_empty=False), "logs", doc="Folder for the files.")
    histogram_freq = param(
        Int(low=0), 0, advanced=True, unit="epochs",
        doc="After how many epochs to write how the weights are spread; 0 for never.",
    )
    write_graph = param(Bool(), True, hidden=True, doc=_OLDER)
    write_images = param(Bool(), False, hidden=True, doc=_OLDER)
    write_steps_per_second = param(
        Bool(), False, advanced=True,
        doc="Whether to write how many steps a second are done.",
    )
    update_freq = param(
        Either(Choice("epoch", "batch"), Int(low=1)), "epoch", advanced=True,
        doc="When to write: after each 'epoch', also each 'batch', or after this many batches.",
    )

    def take_extra(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        kwargs = dict(kwargs)
        kwargs.pop("profile_batch", None)
        kwargs.pop("embeddings_metadata", None)
        self._embeddings = bool(kwargs.pop("embeddings_freq", 0))
        return kwargs

    def check_params(self) -> None:
        super().check_params()
        if self.write_images or self._embeddings:
            warnings.warn(
                "TensorBoard: curves and histograms are written here, no images of weights and no "
                "embeddings.",
                stacklevel=3,
            )
        self._files: dict[str, EventFile] = {}
        self._steps = 0
        self._tested = 0
        self._started = (0.0, 0)

    def on_train_begin(self, logs: Logs = None) -> None:
        self._files = {}
        self._steps = 0

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        self._started = (time.perf_counter(), self._steps)

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        every = {"epoch": 0, "batch": 1}.get(self.update_freq, self.update_freq)
        if every and self._steps % every == 0:
            for name, value in (logs or {}).items():
                self._write("train", f"batch_{name}", value, self._steps)
        self._steps += 1

    def on_test_begin(self, logs: Logs = None) -> None:
        self._tested = int(self.model.optimizer.iterations)

    def on_test_end(self, logs: Logs = None) -> None:
        for name, value in (logs or {}).items():
            self._write("validation", f"evaluation_{name}_vs_iterations", value, self._tested)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        rates = logged_rates(self.model.optimizer)
        for name, value in {**(logs or {}), **rates}.items():
            part = "validation" if name.startswith("val_") else "train"
            self._write(part, f"epoch_{name.removeprefix('val_')}", value, epoch)
        if self.histogram_freq and epoch % self.histogram_freq == 0:
            self._write_weights(epoch)
        if self.write_steps_per_second:
            begun, steps = self._started
            speed = (self._steps - steps) / max(time.perf_counter() - begun, 1e-9)
            self._write("train", "epoch_steps_per_second", speed, epoch)

    def _write_weights(self, epoch: int) -> None:
        for layer in self.model.layers:
            for weight in layer.weights:
                self._file("train").histogram(f"{weight.path}/histogram", weight.numpy(), epoch)

    def _write(self, part: str, tag: str, value: Any, step: int) -> None:
        if not np.ndim(value):  # a curve shows single numbers
            self._file(part).scalar(tag, float(value), step)

    def _file(self, part: str) -> EventFile:
        if part not in self._files:
            self._files[part] = EventFile(Path(self.log_dir) / part)
        return self._files[part]
