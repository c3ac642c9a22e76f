"""Activation functions as layers of their own."""

from __future__ import annotations

from typing import Any

from engine import activations, ops
from engine.kinds import Float, IntList, Optional
from engine.layers.layer import Layer
from engine.layers.weights import constraint, initializer, known_size, regularizer
from engine.param import param
from engine.registry import register

__all__ = [
    "ELU",
    "LeakyReLU",
    "PReLU",
    "ReLU",
    "Softmax",
]


@register("layer", family="activation")
class ReLU(Layer):
    """Turns negative values to zero; with limits and slopes of your choice.

    Formula: y = x above the threshold (at most max_value), else negative_slope · (x - threshold)
    Shape: unchanged
    """

    supports_masking = True
    max_value = param(Optional(Float(low=0)), None, doc="Upper limit of the result.")
    negative_slope = param(
        Optional(Float(low=0)), 0.0, doc="Slope below the threshold; 0 turns values to zero."
    )
    threshold = param(Optional(Float(low=0)), 0.0, doc="Values at or below it count as negative.")

    def check_params(self) -> None:
        super().check_params()
        self.negative_slope = self.negative_slope or 0.0
        self.threshold = self.threshold or 0.0

    def call(self, inputs: Any) -> Any:
        x = self.as_float(inputs)
        return activations.relu(x, self.negative_slope, self.max_value, self.threshold)


@register("layer", family="activation")
class LeakyReLU(Layer):
    """Like ReLU, but lets a part of negative values through.

    Formula: y = x if x > 0, else negative_slope · x
    Shape: unchanged
    """

    supports_masking = True
    renamed = {"alpha": "negative_slope"}
    negative_slope = param(Float(low=0), 0.3, doc="Slope below zero.")

    def call(self, inputs: Any) -> Any:
        return activations.leaky_relu(self.as_float(inputs), self.negative_slope)


@register("layer", family="activation")
class PReLU(Layer):
    """Like LeakyReLU, with slopes that are learned.

    Formula: y = x if x > 0, else alpha · x
    Shape: unchanged
    """

    supports_masking = True
    alpha_initializer = initializer("zeros", "slopes")
    alpha_regularizer = regularizer("slopes")
    alpha_constraint = constraint("slopes")
    shared_axes = param(
        Optional(IntList(single=True, low=1)),
        None,
        last=True,
        advanced=True,
        doc="Axes along which one slope serves all: [1, 2] after a Conv2D.",
    )

    def check_params(self) -> None:
        super().check_params()
        if isinstance(self.shared_axes, int):
            self.shared_axes = (self.shared_axes,)

    def build(self, input_shape: Any) -> None:
        shared = self.shared_axes or ()
        rank = len(input_shape)
        if any(axis >= rank for axis in shared):
            raise ValueError(
                f"shared_axes {list(shared)} do not exist in the shape {tuple(input_shape)}."
            )
        sizes = tuple(
            1 if axis in shared else known_size(input_shape, axis, f"size of axis {axis}")
            for axis in range(1, rank)
        )
        self.alpha = self.add_weight(
            sizes,
            self.alpha_initializer,
            name="alpha",
            regularizer=self.alpha_regularizer,
            constraint=self.alpha_constraint,
        )

    def call(self, inputs: Any) -> Any:
        x = self.as_float(inputs)
        return ops.relu(x) - self.alpha * ops.relu(ops.negative(x))


@register("layer", family="activation")
class ELU(Layer):
    """Like ReLU, but bends smoothly towards a negative limit.

    Formula: y = x if x > 0, else alpha · (e^x - 1)
    Shape: unchanged
    """

    supports_masking = True
    alpha = param(Float(), 1.0, doc="The limit it bends towards is -alpha.")

    def call(self, inputs: Any) -> Any:
        return activations.elu(self.as_float(inputs), self.alpha)


#: Stands for minus infinity: e to its power is 0, and it is still a number.
_EXCLUDED = -1e9


@register("layer", family="activation")
class Softmax(Layer):
    """Turns scores into probabilities that add up to 1; masked positions get 0.

    Formula: y = e^x_i / sum of e^x_j
    Shape: unchanged
    """

    supports_masking = True
    axis = param(
        IntList(single=True), -1, advanced=True, doc="Axis (or axes) over which they add up to 1."
    )

    def call(self, inputs: Any, mask: Any = None) -> Any:
        x = self.as_float(inputs)
        if mask is not None:
            _check_mask(mask, x)
        return masked_softmax(x, mask, self.axis)


def masked_softmax(x: Any, mask: Any, axis: Any) -> Any:
    """Softmax over an axis or several; positions where the mask is false get 0."""
    if mask is None:
        return _softmax(x, axis)
    y = _softmax(ops.where(mask, x, _EXCLUDED), axis)
    return ops.where(mask, y, 0.0)


def _softmax(x: Any, axis: Any) -> Any:
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    if len(axes) == 1:
        return activations.softmax(x, axis=axes[0])
    highest = ops.stop_gradient(ops.max(x, axis=axes, keepdims=True))
    weights = ops.exp(x - highest)
    return weights / ops.sum(weights, axis=axes, keepdims=True)


def _check_mask(mask: Any, x: Any) -> None:
    """Refuse a mask that does not stretch over the scores, as Keras does."""
    sizes = zip(mask.shape[::-1], x.shape[::-1], strict=False)
    fits = len(mask.shape) <= len(x.shape) and all(
        m in (1, s) or m is None or s is None for m, s in sizes
    )
    if not fits:
        raise ValueError(
            f"its mask of shape {tuple(mask.shape)} does not stretch over scores of shape "
            f"{tuple(x.shape)}."
        )
