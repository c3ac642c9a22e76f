"""What a file is, told by its content; names of files do not count.

Keras 2 wrote HDF5 into files called ``.keras``, and ``x.weights.h5`` changed
its layout between versions, so endings say little.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.saving.common.errors import LoadError, reading
from engine.saving.common.limits import MAX_TEXT, check_text
from engine.saving.hdf5.access import open_file
from engine.saving.hdf5.checks import child
from engine.saving.hdf5.library import h5py
from engine.saving.recognition.foreign import foreign_archive, foreign_words, member_names

Form = Literal[
    "archive", "folder", "hdf5", "hdf5 weights", "weights tree", "json", "yaml", "tfjs", "shards"
]
_HDF5 = b"\x89HDF\r\n\x1a\n"
_ZIP = b"PK\x03\x04"
#: Groups at the root of a tree of layers' weights.
_TREE_ROOTS = ("layers", "_layer_checkpoint_dependencies", "vars", "optimizer")

#: What each form is called in a report; the program has the translations.
WORDS: dict[Form, str] = {
    "archive": "A Keras archive",
    "folder": "An unzipped Keras archive",
    "hdf5": "A whole model in HDF5",
    "hdf5 weights": "Weights in HDF5, a group per layer",
    "weights tree": "Weights in HDF5, a tree of layers",
    "json": "A model's description in JSON, without weights",
    "yaml": "A model's description in YAML, without weights",
    "tfjs": "A TensorFlow.js layers model",
    "shards": "Weights in several files",
}


@dataclass(frozen=True)
class Recognized:
    """What a path leads to.

    Attributes:
        form: One of the forms this program reads.
        path: The file or folder.
    """

    form: Form
    path: Path

    @property
    def words(self) -> str:
        return WORDS[self.form]

    @property
    def describes_model(self) -> bool:
        """Whether there is an architecture in it, not only weights."""
        return self.form not in ("hdf5 weights", "weights tree", "shards")


def recognize(path: Path) -> Recognized:
    """Tell what a file or folder holds.

    Raises:
        FileNotFoundError: when there is nothing at the path.
        LoadError: for what is no Keras file, saying what it looks like instead.
    """
    if path.is_dir():
        form = _folder(path)
        return Recognized(form, path if form == "folder" else path / "model.json")
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path}.")
    with path.open("rb") as file:
        start = file.read(64)
    if not start:
        raise LoadError(f"{path} is empty.")
    if words := foreign_words(path, start):
        raise LoadError(f"{path} {words}")
    if start.startswith(_ZIP):
        return Recognized("archive", _require_zip(path))
    if start.startswith(_HDF5):
        return Recognized(_hdf5(path), path)
    return Recognized(_text(path, start), path)


def _folder(path: Path) -> Form:
    names = {item.name for item in path.iterdir()}
    if "config.json" in names and {"model.weights.h5", "model.weights.npz"} & names:
        return "folder"
    if "saved_model.pb" in names:
        raise LoadError(
            f"{path} is a TensorFlow SavedModel, which holds compiled TensorFlow code. Load it in "
            "TensorFlow 2.15 or older and save it again as a .keras or .h5 file."
        )
    if "model.json" in names:
        return _text(path / "model.json", b"{")
    if "checkpoint" in names or any(name.endswith(".index") for name in names):
        raise LoadError(
            f"{path} is a TensorFlow checkpoint. Load it into the model it belongs to and save "
            "that as a .keras or .h5 file."
        )
    raise LoadError(
        f"The folder {path} holds no Keras model: neither config.json with model.weights.h5, as an "
        "unzipped .keras archive has them, nor the model.json of TensorFlow.js. Choose the folder "
        "in which these files lie, not the one above it."
    )


def _require_zip(path: Path) -> Path:
    if not zipfile.is_zipfile(path):
        raise LoadError(
            f"{path} begins like an archive, but it is cut off or damaged. Download or copy it "
            "again."
        )
    with reading(f"{path} is damaged", zipfile.BadZipFile):
        names = member_names(path)
    if not any(name.rpartition("/")[2] == "config.json" for name in names):
        raise LoadError(f"{path} {foreign_archive(names)}")
    return path


def _hdf5(path: Path) -> Form:
    with open_file(path) as file:
        if "model_config" in file.attrs:
            return "hdf5"
        if _has_names(file) or isinstance(child(file, "model_weights"), h5py.Group):
            return "hdf5 weights"
        if any(name.replace("\\", "/").split("/")[0] in _TREE_ROOTS for name in file):
            return "weights tree"
        kept = ", ".join(repr(name)[:60] for name in sorted(file)[:4]) or "nothing"
    raise LoadError(f"{path} is an HDF5 file, but not one of Keras: it holds {kept}.")


def _has_names(group: h5py.Group) -> bool:
    return "layer_names" in group.attrs or "layer_names0" in group.attrs


def _text(path: Path, start: bytes) -> Form:
    if path.name.endswith((".index", ".pb")) or b"\x00" in start:
        raise LoadError(
            f"{path} is no Keras file: it is neither an archive, nor HDF5, nor a description in "
            "text."
        )
    if path.stat().st_size > MAX_TEXT:
        raise LoadError(
            f"{path} is {path.stat().st_size} bytes long, more than any description of a model "
            f"({MAX_TEXT})."
        )
    text = path.read_bytes()
    check_text(text, str(path))
    if not text.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return _yaml(path, text)
    try:
        value = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise LoadError(f"{path} is no valid JSON: {error}") from None
    if "modelTopology" in value:
        return "tfjs"
    if "weight_map" in value:
        return "shards"
    if "class_name" in value and "config" in value:
        return "json"
    raise LoadError(
        f"{path} is JSON, but no model: it needs 'class_name' and 'config', and has "
        f"{', '.join(sorted(map(str, value))[:6])}."
    )


def _yaml(path: Path, text: bytes) -> Form:
    if b"class_name:" in text and b"config:" in text:
        return "yaml"
    raise LoadError(f"{path} is no Keras file; it begins with {text[:20]!r}.")
