"""Cutting data sets in two, packing batches, and where progress goes."""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
import pytest

import engine as keras

X = np.arange(40.0, dtype="f").reshape(10, 4)
Y = np.arange(10)


def rows(dataset: Any) -> list[int]:
    return [int(element[1].numpy()) for element in dataset]


def test_both_sides_hold_every_sample_once_in_order() -> None:
    left, right = keras.utils.split_dataset((X, Y), left_size=0.7)
    assert rows(left) == list(range(7)) and rows(right) == [7, 8, 9]
    np.testing.assert_array_equal(next(iter(right))[0].numpy(), X[7])
    left, right = keras.utils.split_dataset((X, Y), right_size=4)
    assert (len(left), len(right)) == (6, 4)
    left, right = keras.utils.split_dataset((X, Y), 2, 3)
    assert rows(left) == [0, 1] and rows(right) == [7, 8, 9]


def test_shuffled_sides_are_drawn_by_the_seed() -> None:
    first, second = (
        [rows(side) for side in keras.utils.split_dataset((X, Y), 0.5, shuffle=True, seed=seed)]
        for seed in (3, 3)
    )
    assert first == second
    assert sorted(first[0] + first[1]) == list(range(10)) and first[0] != list(range(5))


def test_a_batched_dataset_is_cut_by_samples() -> None:
    whole = keras.data.Dataset.from_tensor_slices((X, Y)).batch(4)
    left, right = keras.utils.split_dataset(whole, left_size=5)
    assert [len(batch[1].numpy()) for batch in left] == [4, 1]
    assert [batch[1].numpy().tolist() for batch in right] == [[5, 6, 7, 8], [9]]


@pytest.mark.parametrize(
    ("arguments", "kind", "words"),
    [
        ((X,), ValueError, "left_size or right_size"),
        ((X, 10), ValueError, "left_size .*1 to 9.*got 10"),
        ((X, 1.5), ValueError, "left_size"),
        ((X, "a"), TypeError, "left_size .*'a'"),
        ((X, 0.7, 0.7), ValueError, "at most 1 together"),
        ((X, 6, 6), ValueError, "6 \\+ 6 samples, there are 10"),
        ((X, 0.01), ValueError, "none on the left"),
        (([X, Y[:3]], 0.5), ValueError, "lengths 3, 10"),
        ((X[:0], 0.5), ValueError, "no samples"),
        (({"a": X}, 0.5), TypeError, "dict"),
    ],
)
def test_sizes_that_do_not_fit_are_refused(arguments: Any, kind: Any, words: str) -> None:
    with pytest.raises(kind, match=words):
        keras.utils.split_dataset(*arguments)


def test_packing_and_unpacking_are_each_others_inverse() -> None:
    pack, unpack = keras.utils.pack_x_y_sample_weight, keras.utils.unpack_x_y_sample_weight
    assert pack(X) is X and pack([X]) == ([X],)
    for given in ((X, Y), (X, Y, Y)):
        packed = pack(*given)
        assert len(packed) == len(given) and all(a is b for a, b in zip(packed, given, strict=True))
        assert all(a is b for a, b in zip(unpack(packed), packed, strict=False))
    assert unpack(X)[0] is X and unpack(X)[1:] == (None, None)
    with pytest.raises(ValueError, match="4 entries"):
        unpack((X, X, Y, Y))


def test_progress_goes_to_the_log_where_printing_is_switched_off(
    capsys: Any, caplog: pytest.LogCaptureFixture
) -> None:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    keras.utils.disable_interactive_logging()
    try:
        assert not keras.config.is_interactive_logging_enabled()
        with caplog.at_level(logging.INFO, "engine"):
            model.fit(X, Y, epochs=2, verbose=2)
    finally:
        keras.utils.enable_interactive_logging()
    assert capsys.readouterr().out == ""
    assert caplog.messages[0] == "Epoch 1/2" and "loss:" in caplog.messages[1]
    model.fit(X, Y, epochs=2, verbose=2)
    assert capsys.readouterr().out.startswith("Epoch 1/2\n1/1 - ")
