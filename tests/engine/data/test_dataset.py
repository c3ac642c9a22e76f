"""Data sets, as the notes on tf.data describe them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import INFINITE_CARDINALITY, Dataset


def values(dataset: Dataset) -> list[Any]:
    return [np.asarray(e).tolist() for e in dataset.as_numpy_iterator()]


def test_slices_keep_the_structure() -> None:
    x, y = np.arange(6).reshape(3, 2), np.array([0.0, 1.0, 2.0])
    data = Dataset.from_tensor_slices({"x": x, "pair": (y, y * 2)})
    elements = list(data.as_numpy_iterator())
    assert len(data) == len(elements) == 3
    np.testing.assert_array_equal(elements[1]["x"], [2, 3])
    assert [float(v) for v in elements[2]["pair"]] == [2.0, 4.0]


def test_a_list_is_one_array() -> None:
    assert values(Dataset.from_tensor_slices([1, 2, 3])) == [1, 2, 3]


def test_batches_and_their_remainder() -> None:
    assert values(Dataset.range(7).batch(3)) == [[0, 1, 2], [3, 4, 5], [6]]
    assert values(Dataset.range(7).batch(3, drop_remainder=True)) == [[0, 1, 2], [3, 4, 5]]
    assert len(Dataset.range(7).batch(3)) == 3


def test_repeat_take_skip_zip_enumerate() -> None:
    assert values(Dataset.range(3).repeat(2)) == [0, 1, 2, 0, 1, 2]
    assert values(Dataset.range(3).repeat().take(5)) == [0, 1, 2, 0, 1]
    assert Dataset.range(3).repeat().cardinality() == INFINITE_CARDINALITY
    assert values(Dataset.range(5).skip(3)) == [3, 4]
    pairs = Dataset.zip((Dataset.range(3), Dataset.range(10, 20)))
    assert [tuple(map(int, p)) for p in pairs] == [(0, 10), (1, 11), (2, 12)]
    assert [int(n) for n, _ in Dataset.range(5, 7).enumerate(1)] == [1, 2]


def test_map_hands_a_pair_over_as_two_arguments() -> None:
    data = Dataset.from_tensor_slices((np.arange(3.0), np.arange(3.0)))
    assert values(data.map(lambda a, b: a + 10 * b)) == [0.0, 11.0, 22.0]
    assert values(Dataset.range(4).filter(lambda n: n > 1)) == [2, 3]


def test_shuffling_keeps_every_element_and_changes_the_order_each_time() -> None:
    data = Dataset.range(50).shuffle(50, seed=3)
    first, second = values(data), values(data)
    assert sorted(first) == sorted(second) == list(range(50))
    assert first != second
    assert values(Dataset.range(50).shuffle(50, seed=3)) == first
    fixed = Dataset.range(50).shuffle(50, seed=3, reshuffle_each_iteration=False)
    assert values(fixed) == values(fixed)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 30), st.integers(1, 40))
def test_a_small_buffer_never_draws_from_beyond_itself(size: int, buffer: int) -> None:
    drawn = values(Dataset.range(size).shuffle(buffer, seed=1))
    assert sorted(drawn) == list(range(size))
    assert all(value < place + buffer for place, value in enumerate(drawn))


def test_a_cached_data_set_reads_its_source_once() -> None:
    reads = []

    def source() -> Any:
        reads.append(1)
        yield from range(3)

    data = Dataset.from_generator(source).cache()
    assert values(data) == values(data) == [0, 1, 2]
    assert len(reads) == 1


def test_a_generator_is_brought_to_the_types_that_are_announced() -> None:
    def source(count: int) -> Any:
        for i in range(count):
            yield [i, i + 1], {"label": i}

    data = Dataset.from_generator(source, ("float32", {"label": "uint8"}), args=(2,))
    rows, labels = zip(*data, strict=True)
    assert [r.dtype for r in rows] == ["float32"] * 2
    assert [r.numpy().tolist() for r in rows] == [[0.0, 1.0], [1.0, 2.0]]
    assert [(part["label"].dtype, int(part["label"])) for part in labels] == [
        ("uint8", 0),
        ("uint8", 1),
    ]
    with pytest.raises(ValueError, match="2 parts where 3"):
        list(Dataset.from_generator(source, ("float32",) * 3, args=(1,)))


def test_refusals_name_what_was_given() -> None:
    with pytest.raises(TypeError, match="drop_reminder"):
        Dataset.range(3).batch(2, drop_reminder=True)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="3, 2"):
        Dataset.from_tensor_slices((np.zeros(3), np.zeros(2)))
    with pytest.raises(ValueError, match="batch_size.*0"):
        Dataset.range(3).batch(0)
    with pytest.raises(ValueError, match=r"\(1,\) and \(2,\)"):
        list(Dataset.from_generator(lambda: iter([np.zeros(1), np.zeros(2)])).batch(2))
    with pytest.raises(AttributeError, match="Did you mean 'shuffle'"):
        _ = Dataset.range(3).shufle
    with pytest.raises(TypeError, match="endless"):
        len(Dataset.range(3).repeat())
