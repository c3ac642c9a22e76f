"""Activations by code: forward, and the gradient from the output alone."""

import math
from typing import Any

import numpy as np

from engine.kernels.common import (
    SERIAL_ELEMENTS,
    chunk_start,
    chunks_for,
    compiled,
    copy_other,
    exact,
    flat,
    inlined,
)
from engine.kernels.threads import pool, share
from engine.kernels.vectors import exp_run, sigmoid_run, tanh_run

LINEAR, RELU, SIGMOID, TANH, ELU, SELU, SOFTPLUS, EXP = range(8)

Call = tuple[Any, tuple[Any, ...]]

_BLOCK = 1024  # elements that stay in the first-level cache between copying and computing
_SELU_SCALE, _SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def act_forward(act: int, x: np.ndarray, y: np.ndarray) -> None:
    """y = act(x), element by element; y may be x."""
    function, args = act_forward_call(act, x, y)
    function(*args)


def act_forward_call(act: int, x: np.ndarray, y: np.ndarray) -> Call:
    """The bound form of `act_forward`."""
    chunks = chunks_for(x.size, x.size, SERIAL_ELEMENTS)
    return _forward_part, (act, flat(x), flat(y), pool(), chunks, -1)


def act_grad(act: int, y: np.ndarray, dy: np.ndarray, dz: np.ndarray) -> None:
    """dz = dy * act'(z), given y = act(z); dz may be dy."""
    function, args = act_grad_call(act, y, dy, dz)
    function(*args)


def act_grad_call(act: int, y: np.ndarray, dy: np.ndarray, dz: np.ndarray) -> Call:
    """The bound form of `act_grad`."""
    chunks = chunks_for(y.size, y.size, SERIAL_ELEMENTS)
    arrays = flat(y), flat(dy), flat(dz)
    if act == RELU:  # by far the commonest: not worth waiting for the others to compile
        return _relu_grad, (*arrays, pool(), chunks, -1)
    return _grad_part, (act, *arrays, pool(), chunks, -1)


@compiled
def _relu_grad(y: Any, dy: Any, dz: Any, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    one = y.dtype.type(1)
    relu_slope(y, dy, one, dz, chunk_start(y.size, chunks, chunk),
               chunk_start(y.size, chunks, chunk + 1))


@inlined
def relu_slope(y: Any, dy: Any, scale: float, dz: Any, first: int, last: int) -> None:
    """dz = dy * scale where y > 0, else 0, in [first, last) of flat arrays."""
    zero = y.dtype.type(0)
    for begin in range(first, last, _BLOCK):
        end = min(last, begin + _BLOCK)
        copy_other(dy[begin:end], dz[begin:end])
        shown, target = y[begin:end], dz[begin:end]
        for i in range(target.size):
            target[i] = target[i] * scale if shown[i] > zero else zero


@compiled
def _forward_part(act: int, x: Any, y: Any, entry: int, chunks: int, chunk: int) -> None:
    """y = act(x) on one chunk of flat arrays.

    Copies, then works in place: a loop over two arrays that turn out to be the
    same memory would run unwidened.
    """
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    last = chunk_start(x.size, chunks, chunk + 1)
    for begin in range(chunk_start(x.size, chunks, chunk), last, _BLOCK):
        end = min(last, begin + _BLOCK)
        copy_other(x[begin:end], y[begin:end])
        in_place(act, y, begin, end)


@compiled
def _grad_part(act: int, y: Any, dy: Any, dz: Any, entry: int, chunks: int, chunk: int) -> None:
    """dz = dy * act'(z) on one chunk of flat arrays."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    last = chunk_start(y.size, chunks, chunk + 1)
    for begin in range(chunk_start(y.size, chunks, chunk), last, _BLOCK):
        end = min(last, begin + _BLOCK)
        copy_other(dy[begin:end], dz[begin:end])
        times_slope(act, y, begin, dz, begin, end - begin)


@exact
def in_place(act: int, y: Any, first: int, last: int) -> None:
    """Replace y[first:last] of a flat array by act of it."""
    kind = y.dtype.type
    zero = kind(0)
    if act == RELU:
        part = y[first:last]  # a loop from 0 on vectorises
        for i in range(part.size):
            part[i] = zero if part[i] < zero else part[i]
    elif act == SIGMOID:
        sigmoid_run(y, first, last)
    elif act == TANH:
        tanh_run(y, first, last)
    elif act == EXP:
        exp_run(y, first, last)
    elif act == SOFTPLUS:
        for i in range(first, last):
            value = y[i]
            y[i] = (zero if value < zero else value) + kind(math.log1p(math.exp(-abs(value))))
    elif act == ELU:
        _elu(y, first, last, kind(1), kind(1))
    elif act == SELU:
        _elu(y, first, last, kind(_SELU_SCALE), kind(_SELU_ALPHA))


@inlined
def _elu(y: Any, first: int, last: int, scale: float, alpha: float) -> None:
    for i in range(first, last):
        value = y[i]
        y[i] = scale * (value if value > 0 else y.dtype.type(alpha * math.expm1(value)))


@compiled
def times_slope(act: int, y: Any, y_first: int, dz: Any, dz_first: int, count: int) -> None:
    """Multiply `count` elements of flat dz by act'(z), given y = act(z)."""
    kind = y.dtype.type
    zero, one = kind(0), kind(1)
    y, dz = y[y_first:y_first + count], dz[dz_first:dz_first + count]
    if act == RELU:
        for i in range(count):
            dz[i] = dz[i] if y[i] > zero else zero
    elif act == SIGMOID:
        for i in range(count):
            dz[i] *= y[i] * (one - y[i])
    elif act == TANH:
        for i in range(count):
            dz[i] *= one - y[i] * y[i]
    elif act == EXP:
        for i in range(count):
            dz[i] *= y[i]
    elif act == SOFTPLUS:
        for i in range(count):
            dz[i] *= kind(-math.expm1(-y[i]))
    elif act in (ELU, SELU):
        scale = kind(_SELU_SCALE) if act == SELU else one
        low = kind(_SELU_SCALE * _SELU_ALPHA) if act == SELU else one
        for i in range(count):
            dz[i] *= scale if y[i] > zero else y[i] + low
