"""Rolling, turning, repeating, splitting and joining, made of reshape, slice, concatenate."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.ops.shape import (
    broadcast_to,
    concatenate,
    expand_dims,
    flip,
    get_item,
    reshape,
    swapaxes,
    take_slice,
    transpose,
)
from engine.ops.shapes import WHOLE, normalize_axes
from engine.tensor import Tensor, as_operand


def ravel(x: Any) -> Tensor:
    """Return x laid out in one row."""
    return reshape(x, (-1,))


def fliplr(x: Any) -> Tensor:
    """Return x with its second axis reversed."""
    return flip(x, 1)


def flipud(x: Any) -> Tensor:
    """Return x with its first axis reversed."""
    return flip(x, 0)


def rot90(array: Any, k: int = 1, axes: Sequence[int] = (0, 1)) -> Tensor:
    """Return an array turned k times by 90 degrees, from the first of two axes to the second."""
    x = as_operand(array)
    if x.ndim < 2:
        raise ValueError(
            f"rot90: expected at least two axes, got the shape {x.shape}."
        )
    if len(axes) != 2 or axes[0] % x.ndim == axes[1] % x.ndim:
        raise ValueError(f"rot90: two different axes are needed, got {tuple(axes)}.")
    if k % 4 == 2:
        return flip(x, tuple(axes))
    if k % 4 == 1:
        return swapaxes(flip(x, axes[1]), *axes)
    return flip(swapaxes(x, *axes), axes[1]) if k % 4 else x  # type: ignore[return-value]


def roll(x: Any, shift: Any, axis: Any = None) -> Tensor:
    """Return x moved along axes; what falls off one end comes in at the other."""
    x = as_operand(x)
    if axis is None:
        return reshape(roll(ravel(x), shift, 0), x.shape)
    axes = [axis] if isinstance(axis, WHOLE) else list(axis)
    shifts = [shift] * len(axes) if isinstance(shift, WHOLE) else list(shift)
    for place, steps in zip(axes, shifts, strict=True):
        place = normalize_axes(place, x.ndim)[0]
        size = x.shape[place]
        steps = steps if size is None else steps % max(size, 1)
        if steps:
            front = (slice(None),) * place
            tail = get_item(x, (*front, slice(-steps, None)))
            x = concatenate([tail, get_item(x, (*front, slice(None, -steps)))], place)
    return x  # type: ignore[return-value]


def tile(x: Any, repeats: Any) -> Tensor:
    """Return x repeated as a whole along its axes (new leading ones for more repeats)."""
    x = as_operand(x)
    times = [repeats] if isinstance(repeats, WHOLE) else [int(r) for r in repeats]
    rank = max(len(times), x.ndim)
    times = [1] * (rank - len(times)) + times
    shape = (1,) * (rank - x.ndim) + tuple(x.shape)
    apart = [part for s in shape for part in (1, s)]
    wide = [part for t, s in zip(times, shape, strict=True) for part in (t, s)]
    together = [None if s is None else t * s for t, s in zip(times, shape, strict=True)]
    return reshape(broadcast_to(reshape(x, apart), wide), together)


def append(x1: Any, x2: Any, axis: int | None = None) -> Tensor:
    """Return x2 after x1 along an axis; both laid out in a row by default."""
    if axis is None:
        return concatenate([ravel(x1), ravel(x2)], 0)
    return concatenate([x1, x2], axis)


# -- splitting ---------------------------------------------------------------


def split(x: Any, indices_or_sections: Any, axis: int = 0) -> list[Tensor]:
    """Return equal parts of x (so many), or the parts between positions, along an axis."""
    x = as_operand(x)
    place = normalize_axes(axis, x.ndim)[0]
    size = x.shape[place]
    if isinstance(indices_or_sections, WHOLE):
        count = indices_or_sections
        if size is not None and (count < 1 or size % count):
            raise ValueError(
                f"split: axis {axis} of shape {x.shape} cannot be cut into {count} equal parts. "
                "Use ops.array_split, or give the positions of the cuts."
            )
        each = None if size is None else size // count
        apart = reshape(x, (*x.shape[:place], count, each, *x.shape[place + 1 :]))
        return [get_item(apart, (slice(None),) * place + (i,)) for i in range(count)]
    return _between(x, [int(i) for i in np.asarray(indices_or_sections)], place)


def array_split(x: Any, indices_or_sections: Any, axis: int = 0) -> list[Tensor]:
    """Return parts of x along an axis; where they cannot be equal the first are one longer."""
    if not isinstance(indices_or_sections, WHOLE):
        return split(x, indices_or_sections, axis)
    x = as_operand(x)
    place = normalize_axes(axis, x.ndim)[0]
    if x.shape[place] is None:
        raise ValueError(f"array_split: the size of axis {axis} must be known, shape {x.shape}.")
    each, longer = divmod(x.shape[place], indices_or_sections)
    lengths = [each + 1] * longer + [each] * (indices_or_sections - longer)
    return _between(x, [int(i) for i in np.cumsum(lengths)[:-1]], place)


def _between(x: Any, cuts: list[int], axis: int) -> list[Tensor]:
    edges: list[Any] = [None, *cuts, None]
    return [take_slice(x, axis, a, b) for a, b in zip(edges[:-1], edges[1:], strict=True)]


def hsplit(x: Any, indices_or_sections: Any) -> list[Tensor]:
    """Return parts along the second axis (the only one of a row)."""
    return split(x, indices_or_sections, 1 if as_operand(x).ndim > 1 else 0)


def vsplit(x: Any, indices_or_sections: Any) -> list[Tensor]:
    """Return parts along the first axis."""
    return split(x, indices_or_sections, 0)


def dsplit(x: Any, indices_or_sections: Any) -> list[Tensor]:
    """Return parts along the third axis."""
    return split(x, indices_or_sections, 2)


def unstack(x: Any, num: int | None = None, axis: int = 0) -> list[Tensor]:
    """Return the slices of x along an axis, without that axis."""
    x = as_operand(x)
    place = normalize_axes(axis, x.ndim)[0]
    count = x.shape[place] if num is None else num
    if count is None:
        raise ValueError(f"unstack: give num, the size of axis {axis} of {x.shape} is not known.")
    return [get_item(x, (slice(None),) * place + (i,)) for i in range(count)]


# -- joining -----------------------------------------------------------------


def _with_rank(x: Any, rank: int, behind: int = 0) -> Any:
    """x with axes of size 1 in front, the last ``behind`` of them after what is there."""
    x = as_operand(x)
    missing = max(rank - x.ndim, 0)
    after = min(behind, missing) if x.ndim else 0
    return reshape(x, (1,) * (missing - after) + tuple(x.shape) + (1,) * after) if missing else x


def hstack(xs: Sequence[Any]) -> Tensor:
    """Join along the second axis (rows along their only one)."""
    parts = [_with_rank(x, 1) for x in xs]
    return concatenate(parts, 0 if parts[0].ndim == 1 else 1)


def vstack(xs: Sequence[Any]) -> Tensor:
    """Join along the first axis, rows below each other."""
    return concatenate([_with_rank(x, 2) for x in xs], 0)


def dstack(xs: Sequence[Any]) -> Tensor:
    """Join along the third axis."""
    return concatenate([_with_rank(x, 3, behind=1) for x in xs], 2)


def meshgrid(*x: Any, indexing: str = "xy") -> list[Tensor]:
    """Return for every axis of a grid a tensor with the coordinates of the grid's points."""
    if indexing not in ("xy", "ij"):
        raise ValueError(f"meshgrid: indexing must be 'xy' or 'ij', got {indexing!r}.")
    rows = [ravel(part) for part in x]
    shape = tuple(r.shape[0] for r in rows)
    wide = []
    for i, row in enumerate(rows):
        others = [j for j in range(len(rows)) if j != i]
        wide.append(broadcast_to(expand_dims(row, others) if others else row, shape))
    turned = indexing == "xy" and len(rows) > 1
    return [swapaxes(w, 0, 1) for w in wide] if turned else wide


# -- patterns ----------------------------------------------------------------


def rearrange(tensor: Any, pattern: str, **axes_lengths: int) -> Tensor:
    """Return a tensor with axes split, reordered and merged as a pattern says.

    ``rearrange(x, "b (h w) c -> b c h w", h=8)``: names stand for axes, names in
    parentheses for one axis made of several.
    """
    x = as_operand(tensor)
    if pattern.count("->") != 1:
        raise ValueError(f"rearrange: '{pattern}' is no pattern; it needs one '->'.")
    left, right = (_groups(side) for side in pattern.split("->"))
    left, right = _without_dots(left, right, x.ndim)
    if len(left) != x.ndim:
        raise ValueError(f"rearrange: '{pattern}' does not fit the shape {x.shape}.")
    sizes: dict[str, Any] = dict(axes_lengths)
    for group, size in zip(left, x.shape, strict=True):
        _solve(group, size, sizes, pattern)
    names = [n for g in left for n in g]
    wanted = [n for g in right for n in g]
    if sorted(names) != sorted(wanted):
        raise ValueError(f"rearrange: both sides of '{pattern}' must name the same axes.")
    apart = reshape(x, [sizes[n] for n in names])
    turned = transpose(apart, [names.index(n) for n in wanted])
    return reshape(turned, [_product([sizes[n] for n in g]) for g in right])


def _groups(side: str) -> list[list[str]]:
    found = re.findall(r"\(([^)]*)\)|(\.\.\.|[A-Za-z_]\w*|1)", side)
    groups = [(single or inner).split() for inner, single in found]
    return [[name for name in group if name != "1"] for group in groups]


def _without_dots(left: list, right: list, rank: int) -> tuple[list, list]:
    """Name the axes that '...' stands for."""
    names = [[f"_{i}"] for i in range(rank - len(left) + 1)]
    replaced = []
    for side in (left, right):
        if ["..."] in side:
            place = side.index(["..."])
            side = side[:place] + names + side[place + 1 :]
        replaced.append(side)
    return replaced[0], replaced[1]


def _solve(group: list[str], size: Any, sizes: dict[str, Any], pattern: str) -> None:
    """Work out the one size of a group that was not given."""
    unknown = [n for n in group if n not in sizes]
    known = math.prod(sizes[n] for n in group if n in sizes)
    if len(unknown) > 1:
        raise ValueError(f"rearrange: give the sizes of all but one of {group} in '{pattern}'.")
    if unknown:
        sizes[unknown[0]] = None if size is None else size // known
    if size is not None and known * (sizes[unknown[0]] if unknown else 1) != size:
        raise ValueError(
            f"rearrange: an axis of size {size} cannot be {' by '.join(group)} = "
            f"{' by '.join(str(sizes[n]) for n in group)} ('{pattern}')."
        )


def _product(sizes: list[Any]) -> Any:
    return None if None in sizes else math.prod(sizes)


__all__ = [
    "append",
    "array_split",
    "dsplit",
    "dstack",
    "fliplr",
    "flipud",
    "hsplit",
    "hstack",
    "meshgrid",
    "ravel",
    "rearrange",
    "roll",
    "rot90",
    "split",
    "tile",
    "unstack",
    "vsplit",
    "vstack",
]
