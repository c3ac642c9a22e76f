"""Shapes, slices, padding and picking in ONNX."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.op import Node
from engine.saving.onnx_export.writer import Unsupported, Writer

_END = np.iinfo(np.int64).max


def _reshape(w: Writer, n: Node, ins: list[str]) -> str:
    old, new = n.inputs[0].shape, n.outputs[0].shape
    parts: list[Any] = list(new)
    if 1 < parts.count(None) <= old.count(None):
        _read_sizes(ins[0], old, new, parts)
    elif parts.count(None) > 1 and ins[0] in w.merged:
        source, sizes = w.merged[ins[0]]
        if new[: len(sizes)] == sizes:
            parts[: len(sizes)] = [(source, i) if s is None else s for i, s in enumerate(sizes)]
    if parts.count(None) > 1:
        raise Unsupported(
            f"it makes the shape {new} of {old}, where several sizes are open; give keras.Input "
            "every size but the batch's"
        )
    made = w.op("Reshape", ins[0], w.sizes([-1 if p is None else p for p in parts]))
    count = len(old) - len(new) + 1
    if new.count(None) < old.count(None) and count > 1 and new[:1] + old[count:] == new:
        w.merged[made] = (ins[0], old[:count])
    if old[:1] == new[:1] == (None,):
        before, after = (math.prod(s or 1 for s in shape[1:]) for shape in (old, new))
        if before > after:
            w.rows.append((w.layer, made))
        elif before < after and w.rows:
            w.rows.pop()
    return made


def _read_sizes(name: str, old: Any, new: Any, parts: list[Any]) -> None:
    """Open sizes that stay where they are, counted from either end, are read when it runs."""
    for order in (range(min(len(old), len(new))), range(-1, -min(len(old), len(new)) - 1, -1)):
        for i in order:
            if old[i] != new[i]:
                break
            if new[i] is None:
                parts[i] = (name, i % len(old))


def _broadcast_to(w: Writer, n: Node, ins: list[str]) -> str:
    old, new = n.inputs[0].shape, n.attrs["shape"]
    old = (1,) * (len(new) - len(old)) + tuple(old)
    parts: list[Any] = []
    for axis, (before, after) in enumerate(zip(old, new, strict=True)):
        if before == after or (before is None and after in (None, -1)):
            parts.append(1)
        elif after is not None:
            parts.append(after)
        elif axis == 0:
            parts.append((w.samples(), 0))
        else:
            raise Unsupported(f"it repeats its input to the shape {new}, where a size is open")
    return w.op("Expand", ins[0], w.sizes(parts))


def _transpose(w: Writer, n: Node, ins: list[str]) -> str:
    return w.transpose(ins[0], n.attrs["axes"])


def _concatenate(w: Writer, n: Node, ins: list[str]) -> str:
    return w.op("Concat", *ins, axis=n.attrs["axis"])


def _slice(w: Writer, n: Node, ins: list[str]) -> str:
    if "index" not in n.attrs:
        raise Unsupported("it cuts out a part whose place is computed")
    rank, items = n.inputs[0].ndim, list(n.attrs["index"])
    taken = sum(i is not None and i is not Ellipsis for i in items)
    if Ellipsis not in items:
        items.append(Ellipsis)
    place = items.index(Ellipsis)
    items[place : place + 1] = [slice(None)] * (rank - taken)
    cuts, gone, fresh = _cuts(items)
    found = ins[0]
    if cuts:
        axes, starts, ends, steps = zip(*cuts, strict=True)
        rows = [w.whole(*row) for row in (starts, ends, axes, steps)]
        found = w.op("Slice", found, *rows)
    if gone:
        found = w.squeeze(found, *gone)
    return w.unsqueeze(found, *fresh) if fresh else found


def _cuts(items: list[Any]) -> tuple[list[tuple[int, int, int, int]], list[int], list[int]]:
    """Axis, start, end and step of each cut; the axes that go and those that come."""
    cuts, gone, fresh, axis, out = [], [], [], 0, 0
    for item in items:
        if item is None:
            fresh.append(out)
            out += 1
            continue
        if isinstance(item, slice):
            step = 1 if item.step is None else int(item.step)
            start = item.start if item.start is not None else (0 if step > 0 else _END)
            stop = item.stop if item.stop is not None else (_END if step > 0 else -_END)
            if item != slice(None):
                cuts.append((axis, int(start), int(stop), step))
            out += 1
        else:
            cuts.append((axis, int(item), int(item) + 1 or _END, 1))
            gone.append(axis)
        axis += 1
    return cuts, gone, fresh


def _pad(w: Writer, n: Node, ins: list[str]) -> str:
    before, after = zip(*n.attrs["widths"], strict=True)
    value = w.scalar(n.attrs["value"], n.outputs[0].dtype)
    return w.op("Pad", ins[0], w.whole(*before, *after), value)


def _crop(w: Writer, n: Node, ins: list[str]) -> str:
    cuts = [(a, before, -after or _END) for a, (before, after) in enumerate(n.attrs["widths"])]
    axes, starts, ends = zip(*cuts, strict=True)
    return w.op("Slice", ins[0], w.whole(*starts), w.whole(*ends), w.whole(*axes))


def _embedding(w: Writer, n: Node, ins: list[str]) -> str:
    return w.op("Gather", *ins, axis=0)


def _take(w: Writer, n: Node, ins: list[str]) -> str:
    return w.op("Gather", *ins, axis=n.attrs["axis"])


def _take_along_axis(w: Writer, n: Node, ins: list[str]) -> str:
    axis, (x, index) = n.attrs["axis"], (i.shape for i in n.inputs)
    if (*x[:axis], *x[axis + 1 :]) != (*index[:axis], *index[axis + 1 :]):
        raise Unsupported(f"it picks from the shape {x} with positions of the shape {index}")
    return w.op("GatherElements", *ins, axis=axis)


def _triangle(upper: int) -> Any:
    def convert(w: Writer, n: Node, ins: list[str]) -> str:
        return w.op("Trilu", ins[0], w.scalar(n.attrs["k"], "int64"), upper=upper)

    return convert


def _resample(w: Writer, n: Node, ins: list[str]) -> str:
    """Cells that are copied are gathered; those that are mixed, multiplied by a matrix."""
    axis, rank, size = n.attrs["axis"], n.inputs[0].ndim, n.inputs[0].shape[n.attrs["axis"]]
    if size is None or n.attrs["origin"] is not None:
        raise Unsupported("it resizes an axis whose size is open; give keras.Input its size")
    rule = n.attrs["rule"]
    terms, outputs = rule.terms(size), rule.size(size)
    if np.array_equal(terms.rows, np.arange(outputs)) and (terms.weights == 1).all():
        cells = np.asarray(terms.columns, np.int64)
        return w.op("Gather", ins[0], w.constant(cells, f"{w.layer}/cells"), axis=axis)
    matrix = np.zeros((size, outputs), n.inputs[0].dtype)
    np.add.at(matrix, (terms.columns, terms.rows), terms.weights)
    order = list(range(rank))
    order[axis], order[-1] = order[-1], order[axis]
    turned = w.transpose(ins[0], order)
    made = w.op("MatMul", turned, w.constant(matrix, f"{w.layer}/weights_of_cells"))
    return w.transpose(made, order)


CONVERTERS: Any = {
    "broadcast_to": _broadcast_to,
    "concatenate": _concatenate,
    "crop": _crop,
    "embedding": _embedding,
    "pad": _pad,
    "resample": _resample,
    "reshape": _reshape,
    "slice": _slice,
    "take": _take,
    "take_along_axis": _take_along_axis,
    "transpose": _transpose,
    "tril": _triangle(0),
    "triu": _triangle(1),
}
