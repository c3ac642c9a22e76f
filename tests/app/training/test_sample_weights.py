"""Sample weights and weighted metrics of a project, beside real Keras given the same arrays."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from app import exporting, importing
from app.data.spec import DataSpec
from app.document.document import Document
from app.document.train_setup import OutputSetup, TrainSetup
from app.training import readiness, recipe
from app.training.evaluate import judge
from app.training.history import Run
from app.training.session import train
from tests.app.conftest import chain

ROWS = 48


@pytest.fixture
def arrays():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(ROWS, 3)).astype("float32")
    y = (x @ [[1.0], [-2.0], [0.5]] + rng.normal(size=(ROWS, 1))).astype("float32")
    return x, y, rng.uniform(0.0, 3.0, ROWS).astype("float32")


@pytest.fixture
def document(qapp, arrays, tmp_path):
    """One Dense layer, whose first weights are known; no shuffling anywhere."""
    x, y, w = arrays
    np.savez(tmp_path / "d.npz", x=x, y=y, sample_weight=w)
    graph = chain("s", ("InputLayer", {"shape": [3]}), ("Dense", {"units": 1}))
    (entry,), (answer,) = graph.inputs(), graph.outputs()
    document = Document(graph)
    spec = DataSpec(
        "arrays", "d", str(tmp_path / "d.npz"), roles={"x": "input", "y": "target"},
        assign={entry.name: ["x"], answer.name: ["y"]}, weight="sample_weight",
        labels="numeric", shuffle=False, validation=0.25, test=0.25,
    )  # fmt: skip
    document.set_data(spec)
    judged = OutputSetup("mse", metrics=["mean_absolute_error"])
    judged.weighted_metrics = ["mean_absolute_error", "mean_squared_error"]
    sgd = {"class_name": "SGD", "config": {"learning_rate": 0.1}}
    document.set_setup(
        TrainSetup(sgd, {answer.name: judged}, epochs=3, batch_size=8, shuffle=False, seed=1)
    )
    document.check()
    return document


def keras_of(document, arrays, first):
    """Real Keras through the same epochs; its history, its test results and its weights."""
    import keras

    x, y, w = arrays
    # with names of their own: Keras counts the others for as long as the process lives
    layers = [keras.Input((3,), name="entry"), keras.layers.Dense(1, name="answer")]
    model = keras.Sequential(layers, name="weighed")
    model.set_weights(first)
    model.compile(
        keras.optimizers.SGD(0.1), "mse", metrics=["mean_absolute_error"],
        weighted_metrics=["mean_absolute_error", "mean_squared_error"],
    )  # fmt: skip
    a, b = ROWS // 2, ROWS * 3 // 4
    told = model.fit(
        x[:a], y[:a], sample_weight=w[:a], validation_data=(x[a:b], y[a:b], w[a:b]),
        epochs=3, batch_size=8, shuffle=False, verbose=0,
    ).history  # fmt: skip
    tested = model.evaluate(x[b:], y[b:], sample_weight=w[b:], verbose=0, return_dict=True)
    return told, tested, model.get_weights()


def test_training_and_judging_weigh_samples_as_keras_does(document, arrays):
    (answer,) = document.graph.outputs()
    first = [np.array([[0.3], [0.1], [-0.2]], "float32"), np.array([0.5], "float32")]
    snapshot = recipe.Snapshot(
        document.graph, document.setup, document.data, weights={answer.name: first}
    )
    run = Run()
    result = train(snapshot, run)
    told, tested, weights = keras_of(document, arrays, first)
    for epoch, logs in enumerate(run.epochs):
        assert set(told) <= set(logs)
        for name in told:
            assert logs[name] == pytest.approx(told[name][epoch], rel=1e-4), name
    for name, value in tested.items():
        assert run.test[name] == pytest.approx(value, rel=1e-4), name
    for ours, theirs in zip(result.weights[answer.name], weights, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)
    trained = recipe.Snapshot(document.graph, document.setup, document.data, weights=result.weights)
    judged = judge(trained)
    assert judged.part == "test"
    for name, value in tested.items():
        assert judged.logs[name] == pytest.approx(value, rel=1e-4), name


def test_two_outputs_are_weighed_alike(qapp, tmp_path):
    graph = chain("t", ("InputLayer", {"shape": [2]}), ("Dense", {"units": 1}))
    graph.kind = "functional"
    (entry,), (first,) = graph.inputs(), graph.outputs()
    second = graph.add("Dense", "second", units=1)
    graph.connect(entry, second)
    x, y = np.ones((20, 2), "float32"), np.zeros((20, 1), "float32")
    weights = np.array([1.0] * 10 + [0.0] * 10)
    y[10:] = 1000.0  # nobody may look at these
    np.savez(tmp_path / "d.npz", x=x, y=y, w=weights)
    spec = DataSpec(
        "arrays", "d", str(tmp_path / "d.npz"), roles={"x": "input", "y": "target"},
        assign={entry.name: ["x"], first.name: ["y"], second.name: ["y"]}, weight="w",
        labels="numeric", validation=0.0,
    )  # fmt: skip
    setup = TrainSetup(
        {"class_name": "SGD", "config": {"learning_rate": 0.0}},
        {n.name: OutputSetup("mse", weighted_metrics=["mae"]) for n in (first, second)},
        epochs=1, seed=2,
    )  # fmt: skip
    run = Run()
    result = train(recipe.Snapshot(graph, setup, spec), run)
    for node in (first, second):
        kernel, bias = result.weights[node.name]
        answer = abs(float(kernel.sum() + bias[0]))
        assert run.epochs[0][f"{node.name}_mae"] == pytest.approx(answer, rel=1e-4)


def test_the_script_trains_with_the_weights_in_real_keras(document, tmp_path):
    path = tmp_path / "script.py"
    exporting.write(document.record(), "python", path)
    text = path.read_text()
    for words in ("sample_weight=w_train", "validation_data=(x_val, y_val, w_val)",
                  "weighted_metrics="):  # fmt: skip
        assert words in text
    text += "print('MAE', 'val_weighted_mean_absolute_error' in history.history)\n"
    path.write_text(text)
    done = subprocess.run(
        [sys.executable, path.name], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "MAE True" in done.stdout


@pytest.mark.filterwarnings("ignore:Skipping variable loading")  # it was never trained
def test_weighted_metrics_of_an_opened_model_stay_weighted(document, tmp_path):
    path = tmp_path / "m.keras"
    exporting.write(document.record(), "keras", path)
    import keras

    given = keras.models.load_model(path).get_compile_config()["weighted_metrics"]
    assert len(given) == 2
    opened = importing.read(path)
    (setup,) = opened.setup.outputs.values()
    assert setup.metrics == ["mean_absolute_error"]
    assert setup.weighted_metrics == ["mean_absolute_error", "mean_squared_error"]
    assert TrainSetup.from_json(opened.setup.to_json()) == opened.setup


def test_class_weights_and_sample_weights_together_are_refused_before_training(document):
    assert not readiness.missing(document)
    setup = document.setup.copy()
    setup.class_weight = {0: 2.0, 1: 1.0}
    document.set_setup(setup)
    (step,) = readiness.missing(document)
    assert "sample_weight" in step and "class weights" in step
