"""Layers that vary images: what a person who trains with them relies on."""

from __future__ import annotations

from typing import Any

import keras as real
import numpy as np
import pytest

import engine
from engine.data import Dataset
from engine.layers import (
    CenterCrop,
    RandomBrightness,
    RandomContrast,
    RandomCrop,
    RandomFlip,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
    Resizing,
)

IMAGES = np.random.default_rng(5).uniform(0, 255, (64, 6, 5, 3)).astype("float32")
RANDOM: list[tuple[Any, dict[str, Any]]] = [
    (RandomFlip, {}),
    (RandomRotation, {"factor": 0.2}),
    (RandomZoom, {"height_factor": 0.3}),
    (RandomTranslation, {"height_factor": 0.3, "width_factor": 0.3}),
    (RandomContrast, {"factor": 0.5}),
    (RandomBrightness, {"factor": 0.3}),
    (RandomCrop, {"height": 4, "width": 3}),
]
each = pytest.mark.parametrize(("cls", "config"), RANDOM, ids=[c.__name__ for c, _ in RANDOM])


@each
def test_predicting_leaves_the_images_alone(cls: Any, config: dict) -> None:
    config = {**config, **({"height": 6, "width": 5} if cls is RandomCrop else {})}
    layer = cls(**config)
    np.testing.assert_array_equal(layer(IMAGES, training=False).numpy(), IMAGES)
    model = engine.Sequential([engine.Input((6, 5, 3)), cls(**config)])
    np.testing.assert_array_equal(model.predict(IMAGES, verbose=0), IMAGES)


@each
def test_the_same_seed_gives_the_same_images(cls: Any, config: dict) -> None:
    one, two, other = (cls(seed=s, **config) for s in (3, 3, 4))
    first = one(IMAGES, training=True).numpy()
    np.testing.assert_array_equal(first, two(IMAGES, training=True).numpy())
    assert not np.array_equal(first, one(IMAGES, training=True).numpy())  # it goes on
    assert not np.array_equal(first, other(IMAGES, training=True).numpy())


@each
def test_called_outside_of_a_model_it_changes_the_images(cls: Any, config: dict) -> None:
    assert not np.array_equal(cls(seed=1, **config)(IMAGES).numpy(), IMAGES)


@each
def test_labels_stay(cls: Any, config: dict) -> None:
    labels = np.arange(64)
    result = cls(seed=1, **config)({"images": IMAGES, "labels": labels})
    np.testing.assert_array_equal(np.asarray(result["labels"]), labels)
    assert not np.array_equal(np.asarray(result["images"]), IMAGES)


@each
def test_a_data_set_is_varied_image_by_image(cls: Any, config: dict) -> None:
    layer = cls(seed=1, **config)
    data = Dataset.from_tensor_slices((IMAGES[:4], np.arange(4)))
    varied = list(data.map(lambda x, y: (layer(x), y)).as_numpy_iterator())
    assert [int(y) for _, y in varied] == [0, 1, 2, 3]
    wanted = (4, 3, 3) if cls is RandomCrop else (6, 5, 3)
    assert all(x.shape == wanted for x, _ in varied)


def test_half_of_the_images_are_flipped_and_flipped_exactly() -> None:
    many = np.tile(IMAGES[:1], (4000, 1, 1, 1))
    result = RandomFlip("horizontal", seed=2)(many).numpy()
    flipped = (result == many[:, :, ::-1]).all((1, 2, 3))
    kept = (result == many).all((1, 2, 3))
    assert (flipped ^ kept).all()
    assert abs(flipped.mean() - 0.5) < 0.04  # five deviations of 4000 throws
    upright = RandomFlip("vertical", seed=2)(many).numpy()
    assert {tuple(u[0, 0]) for u in upright} == {tuple(many[0, 0, 0]), tuple(many[0, -1, 0])}


def test_every_window_is_cropped_equally_often() -> None:
    layer, corners = RandomCrop(4, 3, seed=2), []
    places = np.arange(30, dtype="float32").reshape(1, 6, 5, 1)
    for _ in range(900):
        window = layer(places).numpy()[0, :, :, 0]
        top, left = divmod(int(window[0, 0]), 5)
        np.testing.assert_array_equal(window, places[0, top : top + 4, left : left + 3, 0])
        corners.append((top, left))
    counts = np.array([corners.count((t, l)) for t in range(3) for l in range(3)])
    assert abs(counts - 100).max() < 50  # five deviations
    assert counts.sum() == 900


def test_brightness_moves_evenly_and_stays_in_range() -> None:
    grey = np.full((4000, 2, 2, 1), 100.0, "float32")
    result = RandomBrightness(0.2, seed=2)(grey).numpy()
    moved = result[:, 0, 0, 0] - 100
    assert (result == result[:, :1, :1]).all()
    assert moved.min() >= -51.01
    assert moved.max() <= 51.01
    assert abs(moved.mean()) < 2.4
    assert abs(moved.std() - 102 / np.sqrt(12)) < 1.5
    assert RandomBrightness([0.9, 0.9])(grey).numpy().max() == 255


def test_contrast_keeps_the_mean() -> None:
    layer = RandomContrast([0.5, 0.5], value_range=[-1000, 1000], seed=2)
    result = layer(IMAGES).numpy()
    np.testing.assert_allclose(result.mean((1, 2)), IMAGES.mean((1, 2)), rtol=1e-4)
    ratio = result.std((1, 2)) / IMAGES.std((1, 2))
    assert ratio.min() >= 0.499
    assert ratio.max() <= 1.501
    assert ratio.std() > 0.2


def test_a_quarter_turn_and_a_whole_shift_move_pixels_exactly() -> None:
    square = IMAGES[:, :5]
    turned = RandomRotation([0.25, 0.25], interpolation="nearest")(square).numpy()
    assert np.array_equal(turned, np.rot90(square, 1, (1, 2))) or np.array_equal(
        turned, np.rot90(square, -1, (1, 2))
    )
    shift = RandomTranslation([0.5, 0.5], [0.2, 0.2], fill_mode="wrap")(IMAGES).numpy()
    np.testing.assert_allclose(shift, np.roll(IMAGES, (3, 1), (1, 2)), rtol=1e-4)
    shift = RandomTranslation([0.5, 0.5], 0.0, fill_mode="constant", fill_value=7.0)(IMAGES)
    np.testing.assert_allclose(shift.numpy()[:, 3:], IMAGES[:, :3], rtol=1e-4)
    assert (shift.numpy()[:, :3] == 7.0).all()


@pytest.mark.parametrize("mode", ["constant", "reflect", "wrap", "nearest", "mirror"])
@pytest.mark.parametrize("how", ["bilinear", "nearest"])
def test_affine_transforms_equal_keras(mode: str, how: str) -> None:
    maps = np.random.default_rng(3).normal(size=(64, 8)).astype("float32")
    maps[:, 2] *= 9  # far outside, too
    maps[:, 6:] = 0
    ours = engine.ops.image.affine_transform(IMAGES, maps, how, mode, 3.0).numpy()
    theirs = np.asarray(real.ops.image.affine_transform(IMAGES, maps, how, mode, 3.0))
    close = np.isclose(ours, theirs, rtol=1e-3, atol=0.05)
    assert close.mean() > (0.999 if how == "nearest" else 0.9999)  # places between two pixels


def test_training_varies_each_epoch_and_resumes() -> None:
    """The compiled step draws anew each time, and the same as the eager one."""
    losses = []
    for eager in (False, True):
        model = engine.Sequential(
            [engine.Input((6, 5, 3)), RandomBrightness(0.5, seed=7), engine.layers.Flatten()]
        )
        model.compile(loss="mae", optimizer="sgd", run_eagerly=eager)
        target = IMAGES.reshape(64, -1)
        history = model.fit(IMAGES, target, epochs=3, shuffle=False, verbose=0).history
        losses.append(history["loss"])
        assert len(set(losses[-1])) == 3
        assert model.evaluate(IMAGES, target, verbose=0) == 0.0
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-5)


@pytest.mark.parametrize("how", ["bilinear", "nearest", "bicubic", "lanczos5"])
def test_resizing_keeps_whole_numbers_as_keras_does(how: str) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (3, 7, 6, 3)).astype("uint8")
    for size in ((14, 9), (3, 4)):
        ours = Resizing(*size, interpolation=how)(pixels).numpy()
        theirs = np.asarray(real.layers.Resizing(*size, interpolation=how)(pixels))
        assert ours.dtype == theirs.dtype == np.uint8
        exact = np.clip(Resizing(*size, interpolation=how)(pixels.astype("f")).numpy(), 0, 255)
        for rounded in (ours, theirs):  # halves may go either way
            assert np.abs(rounded - exact).max() <= 0.501


def test_one_image_without_a_batch() -> None:
    image = IMAGES[0]
    for k in (engine, real):
        assert k.layers.CenterCrop(2, 3)(image).shape == (2, 3, 3)
        assert k.layers.Resizing(2, 3)(image).shape == (2, 3, 3)
    np.testing.assert_array_equal(CenterCrop(2, 3)(image).numpy(), image[2:4, 1:4])


def test_open_sizes_become_known() -> None:
    image = engine.Input((None, None, 3))
    assert Resizing(4, 5)(image).shape == (None, 4, 5, 3)
    assert CenterCrop(4, 5)(image).shape == (None, 4, 5, 3)
    assert RandomRotation(0.1)(image).shape == (None, None, None, 3)
    model = engine.Model(image, Resizing(4, 5, crop_to_aspect_ratio=True)(image))
    assert model.predict(IMAGES, verbose=0).shape == (64, 4, 5, 3)


def test_a_wrong_rank_is_refused_in_plain_words() -> None:
    with pytest.raises(ValueError, match="batch, height, width, channels"):
        RandomFlip()(engine.Input((7,)))
    with pytest.raises(ValueError, match="'images'"):
        RandomFlip()({"pictures": IMAGES})
    with pytest.raises(ValueError, match="exclude one another"):
        Resizing(3, 3, crop_to_aspect_ratio=True, pad_to_aspect_ratio=True)
