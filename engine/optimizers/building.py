"""What an optimizer's ``build`` has in common, whatever slots it makes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any


class Built:
    """Base whose classes' ``build`` does nothing for an object that is built.

    Optimizers are built by whoever needs them first, a file or a training; a second call
    would make every slot again.
    """

    built: bool

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "build" in vars(cls):
            cls.build = _once(vars(cls)["build"])  # type: ignore[attr-defined]

    def inner(self) -> Sequence[Any]:
        """Return the optimizers that this one gives its variables to."""
        return ()


def _once(build: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(build)
    def built_once(self: Built, *args: Any, **kwargs: Any) -> None:
        if not self.built:
            build(self, *args, **kwargs)

    return built_once
