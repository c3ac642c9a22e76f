"""The older ways of naming the data's shape, and seeds: refused in words when they are wrong."""

from __future__ import annotations

from typing import Any

import pytest

import engine as keras
from engine import layers


@pytest.mark.parametrize("shape", [(), [], None])
def test_an_input_without_a_batch_axis_is_refused(shape: Any) -> None:
    with pytest.raises(ValueError, match="shape"):
        layers.InputLayer(batch_shape=shape)


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("input_shape", "28x28"),
        ("input_shape", (3.5,)),
        ("input_shape", (0,)),
        ("input_dim", -2),
        ("batch_input_shape", 7.5),
        ("batch_input_shape", (None, -1)),
    ],
)
def test_a_shape_that_is_none_is_refused_where_it_is_given(argument: str, value: Any) -> None:
    with pytest.raises(ValueError, match="Dense: .*shape.* must be"):
        layers.Dense(3, **{argument: value})


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "x"])
def test_a_seed_out_of_range_is_refused_with_the_range(seed: Any) -> None:
    for make in (
        lambda: layers.Dropout(0.5, seed=seed),
        lambda: layers.LSTM(3, seed=seed),
        lambda: keras.initializers.RandomNormal(seed=seed),
    ):
        with pytest.raises(ValueError, match="'seed' must be a whole number from 0 to 4294967295"):
            make()


def test_the_older_arguments_still_name_the_shape() -> None:
    for first in (
        layers.Dense(2, input_shape=(5,)),
        layers.Dense(2, input_shape=5),
        layers.Dense(2, input_dim=5),
        layers.Dense(2, batch_input_shape=(None, 5)),
    ):
        assert keras.Sequential([first]).input_shape == (None, 5)
