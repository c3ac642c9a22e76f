"""The batches of an ImageDataGenerator: pictures of arrays, folders and tables."""

from __future__ import annotations

import os
import threading
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from engine.data.py_dataset import PyDataset
from engine.preprocessing.image import array_to_img, img_to_array, load_img
from engine.random import draw_seed

PICTURES = (".bmp", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff")
_CHANNELS = {"grayscale": 1, "rgb": 3, "rgba": 4}


class GeneratedBatches(PyDataset):
    """Batches by number, and endlessly one after the other.

    Attributes:
        n: Number of pictures.
        batch_size: Pictures in a batch.
        batch_index: Number of the next batch of ``next``.
        total_batches_seen: Batches made so far; with a seed, each draws from its own.
    """

    def __init__(self, n: int, batch_size: int, shuffle: bool, seed: int | None) -> None:
        super().__init__()
        self.n, self.batch_size, self.shuffle, self.seed = n, int(batch_size), shuffle, seed
        self.batch_index = self.total_batches_seen = 0
        self.index_array: Any = None
        self._rng = np.random.RandomState(draw_seed() % 2**32)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return -(-self.n // self.batch_size)

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        with self._lock:
            self._seed_batch()
            if self.batch_index == 0:
                self._order()
            start = self.batch_index * self.batch_size
            self.batch_index += 1
            if start + self.batch_size >= self.n:
                self.batch_index = 0
            return self._batch(self.index_array[start : start + self.batch_size])

    next = __next__

    def __getitem__(self, index: int) -> Any:
        if not 0 <= index < len(self):
            raise ValueError(f"There is no batch {index}; there are {len(self)}.")
        with self._lock:
            self._seed_batch()
            if self.index_array is None:
                self._order()
            start = index * self.batch_size
            return self._batch(self.index_array[start : start + self.batch_size])

    def reset(self) -> None:
        """Begin again with the first batch."""
        self.batch_index = 0

    def on_epoch_end(self) -> None:
        """Put the pictures in another order."""
        self._order()

    def _seed_batch(self) -> None:
        if self.seed is not None:
            self._rng = np.random.RandomState(self.seed + self.total_batches_seen)
        self.total_batches_seen += 1

    def _order(self) -> None:
        self.index_array = np.arange(self.n)
        if self.shuffle:
            self.index_array = self._rng.permutation(self.n)

    def _batch(self, numbers: np.ndarray) -> Any:
        raise NotImplementedError

    # -- pictures ------------------------------------------------------------------

    def _changed(self, generator: Any, picture: np.ndarray) -> np.ndarray:
        """A picture changed at random and normalized."""
        drawn = generator.get_random_transform(picture.shape, rng=self._rng)
        return generator.standardize(generator.apply_transform(picture, drawn))

    def _save(self, pictures: np.ndarray, numbers: np.ndarray, to: _Saving) -> None:
        if to.folder is None:
            return
        for number, picture in zip(numbers, pictures, strict=True):
            name = f"{to.prefix}_{number}_{self._rng.randint(10**7)}.{to.format}"
            array_to_img(picture, to.data_format).save(os.path.join(to.folder, name))


class _Saving:
    """Where pictures are written as they come out."""

    def __init__(self, folder: Any, prefix: str, format: str, data_format: str) -> None:  # noqa: A002
        self.folder, self.prefix, self.format = folder, prefix, format
        self.data_format = data_format


class ArrayIterator(GeneratedBatches):
    """Batches of an array's pictures."""

    def __init__(
        self,
        generator: Any,
        x: Any,
        y: Any,
        batch_size: int,
        shuffle: bool,
        sample_weight: Any,
        seed: int | None,
        save_to_dir: Any,
        save_prefix: str,
        save_format: str,
        ignore_class_split: bool,
        subset: str | None,
    ) -> None:
        self.image_data_generator = generator
        self.x = np.asarray(x, generator.dtype)
        self.y = None if y is None else np.asarray(y)
        self.sample_weight = None if sample_weight is None else np.asarray(sample_weight)
        if self.x.ndim != 4:
            raise ValueError(
                "flow takes pictures (count, height, width, channels), got the shape "
                f"{self.x.shape}."
            )
        for name, values in (("y", self.y), ("sample_weight", self.sample_weight)):
            if values is not None and len(values) != len(self.x):
                raise ValueError(f"x has {len(self.x)} pictures, {name} {len(values)} entries.")
        part = _part(len(self.x), generator.validation_split, subset)
        if subset and self.y is not None and not ignore_class_split:
            cut = part.start or part.stop
            if not np.array_equal(np.unique(self.y[:cut]), np.unique(self.y[cut:])):
                raise ValueError(
                    "The training and the validation part hold different classes: the first "
                    "pictures are for validation, so shuffle x and y before, or pass "
                    "ignore_class_split=True."
                )
        self.x = self.x[part]
        self.y = None if self.y is None else self.y[part]
        if self.sample_weight is not None:
            self.sample_weight = self.sample_weight[part]
        self._saving = _Saving(save_to_dir, save_prefix, save_format, generator.data_format)
        super().__init__(len(self.x), batch_size, shuffle, seed)

    def _batch(self, numbers: np.ndarray) -> Any:
        pictures = [self._changed(self.image_data_generator, self.x[i]) for i in numbers]
        found = np.stack(pictures).astype(self.image_data_generator.dtype)
        self._save(found, numbers, self._saving)
        given = [a[numbers] for a in (self.y, self.sample_weight) if a is not None]
        return (found, *given) if given else found


class FileIterator(GeneratedBatches):
    """Batches of pictures in files.

    Attributes:
        filepaths: The files.
        classes: The number of each one's class.
        class_indices: The classes' numbers by name.
        image_shape: Shape of each picture.
    """

    filepaths: list[str]
    class_indices: dict[str, int]
    classes: np.ndarray

    def __init__(
        self,
        generator: Any,
        target_size: tuple[int, int],
        color_mode: str,
        class_mode: str | None,
        batch_size: int,
        shuffle: bool,
        seed: int | None,
        saving: tuple[Any, str, str],
        interpolation: str,
        keep_aspect_ratio: bool,
    ) -> None:
        if color_mode not in _CHANNELS:
            raise ValueError(f"color_mode must be one of {', '.join(_CHANNELS)}: {color_mode!r}.")
        self.image_data_generator = generator
        self.target_size, self.color_mode = (target_size[0], target_size[1]), color_mode
        self.class_mode = class_mode
        self.interpolation, self.keep_aspect_ratio = interpolation, keep_aspect_ratio
        self.data_format = generator.data_format
        channels, last = _CHANNELS[color_mode], self.data_format == "channels_last"
        self.image_shape = (*target_size, channels) if last else (channels, *target_size)
        self.samples = len(self.filepaths)
        self._saving = _Saving(*saving, self.data_format)
        super().__init__(self.samples, batch_size, shuffle, seed)

    @property
    def num_classes(self) -> int:
        """Number of classes."""
        return len(self.class_indices)

    @property
    def labels(self) -> Any:
        """What belongs to each file."""
        return self.classes

    @property
    def sample_weight(self) -> Any:
        """The weight of each file, None without any."""
        return None

    def _read(self, path: str) -> np.ndarray:
        picture = load_img(
            path, self.color_mode, self.target_size, self.interpolation, self.keep_aspect_ratio
        )
        return img_to_array(picture, self.data_format)

    def _batch(self, numbers: np.ndarray) -> Any:
        generator = self.image_data_generator
        pictures = [self._changed(generator, self._read(self.filepaths[i])) for i in numbers]
        found = np.stack(pictures).astype(generator.dtype)
        self._save(found, numbers, self._saving)
        if self.class_mode is None:
            return found
        targets = found.copy() if self.class_mode == "input" else self._targets(numbers)
        weights = self.sample_weight
        return (found, targets) if weights is None else (found, targets, weights[numbers])

    def _targets(self, numbers: np.ndarray) -> Any:
        labels, dtype = self.labels[numbers], self.image_data_generator.dtype
        if self.class_mode == "categorical":
            return np.eye(self.num_classes, dtype=dtype)[labels]
        return labels.astype(dtype) if self.class_mode in ("binary", "sparse") else labels


class DirectoryIterator(FileIterator):
    """Batches of the pictures in a folder's folders, one per class."""

    def __init__(
        self,
        generator: Any,
        directory: Any,
        target_size: tuple[int, int],
        color_mode: str,
        classes: Any,
        class_mode: str | None,
        batch_size: int,
        shuffle: bool,
        seed: int | None,
        save_to_dir: Any,
        save_prefix: str,
        save_format: str,
        follow_links: bool,
        subset: str | None,
        interpolation: str,
        keep_aspect_ratio: bool,
    ) -> None:
        _check_mode(class_mode, ("categorical", "binary", "sparse", "input", None))
        self.directory = os.path.expanduser(os.fspath(directory))
        names = sorted(e.name for e in os.scandir(self.directory) if e.is_dir())
        names = list(classes) if classes else names
        self.class_indices = {name: number for number, name in enumerate(names)}
        self.filenames: list[str] = []
        numbers: list[int] = []
        for name, number in self.class_indices.items():
            files = _pictures(Path(self.directory) / name, follow_links)
            files = files[_part(len(files), generator.validation_split, subset)]
            self.filenames += [os.path.relpath(f, self.directory) for f in files]
            numbers += [number] * len(files)
        self.classes = np.asarray(numbers, "int32")
        self.filepaths = [os.path.join(self.directory, f) for f in self.filenames]
        print(f"Found {len(numbers)} images belonging to {len(names)} classes.")
        super().__init__(
            generator, target_size, color_mode, class_mode, batch_size, shuffle, seed,
            (save_to_dir, save_prefix, save_format), interpolation, keep_aspect_ratio,
        )  # fmt: skip


class FrameIterator(FileIterator):
    """Batches of the pictures that a table names."""

    def __init__(
        self,
        generator: Any,
        table: Any,
        directory: Any,
        x_col: str,
        y_col: Any,
        weight_col: str | None,
        target_size: tuple[int, int],
        color_mode: str,
        classes: Any,
        class_mode: str | None,
        batch_size: int,
        shuffle: bool,
        seed: int | None,
        save_to_dir: Any,
        save_prefix: str,
        save_format: str,
        subset: str | None,
        interpolation: str,
        validate_filenames: bool,
        keep_aspect_ratio: bool,
    ) -> None:
        _check_mode(class_mode, ("categorical", "binary", "sparse", "raw", "input", None))
        files = [os.fspath(f) for f in table[x_col]]
        base = "" if directory is None else os.path.expanduser(os.fspath(directory))
        rows = np.arange(len(files))
        if validate_filenames:
            rows = rows[[_is_picture(os.path.join(base, f)) for f in files]]
            if len(rows) < len(files):
                missing = len(files) - len(rows)
                warnings.warn(f"{missing} files of the table are no pictures.", stacklevel=3)
        named = class_mode in ("categorical", "binary", "sparse")
        values = np.asarray(table[y_col]) if class_mode not in ("input", None) else None
        if named and classes:
            rows = rows[np.isin(values[rows], list(classes))]  # type: ignore[index]
        if named:
            names = list(classes) if classes else sorted(set(values[rows].tolist()))  # type: ignore[index]
            self.class_indices = {name: number for number, name in enumerate(names)}
        else:
            self.class_indices = {}
        rows = rows[_part(len(rows), generator.validation_split, subset)]
        self.filenames = [files[row] for row in rows]
        self.filepaths = [os.path.join(base, f) for f in self.filenames]
        if named:
            numbers = [self.class_indices[value] for value in values[rows].tolist()]  # type: ignore[index]
            self.classes = np.asarray(numbers, "int32")
            print(f"Found {len(rows)} validated image filenames belonging to {len(names)} classes.")
        else:
            print(f"Found {len(rows)} validated image filenames.")
        self._values = None if values is None else values[rows]
        self._weights = None if weight_col is None else np.asarray(table[weight_col])[rows]
        super().__init__(
            generator, target_size, color_mode, class_mode, batch_size, shuffle, seed,
            (save_to_dir, save_prefix, save_format), interpolation, keep_aspect_ratio,
        )  # fmt: skip

    @property
    def labels(self) -> Any:
        """What belongs to each file."""
        return self._values if self.class_mode == "raw" else self.classes

    @property
    def sample_weight(self) -> Any:
        """The weight of each file, None without any."""
        return self._weights


def _check_mode(class_mode: str | None, known: tuple[str | None, ...]) -> None:
    if class_mode not in known:
        raise ValueError(f"class_mode must be one of {', '.join(map(str, known))}: {class_mode!r}.")


def _is_picture(path: str) -> bool:
    return path.lower().endswith(PICTURES) and os.path.isfile(path)


def _pictures(folder: Path, follow_links: bool) -> list[str]:
    """The pictures in a folder and the folders inside it, in the order of their names."""
    found = []
    walk = sorted(os.walk(folder, followlinks=follow_links), key=lambda step: step[0])
    for place, _, names in walk:
        found += [os.path.join(place, n) for n in sorted(names) if n.lower().endswith(PICTURES)]
    return found


def _part(count: int, validation_split: float, subset: str | None) -> slice:
    """The entries of a part: the first ones are for validation."""
    if subset is None:
        return slice(None)
    if subset not in ("training", "validation"):
        raise ValueError(f"subset must be 'training' or 'validation', got {subset!r}.")
    cut = int(count * (validation_split or 0))
    return slice(cut) if subset == "validation" else slice(cut, None)
