"""Losses watched as metrics: cross-entropies, divergences and the hinge family."""

from __future__ import annotations

from typing import Any

from engine import losses, registry
from engine.kinds import Bool, Float, Int, Optional
from engine.metrics.reduction import FunctionMean, metric_name
from engine.param import param


def _from_logits() -> Any:
    return param(
        Bool(), False, last=True,
        doc="Whether the model's output has no softmax or sigmoid (raw scores).",
    )


def _smoothing() -> Any:
    return param(
        Float(low=0, high=1), 0, last=True, advanced=True,
        doc="Makes targets less certain: 0.1 turns a 1 into about 0.9; 0 leaves them.",
    )


def _axis() -> Any:
    return param(Int(), -1, last=True, advanced=True, hidden=True, doc="Axis of the classes.")


@registry.register("metric", aliases=("bce", "BCE"))
class BinaryCrossentropy(FunctionMean):
    """The cross-entropy of yes/no answers."""

    direction = "down"
    function = staticmethod(losses.binary_crossentropy)
    name = metric_name("binary_crossentropy")
    from_logits = _from_logits()
    label_smoothing = _smoothing()


@registry.register("metric")
class CategoricalCrossentropy(FunctionMean):
    """The cross-entropy of classes, for one-hot targets."""

    direction = "down"
    function = staticmethod(losses.categorical_crossentropy)
    name = metric_name("categorical_crossentropy")
    from_logits = _from_logits()
    label_smoothing = _smoothing()
    axis = _axis()


@registry.register("metric")
class SparseCategoricalCrossentropy(FunctionMean):
    """The cross-entropy of classes, for class numbers."""

    direction = "down"
    function = staticmethod(losses.sparse_categorical_crossentropy)
    name = metric_name("sparse_categorical_crossentropy")
    from_logits = _from_logits()
    ignore_class = param(
        Optional(Int()), None, last=True, advanced=True,
        doc="A class number whose samples do not count, for example -1 for unknown ones.",
    )
    axis = _axis()


@registry.register("metric", aliases=("kld", "KLD", "kullback_leibler_divergence"))
class KLDivergence(FunctionMean):
    """How far the predicted distribution is from the true one."""

    direction = "down"
    function = staticmethod(losses.kl_divergence)
    name = metric_name("kl_divergence")


@registry.register("metric")
class Poisson(FunctionMean):
    """The Poisson loss of predicted counts."""

    direction = "down"
    function = staticmethod(losses.poisson)
    name = metric_name("poisson")


@registry.register("metric")
class Hinge(FunctionMean):
    """By how much scores miss the margin of 1 or -1."""

    direction = "down"
    function = staticmethod(losses.hinge)
    name = metric_name("hinge")


@registry.register("metric")
class SquaredHinge(FunctionMean):
    """By how much scores miss the margin of 1 or -1, squared."""

    direction = "down"
    function = staticmethod(losses.squared_hinge)
    name = metric_name("squared_hinge")


@registry.register("metric")
class CategoricalHinge(FunctionMean):
    """By how much the right class's score misses a lead of 1, for one-hot targets."""

    direction = "down"
    function = staticmethod(losses.categorical_hinge)
    name = metric_name("categorical_hinge")
