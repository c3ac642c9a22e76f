"""Where the memory of one training goes: the process after each stage, kernels cached."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from typing import Any

from one import HERE
from tables import Table
from workloads import WORKLOADS

STAGES = ("NumPy", "Numba", "engine", "model and data", "first fit", "fit", "predict")
PROBE = """
import json, sys
import one
held = []
def note(): held.append(one.peak_megabytes())
import numpy; note()
import numba; note()
import engine; note()
import workloads
job = workloads.make(sys.argv[1], engine); note()
one.fit(job, *job.batches(1)); note()
one.fit(job, job.x, job.y); note()
job.model.predict(job.samples(1), verbose=0); note()
print(json.dumps(held))
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help=", ".join(WORKLOADS))


def run(options: argparse.Namespace) -> dict[str, Any]:
    paths = os.pathsep.join([str(HERE.parents[1]), str(HERE)])
    environment = {**os.environ, "PYTHONPATH": paths}
    result = {}
    for name in options.workloads or list(WORKLOADS):
        command = [sys.executable, "-c", PROBE, name]
        subprocess.run(command, env=environment, capture_output=True, check=True)  # compiles
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        result[name] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def tables(result: dict[str, Any]) -> list[Table]:
    table = Table("Peak memory after each stage, MB", ["workload", *STAGES])
    for name, held in result.items():
        table.add(name, *(f"{value:.0f}" for value in held))
    return [table]
