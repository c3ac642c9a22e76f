"""Every op of the workloads' training steps against what the machine can do at most.

An op that reads and writes B bytes for F operations can run at no more than
F / B times the bandwidth, and at no more than the peak of the multiply-adds.
Where it stands under that roof tells whether there is anything left to gain.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import machine
import numpy as np
import workloads
from pictures import Chart
from tables import Table

import engine
from engine.op import Node
from engine.plan import Plan

RUNS = 15
LEAST_SHARE = 0.03  # of a step's time; what takes less is not listed


@dataclass
class Place:
    """All uses of an op on arrays of the same sizes in one training step."""

    workload: str
    op: str
    flops: float = 0.0
    bytes: float = 0.0
    seconds: float = 0.0
    share: float = 0.0

    @property
    def intensity(self) -> float:
        return self.flops / max(self.bytes, 1.0)

    @property
    def speed(self) -> float:
        return self.flops / self.seconds / 1e9

    def under(self, peak: float, bandwidth: float) -> float:
        """How much of what was possible was reached, with GF/s and GB/s at most."""
        return max(self.flops / peak, self.bytes / bandwidth) / 1e9 / self.seconds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD")


def training_plan(name: str) -> Plan:
    """The plan of one training step, filled with the first batch."""
    job = workloads.make(name, engine, steps=1)
    ran: list[Plan] = []
    run = Plan.run

    def watched(plan: Plan) -> None:
        ran.append(plan)
        run(plan)

    Plan.run = watched  # type: ignore[method-assign]
    try:
        job.model.fit(job.x, job.y, batch_size=job.batch_size, verbose=0)
    finally:
        Plan.run = run  # type: ignore[method-assign]
    plan = max(ran, key=lambda p: len(p.steps))
    plan.held = job  # type: ignore[attr-defined]  # the model's weights are the plan's memory
    return plan


def _bytes(node: Node) -> float:
    each = {id(v): v for v in (*node.inputs, *node.outputs)}.values()
    sizes = [np.prod(v.shape, dtype=np.float64) * np.dtype(v.spec.dtype).itemsize for v in each]
    return float(sum(sizes))


def _flops(node: Node) -> float:
    specs = [v.spec for v in node.inputs], [v.spec for v in node.outputs]
    return float(node.op.flops(*specs, node.attrs))


def places(name: str) -> list[Place]:
    """Time every op of a step in its turn; the fastest of several steps counts."""
    plan = training_plan(name)
    best = [np.inf] * len(plan.steps)
    for _ in range(RUNS):
        for i, (_node, calls) in enumerate(plan.steps):
            begun = time.perf_counter()
            for function, arguments in calls:
                function(*arguments)
            best[i] = min(best[i], time.perf_counter() - begun)
    found: dict[str, Place] = {}
    for (node, _calls), seconds in zip(plan.steps, best, strict=True):
        size = "x".join(map(str, node.outputs[0].shape)) if node.outputs else ""
        label = f"{node.op.name} {size}".strip()
        place = found.setdefault(label, Place(name, label))
        place.flops += _flops(node)
        place.bytes += _bytes(node)
        place.seconds += seconds
    for place in found.values():
        place.share = place.seconds / sum(best)
    return sorted(found.values(), key=lambda p: -p.seconds)


def run(options: argparse.Namespace) -> dict[str, Any]:
    result: dict[str, Any] = {
        "peak": machine.peak(),
        "memory": machine.memory_bandwidth(),
        "cache": machine.cache_bandwidth(),
    }
    names = options.workloads or list(workloads.WORKLOADS)
    result["ops"] = [asdict(place) for name in names for place in places(name)]
    return result


def _listed(result: dict[str, Any]) -> list[Place]:
    return [Place(**d) for d in result["ops"] if d["share"] >= LEAST_SHARE]


def tables(result: dict[str, Any]) -> list[Table]:
    roofs = Table("What the machine can do", ["", "at most"])
    roofs.add("multiply-adds in registers", f"{result['peak']:.0f} GF/s")
    roofs.add("from the second-level caches", f"{result['cache']:.0f} GB/s")
    roofs.add("from memory", f"{result['memory']:.0f} GB/s")
    ops = Table(
        f"Ops that take at least {LEAST_SHARE:.0%} of a training step",
        ["workload, op, size of the output", "ms", "share", "flops/byte", "GF/s", "of its roof"],
    )
    ops.notes.append("Above 100 %: a convolution by fewer multiplications than its sums have.")
    most = result["peak"], result["cache"]
    for place in _listed(result):
        ops.add(
            f"{place.workload} {place.op}",
            *(f"{place.seconds * 1e3:.3f}", f"{place.share:.0%}"),
            *(f"{place.intensity:.2f}", f"{place.speed:.1f}", f"{place.under(*most):.0%}"),
        )
    return [roofs, ops]


def draw(result: dict[str, Any], folder: Path) -> list[Path]:
    listed = [place for place in _listed(result) if place.flops]
    low = min([p.intensity for p in listed], default=0.1) / 2
    high = max([p.intensity for p in listed], default=100.0) * 2
    chart = Chart("Every op under its roof", "operations per byte", "GF/s")
    for label, bandwidth in (("caches", result["cache"]), ("memory (dashed)", result["memory"])):
        corner = result["peak"] / bandwidth
        chart.line(
            [(low, low * bandwidth), (corner, result["peak"]), (high, result["peak"])],
            f"{label}: {bandwidth:.0f} GB/s, {result['peak']:.0f} GF/s",
        )
    for name in dict.fromkeys(p.workload for p in listed):
        own = [p for p in listed if p.workload == name]
        chart.points([(p.intensity, p.speed, p.share, p.op) for p in own], name)
    return [chart.save(folder / "roofline.svg")]
