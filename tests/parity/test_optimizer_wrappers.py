"""Optimizers made of optimizers against real Keras: LossScaleOptimizer and MultiOptimizer."""

import json

import keras
import numpy as np
import pytest

from engine import layers, models, optimizers
from engine.graph import trace
from engine.plan import Plan
from engine.tensor import Spec, Variable

SHAPES = [(3, 4), (4,), ()]


class Pair:
    """The same optimizer and variables here and in Keras."""

    def __init__(self, make):
        rng = np.random.default_rng(3)
        starts = [rng.normal(size=s).astype(np.float32) for s in SHAPES]
        self.rng = rng
        self.mine, self.theirs = make(optimizers), make(keras.optimizers)
        self.vars = [Variable(s, name=f"w{i}") for i, s in enumerate(starts)]
        self.their_vars = [keras.Variable(s, name=f"w{i}") for i, s in enumerate(starts)]

    def gradients(self, size=100.0, broken=False):
        grads = [(self.rng.normal(size=s) * size).astype(np.float32) for s in SHAPES]
        if broken:
            grads[0][1, 2] = np.inf
            grads[1][0] = np.nan
        return grads

    def step(self, grads):
        self.mine.apply(grads, self.vars)
        if not self.theirs.built:
            self.theirs.build(self.their_vars)
        state = [self.their_vars, self.theirs.variables]
        values = [[v.value for v in part] for part in state]
        given = [keras.ops.convert_to_tensor(g) for g in grads]  # a branch cannot assign in JAX
        results = self.theirs.stateless_apply(values[1], given, values[0])
        for part, result in zip(state, results, strict=True):
            for variable, value in zip(part, result, strict=True):
                variable.assign(value)
        self.compare()

    def compare(self):
        ours = [*self.vars, *self.mine.variables]
        others = [*self.their_vars, *self.theirs.variables]
        assert [tuple(v.shape) for v in ours] == [tuple(v.shape) for v in others]
        for a, b in zip(ours, others, strict=True):
            np.testing.assert_allclose(a.numpy(), b.numpy(), rtol=2e-5, atol=2e-6, err_msg=a.path)


def scaled(growth=3):
    return lambda of: of.LossScaleOptimizer(
        of.Adam(0.05, clipnorm=1.0), initial_scale=1024.0, dynamic_growth_steps=growth
    )


def chosen(of):
    rules = {"w0": of.Adam(0.05), "w[1-9]": of.SGD(0.1, momentum=0.9)}
    return of.MultiOptimizer(of.OptimizerMap(of.RMSprop(0.01), rules), loss_scale_factor=4.0)


def test_the_scale_grows_with_good_steps_and_halves_with_a_broken_one():
    pair = Pair(scaled())
    for broken in (False, False, False, True, False, True, True, False):
        pair.step(pair.gradients(broken=broken))
        assert int(pair.mine.iterations) == int(pair.theirs.iterations)
        loss = np.float32(0.25)
        assert float(pair.mine.scale_loss(loss)) == float(pair.theirs.scale_loss(loss))
    assert np.isfinite(pair.vars[0].numpy()).all()


@pytest.mark.parametrize("make", [scaled(2), chosen])
def test_a_compiled_step_is_the_eager_one(make):
    eager, traced = Pair(make), Pair(make)
    for pair in (eager, traced):
        pair.mine.build(pair.vars)
    specs = [Spec(s, "float32") for s in SHAPES]
    plan = Plan(trace(lambda *grads: traced.mine.apply(grads, traced.vars), specs))
    for broken in (False, make is not chosen, False, False):
        grads = eager.gradients(broken=broken)
        eager.mine.apply(grads, eager.vars)
        for buffer, grad in zip(plan.inputs, grads, strict=True):
            buffer[...] = grad
        plan.run()
        for a, b in zip(
            [*eager.vars, *eager.mine.variables], [*traced.vars, *traced.mine.variables],
            strict=True,
        ):
            np.testing.assert_array_equal(a.numpy(), b.numpy())


def test_each_weight_is_trained_by_its_own_optimizer():
    pair = Pair(chosen)
    for _ in range(3):
        pair.step(pair.gradients(1.0))
    names = [type(o).__name__ for o in pair.mine.optimizers]
    assert names == [type(o).__name__ for o in pair.theirs.optimizers]
    for owner in (pair.mine, pair.theirs):
        with pytest.raises(AttributeError, match="optimizers"):
            _ = owner.learning_rate
    pair.mine.optimizers[0].learning_rate = pair.theirs.optimizers[0].learning_rate = 0.5
    pair.step(pair.gradients(1.0))


def test_a_function_may_choose_the_optimizer():
    def make(of):
        matrices, others = of.SGD(0.1), of.SGD(0.2)
        return of.MultiOptimizer(lambda v: matrices if len(v.shape) == 2 else others)

    pair = Pair(make)
    pair.step(pair.gradients(1.0))
    paths = [v.path for v in pair.mine.variables]
    assert len(set(paths)) == len(paths)  # two of one class, and files keep state by path


@pytest.mark.parametrize("make", [scaled(), chosen])
def test_configuration_restores_and_keras_reads_it(make):
    mine, theirs = make(optimizers), make(keras.optimizers)
    written = json.loads(json.dumps(optimizers.serialize(mine)))
    again = optimizers.deserialize(written)
    assert again.get_config() == mine.get_config()
    config = keras.optimizers.deserialize(written).get_config()
    for ours, reference in ((mine.get_config(), config), (config, theirs.get_config())):
        assert set(ours) == set(reference)
    restored = optimizers.deserialize(json.loads(json.dumps(keras.optimizers.serialize(theirs))))
    assert type(restored) is type(mine)


@pytest.mark.parametrize("make", [scaled(), chosen])
def test_a_model_learns_and_its_state_is_kept(make, tmp_path):
    rng = np.random.default_rng(4)
    x, y = rng.normal(size=(32, 3)), rng.normal(size=(32, 1))
    model = models.Sequential([layers.Input((3,)), layers.Dense(4), layers.Dense(1)])
    model.compile(make(optimizers), "mse")
    losses = model.fit(x, y, epochs=5, batch_size=8, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    for name in ("model.keras", "model.h5"):
        model.save(tmp_path / name)
        again = models.load_model(tmp_path / name)
        for a, b in zip(model.optimizer.variables, again.optimizer.variables, strict=True):
            np.testing.assert_allclose(a.numpy(), b.numpy(), err_msg=f"{name} {a.path}")
        again.fit(x, y, epochs=1, batch_size=8, verbose=0)


def test_refusals_say_where_an_argument_belongs():
    of = optimizers
    with pytest.raises(ValueError, match="clipnorm.*inner"):
        of.LossScaleOptimizer(of.SGD(), clipnorm=1.0)
    with pytest.raises(TypeError, match="no argument 'scale'"):
        of.LossScaleOptimizer(of.SGD(), scale=1.0)
    with pytest.raises(ValueError, match="'initial_scale' must be .* got 0"):
        of.LossScaleOptimizer(of.SGD(), initial_scale=0)
    with pytest.raises(ValueError, match="'dynamic_growth_steps' must be .* got 0"):
        of.LossScaleOptimizer("sgd", dynamic_growth_steps=0)
    with pytest.raises(ValueError, match="inner_optimizer"):
        of.LossScaleOptimizer(of.LossScaleOptimizer(of.SGD()))
    with pytest.raises(ValueError, match="LossScaleOptimizer"):
        of.OptimizerMap(of.SGD())["w"] = of.LossScaleOptimizer(of.SGD())
    rules = of.OptimizerMap(of.SGD(), {"a.*": of.Adam(), ".*b": of.Adam()})
    with pytest.raises(ValueError, match="More than one optimizer"):
        rules["ab"]
    with pytest.raises(ValueError, match="optimizer_map"):
        of.MultiOptimizer(3)
