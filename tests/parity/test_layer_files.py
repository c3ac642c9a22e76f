"""Every layer in a file of ours opens in real Keras, and the other way round."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import keras as real
import numpy as np
import pytest

import engine
from tests.layer_cases import Cases, gathered, made

CASES: Cases = gathered("CASES")
#: Python code stays out of files; Keras cannot make a model with Equalization on JAX.
WITHOUT_FILES = {"InputLayer", "Lambda", "Equalization", *gathered("NOT_IN_KERAS")}
NAMES = [n for n in CASES if n not in WITHOUT_FILES]
APART = ("MultiHeadAttention", "GroupQueryAttention")


def layer_of(k: Any, name: str, config: dict[str, Any]) -> Any:
    cls, config = getattr(k.layers, name), made(k.layers, config)
    nested = isinstance(config.get("layer"), dict)
    return cls.from_config(dict(config)) if nested else cls(**config)


def model_of(k: Any, name: str, config: dict[str, Any], arrays: list[np.ndarray]) -> Any:
    layer = layer_of(k, name, config)
    if k is real and isinstance(getattr(layer, "value_range", None), list):
        layer.value_range = tuple(layer.value_range)  # Keras cannot write its own list to HDF5
    inputs = [k.Input(a.shape[1:], dtype=a.dtype.name) for a in arrays]
    y = layer(*inputs) if name in APART or len(inputs) == 1 else layer(inputs)
    return k.Model(inputs if len(inputs) > 1 else inputs[0], y)


def result(model: Any, arrays: list[np.ndarray]) -> np.ndarray:
    return np.asarray(model(arrays if len(arrays) > 1 else arrays[0], training=False))


def shared_case(name: str) -> tuple[dict[str, Any], list[np.ndarray]]:
    """The last case that Keras takes too."""
    for config, arrays in reversed(CASES[name]):
        try:
            layer_of(real, name, config)
        except TypeError:  # an argument that has a default here only
            continue
        return config, arrays
    raise AssertionError(f"Keras takes no case of {name}.")


@pytest.mark.parametrize("name", NAMES)
def test_keras_reads_the_settings_of_frozen_layers(name: str) -> None:
    config, _ = shared_case(name)
    layer = layer_of(engine, name, config)
    layer.trainable = False
    entry = engine.layers.serialize(layer)
    theirs = real.layers.deserialize(deepcopy(entry))  # takes things out of it
    assert not theirs.trainable or "trainable" not in theirs.get_config()
    assert not engine.layers.deserialize(entry).trainable


@pytest.mark.filterwarnings("ignore:.*HDF5:UserWarning")
@pytest.mark.filterwarnings("ignore:(?s).*requested dtype int64:UserWarning")  # Keras's MixUp
@pytest.mark.filterwarnings("ignore:`build\\(\\)` was called on layer 'pipeline:UserWarning")
@pytest.mark.parametrize("ending", ["keras", "h5"])
@pytest.mark.parametrize("name", NAMES)
def test_files_open_on_both_sides(name: str, ending: str, tmp_path: Path) -> None:
    config, arrays = shared_case(name)
    rng = np.random.default_rng(1)
    for maker, reader in ((engine, real), (real, engine)):
        model = model_of(maker, name, config, arrays)
        weights = [rng.uniform(0.2, 1, w.shape).astype(w.dtype) for w in model.get_weights()]
        model.set_weights(weights)
        model.save(tmp_path / f"m.{ending}")
        opened = reader.models.load_model(tmp_path / f"m.{ending}")
        assert [w.shape for w in opened.get_weights()] == [w.shape for w in weights]
        np.testing.assert_allclose(
            result(opened, arrays), result(model, arrays), rtol=1e-4, atol=1e-5
        )
