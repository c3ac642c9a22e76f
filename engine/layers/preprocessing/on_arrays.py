"""Layers that a Python function computes, for texts and tables of words."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.layers.layer import Layer
from engine.layers.symbolic import symbolic_leaves
from engine.ops.host import computed
from engine.tensor import TEXT, Tensor, Variable, as_operand


class ArrayLayer(Layer):
    """A layer computed by ``work`` on arrays; it learns nothing and passes no gradient on."""

    autocast = False
    takes_texts = True
    #: The dtype of what comes out.
    result_dtype: str = "int64"

    def result_shape(self, *shapes: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the shape of what comes out for the inputs' shapes."""
        raise NotImplementedError

    def work(self, *arrays: np.ndarray) -> np.ndarray:
        """Return what comes out for the inputs' values."""
        raise NotImplementedError

    def check_input(self, *tensors: Any) -> None:
        """Hook: refuse inputs of another kind with ValueError."""

    def call(self, inputs: Any) -> Any:
        tensors = inputs if isinstance(inputs, (list, tuple)) else [inputs]
        self.check_input(*tensors)
        shape = self.result_shape(*(tuple(t.shape) for t in tensors))
        return computed(self.work, *tensors, shape=shape, dtype=self.result_dtype)

    def _to_tensors(self, value: Any) -> Any:
        """Lists of values are one array, as everywhere in data preparation."""
        if value is None or symbolic_leaves(value):
            return super()._to_tensors(value)
        return _joined(value)


def _joined(value: Any) -> Any:
    if isinstance(value, (list, tuple)) and any(isinstance(v, (Tensor, Variable)) for v in value):
        if any(v.value is None for v in value if isinstance(v, Tensor)):
            return value  # inside a trace
        value = np.stack([np.asarray(v) for v in value])
    return as_operand(value)


def need_texts(layer: Layer, tensor: Any) -> None:
    if tensor.dtype != TEXT:
        raise ValueError(
            f"'{layer.name}' takes texts, got {tensor.dtype} numbers. Give the input "
            "dtype='string', or use IntegerLookup for whole numbers."
        )


def need_whole_numbers(layer: Layer, tensor: Any) -> None:
    if tensor.dtype == TEXT or tensor.dtype.startswith("float"):
        given = "texts" if tensor.dtype == TEXT else f"{tensor.dtype} numbers"
        raise ValueError(
            f"'{layer.name}' takes whole numbers, got {given}. Give the input dtype='int64'"
            + (", or use StringLookup for texts." if tensor.dtype == TEXT else ".")
        )
