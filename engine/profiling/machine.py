"""How fast this machine runs each kind of op: points measured through the real kernels.

A point is an op with so many operations and bytes, and the seconds it took. What
an op of another size takes is read off the points of its kind that are most like
it, so nothing about any machine is written down here.
"""

from __future__ import annotations

import functools
import json
import math
import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
import numba
import numpy as np

from engine.op import Node
from engine.tensor import storage

#: Points of a kind that a guess looks at.
_NEAREST = 3
_FORM = 1


@dataclass(frozen=True)
class Work:
    """What a node has to do: operations, and bytes read and written."""

    flops: float
    nbytes: float

    @property
    def size(self) -> float:
        return max(self.flops, self.nbytes, 1.0)

    @property
    def density(self) -> float:
        """Operations per byte."""
        return max(self.flops, 1.0) / max(self.nbytes, 1.0)


def work_of(node: Node) -> Work:
    """Return the work of a node whose sizes are all known."""
    ins, outs = [i.spec for i in node.inputs], [o.spec for o in node.outputs]
    flops = node.op.flops(ins, outs, node.attrs)
    sizes = (math.prod(s.shape) * np.dtype(storage(s.dtype)).itemsize for s in (*ins, *outs))  # type: ignore[arg-type]
    return Work(flops, sum(sizes))


@dataclass
class Machine:
    """The rates of one machine.

    Attributes:
        points: Name of an op -> (operations, bytes, seconds) of each measured node.
        families: Which families of ops were measured.
    """

    points: dict[str, list[tuple[float, float, float]]] = field(default_factory=dict)
    families: list[str] = field(default_factory=list)

    def add(self, name: str, work: Work, seconds: float) -> None:
        """Take note of a measurement."""
        self.points.setdefault(name, []).append((work.flops, work.nbytes, max(seconds, 1e-9)))
        self.__dict__.pop("call", None)

    @functools.cached_property
    def call(self) -> float:
        """Seconds of the least that was measured: what a call costs in any case."""
        return min((p[2] for p in self._all()), default=0.0)

    def seconds(self, name: str, work: Work) -> float:
        """Return what a node of an op probably takes.

        An op that was never measured goes by all those that were.
        """
        points = self.points.get(name) or list(self._all())
        if not points:
            raise ValueError("This machine has not been measured yet.")
        ranked = sorted((_distance(work, Work(*point[:2])), point) for point in points)
        weights, logs = [], []
        for distance, (flops, nbytes, seconds) in ranked[:_NEAREST]:
            beyond = max(seconds - self.call, 0.05 * seconds)
            weights.append(1.0 / (distance + 1e-3))
            logs.append(math.log(beyond / Work(flops, nbytes).size))
        per_unit = sum(w * v for w, v in zip(weights, logs, strict=True)) / sum(weights)
        return self.call + work.size * math.exp(per_unit)

    def _all(self) -> Iterable[tuple[float, float, float]]:
        return (point for points in self.points.values() for point in points)

    # -- kept from one start to the next ----------------------------------------

    def save(self, path: Path) -> None:
        """Write the rates to a file, with the machine and the program they hold for."""
        path.parent.mkdir(parents=True, exist_ok=True)
        values = {"signature": signature(), "families": self.families, "points": self.points}
        partly = path.with_name(f"{path.name}.{os.getpid()}")
        partly.write_text(json.dumps(values), encoding="utf-8")
        partly.replace(path)

    @classmethod
    def load(cls, path: Path) -> Machine:
        """Read what ``save`` wrote; empty for no file, a damaged one, or another machine's."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            if values["signature"] != signature():
                return cls()
            return cls(
                {str(k): [_point(p) for p in v] for k, v in values["points"].items()},
                [str(name) for name in values["families"]],
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()


def _point(values: Any) -> tuple[float, float, float]:
    flops, nbytes, seconds = (float(v) for v in values)
    if not (flops >= 0 and nbytes >= 0 and 0 < seconds < math.inf):
        raise ValueError(f"a point cannot be {values!r}")
    return flops, nbytes, seconds


def _distance(one: Work, other: Work) -> float:
    """How unlike two pieces of work are: in size, and in operations per byte."""
    sizes = math.log(one.size / other.size)
    densities = math.log(one.density / other.density)
    return sizes**2 + densities**2


def signature() -> dict[str, Any]:
    """What the rates hold for: the processor, its threads, and the program's version."""
    try:
        version = metadata.version("layerloom")
    except metadata.PackageNotFoundError:
        version = ""
    return {
        "form": _FORM,
        "cpu": f"{platform.machine()} {llvm.get_host_cpu_name()}",
        "threads": numba.get_num_threads(),
        "version": version,
        "numba": str(numba.__version__),
    }
