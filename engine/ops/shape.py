"""Ops that move or reshape elements without changing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.dtypes import promote
from engine.op import Call, Node, Op, apply
from engine.ops.shapes import WHOLE, normalize_axes
from engine.tensor import ShapeTuple, Spec, Tensor, as_operand


class Reshape(Op):
    """The same elements in the same order under another shape."""

    name = "reshape"
    view = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(_resolve(inputs[0].shape, attrs["shape"]), inputs[0].dtype),)

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return (reshape(grads[0], _known(node.inputs[0].shape)),)

    def flops(self, ins: Any, outs: Any, attrs: Any) -> float:
        return 0.0


def _resolve(old: ShapeTuple, new: Sequence[int | None]) -> ShapeTuple:
    """Fill in -1; a None in ``new`` stays open."""
    known = [s for s in new if s is not None and s != -1]
    product = int(np.prod(known, dtype=np.int64))
    if None in old:
        return tuple(None if s == -1 else s for s in new)
    total = int(np.prod(old, dtype=np.int64))
    open_sizes = sum(1 for s in new if s is None or s == -1)
    if open_sizes > 1 or (product == 0 or total % product if open_sizes else total != product):
        raise ValueError(
            f"{total} elements of shape {tuple(old)} cannot take the shape {tuple(new)}."
        )
    return tuple(total // product if s is None or s == -1 else s for s in new)


def _known(shape: ShapeTuple) -> tuple[int, ...]:
    return tuple(-1 if s is None else s for s in shape)


_RESHAPE = Reshape()


def reshape(x: Any, newshape: Any) -> Tensor:
    """Return the elements of x under another shape; one size may be -1."""
    x = as_operand(x)
    shape = (newshape,) if isinstance(newshape, WHOLE) else tuple(newshape)
    return apply(_RESHAPE, x, shape=shape)[0]


def expand_dims(x: Any, axis: Any) -> Tensor:
    """Insert an axis of size 1, or several at their places in the result."""
    x = as_operand(x)
    if not isinstance(axis, WHOLE):
        places = normalize_axes(axis, x.ndim + len(axis))
        sizes = iter(x.shape)
        rank = range(x.ndim + len(places))
        return reshape(x, tuple(1 if i in places else next(sizes) for i in rank))
    position = normalize_axes(axis, x.ndim + 1)[0]
    return reshape(x, (*x.shape[:position], 1, *x.shape[position:]))


def squeeze(x: Any, axis: Any = None) -> Tensor:
    """Remove axes of size 1 (all of them by default)."""
    x = as_operand(x)
    if axis is None:
        axes: tuple[int, ...] = tuple(i for i, s in enumerate(x.shape) if s == 1)
    else:
        axes = normalize_axes(axis, x.ndim)
    for a in axes:
        if x.shape[a] not in (1, None):
            raise ValueError(f"squeeze: axis {a} of the shape {x.shape} is not of size 1.")
    return reshape(x, tuple(s for i, s in enumerate(x.shape) if i not in axes))


class Transpose(Op):
    """Axes in another order."""

    name = "transpose"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(tuple(inputs[0].shape[a] for a in attrs["axes"]), inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(np.copyto, (outs[0], ins[0].transpose(attrs["axes"])))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return (transpose(grads[0], tuple(int(a) for a in np.argsort(node.attrs["axes"]))),)

    def flops(self, ins: Any, outs: Any, attrs: Any) -> float:
        return 0.0


_TRANSPOSE = Transpose()


def transpose(x: Any, axes: Sequence[int] | None = None) -> Tensor:
    """Return x with its axes in another order (reversed by default)."""
    x = as_operand(x)
    order = tuple(range(x.ndim))[::-1] if axes is None else tuple(a % x.ndim for a in axes)
    if sorted(order) != list(range(x.ndim)):
        raise ValueError(f"transpose: {tuple(axes or ())} is no order of {x.ndim} axes.")
    return apply(_TRANSPOSE, x, axes=order)[0]


class BroadcastTo(Op):
    """Repeat along axes of size 1 and new leading axes."""

    name = "broadcast_to"
    folds = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(np.copyto, (outs[0], ins[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        from engine.ops.elementwise import unbroadcast

        assert grads[0] is not None
        return (unbroadcast(grads[0], node.inputs[0].shape),)

    def flops(self, ins: Any, outs: Any, attrs: Any) -> float:
        return 0.0


_BROADCAST_TO = BroadcastTo()


def broadcast_to(x: Any, shape: Sequence[Any]) -> Tensor:
    """Return x repeated to a shape."""
    x = as_operand(x)
    if x.shape == tuple(shape):
        return x  # type: ignore[return-value]
    return apply(_BROADCAST_TO, x, shape=tuple(shape))[0]


class Concatenate(Op):
    """Inputs one after the other along an axis."""

    name = "concatenate"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        axis, shapes = attrs["axis"], [i.shape for i in inputs]
        for shape in shapes:
            if len(shape) != len(shapes[0]):
                raise ValueError(f"the shapes {_join(shapes)} have different ranks.")
        merged = list(shapes[0])
        for i in range(len(merged)):
            sizes = [s[i] for s in shapes]
            if i == axis:
                merged[i] = None if None in sizes else sum(sizes)  # type: ignore[arg-type]
                continue
            known = {s for s in sizes if s is not None}
            if len(known) > 1:
                raise ValueError(
                    f"the shapes {_join(shapes)} differ on axis {i}; all axes but axis {axis} "
                    "must agree."
                )
            merged[i] = known.pop() if known else None
        return (Spec(tuple(merged), inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        calls: list[Call] = []
        for part, piece in zip(ins, _pieces(outs[0], attrs["axis"], ins), strict=True):
            calls.append((np.copyto, (piece, part)))
        return calls

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        axis, start, parts = node.attrs["axis"], 0, []
        for operand in node.inputs:
            stop = start + operand.shape[axis]  # type: ignore[operator]
            parts.append(take_slice(grads[0], axis, start, stop))
            start = stop
        return parts

    def flops(self, ins: Any, outs: Any, attrs: Any) -> float:
        return 0.0


def _join(shapes: Sequence[ShapeTuple]) -> str:
    return " and ".join(str(tuple(s)) for s in shapes)


def _pieces(out: np.ndarray, axis: int, parts: Sequence[np.ndarray]) -> list[np.ndarray]:
    edges = np.cumsum([p.shape[axis] for p in parts])[:-1]
    return np.split(out, edges, axis=axis)


_CONCATENATE = Concatenate()


def concatenate(xs: Sequence[Any], axis: int = 0) -> Tensor:
    """Join tensors along an axis; all other sizes must agree."""
    from engine.ops.elementwise import cast

    parts = [as_operand(x) for x in xs]
    dtype = parts[0].dtype
    for part in parts[1:]:
        dtype = promote(dtype, part.dtype)
    if not parts[0].ndim:
        raise ValueError("concatenate: single numbers have no axis to join along; use ops.stack.")
    axis = normalize_axes(axis, parts[0].ndim)[0]
    return apply(_CONCATENATE, *(cast(p, dtype) for p in parts), axis=axis)[0]


def stack(x: Sequence[Any], axis: int = 0) -> Tensor:
    """Join tensors of one shape along a new axis."""
    return concatenate([expand_dims(part, axis) for part in x], axis)


class Slice(Op):
    """A NumPy basic index: slices, whole numbers, new axes, an ellipsis."""

    name = "slice"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        shape, index = inputs[0].shape, attrs["index"]
        try:
            first, second = (_cut(shape, index, size) for size in (7919, 7927))
        except IndexError as error:
            raise ValueError(f"{error} (shape {shape}).") from None
        sizes = tuple(a if a == b else None for a, b in zip(first, second, strict=True))
        return (Spec(sizes, inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(np.copyto, (outs[0], _part(ins[0], attrs["index"])))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        x = node.inputs[0]
        return (apply(_SLICE_GRAD, grads[0], index=node.attrs["index"], shape=x.shape)[0],)

    def flops(self, ins: Any, outs: Any, attrs: Any) -> float:
        return 0.0


def _cut(shape: ShapeTuple, index: Any, size: int) -> tuple[int, ...]:
    """Shape of what an index cuts out, had the unknown sizes this value."""
    return np.broadcast_to(np.empty(()), [size if s is None else s for s in shape])[index].shape


class SliceGrad(Op):
    """Zeros with the gradient in the place that was cut out."""

    name = "slice_gradient"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(outs[0].fill, (0,)), (np.copyto, (_part(outs[0], attrs["index"]), ins[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return (apply(_SLICE, grads[0], index=node.attrs["index"])[0],)


_SLICE = Slice()
_SLICE_GRAD = SliceGrad()


def _part(x: np.ndarray, index: tuple[Any, ...]) -> np.ndarray:
    """Return a view, also of a single element (NumPy would take its value now)."""
    return x[index if Ellipsis in index else (*index, ...)]


def get_item(x: Any, key: Any) -> Tensor:
    """Return ``x[key]`` for a basic index, or for positions held in one tensor."""
    if hasattr(key, "dtype") and hasattr(key, "shape") and not isinstance(key, np.generic):
        return _picked(x, key)
    items = key if isinstance(key, tuple) else (key,)
    for item in items:
        if not (item is None or item is Ellipsis or isinstance(item, (int, slice, np.integer))):
            raise TypeError(
                f"A tensor is indexed by whole numbers and slices, got {type(item).__name__}. "
                "Use ops.take for positions held in an array."
            )
    return apply(_SLICE, x, index=items)[0]


def _picked(x: Any, key: Any) -> Tensor:
    """Elements along the first axis at positions; where a mask holds, if the values are known."""
    from engine.ops.indexing import take

    key = as_operand(key)
    if key.dtype == "bool":
        if key.ndim != 1:
            raise TypeError("A tensor is indexed by a mask of one axis; use ops.where for others.")
        key = np.flatnonzero(key.array()).astype(np.int32)
    return take(x, key, axis=0)


def take_slice(x: Any, axis: int, start: int, stop: int) -> Tensor:
    """Return the part from ``start`` to ``stop`` along an axis."""
    return get_item(x, (slice(None),) * axis + (slice(start, stop),))


def flip(x: Any, axis: Any = None) -> Tensor:
    """Return x with the order along an axis, several or all reversed."""
    x = as_operand(x)
    axes = normalize_axes(axis, x.ndim)
    return get_item(x, tuple(slice(None, None, -1 if i in axes else 1) for i in range(x.ndim)))


def swapaxes(x: Any, axis1: int, axis2: int) -> Tensor:
    """Return x with two axes exchanged."""
    x = as_operand(x)
    order = list(range(x.ndim))
    first, second = normalize_axes(axis1, x.ndim)[0], normalize_axes(axis2, x.ndim)[0]
    order[first], order[second] = second, first
    return transpose(x, order)


def moveaxis(x: Any, source: Any, destination: Any) -> Tensor:
    """Return x with axes brought to other places; the others keep their order."""
    x = as_operand(x)
    single = isinstance(source, WHOLE)
    pairs = [(source, destination)] if single else zip(source, destination, strict=True)
    places = {normalize_axes(d, x.ndim)[0]: normalize_axes(s, x.ndim)[0] for s, d in pairs}
    rest = iter(a for a in range(x.ndim) if a not in places.values())
    return transpose(x, [places[i] if i in places else next(rest) for i in range(x.ndim)])


__all__ = [
    "broadcast_to",
    "concatenate",
    "expand_dims",
    "flip",
    "get_item",
    "moveaxis",
    "reshape",
    "squeeze",
    "stack",
    "swapaxes",
    "transpose",
]
