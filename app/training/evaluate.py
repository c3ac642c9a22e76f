"""Judging a trained model on data it has not seen; runs in the worker thread.

``judge`` makes a ``Verdict``: numbers for tables and pictures, and the model
itself for single predictions (``predict``), which must run on the worker too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from PySide6.QtCore import QCoreApplication

from app.document.run import Logs, as_logs
from app.training import recipe
from app.training.failure import Refused
from app.training.recipe import Material, Snapshot
from app.training.worker import Task
from engine.callbacks import Callback

Part = Literal["test", "validation", "training"]

#: Kinds of outputs.
CLASSES, NUMBERS, OTHER = "classes", "numbers", "other"


@dataclass(frozen=True)
class Answers:
    """What one output said about the judged samples.

    Attributes:
        name: Name of the output layer.
        kind: CLASSES, NUMBERS or OTHER (shapes no table can show).
        logs: Its loss and metrics.
        classes: Names of the classes in order, [] for numbers.
        truth: (n,) class numbers, or (n, k) numbers in the data's own scale.
        answer: The same form: the likeliest class, or the predicted numbers.
            Of kind OTHER whatever the model gave, or the likeliest class of each place.
        shares: (n, classes) probabilities, None for numbers.
    """

    name: str
    kind: str
    logs: Logs
    truth: np.ndarray
    answer: np.ndarray
    classes: list[str] = field(default_factory=list)
    shares: np.ndarray | None = None

    def confusion(self) -> np.ndarray:
        """Counts (true class, predicted class)."""
        size = len(self.classes)
        flat = self.truth * size + self.answer
        return np.bincount(flat, minlength=size * size).reshape(size, size)

    def per_class(self) -> list[ClassScore]:
        counts = self.confusion()
        right, true, said = counts.diagonal(), counts.sum(axis=1), counts.sum(axis=0)
        return [
            ClassScore(name, int(true[i]), _ratio(right[i], said[i]), _ratio(right[i], true[i]))
            for i, name in enumerate(self.classes)
        ]

    def cell(self, true: int, predicted: int) -> np.ndarray:
        """Samples of one cell of the confusion matrix, the surest answers first."""
        found = np.flatnonzero((self.truth == true) & (self.answer == predicted))
        return found[np.argsort(-self.wrongness()[found], kind="stable")]

    def fit_quality(self) -> tuple[float, float]:
        """Mean absolute error in the data's own scale, and R² (1 exact, 0 no better than the mean).

        Averaged over the output's numbers.
        """
        truth, error = self.truth, self.answer - self.truth
        spread = ((truth - truth.mean(axis=0)) ** 2).sum(axis=0)
        left = (error**2).sum(axis=0)
        known = spread > 0
        r2 = float((1 - left[known] / spread[known]).mean()) if known.any() else float("nan")
        return float(np.abs(error).mean()), r2

    def mistakes(self) -> np.ndarray:
        """Samples from the worst on: wrong answers by how sure they were, or the largest errors."""
        wrongness = self.wrongness()
        order = np.argsort(-wrongness, kind="stable")
        if self.kind == CLASSES:
            return order[(self.truth != self.answer)[order]]
        return order

    def wrongness(self) -> np.ndarray:
        """(n,) how wrong each answer is; larger is worse."""
        if self.kind == CLASSES and self.shares is not None:
            rows = np.arange(len(self.truth))
            return self.shares[rows, self.answer] - self.shares[rows, self.truth]
        if self.by_place:
            return (self.answer != self.truth).reshape(len(self.truth), -1).mean(axis=1)
        return np.abs(self.answer - self.truth).reshape(len(self.truth), -1).max(axis=1)

    @property
    def by_place(self) -> bool:
        """Whether a sample has a class for each of its steps or pixels (of kind OTHER)."""
        return self.kind == OTHER and self.answer.dtype.kind == "i"


@dataclass(frozen=True)
class ClassScore:
    """Precision and recall of one class, NaN where it was never said or never there."""

    name: str
    count: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return _ratio(2 * self.precision * self.recall, self.precision + self.recall)


@dataclass(frozen=True)
class Verdict:
    """A judged model.

    Attributes:
        part: Which part of the data was judged: the first there is of test,
            validation and training.
        logs: All numbers of ``evaluate``.
        outputs: One for every output of the model.
        rows: Rows of the table that the judged samples are.
        x: The samples as the model takes them, by input name.
        material: The data they come from.
        model: The model; only the worker may call it.
        untrained: Layers without trained weights, because the model was changed since.
    """

    part: Part
    logs: Logs
    outputs: list[Answers]
    rows: np.ndarray
    x: dict[str, np.ndarray]
    material: Material
    model: Any
    untrained: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.rows)

    def sample(self, index: int) -> dict[str, np.ndarray]:
        """One sample's inputs in the data's own scale."""
        return {name: self.unscale(name, values[index]) for name, values in self.x.items()}

    def scale(self, name: str, values: np.ndarray) -> np.ndarray:
        """Inputs as the model takes them, from values in the data's own scale."""
        scaler = self.material.prepared.scalers.get(name)
        return values if scaler is None else scaler.apply(values)

    def unscale(self, name: str, values: np.ndarray) -> np.ndarray:
        scaler = self.material.prepared.scalers.get(name)
        return values if scaler is None else scaler.undo(values)


@dataclass(frozen=True)
class Guess:
    """The model's answer to one sample: shares by class, or numbers in the data's own scale."""

    name: str
    kind: str
    values: np.ndarray
    classes: list[str] = field(default_factory=list)


def judge(snapshot: Snapshot, task: Task | None = None) -> Verdict:
    """Evaluate and predict the held-out part.

    Raises:
        Refused: without trained weights, or when data and model do not fit.
    """
    if not snapshot.weights:
        raise Refused(
            QCoreApplication.translate("Judge", "There is nothing to judge yet"),
            QCoreApplication.translate("Judge", "Train the model first."),
        )
    material = recipe.gather(snapshot)
    _go_on(task)
    built, carried = recipe.make_model(snapshot)
    model = built.model
    untrained = tuple(x.name for x in model.layers if x.weights and x.name not in carried)
    part, x, y, rows = held_out(material, snapshot.setup.validation_split)
    given, targets = recipe.ordered(x, material.inputs), recipe.ordered(y, material.outputs)
    how: dict[str, Any] = {
        "batch_size": snapshot.setup.batch_size,
        "verbose": 0,
        "callbacks": [_GoOn(task)],
    }
    weights = recipe.weighing(material, rows)
    logs = as_logs(
        model.evaluate(given, targets, sample_weight=weights, return_dict=True, **how)
    )
    predicted = model.predict(given, **how)
    outputs = [
        _answers(material, index, y[port.name], values, logs)
        for index, (port, values) in enumerate(
            zip(material.outputs, _as_list(predicted), strict=True)
        )
    ]
    return Verdict(part, logs, outputs, rows, x, material, model, untrained)


def predict(verdict: Verdict, sample: dict[str, np.ndarray]) -> list[Guess]:
    """Answer one sample given in the data's own scale, by input name."""
    arrays = {
        port.name: np.asarray(verdict.scale(port.name, sample[port.name]), port.dtype)[None]
        for port in verdict.material.inputs
    }
    predicted = verdict.model.predict(
        recipe.ordered(arrays, verdict.material.inputs), batch_size=1, verbose=0
    )
    return [
        _guess(verdict, answers, values)
        for answers, values in zip(verdict.outputs, _as_list(predicted), strict=True)
    ]


def held_out(
    material: Material, validation_split: float = 0.0
) -> tuple[Part, dict[str, np.ndarray], dict[str, np.ndarray], np.ndarray]:
    """The part to judge on: test, else validation, else the end that ``fit`` held out, else all."""
    data = material.prepared
    if data.x_test:
        return "test", data.x_test, data.y_test, data.rows_test
    if data.x_val:
        return "validation", data.x_val, data.y_val, data.rows_val
    if validation_split:
        start = int(np.floor(len(data.rows) * (1.0 - validation_split)))  # Keras's rule
        x = {name: values[start:] for name, values in data.x.items()}
        y = {name: values[start:] for name, values in data.y.items()}
        return "validation", x, y, data.rows[start:]
    return "training", data.x, data.y, data.rows


def _answers(
    material: Material, index: int, y: np.ndarray, predicted: np.ndarray, logs: Logs
) -> Answers:
    name = material.outputs[index].name
    own = _own_logs(logs, name, len(material.outputs))
    names = material.prepared.class_names.get(name)
    sparse = material.outputs[index].loss == "SparseCategoricalCrossentropy"
    if predicted.ndim == 2 and (names or sparse):
        shares = to_shares(predicted)
        classes = _class_names(names, shares.shape[1])
        return Answers(
            name, CLASSES, own, _codes(y), shares.argmax(axis=1).astype(np.int64), classes, shares
        )
    if sparse and y.shape == predicted.shape[:-1]:
        return Answers(name, OTHER, own, y.astype(np.int64), predicted.argmax(-1).astype(np.int64))
    if predicted.ndim != 2 or y.reshape(len(y), -1).shape != predicted.shape:
        return Answers(name, OTHER, own, y, predicted)
    scaler = material.prepared.scalers.get(name)
    truth = y.reshape(predicted.shape)
    if scaler is not None:
        truth, predicted = scaler.undo(truth), scaler.undo(predicted)
    return Answers(name, NUMBERS, own, truth, predicted)


def _guess(verdict: Verdict, answers: Answers, predicted: np.ndarray) -> Guess:
    if answers.kind == CLASSES:
        return Guess(answers.name, CLASSES, to_shares(predicted)[0], answers.classes)
    if answers.by_place:
        predicted = predicted.argmax(-1)
    scaler = verdict.material.prepared.scalers.get(answers.name)
    values = predicted if scaler is None else scaler.undo(predicted)
    return Guess(answers.name, answers.kind, np.asarray(values[0]))


def to_shares(predicted: np.ndarray) -> np.ndarray:
    """Probabilities (n, classes) from a model's output.

    One column is the probability of the second of two classes. Numbers that are
    no probabilities are taken for logits.
    """
    values = np.asarray(predicted, np.float64)
    if values.shape[1] == 1:
        if values.size and (values.min() < 0 or values.max() > 1):
            values = 1 / (1 + np.exp(-np.clip(values, -60, 60)))
        return np.concatenate([1 - values, values], axis=1)
    sums = values.sum(axis=1, keepdims=True)
    if values.size and values.min() >= 0 and values.max() <= 1 + 1e-6:
        even = np.full_like(values, 1 / values.shape[1])
        return np.where(sums > 0, values / np.where(sums > 0, sums, 1), even)
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _codes(y: np.ndarray) -> np.ndarray:
    """(n,) class numbers from numbers, a column of numbers, or one-hot rows."""
    if y.ndim == 2 and y.shape[1] > 1:
        return y.argmax(axis=1).astype(np.int64)
    return y.reshape(-1).round().astype(np.int64)


def _class_names(names: list[str] | None, count: int) -> list[str]:
    """As many names as the output has units; a unit without a class is called by its number."""
    known = list(names or [])[:count]
    return known + [str(number) for number in range(len(known), count)]


def _own_logs(logs: Logs, name: str, outputs: int) -> Logs:
    if outputs == 1:
        return dict(logs)
    return {k.removeprefix(f"{name}_"): v for k, v in logs.items() if k.startswith(f"{name}_")}


def _as_list(values: Any) -> list[np.ndarray]:
    if isinstance(values, dict):
        return list(values.values())
    return list(values) if isinstance(values, (list, tuple)) else [values]


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")


class _GoOn(Callback):
    """Ends the work between two batches when its result is no longer wanted."""

    def __init__(self, task: Task | None) -> None:
        super().__init__()
        self._task = task

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        _go_on(self._task)

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None:
        _go_on(self._task)


def _go_on(task: Task | None) -> None:
    if task is not None:
        task.check()
