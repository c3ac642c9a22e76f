"""Time one library on one workload, in a process of its own; prints one line of JSON.

    python tests/benchmarks/one.py LIBRARY WORKLOAD

LIBRARY: layerloom, keras-tensorflow, keras-jax, keras-torch, torch, torch-compile.
What is measured:

- `first_fit_s`: making the model and fitting one batch, what a user waits for first;
- `step_ms`: one step of a fit over all batches, the best of three after one that warms up;
- `predict_us`: predicting one sample, the median of twenty;
- `peak_mb`: the most memory the process ever held.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
KERAS = ("keras-tensorflow", "keras-jax", "keras-torch")
TORCH = ("torch", "torch-compile")


def peak_megabytes() -> float:
    """The most memory this process held, without what its parent held before it began."""
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass  # not Linux
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 2**20 if sys.platform == "darwin" else used / 1024


def load(library: str) -> Any:
    """Import what offers the library's `Sequential`, `Model` and layers."""
    if library == "layerloom":
        sys.path.insert(0, str(HERE.parents[1]))
        import engine

        return engine
    if library in KERAS:
        os.environ["KERAS_BACKEND"] = library.split("-")[1]
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        import keras

        return keras
    import torch

    return torch


def prepare(library: str, name: str, module: Any) -> Any:
    import workloads

    if library not in TORCH:
        return workloads.make(name, module)
    import torch_jobs

    compiled = library == "torch-compile"
    return workloads.make(name, module, build=lambda _: torch_jobs.build(name, compiled))


def fit(job: Any, x: Any, y: Any) -> None:
    job.model.fit(x, y, batch_size=job.batch_size, epochs=1, verbose=0)


def timed(run: Any, *arguments: Any) -> float:
    begun = time.perf_counter()
    run(*arguments)
    return time.perf_counter() - begun


def measure(library: str, name: str) -> dict[str, Any]:
    begun = time.perf_counter()
    module = load(library)
    imported = time.perf_counter()
    job = prepare(library, name, module)
    fit(job, *job.batches(1))
    first = time.perf_counter() - imported
    fit(job, job.x, job.y)
    step = min(timed(fit, job, job.x, job.y) for _ in range(3)) / job.steps
    one = job.samples(1)

    def predict() -> None:
        job.model.predict(one, verbose=0)

    predict()
    return {
        "library": library,
        "workload": name,
        "import_s": imported - begun,
        "first_fit_s": first,
        "step_ms": step * 1e3,
        "predict_us": statistics.median(timed(predict) for _ in range(20)) * 1e6,
        "peak_mb": peak_megabytes(),
    }


if __name__ == "__main__":
    print(json.dumps(measure(*sys.argv[1:])))
