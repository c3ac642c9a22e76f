"""Masking: marks the steps of a sequence that hold no data."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Float
from engine.layers.layer import Layer
from engine.param import param
from engine.registry import register

__all__ = [
    "Masking",
]


@register("layer", family="core")
class Masking(Layer):
    """Tells later layers to skip the steps whose numbers all equal one value.

    Formula: step t is skipped if x[t] = mask value in all features; such steps become 0
    Shape: (batch, steps, features) unchanged
    """

    supports_masking = True
    mask_value = param(Float(), 0.0, doc="The number that fills steps without data.")

    def call(self, inputs: Any) -> Any:
        shown = ops.any(ops.not_equal(inputs, self.mask_value), axis=-1, keepdims=True)
        return ops.where(shown, inputs, ops.zeros_like(inputs))

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        return ops.any(ops.not_equal(inputs, self.mask_value), axis=-1)
