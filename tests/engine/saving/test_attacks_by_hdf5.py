"""HDF5 files that mean harm: each is refused with one LoadError that names what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from engine.saving import LoadError, open_model
from tests.engine.saving.attacks import MODEL, chain, entry, members, refused, weights, write_zip

Change = Callable[[h5py.File], None]

KERNEL = "layers/dense/vars/0"


def replaced(file: h5py.File, **details: Any) -> None:
    del file[KERNEL]
    file.create_dataset(KERNEL, **details)


def virtual(file: h5py.File) -> None:
    layout = h5py.VirtualLayout(shape=(4, 3), dtype="f4")
    layout[...] = h5py.VirtualSource("other.h5", "numbers", shape=(4, 3))
    del file[KERNEL]
    file.create_virtual_dataset(KERNEL, layout)


def soft(file: h5py.File) -> None:
    file.move(KERNEL, "numbers")
    file[KERNEL] = h5py.SoftLink("/numbers")


def external(file: h5py.File) -> None:
    del file[KERNEL]
    file[KERNEL] = h5py.ExternalLink("other.h5", "numbers")


def cycle(file: h5py.File) -> None:
    file["layers/again"] = file["layers"]


def deep(file: h5py.File) -> None:
    file.create_group("/".join(["x"] * 100))


def filtered(file: h5py.File) -> None:
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_chunk((4, 3))
    plist.set_filter(32015, h5py.h5z.FLAG_OPTIONAL, ())  # zstd's number; there is no such library
    space = h5py.h5s.create_simple((4, 3))
    del file[KERNEL]
    place = file["layers/dense/vars"].id
    h5py.h5d.create(place, b"0", h5py.h5t.IEEE_F32LE, space, plist)


def bomb(file: h5py.File) -> None:
    """A piece that says it holds twelve numbers and unpacks to many megabytes."""
    import zlib

    replaced(file, shape=(4, 3), dtype="f4", chunks=(4, 3), compression="gzip")
    file[KERNEL].id.write_direct_chunk((0, 0), zlib.compress(b"\0" * (64 << 20)))


HDF5: dict[str, tuple[Change, str]] = {
    "soft link": (soft, "'0' is a link"),
    "external link": (external, "'0' is a link"),
    "external storage": (
        lambda f: replaced(f, shape=(4, 3), dtype="f4", external=[("other.bin", 0, 48)]),
        f"'{KERNEL}' keeps its numbers in another file",
    ),
    "virtual": (virtual, "keeps its numbers in another file"),
    "huge": (
        lambda f: replaced(f, shape=(10**6, 10**6), dtype="f4", chunks=(100, 100)),
        "has the shape (1000000, 1000000)",
    ),
    "huge piece": (
        lambda f: replaced(
            f, shape=(4, 3), maxshape=(None, None), dtype="f4", chunks=(2**14, 2**14)
        ),
        "claims 1073741824 bytes",
    ),
    "texts": (lambda f: replaced(f, shape=(4, 3), dtype=h5py.string_dtype()), "holds object"),
    "objects": (lambda f: replaced(f, shape=(4, 3), dtype=h5py.ref_dtype), "not numbers"),
    "lists": (lambda f: replaced(f, shape=(4, 3), dtype=h5py.vlen_dtype("f4")), "not numbers"),
    "records": (
        lambda f: replaced(f, shape=(4, 3), dtype=[("a", "f4"), ("b", "i8")]), "not numbers"
    ),
    "bytes": (lambda f: replaced(f, shape=(4, 3), dtype="S400"), "not numbers"),
    "filter": (filtered, "filter number 32015"),
    "bomb": (bomb, "would unpack to more"),
    "cycle": (cycle, "two places"),
    "deep": (deep, "levels deep"),
}


@pytest.mark.parametrize("name", HDF5)
@pytest.mark.parametrize("form", ["weights", "archive"])
def test_hdf5_that_reaches_out_or_claims_too_much(name: str, form: str, tmp_path: Path) -> None:
    change, words = HDF5[name]
    path = weights(tmp_path / "m.weights.h5")
    with h5py.File(path, "r+") as file:
        change(file)
    before = MODEL.get_weights()
    if form == "archive":
        content = {**members(), "model.weights.h5": path.read_bytes()}
        refused(write_zip(tmp_path / "m.keras", list(content.items())), words)
    else:
        with pytest.raises(LoadError) as caught:
            MODEL.load_weights(path)
        assert words in str(caught.value)
    for old, new in zip(before, MODEL.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def legacy(path: Path) -> Path:
    MODEL.save(path)
    return path


def link_out(name: str) -> Change:
    def change(file: h5py.File) -> None:
        del file[name]
        file[name] = h5py.ExternalLink("other.h5", "/")

    return change


def huge_names(file: h5py.File) -> None:
    file["model_weights"].attrs["layer_names"] = np.zeros((3, 3))


LEGACY: dict[str, tuple[Change, str]] = {
    "weights elsewhere": (link_out("model_weights"), "'model_weights' is a link"),
    "layer elsewhere": (link_out("model_weights/dense"), "is a link"),
    "optimizer elsewhere": (link_out("optimizer_weights"), "'optimizer_weights' is a link"),
    "names": (huge_names, "'layer_names' holds float64, not text"),
    "description": (lambda f: f.attrs.__setitem__("model_config", 3), "'model_config' holds"),
    "reference": (lambda f: f.attrs.__setitem__("model_config", f.ref), "'model_config' holds"),
    "lambda": (
        lambda f: f.attrs.__setitem__(
            "model_config", json.dumps(chain(entry("Lambda", function=["4wEAAAA=", None, None])))
        ),
        "Python code kept inside a file is never run",
    ),
    "module": (
        lambda f: f.attrs.__setitem__("model_config", json.dumps(chain(entry("system", "os")))),
        "'system'",
    ),
}


@pytest.mark.parametrize("name", LEGACY)
def test_a_whole_model_in_hdf5(name: str, tmp_path: Path) -> None:
    change, words = LEGACY[name]
    path = legacy(tmp_path / "m.h5")
    layer_names = [layer.name for layer in MODEL.layers]
    with h5py.File(path, "r+") as file:
        if name == "layer elsewhere":
            change = link_out(f"model_weights/{layer_names[0]}")
        change(file)
    refused(path, words)


def test_attributes_that_nobody_asks_for_are_not_read(tmp_path: Path) -> None:
    path = legacy(tmp_path / "m.h5")
    with h5py.File(path, "a", libver="latest") as file:
        group = file.create_group("model_weights/many")
        for i in range(20_000):
            group.attrs.create(f"a{i}", b"", dtype="S1")
    assert open_model(path).model.count_params() == MODEL.count_params()


def test_one_long_text_that_many_names_refer_to(tmp_path: Path) -> None:
    path = legacy(tmp_path / "m.h5")
    with h5py.File(path, "r+") as file:
        names = np.array(["x" * (4 << 20), *["y"] * 2000], dtype=object)
        group = file["model_weights"]
        del group.attrs["layer_names"]
        group.attrs.create("layer_names", names, dtype=h5py.string_dtype())
    refused(path, "'layer_names' may hold more than")
