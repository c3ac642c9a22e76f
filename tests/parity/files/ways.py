"""Files of a real Keras, opened here in every way that there is."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import engine
from tests.parity.files.catalogue import MODELS

#: Makes a model of a folder's files, given a folder for what is unpacked, and inputs.
Way = Callable[[Path, Path, Any], Any]


def names(generation: int) -> list[str]:
    """The models that a generation of Keras writes."""
    made = [name for name, entry in MODELS.items() if generation in entry.generations]
    return [*made, "operations"]


def whole(file: str) -> Way:
    """A whole model from a file."""
    return lambda place, tmp_path, x: engine.saving.load_model(place / file)


def unzipped(place: Path, tmp_path: Path, x: Any) -> Any:
    """A whole model from an archive that somebody unpacked."""
    with zipfile.ZipFile(place / "model.keras") as archive:
        archive.extractall(tmp_path / "folder")
    return engine.saving.load_model(tmp_path / "folder")


def described(weights: str) -> Way:
    """A description, and weights from another file."""
    return lambda place, tmp_path, x: filled(place / "model.json", place / weights, x)


def filled(description: Path, weights: Path, x: Any) -> Any:
    """A model made from a description, with the weights of a file."""
    model = engine.saving.load_model(description)
    if not model.built:
        model.build(np.shape(x))
    model.load_weights(weights)
    return model


def place_of(folder: Path, name: str) -> Path:
    """Where a model's files lie; why there are none if the library could not write them."""
    place = folder / "models" / name
    assert place.exists(), json.loads((folder / "troubles.json").read_text())[name]
    return place


def answer(folder: Path, name: str) -> dict[str, list[str]]:
    """How what real Keras opened differs from what it wrote."""
    troubles = json.loads((folder / "back_troubles.json").read_text())
    assert name not in troubles, troubles[name]
    return json.loads((folder / "back.json").read_text())[name]
