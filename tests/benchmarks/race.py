"""The race: every library that is installed, on every workload, in turn, in one run."""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import subprocess
import sys
from typing import Any

from one import HERE, KERAS, TORCH
from tables import Table
from workloads import WORKLOADS

OURS = "layerloom"
#: Compiles nothing, so that its first fit is short and all its steps are long.
UNCOMPILED = "keras-torch"
FIGURES = ("import_s", "first_fit_s", "step_ms", "predict_us", "peak_mb")
#: Library -> what must be importable for it.
NEEDS = {
    "torch": ("torch",),
    "torch-compile": ("torch",),
    "keras-tensorflow": ("keras", "tensorflow"),
    "keras-jax": ("keras", "jax"),
    "keras-torch": ("keras", "torch"),
}
NAMES = {
    OURS: "Layerloom",
    "torch": "PyTorch",
    "torch-compile": "PyTorch, compiled",
    "keras-tensorflow": "Keras on TensorFlow",
    "keras-jax": "Keras on JAX",
    "keras-torch": "Keras on PyTorch",
}
Best = dict[tuple[str, str], dict[str, Any]]  # by (library, workload)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help=", ".join(WORKLOADS))
    parser.add_argument("--rounds", type=int, default=2, help="each library's best one counts")
    parser.add_argument(
        "--python",
        default=sys.executable,
        help="the Python that has the other libraries (default: this one)",
    )
    parser.add_argument("--peers", help="only these of: " + ", ".join(NEEDS))


def installed(python: str) -> list[str]:
    """The peers that a Python can import."""
    wanted = sorted({name for needs in NEEDS.values() for name in needs})
    code = (
        "import importlib.util as u, sys; "
        "print(*[n for n in sys.argv[1:] if u.find_spec(n)], sep='\\n')"
    )
    if python == sys.executable:
        found = {name for name in wanted if importlib.util.find_spec(name)}
    else:
        answer = subprocess.run([python, "-c", code, *wanted], capture_output=True, text=True)
        found = set(answer.stdout.split())
    return [library for library in (*TORCH, *KERAS) if found.issuperset(NEEDS[library])]


def once(python: str, library: str, workload: str) -> dict[str, Any] | str:
    """What one process measured, or why it could not."""
    program = sys.executable if library == OURS else python
    command = [program, str(HERE / "one.py"), library, workload]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Let the libraries take turns, workload by workload, and keep each one's best figures."""
    found = installed(options.python)
    wanted = options.peers.split(",") if options.peers is not None else found
    peers = [p for p in wanted if p in found]
    names = options.workloads or list(WORKLOADS)
    best: Best = {}
    failed: dict[str, str] = {}
    for turn in range(options.rounds):
        for name in names:
            for library in [OURS, *peers]:
                figures = once(options.python, library, name)
                if isinstance(figures, str):
                    failed[f"{library} {name}"] = figures
                    continue
                kept = best.setdefault((library, name), figures)
                kept.update({f: min(kept[f], figures[f]) for f in FIGURES})
                print(
                    f"round {turn + 1} {name:12} {library:17} {figures['step_ms']:9.3f} ms a step",
                    file=sys.stderr,
                    flush=True,
                )
    return {"peers": peers, "workloads": names, "figures": list(best.values()), "failed": failed}


def tables(result: dict[str, Any]) -> list[Table]:
    best = {(d["library"], d["workload"]): d for d in result["figures"]}
    if not result["peers"]:
        return [_alone(best, result["workloads"])]
    speed = Table(
        "Training, ms a step",
        ["workload", "Layerloom", "fastest other", "ratio", "which is"],
    )
    waits = Table(
        "Waiting and memory: Layerloom / the best of the others",
        ["workload", "first fit, s", "one prediction, µs", "peak memory, MB", "memory ratio"],
    )
    ratios = []
    for name in result["workloads"]:
        ours = best.get((OURS, name))
        others = [best[peer, name] for peer in result["peers"] if (peer, name) in best]
        if ours is None or not others:
            continue
        fastest = min(others, key=lambda d: d["step_ms"])
        ratios.append(fastest["step_ms"] / ours["step_ms"])
        steps = [f"{d['step_ms']:.2f}" for d in (ours, fastest)]
        speed.add(name, *steps, f"{ratios[-1]:.2f}", NAMES[fastest["library"]])
        least = {f: min(d[f] for d in others) for f in FIGURES}
        waiting = [d["first_fit_s"] for d in others if d["library"] != UNCOMPILED]
        least["first_fit_s"] = min(waiting, default=least["first_fit_s"])
        waits.add(
            name,
            f"{ours['first_fit_s']:.2f} / {least['first_fit_s']:.2f}",
            f"{ours['predict_us']:.0f} / {least['predict_us']:.0f}",
            f"{ours['peak_mb']:.0f} / {least['peak_mb']:.0f}",
            f"{ours['peak_mb'] / least['peak_mb']:.2f}",
        )
    if ratios:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        speed.add("geometric mean", "", "", f"{mean:.2f}", "")
    eager = [d["first_fit_s"] for d in result["figures"] if d["library"] == UNCOMPILED]
    if eager:
        waits.notes.append(
            f"First fits without {NAMES[UNCOMPILED]}, which compiles nothing"
            f" ({min(eager):.2f} to {max(eager):.2f} s)."
        )
    speed.notes = [f"{who}: {why}" for who, why in result["failed"].items()]
    return [speed, waits]


def _alone(best: Best, names: list[str]) -> Table:
    table = Table(
        "Layerloom alone",
        ["workload", "ms a step", "first fit, s", "one prediction, µs", "peak memory, MB"],
    )
    for name in names:
        if (OURS, name) in best:
            d = best[OURS, name]
            table.add(
                name,
                *(f"{d['step_ms']:.2f}", f"{d['first_fit_s']:.2f}"),
                *(f"{d['predict_us']:.0f}", f"{d['peak_mb']:.0f}"),
            )
    return table
