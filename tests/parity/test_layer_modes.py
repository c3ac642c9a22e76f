"""Layers beside Keras's in other circumstances: behind a mask, in double precision, over steps."""

from __future__ import annotations

from typing import Any

import jax
import keras as real
import numpy as np
import pytest
from keras.src.backend import get_keras_mask

import engine

RNG = np.random.default_rng(9)
#: Sequences whose steps of zeros are masked; every one has a step that counts.
STEPS = RNG.normal(size=(5, 4, 6)).astype("float32")
STEPS[RNG.random((5, 4)) < 0.4] = 0
STEPS[:, 1] = 1.5

BEHIND_A_MASK: list[tuple[str, dict[str, Any]]] = [
    ("Dense", {"units": 3, "activation": "softmax"}),
    ("EinsumDense", {"equation": "abc,cd->abd", "output_shape": (None, 3)}),
    ("Activation", {"activation": "relu"}),
    ("ReLU", {}),
    ("LeakyReLU", {}),
    ("PReLU", {}),
    ("ELU", {}),
    ("Identity", {}),
    ("Masking", {"mask_value": 1.5}),
    ("Dropout", {"rate": 0.5}),
    ("AlphaDropout", {"rate": 0.5}),
    ("GaussianDropout", {"rate": 0.5}),
    ("GaussianNoise", {"stddev": 0.5}),
    ("SpatialDropout1D", {"rate": 0.5}),
    ("ActivityRegularization", {"l1": 0.1}),
    ("BatchNormalization", {}),
    ("LayerNormalization", {}),
    ("GroupNormalization", {"groups": 2}),
    ("RMSNormalization", {}),
    ("UnitNormalization", {}),
    ("GlobalAveragePooling1D", {}),
    ("GlobalAveragePooling1D", {"keepdims": True}),
    ("GlobalMaxPooling1D", {}),
    ("MaxPooling1D", {}),
    ("AveragePooling1D", {"pool_size": 2}),
    ("Conv1D", {"filters": 2, "kernel_size": 2}),
    ("Flatten", {}),
    ("Reshape", {"target_shape": (6, 4)}),
    ("Permute", {"dims": (2, 1)}),
    ("ZeroPadding1D", {}),
    ("Cropping1D", {}),
    ("UpSampling1D", {}),
]


@pytest.mark.filterwarnings("ignore:.*does not support masking")
@pytest.mark.parametrize(("name", "config"), BEHIND_A_MASK, ids=lambda v: str(v))
def test_masks_arrive_and_go_on_as_in_keras(name: str, config: dict[str, Any]) -> None:
    theirs, ours = (getattr(k.layers, name)(**config) for k in (real, engine))
    hidden = real.layers.Masking()(STEPS)
    theirs(hidden)
    ours(STEPS)
    ours.set_weights(weights := [RNG.uniform(0.2, 1, w.shape) for w in theirs.get_weights()])
    theirs.set_weights(weights)
    wanted, result = theirs(hidden), ours(engine.layers.Masking()(STEPS))
    np.testing.assert_allclose(result.numpy(), wanted, rtol=1e-4, atol=1e-5)
    mask, own = get_keras_mask(wanted), getattr(result, "_keras_mask", None)
    assert (mask is None) == (own is None)
    if mask is not None:
        np.testing.assert_array_equal(np.asarray(own), mask)


IN_DOUBLE: list[tuple[str, dict[str, Any], tuple[int, ...]]] = [
    ("Dense", {"units": 3, "activation": "gelu"}, (4, 5)),
    ("EinsumDense", {"equation": "abc,cd->abd", "output_shape": (None, 3)}, (4, 3, 5)),
    ("Conv1D", {"filters": 3, "kernel_size": 3, "padding": "same"}, (2, 7, 2)),
    ("Conv2D", {"filters": 4, "kernel_size": 3, "strides": 2, "groups": 2}, (2, 7, 6, 2)),
    ("Conv3D", {"filters": 2, "kernel_size": 2, "dilation_rate": 2}, (2, 4, 5, 4, 2)),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": 3, "strides": 2}, (2, 3, 4, 3)),
    ("DepthwiseConv2D", {"kernel_size": 3, "depth_multiplier": 2}, (2, 5, 6, 3)),
    ("AdaptiveAveragePooling2D", {"output_size": (2, 3)}, (2, 5, 7, 3)),
    ("UpSampling2D", {"interpolation": "bicubic"}, (2, 3, 4, 2)),
    ("UnitNormalization", {}, (4, 5)),
    ("Softmax", {"axis": [1, 2]}, (4, 3, 5)),
]


@pytest.mark.parametrize(("name", "config", "shape"), IN_DOUBLE, ids=lambda v: str(v))
def test_double_precision(name: str, config: dict[str, Any], shape: tuple[int, ...]) -> None:
    x = RNG.normal(size=shape)
    with jax.enable_x64(True):
        theirs = getattr(real.layers, name)(**config, dtype="float64")
        theirs(x)
        weights = [RNG.uniform(0.2, 1, w.shape) for w in theirs.get_weights()]
        theirs.set_weights(weights)
        wanted = np.asarray(theirs(x))
    assert wanted.dtype == np.float64
    ours = getattr(engine.layers, name)(**config, dtype="float64")
    ours(x)
    ours.set_weights(weights)
    result = ours(x).numpy()
    assert result.dtype == np.float64
    np.testing.assert_allclose(result, wanted, rtol=1e-11, atol=1e-12)


def scaled(x: Any, axes: Any, epsilon: float, gamma: Any, beta: Any) -> Any:
    mean, variance = x.mean(axes, keepdims=True), x.var(axes, keepdims=True)
    return (x - mean) / np.sqrt(variance + epsilon) * gamma + beta


def in_groups(x: Any, gamma: Any, beta: Any) -> Any:
    grouped = scaled(x.reshape(4, 3, 2, 3), (1, 3), 1e-3, 1.0, 0.0)
    return grouped.reshape(x.shape) * gamma + beta


#: Keras on JAX computes these in single precision whatever the layer's: the formulas instead.
FORMULAS: list[tuple[str, dict[str, Any], Any]] = [
    (
        "BatchNormalization",
        {},
        lambda x, gamma, beta, mean, var: (x - mean) / np.sqrt(var + 1e-3) * gamma + beta,
    ),
    (
        "LayerNormalization",
        {"axis": [1, 2]},
        lambda x, gamma, beta: scaled(x, (1, 2), 1e-3, gamma, beta),
    ),
    ("GroupNormalization", {"groups": 2}, in_groups),
    (
        "RMSNormalization",
        {},
        lambda x, scale: x / np.sqrt((x**2).mean(-1, keepdims=True) + 1e-6) * scale,
    ),
]


@pytest.mark.parametrize(("name", "config", "formula"), FORMULAS, ids=[f[0] for f in FORMULAS])
def test_normalizations_in_double_precision(
    name: str, config: dict[str, Any], formula: Any
) -> None:
    x = RNG.normal(size=(4, 3, 6))
    layer = getattr(engine.layers, name)(**config, dtype="float64")
    layer(x)
    weights = [RNG.uniform(0.2, 1, w.shape) for w in layer.get_weights()]
    layer.set_weights(weights)
    result = layer(x).numpy()
    assert result.dtype == np.float64
    np.testing.assert_allclose(result, formula(x, *weights), rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(
    ("config", "masked"),
    [
        ({"momentum": 0.6}, False),
        ({"momentum": 0.6, "axis": 1, "scale": False}, False),
        ({"momentum": 0.6}, True),
        ({"momentum": 0.6, "axis": 1}, True),
        ({"renorm": True, "renorm_momentum": 0.5, "momentum": 0.7}, False),
        (
            {"renorm": True, "renorm_clipping": {"rmax": 1.1, "rmin": 0.9, "dmax": 0.2}},
            True,
        ),
    ],
    ids=str,
)
def test_batch_statistics_after_three_steps(config: dict[str, Any], masked: bool) -> None:
    x = np.concatenate([STEPS, 2 * STEPS + (STEPS != 0), -STEPS[:2]])
    y = np.random.default_rng(2).normal(size=x.shape)
    after = []
    for k in (real, engine):
        inputs = k.Input(x.shape[1:])
        h = k.layers.Masking()(inputs) if masked else inputs
        model = k.Model(inputs, k.layers.BatchNormalization(**config)(h))
        model.compile(k.optimizers.SGD(0.1), "mse")
        model.fit(x, y, batch_size=4, shuffle=False, verbose=0)
        after.append(model.get_weights())
    assert len(after[0]) == len(after[1])
    for ours, theirs in zip(after[1], after[0], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)
