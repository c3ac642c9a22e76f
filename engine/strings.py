"""The names of ``tf.strings``: what is done with texts before they become numbers.

Each works on a text, or on every text of an array or tensor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.tensor import TEXT, Tensor, texts


def _each(input: Any, function: Callable[[str], Any], dtype: str = TEXT) -> Tensor:  # noqa: A002
    """Apply a function to every text."""
    array = texts(input)
    found = np.empty(array.size, object)
    found[:] = [function(text) for text in array.ravel().tolist()]
    shaped = found.reshape(array.shape)
    return Tensor(array.shape, dtype, shaped if dtype == TEXT else shaped.astype(dtype))


def _texts(values: Sequence[str]) -> Tensor:
    array = np.empty(len(values), object)
    array[:] = list(values)
    return Tensor(array.shape, TEXT, array)


def lower(input: Any, encoding: str = "utf-8", name: str | None = None) -> Tensor:  # noqa: A002
    """Return texts in small letters."""
    return _each(input, str.lower)


def upper(input: Any, encoding: str = "utf-8", name: str | None = None) -> Tensor:  # noqa: A002
    """Return texts in capital letters."""
    return _each(input, str.upper)


def strip(input: Any, name: str | None = None) -> Tensor:  # noqa: A002
    """Return texts without white space at both ends."""
    return _each(input, str.strip)


def length(input: Any, unit: str = "BYTE", name: str | None = None) -> Tensor:  # noqa: A002
    """Return how long texts are, in bytes of UTF-8 or (``UTF8_CHAR``) in characters."""
    if unit == "UTF8_CHAR":
        return _each(input, len, "int32")
    return _each(input, lambda t: len(t.encode()), "int32")


def substr(input: Any, pos: int, len: int, unit: str = "BYTE", name: Any = None) -> Tensor:  # noqa: A002
    """Return the part of texts from a place on, so many bytes or (``UTF8_CHAR``) characters."""
    if unit == "UTF8_CHAR":
        return _each(input, lambda t: t[pos:][:len])
    return _each(input, lambda t: t.encode()[pos:][:len].decode(errors="replace"))


def regex_replace(
    input: Any,  # noqa: A002
    pattern: str,
    rewrite: str,
    replace_global: bool = True,
    name: str | None = None,
) -> Tensor:
    r"""Return texts with what a pattern finds replaced.

    Args:
        input: The texts.
        pattern: A regular expression.
        rewrite: What comes in its place; ``\1`` is what the first group found, ``\0`` all of it.
        replace_global: Whether to replace every occurrence or the first only.
    """
    compiled, new = re.compile(pattern), rewrite.replace(r"\0", r"\g<0>")
    return _each(input, lambda t: compiled.sub(new, t, count=0 if replace_global else 1))


def regex_full_match(input: Any, pattern: str, name: str | None = None) -> Tensor:  # noqa: A002
    """Return whether a pattern fits whole texts."""
    compiled = re.compile(pattern)
    return _each(input, lambda t: compiled.fullmatch(t) is not None, "bool")


def join(inputs: Sequence[Any], separator: str = "", name: str | None = None) -> Tensor:
    """Return texts put together, element by element."""
    arrays = np.broadcast_arrays(*(texts(i) for i in inputs))
    rows = zip(*(a.ravel().tolist() for a in arrays), strict=True)
    found = _texts([separator.join(row) for row in rows])
    shape = arrays[0].shape
    return Tensor(shape, TEXT, found.array().reshape(shape))


def reduce_join(
    inputs: Any,
    axis: int | None = None,
    keepdims: bool = False,
    separator: str = "",
    name: str | None = None,
) -> Tensor:
    """Return the texts along an axis (or all of them) put together."""
    array = texts(inputs)
    if axis is None:
        array, axis = array.reshape(-1), 0
    rows = np.moveaxis(array, axis, -1)
    found = np.empty(rows.shape[:-1], object)
    for place in np.ndindex(*found.shape):
        found[place] = separator.join(rows[place])
    found = np.expand_dims(found, axis) if keepdims else found
    return Tensor(found.shape, TEXT, found)


def split(input: Any, sep: str | None = None, maxsplit: int = -1, name: Any = None) -> Any:  # noqa: A002
    """Return the parts of texts between separators (white space by default).

    One text gives a tensor of its parts. Several give a tensor with one axis more, or, where
    they have different numbers of parts, a list of tensors.
    """
    return _parts(input, lambda text: text.split(sep or None, maxsplit))


def unicode_split(input: Any, input_encoding: str = "UTF-8", name: str | None = None) -> Any:  # noqa: A002
    """Return the characters of texts; see ``split`` for the form."""
    return _parts(input, list)


def _parts(input: Any, function: Callable[[str], list[str]]) -> Any:  # noqa: A002
    array = texts(input)
    found = [_texts(function(text)) for text in array.ravel().tolist()]
    if not array.ndim:
        return found[0]
    if len({part.shape for part in found}) != 1:
        return found
    whole = np.stack([part.array() for part in found]).reshape(*array.shape, -1)
    return Tensor(whole.shape, TEXT, whole)


def as_string(input: Any, precision: int = -1, name: str | None = None) -> Tensor:  # noqa: A002
    """Return numbers as texts, with so many decimals (as many as needed for -1)."""
    array = np.asarray(input)
    whole = array.dtype.kind != "f"
    digits = 6 if precision < 0 else precision

    def written(value: Any) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value) if whole else f"{value:.{digits}f}"

    found = _texts([written(value) for value in array.ravel().tolist()])
    return Tensor(array.shape, TEXT, found.array().reshape(array.shape))


def to_number(input: Any, out_type: str = "float32", name: str | None = None) -> Tensor:  # noqa: A002
    """Return texts as the numbers they say.

    Raises:
        ValueError: naming the text that is no number.
    """
    return _each(input, float if "float" in out_type else int, out_type)


__all__ = [
    "as_string",
    "join",
    "length",
    "lower",
    "reduce_join",
    "regex_full_match",
    "regex_replace",
    "split",
    "strip",
    "substr",
    "to_number",
    "unicode_split",
    "upper",
]
