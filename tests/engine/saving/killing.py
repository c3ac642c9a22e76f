"""Saves models over older files in processes that are killed at random moments.

Arguments: a folder, the number of kills, a seed. The last line of the output is JSON: a list of
what was wrong, and how many of the saves were cut off, finished, and left remains.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

import engine as keras
from app.document import project_file
from app.document.drawing import graph_from_model
from app.document.record import ProjectRecord
from engine import layers

FORMS = ("m.keras", "m.h5", "m.weights.h5", "m.loom")


def model() -> Any:
    made = keras.Sequential([keras.Input((64,)), layers.Dense(256), layers.Dense(64)])
    made.compile("adam", "mse")
    made.optimizer.build(made.trainable_weights)
    return made


def save(made: Any, path: Path, value: float) -> None:
    """Write a file all of whose numbers are one value."""
    for weight in made.weights:
        weight.set_value(np.full(weight.shape, value, "float32"))
    if path.suffix == ".loom":
        kept = {layer.name: layer.get_weights() for layer in made.layers if layer.weights}
        project_file.write(path, ProjectRecord(graph=graph_from_model(made), weights=kept))
    elif ".weights." in path.name:
        made.save_weights(path)
    else:
        made.save(path)


def value_in(made: Any, path: Path) -> float:
    """The one value of a file's numbers; ValueError for several."""
    if path.suffix == ".loom":
        kept = project_file.read(path).weights or {}
        arrays = [array for weights in kept.values() for array in weights]
    elif ".weights." in path.name:
        made.load_weights(path)
        arrays = made.get_weights()
    else:
        arrays = keras.saving.load_model(path).get_weights()
    values = {float(v) for array in arrays for v in np.unique(array)}
    if len(values) != 1 or len(arrays) != 4:
        raise ValueError(f"{path.name} holds {len(arrays)} arrays of the values {values}")
    return values.pop()


def killed_while_saving(made: Any, path: Path, old: float, seconds: float) -> None:
    """Save a rising value over and over in a process that lives so many seconds."""
    process = os.fork()
    if process == 0:
        for step in range(1, 10**6):
            save(made, path, old + step)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def main() -> None:
    folder, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    rng = random.Random(seed)
    made, wrong, cut, finished = model(), [], 0, 0
    most = 0
    for name in FORMS:
        save(made, folder / name, 0.0)
    for kill in range(kills):
        path = folder / FORMS[kill % len(FORMS)]
        old = value_in(made, path)
        killed_while_saving(made, path, old, rng.uniform(0.0, 0.08))
        try:
            finished += int(value_in(made, path) - old)
        except Exception as error:
            wrong.append(f"{path.name}: {type(error).__name__}: {error}")
            save(made, path, old)
        remains = [n for n in os.listdir(folder) if n not in FORMS]
        cut += bool(remains)
        most = max(most, len(remains))
    for name in FORMS:
        save(made, folder / name, 0.0)
    left = [n for n in os.listdir(folder) if n not in FORMS]
    account = {"wrong": wrong, "cut": cut, "finished": finished, "most": most, "left": left}
    print(json.dumps(account))


if __name__ == "__main__":
    main()
