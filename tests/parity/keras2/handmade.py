"""Files of Keras 1 and of NVIDIA's layers, made by hand from the rules they were written by.

Real Keras 2 reads their weights into models of its own (``model``); this engine opens them as
whole models, their descriptions in the words of Keras 1.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np

Shapes = list[tuple[int, ...]]


@dataclass(frozen=True)
class Handmade:
    """A file made by hand.

    Attributes:
        layers: The layers as Keras 2 has them, given the library.
        entries: The same as the file's description has them: class and settings.
        shapes: The shapes of each layer's weights in the file.
        inputs: The shape of one sample.
        version: What the file says of who wrote it.
        whole: Whether the inputs are whole numbers.
    """

    layers: Callable[[Any], list[Any]]
    entries: list[tuple[str, dict[str, Any]]]
    shapes: list[Shapes]
    inputs: tuple[int, ...]
    version: str | None = None
    whole: bool = False


def _dense(inputs: int, outputs: int) -> dict[str, Any]:
    return {
        "output_dim": outputs, "input_dim": inputs, "init": "glorot_uniform",
        "activation": "linear", "bias": True, "W_regularizer": None, "b_regularizer": None,
        "activity_regularizer": None, "W_constraint": None, "b_constraint": None,
    }  # fmt: skip


def _recurrent(units: int, **more: Any) -> dict[str, Any]:
    return {
        "output_dim": units, "init": "glorot_uniform", "inner_init": "orthogonal",
        "activation": "tanh", "inner_activation": "hard_sigmoid", "W_regularizer": None,
        "U_regularizer": None, "b_regularizer": None, "dropout_W": 0.0, "dropout_U": 0.0,
        "return_sequences": False, "go_backwards": False, "stateful": False, "unroll": False,
        "consume_less": "cpu", "input_dim": 3, "input_length": None, **more,
    }  # fmt: skip


def _convolution(**more: Any) -> dict[str, Any]:
    return {
        "init": "glorot_uniform", "activation": "relu", "border_mode": "valid", "bias": True,
        "W_regularizer": {"name": "WeightRegularizer", "l1": 0.0, "l2": 0.01},
        "b_regularizer": None, "activity_regularizer": None,
        "W_constraint": {"name": "MaxNorm", "m": 2, "axis": 0}, "b_constraint": None, **more,
    }  # fmt: skip


def _gates(count: int, inputs: int, units: int) -> Shapes:
    return [(inputs, units), (units, units), (units,)] * count


FILES = {
    "images_of_keras1": Handmade(
        lambda layers: [
            layers.Conv2D(4, (3, 2), strides=2, activation="relu", padding="same"),
            layers.BatchNormalization(epsilon=1e-5),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(2),
        ],
        [
            ("Convolution2D", _convolution(nb_filter=4, nb_row=3, nb_col=2, subsample=[2, 2],
                                           border_mode="same", dim_ordering="tf")),
            ("BatchNormalization", {"epsilon": 1e-5, "mode": 0, "axis": -1, "momentum": 0.99,
                                    "gamma_regularizer": None, "beta_regularizer": None}),
            ("MaxPooling2D", {"pool_size": [2, 2], "strides": [2, 2], "border_mode": "valid",
                              "dim_ordering": "tf"}),
            ("Dropout", {"p": 0.5}),
            ("Flatten", {}),
            ("Dense", _dense(16, 2)),
        ],
        [[(3, 2, 2, 4), (4,)], [(4,)] * 4, [(16, 2), (2,)]],
        (9, 7, 2),
    ),
    "lines_of_keras1": Handmade(
        lambda layers: [layers.Conv1D(4, 3, activation="relu"), layers.GlobalMaxPooling1D()],
        [
            ("Convolution1D", _convolution(nb_filter=4, filter_length=3, subsample_length=1,
                                           input_dim=2, input_length=8)),
            ("GlobalMaxPooling1D", {}),
        ],
        [[(3, 1, 2, 4), (4,)]],
        (8, 2),
    ),
    "lines_of_early_keras1": Handmade(
        lambda layers: [layers.Conv1D(4, 3, activation="relu"), layers.GlobalMaxPooling1D()],
        [
            ("Convolution1D", _convolution(nb_filter=4, filter_length=3, subsample_length=1,
                                           input_dim=2, input_length=8)),
            ("GlobalMaxPooling1D", {}),
        ],
        [[(4, 2, 3, 1), (4,)]],
        (8, 2),
    ),
    "lstm_of_keras1": Handmade(
        lambda layers: [
            layers.Embedding(9, 3),
            layers.Bidirectional(
                layers.LSTM(4, recurrent_activation="hard_sigmoid", return_sequences=True)
            ),
            layers.TimeDistributed(layers.Dense(3)),
            layers.LSTM(2, recurrent_activation="hard_sigmoid"),
        ],
        [
            ("Embedding", {"input_dim": 9, "output_dim": 3, "init": "uniform", "input_length": 6,
                           "mask_zero": False, "activity_regularizer": None,
                           "W_regularizer": None, "W_constraint": None, "dropout": 0.0}),
            ("Bidirectional", {
                "layer": {"class_name": "LSTM",
                          "config": _recurrent(4, return_sequences=True, name="lstm_1",
                                               trainable=True)},
                "merge_mode": "concat"}),
            ("TimeDistributed", {
                "layer": {"class_name": "Dense",
                          "config": {**_dense(8, 3), "name": "dense_1", "trainable": True}}}),
            ("LSTM", _recurrent(2)),
        ],
        [[(9, 3)], _gates(8, 3, 4), [(8, 3), (3,)], _gates(4, 3, 2)],
        (6,),
        whole=True,
    ),
    "gru_of_keras1": Handmade(
        lambda layers: [
            layers.GRU(4, recurrent_activation="hard_sigmoid", reset_after=False,
                       go_backwards=True),
        ],
        [("GRU", _recurrent(4, go_backwards=True))],
        [_gates(3, 3, 4)],
        (6, 3),
    ),
    "lstm_of_nvidia": Handmade(
        lambda layers: [layers.LSTM(4, return_sequences=True), layers.LSTM(2)],
        [
            ("CuDNNLSTM", {"units": 4, "return_sequences": True, "stateful": False}),
            ("CuDNNLSTM", {"units": 2, "return_sequences": False, "stateful": False}),
        ],
        [[(3, 16), (4, 16), (32,)], [(4, 8), (2, 8), (16,)]],
        (6, 3),
        "2.2.4",
    ),
    "gru_of_nvidia": Handmade(
        lambda layers: [layers.Bidirectional(layers.GRU(4, reset_after=True)), layers.Dense(2)],
        [
            ("Bidirectional", {"layer": {"class_name": "CuDNNGRU",
                                         "config": {"name": "cu_dnngru_1", "units": 4}},
                               "merge_mode": "concat"}),
            ("Dense", {"units": 2, "activation": "linear", "use_bias": True}),
        ],
        [[(3, 12), (4, 12), (24,)] * 2, [(8, 2), (2,)]],
        (6, 3),
        "2.2.4",
    ),
}  # fmt: skip


def model(k: Any, made: Handmade) -> Any:
    """The model in Keras 2's words."""
    inputs = k.Input(made.inputs, dtype="int32" if made.whole else "float32")
    tensor = inputs
    for layer in made.layers(k.layers):
        tensor = layer(tensor)
    return k.Model(inputs, tensor)


def samples(made: Handmade) -> np.ndarray:
    rng = np.random.default_rng(5)
    if made.whole:
        return rng.integers(0, 9, (4, *made.inputs)).astype("int32")
    return rng.normal(size=(4, *made.inputs)).astype("float32")


def write(path: Path, made: Handmade) -> None:
    """Write the whole model in HDF5, as its time did."""
    rng = np.random.default_rng(6)
    entries = []
    for i, (cls, config) in enumerate(made.entries):
        first = {"batch_input_shape": [None, *made.inputs]} if i == 0 else {}
        named = {"name": f"{cls.lower()}_{i}", "trainable": True, **first, **config}
        entries.append({"class_name": cls, "config": named})
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps(
            {"class_name": "Sequential", "config": entries}
        ).encode()
        group = file.create_group("model_weights")
        if made.version:
            file.attrs["keras_version"] = group.attrs["keras_version"] = made.version.encode()
            group.attrs["backend"] = b"tensorflow"
        names = [entry["config"]["name"] for entry in entries]
        group.attrs["layer_names"] = [name.encode() for name in names]
        waiting = list(made.shapes)
        for name, (cls, _) in zip(names, made.entries, strict=True):
            inner = group.create_group(name)
            bare = cls in ("Dropout", "Flatten", "MaxPooling2D", "GlobalMaxPooling1D")
            shapes = [] if bare else waiting.pop(0)
            inner.attrs["weight_names"] = [f"{name}_{i}".encode() for i in range(len(shapes))]
            for i, shape in enumerate(shapes):
                inner[f"{name}_{i}"] = rng.uniform(0.1, 0.6, shape).astype("float32")
