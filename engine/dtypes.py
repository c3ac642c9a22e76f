"""Names of element types, and which one mixed arithmetic gives (Keras's promotion rules)."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from engine.config import floatx

FLOATS = ("float16", "float32", "float64")
INTEGERS = ("uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64")
COMPLEX = ("complex64", "complex128")
ALLOWED = ("bool", *INTEGERS, *FLOATS, "bfloat16", *COMPLEX, "string")
_PYTHON = {bool: "bool", int: "int32", float: "float32", complex: "complex64", "int": "int32"}
_NARROW = {
    "int64": "int32",
    "uint64": "uint32",
    "float64": "float32",
    "complex128": "complex64",
}


def standardize_dtype(dtype: Any) -> str:
    """Return an element type's name; None gives the default float type.

    Raises:
        ValueError: naming the type and those that exist.
    """
    if dtype is None:
        return floatx()
    try:
        if dtype in _PYTHON:
            return _PYTHON[dtype]
        name = dtype if isinstance(dtype, str) else np.dtype(dtype).name
    except TypeError:
        name = str(dtype)
    if name == "float":
        return "float32"
    if name not in ALLOWED:
        raise ValueError(f"'{name}' is no element type; there are {', '.join(ALLOWED)}.")
    return name


def is_float_dtype(dtype: Any) -> bool:
    """Return whether an element type holds real numbers with a fraction."""
    return "float" in standardize_dtype(dtype)


def is_int_dtype(dtype: Any) -> bool:
    """Return whether an element type holds whole numbers."""
    return "int" in standardize_dtype(dtype)


def is_inexact(dtype: str) -> bool:
    """Return whether an element type has fractions, real or complex."""
    return dtype.startswith(("float", "complex"))


@functools.lru_cache(maxsize=1024)
def promote(first: str, second: str) -> str:
    """Return the element type that holds both; an integer with a float gives that float."""
    if first == second or second == "bool":
        return first
    if first == "bool":
        return second
    if is_inexact(first) != is_inexact(second):
        return first if is_inexact(first) else second
    common = np.promote_types(first, second).name
    return floatx() if common == "float64" and not is_inexact(first) else common


def floating(dtype: str) -> str:
    """Return the type itself when it has fractions, else the default float type."""
    return dtype if is_inexact(dtype) else floatx()


def result_type(*dtypes: Any) -> str:
    """Return the element type of arithmetic with operands of these types, as Keras names it.

    Python's ``int`` and ``float`` stand for plain numbers, which adapt to the others.
    Types of 64 bits come out as those of 32 bits.
    """
    if not dtypes:
        return floatx()
    numbers = [d for d in dtypes if d is int or d is float]
    result = functools.reduce(
        promote, (standardize_dtype(d) for d in dtypes if d is not int and d is not float), "bool"
    )
    if float in numbers and not is_inexact(result):
        result = floatx()
    elif int in numbers and result == "bool":
        result = "int32"
    return _NARROW.get(result, result)
