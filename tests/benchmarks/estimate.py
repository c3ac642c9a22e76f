"""How near the estimate before training comes to what then happens, on the eight jobs.

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
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import workloads
from tables import Table
from workloads import WORKLOADS

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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help=", ".join(WORKLOADS))


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Every job in a process of its own; the first of them measures the machine's rates."""
    result = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in options.workloads or list(WORKLOADS):
            command = [sys.executable, __file__, name, str(Path(folder, "machine.json"))]
            answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            result[name] = json.loads(answer.splitlines()[-1])
    return result


def tables(result: dict[str, Any]) -> list[Table]:
    title = f"The estimate before training and what then happened (! more than {ALLOWED:.0%} off)"
    columns = ["epoch s", "tried", "error", "rates", "error", "took ms", "kept MB", "said", "error"]
    table = Table(title, ["workload", *columns])
    for name, row in result.items():
        tried, rates, memory = (
            f"{error:+.0%}{'!' if abs(error) > ALLOWED else ''}"
            for error in (row["tried"] / row["epoch"] - 1, row["rates"] / row["epoch"] - 1,
                          row["memory"] / row["kept"] - 1)
        )  # fmt: skip
        table.add(name, f"{row['epoch']:.3f}", f"{row['tried']:.3f}", tried, f"{row['rates']:.3f}",
                  rates, f"{1e3 * row['tried_took']:.0f}", f"{row['kept'] / 1e6:.2f}",
                  f"{row['memory'] / 1e6:.2f}", memory)  # fmt: skip
    return [table]


if __name__ == "__main__":
    print(json.dumps(one(sys.argv[1], Path(sys.argv[2]))))
