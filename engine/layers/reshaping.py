"""Layers that change the shape and nothing else."""

from __future__ import annotations

import math
from typing import Any

from engine import ops
from engine.kinds import Int, IntList, Shape
from engine.layers.data_format import channels_last, data_format_param
from engine.layers.layer import Layer
from engine.layers.weights import require_rank
from engine.param import param
from engine.registry import register

__all__ = [
    "Flatten",
    "Permute",
    "RepeatVector",
    "Reshape",
]


@register("layer", family="reshaping")
class Flatten(Layer):
    """Lays all numbers of a sample out in one row.

    Formula: y = x, row by row
    Shape: (batch, a, b, ...) to (batch, a * b * ...)
    """

    data_format = data_format_param()

    def call(self, inputs: Any) -> Any:
        inputs = channels_last(self, inputs)
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

    starting = {"target_shape": (-1,)}
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


class Order(IntList):
    """The numbers from 1 upwards in some order."""

    def validate(self, value: Any) -> tuple[int, ...]:
        order = super().validate(value)
        if sorted(order) != list(range(1, len(order) + 1)):
            raise ValueError("Axes are counted from 1; the batch (0) stays first.")
        return order

    def start(self) -> tuple[int, ...]:
        return (2, 1)

    def describe(self) -> str:
        return "the numbers from 1 to the number of axes, in the wanted order"

    def bad_values(self) -> list[Any]:
        return [*super().bad_values(), [0, 1], [1, 3], [1, 1]]


@register("layer", family="reshaping")
class Permute(Layer):
    """Puts the axes of each sample in another order.

    Formula: y[i, j] = x[j, i] for dims = (2, 1)
    Shape: the sizes of the input in the order of dims
    """

    starting = {"dims": (2, 1)}
    dims = param(Order(), doc="Axes in their new order, counted from 1 after the batch.")

    def call(self, inputs: Any) -> Any:
        if len(inputs.shape) != len(self.dims) + 1:
            raise ValueError(
                f"dims {list(self.dims)} orders {len(self.dims)} axes, but its input of shape "
                f"{tuple(inputs.shape)} has {len(inputs.shape) - 1} after the batch."
            )
        return ops.transpose(inputs, (0, *self.dims))


@register("layer", family="reshaping")
class RepeatVector(Layer):
    """Repeats each sample's vector as the steps of a sequence.

    Formula: y[step] = x for each of n steps
    Shape: (batch, features) to (batch, n, features)
    """

    starting = {"n": 8}
    n = param(Int(low=1), doc="How often the vector is repeated.")

    def call(self, inputs: Any) -> Any:
        require_rank(self, inputs.shape, 2, "batch, features", "Add a Flatten layer before it.")
        batch, features = inputs.shape
        return ops.broadcast_to(ops.expand_dims(inputs, 1), (batch, self.n, features))
