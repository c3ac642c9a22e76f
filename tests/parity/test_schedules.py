"""Learning-rate schedules against real Keras, alone and inside optimizers."""

import keras
import numpy as np
import pytest

from engine import optimizers
from engine.graph import trace
from engine.optimizers import schedules
from engine.plan import Plan
from engine.tensor import Spec, Variable

CASES = [
    ("ExponentialDecay", (0.1, 5, 0.5), {}),
    ("ExponentialDecay", (0.1, 5, 0.5), {"staircase": True}),
    ("PolynomialDecay", (0.1, 5, 0.01), {"power": 2.0}),
    ("PolynomialDecay", (0.1, 5), {"cycle": True}),
    ("InverseTimeDecay", (0.1, 5, 0.5), {}),
    ("InverseTimeDecay", (0.1, 3, 0.5), {"staircase": True}),
    ("CosineDecay", (0.1, 5), {"alpha": 0.1}),
    ("CosineDecay", (0.01, 5), {"warmup_target": 0.1, "warmup_steps": 3}),
    ("CosineDecayRestarts", (0.1, 3), {"m_mul": 0.5, "alpha": 0.1}),
    ("CosineDecayRestarts", (0.1, 4), {"t_mul": 1.0}),
    ("PiecewiseConstantDecay", ([2, 5], [1.0, 0.5, 0.1]), {}),
]


@pytest.mark.parametrize(("name", "args", "options"), CASES)
def test_rates_and_configuration(name, args, options):
    mine = getattr(schedules, name)(*args, **options)
    theirs = getattr(keras.optimizers.schedules, name)(*args, **options)
    for step in (0, 1, 2, 3, 5, 6, 7, 11, 20):
        assert float(mine(step)) == pytest.approx(float(theirs(step)), rel=3e-5, abs=1e-8)
    assert mine.get_config() == theirs.get_config()
    again = schedules.deserialize(schedules.serialize(mine))
    assert again.get_config() == mine.get_config()
    optimizer = optimizers.SGD(mine)
    restored = keras.optimizers.deserialize(optimizers.serialize(optimizer))
    assert restored.get_config()["learning_rate"] == optimizer.get_config()["learning_rate"]
    assert optimizers.deserialize(optimizers.serialize(optimizer)).get_config() == (
        optimizer.get_config()
    )


def test_golden(golden):
    made = {
        "Exponential(.1,5,.5)": schedules.ExponentialDecay(0.1, 5, 0.5),
        "Exponential staircase": schedules.ExponentialDecay(0.1, 5, 0.5, staircase=True),
        "Poly(.1,5,.01,power2)": schedules.PolynomialDecay(0.1, 5, 0.01, power=2),
        "Poly cycle": schedules.PolynomialDecay(0.1, 5, 0.01, 2.0, cycle=True),
        "Inverse(.1,5,.5)": schedules.InverseTimeDecay(0.1, 5, 0.5),
        "Cosine(.1,5,alpha .1)": schedules.CosineDecay(0.1, 5, alpha=0.1),
        "Cosine warmup(0,5,target .1,steps 3)": schedules.CosineDecay(
            0.0, 5, warmup_target=0.1, warmup_steps=3
        ),
        "CosineRestarts(.1,3)": schedules.CosineDecayRestarts(0.1, 3),
        "CosineRestarts(.1,3,t1,m.5)": schedules.CosineDecayRestarts(0.1, 3, 1.0, 0.5),
        "Piecewise([2,5],[1,.5,.1])": schedules.PiecewiseConstantDecay([2, 5], [1, 0.5, 0.1]),
    }
    assert set(made) == set(golden["schedules"])
    for key, want in golden["schedules"].items():
        got = [float(made[key](step)) for step in range(len(want))]
        np.testing.assert_allclose(got, want, rtol=3e-5, atol=1e-6, err_msg=key)


def test_an_optimizer_follows_its_schedule_compiled_and_eagerly():
    def make(module):
        schedule = module.optimizers.schedules.ExponentialDecay(0.5, 2, 0.5)
        return module.optimizers.SGD(schedule, momentum=0.9, weight_decay=0.1)

    import engine

    start = np.array([1.0, -2.0], np.float32)
    mine, compiled, theirs = make(engine), make(engine), make(keras)
    variables = Variable(start), Variable(start), keras.Variable(start)
    grad = np.array([0.3, 0.1], np.float32)
    plan = Plan(trace(lambda g: compiled.apply([g], [variables[1]]), [Spec((2,), "float32")]))
    for _ in range(4):
        mine.apply([grad], [variables[0]])
        plan.inputs[0][...] = grad
        plan.run()
        theirs.apply([keras.ops.convert_to_tensor(grad)], [variables[2]])
        np.testing.assert_allclose(variables[0].numpy(), np.asarray(variables[2]), rtol=1e-6)
        np.testing.assert_array_equal(variables[0].numpy(), variables[1].numpy())
        assert float(mine.learning_rate) == pytest.approx(float(theirs.learning_rate))
    assert len(mine.variables) == len(theirs.variables)  # no learning rate among them


def test_a_function_is_asked_at_every_step():
    rates = iter([0.5, 0.25, 0.125])
    optimizer, w = optimizers.SGD(lambda: next(rates)), Variable(np.zeros(1, np.float32))
    plan = Plan(trace(lambda g: optimizer.apply([g], [w]), [Spec((1,), "float32")]))
    plan.inputs[0][...] = 1
    for want in (-0.5, -0.75, -0.875):
        plan.run()
        assert w.numpy()[0] == want


def test_a_schedule_of_ones_own_and_a_number_over_it():
    class Half(schedules.LearningRateSchedule):
        def __call__(self, step):
            return 1.0 / (step + 1.0)

    optimizer, w = optimizers.SGD(Half()), Variable(np.zeros(1, np.float32))
    for _ in range(2):
        optimizer.apply([np.ones(1, np.float32)], [w])
    assert w.numpy()[0] == -1.5
    with pytest.raises(TypeError, match="schedule"):
        optimizer.learning_rate = 0.1


def test_wrong_schedules_are_refused_in_words():
    with pytest.raises(ValueError, match="2 boundaries need 3 values, got 2"):
        schedules.PiecewiseConstantDecay([1, 2], [0.1, 0.2])
    with pytest.raises(ValueError, match="must rise"):
        schedules.PiecewiseConstantDecay([2, 1], [0.1, 0.2, 0.3])
    with pytest.raises(ValueError, match="'decay_steps' must be"):
        schedules.CosineDecay(0.1, 0)
    with pytest.raises(ValueError, match="'learning_rate' must be a number at least 0 or"):
        optimizers.SGD("fast")
