"""How near the estimate before training comes to what then happens, on the eight jobs.

    python tests/benchmarks/estimate.py [NAME...]

Every job runs in a process of its own. Five times the estimate is made, once from trying a
few steps, as the program does it, and once from the machine's rates alone; and each time two
epochs are trained after it, the faster of which it is compared with. Shown is the round
in the middle. The memory is compared with that of the arrays which a trained model keeps
(weights, optimizer, the values of a step), counted by `tracemalloc` in a run apart.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import workloads

if TYPE_CHECKING:
    from engine.profiling import Estimate, Machine

#: Relative error that is allowed.
ALLOWED = 0.25
ROUNDS = 5


def one(name: str, rates: Path) -> dict[str, float]:
    """Estimate a job and run it, in turns."""
    import engine
    from engine.profiling import calibrated

    machine = calibrated(rates)
    job = workloads.make(name, engine)
    x, y = job.batches(1)
    job.model.fit(x, y, batch_size=job.batch_size, verbose=0)  # kernels are compiled by now
    rounds = sorted((a_round(job, machine) for _ in range(ROUNDS)), key=error)
    return {**rounds[ROUNDS // 2], "kept": allocated(name)}


def error(row: dict[str, float]) -> float:
    """How far the estimate from trying was off, as a part of the truth."""
    return row["tried"] / row["epoch"] - 1


def a_round(job: workloads.Job, machine: Machine) -> dict[str, float]:
    """Both estimates, then two epochs."""
    from engine.profiling import estimate

    def ask(tried: bool) -> Estimate:
        size = job.batch_size
        return estimate(job.model, job.x, job.y, batch_size=size, machine=machine, tried=tried)

    by_rates = ask(False)
    begin = time.perf_counter()
    tried = ask(True)
    took = time.perf_counter() - begin
    return {
        "rates": by_rates.epoch,
        "tried": tried.epoch,
        "tried_took": took,
        "memory": tried.memory.total - tried.memory.data,
        "epoch": min(an_epoch(job) for _ in range(2)),
    }


def an_epoch(job: workloads.Job) -> float:
    """Seconds of an epoch."""
    begin = time.perf_counter()
    job.model.fit(job.x, job.y, batch_size=job.batch_size, verbose=0)
    return time.perf_counter() - begin


def allocated(name: str) -> float:
    """Bytes of the arrays that a built and fitted model keeps, its data left out."""
    import engine

    tracemalloc.start()
    job = workloads.make(name, engine)
    x, y = job.batches(2)  # whole batches, as in the timed epochs
    job.model.fit(x, y, batch_size=job.batch_size, verbose=0)
    arrays = tracemalloc.DomainFilter(True, np.lib.tracemalloc_domain)
    kept = tracemalloc.take_snapshot().filter_traces([arrays]).statistics("filename")
    tracemalloc.stop()
    given = [a for part in (job.x, job.y) for a in (part if isinstance(part, list) else [part])]
    return sum(line.size for line in kept) - sum(a.nbytes for a in given)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", default=list(workloads.WORKLOADS))
    parser.add_argument("--one", action="store_true", help="print one job's figures as JSON")
    parser.add_argument("--rates", type=Path, default=Path("build") / "machine.json")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(given.names[0], given.rates)))
        return
    print(f"{'job':12} {'epoch s':>8} {'tried':>8} {'error':>6} {'rates':>8} {'error':>6} "
          f"{'took ms':>8} {'kept MB':>8} {'said':>8} {'error':>6}")  # fmt: skip
    for name in given.names:
        command = [sys.executable, __file__, name, "--one", "--rates", str(given.rates)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        row = json.loads(answer.splitlines()[-1])
        errors = [
            row[said] / row[was] - 1
            for said, was in (("tried", "epoch"), ("rates", "epoch"), ("memory", "kept"))
        ]
        marks = [f"{error:+.0%}{'!' if abs(error) > ALLOWED else ''}" for error in errors]
        print(f"{name:12} {row['epoch']:8.3f} {row['tried']:8.3f} {marks[0]:>6} "
              f"{row['rates']:8.3f} {marks[1]:>6} {1e3 * row['tried_took']:8.0f} "
              f"{row['kept'] / 1e6:8.2f} {row['memory'] / 1e6:8.2f} {marks[2]:>6}")  # fmt: skip


if __name__ == "__main__":
    main()
