"""Activations against NumPy in float64, their gradients against differences."""

import numpy as np
import pytest

from engine.kernels import act

FORWARD = {
    act.LINEAR: lambda z: z,
    act.RELU: lambda z: np.maximum(z, 0),
    act.SIGMOID: lambda z: 1 / (1 + np.exp(-z)),
    act.TANH: np.tanh,
    act.ELU: lambda z: np.where(z > 0, z, np.expm1(z)),
    act.SELU: lambda z: 1.0507009873554805 * np.where(z > 0, z, 1.6732632423543772 * np.expm1(z)),
    act.SOFTPLUS: lambda z: np.logaddexp(0, z),
    act.EXP: np.exp,
}


@pytest.mark.parametrize("code", list(FORWARD))
def test_float32_is_right_to_a_few_units_in_the_last_place(code):
    z = np.concatenate([np.linspace(-80, 80, 40001), np.linspace(-1, 1, 9999),
                        np.logspace(-30, 0, 999), [0.0]]).astype(np.float32)
    y = np.empty_like(z)
    act.act_forward(code, z, y)
    np.testing.assert_allclose(y, FORWARD[code](z.astype(np.float64)), rtol=4e-7, atol=1e-37)


@pytest.mark.parametrize("code", list(FORWARD))
def test_float64_is_exact(code):
    z = np.linspace(-30, 30, 2001)
    y = np.empty_like(z)
    act.act_forward(code, z, y)
    np.testing.assert_allclose(y, FORWARD[code](z), rtol=1e-14, atol=1e-300)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("code", list(FORWARD))
def test_nan_and_infinity(code, dtype):
    z = np.array([np.nan, np.inf, -np.inf, 200, -200] * 5, dtype)
    y = np.empty_like(z)
    act.act_forward(code, z, y)
    with np.errstate(all="ignore"):
        truth = FORWARD[code](z.astype(np.float64)).astype(dtype)
    np.testing.assert_allclose(y, truth, rtol=1e-6, atol=1e-37)


@pytest.mark.parametrize("code", list(FORWARD))
def test_gradient(code):
    random = np.random.default_rng(0)
    z = random.normal(size=(37, 11)) * 2
    dy = random.normal(size=z.shape)
    y, dz = np.empty_like(z), np.empty_like(z)
    act.act_forward(code, z, y)
    act.act_grad(code, y, dy, dz)
    slope = (FORWARD[code](z + 1e-6) - FORWARD[code](z - 1e-6)) / 2e-6
    np.testing.assert_allclose(dz, dy * slope, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("code", list(FORWARD))
def test_arrays_may_be_the_same(code):
    random = np.random.default_rng(1)
    z, dy = (random.normal(size=100_003).astype(np.float32) for _ in range(2))
    y, dz = np.empty_like(z), np.empty_like(z)
    act.act_forward(code, z, y)
    act.act_grad(code, y, dy, dz)
    act.act_forward(code, z, z)
    act.act_grad(code, y, dy, dy)
    np.testing.assert_array_equal(z, y)
    np.testing.assert_array_equal(dy, dz)
