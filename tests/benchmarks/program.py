"""Everything a user waits for, measured on this machine, one part after the other.

    python tests/benchmarks/program.py

Window visible (cold and warm), the event loop while the digits train and the
time from Train to the first drawn point, frame time with 1,000 nodes, and
milliseconds per training step. Each part runs in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = (
    ("Window visible", ["startup.py"]),
    (
        "Event loop while training (aim: 99 % under 16 ms), Train to first point (aim: 0.3 s)",
        ["gui_gap.py"],
    ),
    ("Panning 1,000 nodes (aim: 16.7 ms a frame)", ["canvas_pan.py"]),
    ("Training steps", ["fit_step.py"]),
)


def main() -> int:
    failed = 0
    for title, (script, *arguments) in PARTS:
        print(f"\n{title}\n{'-' * len(title)}", flush=True)
        done = subprocess.run([sys.executable, str(HERE / script), *arguments], cwd=HERE.parents[1])
        failed += done.returncode != 0
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
