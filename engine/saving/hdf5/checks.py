"""What is looked at in an HDF5 file before HDF5 itself follows or unpacks anything.

HDF5 can reach other files (links, external storage, virtual data sets), load a
library for a filter it does not know, and allocate what a few bytes claim.
"""

from __future__ import annotations

import functools
import itertools
import math
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from engine.saving.common.errors import LoadError
from engine.saving.hdf5.library import h5py

#: Filters that come with HDF5 and h5py; another one would be a library loaded from elsewhere.
_FILTERS = ("FILTER_DEFLATE", "FILTER_SHUFFLE", "FILTER_FLETCHER32", "FILTER_LZF")
#: Numbers of one file may take so many bytes, and so many times the file's size more.
_ROOM = 256 * 2**20
_TIMES = 100
#: A packed array is at most this much greater than what is stored; small ones are let pass.
_MOST_PACKED = 1100
_SMALL = 2**24
_LONGEST_ATTRIBUTE = 64 * 2**20
_MOST_NAMES = 2**30
_MOST_CHUNKS = 100_000


class _Room:
    """Bytes of numbers that may still be read."""

    def __init__(self) -> None:
        self.whole = self.left = _ROOM

    def grow(self, size: int) -> None:
        self.whole += _TIMES * size
        self.left += _TIMES * size

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise LoadError(
                f"The file's numbers unpack to more than {self.whole} bytes, {_TIMES} times its "
                "size."
            )


_room: ContextVar[_Room | None] = ContextVar("room", default=None)


@contextmanager
def bounded_reading() -> Iterator[None]:
    """Let all HDF5 files opened inside the block share one bound for their numbers."""
    token = _room.set(_room.get() or _Room())
    try:
        yield
    finally:
        _room.reset(token)


def count_file(size: int) -> None:
    """Tell the bound that a file of so many bytes is being read."""
    room = _room.get()
    if room is not None:
        room.grow(size)


def child(group: h5py.Group, name: str) -> Any:
    """Return what a group holds under a name without slashes, None when there is nothing.

    h5py's own ``get`` and ``[]`` open the file that an external link names; therefore the link
    is looked at first.

    Raises:
        LoadError: for a link instead of an object.
    """
    links, key = group.id.links, name.encode("utf-8", "surrogateescape")
    if not key or b"/" in key or not links.exists(key):
        return None
    if links.get_info(key).type != h5py.h5l.TYPE_HARD:
        raise LoadError(f"'{name}' is a link; links in files are not followed.")
    return group[name]


def check_storage(data: h5py.Dataset, path: str) -> None:
    """Refuse numbers that lie elsewhere, or unpack to more than the file can hold.

    Raises:
        LoadError: naming the data set and what is wrong with it.
    """
    if data.id.get_create_plist().get_external_count() or data.is_virtual:
        raise LoadError(f"'{path}' keeps its numbers in another file; that is not followed.")
    if data.dtype.kind not in "fiub" or data.dtype.subdtype is not None:
        raise LoadError(f"'{path}' holds {data.dtype}, not numbers.")
    if data.shape is None:
        raise LoadError(f"'{path}' holds nothing, not numbers.")
    size = math.prod(data.shape) * data.dtype.itemsize
    chunk = math.prod(data.chunks or ()) * data.dtype.itemsize
    stored = data.id.get_storage_size()
    if max(size, chunk) > _MOST_PACKED * stored + _SMALL:
        raise LoadError(
            f"'{path}' claims {max(size, chunk)} bytes of numbers, but the file holds {stored}."
        )
    if data.chunks:
        pieces = math.prod(-(-n // step) for n, step in zip(data.shape, data.chunks, strict=True))
        if pieces > _MOST_CHUNKS:
            raise LoadError(f"'{path}' is stored in {pieces} pieces; at most {_MOST_CHUNKS} fit.")
        _check_filters(data, path, chunk)
    room = _room.get()
    if room is not None:
        room.take(size)


def _check_filters(data: h5py.Dataset, path: str, chunk: int) -> None:
    plist = data.id.get_create_plist()
    found = [plist.get_filter(i)[0] for i in range(plist.get_nfilters())]
    known = [getattr(h5py.h5z, name) for name in _FILTERS]
    unknown = [code for code in found if code not in known]
    if unknown:
        raise LoadError(f"'{path}' is packed by the filter number {unknown[0]}, which is not used.")
    packers = (h5py.h5z.FILTER_DEFLATE, h5py.h5z.FILTER_LZF)
    if sum(code in packers for code in found) > 1:
        raise LoadError(f"'{path}' is packed more than once.")
    if h5py.h5z.FILTER_DEFLATE in found and _MOST_PACKED * data.id.get_storage_size() > _SMALL:
        _check_unpacked(data, path, chunk, found)


def _check_unpacked(data: h5py.Dataset, path: str, chunk: int, found: list[int]) -> None:
    """Unpack every chunk within bounds: HDF5 itself goes on until there is no memory left."""
    steps = [range(0, size, step) for size, step in zip(data.shape, data.chunks, strict=True)]
    deflate = 1 << found.index(h5py.h5z.FILTER_DEFLATE)
    most = chunk + 64  # a checksum may be packed with the numbers
    for place in itertools.product(*steps):
        try:
            left_out, packed = data.id.read_direct_chunk(place)
        except (OSError, ValueError):
            continue  # never written
        if not left_out & deflate and len(_inflated(packed, most + 1)) > most:
            raise LoadError(f"'{path}' would unpack to more than the {chunk} bytes it claims.")


def _inflated(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""  # HDF5 will say that it is damaged


def attribute(holder: Any, name: str) -> Any:
    """Return an attribute that holds text or texts; None when there is none.

    Raises:
        LoadError: for one of another kind, or one that would take too much memory.
    """
    if name not in holder.attrs:
        return None
    found = holder.attrs.get_id(name)
    count = math.prod(found.shape or ())
    kind = found.dtype.kind
    texts = kind in "SU" or h5py.check_string_dtype(found.dtype) is not None
    if count == 0 and found.shape == (0,):
        return []  # Keras's empty list, whose numbers have some type
    if found.shape is None or not texts:
        raise LoadError(f"The attribute '{name}' holds {found.dtype}, not text.")
    if count * found.dtype.itemsize > _LONGEST_ATTRIBUTE:
        raise LoadError(f"The attribute '{name}' is longer than {_LONGEST_ATTRIBUTE} bytes.")
    if kind == "O" and count > 1 and count * _longest_text(holder) > _MOST_NAMES:
        # each entry may refer to the same long text
        raise LoadError(f"The attribute '{name}' may hold more than {_MOST_NAMES} bytes.")
    return holder.attrs[name]


def _longest_text(holder: Any) -> int:
    """An upper bound for a text that lies apart from its attribute, in a heap of the file."""
    path = Path(holder.file.filename)
    size = holder.file.id.get_filesize()
    if size < 2**16 or not path.is_file():
        return size
    return _longest_heap(path, size, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=4)
def _longest_heap(path: Path, size: int, changed: int) -> int:
    """Look through a file once, not once for every attribute of its thousand layers."""
    longest = 0
    with path.open("rb") as file:
        rest = b""
        while block := file.read(2**22):
            data = rest + block
            place = data.find(b"GCOL\x01")
            while place >= 0 and place + 16 <= len(data):
                length = int.from_bytes(data[place + 8 : place + 16], "little")
                longest = max(longest, min(length, size))
                place = data.find(b"GCOL\x01", place + 1)
            rest = data[-32:]
    return longest
