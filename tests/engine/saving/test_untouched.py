"""Reading hostile files opens nothing else, imports nothing and runs nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import h5py
import pytest

import engine as keras
from engine import layers
from tests.fuzz.mutate import SECRETS

if not sys.platform.startswith("linux"):
    pytest.skip("what HDF5 opens is seen through Linux's inotify", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[3]
WATCHED = ROOT / "tests" / "fuzz" / "watched.py"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    folder = tmp_path / "secret"
    folder.mkdir()
    with h5py.File(folder / SECRETS[0], "w") as file:
        file["x"] = [1.0]
        file["vars/0"] = [[1.0]]
    for name in SECRETS[1:]:
        (folder / name).write_text("one\ntwo\n")
    return folder


def watched(secret: Path, paths: list[Path]) -> list[str]:
    """What reading each of the paths did."""
    sample = secret.parent / "plain.keras"
    model().save(sample)
    model().save(sample.with_suffix(".h5"))
    (secret.parent / "sample.json").write_text(model().to_json())
    samples = [sample, sample.with_suffix(".h5"), secret.parent / "sample.json"]
    tasks = [{"path": str(p), "name": p.name, "placeholders": kept}
             for kept in (False, True) for p in paths]
    done = subprocess.run(
        [sys.executable, str(WATCHED), str(secret), *map(str, samples)],
        input="".join(json.dumps(task) + "\n" for task in tasks),
        capture_output=True, text=True, timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[0] == "ready" and len(answers) == len(tasks) + 1
    return [answer["result"] for answer in answers[1:]]


def model() -> Any:
    made = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(2)])
    made.compile("adam", "mse")
    return made


def test_files_that_point_at_others(secret: Path, tmp_path: Path) -> None:
    other, number = str(secret / SECRETS[0]), 0
    paths: list[Path] = []

    def case(change: Any, name: str = "plain") -> None:
        nonlocal number
        number += 1
        folder = tmp_path / f"case{number}"
        folder.mkdir()
        path = folder / f"{name}.h5"
        model().save(path)
        with h5py.File(path, "r+") as file:
            change(file)
        paths.append(path)

    for place in ("model_weights", "model_weights/dense", "optimizer_weights"):
        def point(file: h5py.File, place: str = place) -> None:
            names = list(file["model_weights"])
            where = place.replace("dense", names[0])
            file.pop(where, None)
            file[where] = h5py.ExternalLink(other, "/")
        case(point)

    def drop_description(file: h5py.File) -> None:
        del file.attrs["model_config"]
        del file["model_weights"]
        file["model_weights"] = h5py.ExternalLink(other, "/")

    def first(file: h5py.File) -> tuple[h5py.Group, str]:
        group = next(g for g in file["model_weights"].values() if len(g.attrs["weight_names"]))
        return group, group.attrs["weight_names"][0].decode()

    def outside(file: h5py.File) -> None:
        group, name = first(file)
        shape, size = group[name].shape, group[name].size
        del group[name]
        group.create_dataset(name, shape=shape, dtype="f4",
                             external=[(str(secret / SECRETS[1]), 0, 4 * size)])

    def virtual(file: h5py.File) -> None:
        group, name = first(file)
        layout = h5py.VirtualLayout(shape=group[name].shape, dtype="f4")
        layout[...] = h5py.VirtualSource(other, "x", shape=layout.shape)
        del group[name]
        group.create_virtual_dataset(name, layout)

    for change in (drop_description, outside, virtual):
        case(change)
    for vocabulary in (str(secret / SECRETS[2]), f"file://{secret / SECRETS[2]}"):
        for cls in ("StringLookup", "IntegerLookup", "TextVectorization", "os", "Lambda"):
            entry = {"module": "os", "class_name": cls, "config": {"vocabulary": vocabulary}}
            layer = {"class_name": "Sequential", "config": {"layers": [entry]}}
            number += 1
            path = tmp_path / f"case{number}.json"
            path.write_text(json.dumps(layer))
            paths.append(path)
    results = watched(secret, paths)
    assert not [result for result in results if result.startswith("!")]
    assert set(results[: len(paths)]) == {"refused"}


def test_the_watcher_sees_what_it_watches_for(secret: Path, tmp_path: Path) -> None:
    """A file that HDF5 opens through a link is noticed, so silence means something."""
    import ctypes

    libc = ctypes.CDLL(None)
    handle = libc.inotify_init1(0o4000)
    libc.inotify_add_watch(handle, os.fsencode(secret), 0x20)
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["out"] = h5py.ExternalLink(str(secret / SECRETS[0]), "/")
        assert "x" in file["out"]
    assert os.read(handle, 65536)
    os.close(handle)
