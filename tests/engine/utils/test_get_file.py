"""get_file: its cache, checksums and archives; nothing is fetched here."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from engine.utils import archives, get_file

ORIGIN = "https://example.invalid/things/words.txt"


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the network gives, and which addresses were asked."""
    state: dict[str, Any] = {"data": b"one two", "asked": []}

    def download(origin: str, path: Path, sha256: str | None = None) -> None:
        state["asked"].append(origin)
        path.write_bytes(state["data"])

    monkeypatch.setattr("engine.datasets.download.download", download)
    return state


def test_a_file_is_fetched_once_and_kept(tmp_path: Path, network: dict[str, Any]) -> None:
    for _ in range(2):
        path = get_file(origin=ORIGIN, cache_dir=tmp_path)
        assert path == str(tmp_path / "datasets" / "words.txt")
        assert Path(path).read_bytes() == b"one two"
    assert network["asked"] == [ORIGIN]
    get_file(origin=ORIGIN, cache_dir=tmp_path, force_download=True)
    assert len(network["asked"]) == 2
    other = get_file("mine.txt", ORIGIN, cache_dir=tmp_path, cache_subdir="own")
    assert other == str(tmp_path / "own" / "mine.txt")


@pytest.mark.parametrize("name", ["md5", "sha256"])
def test_another_checksum_fetches_anew_and_then_is_an_error(
    name: str, tmp_path: Path, network: dict[str, Any]
) -> None:
    right = hashlib.new(name, b"one two").hexdigest()
    stale = tmp_path / "datasets" / "words.txt"
    stale.parent.mkdir()
    stale.write_bytes(b"old")
    assert Path(get_file(origin=ORIGIN, cache_dir=tmp_path, file_hash=right)).read_bytes() == (
        b"one two"
    )
    network["data"] = b"changed"
    with pytest.raises(ValueError, match="checksum"):
        get_file("new.txt", ORIGIN, cache_dir=tmp_path, file_hash=right, hash_algorithm=name)
    assert not (tmp_path / "datasets" / "new.txt").exists()


def tar_of(
    members: dict[str, bytes], links: dict[str, str] | None = None, kind: bytes = tarfile.SYMTYPE
) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info)
    return buffer.getvalue()


def zip_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("make", [tar_of, zip_of])
def test_archives_are_unpacked(make: Any, tmp_path: Path, network: dict[str, Any]) -> None:
    network["data"] = make({"a/b.txt": b"inside", "c.txt": b"top"})
    folder = Path(get_file("data.bin", ORIGIN, cache_dir=tmp_path, extract=True))
    assert folder.name == "data_extracted"
    assert (folder / "a" / "b.txt").read_bytes() == b"inside"
    assert Path(get_file(origin=ORIGIN, cache_dir=tmp_path, extract=True)).name == "words.txt"


@pytest.mark.parametrize(
    "data",
    [
        tar_of({"../out.txt": b"x"}),
        tar_of({"/tmp/out.txt": b"x"}),
        tar_of({}, {"link": "/etc/passwd"}),
        tar_of({}, {"hard": "/etc/passwd"}, tarfile.LNKTYPE),
        tar_of({"d/a": b"x"}, {"d/link": "../.."}),
        zip_of({"a\\..\\..\\out.txt": b"x"})[:-30],
        zip_of({"a.txt": b"x"}).replace(*(
            b"PK\x01\x02\x14\x03\x14\x00" + bits for bits in (b"\x00", b"\x01")
        )),
        zip_of({"../out.txt": b"x"}),
        zip_of({"/tmp/out.txt": b"x"}),
        tar_of({"a.txt": b"x" * 999})[:60],
        b"no archive",
    ],
    ids=[
        "tar up", "tar root", "link", "hard link", "link up", "cut zip", "password", "zip up",
        "zip root", "cut off", "none",
    ],
)
def test_archives_that_reach_out_or_are_damaged_are_refused(
    data: bytes, tmp_path: Path, network: dict[str, Any]
) -> None:
    network["data"] = data
    with pytest.raises(ValueError, match="archive"):
        get_file("data.bin", ORIGIN, cache_dir=tmp_path, extract=True)
    assert not (tmp_path / "datasets" / "out.txt").exists()
    assert not (tmp_path / "datasets" / "data_extracted").exists()


def test_an_archive_that_grows_too_large_is_refused(
    tmp_path: Path, network: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 100)
    for make in (tar_of, zip_of):
        network["data"] = make({"a.txt": b"x" * 101})
        with pytest.raises(ValueError, match="100 bytes"):
            get_file("data.bin", ORIGIN, cache_dir=tmp_path, extract=True, force_download=True)


def test_a_small_archive_does_not_fill_the_disk(
    tmp_path: Path, network: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_SMALL", 1000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\0" * 10**6)
    for data in (buffer.getvalue(), tar_of({"a": b"\0" * 10**6})):
        network["data"] = data
        with pytest.raises(ValueError, match=f"{200 * len(data)} bytes"):
            get_file("data.bin", ORIGIN, cache_dir=tmp_path, extract=True, force_download=True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "'origin' is missing"),
        ({"fname": "a/b", "origin": ORIGIN}, "without folders"),
        ({"fname": "..", "origin": ORIGIN}, "without folders"),
        ({"origin": "https://example.invalid/"}, "give 'fname'"),
        ({"origin": "http://example.invalid/a.txt"}, "https only"),
        ({"origin": "file:///etc/passwd"}, "https only"),
    ],
)
def test_wrong_arguments_are_refused(arguments: dict, words: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=words):
        get_file(**arguments, cache_dir=tmp_path)
