"""The rules of the less common optimizers, in NumPy, each in the variable's own precision.

As in ``engine.ops.update`` every rule writes to its variables in place, reads the
learning rate and the count of batches when it runs, and waits for every n-th batch.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.op import apply
from engine.ops.update import Update, step_number
from engine.tensor import Variable

Array = np.ndarray
#: Step number, learning rate, variable, slots and gradient, then the rule's own numbers.
Formula = Callable[..., None]


class Rule:
    """An optimizer's rule ``formula(t, rate, variable, *slots, gradient, **numbers)``.

    Args:
        formula: Changes the variable and its slots in place.
        slots: How many slots it has.
        work: Floating point operations for each element.
    """

    def __init__(self, formula: Formula, slots: int, work: float) -> None:
        written = tuple(range(1 + slots))
        name = formula.__name__.strip("_")
        self.op = Update(name, _waiting(formula, slots), written, 1 + slots, work)

    def __call__(
        self,
        variable: Variable,
        slots: Sequence[Variable],
        gradient: Any,
        rate: Any,
        iteration: Variable,
        every: int,
        **numbers: Any,
    ) -> None:
        """Take a step."""
        apply(self.op, variable, *slots, gradient, rate, iteration, every=every, **numbers)


def _waiting(formula: Formula, slots: int) -> Callable[..., None]:
    def run(*given: Any) -> None:
        arrays, (rate, iteration, every) = given[: slots + 2], given[slots + 2 : slots + 5]
        t = step_number(iteration, every)
        if t:
            formula(t, arrays[0].dtype.type(rate), *arrays, *given[slots + 5 :])

    return run


def _move(mean: Array, value: Array, part: float) -> None:
    """``mean += (value - mean) * part``"""
    mean += (value - mean) * mean.dtype.type(part)


def _adagrad(t: int, rate: Any, var: Array, acc: Array, grad: Array, epsilon: float) -> None:
    acc += grad * grad
    var -= rate * grad / np.sqrt(acc + acc.dtype.type(epsilon))


def _adadelta(
    t: int, rate: Any, var: Array, acc: Array, moved: Array, grad: Array, rho: float,
    epsilon: float,
) -> None:
    small = var.dtype.type(epsilon)
    _move(acc, grad * grad, 1 - rho)
    step = np.sqrt(moved + small) / np.sqrt(acc + small) * grad
    _move(moved, step * step, 1 - rho)
    var -= rate * step


def _adamax(
    t: int, rate: Any, var: Array, m: Array, u: Array, grad: Array, beta_1: float,
    beta_2: float, epsilon: float,
) -> None:
    kind = var.dtype.type
    _move(m, grad, 1 - beta_1)
    np.maximum(u * kind(beta_2), np.abs(grad), out=u)
    var -= rate * m / (kind(1 - beta_1**t) * (u + kind(epsilon)))


def momentum_of(t: int, beta_1: float) -> float:
    """Nadam's share of momentum in step t."""
    return beta_1 * (1 - 0.5 * 0.96**t)


def _nadam(
    t: int, rate: Any, var: Array, m: Array, v: Array, product: Array, grad: Array,
    beta_1: float, beta_2: float, epsilon: float,
) -> None:
    kind = var.dtype.type
    now, later = momentum_of(t, beta_1), momentum_of(t + 1, beta_1)
    so_far = float(product[0])
    _move(m, grad, 1 - beta_1)
    _move(v, grad * grad, 1 - beta_2)
    ahead = m * kind(later / (1 - so_far * later)) + grad * kind((1 - now) / (1 - so_far))
    var -= rate * ahead / (np.sqrt(v / kind(1 - beta_2**t)) + kind(epsilon))


def _nadam_product(t: int, rate: Any, product: Array, grad: Array, beta_1: float) -> None:
    product *= product.dtype.type(momentum_of(t, beta_1))


def _ftrl(
    t: int, rate: Any, var: Array, acc: Array, linear: Array, grad: Array, power: float,
    l1: float, l2: float, shrinkage: float, beta: float,
) -> None:
    kind = var.dtype.type
    new = acc + grad * grad
    grown, before = (np.power(x, kind(-power)) for x in (new, acc))
    linear += grad + kind(2 * shrinkage) * var - (grown - before) / rate * var
    below = grown / rate + kind(2) * (kind(l2) + kind(beta) / (kind(2) * rate))
    var[...] = (np.clip(linear, kind(-l1), kind(l1)) - linear) / below
    acc[...] = new


def _lion(
    t: int, rate: Any, var: Array, m: Array, grad: Array, beta_1: float, beta_2: float
) -> None:
    kind = var.dtype.type
    var -= rate * np.sign(m * kind(beta_1) + grad * kind(1 - beta_1))
    m[...] = m * kind(beta_2) + grad * kind(1 - beta_2)


def _lamb(
    t: int, rate: Any, var: Array, m: Array, v: Array, grad: Array, beta_1: float,
    beta_2: float, epsilon: float,
) -> None:
    kind = var.dtype.type
    _move(m, grad, 1 - beta_1)
    _move(v, grad * grad, 1 - beta_2)
    step = m / kind(1 - beta_1**t) / (np.sqrt(v / kind(1 - beta_2**t)) + kind(epsilon))
    weight, size = _length(var), _length(step)
    var -= (weight / size if weight > 0 and size > 0 else kind(1)) * rate * step


def _length(x: Array) -> Any:
    return np.sqrt(np.sum(x * x, dtype=x.dtype))


def _root_mean_square(x: Array) -> Any:
    return np.sqrt(np.mean(x * x, dtype=x.dtype))


def _adafactor(
    t: int, rate: Any, var: Array, rows: Array, columns: Array, v: Array, grad: Array,
    decay: float, epsilon_1: float, epsilon_2: float, threshold: float,
) -> None:
    kind = var.dtype.type
    size = max(kind(epsilon_2), _root_mean_square(var)) * min(rate, kind(1 / math.sqrt(t)))
    square = grad * grad + kind(epsilon_1)
    new = t**decay
    if var.ndim < 2:
        _move(v, square, new)
    else:
        _move(rows, square.mean(-1), new)
        _move(columns, square.mean(-2), new)
        share = rows / rows.mean(-1, keepdims=True)
        np.multiply(share[..., None], columns[..., None, :], out=v)
    step = grad / np.sqrt(v)
    var -= size * (step / max(kind(1), _root_mean_square(step) / kind(threshold)))


def _muon(
    t: int, rate: Any, var: Array, m: Array, grad: Array, momentum: float, nesterov: bool,
    polynomial: tuple[float, float, float], steps: int, scale: float | None,
) -> None:
    kind = var.dtype.type
    m *= kind(momentum)
    m += grad
    step = orthogonal(grad + kind(momentum) * m if nesterov else m, polynomial, steps)
    size = 1.0 if scale is None else math.sqrt(max(var.shape)) * scale
    var -= rate * step * kind(size)


def orthogonal(x: Array, polynomial: tuple[float, float, float], steps: int) -> Array:
    """Return a matrix with all singular values near 1 (Newton and Schulz's iteration)."""
    a, b, c = (x.dtype.type(n) for n in polynomial)
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    x = x / (_length(x) + x.dtype.type(1e-7))
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * (gram @ gram)) @ x
    return x.T if tall else x


def _schedule_free(
    t: int, rate: Any, var: Array, z: Array, v: Array, grad: Array, beta_1: float,
    beta_2: float, epsilon: float, warmup: int,
) -> None:
    kind = var.dtype.type
    rate = rate * kind(min(t / warmup, 1.0)) if warmup else rate
    mean = (var - kind(1 - beta_1) * z) / kind(beta_1)
    _move(v, grad * grad, 1 - beta_2)
    z -= rate * grad / (np.sqrt(v / kind(1 - beta_2**t)) + kind(epsilon))
    _move(mean, z, 1 / t)
    var[...] = kind(1 - beta_1) * z + kind(beta_1) * mean


adagrad = Rule(_adagrad, 1, 6)
adadelta = Rule(_adadelta, 2, 14)
adamax = Rule(_adamax, 2, 10)
nadam = Rule(_nadam, 3, 16)
nadam_product = Rule(_nadam_product, 0, 1)
ftrl = Rule(_ftrl, 2, 20)
lion = Rule(_lion, 1, 8)
lamb = Rule(_lamb, 2, 18)
adafactor = Rule(_adafactor, 3, 16)
muon = Rule(_muon, 1, 40)
schedule_free = Rule(_schedule_free, 2, 18)
