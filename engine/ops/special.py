"""The error function."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.kernels import erf as kernels
from engine.op import Call, Node
from engine.ops.elementwise import Chain, exp, multiply, negative, square, unary
from engine.tensor import Tensor


def _steps(ins: Sequence[np.ndarray], out: np.ndarray) -> list[Call]:
    return [(kernels.erf, (ins[0], out))]


def _gradient(node: Node, grad: Tensor) -> Sequence[Any]:
    slope = multiply(exp(negative(square(node.inputs[0]))), 2 / math.sqrt(math.pi))
    return (multiply(grad, slope),)


_ERF = Chain("erf", _steps, _gradient)


def erf(x: Any) -> Tensor:
    """2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x"""
    return unary(_ERF, x)
