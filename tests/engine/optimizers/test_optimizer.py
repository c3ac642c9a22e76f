"""What optimizers do besides their rules."""

import numpy as np
import pytest

from engine import ops, optimizers, registry
from engine.optimizers import SGD, Adam, Optimizer, RMSprop
from engine.tape import GradientTape
from engine.tensor import Variable


def weight(*values):
    return Variable(np.array(values, np.float32), name="w")


def test_the_learning_rate_is_a_variable_that_numbers_can_be_assigned_to():
    optimizer, w = SGD(0.5), weight(1.0)
    assert isinstance(optimizer.learning_rate, Variable)
    optimizer.apply([[1.0]], [w])
    optimizer.learning_rate = 0.25
    optimizer.apply([[1.0]], [w])
    optimizer.learning_rate.assign(0.125)
    optimizer.apply([[1.0]], [w])
    assert w.numpy() == pytest.approx([1 - 0.5 - 0.25 - 0.125])
    assert int(optimizer.iterations) == 3
    assert optimizer.get_config()["learning_rate"] == 0.125


def test_the_older_name_of_the_learning_rate():
    assert Adam(lr=0.25).get_config()["learning_rate"] == 0.25


def test_the_older_decay_divides_the_rate():
    optimizer = SGD(lr=0.1, decay=0.5)
    w = Variable(np.zeros(1, np.float32))
    for _ in range(3):
        optimizer.apply([np.ones(1, np.float32)], [w])
    assert float(w.numpy()[0]) == pytest.approx(-(0.1 + 0.1 / 1.5 + 0.1 / 2))
    assert len(optimizer.variables) == 1  # no learning rate beside the schedule


def test_configurations_of_keras_2_are_read():
    config = {
        "name": "Adam", "learning_rate": 0.01, "decay": 0.0, "beta_1": 0.9, "beta_2": 0.999,
        "epsilon": 1e-7, "amsgrad": False, "is_legacy_optimizer": False, "jit_compile": False,
    }
    restored = optimizers.deserialize({"class_name": "Adam", "config": config})
    assert restored.get_config()["learning_rate"] == 0.01
    assert restored.name == "Adam"


@pytest.mark.parametrize("name", ["sgd", "SGD", "rmsprop", "RMSprop", "adam", "Adam"])
def test_names(name):
    assert type(optimizers.get(name)).__name__.lower() == name.lower()


@pytest.mark.parametrize("cls", [SGD, RMSprop, Adam])
def test_the_first_argument_is_the_learning_rate(cls):
    assert float(cls(0.5).learning_rate) == 0.5
    assert next(iter(cls.params)) == "learning_rate"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Adam(learning_rate=-1), "learning_rate.*at least 0"),
        (lambda: Adam(beta_1=1.0), "beta_1.*below 1"),
        (lambda: SGD(clipnorm=1.0, clipvalue=1.0), "only one of"),
        (lambda: SGD(gradient_accumulation_steps=1), "at least 2"),
        (lambda: optimizers.get("RMSpro"), "RMSprop"),
    ],
)
def test_mistakes_are_explained(make, words):
    with pytest.raises(ValueError, match=words):
        make()
    with pytest.raises(TypeError, match="Did you mean 'momentum'"):
        SGD(momentun=0.9)


def test_other_variables_than_it_was_built_with_are_refused():
    optimizer = SGD()
    with pytest.raises(ValueError, match="does not know its variables"):
        optimizer.apply([[1.0]])
    optimizer.build([weight(1.0)])
    with pytest.raises(ValueError, match="was not built with the variable 'w'"):
        optimizer.apply([[1.0]], [weight(2.0)])
    with pytest.raises(ValueError, match="2 gradients do not fit 1"):
        optimizer.apply([[1.0], [1.0]])
    with pytest.raises(ValueError, match="shape"):
        SGD().apply([np.ones(3, np.float32)], [weight(1.0)])


def test_a_loop_of_ones_own_finds_the_minimum():
    w, optimizer = weight(4.0, -3.0), Adam(0.1)
    for _ in range(400):
        with GradientTape() as tape:
            loss = ops.sum(ops.square(w - np.array([1.0, 2.0], np.float32)))
        optimizer.apply_gradients(zip(tape.gradient(loss, [w]), [w], strict=True))
    np.testing.assert_allclose(w.numpy(), [1, 2], atol=1e-3)


def test_a_rule_of_ones_own():
    class Halving(Optimizer):
        def update_step(self, gradient, variable, learning_rate):
            variable.assign_sub(ops.multiply(gradient, learning_rate) / 2)

    w = weight(1.0)
    Halving(learning_rate=0.5).apply([[1.0]], [w])
    assert w.numpy() == pytest.approx([0.75])
    with pytest.raises(ValueError, match="gradient_accumulation_steps"):
        Halving(gradient_accumulation_steps=2)


def test_double_precision_stays_double():
    w = Variable(np.array([1.0]), dtype="float64", name="w")
    optimizer = Adam(0.1)
    optimizer.apply([np.array([1e-12])], [w])
    assert w.dtype == "float64"
    assert {v.dtype for v in optimizer.variables[2:]} == {"float64"}


def test_state_can_be_read_and_set():
    one, two = SGD(0.1, momentum=0.9), SGD(0.1, momentum=0.9)
    w = weight(1.0, 2.0)
    one.apply([[1.0, 1.0]], [w])
    with pytest.raises(ValueError, match="build"):
        two.set_weights(one.get_weights())
    two.build([weight(0.0, 0.0)])
    two.set_weights(one.get_weights())
    np.testing.assert_array_equal(two.variables[2].numpy(), one.variables[2].numpy())
    assert [v.path for v in one.variables] == [
        "sgd/iteration", "sgd/learning_rate", "sgd/w_momentum",
    ]


def test_every_argument_explains_itself():
    for category in ("optimizer", "loss", "metric", "callback", "initializer"):
        for entry in registry.entries(category):
            assert entry.summary.endswith("."), entry.name
            for definition in entry.target.params.values():
                assert definition.doc.endswith("."), (entry.name, definition.name)
