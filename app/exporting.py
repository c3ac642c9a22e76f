"""A project's model as files that Keras and other programs open. Knows no widgets.

Runs kernels (weights are drawn when there are none yet): the window calls it on the worker.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.document.build import build
from app.document.record import ProjectRecord
from app.training import recipe
from app.training.failure import Refused
from engine import registry, saving
from engine.saving.atomic import write_atomically


@dataclass(frozen=True)
class Export:
    """One form of export.

    Attributes:
        key: Its name on the command line.
        suffix: Ending of the file's name.
        write: Writes the record's model to a path.
    """

    key: str
    suffix: str
    write: Callable[[ProjectRecord, Path], None]


def model_of(record: ProjectRecord) -> Any:
    """The project's model with its trained weights, compiled where its settings allow.

    Raises:
        ValueError: when the graph cannot be built; says where.
    """
    model = build(record.graph).model
    recipe.load_weights(model, record.weights or {})
    snapshot: Any = recipe.Snapshot(record.graph, record.setup, record.data)  # type: ignore[arg-type]
    with contextlib.suppress(Refused):  # no loss chosen yet: exported without a training setup
        recipe.compile_model(model, snapshot)
    return model


def is_trained(record: ProjectRecord) -> bool:
    """Whether every layer that has weights has trained ones."""
    model = build(record.graph).model
    names = {layer.name for layer in model.layers if layer.weights}
    return names <= set(record.weights or {})


def write(record: ProjectRecord, key: str, path: Path) -> None:
    """Write the export ``key`` to ``path``; an existing file stays whole until the new one is.

    Raises:
        ValueError: for a graph that cannot be built, or a file name of another kind.
        OSError: when the file cannot be written.
    """
    path = path.expanduser()
    path.parent.mkdir(parents=True, exist_ok=True)
    EXPORTS[key].write(record, path)


def with_suffix(path: Path, key: str) -> Path:
    """The path with the export's ending, added when it has another."""
    suffix = EXPORTS[key].suffix
    return path if path.name.endswith(suffix) else path.with_name(path.name + suffix)


def _write_text(path: Path, text: str) -> None:
    write_atomically(path, lambda beside: Path(beside).write_text(text, encoding="utf-8"))


def _write_json(record: ProjectRecord, path: Path) -> None:
    _write_text(path, build(record.graph).model.to_json(indent=2) + "\n")


def _write_h5(record: ProjectRecord, path: Path) -> None:
    saving.save_model(model_of(record), path)


def _write_weights(record: ProjectRecord, path: Path) -> None:
    saving.save_weights(model_of(record), path)


def _write_python(record: ProjectRecord, path: Path) -> None:
    model = model_of(record)
    setup = record.setup
    text = saving.python_code(
        model,
        title=record.title or path.stem,
        fit={"epochs": setup.epochs, "batch_size": setup.batch_size, "shuffle": setup.shuffle},
        callbacks=[registry.deserialize(callback, "callback") for callback in setup.callbacks],
        seed=setup.seed,
    )
    _write_text(path, text)


EXPORTS = {
    export.key: export
    for export in (
        Export("h5", ".h5", _write_h5),
        Export("json", ".json", _write_json),
        Export("weights", ".weights.h5", _write_weights),
        Export("python", ".py", _write_python),
    )
}
