"""Milliseconds per training step of every example, and real Keras on the same if installed.

    python tests/benchmarks/fit_step.py [--keras]

Both train the exported architecture on the same arrays in one run; the figure
is the best of three epochs after a first one that compiles.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("KERAS_BACKEND", "jax")

from app.document.examples import examples, open_example
from app.training import recipe


def milliseconds(model: Any, x: Any, y: Any, batch_size: int) -> float:
    """Return the best epoch's time per step."""
    first = x[0] if isinstance(x, list) else x
    steps = -(-len(first) // batch_size)
    best = float("inf")
    for epoch in range(4):
        started = time.perf_counter()
        model.fit(x, y, batch_size=batch_size, epochs=1, verbose=0)
        if epoch:
            best = min(best, time.perf_counter() - started)
    return best / steps * 1000


def measure(key: str, with_keras: bool) -> str:
    record = open_example(key)
    snapshot = recipe.Snapshot(record.graph, record.setup, record.data)  # type: ignore[arg-type]
    material = recipe.gather(snapshot)
    model = recipe.make_model(snapshot)[0].model
    x = recipe.ordered(material.prepared.x, material.inputs)
    y = recipe.ordered(material.prepared.y, material.outputs)
    ours = milliseconds(model, x, y, record.setup.batch_size)
    line = f"{key:22} {ours:8.3f} ms/step"
    if with_keras:
        import keras

        theirs = keras.models.model_from_json(model.to_json())
        other = milliseconds(theirs, x, y, record.setup.batch_size)
        line += f"   Keras on {keras.backend.backend()} {other:8.3f}   ratio {other / ours:5.2f}"
    return line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keras", action="store_true", help="time real Keras beside it")
    options = parser.parse_args()
    for example in examples():
        print(measure(example.key, options.keras), flush=True)


if __name__ == "__main__":
    main()
