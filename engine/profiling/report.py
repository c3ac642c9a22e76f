"""What a profile found: plain records, and the table they are printed as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Cost:
    """What one layer costs in a step. Times are in seconds, sizes in bytes.

    Attributes:
        name: Its name, behind those of the models around it: "group/dense".
        kind: Its class; "" for what is no layer.
        forward: Computing its outputs.
        backward: Computing its gradients.
        update: The optimizer's work on its weights.
        activations: What the step keeps of its values in the shared memory.
        weights: Its weights.
        slots: The optimizer's state for them.
        flops: Floating point operations of all three parts.
    """

    name: str
    kind: str = ""
    forward: float = 0.0
    backward: float = 0.0
    update: float = 0.0
    activations: int = 0
    weights: int = 0
    slots: int = 0
    flops: float = 0.0

    @property
    def seconds(self) -> float:
        return self.forward + self.backward + self.update

    @property
    def memory(self) -> int:
        return self.activations + self.weights + self.slots

    @property
    def gflops(self) -> float:
        """Thousand million operations a second; 0 where nothing was computed."""
        return self.flops / self.seconds / 1e9 if self.seconds else 0.0


@dataclass
class Profile:
    """Where a step's time and memory go.

    Attributes:
        layers: One entry per layer, in the model's order.
        other: What is no layer's: loss and metrics, the optimizer's own, the batch.
        batch_size: Samples in the step.
        step: Seconds a whole step took, measured without looking at its parts.
        predict: Seconds of computing a batch's outputs alone.
        training: Whether a step of training was measured, or a prediction.
        shared: Bytes of the memory that all intermediate values share.
    """

    layers: list[Cost]
    other: list[Cost] = field(default_factory=list)
    batch_size: int = 0
    step: float = 0.0
    predict: float = 0.0
    training: bool = True
    shared: int = 0

    @property
    def rows(self) -> list[Cost]:
        return [*self.layers, *self.other]

    @property
    def seconds(self) -> float:
        """The sum of all parts."""
        return sum(row.seconds for row in self.rows)

    @property
    def memory(self) -> int:
        """What a step needs: the shared memory, weights and the optimizer's state."""
        return self.shared + sum(row.weights + row.slots for row in self.rows)

    def share(self, row: Cost) -> float:
        """Return the part of the step's time that a row takes, from 0 to 1."""
        return row.seconds / self.seconds if self.seconds else 0.0

    def layer(self, name: str) -> Cost:
        """Return a layer's cost; those inside a model of that name added up.

        Raises:
            KeyError: when there is no such layer.
        """
        found = [c for c in self.layers if c.name == name or c.name.startswith(f"{name}/")]
        if not found:
            raise KeyError(name)
        return added(name, found)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain numbers and texts."""
        rows = [{**asdict(row), "share": self.share(row)} for row in self.rows]
        names = ("batch_size", "step", "predict", "training", "shared", "memory", "seconds")
        return {**{name: getattr(self, name) for name in names}, "rows": rows}

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def added(name: str, costs: Iterable[Cost]) -> Cost:
    """Return several costs as one."""
    costs = list(costs)
    total = Cost(name, costs[0].kind if len(costs) == 1 else "")
    for part in ("forward", "backward", "update", "activations", "weights", "slots", "flops"):
        setattr(total, part, sum(getattr(cost, part) for cost in costs))
    return total


_HEAD = ("Layer", "forward", "backward", "update", "share", "activations", "weights", "GFLOP/s")


def _lines(profile: Profile) -> list[str]:
    rows = [_cells(row, profile) for row in profile.rows]
    total = added("Total", profile.rows)
    table = [_HEAD, *rows, _cells(total, profile)]
    widths = [max(len(line[i]) for line in table) for i in range(len(_HEAD))]
    lines = ["  ".join(_aligned(line, widths)).rstrip() for line in table]
    rule = "-" * max(map(len, lines))
    lines[1:1] = [rule]
    lines[-1:-1] = [rule]
    what = "Training step" if profile.training else "Prediction"
    ended = f"{what} of {profile.batch_size} samples: {milliseconds(profile.step)} ms"
    if profile.training:
        ended += f"; predicting them: {milliseconds(profile.predict)} ms"
    return [
        *lines,
        f"{ended}; memory {size(profile.memory)} "
        f"({size(profile.shared)} of it shared by all values)",
    ]


def _cells(row: Cost, profile: Profile) -> tuple[str, ...]:
    name = f"{row.name} ({row.kind})" if row.kind else row.name
    times = [milliseconds(t) for t in (row.forward, row.backward, row.update)]
    sizes = [size(n) for n in (row.activations, row.weights + row.slots)]
    rate = f"{row.gflops:.1f}" if row.flops else ""
    return (name, *times, f"{100 * profile.share(row):.1f}%", *sizes, rate)


def _aligned(line: tuple[str, ...], widths: list[int]) -> list[str]:
    first, *rest = zip(line, widths, strict=True)
    return [first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)]


def milliseconds(seconds: float) -> str:
    """A time in ms with three digits that count; "" for none."""
    value = seconds * 1e3
    return "" if not value else f"{value:.3f}" if value < 10 else f"{value:.1f}"


def size(count: float) -> str:
    """A size in the unit that suits it; "" for none."""
    if not count:
        return ""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.2f} GB"
