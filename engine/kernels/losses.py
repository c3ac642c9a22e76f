"""Softmax over rows, and the sparse cross-entropy fused with it."""

import math
from typing import Any

import numpy as np

from engine.kernels.common import (
    SERIAL_ELEMENTS,
    chunk_start,
    chunks_for,
    compiled,
    exact,
    flat,
    inlined,
)
from engine.kernels.threads import pool, share
from engine.kernels.vectors import exp_row, exp_run

Call = tuple[Any, tuple[Any, ...]]

_SERIAL = SERIAL_ELEMENTS // 4  # an exponential is worth several plain operations


def softmax(x: np.ndarray, y: np.ndarray) -> None:
    """y = softmax of each row of x (rows, classes)."""
    chunks = chunks_for(x.shape[0], x.size, _SERIAL)
    _softmax_rows(x, y, pool(), chunks, -1)


@compiled
def _softmax_rows(x: Any, y: Any, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    for row in range(chunk_start(x.shape[0], chunks, chunk),
                     chunk_start(x.shape[0], chunks, chunk + 1)):
        _, total = _exponentials(x[row], y[row])
        _scale(y[row], y.dtype.type(1) / total)


@compiled
def _exponentials(source: Any, target: Any) -> Any:
    """target = exp(source - largest); returns the largest and the sum of target."""
    largest, total = source[0], source.dtype.type(0)
    for j in range(source.size):
        largest = source[j] if source[j] > largest else largest
    for j in range(source.size):
        target[j] = source[j] - largest
    exp_row(target, 0, target.size)
    for j in range(source.size):
        total += target[j]
    return largest, total


@inlined
def _scale(target: Any, factor: float) -> None:
    for j in range(target.size):
        target[j] *= factor


def softmax_grad(y: np.ndarray, dy: np.ndarray, dx: np.ndarray) -> None:
    """dx = y * (dy - sum(y * dy)) for each row, given y = softmax(x)."""
    chunks = chunks_for(y.shape[0], y.size, SERIAL_ELEMENTS)
    _softmax_grad_rows(y, dy, dx, pool(), chunks, -1)


@compiled
def _softmax_grad_rows(y: Any, dy: Any, dx: Any, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    for row in range(chunk_start(y.shape[0], chunks, chunk),
                     chunk_start(y.shape[0], chunks, chunk + 1)):
        probability, gradient, target = y[row], dy[row], dx[row]
        common = y.dtype.type(0)
        for j in range(target.size):
            common += probability[j] * gradient[j]
        for j in range(target.size):
            target[j] = probability[j] * (gradient[j] - common)


def log_softmax(x: np.ndarray, y: np.ndarray) -> None:
    """y = log(softmax(x)) for each row."""
    _log_softmax(x, y)


@compiled
def _log_softmax(x: Any, y: Any) -> None:
    for row in range(x.shape[0]):
        source, target = x[row], y[row]
        largest, total = _exponentials(source, target)
        log_total = y.dtype.type(math.log(total))
        for j in range(target.size):
            target[j] = (source[j] - largest) - log_total


def sparse_softmax_crossentropy(logits: np.ndarray, labels: np.ndarray, loss: np.ndarray,
                                probs: np.ndarray) -> int:
    """loss[row] = -log(softmax(logits[row])[labels[row]]), and the softmax itself in `probs`.

    logits (rows, classes), labels (rows) int32 or int64. Returns -1, or the first
    row whose label is outside [0, classes); then loss and probs are unusable.
    """
    return _crossentropy(logits, labels, loss, probs)


@compiled
def _crossentropy(logits: Any, labels: Any, loss: Any, probs: Any) -> int:
    kind = logits.dtype.type
    for row in range(logits.shape[0]):
        label = labels[row]
        if label < 0 or label >= logits.shape[1]:
            return row
        largest, total = _exponentials(logits[row], probs[row])
        loss[row] = kind(math.log(total)) - (logits[row, label] - largest)
        _scale(probs[row], kind(1) / total)
    return -1


def sparse_softmax_crossentropy_grad(probs: np.ndarray, labels: np.ndarray, dloss: np.ndarray,
                                     dlogits: np.ndarray) -> None:
    """dlogits[row] = dloss[row] * (probs[row] - one_hot(labels[row]))."""
    _crossentropy_grad(probs, labels, dloss, dlogits)


@compiled
def _crossentropy_grad(probs: Any, labels: Any, dloss: Any, dlogits: Any) -> None:
    for row in range(probs.shape[0]):
        source, target, factor = probs[row], dlogits[row], dloss[row]
        for j in range(target.size):
            target[j] = source[j] * factor
        target[labels[row]] -= factor


def binary_crossentropy_call(z: np.ndarray, y: np.ndarray, loss: np.ndarray,
                             p: np.ndarray) -> Call:
    """loss = log(1 + exp(z)) - z * y, element by element, and p = 1 / (1 + exp(-z))."""
    return _binary_crossentropy, (flat(z), flat(y), flat(loss), flat(p))


@exact
def _binary_crossentropy(z: Any, y: Any, loss: Any, p: Any) -> None:
    kind = z.dtype.type
    zero, one = kind(0), kind(1)
    for i in range(z.size):
        p[i] = -abs(z[i])
    exp_run(p, 0, p.size)
    for i in range(z.size):
        small, score = p[i], z[i]
        positive = zero if score < zero else score
        loss[i] = positive - score * y[i] + kind(math.log1p(small))
        p[i] = (small if score < zero else one) / (one + small)
