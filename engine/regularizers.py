"""Penalties on large weights, added to the loss."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops, registry
from engine.kinds import Choice, Float
from engine.ops.normalization import unit_length
from engine.param import Configurable, param
from engine.tensor import Tensor


def _factor(default: float, what: str) -> Any:
    return param(Float(low=0), default, doc=f"How strongly {what} is penalised.")


class Regularizer(Configurable):
    """Base of regularizers: ``__call__(x)`` returns the penalty, a scalar tensor."""

    def __call__(self, x: Any) -> Tensor:
        raise NotImplementedError(f"{type(self).__name__} does not define __call__.")


def _l1(x: Any, factor: float) -> Tensor:
    return ops.multiply(ops.sum(ops.absolute(x)), factor)


def _l2(x: Any, factor: float) -> Tensor:
    return ops.multiply(ops.sum(ops.square(x)), factor)


@registry.register("regularizer")
class L1(Regularizer):
    """Penalises the sum of the absolute weights; drives unneeded weights to zero."""

    l1 = _factor(0.01, "the sum of the absolute values")

    def __call__(self, x: Any) -> Tensor:
        return _l1(x, self.l1)


@registry.register("regularizer")
class L2(Regularizer):
    """Penalises the sum of the squared weights; keeps all weights small."""

    l2 = _factor(0.01, "the sum of the squares")

    def __call__(self, x: Any) -> Tensor:
        return _l2(x, self.l2)


@registry.register("regularizer", aliases=("l1_l2",))
class L1L2(Regularizer):
    """Both penalties at once: on absolute values and on squares."""

    l1 = _factor(0.0, "the sum of the absolute values")
    l2 = _factor(0.0, "the sum of the squares")

    def __call__(self, x: Any) -> Tensor:
        if not self.l2:
            return _l1(x, self.l1)
        if not self.l1:
            return _l2(x, self.l2)
        return ops.add(_l1(x, self.l1), _l2(x, self.l2))


@registry.register("regularizer")
class OrthogonalRegularizer(Regularizer):
    """Penalises rows (or columns) of a weight matrix that are not at right angles."""

    factor = _factor(0.01, "the mean of the cosines")
    mode = param(
        Choice("rows", "columns"), "rows", doc="Whether rows or columns shall be at right angles."
    )

    def __call__(self, x: Any) -> Tensor:
        if len(x.shape) != 2:
            raise ValueError(
                f"OrthogonalRegularizer takes a matrix, got a weight of shape {tuple(x.shape)}. "
                "Use L2 for other weights."
            )
        rows = self.mode == "rows"
        unit = unit_length(x, axis=1 if rows else 0)
        cosines = ops.matmul(unit, unit, transpose_a=not rows, transpose_b=rows)
        count = x.shape[0 if rows else 1]
        apart = 1.0 - np.eye(count, dtype=x.dtype)
        pairs = max(count * (count - 1) / 2, 1)
        return ops.multiply(ops.sum(ops.absolute(cosines * apart)), self.factor * 0.5 / pairs)


l1, l2, l1_l2 = L1, L2, L1L2
orthogonal_regularizer = OrthogonalRegularizer


def get(identifier: Any) -> Any:
    """Return the regularizer of a name, a configuration, a class or an object; None for None."""
    return None if identifier is None else registry.get("regularizer", identifier)


def serialize(regularizer: Any) -> Any:
    """Return the JSON-able form of a regularizer."""
    return registry.serialize(regularizer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Make a regularizer from ``serialize``'s form."""
    return registry.deserialize(config, "regularizer")
