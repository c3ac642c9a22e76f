"""Reading and writing at positions: take, slice, scatter, segments."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.op import Node
from engine.ops.elementwise import (
    cast,
    divide,
    equal,
    greater_equal,
    less,
    logical_and,
    multiply,
    where,
)
from engine.ops.function import Function
from engine.ops.shape import broadcast_to, concatenate, reshape
from engine.ops.shapes import broadcast, normalize_axes
from engine.ops.ufuncs import floor_divide, mod
from engine.tensor import Spec, Tensor, as_operand

#: A whole axis.
_ALL = builtins.slice(None)


def positions(index: Any) -> Any:
    """Return positions as whole numbers."""
    index = as_operand(index)
    return index if index.dtype in ("int32", "int64") else cast(index, "int32")


# -- along one axis ----------------------------------------------------------


def _take_spec(x: Spec, index: Spec, *, axis: int) -> Spec:
    return Spec((*x.shape[:axis], *index.shape, *x.shape[axis + 1 :]), x.dtype)


def _take(x: np.ndarray, index: np.ndarray, *, axis: int) -> np.ndarray:
    size = x.shape[axis]
    bad = (index < -size) | (index >= size)
    if bad.any():
        raise IndexError(
            f"The index {int(index[bad].flat[0])} is outside axis {axis} of the shape {x.shape} "
            f"(valid: {-size} to {size - 1})."
        )
    return np.take(x, index, axis)


def _take_back(g: np.ndarray, index: np.ndarray, *, axis: int, shape: Any) -> np.ndarray:
    out = np.zeros(shape, g.dtype)
    np.add.at(out, (_ALL,) * axis + (index,), g)  # type: ignore[arg-type]
    return out


_TAKE: Function = Function(
    "take",
    _take,
    _take_spec,
    lambda n, g: (
        _TAKE_BACK(g, n.inputs[1], shape=n.inputs[0].shape, **n.attrs),
        None,
    ),
)
_TAKE_BACK: Function = Function(
    "take_gradient",
    _take_back,
    lambda g, index, *, axis, shape: Spec(shape, g.dtype),
    lambda n, g: (_TAKE(g, n.inputs[1], axis=n.attrs["axis"]), None),
)


def take(x: Any, indices: Any, axis: int | None = None) -> Tensor:
    """Return the elements of x at positions along an axis (of x in one row by default).

    Negative positions count from the end.

    Raises:
        IndexError: naming the first position outside.
    """
    x = as_operand(x)
    if axis is None:
        x, axis = reshape(x, (-1,)), 0
    return _TAKE(x, positions(indices), axis=normalize_axes(axis, x.ndim)[0])


def _along_spec(x: Spec, index: Spec, *, axis: int) -> Spec:
    if len(x.shape) != len(index.shape):
        raise ValueError(f"the shapes {x.shape} and {index.shape} differ in rank.")
    others = [s[:axis] + s[axis + 1 :] for s in (tuple(x.shape), tuple(index.shape))]
    shape = list(broadcast(*others))
    shape.insert(axis, index.shape[axis])
    return Spec(tuple(shape), x.dtype)


def _wide(x: np.ndarray, index: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Both with the other axes repeated to one size."""
    shape = _along_spec(Spec(x.shape, "x"), Spec(index.shape, "i"), axis=axis).shape
    whole = (*shape[:axis], x.shape[axis], *shape[axis + 1 :])
    return np.broadcast_to(x, whole), np.broadcast_to(index, shape)


def _along(x: np.ndarray, index: np.ndarray, *, axis: int) -> np.ndarray:
    return np.take_along_axis(*_wide(x, index, axis), axis)


def _along_back(g: np.ndarray, index: np.ndarray, *, axis: int, shape: Any) -> np.ndarray:
    whole = (*g.shape[:axis], shape[axis], *g.shape[axis + 1 :])
    out = np.zeros(whole, g.dtype)
    places: list[Any] = list(np.indices(g.shape, sparse=True))
    places[axis] = np.broadcast_to(index, g.shape)
    np.add.at(out, tuple(places), g)
    extra = tuple(i for i, s in enumerate(shape) if s == 1 and whole[i] != 1)
    return out.sum(extra, keepdims=True) if extra else out


_ALONG: Function = Function(
    "take_along_axis",
    _along,
    _along_spec,
    lambda n, g: (_ALONG_BACK(g, n.inputs[1], shape=n.inputs[0].shape, **n.attrs), None),
)
_ALONG_BACK: Function = Function(
    "take_along_axis_gradient",
    _along_back,
    lambda g, index, *, axis, shape: Spec(shape, g.dtype),
    lambda n, g: (_ALONG(g, n.inputs[1], axis=n.attrs["axis"]), None),
)


def take_along_axis(x: Any, indices: Any, axis: int | None = None) -> Tensor:
    """Return for every row along an axis the elements at that row's own positions."""
    x, indices = as_operand(x), positions(indices)
    if axis is None:
        x, indices, axis = reshape(x, (-1,)), reshape(indices, (-1,)), 0
    return _ALONG(x, indices, axis=normalize_axes(axis, x.ndim)[0])


# -- boxes -------------------------------------------------------------------


def _box(start: np.ndarray, size: Sequence[int], shape: Sequence[int]) -> tuple[Any, ...]:
    """The box of a size, moved inside where it would stick out."""
    first = [max(0, min(int(s), whole - n)) for s, n, whole in zip(start, size, shape, strict=True)]
    return tuple(builtins.slice(a, a + n) for a, n in zip(first, size, strict=True))


def _cut(x: np.ndarray, start: np.ndarray, *, shape: Any) -> np.ndarray:
    return x[_box(start, shape, x.shape)]


def _cut_spec(x: Spec, start: Spec, *, shape: Any) -> Spec:
    if len(shape) != len(x.shape) or start.shape != (len(shape),):
        raise ValueError(
            f"expected a start and a size for each axis of the shape {x.shape}, got starts of "
            f"shape {start.shape} and the sizes {tuple(shape)}."
        )
    if any(s is not None and n is not None and n > s for n, s in zip(shape, x.shape, strict=True)):
        raise ValueError(f"a box of {tuple(shape)} does not fit into the shape {x.shape}.")
    return Spec(tuple(shape), x.dtype)


def _paste(x: np.ndarray, start: np.ndarray, part: np.ndarray) -> np.ndarray:
    out = x.copy()
    out[_box(start, part.shape, x.shape)] = part
    return out


def _paste_spec(x: Spec, start: Spec, part: Spec) -> Spec:
    _cut_spec(x, start, shape=part.shape)
    return x


def _paste_gradient(node: Node, g: Any) -> Sequence[Any]:
    _, start, part = node.inputs
    empty = broadcast_to(np.zeros((), g.dtype), part.shape)
    return _PASTE(g, start, empty), None, _CUT(g, start, shape=part.shape)


_CUT: Function = Function(
    "slice",
    _cut,
    _cut_spec,
    lambda n, g: (
        _PASTE(broadcast_to(np.zeros((), g.dtype), n.inputs[0].shape), n.inputs[1], g),
        None,
    ),
)
_PASTE: Function = Function("slice_update", _paste, _paste_spec, _paste_gradient)


def _starts(start: Any) -> Any:
    """A start per axis as one tensor; some of them may be tensors themselves."""
    if isinstance(start, (list, tuple)) and any(hasattr(s, "dtype") for s in start):
        return concatenate([reshape(positions(s), (1,)) for s in start], 0)
    return positions(np.asarray(start, np.int32) if isinstance(start, (list, tuple)) else start)


def slice(inputs: Any, start_indices: Any, shape: Any) -> Tensor:  # noqa: A001 (Keras's name)
    """Return the box of a shape that begins at a position, moved inside if it sticks out."""
    return _CUT(inputs, _starts(start_indices), shape=tuple(shape))


def slice_update(inputs: Any, start_indices: Any, updates: Any) -> Tensor:
    """Return inputs with a box that begins at a position replaced."""
    x = as_operand(inputs)
    return _PASTE(x, _starts(start_indices), cast(as_operand(updates, like=x), x.dtype))


# -- scattered positions -----------------------------------------------------


def _rows(index: np.ndarray) -> tuple[np.ndarray, ...]:
    """Positions (..., k) as one array per axis; NumPy refuses those outside."""
    return tuple(np.moveaxis(index, -1, 0))


_REDUCE: dict[Any, Any] = {
    "add": np.add,
    "max": np.maximum,
    "min": np.minimum,
    "mul": np.multiply,
}


def _scatter(x: np.ndarray, index: np.ndarray, part: np.ndarray, *, how: Any) -> np.ndarray:
    out = x.copy()
    places = _rows(index)
    if how is None:
        out[places] = part
    else:
        _REDUCE[how].at(out, places, part)
    return out


def _scatter_spec(x: Spec, index: Spec, part: Spec, *, how: Any) -> Spec:
    depth = index.shape[-1]
    broadcast(part.shape, (*index.shape[:-1], *x.shape[depth:]))
    return x


def _scatter_gradient(node: Node, g: Any) -> Sequence[Any]:
    x, index, part = node.inputs
    how, y = node.attrs["how"], node.outputs[0]
    there = _GATHER(g, index)
    if how == "add":
        return g, None, there
    if how is None:
        empty = broadcast_to(np.zeros((), g.dtype), part.shape)
        return _SCATTER(g, index, empty, how=None), None, there
    if how == "mul":
        zero, one = equal(part, 0), np.ones((), part.dtype)
        product = _SCATTER(x, index, where(zero, one, part), how="mul")
        none = broadcast_to(np.zeros((), g.dtype), x.shape)
        zeros = _SCATTER(none, index, cast(zero, g.dtype), how="add")
        others = _others(part, _GATHER(product, index), _GATHER(zeros, index))
        return _SCATTER(g, index, part, how="mul"), None, multiply(there, others)
    kept = cast(equal(x, y), g.dtype)
    won = cast(equal(part, _GATHER(y, index)), g.dtype)
    return multiply(g, kept), None, multiply(there, won)


def _others(factors: Any, product: Any, zeros: Any) -> Tensor:
    """The product of the factors beside each one, which may itself be 0.

    Args:
        factors: What was multiplied.
        product: At each factor, the product of all that are not 0.
        zeros: At each factor, how many are 0, itself included.

    Second derivatives are right where no factor is 0.
    """
    zero = equal(factors, 0)
    alone = equal(zeros, cast(zero, zeros.dtype))
    return where(alone, divide(product, where(zero, 1.0, factors)), 0.0)


_SCATTER: Function = Function("scatter", _scatter, _scatter_spec, _scatter_gradient)


def _gather_back(node: Node, g: Any) -> Sequence[Any]:
    x, index = node.inputs
    return _SCATTER(broadcast_to(np.zeros((), g.dtype), x.shape), index, g, how="add"), None


_GATHER: Function = Function(
    "gather",
    lambda x, index: x[_rows(index)],
    lambda x, index: Spec((*index.shape[:-1], *x.shape[index.shape[-1] :]), x.dtype),
    _gather_back,
)


def scatter(indices: Any, values: Any, shape: Any) -> Tensor:
    """Return zeros of a shape with values added at positions.

    Args:
        indices: (..., k) positions along the first k axes.
        values: (..., rest of the shape); those at one position are summed.
        shape: Shape of the result.
    """
    values = as_operand(values)
    zeros = broadcast_to(np.zeros((), values.dtype), tuple(int(s) for s in shape))
    return _SCATTER(zeros, positions(indices), values, how="add")


def scatter_update(inputs: Any, indices: Any, updates: Any, reduction: Any = None) -> Tensor:
    """Return inputs with the values at positions (..., k) replaced or combined.

    ``reduction`` is None (replace), "add", "max", "min" or "mul".
    """
    if reduction is not None and reduction not in _REDUCE:
        raise ValueError(
            f"scatter_update: reduction must be None or one of {', '.join(_REDUCE)}, got "
            f"{reduction!r}."
        )
    x, index = as_operand(inputs), positions(indices)
    part = cast(as_operand(updates, like=x), x.dtype)
    shape = (*index.shape[:-1], *x.shape[index.shape[-1] :])
    return _SCATTER(x, index, broadcast_to(part, shape), how=reduction)


# -- segments ----------------------------------------------------------------


def _segment(data: np.ndarray, ids: np.ndarray, *, how: str, count: int) -> np.ndarray:
    start: Any = {"add": 0, "mul": 1}.get(how)
    if start is None:  # the worst number there is
        floats = data.dtype.kind == "f"
        limits: Any = None if floats else np.iinfo(data.dtype)
        low, high = (-np.inf, np.inf) if floats else (limits.min, limits.max)
        start = low if how == "max" else high
    out = np.full((count, *data.shape[1:]), start, data.dtype)
    known = (ids >= 0) & (ids < count)
    _REDUCE[how].at(out, ids[known], data[known])
    return out


def _segment_spec(data: Spec, ids: Spec, *, how: str, count: int) -> Spec:
    if len(ids.shape) != 1 or not data.shape:
        raise ValueError(
            f"expected a row of segment numbers for the first axis of {data.shape}, got the shape "
            f"{ids.shape}."
        )
    return Spec((count, *data.shape[1:]), data.dtype)


def _segment_gradient(node: Node, g: Any) -> Sequence[Any]:
    data, ids = node.inputs
    how, count = node.attrs["how"], node.attrs["count"]
    known = logical_and(greater_equal(ids, 0), less(ids, count))
    ids = where(known, ids, count)  # one segment more takes what does not count

    def summed(values: Any, reduction: str = "add") -> Tensor:
        """At each row, the sum (or product) of all rows of its segment."""
        return take(_SEGMENT(values, ids, how=reduction, count=count + 1), ids, axis=0)

    there = take(concatenate([g, np.zeros((1, *g.shape[1:]), g.dtype)], 0), ids, axis=0)
    if how == "add":
        return there, None
    if how == "mul":
        zero, one = equal(data, 0), np.ones((), data.dtype)
        others = _others(data, summed(where(zero, one, data), "mul"), summed(cast(zero, g.dtype)))
        return multiply(there, others), None
    won = cast(equal(data, summed(data, how)), g.dtype)
    return divide(multiply(there, won), summed(won)), None


_SEGMENT: Function = Function("segment", _segment, _segment_spec, _segment_gradient)


def _segments(how: str) -> Callable[..., Tensor]:
    def function(
        data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
    ) -> Tensor:
        ids = positions(segment_ids)
        if num_segments is None:
            num_segments = int(ids.array().max(initial=-1)) + 1
        return _SEGMENT(data, ids, how=how, count=int(num_segments))

    return function


segment_sum, segment_prod = _segments("add"), _segments("mul")
segment_max, segment_min = _segments("max"), _segments("min")
for _name, _what in (("sum", "sum"), ("prod", "product"), ("max", "largest"), ("min", "smallest")):
    _function = globals()[f"segment_{_name}"]
    _function.__name__ = _function.__qualname__ = f"segment_{_name}"
    _function.__doc__ = (
        f"Return the {_what} of the rows of data with each segment number.\n\n"
        "Numbers outside 0 to num_segments - 1 do not count; without num_segments it is one\n"
        "more than the largest number, which must then be known."
    )

# -- choosing ----------------------------------------------------------------


def unravel_index(indices: Any, shape: Sequence[int]) -> tuple[Tensor, ...]:
    """Return positions in one row as positions along the axes of a shape."""
    rest, found = as_operand(indices), []
    for size in reversed(tuple(shape)):
        found.append(mod(rest, int(size)))
        rest = floor_divide(rest, int(size))
    return tuple(found[::-1])


def select(condlist: Sequence[Any], choicelist: Sequence[Any], default: Any = 0) -> Tensor:
    """Return at each place the choice of the first condition that holds, else ``default``."""
    if not condlist or len(condlist) != len(choicelist):
        raise ValueError(
            f"select: expected as many choices as conditions, got {len(choicelist)} choices and "
            f"{len(condlist)} conditions."
        )
    result = default
    for condition, choice in zip(reversed(condlist), reversed(choicelist), strict=True):
        result = where(condition, choice, result)
    return result


__all__ = [
    "scatter",
    "scatter_update",
    "segment_max",
    "segment_min",
    "segment_prod",
    "segment_sum",
    "select",
    "slice",
    "slice_update",
    "take",
    "take_along_axis",
    "unravel_index",
]
