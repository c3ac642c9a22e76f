"""Adding cells around a tensor, and cutting them off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.op import Call, Node, Op, apply
from engine.ops.resample import Extend, resample
from engine.tensor import Size, Spec, Tensor, as_operand

Widths = tuple[tuple[int, int], ...]
_COPYING = ("reflect", "symmetric", "edge", "wrap")


class Pad(Op):
    """A value before and after each axis."""

    name = "pad"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        sizes = zip(inputs[0].shape, attrs["widths"], strict=True)
        shape = tuple(None if size is None else size + sum(pair) for size, pair in sizes)
        return (Spec(shape, inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        inner = outs[0][_inside(outs[0].shape, attrs["widths"])]
        return [(outs[0].fill, (attrs["value"],)), (np.copyto, (inner, ins[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return (apply(_CROP, grads[0], widths=node.attrs["widths"])[0],)

    def flops(self, ins: Any, outs: Any, attrs: Any) -> float:
        return 0.0


class Crop(Op):
    """Cells cut off before and after each axis."""

    name = "crop"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        sizes = zip(inputs[0].shape, attrs["widths"], strict=True)
        shape = tuple(_left(size, pair, inputs[0].shape) for size, pair in sizes)
        return (Spec(shape, inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(np.copyto, (outs[0], ins[0][_inside(ins[0].shape, attrs["widths"])]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return (apply(_PAD, grads[0], widths=node.attrs["widths"], value=0)[0],)

    def flops(self, ins: Any, outs: Any, attrs: Any) -> float:
        return 0.0


def _inside(shape: Sequence[int], widths: Widths) -> tuple[slice, ...]:
    pairs = zip(shape, widths, strict=True)
    return tuple(slice(before, size - after) for size, (before, after) in pairs)


def _left(size: Size, pair: tuple[int, int], shape: Any) -> Size:
    if size is None:
        return None
    if sum(pair) >= size:
        raise ValueError(
            f"cutting off {pair[0]} and {pair[1]} cells leaves nothing of an axis of size {size} "
            f"(shape {tuple(shape)}). Cut off less, or use a larger input."
        )
    return size - sum(pair)


_PAD = Pad()
_CROP = Crop()


def _pairs(pad_width: Any, rank: int) -> Widths:
    """Pairs for every axis from one number, one pair or a pair for each axis."""
    array = np.asarray(pad_width)
    try:
        pairs = np.broadcast_to(array, (rank, 2))
    except ValueError:
        raise ValueError(f"pad: {pad_width} does not fit a tensor of {rank} axes.") from None
    if array.dtype.kind not in "iu" or pairs.min(initial=0) < 0:
        raise ValueError(f"pad: widths must be whole numbers from 0 on, got {pad_width}.")
    return tuple((int(before), int(after)) for before, after in pairs)


def pad(x: Any, pad_width: Any, mode: str = "constant", constant_values: Any = None) -> Tensor:
    """Return x with cells added before and after its axes.

    Args:
        x: A tensor.
        pad_width: ((before, after), ...) for each axis, one pair or one number for all.
        mode: "constant", "reflect" (the border is not repeated), "symmetric" (it is),
            "edge" or "wrap".
        constant_values: The value for "constant", 0 by default.
    """
    x = as_operand(x)
    widths = _pairs(pad_width, x.ndim)
    if mode == "constant":
        value = 0 if constant_values is None else constant_values
        return apply(_PAD, x, widths=widths, value=value)[0]
    if mode not in _COPYING or constant_values is not None:
        raise ValueError(
            f"pad: mode must be 'constant' or, without constant_values, one of "
            f"{', '.join(_COPYING)}; got {mode!r} and {constant_values!r}."
        )
    for axis, (before, after) in enumerate(widths):
        if before or after:
            x = resample(x, axis, Extend(before, after, mode))
    return x  # type: ignore[return-value]


def crop(x: Any, widths: Any) -> Tensor:
    """Return x without some cells at the beginning and end of its axes; ``pad``'s opposite.

    Raises:
        ValueError: when nothing would be left of an axis.
    """
    x = as_operand(x)
    return apply(_CROP, x, widths=_pairs(widths, x.ndim))[0]
