"""Matrix products: ``matmul``, and ``dense`` with its bias and activation fused in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.kernels import gemm, slopes
from engine.kernels.act import LINEAR, RELU, SIGMOID, TANH, act_grad_call
from engine.op import Call, Node, Op, apply, elements
from engine.ops.casting import binary_cast
from engine.ops.elementwise import cast, conjugate, unbroadcast
from engine.ops.shape import reshape, transpose
from engine.ops.shapes import broadcast
from engine.tensor import Spec, Tensor, as_operand


class MatMul(Op):
    """Product of two matrices, either one transposed."""

    name = "matmul"
    one_precision = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        a, b = (i.shape for i in inputs)
        rows, inner = a[::-1] if attrs["transpose_a"] else a
        depth, columns = b[::-1] if attrs["transpose_b"] else b
        if inner is not None and depth is not None and inner != depth:
            raise ValueError(
                f"the shapes {a} and {b} do not fit: {inner} columns meet {depth} rows."
            )
        return (Spec((rows, columns), inputs[0].dtype),)

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        a, b = (i.shape for i in ins)
        shape = gemm.matmul_scratch(a, b, attrs["transpose_a"], attrs["transpose_b"])
        return (Spec(shape, ins[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        flags = attrs["transpose_a"], attrs["transpose_b"]
        return [gemm.matmul_call(ins[0], ins[1], outs[0], *flags, scratch[0])]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        a, b, g = *node.inputs, grads[0]
        ta, tb = node.attrs["transpose_a"], node.attrs["transpose_b"]
        da = _matmul(b, g, tb, True) if ta else _matmul(g, b, False, not tb)
        db = _matmul(g, a, True, ta) if tb else _matmul(a, g, not ta, False)
        return da, db

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        inner = ins[0].shape[0 if attrs["transpose_a"] else 1]
        return 2.0 * elements(outs[0].shape) * (inner or 1)


class BatchMatMul(Op):
    """Products of stacks of matrices, by NumPy."""

    name = "matmul"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        a, b = (i.shape for i in inputs)
        if a[-1] is not None and b[-2] is not None and a[-1] != b[-2]:
            raise ValueError(
                f"the shapes {a} and {b} do not fit: {a[-1]} columns meet {b[-2]} rows."
            )
        return (Spec((*broadcast(a[:-2], b[:-2]), a[-2], b[-1]), inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(np.matmul, (ins[0], ins[1], outs[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        a, b = (conjugate(i) for i in node.inputs)
        da = matmul(grads[0], _swap(b))
        db = matmul(_swap(a), grads[0])
        return unbroadcast(da, a.shape), unbroadcast(db, b.shape)

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return 2.0 * elements(outs[0].shape) * (ins[0].shape[-1] or 1)


_MATMUL = MatMul()
_BATCH_MATMUL = BatchMatMul()


def _matmul(a: Any, b: Any, transpose_a: bool, transpose_b: bool) -> Tensor:
    return apply(_MATMUL, a, b, transpose_a=transpose_a, transpose_b=transpose_b)[0]


def _swap(x: Any) -> Tensor:
    axes = list(range(x.ndim))
    return transpose(x, (*axes[:-2], axes[-1], axes[-2]))


def matmul(x1: Any, x2: Any, transpose_a: bool = False, transpose_b: bool = False) -> Tensor:
    """Return the matrix product; leading axes are stacks, vectors are rows or columns."""
    a, b = binary_cast(x1, x2)
    if a.ndim == 0 or b.ndim == 0:
        raise ValueError(f"matmul: single numbers are no matrices, got {a.shape} and {b.shape}.")
    if a.dtype in ("bool", "int8"):
        a, b = cast(a, "int32"), cast(b, "int32")
    if a.ndim == 2 and b.ndim == 2 and a.dtype.startswith("float"):
        return _matmul(a, b, bool(transpose_a), bool(transpose_b))
    a = _swap(a) if transpose_a else a
    b = _swap(b) if transpose_b else b
    if a.ndim == 1:
        product = matmul(reshape(a, (1, a.shape[0])), b)
        return reshape(product, (*product.shape[:-2], product.shape[-1]))
    if b.ndim == 1:
        product = matmul(a, reshape(b, (b.shape[0], 1)))
        return reshape(product, product.shape[:-1])
    return apply(_BATCH_MATMUL, a, b)[0]


class Dense(Op):
    """act(x @ kernel + bias) on a matrix; the bias is optional."""

    name = "dense"
    one_precision = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        x, kernel = inputs[0].shape, inputs[1].shape
        if x[-1] is not None and x[-1] != kernel[0]:
            raise ValueError(
                f"the input of shape {x} has {x[-1]} features, the kernel of shape {kernel} "
                f"expects {kernel[0]}."
            )
        return (Spec((*x[:-1], kernel[1]), inputs[0].dtype),)

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        return (Spec(gemm.dense_scratch(ins[0].shape, ins[1].shape), ins[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        bias = ins[2] if len(ins) == 3 else np.empty(0, ins[0].dtype)
        return gemm.dense_calls(ins[0], ins[1], bias, attrs["act"], outs[0], scratch[0])

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        act, y, biased = node.attrs["act"], node.outputs[0], len(node.inputs) == 3
        x, kernel = node.inputs[:2]
        sums: list[Any] = []
        if biased and act == RELU:
            dz, *sums = relu_slopes(y, grads[0])
        else:
            dz = act_gradient(act, y, grads[0])
            sums = [column_sums(dz)] if biased else []
        return [_matmul(dz, kernel, False, True), _matmul(x, dz, True, False), *sums]

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return elements(outs[0].shape) * (2.0 * (ins[1].shape[0] or 1) + len(ins) - 2)


class ActGradient(Op):
    """Gradient before an activation, from the activation's output."""

    name = "act_gradient"
    inplace = (1,)

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [act_grad_call(attrs["act"], ins[0], ins[1], outs[0])]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        """Through the derivative written in elementwise ops of the output y."""
        y, dy = node.inputs
        slope, curve = act_slopes(node.attrs["act"], y)
        g = grads[0]
        return (None if curve is None else g * dy * curve), g * slope  # type: ignore[operator]


class ReluSlopes(Op):
    """Gradient before relu, from its output y, and its sums over all axes but the last.

    Inputs y and dy, outputs dz and the sums. ``engine.fusion`` adds a second dy, whose sum
    with the first it is then, or a ``scale`` for what passes.
    """

    name = "relu_slopes"
    inplace = (1, 2)

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return inputs[0], Spec(inputs[0].shape[-1:], inputs[0].dtype)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        if len(ins) == 3:
            return [(slopes.relu_slopes, (*ins, *outs))]
        rows = (-1, ins[0].shape[-1])
        y, dy, dz = (a.reshape(rows) for a in (*ins, outs[0]))
        return [gemm.relu_bias_grad_call(y, dy, attrs.get("scale", 1.0), dz, outs[1])]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        from engine.ops.shape import broadcast_to

        slope, _ = act_slopes(RELU, node.inputs[0])
        dz, sums = grads
        if sums is not None:
            spread = broadcast_to(sums, node.inputs[0].shape)
            dz = spread if dz is None else dz + spread  # type: ignore[operator]
        return None, dz * slope  # type: ignore[operator]


class ColumnSums(Op):
    """Sum of a matrix's rows: the gradient of a bias."""

    name = "column_sums"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(inputs[0].shape[-1:], inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        matrix = ins[0].reshape(-1, ins[0].shape[-1])
        return [gemm.bias_grad_call(matrix, outs[0])]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        from engine.ops.shape import broadcast_to

        return (broadcast_to(grads[0], node.inputs[0].shape),)


_DENSE = Dense()
ACT_GRADIENT = ActGradient()
COLUMN_SUMS = ColumnSums()
RELU_SLOPES = ReluSlopes()


def act_slopes(act: int, y: Any) -> tuple[Any, Any]:
    """First derivative of an activation as a function of its output, and that one's derivative."""
    from engine.ops.elementwise import cast, greater

    if act == RELU:
        return cast(greater(y, 0.0), y.dtype), None
    if act == SIGMOID:
        return y * (1.0 - y), 1.0 - 2.0 * y
    if act == TANH:
        return 1.0 - y * y, -2.0 * y
    raise TypeError(f"No second derivative for the activation code {act}.")


def act_gradient(act: int, y: Any, dy: Any) -> Any:
    """Return dy times the activation's derivative at the output y."""
    return dy if act == LINEAR else apply(ACT_GRADIENT, y, dy, act=act)[0]


def relu_slopes(y: Any, dy: Any) -> tuple[Tensor, ...]:
    """Return dy where y = relu(...) is above 0, else 0, and its sums over all axes but the last."""
    return apply(RELU_SLOPES, y, dy)


def column_sums(x: Any) -> Tensor:
    """Return the sum over all axes but the last."""
    return apply(COLUMN_SUMS, x)[0]


def dense(x: Any, kernel: Any, bias: Any = None, act: int = LINEAR) -> Tensor:
    """Return act(x @ kernel + bias) over the last axis of x.

    Args:
        x: (..., inputs).
        kernel: (inputs, units).
        bias: (units,) or None.
        act: Code from ``engine.kernels.act``.
    """
    x = as_operand(x)
    lead = x.shape[:-1]
    if x.ndim < 2:
        raise ValueError(f"dense: the input needs a batch axis and features, got shape {x.shape}.")
    flat = x if x.ndim == 2 else reshape(x, (-1, x.shape[-1]))
    inputs = (flat, kernel) if bias is None else (flat, kernel, bias)
    y = apply(_DENSE, *inputs, act=act)[0]
    return y if x.ndim == 2 else reshape(y, (*lead, y.shape[-1]))
