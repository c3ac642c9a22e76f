"""Does the window stutter while it trains? Run: ``python tests/benchmarks/gui_gap.py [epochs]``.

Trains a small convolutional network on the handwritten digits with the real
training panel and charts, off screen, while a timer of one millisecond notes
how long the event loop let it wait. Prints the median, the 99th percentile and
the longest wait, and the time from Train to the first drawn point: the first
time with cold kernels, the second time warm.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np  # noqa: E402
from PySide6.QtCore import QEventLoop, Qt, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget  # noqa: E402

from app import theme  # noqa: E402
from app.data.spec import DataSpec  # noqa: E402
from app.document.document import Document  # noqa: E402
from app.document.graph import Graph  # noqa: E402
from app.document.train_setup import OutputSetup, TrainSetup  # noqa: E402
from app.panels.charts import ChartsPanel  # noqa: E402
from app.panels.training import TrainingPanel  # noqa: E402
from app.training.job import TrainingJob  # noqa: E402
from app.training.worker import Worker  # noqa: E402

LAYERS = (
    ("InputLayer", {"shape": [8, 8, 1]}),
    ("Conv2D", {"filters": 32, "kernel_size": [3, 3], "activation": "relu", "padding": "same"}),
    ("MaxPooling2D", {}),
    ("Conv2D", {"filters": 64, "kernel_size": [3, 3], "activation": "relu", "padding": "same"}),
    ("Flatten", {}),
    ("Dense", {"units": 10, "activation": "softmax"}),
)


def digits(epochs: int) -> Document:
    graph, previous = Graph("sequential"), None
    for number, (kind, params) in enumerate(LAYERS):
        node = graph.add(kind, f"layer{number}", y=100.0 * number, **params)
        if previous is not None:
            graph.connect(previous, node)
        previous = node
    document, last = Document(graph), f"layer{len(LAYERS) - 1}"
    document.set_data(
        DataSpec(
            "builtin",
            name="digits",
            scale="minmax",
            assign={"layer0": ["image"], last: ["digit"]},
        )
    )
    output = OutputSetup("sparse_categorical_crossentropy", metrics=["accuracy"])
    document.set_setup(TrainSetup(outputs={last: output}, epochs=epochs, seed=1))
    document.check()
    return document


class Gaps:
    """Milliseconds between the ticks of a one-millisecond timer."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self.timer = QTimer()
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._tick)

    def start(self) -> None:
        self.gaps.clear()
        self._last = time.perf_counter()
        self.timer.start(1)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now


def main() -> int:
    epochs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    app = QApplication([])
    theme.apply(app, "light")
    document, worker, gaps = digits(epochs), Worker(), Gaps()
    job = TrainingJob(worker)
    window, charts = QWidget(), ChartsPanel(document, job)
    layout = QHBoxLayout(window)
    layout.addWidget(TrainingPanel(document, job))
    layout.addWidget(charts, 1)
    window.resize(1280, 800)
    window.show()
    app.processEvents()
    for name in ("cold", "warm", "warm"):
        measure(name, document, job, charts, gaps)
    job.shutdown()
    return 0 if worker.shutdown() else 1


def measure(
    name: str, document: Document, job: TrainingJob, charts: ChartsPanel, gaps: Gaps
) -> None:
    loop = QEventLoop()
    job.finished.connect(loop.quit)
    job.failed.connect(loop.quit)
    gaps.start()
    begun = time.perf_counter()
    job.train(document, fresh=True)
    loop.exec()
    seconds = time.perf_counter() - begun
    gaps.timer.stop()
    job.finished.disconnect(loop.quit)
    job.failed.disconnect(loop.quit)
    first = (charts.first_drawn or time.perf_counter()) - begun
    middle, high = np.percentile(gaps.gaps, [50, 99])
    epochs = len(document.runs[-1].epochs)
    print(
        f"{name}: {epochs} epochs in {seconds:.2f} s; event loop gaps in ms: median {middle:.2f}, "
        f"99 % {high:.2f}, max {max(gaps.gaps):.1f}; Train to first drawn point {first:.3f} s"
    )


if __name__ == "__main__":
    raise SystemExit(main())
