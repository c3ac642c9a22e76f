"""Seeds and random streams: one counter-based generator for everything.

Every stream is NumPy's Philox keyed by a seed, so a draw depends on its seed
and position alone, never on what else ran before or on which thread.
"""

from __future__ import annotations

import os
import random as python_random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from engine.dtypes import standardize_dtype
from engine.kinds import Int, Optional
from engine.tensor import Tensor

_MASK = (1 << 64) - 1
#: Seeds fit into a signed 64-bit integer, and so into JSON and HDF5.
_SEED_BITS = (1 << 62) - 1


def mix(value: int) -> int:
    """Return a 64-bit number that scatters neighbouring inputs (SplitMix64's finaliser)."""
    value = (value + 0x9E3779B97F4A7C15) & _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


def stream(seed: int, position: int = 0) -> np.random.Generator:
    """Return the random stream of a seed; ``position`` picks one of its independent parts."""
    key = np.array([seed & _MASK, position & _MASK], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key))


class SeedGenerator:
    """Gives a new seed at each call of ``next``, always the same ones for the same start.

    Args:
        seed: Where to start; None draws one from the global generator.
        name: Kept for Keras's signature.
    """

    def __init__(self, seed: int | None = None, name: str | None = None) -> None:
        if seed is not None and (isinstance(seed, bool) or not isinstance(seed, (int, np.integer))):
            raise ValueError(f"SeedGenerator: 'seed' must be a whole number or None, got {seed!r}.")
        self._given = None if seed is None else int(seed)
        self.name = name or "seed_generator"
        self.seed = draw_seed() if seed is None else int(seed)
        self.count = 0
        self._state: Any = None
        self._lock = threading.Lock()

    def next(self, ordered: bool = True) -> int:
        """Return the next seed, a number from 0 to 2**62 - 1."""
        with self._lock:
            count = self.count
            self.count += 1
        return mix(mix(self.seed & _MASK) ^ count) & _SEED_BITS

    @property
    def state(self) -> Any:
        """Seed and number of draws so far, which a compiled step reads and advances."""
        if self._state is None:
            from engine.ops.random import key_state

            self._state = key_state(mix(self.seed & _MASK) & _SEED_BITS)
        return self._state

    def get_config(self) -> dict[str, Any]:
        return {"seed": self._given, "name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> SeedGenerator:
        return cls(**config)


class _Global:
    """The generator that seeds whatever was given no seed."""

    def __init__(self) -> None:
        self.generator = SeedGenerator(int.from_bytes(os.urandom(7), "little"))
        self.seed: int | None = None


def draw_seed(seed: int | SeedGenerator | None = None) -> int:
    """Return ``seed`` itself, the next one of a generator, or a fresh one for None."""
    if isinstance(seed, SeedGenerator):
        return seed.next()
    if seed is None:
        return (_separate.generator or _global.generator).next()
    return int(seed)


class _Separate(threading.local):
    generator: SeedGenerator | None = None


_separate = _Separate()


@contextmanager
def separate_seeds() -> Iterator[None]:
    """Draw this thread's seeds from a generator of its own inside the block.

    For looking at layers (their shapes, their sizes) without changing the seeds
    of what is trained in the same process.
    """
    before = _separate.generator
    _separate.generator = SeedGenerator(0)
    try:
        yield
    finally:
        _separate.generator = before


def global_seed() -> int | None:
    """Return what ``set_random_seed`` was last given, None if it was not called."""
    return _global.seed


def set_random_seed(seed: int) -> None:
    """Make everything random that follows repeatable: the engine, NumPy and Python.

    Args:
        seed: A whole number from 0 to 2**32 - 1 (NumPy's range).
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or not 0 <= seed < 2**32:
        raise ValueError(
            f"set_random_seed expects a whole number from 0 to 4294967295, got {seed!r}."
        )
    python_random.seed(int(seed))
    np.random.seed(int(seed))
    _global.seed = int(seed)
    _global.generator = SeedGenerator(int(seed))


class Seed(Optional):
    """A whole number (NumPy's range), None for a new one each time, or a SeedGenerator."""

    def __init__(self) -> None:
        super().__init__(Int(low=0, high=2**32 - 1), none_label="random")

    def validate(self, value: Any) -> Any:
        if isinstance(value, dict) and value.get("class_name") == "SeedGenerator":
            return SeedGenerator.from_config(value["config"])
        return value if isinstance(value, SeedGenerator) else super().validate(value)

    def to_config(self, value: Any) -> Any:
        if not isinstance(value, SeedGenerator):
            return value
        return {
            "module": "keras.random",
            "class_name": "SeedGenerator",
            "config": value.get_config(),
            "registered_name": None,
        }


_global = _Global()


def _key(seed: Any) -> Any:
    """A key (seed, step) for one draw: of a number, or the next one of a generator.

    A compiled step draws anew each time it runs, unless the seed is a number.
    """
    from engine.op import is_tracing
    from engine.ops.random import draw_key

    if seed is None and is_tracing():
        seed = SeedGenerator(draw_seed())
    if isinstance(seed, SeedGenerator):
        return draw_key(seed.state)
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, (int, np.integer))):
        raise ValueError(f"seed must be a whole number, None or a SeedGenerator, got {seed!r}.")
    number = draw_seed() if seed is None else int(seed)
    return Tensor((2,), "uint64", np.array([number & _MASK, 0], np.uint64))


def _draw(name: str, seed: Any, shape: Any, dtype: Any, *parameters: Any) -> Tensor:
    """Numbers of a distribution of ``engine.ops.draws``."""
    from engine.ops import draws

    sizes = (shape,) if isinstance(shape, (int, np.integer)) else tuple(int(s) for s in shape)
    return draws.drawn(
        getattr(draws, name), _key(seed), sizes, standardize_dtype(dtype), *parameters
    )


def _scaled(values: Tensor, factor: Any, start: Any) -> Tensor:
    return values if factor == 1 and start == 0 else values * factor + start


def normal(
    shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Any = None
) -> Tensor:
    """Return normal numbers of a mean and a standard deviation."""
    return _scaled(_draw("NORMAL", seed, shape, dtype), stddev, mean)


def uniform(
    shape: Any, minval: float = 0.0, maxval: float = 1.0, dtype: Any = None, seed: Any = None
) -> Tensor:
    """Return numbers drawn evenly from [minval, maxval)."""
    if "int" in standardize_dtype(dtype):
        return randint(shape, int(minval), int(maxval), dtype, seed)
    return _scaled(_draw("UNIFORM", seed, shape, dtype), maxval - minval, minval)


def truncated_normal(
    shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Any = None
) -> Tensor:
    """Return normal numbers, those beyond two standard deviations drawn again."""
    return _scaled(_draw("TRUNCATED", seed, shape, dtype), stddev, mean)


def randint(shape: Any, minval: Any, maxval: Any, dtype: Any = "int32", seed: Any = None) -> Tensor:
    """Return whole numbers drawn evenly from minval up to, without, maxval."""
    if "float" in standardize_dtype(dtype):
        raise ValueError(f"randint gives whole numbers, not {dtype}.")
    return _draw("WHOLE", seed, shape, dtype, minval, maxval)


def gamma(shape: Any, alpha: Any, dtype: Any = None, seed: Any = None) -> Tensor:
    """Return numbers of gamma distributions of a shape ``alpha`` and the scale 1."""
    return _draw("GAMMA", seed, shape, dtype, alpha)


def beta(shape: Any, alpha: Any, beta: Any, dtype: Any = None, seed: Any = None) -> Tensor:
    """Return numbers of beta distributions."""
    return _draw("BETA", seed, shape, dtype, alpha, beta)


def binomial(
    shape: Any, counts: Any, probabilities: Any, dtype: Any = None, seed: Any = None
) -> Tensor:
    """Return how often something of a probability happens in so many trials."""
    return _draw("BINOMIAL", seed, shape, dtype, counts, probabilities)


def categorical(logits: Any, num_samples: int, dtype: Any = "int32", seed: Any = None) -> Tensor:
    """Return class numbers (batch, samples) drawn by scores (batch, classes)."""
    from engine.tensor import as_operand

    scores = as_operand(logits)
    if scores.ndim != 2:
        raise ValueError(f"categorical: expected scores (batch, classes), got {scores.shape}.")
    return _draw("CATEGORICAL", seed, (scores.shape[0], num_samples), dtype, scores)


def dropout(inputs: Any, rate: float, noise_shape: Any = None, seed: Any = None) -> Tensor:
    """Return inputs with a share of the elements zeroed and the others scaled up."""
    from engine import ops

    if not 0 <= rate <= 1:
        raise ValueError(f"dropout: the rate must be from 0 to 1, got {rate!r}.")
    return ops.dropout(inputs, _key(seed), rate, noise_shape)


def shuffle(x: Any, axis: int = 0, seed: Any = None) -> Tensor:
    """Return x with the slices along an axis in another order."""
    from engine.ops.draws import shuffled

    return shuffled(_key(seed), x, axis)


set_seed = set_random_seed  # TensorFlow's name
