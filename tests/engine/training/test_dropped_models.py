"""A model that nobody uses any more gives its memory back, even a trained one."""

import gc
import weakref

import numpy as np
import pytest

import engine as keras
from engine import arena
from engine.plan import Plan


def trained(batch=64):
    """A fitted, judged and asked model, as references that do not keep it."""
    inputs = keras.Input((16,))
    hidden = keras.layers.Dense(32, activation="relu", name="hidden")(inputs)
    model = keras.Model(inputs, keras.layers.Dense(1)(hidden))
    model.compile("adam", "mse", metrics=["mae"])
    x = np.ones((batch, 16), np.float32)
    model.fit(x, x[:, :1], batch_size=batch, validation_data=(x, x[:, :1]), verbose=0)
    model.predict(x, verbose=0)
    return weakref.ref(model), weakref.ref(model.layers[1].kernel)


@pytest.fixture
def no_collector():
    """Python's own collector, which comes by chance, stays away."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_a_dropped_model_frees_its_plans_and_weights(no_collector):
    before = arena.HELD.bytes
    plans = sum(isinstance(o, Plan) for o in gc.get_objects())
    model, kernel = trained()
    gc.collect()
    assert model() is None
    assert kernel() is None
    assert sum(isinstance(o, Plan) for o in gc.get_objects()) == plans
    assert arena.HELD.bytes == before


def test_dropped_models_do_not_pile_up_until_the_collector_comes(no_collector, monkeypatch):
    monkeypatch.setattr(arena, "PATIENCE", 1 << 20)
    monkeypatch.setattr(arena.HELD, "next_look", arena.HELD.bytes + (1 << 20))
    models = [trained(batch=1024)[0] for _ in range(12)]
    alive = sum(model() is not None for model in models)
    assert alive < len(models) - 4


def test_a_model_in_use_keeps_its_memory(no_collector, monkeypatch):
    monkeypatch.setattr(arena, "PATIENCE", 0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    x = np.ones((4, 3), np.float32)
    before = model.predict(x, verbose=0)
    for _ in range(3):
        trained()
    np.testing.assert_array_equal(model.predict(x, verbose=0), before)
