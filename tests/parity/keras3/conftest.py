"""Files of real Keras 3, written once per test run by a process of its own."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

import engine
from tests.parity.outside import run, write_back, written_once


@pytest.fixture(scope="session")
def keras3(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what real Keras 3 wrote, and what it says of what we wrote back."""
    return written_once(tmp_path_factory, "keras3-files", _write)


def _write(folder: Path) -> None:
    (folder / "back").mkdir()
    answer = partial(write_back, rewrite=_rewrite)
    run(sys.executable, "tests.parity.keras3.program", folder, answer)


def _rewrite(place: Path, back: Path) -> None:
    """Open a model and write it in every form."""
    model = engine.saving.load_model(place / "model.keras")
    back.mkdir()
    model.save(back / "model.keras")
    model.save(back / "model.h5")
    model.save_weights(back / "model.weights.h5")
    (back / "model.json").write_text(model.to_json(), encoding="utf-8")
