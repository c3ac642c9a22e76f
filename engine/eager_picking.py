"""TensorFlow's names for picking and putting by indices, padding, and sets of values.

As in ``engine.eager``, each is a thin spelling of functions in ``engine.ops``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from engine import ops
from engine.eager import _tensor, constant, sizes
from engine.tensor import Tensor


def broadcast_to(input: Any, shape: Any, name: str | None = None) -> Tensor:  # noqa: A002
    """Return a tensor repeated along axes of size 1, so that it has a shape."""
    return ops.broadcast_to(_tensor(input), sizes(shape))


def ensure_shape(x: Any, shape: Any, name: str | None = None) -> Tensor:
    """Return x, after a look at its shape.

    Args:
        x: A tensor.
        shape: What it should be; None for a size that may be any.

    Raises:
        ValueError: when it is another one.
    """
    x = _tensor(x)
    wanted = tuple(shape)
    same = len(wanted) == len(x.shape) and all(
        w is None or s is None or w == s for w, s in zip(wanted, x.shape, strict=True)
    )
    if not same:
        raise ValueError(f"The shape {wanted} is expected, got {x.shape}.")
    return x


def gather_nd(params: Any, indices: Any, batch_dims: int = 0, name: str | None = None) -> Tensor:
    """Return the slices at places; the last axis of ``indices`` holds the first coordinates."""
    params, indices = _tensor(params), _tensor(indices)
    if batch_dims:
        pairs = zip(ops.unstack(params), ops.unstack(indices), strict=True)
        return ops.stack([gather_nd(p, i, batch_dims - 1) for p, i in pairs])
    depth = indices.shape[-1]
    if depth > params.ndim:
        raise ValueError(
            f"gather_nd: {depth} coordinates for a tensor of {params.ndim} axes are too many."
        )
    flat: Any = 0
    for axis in range(depth):
        flat = flat * params.shape[axis] + indices[..., axis]
    rows = ops.reshape(params, (-1, *params.shape[depth:]))
    return ops.take(rows, flat, axis=0)


def scatter_nd(indices: Any, updates: Any, shape: Any, name: str | None = None) -> Tensor:
    """Return zeros with updates added at places."""
    return ops.scatter(_tensor(indices), _tensor(updates), sizes(shape))


def tensor_scatter_nd_update(
    tensor: Any, indices: Any, updates: Any, name: str | None = None
) -> Tensor:
    """Return a tensor with other values at places."""
    return ops.scatter_update(_tensor(tensor), _tensor(indices), _tensor(updates))


def tensor_scatter_nd_add(
    tensor: Any, indices: Any, updates: Any, name: str | None = None
) -> Tensor:
    """Return a tensor with values added at places."""
    tensor = _tensor(tensor)
    return ops.add(tensor, scatter_nd(indices, updates, tensor.shape))


def slice(input_: Any, begin: Any, size: Any, name: str | None = None) -> Tensor:  # noqa: A001
    """Return a part of a tensor; a size of -1 goes to the end."""
    tensor, starts = _tensor(input_), sizes(begin)
    cut = [
        full - start if length == -1 else length
        for start, length, full in zip(starts, sizes(size), tensor.shape, strict=True)
    ]
    return ops.slice(tensor, starts, cut)


def pad(
    tensor: Any,
    paddings: Any,
    mode: str = "CONSTANT",
    constant_values: Any = 0,
    name: str | None = None,
) -> Tensor:
    """Return a tensor with more on both sides of every axis.

    Args:
        tensor: What is padded.
        paddings: How much before and after, for each axis.
        mode: "CONSTANT", "REFLECT" or "SYMMETRIC".
        constant_values: What is put there in the first mode.
    """
    widths = [sizes(pair) for pair in paddings]
    mode = mode.lower()
    return ops.pad(_tensor(tensor), widths, mode, constant_values if mode == "constant" else None)


def roll(input: Any, shift: Any, axis: Any, name: str | None = None) -> Tensor:  # noqa: A002
    """Return a tensor with elements moved along axes; those at the end come back first."""
    return ops.roll(_tensor(input), shift, axis)


def meshgrid(*args: Any, indexing: str = "xy", name: str | None = None) -> list[Tensor]:
    """Return the coordinates of the points of a grid."""
    return list(ops.meshgrid(*(_tensor(a) for a in args), indexing=indexing))


class Unique(NamedTuple):
    """The values that occur, and for each element the number of its value."""

    y: Tensor
    idx: Tensor


def unique(x: Any, out_idx: str = "int32", name: str | None = None) -> Unique:
    """Return each value of a tensor of one axis once, in the order of first occurrence."""
    values, first, inverse = np.unique(np.asarray(x), return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return Unique(constant(values[order]), constant(rank[inverse.ravel()], out_idx))


def searchsorted(
    sorted_sequence: Any,
    values: Any,
    side: str = "left",
    out_type: str = "int32",
    name: str | None = None,
) -> Tensor:
    """Return where values would have to be put in to keep an order."""
    found = ops.searchsorted(_tensor(sorted_sequence), _tensor(values), side)
    return ops.cast(found, out_type)


def sequence_mask(
    lengths: Any, maxlen: Any = None, dtype: str = "bool", name: str | None = None
) -> Tensor:
    """Return for every length so many ones, and zeros after them."""
    lengths = _tensor(lengths)
    longest = int(np.max(np.asarray(lengths))) if maxlen is None else int(maxlen)
    places = constant(np.arange(longest), lengths.dtype)
    return ops.cast(ops.less(places, ops.expand_dims(lengths, -1)), dtype)


def clip_by_norm(t: Any, clip_norm: Any, axes: Any = None, name: str | None = None) -> Tensor:
    """Return a tensor made shorter where its length is above a limit."""
    t = _tensor(t)
    length = ops.sqrt(ops.sum(ops.square(t), axes, keepdims=True))
    return ops.multiply(t, ops.divide(clip_norm, ops.maximum(length, clip_norm)))


def clip_by_global_norm(
    t_list: Sequence[Any], clip_norm: Any, use_norm: Any = None, name: str | None = None
) -> tuple[list[Any], Tensor]:
    """Return tensors made shorter together, and the length of all of them; None stays None."""
    length = global_norm(t_list) if use_norm is None else _tensor(use_norm)
    factor = ops.divide(clip_norm, ops.maximum(length, clip_norm))
    return [None if t is None else ops.multiply(_tensor(t), factor) for t in t_list], length


def global_norm(t_list: Sequence[Any], name: str | None = None) -> Tensor:
    """Return the length of several tensors as one long vector."""
    return ops.sqrt(add_n([ops.sum(ops.square(_tensor(t))) for t in t_list if t is not None]))


def add_n(inputs: Sequence[Any], name: str | None = None) -> Tensor:
    """Return the sum of tensors of one shape."""
    total = _tensor(inputs[0])
    for tensor in inputs[1:]:
        total = ops.add(total, tensor)
    return total


__all__ = [
    "add_n",
    "broadcast_to",
    "clip_by_global_norm",
    "clip_by_norm",
    "ensure_shape",
    "gather_nd",
    "meshgrid",
    "pad",
    "roll",
    "scatter_nd",
    "searchsorted",
    "sequence_mask",
    "slice",
    "tensor_scatter_nd_add",
    "tensor_scatter_nd_update",
    "unique",
]
