"""Picture folders made with Pillow, with everything that lies in such folders."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from app.data import images
from app.data.errors import DataError
from app.data.images import ImageOptions, class_folders, guess_options, load_images


def picture(path, size=(12, 10), color=(200, 30, 30), mode="RGB"):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, color).save(path)


@pytest.fixture
def folder(tmp_path):
    for i in range(3):
        picture(tmp_path / "class 2" / f"a{i}.png", color=(255, 0, 0))
    for i in range(2):
        picture(tmp_path / "class 10" / f"b{i}.jpg", color=(0, 0, 255))
    picture(tmp_path / "class 10" / "deeper" / "c.bmp", size=(20, 30), color=(0, 0, 255))
    (tmp_path / "class 2" / "notes.txt").write_text("not a picture")
    (tmp_path / ".git").mkdir()
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_subfolders_are_classes_in_natural_order(folder):
    table = load_images(folder, ImageOptions(10, 12, "rgb"))
    image, label = table.fields
    assert label.classes == ["class 2", "class 10"]
    assert label.values.tolist() == [0, 0, 0, 1, 1, 1]
    assert image.values.shape == (6, 10, 12, 3) and image.values.dtype == np.uint8
    assert image.values[0, 5, 5].tolist() == [255, 0, 0]
    assert image.values[5, 5, 5].tolist() == [0, 0, 255]
    assert table.notes == []


def test_grey_is_one_channel(folder):
    table = load_images(folder, ImageOptions(4, 4, "grey"))
    assert table.find("image").shape == (4, 4, 1)
    # ITU-R 601: 0.299 of pure red
    assert table.find("image").values[0, 0, 0, 0] == pytest.approx(0.299 * 255, abs=1)


def test_the_commonest_size_is_proposed_and_large_ones_shrink(folder, tmp_path):
    files = [p for paths in class_folders(folder).values() for p in paths]
    assert guess_options(files) == ImageOptions(10, 12, "rgb")
    picture(tmp_path / "big" / "x.png", size=(640, 320), color=7, mode="L")
    assert guess_options([tmp_path / "big" / "x.png"]) == ImageOptions(32, 64, "grey")


def test_unreadable_files_are_skipped_with_a_count_and_names(folder):
    (folder / "class 2" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n then nothing")
    whole = (folder / "class 10" / "b0.jpg").read_bytes()
    (folder / "class 10" / "cut.jpg").write_bytes(whole[: len(whole) // 3])
    (folder / "class 10" / "zero.bmp").write_bytes(b"")
    table = load_images(folder, ImageOptions(8, 8, "rgb"))
    assert table.rows == 6
    (note,) = table.notes
    assert "3 files" in note and "class 2/broken.png" in note and "class 10/cut.jpg" in note


def test_transparency_becomes_white_and_cameras_notes_are_obeyed(tmp_path):
    picture(tmp_path / "a" / "clear.png", color=(0, 0, 0, 0), mode="RGBA")
    wide = Image.new("RGB", (20, 10), (255, 255, 255))
    wide.paste((0, 0, 0), (0, 0, 10, 10))  # left half black
    (tmp_path / "b").mkdir()
    exif = Image.Exif()
    exif[0x0112] = 6  # turn 90 degrees clockwise to look right: left goes up
    wide.save(tmp_path / "b" / "turned.jpg", exif=exif, quality=95)
    table = load_images(tmp_path, ImageOptions(20, 10, "grey"))
    pixels = table.find("image").values
    assert pixels[0].min() == 255
    assert pixels[1, 2, 5, 0] < 30 and pixels[1, 17, 5, 0] > 225


def test_sixteen_bit_greys_keep_their_range(tmp_path):
    values = np.linspace(0, 65535, 64).astype(np.uint16).reshape(8, 8)
    (tmp_path / "a").mkdir()
    Image.fromarray(values).save(tmp_path / "a" / "deep.png")
    pixels = load_images(tmp_path, ImageOptions(8, 8, "grey")).find("image").values[0, ..., 0]
    np.testing.assert_allclose(pixels, values / 257.0, atol=1.0)


def test_pictures_without_class_folders_are_explained(tmp_path):
    picture(tmp_path / "one.png")
    with pytest.raises(DataError, match=r"1 pictures.*one subfolder per class"):
        load_images(tmp_path, ImageOptions())
    with pytest.raises(DataError, match="does not exist"):
        load_images(tmp_path / "nowhere", ImageOptions())
    (tmp_path / "one.png").unlink()
    with pytest.raises(DataError, match="no pictures"):
        load_images(tmp_path, ImageOptions())


def test_nothing_readable_and_too_much_are_errors(folder, tmp_path, monkeypatch):
    bad = tmp_path / "all_bad"
    (bad / "a").mkdir(parents=True)
    (bad / "a" / "x.png").write_bytes(b"no")
    with pytest.raises(DataError, match="None of the 1"):
        load_images(bad, ImageOptions())
    monkeypatch.setattr(images, "MAX_BYTES", 1000)
    with pytest.raises(DataError, match="smaller size"):
        load_images(folder, ImageOptions(64, 64, "rgb"))


def test_a_decompression_bomb_is_skipped(folder, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 200)
    table = load_images(folder, ImageOptions(8, 8, "rgb"))
    assert table.rows == 5
    assert "deeper/c.bmp" in table.notes[0]
