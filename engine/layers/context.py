"""What the calls inside one model call share: the training flag, and whose error it is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _Calls(threading.local):
    def __init__(self) -> None:
        self.training: list[Any] = []


_calls = _Calls()


def current_training() -> bool | None:
    """Return the training flag of the call in progress, None outside of calls."""
    return _calls.training[-1] if _calls.training else None


def in_call() -> bool:
    return bool(_calls.training)


@contextmanager
def calling(training: bool | None) -> Iterator[None]:
    """Make ``training`` the flag of the calls inside."""
    _calls.training.append(training)
    try:
        yield
    finally:
        _calls.training.pop()


@contextmanager
def naming(layer: Any) -> Iterator[None]:
    """Begin the message of an error inside with the layer's name, the innermost one's only."""
    try:
        yield
    except (ValueError, IndexError) as error:
        text = str(error)
        if text.startswith("Layer '") or f"layer '{layer.name}'" in text:
            raise
        message = f"Layer '{layer.name}' ({type(layer).__name__}): {text}"
        if type(error) is not ValueError:
            raise ValueError(message) from error
        error.args = (message,)
        raise
