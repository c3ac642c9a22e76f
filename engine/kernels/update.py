"""Optimizer steps in place, by Keras 3's formulas, in the variables' own precision.

One call does all variables of a step: their numbers count as one long row, cut into
chunks for the threads, and a table holds where every variable's arrays lie. The
learning rate and the number of batches before are read when a kernel runs.
Hyperparameters are Python floats; differences such as 1 - beta are taken before
rounding, as Keras does.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.kernels.common import SERIAL_ELEMENTS, chunk_start, chunks_for, exact, inlined
from engine.kernels.threads import pool, share
from engine.simd import array_at, itemsize

Call = tuple[Any, tuple[Any, ...]]
#: The arrays of one variable: itself, its slots and its gradient, in a kernel's order. One of
#: size 0 stands for a slot that is not used.
Part = Sequence[np.ndarray]


def _call(kernel: Any, parts: Sequence[Part], rate: Any, iteration: Any, every: int,
          *numbers: Any) -> Call:
    """`kernel` bound to variables of one dtype, whose arrays the caller keeps."""
    ends = np.cumsum([0, *(part[0].size for part in parts)], dtype=np.int64)
    table = np.array([[a.ctypes.data if a.size else 0 for a in part] for part in parts], np.int64)
    total = int(ends[-1])
    return kernel, (parts[0][0].dtype.type(0), table, ends, np.asarray(rate).reshape(1),
                    np.asarray(iteration).reshape(1), every, *numbers,
                    pool(), chunks_for(total, total, SERIAL_ELEMENTS), -1)


@inlined
def _step(iteration: Any, every: int) -> int:
    """The number of the rule's step that this batch completes, from 1; 0 if none."""
    done = iteration[0] + 1
    return 0 if done % every else done // every


@inlined
def _piece(like: float, table: Any, ends: Any, row: int, column: int, chunks: int,
           chunk: int) -> Any:
    """One chunk's part of an array of a variable; an unused one stays empty."""
    begin = max(chunk_start(ends[-1], chunks, chunk), ends[row])
    end = min(chunk_start(ends[-1], chunks, chunk + 1), ends[row + 1])
    size = max(end - begin, 0) if table[row, column] else 0
    return array_at(table[row, column] + itemsize(like) * (begin - ends[row]), size, like)


def sgd_call(parts: Sequence[Part], rate: Any, iteration: Any, every: int = 1) -> Call:
    """var -= rate * g; parts (var, g)."""
    return _call(_sgd, parts, rate, iteration, every)


@exact
def _sgd(like: float, table: Any, ends: Any, rate: Any, iteration: Any, every: int, entry: int,
         chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0 or _step(iteration, every) == 0:
        return
    for row in range(table.shape[0]):
        var = _piece(like, table, ends, row, 0, chunks, chunk)
        g = _piece(like, table, ends, row, 1, chunks, chunk)
        lr = var.dtype.type(rate[0])
        for i in range(var.size):
            var[i] -= lr * g[i]


def momentum_call(parts: Sequence[Part], rate: Any, iteration: Any, momentum: float,
                  nesterov: bool, every: int = 1) -> Call:
    """m = momentum * m - rate * g; var += m, or momentum * m - rate * g with the new m.

    Parts (var, m, g).
    """
    kind = parts[0][0].dtype.type
    return _call(_momentum, parts, rate, iteration, every, kind(momentum), bool(nesterov))


@exact
def _momentum(like: float, table: Any, ends: Any, rate: Any, iteration: Any, every: int,
              momentum: float, nesterov: bool, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0 or _step(iteration, every) == 0:
        return
    for row in range(table.shape[0]):
        var = _piece(like, table, ends, row, 0, chunks, chunk)
        m = _piece(like, table, ends, row, 1, chunks, chunk)
        g = _piece(like, table, ends, row, 2, chunks, chunk)
        lr = var.dtype.type(rate[0])
        for i in range(var.size):
            m[i] = momentum * m[i] - lr * g[i]
            var[i] += momentum * m[i] - lr * g[i] if nesterov else m[i]


def rmsprop_call(parts: Sequence[Part], rate: Any, iteration: Any, rho: float, momentum: float,
                 eps: float, every: int = 1) -> Call:
    """v = rho v + (1-rho) g^2; var -= rate g / sqrt(v + eps).

    Parts (var, v, mom, ag, g). With `mom` the steps are added up as in SGD, with
    `ag` the square of the mean gradient is taken off v in the root.
    """
    numbers = map(parts[0][0].dtype.type, (rho, 1 - rho, momentum, eps))
    return _call(_rmsprop, parts, rate, iteration, every, *numbers)


@exact
def _rmsprop(like: float, table: Any, ends: Any, rate: Any, iteration: Any, every: int, rho: float,
             rest: float, momentum: float, eps: float, entry: int, chunks: int,
             chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0 or _step(iteration, every) == 0:
        return
    for row in range(table.shape[0]):
        var = _piece(like, table, ends, row, 0, chunks, chunk)
        v = _piece(like, table, ends, row, 1, chunks, chunk)
        mom = _piece(like, table, ends, row, 2, chunks, chunk)
        ag = _piece(like, table, ends, row, 3, chunks, chunk)
        g = _piece(like, table, ends, row, 4, chunks, chunk)
        lr = var.dtype.type(rate[0])
        if mom.size == 0 and ag.size == 0:
            for i in range(var.size):
                v[i] = rho * v[i] + rest * (g[i] * g[i])
                var[i] -= lr * g[i] / math.sqrt(v[i] + eps)
            continue
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


def adam_call(parts: Sequence[Part], rate: Any, iteration: Any, beta1: float, beta2: float,
              eps: float, every: int = 1) -> Call:
    """m += (g-m)(1-beta1); v += (g^2-v)(1-beta2); var -= alpha m / (sqrt(v) + eps).

    Parts (var, m, v, vhat, g); alpha = rate sqrt(1 - beta2^t) / (1 - beta1^t) at step t.
    With `vhat` (AMSGrad) the root is of the greatest v so far.
    """
    numbers = map(parts[0][0].dtype.type, (1 - beta1, 1 - beta2, eps))
    return _call(_adam, parts, rate, iteration, every, float(beta1), float(beta2), *numbers)


@exact
def _adam(like: float, table: Any, ends: Any, rate: Any, iteration: Any, every: int, beta1: float,
          beta2: float, rest1: float, rest2: float, eps: float, entry: int, chunks: int,
          chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    t = float(_step(iteration, every))
    if chunk < 0 or t == 0:
        return
    factor = np.float64(rate[0]) * math.sqrt(1 - beta2**t) / (1 - beta1**t)
    for row in range(table.shape[0]):
        var = _piece(like, table, ends, row, 0, chunks, chunk)
        m = _piece(like, table, ends, row, 1, chunks, chunk)
        v = _piece(like, table, ends, row, 2, chunks, chunk)
        vhat = _piece(like, table, ends, row, 3, chunks, chunk)
        g = _piece(like, table, ends, row, 4, chunks, chunk)
        alpha = var.dtype.type(factor)
        if vhat.size == 0:
            for i in range(var.size):
                m[i] += (g[i] - m[i]) * rest1
                v[i] += (g[i] * g[i] - v[i]) * rest2
                var[i] -= alpha * m[i] / (math.sqrt(v[i]) + eps)
            continue
        for i in range(var.size):
            m[i] += (g[i] - m[i]) * rest1
            v[i] += (g[i] * g[i] - v[i]) * rest2
            vhat[i] = v[i] if v[i] > vhat[i] else vhat[i]
            var[i] -= alpha * m[i] / (math.sqrt(vhat[i]) + eps)
