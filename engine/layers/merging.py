"""Layers that bring several tensors together."""

from __future__ import annotations

from functools import reduce
from typing import Any

from engine import ops
from engine.kinds import Bool, Choice, Int, IntList
from engine.layers.layer import Layer
from engine.ops.normalization import unit_length
from engine.param import keras2_param, param
from engine.registry import register
from engine.tensor import Spec

__all__ = [
    "Add",
    "Average",
    "Concatenate",
    "Dot",
    "Maximum",
    "Minimum",
    "Multiply",
    "Subtract",
    "add",
    "average",
    "concatenate",
    "dot",
    "maximum",
    "minimum",
    "multiply",
    "subtract",
]


class Merge(Layer):
    """What all merges share: a list of inputs, and the rule for their masks."""

    inputs = "many"
    supports_masking = True
    masks = keras2_param(
        Choice("any", "all"),
        "any",
        "all",
        "Whether a step counts when any input has it, or all inputs (Keras 2).",
    )

    def build(self, input_shape: Any) -> None:
        self._require_several(input_shape)

    def _require_several(self, shapes: Any) -> None:
        if not isinstance(shapes, (list, tuple)) or (shapes and not isinstance(shapes[0], tuple)):
            raise ValueError("it brings several tensors together: call it on a list of them.")
        if self.inputs == "two" and len(shapes) != 2:
            raise ValueError(f"it needs exactly 2 inputs, but gets {len(shapes)}.")
        if not shapes:
            raise ValueError("it needs at least 1 input, but gets an empty list.")

    def call(self, inputs: Any) -> Any:
        self._require_several([tuple(x.shape) for x in inputs])
        return self.merge(self.alike(inputs))

    def alike(self, inputs: Any) -> list[Any]:
        """The inputs in one type: whole numbers stay whole where all of them are."""
        kinds = {x.dtype for x in inputs}
        whole = len(kinds) == 1 and "bool" not in kinds
        return list(inputs) if whole else [self.as_float(x) for x in inputs]

    def merge(self, inputs: list[Any]) -> Any:
        raise NotImplementedError

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """Keras 3's rule: a position counts when any input has it; one without mask ends it.

        Keras 2's: it counts when all inputs that have masks have it.
        """
        if self.masks == "all":
            given = [m for m in previous_mask or () if m is not None]
            return reduce(ops.logical_and, given) if given else None
        if previous_mask is None or any(m is None for m in previous_mask):
            return None
        return reduce(ops.logical_or, previous_mask)


class Arithmetic(Merge):
    """Merges that work element by element; missing axes are added after the batch."""

    def call(self, inputs: Any) -> Any:
        rank = max(len(x.shape) for x in inputs)
        return super().call([_with_rank(x, rank) for x in inputs])


def _with_rank(x: Any, rank: int) -> Any:
    while len(x.shape) < rank:
        x = ops.expand_dims(x, 1)
    return x


@register("layer", family="merging")
class Add(Arithmetic):
    """Adds its inputs number by number.

    Formula: y = a + b + ...
    Shape: all inputs alike, and so the output
    """

    def merge(self, inputs: list[Any]) -> Any:
        return reduce(ops.add, inputs)


@register("layer", family="merging")
class Subtract(Arithmetic):
    """Subtracts the second input from the first.

    Formula: y = a - b
    Shape: both inputs alike, and so the output
    """

    inputs = "two"

    def merge(self, inputs: list[Any]) -> Any:
        return ops.subtract(*inputs)


@register("layer", family="merging")
class Average(Arithmetic):
    """Takes the mean of its inputs number by number.

    Formula: y = (a + b + ...) / number of inputs
    Shape: all inputs alike, and so the output
    """

    def merge(self, inputs: list[Any]) -> Any:
        return self.as_float(reduce(ops.add, inputs)) / float(len(inputs))


@register("layer", family="merging")
class Multiply(Arithmetic):
    """Multiplies its inputs number by number.

    Formula: y = a · b · ...
    Shape: all inputs alike, and so the output
    """

    def call(self, inputs: Any) -> Any:
        # Keras 3: where some operands are masked, the product is that of the others.
        masks = [getattr(x, "_keras_mask", None) for x in inputs]
        if self.masks == "all" or all(m is None for m in masks):
            return super().call(inputs)
        product = super().call([_or_one(x, m) for x, m in zip(inputs, masks, strict=True)])
        if any(m is None for m in masks):
            return product
        anywhere = _like(reduce(ops.logical_or, masks), product)
        return ops.multiply(product, ops.cast(anywhere, product.dtype))

    def merge(self, inputs: list[Any]) -> Any:
        return reduce(ops.multiply, inputs)


def _or_one(x: Any, mask: Any) -> Any:
    return x if mask is None else ops.where(_like(mask, x), x, ops.ones_like(x))


def _like(mask: Any, x: Any) -> Any:
    while len(mask.shape) < len(x.shape):
        mask = ops.expand_dims(mask, -1)
    return mask


class _Extreme(Arithmetic):
    """Picks a number among the inputs; a masked one yields to the others (Keras 3)."""

    pick: Any

    def call(self, inputs: Any) -> Any:
        masks = [getattr(x, "_keras_mask", None) for x in inputs]
        if self.masks == "all" or all(m is None for m in masks):
            return super().call(inputs)
        self._require_several([tuple(x.shape) for x in inputs])
        rank = max(len(x.shape) for x in inputs)
        operands = self.alike([_with_rank(x, rank) for x in inputs])
        result, valid = operands[0], masks[0]
        for x, mask in zip(operands[1:], masks[1:], strict=True):
            other = x if mask is None else ops.where(_like(mask, x), x, result)
            if valid is not None:
                result = ops.where(_like(valid, result), result, other)
            both = mask is not None and valid is not None
            valid = ops.logical_or(valid, mask) if both else None
            result = type(self).pick(result, other)
        return result

    def merge(self, inputs: list[Any]) -> Any:
        return reduce(type(self).pick, inputs)


@register("layer", family="merging")
class Maximum(_Extreme):
    """Keeps the largest of its inputs' numbers at every position.

    Formula: y = max(a, b, ...)
    Shape: all inputs alike, and so the output
    """

    pick = staticmethod(ops.maximum)


@register("layer", family="merging")
class Minimum(_Extreme):
    """Keeps the smallest of its inputs' numbers at every position.

    Formula: y = min(a, b, ...)
    Shape: all inputs alike, and so the output
    """

    pick = staticmethod(ops.minimum)


@register("layer", family="merging")
class Concatenate(Merge):
    """Puts its inputs one after the other along an axis.

    Formula: y = [a, b, ...]
    Shape: alike except along the axis, where the sizes add up
    """

    axis = param(Int(), -1, doc="The axis along which they are joined; -1 is the last.")

    def merge(self, inputs: list[Any]) -> Any:
        rank = len(inputs[0].shape)
        if not -rank <= self.axis < rank:
            raise ValueError(f"axis {self.axis} does not exist in the shape {inputs[0].shape}.")
        return ops.concatenate(inputs, axis=self.axis)

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """Join the masks along the axis; a position counts when any feature does (Keras 3)."""
        given = [m for m in previous_mask or () if m is not None]
        if not given:
            return None
        rank = len(inputs[0].shape)
        if len(given) == len(inputs) and all(len(m.shape) == rank - 1 for m in given):
            if self.axis in (-1, rank - 1):
                agree = ops.logical_or if self.masks == "any" else ops.logical_and
                return reduce(agree, given)
            return ops.concatenate(given, axis=self.axis % rank)
        full = [
            ops.ones(x.shape, "bool")
            if m is None
            else ops.broadcast_to(_like(m, x), Spec(x.shape, "bool").shape)
            for x, m in zip(inputs, previous_mask, strict=True)
        ]
        counts = ops.any if self.masks == "any" else ops.all
        return counts(ops.concatenate(full, axis=self.axis), axis=-1)


class AxisPair(IntList):
    """The axis that is summed over: one for both inputs, or one for each."""

    def __init__(self) -> None:
        super().__init__(single=True)

    def validate(self, value: Any) -> Any:
        checked = super().validate(value)
        axes = (checked,) if isinstance(checked, int) else checked
        if len(axes) != 2 and axes is checked:
            raise ValueError("Give one axis for both inputs, or a list of two.")
        if 0 in axes:
            raise ValueError("Axis 0 is the batch.")
        return checked

    def start(self) -> int:
        return -1

    def describe(self) -> str:
        return "an axis of both inputs or a list of one axis of each, not 0"

    def bad_values(self) -> list[Any]:
        return [*super().bad_values(), 0, [1, 2, 3]]


@register("layer", family="merging")
class Dot(Merge):
    """Multiplies two inputs along an axis of each and adds up: scalar or matrix products.

    Formula: y = sum over the axis of a · b
    Shape: the first input's sizes without its axis, then the second's without batch and axis
    """

    inputs = "two"
    starting = {"axes": -1}
    axes = param(AxisPair(), doc="The axis of the inputs, or one of each, that is summed over.")
    normalize = param(
        Bool(), False, doc="Whether to bring vectors to length 1 first: the cosine of their angle."
    )

    def merge(self, inputs: list[Any]) -> Any:
        axes = [self._axis(i, x.shape) for i, x in enumerate(inputs)]
        letters = "ABCDEFGHIJ", "AKLMNOPQRST"
        terms = [names[: len(x.shape)] for names, x in zip(letters, inputs, strict=True)]
        sizes = [x.shape[axis] for x, axis in zip(inputs, axes, strict=True)]
        if None not in sizes and sizes[0] != sizes[1]:
            raise ValueError(
                f"axis {axes[0]} of its first input {inputs[0].shape} has the size {sizes[0]}, "
                f"axis {axes[1]} of its second input {inputs[1].shape} the size {sizes[1]}; "
                "they are summed over together and must be alike."
            )
        if self.normalize:
            inputs = [unit_length(x, axis) for x, axis in zip(inputs, axes, strict=True)]
        first, second = (_letter(t, axis) for t, axis in zip(terms, axes, strict=True))
        y = ops.einsum(f"{first},{second}->{(first + second[1:]).replace('z', '')}", *inputs)
        return ops.expand_dims(y, 1) if len(y.shape) == 1 else y

    def _axis(self, position: int, shape: Any) -> int:
        axis, rank = self.axes if isinstance(self.axes, int) else self.axes[position], len(shape)
        if not -rank < axis < rank:
            raise ValueError(f"axis {axis} does not exist in its input of shape {tuple(shape)}.")
        return axis % rank

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        return None


def _letter(term: str, axis: int) -> str:
    return term[:axis] + "z" + term[axis + 1 :]


def concatenate(inputs: Any, axis: int = -1, **kwargs: Any) -> Any:
    """Concatenate tensors with a layer made for it."""
    return Concatenate(axis=axis, **kwargs)(inputs)


def add(inputs: Any, **kwargs: Any) -> Any:
    """Add tensors with a layer made for it."""
    return Add(**kwargs)(inputs)


def subtract(inputs: Any, **kwargs: Any) -> Any:
    """Subtract two tensors with a layer made for it."""
    return Subtract(**kwargs)(inputs)


def multiply(inputs: Any, **kwargs: Any) -> Any:
    """Multiply tensors with a layer made for it."""
    return Multiply(**kwargs)(inputs)


def average(inputs: Any, **kwargs: Any) -> Any:
    """Take the mean of tensors with a layer made for it."""
    return Average(**kwargs)(inputs)


def maximum(inputs: Any, **kwargs: Any) -> Any:
    """Take the largest numbers of tensors with a layer made for it."""
    return Maximum(**kwargs)(inputs)


def minimum(inputs: Any, **kwargs: Any) -> Any:
    """Take the smallest numbers of tensors with a layer made for it."""
    return Minimum(**kwargs)(inputs)


def dot(inputs: Any, axes: Any = -1, normalize: bool = False, **kwargs: Any) -> Any:
    """Multiply two tensors along an axis of each with a layer made for it."""
    return Dot(axes=axes, normalize=normalize, **kwargs)(inputs)
