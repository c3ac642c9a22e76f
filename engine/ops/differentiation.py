"""Gradients of one's own, and derivatives along a direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.op import Call, Node, Op, apply
from engine.ops.creation import ones_like
from engine.ops.elementwise import add, multiply, stop_gradient
from engine.ops.reduce import sum as reduce_sum
from engine.tensor import Spec, Tensor, Variable, as_operand
from engine.tree import flatten, pack_like


class OwnGradient(Op):
    """The outputs of a function as they are, with a gradient that its author gives.

    Inputs are the outputs, then the function's arguments.
    """

    name = "custom_gradient"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return inputs[: attrs["outputs"]]

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(np.copyto, (out, value)) for out, value in zip(outs, ins, strict=False)]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        count, rule = node.attrs["outputs"], node.attrs["rule"]
        full = [
            multiply(o, 0.0) if g is None else g for g, o in zip(grads, node.outputs, strict=True)
        ]
        found = rule(*full)
        found = list(found) if isinstance(found, (list, tuple)) else [found]
        wanted = len(node.inputs) - count
        if len(found) != wanted:
            raise ValueError(
                f"custom_gradient: the function has {wanted} arguments, its gradient function "
                f"gave {len(found)} gradients."
            )
        return [None] * count + found


_OWN_GRADIENT = OwnGradient()


def custom_gradient(f: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose gradient its author gives.

    ``f(*args)`` returns its output and a function that takes the gradients of the outputs
    and returns those of the arguments.
    """

    def function(*args: Any) -> Any:
        operands = [as_operand(a) for a in args]
        output, rule = f(*(stop_gradient(a) for a in operands))
        leaves = flatten(output)
        found = apply(_OWN_GRADIENT, *leaves, *operands, outputs=len(leaves), rule=rule)
        return pack_like(output, list(found))

    return function


def jvp(fun: Callable[..., Any], primals: Any, tangents: Any, has_aux: bool = False) -> Any:
    """Return a function's value and its derivative along a direction.

    Args:
        fun: A function of tensors; with ``has_aux`` it gives (output, something else).
        primals: Where: one tensor per argument.
        tangents: The direction: as many, of the same shapes.
        has_aux: Whether to return the something else as a third result.
    """
    from engine.tape import GradientTape

    points = [_tensor(p) for p in primals]
    steps = [_tensor(t) for t in tangents]
    for point, step in zip(points, steps, strict=True):
        if point.shape != step.shape:
            raise ValueError(f"jvp: a direction of shape {step.shape} does not fit {point.shape}.")
    with GradientTape() as outer:
        with GradientTape() as inner:
            inner.watch(points)
            found = fun(*points)
            output, extra = found if has_aux else (found, None)
            leaves = flatten(output)
        seeds = [ones_like(leaf) for leaf in leaves]
        outer.watch(seeds)
        slopes = inner.gradient(leaves, points, seeds)
        total = None
        for slope, step in zip(slopes, steps, strict=True):
            if slope is not None:
                part = reduce_sum(multiply(slope, step))
                total = part if total is None else add(total, part)
    none = [multiply(leaf, 0.0) for leaf in leaves]
    raw = none if total is None else outer.gradient(total, seeds)
    along = pack_like(output, [n if r is None else r for r, n in zip(raw, none, strict=True)])
    return (output, along, extra) if has_aux else (output, along)


def _tensor(value: Any) -> Tensor:
    """A tensor of its own, which a tape can watch."""
    operand = as_operand(value)
    if isinstance(operand, Variable):
        return Tensor(operand.shape, operand.dtype, operand.array())
    if operand.value is None:
        return operand
    return Tensor(operand.shape, operand.dtype, operand.value)


__all__ = ["custom_gradient", "jvp"]
