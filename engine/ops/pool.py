"""Pooling over windows of (batch, height, width, channels) inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.kernels import pool as kernels
from engine.op import Call, Node, Op, apply, elements
from engine.ops.conv3d import merged
from engine.ops.resample import AdaptiveCells, AdaptiveMean, resample
from engine.ops.shape import reshape
from engine.ops.shapes import window_size, window_start
from engine.tensor import Spec, Tensor, as_operand


def _out_shape(shape: Sequence[Any], attrs: Any) -> tuple[Any, ...]:
    if len(shape) != 4:
        raise ValueError(
            f"expected (batch, height, width, channels), got the shape {tuple(shape)}."
        )
    sizes = [
        window_size(shape[1 + i], attrs["pool"][i], attrs["strides"][i], 1, attrs["padding"])
        for i in range(2)
    ]
    return (shape[0], *sizes, shape[3])


def _numbers(shape: Sequence[int], attrs: Any) -> tuple[int, ...]:
    """Pool sizes, strides, rows and columns of padding, as kernels take them."""
    starts = (
        window_start(shape[1 + i], attrs["pool"][i], attrs["strides"][i], 1, attrs["padding"])
        for i in range(2)
    )
    return (*attrs["pool"], *attrs["strides"], *starts)


def _flops(shape: Sequence[Any], each: int, attrs: Any) -> float:
    return float(elements(shape) * each * (attrs["samples"] if shape[0] is None else 1))


class MaxPool(Op):
    """The largest element of each window, and where it stood."""

    name = "max_pool"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        shape = _out_shape(inputs[0].shape, attrs)
        return Spec(shape, inputs[0].dtype), Spec(shape, "int32")

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(kernels.max_pool2d, (ins[0], *outs, *_numbers(ins[0].shape, attrs)))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        attrs = {**node.attrs, "shape": node.inputs[0].shape}
        return (apply(SCATTER, grads[0], node.outputs[1], **attrs)[0],)

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return _flops(outs[0].shape, elements(attrs["pool"]), attrs)


class Scatter(Op):
    """Put each window's gradient where its largest element stood."""

    name = "max_pool_gradient"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        args = (ins[0], ins[1], outs[0], *_numbers(outs[0].shape, attrs))
        return [(kernels.max_pool2d_grad, args)]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return apply(_PICK, grads[0], node.inputs[1], **node.attrs)[0], None


class Pick(Op):
    """Read the elements at the positions of the largest ones: the gradient's gradient."""

    name = "max_pool_pick"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(inputs[1].shape, inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_pick, (ins[0], ins[1], outs[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return apply(SCATTER, grads[0], node.inputs[1], **node.attrs)[0], None


def _pick(x: np.ndarray, index: np.ndarray, out: np.ndarray) -> None:
    batch, channels = x.shape[0], x.shape[3]
    flat = x.reshape(batch, -1, channels)
    where = index.reshape(batch, -1, channels)
    out[...] = np.take_along_axis(flat, where, axis=1).reshape(out.shape)


class AveragePool(Op):
    """The mean of each window's real cells."""

    name = "average_pool"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(_out_shape(inputs[0].shape, attrs), inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(kernels.avg_pool2d, (ins[0], outs[0], *_numbers(ins[0].shape, attrs)))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        shape = node.inputs[0].shape
        return (apply(_AVERAGE_POOL_GRAD, grads[0], shape=shape, **node.attrs)[0],)

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return _flops(outs[0].shape, elements(attrs["pool"]) + 1, attrs)


class AveragePoolGrad(Op):
    """Share each window's gradient among its real cells."""

    name = "average_pool_gradient"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(attrs["shape"], inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(kernels.avg_pool2d_grad, (ins[0], outs[0], *_numbers(outs[0].shape, attrs)))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        attrs = {k: v for k, v in node.attrs.items() if k != "shape"}
        return (apply(_AVERAGE_POOL, grads[0], **attrs)[0],)


MAX_POOL = MaxPool()
SCATTER = Scatter()
_PICK = Pick()
_AVERAGE_POOL = AveragePool()
_AVERAGE_POOL_GRAD = AveragePoolGrad()


def _pool(
    op: Op, x: Any, pool: Sequence[int], strides: Sequence[int], padding: str, samples: int = 1
) -> Tensor:
    """Pool over images that belong ``samples`` at a time to one sample."""
    attrs = {"pool": tuple(pool), "strides": tuple(strides), "padding": padding}
    return apply(op, x, **attrs, samples=samples)[0]


def _pool_any(op: Op, x: Any, pool: Sequence[int], strides: Sequence[int], padding: str) -> Tensor:
    x = as_operand(x)
    if x.ndim != len(pool) + 2:
        raise ValueError(
            f"{op.name}: expected {len(pool)} axes between batch and channels, got the shape "
            f"{x.shape}."
        )
    if len(pool) == 2:
        return _pool(op, x, pool, strides, padding)
    if len(pool) == 3:
        return _pool_volumes(op, x, pool, strides, padding)
    batch, steps, channels = x.shape
    image = reshape(x, (batch, 1, steps, channels))
    y = _pool(op, image, (1, *pool), (1, *strides), padding)
    return reshape(y, (batch, y.shape[2], channels))


def _pool_volumes(
    op: Op, x: Tensor, pool: Sequence[int], strides: Sequence[int], padding: str
) -> Tensor:
    """Pool each slice, then the slices: maxima and means over boxes fall apart like that."""
    batch, depth, *image = x.shape
    slices = reshape(x, (merged(batch, depth), *image))
    y = _pool(op, slices, pool[1:], strides[1:], padding, depth or 1)
    _, height, width, channels = y.shape
    columns = reshape(y, (batch, depth, merged(height, width), channels))
    z = _pool(op, columns, (pool[0], 1), (strides[0], 1), padding)
    return reshape(z, (batch, z.shape[1], height, width, channels))


def max_pool(x: Any, pool_size: Sequence[int], strides: Sequence[int], padding: str) -> Tensor:
    """Return the maximum of each window; padding cells never win.

    Args:
        x: (batch, *sizes, channels) with one to three sizes.
        pool_size, strides: As many numbers as x has sizes.
        padding: "valid" or "same".
    """
    return _pool_any(MAX_POOL, x, pool_size, strides, padding)


def average_pool(x: Any, pool_size: Sequence[int], strides: Sequence[int], padding: str) -> Tensor:
    """Return the mean of each window's real cells; arguments as in ``max_pool``."""
    return _pool_any(_AVERAGE_POOL, x, pool_size, strides, padding)


def adaptive_average_pool(x: Any, output_size: Sequence[int]) -> Tensor:
    """Return means over windows that cover x evenly.

    Args:
        x: (batch, *sizes, channels).
        output_size: Number of windows along each size; the i-th of m over n cells
            goes from floor(i * n / m) to ceil((i + 1) * n / m).
    """
    for axis, outputs in enumerate(output_size, 1):
        x = resample(x, axis, AdaptiveMean(outputs))
    return x


def adaptive_max_pool(x: Any, output_size: Sequence[int]) -> Tensor:
    """Return maxima over the windows of ``adaptive_average_pool``."""
    x = as_operand(x)
    windows = []
    for axis, outputs in enumerate(output_size, 1):
        rule = AdaptiveCells(outputs)
        windows.append(rule.longest(x.shape[axis]))
        x = resample(x, axis, rule)
    return max_pool(x, windows, windows, "valid")
