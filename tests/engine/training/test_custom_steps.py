"""Models that define steps, losses or metrics of their own, as scripts for Keras do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine as keras
from engine import layers, ops

RNG = np.random.default_rng(5)
X = RNG.normal(size=(48, 6)).astype("f")
Y = X[:, :1] * 2 - X[:, 1:2]


def trained(cls: Any, **options: Any) -> tuple[dict[str, Any], Any]:
    keras.utils.set_random_seed(4)
    inputs = keras.Input((6,))
    model = cls(inputs, layers.Dense(1)(inputs))
    model.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae"], **options)
    history = model.fit(X, Y, batch_size=16, epochs=2, shuffle=False, verbose=0)
    return history.history, model


class Ordinary(keras.Model):
    pass


class Current(keras.Model):
    """A step as the guide of Keras 3 writes it."""

    def train_step(self, data: Any) -> dict[str, Any]:
        x, y = data
        with keras.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}


class Older(keras.Model):
    """A step as it was written for Keras 2."""

    def train_step(self, data: Any) -> dict[str, Any]:
        x, y = data
        with keras.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compiled_loss(y, y_pred, regularization_losses=self.losses)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables, strict=True))
        self.compiled_metrics.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}


@pytest.mark.parametrize("eagerly", [False, True])
@pytest.mark.parametrize("cls", [Current, Older])
def test_a_step_written_out_trains_as_the_built_in_one(cls: Any, eagerly: bool) -> None:
    wanted, plain = trained(Ordinary)
    found, own = trained(cls, run_eagerly=eagerly)
    assert list(found) == list(wanted) == ["loss", "mae"]
    np.testing.assert_allclose(found["loss"], wanted["loss"], rtol=1e-5)
    np.testing.assert_allclose(found["mae"], wanted["mae"], rtol=1e-5)
    for a, b in zip(own.get_weights(), plain.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)


def test_loss_and_metrics_can_be_replaced() -> None:
    class Tripled(keras.Model):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.plain = keras.metrics.Mean(name="plain")

        def compute_loss(  # type: ignore[override]  # without `training`, as before Keras 3.3
            self, x: Any = None, y: Any = None, y_pred: Any = None, sample_weight: Any = None
        ) -> Any:
            loss = super().compute_loss(x, y, y_pred, sample_weight)
            self.plain.update_state(loss)
            return loss * 3

        def compute_metrics(self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> Any:
            found = super().compute_metrics(x, y, y_pred, sample_weight)
            return {**found, "twice": found["plain"] * 2}

    history, model = trained(Tripled)
    assert list(history) == ["loss", "mae", "plain", "twice"]
    np.testing.assert_allclose(history["loss"], np.multiply(history["plain"], 3), rtol=1e-5)
    np.testing.assert_allclose(history["twice"], np.multiply(history["plain"], 2), rtol=1e-5)
    judged = model.evaluate(X, Y, batch_size=16, verbose=0, return_dict=True)
    assert judged["loss"] == pytest.approx(judged["plain"] * 3, rel=1e-5)


def test_a_model_of_two_players_with_optimizers_of_their_own() -> None:
    class Players(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.judge = keras.Sequential([keras.Input((6,)), layers.Dense(1)])
            self.maker = keras.Sequential([keras.Input((2,)), layers.Dense(6)])
            self.told, self.made = (keras.metrics.Mean(name=n) for n in ("told", "made"))

        def compile(self, judge: Any, maker: Any, loss: Any) -> None:  # type: ignore[override]
            super().compile()
            self.steps, self.fn = (judge, maker), loss

        @property
        def metrics(self) -> list[Any]:
            return [self.told, self.made]

        def train_step(self, real: Any) -> dict[str, Any]:
            noise = keras.random.normal((ops.shape(real)[0], 2))
            for player, wish, step, mean in (
                (self.judge, 0.0, self.steps[0], self.told),
                (self.maker, 1.0, self.steps[1], self.made),
            ):
                with keras.GradientTape() as tape:
                    answer = self.judge(self.maker(noise))
                    loss = self.fn(ops.ones_like(answer) * wish, answer)
                    loss = loss + self.fn(ops.ones_like(answer), self.judge(real)) * (1 - wish)
                weights = player.trainable_weights
                step.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
                mean.update_state(loss)
            return {m.name: m.result() for m in self.metrics}

    keras.utils.set_random_seed(2)
    players = Players()
    players.compile(
        keras.optimizers.Adam(0.05), keras.optimizers.Adam(0.001),
        keras.losses.BinaryCrossentropy(from_logits=True),
    )
    history = players.fit(X + 3, epochs=8, batch_size=16, verbose=0).history
    assert list(history) == ["made", "told"]
    assert history["told"][-1] < history["told"][0]
    slices = keras.data.Dataset.from_tensor_slices(X).batch(16)
    assert list(players.fit(slices, verbose=0).history) == ["made", "told"]


@pytest.mark.parametrize("form", ["arrays", "data set"])
def test_a_step_gets_the_batch_in_the_form_it_was_given_in(form: str) -> None:
    forms: list[Any] = []

    class Looking(keras.Model):
        def train_step(self, data: Any) -> dict[str, Any]:
            forms.append(type(data) if not isinstance(data, tuple) else len(data))
            return {"loss": 0.0}

    def fit(*given: Any) -> None:
        model = Looking()
        model.compile()
        if form == "arrays":
            model.fit(*given, batch_size=48, verbose=0)
        else:
            whole = keras.data.Dataset.from_tensor_slices(given if given[1:] else given[0])
            model.fit(whole.batch(48), verbose=0)

    fit(X)
    fit(X, Y)
    fit({"any": X, "names": Y}, Y)
    assert forms == [keras.Tensor, 2, 2]


def test_predict_step_and_the_functions_that_run_steps() -> None:
    class Doubling(keras.Model):
        def predict_step(self, data: Any) -> Any:
            return super().predict_step(data) * 2

    _, model = trained(Doubling)
    np.testing.assert_allclose(model.predict(X, verbose=0), model(X).numpy() * 2, rtol=1e-5)
    before = model.optimizer.iterations.numpy()
    logs = model.make_train_function()(iter([(X, Y)]))
    assert float(logs["loss"]) > 0 and model.optimizer.iterations.numpy() == before + 1


def test_a_train_function_of_ones_own_is_used() -> None:
    class Slowly(keras.Model):
        def make_train_function(self, force: bool = False) -> Any:
            step = super().make_train_function(force)
            self.train_function = lambda batches: step(batches) and {"loss": -1.0}
            return self.train_function

    history, _ = trained(Slowly)
    assert history["loss"] == [-1.0, -1.0]


def test_validation_and_prediction_can_be_stopped() -> None:
    _, model = trained(Ordinary)
    calls: list[int] = []

    def stop(batch: int, logs: Any) -> None:
        calls.append(batch)
        model.stop_evaluating = model.stop_predicting = batch == 1

    watch = keras.callbacks.LambdaCallback()
    watch.on_test_batch_end = watch.on_predict_batch_end = stop  # type: ignore[method-assign]
    model.evaluate(X, Y, batch_size=8, verbose=0, callbacks=[watch])
    assert model.predict(X, batch_size=8, verbose=0, callbacks=[watch]).shape == (16, 1)
    assert calls == [0, 1, 0, 1]


def test_what_compile_was_given_makes_the_same_model_again() -> None:
    _, model = trained(Ordinary, steps_per_execution=3, weighted_metrics=["mse"])
    config = model.get_compile_config()
    inputs = keras.Input((6,))
    again = keras.Model(inputs, layers.Dense(1)(inputs))
    again.set_weights(model.get_weights())
    assert again.get_compile_config() == {}
    again.compile_from_config(config)
    assert again.steps_per_execution == 3 and again.optimizer.learning_rate == pytest.approx(0.1)
    judged = model.evaluate(X, Y, verbose=0, return_dict=True)
    assert again.evaluate(X, Y, verbose=0, return_dict=True) == judged
    assert list(judged) == ["loss", "mae", "mse"]
