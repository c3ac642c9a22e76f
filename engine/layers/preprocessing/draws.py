"""Where random layers take their numbers from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine import ops
from engine.ops.host import computed
from engine.random import SeedGenerator, draw_seed, stream
from engine.tensor import Tensor, Variable


class Draws:
    """Random numbers of one layer; every call gives new ones, at once or within a trace."""

    def __init__(self, state: Variable) -> None:
        self.state = state

    @classmethod
    def of(cls, seed: Any, state: Variable) -> Draws:
        """The draws of a seed (a number or a generator), by default of the layer's state."""
        if seed is None:
            return cls(state)
        number = seed.next() if isinstance(seed, SeedGenerator) else int(seed)
        return cls(ops.key_state(draw_seed(number)))

    def uniform(
        self, shape: Sequence[Any], low: float = 0.0, high: float = 1.0, dtype: str = "float32"
    ) -> Tensor:
        """Numbers from [low, high)."""
        return ops.uniform(ops.draw_key(self.state), shape, dtype) * (high - low) + low

    def normal(self, shape: Sequence[Any], dtype: str = "float32") -> Tensor:
        """Normal numbers of mean 0 and deviation 1."""
        return ops.normal(ops.draw_key(self.state), shape, dtype)

    def chance(self, batch: Any, low: float, high: float) -> Tensor:
        """For each sample whether it is one of a share of all, itself between low and high."""
        share = self.uniform((batch,), low, high)
        return ops.less(self.uniform((batch,)), share)

    def whole(self, shape: Sequence[Any], low: int, high: int) -> Tensor:
        """Whole numbers from low to high - 1, int32."""
        number = ops.floor(self.uniform(shape, float(low), float(high)))
        return ops.cast(ops.minimum(number, float(high - 1)), "int32")

    def made(
        self,
        make: Callable[[np.random.Generator], Any],
        shape: Sequence[Any],
        dtype: str = "float32",
    ) -> Tensor:
        """What a function makes with a generator of NumPy's."""
        key = ops.draw_key(self.state)
        return computed(
            lambda k: np.asarray(make(stream(int(k[0]), int(k[1])))), key, shape=shape, dtype=dtype
        )

    def beta(self, alpha: Any, batch: Any) -> Tensor:
        """Numbers from the Beta distribution with both parameters alpha, one a sample."""
        key = ops.draw_key(self.state)

        def make(k: np.ndarray, a: np.ndarray, one: np.ndarray) -> np.ndarray:
            return stream(int(k[0]), int(k[1])).beta(float(a), float(a), one.shape)

        return computed(make, key, alpha, _one_each(batch), shape=(batch,), dtype="float32")

    def order(self, batch: Any) -> Tensor:
        """The numbers from 0 to batch - 1 in another order, int32."""
        key = ops.draw_key(self.state)

        def make(k: np.ndarray, one: np.ndarray) -> np.ndarray:
            return stream(int(k[0]), int(k[1])).permutation(len(one))

        return computed(make, key, _one_each(batch), shape=(batch,), dtype="int32")


def _one_each(batch: Any) -> Any:
    """Ones for every sample: they tell a function how many there are."""
    return ops.ones((batch,), "float32") if batch is not None else np.ones(1, "float32")
