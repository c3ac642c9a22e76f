"""Training settings of a compiled model become the project's."""

import engine as keras
from app.document.drawing import graph_from_model
from app.document.from_compiled import setup_of
from app.document.train_setup import OutputSetup


def two_outputs() -> keras.Model:
    facts = keras.Input((3,))
    outputs = [keras.layers.Dense(size, name=f"out{size}")(facts) for size in (2, 1)]
    return keras.Model(facts, outputs)


def test_settings_by_name_are_each_outputs_own():
    model = two_outputs()
    model.compile(
        keras.optimizers.SGD(0.05, momentum=0.9),
        {"out2": "mse", "out1": keras.losses.Huber(2.0)},
        loss_weights={"out2": 0.5, "out1": 2},
        metrics={"out2": ["mae"], "out1": "mse"},
    )
    setup = setup_of(model, graph_from_model(model))
    assert setup.optimizer == {
        "class_name": "SGD", "config": {"learning_rate": 0.05, "momentum": 0.9}
    }  # fmt: skip
    assert setup.outputs["out2"] == OutputSetup("mean_squared_error", 0.5, ["mae"])
    huber = {"class_name": "Huber", "config": {"delta": 2.0}}
    assert (setup.outputs["out1"].loss, setup.outputs["out1"].loss_weight) == (huber, 2.0)


def test_lists_go_by_the_order_of_the_outputs():
    model = two_outputs()
    model.compile("adam", ["mse", "mae"])
    setup = setup_of(model, graph_from_model(model))
    assert setup.outputs["out2"].loss == "mean_squared_error"
    assert setup.outputs["out1"].loss == "mean_absolute_error"


def test_a_model_that_was_not_compiled_has_the_settings_of_a_new_project():
    model = two_outputs()
    setup = setup_of(model, graph_from_model(model))
    assert setup.outputs == {} and setup.optimizer == {"class_name": "Adam", "config": {}}
