"""Stops training that has gone astray."""

from __future__ import annotations

import math
from typing import Any

from engine import registry
from engine.callbacks.callback import Callback
from engine.kinds import Bool
from engine.param import param


@registry.register("callback")
class TerminateOnNaN(Callback):
    """Stops training as soon as the loss is no longer a finite number."""

    raise_error = param(
        Bool(), False, advanced=True,
        doc="Whether to stop with an error instead of ending training in order.",
    )

    def on_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        loss = (logs or {}).get("loss")
        if loss is None or math.isfinite(loss):
            return
        if self.raise_error:
            raise RuntimeError(
                f"The loss is {loss} after batch {batch}. A smaller learning rate often helps; "
                "look for missing values in the data too."
            )
        print(f"Batch {batch}: Invalid loss, terminating training")
        self.model.stop_training = True
