"""A trial: real steps of a model that leave no trace in it."""

from __future__ import annotations

import functools
import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import numpy as np

from engine.graph import Graph
from engine.kernels import ahead
from engine.lane import LANE
from engine.plan import Plan
from engine.tensor import Variable
from engine.training.feed import Feed
from engine.training.sources import is_stream, kind_of
from engine.training.step import Index, Step, fill, length
from engine.tree import flatten


def keep_on() -> None:
    """The check of who never wants to give up."""


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
        graph: The ops of a whole batch.
        plan: The calls of a whole batch; made when it is first asked for.
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
        self.graph: Graph

    def __enter__(self) -> Trial:
        self._lend_optimizer()
        try:
            graph = self.step.graph(self.data, self.size)
            if graph is None:
                raise NotTraceableError(
                    "This model's steps need numbers in Python while they run, so they cannot be "
                    "taken apart. Write the step with ops alone, and leave run_eagerly off."
                )
            self.graph = graph
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

    @functools.cached_property
    def plan(self) -> Plan:
        plan = self.step.plan(self.data, self.size)
        assert plan is not None  # there is a graph
        self._saved = [(v, v.value.copy()) for v in _written(plan)]
        return plan

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

    def whole_batches(self) -> Iterator[Index]:
        """Return which samples make the batches of full size, epoch after epoch."""
        for number in itertools.count():
            for _, index in self.feed.source.restart(number):
                if length(index) == self.size:
                    yield index

    def gather(self, index: Index) -> None:
        """Bring samples into the plan's inputs, as every step does."""
        fill(self.plan, [a for a in flatten(self.data) if a is not None], index)

    def warm_up(self, check: Callable[[], Any] = keep_on) -> None:
        """Take a step whose kernels may have to be compiled first.

        ``check`` is called between any two ops and while kernels are compiled; it may
        raise to give up.
        """
        steps = self.plan.steps
        self.gather(next(self.whole_batches()))
        listening = nullcontext() if check is keep_on else ahead.told(lambda *_: check())
        with held(), listening:
            ahead.upcoming = [call for _, calls in steps for call in calls]
            try:
                for _, calls in steps:
                    check()
                    for function, args in calls:
                        function(*args)
            finally:
                ahead.upcoming = ()

    def seconds_per_step(
        self, most_steps: int, most_seconds: float, check: Callable[[], Any] = keep_on
    ) -> list[float]:
        """Time whole steps, their batch's gathering included, after one that warms up.

        ``check`` is called before every step; it may raise to give up.
        """
        found: list[float] = []
        self.warm_up(check)
        plan, clock = self.plan, time.perf_counter
        end = clock() + most_seconds
        for index in self.whole_batches():
            check()
            with LANE:
                begin = clock()
                self.gather(index)
                plan.run()
                now = clock()
            found.append(now - begin)
            if len(found) >= most_steps or now > end:
                break
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
