"""Files of real Keras 2, written once per test run by a process of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import pickle
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import pytest

import engine
from tests.layer_cases import gathered
from tests.parity.keras2 import handmade

ROOT = Path(__file__).parents[3]
#: A Python that has TensorFlow, for those who keep it apart from this program.
PYTHON = "LAYERLOOM_TENSORFLOW_PYTHON"
#: Nobody's tests take longer than this to write the files.
_LONGEST = 900.0
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
    """The folder with what real Keras 2 wrote, and what it says of what we wrote back.

    Of several processes of a test run the first that comes writes it, the others wait.
    """
    python = _python()
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "keras2-files"
    try:
        folder.mkdir()
    except FileExistsError:
        end = time.monotonic() + _LONGEST
        while not (folder / "done").exists() and time.monotonic() < end:
            time.sleep(0.2)
    else:
        try:
            _write(folder, python)
        except Exception:
            (folder / "failed").write_text(traceback.format_exc(), encoding="utf-8")
        (folder / "done").touch()
    if (folder / "failed").exists() or not (folder / "done").exists():
        pytest.fail((folder / "failed").read_text(encoding="utf-8"))
    return folder


def _write(folder: Path, python: str) -> None:
    (folder / "back").mkdir()
    (folder / "handmade").mkdir()
    for name, made in handmade.FILES.items():
        handmade.write(folder / "handmade" / f"{name}.h5", made)
    (folder / "cases.pickle").write_bytes(pickle.dumps(layer_cases()))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    environment.pop("KERAS_BACKEND", None)
    with (folder / "log.txt").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            [python, "-m", "tests.parity.keras2.program", str(folder)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert process.stdout is not None
            if process.stdout.readline() == "written\n":
                _write_back(folder)
            process.communicate("\n", timeout=_LONGEST)
        finally:
            process.kill()
        log.seek(0)
        assert process.returncode == 0, log.read()[-3000:]


def _write_back(folder: Path) -> None:
    """Open every model and write it for Keras 2, and for Keras 3."""
    troubles = {}
    for place in sorted((folder / "models").iterdir()):
        try:
            _rewrite(place, folder / "back" / place.name)
        except Exception:
            troubles[place.name] = traceback.format_exc(limit=-3)
    (folder / "back_troubles.json").write_text(json.dumps(troubles), encoding="utf-8")


def _rewrite(place: Path, back: Path) -> None:
    whole = place / "model.h5" if (place / "model.h5").exists() else place / "model.keras"
    model = engine.saving.load_model(whole)
    back.mkdir()
    engine.saving.save_model(model, back / "model.h5", generation=2)
    engine.saving.save_model(model, back / "model.keras", generation=2)
    for name in ("weights.h5", "model.weights.h5"):
        engine.saving.save_weights(model, back / name, generation=2)
    text = engine.saving.to_json(model, generation=2)
    (back / "model.json").write_text(text, encoding="utf-8")
