"""Real Keras 2 in a process of its own: writes models, then opens what was written back.

Run as ``python -m tests.parity.keras2.program FOLDER``. It writes ``FOLDER/models``, says
"written", waits for a line, opens what lies in ``FOLDER/back`` and tells in ``FOLDER/back.json``
how that differs from the models it wrote.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
import traceback
from pathlib import Path
from typing import Any

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import numpy as np
import tensorflow as tf
import tf_keras as keras

from tests.parity.files import operations
from tests.parity.files.catalogue import MODELS
from tests.parity.files.layer_models import layer_model, targets, varied
from tests.parity.files.program import Program, Way
from tests.parity.keras2 import handmade

#: Every file that is written of a model, and how.
FILES = {
    "model.h5": lambda model, path: model.save(path),
    "model.keras": lambda model, path: model.save(path),
    "weights.h5": lambda model, path: model.save_weights(path),
    "model.weights.h5": lambda model, path: model.save_weights(path),
    "model.json": lambda model, path: Path(path).write_text(model.to_json()),
}


def main(folder: Path) -> None:
    tf.config.run_functions_eagerly(True)
    tf.config.threading.set_intra_op_parallelism_threads(1)
    keras.utils.disable_interactive_logging()
    tf.get_logger().setLevel("ERROR")
    program = Program(keras, folder, lambda name: FILES, lambda w: w.name.split(":")[0])
    program.write_catalogue(2)
    program.write("operations", lambda k: operations.in_keras2(k, tf))
    for name, config, arrays in pickle.loads((folder / "cases.pickle").read_bytes()):
        _write_layer(program, name, config, arrays)
    for name, made in handmade.FILES.items():
        model = handmade.model(keras, made)
        model.load_weights(folder / "handmade" / f"{name}.h5")
        np.save(folder / "handmade" / f"{name}.npy", model.predict_on_batch(handmade.samples(made)))
    (folder / "layers.json").write_text(json.dumps(dir(keras.layers)))
    program.answer(_ways, lambda *asked: _unless_own_fails(folder, *asked))


def _write_layer(program: Program, name: str, config: Any, arrays: list[np.ndarray]) -> None:
    keras.backend.clear_session()
    keras.utils.set_random_seed(3)
    try:
        model, by_chance = layer_model(keras, name.split("-")[0], config, arrays)
    except Exception as error:
        program.troubles[name] = f"cannot be made: {error}"
        return
    try:
        x = arrays if len(arrays) > 1 else arrays[0]
        rng = np.random.default_rng(7)
        varied(model, rng)
        trained = bool(model.trainable_weights) and not by_chance
        y = targets(model, x, rng) if trained else np.zeros(1)
        trained = trained and _has_gradients(model, x, y)
        if trained:
            model.compile(keras.optimizers.SGD(0.01), loss="mse")
        program.keep(name, model, x, y, trained)
    except Exception:
        program.troubles[name] = traceback.format_exc()


def _has_gradients(model: Any, x: Any, y: Any) -> bool:
    """Whether the layer trains, and alike each time; TensorFlow has no grouped convolutions."""
    try:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(model(x, training=True) - y))
            again = tf.reduce_mean(tf.square(model(x, training=True) - y))
        return None not in tape.gradient(loss, model.trainable_weights) and loss == again
    except tf.errors.InvalidArgumentError:
        return False


#: Archives hold new optimizers only; the new Nadam computes otherwise than the legacy one.
NEW_RULES = ("legacy_nadam",)


def _ways(name: str) -> list[tuple[Way, bool]]:
    """How a model is opened, and whether it goes on training then."""
    known = name in MODELS
    trees = [(_tree, False)] if known else []
    return [(_whole, True), (_archive, known and name not in NEW_RULES), (_described, False),
            *trees]  # fmt: skip


def _unless_own_fails(folder: Path, name: str, way: Any, x: Any) -> list[str]:
    """What went wrong; nothing for a layer whose files Keras 2 cannot open even from itself."""
    trouble = traceback.format_exc(limit=-3)
    try:
        way(folder / "models" / name, x)
    except Exception:
        return []
    return [trouble]


def _whole(place: Path, x: Any) -> Any:
    return keras.models.load_model(place / "model.h5")


def _archive(place: Path, x: Any) -> Any:
    return keras.models.load_model(place / "model.keras")


def _described(place: Path, x: Any, weights: str = "weights.h5") -> Any:
    model = keras.models.model_from_json((place / "model.json").read_text())
    if not model.inputs:
        model.build(np.shape(x))
    model.load_weights(str(place / weights))
    return model


def _tree(place: Path, x: Any) -> Any:
    return _described(place, x, "model.weights.h5")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
