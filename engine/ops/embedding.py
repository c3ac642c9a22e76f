"""Rows of a table, picked by index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.kernels import embedding as kernels
from engine.op import Call, Node, Op, apply
from engine.ops.elementwise import cast
from engine.tensor import Spec, Tensor, as_operand


class Gather(Op):
    """table[index]; an index outside the table is an error that names it."""

    name = "embedding"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        table, index = inputs
        return (Spec((*index.shape, *table.shape[1:]), table.dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        table, index = ins
        rows = table.reshape(table.shape[0], -1)
        return [(_gather, (rows, index.reshape(-1), outs[0].reshape(index.size, rows.shape[1])))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        table, index = node.inputs
        return apply(_SCATTER_ROWS, grads[0], index, shape=table.shape)[0], None

    def flops(self, ins: Any, outs: Any, attrs: Any) -> float:
        return 0.0


def _gather(table: np.ndarray, index: np.ndarray, out: np.ndarray) -> None:
    bad = kernels.gather(table, index, out)
    if bad >= 0:
        raise IndexError(
            f"The index {int(index[bad])} is outside the table of {table.shape[0]} rows (valid: 0 "
            f"to {table.shape[0] - 1}). Check the data, or raise the Embedding layer's input_dim."
        )


class ScatterRows(Op):
    """Sum each row's gradient into the row it was read from."""

    name = "embedding_gradient"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        grad, index = ins
        rows = outs[0].reshape(outs[0].shape[0], -1)
        args = (grad.reshape(index.size, rows.shape[1]), index.reshape(-1), rows)
        return [(kernels.scatter, args)]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return apply(_GATHER, grads[0], node.inputs[1])[0], None


_GATHER = Gather()
_SCATTER_ROWS = ScatterRows()


def gather_rows(table: Any, index: Any) -> Tensor:
    """Return the rows of a table at the positions of ``index``.

    Args:
        table: (rows, ...).
        index: Whole numbers of any shape.

    Raises:
        IndexError: naming the first position outside the table.
    """
    index = as_operand(index)
    if index.dtype not in ("int32", "int64"):
        index = cast(index, "int32")
    return apply(_GATHER, table, index)[0]
