"""What stands in a model for a layer that does not exist here."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kinds import Int, Kind, Optional, Shape
from engine.layers.context import only_shapes
from engine.layers.layer import Layer
from engine.param import param
from engine.registry import register
from engine.symbolic import KerasTensor, symbolic_leaves
from engine.tensor import Tensor
from engine.tree import flatten

__all__ = ["Placeholder"]


class Entry(Kind):
    """A layer's description as its file has it."""

    def validate(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not isinstance(value.get("class_name"), str):
            raise ValueError
        return dict(value)

    def describe(self) -> str:
        return "a layer's description, a dict with 'class_name' and 'config'"

    def start(self) -> dict[str, Any]:
        return {"class_name": "Unknown", "config": {}}

    def bad_values(self) -> list[Any]:
        return [3, {"config": {}}]


@register("layer", family="core", hidden=True)
class Placeholder(Layer):
    """Keeps the place, the settings and the weights of a layer that does not exist here.

    Formula: unknown; a model with it can be drawn and saved, not run
    Shape: as its file says, else unchanged
    """

    inputs = "one"
    supports_masking = True

    entry = param(Entry(), doc="The layer as its file describes it.")
    result_shape = param(
        Optional(Shape()), None, doc="Sizes of one sample that comes out; empty if as it goes in."
    )

    last_size = param(
        Optional(Int(low=1)),
        None,
        doc="Size of the last axis that comes out, where only it is known.",
    )

    @property
    def class_name(self) -> str:
        """The class of the layer it stands for."""
        return str(self.entry["class_name"])

    def adopt(self, arrays: list[np.ndarray], trainable: int | None = None) -> None:
        """Keep a layer's arrays, the first ``trainable`` of them as trainable weights."""
        for i, array in enumerate(arrays):
            weight = self.add_weight(
                array.shape,
                "zeros",
                str(array.dtype) if array.dtype.kind != "f" else None,
                trainable=trainable is None or i < trainable,
                name=f"weight_{i}",
            )
            weight.set_value(array)

    def _infer(self, args: tuple, kwargs: dict[str, Any]) -> tuple[Any, float]:
        first = symbolic_leaves((args, kwargs))[0]
        return KerasTensor(self._result(first.shape), first.dtype), 0.0

    def _result(self, shape: Any) -> tuple[Any, ...]:
        if self.result_shape is not None:
            return (shape[0], *self.result_shape)
        return tuple(shape) if self.last_size is None else (*shape[:-1], self.last_size)

    def call(self, *inputs: Any, **options: Any) -> Any:
        if only_shapes():  # inside a model that is itself a layer
            first = flatten((inputs, options))[0]
            return Tensor(self._result(first.shape), first.dtype)
        raise RuntimeError(
            f"'{self.name}' stands for a layer of the class {self.class_name}, which does not "
            "exist here. Replace it by another layer to run the model."
        )
