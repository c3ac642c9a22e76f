"""A process that is killed while it saves leaves the old file or the new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.saving import write_atomically
from tests.engine.saving.killing import FORMS

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the saving process is made by fork")
def test_a_hundred_kills_while_saving(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.saving.killing", str(tmp_path), "100", "7"],
        capture_output=True, text=True, timeout=300, cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    account = json.loads(done.stdout.splitlines()[-1])
    assert not account["wrong"]
    assert account["finished"] > 50, "most processes must have come so far as to save"
    assert account["cut"] > 20, "many kills must have hit a save that was under way"
    assert account["most"] <= len(FORMS), "what a kill leaves must be taken away by the next save"
    assert not account["left"]


def test_remains_of_others_are_left_alone(tmp_path: Path) -> None:
    """Only what a dead process of this computer left of the same file is taken away."""
    target = tmp_path / "m.h5"
    alive: list[str] = []

    def write(temporary: str) -> None:
        if not alive:
            alive.append(Path(temporary).name)
            write_atomically(target, write)  # a second one while the first is under way
        assert (tmp_path / alive[0]).exists()
        Path(temporary).write_text("new")

    mine = tmp_path / ".m.h5.notes"
    mine.write_text("x")
    write_atomically(target, write)
    assert target.read_text() == "new"
    assert sorted(p.name for p in tmp_path.iterdir()) == [mine.name, "m.h5"]


def test_an_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "gone" / "model.h5"
    with pytest.raises(OSError, match="model.h5") as told:
        write_atomically(target, lambda _: None)
    assert told.value.filename == str(target)
    with pytest.raises(OSError, match="No space") as told:
        write_atomically(tmp_path / "full.h5", _full)
    assert told.value.filename == str(tmp_path / "full.h5")


def _full(temporary: str) -> None:
    raise OSError(28, "No space left on device", temporary)
