"""Frame times of the canvas with a 1,000-node functional model.

Run: ``python tests/benchmarks/canvas_pan.py [nodes]``. Draws without a screen; every
frame repaints at once. At 60 frames a second a frame has 16.7 ms.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QPoint
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QApplication, QGraphicsView

from app import theme
from app.canvas import camera, layout
from app.canvas.view import CanvasView
from app.document.document import Document
from app.document.graph import Graph

FRAMES = 200


def model(count: int) -> Graph:
    """A wide model: chains of dense layers that branch and join again."""
    rng = random.Random(7)
    graph = Graph("functional")
    tips = [graph.add("InputLayer", f"input_{i}", shape=[32]) for i in range(8)]
    while len(graph.nodes) < count:
        if rng.random() < 0.15 and len(tips) > 4:
            pair = rng.sample(range(len(tips)), 2)
            node = graph.add("Add")
            for index in sorted(pair, reverse=True):
                graph.connect(tips.pop(index), node)
            tips.append(node)
            continue
        source = rng.choice(tips)
        node = graph.add(rng.choice(["Dense", "Dense", "BatchNormalization", "Dropout"]),
                         **({}))
        if node.kind == "Dense":
            node.params = {"units": 32, "activation": "relu"}
        elif node.kind == "Dropout":
            node.params = {"rate": 0.25}
        graph.connect(source, node)
        if rng.random() > 0.2 or len(tips) > 20:
            tips.remove(source)
        tips.append(node)
    return graph


def timed(name: str, frame: Callable[[int], None], frames: int = FRAMES) -> None:
    spent = []
    for number in range(frames):
        started = time.perf_counter()
        frame(number)
        spent.append((time.perf_counter() - started) * 1000)
    spent.sort()
    late = spent[min(round(frames * 0.99), frames - 1)]
    print(f"{name:38} median {statistics.median(spent):6.2f} ms   99% {late:6.2f} ms")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    app = QApplication([])
    theme.apply(app, "light")
    graph = model(count)
    started = time.perf_counter()
    edges = [(x.source, key) for key, links in graph.incoming().items() for x in links]
    places = layout.layered(list(graph.nodes), edges)
    print(f"layout of {count} nodes: {(time.perf_counter() - started) * 1000:.0f} ms")
    for key, (x, y) in places.items():
        graph.nodes[key].x, graph.nodes[key].y = x, y
    document = Document(graph)
    started = time.perf_counter()
    view = CanvasView(document, QUndoStack(document))
    view.resize(1400, 900)
    view.show()
    app.processEvents()
    print(f"canvas built and shown: {(time.perf_counter() - started) * 1000:.0f} ms")
    document.check()
    app.processEvents()
    modes = QGraphicsView.ViewportUpdateMode
    for mode in (modes.SmartViewportUpdate, modes.MinimalViewportUpdate,
                 modes.FullViewportUpdate):
        view.setViewportUpdateMode(mode)
        print(mode.name)
        measure(app, view)


def measure(app: QApplication, view: CanvasView) -> None:
    def pan(number: int) -> None:
        turn = 1 if (number // 50) % 2 == 0 else -1
        camera.scroll_by(view, QPoint(9 * turn, 5 * turn))
        app.processEvents()

    def zoom(number: int) -> None:
        view.zoom_by(1.03 if (number // 20) % 2 == 0 else 1 / 1.03)
        app.processEvents()

    view.fit_all()
    app.processEvents()
    print(f"  whole model visible, zoom {camera.zoom(view):.2f}")
    timed("  pan, all visible", pan)
    timed("  zoom, all visible", zoom)
    for level in (0.25, 0.45, 0.6, 1.0, 2.0):
        camera.zoom_to(view, level)
        view.centerOn(view.canvas.content_rect().center())
        app.processEvents()
        seen = sum(
            item.card_rect().intersects(camera.visible(view)) for item in view.canvas.nodes.values()
        )
        timed(f"  pan at {level:.0%} ({seen} cards)", pan)
        timed(f"  zoom at {level:.0%}", zoom, 80)


if __name__ == "__main__":
    main()
