"""Archives, and files beside files, that mean harm: each is refused and says what for."""

from __future__ import annotations

import json
import os
import pickle
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine as keras
from engine import layers
from engine.saving import LoadError, open_model
from tests.engine.saving.attacks import MODEL, members, refused, weights, write_zip

# -- archives ------------------------------------------------------------------------------


def test_the_untouched_archive_opens(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "m.keras", list(members().items()))
    np.testing.assert_array_equal(open_model(path).model.get_weights()[0], MODEL.get_weights()[0])


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("../out.txt", "leads out of the archive"),
        ("assets/../../out.txt", "leads out of the archive"),
        ("/etc/out.txt", "leads out of the archive"),
        ("C:/out.txt", "leads out of the archive"),
        ("..\\out.txt", "leads out of the archive"),
        ("assets\\out.txt", "backslash"),
        (link("assets/link"), "links are not followed"),
    ],
    ids=["up", "up inside", "absolute", "drive", "windows up", "backslash", "link"],
)
def test_members_that_lead_out_of_an_archive(member: Any, words: str, tmp_path: Path) -> None:
    content = [*members().items(), (member, b"/etc/passwd")]
    path = write_zip(tmp_path / "m.keras", content)
    shown = member if isinstance(member, str) else member.filename
    refused(path, repr(shown), words)
    assert [p.name for p in tmp_path.iterdir()] == ["m.keras"]


def test_a_member_with_a_nul_in_its_name(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "m.keras", [*members().items(), ("assets/aXb", b"x")])
    path.write_bytes(path.read_bytes().replace(b"assets/aXb", b"assets/a\x00b"))
    refused(path, "assets/a")


@pytest.mark.parametrize("name", ["config.json", "model.weights.h5"])
def test_a_member_that_is_there_twice(name: str, tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = write_zip(tmp_path / "m.keras", [*members().items(), (name, members()[name])])
    refused(path, f"exactly one '{name}'")


def test_an_archive_of_too_many_members(tmp_path: Path) -> None:
    content = [*members().items(), *((f"assets/{i}", b"") for i in range(10_001))]
    refused(write_zip(tmp_path / "m.keras", content), "members")


@pytest.mark.parametrize("name", ["config.json", "model.weights.h5"])
def test_a_bomb(name: str, tmp_path: Path) -> None:
    content = {**members(), name: b" " * (16 << 20)}
    path = write_zip(tmp_path / "m.keras", list(content.items()), zipfile.ZIP_DEFLATED)
    refused(path, name, "unpack")


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_unpack_without_bounds(packing: int, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "m.keras", list(members().items()), packing)
    refused(path, "packed in a way that is not read")


def test_a_configuration_that_is_too_long(tmp_path: Path) -> None:
    content = {**members(), "config.json": b" " * (65 << 20)}
    refused(write_zip(tmp_path / "m.keras", list(content.items())), "config.json", "bytes long")


def test_pickled_weights_are_not_read(tmp_path: Path) -> None:
    content = members()
    content["model.weights.npz"] = pickle.dumps({"a": 1})
    del content["model.weights.h5"]
    refused(write_zip(tmp_path / "m.keras", list(content.items())), "pickled")


def test_links_in_an_unzipped_archive(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for name, data in members().items():
        (folder / name).write_bytes(data)
    open_model(folder)
    (folder / "model.weights.h5").rename(tmp_path / "elsewhere.h5")
    (folder / "model.weights.h5").symlink_to(tmp_path / "elsewhere.h5")
    refused(folder, "model.weights.h5")


def test_an_asset_of_another_place_is_not_read(tmp_path: Path) -> None:
    model = keras.Sequential([
        keras.Input((2,), dtype="string"),
        layers.StringLookup(vocabulary=["a"], output_mode="multi_hot"),
    ])
    model.save(tmp_path / "m.keras")
    with zipfile.ZipFile(tmp_path / "m.keras", "a") as archive:
        archive.writestr("assets/layers/../../secret/vocabulary.txt", "x")
    refused(tmp_path / "m.keras", "leads out of the archive")


# -- files beside files --------------------------------------------------------------------


def tfjs(folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    from tests.fuzz.corpus import write_tfjs

    write_tfjs(MODEL, folder)
    description = json.loads((folder / "model.json").read_text())
    change(description)
    (folder / "model.json").write_text(json.dumps(description))
    return folder / "model.json"


def paths(*names: Any) -> Callable[[dict[str, Any]], None]:
    return lambda d: d["weightsManifest"][0].__setitem__("paths", list(names))


def shape(*sizes: int) -> Callable[[dict[str, Any]], None]:
    return lambda d: d["weightsManifest"][0]["weights"][0].__setitem__("shape", list(sizes))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (paths("../secret.bin"), "'../secret.bin' lies elsewhere"),
        (paths("/etc/passwd"), "'/etc/passwd' lies elsewhere"),
        (paths("https://example.invalid/x.bin"), "lies elsewhere"),
        (paths(*["group1-shard1of1.bin"] * 9), "named twice"),
        (paths(3), "'3'"),
        (shape(10**12), "more bytes than the files hold"),
        (shape(-4, 3), "more bytes than the files hold"),
    ],
    ids=["up", "absolute", "address", "again", "number", "huge", "negative"],
)
def test_tensorflowjs_reads_only_files_beside(change: Any, words: str, tmp_path: Path) -> None:
    (tmp_path / "secret.bin").write_bytes(b"\0" * 999)
    refused(tfjs(tmp_path / "model", change), words)


def test_tensorflowjs_follows_no_link(tmp_path: Path) -> None:
    path = tfjs(tmp_path / "model", lambda d: None)
    open_model(path)
    shard = path.parent / "group1-shard1of1.bin"
    shard.rename(tmp_path / "elsewhere.bin")
    os.symlink(tmp_path / "elsewhere.bin", shard)
    refused(path, "group1-shard1of1.bin", "missing")


@pytest.mark.parametrize("name", ["../m.weights.h5", "/etc/passwd", "link.weights.h5", 3])
def test_weights_in_several_files_lie_side_by_side(name: Any, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    weights(tmp_path / "m.weights.h5")
    (folder / "link.weights.h5").symlink_to(tmp_path / "m.weights.h5")
    index = {"metadata": {}, "weight_map": {"/layers/dense/vars": [name]}}
    (folder / "m.weights.json").write_text(json.dumps(index))
    with pytest.raises(LoadError, match="elsewhere|missing"):
        MODEL.load_weights(folder / "m.weights.json")
