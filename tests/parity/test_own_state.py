"""Layers that say by themselves what a file keeps of them, in our files and in real Keras's."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import engine


def counting(library: Any) -> Any:
    """A layer that keeps a count that is no weight, a weight under a name, and a list of words."""

    class Counting(library.layers.Layer):  # type: ignore[misc]
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self.seen = 0.0
            self.words: list[str] = []

        def build(self, input_shape: Any) -> None:
            self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones")

        def call(self, inputs: Any) -> Any:
            return inputs * self.scale

        def save_own_variables(self, store: Any) -> None:
            super().save_own_variables(store)
            store["seen"] = np.array(self.seen)

        def load_own_variables(self, store: Any) -> None:
            self.seen = float(np.array(store["seen"]))
            self.scale.assign(store["0"])

        def save_assets(self, inner_path: str) -> None:
            Path(inner_path, "count.txt").write_text("2", encoding="utf-8")
            Path(inner_path, "words.json").write_text(json.dumps(self.words), encoding="utf-8")

        def load_assets(self, inner_path: str) -> None:
            text = Path(inner_path, "words.json").read_text(encoding="utf-8")
            self.words = json.loads(text)

    return Counting


def model_of(library: Any) -> Any:
    layer = counting(library)(name="counting")
    layers = [library.Input((3,)), layer, library.layers.Dense(2, name="end")]
    model = library.Sequential(layers)
    layer.seen, layer.words = 7.0, ["äpfel", "birnen"]
    layer.scale.assign([2.0, 3.0, 4.0])
    return model


@pytest.mark.parametrize("writer", [engine, keras], ids=["ours", "keras"])
@pytest.mark.parametrize("reader", [engine, keras], ids=["ours", "keras"])
def test_what_a_layer_keeps_itself_is_read_again(writer: Any, reader: Any, tmp_path: Path) -> None:
    model, path = model_of(writer), tmp_path / "model.keras"
    model.save(path)
    again = reader.models.load_model(path, custom_objects={"Counting": counting(reader)})
    layer = again.get_layer("counting")
    assert layer.seen == 7.0 and layer.words == ["äpfel", "birnen"]
    x = np.array([[1.0, -2.0, 0.5]], "float32")
    np.testing.assert_allclose(np.array(again(x)), np.array(model(x)), rtol=1e-6)


@pytest.mark.parametrize("writer", [engine, keras], ids=["ours", "keras"])
@pytest.mark.parametrize("reader", [engine, keras], ids=["ours", "keras"])
def test_a_file_of_weights_keeps_a_layers_own_names(
    writer: Any, reader: Any, tmp_path: Path
) -> None:
    path = tmp_path / "model.weights.h5"
    model_of(writer).save_weights(path)
    target = model_of(reader)
    layer = target.get_layer("counting")
    layer.seen = 0.0
    layer.scale.assign([0.0, 0.0, 0.0])
    target.load_weights(path)
    assert layer.seen == 7.0
    np.testing.assert_array_equal(layer.scale.numpy(), [2.0, 3.0, 4.0])


def test_a_layers_files_are_limited_all_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.keras"
    model_of(engine).save(path)
    with zipfile.ZipFile(path) as archive:
        sizes = [i.file_size for i in archive.infolist() if i.filename.startswith("assets/")]
    assert len(sizes) == 2
    monkeypatch.setattr("engine.saving.files.archive._MAX_ASSETS", max(sizes))
    with pytest.raises(ValueError, match=r"words\.json.* bytes long; at most \d+ are read"):
        engine.models.load_model(path, custom_objects={"Counting": counting(engine)})
