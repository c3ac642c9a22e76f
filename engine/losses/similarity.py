"""Losses that compare directions, distributions and embeddings."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops, registry
from engine.config import epsilon
from engine.kinds import Bool, Float, Int
from engine.losses.loss import Loss
from engine.losses.reduction import as_float
from engine.losses.regression import loss_name, paired
from engine.param import param
from engine.tensor import Tensor, as_operand

#: Stands for the logarithm of 0.
_NOTHING = -1e9


def unit(x: Any, axis: int) -> Tensor:
    """Return vectors scaled to length 1; a vector of zeros stays one."""
    length = ops.sqrt(ops.maximum(ops.sum(ops.square(x), axis=axis, keepdims=True), epsilon() ** 2))
    return ops.divide(x, length)


def cosine(name: str, y_true: Any, y_pred: Any, axis: int) -> Tensor:
    """Return the cosine of the angle between vectors: 1 for the same direction."""
    y_true, y_pred = paired(name, y_true, y_pred)
    return ops.sum(ops.multiply(unit(y_true, axis), unit(y_pred, axis)), axis=axis)


def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> Tensor:
    """Return minus the cosine of the angle between the vectors along an axis."""
    return ops.negative(cosine("cosine_similarity", y_true, y_pred, axis))


def kl_divergence(y_true: Any, y_pred: Any) -> Tensor:
    """Return the sum of y_true ln(y_true / y_pred) over the last axis."""
    pair = paired("kl_divergence", y_true, y_pred)
    y_true, y_pred = (ops.clip(y, epsilon(), 1.0) for y in pair)
    return ops.sum(ops.multiply(y_true, ops.log(ops.divide(y_true, y_pred))), axis=-1)


def circle(
    y_true: Any,
    y_pred: Any,
    ref_labels: Any = None,
    ref_embeddings: Any = None,
    remove_diagonal: bool = True,
    gamma: float = 80,
    margin: float = 0.4,
) -> Tensor:
    """Return the circle loss of embeddings: equal labels near, different ones apart.

    Sun et al. 2020, "Circle Loss: A Unified Perspective of Pair Similarity Optimization".

    Args:
        y_true: Class numbers, shape (batch,) or (batch, 1).
        y_pred: Embeddings of length 1, shape (batch, size).
        ref_labels: Class numbers to compare with; ``y_true`` by default.
        ref_embeddings: Embeddings to compare with; ``y_pred`` by default.
        remove_diagonal: Leave each sample's pair with itself out.
        gamma: Scale of the distances.
        margin: How far apart classes are to be.
    """
    y_pred = as_float(y_pred)
    refs = y_pred if ref_embeddings is None else as_float(ref_embeddings, y_pred.dtype)
    apart = ops.maximum(ops.subtract(1.0, ops.matmul(y_pred, ops.transpose(refs))), 0.0)
    same, other = _pairs(y_true, y_true if ref_labels is None else ref_labels, remove_diagonal)
    # Each pair weighs by how far it is from where it should be.
    near = ops.multiply(ops.add(apart, margin), ops.subtract(apart, margin))
    away = ops.multiply(
        ops.maximum(ops.subtract(1 + margin, apart), 0.0), ops.subtract(1 - margin, apart)
    )
    total = ops.add(
        _log_sum(ops.multiply(near, gamma), same), _log_sum(ops.multiply(away, gamma), other)
    )
    losses = ops.softplus(total)
    losses._keras_mask = ops.greater(losses, 0.0)
    return losses


def _pairs(labels: Any, refs: Any, remove_diagonal: bool) -> tuple[Any, Any]:
    """Return which pairs of samples share a label, and which do not: (batch, refs) each."""
    rows, columns = (ops.cast(as_operand(x), "int32") for x in (labels, refs))
    rows, columns = ops.reshape(rows, (-1, 1)), ops.reshape(columns, (1, -1))
    same = ops.equal(rows, columns)
    other = ops.logical_not(same)
    if remove_diagonal:
        same = ops.logical_and(same, np.eye(*same.shape) == 0)
    return same, other


def _log_sum(x: Any, kept: Any) -> Tensor:
    """Return ln(sum of e^x) over the kept elements of each row."""
    top = ops.stop_gradient(ops.max(ops.where(kept, x, _NOTHING), axis=1, keepdims=True))
    terms = ops.where(kept, ops.exp(ops.where(kept, ops.subtract(x, top), 0.0)), 0.0)
    some = ops.any(kept, axis=1)
    total = ops.where(some, ops.sum(terms, axis=1), 1.0)
    return ops.where(some, ops.add(ops.log(total), ops.squeeze(top, 1)), _NOTHING)


@registry.register("loss", aliases=("cosine_proximity",))
class CosineSimilarity(Loss):
    """For predicting directions: -1 where prediction and target point the same way, 1 opposite."""

    axis = param(Int(), -1, advanced=True, hidden=True, doc="Axis along which the vectors lie.")
    name = loss_name("cosine_similarity")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return cosine_similarity(y_true, y_pred, self.axis)

    def get_config(self) -> dict[str, Any]:
        # Keras leaves the axis out and forgets it; it accepts it where it matters.
        config = super().get_config()
        if self.axis == -1:
            del config["axis"]
        return config


@registry.register("loss", aliases=("kld", "KLD", "kullback_leibler_divergence"))
class KLDivergence(Loss):
    """For predicting probabilities of classes: how far two distributions are apart."""

    name = loss_name("kl_divergence")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return kl_divergence(y_true, y_pred)


@registry.register("loss")
class Circle(Loss):
    """For learning embeddings of length 1: brings equal classes together, others apart."""

    casts_targets = False

    gamma = param(Float(low=0, open_low=True), 80.0, doc="Scale of the distances between samples.")
    margin = param(Float(low=0, high=1), 0.4, doc="How far apart different classes are to be.")
    remove_diagonal = param(
        Bool(), True, advanced=True, doc="Whether to leave each sample's pair with itself out."
    )
    name = loss_name("circle")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return circle(
            y_true, y_pred, remove_diagonal=self.remove_diagonal, gamma=self.gamma,
            margin=self.margin,
        )
