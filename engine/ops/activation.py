"""Activations and softmax, the ops between a layer's sums and its output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.config import floatx
from engine.kernels import losses as kernels
from engine.kernels.act import RELU, SIGMOID, TANH
from engine.op import Call, Node, Op, WithoutGradient, apply, elements
from engine.ops.elementwise import (
    Chain,
    Elementwise,
    cast,
    exp,
    expm1,
    greater,
    larger,
    minimum,
    multiply,
    subtract,
    unary,
    where,
)
from engine.ops.products import act_gradient
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import reshape, transpose
from engine.ops.shapes import normalize_axes
from engine.tensor import Spec, Tensor, as_operand


def _relu_steps(ins: Sequence[np.ndarray], out: np.ndarray) -> list[Call]:
    return [(larger, (ins[0], np.zeros((), out.dtype), out))]


def _sigmoid_steps(ins: Sequence[np.ndarray], out: np.ndarray) -> list[Call]:
    one = np.ones((), out.dtype)
    return [
        (np.negative, (ins[0], out)),
        (np.exp, (out, out)),
        (np.add, (out, one, out)),
        (np.divide, (one, out, out)),
    ]


def _tanh_steps(ins: Sequence[np.ndarray], out: np.ndarray) -> list[Call]:
    return [(np.tanh, (ins[0], out))]


def _from_output(act: int) -> Any:
    return lambda node, grad: (act_gradient(act, node.outputs[0], grad),)


RELU_OP = Chain("relu", _relu_steps, _from_output(RELU))
RELU_OP.integers = True


def _softplus(x: np.ndarray, out: np.ndarray) -> None:
    np.logaddexp(x, x.dtype.type(0), out)


_SOFTPLUS = Elementwise(
    "softplus", _softplus, lambda n, g: [multiply(g, sigmoid(n.inputs[0]))], integers=False
)
_SIGMOID = Chain("sigmoid", _sigmoid_steps, _from_output(SIGMOID))
_TANH = Chain("tanh", _tanh_steps, _from_output(TANH))


def relu(x: Any) -> Tensor:
    """max(x, 0)"""
    return unary(RELU_OP, x)


def sigmoid(x: Any) -> Tensor:
    """1 / (1 + exp(-x))"""
    y = unary(_SIGMOID, x)
    y._logits = x if isinstance(x, Tensor) else None
    return y


def tanh(x: Any) -> Tensor:
    """(exp(x) - exp(-x)) / (exp(x) + exp(-x))"""
    return unary(_TANH, x)


def softplus(x: Any) -> Tensor:
    """log(1 + exp(x)), computed so that it neither overflows nor loses small values."""
    return unary(_SOFTPLUS, x)


def elu(x: Any, alpha: float = 1.0) -> Tensor:
    """x for x > 0, alpha * (exp(x) - 1) otherwise"""
    x = as_operand(x)
    return where(greater(x, 0.0), x, multiply(expm1(minimum(x, 0.0)), alpha))


class Softmax(Op):
    """exp(x) / sum(exp(x)) over the last axis of a matrix."""

    name = "softmax"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(kernels.softmax, (ins[0], outs[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return (softmax_gradient(node.outputs[0], grads[0]),)

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return 5.0 * elements(ins[0].shape)


class SoftmaxGradient(Op):
    """y (g - sum(y g)) over the last axis of matrices: inputs (softmax y, gradient g)."""

    name = "softmax_gradient"
    one_precision = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(kernels.softmax_grad, (*ins, outs[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        (y, g), h = node.inputs, grads[0]
        mean = reduce_sum(multiply(y, g), axis=-1, keepdims=True)
        other = reduce_sum(multiply(y, h), axis=-1, keepdims=True)
        by_y = subtract(multiply(h, subtract(g, mean)), multiply(g, other))
        return by_y, softmax_gradient(y, h)

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return 4.0 * elements(ins[0].shape)


def softmax_gradient(y: Any, grad: Any) -> Tensor:
    """Return the gradient before a softmax over the rows of a matrix, from its output."""
    return apply(_SOFTMAX_GRADIENT, y, grad)[0]


class LogSoftmax(Op):
    """x - log(sum(exp(x))) over the last axis of a matrix."""

    name = "log_softmax"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(kernels.log_softmax, (ins[0], outs[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        g = grads[0]
        total = reduce_sum(g, axis=-1, keepdims=True)
        return (subtract(g, multiply(exp(node.outputs[0]), total)),)

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return 5.0 * elements(ins[0].shape)


class OneHot(WithoutGradient):
    """1 at the position of the label, 0 elsewhere; a row of zeros for a label outside."""

    name = "one_hot"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec((*inputs[0].shape, attrs["classes"]), attrs["dtype"]),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        numbers = np.arange(attrs["classes"], dtype=ins[0].dtype)
        return [(_compare, (ins[0][..., None], numbers, outs[0]))]


def _compare(labels: np.ndarray, numbers: np.ndarray, out: np.ndarray) -> None:
    np.copyto(out, labels == numbers, casting="unsafe")


_SOFTMAX = Softmax()
_SOFTMAX_GRADIENT = SoftmaxGradient()
_LOG_SOFTMAX = LogSoftmax()
_ONE_HOT = OneHot()


def over_last_axis(op: Op, x: Any, axis: int) -> Tensor:
    """Apply an op that works on the rows of a matrix along any axis of x."""
    x = as_operand(x)
    if not x.dtype.startswith("float"):
        x = cast(x, floatx())
    if x.ndim == 0:
        raise ValueError(f"{op.name}: expected at least one axis, got a single number.")
    position = normalize_axes(axis, x.ndim)[0]
    if position != x.ndim - 1:
        order = [i for i in range(x.ndim) if i != position] + [position]
        y = over_last_axis(op, transpose(x, order), -1)
        return transpose(y, tuple(int(i) for i in np.argsort(order)))
    if x.ndim == 2:
        return apply(op, x)[0]
    return reshape(apply(op, reshape(x, (-1, x.shape[-1])))[0], x.shape)


def softmax(x: Any, axis: int = -1) -> Tensor:
    """exp(x) / sum(exp(x)) along an axis"""
    y = over_last_axis(_SOFTMAX, x, axis)
    if isinstance(x, Tensor) and normalize_axes(axis, x.ndim)[0] == x.ndim - 1:
        y._logits = x
    return y


def log_softmax(x: Any, axis: int = -1) -> Tensor:
    """log(softmax(x)) along an axis, without underflow"""
    return over_last_axis(_LOG_SOFTMAX, x, axis)


def one_hot(x: Any, num_classes: int, axis: int = -1, dtype: str | None = None) -> Tensor:
    """Return rows of zeros with a one at each label's position, along a new last axis."""
    x = as_operand(x)
    if x.dtype not in ("int32", "int64", "uint8"):
        x = cast(x, "int32")
    y = apply(_ONE_HOT, x, classes=int(num_classes), dtype=dtype or floatx())[0]
    position = normalize_axes(axis, y.ndim)[0]
    if position == y.ndim - 1:
        return y
    order = list(range(y.ndim - 1))
    order.insert(position, y.ndim - 1)
    return transpose(y, order)


__all__ = [
    "elu",
    "log_softmax",
    "one_hot",
    "relu",
    "sigmoid",
    "softmax",
    "softplus",
    "tanh",
]
