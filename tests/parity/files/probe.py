"""What a model is asked on every side: predictions, then three further steps of training."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

#: How often a model is trained after it was written.
STEPS = 3


@dataclass
class Probe:
    """A model's inputs and targets, and what it answered.

    Attributes:
        x, y: Inputs and targets: an array, a list or a dict.
        predicted: What came out before the steps.
        losses: The loss of each step; None where the model cannot be trained alike twice.
        weights: All weights after the steps, in ``get_weights``'s order.
        names: Their names.
    """

    x: Any
    y: Any
    predicted: Any
    losses: np.ndarray | None = None
    weights: tuple[np.ndarray, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def trained(self) -> bool:
        """Whether it was asked to train too."""
        return self.losses is not None


def ask(model: Any, x: Any, y: Any, train: bool = True, carried: bool = True) -> Probe:
    """Let a model predict and, if it may, train three steps.

    Args:
        model: A model of any library.
        x, y: Inputs and targets.
        train: Whether to train it.
        carried: Whether states of recurrent layers are carried from step to step.
    """
    forget(model)
    predicted = structured(np.asarray, model.predict_on_batch(x))
    probe = Probe(x, y, predicted)
    if train:
        losses = []
        for step in range(STEPS):
            if step == 0 or not carried:
                forget(model)
            losses.append(model.train_on_batch(x, y))
        probe.losses = np.array([np.ravel(loss)[0] for loss in losses], "float64")
        probe.weights = tuple(np.asarray(w) for w in model.get_weights())
    return probe


def forget(model: Any) -> None:
    """Let recurrent layers begin anew."""
    for layer in model.layers:
        reset = getattr(layer, "reset_states", None) or getattr(layer, "reset_state", None)
        if getattr(layer, "stateful", False) and reset is not None:
            reset()


def structured(change: Any, value: Any) -> Any:
    """A list or dict with each array changed."""
    if isinstance(value, dict):
        return {key: structured(change, inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [structured(change, inner) for inner in value]
    return change(value)


def flat(value: Any) -> list[Any]:
    """The arrays of a structure, those of a dict by the order of its keys."""
    if isinstance(value, dict):
        return [value[key] for key in sorted(value)]
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _named(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {f"{name}/{key}": inner for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return {f"{name}[{i:03d}": inner for i, inner in enumerate(value)}
    return {name: value}


def write(path: Path, probe: Probe) -> None:
    """Keep a probe as plain arrays."""
    parts = {k: v for k, v in vars(probe).items() if v is not None and k != "names"}
    arrays = {key: array for name, value in parts.items() for key, array in
              _named(name, value).items()}  # fmt: skip
    np.savez(path, names=np.array(probe.names, "U"), **arrays)


def read(path: Path) -> Probe:
    """Read what ``write`` kept."""
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}

    def part(name: str) -> Any:
        if name in arrays:
            return arrays[name]
        listed = [key for key in sorted(arrays) if key.startswith(f"{name}[")]
        if listed:
            return [arrays[key] for key in listed]
        return {k.split("/", 1)[1]: arrays[k] for k in arrays if k.startswith(f"{name}/")} or None

    return Probe(
        part("x"),
        part("y"),
        part("predicted"),
        part("losses"),
        tuple(part("weights") or ()),
        tuple(str(name) for name in arrays["names"]),
    )


def differences(probe: Probe, found: Probe, flat_gradients: tuple[str, ...] = ()) -> list[str]:
    """What differs by more than rounding, in words; nothing when all agrees.

    Args:
        probe: What the library that wrote the file answered.
        found: What was answered by the library that opened it.
        flat_gradients: Ends of the names of weights whose gradient is zero in exact arithmetic.
    """
    wrong = _compared("predictions", flat(probe.predicted), flat(found.predicted), 1e-5)
    if not (probe.trained and found.trained):
        return wrong
    wrong += _compared("losses", [probe.losses], [found.losses], 1e-5)
    kept = [not name.endswith(flat_gradients) for name in probe.names]
    theirs = [w for w, keep in zip(probe.weights, kept, strict=True) if keep]
    ours = [w for w, keep in zip(found.weights, kept, strict=True) if keep]
    return wrong + _compared("weights after training", theirs, ours, 1e-4)


def _compared(what: str, theirs: list[Any], ours: list[Any], tolerance: float) -> list[str]:
    if len(theirs) != len(ours):
        return [f"{what}: {len(ours)} instead of {len(theirs)}"]
    worst = 0.0
    for a, b in zip(theirs, ours, strict=True):
        a, b = np.asarray(a), np.asarray(b)
        if a.shape != b.shape:
            return [f"{what}: shape {b.shape} instead of {a.shape}"]
        if a.dtype.kind in "US":
            return [f"{what}: {b} instead of {a}"] if (a != b).any() else []
        if a.size:
            size = np.max(np.abs(a.astype("float64"))) + 1e-6
            worst = max(worst, float(np.max(np.abs(a.astype("float64") - b)) / size))
    return [] if worst <= tolerance else [f"{what}: differ by {worst:.1e}"]
