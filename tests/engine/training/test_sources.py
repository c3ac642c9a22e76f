"""What data can be handed to fit, evaluate and predict, and what is called around them."""

from __future__ import annotations

import gc
import os
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import engine as keras
from engine import layers

RNG = np.random.default_rng(3)
X = RNG.normal(size=(20, 4)).astype("f")
Y = (X.sum(1) > 0).astype("int64")


def classifier(**options: Any) -> Any:
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((4,)), layers.Dense(2, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"], **options)
    return model


def cut(size: int = 8) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(X[i : i + size], Y[i : i + size]) for i in range(0, len(X), size)]


class Batches(keras.utils.PyDataset):
    """The three batches of the data, noting what is called in which thread or process."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.calls: list[Any] = []
        self.threads: set[str] = set()

    def __len__(self) -> int:
        return 3

    def __getitem__(self, index: int) -> Any:
        self.calls.append(index)
        self.threads.add(threading.current_thread().name)
        return cut()[index]

    def on_epoch_begin(self) -> None:
        self.calls.append("begin")

    def on_epoch_end(self) -> None:
        self.calls.append("end")


FORMS: dict[str, Callable[[], Any]] = {
    "generator": lambda: (b for b in cut()),
    "iterator": lambda: iter(cut()),
    "data set": lambda: keras.data.Dataset.from_tensor_slices((X, Y)).batch(8),
    "unknown length": lambda: keras.data.Dataset.from_generator(lambda: iter(cut())),
    "PyDataset": Batches,
    "threads": lambda: Batches(workers=3, max_queue_size=2),
    "processes": lambda: Batches(workers=2, use_multiprocessing=True),
}


@pytest.mark.filterwarnings("ignore:Your input ran out of data")
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_data_gives_what_arrays_give(form: str) -> None:
    plain, fed = classifier(), classifier()
    wanted = plain.fit(X, Y, batch_size=8, shuffle=False, verbose=0).history
    found = fed.fit(FORMS[form](), shuffle=False, verbose=0, validation_data=FORMS[form]())
    assert found.history["loss"] == wanted["loss"]
    assert found.history["accuracy"] == wanted["accuracy"]
    judged = plain.evaluate(X, Y, batch_size=8, verbose=0)
    assert fed.evaluate(FORMS[form](), verbose=0) == judged
    assert [found.history["val_loss"][0], found.history["val_accuracy"][0]] == judged
    np.testing.assert_array_equal(
        fed.predict(FORMS[form](), verbose=0), plain.predict(X, batch_size=8, verbose=0)
    )


def test_a_pydataset_is_told_of_epochs_and_computing_stays_in_this_thread() -> None:
    data, model = Batches(workers=2), classifier()
    model.fit(data, epochs=2, shuffle=False, verbose=0)
    data.calls.clear()
    model.fit(data, epochs=2, shuffle=False, verbose=0)
    told = [c for c in data.calls if isinstance(c, str)]
    assert told == ["end", "begin", "end", "begin", "end"]
    assert sorted(c for c in data.calls if isinstance(c, int)) == [0, 0, 1, 1, 2, 2]
    assert data.threads and threading.current_thread().name not in data.threads


def test_a_pydataset_is_shuffled_by_batches_anew_each_epoch() -> None:
    data, model = Batches(), classifier()
    model.fit(data, epochs=30, verbose=0)
    numbers = [c for c in data.calls if isinstance(c, int)][1:]  # the first was looked at
    epochs = [tuple(numbers[i : i + 3]) for i in range(0, 90, 3)]
    assert all(sorted(epoch) == [0, 1, 2] for epoch in epochs)
    assert len(set(epochs)) > 3


def test_workers_run_only_as_far_ahead_as_the_queue_is_long() -> None:
    class Endless(Batches):
        @property
        def num_batches(self) -> int | None:
            return None

        def __getitem__(self, index: int) -> Any:
            return super().__getitem__(index % 3)

    data = Endless(workers=2, max_queue_size=4)
    classifier().fit(data, steps_per_epoch=5, epochs=2, verbose=0)
    made = len([c for c in data.calls if isinstance(c, int)])
    assert 10 <= made <= (1 + 4) + (10 + 4)  # the look at the first batch, then the epochs
    assert not [t for t in threading.enumerate() if t.name.startswith("batches")]


def test_an_error_in_a_worker_reaches_the_program_as_it_is() -> None:
    class Broken(Batches):
        def __getitem__(self, index: int) -> Any:
            raise OSError(f"cannot read file {index}")

    for options in ({}, {"workers": 2}, {"workers": 2, "use_multiprocessing": True}):
        with pytest.raises(OSError, match="cannot read file 0"):
            classifier().fit(Broken(**options), shuffle=False, verbose=0)


def test_a_worker_process_that_dies_is_named() -> None:
    class Dying(Batches):
        def __getitem__(self, index: int) -> Any:
            os._exit(1)

    with pytest.raises(RuntimeError, match="Dying died"):
        classifier().fit(Dying(workers=1, use_multiprocessing=True), verbose=0)


def test_older_arguments_reach_the_pydataset() -> None:
    data = Batches()
    classifier().fit(data, workers=2, max_queue_size=3, verbose=0)
    assert (data.workers, data.max_queue_size) == (2, 3)
    with pytest.raises(TypeError, match="'epoch'. Did you mean 'epochs'"):
        classifier().fit(data, epoch=2)


def test_steps_go_on_through_the_data_and_warn_where_they_end() -> None:
    seen: list[float] = []
    repeated = keras.data.Dataset.from_tensor_slices((X, Y)).batch(8).repeat()
    model = classifier()
    model.fit(repeated, steps_per_epoch=2, epochs=3, verbose=0)
    assert model.optimizer.iterations.numpy() == 6
    generator = (seen.append(i) or cut()[i % 3] for i in range(5))
    with pytest.warns(UserWarning, match="ran out of data"):
        history = classifier().fit(generator, steps_per_epoch=3, epochs=2, verbose=0)
    assert len(history.epoch) == 2 and len(seen) == 5


@pytest.mark.parametrize("shuffle", [True, False, "batch"])
def test_shuffling_keeps_every_sample_and_batch_keeps_the_batches(shuffle: Any) -> None:
    orders: list[list[int]] = []

    class Noting(keras.Model):
        def train_step(self, data: Any) -> dict[str, Any]:
            orders[-1].extend(data[0].numpy()[:, 0].astype(int).tolist())
            return {"loss": 0.0}

    model = Noting()
    model.compile(run_eagerly=True)
    begin = keras.callbacks.LambdaCallback(on_epoch_begin=lambda epoch, logs: orders.append([]))
    numbers = np.arange(20.0).reshape(20, 1)
    model.fit(
        numbers, numbers, batch_size=8, epochs=2, shuffle=shuffle, verbose=0, callbacks=[begin]
    )
    for order in orders:
        assert sorted(order) == list(range(20))
        assert (order == list(range(20))) == (shuffle is False)
        assert (sorted(order[:8]) == list(range(8))) == (shuffle is not True)
    assert (orders[0] == orders[1]) == (shuffle is False)


def test_steps_per_execution_joins_steps_between_hooks() -> None:
    seen: list[Any] = []
    watch = keras.callbacks.LambdaCallback(
        on_train_batch_begin=lambda batch, logs: seen.append(batch),
        on_train_batch_end=lambda batch, logs: seen.append(batch),
    )
    one, two = classifier(), classifier(steps_per_execution=2)
    one.fit(X, Y, batch_size=4, shuffle=False, verbose=0)
    two.fit(X, Y, batch_size=4, shuffle=False, verbose=0, callbacks=[watch])
    assert seen == [0, 1, 2, 3, 4, 5]  # five batches in three runs
    for a, b in zip(one.get_weights(), two.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(
        one.predict(X, batch_size=8, verbose=0), two.predict(X, batch_size=8, verbose=0)
    )


def test_limits_for_trying_a_script_hold() -> None:
    keras.config.set_max_epochs(2)
    keras.config.set_max_steps_per_epoch(1)
    try:
        model = classifier()
        with pytest.warns(UserWarning, match="Limiting"):
            history = model.fit(X, Y, batch_size=4, epochs=9, verbose=0)
        assert history.epoch == [0, 1] and model.optimizer.iterations.numpy() == 2
        with pytest.warns(UserWarning, match="Limiting"):
            assert model.predict(X, batch_size=4, verbose=0).shape == (4, 2)
    finally:
        keras.config.set_max_epochs(None)
        keras.config.set_max_steps_per_epoch(None)


def endless() -> Iterator[Any]:
    while True:
        yield from cut()


@pytest.mark.parametrize("form", ["data set", "generator", "threads"])
def test_two_hundred_fits_in_a_row_grow_memory_by_nothing(form: str) -> None:
    model = classifier()
    slices = keras.data.Dataset.from_tensor_slices((X[:6], Y[:6])).shuffle(6).batch(4)
    fits: dict[str, Callable[[], Any]] = {
        "data set": lambda: model.fit(slices, verbose=0, validation_data=slices),
        "generator": lambda: model.fit(endless(), steps_per_epoch=3, verbose=0),
        "threads": lambda: model.fit(Batches(workers=2), verbose=0),
    }
    for _ in range(20):
        fits[form]()
    gc.collect()
    before = resident()
    tracemalloc.start()
    start = tracemalloc.get_traced_memory()[0]
    for _ in range(200):
        fits[form]()
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - start
    tracemalloc.stop()
    assert grown < 100_000
    assert resident() - before < 16_000_000  # tracing itself takes some


def resident() -> int:
    """Bytes of this process in memory, 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def test_a_dataset_is_never_stacked_into_one_array() -> None:
    def big() -> Iterator[Any]:
        for _ in range(40):
            yield np.zeros((64, 4096), "f"), np.zeros((64, 1), "f")  # 1 MB each

    model = keras.Sequential([keras.Input((4096,)), layers.Dense(1)])
    model.compile("sgd", "mse")
    data = keras.data.Dataset.from_generator(big)
    model.fit(data, verbose=0)
    tracemalloc.start()
    model.fit(data, verbose=0)
    model.predict(data, verbose=0)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 8_000_000
