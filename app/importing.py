"""Keras files as projects: .keras, .h5 and .json.

May run kernels, so the window calls it on the worker.
"""

from __future__ import annotations

from pathlib import Path

from app.document.build import graph_from_model
from app.document.record import ProjectRecord
from app.training import recipe
from engine import saving
from engine.models import model_from_json

#: Endings of the files that can be imported.
SUFFIXES = (".keras", ".h5", ".hdf5", ".json")


def read(path: Path) -> ProjectRecord:
    """Return the project for a Keras model, with its weights where the file has them.

    Raises:
        ValueError: for what is no model or cannot be drawn; says why.
        OSError: when the file cannot be read.
    """
    if path.suffix == ".json":
        model, weights = model_from_json(path.read_text(encoding="utf-8")), None
    else:
        model = saving.load_model(path)
        weights = recipe.weights_of(model)
    return ProjectRecord(graph=graph_from_model(model), weights=weights, title=path.stem)
