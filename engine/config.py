"""Settings of the engine that Keras keeps in ``keras.config``."""

from __future__ import annotations

from typing import Any

FLOAT_TYPES = ("float32", "float64")

_settings: dict[str, Any] = {"floatx": "float32", "epsilon": 1e-7}


def floatx() -> str:
    """Return the default float type, "float32" unless set otherwise."""
    return str(_settings["floatx"])


def set_floatx(value: str) -> None:
    """Set the default float type: "float32", or "float64" for checks of precision."""
    if value not in FLOAT_TYPES:
        raise ValueError(f"floatx must be one of {', '.join(FLOAT_TYPES)}, got {value!r}.")
    _settings["floatx"] = value


def epsilon() -> float:
    """Return the small number that keeps divisions and logarithms finite (1e-7)."""
    return float(_settings["epsilon"])


def set_epsilon(value: float) -> None:
    """Set the small number that keeps divisions and logarithms finite."""
    _settings["epsilon"] = float(value)


def backend() -> str:
    """Return the name of what computes: "numpy"."""
    return "numpy"


def image_data_format() -> str:
    """Return "channels_last", the layout that kernels and files use."""
    return "channels_last"
