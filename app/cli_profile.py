"""The command that tells what a training costs, layer by layer and as a whole."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app import environment
from app.cli_commands import read_with_data, snapshot_of
from app.terminal import say
from app.training import forecast, heat
from app.training.forecast import Rates
from engine.profiling import Estimate
from engine.profiling.report import size
from engine.profiling.trial import keep_on


def _tr(text: str) -> str:
    return QCoreApplication.translate("cli", text)


def profile(path: Path, as_json: bool = False) -> int:
    """Print what a step of a project's training costs; the project stays as it is."""
    record = read_with_data(path)
    snapshot = snapshot_of(record, path)
    found = heat.measure(snapshot, keep_on)
    rates = Rates(environment.cache_folder() / "machine.json")
    cost = forecast.forecast(snapshot, rates, keep_on)
    if as_json:
        estimate = {**asdict(cost), "epoch": cost.epoch, "epochs": record.setup.epochs}
        estimate = {k: None if v != v else v for k, v in estimate.items()}  # JSON knows no NaN
        print(json.dumps({"profile": found.profile.to_dict(), "estimate": estimate}, indent=1))
        return 0
    say(str(found.profile))
    print(estimate_text(cost, record.setup.epochs, record.setup.validation_freq))
    return 0


def estimate_text(cost: Estimate, epochs: int, validation_freq: int) -> str:
    """The time and memory of a training in one line."""
    memory = size(cost.memory.total)
    if math.isnan(cost.epoch):
        text = _tr("Training: time unknown, a step is too large to be tried; memory about {memory}")
        return text.format(memory=memory)
    text = _tr(
        "Training: about {epoch:.3g} s per epoch, {total:.3g} s for {epochs} epochs, memory about "
        "{memory}"
    )
    total = cost.seconds(epochs, validation_freq)
    return text.format(epoch=cost.epoch, total=total, epochs=epochs, memory=memory)
