"""Layers that adapt to data, beside real Keras."""

from __future__ import annotations

from typing import Any

import keras as real
import numpy as np
import pytest

import engine
from engine.data import Dataset
from engine.layers import CategoryEncoding, Discretization, Normalization

X = np.random.default_rng(8).normal(3, 2, (100, 4, 3)).astype("float32")


@pytest.mark.parametrize("axis", [-1, None, 1, [1, 2]])
def test_normalization_adapts_to_an_array(axis: Any) -> None:
    ours, theirs = Normalization(axis=axis), real.layers.Normalization(axis=axis)
    ours.adapt(X)
    theirs.adapt(X)
    assert [w.name for w in ours.weights] == ["mean", "variance", "count"]
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4)
    np.testing.assert_allclose(ours(X).numpy(), np.asarray(theirs(X)), rtol=1e-4, atol=1e-4)


def test_normalization_adapts_to_batches_of_any_size() -> None:
    whole, parts, pairs = Normalization(), Normalization(), Normalization()
    whole.adapt(X)
    parts.adapt([X[:30], X[30:35], X[35:]])
    pairs.adapt(Dataset.from_tensor_slices((X, np.arange(100))).batch(7))
    for layer in (parts, pairs):
        for one, other in zip(layer.get_weights(), whole.get_weights(), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-5)


def test_normalization_adapts_to_single_numbers() -> None:
    layer = Normalization(axis=None)
    layer.adapt(np.array([1.0, 2.0, 3.0, 4.0, 5.0], "float32"))
    result = layer(np.array([1.0, 2.0, 3.0], "float32")).numpy()
    np.testing.assert_allclose(result, [-(2**0.5), -(0.5**0.5), 0], rtol=1e-5)  # Keras's example
    again = Normalization(axis=None)
    again.adapt(Dataset.from_tensor_slices(np.arange(1.0, 6.0, dtype="float32")))
    np.testing.assert_allclose(again(np.float32(3.0)).numpy(), 0, atol=1e-6)


def test_an_adapted_model_is_saved_with_its_statistics(tmp_path: Any) -> None:
    layer = Normalization()
    layer.adapt(X)
    model = engine.Sequential([engine.Input((4, 3)), layer])
    for ending in ("keras", "h5", "weights.h5"):
        path = tmp_path / f"model.{ending}"
        if ending == "weights.h5":
            model.save_weights(path)
            loaded = engine.Sequential([engine.Input((4, 3)), Normalization()])
            loaded.load_weights(path)
        else:
            model.save(path)
            loaded = engine.models.load_model(path)
        result = loaded.predict(X, verbose=0)
        np.testing.assert_allclose(result.mean((0, 1)), 0, atol=1e-5)
        np.testing.assert_allclose(result.std((0, 1)), 1, atol=1e-5)
    back = real.models.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(back.predict(X, verbose=0), result, rtol=1e-4, atol=1e-5)


def test_inverting_undoes() -> None:
    mean, variance = X.mean((0, 1)).tolist(), X.var((0, 1)).tolist()
    there = Normalization(mean=mean, variance=variance)
    back = Normalization(mean=mean, variance=variance, invert=True)
    np.testing.assert_allclose(back(there(X)).numpy(), X, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"mean": 1.0}, "together"),
        ({"mean": [1.0, 2.0], "variance": [1.0]}, "same shape"),
        ({"mean": [[1.0]], "variance": [[1.0]]}, "axes"),
    ],
)
def test_wrong_statistics_are_refused(config: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Normalization(**config)


def test_adapting_what_is_given_or_to_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="was given its mean"):
        Normalization(mean=0.0, variance=1.0).adapt(X)
    with pytest.raises(ValueError, match="no data"):
        Normalization().adapt([])
    layer = Normalization()
    layer.adapt(X)
    with pytest.raises(ValueError, match=r"\(3,\) features"):
        layer.adapt(X[:, :, :2])
    with pytest.raises(TypeError, match="int"):
        Normalization().adapt(7)


@pytest.mark.parametrize("size", [30, 1000, 30000])
@pytest.mark.parametrize("bins", [2, 5, 20])
def test_discretization_finds_keras_boundaries(size: int, bins: int) -> None:
    data = np.random.default_rng(size).normal(size=(size, 1)).astype("float32")
    ours, theirs = Discretization(num_bins=bins), real.layers.Discretization(num_bins=bins)
    parts = [data[: size // 3], data[size // 3 :]]
    for given in ([data], parts):
        ours.adapt(given)
        theirs.reset_state()  # what its adapt() does; that one asks for TensorFlow
        for part in given:
            theirs.update_state(part)
        theirs.finalize_state()
        np.testing.assert_allclose(ours.bin_boundaries, theirs.bin_boundaries, rtol=1e-5)
    np.testing.assert_array_equal(ours(data).numpy(), np.asarray(theirs(data)))
    again = Discretization.from_config(ours.get_config())
    assert again.bin_boundaries == ours.bin_boundaries


@pytest.mark.parametrize("mode", ["int", "one_hot", "multi_hot", "count"])
def test_discretization_of_real_numbers_equals_keras(mode: str) -> None:
    x = np.array([[-1.5, 1.0, 3.4, 0.5], [0.0, 3.0, 1.3, 0.0]], "float32")  # on boundaries too
    config = {"bin_boundaries": [0.0, 1.0, 3.0], "output_mode": mode}
    ours = Discretization(**config)(x).numpy()
    theirs = np.asarray(real.layers.Discretization(**config)(x))
    assert ours.dtype == theirs.dtype
    np.testing.assert_array_equal(ours, theirs)


def test_discretization_needs_boundaries_one_way() -> None:
    for config in ({}, {"num_bins": 3, "bin_boundaries": [1.0]}):
        with pytest.raises(ValueError, match="either bin_boundaries, or num_bins"):
            Discretization(**config)
    with pytest.raises(ValueError, match="adapt"):
        Discretization(num_bins=3)(X)
    with pytest.raises(ValueError, match="make it with num_bins"):
        Discretization(bin_boundaries=[0.0]).adapt(X)


def test_weighted_counts_equal_keras() -> None:
    x = np.array([[0, 1], [2, 2], [1, 3]])
    weights = np.array([[0.1, 0.2], [0.1, 0.1], [0.2, 0.3]], "float32")
    config = {"num_tokens": 4, "output_mode": "count"}
    theirs = real.layers.CategoryEncoding(**config)(x, count_weights=weights)
    ours = CategoryEncoding(**config)(x, count_weights=weights)
    np.testing.assert_allclose(ours.numpy(), np.asarray(theirs), rtol=1e-6)
    with pytest.raises(ValueError, match="count"):
        CategoryEncoding(4)(x, count_weights=weights)
