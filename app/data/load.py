"""From a description of data to the data: the one place that knows every kind of source."""

from __future__ import annotations

import os
from pathlib import Path

from app.data.arrays import load_arrays
from app.data.builtin import load_builtin
from app.data.csv_table import CsvOptions, load_csv
from app.data.errors import DataError
from app.data.images import ImageOptions, load_images
from app.data.spec import ROLES, DataSpec, Table
from app.data.words import translate


def load(spec: DataSpec, base: Path | None = None) -> Table:
    """Read the data of a spec, with the roles the user chose.

    Args:
        base: Folder (or the project file in it) from which a relative path is
            meant; None for the current folder.

    Raises:
        DataError: when it cannot be found or read; see the readers.
    """
    if spec.kind == "builtin":
        table = load_builtin(spec.name)
    else:
        path = resolve(spec, base)
        if spec.kind == "csv":
            table = load_csv(path, CsvOptions.from_json(spec.options), spec.roles, spec.name)
        elif spec.kind == "arrays":
            table = load_arrays(path, spec.options, spec.roles, spec.name)
        else:
            table = load_images(path, ImageOptions.from_json(spec.options), spec.name)
    for field in table.fields:
        role = spec.roles.get(field.name, field.role)
        field.role = role if role in ROLES else field.role
    return table


def resolve(spec: DataSpec, base: Path | None = None) -> Path:
    """Return the file or folder of a spec.

    Raises:
        DataError: when there is nothing; the text names where it was looked for.
    """
    path = Path(os.path.expanduser(spec.path))  # which takes a "~" that means nobody as it is
    if not spec.path:
        raise DataError(translate("data", "No file has been chosen."))
    if not path.is_absolute() and base is not None:
        path = (base if base.is_dir() else base.parent) / path
    beside = (base if base.is_dir() else base.parent) / path.name if base is not None else path
    if not path.exists() and beside.exists():
        return beside  # a project that was moved together with its data
    if not path.exists():
        raise DataError(
            translate("data", "There is no file or folder {path}.").format(path=path),
            path=path,
            advice=translate(
                "data", "It was moved, renamed or is on a drive that is away. Choose it again."
            ),
        )
    return path
