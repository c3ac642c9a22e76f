"""Files of real Keras 2, written once per test run by a process of its own."""

from __future__ import annotations

import importlib.util
import os
import pickle
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import engine
from tests.layer_cases import gathered
from tests.parity.keras2 import handmade
from tests.parity.outside import run, write_back, written_once

#: A Python that has TensorFlow, for those who keep it apart from this program.
PYTHON = "LAYERLOOM_TENSORFLOW_PYTHON"
#: Layers without a case of their own kind: code, inputs and our own ops.
_WITHOUT_FILES = ("Lambda", "InputLayer", "OpLayer")


def layer_cases() -> list[tuple[str, Any, Any]]:
    """Every case of every layer, as name-number, configuration and inputs."""
    return [
        (f"{name}-{i}", config, arrays)
        for name, cases in gathered("CASES").items()
        if name not in _WITHOUT_FILES
        for i, (config, arrays) in enumerate(cases)
    ]


def _python() -> str:
    python = os.environ.get(PYTHON)
    if python:
        return python
    if sys.version_info >= (3, 14):
        pytest.skip("TensorFlow cannot be installed on Python 3.14 and newer.")
    missing = "TensorFlow is not installed; pip install -e '.[test]' installs it."
    assert importlib.util.find_spec("tensorflow") is not None, missing
    return sys.executable


@pytest.fixture(scope="session")
def keras2(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what real Keras 2 wrote, and what it says of what we wrote back."""
    python = _python()
    return written_once(tmp_path_factory, "keras2-files", lambda folder: _write(folder, python))


def _write(folder: Path, python: str) -> None:
    (folder / "back").mkdir()
    (folder / "handmade").mkdir()
    for name, made in handmade.FILES.items():
        handmade.write(folder / "handmade" / f"{name}.h5", made)
    (folder / "cases.pickle").write_bytes(pickle.dumps(layer_cases()))
    answer = partial(write_back, rewrite=_rewrite)
    run(python, "tests.parity.keras2.program", folder, answer)


def _rewrite(place: Path, back: Path) -> None:
    """Open a model and write it for Keras 2."""
    whole = place / "model.h5" if (place / "model.h5").exists() else place / "model.keras"
    model = engine.saving.load_model(whole)
    back.mkdir()
    engine.saving.save_model(model, back / "model.h5", generation=2)
    engine.saving.save_model(model, back / "model.keras", generation=2)
    for name in ("weights.h5", "model.weights.h5"):
        engine.saving.save_weights(model, back / name, generation=2)
    text = engine.saving.to_json(model, generation=2)
    (back / "model.json").write_text(text, encoding="utf-8")
