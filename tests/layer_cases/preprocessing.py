"""Cases of layers that prepare data; the random ones draw nothing when they predict."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import Cases, Draws, Inner, pick, real, whole

IMAGES = [real(4, 6, 5, 3)]
FIRST = [real(4, 3, 6, 5)]
#: Spans are tuples: Keras cannot write a layer to HDF5 that was given a list.
WIDE = {"value_range": (-4, 4)}
WORDS = np.array([["a", "b"], ["b", ""], ["c", "a"], ["a", "z"]])
CHANNELS_FIRST = {"data_format": "channels_first"}

CASES: Cases = {
    "Rescaling": [
        ({"scale": 0.5}, [real(4, 5)]),
        ({"scale": [0.5, 2.0, 1.0], "offset": [0.0, 1.0, -1.0]}, IMAGES),
        ({"scale": 1 / 255, "offset": -1}, [whole(255, 4, 6, 5, 3)]),
    ],
    "Normalization": [
        ({}, [real(4, 5)]),
        ({"axis": [1, 3]}, [real(4, 2, 5, 3)]),
        ({"axis": None, "mean": 2.0, "variance": 4.0, "invert": True}, [real(4, 5)]),
        ({"mean": [1.0, 2.0, 3.0], "variance": [1.0, 4.0, 0.0]}, [real(4, 2, 3)]),
    ],
    "Resizing": [
        ({"height": 3, "width": 9}, IMAGES),
        ({"height": 8, "width": 4, "interpolation": "nearest", **CHANNELS_FIRST}, FIRST),
        ({"height": 2, "width": 4, "crop_to_aspect_ratio": True, "antialias": True}, IMAGES),
        ({"height": 2, "width": 4, "pad_to_aspect_ratio": True, "fill_value": 2.0}, IMAGES),
    ],
    "CenterCrop": [
        ({"height": 3, "width": 4}, IMAGES),
        ({"height": 9, "width": 4, **CHANNELS_FIRST}, FIRST),
    ],
    "RandomFlip": [
        ({"seed": 3}, IMAGES),
        ({"mode": "vertical", "seed": 3, **CHANNELS_FIRST}, FIRST),
    ],
    "RandomRotation": [
        ({"factor": 0.3, "seed": 3}, IMAGES),
        ({"factor": [0.1, 0.2], "fill_mode": "constant", "fill_value": 2.0, "seed": 3}, IMAGES),
    ],
    "RandomZoom": [
        ({"height_factor": 0.3, "seed": 3}, IMAGES),
        ({"height_factor": 0.3, "width_factor": (0.1, 0.2), "fill_mode": "wrap"}, IMAGES),
    ],
    "RandomTranslation": [
        ({"height_factor": 0.3, "width_factor": (-0.1, 0.2), "seed": 3}, IMAGES),
        (
            {"height_factor": 0.3, "width_factor": 0.1, "interpolation": "nearest"}
            | {"fill_mode": "nearest", **CHANNELS_FIRST},
            FIRST,
        ),
    ],
    "RandomShear": [
        ({"x_factor": 0.3, "seed": 3}, IMAGES),
        # Spans: of a number Keras writes one from below 0, which it then refuses itself.
        ({"x_factor": (0.1, 0.2), "y_factor": (0.0, 0.3), **CHANNELS_FIRST}, FIRST),
    ],
    "RandomPerspective": [({"seed": 3}, IMAGES), ({"scale": 0.3, **CHANNELS_FIRST}, FIRST)],
    "RandomElasticTransform": [
        ({"seed": 3, **WIDE}, IMAGES),
        ({"scale": (0.2, 0.5), "fill_mode": "mirror", **CHANNELS_FIRST, **WIDE}, FIRST),
    ],
    "RandomGaussianBlur": [
        ({"seed": 3, **WIDE}, IMAGES),
        ({"kernel_size": (3, 5), "sigma": (0.5, 1.0), **CHANNELS_FIRST, **WIDE}, FIRST),
    ],
    "RandomSharpness": [({"factor": 0.5, "seed": 3, **WIDE}, IMAGES)],
    "RandomSaturation": [
        ({"factor": 0.5, "seed": 3}, IMAGES),
        ({"factor": (0.4, 0.6), **CHANNELS_FIRST}, FIRST),
    ],
    "RandomHue": [({"factor": 0.5, "seed": 3, **WIDE}, IMAGES)],
    "RandomGrayscale": [({"seed": 3}, IMAGES), ({"factor": 1.0, **CHANNELS_FIRST}, FIRST)],
    "RandomColorDegeneration": [({"factor": 0.5, **WIDE}, IMAGES)],
    "RandomPosterization": [({"factor": 4, **WIDE}, IMAGES), ({"factor": (2, 5)}, IMAGES)],
    "RandomInvert": [({"seed": 3, **WIDE}, IMAGES), ({"factor": (0.2, 0.9)}, IMAGES)],
    "Solarization": [
        ({"addition_factor": 0.2, "threshold_factor": (0.1, 0.5), **WIDE}, IMAGES),
        ({**CHANNELS_FIRST}, FIRST),
    ],
    "RandomColorJitter": [
        ({"brightness_factor": 0.2, "hue_factor": (0.1, 0.2), **WIDE}, IMAGES),
        ({"contrast_factor": 0.2, "saturation_factor": 0.5, **CHANNELS_FIRST, **WIDE}, FIRST),
    ],
    "RandomErasing": [
        ({"seed": 3, **WIDE}, IMAGES),
        ({"fill_value": 2.0, "scale": 0.5, **CHANNELS_FIRST}, FIRST),
    ],
    "CutMix": [({"seed": 3}, IMAGES), ({"factor": (0.2, 0.5), **CHANNELS_FIRST}, FIRST)],
    "MixUp": [({"seed": 3}, IMAGES), ({"alpha": 1.0, **CHANNELS_FIRST}, FIRST)],
    "RandAugment": [({"seed": 3, **WIDE}, IMAGES), ({"num_ops": 1, **CHANNELS_FIRST}, FIRST)],
    "AugMix": [({"seed": 3, **WIDE}, IMAGES), ({"all_ops": False, **CHANNELS_FIRST}, FIRST)],
    "AutoContrast": [({**WIDE}, IMAGES), ({**CHANNELS_FIRST}, FIRST)],
    "Equalization": [({**WIDE}, IMAGES), ({"bins": 16, **CHANNELS_FIRST}, FIRST)],
    "ContrastLimitedAdaptiveHistogramEqualization": [
        ({"tile_grid_size": (2, 2), **WIDE}, IMAGES),
        ({"clip_limit": 0.0, **CHANNELS_FIRST}, FIRST),
    ],
    "MaxNumBoundingBoxes": [({"max_number": 3}, IMAGES)],
    "MelSpectrogram": [
        ({"fft_length": 32, "sequence_stride": 10, "num_mel_bins": 5}, [real(4, 90)]),
        ({"fft_length": 16, "num_mel_bins": 3, "power_to_db": False}, [real(4, 90)]),
    ],
    "STFTSpectrogram": [
        ({"frame_length": 16}, [real(4, 60, 2)]),
        ({"frame_length": 12, "mode": "psd", "expand_dims": True}, [real(4, 60, 2)]),
        ({"frame_length": 8, "mode": "stft", "window": None, **CHANNELS_FIRST}, [real(4, 2, 60)]),
    ],
    "Pipeline": [
        ({"layers": [Inner("Rescaling", {"scale": 0.5}), Inner("RandomFlip", {})]}, IMAGES),
    ],
    "RandomContrast": [({"factor": (0.2, 0.5), "value_range": (-3, 3), "seed": 3}, IMAGES)],
    "RandomBrightness": [({"factor": 0.2, "value_range": (-3, 3), "seed": 3}, IMAGES)],
    "RandomCrop": [
        ({"height": 4, "width": 3, "seed": 3}, IMAGES),
        ({"height": 8, "width": 3, "seed": 3, **CHANNELS_FIRST}, FIRST),
        ({"height": 6, "width": 5}, IMAGES),  # Keras cuts nothing when it predicts
    ],
    "CategoryEncoding": [
        ({"num_tokens": 5}, [whole(5, 4, 3)]),
        ({"num_tokens": 5, "output_mode": "one_hot"}, [whole(5, 4, 3)]),
        ({"num_tokens": 5, "output_mode": "one_hot"}, [whole(5, 4, 1)]),
        ({"num_tokens": 5, "output_mode": "count"}, [whole(5, 4, 3)]),
    ],
    "IntegerLookup": [
        (
            {"vocabulary": [1, 3, 4], "num_oov_indices": 2, "output_mode": "one_hot"},
            [whole(6, 4, 3)],
        ),
        ({"vocabulary": [1, 3, 4], "output_mode": "count"}, [whole(6, 4, 3)]),
    ],
    "StringLookup": [
        ({"vocabulary": ["a", "b"], "mask_token": "", "output_mode": "count"}, [WORDS]),
        ({"vocabulary": ["a", "b"], "output_mode": "multi_hot"}, [WORDS]),
    ],
    "TextVectorization": [
        ({"vocabulary": ["a", "b"], "output_mode": "multi_hot"}, [WORDS[:, :1]]),
        ({"vocabulary": ["a", "b"], "output_mode": "count"}, [WORDS[:, :1]]),
    ],
    "Hashing": [
        ({"num_bins": 4, "salt": 3, "output_mode": "count"}, [whole(60, 4, 3)]),
        ({"num_bins": 4, "output_mode": "one_hot", "mask_value": "a"}, [WORDS]),
    ],
    "HashedCrossing": [
        ({"num_bins": 5, "output_mode": "one_hot"}, [WORDS[:, :1], whole(60, 4, 1)]),
    ],
    "Discretization": [
        ({"bin_boundaries": [-0.5, 0.0, 1.0], "output_mode": "one_hot"}, [real(4, 3)]),
        ({"bin_boundaries": [0.0], "output_mode": "multi_hot"}, [real(4, 3)]),
    ],
}


def _image_size(r: np.random.Generator) -> tuple[dict[str, Any], list[Any]]:
    """Sizes smaller and larger than an image's, in both orders of the axes."""
    config = {"height": int(r.integers(2, 9)), "width": int(r.integers(2, 9))}
    order = pick(r, "channels_last", "channels_first")
    shape = (6, 5, 3) if order == "channels_last" else (3, 6, 5)
    return {**config, "data_format": order}, [shape]


def _resizing(r: np.random.Generator) -> tuple[dict[str, Any], list[Any]]:
    config, shapes = _image_size(r)
    config["interpolation"] = pick(r, "bilinear", "nearest", "bicubic", "lanczos3")
    config["antialias"] = config["interpolation"] != "nearest" and pick(r, True, False)
    way = pick(r, None, "crop_to_aspect_ratio", "pad_to_aspect_ratio")
    if way is not None:
        config[way] = True
    return config, shapes


def _statistics(r: np.random.Generator) -> tuple[dict[str, Any], list[Any]]:
    axis, shape = pick(r, (-1, (4,)), ([1, 2], (2, 4)), (None, ()))
    return {
        "axis": axis,
        "mean": r.normal(size=shape).tolist(),
        "variance": r.uniform(0.1, 2, shape).tolist(),
        "invert": pick(r, True, False),
    }, [(2, 4)]


def _same_size(r: np.random.Generator) -> tuple[dict[str, Any], list[Any]]:
    """Keras does not crop when it predicts; ours gives the declared size."""
    return {"height": 6, "width": 5}, [(6, 5, 3)]


_still = {"factor": 0.0, "value_range": [-99, 99]}


def _fixed(r: np.random.Generator) -> tuple[dict[str, Any], list[Any]]:
    """The same factor for every image."""
    factor = float(r.uniform(0.2, 0.9))
    return {"factor": [factor, factor], "value_range": [-99, 99]}, [(6, 5, 3)]


DRAWN: Draws = {
    "Rescaling": lambda r: (
        {"scale": float(r.normal()), "offset": float(r.normal())},
        [pick(r, (5,), (3, 5))],
    ),
    "Normalization": _statistics,
    "Resizing": _resizing,
    "CenterCrop": _image_size,
    "RandomFlip": lambda r: ({"mode": "horizontal"}, [(6, 1, 3)]),
    "RandomRotation": lambda r: (
        {"factor": [f := float(r.uniform(-1, 1)), f], "fill_mode": pick(r, "reflect", "wrap")},
        [(6, 5, 3)],
    ),
    "RandomZoom": lambda r: (
        {"height_factor": [f := float(r.uniform(-0.5, 0.5)), f], "fill_mode": "constant"},
        [(6, 5, 3)],
    ),
    "RandomTranslation": lambda r: (
        {
            "height_factor": [f := float(r.uniform(-1, 1)), f],
            "width_factor": [g := float(r.uniform(-1, 1)), g],
            "fill_mode": pick(r, "reflect", "wrap", "constant", "nearest"),
            "fill_value": 0.5,
            "data_format": "channels_last",
        },
        [(6, 5, 3)],
    ),
    "RandomContrast": lambda r: (_still, [(6, 5, 3)]),
    "RandomBrightness": lambda r: (
        {"factor": [f := float(r.uniform(-0.1, 0.1)), f], "value_range": [-5, 5]},
        [(6, 5, 3)],
    ),
    "RandomCrop": _same_size,
    "RandomShear": lambda r: ({"x_factor": 0.0}, [(6, 5, 3)]),
    "RandomPerspective": lambda r: ({"factor": 0.0}, [(6, 5, 3)]),
    "RandomElasticTransform": lambda r: ({"factor": 0.0}, [(6, 5, 3)]),
    "RandomGaussianBlur": lambda r: (
        {"factor": [1.0, 1.0], "sigma": [f := float(r.uniform(0.2, 1)), f], "kernel_size": [3, 5]}
        | {"value_range": [-99, 99]},
        [(6, 5, 3)],
    ),
    "RandomSharpness": _fixed,
    "RandomSaturation": _fixed,
    "RandomColorDegeneration": _fixed,
    "RandomHue": lambda r: (_still, [(6, 5, 3)]),
    "RandomGrayscale": lambda r: ({"factor": pick(r, 0.0, 1.0)}, [(6, 5, 3)]),
    # Whole numbers, here too: bits of a trained layer's outputs tell nothing.
    "RandomPosterization": lambda r: (
        {"factor": [f := int(r.integers(1, 9)), f]},
        [("int", 256, 6, 5, 3)],
    ),
    "RandomInvert": lambda r: ({"factor": pick(r, 0.0, [1.0, 1.0])}, [(6, 5, 3)]),
    "Solarization": lambda r: ({"value_range": [-99, 99]}, [(6, 5, 3)]),
    "RandomColorJitter": lambda r: (
        {
            "brightness_factor": [f := float(r.uniform(-0.1, 0.1)), f],
            "contrast_factor": 0.0,
            "saturation_factor": [g := float(r.uniform(0.4, 0.6)), g],
            "value_range": [-9, 9],
        },
        [(6, 5, 3)],
    ),
    "RandomErasing": lambda r: ({"factor": 0.0}, [(6, 5, 3)]),
    "AutoContrast": lambda r: ({"value_range": [-9, 9]}, [(6, 5, 3)]),
    "ContrastLimitedAdaptiveHistogramEqualization": lambda r: (
        # Of 0 to 255 many results are whole numbers but for the last bit, which Keras itself
        # rounds otherwise in a compiled call; of this range none is, before what is cut off.
        {"tile_grid_size": pick(r, [2, 2], [3, 1]), "clip_limit": pick(r, 0.0, 2.0)}
        | {"value_range": [0.3, 255.6]},
        [("int", 256, 6, 5, 3)],
    ),
    # Whole numbers: nothing is learnt through it.
    "MelSpectrogram": lambda r: (
        {"fft_length": 32, "sequence_stride": int(r.integers(8, 20)), "num_mel_bins": 5}
        | {"power_to_db": pick(r, True, False), "window": pick(r, "hann", "hamming", None)},
        [("int", 99, 90)],
    ),
    "STFTSpectrogram": lambda r: (
        {
            "frame_length": int(r.integers(6, 20)),
            "mode": pick(r, "log", "magnitude", "psd", "real", "imag", "stft"),
            "window": pick(r, "hann", "blackman", None),
            "padding": pick(r, "valid", "same"),
            "scaling": pick(r, "density", "spectrum", None),
            "expand_dims": pick(r, True, False),
        },
        [(60, 2)],
    ),
    "MaxNumBoundingBoxes": lambda r: ({"max_number": 3}, [(6, 5, 3)]),
    "Pipeline": lambda r: (
        {"layers": [Inner("Rescaling", {"scale": float(r.normal())})]},
        [(6, 5, 3)],
    ),
    "CategoryEncoding": lambda r: (
        {"num_tokens": 7, "output_mode": pick(r, "multi_hot", "one_hot", "count")},
        [pick(r, ("int", 7, 4), ("int", 7, 1))],
    ),
    # Whole numbers: behind a trained layer there would be nothing to learn.
    "Discretization": lambda r: (
        {
            "bin_boundaries": [0.5, float(r.uniform(1, 3)), 4.0],
            "output_mode": pick(r, "multi_hot", "one_hot", "count"),
        },
        [("int", 6, 4)],
    ),
}

#: Keras needs TensorFlow for these; tests/engine/layers holds them to what that gives.
_ON_ARRAYS = "Keras needs TensorFlow for it; what TensorFlow gives stands in its own tests"
#: What they do while training is always left to chance (and Keras cannot build the last one
#: into a model on JAX); tests/parity/test_random_images.py compares them on the same draws.
BY_CHANCE = ("AugMix", "CutMix", "MixUp", "RandAugment", "Equalization")
NOT_IN_KERAS = dict.fromkeys(
    ("HashedCrossing", "Hashing", "IntegerLookup", "StringLookup", "TextVectorization"), _ON_ARRAYS
)
