"""The one error that reading a file ends with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

#: What a damaged description, or one that another program wrote, makes go wrong.
_DAMAGES: tuple[type[Exception], ...] = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)


class LoadError(ValueError):
    """A file or text cannot be read as a model; the message says what and why."""


@contextmanager
def reading(failure: str, *further: type[Exception]) -> Iterator[None]:
    """Turn whatever damaged input makes go wrong inside the block into a LoadError.

    Args:
        failure: Beginning of the message; the reason follows. Errors from further
            inside keep their own message, and a missing file stays one.
        further: Errors that mean damage here too.
    """
    try:
        yield
    except (LoadError, FileNotFoundError):
        raise
    except (*_DAMAGES, *further) as error:
        told = isinstance(error, (ValueError, TypeError))  # the others' words say little alone
        kind = "" if told else f"{type(error).__name__}: "
        raise LoadError(f"{failure}: {kind}{error}") from error
