"""Python's operators on tensors and variables, each the op it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from engine.tensor import Tensor


class Arithmetic:
    """Python's operators, as ops."""

    __slots__ = ()

    __array_priority__ = 100  # NumPy arrays leave mixed arithmetic to us

    def __add__(self, other: Any) -> Tensor:
        return ops().add(self, other)

    def __radd__(self, other: Any) -> Tensor:
        return ops().add(other, self)

    def __sub__(self, other: Any) -> Tensor:
        return ops().subtract(self, other)

    def __rsub__(self, other: Any) -> Tensor:
        return ops().subtract(other, self)

    def __mul__(self, other: Any) -> Tensor:
        return ops().multiply(self, other)

    def __rmul__(self, other: Any) -> Tensor:
        return ops().multiply(other, self)

    def __truediv__(self, other: Any) -> Tensor:
        return ops().divide(self, other)

    def __rtruediv__(self, other: Any) -> Tensor:
        return ops().divide(other, self)

    def __pow__(self, other: Any) -> Tensor:
        return ops().power(self, other)

    def __rpow__(self, other: Any) -> Tensor:
        return ops().power(other, self)

    def __matmul__(self, other: Any) -> Tensor:
        return ops().matmul(self, other)

    def __rmatmul__(self, other: Any) -> Tensor:
        return ops().matmul(other, self)

    def __floordiv__(self, other: Any) -> Tensor:
        return ops().floor_divide(self, other)

    def __rfloordiv__(self, other: Any) -> Tensor:
        return ops().floor_divide(other, self)

    def __mod__(self, other: Any) -> Tensor:
        return ops().mod(self, other)

    def __rmod__(self, other: Any) -> Tensor:
        return ops().mod(other, self)

    def __and__(self, other: Any) -> Tensor:
        return ops().logical_and(self, other)

    def __rand__(self, other: Any) -> Tensor:
        return ops().logical_and(other, self)

    def __or__(self, other: Any) -> Tensor:
        return ops().logical_or(self, other)

    def __ror__(self, other: Any) -> Tensor:
        return ops().logical_or(other, self)

    def __xor__(self, other: Any) -> Tensor:
        return ops().logical_xor(self, other)

    def __rxor__(self, other: Any) -> Tensor:
        return ops().logical_xor(other, self)

    def __invert__(self) -> Tensor:
        return ops().logical_not(self)

    def __round__(self, digits: int | None = None) -> Tensor:
        return ops().round(self, digits or 0)

    def __lt__(self, other: Any) -> Tensor:
        return ops().less(self, other)

    def __le__(self, other: Any) -> Tensor:
        return ops().less_equal(self, other)

    def __gt__(self, other: Any) -> Tensor:
        return ops().greater(self, other)

    def __ge__(self, other: Any) -> Tensor:
        return ops().greater_equal(self, other)

    def __eq__(self, other: object) -> Any:
        return _compared(self, other, True)

    def __ne__(self, other: object) -> Any:
        return _compared(self, other, False)

    __hash__ = object.__hash__

    def __neg__(self) -> Tensor:
        return ops().negative(self)

    def __abs__(self) -> Tensor:
        return ops().absolute(self)

    def __getitem__(self, index: Any) -> Tensor:
        return ops().get_item(self, index)


def _compared(x: Any, other: Any, same: bool) -> Any:
    """Whether elements are equal (or differ); values that cannot be compared are not equal."""
    from engine.tensor import TEXT, Tensor, as_operand

    if other is None:
        return not same
    try:
        operand = as_operand(other)
    except (TypeError, ValueError):
        return NotImplemented
    if TEXT in (x.dtype, operand.dtype):
        found = np.asarray(np.asarray(x) == np.asarray(operand))
        return Tensor(found.shape, "bool", found if same else ~found)
    try:
        return ops().equal(x, operand) if same else ops().not_equal(x, operand)
    except ValueError:  # the shapes do not go together
        return not same


def ops() -> Any:
    """The ops, which are made of tensors themselves."""
    import engine.ops

    return engine.ops
