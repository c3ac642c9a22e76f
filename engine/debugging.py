"""The names of ``tf.debugging``: checks that stop a script with a clear message."""

from __future__ import annotations

from collections.abc import Callable
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


def _assert_each(word: str, compare: Callable[[Any, Any], Any]) -> Callable[..., None]:
    def check(x: Any, y: Any, message: str = "", summarize: Any = None, name: Any = None) -> None:
        one, other = np.asarray(x), np.asarray(y)
        if not np.all(compare(one, other)):
            said = message or f"Not every value is {word} the other"
            raise InvalidArgumentError(f"{said}: {one} and {other}.")

    check.__doc__ = f"Raise InvalidArgumentError unless every element of x is {word} that of y."
    return check


assert_less, assert_less_equal, assert_greater, assert_greater_equal, assert_none_equal = (
    _assert_each(word, compare)
    for word, compare in (
        ("less than", np.less),
        ("at most", np.less_equal),
        ("greater than", np.greater),
        ("at least", np.greater_equal),
        ("different from", np.not_equal),
    )
)


def assert_positive(x: Any, message: str = "", summarize: Any = None, name: Any = None) -> None:
    """Raise InvalidArgumentError unless every element is above 0."""
    assert_greater(x, 0, message)


def assert_non_negative(x: Any, message: str = "", summarize: Any = None, name: Any = None) -> None:
    """Raise InvalidArgumentError unless every element is at least 0."""
    assert_greater_equal(x, 0, message)


def assert_rank(x: Any, rank: int, message: str = "", name: Any = None) -> None:
    """Raise ValueError unless x has so many axes."""
    if len(x.shape) != int(rank):
        raise ValueError(f"{message or 'Another number of axes'}: {x.shape}, expected {rank}.")


def assert_shapes(shapes: Any, data: Any = None, summarize: Any = None, message: str = "") -> None:
    """Raise ValueError unless tensors have the shapes that are said.

    Args:
        shapes: Pairs (or a dict) of a tensor and its sizes: numbers, None for any size, or
            letters that stand for the same size everywhere.
        message: What to say first.
    """
    known: dict[Any, int] = {}
    for tensor, sizes in shapes.items() if isinstance(shapes, dict) else shapes:
        wanted = tuple(sizes)
        fits = len(wanted) == len(tensor.shape)
        for want, size in zip(wanted, tensor.shape, strict=False):
            expected = known.setdefault(want, size) if isinstance(want, str) else want
            fits = fits and (expected is None or expected == size)
        if not fits:
            said = message or "A tensor has another shape"
            raise ValueError(f"{said}: {tensor.shape}, expected {wanted}.")


def check_numerics(tensor: Any, message: str = "", name: Any = None) -> Any:
    """Return a tensor, after a look whether all its numbers are finite.

    Raises:
        InvalidArgumentError: when one is not.
    """
    if not np.all(np.isfinite(np.asarray(tensor))):
        raise InvalidArgumentError(f"{message} : the tensor holds infinity or NaN.".lstrip(" :"))
    return tensor


def assert_all_finite(x: Any, message: str = "", name: Any = None) -> Any:
    """Return x; see ``check_numerics``."""
    return check_numerics(x, message)
