"""Layers that keep numbers in a range that trains well."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Bool, Choice, Either, Float, Int, IntList
from engine.layers.batch_renorm import Renorm, follow
from engine.layers.layer import Layer
from engine.layers.weights import constraint, initializer, known_size, regularizer
from engine.ops.normalization import unit_length
from engine.ops.shapes import normalize_axes
from engine.param import Configurable, keras2_param, param
from engine.registry import register

__all__ = [
    "BatchNormalization",
    "GroupNormalization",
    "LayerNormalization",
    "RMSNormalization",
    "UnitNormalization",
]

EPSILON_DOC = "A small number added to the variance so that nothing is divided by zero."
CENTER_DOC = "Whether to add a trained offset (beta)."
SCALE_DOC = "Whether to multiply by a trained factor (gamma)."


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
class BatchNormalization(Renorm, Layer):
    """Shifts and scales every channel to mean 0 and deviation 1 over the batch.

    Formula: y = gamma · (x - mean) / sqrt(variance + epsilon) + beta
    Shape: unchanged
    """

    supports_masking = True
    gamma: Any
    beta: Any
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
        doc=EPSILON_DOC,
    )
    center = param(Bool(), True, doc=CENTER_DOC)
    scale = param(Bool(), True, doc=SCALE_DOC)
    beta_initializer = initializer("zeros", "offsets")
    gamma_initializer = initializer("ones", "factors")
    moving_mean_initializer = initializer("zeros", "remembered means")
    moving_variance_initializer = initializer("ones", "remembered variances")
    beta_regularizer = regularizer("offsets")
    gamma_regularizer = regularizer("factors")
    beta_constraint = constraint("offsets")
    gamma_constraint = constraint("factors")
    sample_variance = keras2_param(
        Bool(),
        False,
        True,
        "Whether the remembered variance of images and volumes is that of a sample, "
        "divided by one less, as Keras 2 kept it."
    )
    synchronized = param(
        Bool(),
        False,
        last=True,
        hidden=True,
        doc="Kept for Keras's files; a batch is never split over machines here.",
    )

    def build(self, input_shape: Any) -> None:
        rank = len(input_shape)
        if not -rank <= self.axis < rank:
            raise ValueError(f"axis {self.axis} does not exist in the shape {tuple(input_shape)}.")
        size = (known_size(input_shape, self.axis, f"size of axis {self.axis}"),)
        add_gamma_and_beta(self, size)
        self.moving_mean = self.add_weight(
            size, self.moving_mean_initializer, trainable=False, name="moving_mean"
        )
        self.moving_variance = self.add_weight(
            size, self.moving_variance_initializer, trainable=False, name="moving_variance"
        )
        if self.renorm:
            self.add_renorm_weights(size)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        if not self.renorm:  # Keras before 3.15 does not know them
            for name in Renorm.params:
                del config[name]
        return config

    def call(self, inputs: Any, training: bool = False, mask: Any = None) -> Any:
        x = self.as_float(inputs)
        rank = len(x.shape)
        axis = self.axis % rank
        weights = None if mask is None else _spread_mask(mask, x)
        if axis == rank - 1:
            return self._normalise(x, training, weights)
        order = [i for i in range(rank) if i != axis] + [axis]
        back = [order.index(i) for i in range(rank)]
        if weights is not None:
            weights = ops.transpose(weights, order)
        return ops.transpose(self._normalise(ops.transpose(x, order), training, weights), back)

    def _normalise(self, x: Any, training: bool, weights: Any) -> Any:
        size = self.moving_mean.shape
        gamma = ops.ones(size, x.dtype) if self.gamma is None else self.gamma
        beta = ops.zeros(size, x.dtype) if self.beta is None else self.beta
        if not training or not self.trainable:
            return _scaled(x, gamma, beta, self.moving_mean, self.moving_variance, self.epsilon)
        if self.renorm:
            return self._renormalise(x, weights, gamma, beta)
        y, mean, variance = self._by_batch(x, weights, gamma, beta)
        if self.sample_variance and len(x.shape) >= 4:
            variance = variance * _bessel(x)
        follow(self.moving_mean, mean, self.momentum)
        follow(self.moving_variance, variance, self.momentum)
        return y

    def _renormalise(self, x: Any, weights: Any, gamma: Any, beta: Any) -> Any:
        plain = ops.ones(gamma.shape, x.dtype), ops.zeros(beta.shape, x.dtype)
        y, mean, variance = self._by_batch(x, weights, *plain)
        r, d = self.corrections(mean, variance)
        self.remember(mean, variance)
        return (y * r + d) * gamma + beta

    def _by_batch(self, x: Any, weights: Any, gamma: Any, beta: Any) -> tuple[Any, Any, Any]:
        """The result, and the mean and variance of the batch that it is made with."""
        if weights is None:
            return ops.batch_norm(x, gamma, beta, self.epsilon)
        mean, variance = _masked_moments(x, weights)
        return _scaled(x, gamma, beta, mean, variance, self.epsilon), mean, variance


def _scaled(x: Any, gamma: Any, beta: Any, mean: Any, variance: Any, epsilon: float) -> Any:
    factor = gamma / ops.sqrt(variance + epsilon)
    return x * factor + (beta - mean * factor)


def _bessel(x: Any) -> Any:
    """N / (N - 1) for the numbers a channel has, as TensorFlow's fused kernel multiplies by."""
    count = ops.sum(ops.ones_like(x[..., 0]))
    return count / ops.maximum(count - 1.0, 1.0)


def _spread_mask(mask: Any, x: Any) -> Any:
    """1 where a number of x counts and 0 elsewhere; the mask has every axis but the last."""
    if len(mask.shape) != len(x.shape) - 1:
        raise ValueError(
            f"its mask of shape {tuple(mask.shape)} must have one axis less than its input of "
            f"shape {tuple(x.shape)}."
        )
    return ops.broadcast_to(ops.expand_dims(ops.cast(mask, x.dtype), -1), x.shape)


def _masked_moments(x: Any, weights: Any) -> tuple[Any, Any]:
    """Mean and variance over the positions that count (Keras 3 adds epsilon to their number)."""
    axes = tuple(range(len(x.shape) - 1))
    total = ops.sum(weights, axis=axes) + 1e-7
    mean = ops.sum(x * weights, axis=axes) / total
    variance = ops.sum(ops.square(x - mean) * weights, axis=axes) / total
    return mean, variance


def add_gamma_and_beta(layer: Any, shape: tuple[int, ...]) -> None:
    """Declare the trained factors and offsets a layer's arguments ask for."""
    layer.gamma = layer.beta = None
    if layer.scale:
        layer.gamma = layer.add_weight(
            shape,
            layer.gamma_initializer,
            name="gamma",
            regularizer=layer.gamma_regularizer,
            constraint=layer.gamma_constraint,
        )
    if layer.center:
        layer.beta = layer.add_weight(
            shape,
            layer.beta_initializer,
            name="beta",
            regularizer=layer.beta_regularizer,
            constraint=layer.beta_constraint,
        )


class ScaleAndOffset(Configurable):
    """Arguments of layers that normalise each sample by itself."""

    gamma: Any
    beta: Any
    epsilon = param(
        Float(0.0, open_low=True), 1e-3, last=True, advanced=True, doc=EPSILON_DOC
    )
    center = param(Bool(), True, last=True, doc=CENTER_DOC)
    scale = param(Bool(), True, last=True, doc=SCALE_DOC)
    beta_initializer = initializer("zeros", "offsets")
    gamma_initializer = initializer("ones", "factors")
    beta_regularizer = regularizer("offsets")
    gamma_regularizer = regularizer("factors")
    beta_constraint = constraint("offsets")
    gamma_constraint = constraint("factors")


def _axes() -> Any:
    return param(
        IntList(single=True),
        -1,
        advanced=True,
        doc="The axis, or axes, that are normalised together; -1 is the last.",
    )


def _sizes(shape: Any, axes: Any) -> tuple[int, ...]:
    """Sizes of the axes, in Keras's order: sorted as they are given, negative ones first."""
    normalize_axes(axes, len(shape))
    given = (axes,) if isinstance(axes, int) else sorted(axes)
    return tuple(known_size(shape, axis, f"size of axis {axis}") for axis in given)


def _spread(weight: Any, axes: tuple[int, ...], shape: Any) -> Any:
    """Bring a weight of some axes' sizes to a shape that meets a tensor's."""
    rank = len(shape)
    if axes == tuple(range(rank - len(axes), rank)) and len(axes) == 1:
        return weight
    return ops.reshape(weight, tuple(shape[i] if i in axes else 1 for i in range(rank)))


@register("layer", family="normalization")
class LayerNormalization(ScaleAndOffset, Layer):
    """Shifts and scales the features of every position to mean 0 and deviation 1.

    Formula: y = gamma · (x - mean) / sqrt(variance + epsilon) + beta
    Shape: unchanged
    """

    supports_masking = True
    axis = _axes()
    rms_scaling = param(
        Bool(),
        False,
        keyword_only=True,
        hidden=True,
        doc="Kept for older files: divide by the deviation only, and add no offset.",
    )

    def check_params(self) -> None:
        super().check_params()
        if self.rms_scaling:
            self.scale, self.center = True, False

    def build(self, input_shape: Any) -> None:
        add_gamma_and_beta(self, _sizes(input_shape, self.axis))

    def call(self, inputs: Any) -> Any:
        x = self.as_float(inputs)
        axes = normalize_axes(self.axis, len(x.shape))
        centred = x - ops.mean(x, axis=axes, keepdims=True)
        variance = ops.mean(ops.square(centred), axis=axes, keepdims=True)
        y = (x if self.rms_scaling else centred) / ops.sqrt(variance + self.epsilon)
        if self.gamma is not None:
            y = y * _spread(self.gamma, axes, x.shape)
        return y if self.beta is None else y + _spread(self.beta, axes, x.shape)


@register("layer", family="normalization")
class GroupNormalization(ScaleAndOffset, Layer):
    """Shifts and scales groups of channels of each sample to mean 0 and deviation 1.

    Formula: y = gamma · (x - mean of the group) / sqrt(variance of the group + epsilon) + beta
    Shape: unchanged
    """

    supports_masking = True
    starting = {"groups": 8}
    groups = param(
        Either(Int(low=1), Choice(-1)),
        32,
        doc="Number of groups the channels are split into; -1 makes each channel a group.",
    )
    axis = param(Axis(), -1, advanced=True, doc="The axis of the channels; -1 is the last.")

    def build(self, input_shape: Any) -> None:
        axis = normalize_axes(self.axis, len(input_shape))[0]
        channels = known_size(input_shape, axis, f"size of axis {axis}")
        if channels % self._count(channels):
            raise ValueError(
                f"its input of shape {tuple(input_shape)} has {channels} channels, which cannot "
                f"be split into {self.groups} groups of one size."
            )
        add_gamma_and_beta(self, (channels,))

    def _count(self, channels: int) -> int:
        return channels if self.groups == -1 else self.groups

    def call(self, inputs: Any) -> Any:
        x = self.as_float(inputs)
        rank, shape = len(x.shape), tuple(x.shape)
        axis = normalize_axes(self.axis, rank)[0]
        groups = self._count(shape[axis])
        split = (*shape[:axis], groups, shape[axis] // groups, *shape[axis + 1 :])
        grouped = ops.reshape(x, split)
        axes = tuple(i for i in range(1, rank + 1) if i != axis)
        centred = grouped - ops.mean(grouped, axis=axes, keepdims=True)
        variance = ops.mean(ops.square(centred), axis=axes, keepdims=True)
        y = ops.reshape(centred / ops.sqrt(variance + self.epsilon), shape)
        if self.gamma is not None:
            y = y * _spread(self.gamma, (axis,), shape)
        return y if self.beta is None else y + _spread(self.beta, (axis,), shape)


@register("layer", family="normalization")
class RMSNormalization(Layer):
    """Scales the features of every position to a mean square of 1, without shifting them.

    Formula: y = scale · x / sqrt(mean of x^2 + epsilon)
    Shape: unchanged
    """

    axis = _axes()
    epsilon = param(
        Float(0.0, open_low=True),
        1e-6,
        advanced=True,
        doc="A small number added to the mean square so that nothing is divided by zero.",
    )

    def build(self, input_shape: Any) -> None:
        sizes = _sizes(input_shape, self.axis)
        meeting = tuple(input_shape)[-len(sizes) :]
        if any(s not in (1, m) for s, m in zip(sizes, meeting, strict=True)):
            raise ValueError(
                f"its factors of shape {sizes}, the sizes of axis {self.axis}, meet the last axes "
                f"of its input of shape {tuple(input_shape)} (as in Keras), which are not alike. "
                "Normalise the last axes, and move others there with Permute."
            )
        self.scale = self.add_weight(sizes, "ones", name="scale")

    def call(self, inputs: Any) -> Any:
        x = self.as_float(inputs)
        axes = normalize_axes(self.axis, len(x.shape))
        square = ops.mean(ops.square(x), axis=axes, keepdims=True)
        y = x / ops.sqrt(square + self.epsilon)
        return y * self.scale  # Keras's factors always run along the last axes


@register("layer", family="normalization")
class UnitNormalization(Layer):
    """Brings every vector to length 1 and keeps its direction.

    Formula: y = x / sqrt(sum of x^2)
    Shape: unchanged
    """

    supports_masking = True
    axis = _axes()

    def call(self, inputs: Any) -> Any:
        x = self.as_float(inputs)
        return unit_length(x, normalize_axes(self.axis, len(x.shape)))
