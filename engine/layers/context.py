"""What the calls inside one model call share: the training flag."""

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
