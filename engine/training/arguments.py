"""The plain arguments of fit, evaluate and predict: checked before anything runs."""

from __future__ import annotations

import inspect
import numbers
from collections.abc import Callable
from typing import Any

from engine.param import suggest


def whole_number(name: str, value: Any, low: int = 1) -> int:
    """Return a whole number of at least ``low``.

    Raises:
        TypeError: for what is no number.
        ValueError: for a fraction, or a number that is too small.
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(
            f"{name} must be a whole number, got {value!r} ({type(value).__name__})."
        )
    number = float(value)
    if not number.is_integer():
        raise ValueError(f"{name} must be a whole number, got {value!r}.")
    if number < low:
        raise ValueError(f"{name} must be a whole number, at least {low}, got {value!r}.")
    return int(number)


def optional_number(name: str, value: Any, low: int = 1) -> int | None:
    """Return a whole number, or None for None."""
    return None if value is None else whole_number(name, value, low)


def check_shuffle(value: Any) -> Any:
    """Return True, False or "batch"."""
    if isinstance(value, str):
        if value == "batch":
            return value
        raise ValueError(f"shuffle must be True, False or 'batch', got {value!r}.")
    return bool(value)


def check_verbose(value: Any) -> Any:
    """Return "auto", 0, 1 or 2."""
    if value == "auto" or (isinstance(value, numbers.Integral) and value in (0, 1, 2)):
        return value
    raise ValueError(
        f"verbose must be 'auto', 0 (silent), 1 (progress bar) or 2 (a line per epoch), got "
        f"{value!r}."
    )


def check_split(value: Any) -> float:
    """Return the share of samples to validate on, from 0 up to but without 1."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(
            f"validation_split must be a number from 0 to 1, got {value!r} "
            f"({type(value).__name__})."
        )
    if not 0.0 <= float(value) < 1.0:
        raise ValueError(
            f"validation_split must be at least 0 and less than 1 (0.2 keeps a fifth of the "
            f"samples for validation), got {value!r}."
        )
    return float(value)


def check_frequency(value: Any) -> Any:
    """Return every how many epochs to validate, or the list of epochs (from 1)."""
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return whole_number("validation_freq", value)
    if isinstance(value, (list, tuple, set, range)):
        return [whole_number("an epoch in validation_freq", epoch) for epoch in value]
    raise ValueError(
        "validation_freq must be a whole number (every how many epochs) or a list of epochs, "
        f"got {value!r} ({type(value).__name__})."
    )


def is_due(epoch: int, frequency: Any) -> bool:
    """Whether to validate after an epoch (from 0)."""
    if isinstance(frequency, int):
        return (epoch + 1) % frequency == 0
    return epoch + 1 in frequency


#: Arguments of Keras 2's ``fit`` that now belong to the PyDataset.
OLDER = ("workers", "use_multiprocessing", "max_queue_size")


def hand_to_dataset(x: Any, older: dict[str, Any], method: Callable[..., Any]) -> None:
    """Give ``workers`` and its like, as Keras 2 took them, to the PyDataset.

    Raises:
        TypeError: for any other argument; the nearest name is proposed.
    """
    for name, value in older.items():
        if name not in OLDER:
            known = inspect.signature(method).parameters
            raise TypeError(
                f"{method.__name__}() has no argument '{name}'.{suggest(name, known)}"
            )
        if hasattr(type(x), name):
            setattr(x, name, value)


def check_older_settings(given: dict[str, Any], known: Any) -> None:
    """Refuse what ``compile`` never took, and what it takes no more.

    Args:
        given: What was given beside the arguments of today.
        known: Their names.

    Raises:
        TypeError: naming the argument, and the nearest one there is.
        ValueError: for a mode that Keras 2 did not know either.
    """
    for name, value in given.items():
        if name == "target_tensors":
            if value is not None:
                raise TypeError("compile() takes no target_tensors: give the targets to fit().")
        elif name == "sample_weight_mode":
            _check_modes(value)
        else:
            raise TypeError(f"compile() has no argument '{name}'.{suggest(name, known)}")


def _check_modes(value: Any) -> None:
    listed = list(value.values()) if isinstance(value, dict) else value
    for mode in listed if isinstance(listed, (list, tuple)) else [listed]:
        if mode not in (None, "temporal"):
            raise ValueError(f"sample_weight_mode must be None or 'temporal', got {mode!r}.")
