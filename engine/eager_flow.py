"""TensorFlow's names for the flow of a program: branches, loops, and what stands around them."""

from __future__ import annotations

import contextlib
import enum
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from engine import ops
from engine.eager import _tensor, constant, zeros
from engine.tensor import Tensor
from engine.tree import map_structure

custom_gradient = ops.custom_gradient


class UnconnectedGradients(enum.Enum):
    """What a gradient is where a target does not depend on a source."""

    NONE = "none"
    ZERO = "zero"

    def __str__(self) -> str:
        return self.value


class TensorShape(tuple):
    """A shape, with TensorFlow's questions about it."""

    def __new__(cls, dims: Any) -> TensorShape:
        return super().__new__(cls, dims)

    @property
    def rank(self) -> int:
        """Number of axes."""
        return len(self)

    ndims = rank

    def as_list(self) -> list[Any]:
        """Return the sizes; None for one that is not known."""
        return list(self)

    def num_elements(self) -> int | None:
        """Return the number of elements, None when a size is not known."""
        return int(np.prod(self)) if self.is_fully_defined() else None

    def is_fully_defined(self) -> bool:
        """Return whether all sizes are known."""
        return None not in self

    def concatenate(self, other: Any) -> TensorShape:
        """Return the sizes of this shape and another's after them."""
        return TensorShape((*self, *other))


class TensorArray:
    """A list of tensors that a loop writes and reads; each write gives the array itself.

    Args:
        dtype: Element type.
        size: Number of places to begin with.
        dynamic_size: Whether writing past the end makes it longer.
        clear_after_read, element_shape: Kept for TensorFlow's signature.
    """

    def __init__(
        self,
        dtype: str,
        size: Any = 0,
        dynamic_size: bool = False,
        clear_after_read: Any = None,
        element_shape: Any = None,
        name: str | None = None,
    ) -> None:
        self.dtype = dtype
        self.dynamic_size = bool(dynamic_size)
        self._items: list[Any] = [None] * int(size)

    def write(self, index: Any, value: Any, name: str | None = None) -> TensorArray:
        """Put a tensor at a place.

        Raises:
            IndexError: past the end of an array whose size is fixed.
        """
        place = int(index)
        if place < 0 or (place >= len(self._items) and not self.dynamic_size):
            raise IndexError(
                f"A TensorArray of {len(self._items)} places has none numbered {place}; make it "
                "with dynamic_size=True to let it grow."
            )
        self._items += [None] * (place + 1 - len(self._items))
        self._items[place] = ops.cast(_tensor(value), self.dtype)
        return self

    def read(self, index: Any, name: str | None = None) -> Tensor:
        """Return the tensor at a place."""
        found = self._items[int(index)]
        if found is None:
            raise ValueError(f"Nothing was written at place {int(index)} of the TensorArray.")
        return found

    def size(self, name: str | None = None) -> Tensor:
        """Return the number of places."""
        return constant(len(self._items), "int32")

    def stack(self, name: str | None = None) -> Tensor:
        """Return all tensors along a new first axis; places without one hold zeros."""
        return ops.stack(self._whole())

    def concat(self, name: str | None = None) -> Tensor:
        """Return all tensors joined along their first axis."""
        return ops.concatenate(self._whole(), 0)

    def unstack(self, value: Any, name: str | None = None) -> TensorArray:
        """Put the slices along the first axis of a tensor into the array."""
        self._items = list(ops.unstack(_tensor(value)))
        return self

    def _whole(self) -> list[Any]:
        shape = next((i.shape for i in self._items if i is not None), ())
        return [zeros(shape, self.dtype) if i is None else i for i in self._items]


def cond(
    pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any], name: str | None = None
) -> Any:
    """Return what one of two functions gives."""
    return ops.cond(pred, true_fn, false_fn)


def while_loop(
    cond: Callable[..., Any],
    body: Callable[..., Any],
    loop_vars: Any,
    maximum_iterations: Any = None,
    **ignored: Any,
) -> Any:
    """Return the variables after repeating a body while a condition holds."""
    count = None if maximum_iterations is None else int(maximum_iterations)
    return ops.while_loop(cond, body, loop_vars, count)


def map_fn(fn: Callable[[Any], Any], elems: Any, dtype: Any = None, **ignored: Any) -> Any:
    """Return what a function gives for each slice along the first axis, stacked."""
    return ops.map(fn, map_structure(_tensor, elems))


def vectorized_map(fn: Callable[[Any], Any], elems: Any, **ignored: Any) -> Any:
    """Return what a function gives for each slice along the first axis, stacked."""
    return ops.map(fn, map_structure(_tensor, elems))


def py_function(func: Callable[..., Any], inp: Sequence[Any], Tout: Any, name: Any = None) -> Any:  # noqa: N803
    """Return what a Python function gives for tensors, in the types of ``Tout``."""
    return _typed(func(*(_tensor(i) for i in inp)), Tout)


def numpy_function(
    func: Callable[..., Any], inp: Sequence[Any], Tout: Any, stateful: bool = True, name: Any = None  # noqa: N803
) -> Any:
    """Return what a function of arrays gives for tensors, in the types of ``Tout``."""
    return _typed(func(*(_tensor(i).numpy() for i in inp)), Tout)


def _typed(found: Any, types: Any) -> Any:
    if isinstance(types, (list, tuple)):
        return [constant(np.asarray(f), t) for f, t in zip(found, types, strict=True)]
    return constant(np.asarray(found), types)


@contextlib.contextmanager
def name_scope(name: str) -> Iterator[str]:
    """Kept for scripts: steps have no names of their own here."""
    yield name


@contextlib.contextmanager
def device(device_name: Any) -> Iterator[None]:
    """Kept for scripts: everything is computed on the processor."""
    yield


def group(*inputs: Any, name: str | None = None) -> None:
    """Kept for scripts: what stands in a program is done in its order."""


def no_op(name: str | None = None) -> None:
    """Do nothing."""


def get_logger() -> logging.Logger:
    """Return the logger of this engine."""
    return logging.getLogger("engine")


__all__ = [
    "TensorArray",
    "TensorShape",
    "UnconnectedGradients",
    "cond",
    "custom_gradient",
    "device",
    "get_logger",
    "group",
    "map_fn",
    "name_scope",
    "no_op",
    "numpy_function",
    "py_function",
    "vectorized_map",
    "while_loop",
]
