"""Random changes of images on the numbers that real Keras drew for them."""

from __future__ import annotations

from typing import Any

import keras as real
import numpy as np
import pytest

import engine

#: Keras shuffles 64-bit numbers, which JAX shortens with a warning.
pytestmark = pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64:UserWarning")

UNIT = {"value_range": [0, 1]}
CASES: list[tuple[str, dict[str, Any]]] = [
    ("RandomFlip", {}),
    ("RandomRotation", {"factor": [-0.1, 0.3], "fill_mode": "constant", "fill_value": 0.5}),
    ("RandomZoom", {"height_factor": [0.2, -0.1], "width_factor": 0.3, "fill_mode": "wrap"}),
    ("RandomTranslation", {"height_factor": 0.2, "width_factor": [0.1, 0.2]}),
    ("RandomShear", {"x_factor": [0.1, 0.2], "y_factor": 0.5, "fill_mode": "nearest"}),
    ("RandomPerspective", {"factor": [0.1, 0.9], "scale": 0.4, "fill_value": 0.5}),
    ("RandomCrop", {"height": 3, "width": 4}),
    ("RandomCrop", {"height": 8, "width": 3}),
    ("RandomContrast", {"factor": [0.3, 0.2], **UNIT}),
    ("RandomBrightness", {"factor": 0.3, **UNIT}),
    ("RandomSaturation", {"factor": [0.4, 0.8], **UNIT}),
    ("RandomHue", {"factor": [0.5, 0.9], **UNIT}),
    ("RandomSharpness", {"factor": [0.1, 0.9], **UNIT}),
    ("RandomGrayscale", {}),
    ("RandomPosterization", {"factor": [2, 5], **UNIT}),
    ("RandomInvert", {"factor": [0.3, 0.5], **UNIT}),
    ("RandomErasing", {"fill_value": 0.5, "scale": [0.2, 0.5], **UNIT}),
    ("RandomErasing", {**UNIT}),
    ("RandomGaussianBlur", {"kernel_size": [3, 5], "sigma": [0.1, 0.9], **UNIT}),
    ("RandomColorDegeneration", {"factor": 0.4, **UNIT}),
    ("Solarization", {"addition_factor": 0.2, "threshold_factor": [0.1, 0.4], **UNIT}),
    ("CutMix", {"factor": 0.3}),
    ("MixUp", {}),
    ("RandAugment", {**UNIT}),
    ("AugMix", {**UNIT}),
    ("Equalization", {"bins": 16, **UNIT}),
]
ORDERS = {"channels_last": (5, 7, 6, 3), "channels_first": (5, 3, 7, 6)}


@pytest.fixture(autouse=True)
def _seeded() -> None:
    """The same draws in every run: a pixel on the border of a step may round either way."""
    real.utils.set_random_seed(11)
    engine.utils.set_random_seed(11)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(("name", "config"), CASES)
def test_the_same_draws_give_the_same_images(name: str, config: dict, order: str) -> None:
    images = np.random.default_rng(3).random(ORDERS[order]).astype("float32")
    theirs, ours = (getattr(k.layers, name)(data_format=order, **config) for k in (real, engine))
    drawn = theirs.get_random_transformation(images, training=True)
    wanted = np.asarray(theirs.transform_images(images, drawn))
    got = ours.transform_images(images, drawn).numpy()
    np.testing.assert_allclose(got, wanted, rtol=1e-4, atol=1e-5)
    own = ours.get_random_transformation(images)
    assert ours.transform_images(images, own).shape == wanted.shape
    if isinstance(drawn, dict):
        assert {k: np.shape(v) for k, v in own.items() if k in PLAIN} == {
            k: np.shape(v) for k, v in drawn.items() if k in PLAIN
        }


#: Drawn numbers whose shapes are the same in Keras.
PLAIN = ("flips", "height_zoom", "translations", "contrast_factor", "rgb_delta", "mix_weight")


@pytest.mark.parametrize(("name", "config"), CASES)
def test_configurations_equal_keras(name: str, config: dict) -> None:
    theirs, ours = (getattr(k.layers, name)(name="a", **config) for k in (real, engine))
    wanted, got = theirs.get_config(), ours.get_config()
    left_out = {"dtype", "seed"} if name == "RandomCrop" else {"dtype"}  # Keras draws that seed
    for key in left_out:
        wanted.pop(key, None)
        got.pop(key, None)
    assert _plain(got) == _plain(wanted)
    assert type(ours).from_config(ours.get_config()).get_config() == ours.get_config()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, (list, tuple)) else value


@pytest.mark.parametrize("name", ["MixUp", "CutMix"])
def test_labels_are_mixed_as_in_keras(name: str) -> None:
    images = np.random.default_rng(3).random((5, 7, 6, 3)).astype("float32")
    labels = np.eye(5, dtype="float32")
    theirs, ours = (getattr(k.layers, name)() for k in (real, engine))
    drawn = theirs.get_random_transformation(images, training=True)
    wanted = np.asarray(theirs.transform_labels(labels, drawn))
    np.testing.assert_allclose(ours.transform_labels(labels, drawn).numpy(), wanted, rtol=1e-5)
    mixed = ours({"images": images, "labels": labels})
    np.testing.assert_allclose(mixed["labels"].numpy().sum(1), 1.0, rtol=1e-5)
    with pytest.raises(ValueError, match="to_categorical"):
        ours({"images": images, "labels": np.arange(5)})


def test_masks_move_with_the_pixels() -> None:
    images = np.random.default_rng(3).random((5, 7, 6, 3)).astype("float32")
    masks = (images[..., :1] > 0.5).astype("float32")
    for name, config in (("RandomFlip", {}), ("RandomRotation", {"factor": 0.2})):
        theirs, ours = (getattr(k.layers, name)(**config) for k in (real, engine))
        drawn = theirs.get_random_transformation(images, training=True)
        wanted = np.asarray(theirs.transform_segmentation_masks(masks, drawn))
        got = ours.transform_segmentation_masks(masks, drawn).numpy()
        assert np.mean(got == wanted) > 0.99  # places halfway between two pixels
    colours = engine.layers.RandomHue(0.5, value_range=[0, 1])
    result = colours({"images": images, "segmentation_masks": masks})
    np.testing.assert_array_equal(result["segmentation_masks"], masks)


@pytest.mark.parametrize("name", ["AutoContrast", "ContrastLimitedAdaptiveHistogramEqualization"])
@pytest.mark.parametrize("order", ORDERS)
def test_evened_images_equal_keras(name: str, order: str) -> None:
    images = np.random.default_rng(3).random(ORDERS[order]).astype("float32")
    images[0] = 0.25
    theirs, ours = (getattr(k.layers, name)(data_format=order, **UNIT) for k in (real, engine))
    np.testing.assert_allclose(
        ours(images).numpy(), np.asarray(theirs(images)), rtol=1e-4, atol=1e-5
    )


def test_a_plain_call_varies_images_as_in_keras_and_predicting_does_not() -> None:
    images = np.random.default_rng(3).random((5, 7, 6, 3)).astype("float32")
    for k in (real, engine):
        model = k.Sequential(
            [k.Input((7, 6, 3)), k.layers.RandomInvert([1, 1], UNIT["value_range"])]
        )
        np.testing.assert_allclose(np.asarray(model(images)), 1 - images, rtol=1e-6)
        np.testing.assert_array_equal(np.asarray(model(images, training=False)), images)
        np.testing.assert_array_equal(model.predict(images, verbose=0), images)


def test_boxes_are_cut_or_filled_up_as_in_keras() -> None:
    rng = np.random.default_rng(3)
    images = rng.random((2, 4, 4, 3)).astype("float32")
    for count in (2, 5):
        results = []
        for k in (real, engine):
            boxes = {
                "boxes": np.arange(2 * count * 4, dtype="float32").reshape(2, count, 4),
                "labels": np.arange(2 * count, dtype="int32").reshape(2, count),
            }
            layer = k.layers.MaxNumBoundingBoxes(3, **BOXES.get(k.__name__, {}))
            results.append(layer({"images": images, "bounding_boxes": boxes})["bounding_boxes"])
        for key in ("boxes", "labels"):
            np.testing.assert_array_equal(*(np.asarray(r[key]) for r in results))


BOXES: dict[str, dict[str, Any]] = {"keras": {"bounding_box_format": "xyxy"}}
