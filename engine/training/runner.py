"""One batch at a time: data brought into form, and the functions that run the steps."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from engine import config
from engine.training import arguments
from engine.training.arrays import to_arrays
from engine.training.feed import Feed, no_data
from engine.training.learner import Learner, unpack
from engine.training.prepare import Preparation
from engine.training.sources import (
    ArraySource,
    Batch,
    Source,
    is_generator,
    is_stream,
    kind_of,
    stream_source,
)
from engine.tree import flatten, map_structure, pack_like


class Runner(Learner):
    """What stands between data and a model's steps."""

    # -- data ------------------------------------------------------------------

    def _inputs(self, x: Any) -> Any:
        """Check and cast the input arrays; Functional models override the form."""
        return to_arrays(x, self.dtype, with_texts=True)  # type: ignore[attr-defined]

    def _preparation(self, kind: str, class_weight: Any = None) -> Preparation:
        return Preparation(self, self._overrides(f"{kind}_step"), class_weight)

    def _feed(
        self,
        kind: str,
        given: tuple[Any, Any, Any],
        size: Any = None,
        steps: Any = None,
        shuffle: Any = False,
        class_weight: Any = None,
        seed: int = 0,
    ) -> Feed:
        """Return the feed for arrays, or for anything that yields batches."""
        size = arguments.optional_number("batch_size", size)
        steps = self._limited(steps)
        prepare = self._preparation(kind, class_weight)
        if is_stream(given[0]):
            _refuse_extras(given, class_weight)
            source = stream_source(given[0], prepare.batch, shuffle, seed)
        else:
            source = _array_source(*prepare.whole(*given), size, steps, shuffle, seed)
        return Feed(source, steps, self.steps_per_execution)

    def _limited(self, steps: int | None) -> int | None:
        most = config.max_steps_per_epoch()
        if most and (steps is None or most < steps):
            warnings.warn(f"Limiting steps_per_epoch to {most}", stacklevel=4)
            return most
        return steps

    def _learn_shapes(self, feed: Feed) -> None:
        """Look at the first batch of new data, and make what depends on its shape."""
        if self.built and self._has_learned_shapes:
            return
        self._ensure_built(feed.first())
        self._has_learned_shapes = True

    def _ensure_built(self, batch: Batch) -> None:
        """Build a model without Input layers for the shape of its data."""
        if self.built or not _has_call(self):
            return
        x = unpack(batch[0])[0]
        shape = map_structure(lambda a: None if a is None else (None, *a.shape[1:]), x)
        self._build(shape)  # type: ignore[attr-defined]

    # -- what runs a step ----------------------------------------------------------

    def make_train_function(self, force: bool = False) -> Any:
        """Make ``train_function``: it takes an iterator of batches and returns a step's logs."""
        if self.__dict__.get("train_function") is None or force:
            self.train_function = self._runner("train")
        return self.train_function

    def make_test_function(self, force: bool = False) -> Any:
        """Make ``test_function``: it takes an iterator of batches and returns a step's logs."""
        if self.__dict__.get("test_function") is None or force:
            self.test_function = self._runner("test")
        return self.test_function

    def make_predict_function(self, force: bool = False) -> Any:
        """Make ``predict_function``: it takes an iterator of batches and returns the outputs."""
        if self.__dict__.get("predict_function") is None or force:
            self.predict_function = self._runner("predict")
        return self.predict_function

    def _runner(self, kind: str) -> Callable[[Any], Any]:
        """Return a function that runs the next batches of a feed; None when there are none."""

        def run(batches: Any) -> Any:
            if not isinstance(batches, Feed):  # an iterator of a program's own
                data, index = self._preparation(kind).batch(next(batches))
                return self._step(kind)(data, index)
            if batches.step is None:  # an epoch begins: layers may have been frozen since
                batches.step = self._step(kind)
            results = []
            for _ in range(batches.per_run):
                bound = batches.take()
                if bound is None:
                    break
                found = bound()
                keep = kind == "predict" and batches.per_run > 1
                results.append(map_structure(np.array, found) if keep else found)
            if len(results) < 2 or kind != "predict":
                return results[-1] if results else None
            return joined([flatten(r) for r in results], results[0])

        run.is_ours = True  # type: ignore[attr-defined]
        return run

    # -- one batch -------------------------------------------------------------------

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
        return self._on_batch("train", (x, y, sample_weight), class_weight, return_dict)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> Any:
        """Judge one batch; return loss and metrics."""
        self._need_compiled("test_on_batch()")
        return self._on_batch("test", (x, y, sample_weight), None, return_dict)

    def predict_on_batch(self, x: Any) -> Any:
        """Return the outputs for one batch."""
        return self._predict_at_once(x)

    def _is_one_batch(self, x: Any, size: Any) -> bool:
        """Whether ``predict`` has an array for a single run, and no function of another's."""
        size = 32 if size is None else arguments.whole_number("batch_size", size)
        function = self.__dict__.get("predict_function")
        return (
            isinstance(x, np.ndarray)
            and x.ndim > 0
            and 0 < len(x) <= size
            and not config.max_steps_per_epoch()
            and (function is None or getattr(function, "is_ours", False))
            and type(self).make_predict_function is Runner.make_predict_function
        )

    def _predict_at_once(self, x: Any) -> Any:
        data, count = self._preparation("predict").whole(x, None, None)
        self._ensure_built((data, slice(0, count)))
        return map_structure(np.array, self._step("predict")(data, slice(0, count)))

    def _on_batch(
        self, kind: str, given: tuple[Any, Any, Any], class_weight: Any, return_dict: bool
    ) -> Any:
        arrays = self._preparation(kind, class_weight).whole(*given)
        data, index = arrays[0], slice(0, arrays[1])
        self._ensure_built((data, index))
        self._has_learned_shapes = True
        self.reset_metrics()
        return self._answer(numbers_of(self._step(kind)(data, index)), return_dict)

    def _answer(self, logs: dict[str, Any], return_dict: bool) -> Any:
        """Values by name; or as a list: the loss, the metrics as they were compiled, and what
        else was logged (with several outputs, their metrics) in the order of the names."""
        if return_dict:
            return dict(sorted(logs.items()))
        names: list[str] = []
        for metric in self.metrics:
            inner = getattr(metric, "metrics", None) if metric is self._compiled_metrics else None
            names += [str(m.name) for m in ([metric] if inner is None else inner)]
        values = [logs[name] for name in names if name in logs]
        values += [logs[name] for name in sorted(logs) if name not in names]
        return values[0] if len(values) == 1 else values


def _array_source(
    data: Any, count: int, size: int | None, steps: int | None, shuffle: Any, seed: int
) -> Source:
    """Batches of arrays; a number of steps without a size divides the samples among them."""
    if size is None:
        size = -(-count // steps) if steps else 32
    return ArraySource(data, count, size, shuffle, seed)


def _refuse_extras(given: tuple[Any, Any, Any], class_weight: Any) -> None:
    kind = kind_of(given[0])
    for name, value in (("y", given[1]), ("sample_weight", given[2])):
        if value is not None:
            raise ValueError(
                f"x is {kind}, so {name} must not be given: each batch it yields holds (x, y) or "
                "(x, y, sample_weight)."
            )
    if class_weight is not None and is_generator(given[0]):
        raise ValueError(
            "class_weight does not work with a generator. Let it yield (x, y, sample_weight)."
        )


def _has_call(model: Any) -> bool:
    from engine.layers.layer import Layer

    return type(model).call is not Layer.call


def joined(parts: list[list[Any]], structure: Any) -> Any:
    """Join the outputs of the batches along the samples."""
    if not parts:
        raise no_data()
    return pack_like(structure, [np.concatenate(p) for p in zip(*parts, strict=True)])


def numbers_of(logs: dict[str, Any]) -> dict[str, Any]:
    """Return a step's values as Python's numbers; what several metrics give in one dict (as
    ``compile_metrics`` does) stands beside the rest."""
    found: dict[str, Any] = {}
    for name, value in logs.items():
        if isinstance(value, dict):
            found.update(numbers_of(value))
        elif isinstance(value, str) or value is None:
            found[name] = value
        else:
            found[name] = float(value) if np.ndim(value) == 0 else np.array(value)
    return found
