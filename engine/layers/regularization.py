"""Layers that make training harder so that the model generalises."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Float, Kind, Optional
from engine.layers.layer import Layer
from engine.param import param
from engine.random import Seed, draw_seed
from engine.registry import register
from engine.tensor import Variable


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


@register("layer", family="regularization")
class Dropout(Layer):
    """Switches off a random share of the numbers while training, against overfitting.

    Formula: while training y = x · mask / (1 - rate), afterwards y = x
    Shape: unchanged
    """

    supports_masking = True
    _state: Variable
    rate = param(Float(0.0, 1.0, step=0.05), doc="Share of the numbers that is switched off.")
    noise_shape = param(
        Optional(NoiseShape()),
        None,
        advanced=True,
        hidden=True,
        doc="Shape of the mask; an axis of size 1 is switched off as one.",
    )
    seed = param(Seed(), None, advanced=True, doc="Makes the choice repeatable.")

    def check_params(self) -> None:
        super().check_params()
        # Held apart from the weights: Keras neither counts nor saves it among them.
        self.__dict__["_state"] = ops.key_state(draw_seed(self.seed))

    def call(self, inputs: Any, training: bool = False) -> Any:
        if not training or self.rate == 0:
            return inputs
        key = ops.draw_key(self._state)
        return ops.dropout(self.as_float(inputs), key, self.rate, self.noise_shape)
