"""Every example project, trained here, opens in real Keras and predicts the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import keras as real
import numpy as np
import pytest

import engine
from app import exporting
from app.document.examples import examples, open_example
from app.training import recipe

KEYS = [example.key for example in examples()]


def train(key: str, epochs: int) -> tuple[Any, Any, recipe.Material]:
    """Train as the program does; return the record with its weights, the model and its data."""
    record = open_example(key)
    snapshot = recipe.Snapshot(record.graph, record.setup, record.data)  # type: ignore[arg-type]
    engine.utils.set_random_seed(record.setup.seed or 0)
    material = recipe.gather(snapshot)
    model = recipe.make_model(snapshot)[0].model
    x = recipe.ordered(material.prepared.x, material.inputs)
    y = recipe.ordered(material.prepared.y, material.outputs)
    model.fit(x, y, epochs=epochs, batch_size=record.setup.batch_size, verbose=0)
    record.weights = recipe.weights_of(model)
    return record, model, material


def assert_close(found: Any, wanted: Any) -> None:
    many = isinstance(wanted, list)
    for one, other in zip(found if many else [found], wanted if many else [wanted], strict=True):
        np.testing.assert_allclose(np.asarray(one), other, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("key", KEYS)
def test_keras_opens_the_exports_and_predicts_the_same(key: str, tmp_path: Path) -> None:
    record, model, material = train(key, 1)
    held = material.prepared.x_test or material.prepared.x_val or material.prepared.x
    x = recipe.ordered({k: v[:200] for k, v in held.items()}, material.inputs)
    wanted = model.predict(x, verbose=0)
    for kind, name in (("h5", "model.h5"), ("json", "model.json"), ("weights", "w.weights.h5")):
        exporting.write(record, kind, tmp_path / name)
    whole = real.models.load_model(tmp_path / "model.h5")
    assert_close(whole.predict(x, verbose=0), wanted)
    parts = real.models.model_from_json((tmp_path / "model.json").read_text(encoding="utf-8"))
    parts.load_weights(tmp_path / "w.weights.h5")
    assert_close(parts.predict(x, verbose=0), wanted)


@pytest.mark.parametrize("key", ["wine_mlp", "headline_two_inputs", "pair_shared"])
def test_the_exported_script_trains_in_keras(key: str, tmp_path: Path) -> None:
    record = open_example(key)
    record.setup.epochs = 1
    exporting.write(record, "python", tmp_path / "model.py")
    done = subprocess.run(
        [sys.executable, "model.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "KERAS_BACKEND": "jax"},
    )
    assert done.returncode == 0, done.stderr
    assert "val_loss" in done.stdout


def test_the_digits_reach_97_percent_validation_accuracy() -> None:
    record, model, material = train("digits_cnn", 15)
    x_val = recipe.ordered(material.prepared.x_val, material.inputs)
    y_val = recipe.ordered(material.prepared.y_val, material.outputs)
    assert model.evaluate(x_val, y_val, verbose=0, return_dict=True)["accuracy"] >= 0.97
