"""The GRU's and the simple RNN's kernels against NumPy in float64, and in both precisions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.kernels import act as acts
from engine.kernels import recurrent_gru, recurrent_gru_before, recurrent_simple, walk
from engine.kernels.walk import kept_shape

NONE = np.empty((0, 0), np.uint8)
SIZES = [(1, 1, 1, 1), (3, 7, 5, 9), (17, 5, 3, 16), (9, 4, 20, 33), (64, 12, 8, 40)]


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def reference(x: Any, w: Any, u: Any, b: Any, h: Any, mask: Any, after: bool) -> Any:
    outputs, units = [], len(u)
    one, two = b if after else (b, np.zeros_like(b))
    for t in range(x.shape[1]):
        from_x, from_h = x[:, t] @ w + one, h @ u + two
        z, r = (sigmoid((from_x + from_h)[:, k * units : (k + 1) * units]) for k in range(2))
        inner = r * from_h[:, 2 * units :] if after else (r * h) @ u[:, 2 * units :]
        new = z * h + (1 - z) * np.tanh(from_x[:, 2 * units :] + inner)
        h = np.where(mask[:, t : t + 1] == 0, h, new) if mask.size else new
        outputs.append(h)
    return np.stack(outputs, 1)


def arrays(size: tuple, gates: int, dtype: Any, masked: bool, rows: int = 1) -> tuple:
    batch, steps, inputs, units = size
    random = np.random.default_rng(3)

    def normal(*shape: int) -> np.ndarray:
        return (random.normal(size=shape) * 0.4).astype(dtype)

    mask = (random.random((batch, steps)) > 0.3).astype(np.uint8) if masked else NONE
    bias = normal(gates * units) if rows == 1 else normal(rows, gates * units)
    kernels = normal(inputs, gates * units), normal(units, gates * units)
    return normal(batch, steps, inputs), *kernels, bias, normal(batch, units), mask


def gru(given: tuple, after: bool) -> list[np.ndarray]:
    """The outputs, the last one and what the gradient needs."""
    x, w, u, b, h0, mask = given
    (batch, steps), units = x.shape[:2], len(u)
    shapes = [(batch, steps, units), (batch, units)]
    if after:
        run, size = recurrent_gru.gru, recurrent_gru.gru_scratch
        shapes += [kept_shape(batch, steps, units, 4)]
    else:
        run, size = recurrent_gru_before.gru_before, recurrent_gru_before.gru_before_scratch
        shapes += [(batch, steps, 3 * units), (batch, steps, units)]
    found = [np.full(shape, np.nan, x.dtype) for shape in shapes]
    scratch = np.full(size(x.shape, units), np.nan, x.dtype)
    run(x, w, u, b, h0, mask, acts.TANH, acts.SIGMOID, *found, scratch)
    return found


def gru_gradients(given: tuple, after: bool, fades: bool = False) -> list[np.ndarray]:
    """From gradients for all outputs, or, where it `fades`, for the last one alone."""
    x, w, u, b, h0, mask = given
    seq, last, *kept = gru(given, after)
    dseq, dlast = (np.cos(np.arange(a.size)).reshape(a.shape).astype(x.dtype) for a in (seq, last))
    dseq = dseq[:0] if fades else dseq
    grads = [np.full(g.shape, np.nan, x.dtype) for g in (x, w, u, b, h0)]
    run, size = recurrent_gru.gru_grad, recurrent_gru.gru_grad_scratch
    if not after:
        run = recurrent_gru_before.gru_before_grad
        size = recurrent_gru_before.gru_before_grad_scratch
    scratch = np.full(size(x.shape, len(u)), np.nan, x.dtype)
    codes = acts.TANH, acts.SIGMOID
    run(dseq, dlast, x, w, u, b, h0, mask, seq, *kept, *codes, *grads, scratch)
    return grads


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("after", [False, True])
def test_gru(after: bool, masked: bool, dtype: Any) -> None:
    for size in SIZES:
        given = arrays(size, 3, dtype, masked, 2 if after else 1)
        truth = reference(*(g.astype(float) for g in given), after)
        limit = 1e-5 if dtype == np.float32 else 1e-12
        seq, last = gru(given, after)[:2]
        np.testing.assert_allclose(seq, truth, atol=limit)
        np.testing.assert_allclose(last, truth[:, -1], atol=limit)


@pytest.mark.parametrize("masked", [False, True])
def test_weights_that_fit_no_cache_give_the_same(masked: bool, monkeypatch: Any) -> None:
    """Then the kernels' gradients are products over all steps."""
    for size in SIZES[1:4]:
        given = arrays(size, 3, np.float64, masked, 2)
        near = [*gru(given, True)[:2], *gru_gradients(given, True)]
        with monkeypatch.context() as patch:
            patch.setattr(walk, "_CACHED", 0)
            far = [*gru(given, True)[:2], *gru_gradients(given, True)]
        for one, other in zip(near, far, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("after", [False, True])
def test_gradients_agree_in_both_precisions(after: bool, masked: bool) -> None:
    """float64 is held against differences with the ops; float32 runs other code."""
    for size in SIZES:
        given = arrays(size, 3, np.float32, masked, 2 if after else 1)
        exact = tuple(g if g.dtype == np.uint8 else g.astype(float) for g in given)
        pairs = zip(gru_gradients(given, after), gru_gradients(exact, after), strict=True)
        for one, other in pairs:
            np.testing.assert_allclose(one, other, rtol=1e-3, atol=2e-4)


@pytest.mark.parametrize("after", [False, True])
def test_a_gradient_that_fades_over_time_leaves_no_denormal_numbers(after: bool) -> None:
    """Processors compute with them a hundred times as slowly."""
    given = arrays((2, 700, 3, 16), 3, np.float32, False, 2 if after else 1)
    dx = np.abs(gru_gradients(given, after, fades=True)[0])
    assert dx[:, 0].max() == 0 < dx[:, -1].min()
    assert np.count_nonzero((dx > 0) & (dx < np.finfo(np.float32).tiny)) == 0


#: float64 shows that the rule is right; float32 rounds anew at every step.
@pytest.mark.parametrize(("kind", "allowed"), [(np.float64, 1e-12), (np.float32, 5e-5)])
@pytest.mark.parametrize("masked", [False, True])
def test_simple_rnn(masked: bool, kind: type, allowed: float) -> None:
    for size in SIZES:
        given = arrays(size, 1, kind, masked)
        x, w, u, b, h, mask = (g.astype(float) for g in given)
        seq = np.full((*size[:2], size[3]), np.nan, kind)
        shape = recurrent_simple.simple_rnn_scratch(x.shape, size[3])
        scratch = np.full(shape, np.nan, kind)
        recurrent_simple.simple_rnn(*given, acts.TANH, seq, scratch)
        for t in range(size[1]):
            new = np.tanh(x[:, t] @ w + b + h @ u)
            h = np.where(mask[:, t : t + 1] == 0, h, new) if mask.size else new
            np.testing.assert_allclose(seq[:, t], h, atol=allowed)
