"""NumPy files, good, foreign, cut short and dangerous."""

from __future__ import annotations

import pickle
import zipfile

import numpy as np
import pytest

from app.data.arrays import load_arrays
from app.data.errors import DataError


def save(path, **arrays):
    np.savez(path, **arrays)
    return path


def test_arrays_by_name_with_classes_for_the_target(tmp_path):
    x = np.random.default_rng(0).normal(size=(12, 4, 3)).astype(np.float32)
    table = load_arrays(save(tmp_path / "a.npz", x=x, y=np.arange(12) % 3), {}, {})
    assert table.rows == 12
    assert table.find("x").shape == (4, 3) and table.find("x").role == "input"
    assert table.find("y").classes == ["0", "1", "2"] and table.find("y").role == "target"
    np.testing.assert_array_equal(table.find("x").values, x)


def test_a_gap_in_the_class_numbers_keeps_the_numbers(tmp_path):
    y = np.array([0, 1, 2, 4, 0, 1, 2, 4])
    field = load_arrays(save(tmp_path / "a.npz", x=np.zeros((8, 2)), y=y), {}, {}).find("y")
    assert len(field.classes) == 5
    np.testing.assert_array_equal(field.values, y)


def test_text_and_truth_values_become_classes(tmp_path):
    y = np.array(["cat", "dog", "cat"])
    z = np.array([True, False, True])
    table = load_arrays(save(tmp_path / "a.npz", x=np.zeros((3, 2)), y=y, y2=z), {}, {})
    assert table.find("y").classes == ["cat", "dog"]
    assert table.find("y").values.tolist() == [0, 1, 0]
    assert table.find("y2").values.tolist() == [1, 0, 1]


def test_whole_numbers_may_be_numbers(tmp_path):
    path = save(tmp_path / "a.npz", x=np.zeros((6, 2)), y=np.arange(6))
    assert load_arrays(path, {"numeric": ["y"]}, {}).find("y").classes is None


def test_train_and_test_parts_as_keras_ships_them_are_joined(tmp_path):
    rng = np.random.default_rng(1)
    parts = {
        "x_train": rng.integers(0, 255, (20, 8, 8), np.uint8), "y_train": np.arange(20) % 2,
        "x_test": rng.integers(0, 255, (5, 8, 8), np.uint8), "y_test": np.arange(5) % 2,
    }  # fmt: skip
    table = load_arrays(save(tmp_path / "mnist.npz", **parts), {}, {})
    assert sorted(table.names()) == ["x", "y"]
    assert (table.rows, table.own_test) == (25, 5)
    np.testing.assert_array_equal(table.find("x").values[20:], parts["x_test"])


def test_a_single_array_can_give_its_last_column_as_target(tmp_path):
    path = tmp_path / "m.npy"
    np.save(path, np.arange(12.0).reshape(4, 3))
    table = load_arrays(path, {"last_column_is_target": True}, {})
    assert table.find("m").shape == (2,)
    assert table.find("target").values.tolist() == [2, 5, 8, 11]


def test_other_row_counts_are_told(tmp_path):
    table = load_arrays(
        save(tmp_path / "a.npz", a=np.zeros((5, 2)), b=np.zeros((5, 1)), y=np.zeros(4)), {}, {}
    )
    assert table.rows == 5
    assert any("“y” has 4 rows" in note for note in table.notes)


class Bomb:
    def __reduce__(self):
        return (pytest.fail, ("a pickle was opened",))


def test_objects_are_refused_without_running_anything(tmp_path):
    path = tmp_path / "bad.npz"
    np.savez(path, x=np.array([Bomb(), None], dtype=object))
    with pytest.raises(DataError, match="objects"):
        load_arrays(path, {}, {})
    (tmp_path / "bad.npy").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(DataError, match="not a NumPy file"):
        load_arrays(tmp_path / "bad.npy", {}, {})


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", ["cut.npz", "cut.npy"])
def test_a_file_cut_short_is_an_error(tmp_path, name, part):
    path = tmp_path / name
    data = np.random.default_rng(0).normal(size=(50, 20))
    if name.endswith("npz"):
        np.savez_compressed(path, x=data)
    else:
        np.save(path, data)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(DataError, match="damaged|not a NumPy"):
        load_arrays(path, {}, {})


def test_a_flipped_byte_in_an_archive_is_an_error(tmp_path):
    path = save(tmp_path / "a.npz", x=np.arange(1000.0).reshape(100, 10))
    content = bytearray(path.read_bytes())
    content[4000] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(DataError, match="damaged"):
        load_arrays(path, {}, {})


def test_a_zip_that_is_no_npz_and_a_file_that_is_missing(tmp_path):
    path = tmp_path / "notes.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(DataError):
        load_arrays(path, {}, {})
    with pytest.raises(DataError, match="does not exist"):
        load_arrays(tmp_path / "none.npz", {}, {})


@pytest.mark.parametrize("values", [np.zeros(3, complex), np.array(["2020-01-01"], "M8[D]")])
def test_types_that_no_model_takes_are_named(tmp_path, values):
    with pytest.raises(DataError, match=str(values.dtype).split("[")[0]):
        load_arrays(save(tmp_path / "a.npz", x=values), {}, {})
