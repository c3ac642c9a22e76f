"""Shape rules that several ops share; None stands for a size not known yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.tensor import ShapeTuple, Size

#: What counts as one whole number where one or several may be given.
WHOLE: Any = (int, np.integer)


def broadcast(*shapes: ShapeTuple) -> ShapeTuple:
    """Return the shape NumPy's broadcasting gives; ValueError names the shapes."""
    rank = max(len(s) for s in shapes)
    padded = [(1,) * (rank - len(s)) + tuple(s) for s in shapes]
    return tuple(_broadcast_size(sizes, shapes) for sizes in zip(*padded, strict=True))


def _broadcast_size(sizes: Sequence[Size], shapes: Sequence[ShapeTuple]) -> Size:
    known = {s for s in sizes if s is not None and s != 1}
    if len(known) > 1:
        raise ValueError(
            f"the shapes {' and '.join(map(str, shapes))} do not fit together: "
            f"sizes {' and '.join(map(str, sorted(known)))} meet on one axis."
        )
    if known:
        return known.pop()
    return None if None in sizes else 1


def normalize_axes(axis: Any, rank: int) -> tuple[int, ...]:
    """Return one axis or several as sorted non-negative numbers; None means all of them."""
    if axis is None:
        return tuple(range(rank))
    axes = (axis,) if isinstance(axis, WHOLE) else tuple(axis)
    for a in axes:
        if not -rank <= a < rank:
            raise ValueError(f"axis {a} does not exist in a shape of rank {rank}.")
    return tuple(sorted({int(a) % rank for a in axes}))


def window_size(size: Size, kernel: int, stride: int, dilation: int, padding: str) -> Size:
    """Output length of a convolution or pooling along one axis (Keras reference 2.2)."""
    if size is None:
        return None
    if padding in ("same", "causal"):
        return -(-size // stride)
    out = (size - (dilation * (kernel - 1) + 1)) // stride + 1
    if out < 1:
        raise ValueError(
            f"a window of {dilation * (kernel - 1) + 1} does not fit into an axis of size {size}. "
            "Use padding='same', a smaller window or a larger input."
        )
    return out


def window_start(size: int, kernel: int, stride: int, dilation: int, padding: str) -> int:
    """Cells of padding before the first input cell; the odd cell of SAME goes to the end."""
    reach = dilation * (kernel - 1) + 1
    if padding == "causal":
        return reach - 1
    if padding == "valid":
        return 0
    out = -(-size // stride)
    return max((out - 1) * stride + reach - size, 0) // 2
