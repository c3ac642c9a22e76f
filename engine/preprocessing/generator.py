"""ImageDataGenerator: Keras 2's way of changing pictures at random while a model learns."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.config import floatx, image_data_format
from engine.preprocessing.generated import ArrayIterator, DirectoryIterator, FrameIterator
from engine.preprocessing.transforms import (
    apply_affine_transform,
    apply_brightness_shift,
    apply_channel_shift,
)

_SMALL = 1e-6


class ImageDataGenerator:
    """Makes batches of pictures, each changed at random within limits and then normalized.

    New programs do the same with preprocessing layers (``RandomFlip``, ``RandomRotation``,
    ``Rescaling``), which become part of the model.

    Args:
        featurewise_center: Whether to subtract the mean of all pictures; see ``fit``.
        samplewise_center: Whether to subtract each picture's mean.
        featurewise_std_normalization: Whether to divide by the deviation of all pictures.
        samplewise_std_normalization: Whether to divide by each picture's deviation.
        zca_whitening: Whether to take away what pixels have in common; see ``fit``.
        zca_epsilon: Keeps the whitening from dividing by 0.
        rotation_range: Largest turn, in degrees.
        width_shift_range: Largest move sideways: below 1 a share of the width, above a number
            of pixels; a list of the moves to choose from.
        height_shift_range: The same for up and down.
        brightness_range: Two factors between which the brightness is multiplied.
        shear_range: Largest angle by which rows lean, in degrees.
        zoom_range: One number z for 1 - z to 1 + z, or the two limits.
        channel_shift_range: Largest number that is added to all values.
        fill_mode: What comes in from beyond the edges: "nearest", "constant", "reflect", "wrap".
        cval: The number of "constant".
        horizontal_flip: Whether half of the pictures are mirrored from left to right.
        vertical_flip: Whether half of them are mirrored from top to bottom.
        rescale: What values are multiplied by, after everything else is done to the picture.
        preprocessing_function: A function of one picture, called before the normalizing.
        data_format: "channels_last" or "channels_first".
        validation_split: Share of the pictures that ``subset="validation"`` gives.
        interpolation_order: 1 to mix neighbouring pixels, 0 to take the nearest one.
        dtype: Type of the batches.
    """

    def __init__(
        self,
        featurewise_center: bool = False,
        samplewise_center: bool = False,
        featurewise_std_normalization: bool = False,
        samplewise_std_normalization: bool = False,
        zca_whitening: bool = False,
        zca_epsilon: float = _SMALL,
        rotation_range: float = 0,
        width_shift_range: Any = 0.0,
        height_shift_range: Any = 0.0,
        brightness_range: Any = None,
        shear_range: float = 0.0,
        zoom_range: Any = 0.0,
        channel_shift_range: float = 0.0,
        fill_mode: str = "nearest",
        cval: float = 0.0,
        horizontal_flip: bool = False,
        vertical_flip: bool = False,
        rescale: float | None = None,
        preprocessing_function: Callable[[np.ndarray], Any] | None = None,
        data_format: str | None = None,
        validation_split: float = 0.0,
        interpolation_order: int = 1,
        dtype: str | None = None,
    ) -> None:
        self.featurewise_center = featurewise_center or zca_whitening
        self.samplewise_center = samplewise_center or samplewise_std_normalization
        self.featurewise_std_normalization = featurewise_std_normalization and not zca_whitening
        self.samplewise_std_normalization = samplewise_std_normalization
        self.featurewise_center = self.featurewise_center or featurewise_std_normalization
        self.zca_whitening, self.zca_epsilon = zca_whitening, zca_epsilon
        self.rotation_range = rotation_range
        self.width_shift_range, self.height_shift_range = width_shift_range, height_shift_range
        self.brightness_range = _pair("brightness_range", brightness_range)
        self.shear_range = shear_range
        self.zoom_range = _zoom(zoom_range)
        self.channel_shift_range = channel_shift_range
        self.fill_mode, self.cval = fill_mode, cval
        self.horizontal_flip, self.vertical_flip = horizontal_flip, vertical_flip
        self.rescale = rescale
        self.preprocessing_function = preprocessing_function
        self.data_format = data_format or image_data_format()
        if self.data_format not in ("channels_first", "channels_last"):
            raise ValueError(
                f"data_format must be 'channels_last' or 'channels_first', got {data_format!r}."
            )
        if validation_split and not 0 < validation_split < 1:
            raise ValueError(f"validation_split must lie between 0 and 1, got {validation_split}.")
        self.validation_split = validation_split
        self.interpolation_order = interpolation_order
        self.dtype = dtype or floatx()
        last = self.data_format == "channels_last"
        #: Places of rows, columns and channels in one picture.
        self.axes = (0, 1, 2) if last else (1, 2, 0)
        self.mean: Any = None
        self.std: Any = None
        self.zca_whitening_matrix: Any = None

    # -- where pictures come from ------------------------------------------------

    def flow(
        self,
        x: Any,
        y: Any = None,
        batch_size: int = 32,
        shuffle: bool = True,
        sample_weight: Any = None,
        seed: int | None = None,
        save_to_dir: Any = None,
        save_prefix: str = "",
        save_format: str = "png",
        ignore_class_split: bool = False,
        subset: str | None = None,
    ) -> ArrayIterator:
        """Return an endless iterator over batches of changed pictures of an array.

        Args:
            x: The pictures (count, height, width, channels).
            y: What belongs to them.
            batch_size: Pictures in a batch.
            shuffle: Whether they come in another order each time.
            sample_weight: A weight for each.
            seed: Makes order and changes repeatable.
            save_to_dir: A folder into which the pictures are written as they come out.
            save_prefix, save_format: How the files there begin and end.
            ignore_class_split: Whether the two parts may hold different classes.
            subset: "training" or "validation", with ``validation_split``.
        """
        return ArrayIterator(
            self, x, y, batch_size, shuffle, sample_weight, seed, save_to_dir, save_prefix,
            save_format, ignore_class_split, subset,
        )  # fmt: skip

    def flow_from_directory(
        self,
        directory: Any,
        target_size: tuple[int, int] = (256, 256),
        color_mode: str = "rgb",
        classes: Any = None,
        class_mode: str | None = "categorical",
        batch_size: int = 32,
        shuffle: bool = True,
        seed: int | None = None,
        save_to_dir: Any = None,
        save_prefix: str = "",
        save_format: str = "png",
        follow_links: bool = False,
        subset: str | None = None,
        interpolation: str = "nearest",
        keep_aspect_ratio: bool = False,
    ) -> DirectoryIterator:
        """Return an endless iterator over batches of changed pictures of a folder.

        Args:
            directory: The folder, which holds one folder per class.
            target_size: Height and width afterwards.
            color_mode: "rgb", "rgba" or "grayscale".
            classes: The classes' folders in an order of one's own; alphabetical by default.
            class_mode: "categorical" (one-hot), "binary", "sparse", "input" (the picture
                itself) or None for no targets.
            batch_size, shuffle, seed, save_to_dir, save_prefix, save_format, subset: As for
                ``flow``; each class is split by itself.
            follow_links: Whether linked folders are read.
            interpolation, keep_aspect_ratio: How sizes are changed; see ``load_img``.
        """
        return DirectoryIterator(
            self, directory, target_size, color_mode, classes, class_mode, batch_size, shuffle,
            seed, save_to_dir, save_prefix, save_format, follow_links, subset, interpolation,
            keep_aspect_ratio,
        )  # fmt: skip

    def flow_from_dataframe(
        self,
        dataframe: Any,
        directory: Any = None,
        x_col: str = "filename",
        y_col: Any = "class",
        weight_col: str | None = None,
        target_size: tuple[int, int] = (256, 256),
        color_mode: str = "rgb",
        classes: Any = None,
        class_mode: str | None = "categorical",
        batch_size: int = 32,
        shuffle: bool = True,
        seed: int | None = None,
        save_to_dir: Any = None,
        save_prefix: str = "",
        save_format: str = "png",
        subset: str | None = None,
        interpolation: str = "nearest",
        validate_filenames: bool = True,
        keep_aspect_ratio: bool = False,
    ) -> FrameIterator:
        """Return an endless iterator over batches of changed pictures that a table names.

        Args:
            dataframe: A table: columns by name, as a DataFrame or a dict of lists.
            directory: Where the files lie, when the table does not say it.
            x_col: The column of the files.
            y_col: The column of the classes or values; several for "raw".
            weight_col: The column of the weights.
            classes: The classes in an order of one's own; alphabetical by default.
            class_mode: As for ``flow_from_directory``, or "raw" for the column's values.
            validate_filenames: Whether to leave out, with a warning, files that are not there.
            target_size, color_mode, batch_size, shuffle, seed, save_to_dir, save_prefix,
                save_format, subset, interpolation, keep_aspect_ratio: As for
                ``flow_from_directory``; the first rows are the validation part.
        """
        return FrameIterator(
            self, dataframe, directory, x_col, y_col, weight_col, target_size, color_mode,
            classes, class_mode, batch_size, shuffle, seed, save_to_dir, save_prefix,
            save_format, subset, interpolation, validate_filenames, keep_aspect_ratio,
        )  # fmt: skip

    # -- what is done to a picture -------------------------------------------------

    def get_random_transform(
        self, img_shape: tuple[int, ...], seed: int | None = None, rng: Any = None
    ) -> dict[str, Any]:
        """Return the changes drawn for one picture, as ``apply_transform`` takes them.

        Args:
            img_shape: Shape of the picture.
            seed: Makes the draw repeatable.
            rng: Where to draw from instead.
        """
        if rng is None:
            rng = np.random.RandomState(_seed(seed))
        rows, columns = img_shape[self.axes[0]], img_shape[self.axes[1]]
        theta = _within(rng, self.rotation_range)
        tx = _shift(rng, self.height_shift_range, rows)
        ty = _shift(rng, self.width_shift_range, columns)
        shear = _within(rng, self.shear_range)
        zx, zy = (1, 1) if self.zoom_range == (1, 1) else rng.uniform(*self.zoom_range, 2)
        across = bool(rng.random_sample() < 0.5) and self.horizontal_flip
        down = bool(rng.random_sample() < 0.5) and self.vertical_flip
        shift = _within(rng, self.channel_shift_range) if self.channel_shift_range else None
        bright = None if self.brightness_range is None else rng.uniform(*self.brightness_range)
        return {
            "theta": theta, "tx": tx, "ty": ty, "shear": shear, "zx": zx, "zy": zy,
            "flip_horizontal": across, "flip_vertical": down,
            "channel_shift_intensity": shift, "brightness": bright,
        }  # fmt: skip

    def apply_transform(self, x: Any, transform_parameters: dict[str, Any]) -> np.ndarray:
        """Return a picture with changes made as ``get_random_transform`` names them."""
        given, (rows, columns, channels) = transform_parameters, self.axes
        moves = {k: given[k] for k in ("theta", "tx", "ty", "shear", "zx", "zy") if k in given}
        x = apply_affine_transform(
            x, **moves, row_axis=rows, col_axis=columns, channel_axis=channels,
            fill_mode=self.fill_mode, cval=self.cval, order=self.interpolation_order,
        )  # fmt: skip
        if given.get("channel_shift_intensity") is not None:
            x = apply_channel_shift(x, given["channel_shift_intensity"], channels)
        x = np.flip(x, columns) if given.get("flip_horizontal") else x
        x = np.flip(x, rows) if given.get("flip_vertical") else x
        if given.get("brightness") is not None:
            x = apply_brightness_shift(x, given["brightness"], scale=False)
        return x

    def random_transform(self, x: Any, seed: int | None = None) -> np.ndarray:
        """Return a picture changed at random."""
        x = np.asarray(x)
        return self.apply_transform(x, self.get_random_transform(x.shape, seed))

    def standardize(self, x: Any) -> np.ndarray:
        """Return a picture, or a batch of them, normalized as the generator is set."""
        if self.preprocessing_function is not None:
            x = self.preprocessing_function(x)
        x = np.asarray(x, self.dtype)
        if self.rescale:
            x = x * self.rescale
        if self.samplewise_center:
            x = x - x.mean(keepdims=True)
        if self.samplewise_std_normalization:
            x = x / (x.std(keepdims=True) + _SMALL)
        if self.featurewise_center and self._fitted("mean"):
            x = x - self.mean
        if self.featurewise_std_normalization and self._fitted("std"):
            x = x / (self.std + _SMALL)
        if self.zca_whitening and self._fitted("zca_whitening_matrix"):
            whole = x.reshape(-1, int(np.prod(x.shape[-3:])))
            x = (whole @ self.zca_whitening_matrix).reshape(x.shape)
        return np.asarray(x, self.dtype)

    def _fitted(self, name: str) -> bool:
        if getattr(self, name) is None:
            warnings.warn(
                "This generator normalizes by the statistics of all pictures, which it does not "
                "know: call fit(x) with some of them first.",
                stacklevel=3,
            )
        return getattr(self, name) is not None

    def fit(self, x: Any, augment: bool = False, rounds: int = 1, seed: int | None = None) -> None:
        """Find out mean, deviation and what pixels have in common, of sample pictures.

        Args:
            x: Pictures (count, height, width, channels).
            augment: Whether to look at changed pictures.
            rounds: How often to change each, then.
            seed: Makes the changes repeatable.

        Raises:
            ValueError: unless x has four axes.
        """
        x = np.array(x, dtype=self.dtype)
        if x.ndim != 4:
            raise ValueError(
                f"fit takes pictures (count, height, width, channels), got the shape {x.shape}."
            )
        if augment:
            rng = np.random.RandomState(_seed(seed))
            changed = [
                self.apply_transform(p, self.get_random_transform(p.shape, rng=rng))
                for _ in range(rounds)
                for p in x
            ]
            x = np.stack(changed).astype(self.dtype)
        over = (0, self.axes[0] + 1, self.axes[1] + 1)
        if self.featurewise_center:
            self.mean = x.mean(axis=over, keepdims=True)[0]
            x = x - self.mean
        if self.featurewise_std_normalization:
            self.std = x.std(axis=over, keepdims=True)[0]
            x = x / (self.std + _SMALL)
        if self.zca_whitening:
            flat = x.reshape(len(x), -1) / np.sqrt(len(x))
            _, sizes, ways = np.linalg.svd(flat)
            scales = np.zeros(ways.shape[0], x.dtype)
            scales[: len(sizes)] = sizes
            self.zca_whitening_matrix = (ways.T / np.sqrt(scales**2 + self.zca_epsilon)) @ ways


def _pair(name: str, value: Any) -> Any:
    if value is not None and not (isinstance(value, (tuple, list)) and len(value) == 2):
        raise ValueError(f"{name} must be two numbers, got {value!r}.")
    return value


def _zoom(value: Any) -> tuple[float, float]:
    if isinstance(value, (int, float)):
        return (1 - value, 1 + value)
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return (value[0], value[1])
    raise ValueError(f"zoom_range must be one number or two, got {value!r}.")


def _seed(seed: int | None) -> int:
    from engine.random import draw_seed

    return draw_seed() % 2**32 if seed is None else seed


def _within(rng: Any, limit: float) -> float:
    return rng.uniform(-limit, limit) if limit else 0


def _shift(rng: Any, limit: Any, size: int) -> float:
    """How far a picture moves: drawn within a limit, or one of several moves either way."""
    if not np.any(limit):
        return 0
    if isinstance(limit, (float, np.floating)):
        move = rng.uniform(-limit, limit)
    else:  # a whole number counts the moves from 0 on; a list names them
        move = rng.choice(limit) * rng.choice([-1, 1])
    return move * size if np.max(limit) < 1 else move


__all__ = ["ImageDataGenerator"]
