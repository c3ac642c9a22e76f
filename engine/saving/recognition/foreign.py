"""Files of other kinds, told by their first bytes, and what to do with them instead."""

from __future__ import annotations

import zipfile
from pathlib import Path

#: The first bytes, and what such a file is.
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"%PDF", "document"),
    (b"version https://git-lfs", "pointer"),
    (b"\x1f\x8b", "packed"),
    (b"\xfd7zXZ", "packed"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf", "packed"),
    *((bytes([0x80, version]), "pickle") for version in range(2, 6)),
)
_WORDS = {
    "picture": "is a picture, no model.",
    "document": "is a PDF document, no model.",
    "page": "is a web page, no model: the download did not give the file itself. Open the "
    "address in a browser and save the model from there.",
    "pointer": "only stands for a file that Git LFS keeps elsewhere. Run 'git lfs pull' to get "
    "the file itself.",
    "packed": "is a packed file. Unpack it and open the model inside.",
    "pickle": "is a Python pickle (of PyTorch, scikit-learn or joblib, for instance). Loading one "
    "can run any code, so it is never opened. Save the model as .keras or .h5 where it was made.",
    "pytorch": "is a PyTorch file. It holds numbers for Python code and no description of "
    "layers. Build the model in Keras and copy the weights there.",
    "tflite": "is a TensorFlow Lite model, compiled for running only. Open the Keras model it was "
    "converted from.",
    "graph": "is a TensorFlow graph, compiled for running only. Open the Keras model it was made "
    "from (.keras or .h5).",
    "onnx": "is an ONNX model, which holds single operations and no layers of Keras. Open the "
    "Keras model it was exported from.",
    "safetensors": "is a safetensors file: numbers without a description of layers. Save the "
    "model as .keras or .h5 where it was made.",
    "arrays": "is a NumPy archive of arrays, no model. Import it as data instead.",
    "archive": "is an archive, but not one of Keras: it holds no 'config.json'.",
}
_ENDINGS = {".pb": "graph", ".onnx": "onnx"}


def foreign_words(path: Path, start: bytes) -> str:
    """What a file of another kind is, as the end of a sentence; "" for what nobody knows.

    Args:
        path: The file.
        start: Its first bytes, 64 or all there are.
    """
    return _WORDS.get(_kind(path, start), "")


def foreign_archive(names: list[str]) -> str:
    """The same for an archive that is none of Keras, by the names of its members."""
    if any(name.endswith("/data.pkl") or name == "data.pkl" for name in names):
        return _WORDS["pytorch"]
    if names and all(name.endswith(".npy") for name in names):
        return _WORDS["arrays"]
    return _WORDS["archive"]


def member_names(path: Path) -> list[str]:
    """The names in an archive."""
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def _kind(path: Path, start: bytes) -> str:
    if start[4:8] == b"TFL3":
        return "tflite"
    if start[8:9] == b"{" and start[1:8].strip(b"\0") != start[1:8]:
        return "safetensors"  # a length of eight bytes stands before the text
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml")):
        return "page"
    found = next((kind for sign, kind in _SIGNS if start.startswith(sign)), "")
    return found or _ENDINGS.get(path.suffix.lower(), "")
