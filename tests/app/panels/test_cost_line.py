"""What the training panel says about the cost of a training before it begins."""

import math

import pytest

from app.panels.training import TrainingPanel
from app.training.forecast import Forecaster
from engine.profiling import Machine, calibration


@pytest.fixture
def make(qtbot, worker, job, tmp_path):
    def build(document, rates=None):
        forecaster = Forecaster(document, worker, job, rates=rates)
        panel = TrainingPanel(document, job, forecaster)
        qtbot.addWidget(panel)
        panel.trainRequested.connect(lambda fresh: job.train(document, fresh))
        panel.show()
        return panel, forecaster

    return build


def estimated(qtbot, panel, forecaster):
    """Wait for a forecast and return it."""
    qtbot.waitUntil(
        lambda: forecaster.forecast is not None and forecaster.forecast.estimate is not None,
        timeout=60_000,
    )
    assert panel.cost.isVisible()
    return forecaster.forecast.estimate


def test_time_and_memory_are_told_before_training(make, qtbot, wine):
    document = wine(epochs=40)
    panel, forecaster = make(document)
    assert "Estimating" in panel.cost.text()
    found = estimated(qtbot, panel, forecaster)
    assert "per epoch" in panel.cost.text() and "Memory: about" in panel.cost.text()
    assert found.measured and found.epoch > 0
    # 178 wines, a fifth for validation and a fifth for the test, in batches of 32
    assert found.steps == pytest.approx(106 / 32, abs=0.05)
    assert found.memory.weights == 4 * (13 * 16 + 16 + 16 * 3 + 3)
    assert "Optimizer" in panel.cost.toolTip()


def test_more_epochs_only_change_the_sum(make, qtbot, wine):
    document = wine(epochs=1)
    panel, forecaster = make(document)
    before = estimated(qtbot, panel, forecaster)
    text = panel.cost.text()
    document.setup.epochs = 1000
    document.set_setup(document.setup)
    assert forecaster.forecast.estimate is before
    assert panel.cost.text() != text
    assert panel.cost.text().split(",")[0] == text.split(",")[0]


def test_another_batch_size_and_another_drawing_are_estimated_anew(make, qtbot, wine):
    document = wine()
    panel, forecaster = make(document)
    first = estimated(qtbot, panel, forecaster)
    document.setup.batch_size = 8
    document.set_setup(document.setup)
    assert "Estimating" in panel.cost.text()
    second = estimated(qtbot, panel, forecaster)
    assert second.steps == pytest.approx(4 * first.steps)
    document.set_params(document.graph.topological()[1].id, {"units": 160, "activation": "relu"})
    document.check()
    assert estimated(qtbot, panel, forecaster).memory.weights > 5 * second.memory.weights


def test_a_project_that_cannot_be_trained_gets_no_estimate(make, wine):
    document = wine()
    document.set_data(None)
    panel, forecaster = make(document)
    assert not panel.cost.isVisible() and forecaster.forecast is None


def test_data_that_cannot_be_used_are_said_to_be_the_reason(make, qtbot, wine):
    document = wine()
    document.data.name = "no such data"
    panel, forecaster = make(document)
    qtbot.waitUntil(lambda: "cannot be estimated" in panel.cost.text(), timeout=20_000)
    assert "no such data" in panel.cost.text()


def test_nothing_is_computed_while_nobody_looks(make, qtbot, worker, wine):
    document = wine()
    panel, forecaster = make(document)
    panel.hide()
    qtbot.wait(600)
    assert not worker.busy and forecaster.forecast.estimate is None
    panel.show()
    estimated(qtbot, panel, forecaster)


def test_training_begins_at_once_and_learns_what_it_would_have_learned(make, qtbot, job, wine):
    histories = []
    for look in (False, True):
        document = wine(epochs=2)
        panel, forecaster = make(document)
        if look:
            estimated(qtbot, panel, forecaster)
        with qtbot.waitSignal(job.finished, timeout=60_000):
            panel.train_button.click()
            assert not panel.cost.isVisible()
        histories.append(document.runs[0].epochs)
        panel.hide()
    assert histories[0] == histories[1]


def test_the_machine_is_measured_once_and_kept(make, qtbot, worker, wine, tmp_path, monkeypatch):
    monkeypatch.setattr(calibration, "_families", {"dense": calibration.dense})  # the quick one
    monkeypatch.setattr("app.training.forecast.REST", 0)
    path = tmp_path / "machine.json"
    panel, forecaster = make(wine(), path)
    qtbot.waitUntil(lambda: Machine.load(path).families == ["dense"], timeout=120_000)
    first = path.stat().st_mtime_ns
    panel.hide()
    again, forecaster = make(wine(batch_size=16), path)
    found = estimated(qtbot, again, forecaster)
    qtbot.waitUntil(lambda: not worker.busy, timeout=60_000)
    assert path.stat().st_mtime_ns == first
    assert math.isfinite(found.epoch)
