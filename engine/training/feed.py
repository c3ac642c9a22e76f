"""Feed: the steps of each epoch, and the batches for them."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from engine.training.sources import Batch, Source
from engine.training.step import Index, Step


class Feed:
    """Hands out the batches of one epoch after the other.

    Args:
        source: What the batches come from.
        steps: Batches in an epoch; None takes all there are. With a number, an
            epoch goes on where the one before it stopped, and starts the source
            anew only when a pass is over.
        per_run: How many batches make one run (``steps_per_execution``).
    """

    def __init__(self, source: Source, steps: int | None = None, per_run: int = 1) -> None:
        self.source, self.steps, self.per_run = source, steps, per_run
        self._known = source.batches
        self._batches: Iterator[Batch] | None = None
        self._seen = 0  # batches of this pass that were announced
        self._passes = 0
        self._taken = 0
        #: What runs the batches of this epoch; ``take`` binds them to it.
        self.step: Step | None = None
        self._bound: tuple[Any, Callable[[Index], Any]] | None = None

    @property
    def length(self) -> int | None:
        """Steps in an epoch, None while it is not known."""
        return self.steps or self._known

    def first(self) -> Batch:
        """Return a batch to learn the data's shape from, and start over."""
        self.source.on_epoch_begin()
        batch = next(self.source.restart(0), None)
        if batch is None:
            raise no_data()
        return batch

    def reset(self) -> None:
        """Begin with the first batch again."""
        self.close()
        self._known, self._seen = self.source.batches, 0
        self.source.on_epoch_end()

    def close(self) -> None:
        """Let go of the running pass and its data; workers end with it."""
        self._batches = self._bound = None

    def epoch(self, number: int) -> Iterator[tuple[int, int]]:
        """Return an iterator over the first and last step of each run of an epoch."""
        self._taken = 0
        self.step = self._bound = None
        self.source.on_epoch_begin()
        if self.length:
            if self._batches is None or self.steps is None:
                self._start(number)
            yield from self._counted(self.length)
            if self._pass_is_over():
                self._batches, self._seen = None, 0
        else:
            self._start(number)
            for begin in itertools.count(0, self.per_run):
                self._seen = begin + self.per_run
                yield begin, begin + self.per_run - 1
        self.source.on_epoch_end()

    def _counted(self, steps: int) -> Iterator[tuple[int, int]]:
        for begin in range(0, steps, self.per_run):
            if self._pass_is_over():
                if self.steps:
                    _warn()
                return
            self._seen += self.per_run
            yield begin, begin + self.per_run - 1

    def _pass_is_over(self) -> bool:
        return bool(self._known) and self._seen >= (self._known or 0)

    def _start(self, number: int) -> None:
        # Epochs that end in the middle of a pass number the passes instead.
        self._batches = self.source.restart(number if self.steps is None else self._passes)
        self._seen = 0
        self._passes += 1

    def take(self) -> Callable[[], Any] | None:
        """Return what runs ``step`` on the next batch, None when there is none."""
        batch = None if self._batches is None else next(self._batches, None)
        if batch is None or self.step is None:
            return None
        self._taken += 1
        data, index = batch
        if self._bound is None or self._bound[0] is not data:  # arrays stay the same all along
            self._bound = data, self.step.on(data)
        run = self._bound[1]
        return lambda: run(index)

    def ran_out(self) -> None:
        """Note that an announced run found no batch; later epochs expect no more than that.

        Raises:
            ValueError: when the epoch had no batch at all.
        """
        if not self._taken and self._known is None:
            raise no_data()
        if self._known is None:
            self._known = self._seen - (self.per_run if self.source.starts_anew else 0)
        if self.steps or not self.source.starts_anew:
            _warn()
        self.close()
        self.source.on_epoch_end()


def no_data() -> ValueError:
    """The error for data without a single batch."""
    return ValueError("There is no data: not a single batch was given.")


def _warn() -> None:
    warnings.warn(
        "Your input ran out of data; interrupting training. Make sure that your data set or "
        "generator can make at least steps_per_epoch * epochs batches; Dataset.repeat() makes it "
        "endless.",
        stacklevel=6,
    )
