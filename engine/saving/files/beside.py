"""Files that another one names: they lie beside it, or they are not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.saving.common.errors import LoadError


def beside(folder: Path, name: Any) -> Path:
    """Return the path of a file that an index or a description names.

    Args:
        folder: Where the index lies.
        name: What it says, which must be the bare name of a file there.

    Raises:
        LoadError: for a path to elsewhere, a link, and a file that is missing.
    """
    if not isinstance(name, str) or Path(name).name != name or name in ("", ".", ".."):
        raise LoadError(
            f"The weights' file {str(name)[:80]!r} lies elsewhere; only files beside are read."
        )
    path = folder / name
    if path.is_symlink() or not path.is_file():
        raise LoadError(
            f"The weights' file {name} is missing in {folder}. Put it there, under this name."
        )
    return path
