"""What ``compile`` was given, spread over a model's outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import losses as loss_module
from engine import metrics as metric_module
from engine.metrics import Mean, Metric
from engine.param import suggest


def per_output(value: Any, names: Sequence[str], what: str, default: Any = None) -> list[Any]:
    """Spread a single value, a list or a dict by output name over the outputs.

    Raises:
        ValueError: for a list of another length or a name that is no output.
    """
    if isinstance(value, dict) and "class_name" not in value:
        for name in value:
            if name not in names:
                raise ValueError(
                    f"{what} is given for '{name}', which is no output of the model."
                    f"{suggest(name, names)}"
                )
        return [value.get(name, default) for name in names]
    if isinstance(value, (list, tuple)):
        if len(value) != len(names):
            raise ValueError(
                f"{what} has {len(value)} entries, but the model has {len(names)} outputs "
                f"({', '.join(names)})."
            )
        return list(value)
    return [value] * len(names)


class CompiledLoss:
    """The losses of all outputs and their weighted sum.

    Args:
        loss: As given to ``compile``.
        weights: As given to ``compile(loss_weights=...)``.
        names: Names of the outputs.
    """

    def __init__(self, loss: Any, weights: Any, names: Sequence[str]) -> None:
        self.names = list(names)
        self.given = per_output(loss, names, "loss")
        if isinstance(weights, (int, float)):
            weights = [weights] * len(self.names)
        self.weights = [
            1.0 if w is None else float(w) for w in per_output(weights, names, "loss_weights")
        ]
        self.losses: list[Any] = [None] * len(self.names)
        tracked = len(self.names) > 1
        self.trackers = [
            Mean(name=f"{name}_loss") if tracked and given is not None else None
            for name, given in zip(self.names, self.given, strict=True)
        ]

    @property
    def metrics(self) -> list[Metric]:
        return [t for t in self.trackers if t is not None]

    def __call__(
        self, targets: Sequence[Any], predictions: Sequence[Any], weights: Sequence[Any]
    ) -> Any:
        """Return the weighted sum of the losses, None when no output has one."""
        total: Any = None
        for i, prediction in enumerate(predictions):
            if self.given[i] is None or targets[i] is None:
                continue
            if self.losses[i] is None:
                self.losses[i] = loss_module.resolve(
                    self.given[i], targets[i].shape, prediction.shape
                )
            value = self.losses[i](targets[i], prediction, sample_weight=weights[i])
            tracker = self.trackers[i]
            if tracker is not None:
                tracker.update_state(value, sample_weight=float(prediction.shape[0]))
            value = value * self.weights[i]
            total = value if total is None else total + value
        return total


class CompiledMetrics:
    """The metrics of all outputs; made when the shapes are first known."""

    def __init__(self, metrics: Any, weighted: Any, names: Sequence[str]) -> None:
        self.names = list(names)
        self._plain = self._lists(metrics, "metrics")
        self._weighted = self._lists(weighted, "weighted_metrics")
        self._made: list[list[tuple[Metric, bool]]] | None = None

    def _lists(self, given: Any, what: str) -> list[list[Any]]:
        if given is None:
            return [[] for _ in self.names]
        if len(self.names) == 1 and isinstance(given, (list, tuple)):
            inner = given[0] if len(given) == 1 and isinstance(given[0], (list, tuple)) else given
            return [list(inner)]
        if (
            isinstance(given, (list, tuple))
            and len(given) != len(self.names)
            and not any(isinstance(g, (list, tuple, dict)) for g in given)
        ):
            raise ValueError(
                f"{what} has {len(given)} entries, but the model has {len(self.names)} outputs "
                f"({', '.join(self.names)}). Give a list per output, or a dict by output name."
            )
        spread = per_output(given, self.names, what)
        return [
            [] if m is None else list(m) if isinstance(m, (list, tuple)) else [m] for m in spread
        ]

    @property
    def metrics(self) -> list[Metric]:
        return [] if self._made is None else [m for row in self._made for m, _ in row]

    def build(self, targets: Sequence[Any], predictions: Sequence[Any]) -> None:
        """Make the metrics for tensors of these shapes, with unique names."""
        if self._made is not None:
            return
        self._made = []
        used: set[str] = set()
        for i, name in enumerate(self.names):
            row: list[tuple[Metric, bool]] = []
            for given, weighted in [
                *((g, False) for g in self._plain[i]),
                *((g, True) for g in self._weighted[i]),
            ]:
                if given is None or targets[i] is None:
                    continue
                metric = metric_module.resolve(given, targets[i].shape, predictions[i].shape)
                base = metric.name if len(self.names) == 1 else f"{name}_{metric.name}"
                metric.name = _unused(base, used, weighted)
                row.append((metric, weighted))
            self._made.append(row)

    def update(
        self, targets: Sequence[Any], predictions: Sequence[Any], weights: Sequence[Any]
    ) -> None:
        """Take a batch into account; metrics read the mask that predictions carry."""
        self.build(targets, predictions)
        assert self._made is not None
        for row, target, prediction, weight in zip(
            self._made, targets, predictions, weights, strict=True
        ):
            for metric, weighted in row:
                metric.update_state(target, prediction, sample_weight=weight if weighted else None)


def _unused(name: str, used: set[str], weighted: bool) -> str:
    candidate, number = name, 0
    if weighted and name in used:
        candidate = name = f"weighted_{name}"
    while candidate in used:
        number += 1
        candidate = f"{name}_{number}"
    used.add(candidate)
    return candidate
