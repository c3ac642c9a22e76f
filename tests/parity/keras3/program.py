"""Real Keras 3 in a process of its own: writes models, then opens what was written back.

Run as ``python -m tests.parity.keras3.program FOLDER``. It writes ``FOLDER/models``, says
"written", waits for a line, opens what lies in ``FOLDER/back`` and tells in ``FOLDER/back.json``
how that differs from the models it wrote.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any

os.environ["KERAS_BACKEND"] = "jax"
# Compiling takes most of the time, and these models are small.
os.environ["XLA_FLAGS"] = (
    "--xla_cpu_multi_thread_eigen=false --xla_backend_optimization_level=0 "
    "--xla_llvm_disable_expensive_passes=true"
)

import jax
import keras
import numpy as np

from tests.parity.keras2 import operations, probe
from tests.parity.keras2.catalogue import MODELS
from tests.parity.keras2.layer_models import given, targets, varied
from tests.parity.keras3.fresh import MERGED, NOT_FROM_HDF5, SHARDED, UNSAID

#: Every file that is written of a model, and how. HDF5 comes last: Keras forgets the
#: optimizer's settings while it writes that.
FILES = {
    "model.keras": lambda model, path: model.save(path),
    "model.json": lambda model, path: Path(path).write_text(model.to_json()),
    "model.weights.h5": lambda model, path: model.save_weights(path),
    "model.h5": lambda model, path: model.save(path),
}


def main(folder: Path) -> None:
    jax.config.update("jax_compilation_cache_dir", str(folder / "compiled"))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    keras.utils.disable_interactive_logging()
    warnings.simplefilter("ignore")
    troubles: dict[str, str] = {}
    for name, entry in MODELS.items():
        if 3 in entry.generations:
            settings = {**entry.settings, **entry.objects(keras)}
            _write(folder, name, entry.make, troubles, entry.optimizer, settings)
    _write(folder, "operations", operations.in_keras3, troubles)
    (folder / "troubles.json").write_text(json.dumps(troubles))
    print("written", flush=True)
    sys.stdin.readline()
    answers = {path.name: _opened(folder, path) for path in sorted((folder / "back").iterdir())}
    (folder / "back.json").write_text(json.dumps(answers))


def _write(
    folder: Path,
    name: str,
    make: Any,
    troubles: dict[str, str],
    optimizer: Any = lambda o: o.SGD(0.02),
    settings: Any = None,
) -> None:
    keras.backend.clear_session()
    keras.utils.set_random_seed(len(name))
    try:
        model = make(keras)
        rng = np.random.default_rng(7)
        x = given(model, rng)
        varied(model, rng, spread=0.3)
        y = targets(model, x, rng)
        model.compile(optimizer(keras.optimizers), **(settings or {"loss": "mse"}))
        for _ in range(2):
            model.train_on_batch(x, y)
        _keep(folder / "models" / name, model, x, y)
    except Exception:
        troubles[name] = traceback.format_exc()


def _keep(place: Path, model: Any, x: Any, y: Any) -> None:
    place.mkdir(parents=True)
    for file, write in FILES.items():
        try:
            write(model, str(place / file))
        except ValueError as error:  # two weights of one name, which only HDF5 of old refuses
            if "name already exists" not in str(error):
                raise
            (place / file).unlink()
    if place.name in SHARDED:
        model.save_weights(place / "model.weights.json", max_shard_size=SHARDED[place.name])
    answer = probe.ask(model, x, y)
    answer.names = tuple(w.path for w in model.weights)
    probe.write(place / "probe.npz", answer)


def _opened(folder: Path, place: Path) -> dict[str, list[str]]:
    """How the files written back differ from what was written, by file."""
    asked = probe.read(folder / "models" / place.name / "probe.npz")
    entry = MODELS.get(place.name)
    flat = entry.flat if entry else ()
    answers = {}
    for way in (_archive, _hdf5, _described):
        if way is _hdf5 and place.name in NOT_FROM_HDF5:
            continue
        try:
            keras.backend.clear_session()
            model = way(place, asked.x)
            train = way is _archive and place.name not in (*MERGED, *UNSAID)
            found = probe.ask(model, asked.x, asked.y, train)
            answers[way.__name__] = probe.differences(asked, found, flat)
        except Exception:
            answers[way.__name__] = [traceback.format_exc(limit=-3)]
    return answers


def _archive(place: Path, x: Any) -> Any:
    return keras.models.load_model(place / "model.keras")


def _hdf5(place: Path, x: Any) -> Any:
    """Keras gives no optimizer back its state from HDF5, not even from its own file."""
    return keras.models.load_model(place / "model.h5")


def _described(place: Path, x: Any) -> Any:
    model = keras.models.model_from_json((place / "model.json").read_text())
    if not model.built:
        model.build(np.shape(x))
    model.load_weights(place / "model.weights.h5")
    return model


if __name__ == "__main__":
    main(Path(sys.argv[1]))
