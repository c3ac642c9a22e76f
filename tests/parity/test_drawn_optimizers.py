"""Every optimizer with drawn arguments on drawn weights against real Keras, step by step.

LAYERLOOM_DRAWS=100 draws that many for each optimizer.
"""

import json
import os
import zlib

import jax
import keras
import numpy as np
import pytest

from engine import optimizers, registry
from engine.optimizers import schedules
from engine.tensor import Variable

DRAWS = int(os.environ.get("LAYERLOOM_DRAWS", "1"))
SHAPES = ((), (4,), (3, 4), (2, 3, 2))
#: Compared in test_optimizer_wrappers.py.
MADE_OF_OTHERS = {"LossScaleOptimizer", "MultiOptimizer"}
RATES = (
    lambda of: 0.001,
    lambda of: 0.1,
    lambda of: lambda: 0.02,
    lambda of: of.ExponentialDecay(0.1, 3, 0.7, staircase=True),
    lambda of: of.PiecewiseConstantDecay([2, 4], [0.1, 0.05, 0.01]),
    lambda of: of.PolynomialDecay(0.1, 3, 0.01, 2.0, True),
    lambda of: of.CosineDecay(0.01, 5, 0.1, warmup_target=0.1, warmup_steps=3),
    lambda of: of.CosineDecayRestarts(0.1, 2),
    lambda of: of.InverseTimeDecay(0.1, 3, 0.7),
)
#: Values drawn for each argument.
ARGUMENTS = {
    "momentum": (0.5, 0.9), "nesterov": (True, False), "rho": (0.5, 0.9), "centered": (True,),
    "amsgrad": (True,), "beta_1": (0.5, 0.99), "beta_2": (0.5, 0.9), "epsilon": (1e-7, 1e-3),
    "initial_accumulator_value": (0.3, 1.0), "learning_rate_power": (-0.3, 0.0),
    "l1_regularization_strength": (0.1,), "l2_regularization_strength": (0.1,),
    "l2_shrinkage_regularization_strength": (0.1,), "beta": (0.3,), "beta_2_decay": (-0.5,),
    "epsilon_1": (1e-3,), "epsilon_2": (0.1,), "clip_threshold": (0.5, 2.0),
    "relative_step": (False,), "warmup_steps": (2, 5), "adam_beta_1": (0.5,),
    "adam_beta_2": (0.9,), "adam_weight_decay": (0.1,), "exclude_layers": (["w2"],),
    "exclude_embeddings": (False,), "adam_lr_ratio": (0.1, 2.0), "ns_steps": (2,),
    "rms_rate": (None, 1.0), "muon_a": (3.0,), "muon_b": (-4.0,), "muon_c": (2.0,),
    "weight_decay": (0.0, 0.1), "use_ema": (True,), "ema_momentum": (0.0, 0.5),
    "ema_overwrite_frequency": (1, 3), "loss_scale_factor": (4.0,),
    "gradient_accumulation_steps": (2, 3), "name": ("own",),
}
#: Rules that only files of Keras 2 ask for; Keras 3 has none of them to compare with.
OLDER = {"keras2"}
CLIPS = (("clipnorm", 0.5), ("clipvalue", 0.3), ("global_clipnorm", 0.7))
ENTRIES = [e for e in registry.entries("optimizer") if e.name not in MADE_OF_OTHERS]


def test_every_optimizer_and_argument_has_a_case():
    for entry in ENTRIES:
        assert hasattr(keras.optimizers, entry.name)
        others = {"learning_rate", *OLDER, *(name for name, _ in CLIPS)}
        assert set(entry.target.params) - others <= set(ARGUMENTS), entry.name
    wrapped = {e.name for e in registry.entries("optimizer")} & MADE_OF_OTHERS
    assert wrapped == MADE_OF_OTHERS
    theirs = {n for n, v in vars(keras.optimizers).items() if isinstance(v, type)}
    assert theirs <= set(optimizers.__all__)


def drawn(rng, entry):
    options = {
        name: values[rng.integers(len(values))]
        for name, values in ARGUMENTS.items()
        if name in entry.target.params and rng.random() < 0.3
    }
    if rng.random() < 0.5:
        name, value = CLIPS[rng.integers(3)]
        options[name] = value
    return options


def close(mine, theirs, what):
    assert [tuple(v.shape) for v in mine] == [tuple(v.shape) for v in theirs], what
    for a, b in zip(mine, theirs, strict=True):
        want = b.numpy()
        scale = 2e-6 * max(1.0, np.abs(want).max())
        np.testing.assert_allclose(
            a.numpy(), want, rtol=5e-5, atol=scale, err_msg=f"{what} {a.path}"
        )


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_drawn_steps(entry):
    for draw in range(DRAWS):
        rng = np.random.default_rng([zlib.crc32(entry.name.encode()), draw])
        options = drawn(rng, entry)
        rate = RATES[rng.integers(len(RATES))]
        mine = entry.target(learning_rate=rate(schedules), **options)
        theirs = getattr(keras.optimizers, entry.name)(
            learning_rate=rate(keras.optimizers.schedules), **options
        )
        starts = [rng.normal(size=s).astype(np.float32) for s in SHAPES]
        ours = [Variable(s, name=f"w{i}") for i, s in enumerate(starts)]
        others = [keras.Variable(s, name=f"w{i}") for i, s in enumerate(starts)]
        if rng.random() < 0.3:
            mine.exclude_from_weight_decay(var_list=[ours[0]], var_names=["w1", "x"])
            theirs.exclude_from_weight_decay(var_list=[others[0]], var_names=["w1", "x"])
        for step in range(7):
            size = rng.choice([0.01, 1.0, 10.0])
            grads = [(rng.normal(size=s) * size).astype(np.float32) for s in SHAPES]
            given = [keras.ops.convert_to_tensor(g) for g in grads]
            mine.apply_gradients(zip(grads, ours, strict=True))
            theirs.apply_gradients(zip(given, others, strict=True))
            what = (draw, options, step)
            close([*ours, *mine.variables], [*others, *theirs.variables], what)
            assert int(mine.iterations) == int(theirs.iterations), what
            assert float(mine.learning_rate) == pytest.approx(float(theirs.learning_rate)), what
        assert [v.name for v in mine.variables if v.name != "u_product"] == [
            v.name for v in theirs.variables if not v.name.startswith("variable")
        ]
        mine.finalize_variable_values(ours)
        theirs.finalize_variable_values(others)
        close(ours, others, (draw, options, "at the end"))
        if rate is not RATES[2]:  # a function is no part of a file
            written(mine, theirs)


def written(mine, theirs):
    """The configuration is JSON, read back here and by Keras."""
    config = json.loads(json.dumps(optimizers.serialize(mine)))
    again = optimizers.deserialize(config)
    assert again.get_config() == mine.get_config()
    restored = keras.optimizers.deserialize(config).get_config()
    reference = theirs.get_config()
    for made in (restored, reference):
        made.pop("learning_rate")
        if mine.name != "own":
            made.pop("name")  # Keras numbers them
    assert restored == reference


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_double_precision_is_kept(entry):
    rng = np.random.default_rng(5)
    mine = entry.target(learning_rate=0.125)  # the rate itself is float32 in both
    start = rng.normal(size=(4, 3))
    own = Variable(start, dtype="float64", name="w")
    with jax.enable_x64(True):
        theirs = getattr(keras.optimizers, entry.name)(learning_rate=0.125)
        other = keras.Variable(start, dtype="float64", name="w")
        for _ in range(3):
            grad = rng.normal(size=(4, 3))
            mine.apply([grad], [own])
            theirs.apply([keras.ops.convert_to_tensor(grad)], [other])
        np.testing.assert_allclose(own.numpy(), other.numpy(), rtol=1e-7, atol=2e-8)
