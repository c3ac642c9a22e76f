"""compile, fit, evaluate, predict: what makes a layer a model that learns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine import optimizers
from engine.callbacks import CallbackList, History
from engine.metrics import Mean, Metric
from engine.random import draw_seed, stream
from engine.tape import GradientTape
from engine.training.arrays import batches, by_name, class_weights, count_samples, split, to_arrays
from engine.training.compiled import CompiledLoss, CompiledMetrics
from engine.training.step import Step
from engine.tree import flatten, map_structure, pack_like


class Trainer:
    """The training half of ``Model``."""

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
        x, y, weight = _unpack(data)
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
        x, y, weight = _unpack(data)
        y_pred = self(x, training=False)  # type: ignore[operator]
        self.compute_loss(x, y, y_pred, weight, training=False)
        return self.compute_metrics(x, y, y_pred, weight)

    def predict_step(self, data: Any) -> Any:
        """Return the outputs for a batch."""
        return self(_unpack(data)[0], training=False)  # type: ignore[operator]

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

    # -- data ------------------------------------------------------------------

    def _inputs(self, x: Any) -> Any:
        """Check and cast the input arrays; Functional models override the form."""
        return to_arrays(x, self.dtype)  # type: ignore[attr-defined]

    def _targets(self, y: Any) -> Any:
        names = getattr(self, "output_names", None)
        if y is None:
            return None
        arrays = to_arrays(y, self.dtype)  # type: ignore[attr-defined]
        if names and not isinstance(arrays, dict):
            arrays = by_name(arrays, names, "output")
            return arrays[0] if len(arrays) == 1 else arrays
        return arrays

    def _data(self, x: Any, y: Any, weight: Any) -> tuple[Any, Any, Any]:
        weights = None if weight is None else to_arrays(weight, self.dtype)  # type: ignore[attr-defined]
        data = (self._inputs(x), self._targets(y), weights)
        count_samples(*data)
        self._check_labels(data[1])
        return data

    def _check_labels(self, y: Any) -> None:
        """Refuse labels that no output unit stands for, before the first step."""
        shapes = getattr(self, "output_shapes", None)
        if self._compiled_loss is None or y is None or not shapes:
            return
        from engine import losses

        targets = by_name(y, self._compiled_loss.names, "output")
        for target, shape, given in zip(targets, shapes, self._compiled_loss.given, strict=True):
            if given is None or target is None:
                continue
            loss = losses.resolve(given, target.shape, shape)
            if shape[-1] is not None:
                loss.check_labels(target, shape[-1])

    # -- fit -------------------------------------------------------------------

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: Any = "auto",
        callbacks: Any = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: dict[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: Any = 1,
    ) -> History:
        """Train on arrays.

        Args:
            x: Inputs: an array, a list, or a dict by input name.
            y: Targets: an array, a list, or a dict by output name.
            batch_size: Samples per step, 32 by default; the last batch may be smaller.
            epochs: Number of the last epoch.
            verbose: 0 silent, 1 a progress line, 2 a line per epoch.
            callbacks: Callbacks, called in order.
            validation_split: Share of the samples, from the end, to validate on.
            validation_data: (x, y) or (x, y, weights) to validate on instead.
            shuffle: Whether each epoch sees the samples in a new order.
            class_weight: How much each class counts, by label.
            sample_weight: How much each sample counts.
            initial_epoch: Number of epochs already done.
            steps_per_epoch, validation_steps: Steps after which to end early.
            validation_freq: Validate every so many epochs, or after those listed.

        Returns:
            The History, with a list per metric in ``history``.
        """
        self._need_compiled("fit()")
        size = _batch_size(batch_size)
        data = self._data(x, y, _fit_weights(y, sample_weight, class_weight))
        held: Any = None
        if validation_data is not None:
            held = self._data(*_unpack(tuple(validation_data)))
        elif validation_split:
            train, held = split(data, validation_split)
            data = (train[0], train[1], train[2])
            held = (held[0], held[1], None if class_weight is not None else held[2])
        count = count_samples(*data)
        steps = (
            -(-count // size)
            if steps_per_epoch is None
            else min(steps_per_epoch, -(-count // size))
        )
        self._ensure_built(data[0])
        hooks = CallbackList(
            callbacks,
            add_history=True,
            add_progbar=verbose != 0,
            model=self,
            epochs=epochs,
            steps=steps,
            verbose=1 if verbose == "auto" else verbose,
        )
        self.stop_training = False
        seed = draw_seed()
        logs: dict[str, Any] = {}
        hooks.on_train_begin()
        for epoch in range(initial_epoch, epochs):
            self.reset_metrics()
            hooks.on_epoch_begin(epoch)
            order = stream(seed, epoch).permutation(count) if shuffle else None
            logs = dict(self._run_epoch(data, count, size, steps, order, hooks))
            if held is not None and _due(epoch, validation_freq):
                found = self._evaluate(held, validation_batch_size or size, validation_steps, hooks)
                logs.update({f"val_{k}": v for k, v in found.items()})
            hooks.on_epoch_end(epoch, logs)
            if self.stop_training:
                break
        if hasattr(self.optimizer, "finalize_variable_values"):
            self.optimizer.finalize_variable_values(self.trainable_weights)  # type: ignore[attr-defined]
        hooks.on_train_end(logs)
        assert self.history is not None
        return self.history

    def _run_epoch(
        self, data: Any, count: int, size: int, steps: int, order: Any, hooks: CallbackList
    ) -> dict[str, float]:
        step, logs = self._step("train"), {}
        for number, index in enumerate(batches(count, size, order)):
            if number >= steps:
                break
            hooks.on_train_batch_begin(number)
            logs = _numbers(step(data, index))
            hooks.on_train_batch_end(number, logs)
            if self.stop_training:
                break
        return logs

    def _evaluate(
        self, data: Any, size: int, steps: int | None, hooks: CallbackList
    ) -> dict[str, float]:
        self.reset_metrics()
        step, logs = self._step("test"), {}
        hooks.on_test_begin()
        for number, index in enumerate(batches(count_samples(*data), size)):
            if steps is not None and number >= steps:
                break
            hooks.on_test_batch_begin(number)
            logs = _numbers(step(data, index))
            hooks.on_test_batch_end(number, logs)
        hooks.on_test_end(logs)
        return dict(logs)

    # -- evaluate and predict --------------------------------------------------

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: Any = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """Return loss and metrics on arrays: a list in the order of ``metrics_names``, a dict
        by name, or the loss alone when there are no metrics."""
        self._need_compiled("evaluate()")
        data = self._data(x, y, sample_weight)
        size = _batch_size(batch_size)
        self._ensure_built(data[0])
        total = -(-count_samples(*data) // size)
        hooks = CallbackList(
            callbacks,
            add_progbar=verbose != 0,
            model=self,
            epochs=1,
            steps=total if steps is None else steps,
            verbose=1 if verbose == "auto" else verbose,
        )
        logs = self._evaluate(data, size, steps, hooks)
        return self._answer(logs, return_dict)

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: Any = "auto",
        steps: int | None = None,
        callbacks: Any = None,
    ) -> Any:
        """Return the outputs for input arrays, as arrays in the form of the model's outputs."""
        data = (self._inputs(x),)
        count, size = count_samples(*data), _batch_size(batch_size)
        total = -(-count // size) if steps is None else steps
        hooks = CallbackList(
            callbacks,
            add_progbar=verbose != 0,
            model=self,
            epochs=1,
            steps=total,
            verbose=1 if verbose == "auto" else verbose,
        )
        step, results, structure = self._step("predict"), [], None
        hooks.on_predict_begin()
        for number, index in enumerate(batches(count, size)):
            if number >= total:
                break
            hooks.on_predict_batch_begin(number)
            structure = step(data, index)
            results.append([np.array(leaf) for leaf in flatten(structure)])
            hooks.on_predict_batch_end(number, {"outputs": structure})
        hooks.on_predict_end()
        joined = [np.concatenate(parts) for parts in zip(*results, strict=True)]
        return pack_like(structure, joined)

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """Take one step on one batch; return loss and metrics."""
        self._need_compiled("train_on_batch()")
        data = self._data(x, y, _fit_weights(y, sample_weight, class_weight))
        return self._on_batch("train", data, return_dict)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> Any:
        """Judge one batch; return loss and metrics."""
        self._need_compiled("test_on_batch()")
        return self._on_batch("test", self._data(x, y, sample_weight), return_dict)

    def predict_on_batch(self, x: Any) -> Any:
        """Return the outputs for one batch."""
        data = (self._inputs(x),)
        result = self._step("predict")(data, slice(0, count_samples(*data)))
        return map_structure(np.array, result)

    def _on_batch(self, kind: str, data: Any, return_dict: bool) -> Any:
        self._ensure_built(data[0])
        self.reset_metrics()
        logs = _numbers(self._step(kind)(data, slice(0, count_samples(*data))))
        return self._answer(logs, return_dict)

    def _answer(self, logs: dict[str, Any], return_dict: bool) -> Any:
        """Loss and metrics by name, or as a list in the order of ``metrics_names``."""
        if return_dict:
            return dict(sorted(logs.items()))
        values = [logs[name] for name in self.metrics_names if name in logs]
        return values[0] if len(values) == 1 else values

    def _ensure_built(self, x: Any) -> None:
        """Build a model without Input layers for the shape of its data."""
        if not self.built:
            shape = map_structure(lambda a: (None, *a.shape[1:]), x)
            self._build(shape)  # type: ignore[attr-defined]


def _unpack(data: Any) -> tuple[Any, Any, Any]:
    """Return (x, y, sample_weight) from a batch that may leave the last ones out."""
    if not isinstance(data, tuple):
        return data, None, None
    x, y, weight = (*data, None, None)[:3]
    return x, y, weight


def _fit_weights(y: Any, sample_weight: Any, class_weight: Any) -> Any:
    if class_weight is None:
        return sample_weight
    if sample_weight is not None:
        raise ValueError("Give class_weight or sample_weight, not both.")
    return class_weights(to_arrays(y, None), class_weight)


def _batch_size(size: int | None) -> int:
    if size is None:
        return 32
    if isinstance(size, bool) or int(size) != size or size < 1:
        raise ValueError(f"batch_size must be a whole number, at least 1, got {size!r}.")
    return int(size)


def _due(epoch: int, frequency: Any) -> bool:
    if isinstance(frequency, int):
        return (epoch + 1) % frequency == 0
    return epoch + 1 in frequency


def _numbers(logs: dict[str, Any]) -> dict[str, Any]:
    return {k: float(v) if np.ndim(v) == 0 else np.array(v) for k, v in logs.items()}
