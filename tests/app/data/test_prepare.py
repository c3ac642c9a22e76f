"""Splitting, filling, scaling and shaping, against NumPy by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.errors import DataError
from app.data.prepare import prepare
from app.data.spec import DataSpec, Field, PortSpec, Table
from app.data.split import split


def number(name, values, **details):
    values = np.asarray(values, np.float64)
    missing = int(np.isnan(values).sum())
    return Field(name, values.shape[1:], "float64", "input", values,
                 missing_count=missing, **details)  # fmt: skip


def classes(name, codes, names, role="target", **details):
    codes = np.asarray(codes, np.int64)
    return Field(name, (), "int64", role, codes, classes=list(names),
                 missing_count=int((codes < 0).sum()), **details)  # fmt: skip


def spec(assign, **choices):
    return DataSpec("csv", assign=assign, **{"validation": 0.0, **choices})


def everything(prepared, axis, name):
    """All parts of one array, back in the order of the table."""
    rows, values = [], []
    for part in ("", "_val", "_test"):
        arrays = getattr(prepared, axis + part)
        if name in arrays:
            rows.append(getattr(prepared, "rows" + part))
            values.append(arrays[name])
    return np.concatenate(values)[np.argsort(np.concatenate(rows))]


@settings(max_examples=80, deadline=None)
@given(rows=st.integers(1, 200), validation=st.floats(0, 0.45), test=st.floats(0, 0.45),
       shuffle=st.booleans(), kinds=st.integers(1, 5), seed=st.integers(0, 99))  # fmt: skip
def test_the_parts_hold_every_row_once(rows, validation, test, shuffle, kinds, seed):
    y = classes("y", np.arange(rows) % kinds, [str(i) for i in range(kinds)])
    chosen = spec({}, validation=validation, test=test, shuffle=shuffle, seed=seed)
    parts = split(Table("t", [y], rows), chosen, y)
    joined = np.concatenate([parts.train, parts.validation, parts.test])
    assert sorted(joined.tolist()) == list(range(rows))
    assert len(parts.train) > 0
    for part, fraction in ((parts.validation, validation), (parts.test, test)):
        assert abs(len(part) - rows * fraction) <= 1
    again = split(Table("t", [y], rows), chosen, y)
    assert parts.train.tolist() == again.train.tolist()


def test_classes_keep_their_proportion_in_every_part():
    codes = np.repeat([0, 1, 2], [700, 250, 50])
    y = classes("y", codes, "abc")
    parts = split(Table("t", [y], 1000), spec({}, validation=0.2, test=0.1), y)
    for part in (parts.train, parts.validation, parts.test):
        share = np.bincount(codes[part], minlength=3) / len(part)
        np.testing.assert_allclose(share, [0.7, 0.25, 0.05], atol=0.012)


def test_another_seed_is_another_split():
    y = classes("y", np.arange(100) % 2, "ab")
    table = Table("t", [y], 100)
    one = split(table, spec({}, validation=0.3, seed=1), y)
    two = split(table, spec({}, validation=0.3, seed=2), y)
    assert set(one.validation) != set(two.validation)


def test_in_order_the_past_trains_and_the_future_judges():
    table = Table("t", [], 100)
    parts = split(table, spec({}, validation=0.2, test=0.1, shuffle=False))
    assert parts.train.tolist() == list(range(70))
    assert parts.validation.tolist() == list(range(70, 90))
    assert parts.test.tolist() == list(range(90, 100))


def test_the_sources_own_test_rows_stay_the_test_part():
    table = Table("t", [], 50, own_test=10)
    parts = split(table, spec({}, validation=0.25, test=0.5))
    assert parts.test.tolist() == list(range(40, 50))
    assert len(parts.validation) == 10 and len(parts.train) == 30


def test_scaling_is_fitted_on_the_training_rows_only_and_can_be_undone():
    rng = np.random.default_rng(0)
    values = rng.normal([5, -3], [2, 10], (60, 2))
    values[50:] += 1000  # the future is different
    table = Table("t", [number("x", values), number("y", values[:, 0] * 2)], 60)
    ports = [PortSpec("in", (2,))], [PortSpec("out", (1,))]
    chosen = spec({"in": ["x"], "out": ["y"]}, scale="standard", shuffle=False,
                  validation=1 / 6)  # fmt: skip
    result = prepare(table, chosen, *ports)
    train = values[:50]
    np.testing.assert_allclose(
        result.x["in"], (train - train.mean(0)) / train.std(0), rtol=1e-4, atol=1e-6
    )
    assert result.x_val["in"].min() > 50
    np.testing.assert_allclose(result.scalers["in"].undo(result.x["in"]), train, rtol=1e-4)
    assert result.x["in"].dtype == np.float32
    np.testing.assert_allclose(result.y["out"][:, 0], train[:, 0] * 2, rtol=1e-6)


def test_minmax_and_255():
    image = np.random.default_rng(1).integers(0, 256, (20, 4, 4, 3), np.uint8)
    image[:, :, :, 1] = image[:, :, :, 1] // 2 + 60
    image[0, 0, 0], image[1, 0, 0] = 0, 255
    field = Field("image", (4, 4, 3), "uint8", "input", image)
    y = classes("y", np.arange(20) % 2, "ab")
    table = Table("t", [field, y], 20)
    ports = [PortSpec("in", (4, 4, 3))], [PortSpec("out", (2,))]
    assign = {"in": ["image"], "out": ["y"]}
    plain = prepare(table, spec(assign, scale="1/255", shuffle=False), *ports)
    np.testing.assert_allclose(plain.x["in"], image / 255.0, rtol=1e-6)
    spread = prepare(table, spec(assign, scale="minmax", shuffle=False), *ports)
    assert spread.x["in"].min(axis=(0, 1, 2)).tolist() == [0, 0, 0]
    assert spread.x["in"].max(axis=(0, 1, 2)).tolist() == [1, 1, 1]


def test_a_constant_column_does_not_divide_by_zero():
    table = Table("t", [number("x", np.full((10, 1), 7.0)), number("y", np.arange(10))], 10)
    for scale in ("standard", "minmax"):
        result = prepare(table, spec({"i": ["x"], "o": ["y"]}, scale=scale),
                         [PortSpec("i", (1,))], [PortSpec("o", (1,))])  # fmt: skip
        assert result.x["i"].tolist() == [[0.0]] * 10


def test_columns_stand_side_by_side_and_classes_are_one_hot_and_not_scaled():
    table = Table("t", [
        number("a", [1, 2, 3, 4]),
        classes("c", [2, 0, 1, 2], "rgb", role="input"),
        classes("n", [0, 1, 1, 0], "xy", role="input", encode="integer"),
        number("y", [0, 0, 1, 1]),
    ], 4)  # fmt: skip
    chosen = spec({"in": ["a", "c", "n"], "out": ["y"]}, scale="minmax", shuffle=False)
    result = prepare(table, chosen, [PortSpec("in", (5,))], [PortSpec("out", (1,))])
    np.testing.assert_allclose(result.x["in"], [
        [0, 0, 0, 1, 0], [1 / 3, 1, 0, 0, 1], [2 / 3, 0, 1, 0, 1], [1, 0, 0, 1, 0],
    ], rtol=1e-6)  # fmt: skip


@pytest.mark.parametrize(
    ("missing", "fill", "filled"),
    [("mean", None, 20.0), ("median", None, 10.0), ("most_frequent", None, 5.0),
     ("constant", "-1", -1.0)],
)  # fmt: skip
def test_gaps_are_filled_from_the_training_rows(missing, fill, filled):
    values = [5, 5, np.nan, 10, 30, 50, 10, np.nan, 1000, 1000]
    values[6] = 20  # training rows 0..6: 5 5 _ 10 30 50 20, mean 20
    if missing == "median":
        values[6] = 7  # 5 5 7 10 30 50 -> (7 + 10) / 2
        filled = 8.5
    table = Table("t", [number("x", values, missing=missing, fill=fill),
                        number("y", np.arange(10))], 10)  # fmt: skip
    chosen = spec({"i": ["x"], "o": ["y"]}, shuffle=False, validation=0.3)
    result = prepare(table, chosen, [PortSpec("i", (1,))], [PortSpec("o", (1,))])
    assert result.x["i"][2, 0] == filled
    assert result.x_val["i"][0, 0] == filled


def test_class_gaps_take_the_most_frequent_or_the_named_class():
    def fill(**details):
        field = classes("c", [1, 1, -1, 0], ["a", "b"], role="input", **details)
        table = Table("t", [field, number("y", np.arange(4))], 4)
        result = prepare(table, spec({"i": ["c"], "o": ["y"]}, shuffle=False),
                         [PortSpec("i", (2,))], [PortSpec("o", (1,))])  # fmt: skip
        return result.x["i"][2].tolist()

    assert fill(missing="most_frequent") == [0, 1]
    assert fill(missing="constant", fill="a") == [1, 0]
    with pytest.raises(DataError, match="none of the classes"):
        fill(missing="constant", fill="z")


def test_the_three_forms_of_labels():
    table = Table("t", [number("x", np.arange(6)), classes("y", [0, 1, 2, 2, 1, 0], "abc")], 6)

    def labels(form, units):
        chosen = spec({"i": ["x"], "o": ["y"]}, labels=form, shuffle=False)
        return prepare(table, chosen, [PortSpec("i", (1,))], [PortSpec("o", (units,))])

    integer = labels("integer", 3)
    assert integer.y["o"].tolist() == [0, 1, 2, 2, 1, 0] and integer.y["o"].dtype == np.int32
    assert integer.class_names == {"o": ["a", "b", "c"]}
    assert labels("onehot", 3).y["o"][1].tolist() == [0, 1, 0]
    assert labels("numeric", 1).y["o"][3].tolist() == [2.0]


def test_two_classes_on_one_unit_become_a_column_of_0_and_1():
    table = Table("t", [number("x", np.arange(4)), classes("y", [0, 1, 1, 0], "ab")], 4)
    result = prepare(table, spec({"i": ["x"], "o": ["y"]}, shuffle=False),
                     [PortSpec("i", (1,))], [PortSpec("o", (1,))])  # fmt: skip
    assert result.y["o"].shape == (4, 1) and result.y["o"].dtype == np.float32


def test_word_numbers_stay_whole_and_unscaled():
    words = np.arange(20, dtype=np.int64).reshape(5, 4)
    field = Field("words", (4,), "int64", "input", words)
    table = Table("t", [field, number("y", np.arange(5))], 5)
    chosen = spec({"i": ["words"], "o": ["y"]}, scale="standard", shuffle=False)
    result = prepare(table, chosen, [PortSpec("i", (4,), "int32", vocabulary=20)],
                     [PortSpec("o", (1,))])  # fmt: skip
    assert result.x["i"].dtype == np.int32
    np.testing.assert_array_equal(result.x["i"], words)


def test_a_mean_cannot_fill_a_gap_between_whole_numbers():
    table = Table("t", [number("w", [1, 2, np.nan, 4]), number("y", np.arange(4))], 4)
    with pytest.raises(DataError, match="most frequent"):
        prepare(table, spec({"i": ["w"], "o": ["y"]}),
                [PortSpec("i", (1,), "int32")], [PortSpec("o", (1,))])  # fmt: skip


def test_a_picture_without_channels_gets_one():
    image = np.random.default_rng(2).integers(0, 9, (6, 5, 5), np.uint8)
    table = Table("t", [Field("im", (5, 5), "uint8", "input", image),
                        number("y", np.arange(6))], 6)  # fmt: skip
    result = prepare(table, spec({"i": ["im"], "o": ["y"]}, shuffle=False),
                     [PortSpec("i", (5, 5, 1))], [PortSpec("o", (1,))])  # fmt: skip
    np.testing.assert_array_equal(result.x["i"][..., 0], image)


def test_scaled_targets_can_be_undone():
    y = np.linspace(100, 400, 30)
    table = Table("t", [number("x", np.arange(30)), number("y", y)], 30)
    result = prepare(table, spec({"i": ["x"], "o": ["y"]}, scale_targets=True, shuffle=False),
                     [PortSpec("i", (1,))], [PortSpec("o", (1,))])  # fmt: skip
    assert abs(result.y["o"].mean()) < 1e-6
    np.testing.assert_allclose(result.scalers["o"].undo(result.y["o"])[:, 0], y, rtol=1e-5)


def test_rows_of_inputs_and_targets_stay_together():
    x = np.arange(50)
    table = Table("t", [number("x", x), number("y", x * 10)], 50)
    result = prepare(table, spec({"i": ["x"], "o": ["y"]}, validation=0.2, test=0.2, seed=3),
                     [PortSpec("i", (1,))], [PortSpec("o", (1,))])  # fmt: skip
    np.testing.assert_array_equal(everything(result, "x", "i") * 10, everything(result, "y", "o"))
    np.testing.assert_array_equal(result.x["i"][:, 0], x[result.rows])


def test_problems_stop_it_with_their_text():
    table = Table("t", [number("x", np.arange(4)), classes("y", [0, 1, 2, 0], "abc")], 4)
    with pytest.raises(DataError, match="3 classes.*2 units"):
        prepare(table, spec({"i": ["x"], "o": ["y"]}), [PortSpec("i", (1,))],
                [PortSpec("o", (2,))])  # fmt: skip
