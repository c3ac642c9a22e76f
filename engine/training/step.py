"""One step of training, testing or predicting: traced once per shape, then run as a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.graph import trace
from engine.plan import Plan
from engine.tensor import Spec, Tensor, TraceError
from engine.tree import flatten, pack_like

Index = slice | np.ndarray


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

    def __call__(self, data: Any, index: Index) -> Any:
        """Run on the samples at ``index``; the results are valid until the next call."""
        leaves = flatten(data)
        arrays = [a for a in leaves if a is not None]
        if not self.eager:
            size = _length(index)
            key = tuple(Spec((size, *a.shape[1:]), a.dtype.name) for a in arrays)
            found = self._plans.get(key)
            if found is None:
                found = self._compile(data, leaves, key)
            if found is not None:
                return self._run(found, arrays, index)
        batch = iter([a[index] for a in arrays])
        filled = [None if a is None else _tensor(next(batch)) for a in leaves]
        return self.function(pack_like(data, filled))

    def _compile(
        self, data: Any, leaves: Sequence[Any], key: tuple[Spec, ...]
    ) -> tuple[Plan, Any] | None:
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
        plan = Plan(graph)
        self._plans[key] = (plan, graph.outputs)
        return plan, graph.outputs

    def _run(self, found: tuple[Plan, Any], arrays: Sequence[np.ndarray], index: Index) -> Any:
        plan, structure = found
        for buffer, array in zip(plan.inputs, arrays, strict=True):
            if isinstance(index, slice):
                np.copyto(buffer, array[index])
            else:
                np.take(array, index, axis=0, out=buffer, mode="clip")
        plan.run()
        outputs = iter(plan.outputs)
        leaves = [next(outputs) if isinstance(t, Tensor) else t for t in flatten(structure)]
        return pack_like(structure, leaves)


def _length(index: Index) -> int:
    return index.stop - index.start if isinstance(index, slice) else len(index)


def _tensor(array: np.ndarray) -> Tensor:
    array = np.ascontiguousarray(array)
    return Tensor(array.shape, array.dtype.name, array)
