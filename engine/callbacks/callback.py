"""Callback: code of one's own that runs during training."""

from __future__ import annotations

from typing import Any

from engine.param import Configurable


class Callback(Configurable):
    """Base of callbacks: override the hooks you need.

    Attributes:
        model: The model that is trained.
        params: ``{"epochs", "steps", "verbose"}`` of the running fit.

    The hooks, in order: ``on_train_begin``; for each epoch ``on_epoch_begin``,
    ``on_train_batch_begin`` and ``on_train_batch_end`` for each batch, then for
    the validation ``on_test_begin``, ``on_test_batch_begin``,
    ``on_test_batch_end``, ``on_test_end``, then ``on_epoch_end``; at last
    ``on_train_end``. ``evaluate`` runs the test hooks, ``predict`` the predict
    hooks. ``batch`` counts from 0 within an epoch, ``epoch`` from 0. ``logs``
    holds running means; values added to it are seen by later callbacks.
    """

    _model: Any = None

    def check_params(self) -> None:
        self.params = None  # type: ignore[assignment,misc]

    def get_config(self) -> dict[str, Any]:
        declared = type(self).params  # the instance's `params` is what Keras calls so
        return {
            name: definition.kind.to_config(getattr(self, name))
            for name, definition in declared.items()
            if definition.in_config
        }

    def set_params(self, params: dict[str, Any]) -> None:
        """Take note of the running fit's epochs, steps and verbosity."""
        self.params = params  # type: ignore[assignment,misc]

    def set_model(self, model: Any) -> None:
        """Take note of the model."""
        self._model = model

    @property
    def model(self) -> Any:
        return self._model

    def on_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Older name of ``on_train_batch_begin``."""

    def on_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Older name of ``on_train_batch_end``."""

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Called at the start of an epoch."""

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Called at the end of an epoch, with its metrics and those of the validation."""

    def on_train_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Called before a training batch."""
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Called after a training batch, with the epoch's running means."""
        self.on_batch_end(batch, logs)

    def on_test_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Called before a batch of evaluation or validation."""

    def on_test_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Called after a batch of evaluation or validation."""

    def on_predict_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Called before a batch of prediction."""

    def on_predict_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Called after a batch of prediction, with its ``outputs``."""

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Called at the start of training."""

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        """Called at the end of training, with the last epoch's metrics."""

    def on_test_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Called at the start of evaluation or validation."""

    def on_test_end(self, logs: dict[str, Any] | None = None) -> None:
        """Called at the end of evaluation or validation."""

    def on_predict_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Called at the start of prediction."""

    def on_predict_end(self, logs: dict[str, Any] | None = None) -> None:
        """Called at the end of prediction."""
