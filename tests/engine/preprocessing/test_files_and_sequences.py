"""Sequences, pictures and folders made into arrays, beside real Keras where it can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras as real
import numpy as np
import pytest
from PIL import Image

from engine.preprocessing import (
    image_dataset_from_directory,
    text_dataset_from_directory,
    timeseries_dataset_from_array,
)
from engine.preprocessing.image import array_to_img, img_to_array, load_img, save_img, smart_resize
from engine.preprocessing.sequence import pad_sequences

RNG = np.random.default_rng(3)
LISTS = [[1], [2, 3], [4, 5, 6, 7], []]


@pytest.mark.parametrize("maxlen", [None, 2, 6])
@pytest.mark.parametrize("padding", ["pre", "post"])
@pytest.mark.parametrize("truncating", ["pre", "post"])
def test_padding_equals_keras(maxlen: int | None, padding: str, truncating: str) -> None:
    options: dict[str, Any] = {"maxlen": maxlen, "padding": padding, "truncating": truncating}
    for rows in (LISTS, [RNG.normal(size=(n, 2)) for n in (3, 1, 5)]):
        ours = pad_sequences(rows, value=9, dtype="float32", **options)
        theirs = real.utils.pad_sequences(rows, value=9, dtype="float32", **options)
        np.testing.assert_array_equal(ours, theirs)
    assert pad_sequences(LISTS).dtype == np.int32
    texts = pad_sequences([["a"], ["b", "c"]], dtype=object, value="-")
    assert texts.tolist() == [["-", "a"], ["b", "c"]]


def test_what_cannot_be_padded_is_named() -> None:
    for rows, words in ([1, 2], "found 1"), ([[[1, 2]], [[1]]], "sequence 1"):
        with pytest.raises(ValueError, match=words):
            pad_sequences(rows)
    with pytest.raises(ValueError, match="dtype"):
        pad_sequences(LISTS, value="-")
    with pytest.raises(ValueError, match="padding"):
        pad_sequences(LISTS, padding="left")


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("order", [None, "channels_first"])
def test_pictures_and_arrays_equal_keras(channels: int, order: str | None) -> None:
    x = RNG.normal(size=(5, 6, channels)).astype("float32")
    x = x.transpose(2, 0, 1) if order else x
    ours, theirs = (f(x, data_format=order) for f in (array_to_img, real.utils.array_to_img))
    assert ours.mode == theirs.mode
    assert ours.tobytes() == theirs.tobytes()
    back, other = (f(ours, data_format=order) for f in (img_to_array, real.utils.img_to_array))
    np.testing.assert_array_equal(back, other)
    assert back.shape == x.shape


@pytest.mark.parametrize("mode", ["rgb", "rgba", "grayscale"])
@pytest.mark.parametrize("keep", [True, False])
def test_loading_a_picture_equals_keras(tmp_path: Path, mode: str, keep: bool) -> None:
    path = tmp_path / "p.png"
    save_img(path, RNG.uniform(0, 255, (9, 6, 3)), scale=False)
    options: dict[str, Any] = {
        "color_mode": mode,
        "target_size": (4, 5),
        "interpolation": "bilinear",
        "keep_aspect_ratio": keep,
    }
    ours, theirs = (f(path, **options) for f in (load_img, real.utils.load_img))
    assert ours.size == (5, 4)
    assert ours.tobytes() == theirs.tobytes()
    with pytest.raises(ValueError, match="color_mode"):
        load_img(path, color_mode="cmyk")


def test_smart_resize_equals_keras() -> None:
    x = RNG.uniform(size=(9, 6, 3)).astype("float32")
    theirs = real.preprocessing.image.smart_resize(x, (4, 5))
    np.testing.assert_allclose(smart_resize(x, (4, 5)), theirs, rtol=1e-5, atol=1e-6)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Five black cats, five white dogs of other sizes, and a file that is no picture."""
    for name, grey in (("cats", 0), ("dogs", 255)):
        for i in range(5):
            path = tmp_path / name / ("deep" if i == 4 else "") / f"{i}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.new("L", (8 + i, 7), grey).save(path)
    (tmp_path / "cats" / "notes.txt").write_text("none")
    return tmp_path


def collected(dataset: Any) -> tuple[np.ndarray, np.ndarray]:
    parts = list(dataset.as_numpy_iterator())
    return np.concatenate([x for x, _ in parts]), np.concatenate([y for _, y in parts])


def test_pictures_come_with_their_labels(
    pictures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = image_dataset_from_directory(pictures, image_size=(4, 5), batch_size=3, seed=1)
    assert capsys.readouterr().out == "Found 10 files belonging to 2 classes.\n"
    assert dataset.class_names == ["cats", "dogs"]
    x, y = collected(dataset)
    assert x.shape == (10, 4, 5, 3)
    assert x.dtype == np.float32
    np.testing.assert_allclose(x.mean((1, 2, 3)), y * 255)
    assert sorted(y) == [0] * 5 + [1] * 5
    again = collected(dataset)[1]
    assert y.tolist() != sorted(y) or again.tolist() != sorted(again)


@pytest.mark.parametrize(
    ("mode", "row"), [("categorical", [0.0, 1.0]), ("binary", [1.0]), ("int", 1)]
)
def test_label_modes(pictures: Path, mode: str, row: Any) -> None:
    dataset = image_dataset_from_directory(
        pictures, label_mode=mode, image_size=(2, 2), shuffle=False, verbose=False
    )
    assert collected(dataset)[1][-1].tolist() == row
    none = image_dataset_from_directory(pictures, label_mode=None, batch_size=None, verbose=False)
    assert next(iter(none)).shape == (256, 256, 3)


def test_the_parts_of_a_split_share_no_file(pictures: Path) -> None:
    options: dict[str, Any] = {"validation_split": 0.3, "seed": 5, "verbose": False}
    parts = [
        image_dataset_from_directory(pictures, subset=s, **options).file_paths
        for s in ("training", "validation")
    ]
    assert [len(p) for p in parts] == [7, 3]
    assert len(set(parts[0]) | set(parts[1])) == 10
    both = image_dataset_from_directory(pictures, subset="both", **options)
    assert [d.file_paths for d in both] == parts
    with pytest.raises(ValueError, match="give a seed"):
        image_dataset_from_directory(pictures, validation_split=0.3, subset="training")
    with pytest.raises(ValueError, match="together"):
        image_dataset_from_directory(pictures, subset="training")


def test_wrong_folders_are_named(pictures: Path) -> None:
    with pytest.raises(ValueError, match="'birds'"):
        image_dataset_from_directory(pictures, class_names=["cats", "birds"])
    with pytest.raises(ValueError, match="3 labels were given for 10"):
        image_dataset_from_directory(pictures, labels=[1, 2, 3])
    with pytest.raises(ValueError, match="No files with the endings .txt"):
        text_dataset_from_directory(pictures / "dogs", labels=None)


def test_texts_come_with_their_labels(tmp_path: Path) -> None:
    for name in ("bad", "good"):
        (tmp_path / name).mkdir()
        for i in range(3):
            (tmp_path / name / f"{i}.txt").write_text(f"{name} film {i} 好", encoding="utf-8")
    dataset = text_dataset_from_directory(tmp_path, shuffle=False, verbose=False, max_length=11)
    (texts, labels) = next(iter(dataset))
    assert texts.numpy().tolist() == [
        f"{n} film {i} 好"[:11] for n in ("bad", "good") for i in range(3)
    ]
    assert labels.numpy().tolist() == [0, 0, 0, 1, 1, 1]


def test_a_text_that_is_no_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("schön".encode("latin-1"))
    dataset = text_dataset_from_directory(tmp_path, labels=None, verbose=False)
    with pytest.raises(ValueError, match=r"old\.txt is no text in UTF-8"):
        next(iter(dataset))


def test_windows_over_a_series() -> None:
    series = np.arange(100)
    windows = timeseries_dataset_from_array(
        series, None, sequence_length=10, sampling_rate=2, sequence_stride=3, batch_size=None
    )
    rows = [w.tolist() for w in windows.as_numpy_iterator()]
    assert rows[:2] == [list(range(0, 20, 2)), list(range(3, 23, 2))]  # Keras's own example
    assert rows[-1] == list(range(81, 101, 2))
    pairs = timeseries_dataset_from_array(series[:-10], series[10:], 10, batch_size=4)
    x, y = collected(pairs)
    np.testing.assert_array_equal(x[:, -1] + 1, y)  # the next number
    part = timeseries_dataset_from_array(series, series, 5, start_index=20, end_index=30)
    x, y = collected(part)
    assert x.min() == 20
    assert x.max() == 29
    np.testing.assert_array_equal(x[:, 0], y)
    mixed = timeseries_dataset_from_array(series, series, 5, shuffle=True, seed=2)
    x, y = collected(mixed)
    assert sorted(y) == list(range(96))
    assert y.tolist() != sorted(y)
    np.testing.assert_array_equal(x[:, 0], y)


def test_windows_that_do_not_fit_are_refused() -> None:
    series = np.arange(10)
    for options, words in (
        ({"sequence_length": 6, "sampling_rate": 2}, "No window"),
        ({"sequence_length": 3, "start_index": 8, "end_index": 4}, "start_index"),
        ({"sequence_length": 3, "sequence_stride": 0}, "sequence_stride"),
    ):
        with pytest.raises(ValueError, match=words):
            timeseries_dataset_from_array(series, None, **options)
