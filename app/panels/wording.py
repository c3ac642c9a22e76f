"""Times, numbers and names of logs as people read them."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication


def duration(seconds: float | None) -> str:
    """Such as "80 ms", "4.2 s", "3 min 05 s", "1 h 02 min"; a dash while unknown."""
    if seconds is None or not math.isfinite(seconds):
        return "–"
    whole = max(0, round(seconds))
    if 0 < seconds < 0.95:
        return milliseconds(seconds * 1000)
    if 0 < seconds < 9.95:
        return QCoreApplication.translate("Wording", "{seconds} s").format(seconds=f"{seconds:.1f}")
    if whole < 60:
        return QCoreApplication.translate("Wording", "{seconds} s").format(seconds=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return QCoreApplication.translate("Wording", "{minutes} min {seconds} s").format(
            minutes=minutes, seconds=f"{rest:02d}"
        )
    hours, minutes = divmod(minutes, 60)
    return QCoreApplication.translate("Wording", "{hours} h {minutes} min").format(
        hours=hours, minutes=f"{minutes:02d}"
    )


def milliseconds(value: float) -> str:
    """Time of one step: "0.012 ms", "0.42 ms", "12.3 ms", "1.25 s"; a dash for none."""
    if value <= 0 or not math.isfinite(value):
        return "–"
    if value >= 1000:
        return QCoreApplication.translate("Wording", "{seconds} s").format(
            seconds=f"{value / 1000:.2f}"
        )
    digits = 3 if value < 0.1 else 2 if value < 10 else 1 if value < 100 else 0
    return QCoreApplication.translate("Wording", "{milliseconds} ms").format(
        milliseconds=f"{value:.{digits}f}"
    )


def number(value: float) -> str:
    """Four significant digits: "0.2475", "12.30", "1.2e-05"."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    size = abs(value)
    if size != 0 and (size < 1e-3 or size >= 1e6):
        return f"{value:.3g}"
    whole = len(str(int(size)))
    return f"{value:.{max(0, 4 if size < 1 else 4 - whole)}f}"


def is_share(name: str) -> bool:
    """Whether a log is a share from 0 to 1 that reads best in percent."""
    return "acc" in name.removeprefix("val_")


def log_value(name: str, value: float) -> str:
    """A log as text; accuracies in percent."""
    if is_share(name) and math.isfinite(value):
        return f"{value * 100:.2f} %"
    return number(value)


def log_name(name: str) -> str:
    """A chart's title for a log: "Loss", "Accuracy · output", else Keras's name as it is."""
    known = _known_logs()
    if name in known:
        return known[name]
    for end in sorted(known, key=len, reverse=True):
        if name.endswith(f"_{end}"):
            output = name.removesuffix(f"_{end}")
            return f"{known[end]} · {output}"
    return name


def _known_logs() -> dict[str, str]:
    return {
        "loss": QCoreApplication.translate("Wording", "Loss"),
        "accuracy": QCoreApplication.translate("Wording", "Accuracy"),
        "binary_accuracy": QCoreApplication.translate("Wording", "Accuracy"),
        "categorical_accuracy": QCoreApplication.translate("Wording", "Accuracy"),
        "sparse_categorical_accuracy": QCoreApplication.translate("Wording", "Accuracy"),
        "mean_absolute_error": QCoreApplication.translate("Wording", "Mean absolute error"),
        "mean_squared_error": QCoreApplication.translate("Wording", "Mean squared error"),
        "mae": QCoreApplication.translate("Wording", "Mean absolute error"),
        "mse": QCoreApplication.translate("Wording", "Mean squared error"),
        "learning_rate": QCoreApplication.translate("Wording", "Learning rate"),
        "lr": QCoreApplication.translate("Wording", "Learning rate"),
    }
