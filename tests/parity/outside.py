"""Other libraries in processes of their own, which write files once per test run."""

from __future__ import annotations

import json
import os
import subprocess
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Nobody's tests take longer than this to write the files.
_LONGEST = 900.0


def written_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, write: Callable[[Path], None]
) -> Path:
    """A folder with files that all tests of a run share.

    Of several processes of a test run the first that comes writes it, the others wait.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    try:
        folder.mkdir()
    except FileExistsError:
        end = time.monotonic() + _LONGEST
        while not (folder / "done").exists() and time.monotonic() < end:
            time.sleep(0.2)
    else:
        try:
            write(folder)
        except Exception:
            (folder / "failed").write_text(traceback.format_exc(), encoding="utf-8")
        (folder / "done").touch()
    if (folder / "failed").exists() or not (folder / "done").exists():
        pytest.fail((folder / "failed").read_text(encoding="utf-8"))
    return folder


def write_back(folder: Path, rewrite: Callable[[Path, Path], None]) -> None:
    """Rewrite every model into ``back``; tracebacks of what fails go into a file beside.

    Args:
        folder: Where a program wrote ``models``.
        rewrite: Opens the files in a folder and writes them into another, which it makes.
    """
    troubles = {}
    for place in sorted((folder / "models").iterdir()):
        try:
            rewrite(place, folder / "back" / place.name)
        except Exception:
            troubles[place.name] = traceback.format_exc(limit=-3)
    (folder / "back_troubles.json").write_text(json.dumps(troubles), encoding="utf-8")


def run(python: str, module: str, folder: Path, answer: Callable[[Path], None]) -> None:
    """Let a program write into a folder, answer it there, and let it look at the answer."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    environment.pop("KERAS_BACKEND", None)
    with (folder / "log.txt").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            [python, "-m", module, str(folder)],
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
                answer(folder)
            process.communicate("\n", timeout=_LONGEST)
        finally:
            process.kill()
        log.seek(0)
        assert process.returncode == 0, log.read()[-3000:]
