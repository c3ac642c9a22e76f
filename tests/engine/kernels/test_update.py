"""Optimizer steps against Keras's formulas written out in NumPy, float64."""

import numpy as np
import pytest

from engine.kernels import update

TYPES = [np.float32, np.float64]
SHAPES = [(1,), (7, 13), (300, 200)]


def close(got, truth, dtype):
    np.testing.assert_allclose(got, truth, rtol=1e-5 if dtype == np.float32 else 1e-12,
                               atol=1e-6 if dtype == np.float32 else 1e-13)


def run(call):
    function, args = call
    function(*args)


def start(shape, dtype):
    random = np.random.default_rng(0)
    var = random.normal(size=shape)
    grads = [random.normal(size=shape).astype(dtype) for _ in range(3)]
    return var, var.astype(dtype), grads


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("nesterov", [None, False, True])
def test_sgd(dtype, shape, nesterov):
    truth, var, grads = start(shape, dtype)
    true_m, m = np.zeros(shape), np.zeros(shape, dtype)
    for n, g in enumerate(grads):
        if nesterov is None:
            run(update.sgd_call([(var, g)], 0.1, n))
            truth = truth - 0.1 * g
            continue
        run(update.momentum_call([(var, m, g)], 0.1, n, 0.9, nesterov))
        true_m = 0.9 * true_m - 0.1 * g
        truth = truth + (0.9 * true_m - 0.1 * g if nesterov else true_m)
    close(var, truth, dtype)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("momentum", [0.0, 0.5])
@pytest.mark.parametrize("centered", [False, True])
def test_rmsprop(dtype, momentum, centered):
    for shape in SHAPES:
        truth, var, grads = start(shape, dtype)
        none = np.empty(0, dtype)
        v, mom, ag = (np.zeros(shape, dtype) for _ in range(3))
        true_v, true_m, true_a = (np.zeros(shape) for _ in range(3))
        slots = (v, mom if momentum else none, ag if centered else none)
        for n, g in enumerate(grads):
            run(update.rmsprop_call([(var, *slots, g)], 0.01, n, 0.9, momentum, 1e-7))
            true_v = 0.9 * true_v + 0.1 * g.astype(float)**2
            true_a = 0.9 * true_a + 0.1 * g
            below = true_v - true_a**2 + 1e-7 if centered else true_v + 1e-7
            true_m = momentum * true_m + 0.01 * g / np.sqrt(below)
            truth = truth - true_m
        close(var, truth, dtype)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("amsgrad", [False, True])
def test_adam(dtype, amsgrad):
    for shape in SHAPES:
        truth, var, grads = start(shape, dtype)
        m, v, vhat = (np.zeros(shape, dtype) for _ in range(3))
        true_m, true_v, top = (np.zeros(shape) for _ in range(3))
        for t, g in enumerate(grads, 1):
            alpha = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            slots = m, v, vhat if amsgrad else vhat[:0]
            run(update.adam_call([(var, *slots, g)], 0.001, t - 1, 0.9, 0.999, 1e-7))
            true_m = true_m + (g - true_m) * (1 - 0.9)
            true_v = true_v + (g.astype(float)**2 - true_v) * (1 - 0.999)
            top = np.maximum(top, true_v)
            truth = truth - alpha * true_m / (np.sqrt(top if amsgrad else true_v) + 1e-7)
        close(var, truth, dtype)


@pytest.mark.parametrize("dtype", TYPES)
def test_several_variables_in_one_call_change_as_each_alone(dtype):
    random = np.random.default_rng(1)
    shapes = [(300, 200), (1,), (0, 5), (33, 3)]
    together = [[random.normal(size=s).astype(dtype) ** 2 for _ in range(5)] for s in shapes]
    alone = [[a.copy() for a in part] for part in together]
    for n in range(3):
        run(update.adam_call(together, 0.01, n, 0.9, 0.99, 1e-7))
        for part in alone:
            run(update.adam_call([part], 0.01, n, 0.9, 0.99, 1e-7))
    for got, expected in zip(together, alone, strict=True):
        for a, b in zip(got, expected, strict=True):
            close(a, b, dtype)


def test_only_every_nth_batch_changes_a_variable():
    var, g = np.zeros(3), np.ones(3)
    for n in range(6):
        run(update.sgd_call([(var, g)], 0.5, n, 3))
        assert (var == -0.5 * ((n + 1) // 3)).all()
