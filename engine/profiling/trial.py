"""A trial: real steps of a model that leave no trace in it."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from engine.lane import LANE
from engine.plan import Plan
from engine.tensor import Variable
from engine.training.feed import Feed
from engine.training.sources import is_stream, kind_of
from engine.training.step import Index, Step, fill, length
from engine.tree import flatten


class NotTraceableError(ValueError):
    """A model whose steps need values in Python, so that they are no list of kernel calls."""


class Trial:
    """One kind of step of a model, on batches of its data.

    Use it in a ``with`` block: weights, the optimizer's and the metrics' state are
    what they were before when it ends.

    Args:
        model: A compiled model; for "predict" it need not be compiled.
        given: (x, y, sample_weight), arrays or lists or dicts of them.
        batch_size: Samples in a step.
        kind: "train", "test" or "predict".

    Attributes:
        feed: Hands out the batches, in the order training would see them.
        step: What runs them.
        plan: The calls of a whole batch.
        size: Samples in a whole batch, fewer than asked for when there are no more.

    Raises:
        ValueError: for data that are no arrays, or do not fit.
        NotTraceableError: for a model that runs as Python.
    """

    def __init__(
        self, model: Any, given: tuple[Any, Any, Any], batch_size: int = 32, kind: str = "train"
    ) -> None:
        if is_stream(given[0]):
            raise ValueError(
                f"A profile or an estimate needs arrays; x is {kind_of(given[0])}. Give it one "
                "of its batches."
            )
        self.model, self.kind = model, kind
        self._optimizer: Any = None
        self._saved: list[tuple[Variable, np.ndarray]] = []
        self.feed: Feed = model._feed(kind, given, batch_size, shuffle=kind == "train")
        self.data, index = self.feed.first()
        self.size = length(index)
        self.feed.close()
        model._ensure_built((self.data, index))
        self.step = Step(getattr(model, f"{kind}_step"), model.run_eagerly)
        self.plan: Plan

    def __enter__(self) -> Trial:
        self._lend_optimizer()
        try:
            plan = self.step.plan(self.data, self.size)
            if plan is None:
                raise NotTraceableError(
                    "This model's steps need numbers in Python while they run, so they cannot be "
                    "taken apart. Write the step with ops alone, and leave run_eagerly off."
                )
            self.plan = plan
            self._saved = [(v, v.value.copy()) for v in _written(plan)]
        except BaseException:
            self._return_optimizer()
            raise
        return self

    def __exit__(self, *details: Any) -> None:
        for variable, value in self._saved:
            np.copyto(variable.value, value)
        self._saved = []
        self.feed.close()
        self._return_optimizer()

    def _lend_optimizer(self) -> None:
        """An optimizer without state gets none: another one like it takes its place."""
        model = self.model
        self._before = {name: model.__dict__.get(name) for name in ("optimizer", "_known_weights")}
        optimizer = model.optimizer
        if self.kind == "train" and optimizer is not None and not optimizer.built:
            model.__dict__["optimizer"] = type(optimizer).from_config(optimizer.get_config())
            model._build_optimizer()

    def _return_optimizer(self) -> None:
        self.model.__dict__.update(self._before)

    def batches(self) -> Iterator[Callable[[], Any]]:
        """Return what runs one batch after the other, epoch after epoch."""
        number = 0
        while True:
            for _ in self.feed.epoch(number):
                self.feed.step = self.step
                run = self.feed.take()
                if run is not None:
                    yield run
            number += 1

    def whole_batches(self) -> Iterator[Index]:
        """Return which samples make the batches of full size, epoch after epoch."""
        for number in itertools.count():
            for _, index in self.feed.source.restart(number):
                if length(index) == self.size:
                    yield index

    def gather(self, index: Index) -> None:
        """Bring samples into the plan's inputs, as every step does."""
        fill(self.plan, [a for a in flatten(self.data) if a is not None], index)

    def seconds_per_step(self, most_steps: int, most_seconds: float) -> list[float]:
        """Time whole steps, their batch's gathering included, after one that warms up."""
        found: list[float] = []
        with held():
            steps = self.batches()
            next(steps)()
            end = time.perf_counter() + most_seconds
            begin = time.perf_counter()
            for run in steps:
                run()
                now = time.perf_counter()
                found.append(now - begin)
                if len(found) >= most_steps or now > end:
                    break
                begin = now
            steps.close()  # type: ignore[attr-defined]
        return found


@contextmanager
def held() -> Iterator[None]:
    """Keep the lane, and let kernels meet infinite numbers without a word."""
    with LANE, np.errstate(all="ignore"):
        yield


def _written(plan: Plan) -> list[Variable]:
    """The variables among what the plan's changing ops take, each once."""
    changing = [node for node, _ in plan.steps if node.op.mutates]
    found = {id(v): v for node in changing for v in node.inputs if isinstance(v, Variable)}
    return list(found.values())
