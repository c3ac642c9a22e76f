"""Padding, cropping, repeating and resizing outside of layers."""

from __future__ import annotations

import numpy as np
import pytest

from engine import ops

X = np.arange(24, dtype=np.float32).reshape(2, 3, 4)


@pytest.mark.parametrize("mode", ["constant", "reflect", "symmetric", "edge", "wrap"])
@pytest.mark.parametrize("widths", [1, (2, 1), ((0, 1), (2, 0), (1, 3))])
def test_pad_equals_numpy(mode: str, widths: object) -> None:
    np.testing.assert_array_equal(ops.pad(X, widths, mode).numpy(), np.pad(X, widths, mode=mode))


def test_pad_takes_a_value_and_keeps_whole_numbers() -> None:
    padded = ops.pad(np.array([[1, 2]], np.int32), ((1, 0), (0, 2)), constant_values=7)
    assert padded.dtype == "int32"
    assert padded.numpy().tolist() == [[7, 7, 7, 7], [1, 2, 7, 7]]


@pytest.mark.parametrize(
    ("widths", "mode"), [(-1, "constant"), (1.5, "constant"), (((1, 1),) * 2, "edge"), (1, "mean")]
)
def test_pad_refuses(widths: object, mode: str) -> None:
    with pytest.raises(ValueError, match="pad"):
        ops.pad(X, widths, mode)


def test_crop_undoes_pad() -> None:
    widths = ((1, 0), (2, 3), (0, 1))
    np.testing.assert_array_equal(ops.crop(ops.pad(X, widths), widths).numpy(), X)


def test_crop_leaves_something() -> None:
    with pytest.raises(ValueError, match="axis of size 3"):
        ops.crop(X, ((0, 0), (2, 1), (0, 0)))


@pytest.mark.parametrize(("times", "axis"), [(2, None), (3, 1), ([1, 0, 4], 1), ([2, 1], -3)])
def test_repeat_equals_numpy(times: object, axis: int | None) -> None:
    wanted = np.repeat(X, times, axis)
    np.testing.assert_array_equal(ops.repeat(X, times, axis).numpy(), wanted)


def test_repeat_refuses_counts_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="2 repeats do not fit an axis of size 3"):
        ops.repeat(X, [1, 2], axis=1)


def test_bilinear_resize_uses_half_pixel_centres() -> None:
    line = np.array([0.0, 1.0], np.float32).reshape(1, 2, 1)
    resized = ops.image.resize(line, (1, 4)).numpy().ravel()
    np.testing.assert_allclose(resized, [0, 0.25, 0.75, 1])


def test_a_constant_image_stays_constant_however_it_is_resized() -> None:
    image = np.full((1, 5, 4, 2), 3.0, np.float32)
    for method in ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"):
        np.testing.assert_allclose(ops.image.resize(image, (8, 3), method).numpy(), 3.0, rtol=1e-5)


def test_resize_names_the_methods_it_knows() -> None:
    with pytest.raises(ValueError, match="bicubic"):
        ops.image.resize(X, (4, 4), "cubical")


def test_affine_maps_must_be_as_many_as_the_images() -> None:
    """With fewer maps the kernel would read memory behind them."""
    images = np.zeros((3, 4, 4, 1), np.float32)
    maps = np.zeros((2, 8), np.float32)
    for given in (maps, maps[0]):
        with pytest.raises(ValueError, match="as many maps"):
            ops.image.affine_transform(images, given)


def test_whole_numbers_of_numpy_stand_for_pythons() -> None:
    one, two = np.int64(1), np.int64(2)
    row = np.arange(4)
    assert ops.sum(np.ones((2, 3)), axis=one).shape == (2,)
    assert ops.roll(row, one).numpy().tolist() == [3, 0, 1, 2]
    assert ops.tile(row, two).shape == ops.repeat(row, two).shape == (8,)
    assert [part.shape for part in ops.split(row, two)] == [(2,), (2,)]
    assert ops.reshape(row, np.int64(4)).shape == (4,)
    assert ops.expand_dims(row, one).shape == (4, 1)
    assert ops.moveaxis(np.zeros((1, 2)), np.int64(0), one).shape == (2, 1)
