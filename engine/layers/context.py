"""What the calls inside one model call share: the training flag, and whose error it is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from engine.tree import flatten

#: Steps that are walked for shapes and costs alone.
_WALKED = 2000


class _Calls(threading.local):
    def __init__(self) -> None:
        self.training: list[Any] = []
        self.inferring = 0


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


def only_shapes() -> bool:
    """Whether the call in progress is made for its shapes alone and never computed."""
    return _calls.inferring > 0


def goes_step_by_step_through(steps: int | None) -> bool:
    """Whether a call that walks along a sequence really does.

    Where only shapes are asked for they show after one step; a file may claim any number of
    steps. Up to ``_WALKED`` all are walked, so that costs are counted whole.
    """
    return steps is not None and not (only_shapes() and steps > _WALKED)


@contextmanager
def inferring() -> Iterator[None]:
    """Make the calls inside ones for their shapes alone."""
    _calls.inferring += 1
    try:
        yield
    finally:
        _calls.inferring -= 1


@contextmanager
def naming(layer: Any, inputs: Any) -> Iterator[None]:
    """Begin the message of an error inside with the layer's name, the innermost one's only.

    Where the message says no input's shape, it is added.
    """
    try:
        yield
    except (ValueError, IndexError) as error:
        text = str(error)
        if text.startswith("Layer '") or f"layer '{layer.name}'" in text:
            raise
        message = f"Layer '{layer.name}' ({type(layer).__name__}): {text}{_shapes(inputs, text)}"
        if type(error) is not ValueError:
            raise ValueError(message) from error
        error.args = (message,)
        raise


def _shapes(inputs: Any, text: str) -> str:
    shapes = [tuple(x.shape) for x in flatten(inputs) if hasattr(x, "shape")]
    if not shapes or any(str(s) in text or str(s[1:]) in text for s in shapes):
        return ""
    if len(shapes) == 1:
        return f" Its input has the shape {shapes[0]}."
    return f" Its inputs have the shapes {', '.join(map(str, shapes))}."
