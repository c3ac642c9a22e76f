"""Real Keras 3 in a process of its own: writes models, then opens what was written back.

Run as ``python -m tests.parity.keras3.program FOLDER``. It writes ``FOLDER/models``, says
"written", waits for a line, opens what lies in ``FOLDER/back`` and tells in ``FOLDER/back.json``
how that differs from the models it wrote.
"""

from __future__ import annotations

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

from tests.parity.files import operations
from tests.parity.files.program import Files, Program, Way
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
    program = Program(keras, folder, _files, lambda weight: weight.path)
    program.write_catalogue(3)
    program.write("operations", operations.in_keras3)
    program.answer(_ways, lambda *asked: [traceback.format_exc(limit=-3)])


def _files(name: str) -> Files:
    if name not in SHARDED:
        return FILES
    size = SHARDED[name]
    shards = {"model.weights.json": lambda m, path: m.save_weights(path, max_shard_size=size)}
    return {**FILES, **shards}


def _ways(name: str) -> list[tuple[Way, bool]]:
    """How a model is opened, and whether it goes on training then."""
    hdf5 = [] if name in NOT_FROM_HDF5 else [(_hdf5, False)]
    return [(_archive, name not in (*MERGED, *UNSAID)), *hdf5, (_described, False)]


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
