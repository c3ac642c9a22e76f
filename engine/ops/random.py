"""Random ops. A key (seed, step) fixes every number, so a gradient can draw them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.kernels import random as kernels
from engine.op import Call, Node, Op, WithoutGradient, apply
from engine.ops.elementwise import cast, greater_equal, multiply
from engine.tensor import Spec, Tensor, Variable, as_operand


class Draw(WithoutGradient):
    """Copy a generator's state (seed, step) to a key, then advance the step."""

    name = "draw_key"
    mutates = (0,)

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec((2,), "uint64"),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_draw, (ins[0], outs[0]))]


def _draw(state: np.ndarray, key: np.ndarray) -> None:
    key[:] = state
    state[1] += np.uint64(1)


class Dropout(Op):
    """Zero elements with probability ``rate``, scale the others by 1 / (1 - rate).

    Linear in x, so its gradient is the same op with the same key.
    """

    name = "dropout"
    inplace = (0,)

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [kernels.dropout_call(ins[0], outs[0], attrs["rate"], ins[1])]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return apply(DROPOUT, grads[0], node.inputs[1], rate=node.attrs["rate"])[0], None


class Uniform(WithoutGradient):
    """Numbers from [0, 1)."""

    name = "uniform"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], attrs["dtype"]),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_uniform, (outs[0].reshape(-1), ins[0]))]


def _uniform(out: np.ndarray, key: np.ndarray) -> None:
    kernels.uniform(out, key[0], key[1], 0.0, 1.0)


class Normal(Uniform):
    """Numbers from the normal distribution of mean 0 and deviation 1."""

    name = "normal"

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_normal, (outs[0].reshape(-1), ins[0]))]


def _normal(out: np.ndarray, key: np.ndarray) -> None:
    kernels.normal(out, key[0], key[1])


_DRAW = Draw()
DROPOUT = Dropout()
_UNIFORM = Uniform()
_NORMAL = Normal()


def key_state(seed: int) -> Variable:
    """Return a generator's state for a layer: its seed and the number of draws so far."""
    return Variable(np.array([seed, 0], np.uint64), trainable=False, name="seed_generator_state")


def draw_key(state: Variable) -> Tensor:
    """Return the next key of a generator."""
    return apply(_DRAW, state)[0]


def dropout(
    x: Any, key: Any, rate: float, noise_shape: Sequence[int | None] | None = None
) -> Tensor:
    """Inverted dropout.

    Args:
        x: Any shape.
        key: From ``draw_key``; the same key drops the same elements.
        rate: Share of elements to drop, in [0, 1].
        noise_shape: Shape of the mask, repeated along axes of size 1; None
            entries take the size of x.
    """
    x = as_operand(x)
    if noise_shape is None:
        return apply(DROPOUT, x, key, rate=float(rate))[0]
    shape = tuple(s if n is None else n for n, s in zip(noise_shape, x.shape, strict=True))
    drawn = apply(_UNIFORM, key, shape=shape, dtype=x.dtype)[0]
    scale = 0.0 if rate >= 1 else 1.0 / (1.0 - rate)
    return multiply(x, multiply(cast(greater_equal(drawn, rate), x.dtype), scale))


def normal(key: Any, shape: Sequence[Any], dtype: str) -> Tensor:
    """Return normal numbers of mean 0 and deviation 1; the same key gives the same ones."""
    return apply(_NORMAL, key, shape=tuple(shape), dtype=dtype)[0]


def uniform(key: Any, shape: Sequence[Any], dtype: str) -> Tensor:
    """Return numbers evenly from [0, 1); the same key gives the same ones."""
    return apply(_UNIFORM, key, shape=tuple(shape), dtype=dtype)[0]
