"""The sets that come with the program hold what they say, and can be learned."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import datasets

from app.data.builtin import catalogue, load_builtin
from app.data.errors import DataError

KEYS = [entry.key for entry in catalogue()]


@pytest.mark.parametrize("key", KEYS)
def test_every_set_is_whole(key):
    entry = next(e for e in catalogue() if e.key == key)
    table = load_builtin(key)
    assert table.rows == entry.rows
    assert entry.title and entry.summary and entry.origin
    assert table.by_role("input") and table.by_role("target")
    for field in table.fields:
        assert field.values.shape == (table.rows, *field.shape)
        assert str(field.values.dtype) == field.dtype
        assert np.isfinite(field.values).all()
        if field.classes is not None:
            assert min(field.counts()) > 0 and sum(field.counts()) == table.rows
        if field.columns is not None:
            assert len(field.columns) == field.shape[-1]


@pytest.mark.parametrize("key", KEYS)
def test_the_same_numbers_every_time(key):
    for one, two in zip(load_builtin(key).fields, load_builtin(key).fields, strict=True):
        np.testing.assert_array_equal(one.values, two.values)


def test_the_real_sets_are_those_of_the_literature():
    """Sizes, class counts and statistics as the sources state them."""
    digits = load_builtin("digits")
    source = datasets.load_digits()
    np.testing.assert_array_equal(digits.find("image").values[..., 0], source.images)
    np.testing.assert_array_equal(digits.find("digit").values, source.target)
    for key, target in (("wine", "cultivar"), ("iris", "species"), ("breast_cancer", "diagnosis")):
        table, source = load_builtin(key), getattr(datasets, f"load_{key}")()
        np.testing.assert_allclose(table.find("features").values, source.data, rtol=1e-6)
        counts = dict(zip(table.find(target).classes, table.find(target).counts(), strict=True))
        assert sorted(counts.values()) == sorted(np.bincount(source.target).tolist())
    diabetes, source = load_builtin("diabetes"), datasets.load_diabetes(scaled=False)
    np.testing.assert_allclose(diabetes.find("features").values, source.data, rtol=1e-6)
    np.testing.assert_allclose(diabetes.find("progression").values, source.target)


def test_breast_cancer_has_the_published_class_counts():
    field = load_builtin("breast_cancer").find("diagnosis")
    counts = dict(zip(field.classes, field.counts(), strict=True))
    assert counts == {"benign": 357, "malignant": 212}


def test_series_windows_are_followed_by_their_next_value():
    table = load_builtin("series")
    window, following = table.find("window").values, table.find("next").values
    assert table.ordered
    np.testing.assert_array_equal(window[1:, -1, 0], following[:-1])
    np.testing.assert_array_equal(window[1:, :-1, 0], window[:-1, 1:, 0])


def test_headlines_need_both_inputs():
    """Words alone tell the topic; topic and facts together tell the main target."""
    table = load_builtin("headlines")
    words, facts = table.find("words").values, table.find("facts").values
    sport, shared = table.find("sport").values, table.find("shared").values
    assert words.dtype == np.int32 and words.min() == 0 and 1 <= words.max() <= 9999
    half = table.rows // 2
    seen = np.zeros((2, 10_000))
    for label in (0, 1):
        np.add.at(seen[label], words[:half][sport[:half] == label].ravel(), 1)
    score = np.log(seen[1] + 1) - np.log(seen[0] + 1)
    score[0] = 0.0
    guess = score[words[half:]].sum(axis=1) > 0
    assert (guess == sport[half:]).mean() > 0.95
    both = np.column_stack([2 * sport - 1, facts, np.ones(table.rows)])
    for columns, least, most in ((both, 0.9, 1.0), (both[:, 1:], 0.6, 0.85)):
        weights, *_ = np.linalg.lstsq(columns[:half], 2.0 * shared[:half] - 1, rcond=None)
        right = ((columns[half:] @ weights > 0) == shared[half:]).mean()
        assert least < right <= most


def test_pairs_say_the_truth_about_their_pictures():
    digits, pairs = load_builtin("digits"), load_builtin("digit_pairs")
    known = {}
    for image, digit in zip(digits.find("image").values, digits.find("digit").values, strict=True):
        known.setdefault(image.tobytes(), int(digit))
    left = np.array([known[i.tobytes()] for i in pairs.find("left").values])
    right = np.array([known[i.tobytes()] for i in pairs.find("right").values])
    np.testing.assert_array_equal(pairs.find("same").values, left == right)
    np.testing.assert_array_equal(pairs.find("larger").values - 1, np.sign(right - left))


def test_an_unknown_key_names_the_known_ones():
    with pytest.raises(DataError, match="digits"):
        load_builtin("mnist")
