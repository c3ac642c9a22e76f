"""Layers that make training harder so that the model generalises."""

from __future__ import annotations

import math
from typing import Any

from engine import ops
from engine.kinds import Float, Kind, Optional
from engine.layers.data_format import data_format_param
from engine.layers.layer import Layer, trainable_param
from engine.layers.weights import require_rank
from engine.param import param
from engine.random import Seed, draw_seed
from engine.registry import register
from engine.regularizers import L1L2
from engine.tensor import Variable

__all__ = [
    "ActivityRegularization",
    "AlphaDropout",
    "Dropout",
    "GaussianDropout",
    "GaussianNoise",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
]


class NoiseShape(Kind):
    """Sizes of a mask, batch included; None takes the input's size."""

    def validate(self, value: Any) -> tuple[int | None, ...]:
        if isinstance(value, (str, bytes)) or not hasattr(value, "__iter__"):
            raise ValueError
        sizes = tuple(value)
        if any(
            s is not None and (isinstance(s, bool) or not isinstance(s, int) or s < 1)
            for s in sizes
        ):
            raise ValueError
        return sizes

    def describe(self) -> str:
        return "sizes of the mask with the batch, each at least 1 or None for the input's own"

    def to_config(self, value: Any) -> Any:
        return list(value)

    def bad_values(self) -> list[Any]:
        return ["x", (0,)]


RATE_DOC = "Share of the numbers that is switched off."
SEED_DOC = "Makes the choice repeatable."


class RandomLayer(Layer):
    """A layer that draws random numbers while training: it holds a seed and a generator."""

    supports_masking = True
    _state: Variable
    seed = param(Seed(), None, last=True, advanced=True, doc=SEED_DOC)

    def check_params(self) -> None:
        super().check_params()
        # Held apart from the weights: Keras neither counts nor saves it among them.
        self.__dict__["_state"] = ops.key_state(draw_seed(self.seed))

    def draw(self) -> Any:
        """The key of the next random numbers."""
        return ops.draw_key(self._state)


@register("layer", family="regularization")
class Dropout(RandomLayer):
    """Switches off a random share of the numbers while training, against overfitting.

    Formula: while training y = x · mask / (1 - rate), afterwards y = x
    Shape: unchanged
    """

    starting = {"rate": 0.25}
    rate = param(Float(0.0, 1.0, step=0.05), doc=RATE_DOC)
    noise_shape = param(
        Optional(NoiseShape()),
        None,
        advanced=True,
        hidden=True,
        doc="Shape of the mask; an axis of size 1 is switched off as one.",
    )

    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training or self.rate == 0:
            return inputs
        return ops.dropout(self.as_float(inputs), self.draw(), self.rate, self.noise_shape)


class SpatialDropout(RandomLayer):
    """What the layers share that switch off whole channels."""

    trainable = trainable_param(own=True)
    starting = {"rate": 0.25}
    axes = ""
    advice = ""
    data_format: Any = None
    rate = param(Float(0.0, 1.0, step=0.05), doc="Share of the channels that is switched off.")

    def call(self, inputs: Any, training: bool = False) -> Any:
        rank = self.axes.count(",") + 1
        require_rank(self, inputs.shape, rank, self.axes, self.advice)
        if not training or self.rate == 0:
            return inputs
        shape: list[int | None] = [None] + [1] * (rank - 1)
        shape[1 if self.data_format == "channels_first" else -1] = None
        return ops.dropout(self.as_float(inputs), self.draw(), self.rate, shape)


@register("layer", family="regularization")
class SpatialDropout1D(SpatialDropout):
    """Switches off whole features of a sequence while training, the same ones at all steps.

    Formula: while training y = x · mask of the features / (1 - rate), afterwards y = x
    Shape: (batch, steps, features), unchanged
    """

    axes = "batch, steps, features"


@register("layer", family="regularization")
class SpatialDropout2D(SpatialDropout):
    """Switches off whole channels of an image while training.

    Formula: while training y = x · mask of the channels / (1 - rate), afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    axes = "batch, height, width, channels"
    data_format = data_format_param()


@register("layer", family="regularization")
class SpatialDropout3D(SpatialDropout):
    """Switches off whole channels of a volume while training.

    Formula: while training y = x · mask of the channels / (1 - rate), afterwards y = x
    Shape: (batch, depth, height, width, channels), unchanged
    """

    axes = "batch, depth, height, width, channels"
    data_format = data_format_param()


@register("layer", family="regularization")
class GaussianNoise(RandomLayer):
    """Adds random numbers while training, so that the model does not rely on exact values.

    Formula: while training y = x + noise of the given deviation, afterwards y = x
    Shape: unchanged
    """

    starting = {"stddev": 0.1}
    stddev = param(Float(0.0, 1.0, step=0.05), doc="Standard deviation of the noise.")

    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training or self.stddev == 0:
            return inputs
        x = self.as_float(inputs)
        return x + ops.normal(self.draw(), x.shape, x.dtype) * self.stddev


@register("layer", family="regularization")
class GaussianDropout(RandomLayer):
    """Multiplies by random numbers around 1 while training: a dropout without switching off.

    Formula: while training y = x · noise of deviation sqrt(rate / (1 - rate)), afterwards y = x
    Shape: unchanged
    """

    starting = {"rate": 0.25}
    rate = param(
        Float(0.0, 1.0, open_high=True, step=0.05),
        doc="How strong the noise is: as strong as a dropout of this share.",
    )

    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training or self.rate == 0:
            return inputs
        x = self.as_float(inputs)
        deviation = math.sqrt(self.rate / (1 - self.rate))
        return x * (ops.normal(self.draw(), x.shape, x.dtype) * deviation + 1.0)


#: What selu gives for very negative numbers (Klambauer et al. 2017).
_SELU_LIMIT = -1.7580993408473766


@register("layer", family="regularization")
class AlphaDropout(RandomLayer):
    """A dropout for selu: it leaves the mean and the variance as they are.

    Formula: while training y = a · (x or -1.7581) + b, afterwards y = x
    Shape: unchanged
    """

    starting = {"rate": 0.1}
    rate = param(Float(0.0, 1.0, open_high=True, step=0.05), doc=RATE_DOC)
    noise_shape = param(
        Optional(NoiseShape()),
        None,
        advanced=True,
        hidden=True,
        doc="Shape of the mask; an axis of size 1 is switched off as one.",
    )

    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training or self.rate == 0:
            return inputs
        x, rate, limit = self.as_float(inputs), self.rate, _SELU_LIMIT
        ones = ops.ones(x.shape, x.dtype)
        kept = ops.dropout(ones, self.draw(), rate, self.noise_shape) * (1 - rate)
        a = ((1 - rate) * (1 + rate * limit**2)) ** -0.5
        return (x * kept + (1.0 - kept) * limit) * a - a * limit * rate


@register("layer", family="regularization")
class ActivityRegularization(Layer):
    """Leaves its input as it is and adds a penalty on its size to the loss.

    Formula: y = x; loss + l1 · sum of |x| + l2 · sum of x^2, per sample
    Shape: unchanged
    """

    supports_masking = True
    activity_regularizer = None  # made of the two below
    l1 = param(Float(low=0), 0.0, doc="How strongly the sum of the absolute values is penalised.")
    l2 = param(Float(low=0), 0.0, doc="How strongly the sum of the squares is penalised.")

    def check_params(self) -> None:
        super().check_params()
        self.activity_regularizer = L1L2(self.l1, self.l2)

    def call(self, inputs: Any) -> Any:
        return self.as_float(inputs)
