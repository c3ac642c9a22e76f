"""Callbacks in a real training run."""

import csv
import io

import numpy as np
import pytest

import engine
from engine.callbacks import (
    Callback,
    CallbackList,
    CSVLogger,
    EarlyStopping,
    History,
    LambdaCallback,
    ReduceLROnPlateau,
    TerminateOnNaN,
)


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(64, 4)).astype(np.float32)
    return x, (x.sum(1, keepdims=True) > 0).astype(np.float32)


@pytest.fixture
def model():
    engine.utils.set_random_seed(0)
    layers = engine.layers
    made = engine.Sequential([layers.Input((4,)), layers.Dense(1, activation="sigmoid")])
    made.compile("sgd", "binary_crossentropy", metrics=["accuracy"])
    return made


def test_restoring_the_best_weights(model, data):
    kept = {}

    class Spoil(Callback):
        """Makes every epoch after the second one worse."""

        def on_epoch_end(self, epoch, logs=None):
            kept[epoch] = self.model.get_weights()
            logs["val_loss"] = [0.5, 0.4, 0.6, 0.7, 0.8, 0.9][epoch]

    stopper = EarlyStopping(patience=2, restore_best_weights=True)
    history = model.fit(*data, epochs=6, verbose=0, callbacks=[Spoil(), stopper])
    assert history.epoch == [0, 1, 2, 3]
    assert history.history["val_loss"] == [0.5, 0.4, 0.6, 0.7]
    for got, want in zip(model.get_weights(), kept[1], strict=True):
        np.testing.assert_array_equal(got, want)


def test_the_compiled_step_follows_the_reduced_rate(model, data):
    """A plateau divides the rate by 100: steps become that much smaller."""
    moves = []

    class Watch(Callback):
        def on_epoch_begin(self, epoch, logs=None):
            self.before = self.model.get_weights()[0]

        def on_epoch_end(self, epoch, logs=None):
            moves.append(np.abs(self.model.get_weights()[0] - self.before).max())

    plateau = ReduceLROnPlateau(monitor="loss", factor=0.01, patience=1, min_delta=10)
    history = model.fit(*data, epochs=3, batch_size=64, verbose=0, callbacks=[Watch(), plateau])
    assert history.history["learning_rate"] == pytest.approx([0.01, 0.01, 0.0001])
    assert moves[2] == pytest.approx(moves[1] / 100, rel=0.05)


def test_a_csv_file_can_be_read_while_training_runs(model, data, tmp_path):
    path = tmp_path / "log.csv"
    rows = []
    reader = LambdaCallback(on_epoch_end=lambda e, logs: rows.append(path.read_text()))
    history = model.fit(*data, epochs=3, verbose=0, callbacks=[CSVLogger(path), reader])
    table = list(csv.DictReader(io.StringIO(path.read_text())))
    assert [float(r["loss"]) for r in table] == history.history["loss"]
    assert [len(text.splitlines()) for text in rows] == [2, 3, 4]


def test_training_ends_when_the_loss_is_no_number(model, data):
    x, y = data
    x[:] = np.nan
    seen = LambdaCallback(on_train_batch_end=lambda batch, logs: batches.append(batch))
    batches = []
    history = model.fit(x, y, epochs=3, verbose=0, callbacks=[TerminateOnNaN(), seen])
    assert batches == [0]
    assert history.epoch == [0]
    with pytest.raises(RuntimeError, match="nan after batch 0"):
        model.fit(x, y, epochs=3, verbose=0, callbacks=[TerminateOnNaN(raise_error=True)])


def test_moving_averages_replace_the_weights_before_training_ends(data):
    layers = engine.layers
    model = engine.Sequential([layers.Input((4,)), layers.Dense(1)])
    optimizer = engine.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.9)
    model.compile(optimizer, "mse")
    at_the_end = []
    watch = LambdaCallback(on_train_end=lambda logs: at_the_end.extend(model.get_weights()))
    model.fit(*data, epochs=2, verbose=0, callbacks=[watch])
    averages = [v.numpy() for v in optimizer.variables if v.name.endswith("average")]
    for got, want in zip(at_the_end, averages, strict=True):
        np.testing.assert_array_equal(got, want)


def test_a_scaled_loss_changes_nothing(data):
    results = []
    for factor in (None, 1024.0):
        engine.utils.set_random_seed(1)
        layers = engine.layers
        model = engine.Sequential([layers.Input((4,)), layers.Dense(1)])
        model.compile(engine.optimizers.SGD(0.1, loss_scale_factor=factor), "mse")
        history = model.fit(*data, epochs=2, verbose=0)
        results.append((history.history["loss"], model.get_weights()))
    assert results[0][0] == pytest.approx(results[1][0])
    np.testing.assert_allclose(results[0][1][0], results[1][1][0], rtol=1e-5)


def test_accumulated_small_batches_are_one_large_one(data):
    results = []
    for size, steps in ((32, None), (16, 2)):
        engine.utils.set_random_seed(2)
        layers = engine.layers
        model = engine.Sequential([layers.Input((4,)), layers.Dense(1)])
        optimizer = engine.optimizers.Adam(0.1, gradient_accumulation_steps=steps)
        model.compile(optimizer, "mse")
        model.fit(*data, epochs=3, batch_size=size, shuffle=False, verbose=0)
        results.append(model.get_weights())
    for one, two in zip(*results, strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-4, atol=1e-6)


def test_the_progress_lines(model, data, capsys):
    model.fit(*data, epochs=2, batch_size=32, verbose=2, validation_split=0.5)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Epoch 1/2"
    assert lines[1].startswith("1/1 - ")
    names = [part.split(":")[0] for part in lines[1].split(" - ")[2:]]
    assert names == ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert len(lines) == 4
    model.evaluate(*data, batch_size=16, verbose=1)
    assert "4/4 [==============================]" in capsys.readouterr().out
    model.predict(data[0], batch_size=16, verbose=1)
    assert "4/4 [==============================]" in capsys.readouterr().out


def test_lists_of_callbacks_hold_callbacks():
    with pytest.raises(TypeError, match="Callback objects, got 'EarlyStopping'"):
        CallbackList(["EarlyStopping"])
    with pytest.raises(TypeError, match=r"got the class History\. Make an object of it"):
        CallbackList([History])
    given = CallbackList(History(), add_history=True)
    assert len(given.callbacks) == 1


def test_a_callback_that_forgets_its_base_class():
    class Forgetful(Callback):
        def __init__(self):
            self.seen = 0

        def on_batch_end(self, batch, logs=None):
            self.seen += 1

    callback = Forgetful()
    together = CallbackList([callback], model=object.__new__(type("M", (), {})), epochs=1)
    together.on_train_batch_end(0, {"loss": 1.0})
    assert callback.seen == 1
    assert callback.params == {"epochs": 1}


def test_only_callbacks_that_listen_are_called_and_older_names_count():
    class Older(engine.callbacks.Callback):
        def on_batch_end(self, batch, logs=None):
            seen.append(batch)

    seen = []
    told = engine.callbacks.CallbackList([engine.callbacks.History(), Older()])
    assert [type(c) for c in told.listeners("on_train_batch_end")] == [Older]
    assert told.listeners("on_test_begin") == []
    told.on_train_batch_end(3, {"loss": 1.0})
    told.append(engine.callbacks.LambdaCallback(on_test_begin=lambda logs: seen.append("test")))
    told.on_test_begin()
    assert seen == [3, "test"]
