"""What the tests of harmful files share: small models, archives and weights to be spoiled."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

import engine as keras
from engine import layers
from engine.saving import LoadError, open_model
from engine.saving.weights.tree import write_weights


def chain(*entries: dict[str, Any], name: str = "chain") -> dict[str, Any]:
    """A Sequential model's description with inputs of four numbers."""
    first = {"class_name": "InputLayer", "config": {"batch_shape": [None, 4], "name": "facts"}}
    return {"class_name": "Sequential", "config": {"name": name, "layers": [first, *entries]}}


def entry(cls: str, module: str = "keras.layers", **config: Any) -> dict[str, Any]:
    return {"module": module, "class_name": cls, "config": config, "registered_name": None}


def small() -> Any:
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(2)])
    model.compile("adam", "mse")
    model.fit(np.ones((2, 4)), np.ones((2, 2)), verbose=0)
    return model


MODEL = small()


def refused(path: Path, *words: str, placeholders: bool = False) -> str:
    """The message with which a file is refused; it holds every one of the words."""
    with pytest.raises(LoadError) as caught:
        open_model(path, placeholders=placeholders)
    message = str(caught.value)
    for word in words:
        assert word in message
    return message


def refused_text(text: str | bytes, path: Path, *words: str) -> str:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return refused(path, *words)


def members() -> dict[str, bytes]:
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        write_weights(file, MODEL)
    return {
        "metadata.json": b'{"keras_version": "3.15.1"}',
        "config.json": MODEL.to_json().encode(),
        "model.weights.h5": buffer.getvalue(),
    }


def write_zip(path: Path, content: list[tuple[Any, bytes]], packing: int = 0) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, data in content:
            archive.writestr(name, data)
    return path


def weights(path: Path) -> Path:
    """Whole weights in the layout of trees."""
    with h5py.File(path, "w") as file:
        write_weights(file, MODEL)
    return path
