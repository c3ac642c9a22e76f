"""Keras files as projects: archives, HDF5, JSON, YAML and TensorFlow.js, of any generation.

May run kernels, so the window calls it on the worker.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.document.account import Account
from app.document.build import BuildError, build
from app.document.drawing import graph_from_model
from app.document.from_compiled import setup_of
from app.document.graph import numbered
from app.document.record import ProjectRecord
from app.document.refusals import clean_name
from app.training import optimizer_state, recipe
from app.training.failure import Refused
from engine import saving
from engine.layers.placeholder import Placeholder
from engine.registry import snake_case
from engine.saving.common.report import note, reporting
from engine.saving.recognition.content import recognize

#: Endings of the files that can be imported; what a file is, its content tells.
SUFFIXES = (".keras", ".h5", ".hdf5", ".json", ".yaml", ".yml", ".zip")
#: Endings of models of other libraries.
_FOREIGN = (".pb", ".pt", ".pth", ".pkl", ".tflite", ".onnx", ".safetensors", ".npz")
#: What stands beside a description under its name, the likeliest first.
_BESIDE = (".weights.h5", ".weights.json", ".h5", "_weights.h5", "-weights.h5", ".hdf5", ".keras")


def read(path: Path, weights: Path | None = None) -> ProjectRecord:
    """Return the project for a Keras model: its drawing, weights, training settings and state.

    Args:
        path: The model: a file, or the folder of an unzipped archive.
        weights: A file of weights to load into it besides.

    Raises:
        ValueError: for what is no model or cannot be drawn; says why.
        OSError: when the file cannot be read.
    """
    path = _whole(path)
    opened = saving.open_model(path, placeholders=True)
    model, report = opened.model, opened.report
    if weights is not None:
        report.notes += saving.load_weights(model, weights).notes
        report.weights = True
    with reporting(report):
        _note_names_of_ends(model)
        _tidy_names(model)
    graph = graph_from_model(model)
    state = optimizer_state.take(model) if _has_state(model) else None
    account = Account(
        path.name,
        report.kind,
        str(report.generation),
        report.weights,
        bool(model.compiled),
        state is not None,
        report.notes,
    )
    record = ProjectRecord(
        graph=graph,
        setup=setup_of(model, graph),
        weights=recipe.weights_of(model) if report.weights else None,
        optimizer=state,
        title=path.stem,
        account=account,
    )
    if state is not None:
        record.optimizer = _under_our_names(record)
        account.state = record.optimizer is not None
    return record


def _note_names_of_ends(model: Any) -> None:
    """Inputs and outputs by name become a row, which is told."""
    inputs = getattr(model, "_input_structure", None)
    outputs = getattr(model, "_output_structure", None)
    if isinstance(inputs, dict):
        note(
            "changed",
            "",
            "The inputs had names ({names}); here they are a list in this order.",
            names=", ".join(sorted(inputs)),
        )
    if isinstance(outputs, dict):
        note(
            "changed",
            "",
            "The outputs had names ({names}); here they are a list in this order.",
            names=", ".join(sorted(outputs)),
        )


def _tidy_names(model: Any) -> None:
    """Give layers whose names Keras 3 refuses others; Keras 2 had "conv1/bn" and the like."""
    layers = [layer for layer in model._flatten_layers() if layer is not model]
    taken = {layer.name for layer in layers}
    wrong = [layer for layer in layers if clean_name(layer.name) != layer.name]
    for layer in wrong:
        taken.discard(layer.name)
        new = numbered(clean_name(layer.name) or snake_case(type(layer).__name__), taken)
        taken.add(new)
        layer.name = new
        if isinstance(layer, Placeholder):
            config = layer.entry.get("config")
            named = {**config, "name": new} if isinstance(config, dict) else config
            layer.entry = {**layer.entry, "config": named}
    if wrong:
        note(
            "changed",
            "",
            "{count} names of layers held slashes or line breaks, which Keras 3 refuses. They "
            "hold underscores now, as {example} does.",
            count=len(wrong),
            example=wrong[0].name,
        )


def _under_our_names(record: ProjectRecord) -> dict[str, Any] | None:
    """The optimizer's state, which stands under names of the file's model and its layers."""
    snapshot: Any = recipe.Snapshot(record.graph, record.setup, None)  # type: ignore[arg-type]
    try:
        model = build(record.graph, placeholders=True).model
        recipe.compile_model(model, snapshot)
    except (BuildError, Refused):  # it is told where one trains
        return None
    model.optimizer.build(model.trainable_variables)
    fresh, state = optimizer_state.take(model), record.optimizer or {}
    if [a.shape for a in fresh.values()] != [a.shape for a in state.values()]:
        return None
    return dict(zip(fresh, state.values(), strict=True))


def weights_beside(path: Path) -> Path | None:
    """The file of weights that lies beside a mere description, under its name."""
    path = _whole(path)
    try:
        if path.is_dir() or recognize(path).form not in ("json", "yaml"):
            return None
    except (OSError, ValueError):
        return None
    stem = path.with_suffix("")
    candidates = [stem.with_name(stem.name + suffix) for suffix in _BESIDE]
    return next((file for file in candidates if file.is_file()), None)


def is_model(path: Path) -> bool:
    """Whether a file or folder looks like a model of Keras."""
    try:
        return recognize(_whole(path)).describes_model
    except (OSError, ValueError):
        return False


def is_meant(path: Path) -> bool:
    """Whether a path is to be opened as a model, not as a project.

    So is a broken or foreign file by its ending, or a folder: reading it says why it is none.
    """
    return path.is_dir() or path.suffix.lower() in (*SUFFIXES, *_FOREIGN) or is_model(path)


def _whole(path: Path) -> Path:
    """The folder of an unzipped archive where its description was chosen."""
    unzipped = path.name == "config.json" and (path.parent / "model.weights.h5").is_file()
    return path.parent if unzipped else path


def _has_state(model: Any) -> bool:
    optimizer = model.optimizer if model.compiled else None
    return optimizer is not None and bool(optimizer.built) and int(optimizer.iterations.numpy()) > 0
