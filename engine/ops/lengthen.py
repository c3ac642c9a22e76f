"""Making axes longer: repeating elements, upsampling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.ops.casting import as_float
from engine.ops.elementwise import cast
from engine.ops.resample import WEIGHTS, Interpolate, Repeat, RepeatEach, Rule, resample
from engine.ops.shape import reshape
from engine.ops.shapes import WHOLE, normalize_axes
from engine.tensor import Tensor, as_operand

METHODS = ("nearest", *WEIGHTS)


def repeat(x: Any, repeats: Any, axis: int | None = None) -> Tensor:
    """Return x with each element along an axis repeated.

    Args:
        x: A tensor.
        repeats: How many times; one number, or one for each element.
        axis: By default x is laid out in one row first.
    """
    x = as_operand(x)
    if axis is None:
        x, axis = reshape(x, (-1,)), 0
    place = normalize_axes(axis, x.ndim)[0]
    times = [int(repeats)] if isinstance(repeats, WHOLE) else [int(r) for r in repeats]
    if min(times) < 0:
        raise ValueError(f"repeat: repeats must not be negative, got {repeats}.")
    rule: Rule = Repeat(times[0]) if len(times) == 1 else RepeatEach(tuple(times))
    return resample(x, place, rule)


def upsample(
    x: Any, factors: Sequence[int], interpolation: str = "nearest", axis: int = 1
) -> Tensor:
    """Return x with consecutive axes, from ``axis`` on, a whole number of times longer."""
    if interpolation == "nearest":
        for place, factor in enumerate(factors, axis):
            x = resample(x, place, Repeat(factor))
        return x
    rules = {i: Interpolate(interpolation, factor=f) for i, f in enumerate(factors, axis)}
    return interpolated(x, rules)


def interpolated(x: Any, rules: dict[int, Interpolate]) -> Tensor:
    """Apply a rule to each of some axes; whole numbers come back in their own type."""
    x = as_operand(x)
    for rule in rules.values():
        if rule.method not in METHODS:
            raise ValueError(
                f"resize: interpolation must be one of {', '.join(METHODS)}, got {rule.method!r}."
            )
    y = as_float(x)
    for axis, rule in rules.items():
        y = resample(y, axis, rule)
    return y if y.dtype == x.dtype else cast(y, x.dtype)
