"""compile, and one step of training, testing and predicting, written in ops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import optimizers
from engine.callbacks import History
from engine.metrics import Mean, Metric
from engine.tape import GradientTape
from engine.training.arrays import by_name
from engine.training.compiled import CompiledLoss, CompiledMetrics
from engine.training.step import Step
from engine.tree import flatten


class Learner:
    """What compiling a model makes: its losses and metrics, and the steps it takes."""

    stop_training = False
    optimizer: Any = None
    loss: Any = None
    history: History | None = None
    run_eagerly = False
    _compiled = False
    built: bool

    # -- compile ---------------------------------------------------------------

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: Any = "auto",
        auto_scale_loss: bool = True,
    ) -> None:
        """Choose how the model learns.

        Args:
            optimizer: An optimizer or its name.
            loss: A loss, its name or a function; for several outputs a list, or
                a dict by output name.
            loss_weights: How much each output's loss counts (list or dict).
            metrics: Metrics to watch: a list; for several outputs a list of
                lists, or a dict by output name.
            weighted_metrics: Metrics that take sample weights into account.
            run_eagerly: Run each step as Python, to look at values in between.
            steps_per_execution, jit_compile, auto_scale_loss: Kept for Keras's
                signature; steps are always compiled.
        """
        self.optimizer = optimizers.get(optimizer)
        self.loss = loss
        self._compile_arguments = {
            "optimizer": self.optimizer,
            "loss": loss,
            "loss_weights": loss_weights,
            "metrics": metrics,
            "weighted_metrics": weighted_metrics,
        }
        self.run_eagerly = bool(run_eagerly)
        self._loss_tracker = Mean(name="loss")
        self._compiled_loss: CompiledLoss | None = None
        self._compiled_metrics: CompiledMetrics | None = None
        self._steps: dict[str, Step] = {}
        self._compiled = True
        names = getattr(self, "output_names", None)
        if names:
            self._make_compiled(names)

    @property
    def compiled(self) -> bool:
        return self._compiled

    def _make_compiled(self, names: Sequence[str]) -> None:
        given = self._compile_arguments
        self._compiled_loss = CompiledLoss(given["loss"], given["loss_weights"], names)
        self._compiled_metrics = CompiledMetrics(given["metrics"], given["weighted_metrics"], names)

    def _need_compiled(self, what: str) -> None:
        if not self._compiled:
            raise RuntimeError(
                f"You must call compile() before {what}: choose an optimizer and a loss first."
            )

    @property
    def metrics(self) -> list[Metric]:
        """The loss's running mean, the outputs' losses, then the compiled metrics."""
        if not self._compiled:
            return []
        found: list[Metric] = [self._loss_tracker]
        if self._compiled_loss is not None:
            found += self._compiled_loss.metrics
        if self._compiled_metrics is not None:
            found += self._compiled_metrics.metrics
        return found + [
            v for v in vars(self).values() if isinstance(v, Metric) and v is not found[0]
        ]

    @property
    def metrics_names(self) -> list[str]:
        return [str(m.name) for m in self.metrics]

    def reset_metrics(self) -> None:
        """Start all running means anew."""
        for metric in self.metrics:
            metric.reset_state()

    # -- one step, written in ops ------------------------------------------------

    def train_step(self, data: Any) -> dict[str, Any]:
        """Take one step on a batch ``(x, y, sample_weight)``; return the metrics."""
        x, y, weight = unpack(data)
        with GradientTape() as tape:
            y_pred = self(x, training=True)  # type: ignore[operator]
            loss = self.compute_loss(x, y, y_pred, weight, training=True)
            scaled = self.optimizer.scale_loss(loss)  # itself, unless a factor is set
        trained = self.trainable_weights  # type: ignore[attr-defined]
        if not self.optimizer.built:
            self.optimizer.build(trained)
        if trained:
            self.optimizer.apply(tape.gradient(scaled, trained), trained)
        return self.compute_metrics(x, y, y_pred, weight)

    def test_step(self, data: Any) -> dict[str, Any]:
        """Judge the model on a batch; return the metrics."""
        x, y, weight = unpack(data)
        y_pred = self(x, training=False)  # type: ignore[operator]
        self.compute_loss(x, y, y_pred, weight, training=False)
        return self.compute_metrics(x, y, y_pred, weight)

    def predict_step(self, data: Any) -> Any:
        """Return the outputs for a batch."""
        return self(unpack(data)[0], training=False)  # type: ignore[operator]

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """Return the loss of a batch, the layers' own losses included, and track its mean."""
        names, targets, predictions, weights = self._by_output(y, y_pred, sample_weight)
        if self._compiled_loss is None:
            self._make_compiled(names)
        assert self._compiled_loss is not None
        total = self._compiled_loss(targets, predictions, weights)
        for extra in self.losses:  # type: ignore[attr-defined]
            total = extra if total is None else total + extra
        if total is None:
            raise ValueError(
                "There is nothing to learn: no loss was given to compile() for any output, and no "
                "layer adds one."
            )
        self._loss_tracker.update_state(total, sample_weight=float(predictions[0].shape[0]))
        return total

    def compute_metrics(
        self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None
    ) -> dict[str, Any]:
        """Update the metrics with a batch and return all running values by name."""
        _, targets, predictions, weights = self._by_output(y, y_pred, sample_weight)
        if self._compiled_metrics is not None:
            self._compiled_metrics.update(targets, predictions, weights)
        return self.get_metrics_result()

    def get_metrics_result(self) -> dict[str, Any]:
        """Return the metrics' running values by name."""
        return {str(m.name): m.result() for m in self.metrics}

    def _by_output(self, y: Any, y_pred: Any, weight: Any) -> tuple[list[str], Any, Any, Any]:
        """Flatten targets, predictions and weights in the order of the outputs."""
        if isinstance(y_pred, dict):
            names = list(y_pred)
            predictions = [y_pred[n] for n in names]
        else:
            predictions = flatten(y_pred)
            names = getattr(self, "output_names", None) or [
                f"output_{i + 1}" for i in range(len(predictions))
            ]
        none: list[Any] = [None] * len(names)
        targets = none if y is None else by_name(y, names, "output")
        if weight is None:
            weights = none
        elif isinstance(weight, (dict, list, tuple)):
            weights = (
                [weight.get(n) for n in names]
                if isinstance(weight, dict)
                else by_name(weight, names, "output")
            )
        else:
            weights = [weight] * len(names)
        return names, targets, predictions, weights

    def _step(self, kind: str) -> Step:
        """Return the compiled step of a kind; freezing layers makes a new one."""
        frozen = tuple(layer.trainable for layer in self._flatten_layers())  # type: ignore[attr-defined]
        if self.__dict__.setdefault("_frozen", frozen) != frozen:
            self._steps, self.__dict__["_frozen"] = {}, frozen
        if "_steps" not in self.__dict__:
            self._steps = {}
        if kind not in self._steps:
            function = getattr(self, f"{kind}_step")
            self._steps[kind] = Step(function, self.run_eagerly)
        return self._steps[kind]


def unpack(data: Any) -> tuple[Any, Any, Any]:
    """Return (x, y, sample_weight) from a batch that may leave the last ones out."""
    if not isinstance(data, tuple):
        return data, None, None
    x, y, weight = (*data, None, None)[:3]
    return x, y, weight
