"""A callback made of functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine import registry
from engine.callbacks.callback import Callback


@registry.register("callback", hidden=True)
class LambdaCallback(Callback):
    """Calls functions at the hooks they are given for.

    Args:
        on_epoch_begin: Called with ``(epoch, logs)``; so is ``on_epoch_end``.
        on_epoch_end: See above.
        on_train_begin: Called with ``(logs)``; so is ``on_train_end``.
        on_train_end: See above.
        on_train_batch_begin: Called with ``(batch, logs)``; so is ``on_train_batch_end``.
        on_train_batch_end: See above.
        **kwargs: Functions for the other hooks of ``Callback``, by their names.
    """

    def __init__(
        self,
        on_epoch_begin: Callable[..., Any] | None = None,
        on_epoch_end: Callable[..., Any] | None = None,
        on_train_begin: Callable[..., Any] | None = None,
        on_train_end: Callable[..., Any] | None = None,
        on_train_batch_begin: Callable[..., Any] | None = None,
        on_train_batch_end: Callable[..., Any] | None = None,
        **kwargs: Callable[..., Any],
    ) -> None:
        super().__init__()
        given = {
            "on_epoch_begin": on_epoch_begin,
            "on_epoch_end": on_epoch_end,
            "on_train_begin": on_train_begin,
            "on_train_end": on_train_end,
            "on_train_batch_begin": on_train_batch_begin,
            "on_train_batch_end": on_train_batch_end,
            **kwargs,
        }
        for hook, function in given.items():
            if function is not None:
                setattr(self, hook, function)
