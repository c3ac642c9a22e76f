"""A project's model as files that Keras and other programs open. Knows no widgets.

Runs kernels (weights are drawn when there are none yet): the window calls it on the worker.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from app.data.errors import DataError
from app.document.build import build
from app.document.record import ProjectRecord
from app.training import optimizer_state, recipe
from app.training.failure import Refused
from engine import registry, saving
from engine.layers.placeholder import Placeholder
from engine.saving.common.atomic import write_atomically
from engine.saving.common.report import LoadReport, Note, reporting
from engine.saving.description.model import to_json


@dataclass(frozen=True)
class Export:
    """One form of export.

    Attributes:
        key: Its name on the command line.
        suffix: Ending of the file's name.
        write: Writes the record's model to a path; relative data files start from a folder;
            the number is the generation of Keras it is for.
        generations: Whether it can be written for Keras 2 too.
    """

    key: str
    suffix: str
    write: Callable[[ProjectRecord, Path, Path | None, int], None]
    generations: bool = False


def model_of(record: ProjectRecord) -> Any:
    """The project's model with its trained weights, compiled where its settings allow.

    Raises:
        ValueError: when the graph cannot be built; says where.
    """
    model = build(record.graph, placeholders=True).model
    for layer in model.layers:
        if isinstance(layer, Placeholder) and layer.name in (record.weights or {}):
            layer.adopt((record.weights or {})[layer.name])
    carried = recipe.load_weights(model, record.weights or {})
    snapshot: Any = recipe.Snapshot(record.graph, record.setup, record.data)  # type: ignore[arg-type]
    with contextlib.suppress(Refused):  # no loss chosen yet: exported without a training setup
        recipe.compile_model(model, snapshot)
        if carried and record.optimizer:
            optimizer_state.give(model, record.optimizer)
    return model


def settled(record: ProjectRecord) -> ProjectRecord:
    """The record with weights for every layer, initial ones where it has none yet.

    Each building of a model draws others; what is written and what is compared with it
    must be the same.
    """
    initial = recipe.weights_of(model_of(record))
    return replace(record, weights={**initial, **(record.weights or {})})


def is_trained(record: ProjectRecord) -> bool:
    """Whether every layer that has weights has trained ones."""
    model = build(record.graph, placeholders=True).model
    names = {layer.name for layer in model.layers if layer.weights}
    return names <= set(record.weights or {})


def write(
    record: ProjectRecord,
    key: str,
    path: Path,
    base: Path | None = None,
    generation: int = 3,
) -> list[Note]:
    """Write the export ``key`` to ``path``; an existing file stays whole until the new one is.

    Args:
        record: The project.
        key: A key of ``FORMS``.
        path: The file; its folder is made if need be.
        base: Folder that the project's relative data files start from.
        generation: 2 for TensorFlow up to 2.15, 3 for Keras 3; only some forms differ.

    Returns:
        What the form cannot hold, or what its readers compute otherwise.

    Raises:
        ValueError: for a graph that cannot be built, or a file name of another kind.
        OSError: when the file cannot be written.
    """
    path = path.expanduser()
    path.parent.mkdir(parents=True, exist_ok=True)
    with reporting(LoadReport()) as report:
        FORMS[key].write(record, path, base, generation)
    return [note for note in report.notes if note.weight != "info"]


def key_for(path: Path) -> str | None:
    """The form of export that a file's name asks for; None when its ending says nothing."""
    fitting = [key for key, form in FORMS.items() if path.name.endswith(form.suffix)]
    return max(fitting, key=lambda key: len(FORMS[key].suffix), default=None)


def file_name(title: str) -> str:
    """A title as the name of a file, "" for none."""
    return "".join(c if c.isalnum() or c in " -_" else "-" for c in title).strip()


def may_be_called(key: str, path: Path) -> bool:
    """Whether a file's name does not promise another form; weights may be mere ``.h5`` files."""
    told = key_for(path)
    return told in (None, key) or (key == "weights" and told == "h5")


def with_suffix(path: Path, key: str) -> Path:
    """The path with the export's ending, added when it has another."""
    suffix = FORMS[key].suffix
    return path if path.name.endswith(suffix) else path.with_name(path.name + suffix)


def _write_text(path: Path, text: str) -> None:
    def fill(beside: str) -> None:
        Path(beside).write_text(text, encoding="utf-8")

    write_atomically(path, fill)


def _write_json(
    record: ProjectRecord, path: Path, base: Path | None, generation: int = 3
) -> None:
    model = build(record.graph, placeholders=True).model
    _write_text(path, to_json(model, generation=generation, indent=2) + "\n")


def _write_yaml(record: ProjectRecord, path: Path, base: Path | None, generation: int = 3) -> None:
    _write_text(path, saving.to_yaml(build(record.graph, placeholders=True).model))


def _write_onnx(record: ProjectRecord, path: Path, base: Path | None, generation: int = 3) -> None:
    try:
        saving.export_onnx(model_of(record), path)
    except ModuleNotFoundError as error:  # says how to get the library
        raise ValueError(str(error)) from None


def _write_model(
    record: ProjectRecord, path: Path, base: Path | None, generation: int = 3
) -> None:
    saving.save_model(model_of(record), path, generation=generation)


def _write_weights(
    record: ProjectRecord, path: Path, base: Path | None, generation: int = 3
) -> None:
    saving.save_weights(model_of(record), path, generation=generation)


def _write_python(
    record: ProjectRecord, path: Path, base: Path | None, generation: int = 3
) -> None:
    """The script, and beside it the prepared data it trains on."""
    model, setup = model_of(record), record.setup
    arrays = _training_arrays(record, base) if model.compiled else {}
    validation = any(name.startswith("x_val_") for name in arrays)
    data = path.with_name(f"{path.stem}_data.npz")
    fit: dict[str, Any] = {"epochs": setup.epochs, "batch_size": setup.batch_size}
    if not setup.shuffle:
        fit["shuffle"] = False
    if setup.validation_split and not validation:
        fit["validation_split"] = setup.validation_split
    if setup.validation_freq > 1 and ("validation_split" in fit or validation):
        fit["validation_freq"] = setup.validation_freq
    if setup.class_weight:
        fit["class_weight"] = setup.class_weight
    text = saving.python_code(
        model,
        title=record.title or path.stem,
        fit=fit,
        callbacks=[registry.deserialize(callback, "callback") for callback in setup.callbacks],
        seed=setup.seed,
        data_file=data.name if arrays else None,
        validation=validation,
        weighted="w_train" in arrays,
    )
    if arrays:
        write_atomically(data, lambda beside: _savez(beside, arrays))
    _write_text(path, text)


def _training_arrays(record: ProjectRecord, base: Path | None) -> dict[str, np.ndarray]:
    """The arrays ``fit`` is given, under the names the script reads; none without fitting data."""
    if record.data is None:
        return {}
    snapshot = recipe.Snapshot(record.graph, record.setup, record.data, base)
    try:
        prepared = recipe.gather(snapshot).prepared
    except (Refused, DataError):  # the script then ends after compile
        return {}
    weights = prepared.weights
    weighing = {} if weights is None else {"w_train": weights[prepared.rows]}
    if weights is not None and prepared.x_val:
        weighing["w_val"] = weights[prepared.rows_val]
    parts = {"x_": prepared.x, "y_": prepared.y, "x_val_": prepared.x_val, "y_val_": prepared.y_val}
    named = {prefix + name: array for prefix, part in parts.items() for name, array in part.items()}
    return {**named, **weighing}


def _savez(path: str, arrays: dict[str, np.ndarray]) -> None:
    with open(path, "wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


#: Everything that can be written.
FORMS = {
    export.key: export
    for export in (
        Export("h5", ".h5", _write_model, generations=True),
        Export("keras", ".keras", _write_model, generations=True),
        Export("json", ".json", _write_json, generations=True),
        Export("yaml", ".yaml", _write_yaml),
        Export("weights", ".weights.h5", _write_weights, generations=True),
        Export("onnx", ".onnx", _write_onnx),
        Export("python", ".py", _write_python),
    )
}
