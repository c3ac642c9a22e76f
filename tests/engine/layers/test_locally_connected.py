"""Layers with weights of their own at every place, against loops over the places."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from engine import layers


@pytest.mark.parametrize("strides", [1, 2])
def test_a_sequence(strides):
    x = np.random.default_rng(1).normal(size=(3, 7, 2)).astype("float32")
    layer = layers.LocallyConnected1D(4, 3, strides=strides, bias_initializer="normal")
    y = layer(x).numpy()
    kernel, bias = layer.get_weights()
    for i in range(y.shape[1]):
        window = x[:, i * strides : i * strides + 3].reshape(3, -1)
        np.testing.assert_allclose(y[:, i], window @ kernel[i] + bias[i], rtol=1e-5, atol=1e-6)
    assert y.shape[1] == (7 - 3) // strides + 1


def test_an_image():
    x = np.random.default_rng(2).normal(size=(2, 5, 6, 3)).astype("float32")
    layer = layers.LocallyConnected2D(2, (2, 3), strides=(2, 1), bias_initializer="normal")
    y = layer(x).numpy()
    kernel, bias = layer.get_weights()
    assert y.shape == (2, 2, 4, 2)
    for number, (i, j) in enumerate(itertools.product(range(2), range(4))):
        window = x[:, 2 * i : 2 * i + 2, j : j + 3].reshape(2, -1)
        wanted = window @ kernel[number] + bias[i, j]
        np.testing.assert_allclose(y[:, i, j], wanted, rtol=1e-5, atol=1e-6)


def test_it_needs_fixed_sizes():
    with pytest.raises(ValueError, match="weights for every place"):
        layers.LocallyConnected1D(2, 3).build((None, None, 4))
