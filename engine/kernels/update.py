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

_SGD, _MOMENTUM, _NESTEROV, _RMSPROP, _ADAM = range(5)


def sgd(var: np.ndarray, g: np.ndarray, lr: float) -> None:
    """var -= lr * g."""
    _step(_SGD, var, var[:0], var[:0], var[:0], g, lr)


def sgd_momentum(var: np.ndarray, m: np.ndarray, g: np.ndarray, lr: float, momentum: float,
                 nesterov: bool) -> None:
    """m = momentum * m - lr * g; var += m, or momentum * m - lr * g with the new m."""
    _step(_NESTEROV if nesterov else _MOMENTUM, var, m, var[:0], var[:0], g, lr, momentum)


def rmsprop(var: np.ndarray, v: np.ndarray, mom: np.ndarray, ag: np.ndarray, g: np.ndarray,
            lr: float, rho: float, momentum: float, eps: float, centered: bool) -> None:
    """v = rho v + (1-rho) g^2; var -= lr g / sqrt(v + eps), with momentum and centring if asked.

    `mom` is used when momentum > 0, `ag` when centered; otherwise they may have size 0.
    """
    _step(_RMSPROP, var, v, mom[:0] if momentum <= 0 else mom, ag if centered else ag[:0], g, lr,
          rho, 1 - rho, momentum, eps)


def adam(var: np.ndarray, m: np.ndarray, v: np.ndarray, vhat: np.ndarray, g: np.ndarray,
         alpha: float, beta1: float, beta2: float, eps: float, amsgrad: bool) -> None:
    """m += (g-m)(1-beta1); v += (g^2-v)(1-beta2); var -= alpha m / (sqrt(v) + eps).

    alpha = lr sqrt(1 - beta2^t) / (1 - beta1^t). With amsgrad, vhat = max(vhat, v)
    takes v's place; otherwise it may have size 0.
    """
    _step(_ADAM, var, m, v, vhat if amsgrad else vhat[:0], g, alpha, 1 - beta1, 1 - beta2, eps)


def _step(rule: int, var: np.ndarray, one: np.ndarray, two: np.ndarray, three: np.ndarray,
          g: np.ndarray, *numbers: float) -> None:
    arrays = flat(var), flat(one), flat(two), flat(three), flat(g)
    filled = numbers + (0.0,) * (5 - len(numbers))
    chunks = chunks_for(var.size, var.size, SERIAL_ELEMENTS)
    _part(rule, *arrays, *filled, pool(), chunks, -1)


@exact
def _part(rule: int, var: Any, one: Any, two: Any, three: Any, g: Any, p: float, q: float, r: float,
          s: float, t: float, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    first, last = chunk_start(var.size, chunks, chunk), chunk_start(var.size, chunks, chunk + 1)
    var, g = var[first:last], g[first:last]  # loops from 0 on vectorise
    one, two, three = one[first:last], two[first:last], three[first:last]
    kind = var.dtype.type
    p, q, r, s, t = kind(p), kind(q), kind(r), kind(s), kind(t)
    if rule == _ADAM:
        _adam(var, one, two, three, g, p, q, r, s)
    elif rule == _RMSPROP:
        _rmsprop(var, one, two, three, g, p, q, r, s, t)
    elif rule == _SGD:
        for i in range(var.size):
            var[i] -= p * g[i]
    else:
        _momentum(rule, var, one, g, p, q)


@inlined
def _momentum(rule: int, var: Any, m: Any, g: Any, lr: float, momentum: float) -> None:
    if rule == _NESTEROV:
        for i in range(var.size):
            m[i] = momentum * m[i] - lr * g[i]
            var[i] += momentum * m[i] - lr * g[i]
    else:
        for i in range(var.size):
            m[i] = momentum * m[i] - lr * g[i]
            var[i] += m[i]


@inlined
def _rmsprop(var: Any, v: Any, mom: Any, ag: Any, g: Any, lr: float, rho: float, rest: float,
             momentum: float, eps: float) -> None:
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


@inlined
def _adam(var: Any, m: Any, v: Any, vhat: Any, g: Any, alpha: float, rest1: float, rest2: float,
          eps: float) -> None:
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
