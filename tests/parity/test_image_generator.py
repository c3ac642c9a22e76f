"""ImageDataGenerator against the one that Keras 3 keeps for older programs."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from keras.src.legacy.preprocessing import image as theirs
from PIL import Image

from engine import keras
from engine.preprocessing import image as ours

RNG = np.random.default_rng(0)
X = (RNG.random((11, 8, 10, 3)) * 255).astype("float32")
Y = np.array([0, 1, 2] * 4)[:11]

MOVES = {
    "turn": {"rotation_range": 40},
    "shift": {"width_shift_range": 0.3, "height_shift_range": 0.2},
    "shift by pixels": {"width_shift_range": 3, "height_shift_range": [-2, 0, 1]},
    "lean": {"shear_range": 20},
    "zoom": {"zoom_range": [0.5, 1.2]},
    "light": {"brightness_range": (0.4, 1.6)},
    "all": {
        "rotation_range": 30, "width_shift_range": 0.2, "shear_range": 10, "zoom_range": 0.3,
        "horizontal_flip": True, "vertical_flip": True, "channel_shift_range": 20.0,
    },
}  # fmt: skip


@pytest.mark.parametrize("fill_mode", ["nearest", "reflect", "constant"])
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("moves", MOVES)
def test_the_same_seed_changes_pictures_as_keras(moves, order, fill_mode):
    settings = {**MOVES[moves], "interpolation_order": order, "fill_mode": fill_mode, "cval": 7.0}
    one, other = ours.ImageDataGenerator(**settings), theirs.ImageDataGenerator(**settings)
    for seed in range(3):
        drawn = other.get_random_transform((8, 10, 3), seed=seed)
        assert one.get_random_transform((8, 10, 3), seed=seed) == drawn
        for picture in (X[0], X[0] - 100):
            found = one.random_transform(picture, seed=seed)
            truth = other.random_transform(picture.copy(), seed=seed)
            np.testing.assert_allclose(found, truth, rtol=1e-4, atol=1e-2)


FLOWS = {
    "plain": ({}, {"seed": 3}),
    "in order": ({"rescale": 1 / 255}, {"shuffle": False}),
    "weights": ({}, {"seed": 1, "sample_weight": Y * 0.5}),
    "changed": ({"rotation_range": 30, "horizontal_flip": True}, {"seed": 5}),
    "validation": ({"validation_split": 0.3}, {"seed": 5, "subset": "validation"}),
    "training": ({"validation_split": 0.3}, {"seed": 5, "subset": "training"}),
    "each by itself": ({"samplewise_std_normalization": True}, {"seed": 5}),
    "channels first": ({"data_format": "channels_first", "vertical_flip": True}, {"seed": 2}),
    "a function": ({"preprocessing_function": lambda x: x / 2, "rescale": 3.0}, {"seed": 2}),
}


@pytest.mark.filterwarnings("ignore")  # Keras says which settings imply others
@pytest.mark.parametrize("name", FLOWS)
def test_batches_come_as_from_keras(name):
    settings, arguments = FLOWS[name]
    one = ours.ImageDataGenerator(**settings).flow(X, Y, batch_size=4, **arguments)
    other = theirs.ImageDataGenerator(**settings).flow(X, Y, batch_size=4, **arguments)
    assert len(one) == len(other)
    for _ in range(2 * len(one) + 1):
        for found, truth in zip(next(one), next(other), strict=True):
            assert found.dtype == truth.dtype
            np.testing.assert_allclose(found, truth, rtol=1e-4, atol=1e-2)


@pytest.mark.parametrize(
    "settings",
    [
        {"featurewise_center": True},
        {"featurewise_std_normalization": True},
        {"zca_whitening": True},
    ],
)
def test_statistics_of_all_pictures(settings):
    one = ours.ImageDataGenerator(**settings)
    with pytest.warns(UserWarning, match="fit"):
        one.standardize(X[0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras says which settings imply others
        other = theirs.ImageDataGenerator(**settings)
    one.fit(X)
    other.fit(X)
    for picture in X[:3]:
        truth = other.standardize(picture.copy())
        np.testing.assert_allclose(one.standardize(picture), truth, rtol=1e-3, atol=1e-4)


@pytest.fixture
def folder(tmp_path):
    for kind, count in (("cats", 7), ("dogs", 5)):
        (tmp_path / kind).mkdir()
        for i in range(count):
            pixels = RNG.integers(0, 255, (9, 12, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / kind / f"{i}.png")
    return tmp_path


@pytest.mark.parametrize("class_mode", ["categorical", "binary", "sparse", "input", None])
@pytest.mark.parametrize("subset", [None, "training", "validation"])
def test_folders(folder, class_mode, subset, capsys):
    settings = {"rescale": 1 / 255, "validation_split": 0.4, "rotation_range": 20}
    arguments = {
        "target_size": (6, 5), "class_mode": class_mode, "batch_size": 3, "seed": 4,
        "subset": subset,
    }  # fmt: skip
    one = ours.ImageDataGenerator(**settings).flow_from_directory(folder, **arguments)
    said = capsys.readouterr().out
    other = theirs.ImageDataGenerator(**settings).flow_from_directory(folder, **arguments)
    assert said == capsys.readouterr().out
    assert one.class_indices == other.class_indices
    assert one.filenames == other.filenames
    assert (one.samples, one.image_shape) == (other.samples, other.image_shape)
    np.testing.assert_array_equal(one.classes, other.classes)
    for _ in range(4):
        found, truth = next(one), next(other)
        pairs = [(found, truth)] if class_mode is None else zip(found, truth, strict=True)
        for a, b in pairs:
            assert a.dtype == b.dtype
            np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-4)


def test_tables_of_files(folder):
    names = sorted(str(p.relative_to(folder)) for p in folder.rglob("*.png"))
    kinds = [name.split("/")[0] for name in names]
    table = {"filename": [*names, "gone.png"], "class": [*kinds, "dogs"], "size": range(13)}
    generator = ours.ImageDataGenerator()
    common = {"target_size": (9, 12), "shuffle": False, "batch_size": 12}
    with pytest.warns(UserWarning, match="1 files"):
        named = generator.flow_from_dataframe(table, folder, **common)
    x, y = next(named)
    with Image.open(folder / names[8]) as picture:
        np.testing.assert_array_equal(x[8], np.asarray(picture))
    np.testing.assert_array_equal(y.argmax(1), [kind == "dogs" for kind in kinds])
    with pytest.warns(UserWarning, match="1 files"):
        raw = generator.flow_from_dataframe(
            table, folder, y_col="size", weight_col="size", class_mode="raw", **common
        )
    _, sizes, weights = next(raw)
    np.testing.assert_array_equal(sizes, range(12))
    np.testing.assert_array_equal(weights, range(12))


def test_a_model_learns_from_a_generator(folder, tmp_path):
    to = tmp_path / "seen"
    to.mkdir()
    generator = ours.ImageDataGenerator(rescale=1 / 255, horizontal_flip=True)
    batches = generator.flow(X, Y == 1, batch_size=4, save_to_dir=str(to), save_prefix="seen")
    model = keras.Sequential(
        [keras.layers.Flatten(input_shape=(8, 10, 3)), keras.layers.Dense(1, "sigmoid")]
    )
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    history = model.fit(batches, steps_per_epoch=3, epochs=2, validation_data=batches, verbose=0)
    assert sorted(history.history) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert len(list(to.glob("seen_*.png"))) >= 11
    assert model.predict(generator.flow(X, batch_size=4, shuffle=False), verbose=0).shape == (11, 1)


def test_the_same_batches_from_two_numbers_of_one_seed():
    keras.utils.set_random_seed(3)
    one = next(ours.ImageDataGenerator(rotation_range=30).flow(X, Y, batch_size=4))
    keras.utils.set_random_seed(3)
    again = next(ours.ImageDataGenerator(rotation_range=30).flow(X, Y, batch_size=4))
    for found, same in zip(one, again, strict=True):
        np.testing.assert_array_equal(found, same)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: ours.ImageDataGenerator(validation_split=2.0), "validation_split"),
        (lambda: ours.ImageDataGenerator(zoom_range=[1, 2, 3]), "zoom_range"),
        (lambda: ours.ImageDataGenerator(brightness_range=3), "brightness_range"),
        (lambda: ours.ImageDataGenerator().flow(X, Y[:3]), "11 pictures"),
        (lambda: ours.ImageDataGenerator().flow(X[0]), "8, 10, 3"),
        (lambda: ours.ImageDataGenerator().flow(X, Y, subset="test"), "subset"),
        (
            lambda: ours.ImageDataGenerator(validation_split=0.3).flow(
                X, np.sort(Y), subset="training"
            ),
            "different classes",
        ),
        (
            lambda: ours.ImageDataGenerator(interpolation_order=3, rotation_range=9)
            .random_transform(X[0]),
            "interpolation_order",
        ),
    ],
)  # fmt: skip
def test_mistakes_are_named(wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong()
