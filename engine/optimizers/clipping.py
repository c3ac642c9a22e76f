"""Limits on gradients' lengths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import ops
from engine.tensor import Tensor


def clip_by_norm(gradient: Any, limit: float) -> Tensor:
    """Return a gradient shortened to at most ``limit``."""
    length = ops.sqrt(ops.sum(ops.square(gradient)))
    return ops.multiply(gradient, ops.divide(limit, ops.maximum(length, limit)))


def clip_by_global_norm(gradients: Sequence[Any], limit: float) -> list[Tensor]:
    """Return gradients scaled by one factor so that together they are at most ``limit`` long.

    A gradient that is not finite makes all of them NaN, so that it is noticed.
    """
    total: Any = None
    for gradient in gradients:
        square = ops.sum(ops.square(gradient))
        total = square if total is None else ops.add(total, square)
    length = ops.sqrt(total)
    factor = ops.divide(limit, ops.maximum(length, limit))
    factor = ops.add(factor, ops.subtract(length, length))
    return [ops.multiply(g, factor) for g in gradients]
