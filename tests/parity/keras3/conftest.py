"""Files of real Keras 3, written once per test run by a process of its own."""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path

import pytest

import engine
from tests.parity.outside import run, written_once


@pytest.fixture(scope="session")
def keras3(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what real Keras 3 wrote, and what it says of what we wrote back."""
    return written_once(tmp_path_factory, "keras3-files", _write)


def _write(folder: Path) -> None:
    (folder / "back").mkdir()
    run(sys.executable, "tests.parity.keras3.program", folder, _write_back)


def _write_back(folder: Path) -> None:
    """Open every model and write it in every form."""
    troubles = {}
    for place in sorted((folder / "models").iterdir()):
        try:
            _rewrite(place, folder / "back" / place.name)
        except Exception:
            troubles[place.name] = traceback.format_exc(limit=-3)
    (folder / "back_troubles.json").write_text(json.dumps(troubles), encoding="utf-8")


def _rewrite(place: Path, back: Path) -> None:
    model = engine.saving.load_model(place / "model.keras")
    back.mkdir()
    model.save(back / "model.keras")
    model.save(back / "model.h5")
    model.save_weights(back / "model.weights.h5")
    (back / "model.json").write_text(model.to_json(), encoding="utf-8")
