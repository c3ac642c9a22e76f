"""fit, evaluate and predict on drawn models, fed in every form, against real Keras."""

from __future__ import annotations

import os
from typing import Any

import keras as real
import numpy as np
import pytest

import engine
from tests.fit_draws import FORMS, Draw, batches, build, draw, given, handed

#: Draws per form; a longer run asks for more: LAYERLOOM_DRAWS=50 python -m pytest tests/parity
DRAWS = int(os.environ.get("LAYERLOOM_DRAWS", "1"))

HOOKS = [
    f"on_{subject}_{moment}"
    for subject in ("train", "test", "predict")
    for moment in ("begin", "end", "batch_begin", "batch_end")
] + ["on_epoch_begin", "on_epoch_end"]


def watcher(k: Any, calls: list[Any]) -> Any:
    """A callback that notes every hook, its number and the names it is told."""

    def noting(name: str) -> Any:
        def hook(self: Any, *args: Any, logs: Any = None) -> None:
            numbers = [a for a in args if isinstance(a, int)]
            told = logs or next((a for a in args if isinstance(a, dict)), {})
            calls.append((name, *numbers, *sorted(told)))

        return hook

    return type("Watcher", (k.callbacks.Callback,), {name: noting(name) for name in HOOKS})()


def session(k: Any, made: Draw, form: str) -> dict[str, Any]:
    """Everything that a user sees of a draw: history, hooks, evaluation, outputs."""
    model, calls, settings = build(k, made), [], dict(made.fit)
    cut = slice(0, made.samples)
    if made.validation and made.validation != "split":
        cut = slice(0, made.samples * 2 // 3)
        held, count = handed(k, made, slice(cut.stop, made.samples), made.validation)
        plain = "y" in held
        parts = tuple(held.values()) if plain else held["x"]
        settings["validation_data"] = parts[:2] if plain and parts[2] is None else parts
        if made.validation.startswith("endless"):
            settings["validation_steps"] = count
    elif made.validation and form in ("arrays", "tuples", "names"):
        settings["validation_split"] = 0.3
    data, count = handed(k, made, cut, form)
    if form.startswith("endless"):
        settings.setdefault("steps_per_epoch", max(count - 1, 1))
    if form in ("generator", "endless generator"):
        settings.pop("class_weight", None)
    if "y" in data:
        settings["batch_size"] = made.batch
    history = model.fit(**data, **settings, callbacks=[watcher(k, calls)])
    x, y, w = given(made, slice(0, made.samples), "arrays")
    judged = {"x": x, "y": y, "sample_weight": w, "batch_size": made.batch, "verbose": 0}
    features = [b[:1] for b in batches(made, slice(0, made.samples), form)]
    return {
        "history": history.history,
        "epochs": history.epoch,
        "params": history.params,
        "calls": calls,
        "names": model.metrics_names,
        "dict": model.evaluate(**judged, return_dict=True),
        "list": np.atleast_1d(model.evaluate(**judged)).tolist(),
        "predicted": model.predict(x, batch_size=made.batch, verbose=0),
        "by batches": model.predict(iter_of(features), verbose=0),
        "batch": model.train_on_batch(x, y, sample_weight=w, return_dict=True),
        "tested": np.atleast_1d(model.test_on_batch(x, y, sample_weight=w)).tolist(),
    }


def iter_of(whole: list[Any]) -> Any:
    yield from whole


def compare(ours: Any, theirs: Any, where: str) -> None:
    if isinstance(theirs, dict):
        outputs = where.startswith(("predicted", "by batches"))  # Keras sorts their names
        assert (sorted if outputs else list)(ours) == list(theirs), where
        for key, value in theirs.items():
            compare(ours[key], value, f"{where}, {key}")
    elif isinstance(theirs, (list, tuple)) and not isinstance(theirs[0] if theirs else 0, float):
        assert len(ours) == len(theirs), where
        for i, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            compare(one, other, f"{where}[{i}]")
    elif isinstance(theirs, (str, int)) or theirs is None:
        assert ours == theirs, where
    else:
        np.testing.assert_allclose(ours, theirs, rtol=2e-4, atol=2e-5, err_msg=where)


@pytest.mark.filterwarnings("ignore")  # both packages warn where data run out
@pytest.mark.parametrize("number", range(DRAWS))
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_data_trains_and_is_judged_as_in_keras(form: str, number: int) -> None:
    made = draw(1000 * FORMS.index(form) + number)
    ours, theirs = session(engine, made, form), session(real, made, form)
    for what, wanted in theirs.items():
        compare(ours[what], wanted, f"{what} of {made.seed}")
