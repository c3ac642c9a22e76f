"""What a training will cost, before it begins: seconds for an epoch, and memory."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from engine.graph import Graph
from engine.layout import Layout
from engine.profiling.account import nbytes
from engine.profiling.machine import Machine, work_of
from engine.profiling.trial import Trial, keep_on
from engine.tensor import Variable
from engine.training.arrays import count_samples
from engine.tree import flatten

#: How many steps are tried, and for how long at most.
_STEPS, _SECONDS = 20, 0.12
#: A step that is expected to take longer, or that needs more memory, is not tried.
_TOO_LONG, _TOO_MUCH = 1.0, 2 << 30


@dataclass(frozen=True)
class Memory:
    """Bytes that a training needs at the same time.

    Attributes:
        weights: The model's weights.
        optimizer: The optimizer's state, and what losses and metrics keep.
        values: The memory that all intermediate values of a step share; of a shorter
            last batch and of validating too.
        batches: The inputs and targets of one batch.
        data: The arrays that batches are taken from.
    """

    weights: int
    optimizer: int
    values: int
    batches: int
    data: int

    @property
    def total(self) -> int:
        return self.weights + self.optimizer + self.values + self.batches + self.data


@dataclass(frozen=True)
class Estimate:
    """What training will cost on this machine.

    Attributes:
        step: Seconds of one whole step; NaN where it needs too much memory to be tried and
            there are no rates to work it out from.
        steps: Steps in an epoch; a shorter last batch counts as a part of one.
        validation: Seconds of validating once.
        memory: What it needs.
        measured: Whether steps were tried, or all was worked out from the machine's rates.
    """

    step: float
    steps: float
    validation: float
    memory: Memory
    measured: bool

    @property
    def epoch(self) -> float:
        """Seconds of an epoch, its validation included."""
        return self.step * self.steps + self.validation

    def seconds(self, epochs: int, validation_freq: int = 1) -> float:
        """Seconds of several epochs, with a validation after every so many."""
        return epochs * self.step * self.steps + epochs // validation_freq * self.validation


def estimate(
    model: Any,
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    batch_size: int = 32,
    validation_data: Any = None,
    *,
    machine: Machine | None = None,
    tried: bool | None = None,
    check: Callable[[], Any] = keep_on,
) -> Estimate:
    """Say how long an epoch will take and how much memory training needs.

    Nothing is learned by it. The memory is worked out exactly from the ops of a step.
    The time is measured on a few steps whose effects are taken back, or worked out from
    the ``machine``'s rates where no kernel may run or a step takes too long to try.

    Args:
        model: A compiled model.
        x, y, sample_weight, batch_size, validation_data: As ``fit`` takes them, arrays.
        machine: The rates of this machine, for steps that are not tried.
        tried: Whether to try steps; None does unless the rates tell that they take long.
        check: Called between steps; it may raise to give up.

    Raises:
        ValueError: for data that do not fit, or a model that runs as Python.
    """
    if tried is False and machine is None:
        raise ValueError("An estimate without trying steps needs the machine's rates.")
    given = (x, y, sample_weight)
    training = _Part(model, given, batch_size, "train", machine, tried, check)
    held = None if validation_data is None else (*validation_data, None, None)[:3]
    judging = held and _Part(model, held, batch_size, "test", machine, tried, check)
    arrays = [a for a in flatten((given, held)) if a is not None]
    values = training.values + (judging.values if judging else 0)
    memory = Memory(
        weights=sum(map(nbytes, model.weights)),
        optimizer=training.state,
        values=round(values),
        batches=training.batches + (judging.batches if judging else 0),
        data=sum(getattr(a, "nbytes", 0) for a in arrays),
    )
    validation = judging.step * judging.steps if judging else 0.0
    return Estimate(training.step, training.steps, validation, memory, training.measured)


class _Part:
    """Training, or judging: a step's time and memory."""

    def __init__(
        self,
        model: Any,
        given: Any,
        batch_size: int,
        kind: str,
        machine: Machine | None,
        tried: bool | None,
        check: Callable[[], Any],
    ) -> None:
        with Trial(model, given, batch_size, kind) as trial:
            self.steps = count_samples(*given[:2]) / trial.size
            whole = Layout(trial.graph).nbytes
            last = self.steps % 1.0  # a shorter last batch has a plan of its own
            self.values = whole * (1 + (last if self.steps > 1 else 0))
            self.batches = _sizes(trial.graph.inputs)
            weights = set(map(id, model.weights))
            variables = trial.graph.variables()
            self.state = sum(nbytes(v) for v in variables if id(v) not in weights)
            expected = None if machine is None else forecast(trial.graph, machine)
            needed = self.values + 3 * sum(map(nbytes, variables))
            self.measured = _is_tried(tried, expected, needed)
            if self.measured:
                self.step = _typical(trial.seconds_per_step(_STEPS, _SECONDS, check))
            else:
                self.step = math.nan if expected is None else expected


def _is_tried(tried: bool | None, expected: float | None, needed: float) -> bool:
    if tried is not None:
        return tried
    return needed < _TOO_MUCH and (expected is None or expected < _TOO_LONG)


def _typical(seconds: list[float]) -> float:
    """The middle of the faster half: what disturbs a few steps would not disturb a whole epoch."""
    return median(sorted(seconds)[: len(seconds) // 2 + 1])


def forecast(graph: Graph, machine: Machine) -> float:
    """Return the seconds of a step's ops by a machine's rates; nothing is run."""
    nodes = [node for node in graph.needed() if not node.op.view]
    return sum(machine.seconds(node.op.name, work_of(node)) for node in nodes)


def _sizes(tensors: Any) -> int:
    return sum(nbytes(t) for t in tensors if not isinstance(t, Variable))
