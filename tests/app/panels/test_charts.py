"""The charts show exactly the history, live and afterwards, and write it to files."""

import csv
import math
import time

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage

from app import theme
from app.document.document import Document
from app.document.run import EARLY, Run
from app.panels.charts import ChartsPanel
from app.panels.charts.axis import EpochAxis, ValueAxis, _round_step
from app.training.progress import Progress

LONG = 100_000


@pytest.fixture
def make(qtbot, job):
    def build(document):
        panel = ChartsPanel(document, job)
        qtbot.addWidget(panel)
        panel.resize(800, 600)
        panel.show()
        return panel

    return build


def a_run(epochs=10, scale=1.0, **details):
    run = Run(**details)
    for number in range(epochs):
        loss = scale * math.exp(-number / 3)
        run.epochs.append(
            {"accuracy": 1 - loss / 3, "loss": loss, "val_loss": loss + 0.1 * number / epochs}
        )
    run.choose_best()
    return run


def drawn(plot):
    """(x, y) of every curve of a plot, in data units."""
    return [tuple(map(list, curve.getOriginalDataset())) for curve in plot._curves.values()]


def settle(qtbot, panel):
    qtbot.waitUntil(lambda: not panel._timer.isActive())


def test_without_a_run_there_is_an_invitation(make):
    panel = make(Document())
    assert panel.empty.isVisible() and "Train" in panel.empty.text()
    assert not panel.export_button.isEnabled()


def test_a_real_training_is_drawn_as_its_history(qtbot, make, job, wine):
    document = wine(epochs=8)
    panel = make(document)
    with qtbot.waitSignal(job.finished, timeout=30_000) as caught:
        job.train(document)
    settle(qtbot, panel)
    run = caught.args[0].run
    assert list(panel.plots) == ["loss", "accuracy"]
    for name, plot in panel.plots.items():
        expected = [
            (list(range(1, 9)), [logs[key] for logs in run.epochs]) for key in (f"val_{name}", name)
        ]
        assert drawn(plot) == expected
    assert len(panel.run_list.runs()) == 1


def test_something_is_drawn_within_the_first_epoch(qtbot, make, job):
    panel = make(Document())
    run = job.run = Run(setup={"epochs": 5})
    job._set_state("running")
    job.started.emit(run)
    for batch in (1, 2, 3):
        logs = {"accuracy": 0.1 * batch, "loss": 3.0 - batch}
        job.progressed.emit(Progress("training", 1, 5, batch, 10, logs))
    settle(qtbot, panel)
    x, y = panel.plots["loss"].trail.getOriginalDataset()
    assert list(x) == pytest.approx([0.1, 0.2, 0.3]) and list(y) == [2.0, 1.0, 0.0]
    assert panel.first_drawn is not None
    assert "0" in panel.plots["loss"].readout.text()
    job._set_state("idle")


def test_paintings_are_bounded(qtbot, make, job, wine, monkeypatch):
    document = wine(epochs=150)
    panel = make(document)
    paintings = []
    original = ChartsPanel.repaint_now
    monkeypatch.setattr(
        ChartsPanel, "repaint_now", lambda self: (paintings.append(1), original(self))
    )
    panel._timer.timeout.disconnect()
    panel._timer.timeout.connect(lambda: panel.repaint_now())
    import time

    begun = time.perf_counter()
    with qtbot.waitSignal(job.finished, timeout=30_000):
        job.train(document)
    settle(qtbot, panel)
    assert 1 <= len(paintings) <= 20 * (time.perf_counter() - begun) + 4


def test_hovering_shows_the_nearest_epoch_in_every_plot(qtbot, make):
    document = Document()
    run = a_run()
    document.add_run(run)
    panel = make(document)
    settle(qtbot, panel)
    plot = panel.plots["loss"]
    where = plot.item.getViewBox().mapViewToScene(QPointF(4.2, 0.5))
    plot._mouse_moved(where)
    assert plot.values_at(4) == (
        4,
        {"loss": run.epochs[3]["loss"], "val_loss": run.epochs[3]["val_loss"]},
    )
    for each in panel.plots.values():
        assert each.crosshair.isVisible() and each.crosshair.value() == 4
        assert "Epoch 4" in each.readout.text()
    plot._mouse_moved(QPointF(-50, -50))
    assert not plot.crosshair.isVisible() and "Epoch 10" in plot.readout.text()


def test_best_epoch_and_early_end_are_marked(qtbot, make):
    document = Document()
    run = a_run(ended=EARLY)
    run.best_epoch = 6
    document.add_run(run)
    panel = make(document)
    settle(qtbot, panel)
    plot = panel.plots["loss"]
    assert plot.best.isVisible() and plot.best.value() == 7
    assert plot.early.isVisible() and plot.early.value() == 10


def test_a_run_that_went_its_way_has_no_early_mark(qtbot, make):
    document = Document()
    document.add_run(a_run())
    panel = make(document)
    settle(qtbot, panel)
    assert not panel.plots["loss"].early.isVisible()


def test_a_continued_run_stands_behind_the_first(qtbot, make):
    document = Document()
    document.add_run(a_run())
    document.add_run(a_run(first_epoch=10))
    panel = make(document)
    settle(qtbot, panel)
    assert sorted({x[0] for x, _ in drawn(panel.plots["loss"])}) == [1, 11]


def test_hiding_renaming_and_deleting_runs(qtbot, make):
    document = Document()
    first, second = a_run(), a_run(scale=2.0)
    document.add_run(first)
    document.add_run(second)
    panel = make(document)
    listed = panel.run_list.list
    settle(qtbot, panel)
    assert [listed.item(i).text() for i in range(2)] == ["Run 1", "Run 2"]
    assert len(drawn(panel.plots["loss"])) == 4
    listed.item(0).setCheckState(Qt.CheckState.Unchecked)
    settle(qtbot, panel)
    assert len(drawn(panel.plots["loss"])) == 2
    listed.item(1).setText("wide")
    assert second.name == "wide" and document.modified
    listed.setCurrentRow(1)
    panel.run_list.delete_action.trigger()
    assert document.runs == [first]
    assert panel.run_list.undo.isVisible() and "wide" in panel.run_list.undo.text()
    qtbot.mouseClick(panel.run_list.undo, Qt.MouseButton.LeftButton)
    assert document.runs == [first, second]
    settle(qtbot, panel)


def test_records_of_a_file_are_drawn_like_runs(qtbot, make):
    document = Document()
    document.add_run(a_run().to_json())
    panel = make(document)
    settle(qtbot, panel)
    assert len(drawn(panel.plots["loss"])) == 2


def test_logarithmic_values_and_gaps(qtbot, make):
    document = Document()
    run = a_run()
    run.epochs[2]["loss"] = math.nan
    run.epochs[4]["loss"] = 0.0
    document.add_run(run)
    panel = make(document)
    panel.log_box.setChecked(True)
    settle(qtbot, panel)
    plot = panel.plots["loss"]
    low, high = plot.item.getViewBox().viewRange()[1]
    losses = [v for logs in run.epochs for k, v in logs.items() if k != "accuracy" and v > 0]
    assert low == pytest.approx(math.log10(min(losses)), abs=0.2)
    assert high == pytest.approx(math.log10(max(losses)), abs=0.2)
    assert not panel.plots["accuracy"].item.getAxis("left").logMode


def test_smoothing_draws_the_mean_over_the_raw_values(qtbot, make):
    document = Document()
    run = a_run()
    document.add_run(run)
    panel = make(document)
    panel.smoothing.setValue(50)
    settle(qtbot, panel)
    raw = [logs["loss"] for logs in run.epochs]
    curves = [y for _, y in drawn(panel.plots["loss"])]
    assert raw in curves
    second = (raw[1] + 0.5 * raw[0]) / 1.5
    assert any(y[1] == pytest.approx(second) for y in curves)


def test_csv_export_reads_back_as_the_history(qtbot, make, job, wine, tmp_path):
    document = wine(epochs=4)
    panel = make(document)
    with qtbot.waitSignal(job.finished, timeout=30_000) as caught:
        job.train(document)
    panel.export_csv(tmp_path / "runs.csv")
    with open(tmp_path / "runs.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    read = [{k: float(v) for k, v in row.items() if k not in ("run", "epoch")} for row in rows]
    assert read == caught.args[0].run.epochs
    assert [row["epoch"] for row in rows] == ["1", "2", "3", "4"]
    settle(qtbot, panel)


def test_png_export_holds_the_curves_in_the_themes_colours(qtbot, make, tmp_path):
    document = Document()
    document.add_run(a_run())
    panel = make(document)
    panel.export_png(tmp_path / "charts.png")
    image = QImage(str(tmp_path / "charts.png"))
    assert image.width() >= 2 * panel.area.width()
    pixels = _colors(image)
    for name in ("train", "validation"):
        assert theme.current().color(name).getRgb()[:3] in pixels
    settle(qtbot, panel)


def test_png_export_of_a_hidden_panel_has_room_for_the_plots(qtbot, job, tmp_path):
    document = Document()
    document.add_run(a_run())
    panel = ChartsPanel(document, job)
    qtbot.addWidget(panel)
    panel.export_png(tmp_path / "charts.png")
    image = QImage(str(tmp_path / "charts.png"))
    assert image.width() >= 1600 and image.height() >= 900
    assert theme.current().color("train").getRgb()[:3] in _colors(image)


def test_png_export_into_a_missing_folder_is_an_error(make, tmp_path):
    document = Document()
    document.add_run(a_run())
    with pytest.raises(OSError, match="nowhere"):
        make(document).export_png(tmp_path / "nowhere" / "x.png")


def _colors(image):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    unique = np.unique(raw[..., :3].reshape(-1, 3), axis=0)
    return {(int(r), int(g), int(b)) for b, g, r in unique}


def test_the_theme_changes_live(qtbot, make, qapp):
    document = Document()
    document.add_run(a_run())
    panel = make(document)
    settle(qtbot, panel)
    before = theme.mode()
    try:
        theme.apply(qapp, "dark")
        dark = theme.current().color("base")
        assert panel.plots["loss"].widget.backgroundBrush().color() == dark
        theme.apply(qapp, "light")
        assert panel.plots["loss"].widget.backgroundBrush().color() != dark
    finally:
        theme.apply(qapp, before)
    settle(qtbot, panel)


def test_axis_labels_are_round(qtbot):
    assert [_round_step(x) for x in (0.3, 1.5, 3, 7, 60)] == [1, 2, 5, 10, 100]
    axis = EpochAxis("bottom")
    ((step, values),) = axis.tickValues(0.5, 30.5, 600)
    assert values and all(value == int(value) and value % step == 0 for value in values)
    log = ValueAxis("left")
    log.setLogMode(x=False, y=True)
    labels = log.tickStrings(log.tickValues(-2, 0.4, 300)[0][1], 1, 1)
    assert labels == ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"]


def test_the_arrow_keys_go_from_epoch_to_epoch(qtbot, make):
    document = Document()
    document.add_run(a_run())
    panel = make(document)
    settle(qtbot, panel)
    plot = panel.plots["accuracy"]
    qtbot.keyClick(panel.area, Qt.Key.Key_Left)
    assert "Epoch 10" in plot.readout.text() and plot.crosshair.value() == 10
    qtbot.keyClick(panel.area, Qt.Key.Key_Left)
    assert plot.crosshair.value() == 9
    qtbot.keyClick(panel.area, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert plot.crosshair.value() == 1
    assert "Epoch 1," in plot.accessibleDescription()
    qtbot.keyClick(panel.area, Qt.Key.Key_Escape)
    assert not plot.crosshair.isVisible()


def test_long_runs_are_thinned_without_losing_peaks():
    from app.panels.charts.points import thin

    random = np.random.default_rng(1)
    x, y = np.arange(50_000.0), random.normal(size=50_000)
    y[31_234], y[77], y[40_000] = 99.0, -99.0, math.nan
    points = thin(x, y)
    assert len(points.x) < 2500
    assert (points.x[0], points.x[-1]) == (0, 49_999)
    assert np.nanmax(points.y) == 99.0 and np.nanmin(points.y) == -99.0
    assert np.isnan(points.y).any() and (np.diff(points.x) > 0).all()
    np.testing.assert_array_equal(points.y, y[points.x.astype(int)])


def test_curves_follow_a_run_that_grows(qtbot, make):
    document = Document()
    run = a_run(3)
    document.add_run(run)
    panel = make(document)
    settle(qtbot, panel)
    run.epochs.append({"accuracy": 0.5, "loss": 7.0, "val_loss": 8.0})
    panel.repaint_now()
    assert ([1, 2, 3, 4], [*(e["loss"] for e in run.epochs[:3]), 7.0]) in drawn(panel.plots["loss"])
    settle(qtbot, panel)


def test_nobody_is_told_to_press_train_while_it_trains(qtbot, make, job, wine):
    document = wine(epochs=LONG)
    panel = make(document)
    assert "Press Train" in panel.empty.text()
    job.train(document, True)
    qtbot.waitUntil(lambda: "Press Train" not in panel.empty.text(), timeout=30_000)
    with qtbot.waitSignal(job.finished, timeout=30_000):
        job.stop()


def test_one_slow_painting_does_not_leave_the_curves_behind(qtbot, make, monkeypatch):
    document = Document()
    document.runs.append(a_run(3))
    panel = make(document)
    settle(qtbot, panel)
    slow = panel._update_plots

    def once():
        monkeypatch.setattr(panel, "_update_plots", slow)
        time.sleep(0.6)  # as long as loading and laying out for the first time may take
        slow()

    monkeypatch.setattr(panel, "_update_plots", once)
    panel.repaint_now()
    qtbot.waitUntil(lambda: panel._cost >= 600)
    panel._plan_repaint()
    assert panel._timer.isActive()
    assert panel._timer.remainingTime() <= 1000  # milliseconds; it was four times the painting
