"""The records a running training sends to the window."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np

from app.document.run import Logs, Run
from app.training.failure import Failure

#: Phases in their order.
LOADING, CHECKING, BUILDING, PREPARING, TRAINING, TESTING = (
    "loading",
    "checking",
    "building",
    "preparing",
    "training",
    "testing",
)


@dataclass(frozen=True)
class Progress:
    """Where a training stands.

    Attributes:
        phase: One of the constants of this module.
        epoch: Number of the running epoch, from 1; 0 before the first.
        epochs: Number of the last epoch.
        batch: Finished batches of this epoch.
        batches: Batches per epoch, 0 while unknown.
        logs: At an epoch's end its logs; else the running ones of this epoch.
        epoch_end: Whether this record closes the epoch.
        ms_per_step: Milliseconds per batch, lately.
        seconds: Time since the first batch began, pauses left out.
        seconds_left: Estimate, None while unknown.
        compiled: Kernels compiled so far.
        kernels: Kernels to compile before the first step, 0 when none is missing.
    """

    phase: str
    epoch: int = 0
    epochs: int = 0
    batch: int = 0
    batches: int = 0
    logs: Logs = field(default_factory=dict)
    epoch_end: bool = False
    ms_per_step: float = 0.0
    seconds: float = 0.0
    seconds_left: float | None = None
    compiled: int = 0
    kernels: int = 0


@dataclass(frozen=True)
class RunResult:
    """A training that came to an end.

    Attributes:
        run: The history; ``run.ended`` says how.
        weights: Layer name -> arrays in Keras's order, or None when they are of
            no use (the loss was not a number).
        carried: Names of layers that started from earlier weights.
        failure: What broke the training off after some epochs, or None.
    """

    run: Run
    weights: dict[str, list[np.ndarray]] | None = None
    optimizer: dict[str, np.ndarray] | None = None
    carried: tuple[str, ...] = ()
    failure: Failure | None = None


class Control:
    """Pause and stop, set in the GUI thread and read at each batch end in the other."""

    def __init__(self) -> None:
        self._go = threading.Event()
        self._go.set()
        self._stop = threading.Event()

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()

    @property
    def paused(self) -> bool:
        return not self._go.is_set()

    def pause(self) -> None:
        if not self.stopping:
            self._go.clear()

    def resume(self) -> None:
        self._go.set()

    def stop(self) -> None:
        self._stop.set()
        self._go.set()  # a paused training must be able to end

    def wait_while_paused(self) -> None:
        self._go.wait()
