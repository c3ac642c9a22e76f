"""A few epochs of training, from the same weights, against real Keras."""

import keras
import numpy as np
import pytest

import engine

RNG = np.random.default_rng(21)
X = RNG.normal(size=(50, 6)).astype(np.float32)
CLASSES = (X[:, :3] + 0.3 * RNG.normal(size=(50, 3))).argmax(1)
ONE_HOT = np.eye(3, dtype=np.float32)[CLASSES]
YES = (X.sum(1, keepdims=True) > 0).astype(np.float32)
NUMBERS = X @ RNG.normal(size=(6, 2)).astype(np.float32)
WEIGHTS = RNG.random(50).astype(np.float32)

CASES = {
    "classes": dict(
        y=CLASSES, out=(3, "softmax"), optimizer=("Adam", {"learning_rate": 0.02}),
        compile={"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]},
        fit={"class_weight": {0: 1.0, 1: 2.0, 2: 0.5}},
    ),
    "one-hot": dict(
        y=ONE_HOT, out=(3, "softmax"),
        optimizer=("SGD", {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True}),
        compile={"loss": "categorical_crossentropy", "metrics": ["accuracy"],
                 "weighted_metrics": ["mae"]},
        fit={"sample_weight": WEIGHTS},
    ),
    "scores": dict(
        y=CLASSES, out=(3, None), optimizer=("RMSprop", {"momentum": 0.5, "centered": True}),
        compile={"loss": ("SparseCategoricalCrossentropy", {"from_logits": True}),
                 "metrics": ["accuracy"]},
        fit={"validation_split": 0.2},
    ),
    "yes or no": dict(
        y=YES, out=(1, "sigmoid"), optimizer=("Adam", {"weight_decay": 0.05, "amsgrad": True}),
        compile={"loss": ("BinaryCrossentropy", {"label_smoothing": 0.1}),
                 "metrics": ["accuracy", "mse"]},
        fit={"validation_split": 0.3},
    ),
    "numbers": dict(
        y=NUMBERS, out=(2, None), optimizer=("Adam", {"global_clipnorm": 0.5, "use_ema": True}),
        compile={"loss": "mse", "metrics": ["mae"]}, fit={},
    ),
    "numbers in parts": dict(
        y=NUMBERS, out=(2, "tanh"),
        optimizer=("SGD", {"clipnorm": 0.3, "gradient_accumulation_steps": 2}),
        compile={"loss": ("MeanAbsoluteError", {"reduction": "sum"}), "metrics": ["mse"]}, fit={},
    ),
}


def train(package, case, start=None):
    units, activation = case["out"]
    layers = package.layers
    model = package.Sequential([
        layers.Input((6,)),
        layers.Dense(5, activation="relu", kernel_regularizer="l2", kernel_constraint="max_norm"),
        layers.Dense(units, activation=activation),
    ])
    if start is not None:
        model.set_weights(start)
    before = model.get_weights()
    name, options = case["optimizer"]
    settings = dict(case["compile"])
    if isinstance(settings["loss"], tuple):
        loss, arguments = settings["loss"]
        settings["loss"] = getattr(package.losses, loss)(**arguments)
    model.compile(getattr(package.optimizers, name)(**options), **settings)
    history = model.fit(
        X, case["y"], epochs=3, batch_size=16, shuffle=False, verbose=0, **case["fit"]
    )
    judged = model.evaluate(X, case["y"], batch_size=16, verbose=0, return_dict=True)
    return before, model.get_weights(), history.history, judged


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_history_weights_and_evaluation(case):
    start, weights, history, judged = train(keras, case)
    _, ours, our_history, our_judged = train(engine, case, start)
    assert list(our_history) == list(history)
    for name, values in history.items():
        np.testing.assert_allclose(our_history[name], values, rtol=2e-4, atol=2e-5, err_msg=name)
    for a, b in zip(ours, weights, strict=True):
        np.testing.assert_allclose(a, b, rtol=2e-3, atol=2e-4)
    assert our_judged == pytest.approx(judged, rel=2e-4, abs=2e-5)
