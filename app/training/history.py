"""Questions one asks of several training runs. Knows no Qt."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.document.run import Run


def base_names(runs: Iterable[Run]) -> list[str]:
    """Names without ``val_``, one chart for each, in the order of ``in_order``."""
    return in_order(name for run in runs for name in run.names())


def in_order(names: Iterable[str]) -> list[str]:
    """Names of logs without ``val_``, each once: loss first, the learning rate last."""
    once = dict.fromkeys(name.removeprefix("val_") for name in names)
    return sorted(once, key=lambda name: (name in ("lr", "learning_rate"), name != "loss"))


def smooth(values: Sequence[float], weight: float) -> list[float]:
    """Exponential moving average, corrected for its start; ``weight`` 0 changes nothing.

    The rule of TensorBoard's smoothing; values that are not finite stay as they are.
    """
    if weight <= 0.0:
        return list(values)
    total, share, result = 0.0, 0.0, []
    for value in values:
        if math.isfinite(value):
            total = total * weight + (1.0 - weight) * value
            share = share * weight + (1.0 - weight)
            value = total / share
        result.append(value)
    return result


def write_csv(path: Path | str, runs: Sequence[tuple[str, Run]]) -> None:
    """Write (name, run) pairs, one line per epoch: run, epoch, then every log by name.

    Numbers are written so that reading them gives the same float.
    """
    names = list(dict.fromkeys(name for _, run in runs for name in run.names()))
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["run", "epoch", *names])
        for title, run in runs:
            for number, logs in enumerate(run.epochs, run.first_epoch + 1):
                values = [repr(float(logs[name])) if name in logs else "" for name in names]
                writer.writerow([title, number, *values])
