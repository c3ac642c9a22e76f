"""The names of ``tf.debugging``: checks that stop a script with a clear message."""

from __future__ import annotations

from typing import Any

import numpy as np


class InvalidArgumentError(ValueError):
    """Two values that should agree do not."""


def assert_equal(
    x: Any, y: Any, message: str = "", summarize: Any = None, name: Any = None
) -> None:
    """Raise InvalidArgumentError unless x and y are equal, element by element."""
    one, other = np.asarray(x), np.asarray(y)
    try:
        equal = bool(np.all(one == other))
    except ValueError:  # the shapes do not fit together
        equal = False
    if not equal or (one.shape != other.shape and one.ndim and other.ndim):
        raise InvalidArgumentError(f"{message or 'The values are not equal'}: {one} and {other}.")


def assert_near(x: Any, y: Any, rtol: float = 1e-6, atol: float = 1e-6, message: str = "") -> None:
    """Raise InvalidArgumentError unless x and y are close, element by element."""
    if not np.allclose(np.asarray(x), np.asarray(y), rtol=rtol, atol=atol):
        raise InvalidArgumentError(
            f"{message or 'The values are not close'}: {np.asarray(x)} and {np.asarray(y)}."
        )
