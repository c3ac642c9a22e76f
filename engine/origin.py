"""Where an op comes from: the layers it was called in, and the part of a training step.

Every recorded node keeps the origin of its moment. What differentiates a node
takes over the node's own layers, so the gradients of a layer belong to it without
any layer knowing of this.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

_Method = TypeVar("_Method", bound=Callable[..., Any])

#: The parts of a step of training.
FORWARD, BACKWARD, UPDATE = "forward", "backward", "update"


class Origin(NamedTuple):
    """Whose work something is.

    Attributes:
        layers: The layers whose calls are open, outermost first.
        part: "forward", "backward" or "update".
        variable: The weight that is being updated.
    """

    layers: tuple[Any, ...] = ()
    part: str = FORWARD
    variable: Any = None


_NOWHERE = Origin()


class _Now(threading.local):
    origin = _NOWHERE


_now = _Now()


def current_origin() -> Origin:
    """Return the origin of what this thread computes at the moment."""
    return _now.origin


class _At:
    """Makes an origin the present one inside a ``with`` block."""

    __slots__ = ("before", "origin")

    def __init__(self, origin: Origin) -> None:
        self.origin = origin

    def __enter__(self) -> None:
        self.before, _now.origin = _now.origin, self.origin

    def __exit__(self, *details: Any) -> None:
        _now.origin = self.before


def inside(layer: Any) -> _At:
    """The call of a layer, inside those that are open."""
    now = _now.origin
    return _At(Origin((*now.layers, layer), now.part))


def differentiating(origin: Origin) -> _At:
    """The gradient of what has an origin."""
    return _At(Origin(origin.layers, BACKWARD))


def updating(variable: Any = None) -> _At:
    """The optimizer's work on a weight, or on all of them."""
    return _At(Origin((), UPDATE, variable))


def in_update(method: _Method) -> _Method:
    """Make what a method of an optimizer computes a part of the update."""

    @functools.wraps(method)
    def run(*args: Any, **kwargs: Any) -> Any:
        with updating():
            return method(*args, **kwargs)

    return cast(_Method, run)
