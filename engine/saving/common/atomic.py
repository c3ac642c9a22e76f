"""Writing a file so that it is the old one or the new one, never half of either."""

from __future__ import annotations

import os
import platform
import re
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

#: After so many seconds a temporary file of another computer is no longer being written.
_FORGOTTEN = 24 * 3600.0


def write_atomically(path: Any, write: Callable[[str], None]) -> None:
    """Let ``write`` fill a temporary file beside ``path``, then put it in its place.

    What a process that was killed while writing left behind is taken away by the next one that
    writes the same file.

    Raises:
        OSError: when the file cannot be written; an older one is left as it was.
    """
    target = Path(path).expanduser()
    with _told_as(target):
        _write(target, write)


@contextmanager
def _told_as(target: Path) -> Iterator[None]:
    """An error names the file that was asked for, not the temporary one."""
    try:
        yield
    except OSError as error:
        if str(error.filename or "").endswith(".part"):
            error.filename, error.filename2 = str(target), None
        raise


def _write(target: Path, write: Callable[[str], None]) -> None:
    _take_away_remains(target)
    prefix = f"{_start(target)}{_computer()}-{os.getpid()}-"
    handle, temporary = tempfile.mkstemp(".part", prefix, dir=target.parent or ".")
    os.close(handle)
    try:
        write(temporary)
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _start(target: Path) -> str:
    """How the names of a file's temporary files begin; short, as names have a longest length."""
    return f".{target.name[:40]}."


def _computer() -> str:
    return f"{zlib.crc32(platform.node().encode()):08x}"


def _take_away_remains(target: Path) -> None:
    form = re.compile(re.escape(_start(target)) + r"([0-9a-f]{8})-(\d+)-\w+\.part")
    with suppress(OSError):  # a folder that cannot be listed may still be written to
        for name in os.listdir(target.parent):
            found = form.fullmatch(name)
            if found and _is_left(target.with_name(name), found[1], int(found[2])):
                target.with_name(name).unlink(missing_ok=True)


def _is_left(temporary: Path, computer: str, process: int) -> bool:
    """Whether nobody is writing a temporary file any more."""
    if computer != _computer() or os.name != "posix":
        return time.time() - temporary.stat().st_mtime > _FORGOTTEN
    try:
        os.kill(process, 0)  # asks whether it lives; nothing is sent
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _mode(target: Path) -> int:
    """The rights the old file had, else those a new file gets."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
