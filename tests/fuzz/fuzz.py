"""Feeds changed files to everything that opens files, for as long as it is told to.

    python tests/fuzz/fuzz.py --minutes 60               all kinds of input in turn
    python tests/fuzz/fuzz.py --minutes 5 hdf5 zip       some of them
    python tests/fuzz/fuzz.py --repeat hdf5:1234         one input once more

Starting points are small models made on the fly. Every input is opened in a watched process: it
must end as a model or as one LoadError (ProjectError) with a reason, within a time and a memory,
without any other file being opened and without anything being imported or run. What does not
is kept in a folder with the seed that makes it again.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.fuzz import corpus  # noqa: E402
from tests.fuzz.mutate import SECRETS, Mutator  # noqa: E402

KINDS = ("json", "hdf5", "zip", "project", "yaml", "tfjs")
#: After so many seconds an input counts as endless.
PATIENCE = 40.0
_PRESENT = 20


class Child:
    """The process that opens inputs; a new one takes its place when it dies."""

    def __init__(self, secret: Path, samples: list[Path]) -> None:
        self._command = [sys.executable, str(Path(__file__).with_name("watched.py")), str(secret),
                         *map(str, samples)]
        self._process: subprocess.Popen[str] | None = None

    def open(self, path: Path, name: str, placeholders: bool) -> dict[str, Any]:
        """Have an input opened; return what the child says about it."""
        process = self._process or self._start()
        task = {"path": str(path), "name": name, "placeholders": placeholders}
        assert process.stdin is not None
        process.stdin.write(json.dumps(task) + "\n")
        process.stdin.flush()
        return self._answer(process)

    def _answer(self, process: subprocess.Popen[str]) -> Any:
        assert process.stdout is not None
        ready = select.select([process.stdout], [], [], PATIENCE)[0]
        line = process.stdout.readline() if ready else ""
        if line:
            return json.loads(line)
        self.close()
        found = f"!crash: exit {process.returncode}" if ready else f"!hang: over {PATIENCE:.0f} s"
        return {"result": found, "memory": 0, "seconds": PATIENCE}

    def _start(self) -> subprocess.Popen[str]:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1",
                       "QT_QPA_PLATFORM": "offscreen"}
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            stderr=subprocess.DEVNULL, env=environment,
        )
        assert self._process.stdout is not None
        if self._process.stdout.readline() != '"ready"\n':
            raise RuntimeError("The process that opens files does not start.")
        return self._process

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


class Fuzzer:
    """Makes inputs of some kinds and has them opened.

    Args:
        work: An empty folder for starting points and the present input.
        kinds: Which inputs.
        findings: Where inputs that end otherwise than they must are kept.
    """

    def __init__(self, work: Path, kinds: tuple[str, ...], findings: Path) -> None:
        self.secret, self._inputs = work / "secret", work / "inputs"
        self.secret.mkdir(parents=True)
        self._inputs.mkdir()
        self._write_secrets()
        corpus.write(work / "corpus", kinds)
        self._starts = {kind: sorted((work / "corpus" / kind).iterdir()) for kind in kinds}
        samples = [path for paths in self._starts.values() for path in paths]
        self.child = Child(self.secret, samples)
        self._findings = findings
        self.ends: Counter[str] = Counter()
        self.found: list[str] = []
        self.memory, self.seconds = 0, 0.0

    def _write_secrets(self) -> None:
        import h5py

        with h5py.File(self.secret / SECRETS[0], "w") as file:
            file["x"] = [1.0]
        for name in SECRETS[1:]:
            (self.secret / name).write_bytes(b"1\n" * 64)

    def run(self, kind: str, seed: int) -> str:
        """Make one input and have it opened; return how that ended."""
        path, name = self._made(kind, seed)
        answer = self.child.open(path, name, placeholders=seed % 2 == 0)
        result = answer["result"]
        self.ends[result.split(":")[0]] += 1
        self.memory = max(self.memory, answer["memory"])
        self.seconds = max(self.seconds, answer["seconds"])
        if result.startswith("!"):
            self._keep(path, f"{kind}-{seed}", result)
        return result

    def _made(self, kind: str, seed: int) -> tuple[Path, str]:
        change = Mutator(f"{kind}:{seed}", self.secret)
        start = change.rng.choice(self._starts[kind])
        path = self._inputs / start.name
        corpus.copied(start, path)
        target = path
        if path.is_dir():
            target = change.rng.choice(sorted(path.iterdir()))
        data = target.read_bytes()
        structured = change.rng.random() < 0.7
        try:
            data = self._changed(change, target, data) if structured else self._bytes(
                change, kind, data)
        except Exception:
            data = self._bytes(change, kind, data)  # the form cannot be kept with this change
        target.write_bytes(data)
        return path, start.name

    def _changed(self, change: Mutator, path: Path, data: bytes) -> bytes:
        forms = {".json": change.json, ".yaml": change.yaml, ".h5": change.hdf5,
                 ".keras": change.zip, ".loom": change.zip}
        form = forms.get(path.suffix)
        return form(data) if form else change.bytes(data, [])

    def _bytes(self, change: Mutator, kind: str, data: bytes) -> bytes:
        others = [p.read_bytes() for p in self._starts[kind] if p.is_file()]
        return change.bytes(data, others)

    def _keep(self, path: Path, label: str, result: str) -> None:
        self.found.append(f"{label} {result}")
        self._findings.mkdir(parents=True, exist_ok=True)
        corpus.copied(path, self._findings / f"{label}-{path.name}")
        (self._findings / f"{label}.txt").write_text(result, errors="replace")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("kinds", nargs="*", help=" ".join(KINDS))
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0, help="the first one; the next follow it")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--repeat", metavar="KIND:SEED")
    options = parser.parse_args()
    kinds = tuple(options.kinds) or KINDS
    if options.repeat:
        kinds = (options.repeat.split(":")[0],)
    if not set(kinds) <= set(KINDS):
        parser.error(f"the kinds are {', '.join(KINDS)}")
    work = Path(tempfile.mkdtemp(prefix="fuzz-"))
    fuzzer = Fuzzer(work / "work", kinds, options.findings)
    try:
        if options.repeat:
            print(fuzzer.run(kinds[0], int(options.repeat.split(":")[1])))
            return bool(fuzzer.found)
        _run(fuzzer, kinds, options.seed, 60 * options.minutes)
        return bool(fuzzer.found)
    finally:
        fuzzer.child.close()
        shutil.rmtree(work)


def _run(fuzzer: Fuzzer, kinds: tuple[str, ...], seed: int, seconds: float) -> None:
    start = time.monotonic()
    count = 0
    while time.monotonic() - start < seconds:
        result = fuzzer.run(kinds[count % len(kinds)], seed + count // len(kinds))
        count += 1
        if result.startswith("!") and len(fuzzer.found) <= _PRESENT:
            print(fuzzer.found[-1][:1000], flush=True)
    elapsed = time.monotonic() - start
    ends = ", ".join(f"{n} {end}" for end, n in fuzzer.ends.most_common())
    print(
        f"{count} inputs in {elapsed:.0f} s, {count / elapsed:.0f} a second: {ends}; most memory "
        f"{fuzzer.memory >> 20} MiB, longest {fuzzer.seconds:.1f} s; {len(fuzzer.found)} findings"
    )


if __name__ == "__main__":
    sys.exit(main())
