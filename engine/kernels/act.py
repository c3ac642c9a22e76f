"""Activations by code: forward, and the gradient from the output alone."""

import math
from typing import Any

import numpy as np

from engine.kernels.common import SERIAL_ELEMENTS, chunk_start, chunks_for, compiled, flat, threaded
from engine.kernels.vmath import exp, sigmoid, tanh
from numba import prange

LINEAR, RELU, SIGMOID, TANH, ELU, SELU, SOFTPLUS, EXP = range(8)

_SELU_SCALE, _SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def act_forward(act: int, x: np.ndarray, y: np.ndarray) -> None:
    """y = act(x), element by element; y may be x."""
    x, y = flat(x), flat(y)
    chunks = chunks_for(x.size, x.size, SERIAL_ELEMENTS)
    if chunks == 1:
        forward_part(act, x, y, 0, x.size)
    else:
        _forward_threads(act, x, y, chunks)


def act_grad(act: int, y: np.ndarray, dy: np.ndarray, dz: np.ndarray) -> None:
    """dz = dy * act'(z), given y = act(z); dz may be dy."""
    y, dy, dz = flat(y), flat(dy), flat(dz)
    chunks = chunks_for(y.size, y.size, SERIAL_ELEMENTS)
    if chunks == 1:
        grad_part(act, y, dy, dz, 0, y.size)
    else:
        _grad_threads(act, y, dy, dz, chunks)


@threaded
def _forward_threads(act: int, x: Any, y: Any, chunks: int) -> None:
    for chunk in prange(chunks):
        forward_part(act, x, y, chunk_start(x.size, chunks, chunk),
                     chunk_start(x.size, chunks, chunk + 1))


@threaded
def _grad_threads(act: int, y: Any, dy: Any, dz: Any, chunks: int) -> None:
    for chunk in prange(chunks):
        grad_part(act, y, dy, dz, chunk_start(y.size, chunks, chunk),
                  chunk_start(y.size, chunks, chunk + 1))


@compiled
def forward_part(act: int, x: Any, y: Any, first: int, last: int) -> None:
    """y[first:last] = act(x[first:last]) on flat arrays."""
    kind = x.dtype.type
    zero, one = kind(0), kind(1)
    if act == RELU:
        for i in range(first, last):
            y[i] = zero if x[i] < zero else x[i]
    elif act == SIGMOID:
        for i in range(first, last):
            y[i] = sigmoid(x[i])
    elif act == TANH:
        for i in range(first, last):
            y[i] = tanh(x[i])
    elif act == EXP:
        for i in range(first, last):
            y[i] = exp(x[i])
    elif act == ELU:
        _elu(x, y, first, last, one, one)
    elif act == SELU:
        _elu(x, y, first, last, kind(_SELU_SCALE), kind(_SELU_ALPHA))
    elif act == SOFTPLUS:
        for i in range(first, last):
            y[i] = kind(max(x[i], zero) + math.log1p(math.exp(-abs(x[i]))))
    else:
        for i in range(first, last):
            y[i] = x[i]


@compiled
def _elu(x: Any, y: Any, first: int, last: int, scale: float, alpha: float) -> None:
    for i in range(first, last):
        value = x[i]
        y[i] = scale * (value if value > 0 else x.dtype.type(alpha * math.expm1(value)))


@compiled
def grad_part(act: int, y: Any, dy: Any, dz: Any, first: int, last: int) -> None:
    """The gradient on [first, last) of flat arrays."""
    kind = y.dtype.type
    zero, one = kind(0), kind(1)
    if act == RELU:
        for i in range(first, last):
            dz[i] = dy[i] if y[i] > zero else zero
    elif act == SIGMOID:
        for i in range(first, last):
            dz[i] = dy[i] * y[i] * (one - y[i])
    elif act == TANH:
        for i in range(first, last):
            dz[i] = dy[i] * (one - y[i] * y[i])
    elif act == EXP:
        for i in range(first, last):
            dz[i] = dy[i] * y[i]
    elif act == ELU:
        for i in range(first, last):
            dz[i] = dy[i] * (one if y[i] > zero else y[i] + one)
    elif act == SELU:
        scale, low = kind(_SELU_SCALE), kind(_SELU_SCALE * _SELU_ALPHA)
        for i in range(first, last):
            dz[i] = dy[i] * (scale if y[i] > zero else y[i] + low)
    elif act == SOFTPLUS:
        for i in range(first, last):
            dz[i] = dy[i] * kind(-math.expm1(-y[i]))
    else:
        for i in range(first, last):
            dz[i] = dy[i]
