"""Files of real Keras 2 open here, go on training alike, and go back to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

import engine
from tests.parity.files import probe
from tests.parity.files.catalogue import MODELS, flat
from tests.parity.files.ways import answer, described, filled, names, place_of, unzipped, whole
from tests.parity.keras2.conftest import layer_cases

NAMES = names(2)
CASES = [name for name, _, _ in layer_cases()]
LAYERS = sorted({name.split("-")[0] for name in CASES})


def yaml_and_weights(place: Path, tmp_path: Path, x: Any) -> Any:
    """The description as ``to_yaml`` wrote it until TensorFlow 2.5."""
    text = yaml.safe_dump(json.loads((place / "model.json").read_text()))
    (tmp_path / "model.yaml").write_text(text)
    return filled(tmp_path / "model.yaml", place / "weights.h5", x)


WAYS = {
    "h5": whole("model.h5"),
    "keras": whole("model.keras"),
    "folder": unzipped,
    "json and weights": described("weights.h5"),
    "json and tree": described("model.weights.h5"),
    "yaml and weights": yaml_and_weights,
}
#: What real Keras 2 cannot write itself: two weights of one name in HDF5.
NOT_IN_HDF5 = ("same_names",)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_it_opens(keras2: Path, tmp_path: Path, name: str, way: str) -> None:
    place = place_of(keras2, name)
    if name in NOT_IN_HDF5 and way in ("h5", "json and weights", "yaml and weights"):
        assert not (place / "model.h5").exists()
        return
    asked = probe.read(place / "probe.npz")
    model = WAYS[way](place, tmp_path, asked.x)
    assert model.compiled == (way in ("h5", "keras", "folder"))
    train = model.compiled
    if name.startswith("legacy_") and way in ("keras", "folder"):  # Keras forgets their state
        train = bool(model.optimizer.iterations)
        assert not train
    found = probe.ask(model, asked.x, asked.y, train)
    assert probe.differences(asked, found, flat(name)) == []


def cases_of(keras2: Path, layer: str) -> list[str]:
    """The cases of a layer that real Keras 2 wrote; one at least, of a layer that it has."""
    if layer not in json.loads((keras2 / "layers.json").read_text()):
        pytest.skip("Keras 2 has no such layer.")
    cases = [name for name in CASES if name.split("-")[0] == layer]
    written = [name for name in cases if (keras2 / "models" / name).exists()]
    troubles = json.loads((keras2 / "troubles.json").read_text())
    # Its own processor kernels lack some grouped convolutions, its own layers some shapes.
    assert written, [troubles[name] for name in cases]
    return written


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_of_both_opens(keras2: Path, layer: str) -> None:
    for name in cases_of(keras2, layer):
        place = keras2 / "models" / name
        asked = probe.read(place / "probe.npz")
        for file in ("model.h5", "model.keras"):
            model = engine.saving.load_model(place / file)
            found = probe.ask(model, asked.x, asked.y, train=model.compiled)
            assert probe.differences(asked, found) == [], (name, file)


@pytest.mark.parametrize("name", NAMES)
def test_keras_2_opens_what_is_written_back(keras2: Path, name: str) -> None:
    ways = ("_whole", "_archive", "_described", *(["_tree"] if name in MODELS else []))
    assert answer(keras2, name) == {way: [] for way in ways}


@pytest.mark.parametrize("layer", LAYERS)
def test_keras_2_opens_every_layer_written_back(keras2: Path, layer: str) -> None:
    for name in cases_of(keras2, layer):
        assert answer(keras2, name) == {"_whole": [], "_archive": [], "_described": []}, name
