"""The heat map of the drawing: measured in the background, shown on the cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Signal
from PySide6.QtGui import QAction

from app.canvas.heat_legend import HeatLegend
from app.canvas.items.heat import CardHeat
from app.canvas.view import CanvasView
from app.panels.facts import bytes_text
from app.panels.wording import milliseconds
from app.training import heat, recipe
from app.training.failure import Failure
from app.training.heat import Heat
from app.training.job import snapshot_of
from app.training.readiness import missing
from app.training.worker import Task
from app.window.workspace import Workspace

if TYPE_CHECKING:
    from engine.profiling import Cost

#: What the colours can stand for.
TIME, MEMORY = "time", "memory"


def _tr(text: str) -> str:
    return QCoreApplication.translate("HeatMap", text)


class HeatMap(QObject):
    """Measures when it is switched on, and marks what it showed as soon as the drawing changes.

    Signals:
        said(str): Why it cannot be shown.

    Attributes:
        shown: TIME, MEMORY, or "" while it is off.
        heat: What was last measured, None before.
    """

    said = Signal(str)

    def __init__(
        self, canvas: CanvasView, workspace: Workspace, actions: dict[str, QAction]
    ) -> None:
        super().__init__(canvas)
        self.canvas, self.workspace = canvas, workspace
        self.document = workspace.document
        self.shown = ""
        self.heat: Heat | None = None
        self._key = ""  # of the drawing, the data and the settings it was measured with
        self._stale = False
        self._task: Task | None = None
        self._actions = actions
        for name, action in actions.items():
            action.toggled.connect(lambda on, name=name: self.show(name if on else "", name))
        self.legend: HeatLegend = canvas.legend
        self.legend.againWanted.connect(self.measure)
        self.legend.closed.connect(self.switch_off)
        for signal in (self.document.checked, self.document.dataChanged,
                       self.document.setupChanged):  # fmt: skip
            signal.connect(self._follow)
        self.document.reset.connect(self.switch_off)

    def show(self, what: str, instead_of: str = "") -> None:
        """Colour the cards by TIME or MEMORY, or not at all for "".

        Args:
            instead_of: Nothing happens when something else than this is shown by now.
        """
        if what == self.shown or (not what and instead_of not in ("", self.shown)):
            return
        self.shown = what
        for name, action in self._actions.items():
            action.setChecked(name == what)
        if not what:
            self._give_up()
            self.legend.hide()
            self.canvas.canvas.show_heat({})
        elif self.heat is not None and self._key == self._present():
            self._paint()
        else:
            self.measure()

    def switch_off(self) -> None:
        self.show("")

    def measure(self) -> None:
        """Measure the drawing as it is now."""
        steps = missing(self.document)
        if self.workspace.job.running:
            self._refuse(_tr("A training is going on; the heat map can be measured after it."))
            return
        if steps:
            text = _tr("The heat map measures steps of training. Before it: {step}")
            self._refuse(text.format(step=steps[0]))
            return
        self._give_up()
        self.canvas.canvas.show_heat({})
        self.legend.tell(_tr("Measuring…"), note=_tr("Some steps of training are being timed."))
        self._key, self._stale = self._present(), False
        snapshot = snapshot_of(self.document, fresh=True)
        self._task = self.workspace.worker.submit(
            _tr("Measuring the layers"),
            lambda task: heat.measure(snapshot, task.check),
            done=self._done,
            failed=self._failed,
            owner=self,
        )

    def _refuse(self, why: str) -> None:
        self.said.emit(why)
        self.show("")

    def _give_up(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _done(self, found: Heat) -> None:
        self._task = None
        self.heat = found
        self._follow()
        self._paint()

    def _failed(self, failure: Failure) -> None:
        self._task = None
        self.heat = None
        self.said.emit(failure.text or failure.title)
        self.show("")

    def _follow(self, *_: object) -> None:
        """See whether what is shown still holds; undoing a change makes it hold again."""
        if not self.shown:
            return
        stale = self._key != self._present()
        if stale != self._stale and self.heat is not None and self._task is None:
            self._stale = stale
            self._paint()

    def _present(self) -> str:
        return recipe.cost_key(self.document)

    # -- what the cards and the legend say --------------------------------------

    def _paint(self) -> None:
        if self.heat is None or not self.shown:
            return
        costs = self.heat.costs
        most = max((self._amount(cost) for cost in costs.values()), default=0.0)
        self.canvas.canvas.show_heat(
            {key: self._card(key, cost, most) for key, cost in costs.items()}
        )
        profile = self.heat.profile
        if self.shown == TIME:
            title = _tr("Time per step: {time}").format(time=milliseconds(1e3 * profile.seconds))
            apart = sum(row.seconds for row in profile.other) / (profile.seconds or 1.0)
            note = _tr("Batches of {size}. Loss, metrics and the batch itself: {share}")
            note = note.format(size=profile.batch_size, share=_percent(apart))
        else:
            size = bytes_text(round(self._whole()))
            title = _tr("Memory of the layers: {size}").format(size=size)
            note = _tr(
                "Batches of {size}. With gradients and passing values a step needs {needed}."
            )
            note = note.format(size=profile.batch_size, needed=bytes_text(profile.memory))
        if self._stale:
            note = _tr("The model, the data or the settings have changed since.")
        share = most / (self._whole() or 1.0)
        self.legend.tell(title, _percent(share), note, again=self._stale)

    def _amount(self, cost: Cost) -> float:
        return cost.seconds if self.shown == TIME else float(cost.memory)

    def _whole(self) -> float:
        assert self.heat is not None
        profile = self.heat.profile
        if self.shown == TIME:
            return profile.seconds
        return sum(row.memory for row in profile.layers)

    def _card(self, node_id: str, cost: Cost, most: float) -> CardHeat:
        amount = self._amount(cost)
        figure = milliseconds(1e3 * amount) if self.shown == TIME else bytes_text(round(amount))
        share = _percent(amount / (self._whole() or 1.0))
        text = f"{share} · {figure}" if amount else share
        if self._stale:
            text = _tr("{figures} (old)").format(figures=text)
        facts, graph = _facts(cost), self.document.graph
        if node_id in graph.nodes and (graph.nodes[node_id].shared_with or graph.sharers(node_id)):
            facts.append(_tr("All uses of the layer together"))
        return CardHeat(amount / (most or 1.0), text, "\n".join(facts), self._stale)


def _facts(cost: Cost) -> list[str]:
    """Everything that was measured about a layer."""
    times = _tr("Time: {total} (forward {forward}, backward {backward}, update {update})").format(
        total=milliseconds(1e3 * cost.seconds),
        forward=milliseconds(1e3 * cost.forward),
        backward=milliseconds(1e3 * cost.backward),
        update=milliseconds(1e3 * cost.update),
    )
    sizes = _tr("Memory: {total} (values {values}, weights {weights}, optimizer {slots})").format(
        total=bytes_text(cost.memory),
        values=bytes_text(cost.activations),
        weights=bytes_text(cost.weights),
        slots=bytes_text(cost.slots),
    )
    if not cost.flops or not cost.seconds:
        return [times, sizes]
    speed = _tr("Speed: {rate} GFLOP/s").format(rate=QLocale().toString(cost.gflops, "f", 1))
    return [times, sizes, speed]


def _percent(share: float) -> str:
    if 0 < share < 0.001:
        return "< " + _percent(0.001)
    digits = 0 if share >= 0.0995 or share == 0 else 1
    return f"{QLocale().toString(100 * share, 'f', digits)}\N{NO-BREAK SPACE}%"
