"""model.profile(): honest sums, nothing changed, and the costly layer on top."""

import numpy as np
import pytest

import engine as keras

RNG = np.random.default_rng(3)
X = RNG.random((64, 12), dtype=np.float32)
Y = RNG.integers(0, 3, 64)


def small(optimizer="adam"):
    model = keras.Sequential(
        [
            keras.Input((12,)),
            keras.layers.Dense(16, activation="relu", name="first"),
            keras.layers.BatchNormalization(name="norm"),
            keras.layers.Dropout(0.5, seed=1, name="drop"),
            keras.layers.Dense(3, activation="softmax", name="last"),
        ]
    )
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def state_of(model):
    """Everything a step changes, bit for bit."""
    held = [*model.weights, *model.optimizer.variables, *model.metrics_variables]
    for layer in model.layers:
        generator = getattr(layer, "seed_generator", None)
        held += [] if generator is None else [generator.state]
    return [(v.path, v.numpy().tobytes()) for v in held]


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop", "adadelta"])
def test_nothing_is_changed(optimizer):
    model = small(optimizer)
    model.fit(X, Y, verbose=0)
    before = state_of(model)
    model.profile(X, Y, batch_size=16)
    assert state_of(model) == before


def test_training_goes_on_as_if_there_had_been_no_profile():
    losses = []
    for profiled in (False, True):
        keras.utils.set_random_seed(5)
        model = small()
        if profiled:
            model.profile(X, Y, batch_size=16)
            assert not model.optimizer.built
        keras.utils.set_random_seed(6)
        losses.append(model.fit(X, Y, epochs=2, batch_size=16, verbose=0).history["loss"])
    assert losses[0] == losses[1]


def test_the_state_comes_back_when_a_step_fails():
    model = small()
    model.fit(X, Y, verbose=0)
    before = state_of(model)
    with pytest.raises(ValueError, match="shape"):
        model.profile(X[:, :5], Y)
    assert state_of(model) == before


def test_shares_add_up_to_the_whole():
    found = small().profile(X, Y, batch_size=16)
    assert sum(found.share(row) for row in found.rows) == pytest.approx(1.0)
    parts = [row.forward + row.backward + row.update for row in found.rows]
    assert found.seconds == pytest.approx(sum(parts))
    assert {row.name for row in found.layers} == {"first", "norm", "drop", "last"}
    assert {"Loss and metrics", "Optimizer", "Batch"} == {row.name for row in found.other}


def test_every_part_of_a_dense_layer_is_seen():
    layer = small().profile(X, Y, batch_size=16).layer("first")
    assert min(layer.forward, layer.backward, layer.update) > 0
    assert layer.weights == 4 * (12 * 16 + 16)
    assert layer.slots == 2 * layer.weights  # Adam keeps two numbers for each
    assert layer.flops > 2 * 2 * 16 * 12 * 16  # the product, and that of its gradient


def test_the_costly_layer_is_shown_as_such():
    model = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(2, name="cheap"),
            keras.layers.Dense(2000, name="wide"),
            keras.layers.Dense(2000, name="costly"),
            keras.layers.Dense(1, name="end"),
        ]
    )
    model.compile("sgd", "mse")
    found = model.profile(np.ones((32, 64), "float32"), np.ones((32, 1), "float32"))
    assert max(found.rows, key=found.share).name == "costly"
    assert found.share(found.layer("costly")) > 0.5
    assert max(found.layers, key=lambda row: row.memory).name == "costly"


def test_layers_of_a_model_inside_are_told_apart_and_added_up():
    inside = keras.Sequential(
        [keras.Input((12,)), keras.layers.Dense(8, name="a"), keras.layers.Dense(8, name="b")],
        name="group",
    )
    model = keras.Sequential([keras.Input((12,)), inside, keras.layers.Dense(3, name="last")])
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    found = model.profile(X, Y)
    assert [row.name for row in found.layers] == ["group/a", "group/b", "last"]
    parts = [found.layer("group/a"), found.layer("group/b")]
    assert found.layer("group").seconds == pytest.approx(sum(part.seconds for part in parts))
    assert found.layer("group").weights == 4 * (12 * 8 + 8 + 8 * 8 + 8)


def test_a_shared_layer_counts_once_with_all_its_calls():
    shared = keras.layers.Dense(12, name="shared")
    inputs = keras.Input((12,))
    model = keras.Model(inputs, shared(shared(shared(inputs))))
    model.compile("sgd", "mse")
    once = keras.Sequential([keras.Input((12,)), keras.layers.Dense(12, name="shared")])
    once.compile("sgd", "mse")
    thrice, single = (m.profile(X, X).layer("shared") for m in (model, once))
    assert thrice.weights == single.weights
    assert thrice.flops > 2.5 * single.flops


def test_without_targets_predicting_is_measured():
    model = keras.Sequential([keras.Input((12,)), keras.layers.Dense(4, name="only")])
    found = model.profile(X)
    assert not found.training
    only = found.layer("only")
    assert only.forward > 0 and only.backward == only.update == only.slots == 0


def test_the_printed_table_names_every_layer():
    found = small().profile(X, Y)
    text = str(found)
    assert all(f"{row.name} ({row.kind})" in text for row in found.layers)
    assert "Total" in text and "100.0%" in text
    assert [row["name"] for row in found.to_dict()["rows"]] == [row.name for row in found.rows]


def test_a_model_that_needs_python_is_refused_with_a_reason():
    model = small()
    model.compile("sgd", "sparse_categorical_crossentropy", run_eagerly=True)
    with pytest.raises(ValueError, match="run_eagerly"):
        model.profile(X, Y)


def test_a_generator_is_refused_with_a_reason():
    with pytest.raises(ValueError, match="one of its batches"):
        small().profile(iter([(X, Y)]))
