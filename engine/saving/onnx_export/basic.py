"""Arithmetic, activations, reductions and products in ONNX."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.kernels import act
from engine.op import Node
from engine.saving.onnx_export.writer import Unsupported, Writer, element_type

#: Ops that have the same meaning in ONNX under another name.
SAME = {
    "absolute": "Abs",
    "add": "Add",
    "arccos": "Acos",
    "arccosh": "Acosh",
    "arcsin": "Asin",
    "arcsinh": "Asinh",
    "arctan": "Atan",
    "arctanh": "Atanh",
    "bitwise_and": "BitwiseAnd",
    "bitwise_invert": "BitwiseNot",
    "bitwise_or": "BitwiseOr",
    "bitwise_xor": "BitwiseXor",
    "ceil": "Ceil",
    "copy": "Identity",
    "cos": "Cos",
    "cosh": "Cosh",
    "divide": "Div",
    "equal": "Equal",
    "erf": "Erf",
    "exp": "Exp",
    "fabs": "Abs",
    "floor": "Floor",
    "greater": "Greater",
    "greater_equal": "GreaterOrEqual",
    "isinf": "IsInf",
    "isnan": "IsNaN",
    "less": "Less",
    "less_equal": "LessOrEqual",
    "log": "Log",
    "logical_and": "And",
    "logical_not": "Not",
    "logical_or": "Or",
    "logical_xor": "Xor",
    "maximum": "Max",
    "minimum": "Min",
    "multiply": "Mul",
    "negative": "Neg",
    "power": "Pow",
    "reciprocal": "Reciprocal",
    "relu": "Relu",
    "round": "Round",
    "round_half_even": "Round",
    "sigmoid": "Sigmoid",
    "sign": "Sign",
    "sin": "Sin",
    "sinh": "Sinh",
    "softplus": "Softplus",
    "sqrt": "Sqrt",
    "stop_gradient": "Identity",
    "subtract": "Sub",
    "tan": "Tan",
    "tanh": "Tanh",
    "where": "Where",
}

#: Activations that convolutions, dense and recurrent layers carry by code.
ACTIVATIONS = {
    act.RELU: "Relu",
    act.SIGMOID: "Sigmoid",
    act.TANH: "Tanh",
    act.ELU: "Elu",
    act.SELU: "Selu",
    act.SOFTPLUS: "Softplus",
    act.EXP: "Exp",
}


def activated(w: Writer, name: str, code: int) -> str:
    """Return the value after the activation with a code."""
    return name if code == act.LINEAR else w.op(ACTIVATIONS[code], name)


def _same(kind: str) -> Any:
    return lambda w, n, ins: w.op(kind, *ins)


def _square(w: Writer, n: Node, ins: list[str]) -> str:
    return w.op("Mul", ins[0], ins[0])


def _rsqrt(w: Writer, n: Node, ins: list[str]) -> str:
    return w.op("Reciprocal", w.op("Sqrt", ins[0]))


def _expm1(w: Writer, n: Node, ins: list[str]) -> str:
    return w.op("Sub", w.op("Exp", ins[0]), w.scalar(1, n.outputs[0].dtype))


def _log1p(w: Writer, n: Node, ins: list[str]) -> str:
    return w.op("Log", w.op("Add", ins[0], w.scalar(1, n.outputs[0].dtype)))


def _not_equal(w: Writer, n: Node, ins: list[str]) -> str:
    return w.op("Not", w.op("Equal", *ins))


def _isfinite(w: Writer, n: Node, ins: list[str]) -> str:
    return w.op("Not", w.op("Or", w.op("IsNaN", ins[0]), w.op("IsInf", ins[0])))


def _exp2(w: Writer, n: Node, ins: list[str]) -> str:
    return w.op("Pow", w.scalar(2, n.outputs[0].dtype), ins[0])


def _times(factor: float) -> Any:
    return lambda w, n, ins: w.op("Mul", ins[0], w.scalar(factor, n.outputs[0].dtype))


def _log_of(base: float) -> Any:
    factor = 1 / math.log(base)
    return lambda w, n, ins: w.op("Mul", w.op("Log", ins[0]), w.scalar(factor, n.outputs[0].dtype))


def _mod(w: Writer, n: Node, ins: list[str]) -> str:
    if not n.outputs[0].dtype.startswith("float"):
        return w.op("Mod", *ins)
    whole = w.op("Floor", w.op("Div", *ins))
    return w.op("Sub", ins[0], w.op("Mul", whole, ins[1]))


def _floor_divide(w: Writer, n: Node, ins: list[str]) -> str:
    if not n.outputs[0].dtype.startswith("float"):
        raise Unsupported("it divides whole numbers and rounds down")
    return w.op("Floor", w.op("Div", *ins))


def _trunc(w: Writer, n: Node, ins: list[str]) -> str:
    return w.op("Mul", w.op("Sign", ins[0]), w.op("Floor", w.op("Abs", ins[0])))


def _cast(w: Writer, n: Node, ins: list[str]) -> str:
    return w.op("Cast", ins[0], to=element_type(n.attrs["dtype"]))


def _softmax(kind: str) -> Any:
    return lambda w, n, ins: w.op(kind, ins[0], axis=-1)


# -- reductions ----------------------------------------------------------------


def _reduce(kind: str) -> Any:
    def convert(w: Writer, n: Node, ins: list[str]) -> str:
        axes = n.attrs["axes"]
        if 0 in axes and n.inputs[0].shape[0] is None and kind in ("ReduceSum", "ReduceProd"):
            raise Unsupported("it adds up samples, which needs their number; give `batch`")
        if not axes:
            return ins[0]
        return w.op(kind, ins[0], w.whole(*axes), keepdims=int(n.attrs["keepdims"]))

    return convert


def _position(kind: str) -> Any:
    def convert(w: Writer, n: Node, ins: list[str]) -> str:
        found = w.op(kind, ins[0], axis=n.attrs["axis"], keepdims=0)
        return w.op("Cast", found, to=element_type("int32"))

    return convert


def _cumsum(w: Writer, n: Node, ins: list[str]) -> str:
    axis = w.scalar(n.attrs["axis"], "int64")
    return w.op("CumSum", ins[0], axis, reverse=int(n.attrs["back"]))


# -- products --------------------------------------------------------------------


def _matmul(w: Writer, n: Node, ins: list[str]) -> str:
    sides = []
    for name, operand, letter in zip(ins, n.inputs, "ab", strict=True):
        turned = n.attrs.get(f"transpose_{letter}")
        rank = operand.ndim
        order = (*range(rank - 2), rank - 1, rank - 2)
        sides.append(w.transpose(name, order) if turned else name)
    return w.op("MatMul", *sides)


def _dense(w: Writer, n: Node, ins: list[str]) -> str:
    if n.inputs[0].ndim == 2:
        product = w.op("Gemm", *ins)
    else:
        product = w.op("MatMul", *ins[:2])
        product = w.op("Add", product, ins[2]) if len(ins) == 3 else product
    return activated(w, product, n.attrs["act"])


def _einsum(w: Writer, n: Node, ins: list[str]) -> str:
    a, b, out = n.attrs["product"].terms
    return w.op("Einsum", *ins, equation=f"{a},{b}->{out}")


def _one_hot(w: Writer, n: Node, ins: list[str]) -> str:
    numbers = np.arange(n.attrs["classes"], dtype=n.inputs[0].dtype)
    hits = w.op("Equal", w.unsqueeze(ins[0], n.inputs[0].ndim), w.constant(numbers))
    return w.op("Cast", hits, to=element_type(n.attrs["dtype"]))


def _host(w: Writer, n: Node, ins: list[str]) -> str:
    raise Unsupported("it calls a Python function (for tables, texts or histograms)")


CONVERTERS: Any = {
    **{name: _same(kind) for name, kind in SAME.items()},
    "argmax": _position("ArgMax"),
    "argmin": _position("ArgMin"),
    "cast": _cast,
    "cumsum": _cumsum,
    "deg2rad": _times(math.pi / 180),
    "dense": _dense,
    "einsum": _einsum,
    "exp2": _exp2,
    "expm1": _expm1,
    "floor_divide": _floor_divide,
    "host": _host,
    "isfinite": _isfinite,
    "log10": _log_of(10),
    "log1p": _log1p,
    "log2": _log_of(2),
    "log_softmax": _softmax("LogSoftmax"),
    "matmul": _matmul,
    "max": _reduce("ReduceMax"),
    "min": _reduce("ReduceMin"),
    "mod": _mod,
    "not_equal": _not_equal,
    "one_hot": _one_hot,
    "prod": _reduce("ReduceProd"),
    "rad2deg": _times(180 / math.pi),
    "rsqrt": _rsqrt,
    "softmax": _softmax("Softmax"),
    "square": _square,
    "sum": _reduce("ReduceSum"),
    "trunc": _trunc,
}
