"""fit, evaluate, predict: what makes a layer a model that learns."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from engine import config
from engine.callbacks import CallbackList, History
from engine.data.batch import unpack_x_y_sample_weight as unpack
from engine.random import draw_seed
from engine.training import arguments
from engine.training.arrays import split
from engine.training.feed import Feed, no_data
from engine.training.runner import Runner, joined, numbers_of
from engine.training.sources import is_stream, kind_of
from engine.tree import flatten, map_structure


class Trainer(Runner):
    """The training half of ``Model``."""

    #: Set by a callback that restores a backup: the epoch to go on with.
    _initial_epoch: int | None = None

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
        shuffle: Any = True,
        class_weight: dict[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: Any = 1,
        **older: Any,
    ) -> History:
        """Train the model.

        Args:
            x: Inputs: an array, a list, or a dict by input name. Or what yields
                batches (x, y) or (x, y, sample_weight): a ``data.Dataset``, a
                ``utils.PyDataset``, a generator, anything that can be iterated.
            y: Targets: an array, a list, or a dict by output name.
            batch_size: Samples per step, 32 by default; the last batch may be smaller.
            epochs: Number of the last epoch.
            verbose: 0 silent, 1 a progress line, 2 a line per epoch.
            callbacks: Callbacks, called in order.
            validation_split: Share of the samples, from the end, to validate on
                (arrays only).
            validation_data: What to validate on instead: (x, y), (x, y, weights),
                or anything else that ``x`` may be.
            shuffle: Whether each epoch sees the samples (of a PyDataset: the
                batches) in a new order; "batch" keeps the batches together.
            class_weight: How much each class counts, by label.
            sample_weight: How much each sample counts.
            initial_epoch: Number of epochs already done.
            steps_per_epoch, validation_steps: Batches in an epoch; the next epoch
                goes on behind them.
            validation_batch_size: Samples per step of the validation.
            validation_freq: Validate every so many epochs, or after those listed.
            **older: ``workers``, ``use_multiprocessing`` and ``max_queue_size`` as
                in Keras 2; they are handed to the PyDataset.

        Returns:
            The History, with a list per metric in ``history``.

        Raises:
            ValueError, TypeError: for arguments or data that do not fit.
        """
        self._need_compiled("fit()")
        arguments.hand_to_dataset(x, older, self.fit)
        epochs = _limited_epochs(arguments.whole_number("epochs", epochs, 0))
        initial_epoch = arguments.whole_number("initial_epoch", initial_epoch, 0)
        frequency = arguments.check_frequency(validation_freq)
        shuffle = arguments.check_shuffle(shuffle)
        steps_per_epoch = arguments.optional_number("steps_per_epoch", steps_per_epoch)
        share = arguments.check_split(validation_split)
        given, held = (x, y, sample_weight), validation_data
        if share and validation_data is None:
            given, held = self._split(given, share)
        seed = draw_seed()
        feed = self._feed(
            "train", given, batch_size, steps_per_epoch, shuffle, class_weight, seed
        )
        validation = None
        if held is not None:
            validation = self._feed(
                "test",
                unpack(held) if isinstance(held, (tuple, list)) else (held, None, None),
                arguments.optional_number("validation_batch_size", validation_batch_size)
                or batch_size,
                arguments.optional_number("validation_steps", validation_steps),
            )
        self._learn_shapes(feed)
        feed.reset()
        hooks = self._hooks(callbacks, verbose, feed, epochs, history=True)
        try:
            self._run_epochs(feed, validation, hooks, initial_epoch, epochs, frequency)
        finally:
            feed.close()
            if validation is not None:
                validation.close()
        return self.history  # type: ignore[return-value]  # a CallbackList may come without one

    def _split(self, given: tuple[Any, Any, Any], share: float) -> tuple[Any, Any]:
        """Cut the last samples off for validation."""
        if is_stream(given[0]):
            raise ValueError(
                f"validation_split works on arrays; x is {kind_of(given[0])}. Give validation_data "
                "instead."
            )
        arrays = self._preparation("train").arrays(*given)
        train, held = split(arrays, share)
        return tuple(train), tuple(held)

    def _run_epochs(
        self,
        feed: Feed,
        validation: Feed | None,
        hooks: CallbackList,
        first: int,
        epochs: int,
        frequency: Any,
    ) -> None:
        self._build_optimizer()
        self.make_train_function()
        self.stop_training = False
        logs: dict[str, Any] = {}
        hooks.on_train_begin()
        first, self._initial_epoch = self._initial_epoch or first, None
        try:
            for epoch in range(first, epochs):
                self.reset_metrics()
                hooks.on_epoch_begin(epoch)
                logs = self._run_epoch(feed, epoch, hooks)
                if validation is not None and arguments.is_due(epoch, frequency):
                    found = self._judge(validation, hooks)
                    logs.update({f"val_{k}": v for k, v in found.items()})
                hooks.on_epoch_end(epoch, logs)
                if self.stop_training:
                    break
        finally:
            if epochs > 0 and hasattr(self.optimizer, "finalize_variable_values"):
                self.optimizer.finalize_variable_values(self.trainable_weights)  # type: ignore[attr-defined]
        hooks.on_train_end(logs)

    def _build_optimizer(self) -> None:
        """Make the optimizer's variables, for callbacks to see, where all weights are there."""
        whole = all(layer.built for layer in self._flatten_layers())  # type: ignore[attr-defined]
        if whole and self.optimizer is not None and not self.optimizer.built:
            self.optimizer.build(self.trainable_weights)  # type: ignore[attr-defined]

    def _run_epoch(self, feed: Feed, epoch: int, hooks: CallbackList) -> dict[str, Any]:
        told, result = bool(hooks.listeners("on_train_batch_end")), None
        runs = _runs(feed, epoch, self.train_function, hooks.on_train_batch_begin)
        for end, result in runs:
            if told:  # else nobody reads the values of this step
                hooks.on_train_batch_end(end, numbers_of(result))
            if self.stop_training:
                break
        return self._epoch_logs("train", result)

    def _judge(self, feed: Feed, hooks: CallbackList) -> dict[str, Any]:
        """Go through the data of an evaluation or validation once."""
        self._learn_shapes(feed)
        feed.reset()
        self.make_test_function()
        told, result = bool(hooks.listeners("on_test_batch_end")), None
        self.stop_evaluating = False
        hooks.on_test_begin()
        self.reset_metrics()
        for end, result in _runs(feed, 0, self.test_function, hooks.on_test_batch_begin):
            if told:
                hooks.on_test_batch_end(end, numbers_of(result))
            if self.stop_evaluating:
                break
        logs = dict(sorted(self._epoch_logs("test", result).items()))
        hooks.on_test_end(logs)
        return logs

    def _epoch_logs(self, kind: str, result: Any) -> dict[str, Any]:
        """Return an epoch's values: those of the metrics where a step of one's own names them."""
        if result is None:
            raise no_data()
        if self._overrides(f"{kind}_step"):
            if not isinstance(result, dict):
                raise ValueError(
                    f"{type(self).__name__}.{kind}_step must return a dict of values by name, got "
                    f"{type(result).__name__}."
                )
            found = self.get_metrics_result()
            if set(found) == set(result):
                result = found
        return numbers_of(result)

    def _hooks(
        self, callbacks: Any, verbose: Any, feed: Feed, epochs: int = 1, history: bool = False
    ) -> CallbackList:
        verbose = arguments.check_verbose(verbose)
        if isinstance(callbacks, CallbackList):
            return callbacks
        return CallbackList(
            callbacks,
            add_history=history,
            add_progbar=verbose != 0,
            model=self,
            verbose=verbose,
            epochs=epochs,
            steps=feed.length,
        )

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
        **older: Any,
    ) -> Any:
        """Return loss and metrics on data of any form ``fit`` takes.

        Returns:
            A list (the loss, then the metrics), a dict by name, or the loss alone
            when there are no metrics.
        """
        self._need_compiled("evaluate()")
        arguments.hand_to_dataset(x, older, self.evaluate)
        steps = arguments.optional_number("steps", steps)
        feed = self._feed("test", (x, y, sample_weight), batch_size, steps)
        hooks = self._hooks(callbacks, verbose, feed)
        return self._answer(self._judge(feed, hooks), return_dict)

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: Any = "auto",
        steps: int | None = None,
        callbacks: Any = None,
        **older: Any,
    ) -> Any:
        """Return the outputs for data of any form ``fit`` takes, all batches joined.

        Targets that batches hold are left out of account.
        """
        arguments.hand_to_dataset(x, older, self.predict)
        steps = arguments.optional_number("steps", steps)
        quiet = callbacks is None and arguments.check_verbose(verbose) == 0
        if quiet and steps is None and self._is_one_batch(x, batch_size):
            return self._predict_at_once(x)
        feed = self._feed("predict", (x, None, None), batch_size, steps)
        if not self.built:
            self._ensure_built(feed.first())
            feed.reset()
        hooks = self._hooks(callbacks, verbose, feed)
        self.make_predict_function()
        parts: list[list[Any]] = []
        structure: Any = None
        self.stop_predicting = False
        hooks.on_predict_begin()
        for end, found in _runs(feed, 0, self.predict_function, hooks.on_predict_batch_begin):
            structure = map_structure(np.array, found)
            parts.append(flatten(structure))
            hooks.on_predict_batch_end(end, {"outputs": structure})
            if self.stop_predicting:
                break
        feed.close()
        hooks.on_predict_end()
        return joined(parts, structure)


def _runs(
    feed: Feed, epoch: int, run: Callable[[Feed], Any], before: Callable[[int], None]
) -> Iterator[tuple[int, Any]]:
    """Run the batches of an epoch: the last step of each run, and what it gave.

    Args:
        feed: Where the batches come from.
        epoch: Its number.
        run: Runs the next batches of a feed; gives None when there are none.
        before: Called with the first step of each run.
    """
    for begin, end in feed.epoch(epoch):
        before(begin)
        found = run(feed)
        if found is None:
            feed.ran_out()
            return
        yield end, found


def _limited_epochs(epochs: int) -> int:
    most = config.max_epochs()
    if most and most < epochs:
        warnings.warn(f"Limiting epochs to {most}", stacklevel=3)
        return most
    return epochs
