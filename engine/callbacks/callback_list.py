"""Several callbacks called as one."""

from __future__ import annotations

from typing import Any

from engine.callbacks.callback import Callback
from engine.callbacks.history import History
from engine.callbacks.progbar_logger import ProgbarLogger
from engine.tree import flatten

Logs = dict[str, Any] | None


class CallbackList(Callback):
    """Calls several callbacks in turn, all with the same ``logs``.

    Args:
        callbacks: Callback, or list of them.
        add_history: Whether to append a History when there is none.
        add_progbar: Whether to begin with a ProgbarLogger when there is none.
        model: The model that is trained.
        **params: Handed to each callback's ``set_params``.
    """

    def __init__(
        self,
        callbacks: Any = None,
        add_history: bool = False,
        add_progbar: bool = False,
        model: Any = None,
        **params: Any,
    ) -> None:
        super().__init__()
        self._listeners: dict[str, list[Any]] = {}
        self.callbacks: list[Any] = flatten(callbacks) if callbacks else []
        for callback in self.callbacks:
            _check(callback)
        if add_history and not self._has(History):
            self.callbacks.append(History())
        if add_progbar and not self._has(ProgbarLogger):
            # "Epoch 1/3" and the bars come before what the user's callbacks say of the same
            # moment, as in Keras 2; Keras 3 shows them after it.
            self.callbacks.insert(0, ProgbarLogger())
        self.set_model(model)
        self.set_params(params)

    def _has(self, kind: type) -> bool:
        return any(isinstance(c, kind) for c in self.callbacks)

    def append(self, callback: Callback) -> None:
        """Add a callback at the end."""
        self.callbacks.append(callback)
        self._listeners.clear()

    def listeners(self, hook: str) -> list[Any]:
        """Return the callbacks that do something at a hook."""
        if hook not in self._listeners:
            self._listeners[hook] = [c for c in self.callbacks if _does(c, hook)]
        return self._listeners[hook]

    def set_params(self, params: dict[str, Any]) -> None:
        super().set_params(params)
        if params:
            for callback in self.callbacks:
                callback.set_params(params)

    def set_model(self, model: Any) -> None:
        if model is None:
            return
        super().set_model(model)
        for callback in self.callbacks:
            if isinstance(callback, History):
                model.history = callback
            callback.set_model(model)

    def _call(self, hook: str, *args: Any) -> None:
        *position, logs = args
        listening = self.listeners(hook)
        if not listening:
            return
        plain = plain_logs(logs)
        for callback in listening:
            getattr(callback, hook)(*position, plain)

    def on_batch_begin(self, batch: int, logs: Logs = None) -> None:
        self._call("on_batch_begin", batch, logs)

    def on_batch_end(self, batch: int, logs: Logs = None) -> None:
        self._call("on_batch_end", batch, logs)

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        self._call("on_epoch_begin", epoch, logs)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        self._call("on_epoch_end", epoch, logs)

    def on_train_batch_begin(self, batch: int, logs: Logs = None) -> None:
        self._call("on_train_batch_begin", batch, logs)

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        self._call("on_train_batch_end", batch, logs)

    def on_test_batch_begin(self, batch: int, logs: Logs = None) -> None:
        self._call("on_test_batch_begin", batch, logs)

    def on_test_batch_end(self, batch: int, logs: Logs = None) -> None:
        self._call("on_test_batch_end", batch, logs)

    def on_predict_batch_begin(self, batch: int, logs: Logs = None) -> None:
        self._call("on_predict_batch_begin", batch, logs)

    def on_predict_batch_end(self, batch: int, logs: Logs = None) -> None:
        self._call("on_predict_batch_end", batch, logs)

    def on_train_begin(self, logs: Logs = None) -> None:
        self._call("on_train_begin", logs)

    def on_train_end(self, logs: Logs = None) -> None:
        self._call("on_train_end", logs)

    def on_test_begin(self, logs: Logs = None) -> None:
        self._call("on_test_begin", logs)

    def on_test_end(self, logs: Logs = None) -> None:
        self._call("on_test_end", logs)

    def on_predict_begin(self, logs: Logs = None) -> None:
        self._call("on_predict_begin", logs)

    def on_predict_end(self, logs: Logs = None) -> None:
        self._call("on_predict_end", logs)


def _check(callback: Any) -> None:
    if isinstance(callback, type):
        name = callback.__name__
        raise TypeError(
            f"callbacks must hold Callback objects, got the class {name}. "
            f"Make an object of it: {name}()."
        )
    if not hasattr(callback, "on_epoch_end"):
        raise TypeError(
            f"callbacks must hold Callback objects, got {callback!r} "
            f"({type(callback).__name__})."
        )


def _does(callback: Any, hook: str) -> bool:
    """Whether a callback does anything at a hook; the batch hooks have an older name."""
    older = {"on_train_batch_begin": "on_batch_begin", "on_train_batch_end": "on_batch_end"}
    names = [name for name in (hook, older.get(hook)) if name]
    if not isinstance(callback, Callback):
        return True
    return any(
        name in vars(callback) or getattr(type(callback), name) is not getattr(Callback, name)
        for name in names
    )


def plain_logs(logs: Logs) -> dict[str, Any]:
    """Return logs in alphabetical order, scalars as Python floats, inner dicts flattened."""
    result: dict[str, Any] = {}
    for key, value in sorted((logs or {}).items()):
        if isinstance(value, dict):
            result.update(plain_logs(value))
            continue
        scalar = isinstance(value, (int, float)) or getattr(value, "ndim", None) == 0
        result[key] = float(value) if scalar else value
    return result
