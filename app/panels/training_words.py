"""The sentences of the training panel."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from app.document.document import Document
from app.document.run import COMPLETED, DIVERGED, EARLY, INTERRUPTED, STOPPED, Run
from app.document.train_setup import TrainSetup
from app.panels.facts import bytes_text
from app.panels.wording import duration, log_name, log_value
from app.training import job, progress
from app.training.forecast import Forecast
from app.training.history import in_order
from app.training.progress import Progress


def phase_text(now: Progress | None, state: str) -> str:
    """What the training does at this moment, as a heading."""
    translate = QCoreApplication.translate
    if state == job.STOPPING:
        return translate("Training", "Stopping after this batch…")
    if state == job.PAUSED:
        return translate("Training", "Paused")
    texts = {
        progress.LOADING: translate("Training", "Loading data…"),
        progress.CHECKING: translate("Training", "Checking the data against the model…"),
        progress.BUILDING: translate("Training", "Building the model…"),
        progress.PREPARING: translate("Training", "Preparing (compiling kernels)…"),
        progress.TESTING: translate("Training", "Judging on the test data…"),
    }
    if now is not None and now.kernels:
        return translate("Training", "Preparing: {done} of {all} kernels compiled").format(
            done=now.compiled, all=now.kernels
        )
    if now is None:
        return translate("Training", "Waiting for the computing thread…")
    if now.phase in texts:
        return texts[now.phase]
    return translate("Training", "Training, epoch {epoch} of {epochs}").format(
        epoch=now.epoch, epochs=now.epochs
    )


def beginning(now: Progress | None) -> str:
    """A word of patience while kernels are compiled, "" otherwise."""
    if now is not None and now.phase == progress.PREPARING:
        return QCoreApplication.translate(
            "Training", "The first training with a new kind of layer takes a few seconds longer."
        )
    return ""


def plan(document: Document) -> str:
    """What the next training will do, in three lines."""
    translate, setup = QCoreApplication.translate, document.setup
    optimizer = str(setup.optimizer.get("class_name", ""))
    rate = setup.optimizer.get("config", {}).get("learning_rate")
    if isinstance(rate, (int, float)):
        optimizer = translate("Training", "{optimizer}, learning rate {rate}").format(
            optimizer=optimizer, rate=f"{rate:g}"
        )
    data = document.data.name or document.data.path if document.data else "–"
    return "\n".join(
        (
            translate("Training", "Data: {name}").format(name=data),
            translate("Training", "Epochs: {epochs}, batches of {size}").format(
                epochs=setup.epochs, size=setup.batch_size
            ),
            translate("Training", "Optimizer: {text}").format(text=optimizer),
        )
    )


def cost(known: Forecast | None, setup: TrainSetup) -> str:
    """What the next training will cost, as far as it is known; "" where nothing is to be said."""
    translate = QCoreApplication.translate
    if known is None:
        return ""
    if known.trouble:
        text = translate("Training", "Time and memory cannot be estimated: {reason}")
        return text.format(reason=known.trouble)
    if (found := known.estimate) is None:
        return translate("Training", "Estimating time and memory…")
    memory = translate("Training", "Memory: about {size}").format(
        size=bytes_text(found.memory.total)
    )
    if math.isnan(found.epoch):
        time = translate("Training", "Time unknown: a step is too large to be tried")
    else:
        time = translate("Training", "About {epoch} per epoch, {total} in all").format(
            epoch=duration(found.epoch),
            total=duration(found.seconds(setup.epochs, setup.validation_freq)),
        )
    return f"{time}\n{memory}"


def cost_details(known: Forecast | None) -> str:
    """What the memory is needed for and how the time was found, for a tooltip."""
    translate = QCoreApplication.translate
    if known is None or known.estimate is None:
        return ""
    found, memory = known.estimate, known.estimate.memory
    how = (
        translate("Training", "Time: from a few steps tried on this machine")
        if found.measured
        else translate("Training", "Time: from this machine's speed, without trying")
    )
    parts = (
        (translate("Training", "Data"), memory.data),
        (translate("Training", "Weights"), memory.weights),
        (translate("Training", "Optimizer"), memory.optimizer),
        (translate("Training", "Values of a step"), memory.values + memory.batches),
    )
    return "\n".join([how, *(f"{name}: {bytes_text(count)}" for name, count in parts)])


def outcome(run: Run) -> tuple[str, str]:
    """Heading and text about the last run."""
    translate = QCoreApplication.translate
    done = len(run.epochs)
    headings = {
        COMPLETED: translate("Training", "Finished · epochs: {epochs} · {time}"),
        STOPPED: translate("Training", "Stopped · epochs: {epochs} · {time}"),
        EARLY: translate("Training", "Ended early · epochs: {epochs} · {time}"),
        DIVERGED: translate("Training", "Broken off: the loss is not a number"),
        INTERRUPTED: translate("Training", "Broken off · epochs: {epochs}"),
    }
    heading = headings.get(run.ended, headings[COMPLETED])
    lines = [run.stopped_early] if run.stopped_early else []
    if run.best_epoch is not None and run.monitor and run.ended != DIVERGED:
        lines.append(_best(run, run.best_epoch))
    if run.test:
        lines.append(_test(run))
    return heading.format(epochs=done, time=duration(run.seconds)), "\n".join(lines)


def result_line(run: Run) -> str:
    """One line about a run that ended: how, and the values of its last epoch."""
    heading, _ = outcome(run)
    last = run.epochs[-1] if run.epochs else {}
    values = ", ".join(
        f"{_spoken(name)} {log_value(name, last[name])}"
        for base in in_order(last)
        for name in (base, f"val_{base}")
        if name in last
    )
    return f"{heading} · {values}" if values else heading


def _best(run: Run, index: int) -> str:
    return QCoreApplication.translate("Training", "Best epoch: {epoch} ({name} {value})").format(
        epoch=run.first_epoch + index + 1,
        name=_spoken(run.monitor),
        value=log_value(run.monitor, run.epochs[index].get(run.monitor, float("nan"))),
    )


def _spoken(name: str) -> str:
    base = log_name(name.removeprefix("val_")).lower()
    if name.startswith("val_"):
        return QCoreApplication.translate("Training", "validation {name}").format(name=base)
    return base


def _test(run: Run) -> str:
    values = ", ".join(
        f"{log_name(name).lower()} {log_value(name, value)}" for name, value in run.test.items()
    )
    return QCoreApplication.translate("Training", "On the test data: {values}").format(
        values=values
    )
