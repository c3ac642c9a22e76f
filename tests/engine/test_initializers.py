"""Distributions of initial weights, their seeds and their configurations."""

import math

import keras
import numpy as np
import pytest

from engine import initializers, registry
from engine.random import SeedGenerator, set_random_seed
from engine.tensor import Variable
from engine.windows import NAMES

RANDOM = [
    e.name for e in registry.entries("initializer")
    if "seed" in e.target.params
]


def test_all_of_keras_that_is_promised_is_there():
    names = {e.name for e in registry.entries("initializer")}
    assert names == {
        "Zeros", "Ones", "Constant", "RandomNormal", "RandomUniform", "TruncatedNormal",
        "Identity", "GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "LecunUniform",
        "LecunNormal", "VarianceScaling", "Orthogonal", "STFT",
    }
    for name in names:
        snake = registry.snake_case(name)
        assert getattr(initializers, snake) is getattr(initializers, name)
        assert type(registry.get("initializer", snake)).__name__ == name


def test_every_name_of_keras_is_there():
    public = [n for n in dir(keras.initializers) if not n.startswith("_")]
    assert [n for n in public if not hasattr(initializers, n)] == []
    for name in ("IdentityInitializer", "OrthogonalInitializer", "STFTInitializer", "stft"):
        ours, theirs = getattr(initializers, name), getattr(keras.initializers, name)
        assert ours.__name__ == theirs.__name__


@pytest.mark.parametrize("shape", [(), (5,), (5, 7), (3, 5, 7), (3, 3, 5, 7), (2, 3, 3, 5, 7)])
def test_fans_are_keras_own(shape):
    from keras.src.initializers.random_initializers import compute_fans

    assert initializers.compute_fans(shape) == compute_fans(shape)


@pytest.mark.parametrize(
    ("name", "variance"),
    [
        ("GlorotUniform", 2 / 500), ("GlorotNormal", 2 / 500), ("HeUniform", 2 / 200),
        ("HeNormal", 2 / 200), ("LecunUniform", 1 / 200), ("LecunNormal", 1 / 200),
    ],
)
def test_scaled_variances(name, variance):
    values = getattr(initializers, name)(seed=1)((200, 300))
    assert values.dtype == np.float32
    assert values.var() == pytest.approx(variance, rel=0.02)
    assert abs(values.mean()) < 4 * math.sqrt(variance / values.size)
    width = math.sqrt(3) if name.endswith("Uniform") else 2 / 0.87962566103423978
    assert np.abs(values).max() <= width * math.sqrt(variance) * (1 + 1e-6)


@pytest.mark.parametrize("mode", ["fan_in", "fan_out", "fan_avg"])
@pytest.mark.parametrize(
    "distribution", ["truncated_normal", "untruncated_normal", "uniform", "normal"]
)
def test_variance_scaling(mode, distribution):
    fan = {"fan_in": 200, "fan_out": 300, "fan_avg": 250}[mode]
    start = initializers.VarianceScaling(3.0, mode, distribution, seed=2)
    assert start((200, 300)).var() == pytest.approx(3 / fan, rel=0.02)
    restored = registry.deserialize(registry.serialize(start), "initializer")
    np.testing.assert_array_equal(restored((4, 4)), start((4, 4)))


def test_plain_distributions():
    normal = initializers.RandomNormal(mean=2.0, stddev=0.5, seed=3)((200, 200))
    assert normal.mean() == pytest.approx(2, abs=0.01)
    assert normal.std() == pytest.approx(0.5, rel=0.02)
    uniform = initializers.RandomUniform(-1, 3, seed=3)((200, 200))
    assert -1 <= uniform.min() < -0.99
    assert 2.99 < uniform.max() <= 3
    assert uniform.mean() == pytest.approx(1, abs=0.03)
    cut = initializers.TruncatedNormal(stddev=0.5, seed=3)((200, 200))
    assert np.abs(cut).max() <= 1
    assert cut.std() == pytest.approx(0.5 * 0.8796, rel=0.02)


@pytest.mark.parametrize("shape", [(6, 6), (4, 9), (9, 4), (2, 3, 4)])
def test_orthogonal_has_right_angles(shape):
    values = initializers.Orthogonal(gain=2.0, seed=4)(shape, dtype="float64")
    matrix = values.reshape(-1, shape[-1])
    small = matrix @ matrix.T if matrix.shape[0] < matrix.shape[1] else matrix.T @ matrix
    np.testing.assert_allclose(small, 4 * np.eye(len(small)), atol=1e-12)


def test_constants():
    np.testing.assert_array_equal(initializers.Zeros()((2, 3)), np.zeros((2, 3)))
    np.testing.assert_array_equal(initializers.Ones()((2,), "int32"), [1, 1])
    np.testing.assert_array_equal(initializers.Constant(2.5)((2,)), [2.5, 2.5])
    np.testing.assert_array_equal(initializers.Identity(3.0)((2, 3)), 3 * np.eye(2, 3))


def test_constants_from_an_array_are_written_as_keras_writes_them():
    table = np.arange(6, dtype="float32").reshape(2, 3)
    ours, theirs = (m.Constant(table) for m in (initializers, keras.initializers))
    assert registry.serialize(ours) == keras.initializers.serialize(theirs)
    for config in (registry.serialize(ours), keras.initializers.serialize(theirs)):
        np.testing.assert_array_equal(registry.deserialize(config, "initializer")((2, 3)), table)
    np.testing.assert_array_equal(ours((4, 2, 3)), theirs((4, 2, 3)))
    with pytest.raises(ValueError, match=r"\(2, 3\).*\(5, 4\)"):
        ours((5, 4))


DISTRIBUTIONS = [
    ("RandomNormal", {"mean": 0.3, "stddev": 0.2}),
    ("RandomUniform", {"minval": -0.4, "maxval": 0.1}),
    ("TruncatedNormal", {"mean": -0.2, "stddev": 0.3}),
    ("VarianceScaling", {"scale": 1.7, "mode": "fan_avg", "distribution": "untruncated_normal"}),
    ("VarianceScaling", {"scale": 0.7, "mode": "fan_out", "distribution": "truncated_normal"}),
    ("GlorotNormal", {"input_axes": [0], "output_axes": [1, 2]}),
    *((name, {}) for name in RANDOM),
]


@pytest.mark.parametrize(("name", "options"), DISTRIBUTIONS)
def test_values_are_distributed_as_in_keras(name, options):
    shape = (40, 25, 60)  # numbers enough that two samples have nearly the same quantiles
    samples = [
        np.sort(np.asarray(getattr(m, name)(seed=8, **options)(shape)), axis=None)
        for m in (initializers, keras.initializers)
    ]
    width = samples[1].std()
    ours, theirs = (np.quantile(s, np.linspace(0.02, 0.98, 49)) for s in samples)
    np.testing.assert_allclose(ours, theirs, atol=0.04 * width)
    if name not in ("RandomNormal", "Orthogonal") and "untruncated_normal" not in options.values():
        for end in (0, -1):  # both are cut off at the same places
            assert samples[0][end] == pytest.approx(samples[1][end], abs=0.01 * float(width))


@pytest.mark.parametrize("side", ["real", "imag"])
@pytest.mark.parametrize(
    "options",
    [
        *({"window": name} for name in NAMES),
        *({"window": name, "periodic": True, "scaling": "spectrum"} for name in NAMES),
        {"window": None}, {"scaling": None}, {"window": [0.1, 0.5, 1.0, 1.0, 0.5, 0.2, 0.1]},
    ],
    ids=str,
)
def test_stft_kernels(side, options):
    mine, theirs = (m.STFT(side, **options) for m in (initializers, keras.initializers))
    np.testing.assert_allclose(mine((7, 1, 5)), theirs((7, 1, 5)), rtol=1e-4, atol=2e-6)


@pytest.mark.parametrize("name", RANDOM)
def test_seeds(name):
    cls = getattr(initializers, name)
    np.testing.assert_array_equal(cls(seed=5)((4, 4)), cls(seed=5)((4, 4)))
    assert (cls(seed=5)((4, 4)) != cls(seed=6)((4, 4))).any()
    unseeded = cls()
    np.testing.assert_array_equal(unseeded((4, 4)), unseeded((4, 4)))  # as in Keras
    assert (cls()((4, 4)) != unseeded((4, 4))).any()
    assert unseeded.get_config()["seed"] is None
    generator = cls(seed=SeedGenerator(1))
    assert (generator((4, 4)) != generator((4, 4))).any()
    again = registry.deserialize(registry.serialize(generator), "initializer")
    np.testing.assert_array_equal(again((4, 4)), cls(seed=SeedGenerator(1))((4, 4)))


def test_lazy_variables_do_not_depend_on_the_order_in_which_they_are_made():
    def weights(order):
        set_random_seed(11)
        start = initializers.get("glorot_uniform")
        made = [Variable(start.bound(), (3, 3), name=str(i)) for i in range(3)]
        for i in order:
            made[i].numpy()
        return np.stack([v.numpy() for v in made])

    first = weights([0, 1, 2])
    np.testing.assert_array_equal(first, weights([2, 0, 1]))
    assert (first[0] != first[1]).any()


@pytest.mark.parametrize("name", [e.name for e in registry.entries("initializer")])
def test_keras_reads_the_configuration(name):
    mine = getattr(initializers, name)()
    theirs = keras.initializers.deserialize(registry.serialize(mine))
    assert type(theirs).__name__ == name
    back = registry.deserialize(keras.initializers.serialize(theirs), "initializer")
    assert back.get_config() == mine.get_config()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: initializers.Identity()((2, 2, 2)), "3 dimensions"),
        (lambda: initializers.Orthogonal()((4,)), "two dimensions"),
        (lambda: initializers.RandomUniform(1, 0), "minval"),
        (lambda: initializers.VarianceScaling(scale=0), "above 0"),
        (lambda: initializers.VarianceScaling(mode="fan"), "fan_in"),
        (lambda: initializers.get("glorot_unifrom"), "GlorotUniform"),
        (lambda: initializers.STFT()((3, 3)), "window length, 1, frequencies"),
        (lambda: initializers.STFT(window=[1.0, 2.0])((3, 1, 3)), "2 values.*have 3"),
        (lambda: initializers.STFT(window="han"), "'hann'"),
        (lambda: initializers.Constant("x"), "a number or an array"),
    ],
)
def test_mistakes_are_explained(make, words):
    with pytest.raises(ValueError, match=words):
        make()
