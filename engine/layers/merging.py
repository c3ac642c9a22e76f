"""Layers that bring several tensors together."""

from __future__ import annotations

from functools import reduce
from typing import Any

from engine import ops
from engine.kinds import Int
from engine.layers.layer import Layer
from engine.param import param
from engine.registry import register
from engine.tensor import Spec


class Merge(Layer):
    """What all merges share: at least two inputs, and the rule for their masks."""

    inputs = "many"
    supports_masking = True

    def build(self, input_shape: Any) -> None:
        self._require_several(input_shape)

    def _require_several(self, shapes: Any) -> None:
        if not isinstance(shapes, (list, tuple)) or (shapes and not isinstance(shapes[0], tuple)):
            raise ValueError("it brings several tensors together: call it on a list of them.")
        if self.inputs == "two" and len(shapes) != 2:
            raise ValueError(f"it needs exactly 2 inputs, but gets {len(shapes)}.")
        if len(shapes) < 2:
            raise ValueError(f"it needs at least 2 inputs, but gets {len(shapes)}.")

    def call(self, inputs: Any) -> Any:
        self._require_several([tuple(x.shape) for x in inputs])
        return self.merge([self.as_float(x) for x in inputs])

    def merge(self, inputs: list[Any]) -> Any:
        raise NotImplementedError

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """Keras 3's rule: a position counts when any input has it; one without mask ends it."""
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
class Multiply(Arithmetic):
    """Multiplies its inputs number by number.

    Formula: y = a · b · ...
    Shape: all inputs alike, and so the output
    """

    def call(self, inputs: Any) -> Any:
        # Keras 3: where some operands are masked, the product is that of the others.
        masks = [getattr(x, "_keras_mask", None) for x in inputs]
        if all(m is None for m in masks):
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
        if previous_mask is None or all(m is None for m in previous_mask):
            return None
        full = [
            ops.ones(x.shape, "bool")
            if m is None
            else ops.broadcast_to(_like(m, x), Spec(x.shape, "bool").shape)
            for x, m in zip(inputs, previous_mask, strict=True)
        ]
        return ops.any(ops.concatenate(full, axis=self.axis), axis=-1)


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
