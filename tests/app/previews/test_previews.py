"""Rows, samples and distributions say what the data holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.data.arrays import table_of
from app.data.builtin import load_builtin
from app.data.spec import Field, Table
from app.previews.distribution import Bars, histogram, sections_of
from app.previews.drawing import image_of, value_range
from app.previews.preview import DataPreview
from app.previews.rows import RowsModel, number_text
from app.previews.samples import spread

KEYS = ["digits", "wine", "diabetes", "series", "headlines", "digit_pairs", "moons"]


def heads(model):
    return [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]


def test_rows_show_targets_first_and_spread_named_columns():
    model = RowsModel(load_builtin("iris"))
    assert heads(model) == ["species", "sepal length (cm)", "sepal width (cm)",
                            "petal length (cm)", "petal width (cm)"]  # fmt: skip
    assert model.rowCount() == 150
    shown = [model.data(model.index(0, i)) for i in range(5)]
    assert shown == ["setosa", "5.1", "3.5", "1.4", "0.2"]


def test_a_sequence_stands_in_one_cell_without_its_padding():
    words = np.zeros((3, 50), np.int32)
    words[0, 45:] = [7, 8, 9, 10, 11]
    table = Table("t", [Field("words", (50,), "int32", "input", words)], 3)
    model = RowsModel(table)
    assert model.columnCount() == 1
    assert model.data(model.index(0, 0)) == "0 … 7 8 9 10 11"


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.0, "3"), (0.1875, "0.1875"), (np.float32(0.1), "0.1"), (np.nan, "–"), (1.5e12, "1.5e+12"),
     (-2, "-2")],
)  # fmt: skip
def test_numbers_read_well(value, text):
    assert number_text(value) == text


def test_missing_values_are_dashes():
    fields = [Field("a", (), "float64", "input", np.array([1.5, np.nan])),
              Field("c", (), "int64", "input", np.array([-1, 0]), classes=["x"])]  # fmt: skip
    model = RowsModel(Table("t", fields, 2))
    assert [model.data(model.index(r, c)) for r in (0, 1) for c in (0, 1)] == ["1.5", "–", "–", "x"]


def test_pictures_keep_their_pixels():
    values = np.arange(64, dtype=np.uint8).reshape(8, 8, 1)
    image = image_of(values, *value_range(values))
    assert (image.width(), image.height()) == (8, 8)
    assert image.pixelColor(0, 0).red() == 0 and image.pixelColor(7, 7).red() == 255
    colour = np.zeros((5, 3, 3), np.uint8)
    colour[..., 2] = 255
    assert image_of(colour, 0, 255).pixelColor(1, 4).blue() == 255


def test_distributions_count_right():
    table = load_builtin("wine")
    bars, histograms = sections_of(table, table.fields)
    assert isinstance(bars, Bars) and bars.counts == [59, 71, 48]
    assert [c.title for c in histograms.cells] == table.find("features").columns
    assert all(sum(c.counts) == 178 for c in histograms.cells)
    alcohol = table.find("features").values[:, 0]
    assert histograms.cells[0].low == pytest.approx(alcohol.min())
    assert sum(histogram("x", np.array([1.0, np.nan, 1.0])).counts) == 2
    assert sum(histogram("x", np.array([np.nan])).counts) == 0


@pytest.mark.parametrize(
    "values",
    [
        [20240101123456789.0] * 5,  # a number that stands for a day
        [1.0, 1.0 + 2**-52],
        [1.7e18, 1.7e18 + 512],
        [-1.7e308, 0.0, 1.7e308],
        [0.0, 5e-324],
    ],
)
def test_near_and_huge_numbers_are_counted_too(values):
    counted = histogram("x", np.array(values))
    assert sum(counted.counts) == len(values)
    assert (counted.low, counted.high) == (min(values), max(values))


def test_values_are_counted_as_numpy_does():
    values = np.random.default_rng(2).normal(size=5000)
    expected, _ = np.histogram(values, bins=len(histogram("x", values).counts))
    assert histogram("x", values).counts == expected.tolist()


def test_samples_are_spread_over_the_whole_table():
    rows = spread(1000, 50)
    assert len(rows) == 50 and rows[0] == 0 and rows[-1] == 999
    assert spread(3, 50) == [0, 1, 2] and spread(0, 50) == []


@pytest.mark.parametrize("key", KEYS)
def test_every_set_can_be_shown(qtbot, key):
    preview = DataPreview()
    qtbot.addWidget(preview)
    preview.resize(700, 500)
    table = load_builtin(key)
    preview.show_table(table)
    preview.show()
    drawn = key in ("digits", "series", "digit_pairs", "moons")
    assert preview.tabs.isTabVisible(0) == drawn
    if key in ("digits", "digit_pairs"):
        assert preview.grid.count() == 120
        assert preview.grid.item(0).text() in table.by_role("target")[0].classes
    for index in range(3):
        preview.tabs.setCurrentIndex(index)
        assert not preview.grab().isNull()
    assert preview.rows.model().rowCount() == table.rows
    preview.show_table(None)
    assert preview.rows.model().rowCount() == 0


@pytest.mark.parametrize(
    "arrays",
    [
        {"image": np.zeros((5, 8, 8, 1), np.uint8), "y": np.zeros(1, np.float32)},
        {"image": np.zeros((5, 8, 8, 1), np.uint8), "label": np.arange(3)},
        {"point": np.zeros((5, 2)), "label": np.arange(2)},
        {"x": np.zeros((1,), np.uint8), "label": np.zeros(0, np.int64)},
    ],
)
def test_arrays_of_other_lengths_can_be_shown_too(qtbot, arrays):
    """That they differ is told where the data are compared with the model."""
    table = table_of(arrays, Path("odd.npz"), {}, {})
    preview = DataPreview()
    qtbot.addWidget(preview)
    preview.show_table(table)
    assert preview.rows.model().rowCount() == min(len(a) for a in arrays.values())
    for number in range(preview.tabs.count()):
        preview.tabs.setCurrentIndex(number)
        assert not preview.grab().isNull()
