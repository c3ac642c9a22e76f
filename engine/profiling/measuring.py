"""Timing every call of a plan and adding up what belongs to whom."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from engine.op import Call
from engine.origin import FORWARD, UPDATE
from engine.profiling.account import Account, Path, nbytes
from engine.profiling.report import Cost, Profile
from engine.profiling.trial import Trial, held, keep_on

#: Steps that are timed, and how long at most.
_STEPS, _SECONDS = 12, 0.4


def profile(
    model: Any,
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    batch_size: int = 32,
    steps: int = _STEPS,
    check: Callable[[], Any] = keep_on,
) -> Profile:
    """Measure where the time and the memory of a step go, layer by layer.

    Real steps are taken on the first batches; weights, optimizer and metrics are
    afterwards what they were. A model that is not compiled, or has no targets to
    learn from, is measured predicting.

    Args:
        model: The model.
        x, y, sample_weight: Arrays as ``fit`` takes them; one batch is enough.
        batch_size: Samples in a step.
        steps: How many steps to time; fewer where they take long.
        check: Called before every step; it may raise to give up.

    Raises:
        ValueError: for data that do not fit, or a model that runs as Python.
    """
    if steps < 1:
        raise ValueError(f"steps must be 1 or more, got {steps}.")
    training = model.compiled and (y is not None or model.loss is None)
    given = (x, y, sample_weight)
    alone = _measured(model, (x, None, None), batch_size, "predict", steps, check)
    if not training:
        alone.predict, alone.training = alone.step, False
        return alone
    whole = _measured(model, given, batch_size, "train", steps, check)
    whole.predict = alone.step
    return whole


def _measured(
    model: Any, given: Any, batch_size: int, kind: str, steps: int, check: Callable[[], Any]
) -> Profile:
    with Trial(model, given, batch_size, kind) as trial:
        return _added_up(trial, *timed(trial, steps, check))


def timed(
    trial: Trial, steps: int, check: Callable[[], Any] = keep_on
) -> tuple[float, float, list[float]]:
    """Return medians of the seconds of a whole step, of gathering a batch, and of each node.

    Whole steps and those taken apart take turns, so that both meet the same machine.
    """
    nodes = [calls for _, calls in trial.plan.steps]
    whole: list[float] = []
    feeding: list[float] = []
    parts: list[list[float]] = []
    trial.warm_up(check)
    clock = time.perf_counter
    end = clock() + _SECONDS
    for index in trial.whole_batches():
        check()
        with held():
            begin = clock()
            trial.gather(index)
            filled = clock()
            trial.plan.run()
            whole.append(clock() - begin)
            feeding.append(filled - begin)
            parts.append(_apart(nodes))
        if len(parts) >= steps or (clock() > end and len(parts) > 1):
            break
    columns = zip(*parts, strict=True)
    return median(whole), median(feeding), [median(column) for column in columns]


def _apart(nodes: list[list[Call]]) -> list[float]:
    """Run a step node by node; return the seconds of each."""
    found = []
    clock = time.perf_counter
    before = clock()
    for calls in nodes:
        for function, args in calls:
            function(*args)
        now = clock()
        found.append(now - before)
        before = now
    return found


def _added_up(trial: Trial, whole: float, feeding: float, times: list[float]) -> Profile:
    account = Account(trial.model)
    costs: dict[Path | None, Cost] = {
        path: Cost("/".join(path), type(layer).__name__) for path, layer in account.layers.items()
    }
    optimizer = Cost("Optimizer")
    rest = costs[None] = Cost("Loss and metrics")
    for (node, _), seconds in zip(trial.plan.steps, times, strict=True):
        part = node.origin.part
        flops = node.op.flops(
            [i.spec for i in node.inputs], [o.spec for o in node.outputs], node.attrs
        )
        kept = sum(trial.plan.layout.sizes.get(id(o), 0) for o in node.outputs)
        for path, share in account.shares(node).items():
            cost = optimizer if path is None and part == UPDATE else costs[path]
            setattr(cost, part, getattr(cost, part) + share * seconds)
            cost.flops += share * flops
            cost.activations += round(share * kept) if part == FORWARD else 0
    for path in account.layers:
        costs[path].weights = sum(map(nbytes, account.weights(path)))
    if trial.kind == "train":
        for path, count in account.slots(trial.plan).items():
            (optimizer if path is None else costs[path]).slots += count
    del costs[None]
    batch = Cost("Batch", forward=feeding)
    other = [c for c in (rest, optimizer, batch) if c.seconds or c.memory]
    return Profile(
        [c for c in costs.values() if c.seconds or c.memory or c.kind != "InputLayer"],
        other,
        trial.size,
        whole,
        shared=trial.plan.nbytes,
    )
