"""Arguments and data that do not fit: refused with what was given and what to try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import engine as keras
from engine import layers
from engine.training.compiled import CompiledMetrics

RNG = np.random.default_rng(8)
X = RNG.normal(size=(20, 4)).astype("f")
Y = RNG.integers(0, 3, 20)
Z = np.zeros((20, 1), "f")


def one(compiled: bool = True) -> Any:
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation="softmax", name="out")])
    if compiled:
        model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def two() -> Any:
    left, right = keras.Input((4,), name="left"), keras.Input((4,), name="right")
    outputs = [layers.Dense(1, name="sum")(layers.Add()([left, right]))]
    model = keras.Model([left, right], [*outputs, layers.Dense(1, name="plain")(left)])
    model.compile("sgd", "mse")
    return model


def stream(count: int = 3, *extra: Any) -> Any:
    return ((X, Y, *extra) for _ in range(count))


class Nothing(keras.utils.PyDataset):
    def __len__(self) -> int:
        return 0


Case = tuple[Callable[[], Any], type[Exception], str]

ARGUMENTS: dict[str, Case] = {
    "validation_freq": (lambda: one().fit(X, Y, validation_freq=0), ValueError, "at least 1"),
    "a word for it": (lambda: one().fit(X, Y, validation_freq="a"), ValueError, "list of epochs"),
    "predict steps": (lambda: one().predict(X, steps=0), ValueError, "steps .*at least 1, got 0"),
    "batch size": (lambda: one().fit(X, Y, batch_size="a"), TypeError, "batch_size .*'a'"),
    "no batch": (lambda: one().fit(X, Y, batch_size=0), ValueError, "batch_size .*got 0"),
    "negative": (lambda: one().predict(X, batch_size=-1), ValueError, "batch_size .*got -1"),
    "half a sample": (lambda: one().fit(X, Y, batch_size=2.5), ValueError, "whole number"),
    "epochs": (lambda: one().fit(X, Y, epochs="3"), TypeError, "epochs .*'3'"),
    "shuffle": (lambda: one().fit(X, Y, shuffle="rows"), ValueError, "'batch'"),
    "verbose": (lambda: one().fit(X, Y, verbose="loud"), ValueError, "verbose .*'loud'"),
    "callbacks": (lambda: one().fit(X, Y, callbacks=["a"]), TypeError, "Callback objects"),
    "split": (lambda: one().fit(X, Y, validation_split=1.5), ValueError, "less than 1"),
    "small split": (
        lambda: one().fit(X[:1], Y[:1], validation_split=0.5), ValueError, "0 samples for training",
    ),
    "typo": (lambda: one().fit(X, Y, epoch=3), TypeError, "Did you mean 'epochs'"),
    "steps per execution": (
        lambda: one(False).compile("sgd", "mse", steps_per_execution=0), ValueError, "at least 1",
    ),
}
DATA: dict[str, Case] = {
    "lengths": (lambda: one().fit(X, Y[:9]), ValueError, r"x of shape \(20, 4\); y of shape \(9,"),
    "weights": (
        lambda: one().fit(X, Y, sample_weight=np.ones(5)), ValueError, r"sample_weight of shape",
    ),
    "no targets": (lambda: one().evaluate(X), ValueError, "'out' has a loss, but no targets"),
    "nothing": (lambda: one().fit(), ValueError, "x is None"),
    "empty": (lambda: one().predict(X[:0]), ValueError, "0 samples"),
    "text": (lambda: one().fit(np.array(["a"] * 20), Y), ValueError, "numbers"),
    "no array": (lambda: one().fit(object(), Y), ValueError, "must be numbers"),
    "ragged": (lambda: one().fit([[1, 2], [3]], [0, 1]), ValueError, "different lengths"),
    "input name": (
        lambda: two().fit({"left": X, "rigth": X}, [Z, Z]), ValueError, "Did you mean 'right'",
    ),
    "output name": (
        lambda: two().fit([X, X], {"sum": Z, "plan": Z}), ValueError, "Did you mean 'plain'",
    ),
    "missing": (lambda: two().fit({"left": X}, [Z, Z]), ValueError, "input 'right' is missing"),
    "one of two": (lambda: two().fit(X, [Z, Z]), ValueError, "has 2 inputs .left, right., but 1"),
    "shape": (lambda: one().fit(X[:, :3], Y), ValueError, r"\(4,\), .* \(3,\)"),
    "target shape": (
        lambda: two().fit([X, X], [Z, np.zeros((20, 3))]), ValueError, r"\(20, 3\) .*\(20, 1\)",
    ),
    "labels": (lambda: one().fit(X, Y + 7), ValueError, "not one of the 3 classes"),
    "generator": (lambda: one().fit(stream(0)), ValueError, "ended at once"),
    "no batches": (lambda: one().fit(Nothing()), ValueError, "There is no data"),
    "single samples": (
        lambda: one().fit(keras.data.Dataset.from_tensor_slices((X, Y))),
        ValueError, r"dataset.batch\(32\)",
    ),
    "length of a batch": (lambda: one().fit(stream(3, Y, Y)), ValueError, "tuple of 4 entries"),
    "batch's shape": (
        lambda: one().fit((X[:, :n], Y) for n in (4, 2)), ValueError, r"\(4,\), .* \(2,\)",
    ),
    "batch's labels": (
        lambda: one().fit((X, Y + 9 * n) for n in (0, 1)), ValueError, "not one of the 3 classes",
    ),
    "y beside a stream": (lambda: one().fit(stream(), Y), ValueError, "y must not be given"),
    "stream cut in two": (
        lambda: one().fit(stream(), validation_split=0.2), ValueError, "Give validation_data",
    ),
    "class weights of a stream": (
        lambda: one().fit(stream(), class_weight={0: 1.0}), ValueError, "does not work with",
    ),
    "class weights of two": (
        lambda: two().fit([X, X], [Z, Z], class_weight={0: 1.0}), ValueError, "one output",
    ),
    "both weights": (
        lambda: one().fit(X, Y, class_weight={0: 1.0}, sample_weight=np.ones(20)),
        ValueError, "not both",
    ),
    "weights of a class": (
        lambda: one().fit(X, Y, class_weight={0: "a"}), ValueError, "weights as numbers",
    ),
    "weights for two": (
        lambda: two().fit([X, X], [Z, Z], sample_weight=np.ones((20, 2))),
        ValueError, r"one number per sample.*\(20, 2\)",
    ),
    "validation data": (
        lambda: one().fit(X, Y, validation_data=(X, Y, Y, Y)), ValueError, "4 entries",
    ),
}
COMPILE: dict[str, Case] = {
    "loss": (lambda: one(False).compile("sgd", "mean_squard_error"), ValueError, "Did you mean"),
    "metric": (
        lambda: one(False).compile("sgd", "mse", metrics=["acuracy"]), ValueError, "Did you mean",
    ),
    "optimizer": (lambda: one(False).compile("addam", "mse"), ValueError, "Did you mean"),
    "no list": (
        lambda: one(False).compile("sgd", "mse", metrics="mae"), ValueError, r"metrics=\['mae'\]",
    ),
    "losses": (lambda: two().compile("sgd", ["mse"]), ValueError, "1 entries.*2 outputs"),
    "loss of no output": (
        lambda: two().compile("sgd", {"plane": "mse"}), ValueError, "Did you mean 'plain'",
    ),
    "metrics": (
        lambda: two().compile("sgd", "mse", metrics=["mae"] * 3), ValueError, "3 entries",
    ),
    "factors": (
        lambda: two().compile("sgd", "mse", loss_weights="a"), ValueError, "must be numbers",
    ),
    "no loss": (
        lambda: (m := one(False)).compile("sgd") or m.fit(X, Y), ValueError, "nothing to learn",
    ),
    "no optimizer": (
        lambda: (m := one(False)).compile(None, "mse") or m.fit(X, X[:, :3]),
        ValueError, "without an optimizer",
    ),
}
CASES = {**ARGUMENTS, **DATA, **COMPILE}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_in_words_that_help(case: str) -> None:
    run, kind, words = CASES[case]
    with pytest.raises(kind, match=words):
        run()


@pytest.mark.parametrize("kind", [RuntimeError, ValueError])
@pytest.mark.parametrize("method", ["fit", "evaluate", "train_on_batch", "test_on_batch"])
def test_what_needs_compile_says_so_as_old_and_new_keras_do(method: str, kind: Any) -> None:
    with pytest.raises(kind, match=r"compile\(\) before"):
        getattr(one(False), method)(X, Y)


def test_not_a_number_in_the_data_reaches_the_history_as_such() -> None:
    history = one().fit(X * np.nan, Y, verbose=0).history
    assert np.isnan(history["loss"]).all() and len(history["accuracy"]) == 1


def test_sample_weights_for_some_outputs_only_are_refused() -> None:
    metrics = CompiledMetrics(None, [["mae"]] * 3, ["a", "b", "c"])
    rows = [np.ones((2, 1), np.float32)] * 3
    with pytest.raises(ValueError, match="2 sample weights do not fit 3 outputs"):
        metrics.update_state(rows, rows, [np.ones(2, np.float32)] * 2)
