"""Callbacks on drawn courses of training: the same decisions, logs, files and lines as Keras.

LAYERLOOM_DRAWS=300 draws that many arguments and courses for each callback.
"""

import os
import re
import zlib

import keras
import numpy as np
import pytest

from engine import callbacks, metrics, optimizers

DRAWS = int(os.environ.get("LAYERLOOM_DRAWS", "12"))
NAMES = ("loss", "accuracy", "mean_squared_error", "mae")
WATCHED = ("val_loss", "loss", "accuracy", "val_accuracy", "val_mae", "own")


class Model:
    """What callbacks need of a model; notes what is saved and restored."""

    built = True
    stop_training = False

    def __init__(self, optimizer, given):
        self.optimizer = optimizer
        self.metrics = [
            given.Mean(name="loss"), given.CategoricalAccuracy(name="accuracy"),
            given.MeanSquaredError(), given.MeanAbsoluteError(name="mae"),
        ]
        self.weights = [np.zeros(1)]
        self.saved = []

    def get_weights(self):
        return [w.copy() for w in self.weights]

    def set_weights(self, weights):
        self.weights = weights

    def save(self, path, overwrite=True):
        self.saved.append(os.path.basename(path))

    save_weights = save


def some(rng, **choices):
    """Each argument with a chance of one half, one of its values."""
    return {
        name: values[rng.integers(len(values))]
        for name, values in choices.items() if rng.random() < 0.5
    }


def early_stopping(rng):
    return some(
        rng, min_delta=(0, 0.01, 0.1, -0.05), patience=(1, 2, 3), baseline=(0.3, 0.6),
        restore_best_weights=(True,), start_from_epoch=(1, 2, 3), verbose=(1,),
    )


def reduce_lr(rng):
    return {"patience": int(rng.integers(4)), **some(
        rng, factor=(0.1, 0.5, 0.9), min_delta=(0, 0.01, 0.1), cooldown=(1, 2),
        min_lr=(0.01, 0.04), verbose=(1,),
    )}


def checkpoint(rng):
    options = some(
        rng, save_best_only=(True,), save_weights_only=(True,), save_freq=(1, 2, 5),
        initial_value_threshold=(0.3, 0.6), verbose=(1,),
    )
    if "save_best_only" in options:
        options.pop("save_freq", None)  # Keras learns only at an epoch's end what is better
    stem = ("m{epoch:02d}", "e{epoch}-{loss:.2f}", "plain", "b{epoch}_{accuracy}")
    ending = ".weights.h5" if "save_weights_only" in options else (".keras", ".h5")[rng.integers(2)]
    return {"filepath": stem[rng.integers(4)] + ending, **options}


def schedule(rng):
    rules = (lambda epoch, rate: rate * 0.5, lambda epoch: 0.1 / (epoch + 1))
    return {"schedule": rules[rng.integers(2)], **some(rng, verbose=(1,))}


ARGUMENTS = {
    "EarlyStopping": early_stopping,
    "ReduceLROnPlateau": reduce_lr,
    "ModelCheckpoint": checkpoint,
    "LearningRateScheduler": schedule,
    "TerminateOnNaN": lambda rng: {},
    "CSVLogger": lambda rng: {
        "filename": "log.csv", **some(rng, separator=(";", "\t"), append=(True,))
    },
}


def numbers(rng, prefix=""):
    return {prefix + name: float(np.round(rng.random(), 2)) for name in NAMES}


def course(rng):
    """Two trainings: epochs of batches' logs and the epoch's own."""
    validated = rng.random() < 0.6
    trainings = []
    for _ in range(2):
        epochs = []
        for _ in range(int(rng.integers(1, 8))):
            logs = {**numbers(rng), **(numbers(rng, "val_") if validated else {})}
            if rng.random() < 0.1:
                logs["own"] = 0.3
            if rng.random() < 0.05:
                logs["loss"] = float("nan")
            batches = [numbers(rng) for _ in range(3)]
            if rng.random() < 0.05:
                batches[1]["loss"] = float("inf")
            epochs.append((batches, logs))
        trainings.append(epochs)
    return trainings


def train(callback, model, trainings):
    """Run the hooks as ``fit`` does; return what could be seen."""
    seen = []
    callback.set_model(model)
    for epochs in trainings:
        model.stop_training = False
        callback.set_params({"epochs": len(epochs), "steps": 3, "verbose": 0})
        callback.on_train_begin({})
        for epoch, (batches, given) in enumerate(epochs):
            callback.on_epoch_begin(epoch, {})
            model.weights = [np.full(1, epoch + 1.0)]
            for batch, logs in enumerate(batches):
                callback.on_train_batch_begin(batch, {})
                callback.on_train_batch_end(batch, dict(logs))
            logs = dict(given)
            callback.on_epoch_end(epoch, logs)
            rate = round(float(model.optimizer.learning_rate), 7)
            seen.append((repr(sorted(logs.items())), rate, model.stop_training))
            if model.stop_training:
                break
        callback.on_train_end(given)
        seen.append(float(model.weights[0][0]))
    return seen, model.saved


def plain(text):
    """A line without colours and with rates rounded to float32."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    return re.sub(r"\d+\.\d{5,}", lambda found: f"{float(found[0]):.5f}", text).strip()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ARGUMENTS)
def test_drawn_courses(name, tmp_path, monkeypatch, capsys):
    for draw in range(DRAWS):
        rng = np.random.default_rng([zlib.crc32(name.encode()), draw])
        options = ARGUMENTS[name](rng)
        if name in ("EarlyStopping", "ReduceLROnPlateau", "ModelCheckpoint"):
            options["monitor"] = WATCHED[rng.integers(len(WATCHED))]
            options["mode"] = ("min", "max")[rng.integers(2)]
        trainings = course(rng)
        results = []
        for side, (of, rules, judged) in enumerate((
            (callbacks, optimizers, metrics),
            (keras.callbacks, keras.optimizers, keras.metrics),
        )):
            folder = tmp_path / f"{draw}-{side}"
            folder.mkdir()
            monkeypatch.chdir(folder)
            model = Model(rules.SGD(0.1), judged)
            seen = train(getattr(of, name)(**options), model, trainings)
            files = {f.name: f.read_text() for f in folder.iterdir()}
            results.append((seen, files, plain(capsys.readouterr().out)))
        assert results[0] == results[1], (draw, options)


def test_every_rate_of_several_optimizers_is_seen_and_set(capsys):
    results = []
    for of, rules, judged in ((callbacks, optimizers, metrics),
                              (keras.callbacks, keras.optimizers, keras.metrics)):
        inner = [rules.SGD(0.1, name="one"), rules.Adam(0.01, name="two")]
        model = Model(rules.MultiOptimizer(rules.OptimizerMap(inner[0], {"a": inner[1]})), judged)
        seen = []
        for callback in (
            of.LearningRateScheduler(lambda epoch, rate: rate * 0.5, verbose=1),
            of.ReduceLROnPlateau("loss", mode="min", patience=1, min_lr=0.002, verbose=1),
        ):
            callback.set_model(model)
            callback.on_train_begin({})
            for epoch in range(4):
                logs = {"loss": 1.0}
                callback.on_epoch_begin(epoch, {})
                callback.on_epoch_end(epoch, logs)
                seen.append({name: round(value, 7) for name, value in logs.items()})
        results.append((seen, plain(capsys.readouterr().out)))
    assert results[0] == results[1]
