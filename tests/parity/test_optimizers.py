"""Optimizers against real Keras: several updates with every option, state and files' order."""

import itertools

import keras
import numpy as np
import pytest

from engine import constraints, optimizers
from engine.graph import trace
from engine.plan import Plan
from engine.tensor import Spec, Variable

SHAPES = [(2, 3, 2), (4,), ()]
RULES = [
    ("SGD", {}),
    ("SGD", {"momentum": 0.9}),
    ("SGD", {"momentum": 0.9, "nesterov": True}),
    ("RMSprop", {}),
    ("RMSprop", {"momentum": 0.8}),
    ("RMSprop", {"centered": True, "rho": 0.8}),
    ("RMSprop", {"centered": True, "momentum": 0.8, "epsilon": 1e-3}),
    ("Adam", {}),
    ("Adam", {"amsgrad": True}),
    ("Adam", {"beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-3}),
]
#: The less common rules, each with other numbers than its own.
MORE_RULES = [
    ("AdamW", {"weight_decay": 0.1}),
    ("Adamax", {}),
    ("Nadam", {"beta_1": 0.8}),
    ("Lamb", {}),
    ("Lion", {"beta_2": 0.9}),
    ("Adagrad", {"initial_accumulator_value": 0.3}),
    ("Adadelta", {"rho": 0.8, "epsilon": 1e-3}),
    ("Ftrl", {"l1_regularization_strength": 0.1, "l2_regularization_strength": 0.2,
              "l2_shrinkage_regularization_strength": 0.1, "beta": 0.3}),
    ("Ftrl", {"learning_rate_power": -0.3}),
    ("Adafactor", {}),
    ("Adafactor", {"clip_threshold": 0.5, "beta_2_decay": -0.5}),
    ("Muon", {}),
    ("Muon", {"nesterov": False, "rms_rate": None, "adam_lr_ratio": 0.1, "ns_steps": 3}),
    ("ScheduleFreeAdamW", {"warmup_steps": 3}),
]
OPTIONS = [
    {},
    {"weight_decay": 0.1},
    {"clipnorm": 0.5},
    {"clipvalue": 0.3},
    {"global_clipnorm": 0.7},
    {"use_ema": True, "ema_momentum": 0.8},
    {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 3},
    {"loss_scale_factor": 4.0},
    {"gradient_accumulation_steps": 3},
    {"gradient_accumulation_steps": 2, "clipnorm": 0.5, "weight_decay": 0.1},
    {"gradient_accumulation_steps": 2, "use_ema": True, "ema_overwrite_frequency": 2},
]


class Pair:
    """The same optimizer, variables and gradients here and in Keras."""

    def __init__(self, name, settings, shapes=SHAPES):
        rng = np.random.default_rng(13)
        starts = [rng.normal(size=s).astype(np.float32) for s in shapes]
        self.rng, self.shapes = rng, shapes
        self.mine = getattr(optimizers, name)(**settings)
        self.theirs = getattr(keras.optimizers, name)(**settings)
        self.vars = [Variable(s, name=f"w{i}") for i, s in enumerate(starts)]
        self.their_vars = [keras.Variable(s, name=f"w{i}") for i, s in enumerate(starts)]

    def build(self):
        self.mine.build(self.vars)
        self.theirs.build(self.their_vars)

    def gradients(self):
        return [self.rng.normal(size=s).astype(np.float32) for s in self.shapes]

    def step(self):
        grads = self.gradients()
        self.mine.apply(grads, self.vars)
        self.theirs.apply([keras.ops.convert_to_tensor(g) for g in grads], self.their_vars)

    def compare(self):
        ours = [*self.vars, *self.mine.variables]
        others = [*self.their_vars, *self.theirs.variables]
        assert len(ours) == len(others)
        for a, b in zip(ours, others, strict=True):
            assert a.shape == tuple(b.shape)
            # the scalar's tiny second moments differ in the last bits of float32
            np.testing.assert_allclose(a.numpy(), b.numpy(), rtol=2e-5, atol=2e-6, err_msg=a.path)


@pytest.mark.parametrize(("name", "rule"), RULES)
def test_updates_and_state(name, rule):
    for options in OPTIONS if rule in ({}, {"momentum": 0.9}, {"amsgrad": True}) else OPTIONS[:2]:
        pair = Pair(name, {"learning_rate": 0.05, **rule, **options})
        pair.build()
        for _ in range(5):
            pair.step()
            pair.compare()
        if options.get("use_ema"):
            pair.mine.finalize_variable_values(pair.vars)
            pair.theirs.finalize_variable_values(pair.their_vars)
            pair.compare()


@pytest.mark.parametrize(("name", "rule"), MORE_RULES)
def test_the_other_rules(name, rule):
    both = {"gradient_accumulation_steps": 2, "clipnorm": 0.5, "use_ema": True}
    for options in ({}, both):
        pair = Pair(name, {"learning_rate": 0.05, **rule, **options}, [(2, 3, 2), (3, 4), (4,)])
        pair.build()
        for _ in range(4):
            pair.step()
        pair.compare()


@pytest.mark.parametrize("name", ["SGD", "RMSprop", "Adam", "Nadam", "Muon", "Adafactor"])
def test_a_compiled_step_is_the_eager_one(name):
    settings = {
        "learning_rate": 0.05, "clipnorm": 1.0, "weight_decay": 0.01, "use_ema": True,
        "gradient_accumulation_steps": 2,
    }
    shapes = [(3, 4), (4,)] if name == "Muon" else SHAPES
    eager, traced = Pair(name, settings, shapes), Pair(name, settings, shapes)
    eager.build()
    traced.build()
    specs = [Spec(s, "float32") for s in shapes]
    plan = Plan(trace(lambda *grads: traced.mine.apply(grads, traced.vars), specs))
    for i in range(6):
        if i == 4:  # the rate is read anew at every step
            eager.mine.learning_rate = traced.mine.learning_rate = 0.01
        grads = eager.gradients()
        eager.mine.apply(grads, eager.vars)
        for buffer, grad in zip(plan.inputs, grads, strict=True):
            buffer[...] = grad
        plan.run()
    for a, b in zip(
        [*eager.vars, *eager.mine.variables], [*traced.vars, *traced.mine.variables], strict=True
    ):
        np.testing.assert_array_equal(a.numpy(), b.numpy())


@pytest.mark.parametrize(
    "constraint", [("MaxNorm", {"max_value": 0.5}), ("NonNeg", {}), ("UnitNorm", {"axis": 0})]
)
def test_constraints_hold_after_each_step(constraint):
    pair = Pair("SGD", {"learning_rate": 0.1}, [(3, 4)])
    pair.vars[0].constraint = getattr(constraints, constraint[0])(**constraint[1])
    pair.their_vars[0].constraint = getattr(keras.constraints, constraint[0])(**constraint[1])
    pair.build()
    for _ in range(3):
        pair.step()
        pair.compare()


def test_decay_leaves_out_what_is_excluded():
    pair = Pair("SGD", {"learning_rate": 0.1, "weight_decay": 0.5}, [(3,), (3,), (3,)])
    for optimizer, variables in ((pair.mine, pair.vars), (pair.theirs, pair.their_vars)):
        optimizer.exclude_from_weight_decay(var_list=[variables[0]], var_names=["w2"])
    pair.build()
    pair.step()
    pair.compare()


def test_a_missing_gradient_is_warned_of_and_left_out():
    pair = Pair("Adam", {"learning_rate": 0.1}, [(3,), (2,)])
    before = pair.vars[0].numpy()
    with pytest.warns(UserWarning, match="w0"):
        pair.mine.apply([None, np.ones(2, np.float32)], pair.vars)
    np.testing.assert_array_equal(pair.vars[0].numpy(), before)
    assert int(pair.mine.iterations) == 1
    with pytest.raises(ValueError, match="No variable has a gradient"):
        pair.mine.apply([None, None], pair.vars)


def test_not_finite_gradients_reach_all_weights_under_a_global_limit():
    pair = Pair("SGD", {"learning_rate": 0.1, "global_clipnorm": 1.0}, [(2,), (2,)])
    pair.mine.apply([np.array([np.inf, 1], np.float32), np.ones(2, np.float32)], pair.vars)
    assert all(np.isnan(v.numpy()).all() for v in pair.vars)


@pytest.mark.parametrize(("name", "rule"), RULES + MORE_RULES)
def test_configuration_restores_and_keras_reads_it(name, rule):
    settings = {"learning_rate": 0.003, "name": "opt", **rule, "clipnorm": 1.0, "use_ema": True}
    mine = getattr(optimizers, name)(**settings)
    theirs = getattr(keras.optimizers, name)(**settings)
    config, reference = mine.get_config(), theirs.get_config()
    assert set(config) == set(reference)
    assert config.pop("learning_rate") == pytest.approx(reference.pop("learning_rate"))
    assert config == reference
    restored = keras.saving.deserialize_keras_object(optimizers.serialize(mine))
    assert restored.get_config() == theirs.get_config()
    again = optimizers.deserialize(optimizers.serialize(mine))
    assert again.get_config() == mine.get_config()
    from_keras = optimizers.deserialize(keras.optimizers.serialize(theirs))
    assert from_keras.get_config() == again.get_config()


def test_golden(golden):
    table = golden["optimizers"]
    cases = {
        "SGD momentum nesterov": optimizers.SGD(0.1, momentum=0.9, nesterov=True),
        "RMSprop": optimizers.RMSprop(0.1),
        "Adam": optimizers.Adam(0.1),
        "Adam amsgrad": optimizers.Adam(0.1, amsgrad=True),
        **{name: getattr(optimizers, name)(0.1) for name in (
            "Nadam", "Adamax", "Adagrad", "Ftrl", "Lion", "Lamb", "Adafactor"
        )},
        "Adadelta": optimizers.Adadelta(1.0),
    }
    for key, optimizer in cases.items():
        w = Variable(np.array([[1, 2], [-0.5, 0.25]], np.float32), name="w")
        for k in (1, 2, 3):
            grad = k * np.array([[0.1, -0.2], [0.3, 0.05]], np.float32)
            optimizer.apply_gradients([(grad, w)])
        np.testing.assert_allclose(w.numpy().ravel(), table[key]["w"], atol=2e-6, err_msg=key)
        assert len(optimizer.variables) == table[key]["variables"]


def test_state_survives_a_save_and_restore():
    first, second = (Pair("Adam", {"learning_rate": 0.1, "use_ema": True}) for _ in range(2))
    for pair in (first, second):
        pair.mine.build(pair.vars)
    first.mine.apply(first.gradients(), first.vars)
    store = {}
    first.mine.save_own_variables(store)
    second.mine.load_own_variables(store)
    for a, b in itertools.zip_longest(first.mine.get_weights(), second.mine.get_weights()):
        np.testing.assert_array_equal(a, b)
    with pytest.warns(UserWarning, match="not restored"):
        second.mine.load_own_variables({"0": np.zeros(())})
