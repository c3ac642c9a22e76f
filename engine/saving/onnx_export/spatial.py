"""Convolutions and pooling in ONNX, which has channels before the sizes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.op import Node
from engine.ops.convolution import Axis
from engine.saving.onnx_export.basic import activated
from engine.saving.onnx_export.writer import Unsupported, Writer

_FIRST, _LAST = (0, 3, 1, 2), (0, 2, 3, 1)


def _pads(axes: Sequence[Axis], sizes: Sequence[int | None]) -> dict[str, Any]:
    """Cells before and after, or ONNX's rule where they depend on an open size."""
    pairs = []
    for axis, size in zip(axes, sizes, strict=True):
        if size is not None:
            start = axis.start(size)
            end = (axis.outputs(size) - 1) * axis.stride + axis.reach - size - start
            pairs.append((start, max(end, 0)))
        elif isinstance(axis.padding, tuple):
            pairs.append(axis.padding)
        elif axis.padding == "causal":
            pairs.append((axis.reach - 1, 0))
        elif axis.padding == "valid":
            pairs.append((0, 0))
        elif axis.stride == 1:
            pairs.append(((axis.reach - 1) // 2, axis.reach // 2))
        elif all(a.padding == "same" for a in axes):
            return {"auto_pad": "SAME_UPPER"}
        else:
            raise Unsupported("its padding depends on a size that is open")
    return {"pads": [p[0] for p in pairs] + [p[1] for p in pairs]}


def _moves(axes: Sequence[Axis]) -> dict[str, list[int]]:
    return {
        "kernel_shape": [a.kernel for a in axes],
        "strides": [a.stride for a in axes],
        "dilations": [a.dilation for a in axes],
    }


def _axes(n: Node, kernel: Sequence[int]) -> list[Axis]:
    return [n.attrs["geometry"].axis(i, kernel) for i in range(2)]


def _conv(w: Writer, n: Node, ins: list[str]) -> str:
    axes = _axes(n, n.inputs[1].shape[:2])
    settings = {**_moves(axes), **_pads(axes, n.inputs[0].shape[1:3])}
    kernel = w.transpose(ins[1], (3, 2, 0, 1))
    x, groups = w.transpose(ins[0], _FIRST), n.attrs["geometry"].groups
    y = w.op("Conv", x, kernel, *ins[2:], group=groups, **settings)
    return w.transpose(activated(w, y, n.attrs["act"]), _LAST)


def _depthwise(w: Writer, n: Node, ins: list[str]) -> str:
    height, width, channels, times = n.inputs[1].shape
    axes = _axes(n, (height, width))
    settings = {**_moves(axes), **_pads(axes, n.inputs[0].shape[1:3])}
    kernel = w.transpose(ins[1], (2, 3, 0, 1))
    kernel = w.reshape(kernel, channels * times, 1, height, width)
    y = w.op("Conv", w.transpose(ins[0], _FIRST), kernel, *ins[2:], group=channels, **settings)
    return w.transpose(activated(w, y, n.attrs["act"]), _LAST)


def _conv_transpose(w: Writer, n: Node, ins: list[str]) -> str:
    """The way back of a convolution: its input's sizes are the output's here."""
    sizes, smaller = n.attrs["shape"][1:3], n.inputs[0].shape[1:3]
    if None in sizes or None in smaller:
        raise Unsupported("its output's size is open; give keras.Input every size but the batch's")
    axes = _axes(n, n.inputs[1].shape[:2])
    pads = _pads(axes, sizes)["pads"]
    more = [
        size - ((inner - 1) * a.stride + a.reach - before - after)
        for a, size, inner, before, after in zip(
            axes, sizes, smaller, pads[:2], pads[2:], strict=True
        )
    ]
    kernel = w.transpose(ins[1], (3, 2, 0, 1))
    # What no window reached stays zero; ONNX's own extension is shorter than a step.
    y = w.op(
        "ConvTranspose",
        w.transpose(ins[0], _FIRST),
        kernel,
        group=n.attrs["geometry"].groups,
        pads=pads,
        **_moves(axes),
    )
    if any(more):
        zero = w.scalar(0, n.outputs[0].dtype)
        y = w.op("Pad", y, w.whole(0, 0, 0, 0, 0, 0, *more), zero)
    return w.transpose(y, _LAST)


def _pool(kind: str, **settings: Any) -> Any:
    def convert(w: Writer, n: Node, ins: list[str]) -> str:
        axes = [
            Axis(pool, stride, 1, n.attrs["padding"])
            for pool, stride in zip(n.attrs["pool"], n.attrs["strides"], strict=True)
        ]
        moves = _moves(axes)
        del moves["dilations"]
        pads = _pads(axes, n.inputs[0].shape[1:3])
        y = w.op(kind, w.transpose(ins[0], _FIRST), **moves, **pads, **settings)
        return w.transpose(y, _LAST)

    return convert


# -- volumes -----------------------------------------------------------------------


def _taps(axis: Axis, depth: int) -> np.ndarray:
    """Which slice each tap of each window reads (windows, taps), -1 beside the volume."""
    windows = np.arange(axis.outputs(depth))[:, None] * axis.stride - axis.start(depth)
    slices = windows + np.arange(axis.kernel) * axis.dilation
    return np.where((slices >= 0) & (slices < depth), slices, -1)


def _depth_windows(w: Writer, n: Node, ins: list[str]) -> str:
    """Pick the slices under each window and lay them side by side in the channels."""
    axis, groups, shape = n.attrs["axis"], n.attrs["groups"], n.inputs[0].shape
    if shape[1] is None:
        raise Unsupported("the volume's depth is open; give keras.Input every size")
    taps = _taps(axis, shape[1])
    # a slice of zeros behind the last one stands for what lies beside the volume
    wider = w.op(
        "Pad", ins[0], w.whole(0, 0, 0, 0, 0, 0, 1, 0, 0, 0), w.scalar(0, n.outputs[0].dtype)
    )
    cells = np.where(taps < 0, shape[1], taps).astype(np.int64)
    found = w.op("Gather", wider, w.constant(cells, f"{w.layer}/slices"), axis=1)
    # (batch, windows, taps, height, width, channels), the channels in groups
    _, _, height, width, channels = shape
    found = w.op(
        "Reshape", found, w.whole(-1, *taps.shape, height, width, groups, channels // groups)
    )
    found = w.transpose(found, (0, 1, 3, 4, 5, 2, 6))
    sizes = (-1, taps.shape[0], height, width, channels * axis.kernel)
    return w.op("Reshape", found, w.whole(*sizes))


def _depth_windows_back(w: Writer, n: Node, ins: list[str]) -> str:
    """Add every slice of the windows to where it came from, by a matrix of ones and zeros."""
    axis, groups, shape = n.attrs["axis"], n.attrs["groups"], n.attrs["shape"]
    if None in shape[1:]:
        raise Unsupported("the volume's sizes are open; give keras.Input every size")
    _, depth, height, width, channels = shape
    taps = _taps(axis, depth)
    each = channels // groups
    windows = w.op(
        "Reshape", ins[0], w.whole(-1, taps.shape[0], height, width, groups, taps.shape[1], each)
    )
    rows = w.op(
        "Reshape",
        w.transpose(windows, (0, 2, 3, 4, 6, 1, 5)),
        w.whole(-1, height, width, channels, taps.size),
    )
    matrix = np.zeros((taps.size, depth), n.outputs[0].dtype)
    meets = taps.ravel() >= 0
    matrix[np.arange(taps.size)[meets], taps.ravel()[meets]] = 1
    summed = w.op("MatMul", rows, w.constant(matrix, f"{w.layer}/slices"))
    return w.transpose(summed, (0, 4, 1, 2, 3))


CONVERTERS: Any = {
    "average_pool": _pool("AveragePool", count_include_pad=0),
    "conv2d": _conv,
    "conv2d_grad_input": _conv_transpose,
    "conv3d": _depth_windows,
    "depth_windows_gradient": _depth_windows_back,
    "depthwise_conv2d": _depthwise,
    "max_pool": _pool("MaxPool"),
}
