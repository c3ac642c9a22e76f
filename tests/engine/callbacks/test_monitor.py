"""Which direction is better, and what happens when the value is missing."""

import numpy as np
import pytest

from engine.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau


class Metric:
    def __init__(self, name, direction):
        self.name, self.direction = name, direction


class Model:
    stop_training = False

    def __init__(self, *metrics):
        self.metrics = [Metric(*m) for m in metrics]


@pytest.mark.parametrize(
    ("monitor", "metrics", "greater"),
    [
        ("loss", [], False),
        ("val_loss", [], False),
        ("val_decoder_loss", [], False),
        ("val_accuracy", [], True),
        ("accuracy", [("accuracy", "up")], True),
        ("val_score", [("score", "up")], True),
        ("val_distance", [("distance", "down")], False),
        ("val_left_accuracy", [], True),
        ("val_left_score", [("score", "up")], True),
        ("val_score_1", [("score", "up")], True),
        ("mae", [], False),
        ("val_out_mse", [], False),
        ("my_error", [], False),
    ],
)
def test_auto_mode_knows_the_direction(monitor, metrics, greater):
    callback = EarlyStopping(monitor=monitor)
    callback.set_model(Model(*metrics))
    assert callback.greater_is_better() is greater


@pytest.mark.parametrize("make", [EarlyStopping, ReduceLROnPlateau])
def test_an_unclear_name_needs_a_mode(make):
    callback = make(monitor="val_wobble")
    callback.set_model(Model())
    with pytest.raises(ValueError, match="'val_wobble'.*mode to 'max'"):
        callback.on_epoch_end(0, {"val_wobble": 1.0})
    callback = EarlyStopping(monitor="val_wobble", mode="max")
    callback.set_model(Model())
    callback.on_epoch_end(0, {"val_wobble": 1.0})
    assert callback.best == 1.0


def test_a_missing_value_is_warned_of_with_what_there_is():
    callback = EarlyStopping()
    callback.set_model(Model())
    callback.on_train_begin()
    with pytest.warns(UserWarning, match="'val_loss'.*loss, mae.*validation data"):
        callback.on_epoch_end(0, {"mae": 1.0, "loss": 2.0})
    assert callback.wait == 0


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("plain.keras", "plain.keras"),
        ("{epoch}.keras", "3.keras"),
        ("m{epoch:03d}-{val_loss:.2f}.keras", "m003-0.25.keras"),
        ("{{kept}}.keras", "{kept}.keras"),
        ("new/folder/{epoch}.keras", "new/folder/3.keras"),
    ],
)
def test_checkpoint_paths(pattern, written, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    saved = []
    model = Model()
    model.save = lambda path, overwrite: saved.append(path)
    callback = ModelCheckpoint(pattern)
    callback.set_model(model)
    callback.on_epoch_end(2, {"val_loss": 0.25})
    assert saved == [written]


@pytest.mark.parametrize(
    "pattern",
    [
        "{epoch.__class__}.keras", "{logs[0]}.keras", "{epoch!r}.keras", "{}.keras", "{0}.keras",
        "{epoch:{width}}.keras", "{epoch:999999999d}.keras", "{epoch.keras", "epoch}.keras",
    ],
)
def test_checkpoint_patterns_reach_into_nothing(pattern):
    with pytest.raises(ValueError, match="filepath"):
        ModelCheckpoint(pattern)


@pytest.mark.parametrize(
    ("options", "ending"),
    [
        ({"filepath": "a.txt"}, ".keras or .h5"),
        ({"filepath": "a.h5", "save_weights_only": True}, ".weights.h5"),
        ({"filepath": "a.keras", "save_weights_only": True}, ".weights.h5"),
    ],
)
def test_checkpoint_endings(options, ending):
    with pytest.raises(ValueError, match=ending):
        ModelCheckpoint(**options)


def test_checkpoint_failures_are_explained(tmp_path):
    callback = ModelCheckpoint(str(tmp_path / "{accuracy}.keras"))
    callback.set_model(Model())
    with pytest.raises(KeyError, match="accuracy.*Known are: epoch, loss"):
        callback.on_epoch_end(0, {"loss": 1.0})
    (tmp_path / "taken.keras").mkdir()
    callback = ModelCheckpoint(tmp_path / "taken.keras")
    callback.set_model(Model())
    with pytest.raises(IsADirectoryError, match="folder"):
        callback.on_epoch_end(0, {"loss": 1.0})


def test_checkpoint_of_several_values_saves_each_time(tmp_path):
    saved = []
    model = Model()
    model.save = lambda path, overwrite: saved.append(path)
    callback = ModelCheckpoint(tmp_path / "a.keras", monitor="f1", mode="max", save_best_only=True)
    callback.set_model(model)
    for _ in range(2):
        with pytest.warns(UserWarning, match="not one number"):
            callback.on_epoch_end(0, {"f1": np.array([1.0, 2.0])})
    assert len(saved) == 2


def test_a_callback_is_written_and_read_again():
    from engine import registry

    callback = EarlyStopping(patience=7, restore_best_weights=True)
    callback.set_params({"epochs": 3, "steps": 2, "verbose": 0})
    again = registry.deserialize(registry.serialize(callback), "callback")
    assert again.get_config() == callback.get_config()
    assert again.patience == 7
