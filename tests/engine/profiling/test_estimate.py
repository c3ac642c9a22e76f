"""The estimate before training: exact about memory, honest about time, without side effects."""

import math

import numpy as np
import pytest

import engine as keras
from engine.profiling import Machine, calibrated, estimate
from engine.profiling.calibration import families, measure, missing
from engine.profiling.machine import Work
from engine.training.step import Step

RNG = np.random.default_rng(8)
X = RNG.random((100, 20), dtype=np.float32)
Y = RNG.random((100, 1), dtype=np.float32)


@pytest.fixture(scope="module")
def machine():
    return calibrated()


def small():
    model = keras.Sequential(
        [keras.Input((20,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)]
    )
    model.compile("adam", "mse")
    return model


def test_memory_is_what_training_then_allocates():
    model = small()
    found = estimate(model, X, Y, batch_size=25).memory
    model.fit(X, Y, batch_size=25, verbose=0)
    step: Step = model._step("train")
    plan = step.plan((X, Y), 25)
    metrics = sum(v.numpy().nbytes for v in model.metrics_variables)
    state = sum(v.numpy().nbytes for v in model.optimizer.variables)
    assert found.values == plan.nbytes
    assert found.batches == sum(a.nbytes for a in plan.inputs)
    assert found.weights == sum(w.nbytes for w in model.get_weights())
    assert found.optimizer == state + metrics
    assert found.data == X.nbytes + Y.nbytes


def test_a_shorter_last_batch_counts_as_a_part_of_a_step():
    found = estimate(small(), X, Y, batch_size=40)
    assert found.steps == pytest.approx(2.5)
    assert found.epoch == pytest.approx(2.5 * found.step)


def test_validation_is_added_where_there_is_one():
    alone = estimate(small(), X, Y)
    found = estimate(small(), X, Y, validation_data=(X, Y))
    assert found.validation > 0 and alone.validation == 0
    assert found.memory.total > alone.memory.total
    assert found.seconds(4, 2) == pytest.approx(4 * found.step * found.steps + 2 * found.validation)


def test_nothing_is_learned_by_it():
    model = small()
    model.fit(X, Y, verbose=0)
    held = [*model.weights, *model.optimizer.variables]
    before = [v.numpy().tobytes() for v in held]
    estimate(model, X, Y, validation_data=(X, Y))
    assert [v.numpy().tobytes() for v in held] == before


def test_without_trying_no_kernel_runs_and_no_weight_is_made(machine, monkeypatch):
    import engine.plan

    def refuse(self, graph):
        raise AssertionError("a plan was made")

    monkeypatch.setattr(engine.plan.Plan, "__init__", refuse)
    model = small()
    found = estimate(model, X, Y, machine=machine, tried=False)
    assert not found.measured and found.epoch > 0
    assert all(w._value is None for w in model.weights)


def test_by_rates_more_work_takes_longer(machine):
    def step(units):
        model = keras.Sequential(
            [keras.Input((20,)), keras.layers.Dense(units), keras.layers.Dense(units)]
        )
        model.compile("sgd", "mse")
        targets = np.zeros((100, units), "float32")
        return estimate(model, X, targets, machine=machine, tried=False).step

    assert step(16) < step(256) < step(2048)


def test_a_model_too_large_to_try_is_not_tried(machine):
    model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(20_000, name="a"),
                              keras.layers.Dense(20_000, name="b")])  # fmt: skip
    model.compile("sgd", "mse")
    targets = np.broadcast_to(np.float32(0), (100, 20_000))
    unknown = estimate(model, X, targets)
    assert math.isnan(unknown.epoch) and unknown.memory.weights > 1_600_000_000
    known = estimate(model, X, targets, machine=machine)
    assert known.epoch > 0 and not known.measured
    assert all(w._value is None for w in model.weights)


def test_giving_up_leaves_the_model_as_it_was():
    model = small()
    before = [w.tobytes() for w in model.get_weights()]

    def no():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        estimate(model, X, Y, check=no)
    assert [w.tobytes() for w in model.get_weights()] == before
    assert not model.optimizer.built


# -- the machine ---------------------------------------------------------------


def test_rates_are_kept_and_measured_once(tmp_path, machine):
    path = tmp_path / "rates" / "machine.json"
    machine.save(path)
    written = path.stat().st_mtime_ns
    assert Machine.load(path) == machine
    assert calibrated(path) == machine and not missing(machine)
    assert path.stat().st_mtime_ns == written


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"signature": {}}', '{"signature": 3, "points": 4}']
)
def test_a_damaged_file_is_as_good_as_none(tmp_path, content):
    path = tmp_path / "machine.json"
    path.write_text(content)
    assert missing(Machine.load(path)) == families()


def test_rates_of_another_machine_or_version_are_not_used(tmp_path, machine, monkeypatch):
    path = tmp_path / "machine.json"
    machine.save(path)
    import engine.profiling.machine as module

    now = module.signature()
    monkeypatch.setattr(module, "signature", lambda: {**now, "cpu": "another"})
    assert Machine.load(path).points == {}


def test_what_was_measured_is_said_again(machine):
    name, points = max(machine.points.items(), key=lambda item: max(p[2] for p in item[1]))
    flops, nbytes, seconds = max(points, key=lambda point: point[2])
    alone = Machine({name: [(flops, nbytes, seconds), (1.0, 8.0, machine.call)]})
    assert alone.seconds(name, Work(flops, nbytes)) == pytest.approx(seconds, rel=0.2)


def test_an_unmeasured_machine_says_so():
    with pytest.raises(ValueError, match="not been measured"):
        Machine().seconds("dense", Work(1.0, 1.0))


def test_a_measurement_that_is_given_up_leaves_no_half_of_it():
    calls = iter(range(10_000))

    def no():
        if next(calls) > 120:
            raise KeyboardInterrupt

    machine = Machine()
    with pytest.raises(KeyboardInterrupt):
        measure(machine, "dense", no)
    assert machine == Machine()
