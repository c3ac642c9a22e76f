"""Dot-product attention."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dtypes import floating, promote
from engine.ops.activation import softmax
from engine.ops.einsum import einsum
from engine.ops.elementwise import absolute, add, cast, divide, logical_and, multiply, where
from engine.tensor import Tensor, as_operand


def dot_product_attention(
    query: Any,
    key: Any,
    value: Any,
    bias: Any = None,
    mask: Any = None,
    scale: float | None = None,
    is_causal: bool = False,
    flash_attention: bool | None = None,
    attn_logits_soft_cap: float | None = None,
) -> Tensor:
    """Return softmax(query key' * scale + bias) value, for every head by itself.

    Args:
        query: (batch, time, heads, depth).
        key: (batch, steps, heads, depth).
        value: (batch, steps, heads, depth of the values).
        bias: Added to the scores, shape (batch, heads, time, steps) or what fits to it.
        mask: True where a step may be looked at, of the same shape.
        scale: 1 / sqrt(depth) by default.
        is_causal: Whether only steps up to the time itself may be looked at.
        flash_attention: Must not be True; there is one way to compute it here.
        attn_logits_soft_cap: Draws scores s to s / (1 + |s| / cap).
    """
    if flash_attention:
        raise ValueError("dot_product_attention: there is no flash attention here; leave it None.")
    parts = [as_operand(t) for t in (query, key, value)]
    for name, part in zip(("query", "key", "value"), parts, strict=True):
        if part.ndim != 4:
            raise ValueError(
                "dot_product_attention: expected (batch, time, heads, depth), got the shape "
                f"{part.shape} for {name}."
            )
    dtype = floating(promote(promote(parts[0].dtype, parts[1].dtype), parts[2].dtype))
    query, key, value = (cast(p, dtype) for p in parts)
    factor = 1.0 / math.sqrt(query.shape[-1]) if scale is None else scale
    scores = multiply(einsum("btnh,bsnh->bnts", query, key), factor)
    if attn_logits_soft_cap is not None:
        scores = divide(scores, add(divide(absolute(scores), attn_logits_soft_cap), 1.0))
    if bias is not None:
        scores = add(scores, cast(as_operand(bias, like=scores), dtype))
    allowed = _allowed(mask, is_causal, scores.shape[2:])
    if allowed is not None:
        scores = where(allowed, scores, float(-0.7 * np.finfo(dtype).max))
    return einsum("bnts,bsnh->btnh", softmax(scores), value)


def _allowed(mask: Any, is_causal: bool, shape: tuple[Any, ...]) -> Any:
    """Where a time may look at a step; None for everywhere."""
    allowed = None if mask is None else cast(mask, "bool")
    if not is_causal:
        return allowed
    past = np.tri(shape[0] or 1, shape[1] or 1, dtype=bool)
    return as_operand(past) if allowed is None else logical_and(allowed, past)


__all__ = ["dot_product_attention"]
