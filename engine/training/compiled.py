"""What ``compile`` was given, spread over a model's outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import losses as loss_module
from engine import metrics as metric_module
from engine.metrics import Mean, Metric
from engine.param import suggest
from engine.registry import snake_case
from engine.tree import flatten

#: Names that stand for what fits the shapes, so that they cannot be looked up beforehand.
_BY_SHAPE = ("accuracy", "acc", "crossentropy", "ce")


def per_output(value: Any, names: Sequence[str], what: str, default: Any = None) -> list[Any]:
    """Spread a single value, a list or a dict by output name over the outputs.

    Raises:
        ValueError: for a list of another length or a name that is no output.
    """
    if _is_structure(value) and isinstance(value, dict):
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
                f"{what} has {len(value)} entries, but the model has {len(names)} "
                f"output{'s' * (len(names) != 1)} ({', '.join(names)})."
            )
        return list(value)
    return [value] * len(names)


def check_names(loss: Any, metrics: Any, weighted: Any) -> None:
    """Look up every loss and metric that is given by name.

    Raises:
        ValueError: for a name that is unknown; the nearest one is proposed.
    """
    for leaf in _leaves(loss):
        if not (isinstance(leaf, str) and leaf.lower() in _BY_SHAPE):
            loss_module.get(leaf)
    for what, given in (("metrics", metrics), ("weighted_metrics", weighted)):
        if given is not None and not isinstance(given, (list, tuple, dict)):
            raise ValueError(
                f"{what} must be a list, or for several outputs a dict or a list of lists, got "
                f"{given!r} ({type(given).__name__}). For one metric write {what}=[{given!r}]."
            )
        for leaf in _leaves(given):
            if not (isinstance(leaf, str) and leaf.lower() in _BY_SHAPE):
                metric_module.get(leaf)


def _is_structure(value: Any) -> bool:
    """Whether a value holds entries for outputs (a configuration is one entry)."""
    return isinstance(value, (list, tuple)) or (
        isinstance(value, dict) and "class_name" not in value
    )


def _leaves(value: Any) -> list[Any]:
    if not _is_structure(value):
        return [] if value is None else [value]
    inner = value.values() if isinstance(value, dict) else value
    return [leaf for item in inner for leaf in _leaves(item)]


class CompiledLoss:
    """The losses of all outputs and their weighted sum.

    Args:
        loss: As given to ``compile``.
        weights: As given to ``compile(loss_weights=...)``.
        names: Names of the outputs.
        form: "list", "dict" or "unnamed": how the model hands out its outputs. The
            means of outputs without names, as those of a subclassed model, are
            called after the losses.
    """

    def __init__(
        self, loss: Any, weights: Any, names: Sequence[str], form: str = "list"
    ) -> None:
        self.names = list(names)
        self.given = per_output(loss, names, "loss")
        self._order = list(loss) if form == "dict" and isinstance(loss, dict) else None
        if isinstance(weights, (int, float)):
            weights = [weights] * len(self.names)
        self.weights = [
            1.0 if w is None else _factor(w) for w in per_output(weights, names, "loss_weights")
        ]
        self.losses: list[Any] = [None] * len(self.names)
        tracked = sum(g is not None for g in self.given) > 1
        self.trackers = [
            Mean(name=f"{_name_of(given) if form == 'unnamed' else name}_loss")
            if tracked and given is not None
            else None
            for name, given in zip(self.names, self.given, strict=True)
        ]

    @property
    def metrics(self) -> list[Metric]:
        """The means of the single outputs' losses, when there are several; in the order in
        which losses were given by name where the outputs have names only."""
        pairs = dict(zip(self.names, self.trackers, strict=True))
        names = self._order or self.names
        return [tracker for name in names if (tracker := pairs[name]) is not None]

    def __call__(
        self, targets: Sequence[Any], predictions: Sequence[Any], weights: Sequence[Any]
    ) -> Any:
        """Return the weighted sum of the losses, None when no output has one.

        Raises:
            ValueError: when there are no targets for an output with a loss.
        """
        total: Any = None
        for i, prediction in enumerate(predictions):
            if self.given[i] is None:
                continue
            if targets[i] is None:
                raise ValueError(
                    f"The output '{self.names[i]}' has a loss, but no targets were given for it "
                    "(y). Give targets, or compile without a loss for it."
                )
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


def _name_of(loss: Any) -> str:
    """The name Keras gives a loss: as it was asked for, or its own."""
    if isinstance(loss, str):
        found = loss_module.get(loss) if loss.lower() not in _BY_SHAPE else None
        return str(found.name) if isinstance(found, loss_module.Loss) else loss
    return str(getattr(loss, "name", None) or snake_case(getattr(loss, "__name__", "loss")))


def _factor(weight: Any) -> float:
    try:
        return float(weight)
    except (TypeError, ValueError):
        raise ValueError(
            f"loss_weights must be numbers, in a list or in a dict by output name, got {weight!r}."
        ) from None


class CompiledMetrics:
    """The metrics of all outputs; made when the shapes are first known.

    It is itself a metric, with a dict as its result: ``model.metrics`` holds it
    under the name "compile_metrics", and a ``train_step`` of one's own updates
    all metrics through it.
    """

    name = "compile_metrics"

    def __init__(self, metrics: Any, weighted: Any, names: Sequence[str] | None) -> None:
        self._given = metrics, weighted
        self._outputs = list(names) if names else None
        self._rows: list[list[tuple[str, Metric, bool]]] | None = None
        if names:
            self._lists(len(names))

    @property
    def metrics(self) -> list[Metric]:
        """All metrics: first those without weights, then the weighted ones."""
        return [m for weighted in (False, True) for _, m in self._in_order(weighted)]

    @property
    def variables(self) -> list[Any]:
        return [v for m in self.metrics for v in m.variables]

    @property
    def logged(self) -> list[str]:
        """The names of ``result``, once built."""
        return [name for weighted in (False, True) for name, _ in self._in_order(weighted)]

    def _in_order(self, weighted: bool) -> list[tuple[str, Metric]]:
        return [(name, m) for row in self._rows or () for name, m, w in row if w is weighted]

    def _lists(self, count: int) -> tuple[list[list[Any]], list[list[Any]]]:
        plain, weighted = self._given
        return self._list(plain, "metrics", count), self._list(weighted, "weighted_metrics", count)

    def _list(self, given: Any, what: str, count: int) -> list[list[Any]]:
        if not given:
            return [[] for _ in range(count)]
        if count == 1:
            if isinstance(given, dict) and self._outputs:
                per_output(given, self._outputs, what)
            return [_leaves(given)]
        names = self._outputs or [f"output {i + 1}" for i in range(count)]
        flat = isinstance(given, (list, tuple)) and not any(_is_structure(g) for g in given)
        if flat and len(given) != count:
            raise ValueError(
                f"{what} has {len(given)} entries, but the model has {count} outputs "
                f"({', '.join(names)}). Give a list per output, or a dict by output name."
            )
        return [_leaves(m) for m in per_output(given, names, what)]

    def build(
        self,
        targets: Sequence[Any],
        predictions: Sequence[Any],
        names: Sequence[str] | None = None,
    ) -> None:
        """Make the metrics for tensors of these shapes, and the names they are logged under.

        Args:
            targets: One per output.
            predictions: One per output.
            names: The outputs' names, where they were not known before.
        """
        if self._rows is not None:
            return
        self._outputs = self._outputs or (list(names) if names else None)
        several = len(predictions) > 1
        made: list[list[tuple[str, Metric, bool]]] = [[] for _ in predictions]
        free = _Names()
        for weighted, lists in enumerate(self._lists(len(predictions))):
            for i, given in enumerate(lists):
                output = self._outputs[i] if several and self._outputs else None
                for identifier in given:
                    if targets[i] is None:
                        raise ValueError(
                            f"{'The output ' + repr(output) if output else 'The model'} has "
                            "metrics, but no targets were given for it (y)."
                        )
                    metric = metric_module.resolve(
                        identifier, targets[i].shape, predictions[i].shape
                    )
                    name = free.take(output, str(metric.name), bool(weighted))
                    made[i].append((name, metric, bool(weighted)))
        self._rows = made

    def update(
        self, targets: Sequence[Any], predictions: Sequence[Any], weights: Sequence[Any]
    ) -> None:
        """Take a batch into account; metrics read the mask that predictions carry."""
        self.build(targets, predictions)
        assert self._rows is not None
        for row, target, prediction, weight in zip(
            self._rows, targets, predictions, weights, strict=True
        ):
            for _, metric, weighted in row:
                if weighted:
                    metric.update_state(target, prediction, sample_weight=weight)
                else:
                    metric.update_state(target, prediction)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch into account, given in the structure of the outputs.

        Raises:
            ValueError: for several weights that are not one for each output.
        """
        predictions = flatten(y_pred)
        weights = flatten(sample_weight)
        names = sorted(y_pred) if isinstance(y_pred, dict) else None
        self.build(flatten(y_true), predictions, names)
        if len(weights) == 1:
            weights *= len(predictions)
        if len(weights) != len(predictions):
            raise ValueError(
                f"{len(weights)} sample weights do not fit {len(predictions)} outputs; give one "
                "array for all of them, or one for each."
            )
        self.update(flatten(y_true), predictions, weights)

    def reset_state(self) -> None:
        for metric in self.metrics:
            metric.reset_state()

    def result(self) -> dict[str, Any]:
        """Return all running values by the names they are logged under."""
        return {
            name: metric.result()
            for weighted in (False, True)
            for name, metric in self._in_order(weighted)
        }


class _Names:
    """Hands out names in Keras's way: a weighted metric of a name that is taken is called
    weighted_..., anything else that is taken is numbered."""

    def __init__(self) -> None:
        self.used: dict[str, int] = {}

    def take(self, output: str | None, metric: str, weighted: bool) -> str:
        before = f"{output}_" if output else ""
        name = before + metric
        if weighted and name in self.used:
            name = f"{before}weighted_{metric}"
        number = self.used.get(name, 0)
        self.used[name] = number + 1
        return f"{name}_{number}" if number else name
