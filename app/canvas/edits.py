"""What a person does on the canvas, as commands on the undo stack.

Every change of the document that starts on the canvas goes through here. What
cannot be done is told (``refused``), never raised into Qt's event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QGuiApplication, QUndoStack

from app import commands
from app.canvas import layout
from app.canvas.arrange import Positions
from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH, GRID, ROW, snapped
from app.commands import Command, Refused
from app.document import clipboard
from app.document.document import Document
from app.document.freezing import can_freeze, frozen, with_frozen
from app.document.graph import INPUT_KIND, Graph, arity
from app.document.report import Fix


class Edits(QObject):
    """The canvas's changes.

    Signals:
        refused: Something could not be done; the text says why.
        made: Nodes were added; their ids.
    """

    refused = Signal(str)
    made = Signal(object)

    def __init__(self, document: Document, stack: QUndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self.document = document
        self.stack = stack
        self._nudging: tuple[int, list[str], int] | None = None

    def _push(self, make: Callable[[], Command]) -> Any:
        """Make and carry out a command; return its result (or True), None when refused."""
        try:
            result = commands.push(self.stack, make())
        except Refused as reason:
            self.refused.emit(str(reason))
            return None
        return True if result is None else result

    def _added(self, result: str | list[str] | None) -> list[str]:
        ids = [result] if isinstance(result, str) else list(result or ())
        if ids:
            self.made.emit(ids)
        return ids

    # -- adding -----------------------------------------------------------

    def add(self, kind: str, corner: QPointF | None = None, after: str | None = None) -> list[str]:
        """Add a layer; with ``after`` it is wired behind that one. Returns its id in a list."""
        graph = self.document.graph
        follows = after if arity(kind) != "none" else None
        x, y = (None, None) if corner is None else (corner.x(), corner.y())
        if corner is None and follows is not None and graph.kind == "functional":
            above = graph.nodes[follows]
            place = self._free_place(above.x, above.y + ROW - GRID)
            x, y = place.x(), place.y()
        return self._added(
            self._push(lambda: commands.AddNode(self.document, kind, x, y, after=follows))
        )

    def insert(self, kind: str, link_id: str, corner: QPointF | None = None) -> list[str]:
        """Insert a new layer into a wire."""
        link = self.document.graph.links.get(link_id)
        if corner is None and link is not None:
            start, end = (self.document.graph.nodes[key] for key in (link.source, link.target))
            middle = QPointF((start.x + end.x) / 2, (start.y + end.y) / 2)
            corner = self._free_place(snapped(middle.x()), snapped(middle.y()))
        corner = corner or QPointF()
        return self._added(
            self._push(
                lambda: commands.InsertOnLink(
                    self.document, link_id, kind, corner.x(), corner.y()
                )
            )
        )

    def add_before(self, kind: str, target: str, port: int, corner: QPointF) -> list[str]:
        """Add a layer whose value goes to an input port; one undo step."""
        present = {x.target_port: x.id for x in self.document.graph.links_into(target)}
        if self.document.graph.kind == "sequential":
            if port in present and kind != INPUT_KIND:
                return self.insert(kind, present[port], corner)
            return self.add(kind, corner)
        self.stack.beginMacro(
            QCoreApplication.translate("Edits", "Add {layer}").format(layer=kind)
        )
        ids = self.add(kind, corner)
        if ids:
            self._push(lambda: commands.AddLink(self.document, ids[0], target, port))
        self.stack.endMacro()
        return ids

    def share(self, node_id: str) -> list[str]:
        """Use a layer again: a node beside it with the same weights."""
        graph = self.document.graph
        node, owner = graph.nodes[node_id], graph.owner(node_id)
        place = self._free_place(node.x + CARD_WIDTH + 3 * GRID, node.y)
        return self._added(
            self._push(
                lambda: commands.AddNode(
                    self.document, owner.kind, place.x(), place.y(), shared_with=owner.id
                )
            )
        )

    def unshare(self, ids: Iterable[str]) -> None:
        for key in [k for k in ids if self.document.graph.nodes[k].shared_with]:
            self._push(partial(commands.Unshare, self.document, key))

    def _free_place(self, x: float, y: float) -> QPointF:
        """The nearest place at or to the right of a corner where no card lies."""
        cards = [
            QRectF(node.x, node.y, CARD_WIDTH, CARD_HEIGHT)
            for node in self.document.graph.nodes.values()
        ]
        wanted = QRectF(x, y, CARD_WIDTH, CARD_HEIGHT)
        while blocking := [card for card in cards if card.intersects(wanted)]:
            wanted.moveLeft(max(card.right() for card in blocking) + 3 * GRID)
        return wanted.topLeft()

    # -- wires ------------------------------------------------------------

    def wire(
        self,
        source: str,
        target: str,
        port: int | None = None,
        replaces: str = "",
        value: int = 0,
    ) -> None:
        """Join two nodes, or lead the wire ``replaces`` there; ``value`` of several."""
        document = self.document
        if not replaces:
            self._push(lambda: commands.AddLink(document, source, target, port, value))
            return
        link = document.graph.links[replaces]
        ends = link.source, link.target, link.target_port, link.source_port
        if ends != (source, target, port, value):
            self._push(
                lambda: commands.MoveLink(document, replaces, source, target, port, value)
            )

    def connect_in_order(self, ids: list[str]) -> None:
        """Wire selected nodes one to the next, from the top of the drawing down."""
        graph = self.document.graph
        order = sorted(ids, key=lambda key: (graph.nodes[key].y, graph.nodes[key].x))
        pairs = list(zip(order, order[1:], strict=False))
        self._together(
            QCoreApplication.translate("Edits", "Connect layers"),
            [partial(commands.AddLink, self.document, a, b) for a, b in pairs],
        )

    def unwire(self, ids: list[str]) -> None:
        """Remove the wires among nodes; of a single one, all its wires."""
        chosen = set(ids)
        graph = self.document.graph
        if len(chosen) == 1:
            links = [x.id for x in graph.links.values() if {x.source, x.target} & chosen]
        else:
            links = [x.id for x in graph.links.values() if {x.source, x.target} <= chosen]
        self.remove([], links)

    def _together(self, text: str, makers: Sequence[Callable[[], Command]]) -> None:
        """Several commands as one undo step; stops at the first that is refused."""
        first = makers[0]()
        try:
            first.prepare()  # refused now, it leaves no empty step
        except Refused as reason:
            self.refused.emit(str(reason))
            return
        self.stack.beginMacro(text)
        commands.push(self.stack, first)
        for make in makers[1:]:
            if self._push(make) is None:
                break
        self.stack.endMacro()

    # -- removing, changing -----------------------------------------------

    def remove(self, ids: Iterable[str], links: Iterable[str] = ()) -> None:
        """Delete; what stood before and behind a layer is joined."""
        ids, links = list(ids), list(links)
        if ids or links:
            self._push(lambda: commands.RemoveNodes(self.document, ids, links=links))

    def rename(self, node_id: str, name: str) -> str:
        """Rename; return why not, "" when done or nothing was to do."""
        node = self.document.graph.nodes.get(node_id)
        if node is None or node.name == name:
            return ""
        try:
            commands.push(self.stack, commands.Rename(self.document, node_id, name))
        except Refused as reason:
            return str(reason)
        return ""

    def replace(self, node_id: str, kind: str) -> None:
        """Put another layer into a node's place."""
        self._push(lambda: commands.ReplaceLayer(self.document, node_id, kind))

    def ungroup(self, node_id: str) -> None:
        """Put the layers of a model inside the model into the drawing."""
        self._added(self._push(lambda: commands.Ungroup(self.document, node_id)))

    def set_output(self, ids: list[str], on: bool) -> None:
        nodes = self.document.graph.nodes
        makers = [
            partial(commands.SetOutput, self.document, key, on)
            for key in ids
            if nodes[key].is_output != on
        ]
        if len(makers) == 1:
            self._push(makers[0])
        elif makers:
            self._together(QCoreApplication.translate("Edits", "Outputs of the model"), makers)

    def freezable(self, ids: Iterable[str]) -> list[str]:
        """The layers among these that hold weights, each once."""
        graph, found = self.document.graph, self.document.report.nodes
        owners = dict.fromkeys(graph.owner(key).id for key in ids)
        return [
            key
            for key in owners
            if can_freeze(graph.nodes[key].kind) and key in found and found[key].parameters
        ]

    def is_frozen(self, node_id: str) -> bool:
        graph = self.document.graph
        return frozen(graph.nodes[node_id].kind, graph.params_of(node_id))

    def freeze(self, ids: Iterable[str], on: bool) -> None:
        """Let training leave the weights of layers alone, or change them again."""
        nodes = self.document.graph.nodes
        makers = [
            partial(
                commands.SetParams,
                self.document,
                key,
                with_frozen(nodes[key].kind, nodes[key].params, on),
            )
            for key in self.freezable(ids)
            if self.is_frozen(key) != on
        ]
        if makers:
            text = (
                QCoreApplication.translate("Edits", "Freeze weights")
                if on
                else QCoreApplication.translate("Edits", "Let weights be trained")
            )
            self._together(text, makers)

    def mend(self, fix: Fix) -> None:
        """Carry out what the check proposed."""
        self._push(lambda: commands.ApplyFix(self.document, fix))

    # -- places -----------------------------------------------------------

    def move(self, places: Positions, into: str | None = None) -> None:
        """Move nodes; a single one also into a wire (one undo step)."""
        nodes = self.document.graph.nodes
        moved = {k: p for k, p in places.items() if (nodes[k].x, nodes[k].y) != p}
        if into is not None and len(places) == 1:
            (key,) = places
            self._together(
                QCoreApplication.translate("Edits", "Insert {layer}").format(layer=nodes[key].name),
                [
                    lambda: commands.MoveNodes(self.document, moved),
                    lambda: commands.WireIntoLink(self.document, into, key),
                ],
            )
        elif moved:
            self._push(lambda: commands.MoveNodes(self.document, moved))

    def nudge(self, ids: list[str], dx: float, dy: float) -> None:
        """Move by a little; nudges in a row are one undo step."""
        if not ids:
            return
        if self._nudging is None or self._nudging[1:] != (ids, self.stack.index()):
            self._nudging = (commands.new_session(), ids, 0)
        session = self._nudging[0]
        nodes = self.document.graph.nodes
        places = {key: (nodes[key].x + dx, nodes[key].y + dy) for key in ids}
        self._push(lambda: commands.MoveNodes(self.document, places, session))
        self._nudging = (session, ids, self.stack.index())

    def arrange(self, places: Positions) -> None:
        """Put several nodes elsewhere at once."""
        nodes = self.document.graph.nodes
        moved = {k: p for k, p in places.items() if (nodes[k].x, nodes[k].y) != p}
        if moved:
            self._push(lambda: commands.ApplyLayout(self.document, moved))

    def auto_layout(self, ids: list[str]) -> None:
        """Lay nodes out in layers; where they are now, as a whole, they stay."""
        graph = self.document.graph
        chosen = set(ids)
        nodes = [key for key in graph.nodes if key in chosen]
        if not nodes:
            return
        incoming = graph.incoming()
        edges = [(link.source, key) for key in nodes for link in incoming[key]]
        places = layout.layered(nodes, edges)
        old = _middle_top([(graph.nodes[key].x, graph.nodes[key].y) for key in nodes])
        new = _middle_top(list(places.values()))
        dx, dy = snapped(old[0] - new[0]), snapped(old[1] - new[1])
        self.arrange({key: (x + dx, y + dy) for key, (x, y) in places.items()})

    def insertable(self, node_id: str) -> bool:
        """Whether a node can be dropped onto a wire."""
        graph = self.document.graph
        return (
            graph.nodes[node_id].takes != "none"
            and not graph.links_into(node_id)
            and not graph.links_from(node_id)
        )

    # -- clipboard --------------------------------------------------------

    def copy(self, ids: list[str]) -> None:
        """Put nodes on the system's clipboard."""
        if not ids:
            return
        text = clipboard.to_text(clipboard.copy_nodes(self.document.graph, ids))
        data = QMimeData()
        data.setData(clipboard.MIME_TYPE, text.encode())
        data.setText(text)
        QGuiApplication.clipboard().setMimeData(data)

    @staticmethod
    def copied() -> Graph | None:
        """The nodes on the clipboard, None when it holds something else."""
        data = QGuiApplication.clipboard().mimeData()
        if data is None:
            return None
        if data.hasFormat(clipboard.MIME_TYPE):
            raw = bytes(data.data(clipboard.MIME_TYPE).data())
            return clipboard.from_text(raw.decode("utf-8", "replace"))
        return clipboard.from_text(data.text()) if data.hasText() else None

    def paste(self, part: Graph, offset: QPointF, after: str | None) -> list[str]:
        """Add copied nodes."""
        by = (offset.x(), offset.y())
        return self._added(
            self._push(lambda: commands.Paste(self.document, part, by, after=after))
        )

    def duplicate(self, ids: list[str]) -> list[str]:
        """Copies of nodes beside them; in a chain, behind the last of them."""
        part = clipboard.copy_nodes(self.document.graph, ids)
        text = QCoreApplication.translate("Edits", "Duplicate")
        after = list(part.nodes)[-1] if part.nodes else None
        return self._added(
            self._push(
                lambda: commands.Paste(
                    self.document, part, (3 * GRID, 3 * GRID), after=after, text=text
                )
            )
        )


def _middle_top(corners: list[tuple[float, float]]) -> tuple[float, float]:
    xs = [x for x, _ in corners]
    return (min(xs) + max(xs)) / 2, min(y for _, y in corners)
