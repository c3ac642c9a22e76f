"""Files as older Keras wrote them."""

from __future__ import annotations

import json
from pathlib import Path

import h5py
import numpy as np


def old_model(path: Path) -> None:
    """A model as Keras 2 keeps it in HDF5, with a layer of somebody's own in the middle."""

    def entry(kind: str, name: str, after: str = "", **config: object) -> dict:
        calls = [[[after, 0, 0, {}]]] if after else []
        return {
            "class_name": kind, "name": name,
            "config": {"name": name, "trainable": True, **config},
            "inbound_nodes": calls,
        }  # fmt: skip

    layers = [
        entry("InputLayer", "facts", batch_input_shape=[None, 13], dtype="float32"),
        entry("Dense", "first", "facts", units=16, activation="relu"),
        entry("mine>Gate", "gate", "first", units=8),
        entry("Dense", "out", "gate", units=3, activation="softmax"),
    ]
    ends = {"input_layers": [["facts", 0, 0]], "output_layers": [["out", 0, 0]]}
    config = {"class_name": "Functional", "config": {"name": "m", "layers": layers, **ends}}
    rng = np.random.default_rng(0)
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps(config)
        file.attrs["keras_version"], file.attrs["backend"] = "2.11.0", "tensorflow"
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [layer["name"].encode() for layer in layers]
        sizes = {"first": (13, 16), "gate": (16, 8), "out": (8, 3)}
        for layer in layers:
            own, name = group.create_group(layer["name"]), layer["name"]
            parts = ["kernel:0", "bias:0"] if name in sizes else []
            own.attrs["weight_names"] = [f"{name}/{part}".encode() for part in parts]
            for part in parts:
                shape = sizes[name] if part == "kernel:0" else sizes[name][-1:]
                own[f"{name}/{part}"] = rng.normal(size=shape).astype("float32")
