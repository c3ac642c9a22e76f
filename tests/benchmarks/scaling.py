"""How the cost of a training step grows with the batch and with the number of layers."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
import workloads
from pictures import Chart
from tables import Table

import engine

BATCHES = [1, 4, 16, 64, 256, 1024]
LAYERS = [1, 3, 10, 30, 100, 300, 1000]
WORKLOADS = ["mnist_mlp", "mnist_cnn", "text_lstm"]
UNITS, BATCH = 32, 32


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--batches", type=int, nargs="*", default=BATCHES)
    parser.add_argument("--layers", type=int, nargs="*", default=LAYERS)


def run(options: argparse.Namespace) -> dict[str, Any]:
    by_batch = {name: [_batch(name, size) for size in options.batches] for name in WORKLOADS}
    return {
        "batches": options.batches,
        "by_batch": by_batch,
        "layers": options.layers,
        "by_layers": [_layers(count) for count in options.layers],
    }


def _best(run: Any, least: float = 0.3) -> float:
    """Seconds of the fastest of several runs."""
    run()
    fastest, spent, runs = np.inf, 0.0, 0
    while spent < least or runs < 3:
        begun = time.perf_counter()
        run()
        took = time.perf_counter() - begun
        fastest, spent, runs = min(fastest, took), spent + took, runs + 1
    return float(fastest)


def _batch(name: str, size: int) -> float:
    """Milliseconds of one step with batches of a size."""
    steps = max(1, 64 // size)
    job = workloads.make(name, engine, batch_size=size, steps=steps)

    def epoch() -> None:
        job.model.fit(job.x, job.y, batch_size=size, verbose=0)

    return _best(epoch) / steps * 1e3


def _layers(count: int) -> dict[str, float]:
    """Seconds to make a model of dense layers and to fit its first batch; ms of a step."""
    x = np.random.default_rng(1).random((BATCH * 8, UNITS), dtype=np.float32)
    begun = time.perf_counter()
    dense = [engine.layers.Dense(UNITS, activation="relu") for _ in range(count)]
    model = engine.Sequential([engine.Input((UNITS,)), *dense])
    model.compile("adam", "mse")
    made = time.perf_counter()
    model.fit(x[:BATCH], x[:BATCH], batch_size=BATCH, verbose=0)
    fitted = time.perf_counter()

    def epoch() -> None:
        model.fit(x, x, batch_size=BATCH, verbose=0)

    return {"make_s": made - begun, "first_s": fitted - made, "step_ms": _best(epoch) / 8 * 1e3}


def tables(result: dict[str, Any]) -> list[Table]:
    batch = Table(
        "A step by batch size: ms, and microseconds a sample",
        ["workload", *map(str, result["batches"])],
    )
    for name, found in result["by_batch"].items():
        batch.add(name, *(f"{ms:.2f}" for ms in found))
        each = zip(found, result["batches"], strict=True)
        batch.add("  a sample", *(f"{ms / size * 1e3:.1f}" for ms, size in each))
    layers = Table(
        f"A chain of dense layers of {UNITS}, batches of {BATCH}",
        ["layers", *map(str, result["layers"])],
    )
    rows = (
        ("make, ms", "make_s", 1e3),
        ("first fit, ms", "first_s", 1e3),
        ("step, ms", "step_ms", 1),
    )
    for label, key, factor in rows:
        layers.add(label, *(f"{d[key] * factor:.2f}" for d in result["by_layers"]))
    each = zip(result["by_layers"], result["layers"], strict=True)
    layers.add("step, µs a layer", *(f"{d['step_ms'] / n * 1e3:.1f}" for d, n in each))
    return [batch, layers]


def draw(result: dict[str, Any], folder: Path) -> list[Path]:
    batch = Chart("A training step by batch size", "samples in a batch", "ms")
    for name, found in result["by_batch"].items():
        batch.line(list(zip(map(float, result["batches"]), found, strict=True)), name)
    layers = Chart("A chain of dense layers", "layers", "ms")
    counts = list(map(float, result["layers"]))
    for label, key, factor in (
        ("make the model", "make_s", 1e3),
        ("first fit", "first_s", 1e3),
        ("one step", "step_ms", 1.0),
    ):
        values = [d[key] * factor for d in result["by_layers"]]
        layers.line(list(zip(counts, values, strict=True)), label)
    return [batch.save(folder / "by_batch.svg"), layers.save(folder / "by_layers.svg")]
