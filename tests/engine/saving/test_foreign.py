"""Files of other kinds: each is refused with what it is and what to do instead."""

import gzip
import io
import pickle
import zipfile

import numpy as np
import pytest

import engine as keras
from engine.saving import LoadError, open_model


def zipped(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return buffer.getvalue()


def arrays():
    buffer = io.BytesIO()
    np.savez(buffer, a=np.ones(3))
    return buffer.getvalue()


FILES = {
    "m.h5": (b"<!DOCTYPE html>\n<html>404</html>", "is a web page"),
    "m.keras": (b"\xef\xbb\xbf\n <html><body>Sign in</body></html>", "is a web page"),
    "picture.keras": (b"\x89PNG\r\n\x1a\n" + bytes(100), "is a picture"),
    "photo.h5": (b"\xff\xd8\xff\xe0" + bytes(100), "is a picture"),
    "object.h5": (pickle.dumps({"a": 1}, 4), "never opened"),
    "net.pth": (pickle.dumps({"a": 1}, 2), "never opened"),
    "net.pt": (zipped("net/data.pkl", "net/version", "net/data/0"), "PyTorch"),
    "lite.tflite": (b"\x1c\0\0\0TFL3" + bytes(60), "TensorFlow Lite"),
    "frozen.pb": (b"\n\x12\n\x05input\x12\x0bPlaceholder", "TensorFlow graph"),
    "m.onnx": (b"\x08\x07\x12\x07pytorch", "ONNX"),
    "m.safetensors": (b"\x40" + bytes(7) + b'{"__metadata__":{}}' + b" " * 45, "safetensors"),
    "lfs.h5": (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d", "git lfs pull"),
    "m.gz": (gzip.compress(b"x" * 99), "Unpack it"),
    "a.npz": (arrays(), "as data"),
    "letter.docx": (zipped("word/document.xml"), "no 'config.json'"),
    "empty.h5": (b"", "is empty"),
}


@pytest.mark.parametrize("name", FILES)
def test_it_is_named_and_never_opened(name, tmp_path):
    content, words = FILES[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LoadError, match=words) as caught:
        open_model(path, placeholders=True)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("ending", ["keras", "h5"])
def test_half_a_file_is_told_to_be_cut_off(ending, tmp_path):
    path = tmp_path / f"m.{ending}"
    keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)]).save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(LoadError, match=r"cut off.*Download or copy it again"):
        open_model(path)
