"""Random numbers of many distributions; a key (seed, step) fixes every one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.ops.function import Function
from engine.ops.indexing import take
from engine.tensor import Spec, Tensor, as_operand


def _stream(key: np.ndarray) -> np.random.Generator:
    """NumPy's counter-based generator at a key."""
    return np.random.Generator(np.random.Philox(key=key))


def _declared(name: str, draw: Callable[..., Any]) -> Function:
    """An op of a key and parameters; ``draw(generator, shape, *parameters, **settings)``."""

    def function(key: np.ndarray, *values: np.ndarray, **attrs: Any) -> np.ndarray:
        shape, _ = attrs.pop("shape"), attrs.pop("dtype")
        return draw(_stream(key), shape, *values, **attrs)

    def specs(key: Spec, *values: Spec, **attrs: Any) -> Spec:
        return Spec(tuple(attrs["shape"]), attrs["dtype"])

    return Function(name, function, specs)


def _truncated(g: np.random.Generator, shape: Any) -> np.ndarray:
    """Normal numbers within two deviations: those outside are drawn again."""
    values = g.standard_normal(shape)
    outside = np.abs(values) > 2
    while outside.any():
        values[outside] = g.standard_normal(int(outside.sum()))
        outside = np.abs(values) > 2
    return values


def _categorical(g: np.random.Generator, shape: Any, logits: np.ndarray) -> np.ndarray:
    """The largest of scores with Gumbel noise is drawn with the scores' chances."""
    noise = g.gumbel(size=(shape[0], shape[1], logits.shape[1]))
    return np.argmax(logits[:, None, :] + noise, axis=-1)


NORMAL = _declared("random_normal", lambda g, s: g.standard_normal(s))
UNIFORM = _declared("random_uniform", lambda g, s: g.random(s))
TRUNCATED = _declared("random_truncated_normal", _truncated)
WHOLE = _declared("random_integers", lambda g, s, low, high: g.integers(low, high, s))
GAMMA = _declared("random_gamma", lambda g, s, alpha: g.standard_gamma(alpha, s))
BETA = _declared("random_beta", lambda g, s, alpha, beta: g.beta(alpha, beta, s))
BINOMIAL = _declared("random_binomial", lambda g, s, n, p: g.binomial(n.astype(np.int64), p, s))
CATEGORICAL = _declared("random_categorical", _categorical)
ORDER = _declared("random_order", lambda g, s: g.permutation(s[0]))


def drawn(op: Function, key: Any, shape: Any, dtype: str, *parameters: Any) -> Tensor:
    """Return numbers of a declared distribution for a key."""
    return op(key, *(as_operand(p) for p in parameters), shape=tuple(shape), dtype=dtype)


def shuffled(key: Any, x: Any, axis: int) -> Tensor:
    """Return x with the slices along an axis in another order."""
    x = as_operand(x)
    return take(x, drawn(ORDER, key, (x.shape[axis],), "int32"), axis=axis)
