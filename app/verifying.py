"""Exported files read back and their predictions compared, here and by the libraries themselves.

Runs kernels and waits for other programs: the window calls it on the worker.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from app import exporting
from app.data.errors import DataError
from app.document.graph import GROUP_KIND, PLACEHOLDER_KIND
from app.document.placeholders import unknown_inside
from app.document.ports import input_ports
from app.document.record import ProjectRecord
from app.training import recipe
from app.training.failure import Refused
from engine import saving
from engine.saving.description.model import to_json
from engine.tree import flatten

#: Samples compared.
SAMPLES = 16
#: Differences up to this share of the largest number count as the same.
TOLERANCE = 1e-4
#: Seconds another library may take to answer.
PATIENCE = 90
_VARIABLE_SIZE = 7


def _tr(text: str) -> str:
    return QCoreApplication.translate("Export", text)


@dataclass(frozen=True)
class Verdict:
    """What one reader of a file found.

    Attributes:
        reader: Who read it; "" for this program.
        same: Whether it predicts (or, where it cannot run, holds) the same.
        difference: Largest difference of a prediction, None where none was compared.
        real: Whether the samples were the project's own data.
        trouble: Why it could not be read or compared, "" otherwise.
    """

    reader: str
    same: bool
    difference: float | None = None
    real: bool = False
    trouble: str = ""


def read_back(
    record: ProjectRecord, key: str, path: Path, base: Path | None = None
) -> Verdict:
    """Open an exported file as anybody would and compare it with the project's model."""
    try:
        if key == "python":
            ast.parse(path.read_text(encoding="utf-8"))
            return Verdict("", True)
        if key == "onnx":
            return Verdict("", path.stat().st_size > 0)
        return _compare(record, key, path, base)
    except (ValueError, OSError, RuntimeError, SyntaxError) as error:
        return Verdict("", False, trouble=str(error))


def _compare(record: ProjectRecord, key: str, path: Path, base: Path | None) -> Verdict:
    ours = exporting.model_of(record)
    if key == "weights":
        theirs = exporting.model_of(ProjectRecord(graph=record.graph))
        saving.load_weights(theirs, path)
    else:
        theirs = saving.open_model(path, placeholders=True).model
        if key in ("json", "yaml"):
            theirs.set_weights(ours.get_weights())
    if _cannot_run(record):
        if left := _left_out(record, ours):
            text = _tr("the weights inside {model} are not in it, as it holds a layer unknown here")
            return Verdict("", False, trouble=text.format(model=left))
        return Verdict("", _same_weights(ours, theirs))
    samples, real = samples_of(record, ours, base)
    mine, other = (_predict(model, samples) for model in (ours, theirs))
    return _judge("", mine, other, real)


def _cannot_run(record: ProjectRecord) -> bool:
    """Whether there are layers in it that do not exist here, also inside of models."""
    return any(
        node.kind == PLACEHOLDER_KIND or (node.kind == GROUP_KIND and unknown_inside(node.params))
        for node in record.graph.nodes.values()
    )


def _left_out(record: ProjectRecord, model: Any) -> str:
    """The first layer whose weights could not be put into the model, "" without one."""
    held = record.weights or {}
    for layer in model.layers:
        if len(held.get(layer.name, ())) > len(layer.weights):
            return str(layer.name)
    return ""


def _same_weights(one: Any, other: Any) -> bool:
    pairs = list(zip(one.get_weights(), other.get_weights(), strict=False))
    equal = all(np.array_equal(a, b) for a, b in pairs)
    return equal and len(one.get_weights()) == len(other.get_weights())


def _judge(reader: str, mine: list[Any], other: list[Any], real: bool) -> Verdict:
    shapes = [np.shape(a) for a in mine], [np.shape(a) for a in other]
    if shapes[0] != shapes[1]:
        text = _tr("its outputs have the shapes {theirs}, not {ours}")
        text = text.format(theirs=_listed(shapes[1]), ours=_listed(shapes[0]))
        return Verdict(reader, False, real=real, trouble=text)
    worst, size = 0.0, 1.0
    for a, b in zip(mine, other, strict=True):
        known = ~(np.isnan(a) & np.isnan(b))
        gap = np.abs(a[known].astype("float64") - b[known])
        worst = max(worst, float(gap.max(initial=0.0)))
        size = max(size, float(np.abs(a[np.isfinite(a)]).max(initial=0.0)))
    return Verdict(reader, bool(worst <= TOLERANCE * size), worst, real)


def _listed(shapes: list[tuple[int, ...]]) -> str:
    return ", ".join(map(str, shapes))


def _predict(model: Any, samples: list[np.ndarray]) -> list[np.ndarray]:
    given = samples if len(samples) > 1 else samples[0]
    outputs = flatten(model.predict(given, batch_size=len(samples[0]), verbose=0))
    return [np.asarray(value) for value in outputs]


# -- samples --------------------------------------------------------------


def samples_of(
    record: ProjectRecord, model: Any, base: Path | None
) -> tuple[list[np.ndarray], bool]:
    """Inputs in the model's order, and whether they are the project's own data."""
    count = next((t.shape[0] for t in model.inputs if t.shape[0]), SAMPLES)
    if record.data is not None:
        snapshot = recipe.Snapshot(record.graph, record.setup, record.data, base)
        try:
            material = recipe.gather(snapshot)
        except (Refused, DataError, OSError):
            pass  # it is told where one trains; here other samples will do
        else:
            found = [material.prepared.x[port.name][:count] for port in material.inputs]
            if all(len(array) == count for array in found):
                return found, True
    return _drawn(record, count), False


def _drawn(record: ProjectRecord, count: int) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    result = []
    for port in input_ports(record.graph):
        shape = (count, *(_VARIABLE_SIZE if size is None else size for size in port.shape))
        if port.dtype == "string":
            result.append(np.full(shape, "some words", dtype=object))
        elif port.dtype.startswith(("int", "uint")):
            result.append(rng.integers(0, port.vocabulary or 2, shape).astype(port.dtype))
        else:
            result.append(rng.normal(size=shape).astype(_numeric(port.dtype)))
    return result


def _numeric(dtype: str) -> str:
    return dtype if dtype in ("float32", "float64", "bool") else "float32"


# -- the real libraries ---------------------------------------------------

#: Asked in a process of its own: folder and reader in, predictions out.
_QUESTION = """
import json, os, sys
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np
folder = sys.argv[1]
asked = json.load(open(os.path.join(folder, "asked.json"), encoding="utf-8"))
held = np.load(os.path.join(folder, "held.npz"))
x = [held["x%d" % i] for i in range(asked["inputs"])]
w = [held["w%d" % i] for i in range(asked["weights"])]
path = asked["path"]
if asked["library"] == "onnxruntime":
    import onnxruntime as library
    session = library.InferenceSession(path, providers=["CPUExecutionProvider"])
    given = {i.name: a for i, a in zip(session.get_inputs(), x)}
    y = session.run(None, given)
else:
    library = __import__(asked["library"])
    if asked["form"] in ("json", "weights"):
        text = asked["json"] or open(path, encoding="utf-8").read()
        model = library.models.model_from_json(text)
        if asked["form"] == "json":
            model.set_weights(w)
        else:
            model.load_weights(path)
    else:
        model = library.models.load_model(path, compile=False)
    y = model.predict(x if len(x) > 1 else x[0], batch_size=len(x[0]), verbose=0)
    if isinstance(y, dict):
        y = [y[k] for k in sorted(y)]
    y = y if isinstance(y, (list, tuple)) else [y]
np.savez(os.path.join(folder, "answer.npz"), *[np.asarray(a) for a in y])
print(library.__version__)
"""
_TITLES = {"keras": "Keras", "tf_keras": "Keras", "onnxruntime": "ONNX Runtime"}


def library_for(key: str, generation: int = 3) -> str | None:
    """The installed library that such a file is for; None where there is none to ask."""
    name = _wanted_library(key, generation)
    return name if name and importlib.util.find_spec(name) is not None else None


def missing_library(key: str, generation: int = 3) -> str:
    """What the library is called that such a file is for and that is not installed, else ""."""
    name = _wanted_library(key, generation)
    if not name or importlib.util.find_spec(name) is not None:
        return ""
    return f"Keras 2 ({name})" if name == "tf_keras" else _TITLES[name]


def _wanted_library(key: str, generation: int) -> str:
    """The module's name; "" for forms that no library reads, and in the packed program."""
    if getattr(sys, "frozen", False) or key in ("yaml", "python"):
        return ""
    if key == "onnx":
        return "onnxruntime"
    return "tf_keras" if generation == 2 else "keras"


def ask(
    record: ProjectRecord,
    key: str,
    path: Path,
    base: Path | None = None,
    generation: int = 3,
    patience: float = PATIENCE,
    unwanted: Callable[[], bool] = lambda: False,
) -> Verdict | None:
    """Let the library a file is for open it and predict; None where it cannot be asked.

    Args:
        record: The project, with the weights that were written.
        key: A key of ``exporting.FORMS``.
        path: The file.
        base: Folder that relative data files start from.
        generation: The Keras it was written for.
        patience: Seconds until it is given up.
        unwanted: Asked now and then whether nobody waits any more.
    """
    library = library_for(key, generation)
    if library is None or _cannot_run(record):
        return None
    model = exporting.model_of(record)
    samples, real = samples_of(record, model, base)
    if any(array.dtype == object for array in samples):
        return None
    title = _TITLES[library]
    with tempfile.TemporaryDirectory(prefix="layerloom-") as folder:
        _hand_over(Path(folder), library, key, path, model, samples, generation)
        try:
            done = _run(folder, patience, unwanted)
        except subprocess.TimeoutExpired:
            text = _tr("no answer within {seconds:g} s")
            return Verdict(title, False, trouble=text.format(seconds=patience))
        except OSError as error:
            return Verdict(title, False, trouble=str(error))
        if done.returncode != 0:
            said = [line for line in done.stderr.strip().splitlines() if line.strip()]
            return Verdict(title, False, trouble=(said or ["?"])[-1][:300])
        title = f"{title} {done.stdout.strip().splitlines()[-1]}"
        with np.load(Path(folder) / "answer.npz") as held:
            theirs = [held[name] for name in held.files]
    return _judge(title, _predict(model, samples), theirs, real)


def _hand_over(
    folder: Path,
    library: str,
    key: str,
    path: Path,
    model: Any,
    samples: list[np.ndarray],
    generation: int,
) -> None:
    weights = model.get_weights() if key == "json" else []
    asked = {
        "library": library,
        "form": key,
        "path": str(path.resolve()),
        "inputs": len(samples),
        "weights": len(weights),
        "json": to_json(model, generation=generation) if key == "weights" else "",
    }
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    arrays = {f"x{i}": a for i, a in enumerate(samples)}
    arrays |= {f"w{i}": a for i, a in enumerate(weights)}
    np.savez(folder / "held.npz", **arrays)  # type: ignore[arg-type]


def _run(
    folder: str, patience: float, unwanted: Callable[[], bool]
) -> subprocess.CompletedProcess[str]:
    surroundings = dict(os.environ)
    if "KERAS_BACKEND" not in surroundings:
        found = (name for name in ("tensorflow", "jax", "torch") if importlib.util.find_spec(name))
        backend = next(found, None)
        if backend is not None:
            surroundings["KERAS_BACKEND"] = backend
    command = [sys.executable, "-c", _QUESTION, folder]
    until = time.monotonic() + patience
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings,
        cwd=folder,
    ) as process:  # fmt: skip
        while True:
            try:
                said, complained = process.communicate(timeout=min(0.2, patience))
            except subprocess.TimeoutExpired:
                if time.monotonic() > until or unwanted():
                    process.kill()
                    raise
            else:
                return subprocess.CompletedProcess(command, process.returncode, said, complained)
