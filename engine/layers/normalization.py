"""Layers that keep numbers in a range that trains well."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Bool, Float, IntList
from engine.layers.layer import Layer
from engine.layers.weights import constraint, initializer, known_size, regularizer
from engine.param import param
from engine.registry import register


class Axis(IntList):
    """One axis; older files write it as a list of one."""

    def __init__(self) -> None:
        super().__init__(single=True)

    def validate(self, value: Any) -> int:
        checked = super().validate(value)
        if isinstance(checked, tuple):
            if len(checked) != 1:
                raise ValueError("Only one axis can be normalised.")
            return checked[0]
        return checked

    def describe(self) -> str:
        return "a whole number, the axis of the channels"


@register("layer", family="normalization")
class BatchNormalization(Layer):
    """Shifts and scales every channel to mean 0 and deviation 1 over the batch.

    Formula: y = gamma · (x - mean) / sqrt(variance + epsilon) + beta
    Shape: unchanged
    """

    supports_masking = True
    axis = param(Axis(), -1, advanced=True, doc="The axis of the channels; -1 is the last.")
    momentum = param(
        Float(0.0, 1.0),
        0.99,
        doc="How slowly the remembered mean and variance follow the batches.",
    )
    epsilon = param(
        Float(0.0, open_low=True),
        1e-3,
        advanced=True,
        doc="A small number added to the variance so that nothing is divided by zero.",
    )
    center = param(Bool(), True, doc="Whether to add a trained offset (beta).")
    scale = param(Bool(), True, doc="Whether to multiply by a trained factor (gamma).")
    beta_initializer = initializer("zeros", "offsets")
    gamma_initializer = initializer("ones", "factors")
    moving_mean_initializer = initializer("zeros", "remembered means")
    moving_variance_initializer = initializer("ones", "remembered variances")
    beta_regularizer = regularizer("offsets")
    gamma_regularizer = regularizer("factors")
    beta_constraint = constraint("offsets")
    gamma_constraint = constraint("factors")

    def build(self, input_shape: Any) -> None:
        rank = len(input_shape)
        if not -rank <= self.axis < rank:
            raise ValueError(f"axis {self.axis} does not exist in the shape {tuple(input_shape)}.")
        size = (known_size(input_shape, self.axis, f"size of axis {self.axis}"),)
        self.gamma = self.beta = None
        if self.scale:
            self.gamma = self.add_weight(
                size,
                self.gamma_initializer,
                name="gamma",
                regularizer=self.gamma_regularizer,
                constraint=self.gamma_constraint,
            )
        if self.center:
            self.beta = self.add_weight(
                size,
                self.beta_initializer,
                name="beta",
                regularizer=self.beta_regularizer,
                constraint=self.beta_constraint,
            )
        self.moving_mean = self.add_weight(
            size, self.moving_mean_initializer, trainable=False, name="moving_mean"
        )
        self.moving_variance = self.add_weight(
            size, self.moving_variance_initializer, trainable=False, name="moving_variance"
        )

    def call(self, inputs: Any, training: bool = False, mask: Any = None) -> Any:
        x = self.as_float(inputs)
        rank = len(x.shape)
        axis = self.axis % rank
        if axis == rank - 1:
            return self._normalise(x, training, mask)
        order = [i for i in range(rank) if i != axis] + [axis]
        back = [order.index(i) for i in range(rank)]
        return ops.transpose(self._normalise(ops.transpose(x, order), training, mask), back)

    def _normalise(self, x: Any, training: bool, mask: Any) -> Any:
        size = self.moving_mean.shape
        gamma = ops.ones(size, x.dtype) if self.gamma is None else self.gamma
        beta = ops.zeros(size, x.dtype) if self.beta is None else self.beta
        if not training or not self.trainable:
            return _scaled(x, gamma, beta, self.moving_mean, self.moving_variance, self.epsilon)
        if mask is None:
            y, mean, variance = ops.batch_norm(x, gamma, beta, self.epsilon)
        else:
            mean, variance = _masked_moments(x, mask)
            y = _scaled(x, gamma, beta, mean, variance, self.epsilon)
        keep = self.momentum
        self.moving_mean.assign(self.moving_mean * keep + ops.stop_gradient(mean) * (1 - keep))
        self.moving_variance.assign(
            self.moving_variance * keep + ops.stop_gradient(variance) * (1 - keep)
        )
        return y


def _scaled(x: Any, gamma: Any, beta: Any, mean: Any, variance: Any, epsilon: float) -> Any:
    factor = gamma / ops.sqrt(variance + epsilon)
    return x * factor + (beta - mean * factor)


def _masked_moments(x: Any, mask: Any) -> tuple[Any, Any]:
    """Mean and variance over the positions that count (Keras 3 adds epsilon to their number)."""
    weights = ops.cast(mask, x.dtype)
    while len(weights.shape) < len(x.shape):
        weights = ops.expand_dims(weights, -1)
    axes = tuple(range(len(x.shape) - 1))
    weights = ops.broadcast_to(weights, (*x.shape[:-1], 1))
    total = ops.sum(weights, axis=axes) + 1e-7
    mean = ops.sum(x * weights, axis=axes) / total
    variance = ops.sum(ops.square(x - mean) * weights, axis=axes) / total
    return mean, variance
