"""compile, and one step of training, testing and predicting, written in ops."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

from engine import optimizers
from engine.callbacks import History
from engine.data.batch import unpack_x_y_sample_weight as unpack
from engine.metrics import Mean
from engine.metrics.metric import metrics_of
from engine.optimizers.extending import extend
from engine.tape import GradientTape
from engine.training.arguments import check_older_settings, whole_number
from engine.training.arrays import by_name
from engine.training.compiled import CompiledLoss, CompiledMetrics, check_names
from engine.training.step import Step
from engine.tree import flatten


class NotCompiledError(RuntimeError, ValueError):
    """A method that needs ``compile`` was called before it (Keras 3 raises ValueError,
    Keras 2 RuntimeError)."""


class Learner:
    """What compiling a model makes: its losses and metrics, and the steps it takes."""

    stop_training = False
    stop_evaluating = False
    stop_predicting = False
    optimizer: Any = None
    loss: Any = None
    history: History | None = None
    run_eagerly = False
    steps_per_execution = 1
    jit_compile: Any = "auto"
    #: Made by ``make_train_function`` and its like.
    train_function: Any = None
    test_function: Any = None
    predict_function: Any = None
    _compiled = False
    #: The weights there were at the last step, by identity; None before the first.
    _known_weights: set[int] | None = None
    _compiled_loss: CompiledLoss | None = None
    _compiled_metrics: CompiledMetrics | None = None
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
        **older: Any,
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
            steps_per_execution: Steps between two calls of the batch hooks.
            jit_compile, auto_scale_loss: Kept for Keras's signature; steps are
                always compiled.
            **older: Keras 2's ``sample_weight_mode``, which changes nothing (weights per
                sample and per time step are told apart by their shape), and
                ``target_tensors``, which can only be None.

        Raises:
            TypeError: for an argument that does not exist.
            ValueError: for a name that is unknown (the nearest one is proposed),
                or entries that do not go with the outputs.
        """
        check_older_settings(older, inspect.signature(Learner.compile).parameters)
        found = optimizers.get(optimizer)
        check_names(loss, metrics, weighted_metrics)
        steps = 1 if steps_per_execution is None else steps_per_execution
        self.steps_per_execution = whole_number("steps_per_execution", steps)
        self.optimizer = found
        self.loss = loss
        self._compile_arguments = {
            "optimizer": found,
            "loss": loss,
            "loss_weights": loss_weights,
            "metrics": metrics,
            "weighted_metrics": weighted_metrics,
        }
        self.run_eagerly = bool(run_eagerly)
        self.jit_compile = jit_compile
        self._known_weights = None
        self.stop_training = False
        self._loss_tracker = Mean(name="loss")
        self._compiled_loss = None
        self._compiled_metrics = None
        self._has_learned_shapes = False
        self._steps: dict[str, Step] = {}
        names = getattr(self, "output_keys", None)
        if metrics is not None or weighted_metrics is not None:
            self._compiled_metrics = CompiledMetrics(metrics, weighted_metrics, names)
        if names:
            by_key = isinstance(getattr(self, "_output_structure", None), dict)
            self._compile_loss(names, "dict" if by_key else "list")
        self._compiled = True
        self.train_function = self.test_function = self.predict_function = None

    @property
    def compiled(self) -> bool:
        return self._compiled

    def _compile_loss(self, names: Sequence[str], form: str) -> CompiledLoss:
        given = self._compile_arguments
        self._compiled_loss = CompiledLoss(given["loss"], given["loss_weights"], names, form)
        return self._compiled_loss

    def _loss_for(self, names: Sequence[str], y_pred: Any) -> CompiledLoss:
        if self._compiled_loss is not None:
            return self._compiled_loss
        return self._compile_loss(names, "dict" if isinstance(y_pred, dict) else "unnamed")

    def _need_compiled(self, what: str) -> None:
        if not self._compiled:
            raise NotCompiledError(
                f"You must call compile() before {what}: choose an optimizer and a loss first."
            )

    def get_compile_config(self) -> dict[str, Any]:
        """Return what ``compile`` was given, in the form of files; empty before it."""
        from engine.saving.description.model import compile_config

        return compile_config(self) if self._compiled else {}

    def compile_from_config(self, config: dict[str, Any]) -> None:
        """Compile the model with what ``get_compile_config`` returned."""
        from engine.saving.description.model import compile_from_config

        compile_from_config(self, config)

    @property
    def metrics(self) -> list[Any]:
        """The loss's running mean, the compiled metrics (as one), the outputs' losses, the
        metrics held by the model itself, and those of its layers."""
        found: list[Any] = []
        if self._compiled:
            found.append(self._loss_tracker)
            if self._compiled_metrics is not None:
                found.append(self._compiled_metrics)
            if self._compiled_loss is not None:
                found += self._compiled_loss.metrics
        found += metrics_of(self)
        for layer in self._flatten_layers():  # type: ignore[attr-defined]
            if not isinstance(layer, Learner):
                found += metrics_of(layer)
        return found

    @property
    def metrics_names(self) -> list[str]:
        return [str(m.name) for m in self.metrics]

    @property
    def metrics_variables(self) -> list[Any]:
        """The variables in which the metrics keep their sums."""
        return [v for metric in self.metrics for v in metric.variables]

    @property
    def compiled_metrics(self) -> CompiledMetrics | None:
        """The metrics given to ``compile``, as one (Keras 2's name)."""
        return self._compiled_metrics

    def compiled_loss(
        self, y: Any, y_pred: Any, sample_weight: Any = None, regularization_losses: Any = None
    ) -> Any:
        """Return the loss of a batch and track its mean (Keras 2's name)."""
        names, targets, predictions, weights = self._by_output(y, y_pred, sample_weight)
        total = self._loss_for(names, y_pred)(targets, predictions, weights)
        for extra in regularization_losses or ():
            total = total + extra
        self._loss_tracker.update_state(total, sample_weight=float(predictions[0].shape[0]))
        return total

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
            loss = self._loss_of(x, y, y_pred, weight, True)
            if self.optimizer is None:
                raise ValueError("The model was compiled without an optimizer; fit() needs one.")
            scaled = self.optimizer.scale_loss(loss)  # itself, unless a factor is set
        trained = self.trainable_weights  # type: ignore[attr-defined]
        self._prepare_optimizer(trained)
        if trained:
            self.optimizer.apply(tape.gradient(scaled, trained), trained)
        self._track_loss(loss, x)
        return self.compute_metrics(x, y, y_pred, weight)

    def _prepare_optimizer(self, trained: Sequence[Any]) -> None:
        """Build the optimizer, or let it take up weights that a step made for the first time."""
        present = {id(w) for w in self.weights}  # type: ignore[attr-defined]
        if not self.optimizer.built:
            self.optimizer.build(trained)
        elif self._known_weights is not None and present - self._known_weights:
            extend(self.optimizer, trained)
        self._known_weights = present

    def test_step(self, data: Any) -> dict[str, Any]:
        """Judge the model on a batch; return the metrics."""
        x, y, weight = unpack(data)
        y_pred = self(x, training=False)  # type: ignore[operator]
        self._track_loss(self._loss_of(x, y, y_pred, weight, False), x)
        return self.compute_metrics(x, y, y_pred, weight)

    def predict_step(self, data: Any) -> Any:
        """Return the outputs for a batch."""
        return self(unpack(data)[0], training=False)  # type: ignore[operator]

    def _loss_of(self, x: Any, y: Any, y_pred: Any, weight: Any, training: bool) -> Any:
        """``compute_loss``, which may be overridden without its last argument."""
        if "training" in inspect.signature(self.compute_loss).parameters:
            return self.compute_loss(x, y, y_pred, weight, training=training)
        return self.compute_loss(x, y, y_pred, weight)

    def _track_loss(self, loss: Any, x: Any) -> None:
        size = next(leaf for leaf in flatten(x) if leaf is not None).shape[0]
        self._loss_tracker.update_state(loss, sample_weight=float(size))

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """Return the loss of a batch, the layers' own losses included."""
        from engine import ops

        names, targets, predictions, weights = self._by_output(y, y_pred, sample_weight)
        total = self._loss_for(names, y_pred)(targets, predictions, weights)
        for extra in self.losses:  # type: ignore[attr-defined]
            extra = ops.sum(extra) if getattr(extra, "shape", ()) else extra
            total = extra if total is None else total + extra
        if total is not None:
            return total
        if training:
            raise ValueError(
                "There is nothing to learn: no loss was given to compile() for any output, and no "
                "layer adds one."
            )
        return ops.convert_to_tensor(0.0)

    def compute_metrics(
        self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None
    ) -> dict[str, Any]:
        """Update the metrics with a batch and return all running values by name."""
        if self._compiled_metrics is not None:
            names, targets, predictions, weights = self._by_output(y, y_pred, sample_weight)
            if isinstance(y_pred, dict):
                self._compiled_metrics.build(targets, predictions, names)
            self._compiled_metrics.update(targets, predictions, weights)
        return self.get_metrics_result()

    def get_metrics_result(self) -> dict[str, Any]:
        """Return the metrics' running values by name."""
        found: dict[str, Any] = {}
        for metric in self.metrics:
            result = metric.result()
            found.update(result if isinstance(result, dict) else {str(metric.name): result})
        return found

    def _by_output(self, y: Any, y_pred: Any, weight: Any) -> tuple[list[str], Any, Any, Any]:
        """Flatten targets, predictions and weights in the order of the outputs."""
        own = getattr(self, "output_keys", None)
        if isinstance(y_pred, dict):
            names = list(own) if own and set(own) == set(y_pred) else sorted(y_pred)
            predictions = [y_pred[n] for n in names]
        else:
            predictions = flatten(y_pred)
            names = own or [f"output_{i + 1}" for i in range(len(predictions))]
        none: list[Any] = [None] * len(names)
        targets = none if y is None else by_name(y, names, "output", optional=names)
        if weight is None:
            weights = none
        elif isinstance(weight, (dict, list, tuple)):
            weights = by_name(weight, names, "output", optional=names)
        else:
            weights = [weight] * len(names)
        return names, targets, predictions, weights

    # -- the steps, compiled -------------------------------------------------------

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

    def _overrides(self, name: str) -> bool:
        """Whether the model's class has a method of its own instead of Keras's."""
        return name in self.__dict__ or getattr(type(self), name) is not getattr(Learner, name)
