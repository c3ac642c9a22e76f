"""Layers that change the shape and nothing else."""

from __future__ import annotations

import math
from typing import Any

from engine import ops
from engine.kinds import Choice, Optional, Shape
from engine.layers.layer import Layer
from engine.param import param
from engine.registry import register

CHANNELS_LAST = Optional(Choice("channels_last"))
DATA_FORMAT_DOC = "Where the channels are: in the last axis."


@register("layer", family="reshaping")
class Flatten(Layer):
    """Lays all numbers of a sample out in one row.

    Formula: y = x, row by row
    Shape: (batch, a, b, ...) to (batch, a * b * ...)
    """

    data_format = param(CHANNELS_LAST, None, advanced=True, hidden=True, doc=DATA_FORMAT_DOC)

    def call(self, inputs: Any) -> Any:
        sizes = inputs.shape[1:]
        size = -1 if None in sizes else math.prod(sizes)
        if size == -1:  # an open size: the length stays open too
            return ops.reshape(inputs, (inputs.shape[0], None))
        return ops.reshape(inputs, (-1 if inputs.shape[0] is None else inputs.shape[0], size))


@register("layer", family="reshaping")
class Reshape(Layer):
    """Gives each sample another shape with the same number of elements.

    Formula: y = x in the order of its elements
    Shape: (batch, ...) to (batch, *target_shape)
    """

    target_shape = param(
        Shape(allow_none=False, allow_minus_one=True),
        doc="Sizes of one sample afterwards; one may be -1 to be worked out.",
    )

    def call(self, inputs: Any) -> Any:
        sizes = inputs.shape[1:]
        target = self.target_shape
        if None not in sizes:
            total, known = math.prod(sizes), math.prod(s for s in target if s != -1)
            fits = total % known == 0 if -1 in target else total == known
            if not fits:
                raise ValueError(
                    f"a sample of shape {tuple(sizes)} has {total} elements, which do not fill "
                    f"the target shape {tuple(target)}."
                )
            target = tuple(total // known if s == -1 else s for s in target)
        batch = inputs.shape[0]
        return ops.reshape(inputs, (batch if None in sizes or batch else -1, *target))
