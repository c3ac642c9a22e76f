"""Times, numbers and names of logs as the panels write them."""

import pytest

from app.panels.wording import duration, log_name, log_value, milliseconds, number


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "–"),
        (0.0, "0 s"),
        (0.0003, "0.30 ms"),
        (0.08, "80.0 ms"),
        (4.24, "4.2 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (185, "3 min 05 s"),
        (3725, "1 h 02 min"),
    ],
)
def test_durations(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "–"), (0.0123, "0.012 ms"), (0.4, "0.40 ms"), (12.34, "12.3 ms"), (1250, "1.25 s")],
)
def test_step_times(value, text):
    assert milliseconds(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.24749, "0.2475"), (12.3, "12.30"), (1.2e-5, "1.2e-05"), (0, "0.0000"), (1234.6, "1235")],
)
def test_numbers(value, text):
    assert number(value) == text


def test_accuracies_are_percent_and_nan_is_said():
    assert log_value("val_accuracy", 0.9167) == "91.67 %"
    assert log_value("loss", float("nan")) == "NaN"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("loss", "Loss"),
        ("aux_output_loss", "Loss · aux_output"),
        ("main_binary_accuracy", "Accuracy · main"),
        ("my_own_metric", "my_own_metric"),
    ],
)
def test_names_of_logs(name, text):
    assert log_name(name) == text
