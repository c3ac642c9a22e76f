"""The fit loop, as a user sees it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine as keras
from engine import layers


def data(seed: int = 0, n: int = 60) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 4)).astype("f")
    return x, (x.sum(axis=1) > 0).astype("int64")


def classifier(**options: Any) -> Any:
    model = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(8, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(2, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"], **options)
    return model


def run(seed: int) -> dict[str, list[float]]:
    keras.utils.set_random_seed(seed)
    model = classifier()
    x, y = data()
    return model.fit(x, y, epochs=4, batch_size=8, validation_split=0.25, verbose=0).history


def test_the_same_seed_gives_the_same_bits() -> None:
    assert run(5) == run(5)
    assert run(5) != run(6)


def test_training_learns() -> None:
    keras.utils.set_random_seed(1)
    model, (x, y) = classifier(), data(n=300)
    history = model.fit(x, y, epochs=40, verbose=0).history
    assert history["loss"][-1] < history["loss"][0] / 2
    assert model.evaluate(x, y, verbose=0, return_dict=True)["accuracy"] > 0.93


def test_history_has_keras_keys_and_validation_is_the_last_part() -> None:
    x, y = data()
    model = classifier()
    history = model.fit(x, y, epochs=2, validation_split=0.25, verbose=0)
    assert list(history.history) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert history.epoch == [0, 1]
    judged = model.evaluate(x[45:], y[45:], verbose=0)
    assert history.history["val_loss"][-1] == pytest.approx(judged[0], rel=1e-5)
    assert history.history["val_accuracy"][-1] == pytest.approx(judged[1])


def test_predict_covers_every_sample_in_order() -> None:
    model, (x, _) = classifier(), data()
    all_at_once = model.predict(x, batch_size=60, verbose=0)
    np.testing.assert_allclose(model.predict(x, batch_size=7, verbose=0), all_at_once, rtol=1e-5)
    np.testing.assert_allclose(model.predict_on_batch(x), all_at_once, rtol=1e-6)
    np.testing.assert_allclose(model(x).numpy(), all_at_once, rtol=1e-5)


def test_dicts_lists_and_names_reach_the_right_inputs_and_outputs() -> None:
    a, b = keras.Input((2,), name="left"), keras.Input((2,), name="right")
    out = layers.Dense(1, name="score")(layers.Subtract()([a, b]))
    flag = layers.Dense(1, activation="sigmoid", name="flag")(a)
    model = keras.Model([a, b], [out, flag])
    model.compile(
        "sgd",
        {"score": "mse", "flag": "binary_crossentropy"},
        loss_weights={"score": 1.0, "flag": 0.5},
        metrics={"flag": ["accuracy"]},
    )
    rng = np.random.default_rng(0)
    left, right = (rng.normal(size=(10, 2)).astype("f") for _ in "lr")
    by_list = model.predict([left, right], verbose=0)
    by_name = model.predict({"right": right, "left": left}, verbose=0)
    for one, other in zip(by_list, by_name, strict=True):
        np.testing.assert_array_equal(one, other)
    targets = {"flag": np.ones((10, 1)), "score": np.zeros((10, 1))}
    logs = model.evaluate({"left": left, "right": right}, targets, verbose=0, return_dict=True)
    assert set(logs) == {"loss", "score_loss", "flag_loss", "flag_accuracy"}
    assert logs["loss"] == pytest.approx(logs["score_loss"] + 0.5 * logs["flag_loss"], rel=1e-5)


def test_class_weights_equal_sample_weights() -> None:
    x, y = data()
    results = []
    for weights in (
        {"class_weight": {0: 1.0, 1: 3.0}},
        {"sample_weight": np.where(y == 1, 3.0, 1.0)},
    ):
        keras.utils.set_random_seed(3)
        model = classifier()
        model.fit(x, y, epochs=2, verbose=0, **weights)
        results.append(model.get_weights())
    for one, other in zip(*results, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_frozen_layer_stays_as_it_was() -> None:
    model, (x, y) = classifier(), data()
    model.layers[0].trainable = False
    model.compile("adam", "sparse_categorical_crossentropy")
    frozen, free = model.layers[0].get_weights(), model.layers[-1].get_weights()
    model.fit(x, y, epochs=2, verbose=0)
    np.testing.assert_array_equal(model.layers[0].get_weights()[0], frozen[0])
    assert not np.array_equal(model.layers[-1].get_weights()[0], free[0])


def test_training_continues_bit_for_bit_after_saving(tmp_path: Any) -> None:
    x, y = data()
    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [keras.Input((4,)), layers.Dense(3, activation="tanh"), layers.Dense(1)]
    )
    model.compile(keras.optimizers.Adam(0.01), "mse")
    model.fit(x, y, epochs=2, verbose=0, shuffle=False)
    for name in ("m.keras", "m.h5"):
        model.save(tmp_path / name)
    model.fit(x, y, epochs=2, verbose=0, shuffle=False)
    for name in ("m.keras", "m.h5"):
        again = keras.models.load_model(tmp_path / name)
        again.fit(x, y, epochs=2, verbose=0, shuffle=False)
        for one, other in zip(model.get_weights(), again.get_weights(), strict=True):
            np.testing.assert_array_equal(one, other)


class Branching(keras.Model):
    """Its call looks at values, so it cannot be traced."""

    def __init__(self) -> None:
        super().__init__()
        self.wide, self.narrow = layers.Dense(1), layers.Dense(1)

    def call(self, inputs: Any, training: bool = False) -> Any:
        both = self.wide(inputs) + self.narrow(inputs)
        return both if float(keras.ops.sum(inputs)) > 0 else both * 0.5


def test_a_model_that_branches_on_values_trains_eagerly() -> None:
    x, y = data()
    keras.utils.set_random_seed(2)
    model = Branching()
    model.compile(keras.optimizers.Adam(0.05), "mse")
    losses = model.fit(x, y, epochs=40, verbose=0).history["loss"]
    assert losses[-1] < losses[0] / 2


def test_batch_and_epoch_hooks_count_every_step() -> None:
    seen: list[tuple[str, int]] = []
    watch = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: seen.append(("epoch", epoch)),
        on_train_batch_end=lambda batch, logs: seen.append(("batch", batch)),
    )
    x, y = data(n=20)
    classifier().fit(x, y, batch_size=8, epochs=2, verbose=0, callbacks=[watch])
    one_epoch = [("batch", 0), ("batch", 1), ("batch", 2)]
    assert seen == [("epoch", 0), *one_epoch, ("epoch", 1), *one_epoch]


def test_stopping_in_a_batch_ends_training_after_the_epochs_validation() -> None:
    x, y = data()
    model = classifier()

    def stop(batch: int, logs: Any) -> None:
        model.stop_training = batch == 1

    history = model.fit(
        x,
        y,
        batch_size=8,
        epochs=5,
        validation_split=0.2,
        verbose=0,
        callbacks=[keras.callbacks.LambdaCallback(on_train_batch_end=stop)],
    )
    assert history.epoch == [0]
    assert "val_loss" in history.history


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda x, y: (x[:, :3], y), ["(4,)", "(3,)", "input"]),
        (lambda x, y: (x, y[:10]), ["60", "10", "samples"]),
        (lambda x, y: (x, y + 5), ["label", "2 classes"]),
        (lambda x, y: (x.astype("U"), y), ["numbers"]),
        (lambda x, y: (x[:0], y[:0]), ["0 samples"]),
        (lambda x, y: ({"wrong": x}, y), ["wrong", "input"]),
    ],
    ids=["shape", "count", "label", "text", "empty", "name"],
)
def test_data_that_does_not_fit_is_refused_before_training(change: Any, words: list[str]) -> None:
    model = classifier()
    before = model.get_weights()
    with pytest.raises(ValueError) as caught:
        model.fit(*change(*data()), verbose=0)
    for word in words:
        assert word in str(caught.value)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_an_index_outside_the_vocabulary_names_the_value() -> None:
    model = keras.Sequential(
        [
            keras.Input((3,), dtype="int32"),
            layers.Embedding(5, 2),
            layers.Flatten(),
            layers.Dense(1),
        ]
    )
    model.compile("sgd", "mse")
    with pytest.raises(IndexError, match=r"index 9 .* table of 5 rows"):
        model.fit(np.array([[1, 2, 9]]), np.zeros((1, 1)), verbose=0)


def test_fit_before_compile_says_so() -> None:
    model = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
    with pytest.raises(RuntimeError, match="compile"):
        model.fit(*data())


def test_two_hundred_fits_grow_memory_by_nothing() -> None:
    import gc
    import tracemalloc

    x, y = data()
    model = classifier()
    for _ in range(20):
        model.fit(x, y, verbose=0)
    gc.collect()
    tracemalloc.start()
    start = tracemalloc.get_traced_memory()[0]
    for _ in range(200):
        model.fit(x, y, verbose=0)
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - start
    tracemalloc.stop()
    assert grown < 100_000


def test_each_batch_taken_alone_is_judged_alone() -> None:
    x, y = data()
    model = classifier()
    model.train_on_batch(x[:20], y[:20])
    alone = model.test_on_batch(x[20:], y[20:], return_dict=True)
    assert alone == pytest.approx(model.evaluate(x[20:], y[20:], batch_size=40, return_dict=True))
    assert list(alone) == ["accuracy", "loss"]


def test_class_weights_must_be_named_by_class() -> None:
    x, y = data()
    with pytest.raises(ValueError, match="class_weight must be a dict"):
        classifier().fit(x, y, class_weight=[1.0, 2.0], verbose=0)
