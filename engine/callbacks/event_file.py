"""TensorBoard's event files: records of numbers with checksums.

A record is its length, the masked CRC-32C of the length, the bytes, and the masked
CRC-32C of the bytes; the bytes are an ``Event`` in protocol buffers' wire format.
"""

from __future__ import annotations

import os
import socket
import struct
import time
from pathlib import Path
from typing import Any

import numpy as np


def _table() -> list[int]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


_TABLE = _table()


def crc32c(data: bytes) -> int:
    """Return the CRC-32C (Castagnoli) of bytes."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


def record(data: bytes) -> bytes:
    """Return bytes as a record."""
    length = struct.pack("<Q", len(data))
    return length + _masked(length) + data + _masked(data)


def _masked(data: bytes) -> bytes:
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    result = bytearray()
    while value > 0x7F:
        result.append(value & 0x7F | 0x80)
        value >>= 7
    result.append(value)
    return bytes(result)


def _message(field: int, data: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def scalar_event(tag: str, value: float, step: int, seconds: float) -> bytes:
    """Return the ``Event`` of a number under a tag."""
    number = _message(1, tag.encode()) + _varint(2 << 3 | 5) + struct.pack("<f", value)
    return _event(seconds, step, _message(5, _message(1, number)))


def histogram_event(tag: str, values: np.ndarray, step: int, seconds: float) -> bytes:
    """Return the ``Event`` of how often numbers of each size occur, in 30 equal steps."""
    numbers = np.asarray(values, np.float64).ravel()
    numbers = numbers[np.isfinite(numbers)]
    counts, edges = np.histogram(numbers, bins=30)
    low, high = (numbers.min(), numbers.max()) if numbers.size else (0.0, 0.0)
    single = (low, high, numbers.size, numbers.sum(), np.square(numbers).sum())
    histogram = b"".join(
        _varint(field << 3 | 1) + struct.pack("<d", value) for field, value in enumerate(single, 1)
    )
    for field, row in ((6, edges[1:]), (7, counts)):
        histogram += _message(field, np.asarray(row, "<f8").tobytes())
    return _event(
        seconds, step, _message(5, _message(1, _message(1, tag.encode()) + _message(5, histogram)))
    )


def _event(seconds: float, step: int, what: bytes) -> bytes:
    return _varint(1 << 3 | 1) + struct.pack("<d", seconds) + _varint(2 << 3) + _varint(step) + what


class EventFile:
    """A file of events; each number is written through at once.

    Args:
        folder: Where the file is made.
    """

    def __init__(self, folder: Any) -> None:
        place = Path(folder).expanduser()
        place.mkdir(parents=True, exist_ok=True)
        now = time.time()
        name = f"events.out.tfevents.{int(now)}.{socket.gethostname()}.{os.getpid()}"
        self.path = place / f"{name}.{time.perf_counter_ns()}.v2"
        self._append(_event(now, 0, _message(3, b"brain.Event:2")))

    def scalar(self, tag: str, value: float, step: int) -> None:
        """Write a number."""
        self._append(scalar_event(tag, value, step, time.time()))

    def histogram(self, tag: str, values: np.ndarray, step: int) -> None:
        """Write how an array's numbers are spread."""
        self._append(histogram_event(tag, values, step, time.time()))

    def _append(self, event: bytes) -> None:
        with open(self.path, "ab") as file:  # not kept open: training may end by an error
            file.write(record(event))
