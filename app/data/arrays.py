"""NumPy files (.npz, .npy) to fields. Nothing in a file is ever executed: no pickles."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np

from app.data.errors import DataError
from app.data.spec import Field, Table
from app.data.words import translate

_TARGET_STARTS = ("y", "label", "target", "class", "digit", "output")
#: What NumPy and zipfile raise for damaged files beside ValueError and OSError.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
    SyntaxError,
    RuntimeError,  # an encrypted member, an unknown compression, too deep a header
    TokenError,
)
#: A whole-number target with more distinct values than this is no set of classes.
MAX_CLASSES = 1000


def load_arrays(
    path: Path, options: dict[str, Any], roles: dict[str, str], title: str = ""
) -> Table:
    """Read the arrays of a file; the first axis counts samples.

    ``x_train``/``x_test`` pairs (as in Keras's own files) become one field whose
    last rows are kept for testing.

    Args:
        options: ``last_column_is_target`` (bool) cuts the last column off a
            single 2-D array; ``numeric`` (list of names) are whole numbers that
            are not classes.
        roles: Array name -> role where the user changed the proposal.

    Raises:
        DataError: for a foreign or damaged file, and for arrays of objects.
    """
    return table_of(read_arrays(path), path, options, roles, title)


def table_of(
    arrays: dict[str, np.ndarray],
    path: Path,
    options: dict[str, Any],
    roles: dict[str, str],
    title: str = "",
) -> Table:
    """Make the table of arrays that were read; arguments and errors as ``load_arrays``."""
    own_test = 0
    if path.suffix.lower() == ".npy":
        arrays = _cut_target(arrays, bool(options.get("last_column_is_target")))
    else:
        arrays, own_test = join_parts(arrays)
    numeric = set(options.get("numeric", []))
    fields = [
        make_field(name, values, roles.get(name, guess_role(name)), name in numeric, path)
        for name, values in arrays.items()
        if values.ndim > 0
    ]
    if not fields or all(len(f.values) == 0 for f in fields):
        raise DataError(translate("data", "The file holds no rows of data."), path=path)
    if len(fields) > 1 and not any(f.role == "target" for f in fields) and not roles:
        _propose_target(fields)
    rows = Counter(len(f.values) for f in fields).most_common(1)[0][0]
    return Table(title or path.name, fields, rows, _notes(fields, rows), own_test=own_test)


def read_arrays(path: Path) -> dict[str, np.ndarray]:
    """Return the arrays of a .npz, or the one of a .npy under the file's own name.

    Raises:
        DataError: as ``load_arrays``.
    """
    try:
        with open(path, "rb") as file:  # np.load leaves files open when it fails
            start = file.read(8)
            file.seek(0)
            if start.startswith(b"\x93NUMPY"):
                return {path.stem: np.load(file, allow_pickle=False)}
            if not start.startswith(b"PK"):
                raise _foreign(path)
            with np.load(file, allow_pickle=False) as archive:
                members = {name: archive[name] for name in archive.files}
        arrays = {n: a for n, a in members.items() if isinstance(a, np.ndarray)}
        if not arrays:
            raise _foreign(path)
        return arrays
    except FileNotFoundError as error:
        raise DataError(
            translate("data", "The file does not exist."),
            path=path,
            advice=translate("data", "It may have been moved; choose it again."),
        ) from error
    except _DAMAGE as error:
        raise _damaged(path) from error
    except MemoryError as error:
        raise DataError(
            translate("data", "The arrays do not fit into memory."), path=path
        ) from error
    except ValueError as error:
        if "pickle" in str(error).lower() or "object" in str(error).lower():
            raise _objects(path) from error
        raise _damaged(path) from error
    except OSError as error:
        raise DataError(
            translate("data", "The file cannot be read ({reason}).").format(
                reason=error.strerror or error
            ),
            path=path,
        ) from error


def _foreign(path: Path) -> DataError:
    return DataError(
        translate("data", "This is not a NumPy file."),
        path=path,
        advice=translate("data", "Write one with numpy.savez(path, x=x, y=y)."),
    )


def _damaged(path: Path) -> DataError:
    return DataError(
        translate("data", "The file is damaged or cut short."),
        path=path,
        advice=translate("data", "Copy or download it again, or write it once more."),
    )


def _objects(path: Path, name: str = "") -> DataError:
    return DataError(
        translate(
            "data",
            "Arrays of Python objects are not opened: reading them could run foreign programs.",
        ),
        path=path,
        column=name,
        advice=translate(
            "data", "Save plain numbers: rows of one length, numpy.asarray(x, 'float32')."
        ),
    )


def _cut_target(arrays: dict[str, np.ndarray], wanted: bool) -> dict[str, np.ndarray]:
    ((name, values),) = arrays.items()
    if not wanted or values.ndim != 2 or values.shape[1] < 2:
        return arrays
    return {name: values[:, :-1], "target": values[:, -1]}


def join_parts(arrays: dict[str, np.ndarray]) -> tuple[dict[str, np.ndarray], int]:
    """Join ``a_train`` with ``a_test`` when every such pair fits; return the test rows too."""
    stems = [n.removesuffix("_train") for n in arrays if n.endswith("_train")]
    stems = [s for s in stems if f"{s}_test" in arrays]
    tests = {len(np.atleast_1d(arrays[f"{s}_test"])) for s in stems}
    trains = {len(np.atleast_1d(arrays[f"{s}_train"])) for s in stems}
    fits = all(arrays[f"{s}_train"].shape[1:] == arrays[f"{s}_test"].shape[1:] for s in stems)
    if not stems or len(tests) != 1 or len(trains) != 1 or not fits:
        return arrays, 0
    joined = {s: np.concatenate([arrays[f"{s}_train"], arrays[f"{s}_test"]]) for s in stems}
    taken = {f"{s}_{part}" for s in stems for part in ("train", "test")}
    joined.update({n: a for n, a in arrays.items() if n not in taken})
    return joined, tests.pop()


def guess_role(name: str) -> str:
    return "target" if name.lower().startswith(_TARGET_STARTS) else "input"


def _propose_target(fields: list[Field]) -> None:
    """Without telling names the last small array is the target."""
    small = [f for f in fields if len(f.shape) == 0]
    if small and len(small) < len(fields):
        small[-1].role = "target"


def make_field(
    name: str, values: np.ndarray, role: str, numeric: bool = False, path: Path | None = None
) -> Field:
    """Make a field of an array; whole-number and text targets become classes.

    Raises:
        DataError: for types that are neither numbers, truth values nor text.
    """
    if values.dtype.kind == "O":
        raise _objects(path or Path(name), name)
    if values.dtype.kind not in "biufUS":
        raise DataError(
            translate("data", "Values of the type {type} cannot be used.").format(
                type=values.dtype
            ),
            path=path,
            column=name,
            advice=translate("data", "Save numbers: numpy.asarray(x, 'float32')."),
        )
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    classes = None
    text = values.dtype.kind in "US"
    if text or (role == "target" and values.ndim == 1 and not numeric):
        classes, values = _classes(name, values, path)
    missing = int(np.isnan(values).sum()) if values.dtype.kind == "f" else 0
    return Field(
        name=name,
        shape=tuple(values.shape[1:]),
        dtype=str(values.dtype),
        role=role,
        values=values,
        classes=classes,
        missing="most_frequent" if classes is not None else "mean",
        missing_count=missing,
    )


def _classes(
    name: str, values: np.ndarray, path: Path | None
) -> tuple[list[str] | None, np.ndarray]:
    if values.dtype.kind in "US":
        if values.ndim != 1:
            raise DataError(
                translate("data", "Text in an array of {rank} axes cannot be used.").format(
                    rank=values.ndim
                ),
                path=path,
                column=name,
                advice=translate("data", "Turn the words into whole numbers first."),
            )
        found, codes = np.unique(values.astype(str), return_inverse=True)
        return [str(v) for v in found], codes.astype(np.int64)
    if values.dtype.kind == "b":
        return ["False", "True"], values.astype(np.int64)
    if values.dtype.kind == "f" or not values.size:
        return None, values
    distinct = np.unique(values)
    if len(distinct) > min(MAX_CLASSES, max(20, len(values) // 4)):
        return None, values
    if distinct[0] >= 0 and distinct[-1] < 2 * len(distinct):  # class numbers, perhaps with gaps
        return [str(i) for i in range(int(distinct[-1]) + 1)], values.astype(np.int64)
    codes = np.searchsorted(distinct, values)
    return [str(v) for v in distinct], codes.astype(np.int64)


def _notes(fields: list[Field], rows: int) -> list[str]:
    return [
        translate("data", "“{name}” has {count} rows where the others have {rows}.").format(
            name=f.name, count=len(f.values), rows=rows
        )
        for f in fields
        if len(f.values) != rows
    ]
