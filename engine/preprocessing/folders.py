"""Data sets of pictures or texts that lie in folders, one folder per class."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.config import floatx
from engine.data import Dataset
from engine.preprocessing.image import img_to_array, load_img
from engine.preprocessing.text import read_text
from engine.random import draw_seed, stream

PICTURES = (".bmp", ".gif", ".jpeg", ".jpg", ".png")
TEXTS = (".txt",)


def image_dataset_from_directory(
    directory: str | os.PathLike[str],
    labels: Any = "inferred",
    label_mode: str | None = "int",
    class_names: Sequence[str] | None = None,
    color_mode: str = "rgb",
    batch_size: int | None = 32,
    image_size: tuple[int, int] = (256, 256),
    shuffle: bool = True,
    seed: int | None = None,
    validation_split: float | None = None,
    subset: str | None = None,
    interpolation: str = "bilinear",
    follow_links: bool = False,
    crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False,
    data_format: str | None = None,
    verbose: bool = True,
) -> Any:
    """Return a data set of the pictures in a folder, read when they are needed.

    Args:
        directory: The folder; with inferred labels it holds one folder per class.
        labels: "inferred", None, or one whole number per file in the order of the names.
        label_mode: "int", "categorical" (one-hot), "binary" (0.0 or 1.0) or None for no labels.
        class_names: Order of the classes; alphabetical by default.
        color_mode: "rgb", "rgba" or "grayscale".
        batch_size: Pictures in a batch, None for single ones.
        image_size: Height and width afterwards.
        shuffle: Whether they come in a random order, another in each round.
        seed: Makes the order repeatable.
        validation_split: Share of the files kept for validation.
        subset: "training", "validation", or "both" for a pair of data sets.
        interpolation: How sizes are changed; see ``layers.Resizing``.
        follow_links: Whether linked folders are read.
        crop_to_aspect_ratio, pad_to_aspect_ratio: See ``layers.Resizing``.
        data_format: "channels_last" (default) or "channels_first".
        verbose: Whether to print how many files were found.

    Returns:
        A Dataset of float images 0 to 255 (with labels), with ``class_names`` and
        ``file_paths``.
    """
    from engine.layers import Resizing

    resizing = Resizing(
        *image_size,
        interpolation,
        crop_to_aspect_ratio,
        pad_to_aspect_ratio,
        data_format=data_format,
    )

    def read(path: str) -> np.ndarray:
        return resizing(img_to_array(load_img(path, color_mode), data_format)).numpy()

    found = LabelledFiles(directory, labels, class_names, PICTURES, follow_links, verbose)
    return found.datasets(read, label_mode, batch_size, shuffle, seed, validation_split, subset)


def text_dataset_from_directory(
    directory: str | os.PathLike[str],
    labels: Any = "inferred",
    label_mode: str | None = "int",
    class_names: Sequence[str] | None = None,
    batch_size: int | None = 32,
    max_length: int | None = None,
    shuffle: bool = True,
    seed: int | None = None,
    validation_split: float | None = None,
    subset: str | None = None,
    follow_links: bool = False,
    verbose: bool = True,
) -> Any:
    """Return a data set of the texts (.txt, UTF-8) in a folder.

    Args:
        max_length: Longer texts are cut after so many characters.
        directory: As the other arguments, as for ``image_dataset_from_directory``.

    Raises:
        ValueError: when a file that is read is no UTF-8, naming it.
    """

    def read(path: str) -> np.ndarray:
        return np.array(read_text(Path(path))[:max_length])

    found = LabelledFiles(directory, labels, class_names, TEXTS, follow_links, verbose)
    return found.datasets(read, label_mode, batch_size, shuffle, seed, validation_split, subset)


class LabelledFiles:
    """The files of a folder with their labels, by class and name."""

    def __init__(
        self,
        directory: Any,
        labels: Any,
        class_names: Sequence[str] | None,
        endings: tuple[str, ...],
        follow_links: bool,
        verbose: bool,
    ) -> None:
        self.directory = directory
        inferred = isinstance(labels, str) and labels == "inferred"
        if class_names is not None and not inferred:
            raise ValueError("class_names are only used with labels='inferred'.")
        if isinstance(labels, str) and not inferred:
            raise ValueError(f"labels must be 'inferred', None or a list, got {labels!r}.")
        folders = _folders(directory, class_names) if inferred else [""]
        parts = [_files(Path(directory, f), endings, follow_links) for f in folders]
        self.paths = [path for part in parts for path in part]
        self.labels = np.repeat(np.arange(len(parts)), [len(p) for p in parts]).astype("int32")
        self.class_names: list[str] | None = folders
        if labels is None:
            self.class_names = None
        elif not inferred:
            self._take_labels(labels)
        if not self.paths:
            raise ValueError(
                f"No files with the endings {', '.join(endings)} were found in {directory}."
            )
        if verbose:
            classes = f" belonging to {len(folders)} classes" if inferred else ""
            print(f"Found {len(self.paths)} files{classes}.")

    def _take_labels(self, labels: Any) -> None:
        if len(labels) != len(self.paths):
            raise ValueError(
                f"{len(labels)} labels were given for {len(self.paths)} files in {self.directory}."
            )
        self.labels = np.asarray(labels, "int32")
        self.class_names = [str(label) for label in sorted(set(labels))]

    def datasets(
        self,
        read: Callable[[str], np.ndarray],
        label_mode: str | None,
        batch_size: int | None,
        shuffle: bool,
        seed: int | None,
        validation_split: float | None,
        subset: str | None,
    ) -> Any:
        """Return the data set asked for, or both of them."""
        _check_split(validation_split, subset, shuffle, seed)
        values = self._encoded(label_mode)
        order = np.arange(len(self.paths))
        start = draw_seed(seed)
        if shuffle:
            stream(start).shuffle(order)
        cut = len(order) - int((validation_split or 0) * len(order))
        parts = {"training": order[:cut], "validation": order[cut:]}

        def make(which: str, mixed: bool) -> Dataset:
            return self._dataset(parts[which], read, values, batch_size, start if mixed else None)

        if subset == "both":
            return make("training", shuffle), make("validation", False)
        return make(subset or "training", shuffle)

    def _encoded(self, label_mode: str | None) -> Any:
        classes = len(self.class_names or [])
        if label_mode is None or self.class_names is None:
            return None
        if label_mode == "int":
            return self.labels
        if label_mode == "categorical":
            from engine.utils.numpy_utils import to_categorical  # utils offers this module's too

            return to_categorical(self.labels, classes)
        if label_mode == "binary":
            if classes != 2:
                raise ValueError(f"label_mode='binary' needs 2 classes, found {classes}.")
            return self.labels.astype(floatx())[:, None]
        raise ValueError(
            f"label_mode must be 'int', 'categorical', 'binary' or None, got {label_mode!r}."
        )

    def _dataset(
        self, order: np.ndarray, read: Any, values: Any, batch_size: int | None, seed: int | None
    ) -> Dataset:
        if not len(order):
            raise ValueError("There are too few files for this validation_split: a part is empty.")

        def element(place: Any) -> Any:
            content = read(self.paths[int(place)])
            return content if values is None else (content, values[int(place)])

        dataset = Dataset.from_tensor_slices(order)
        if seed is not None:
            dataset = dataset.shuffle(len(order), seed=seed)
        dataset = dataset.map(element)
        dataset = dataset if batch_size is None else dataset.batch(batch_size)
        dataset.class_names = self.class_names  # type: ignore[attr-defined]
        dataset.file_paths = [self.paths[i] for i in order]  # type: ignore[attr-defined]
        return dataset


def _check_split(share: float | None, subset: str | None, shuffle: bool, seed: int | None) -> None:
    if (share is None) != (subset is None):
        raise ValueError("validation_split and subset must be given together.")
    if share is None:
        return
    if not 0 < share < 1:
        raise ValueError(f"validation_split must be between 0 and 1, got {share!r}.")
    if subset not in ("training", "validation", "both"):
        raise ValueError(f"subset must be 'training', 'validation' or 'both', got {subset!r}.")
    if shuffle and seed is None and subset != "both":
        raise ValueError(
            "With a validation_split the order must be repeatable, so that the two parts share no "
            "file: give a seed, or shuffle=False."
        )


def _folders(directory: Any, wanted: Sequence[str] | None) -> list[str]:
    found = sorted(
        entry.name
        for entry in os.scandir(directory)
        if entry.is_dir() and not entry.name.startswith(".")
    )
    if wanted is None:
        return found
    missing = [name for name in wanted if name not in found]
    if missing:
        raise ValueError(
            f"There is no folder {missing[0]!r} in {directory}; found: {', '.join(found)}."
        )
    return list(wanted)


def _files(folder: Path, endings: tuple[str, ...], follow_links: bool) -> list[str]:
    """Files below a folder: folder by folder, by name."""
    return [
        os.path.join(base, name)
        for base, _, names in sorted(os.walk(folder, followlinks=follow_links))
        for name in sorted(names)
        if name.lower().endswith(endings)
    ]
