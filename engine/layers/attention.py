"""Attention with one head: scores between queries and keys, and a mean of values."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops
from engine.kinds import Bool, Choice, Float
from engine.layers.regularization import RandomLayer
from engine.layers.weights import known_size
from engine.param import param
from engine.registry import register

__all__ = [
    "AdditiveAttention",
    "Attention",
]

#: Taken from the score of a position that must not be looked at.
_EXCLUDED = 1e9


def causal_mask(queries: Any, keys: Any) -> Any:
    """(1, queries, keys): a query may look at keys up to its own position.

    None while a size is open: then only shapes are asked for.
    """
    if queries is None or keys is None:
        return None
    return np.tri(queries, keys, dtype=bool)[None]


def both(one: Any, other: Any) -> Any:
    """Both masks hold; one that is None does not restrict."""
    if one is None or other is None:
        return other if one is None else one
    return ops.logical_and(one, other)


@register("layer", family="attention")
class Attention(RandomLayer):
    """Every query collects the values whose keys are like it.

    Formula: y = softmax(query · key) · value
    Shape: [(batch, Tq, features), (batch, Tv, features)] to (batch, Tq, features of value)
    """

    inputs = "many"
    use_scale = param(Bool(), False, doc="Whether to multiply the scores by a trained number.")
    score_mode = param(
        Choice("dot", "concat"),
        "dot",
        doc="How query and key are compared: dot multiplies them, concat adds them inside a tanh.",
    )
    dropout = param(
        Float(0.0, 1.0, step=0.05),
        0.0,
        doc="Share of the scores that is switched off while training.",
    )

    def build(self, input_shape: Any) -> None:
        self._check_inputs(input_shape)
        self.scale = self.concat_score_weight = None
        if self.use_scale:
            self.scale = self.add_weight((), "ones", name="scale")
        if self.score_mode == "concat":
            self.concat_score_weight = self.add_weight((), "ones", name="concat_score_weight")

    def _check_inputs(self, shapes: Any) -> None:
        many = isinstance(shapes, (list, tuple)) and all(isinstance(s, tuple) for s in shapes)
        if not many or len(shapes) not in (2, 3):
            count = len(shapes) if many else 1
            raise ValueError(
                "it takes a list of two or three inputs, [query, value] or [query, value, key], "
                f"but gets {count}."
            )
        query, value, key = shapes[0], shapes[1], shapes[-1]
        alike = None in (query[-1], key[-1]) or query[-1] == key[-1]
        if not alike or any(len(s) < 3 for s in shapes):
            raise ValueError(
                "it needs inputs of the form (batch, steps, features), query and key with the "
                f"same features, but gets the shapes {' and '.join(map(str, shapes))}."
            )
        if None not in (value[-2], key[-2]) and value[-2] != key[-2]:
            raise ValueError(f"value {value} and key {key} must have as many steps as each other.")

    def call(
        self,
        inputs: Any,
        mask: Any = None,
        training: bool = False,
        return_attention_scores: bool = False,
        use_causal_mask: bool = False,
    ) -> Any:
        query, value, *rest = (self.as_float(x) for x in inputs)
        key = rest[0] if rest else value
        of_query, of_value = (mask[0], mask[1]) if mask else (None, None)
        scores = self.scores(query, key)
        allowed = None if of_value is None else ops.expand_dims(of_value, -2)
        if use_causal_mask:
            allowed = both(allowed, causal_mask(query.shape[-2], key.shape[-2]))
        if allowed is not None:
            scores = ops.where(allowed, scores, scores - _EXCLUDED)
        weights = ops.softmax(scores)
        if training and self.dropout > 0:
            weights = ops.dropout(weights, self.draw(), self.dropout)
        y = ops.matmul(weights, value)
        if of_query is not None:
            y = ops.where(ops.expand_dims(of_query, -1), y, 0.0)
        return (y, weights) if return_attention_scores else y

    def scores(self, query: Any, key: Any) -> Any:
        """(batch, Tq, Tv): how much each query is like each key."""
        if self.score_mode == "dot":
            turned = [*range(len(key.shape) - 2), len(key.shape) - 1, len(key.shape) - 2]
            found = ops.matmul(query, ops.transpose(key, turned))
            return found if self.scale is None else found * self.scale
        pairs = _pairs(query, key)
        summed = ops.sum(ops.tanh(pairs if self.scale is None else pairs * self.scale), axis=-1)
        return summed * self.concat_score_weight

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        return None if previous_mask is None else previous_mask[0]


def _pairs(query: Any, key: Any) -> Any:
    """The sum of every query with every key."""
    return ops.expand_dims(query, -2) + ops.expand_dims(key, -3)


@register("layer", family="attention")
class AdditiveAttention(Attention):
    """Every query collects values, compared by a small trained network instead of a product.

    Formula: y = softmax(sum of scale · tanh(query + key)) · value
    Shape: [(batch, Tq, features), (batch, Tv, features)] to (batch, Tq, features of value)
    """

    use_scale = param(Bool(), True, doc="Whether to weigh the features by trained numbers.")
    score_mode = None

    def build(self, input_shape: Any) -> None:
        self._check_inputs(input_shape)
        self.scale = None
        if self.use_scale:
            features = known_size(input_shape[0], -1, "last axis")
            self.scale = self.add_weight((features,), "glorot_uniform", name="scale")

    def scores(self, query: Any, key: Any) -> Any:
        """(batch, Tq, Tv): how much each query is like each key."""
        found = ops.tanh(_pairs(query, key))
        return ops.sum(found if self.scale is None else found * self.scale, axis=-1)
