"""Low-rank adaptation beside Keras's: files, late switching on, refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras as real
import numpy as np
import pytest

import engine

X = np.random.default_rng(3).normal(size=(3, 4)).astype("float32")


def model_of(k: Any, rank: int | None) -> Any:
    inputs = k.Input((4,))
    h = k.layers.Dense(5, "relu", lora_rank=rank)(inputs)
    y = k.layers.EinsumDense("ab,bc->ac", 3, bias_axes="c", lora_rank=rank, lora_alpha=3)(h)
    return k.Model(inputs, y)


def filled(model: Any) -> Any:
    rng = np.random.default_rng(1)
    model.set_weights([rng.normal(size=w.shape) for w in model.get_weights()])
    return model


@pytest.mark.filterwarnings("ignore:.*HDF5:UserWarning")
@pytest.mark.parametrize("ending", ["keras", "h5", "weights.h5"])
@pytest.mark.parametrize(("maker", "reader"), [(engine, real), (real, engine), (engine, engine)])
def test_files_hold_the_merged_kernel(maker: Any, reader: Any, ending: str, tmp_path: Path) -> None:
    model, path = filled(model_of(maker, 2)), tmp_path / f"m.{ending}"
    if ending.startswith("weights"):
        model.save_weights(path)
        opened = model_of(reader, None)  # the same layers without the matrices
        opened.load_weights(path)
    else:
        model.save(path)
        opened = reader.models.load_model(path)
    np.testing.assert_allclose(
        np.asarray(opened(X)), np.asarray(model(X)), rtol=1e-4, atol=1e-5
    )


def test_switched_on_late_it_trains_as_in_keras() -> None:
    after = []
    for k in (real, engine):
        model = filled(model_of(k, None))
        for layer in model.layers[1:]:
            layer.enable_lora(2, lora_alpha=5)
        filled(model)
        model.compile(k.optimizers.SGD(0.05), "mse")
        model.fit(X, np.ones((3, 3)), epochs=2, verbose=0)
        after.append((model.get_weights(), [w.shape for w in model.trainable_weights]))
    assert after[0][1] == after[1][1]
    for theirs, ours in zip(after[0][0], after[1][0], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


def test_what_does_not_go_is_refused() -> None:
    layer = engine.layers.Dense(3, lora_rank=2)
    with pytest.raises(ValueError, match="Call the layer on data first"):
        layer.enable_lora(2)
    layer(X)
    with pytest.raises(ValueError, match="only once"):
        layer.enable_lora(2)
    bound = engine.layers.Dense(3, kernel_constraint="unit_norm", lora_rank=2)
    with pytest.raises(ValueError, match="kernel_constraint"):
        bound(X)
    with pytest.raises(ValueError, match="quantization_config.*must be None"):
        engine.layers.Dense(3, quantization_config="int8")
