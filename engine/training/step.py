"""One step of training, testing or predicting: traced once per shape, then run as a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.graph import Graph, trace
from engine.plan import Plan
from engine.tensor import Spec, Tensor, TraceError, dtype_of
from engine.tree import flatten, map_structure, pack_like

Index = slice | np.ndarray

#: Plans of a step that are kept: one per shape of a batch, as many as fit in this.
_MOST_PLANS, _MOST_BYTES = 256, 1 << 29


class Step:
    """Runs a Python function on batches cut out of arrays.

    Args:
        function: Takes a structure of tensors, returns a structure of tensors.
        eager: Run it as Python each time instead of compiling it.

    A function that needs values in Python (``if loss > 1``) cannot be traced;
    it is then run eagerly from the first step on.
    """

    def __init__(self, function: Callable[[Any], Any], eager: bool = False) -> None:
        self.function = function
        self.eager = eager
        self._plans: dict[tuple[Spec, ...], tuple[Plan, Any]] = {}
        self._traced: dict[tuple[Spec, ...], Graph] = {}  # asked for, without a plan yet

    def __call__(self, data: Any, index: Index) -> Any:
        """Run on the samples at ``index``; the results are valid until the next call."""
        return self.on(data)(index)

    def on(self, data: Any) -> Callable[[Index], Any]:
        """Return a function that runs on the samples of ``data`` at an index.

        What depends on the arrays alone is looked up once, not at every step.
        """
        leaves = flatten(data)
        arrays = [a for a in leaves if a is not None]
        plans: dict[int, tuple[Plan, Any]] = {}

        def run(index: Index) -> Any:
            size = length(index)
            found = plans.get(size)
            if found is None and not self.eager:
                found = self._plan(data, leaves, arrays, size)
            if found is None:
                return self._run_eagerly(data, leaves, index)
            plans[size] = found
            return _run(found, arrays, index)

        return run

    def plan(self, data: Any, size: int) -> Plan | None:
        """Return the plan for batches of ``size`` samples; None where nothing can be traced."""
        leaves = flatten(data)
        found = None
        if not self.eager:
            found = self._plan(data, leaves, [a for a in leaves if a is not None], size)
        return None if found is None else found[0]

    def graph(self, data: Any, size: int) -> Graph | None:
        """Return what such a plan is made of; no memory is needed for it yet."""
        leaves = flatten(data)
        key = _key([a for a in leaves if a is not None], size)
        if not self.eager and key not in self._traced:
            graph = self._trace(data, leaves, key)
            if graph is not None:
                self._traced[key] = graph
        return self._traced.get(key)

    def _run_eagerly(self, data: Any, leaves: Sequence[Any], index: Index) -> Any:
        filled = [None if a is None else _tensor(a[index]) for a in leaves]
        return self.function(pack_like(data, filled))

    def _plan(
        self, data: Any, leaves: Sequence[Any], arrays: Sequence[np.ndarray], size: int
    ) -> tuple[Plan, Any] | None:
        """Return the plan for batches of a size, with its results; None for the eager road."""
        key = _key(arrays, size)
        if key in self._plans:
            self._plans[key] = self._plans.pop(key)  # the one used last stands at the end
            return self._plans[key]

        graph = self._traced.pop(key, None) or self._trace(data, leaves, key)
        if graph is None:
            return None
        plan = Plan(graph)
        outputs = iter(plan.outputs)
        results = map_structure(
            lambda t: next(outputs) if isinstance(t, Tensor) else t, graph.outputs
        )
        self._plans[key] = plan, results
        self._forget_oldest()
        return self._plans[key]

    def _trace(self, data: Any, leaves: Sequence[Any], key: tuple[Spec, ...]) -> Graph | None:
        def run(*placeholders: Tensor) -> Any:
            given = iter(placeholders)
            return self.function(
                pack_like(data, [None if a is None else next(given) for a in leaves])
            )

        try:
            graph = trace(run, key)
        except TraceError:
            self.eager = True
            return None
        if any(None in o.shape for n in graph.nodes for o in n.outputs):
            self.eager = True  # a length that only the data tell (rows of words)
            return None
        return graph

    def _forget_oldest(self) -> None:
        """Let go of plans for shapes that came long ago; they are made again when they return."""
        while len(self._plans) > _MOST_PLANS or (
            len(self._plans) > 1 and sum(p.nbytes for p, _ in self._plans.values()) > _MOST_BYTES
        ):
            del self._plans[next(iter(self._plans))]


def _run(found: tuple[Plan, Any], arrays: Sequence[np.ndarray], index: Index) -> Any:
    """Gather the batch, run the plan and return its results, always the same arrays."""
    plan, results = found
    fill(plan, arrays, index)
    plan.run()
    return results


def fill(plan: Plan, arrays: Sequence[np.ndarray], index: Index) -> None:
    """Gather the samples at ``index`` into the plan's inputs."""
    for buffer, array in zip(plan.inputs, arrays, strict=True):
        if isinstance(index, slice):
            np.copyto(buffer, array[index])
        else:
            np.take(array, index, axis=0, out=buffer, mode="clip")


def _key(arrays: Sequence[np.ndarray], size: int) -> tuple[Spec, ...]:
    return tuple(Spec((size, *a.shape[1:]), dtype_of(a)) for a in arrays)


def length(index: Index) -> int:
    return index.stop - index.start if isinstance(index, slice) else len(index)


def _tensor(array: np.ndarray) -> Tensor:
    array = np.ascontiguousarray(array)
    return Tensor(array.shape, dtype_of(array), array)
