"""Callbacks that watch a value, against Keras's own fed the same logs."""

import contextlib
import io
import itertools

import keras
import numpy as np
import pytest

from engine import callbacks


class Model:
    """What a callback sees of a model, and what it did to it."""

    def __init__(self, optimizer=None):
        self.optimizer = optimizer
        self.stop_training = False
        self.metrics = []
        self.epoch = 0
        self.restored = None
        self.saved = []

    def get_weights(self):
        return [np.array([self.epoch])]

    def set_weights(self, weights):
        self.restored = int(weights[0][0])

    def save(self, path, overwrite=True):
        self.saved.append(str(path))

    save_weights = save


class Optimizer:
    def __init__(self, rate):
        self.learning_rate = np.float32(rate)


def run(callback, values, monitor="val_loss", batches=0):
    """Drive a callback through epochs; return the model and the logs it left."""
    model, logs = Model(Optimizer(0.1)), []
    callback.set_model(model)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        callback.on_train_begin({})
        for epoch, value in enumerate(values):
            model.epoch = epoch
            callback.on_epoch_begin(epoch, {})
            for batch in range(batches):
                callback.on_train_batch_end(batch, {"loss": 1.0})
            seen = {"loss": 1.0} if value is None else {"loss": 1.0, monitor: value}
            callback.on_epoch_end(epoch, seen)
            logs.append(dict(seen, rate=float(model.optimizer.learning_rate)))
            if model.stop_training:
                break
        callback.on_train_end({})
    return model, logs, out.getvalue()


SCRIPTS = [
    [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4],
    [1.0, 1.1, 0.9, 0.95, 0.94, 0.93, 0.8, 0.85, 0.86, 0.87, 0.88],
    [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
    [1.0, 0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.93],
    [0.3, 0.6, 0.7, 0.2, 0.1, 0.9, 0.9, 0.9, 0.9, 0.05],
    [5.0, 4.0, 3.0, 3.5, 3.2, 3.1, 3.0, 2.99, 3.3, 3.3, 3.3],
]
MODES = ["min", "max"]


def spread(**choices):
    products = itertools.product(*choices.values())
    return [dict(zip(choices, values, strict=True)) for values in products]


@pytest.mark.parametrize(
    "options",
    spread(
        patience=[0, 1, 3], min_delta=[0, 0.05], baseline=[None, 0.7],
        restore_best_weights=[False, True], start_from_epoch=[0, 2],
    ),
)
@pytest.mark.parametrize("mode", MODES)
def test_early_stopping(options, mode):
    for script in SCRIPTS:
        mine = callbacks.EarlyStopping(mode=mode, verbose=1, **options)
        theirs = keras.callbacks.EarlyStopping(mode=mode, verbose=1, **options)
        ours, our_logs, said = run(mine, script)
        others, their_logs, heard = run(theirs, script)
        assert len(our_logs) == len(their_logs)
        assert ours.stop_training == others.stop_training
        assert mine.stopped_epoch == theirs.stopped_epoch
        assert mine.best == theirs.best
        assert ours.restored == others.restored
        assert said == heard


@pytest.mark.parametrize(
    "options",
    spread(
        patience=[1, 2], min_delta=[0, 0.05], cooldown=[0, 2], factor=[0.5, 0.1], min_lr=[0.0, 0.03]
    ),
)
@pytest.mark.parametrize("mode", MODES)
def test_reduce_lr_on_plateau(options, mode):
    for script in SCRIPTS:
        ours = run(callbacks.ReduceLROnPlateau(mode=mode, **options), script)
        others = run(keras.callbacks.ReduceLROnPlateau(mode=mode, **options), script)
        assert [e["rate"] for e in ours[1]] == pytest.approx([e["rate"] for e in others[1]])
        assert [e["learning_rate"] for e in ours[1]] == pytest.approx(
            [e["learning_rate"] for e in others[1]]
        )


@pytest.mark.parametrize(
    "options",
    [
        {}, {"save_best_only": True}, {"save_best_only": True, "initial_value_threshold": 0.6},
        {"save_weights_only": True, "filepath": "w_{epoch:02d}.weights.h5"},
        {"save_freq": 3, "filepath": "m_{epoch}_{batch:03d}.keras"}, {"save_freq": 1},
        {"filepath": "{epoch}-{val_loss:.2f}.h5"},
    ],
)
@pytest.mark.parametrize("mode", MODES)
def test_model_checkpoint(options, mode, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    options = {"filepath": "model_{epoch}.keras", "verbose": 1, **options}
    for script in SCRIPTS:
        ours = run(callbacks.ModelCheckpoint(mode=mode, **options), script, batches=4)
        others = run(keras.callbacks.ModelCheckpoint(mode=mode, **options), script, batches=4)
        assert ours[0].saved == others[0].saved
        assert ours[2] == others[2]


@pytest.mark.parametrize("logs", [
    [{"loss": 1.5, "accuracy": 0.25}, {"loss": 1.0, "accuracy": 0.5}],
    [{"loss": 1.5, "val_loss": 2.0}, {"loss": 1.0}],
    [{"loss": 1.5}, {"loss": 1.0, "val_loss": 3.0}],
    [{"loss": 1.0, "vector": np.array([1.0, 2.0])}],
])
@pytest.mark.parametrize("append", [False, True])
@pytest.mark.parametrize("separator", [",", ";"])
def test_csv_logger(logs, append, separator, tmp_path):
    texts = []
    for package in (callbacks, keras.callbacks):
        path = tmp_path / f"{package.__name__}.csv"
        for _ in range(2):
            logger = package.CSVLogger(path, separator=separator, append=append)
            logger.set_model(Model())
            logger.on_train_begin()
            for epoch, entry in enumerate(logs):
                logger.on_epoch_end(epoch, dict(entry))
            logger.on_train_end()
        texts.append(path.read_bytes())
    assert texts[0] == texts[1]


@pytest.mark.parametrize("loss", [1.0, float("nan"), float("inf"), None])
@pytest.mark.parametrize("raise_error", [False, True])
def test_terminate_on_nan(loss, raise_error):
    results = []
    for package in (callbacks, keras.callbacks):
        callback, model = package.TerminateOnNaN(raise_error=raise_error), Model()
        callback.set_model(model)
        try:
            callback.on_train_batch_end(4, {} if loss is None else {"loss": loss})
            results.append(model.stop_training)
        except RuntimeError as error:
            assert "4" in str(error)
            results.append("error")
    assert results[0] == results[1]


HOOKS = [
    "on_train_begin", "on_train_end", "on_epoch_begin", "on_epoch_end", "on_train_batch_begin",
    "on_train_batch_end", "on_test_begin", "on_test_end", "on_test_batch_begin",
    "on_test_batch_end", "on_predict_begin", "on_predict_end", "on_predict_batch_begin",
    "on_predict_batch_end", "on_batch_begin", "on_batch_end",
]


def test_the_list_calls_every_hook_with_keras_own_arguments():
    def recorded(package):
        calls = []

        class Recorder(package.Callback):
            pass

        for hook in HOOKS:
            if hook not in ("on_batch_begin", "on_batch_end"):
                setattr(Recorder, hook, lambda self, *args, hook=hook, **named: calls.append(
                    (hook, [*args, *named.values()])
                ))
        together = package.CallbackList([Recorder(), Recorder()], model=Model(), epochs=3)
        for hook in HOOKS:
            numbered = "epoch" in hook or "batch" in hook
            logs = {"loss": np.float32(1), "accuracy": 0.5, "more": {"b": 1, "a": 2}}
            getattr(together, hook)(*([7, logs] if numbered else [logs]))
            calls.append((hook, [getattr(c, "params", None) for c in together.callbacks]))
        return calls

    assert recorded(callbacks) == recorded(keras.callbacks)


@pytest.mark.parametrize("kind", ["EarlyStopping", "ReduceLROnPlateau", "ModelCheckpoint"])
def test_defaults_are_keras_own(kind):
    extra = {"filepath": "a.keras"} if kind == "ModelCheckpoint" else {}
    mine, theirs = getattr(callbacks, kind)(**extra), getattr(keras.callbacks, kind)(**extra)
    for name in type(mine).params:
        if name != "initial_value_threshold":
            assert getattr(mine, name) == getattr(theirs, name), name
