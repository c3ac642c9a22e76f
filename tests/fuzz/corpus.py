"""Small models in all forms of files, as the fuzzer's starting points."""

from __future__ import annotations

import io
import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import numpy as np

import engine as keras
from engine import layers
from tests.layer_cases import gathered, made


def everything() -> Any:
    """A model with an op, a mask, a shared model, a branch and a trained optimizer."""
    keras.utils.set_random_seed(1)
    facts = keras.Input((6,), name="facts")
    words = keras.Input((5,), dtype="int32", name="words")
    image = layers.Conv2D(2, 2, padding="same")(layers.Reshape((3, 2, 1))(facts))
    inner = keras.Sequential(
        [keras.Input((6,)), layers.Dense(3, "relu", kernel_regularizer="l2")], name="inner"
    )
    halves = keras.ops.concatenate([facts[:, 3:], 2.0 * facts[..., :3]], axis=-1)
    joined = layers.Concatenate()(
        [
            halves,
            layers.Bidirectional(layers.LSTM(3))(layers.Embedding(9, 4, mask_zero=True)(words)),
            layers.Flatten()(layers.BatchNormalization()(image)),
            inner(facts),
            inner(facts),
        ]
    )
    model = keras.Model([facts, words], layers.Dense(2, activation="softmax")(joined))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    rng = np.random.default_rng(0)
    data = [rng.random((8, 6)), rng.integers(0, 9, (8, 5))]
    model.fit(data, rng.integers(0, 2, 8), verbose=0)
    return model


def plain() -> Any:
    """A chain with a vocabulary-free preprocessing layer."""
    keras.utils.set_random_seed(2)
    model = keras.Sequential(
        [keras.Input((4,)), layers.Rescaling(0.5), layers.Dense(3, "relu"), layers.Dense(2)]
    )
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "mse")
    model.fit(np.ones((4, 4)), np.ones((4, 2)), verbose=0)
    return model


def texts() -> Any:
    """A model with a vocabulary of its own."""
    lookup = layers.StringLookup(vocabulary=["a", "b", "c"], output_mode="multi_hot")
    return keras.Sequential([keras.Input((2,), dtype="string"), lookup, layers.Dense(1)])


def of_each_layer() -> list[Any]:
    """A model of one layer for every class there is, where one can be drawn."""
    found = []
    for name, cases in sorted(gathered("CASES").items()):
        config, arrays = cases[0]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                layer = getattr(layers, name)(**made(layers, config))
                inputs = [keras.Input(a.shape[1:], dtype=str(a.dtype)) for a in arrays]
                outputs = layer(inputs if len(inputs) > 1 else inputs[0])
                model = keras.Model(inputs, outputs)
                json.loads(model.to_json())
        except (ValueError, TypeError, AttributeError, IndexError, NotImplementedError):
            continue
        found.append(model)
    return found


def as_keras2(model: Any) -> str:
    """A chain's description in the words of Keras 2."""
    config = json.loads(model.to_json())
    entries = []
    for entry in config["config"]["layers"]:
        inner = dict(entry["config"])
        inner.pop("batch_shape", None)
        entries.append({"class_name": entry["class_name"], "config": inner})
    entries = [e for e in entries if e["class_name"] != "InputLayer"]
    entries[0]["config"]["batch_input_shape"] = [None, 4]
    chain = {"name": "old", "layers": entries}
    return json.dumps(
        {
            "class_name": "Sequential",
            "config": chain,
            "keras_version": "2.4.0",
            "backend": "tensorflow",
        }
    )


def write_tfjs(model: Any, folder: Path) -> None:
    """A TensorFlow.js model: a description, and its numbers in a file beside it."""
    folder.mkdir()
    weights = [w for layer in model.layers for w in layer.weights]
    data = b"".join(np.asarray(w.numpy(), "<f4").tobytes() for w in weights)
    (folder / "group1-shard1of1.bin").write_bytes(data)
    entries = [{"name": w.path, "shape": list(w.shape), "dtype": "float32"} for w in weights]
    manifest = [{"paths": ["group1-shard1of1.bin"], "weights": entries}]
    topology = {"keras_version": "3.0", "backend": "jax", "model_config": json.loads(
        model.to_json())}
    description = {"format": "layers-model", "modelTopology": topology,
                   "weightsManifest": manifest}
    (folder / "model.json").write_text(json.dumps(description))


def write_shards(model: Any, folder: Path) -> None:
    """Weights in a file with an index that names it."""
    folder.mkdir()
    model.save_weights(folder / "m_00000.weights.h5")
    index = {"metadata": {"total_size": 1}, "weight_map": {"/layers/dense/vars": [
        "m_00000.weights.h5"]}}
    (folder / "m.weights.json").write_text(json.dumps(index))


def write_projects(folder: Path) -> None:
    """Project files, with trained weights and without."""
    from app.document import project_file
    from app.document.drawing import graph_from_model
    from app.document.record import ProjectRecord

    model = plain()
    weights = {layer.name: layer.get_weights() for layer in model.layers if layer.weights}
    optimizer = {v.path: v.value for v in model.optimizer.variables}
    graph = graph_from_model(model)
    project_file.write(folder / "trained.loom", ProjectRecord(
        graph=graph, weights=weights, optimizer=optimizer, title="t", notes="n"))
    project_file.write(folder / "texts.loom", ProjectRecord(graph=graph_from_model(texts())))


def write(folder: Path, kinds: tuple[str, ...]) -> None:
    """Fill ``folder`` with a folder of starting points for each kind of input."""
    models = {"everything": everything(), "plain": plain(), "texts": texts()}
    for kind in kinds:
        (folder / kind).mkdir(parents=True)
    if "json" in kinds:
        for name, model in models.items():
            (folder / "json" / f"{name}.json").write_text(model.to_json())
        for i, model in enumerate(of_each_layer()):
            (folder / "json" / f"layer{i:03d}.json").write_text(model.to_json())
        (folder / "json" / "old.json").write_text(as_keras2(models["plain"]))
    if "yaml" in kinds:
        for name, model in models.items():
            (folder / "yaml" / f"{name}.yaml").write_text(keras.saving.to_yaml(model))
    for name, model in models.items():
        if "zip" in kinds:
            model.save(folder / "zip" / f"{name}.keras")
        if "hdf5" in kinds:
            model.save(folder / "hdf5" / f"{name}.h5")
            model.save_weights(folder / "hdf5" / f"{name}.weights.h5")
    if "tfjs" in kinds:
        write_tfjs(models["plain"], folder / "tfjs" / "plain")
        write_shards(models["plain"], folder / "tfjs" / "shards")
    if "project" in kinds:
        write_projects(folder / "project")


def copied(source: Path, target: Path) -> None:
    """Put a copy of a starting point, a file or a folder, in a place of its own."""
    if target.is_dir():
        shutil.rmtree(target)
    target.unlink(missing_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        target.write_bytes(source.read_bytes())


def zip_members(data: bytes) -> list[tuple[str, bytes]]:
    """The members of an archive that is whole."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]
