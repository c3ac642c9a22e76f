"""Data sets in Keras's own file formats, read as Keras reads them."""

from __future__ import annotations

import gzip
import importlib
import io
import json
import os
import pickle
import struct
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import datasets
from engine.datasets import download, files

RNG = np.random.default_rng(6)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    (tmp_path / "datasets").mkdir()
    return tmp_path / "datasets"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []

    class Opener:
        def open(self, address: str, timeout: float) -> Any:
            asked.append(address)
            raise download.URLError("no network")

    monkeypatch.setattr(download.urllib.request, "build_opener", lambda *handlers: Opener())
    return asked


def ragged(count: int) -> np.ndarray:
    lists = np.empty(count, object)
    lists[:] = [RNG.integers(1, 30, RNG.integers(1, 9)).tolist() for _ in range(count)]
    return lists


def keras_reads(monkeypatch: pytest.MonkeyPatch, name: str, path: Path, **options: Any) -> Any:
    """What real Keras makes of the same file (its checksum left aside)."""
    module = importlib.import_module(f"keras.src.datasets.{name}")
    monkeypatch.setattr(module, "get_file", lambda *a, **k: str(path))
    return module.load_data(**options)


def assert_same(ours: Any, theirs: Any) -> None:
    for part, other in zip(ours, theirs, strict=True):
        for one, two in zip(part, other, strict=True):
            assert one.dtype == two.dtype
            assert one.shape == two.shape
            assert one.tolist() == two.tolist()


def test_mnist(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = RNG.integers(0, 256, (5, 28, 28), np.uint8), RNG.integers(0, 10, 5).astype(np.uint8)
    np.savez(home / "mnist.npz", x_train=x[:3], y_train=y[:3], x_test=x[3:], y_test=y[3:])
    (x_train, y_train), (x_test, y_test) = datasets.mnist.load_data()
    np.testing.assert_array_equal(np.concatenate([x_train, x_test]), x)
    np.testing.assert_array_equal(np.concatenate([y_train, y_test]), y)
    elsewhere = datasets.mnist.load_data(path=home / "mnist.npz")
    assert_same(elsewhere, keras_reads(monkeypatch, "mnist", home / "mnist.npz"))


def idx(array: np.ndarray) -> bytes:
    return bytes((0, 0, 8, array.ndim)) + np.array(array.shape, ">i4").tobytes() + array.tobytes()


def test_fashion_mnist(home: Path) -> None:
    (home / "fashion-mnist").mkdir()
    wanted = []
    for part, count in (("train", 3), ("t10k", 2)):
        x, y = (RNG.integers(0, 10, s).astype(np.uint8) for s in ((count, 28, 28), count))
        wanted.append((x, y))
        for name, array in ((f"{part}-images-idx3", x), (f"{part}-labels-idx1", y)):
            path = home / "fashion-mnist" / f"{name}-ubyte.gz"
            path.write_bytes(gzip.compress(idx(array)))
    assert_same(datasets.fashion_mnist.load_data(), wanted)


def test_a_damaged_image_file_is_named(home: Path) -> None:
    (home / "fashion-mnist").mkdir()
    path = home / "fashion-mnist" / "train-images-idx3-ubyte.gz"
    path.write_bytes(gzip.compress(idx(np.zeros((2, 28, 28), np.uint8))[:-5]))
    with pytest.raises(ValueError, match="train-images-idx3-ubyte.gz cannot be read"):
        datasets.fashion_mnist.load_data()


class OldPickler(pickle._Pickler):  # type: ignore[name-defined]
    """Writes byte strings as Python 2 did."""

    dispatch = dict(pickle._Pickler.dispatch)  # type: ignore[attr-defined]

    def save_text(self, value: bytes) -> None:
        self.write(pickle.BINSTRING + struct.pack("<I", len(value)) + value)

    dispatch[bytes] = save_text


def cifar_batch(images: np.ndarray, **labels: list[int]) -> bytes:
    """A batch as Python 2 pickled it: keys and pixels are byte strings."""
    rows = {b"data": images.transpose(0, 3, 1, 2).reshape(len(images), -1)}
    file = io.BytesIO()
    OldPickler(file, 2).dump({**rows, **{k.encode(): v for k, v in labels.items()}})
    return file.getvalue()


def write_cifar10(add: Any) -> tuple[np.ndarray, np.ndarray]:
    x, y = RNG.integers(0, 256, (12, 32, 32, 3), np.uint8), RNG.integers(0, 10, 12)
    for i in range(6):
        name = f"data_batch_{i + 1}" if i < 5 else "test_batch"
        part = slice(2 * i, 2 * i + 2)
        add(f"cifar-10-batches-py/{name}", cifar_batch(x[part], labels=y[part].tolist()))
    return x, y[:, None].astype(np.uint8)


@pytest.mark.parametrize("form", ["folder", "older folder", "archive"])
def test_cifar10(home: Path, form: str) -> None:
    if form == "archive":
        with tarfile.open(home / "cifar-10-python.tar.gz", "w:gz") as archive:

            def add(name: str, content: bytes) -> None:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))

            x, y = write_cifar10(add)
    else:
        base = home / "cifar-10-batches-py-target" if form == "folder" else home

        def write(name: str, content: bytes) -> None:
            (base / name).parent.mkdir(parents=True, exist_ok=True)
            (base / name).write_bytes(content)

        x, y = write_cifar10(write)
    assert_same(datasets.cifar10.load_data(), ((x[:10], y[:10]), (x[10:], y[10:])))


@pytest.mark.parametrize("mode", ["fine", "coarse"])
def test_cifar100(home: Path, monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    folder = home / "cifar-100-python"
    folder.mkdir()
    for name in ("train", "test"):
        x = RNG.integers(0, 256, (3, 32, 32, 3), np.uint8)
        labels = {k: RNG.integers(0, 20, 3).tolist() for k in ("fine_labels", "coarse_labels")}
        (folder / name).write_bytes(cifar_batch(x, **labels))
    ours = datasets.cifar100.load_data(mode)
    assert_same(ours, keras_reads(monkeypatch, "cifar100", home, label_mode=mode))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"num_words": 20, "skip_top": 4},
        {"num_words": 20, "oov_char": None, "start_char": None},
        {"maxlen": 7, "seed": 4, "index_from": 0},
        {"start_char": None, "index_from": 0},
    ],
)
def test_word_lists(home: Path, monkeypatch: pytest.MonkeyPatch, options: dict) -> None:
    x, y = ragged(40), RNG.integers(0, 2, 40)
    np.savez(home / "imdb.npz", x_train=x[:25], y_train=y[:25], x_test=x[25:], y_test=y[25:])
    np.savez(home / "reuters.npz", x=x, y=y)
    for module in ("imdb", "reuters"):
        ours = getattr(datasets, module).load_data(**options)
        assert_same(ours, keras_reads(monkeypatch, module, home / f"{module}.npz", **options))


def test_word_indices(home: Path) -> None:
    for module in (datasets.imdb, datasets.reuters):
        name = module.__name__.rsplit(".", 1)[1]
        (home / f"{name}_word_index.json").write_text(json.dumps({"the": 1, "film": 7}))
        assert module.get_word_index() == {"the": 1, "film": 7}
    real = importlib.import_module("keras.src.datasets.reuters")
    assert datasets.reuters.get_label_names() == real.get_label_names()


@pytest.mark.parametrize("name", ["boston_housing", "california_housing"])
def test_tables(home: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = home / f"{name}.npz"
    np.savez(path, x=RNG.normal(size=(31, 4)), y=RNG.normal(size=31))
    module = getattr(datasets, name)
    for options in ({}, {"test_split": 0.5, "seed": 3}, {"test_split": 0.0}):
        assert_same(module.load_data(**options), keras_reads(monkeypatch, name, path, **options))
    with pytest.raises(ValueError, match="test_split"):
        module.load_data(test_split=1.0)


class Harmful:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("hidden", ["object", "inside a list", "not numbers", "nested array"])
def test_other_pickles_are_refused_and_nothing_runs(
    home: Path, tmp_path: Path, hidden: str
) -> None:
    trap = tmp_path / "was_here"
    value: Any = {
        "object": Harmful(trap),
        "inside a list": [1, Harmful(trap)],
        "not numbers": ["text"],
        "nested array": np.array([1, 2]),
    }[hidden]
    array = np.empty(1, object)
    array[0] = value
    np.savez(home / "reuters.npz", x=array, y=np.zeros(1, int))
    with pytest.raises(ValueError, match="reuters.npz cannot be read"):
        datasets.reuters.load_data()
    assert not trap.exists()


def test_a_harmful_batch_is_refused(home: Path, tmp_path: Path) -> None:
    folder = home / "cifar-100-python"
    folder.mkdir()
    for name in ("train", "test"):
        (folder / name).write_bytes(pickle.dumps({b"data": Harmful(tmp_path / "was_here")}))
    with pytest.raises(ValueError, match=r"names \w+\.mkdir"):
        datasets.cifar100.load_data()
    assert not (tmp_path / "was_here").exists()


def test_damaged_files_are_named(home: Path) -> None:
    (home / "mnist.npz").write_bytes(b"no archive")
    with pytest.raises(ValueError, match="mnist.npz cannot be read.*Delete it"):
        datasets.mnist.load_data()
    with zipfile.ZipFile(home / "boston_housing.npz", "w") as archive:
        archive.writestr("x.npy", b"")
    with pytest.raises(ValueError, match="boston_housing.npz cannot be read"):
        datasets.boston_housing.load_data()


@pytest.mark.parametrize("name", datasets.__all__)
def test_without_file_and_network_the_error_says_what_to_do(
    home: Path, no_network: list[str], name: str
) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        getattr(datasets, name).load_data()
    text = str(caught.value)
    assert str(home) in text
    assert "no network" in text
    assert no_network[0] in text
    assert no_network[0].startswith("https://")
    assert not [p for p in home.rglob("*") if p.is_file()]  # no half a file stays behind


class Answer(io.BytesIO):
    pass


def answering(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    class Opener:
        def open(self, address: str, timeout: float) -> Answer:
            return Answer(content)

    monkeypatch.setattr(download.urllib.request, "build_opener", lambda *handlers: Opener())


def test_what_is_fetched_must_have_the_checksum(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, b"exchanged")
    with pytest.raises(ValueError, match="checksum"):
        datasets.mnist.load_data()
    assert list(home.iterdir()) == []
    answering(monkeypatch, b"abc")
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2
    path = files.local_file("a/b.txt", "https://example.org/b.txt", known)
    assert path.read_bytes() == b"abc"
    assert path == home / "a" / "b.txt"


def test_only_https_is_fetched_from(home: Path) -> None:
    with pytest.raises(ValueError, match="https only"):
        files.local_file("b.txt", "http://example.org/b.txt")
    redirect = download.SecureRedirects()
    with pytest.raises(ValueError, match="https only"):
        redirect.redirect_request(None, None, 302, "", {}, "http://example.org/b.txt")
