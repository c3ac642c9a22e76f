"""Ops that work element by element, with NumPy's broadcasting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.dtypes import floating, is_inexact, promote
from engine.op import Call, Node, Op, WithoutGradient, apply
from engine.ops.casting import binary_cast, cast, typed
from engine.ops.shapes import broadcast
from engine.tensor import Spec, Tensor, as_operand

Gradient = Callable[[Node, Tensor], Sequence[Any]]


class Elementwise(Op):
    """A NumPy ufunc as an op.

    Args:
        name: Keras's name.
        ufunc: Computes ``ufunc(*inputs, out)``.
        gradient: ``(node, grad) -> one gradient per input`` before broadcasting is undone.
        dtype: Dtype of the output; that of the inputs by default.
        integers: Whether integer inputs stay integers (otherwise they become floats).

    The gradient of a complex function is TensorFlow's: the conjugate of the
    derivative times the gradient.
    """

    folds = True

    def __init__(
        self,
        name: str,
        ufunc: Callable[..., Any],
        gradient: Gradient | None = None,
        *,
        dtype: str | None = None,
        integers: bool = True,
    ) -> None:
        self.name = name
        self.ufunc = ufunc
        self.rule = gradient
        self.dtype = dtype
        self.integers = integers
        self.inplace = () if dtype else (0, 1)

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        shape = broadcast(*(i.shape for i in inputs))
        return (Spec(shape, self.dtype or inputs[-1].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(self.ufunc, (*ins, outs[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        if self.rule is None:
            return (None,) * len(node.inputs)
        grad = grads[0]
        assert grad is not None
        turned = grad.dtype.startswith("complex")
        found = self.rule(node, conjugate(grad) if turned else grad)
        return [
            None if g is None else unbroadcast(conjugate(g) if turned else g, i.shape)
            for g, i in zip(found, node.inputs, strict=True)
        ]


class Chain(Elementwise):
    """An elementwise op of several NumPy calls; ``steps(inputs, out) -> calls``."""

    def __init__(
        self,
        name: str,
        steps: Callable[[Sequence[np.ndarray], np.ndarray], list[Call]],
        gradient: Gradient | None = None,
        *,
        inplace: tuple[int, ...] = (0,),
    ) -> None:
        super().__init__(name, np.positive, gradient, integers=False)
        self.steps = steps
        self.inplace = inplace

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return self.steps(ins, outs[0])


def unbroadcast(grad: Tensor, shape: tuple[Any, ...]) -> Tensor:
    """Sum a gradient over the axes along which an input of ``shape`` was repeated."""
    from engine.ops.reduce import sum as reduce_sum
    from engine.ops.shape import reshape

    if grad.shape == shape:
        return grad
    extra = len(grad.shape) - len(shape)
    axes = tuple(range(extra)) + tuple(
        i + extra for i, s in enumerate(shape) if s == 1 and grad.shape[i + extra] != 1
    )
    return reshape(reduce_sum(grad, axis=axes) if axes else grad, shape)


def binary(op: Elementwise, a: Any, b: Any) -> Tensor:
    """Apply a two-input op after bringing both sides to one dtype."""
    a, b = binary_cast(a, b)
    if not op.integers and not is_inexact(a.dtype):
        a, b = cast(a, floating(a.dtype)), cast(b, floating(b.dtype))
    return apply(op, a, b)[0]


def unary(op: Elementwise, x: Any) -> Tensor:
    """Apply a one-input op; integers become floats where the op needs it."""
    x = as_operand(x)
    if not op.integers:
        x = cast(x, floating(x.dtype))
    return apply(op, x)[0]


# -- arithmetic --------------------------------------------------------------


def larger(a: np.ndarray, b: np.ndarray, out: np.ndarray) -> None:
    np.maximum(a, b, out=out)  # NumPy 2.4 wants the keyword here


def smaller(a: np.ndarray, b: np.ndarray, out: np.ndarray) -> None:
    np.minimum(a, b, out=out)


ADD = Elementwise("add", np.add, lambda n, g: (g, g))
_SUBTRACT = Elementwise("subtract", np.subtract, lambda n, g: (g, negative(g)))
_MULTIPLY = Elementwise(
    "multiply", np.multiply, lambda n, g: (multiply(g, n.inputs[1]), multiply(g, n.inputs[0]))
)
_DIVIDE = Elementwise(
    "divide",
    np.divide,
    lambda n, g: (
        divide(g, n.inputs[1]),
        negative(divide(multiply(g, n.outputs[0]), n.inputs[1])),
    ),
    integers=False,
)
_POWER = Elementwise("power", np.power, lambda n, g: _power_gradient(n, g))
_MAXIMUM = Elementwise("maximum", larger, lambda n, g: _pick_gradient(n, g, greater_equal))
_MINIMUM = Elementwise("minimum", smaller, lambda n, g: _pick_gradient(n, g, less_equal))
_NEGATIVE = Elementwise("negative", np.negative, lambda n, g: (negative(g),))
_SQUARE = Elementwise("square", np.square, lambda n, g: (multiply(multiply(g, 2.0), n.inputs[0]),))
_SQRT = Elementwise(
    "sqrt", np.sqrt, lambda n, g: (divide(multiply(g, 0.5), n.outputs[0]),), integers=False
)
_EXP = Elementwise("exp", np.exp, lambda n, g: (multiply(g, n.outputs[0]),), integers=False)
_EXPM1 = Elementwise(
    "expm1", np.expm1, lambda n, g: (multiply(g, exp(n.inputs[0])),), integers=False
)
_LOG = Elementwise("log", np.log, lambda n, g: (divide(g, n.inputs[0]),), integers=False)
_LOG1P = Elementwise(
    "log1p", np.log1p, lambda n, g: (divide(g, add(n.inputs[0], 1.0)),), integers=False
)
_ABSOLUTE = Elementwise("absolute", np.absolute, lambda n, g: (multiply(g, sign(n.inputs[0])),))
_SIGN = Elementwise("sign", np.sign)
_SIN = Elementwise("sin", np.sin, lambda n, g: (multiply(g, cos(n.inputs[0])),), integers=False)
_COS = Elementwise(
    "cos", np.cos, lambda n, g: (negative(multiply(g, sin(n.inputs[0]))),), integers=False
)
_FLOOR = Elementwise("floor", np.floor, integers=False)
_CONJUGATE = Elementwise("conjugate", np.conjugate, lambda n, g: (conjugate(g),))


def _power_gradient(node: Node, g: Tensor) -> Sequence[Any]:
    x, y = node.inputs
    below = subtract(where(equal(y, 0.0), 1.0, y), 1.0)  # x^0 is flat, also where x is 0
    dx = multiply(g, multiply(y, power(x, below)))
    safe = where(greater(x, 0.0), x, 1.0)  # log of 0 or less never reaches the gradient
    return dx, multiply(g, multiply(node.outputs[0], log(safe)))


def _pick_gradient(node: Node, g: Tensor, wins: Callable[..., Tensor]) -> Sequence[Any]:
    """Where both sides are equal the first one takes the whole gradient."""
    mask = cast(wins(*node.inputs), g.dtype)
    return multiply(g, mask), multiply(g, subtract(1.0, mask))


def add(x1: Any, x2: Any) -> Tensor:
    """x1 + x2"""
    return binary(ADD, x1, x2)


def subtract(x1: Any, x2: Any) -> Tensor:
    """x1 - x2"""
    return binary(_SUBTRACT, x1, x2)


def multiply(x1: Any, x2: Any) -> Tensor:
    """x1 * x2"""
    return binary(_MULTIPLY, x1, x2)


def divide(x1: Any, x2: Any) -> Tensor:
    """x1 / x2; whole numbers become floats"""
    return binary(_DIVIDE, x1, x2)


def power(x1: Any, x2: Any) -> Tensor:
    """x1 to the power of x2"""
    return binary(_POWER, x1, x2)


def maximum(x1: Any, x2: Any) -> Tensor:
    """The larger of both; where they are equal the first takes the gradient"""
    return binary(_MAXIMUM, x1, x2)


def minimum(x1: Any, x2: Any) -> Tensor:
    """The smaller of both; where they are equal the first takes the gradient"""
    return binary(_MINIMUM, x1, x2)


def negative(x: Any) -> Tensor:
    """-x"""
    return unary(_NEGATIVE, x)


def square(x: Any) -> Tensor:
    """x^2; bool counts as whole numbers"""
    x = as_operand(x)
    return unary(_SQUARE, cast(x, "int32") if x.dtype == "bool" else x)


def sqrt(x: Any) -> Tensor:
    """The root of x"""
    return unary(_SQRT, x)


def exp(x: Any) -> Tensor:
    """e^x"""
    return unary(_EXP, x)


def expm1(x: Any) -> Tensor:
    """e^x - 1, also exact near 0"""
    return unary(_EXPM1, x)


def log(x: Any) -> Tensor:
    """The natural logarithm of x"""
    return unary(_LOG, x)


def log1p(x: Any) -> Tensor:
    """log(1 + x), also exact near 0"""
    return unary(_LOG1P, x)


def absolute(x: Any) -> Tensor:
    """|x|; of complex numbers the distance from 0"""
    x = as_operand(x)
    if x.dtype.startswith("complex"):
        from engine.ops.complex import magnitude

        return magnitude(x)
    return unary(_ABSOLUTE, x)


abs = absolute  # noqa: A001 (Keras's name)


def conjugate(x: Any) -> Tensor:
    """Return x with the imaginary part turned round; real numbers as they are."""
    x = as_operand(x)
    return apply(_CONJUGATE, x)[0] if x.dtype.startswith("complex") else x  # type: ignore


def sign(x: Any) -> Tensor:
    """-1, 0 or 1"""
    return unary(_SIGN, x)


def sin(x: Any) -> Tensor:
    """The sine of x"""
    return unary(_SIN, x)


def cos(x: Any) -> Tensor:
    """The cosine of x"""
    return unary(_COS, x)


def floor(x: Any) -> Tensor:
    """The largest whole number up to x"""
    return unary(_FLOOR, x)


def clip(x: Any, x_min: Any, x_max: Any) -> Tensor:
    """Limit to [x_min, x_max]; the gradient is 0 outside."""
    x = as_operand(x)
    return minimum(maximum(cast(x, "int32") if x.dtype == "bool" else x, x_min), x_max)


# -- comparison and logic ----------------------------------------------------

_EQUAL = Elementwise("equal", np.equal, dtype="bool")
_NOT_EQUAL = Elementwise("not_equal", np.not_equal, dtype="bool")
_GREATER = Elementwise("greater", np.greater, dtype="bool")
_GREATER_EQUAL = Elementwise("greater_equal", np.greater_equal, dtype="bool")
_LESS = Elementwise("less", np.less, dtype="bool")
_LESS_EQUAL = Elementwise("less_equal", np.less_equal, dtype="bool")
_LOGICAL_AND = Elementwise("logical_and", np.logical_and, dtype="bool")
_LOGICAL_OR = Elementwise("logical_or", np.logical_or, dtype="bool")
_LOGICAL_NOT = Elementwise("logical_not", np.logical_not, dtype="bool")
_ISNAN = Elementwise("isnan", np.isnan, dtype="bool")


def equal(x1: Any, x2: Any) -> Tensor:
    """Where both are equal"""
    return binary(_EQUAL, x1, x2)


def not_equal(x1: Any, x2: Any) -> Tensor:
    """Where both differ"""
    return binary(_NOT_EQUAL, x1, x2)


def greater(x1: Any, x2: Any) -> Tensor:
    """Where x1 > x2"""
    return binary(_GREATER, x1, x2)


def greater_equal(x1: Any, x2: Any) -> Tensor:
    """Where x1 >= x2"""
    return binary(_GREATER_EQUAL, x1, x2)


def less(x1: Any, x2: Any) -> Tensor:
    """Where x1 < x2"""
    return binary(_LESS, x1, x2)


def less_equal(x1: Any, x2: Any) -> Tensor:
    """Where x1 <= x2"""
    return binary(_LESS_EQUAL, x1, x2)


def logical_and(x1: Any, x2: Any) -> Tensor:
    """Where both hold"""
    return binary(_LOGICAL_AND, x1, x2)


def logical_or(x1: Any, x2: Any) -> Tensor:
    """Where at least one holds"""
    return binary(_LOGICAL_OR, x1, x2)


def logical_not(x: Any) -> Tensor:
    """Where x does not hold"""
    return unary(_LOGICAL_NOT, x)


def isnan(x: Any) -> Tensor:
    """Where x is not a number"""
    return unary(_ISNAN, x)


class Where(Elementwise):
    """Choose element by element."""

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec(broadcast(*(i.shape for i in inputs)), inputs[1].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_choose, (*ins, outs[0]))]


def _choose(condition: np.ndarray, x: np.ndarray, y: np.ndarray, out: np.ndarray) -> None:
    np.copyto(out, y)
    np.copyto(out, x, where=condition)


def _where_gradient(node: Node, g: Tensor) -> Sequence[Any]:
    condition = node.inputs[0]
    zero = np.zeros((), g.dtype)
    return None, where(condition, g, zero), where(condition, zero, g)


_WHERE = Where("where", np.where, _where_gradient)
_WHERE.inplace = ()


def where(condition: Any, x1: Any = None, x2: Any = None) -> Any:
    """Return x1 where the condition holds and x2 elsewhere.

    With the condition alone, return the positions where it holds, as ``nonzero`` does.
    """
    if x1 is None and x2 is None:
        from engine.ops.sorting import nonzero

        return nonzero(condition)
    if x1 is None or x2 is None:
        raise ValueError("where: give both x1 and x2, or neither of them.")
    x1 = as_operand(x1, like=x2 if typed(x2) else None)
    x2 = as_operand(x2, like=x1)
    common = promote(x1.dtype, x2.dtype)
    return apply(_WHERE, cast(condition, "bool"), cast(x1, common), cast(x2, common))[0]


class StopGradient(WithoutGradient):
    """The identity, with no gradient."""

    name = "stop_gradient"
    view = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)


_STOP_GRADIENT = StopGradient()


def stop_gradient(x: Any) -> Tensor:
    """Return x; no gradient flows through it."""
    return apply(_STOP_GRADIENT, x)[0]


__all__ = [
    "abs",
    "absolute",
    "add",
    "cast",
    "clip",
    "conjugate",
    "cos",
    "divide",
    "equal",
    "exp",
    "expm1",
    "floor",
    "greater",
    "greater_equal",
    "isnan",
    "less",
    "less_equal",
    "log",
    "log1p",
    "logical_and",
    "logical_not",
    "logical_or",
    "maximum",
    "minimum",
    "multiply",
    "negative",
    "not_equal",
    "power",
    "sign",
    "sin",
    "sqrt",
    "square",
    "stop_gradient",
    "subtract",
    "where",
]
