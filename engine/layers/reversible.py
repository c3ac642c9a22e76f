"""An embedding that also works backwards, from vectors to scores for the words."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Bool, Float, Optional
from engine.layers.core import Embedding
from engine.layers.dtype import DType
from engine.param import param
from engine.registry import register

__all__ = [
    "ReversibleEmbedding",
]


@register("layer", family="core", hidden=True)
class ReversibleEmbedding(Embedding):
    """An Embedding that, called with reverse=True, gives every word's score for a vector.

    Formula: y[i] = table[x[i]]; reversed y = x · transposed table
    Shape: (batch, ...) to (batch, ..., output_dim); reversed the last axis becomes input_dim
    """

    tie_weights = param(Bool(), True, doc="Whether both directions share one table of vectors.")
    reverse_dtype = param(
        Optional(DType()), None, last=True, advanced=True, doc="Precision of the scores."
    )
    logit_soft_cap = param(
        Optional(Float(low=0, open_low=True)),
        None,
        last=True,
        advanced=True,
        doc="Keeps the scores between minus and plus this number; empty for no limit.",
    )

    def build(self, input_shape: Any) -> None:
        super().build(input_shape)
        if not self.tie_weights:
            self.reverse_embeddings = self.add_weight(
                (self.output_dim, self.input_dim),
                self.embeddings_initializer,
                name="reverse_embeddings",
            )

    def call(self, inputs: Any, reverse: bool = False) -> Any:
        if not reverse:
            y = super().call(inputs)
            y._keras_mask = super().compute_mask(inputs, None)
            return y
        table = ops.transpose(self.adapted()) if self.tie_weights else self.reverse_embeddings
        dtype = self.reverse_dtype or self.dtype
        scores = ops.matmul(ops.cast(inputs, dtype), ops.cast(table, dtype))
        if self.logit_soft_cap is None:
            return scores
        return ops.tanh(scores / self.logit_soft_cap) * self.logit_soft_cap

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """The call sets the mask: only it knows the direction."""
        return None
