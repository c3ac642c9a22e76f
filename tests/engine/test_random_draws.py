"""Numbers of keras.random: their distributions, seeds, and what a compiled step draws."""

from __future__ import annotations

import inspect

import keras
import numpy as np
import pytest

import engine
from engine import ops, random
from engine.graph import trace
from engine.plan import Plan
from engine.tensor import Spec

MANY = 40_000
#: name -> (arguments, mean, variance) from the distributions' textbook moments.
MOMENTS = {
    "normal": ({"mean": 1.5, "stddev": 2.0}, 1.5, 4.0),
    "uniform": ({"minval": -1.0, "maxval": 3.0}, 1.0, 16 / 12),
    # variance of a standard normal cut at 2: 1 - 4 pdf(2) / (2 cdf(2) - 1)
    "truncated_normal": ({"mean": -1.0, "stddev": 0.5}, -1.0, 0.25 * 0.7737),
    "randint": ({"minval": -2, "maxval": 5}, 1.0, 48 / 12),
    "gamma": ({"alpha": 2.5}, 2.5, 2.5),
    "beta": ({"alpha": 2.0, "beta": 3.0}, 0.4, 6 / (25 * 6)),
    "binomial": ({"counts": 10, "probabilities": 0.3}, 3.0, 2.1),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_mean_and_variance_are_those_of_the_distribution(name: str) -> None:
    arguments, mean, variance = MOMENTS[name]
    drawn = getattr(random, name)((MANY,), **arguments, seed=11).numpy().astype("float64")
    assert abs(drawn.mean() - mean) < 5 * np.sqrt(variance / MANY)
    fourth = ((drawn - drawn.mean()) ** 4).mean()
    assert abs(drawn.var() - variance) < 5 * np.sqrt((fourth - variance**2) / MANY) + 1e-4


@pytest.mark.parametrize("name", [*MOMENTS, "categorical", "dropout", "shuffle"])
def test_arguments_and_types_are_keras(name: str) -> None:
    ours, theirs = (inspect.signature(getattr(m, name)) for m in (random, keras.random))
    assert [(p.name, p.default) for p in ours.parameters.values()] == [
        (p.name, p.default) for p in theirs.parameters.values()
    ]
    if name in MOMENTS:
        arguments = MOMENTS[name][0]
        found, wanted = (
            getattr(m, name)((3,), **arguments, seed=1) for m in (random, keras.random)
        )
        assert found.dtype == str(wanted.dtype)


def test_values_keep_inside_their_limits() -> None:
    assert np.abs(random.truncated_normal((MANY,), seed=1).numpy()).max() <= 2
    whole = random.randint((MANY,), 3, 6, seed=2).numpy()
    assert set(whole.tolist()) == {3, 4, 5}
    even = random.uniform((MANY,), 2.0, 3.0, seed=3).numpy()
    assert even.min() >= 2 and even.max() <= 3


def test_classes_are_drawn_by_their_chances() -> None:
    chances = np.array([[0.1, 0.6, 0.3], [0.5, 0.25, 0.25]])
    drawn = random.categorical(np.log(chances), MANY, seed=4).numpy()
    assert drawn.shape == (2, MANY) and drawn.dtype == "int32"
    found = np.stack([np.bincount(row, minlength=3) / MANY for row in drawn])
    np.testing.assert_allclose(found, chances, atol=0.015)


def test_dropout_keeps_the_mean_and_a_noise_shape() -> None:
    y = random.dropout(np.ones((200, 200), "float32"), 0.25, seed=5).numpy()
    assert abs((y == 0).mean() - 0.25) < 0.015
    np.testing.assert_allclose(y[y != 0], 1 / 0.75, rtol=1e-6)
    rows = random.dropout(np.ones((50, 4), "float32"), 0.5, noise_shape=(None, 1), seed=5).numpy()
    assert all(len(set(row)) == 1 for row in rows.tolist())


def test_shuffling_moves_whole_slices() -> None:
    x = np.arange(60).reshape(5, 12)
    y = random.shuffle(x, axis=1, seed=6).numpy()
    assert not np.array_equal(x, y)
    np.testing.assert_array_equal(y[:, np.argsort(y[0])], x)


def test_a_number_repeats_and_a_generator_goes_on() -> None:
    np.testing.assert_array_equal(random.normal((4,), seed=9), random.normal((4,), seed=9))
    first, second = engine.random.SeedGenerator(9), engine.random.SeedGenerator(9)
    a, b = random.normal((4,), seed=first).numpy(), random.normal((4,), seed=first).numpy()
    assert not np.array_equal(a, b)
    np.testing.assert_array_equal(a, random.normal((4,), seed=second).numpy())
    engine.utils.set_random_seed(3)
    c = random.normal((4,)).numpy()
    engine.utils.set_random_seed(3)
    np.testing.assert_array_equal(c, random.normal((4,)).numpy())


@pytest.mark.parametrize("seed", [None, engine.random.SeedGenerator(2)])
def test_a_compiled_step_draws_new_numbers_each_time(seed: object) -> None:
    plan = Plan(trace(lambda x: x + random.gamma((3,), 2.0, seed=seed), [Spec((3,), "float32")]))
    runs = []
    for _ in range(2):
        plan.run()
        runs.append(plan.outputs[0].copy())
    assert not np.array_equal(*runs)


def test_a_gradient_sees_the_numbers_that_were_drawn() -> None:
    x = engine.Variable(np.ones((50,), "float32"))
    generator = engine.random.SeedGenerator(1)
    with engine.GradientTape() as tape:
        y = random.dropout(x, 0.5, seed=generator)
        total = ops.sum(y * 3.0)
    np.testing.assert_allclose(tape.gradient(total, x).numpy(), 3.0 * y.numpy())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: random.normal((2,), seed="a"), "seed must be a whole number"),
        (lambda: random.randint((2,), 0, 3, dtype="float32"), "whole numbers"),
        (lambda: random.categorical(np.zeros(3), 2), r"\(batch, classes\), got \(3,\)"),
        (lambda: random.dropout(np.zeros(3), 1.5), "from 0 to 1, got 1.5"),
    ],
)
def test_wrong_arguments_are_named(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
