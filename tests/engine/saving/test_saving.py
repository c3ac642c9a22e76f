"""Files written and read back, by us and by real Keras; bad files refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import h5py
import keras as real
import numpy as np
import pytest

import engine
from engine import layers
from engine.saving import LoadError

RNG = np.random.default_rng(3)


def branched() -> tuple[Any, list[np.ndarray], list[np.ndarray]]:
    """A shared layer, layers at unequal depths, two outputs; names out of alphabetical order."""
    words = engine.Input((7,), dtype="int32", name="words")
    facts = engine.Input((6,), name="facts")
    shared = layers.Dense(5, activation="tanh", name="shared")
    left = layers.LSTM(5, name="z_lstm")(layers.Embedding(9, 4, mask_zero=True)(words))
    one, two = shared(facts), shared(layers.Dense(6, name="b")(facts))
    merged = layers.Concatenate()([left, layers.Subtract()([one, two]), facts])
    normal = layers.BatchNormalization(name="a_norm")(merged)
    main = layers.Dense(3, activation="softmax", name="main")(normal)
    side = layers.Dense(1, activation="sigmoid", name="side")(left)
    model = engine.Model([words, facts], [main, side])
    x = [RNG.integers(0, 9, (20, 7)).astype("int32"), RNG.normal(size=(20, 6)).astype("f")]
    y = [RNG.integers(0, 3, 20), RNG.integers(0, 2, (20, 1)).astype("f")]
    model.compile(
        engine.optimizers.Adam(0.01),
        ["sparse_categorical_crossentropy", "binary_crossentropy"],
        loss_weights=[1.0, 0.2],
        metrics=[["accuracy"], ["mae"]],
    )
    model.fit(x, y, epochs=2, verbose=0)
    return model, x, y


def assert_same(found: Any, wanted: Any, tolerance: float = 1e-5) -> None:
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(np.asarray(one), other, rtol=0, atol=tolerance)


@pytest.mark.parametrize("ending", ["h5", "keras"])
def test_real_keras_opens_the_model_and_predicts_the_same(ending: str, tmp_path: Path) -> None:
    model, x, y = branched()
    path = tmp_path / f"model.{ending}"
    model.save(path)
    theirs = real.models.load_model(path)
    assert [layer.name for layer in theirs.layers] == [layer.name for layer in model.layers]
    assert_same(theirs.predict(x, verbose=0), model.predict(x, verbose=0))
    judged = theirs.evaluate(x, y, verbose=0, return_dict=True)
    ours = model.evaluate(x, y, verbose=0, return_dict=True)
    assert judged.keys() == ours.keys()
    for name, value in ours.items():
        assert judged[name] == pytest.approx(value, abs=1e-5), name


def test_real_keras_continues_the_training_of_an_archive(tmp_path: Path) -> None:
    model, x, y = branched()
    model.save(tmp_path / "model.keras")
    theirs = real.models.load_model(tmp_path / "model.keras")
    assert int(theirs.optimizer.iterations) == int(model.optimizer.iterations)
    a = theirs.fit(x, y, epochs=2, shuffle=False, verbose=0).history["loss"]
    b = model.fit(x, y, epochs=2, shuffle=False, verbose=0).history["loss"]
    np.testing.assert_allclose(a, b, rtol=1e-4)


def test_json_and_weights_alone_reach_real_keras(tmp_path: Path) -> None:
    model, x, _ = branched()
    theirs = real.models.model_from_json(model.to_json())
    for name in ("w.weights.h5", "w.h5"):
        model.save_weights(tmp_path / name)
        theirs.set_weights([np.zeros_like(w) for w in theirs.get_weights()])
        theirs.load_weights(tmp_path / name)
        assert_same(theirs.predict(x, verbose=0), model.predict(x, verbose=0))


@pytest.mark.parametrize("ending", ["h5", "keras"])
def test_what_real_keras_wrote_opens_here(ending: str, tmp_path: Path) -> None:
    inputs = real.Input((6, 6, 2))
    x = real.layers.Conv2D(3, 3, padding="same", activation="relu")(inputs)
    x = real.layers.MaxPooling2D()(real.layers.BatchNormalization()(x))
    x = real.layers.Flatten()(real.layers.Dropout(0.2)(x))
    theirs = real.Model(inputs, real.layers.Dense(2, activation="softmax")(x))
    theirs.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    theirs.save(tmp_path / f"k.{ending}")
    ours = engine.models.load_model(tmp_path / f"k.{ending}")
    data = RNG.normal(size=(5, 6, 6, 2)).astype("f")
    assert_same([ours.predict(data, verbose=0)], [theirs.predict(data, verbose=0)])


@pytest.mark.parametrize("name", ["m.h5", "m.keras", "m.weights.h5"])
def test_written_and_read_here_it_is_the_same_to_the_bit(name: str, tmp_path: Path) -> None:
    model, x, _ = branched()
    before = model.predict(x, verbose=0)
    if name == "m.weights.h5":
        model.save_weights(tmp_path / name)
        again = engine.models.model_from_json(model.to_json())
        again.load_weights(tmp_path / name)
    else:
        model.save(tmp_path / name)
        again = engine.models.load_model(tmp_path / name)
    for one, other in zip(again.predict(x, verbose=0), before, strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_script_builds_compiles_and_trains_in_real_keras(tmp_path: Path) -> None:
    model, x, y = branched()
    code = engine.saving.python_code(
        model,
        title="Two inputs",
        fit={"epochs": 1, "batch_size": 8},
        seed=1,
        data_file="data.npz",
        validation=False,
        callbacks=[
            engine.callbacks.EarlyStopping(monitor="loss", patience=2),
            engine.callbacks.LearningRateScheduler(
                engine.optimizers.schedules.ExponentialDecay(0.01, 1, 0.5)
            ),
        ],
    )
    arrays = {f"x_{n}": a for n, a in zip(model.input_names, x, strict=True)}
    arrays |= {f"y_{n}": a for n, a in zip(model.output_names, y, strict=True)}
    np.savez(tmp_path / "data.npz", **arrays)
    script = tmp_path / "model.py"
    script.write_text(code + '\nmodel.save("made.keras")\n', encoding="utf-8")
    environment = {**os.environ, "KERAS_BACKEND": "jax"}
    done = subprocess.run(
        [sys.executable, script.name], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "loss" in done.stdout
    made = real.models.load_model(tmp_path / "made.keras")
    assert [w.shape for w in made.get_weights()] == [w.shape for w in model.get_weights()]
    assert max(map(len, code.splitlines())) <= 100


# -- bad files -----------------------------------------------------------------


def damaged(path: Path, keep: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    return path


@pytest.mark.parametrize("name", ["m.h5", "m.keras"])
@pytest.mark.parametrize("keep", [0.0, 0.3, 0.9])
def test_a_truncated_file_is_one_clear_error(name: str, keep: float, tmp_path: Path) -> None:
    model, _, _ = branched()
    model.save(tmp_path / name)
    with pytest.raises(LoadError):
        engine.models.load_model(damaged(tmp_path / name, keep))


def test_a_missing_and_a_foreign_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        engine.models.load_model(tmp_path / "nowhere.h5")
    (tmp_path / "letter.h5").write_text("Dear reader")
    with pytest.raises(LoadError, match=r"letter\.h5"):
        engine.models.load_model(tmp_path / "letter.h5")


def test_unknown_classes_and_links_out_of_the_file_are_refused(tmp_path: Path) -> None:
    model, _, _ = branched()
    config = json.loads(model.to_json())
    config["config"]["layers"][1]["class_name"] = "Denze"
    with pytest.raises(LoadError, match="Denze.*Did you mean 'Dense'"):
        engine.models.model_from_json(json.dumps(config))
    model.save(tmp_path / "m.h5")
    other = tmp_path / "other.h5"
    with h5py.File(other, "w") as file:
        file["secret"] = np.zeros((6, 6), "f")
    with h5py.File(tmp_path / "m.h5", "a") as file:
        group = file["model_weights/b/b"]
        del group["kernel"]
        group["kernel"] = h5py.ExternalLink(str(other), "secret")
    with pytest.raises(LoadError, match="link"):
        engine.models.load_model(tmp_path / "m.h5")


def test_weights_of_another_shape_change_nothing(tmp_path: Path) -> None:
    small = engine.Sequential([engine.Input((3,)), layers.Dense(2), layers.Dense(4)])
    large = engine.Sequential([engine.Input((3,)), layers.Dense(2), layers.Dense(5)])
    for name in ("w.weights.h5", "w.h5"):
        large.save_weights(tmp_path / name)
        before = small.get_weights()
        with pytest.raises(LoadError, match=r"\(2, 5\).*\(2, 4\)"):
            small.load_weights(tmp_path / name)
        for old, new in zip(before, small.get_weights(), strict=True):
            np.testing.assert_array_equal(old, new)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    model, _, _ = branched()
    path = tmp_path / "m.keras"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.json", model.to_json())
        archive.writestr("model.weights.h5", bytes(200_000_000))
    with pytest.raises(LoadError, match=r"200000000 bytes"):
        engine.models.load_model(path)


def test_a_failed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model, _, _ = branched()
    path = tmp_path / "m.h5"
    model.save(path)
    old = path.read_bytes()

    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        model.save(path)
    assert path.read_bytes() == old
    assert [p.name for p in tmp_path.iterdir()] == ["m.h5"]


def test_an_existing_file_is_not_replaced_unasked(tmp_path: Path) -> None:
    model, _, _ = branched()
    model.save(tmp_path / "m.h5")
    with pytest.raises(FileExistsError, match=r"m\.h5"):
        model.save(tmp_path / "m.h5", overwrite=False)


def _pair(last: int) -> Any:
    return engine.Sequential(
        [
            engine.Input((3,)),
            engine.layers.Dense(4, name="first"),
            engine.layers.Dense(last, name="last"),
        ]
    )


@pytest.mark.parametrize("name", ["w.h5", "w.weights.h5"])
def test_layers_that_do_not_fit_are_left_out_on_request(tmp_path: Path, name: str) -> None:
    saved, other = _pair(2), _pair(5)
    saved.save_weights(tmp_path / name)
    before = other.get_weights()
    with pytest.raises(LoadError, match="last|dense_1"):
        other.load_weights(tmp_path / name)
    with pytest.warns(UserWarning, match="left out"):
        other.load_weights(tmp_path / name, skip_mismatch=True)
    assert np.array_equal(other.get_weights()[0], saved.get_weights()[0])
    assert np.array_equal(other.get_weights()[2], before[2])


def test_names_pair_layers_whatever_their_order(tmp_path: Path) -> None:
    saved = _pair(2)
    saved.save_weights(tmp_path / "w.h5")
    other = engine.Sequential(
        [
            engine.Input((7,)),
            engine.layers.Dense(4, name="last"),
            engine.layers.Dense(3, name="new"),
            engine.layers.Dense(4, name="first"),
        ]
    )
    with pytest.raises(LoadError, match=r"\(4, 2\).*\(7, 4\)|\(7, 4\).*\(4, 2\)"):
        other.load_weights(tmp_path / "w.h5", by_name=True)
    with pytest.warns(UserWarning, match="'last'"):
        other.load_weights(tmp_path / "w.h5", by_name=True, skip_mismatch=True)
    kernel, bias = other.get_layer("first").get_weights()
    assert np.array_equal(kernel, saved.get_weights()[0])
    saved.save_weights(tmp_path / "w.weights.h5")
    with pytest.raises(ValueError, match=r"\.h5"):
        other.load_weights(tmp_path / "w.weights.h5", by_name=True)


def test_the_script_keeps_a_schedule_of_the_learning_rate() -> None:
    model = _pair(2)
    schedule = engine.optimizers.schedules.CosineDecay(0.1, 100)
    model.compile(engine.optimizers.SGD(schedule), "mse")
    made: dict[str, Any] = {}
    exec(engine.saving.python_code(model, title="Scheduled"), made)  # real Keras
    theirs = made["model"].optimizer._learning_rate
    assert type(theirs).__name__ == "CosineDecay"
    for step in (0, 50, 100):
        assert float(theirs(step)) == pytest.approx(float(schedule(step)), rel=1e-6)
