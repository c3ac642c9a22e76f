"""The record of a run: through JSON and CSV unchanged, the best epoch by Keras's rule."""

import csv
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document.run import Run, as_run, larger_is_better
from app.training.history import base_names, smooth, write_csv


def a_run() -> Run:
    return Run(
        name="first",
        epochs=[
            {"loss": 0.5, "val_loss": 0.9, "accuracy": 0.7},
            {"loss": 0.1 + 0.2, "val_loss": 0.4, "accuracy": 0.9},
            {"loss": 1 / 3, "val_loss": 0.4, "accuracy": 0.8},
        ],
        first_epoch=10,
    )


def test_json_round_trip_keeps_everything():
    run = a_run()
    run.choose_best()
    again = Run.from_json(json.loads(json.dumps(run.to_json(), allow_nan=False)))
    assert again == run


def test_numbers_that_are_not_finite_survive_strict_json():
    run = Run(epochs=[{"loss": math.nan, "val_loss": math.inf}])
    again = Run.from_json(json.loads(json.dumps(run.to_json(), allow_nan=False)))
    assert math.isnan(again.epochs[0]["loss"])
    assert again.epochs[0]["val_loss"] == math.inf


def test_a_newer_versions_keys_are_left_out_and_nonsense_is_refused():
    record = {**a_run().to_json(), "later": 1}
    assert as_run(record).name == "first"
    with pytest.raises(ValueError, match="training run"):
        Run.from_json({"epochs": [{"loss": "high"}]})


def test_series_counts_epochs_from_where_the_run_began():
    run = a_run()
    run.epochs[1].pop("accuracy")
    assert run.series("accuracy") == ([11, 13], [0.7, 0.8])


def test_best_epoch_is_the_first_of_the_lowest_validation_losses():
    run = a_run()
    run.choose_best()
    assert (run.monitor, run.best_epoch) == ("val_loss", 1)


def test_best_epoch_of_an_accuracy_is_its_highest():
    run = a_run()
    run.choose_best("accuracy")
    assert (run.monitor, run.best_epoch) == ("accuracy", 1)
    run.choose_best("accuracy", "min")
    assert run.best_epoch == 0


def test_best_epoch_ignores_nan_and_may_not_exist():
    run = Run(epochs=[{"loss": math.nan}, {"loss": 2.0}])
    run.choose_best()
    assert run.best_epoch == 1
    run = Run(epochs=[{"loss": math.nan}])
    run.choose_best()
    assert run.best_epoch is None
    run = Run()
    run.choose_best()
    assert run.best_epoch is None


@pytest.mark.parametrize(
    ("name", "larger"),
    [("val_loss", False), ("val_accuracy", True), ("mean_absolute_error", False)],
)
def test_direction_of_a_monitor(name, larger):
    assert larger_is_better(name) is larger


def test_one_chart_per_log_loss_first_learning_rate_last():
    run = Run(epochs=[{"accuracy": 1, "learning_rate": 0.1, "loss": 2, "val_loss": 1}])
    assert base_names([run]) == ["loss", "accuracy", "learning_rate"]


def test_smoothing_is_a_weighted_mean_of_what_came_before():
    # weights 1, 0.5, 0.25 from the newest back, divided by their sum
    smoothed = smooth([8.0, 4.0, 2.0], 0.5)
    assert smoothed == pytest.approx([8.0, (4 + 4) / 1.5, (2 + 2 + 2) / 1.75])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(0, 0.95))
def test_smoothed_values_stay_within_the_range(values, weight):
    smoothed = smooth(values, weight)
    slack = 1e-6 * max(1.0, *map(abs, values))
    assert all(min(values) - slack <= v <= max(values) + slack for v in smoothed)


def test_smoothing_leaves_gaps_alone():
    smoothed = smooth([1.0, math.nan, 3.0], 0.5)
    assert math.isnan(smoothed[1]) and math.isfinite(smoothed[2])


def test_csv_gives_the_same_numbers_back(tmp_path):
    run = a_run()
    other = Run(epochs=[{"loss": 7e-9, "mae": 2.5}])
    write_csv(tmp_path / "runs.csv", [("first", run), ("β, two", other)])
    with open(tmp_path / "runs.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["run"] for row in rows] == ["first"] * 3 + ["β, two"]
    assert [int(row["epoch"]) for row in rows] == [11, 12, 13, 1]
    for row, logs in zip(rows, [*run.epochs, *other.epochs], strict=True):
        read = {k: float(v) for k, v in row.items() if k not in ("run", "epoch") and v}
        assert read == logs
