"""Optimizer steps in place, by Keras 3's formulas, in the variable's own precision.

Arrays have any shape, all of one call the same. Hyperparameters are Python
floats; differences such as 1 - beta are taken before rounding, as Keras does.
"""

import math
from typing import Any

import numpy as np

from engine.kernels.common import (
    SERIAL_ELEMENTS,
    chunk_start,
    chunks_for,
    exact,
    flat,
    inlined,
)
from engine.kernels.threads import pool, share


def _chunks(var: np.ndarray) -> int:
    return chunks_for(var.size, var.size, SERIAL_ELEMENTS)


@inlined
def _mine(array: Any, chunks: int, chunk: int) -> Any:
    """One chunk of a flat array (loops from 0 on vectorise); an empty array stays empty."""
    return array[chunk_start(array.size, chunks, chunk):chunk_start(array.size, chunks, chunk + 1)]


def sgd(var: np.ndarray, g: np.ndarray, lr: float) -> None:
    """var -= lr * g."""
    _sgd(flat(var), flat(g), var.dtype.type(lr), pool(), _chunks(var), -1)


@exact
def _sgd(var: Any, g: Any, lr: float, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    var, g = _mine(var, chunks, chunk), _mine(g, chunks, chunk)
    for i in range(var.size):
        var[i] -= lr * g[i]


def sgd_momentum(var: np.ndarray, m: np.ndarray, g: np.ndarray, lr: float, momentum: float,
                 nesterov: bool) -> None:
    """m = momentum * m - lr * g; var += m, or momentum * m - lr * g with the new m."""
    kind = var.dtype.type
    _momentum(flat(var), flat(m), flat(g), kind(lr), kind(momentum), bool(nesterov),
              pool(), _chunks(var), -1)


@exact
def _momentum(var: Any, m: Any, g: Any, lr: float, momentum: float, nesterov: bool, entry: int,
              chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    var, g, m = (_mine(var, chunks, chunk), _mine(g, chunks, chunk), _mine(m, chunks, chunk))
    for i in range(var.size):
        m[i] = momentum * m[i] - lr * g[i]
        var[i] += momentum * m[i] - lr * g[i] if nesterov else m[i]


def rmsprop(var: np.ndarray, v: np.ndarray, mom: np.ndarray, ag: np.ndarray, g: np.ndarray,
            lr: float, rho: float, momentum: float, eps: float, centered: bool) -> None:
    """v = rho v + (1-rho) g^2; var -= lr g / sqrt(v + eps), with momentum and centring if asked.

    `mom` is used when momentum > 0, `ag` when centered; otherwise they may have size 0.
    """
    kind = var.dtype.type
    numbers = (kind(n) for n in (lr, rho, 1 - rho, momentum, eps))
    _rmsprop(flat(var), flat(v), flat(mom)[:mom.size if momentum > 0 else 0],
             flat(ag)[:ag.size if centered else 0], flat(g), *numbers, pool(), _chunks(var), -1)


@exact
def _rmsprop(var: Any, v: Any, mom: Any, ag: Any, g: Any, lr: float, rho: float, rest: float,
             momentum: float, eps: float, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    var, v, g = _mine(var, chunks, chunk), _mine(v, chunks, chunk), _mine(g, chunks, chunk)
    mom, ag = _mine(mom, chunks, chunk), _mine(ag, chunks, chunk)
    if mom.size == 0 and ag.size == 0:
        for i in range(var.size):
            v[i] = rho * v[i] + rest * (g[i] * g[i])
            var[i] -= lr * g[i] / math.sqrt(v[i] + eps)
        return
    for i in range(var.size):
        v[i] = rho * v[i] + rest * (g[i] * g[i])
        below = v[i] + eps
        if ag.size:
            ag[i] = rho * ag[i] + rest * g[i]
            below = v[i] - ag[i] * ag[i] + eps
        step = lr * g[i] / math.sqrt(below)
        if mom.size:
            mom[i] = momentum * mom[i] + step
            step = mom[i]
        var[i] -= step


def adam(var: np.ndarray, m: np.ndarray, v: np.ndarray, vhat: np.ndarray, g: np.ndarray,
         alpha: float, beta1: float, beta2: float, eps: float, amsgrad: bool) -> None:
    """m += (g-m)(1-beta1); v += (g^2-v)(1-beta2); var -= alpha m / (sqrt(v) + eps).

    alpha = lr sqrt(1 - beta2^t) / (1 - beta1^t). With amsgrad, vhat = max(vhat, v)
    takes v's place; otherwise it may have size 0.
    """
    kind = var.dtype.type
    numbers = (kind(n) for n in (alpha, 1 - beta1, 1 - beta2, eps))
    _adam(flat(var), flat(m), flat(v), flat(vhat)[:vhat.size if amsgrad else 0], flat(g),
          *numbers, pool(), _chunks(var), -1)


@exact
def _adam(var: Any, m: Any, v: Any, vhat: Any, g: Any, alpha: float, rest1: float, rest2: float,
          eps: float, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    var, g, m = _mine(var, chunks, chunk), _mine(g, chunks, chunk), _mine(m, chunks, chunk)
    v, vhat = _mine(v, chunks, chunk), _mine(vhat, chunks, chunk)
    if vhat.size == 0:
        for i in range(var.size):
            m[i] += (g[i] - m[i]) * rest1
            v[i] += (g[i] * g[i] - v[i]) * rest2
            var[i] -= alpha * m[i] / (math.sqrt(v[i]) + eps)
        return
    for i in range(var.size):
        m[i] += (g[i] - m[i]) * rest1
        v[i] += (g[i] * g[i] - v[i]) * rest2
        vhat[i] = v[i] if v[i] > vhat[i] else vhat[i]
        var[i] -= alpha * m[i] / (math.sqrt(vhat[i]) + eps)
