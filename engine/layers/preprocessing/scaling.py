"""Rescaling and Normalization: numbers brought to a range that trains well."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine import ops
from engine.config import epsilon
from engine.kinds import Bool, Either, Float, IntList, Optional
from engine.layers.layer import Layer
from engine.layers.preprocessing.arguments import Numbers
from engine.layers.preprocessing.batches import batches
from engine.param import param
from engine.registry import register

__all__ = [
    "Normalization",
    "Rescaling",
]


@register("layer", family="preprocessing")
class Rescaling(Layer):
    """Multiplies by a factor and adds an offset: 1/255 brings pixels to the range 0 to 1.

    Formula: y = scale · x + offset
    Shape: unchanged
    """

    starting = {"scale": 1 / 255}
    supports_masking = True
    scale = param(
        Either(Float(), Numbers()),
        doc="What every number is multiplied by; several numbers stand for the channels.",
    )
    offset = param(Either(Float(), Numbers()), 0.0, doc="What is added afterwards.")

    def call(self, inputs: Any) -> Any:
        x = self.as_float(inputs)
        return x * _constant(self.scale, x) + _constant(self.offset, x)


def _constant(value: Any, x: Any) -> Any:
    return value if isinstance(value, float) else np.asarray(value, x.dtype)


@register("layer", family="preprocessing", hidden=True)
class Normalization(Layer):
    """Brings every feature to mean 0 and deviation 1, by statistics of the data.

    Call ``adapt`` with the training data first, or give mean and variance.

    Formula: y = (x - mean) / max(sqrt(variance), epsilon)
    Shape: unchanged
    """

    supports_masking = True
    axis = param(
        Optional(IntList(single=True)),
        -1,
        doc="The axes whose entries have a mean of their own; none means one mean for all.",
    )
    mean = param(Optional(Either(Float(), Numbers())), None, doc="The means, where known.")
    variance = param(
        Optional(Either(Float(low=0), Numbers(low=0))), None, doc="The variances, where known."
    )
    invert = param(Bool(), False, doc="Whether to undo the normalisation instead.")

    def check_params(self) -> None:
        super().check_params()
        if (self.mean is None) != (self.variance is None):
            raise ValueError(
                f"Normalization: mean and variance must be given together, got mean={self.mean} "
                f"and variance={self.variance}."
            )
        if np.shape(self.mean) != np.shape(self.variance):
            raise ValueError(
                "Normalization: mean and variance must have the same shape, got "
                f"{np.shape(self.mean)} and {np.shape(self.variance)}."
            )
        if self.mean is not None and np.ndim(self.mean) > len(self._axes()):
            raise ValueError(
                f"Normalization: mean has {np.ndim(self.mean)} axes, but 'axis' names only "
                f"{len(self._axes())}."
            )

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {"axis": list(self._axes())}

    def _axes(self) -> tuple[int, ...]:
        if self.axis is None:
            return ()
        return (self.axis,) if isinstance(self.axis, int) else tuple(self.axis)

    def build(self, input_shape: Any) -> None:
        rank = len(input_shape)
        for a in self._axes():
            if not -rank <= a < rank:
                raise ValueError(f"axis {a} does not exist in the shape {tuple(input_shape)}.")
        self._kept = tuple(sorted(a % rank for a in self._axes()))
        sizes = tuple(input_shape[a] for a in self._kept)
        if None in sizes:
            raise ValueError(
                f"the sizes of the axes {self._kept} must be known, but the shape is "
                f"{tuple(input_shape)}."
            )
        self._broadcast = [input_shape[a] if a in self._kept else 1 for a in range(rank)]
        if self.mean is not None:
            return
        self.adapt_mean = self.add_weight(sizes, "zeros", trainable=False, name="mean")
        self.adapt_variance = self.add_weight(sizes, "ones", trainable=False, name="variance")
        self.count = self.add_weight((), "zeros", "int32", trainable=False, name="count")

    def adapt(self, data: Any) -> None:
        """Work out mean and variance from data, in one pass.

        Args:
            data: An array, a Dataset or another iterable of batches (of a tuple the
                first entry).
        """
        if self.mean is not None:
            raise ValueError(
                f"Normalization '{self.name}' was given its mean and variance; make it without "
                "them to adapt it to data."
            )
        total: Any = None
        for batch in batches(data):
            x = np.asarray(batch, np.float64)
            if not self.built:
                self._build((x.shape[0] if 0 in self._axes() else None, *x.shape[1:]))
            total = _merged(total, self._moments(x))
        if total is None:
            raise ValueError(f"Normalization '{self.name}': there are no data to adapt to.")
        self.adapt_mean.set_value(total[1])
        self.adapt_variance.set_value(total[2])

    def _moments(self, x: np.ndarray) -> tuple[int, Any, Any]:
        sizes = tuple(x.shape[a] for a in self._kept) if x.ndim == len(self._broadcast) else None
        if sizes != self.adapt_mean.shape:
            raise ValueError(
                f"Normalization '{self.name}' is made for {self.adapt_mean.shape} features, the "
                f"data have the shape {x.shape}."
            )
        others = tuple(a for a in range(x.ndim) if a not in self._kept)
        number = math.prod(x.shape[a] for a in others)
        return number, x.mean(axis=others), x.var(axis=others)

    def call(self, inputs: Any) -> Any:
        x = self.as_float(inputs)
        mean, variance = (self._spread(v, x.dtype) for v in self._statistics())
        deviation = ops.maximum(ops.sqrt(variance), epsilon())
        if self.invert:
            return x * deviation + mean
        return (x - mean) / deviation

    def _statistics(self) -> tuple[Any, Any]:
        if self.mean is None:
            return self.adapt_mean, self.adapt_variance
        return self.mean, self.variance

    def _spread(self, value: Any, dtype: str) -> Any:
        """Statistics in a shape that meets the inputs' axes."""
        if self.mean is None:
            return ops.reshape(value, self._broadcast)
        array, shape = np.asarray(value, dtype), [1] * len(self._broadcast)
        for i in range(1, array.ndim + 1):
            shape[self._kept[-i]] = array.shape[-i]
        return ops.convert_to_tensor(array.reshape(shape))


def _merged(one: Any, other: Any) -> Any:
    """Number, mean and variance of two sets together."""
    if one is None:
        return other
    number = one[0] + other[0]
    share = other[0] / number
    difference = other[1] - one[1]
    mean = one[1] + share * difference
    spread = share * (1 - share) * difference**2
    return number, mean, (1 - share) * one[2] + share * other[2] + spread
