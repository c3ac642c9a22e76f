"""CategoryEncoding and Discretization: numbers of categories as zeros and ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops
from engine.kinds import Bool, Choice, Float, Int, Optional
from engine.layers.layer import Layer, trainable_param
from engine.layers.preprocessing.arguments import Increasing
from engine.layers.preprocessing.batches import batches
from engine.layers.preprocessing.quantiles import compress, joined, summary
from engine.param import param
from engine.registry import register

__all__ = [
    "CategoryEncoding",
    "Discretization",
]

MODE_DOC = "What comes out: a row per number, a row of what occurs, or how often it occurs."


class OutputMode(Choice):
    """A choice that knows older Keras's names of the modes."""

    def validate(self, value: Any) -> Any:
        older = {"binary": "multi_hot", "tf-idf": "tf_idf"}
        return super().validate(older.get(value, value) if isinstance(value, str) else value)


class NotSparse(Bool):
    """False; sparse tensors do not exist here."""

    def validate(self, value: Any) -> bool:
        if super().validate(value):
            raise ValueError("Sparse tensors are not supported.")
        return False

    def describe(self) -> str:
        return "False"

    def bad_values(self) -> list[Any]:
        return [*super().bad_values(), True]


def sparse_param() -> Any:
    return param(NotSparse(), False, hidden=True, doc="Kept for files; only False is supported.")


def encode(x: Any, mode: str, depth: int, dtype: str, weights: Any = None) -> Any:
    """Return category numbers in an output mode; numbers from ``depth`` on give zeros.

    One-hot adds an axis (or fills a last one of size 1); the others summarise axis 1, the
    only one of a single row. ``weights`` are what each number counts.
    """
    if len(x.shape) == 0:
        x = ops.reshape(x, (1,))
    if mode == "one_hot":
        if len(x.shape) > 1 and x.shape[-1] == 1:
            x = ops.squeeze(x, -1)
        return ops.one_hot(x, depth, dtype=dtype)
    rows = ops.one_hot(x, depth, dtype=dtype)
    if weights is not None:
        rows = rows * ops.expand_dims(ops.cast(weights, dtype), -1)
    axis = min(len(x.shape) - 1, 1)
    return ops.max(rows, axis=axis) if mode == "multi_hot" else ops.sum(rows, axis=axis)


@register("layer", family="preprocessing")
class CategoryEncoding(Layer):
    """Turns category numbers into rows of zeros and ones.

    Formula: one_hot: y[c] = 1 where x = c; multi_hot: 1 where any x = c; count: how many x = c
    Shape: (batch, n) to (batch, num_tokens); one_hot: (batch, n) to (batch, n, num_tokens)
    """

    starting = {"num_tokens": 10}
    num_tokens = param(Int(low=1), doc="How many categories there are; they count from 0.")
    output_mode = param(OutputMode("multi_hot", "one_hot", "count"), "multi_hot", doc=MODE_DOC)
    sparse = sparse_param()

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        del config["sparse"]  # as Keras writes it
        return config

    def call(self, inputs: Any, count_weights: Any = None) -> Any:
        if count_weights is not None and self.output_mode != "count":
            raise ValueError("count_weights are only used with output_mode='count'.")
        x = inputs if inputs.dtype != "bool" else ops.cast(inputs, "int32")
        return encode(x, self.output_mode, self.num_tokens, self.dtype, count_weights)


@register("layer", family="preprocessing")
class Discretization(Layer):
    """Sorts numbers into bins: below the first boundary, between two, above the last.

    Formula: y = how many boundaries are at most x, as a number or as zeros and ones
    Shape: int: unchanged; one_hot: (batch, n) to (batch, n, bins); otherwise (batch, bins)
    """

    starting = {"bin_boundaries": [-1.0, 0.0, 1.0]}
    trainable = trainable_param(own=True)
    bin_boundaries = param(
        Optional(Increasing()), None, doc="The numbers between the bins, in increasing order."
    )
    num_bins = param(
        Optional(Int(low=1)), None, advanced=True, doc="How many bins adapt() shall make."
    )
    epsilon = param(
        Float(0.0, 1.0, open_low=True),
        0.01,
        advanced=True,
        doc="How exact the boundaries are that adapt() finds, as a share of the data.",
    )
    output_mode = param(
        OutputMode("int", "one_hot", "multi_hot", "count"),
        "int",
        doc="What comes out: the bin's number, a row per number, or a row of all bins.",
    )
    sparse = sparse_param()

    def check_params(self) -> None:
        super().check_params()
        if (self.bin_boundaries is None) == (self.num_bins is None):
            raise ValueError(
                "Discretization needs either bin_boundaries, or num_bins and a call of adapt(); "
                f"got bin_boundaries={self.bin_boundaries} and num_bins={self.num_bins}."
            )

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        if config.get("num_bins") is None or config.get("bin_boundaries") is None:
            return cls(**config)
        layer = cls(**{**config, "bin_boundaries": None})  # it was adapted
        layer.bin_boundaries = Increasing().validate(config["bin_boundaries"])
        return layer

    def adapt(self, data: Any, steps: int | None = None) -> None:
        """Find boundaries that put equally many of the data into every bin.

        Args:
            data: An array, a Dataset or another iterable of batches.
            steps: At most so many batches.
        """
        if self.num_bins is None:
            raise ValueError(
                f"Discretization '{self.name}' was given its boundaries; make it with num_bins "
                "to adapt it to data."
            )
        found = np.empty((2, 0), np.float32)
        for batch in batches(data, steps):
            part = summary(np.asarray(batch, np.float32), self.epsilon)
            found = joined(part, found, self.epsilon)
        if not found.size:
            raise ValueError(f"Discretization '{self.name}': there are no data to adapt to.")
        self.bin_boundaries = compress(found, 1.0 / self.num_bins)[0, :-1].tolist()

    def call(self, inputs: Any) -> Any:
        if self.bin_boundaries is None:
            raise ValueError("its boundaries are not known yet: call adapt() with data first.")
        x = self.as_float(inputs)
        edges = np.asarray(self.bin_boundaries, x.dtype)
        passed = ops.logical_not(ops.less(ops.expand_dims(x, -1), edges))
        number = ops.cast(ops.sum(ops.cast(passed, x.dtype), axis=-1), "int32")
        if self.output_mode == "int":
            return number
        return encode(number, self.output_mode, len(edges) + 1, self.dtype)
