"""fit, evaluate, predict: what makes a layer a model that learns."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.callbacks import CallbackList, History
from engine.random import draw_seed, stream
from engine.training.arrays import batches, by_name, class_weights, count_samples, split, to_arrays
from engine.training.learner import Learner, unpack
from engine.tree import flatten, map_structure, pack_like


class Trainer(Learner):
    """The training half of ``Model``."""

    #: Set by a callback that restores a backup: the epoch to go on with.
    _initial_epoch: int | None = None

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
            held = self._data(*unpack(tuple(validation_data)))
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
        first = initial_epoch if self._initial_epoch is None else self._initial_epoch
        self._initial_epoch = None
        for epoch in range(first, epochs):
            self.reset_metrics()
            hooks.on_epoch_begin(epoch)
            order = stream(seed, epoch).permutation(count) if shuffle else None
            logs = self._run_epoch(data, count, size, steps, order, hooks)
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
        run, result = self._step("train").on(data), {}
        told = bool(hooks.listeners("on_train_batch_end"))
        for number, index in enumerate(batches(count, size, order)):
            if number >= steps:
                break
            hooks.on_train_batch_begin(number)
            result = run(index)
            if told:  # else nobody reads the values of this step
                hooks.on_train_batch_end(number, _numbers(result))
            if self.stop_training:
                break
        return _numbers(result)

    def _evaluate(
        self, data: Any, size: int, steps: int | None, hooks: CallbackList
    ) -> dict[str, float]:
        self.reset_metrics()
        run, result = self._step("test").on(data), {}
        told = bool(hooks.listeners("on_test_batch_end"))
        hooks.on_test_begin()
        for number, index in enumerate(batches(count_samples(*data), size)):
            if steps is not None and number >= steps:
                break
            hooks.on_test_batch_begin(number)
            result = run(index)
            if told:
                hooks.on_test_batch_end(number, _numbers(result))
        logs = _numbers(result)
        hooks.on_test_end(logs)
        return logs

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
        run, results, structure = self._step("predict").on(data), [], None
        hooks.on_predict_begin()
        for number, index in enumerate(batches(count, size)):
            if number >= total:
                break
            hooks.on_predict_batch_begin(number)
            structure = run(index)
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
