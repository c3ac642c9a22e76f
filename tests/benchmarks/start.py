"""Import and first fit in new processes: nothing compiled (cold), then all of it (warm)."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from one import HERE
from tables import Table
from workloads import WORKLOADS

PROBE = """
import json, sys, time
begun = time.perf_counter()
import engine
imported = time.perf_counter()
import workloads
job = workloads.make(sys.argv[1], engine, steps=1)
made = time.perf_counter()
job.model.fit(job.x, job.y, batch_size=job.batch_size, verbose=0)
fitted = time.perf_counter()
print(json.dumps([imported - begun, fitted - imported, fitted - made]))
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help="default: mnist_cnn")
    parser.add_argument("--starts", type=int, default=5, help="warm starts; the fastest counts")


def started(name: str, cache: str) -> list[float]:
    """Seconds of the import, and of the first fit with and without making the model."""
    paths = os.pathsep.join([str(HERE.parents[1]), str(HERE)])
    places = {"NUMBA_CACHE_DIR": cache, "PYTHONPYCACHEPREFIX": cache, "PYTHONPATH": paths}
    environment = {**os.environ, **places}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", PROBE, name]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return list(map(float, json.loads(done.stdout.strip().splitlines()[-1])))


def run(options: argparse.Namespace) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name in options.workloads or ["mnist_cnn"]:
        if name not in WORKLOADS:
            raise SystemExit(f"no workload '{name}'; there are: {', '.join(WORKLOADS)}")
        with tempfile.TemporaryDirectory() as cache:
            cold = started(name, cache)
            warm = [started(name, cache) for _ in range(options.starts)]
        result[name] = {"cold": cold, "warm": list(map(min, zip(*warm, strict=True)))}
    return result


def tables(result: dict[str, Any]) -> list[Table]:
    table = Table(
        "First fit in a new process, s",
        ["workload", "import, cold", "first fit, cold", "import, warm", "first fit, warm"],
    )
    for name, found in result.items():
        cold, warm = found["cold"], found["warm"]
        table.add(name, *(f"{seconds:.2f}" for seconds in (*cold[:2], *warm[:2])))
    return [table]
