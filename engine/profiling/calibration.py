"""Measuring the machine: small models of every family take a few real steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engine.profiling.machine import Machine, work_of
from engine.profiling.measuring import timed
from engine.profiling.trial import Trial, keep_on
from engine.random import separate_seeds

#: A compiled model with a batch of its data.
Sample = tuple[Any, Any, Any]

_STEPS = 5
_families: dict[str, Callable[[], Iterator[Sample]]] = {}


def family(make: Callable[[], Iterator[Sample]]) -> Callable[[], Iterator[Sample]]:
    """Make a function's samples a family under its name."""
    _families[make.__name__] = make
    return make


def families() -> list[str]:
    """Return the names of all families."""
    return list(_families)


def missing(machine: Machine) -> list[str]:
    """Return the families that were not measured yet."""
    return [name for name in _families if name not in machine.families]


def measure(machine: Machine, name: str, check: Callable[[], Any] = keep_on) -> None:
    """Measure one family; kernels that were never used are compiled by it.

    ``check`` is called between any two ops; it may raise to give up, and then nothing is
    taken note of.
    """
    found = []
    with separate_seeds():
        for model, x, y in _families[name]():
            with Trial(model, (x, y, None), len(x)) as trial:
                _, _, times = timed(trial, _STEPS, check)
                nodes = [node for node, _ in trial.plan.steps]
                found += [(n.op.name, work_of(n), s) for n, s in zip(nodes, times, strict=True)]
    for measured in found:
        machine.add(*measured)
    machine.families.append(name)


def calibrated(path: Path | None = None) -> Machine:
    """Return this machine's rates, from the file where they are kept; else measure them now."""
    machine = Machine.load(path) if path else Machine()
    wanted = missing(machine)
    for name in wanted:
        measure(machine, name)
    if wanted and path:
        machine.save(path)
    return machine


@family
def dense() -> Iterator[Sample]:
    """Products, dropout, losses and the updates of several optimizers, small and larger."""
    from engine import layers

    rules = (("rmsprop", 16, 16), ("adam", 64, 128), ("sgd", 512, 64), ("adam", 784, 512))
    for optimizer, inputs, units in rules:
        hidden = [layers.Dense(units, activation="relu"), layers.Dropout(0.3, seed=1)]
        chain = [*hidden, layers.Dense(units, activation="tanh"), layers.Dense(10, "softmax")]
        yield _classifier(chain, (inputs,), 64 if units < 512 else 128, optimizer)


@family
def images() -> Iterator[Sample]:
    """Convolutions of few and of many channels, pooling, normalisation."""
    from engine import layers

    for size, channels, filters in ((16, 1, 8), (28, 1, 16), (16, 16, 16), (14, 32, 64)):
        chain = [
            layers.Conv2D(filters, 3, padding="same", activation="relu"),
            layers.Conv2D(filters, 3, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.Activation("relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(filters, 1, strides=2),
            layers.GlobalAveragePooling2D(),
            layers.Dense(10, "softmax"),
        ]
        yield _classifier(chain, (size, size, channels), 32, "sgd")


@family
def series() -> Iterator[Sample]:
    """Words and recurrent layers."""
    from engine import layers

    # steps, words, numbers for each, units, batch
    sizes = ((20, 100, 8, 8, 32), (80, 500, 8, 32, 32), (50, 2000, 32, 64, 128),
             (60, 8000, 256, 32, 32))  # fmt: skip
    for steps, words, width, units, batch in sizes:
        for layer in (layers.LSTM, layers.GRU, layers.SimpleRNN):
            chain = [layers.Embedding(words, width), layer(units), layers.Dense(10, "softmax")]
            yield _classifier(chain, (steps,), batch, "rmsprop", words)


@family
def attention() -> Iterator[Sample]:
    """Products of many small matrices, layer normalisation, one-dimensional convolution."""
    import engine
    from engine import layers

    for steps, width in ((16, 16), (64, 64)):
        inputs = engine.Input((steps, width))
        x = layers.Conv1D(width, 3, padding="same", activation="gelu")(inputs)
        x = layers.LayerNormalization()(x + layers.MultiHeadAttention(4, width // 4)(x, x))
        model = engine.Model(inputs, layers.Dense(10)(layers.Flatten()(x)))
        model.compile("adam", "mse")
        yield model, _numbers(16, steps, width), _numbers(16, 10)


def _classifier(
    chain: list[Any], shape: tuple[int, ...], batch: int, optimizer: str, words: int = 0
) -> Sample:
    import engine

    dtype = "int32" if words else "float32"
    model = engine.Sequential([engine.Input(shape, dtype=dtype), *chain])
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    random = np.random.default_rng(1)
    x = random.integers(0, words, (batch, *shape)).astype(dtype) if words else None
    return model, _numbers(batch, *shape) if x is None else x, random.integers(0, 10, batch)


def _numbers(*shape: int) -> np.ndarray:
    return np.random.default_rng(2).standard_normal(shape, dtype=np.float32)
