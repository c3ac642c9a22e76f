"""The forms that the command line writes: the same model, run or read by others."""

from __future__ import annotations

import json
import sys

import numpy as np
import onnxruntime
import pytest
import yaml

from app import exporting
from app.document.examples import examples, open_example
from engine.tree import flatten


@pytest.mark.parametrize("key", [example.key for example in examples()])
def test_examples_predict_the_same_in_onnx(key, tmp_path):
    record = open_example(key)
    model = exporting.model_of(record)
    rng = np.random.default_rng(0)
    record.weights = {
        layer.name: [(0.3 * rng.random(w.shape)).astype(w.dtype) for w in layer.get_weights()]
        for layer in model.layers
    }
    model = exporting.model_of(record)
    exporting.write(record, "onnx", tmp_path / "model.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "model.onnx")
    assert [i.name for i in session.get_inputs()] == model.input_names
    for count in (5, 2):
        batch = {
            symbol.keras_history.layer.name: rng.integers(0, 5, (count, *symbol.shape[1:])).astype(
                symbol.dtype
            )
            for symbol in model.inputs
        }
        wanted = flatten(model.predict(batch, verbose=0))
        for found, one in zip(session.run(None, batch), wanted, strict=True):
            np.testing.assert_allclose(found, one, rtol=1e-4, atol=1e-5)


def test_yaml_says_what_json_says(tmp_path):
    record = open_example("pair_shared")
    for key in ("json", "yaml"):
        exporting.write(record, key, tmp_path / f"model.{key}")
    described = yaml.safe_load((tmp_path / "model.yaml").read_text("utf-8"))
    assert described == json.loads((tmp_path / "model.json").read_text("utf-8"))


def test_without_the_onnx_library_the_message_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ValueError, match="pip install"):
        exporting.write(open_example("wine_mlp"), "onnx", tmp_path / "model.onnx")
    assert not list(tmp_path.iterdir())
