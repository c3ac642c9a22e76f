"""The order of the hooks, and what they are told, in a whole training run."""

import keras
import numpy as np
import pytest

import engine

HOOKS = {
    "train": ["begin", "end", "batch_begin", "batch_end"],
    "test": ["begin", "end", "batch_begin", "batch_end"],
    "predict": ["begin", "end", "batch_begin", "batch_end"],
    "epoch": ["begin", "end"],
}


def recorder(package, calls, stop_at=None):
    class Recorder(package.callbacks.Callback):
        pass

    for subject, moments in HOOKS.items():
        for moment in moments:
            name = f"on_{subject}_{moment}"

            def hook(self, *args, name=name, **named):
                args = [*args, *named.values()]
                logs = args.pop() if args and isinstance(args[-1], dict) else {}
                calls.append((name, *[a for a in args if a is not None], sorted(logs)))
                if name == stop_at:
                    self.model.stop_training = True

            setattr(Recorder, name, hook)
    return Recorder()


def run(package, stop_at=None):
    """The run printed in the notes on Keras: 8 batches, 2 of validation, then an evaluation."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(100, 4)).astype(np.float32)
    y = (x.sum(1) > 0).astype(np.int32)
    model = package.Sequential(
        [package.layers.Input((4,)), package.layers.Dense(2, activation="softmax")]
    )
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    calls = []
    recorded = recorder(package, calls, stop_at)
    history = model.fit(
        x[:80], y[:80], batch_size=10, epochs=3, verbose=0, callbacks=[recorded],
        validation_data=(x[80:], y[80:]), validation_batch_size=10,
    )
    calls.append(("params", recorded.params["epochs"], recorded.params["steps"]))
    model.evaluate(x[:50], y[:50], batch_size=10, verbose=0, callbacks=[recorded])
    model.predict(x[:30], batch_size=10, verbose=0, callbacks=[recorded])
    return calls, list(history.history), history.epoch


@pytest.mark.parametrize("stop_at", [None, "on_epoch_end", "on_train_batch_end"])
def test_hooks_and_logs(stop_at):
    ours, theirs = run(engine, stop_at), run(keras, stop_at)
    assert ours[0] == theirs[0]
    assert ours[1] == theirs[1]
    assert ours[2] == theirs[2]


def test_the_order_that_the_notes_print():
    batch = ["on_train_batch_begin", "on_train_batch_end"]
    held = ["on_test_batch_begin", "on_test_batch_end"]
    validation = ["on_test_begin", *held * 2, "on_test_end"]
    epoch = ["on_epoch_begin", *batch * 8, *validation, "on_epoch_end"]
    evaluation = ["on_test_begin", *held * 5, "on_test_end"]
    names = [call[0] for call in run(engine)[0] if "predict" not in call[0] and call[0] != "params"]
    assert names == ["on_train_begin", *epoch * 3, "on_train_end", *evaluation]
