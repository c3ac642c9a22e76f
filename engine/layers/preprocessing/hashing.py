"""Hashing and HashedCrossing: bins for words and codes without a vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.config import floatx
from engine.kinds import Either, Int, Optional, Text
from engine.layers.layer import trainable_param
from engine.layers.preprocessing.arguments import salt_param
from engine.layers.preprocessing.categories import MODE_DOC, OutputMode, sparse_param
from engine.layers.preprocessing.index_lookup import encoded, rows_shape
from engine.layers.preprocessing.on_arrays import ArrayLayer
from engine.param import param
from engine.preprocessing.hashing import crossed, fingerprint, keyed_hash
from engine.registry import register
from engine.tensor import TEXT, as_operand

__all__ = [
    "HashedCrossing",
    "Hashing",
]

_WORD = (1 << 64) - 1


class BinLayer(ArrayLayer):
    """A layer that gives numbers of bins, or rows of zeros and ones for them."""

    output_mode: Any
    num_bins: int

    def check_params(self) -> None:
        if self.dtype is None:
            self.dtype = "int64" if self.output_mode == "int" else floatx()
        super().check_params()
        if self.output_mode == "int" and self.dtype not in ("int32", "int64"):
            raise ValueError(
                f"{type(self).__name__}: with output_mode='int' the dtype must be 'int32' or "
                f"'int64', got {self.dtype!r}."
            )

    @property
    def result_dtype(self) -> str:  # type: ignore[override]
        return self.dtype

    def result_shape(self, *shapes: tuple[Any, ...]) -> tuple[Any, ...]:
        if self.output_mode == "int":
            return shapes[0]
        return rows_shape(shapes[0], self.output_mode, self.num_bins)

    def _encoded(self, bins: np.ndarray) -> np.ndarray:
        if self.output_mode == "int":
            return bins
        return encoded(bins, self.output_mode, self.num_bins)


def _each(array: np.ndarray, function: Callable[[Any], int]) -> np.ndarray:
    """A function's answer for each entry; equal entries are asked for once."""
    known: dict[Any, int] = {}
    result = np.empty(array.size, "int64")
    for i, entry in enumerate(array.ravel().tolist()):
        if entry not in known:
            known[entry] = function(entry)
        result[i] = known[entry]
    return result.reshape(array.shape)


@register("layer", family="preprocessing")
class Hashing(BinLayer):
    """Sorts words or codes into bins by a hash: no vocabulary is needed, some share a bin.

    Formula: y = hash(x) mod num_bins
    Shape: int: unchanged; one_hot: (batch, n, num_bins); otherwise (batch, num_bins)
    """

    starting = {"num_bins": 10}
    num_bins = param(Int(low=1), doc="How many bins there are, the mask's included.")
    mask_value = param(
        Optional(Either(Int(), Text(allow_empty=True))),
        None,
        advanced=True,
        doc="What stands for nothing; it has bin 0 to itself.",
    )
    salt = salt_param()
    output_mode = param(OutputMode("int", "one_hot", "multi_hot", "count"), "int", doc=MODE_DOC)
    sparse = sparse_param()

    def check_input(self, *tensors: Any) -> None:
        if self.mask_value is None or self.num_bins == 1:
            return
        given = "texts" if tensors[0].dtype == TEXT else "numbers"
        if isinstance(self.mask_value, str) != (given == "texts"):
            raise ValueError(
                f"'{self.name}' gets {given}, among which mask_value={self.mask_value!r} cannot be."
            )

    def work(self, *arrays: np.ndarray) -> np.ndarray:
        (array,) = arrays
        masked = self.mask_value is not None and self.num_bins > 1
        bins = self.num_bins - masked

        def place(entry: Any) -> int:
            if masked and entry == self.mask_value:
                return 0
            data = (entry if isinstance(entry, str) else str(int(entry))).encode()
            hashed = fingerprint(data) if self.salt is None else keyed_hash(data, self.salt)
            return hashed % bins + masked

        return self._encoded(_each(array, place))


@register("layer", family="preprocessing")
class HashedCrossing(BinLayer):
    """Sorts pairs of categories into bins by a hash, so that each pair can weigh on its own.

    Formula: y = hash(x1, x2) mod num_bins
    Shape: two inputs (batch,) or (batch, 1) to the same, or to (batch, num_bins)
    """

    inputs = "many"
    starting = {"num_bins": 10}
    trainable = trainable_param(own=True)
    num_bins = param(Int(low=1), doc="How many bins there are.")
    output_mode = param(OutputMode("int", "one_hot"), "int", doc=MODE_DOC)
    sparse = sparse_param()

    def _to_tensors(self, value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            return value
        return [as_operand(v) for v in value]

    def call(self, inputs: Any) -> Any:
        if not isinstance(inputs, (list, tuple)) or len(inputs) < 2:
            raise ValueError(
                f"'{self.name}' crosses two or more inputs in a list, for example "
                "layer([colour, size])."
            )
        return super().call(inputs)

    def check_input(self, *tensors: Any) -> None:
        shapes = [tuple(t.shape) for t in tensors]
        first = shapes[0]
        if len(first) > 2 or (len(first) == 2 and first[1] != 1) or len(set(shapes)) > 1:
            raise ValueError(
                f"'{self.name}' takes inputs of one shape, (batch,) or (batch, 1), got "
                f"{', '.join(map(str, shapes))}."
            )
        if any(t.dtype.startswith("float") for t in tensors):
            raise ValueError(f"'{self.name}' crosses texts and whole numbers, not fractions.")

    def work(self, *arrays: np.ndarray) -> np.ndarray:
        columns = [_each(a, _feature) for a in arrays]
        rows = zip(*(c.ravel().tolist() for c in columns), strict=True)
        bins = [crossed([f & _WORD for f in row]) % self.num_bins for row in rows]
        return self._encoded(np.array(bins, "int64").reshape(arrays[0].shape))


def _feature(entry: Any) -> int:
    """A whole number itself, or a text's fingerprint, as a signed number."""
    if not isinstance(entry, str):
        return int(entry)
    found = fingerprint(entry.encode())
    return found - (1 << 64) if found >> 63 else found
