"""Goes on with a training that was interrupted."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from engine import registry
from engine.callbacks.callback import Callback
from engine.kinds import Bool, Choice, Either, Int, PathText
from engine.param import param

_WEIGHTS, _PLACE = "latest.weights.h5", "training_metadata.json"
Logs = dict[str, Any] | None


@registry.register("callback", hidden=True)
class BackupAndRestore(Callback):
    """Keeps the state of the training in a folder and goes on from there after a crash."""

    backup_dir = param(PathText(allow_empty=False), doc="Folder for the backup, used by it alone.")
    save_freq = param(
        Either(Choice("epoch"), Int(low=1)), "epoch",
        doc="When to save: after each 'epoch', or after this many batches.",
    )
    double_checkpoint = param(
        Bool(), False, doc="Whether the backup before the last one is kept beside it."
    )
    delete_checkpoint = param(
        Bool(), True, doc="Whether the backup is deleted when training ends in order."
    )

    def check_params(self) -> None:
        super().check_params()
        self._epoch = 0
        self._batch = 0
        self._since = 0

    def _path(self, name: str) -> Path:
        return Path(self.backup_dir).expanduser() / name

    def on_train_begin(self, logs: Logs = None) -> None:
        if not self.model.built:
            raise ValueError(
                "BackupAndRestore needs a model whose input shape is known: give it an Input "
                "layer, or call it on a batch before fit()."
            )
        for ending in ("", ".bkp"):
            weights, place = self._path(_WEIGHTS + ending), self._path(_PLACE + ending)
            if not (weights.exists() and place.exists()):
                continue
            try:
                epoch = int(json.loads(place.read_text(encoding="utf-8"))["epoch"])
                self._load(weights)
            except (OSError, ValueError, KeyError):
                if ending or not self._path(_WEIGHTS + ".bkp").exists():
                    raise
                continue  # the last backup is damaged: the one before it may not be
            self.model._initial_epoch = epoch
            return

    def _load(self, path: Path) -> None:
        optimizer = self.model.optimizer
        if optimizer is not None and not optimizer.built:
            optimizer.build(self.model.trainable_weights)
        if path.suffix != ".bkp":
            self.model.load_weights(str(path))
            return
        plain = self._path("restored.weights.h5")  # weights are known by this ending
        try:
            shutil.copyfile(path, plain)  # a crash from here on must find the backup again
            self.model.load_weights(str(plain))
        finally:
            plain.unlink(missing_ok=True)

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        self._epoch, self._batch = epoch, 0

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        self._epoch, self._batch = epoch + 1, 0
        if self.save_freq == "epoch":
            self._save()

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        self._batch = batch
        self._since += 1
        if self.save_freq != "epoch" and self._since >= self.save_freq:
            self._since = 0
            self._save()

    def _save(self) -> None:
        weights, place = self._path(_WEIGHTS), self._path(_PLACE)
        weights.parent.mkdir(parents=True, exist_ok=True)
        if self.double_checkpoint and weights.exists() and place.exists():
            os.replace(weights, self._path(_WEIGHTS + ".bkp"))
            os.replace(place, self._path(_PLACE + ".bkp"))
        self.model.save_weights(str(weights), overwrite=True)
        from engine.saving.common.atomic import (
            write_atomically,  # saving knows models, models callbacks
        )

        text = json.dumps({"epoch": self._epoch, "batch": self._batch})
        write_atomically(place, lambda path: _write(path, text))

    def on_train_end(self, logs: Logs = None) -> None:
        if not self.delete_checkpoint:
            return
        for name in (_WEIGHTS, _PLACE, _WEIGHTS + ".bkp", _PLACE + ".bkp"):
            self._path(name).unlink(missing_ok=True)
        folder = self._path("")
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _write(path: str, text: str) -> None:
    Path(path).write_text(text, encoding="utf-8")
