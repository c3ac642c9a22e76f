"""Files as other programs and other years laid them out, made by hand from their rules.

Every file holds the same small network, whose predictions NumPy computes here.
"""

from __future__ import annotations

import base64
import io
import json
import marshal
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest

import engine
from engine.saving import open_model

RNG = np.random.default_rng(3)
X = RNG.normal(size=(5, 4)).astype("float32")
FIRST = [RNG.normal(size=s).astype("float32") for s in [(4, 3), (3,)]]
SECOND = [RNG.normal(size=s).astype("float32") for s in [(3, 2), (2,)]]


def predicted() -> np.ndarray:
    """relu(x W + b) V + c in double precision."""
    (w, b), (v, c) = ([a.astype("float64") for a in part] for part in (FIRST, SECOND))
    return np.maximum(X.astype("float64") @ w + b, 0) @ v + c


def check(opened: Any) -> None:
    found = opened.model.predict(X, verbose=0)
    np.testing.assert_allclose(found, predicted(), rtol=1e-5, atol=1e-6)


# -- how the years described a layer ------------------------------------------------------


def dense(name: str, units: int, activation: str, **more: Any) -> dict[str, Any]:
    """A Dense layer's entry as all versions of Keras 2 had it."""
    glorot = {"class_name": "VarianceScaling", "config": {
        "scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None}}  # fmt: skip
    config = {
        "name": name, "trainable": True, **more, "units": units, "activation": activation,
        "use_bias": True, "kernel_initializer": glorot,
        "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer": None,
        "bias_regularizer": None, "activity_regularizer": None, "kernel_constraint": None,
        "bias_constraint": None,
    }  # fmt: skip
    return {"class_name": "Dense", "config": config}


def keras_2_1() -> dict[str, Any]:
    """Standalone Keras until 2.2.2: a Sequential model is a plain list."""
    first = dense("first", 3, "relu", batch_input_shape=[None, 4], dtype="float32")
    return {"class_name": "Sequential", "config": [first, dense("second", 2, "linear")]}


def keras_2_3() -> dict[str, Any]:
    """Standalone Keras from 2.2.3, and TensorFlow until 2.1."""
    described = keras_2_1()
    return {**described, "config": {"name": "sequential_1", "layers": described["config"]}}


def tensorflow_2_0() -> dict[str, Any]:
    """Functional models were called Model, and initializers stood in their own classes."""
    first, second = dense("first", 3, "relu", dtype="float32"), dense("second", 2, "linear")
    first["config"]["kernel_initializer"] = {"class_name": "GlorotUniform", "config": {
        "seed": None, "dtype": "float32"}}  # fmt: skip
    return functional("Model", first, second)


def functional(name: str, first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    source = {"class_name": "InputLayer", "config": {
        "batch_input_shape": [None, 4], "dtype": "float32", "sparse": False, "ragged": False,
        "name": "input_1"}}  # fmt: skip
    before: list[Any] = []
    layers = []
    for entry in (source, first, second):
        label = entry["config"]["name"]
        layers.append({**entry, "name": label, "inbound_nodes": before})
        before = [[[label, 0, 0, {}]]]
    config = {"name": "model", "layers": layers, "input_layers": [["input_1", 0, 0]],
              "output_layers": [["second", 0, 0]]}  # fmt: skip
    return {"class_name": name, "config": config}


def tensorflow_2_4() -> dict[str, Any]:
    """The precision was said by a policy for some versions."""
    policy = {"class_name": "Policy", "config": {"name": "float32"}}
    return functional("Functional", dense("first", 3, "relu", dtype=policy),
                      dense("second", 2, "linear", dtype=policy))  # fmt: skip


def tensorflow_2_9() -> dict[str, Any]:
    """Objects that stand in several places had numbers."""
    described = functional("Functional", dense("first", 3, "relu"), dense("second", 2, "linear"))
    for i, entry in enumerate(described["config"]["layers"]):
        entry["shared_object_id"] = i
        for key in ("kernel_initializer", "bias_initializer"):
            if key in entry["config"]:
                entry["config"][key]["shared_object_id"] = 10 + i
    return described


def tensorflow_2_13() -> dict[str, Any]:
    """Objects say where their classes are kept."""
    described = functional("Functional", dense("first", 3, "relu"), dense("second", 2, "linear"))
    for entry in described["config"]["layers"]:
        entry |= {"module": "keras.layers", "registered_name": None,
                  "build_config": {"input_shape": [None, 4]}}  # fmt: skip
        for key in ("kernel_initializer", "bias_initializer"):
            if key in entry["config"]:
                entry["config"][key] |= {"module": "keras.initializers", "registered_name": None}
    return {**described, "module": "keras.src.engine.functional", "registered_name": "Functional",
            "build_config": {"input_shape": [None, 4]}}  # fmt: skip


def keras_3(policy: bool) -> Callable[[], dict[str, Any]]:
    """Keras 3 writes calls as objects; later on the precision is a policy.

    Until 3.9 at least, it listed the ends of a model also where there was one.
    """

    def described() -> dict[str, Any]:
        dtype: Any = "float32"
        if policy:
            dtype = {"module": "keras", "class_name": "DTypePolicy",
                     "config": {"name": "float32"}, "registered_name": None}  # fmt: skip
        source = {"batch_shape": [None, 4], "dtype": "float32", "sparse": False, "name": "source"}
        layers = [{"module": "keras.layers", "class_name": "InputLayer", "config": source,
                   "registered_name": None, "name": "source", "inbound_nodes": []}]  # fmt: skip
        sizes = {"first": 4, "second": 3}
        for entry, before in (
            (dense("first", 3, "relu", dtype=dtype), "source"),
            (dense("second", 2, "linear", dtype=dtype), "first"),
        ):
            label = entry["config"]["name"]
            tensor = {"class_name": "__keras_tensor__", "config": {
                "shape": [None, sizes[label]], "dtype": "float32",
                "keras_history": [before, 0, 0]}}  # fmt: skip
            layers.append({
                **entry, "module": "keras.layers", "registered_name": None, "name": label,
                "build_config": {"input_shape": [None, sizes[label]]},
                "inbound_nodes": [{"args": [tensor], "kwargs": {}}],
            })  # fmt: skip
        ends = {"input_layers": [["source", 0, 0]], "output_layers": [["second", 0, 0]]}
        config = {"name": "functional", "trainable": True, "layers": layers, **ends}
        return {"module": "keras.src.models.functional", "class_name": "Functional",
                "config": config, "registered_name": "Functional"}  # fmt: skip

    return described


YEARS = {
    "2.1.6": keras_2_1, "2.2.4": keras_2_3, "2.3.1": keras_2_3, "2.2.4-tf": tensorflow_2_0,
    "2.4.0": tensorflow_2_4, "2.6.0": tensorflow_2_4, "2.9.0": tensorflow_2_9,
    "2.13.1": tensorflow_2_13, "3.0.5": keras_3(False), "3.9.0": keras_3(True),
}  # fmt: skip


def training(version: str) -> dict[str, Any]:
    """Settings of training; the rate had another name until TensorFlow 2."""
    rate = "lr" if version in ("2.1.6", "2.2.4") else "learning_rate"
    config = {rate: 0.25, "momentum": 0.5, "decay": 0.0, "nesterov": False}
    if version.startswith("3"):
        config = {"name": "SGD", "learning_rate": 0.25, "momentum": 0.5, "nesterov": False}
    return {"optimizer_config": {"class_name": "SGD", "config": config},
            "loss": "mean_squared_error", "metrics": ["accuracy"],
            "sample_weight_mode": None, "loss_weights": None}  # fmt: skip


# -- HDF5 ---------------------------------------------------------------------------------


def write_hdf5(
    path: Path, described: dict[str, Any], version: str, form: str = "bytes", **more: Any
) -> None:
    """Lay a file out as ``save_model`` did; ``form`` is how h5py kept texts and lists."""
    with h5py.File(path, "w") as file:
        _attribute(file, "keras_version", version, form)
        _attribute(file, "backend", "tensorflow", form)
        _attribute(file, "model_config", json.dumps(described), form)
        _attribute(file, "training_config", json.dumps(more or training(version)), form)
        group = file.create_group("model_weights")
        _attribute(group, "keras_version", version, form)
        _attribute(group, "backend", "tensorflow", form)
        _names(group, "layer_names", ["input_1", "first", "second"], form)
        _names(group.create_group("input_1"), "weight_names", [], form)
        for label, arrays in (("first", FIRST), ("second", SECOND)):
            inner = group.create_group(label)
            names = [f"{label}/kernel:0", f"{label}/bias:0"]
            _names(inner, "weight_names", names, form)
            for name, array in zip(names, arrays, strict=True):
                inner[name] = array


def _attribute(place: Any, key: str, value: str, form: str) -> None:
    place.attrs[key] = value if form == "text" else np.bytes_(value.encode())


def _names(group: Any, key: str, names: list[str], form: str) -> None:
    if form == "chunks":  # an attribute holds 64 KiB, longer lists stood in several
        for i, name in enumerate(names):
            group.attrs[f"{key}{i}"] = np.array([name.encode()])
        if not names:
            group.attrs[key] = np.zeros(0)
    elif form == "objects":
        group.attrs.create(key, np.array(names, object), dtype=h5py.string_dtype())
    else:
        group.attrs[key] = names if form == "text" else [n.encode() for n in names]


@pytest.mark.parametrize("version", YEARS)
def test_descriptions_of_every_year_open(version: str, tmp_path: Path) -> None:
    write_hdf5(tmp_path / "m.h5", YEARS[version](), version)
    opened = open_model(tmp_path / "m.h5")
    check(opened)
    assert str(opened.report.generation) == f"Keras {version}"
    assert opened.model.compiled and opened.report.restored
    assert float(opened.model.optimizer.learning_rate) == 0.25


@pytest.mark.parametrize("form", ["bytes", "text", "objects", "chunks"])
def test_texts_and_lists_may_be_kept_in_every_way(form: str, tmp_path: Path) -> None:
    write_hdf5(tmp_path / "m.h5", tensorflow_2_9(), "2.9.0", form)
    check(open_model(tmp_path / "m.h5"))


@pytest.mark.parametrize("name", ["m.keras", "m.hdf5", "m", "m.json"])
def test_hdf5_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    write_hdf5(tmp_path / name, tensorflow_2_9(), "2.9.0")
    check(open_model(tmp_path / name))


@pytest.mark.parametrize("name", ["m.keras", "m.h5", "m", "m.zip"])
@pytest.mark.parametrize("slash", ["/", "\\"])
def test_archives_are_known_by_their_content(name: str, slash: str, tmp_path: Path) -> None:
    """On Windows, Keras 2 put backslashes into the names of groups."""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        for place, arrays in (("dense", FIRST), ("dense_1", SECOND)):
            group = file.create_group(slash.join(["_layer_checkpoint_dependencies", place, "vars"]))
            for i, array in enumerate(arrays):
                group[str(i)] = array
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": "2.14.0"}))
        archive.writestr("config.json", json.dumps(tensorflow_2_13()))
        archive.writestr("model.weights.h5", buffer.getvalue())
    check(open_model(tmp_path / name))


@pytest.mark.parametrize(
    "change",
    [
        {"loss": "my_own_loss"},
        {"metrics": ["my_own_metric"]},
        {"optimizer_config": {"class_name": "MyOwn", "config": {"rate": 1}}},
    ],
    ids=["loss", "metric", "optimizer"],
)
def test_unknown_settings_of_training_leave_the_model(change: dict, tmp_path: Path) -> None:
    settings = {**training("2.9.0"), **change}
    write_hdf5(tmp_path / "m.h5", tensorflow_2_9(), "2.9.0", **settings)
    opened = open_model(tmp_path / "m.h5")
    check(opened)
    assert not opened.model.compiled and not opened.report.restored
    assert [note.weight for note in opened.report.notes] == ["lost"]


def test_code_in_a_file_is_kept_and_never_run(tmp_path: Path) -> None:
    code = compile("open('ran', 'w')", "x", "exec")
    packed = base64.encodebytes(marshal.dumps(code)).decode()
    config = {"name": "code", "trainable": True, "function": [packed, None, None],
              "function_type": "lambda", "module": "__main__", "output_shape": None,
              "output_shape_type": "raw", "output_shape_module": None, "arguments": {}}  # fmt: skip
    described = keras_2_3()
    described["config"]["layers"].insert(1, {"class_name": "Lambda", "config": config})
    write_hdf5(tmp_path / "m.h5", described, "2.3.1")
    with pytest.raises(engine.saving.LoadError, match="code"):
        open_model(tmp_path / "m.h5")
    model = open_model(tmp_path / "m.h5", placeholders=True).model
    held = next(layer for layer in model.layers if layer.name == "code")
    assert held.entry["config"]["function"] == [packed, None, None]
    np.testing.assert_array_equal(model.layers[-1].get_weights()[0], SECOND[0])


# -- TensorFlow.js ------------------------------------------------------------------------


def write_tfjs(folder: Path, groups: list[list[tuple[str, np.ndarray, dict]]], shards: int) -> None:
    """``model.json`` and its files: every group of weights in so many of them."""
    manifest = []
    for i, group in enumerate(groups):
        data = b"".join(array.tobytes() for _, array, _ in group)
        size = -(-len(data) // shards)
        paths = [f"group{i}-shard{k + 1}of{shards}.bin" for k in range(shards)]
        for k, path in enumerate(paths):
            (folder / path).write_bytes(data[k * size : (k + 1) * size])
        weights = [{"name": n, "shape": list(a.shape), "dtype": "float32", **more}
                   for n, a, more in group]  # fmt: skip
        manifest.append({"paths": paths, "weights": weights})
    topology = {"keras_version": "tfjs-layers 3.0", "backend": "tensor_flow.js"}
    topology |= {"model_config": keras_2_3()}
    described = {"format": "layers-model", "modelTopology": topology, "weightsManifest": manifest}
    (folder / "model.json").write_text(json.dumps(described))


def parts(label: str, arrays: list[np.ndarray]) -> list[tuple[str, np.ndarray, dict]]:
    return [(f"{label}/{n}", a, {}) for n, a in zip(("kernel", "bias"), arrays, strict=True)]


@pytest.mark.parametrize("shards", [1, 3])
@pytest.mark.parametrize("together", [True, False])
def test_models_of_tensorflow_js_open(shards: int, together: bool, tmp_path: Path) -> None:
    first, second = parts("first", FIRST), parts("second", SECOND)
    write_tfjs(tmp_path, [first + second] if together else [first, second], shards)
    check(open_model(tmp_path / "model.json"))
    check(open_model(tmp_path))  # the folder, as its files were downloaded


def test_weights_of_tensorflow_js_are_found_by_their_names(tmp_path: Path) -> None:
    write_tfjs(tmp_path, [parts("second", SECOND) + parts("first", FIRST)], 1)
    check(open_model(tmp_path / "model.json"))


def test_quantised_weights_of_tensorflow_js_are_unpacked(tmp_path: Path) -> None:
    group = []
    for name, array, _ in parts("first", FIRST) + parts("second", SECOND):
        low, scale = float(array.min()), float(np.ptp(array)) / 255
        packed = np.round((array - low) / scale).astype("uint8")
        group.append((name, packed, {"quantization": {"dtype": "uint8", "min": low,
                      "scale": scale, "original_dtype": "float32"}}))  # fmt: skip
    write_tfjs(tmp_path, [group], 1)
    model = open_model(tmp_path / "model.json").model
    for found, expected in zip(model.get_weights(), FIRST + SECOND, strict=True):
        step = float(np.ptp(expected)) / 255
        np.testing.assert_allclose(found, expected, atol=0.51 * step)
    halves = [(n, a.astype("float16"), {"quantization": {"dtype": "float16"}})
              for n, a, _ in parts("first", FIRST) + parts("second", SECOND)]  # fmt: skip
    write_tfjs(tmp_path, [halves], 1)
    model = open_model(tmp_path / "model.json").model
    np.testing.assert_array_equal(model.get_weights()[0], FIRST[0].astype("float16"))


# -- weights in several files ---------------------------------------------------------------


def test_weights_in_several_files_of_real_keras_are_read(tmp_path: Path) -> None:
    def make(k: Any) -> Any:
        layers = [k.layers.Dense(300) for _ in range(3)]
        return k.Sequential([k.Input((4,)), *layers, k.layers.BatchNormalization()])

    made = [make(keras), make(engine)]
    path = tmp_path / "m.weights.json"
    made[0].save_weights(path, max_shard_size=0.0004)
    assert len(list(tmp_path.glob("*.h5"))) > 1
    made[1].load_weights(path)
    for theirs, ours in zip(made[0].get_weights(), made[1].get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
