"""Reading models and weights from any file of Keras, with an account of what was found."""

from __future__ import annotations

import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.custom_objects import custom_object_scope
from engine.saving.common.errors import LoadError, reading
from engine.saving.common.generation import guess
from engine.saving.common.json_text import parse_json
from engine.saving.common.report import LoadReport, reporting
from engine.saving.description.model import model_from_config
from engine.saving.description.yaml_text import parse_yaml
from engine.saving.files import archive, legacy_reading, shards, tfjs
from engine.saving.hdf5.access import open_file
from engine.saving.hdf5.checks import bounded_reading
from engine.saving.recognition.content import Recognized, recognize
from engine.saving.weights.reading import read_weights

#: What damaged bytes make the readers of archives, HDF5 and texts say.
_DAMAGES = (OSError, RuntimeError, zipfile.BadZipFile, zlib.error, struct.error, EOFError)


@dataclass
class Opened:
    """A model and the account of its reading.

    Attributes:
        model: The model, with the file's weights where it has any.
        report: What was recognised, changed and left out.
    """

    model: Any
    report: LoadReport

    @property
    def has_weights(self) -> bool:
        """Whether the weights come from the file."""
        return self.report.weights


def open_model(
    filepath: Any,
    custom_objects: Any = None,
    compile: bool = True,  # noqa: A002
    placeholders: bool = False,
) -> Opened:
    """Read a model from any file of Keras 1 to 3; what it is, is told by its content.

    Args:
        filepath: An archive (also unzipped, a folder), HDF5 file, JSON or YAML description
            or TensorFlow.js model. Weights of the same name beside a description are not
            looked for; see ``load_weights``.
        custom_objects: Name -> class or function, for layers, losses, metrics and
            activations of your own that the file names.
        compile: Whether to restore the settings and the state of training.
        placeholders: Whether layers that do not exist here are kept as placeholders, which
            can be drawn and replaced but not run.

    Raises:
        FileNotFoundError: when there is no such file.
        LoadError: for what is no model, is damaged, or holds what does not exist here.
    """
    report = LoadReport(placeholders=placeholders, untrained=True)
    return _open(filepath, custom_objects, compile, report)


def _open(filepath: Any, custom_objects: Any, compile: bool, report: LoadReport) -> Opened:  # noqa: A002
    path = Path(filepath).expanduser()
    with (
        custom_object_scope(custom_objects),
        reading(f"{path} is damaged", *_DAMAGES),
        bounded_reading(),
        reporting(report),
    ):
        found = recognize(path)
        if not found.describes_model:
            raise LoadError(
                f"{path} holds only weights. Open or draw the model they belong to, then load "
                "them into it."
            )
        report.kind = found.words
        model, report.weights = _read(found, compile)
        report.restored = bool(model.compiled)
        return Opened(model, report)


def _read(found: Recognized, compile: bool) -> tuple[Any, bool]:  # noqa: A002
    if found.form in ("archive", "folder"):
        return archive.read_archive(found.path, compile), True
    if found.form == "hdf5":
        with open_file(found.path) as file:
            model = legacy_reading.read_model(file, compile)
            return model, legacy_reading.file_weights(file) is not None
    if found.form == "tfjs":
        return tfjs.read_model(found.path), True
    parse = parse_json if found.form == "json" else parse_yaml
    config = parse(found.path.read_bytes())
    if not compile and isinstance(config, dict):
        config.pop("compile_config", None)
    with reporting() as report:
        report.generation = guess(config) if isinstance(config, dict) else report.generation
    return model_from_config(config), False


def load_model(
    filepath: Any,
    custom_objects: Any = None,
    compile: bool = True,  # noqa: A002 (Keras's name)
    safe_mode: bool = True,
) -> Any:
    """Read a model from any file of Keras; ``open_model`` without the account.

    Args:
        filepath: The file.
        custom_objects: Classes and functions of one's own by the names the file gives them.
        compile: Whether to take over the settings of training too.
        safe_mode: Kept for Keras's signature; nothing in a file is run here in either mode.

    Raises:
        LoadError: also for settings of training that name what does not exist here; pass
            ``compile=False`` to open the model without them.
    """
    return _open(filepath, custom_objects, compile, LoadReport()).model


def load_weights(
    model: Any, filepath: Any, skip_mismatch: bool = False, by_name: bool = False
) -> LoadReport:
    """Read weights into a model, from any file of Keras that has some.

    Args:
        model: The model, built.
        filepath: The file, with the ending it was saved under or without one.
        skip_mismatch: Whether to leave out, with a warning, weights that have other shapes
            and layers that only one side has.
        by_name: Whether layers get the weights of the layer of their name; the others
            stay as they are. Only the older layout (``.h5``) knows names.

    Raises:
        FileNotFoundError: when there is no such file.
        LoadError: naming what does not fit; the model is unchanged then.
    """
    path = Path(filepath).expanduser()
    if not path.exists() and not path.suffix:
        path = path.with_name(f"{path.name}.weights.h5")
    with (
        reading(f"{path} is damaged", *_DAMAGES),
        bounded_reading(),
        reporting(LoadReport()) as report,
    ):
        found = recognize(path)
        report.kind = found.words
        _fill(model, found, skip_mismatch, by_name)
        return report


def _fill(model: Any, found: Recognized, skip_mismatch: bool, by_name: bool) -> None:
    path = found.path
    if found.form in ("hdf5", "hdf5 weights"):
        with open_file(path) as file:
            legacy_reading.read_generation(file)
            group = legacy_reading.file_weights(file) or file
            if by_name:
                legacy_reading.read_layers_by_name(group, model, skip_mismatch)
            else:
                legacy_reading.read_layers(group, model, skip_mismatch)
        return
    if by_name:
        raise LoadError(
            f"{path.name} numbers its layers; save the weights to a file ending in .h5 (not "
            ".weights.h5) to load them by name."
        )
    if found.form == "weights tree":
        with open_file(path) as file:
            read_weights(file, model, skip_mismatch=skip_mismatch)
    elif found.form in ("archive", "folder"):
        archive.read_archive_weights(path, model, skip_mismatch)
    elif found.form == "shards":
        shards.read_weights(path, model, skip_mismatch)
    elif found.form == "tfjs":
        tfjs.read_weights(found.path, model)
    else:
        raise LoadError(f"{path.name} describes a model but holds no weights.")
