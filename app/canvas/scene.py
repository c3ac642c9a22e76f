"""The scene: a card for every node, a wire for every link, kept in step with the document.

It listens to the document's signals and changes nothing there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtWidgets import QGraphicsScene

from app import theme
from app.canvas import geometry, labels, routing
from app.canvas.items import style
from app.canvas.items.heat import CardHeat
from app.canvas.items.link_item import LinkItem
from app.canvas.items.node_item import CardText, NodeItem, Sharing
from app.canvas.items.port_item import Port
from app.document.document import Document
from app.document.graph import INPUT_KIND, Link, Node
from app.document.report import NodeReport, Report, Shape


class CanvasScene(QGraphicsScene):
    """Shows a document's graph.

    Attributes:
        document: The document.
        nodes: The cards by node id.
        links: The wires by link id.

    Signals:
        selectedChanged: The selection is another one.
        contentChanged: Cards came, went or moved.
        rebuilding: Everything is about to be made anew.
    """

    selectedChanged = Signal()
    contentChanged = Signal()
    rebuilding = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.nodes: dict[str, NodeItem] = {}
        self.links: dict[str, LinkItem] = {}
        self._links_at: dict[str, set[str]] = {}
        self._ends: dict[str, Link] = {}
        self._selected: dict[str, None] = {}
        self._selected_links: dict[str, None] = {}
        self._hovered: NodeItem | LinkItem | None = None
        self._stale: set[str] = set()
        self._heat: dict[str, CardHeat] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self.settle)
        self._connect(document)
        theme.notifier().changed.connect(self.restyle)
        self.rebuild()

    def _connect(self, document: Document) -> None:
        document.nodeAdded.connect(self._add_node)
        document.nodeRemoved.connect(self._remove_node)
        document.nodeChanged.connect(self._change_node)
        document.nodeMoved.connect(self._move_node)
        document.linkAdded.connect(self._add_link)
        document.linkRemoved.connect(self._remove_link)
        document.reset.connect(self.rebuild)
        document.checked.connect(self._show_report)

    # -- following the document -------------------------------------------

    def rebuild(self) -> None:
        """Show the whole document anew."""
        self.rebuilding.emit()
        self._settle.stop()
        self._hovered = None
        had = bool(self._selected or self._selected_links)
        self._stale.clear()
        for items in (self.nodes, self.links, self._links_at, self._ends):
            items.clear()
        self._selected.clear()
        self._selected_links.clear()
        self.clear()
        for node in self.document.graph.nodes.values():
            self._add_node(node)
        for link in self.document.graph.links.values():
            self._add_link(link)
        self.settle()
        if had:
            self.selectedChanged.emit()

    def _add_node(self, node: Node) -> None:
        item = NodeItem(node.id)
        item.setPos(node.x, node.y)
        self.nodes[node.id] = item
        self._links_at[node.id] = set()
        self.addItem(item)
        self._change_node(node)

    def _remove_node(self, node: Node) -> None:
        item = self.nodes.pop(node.id)
        if self._hovered is item:
            self._hovered = None
        self._links_at.pop(node.id, None)
        self.removeItem(item)
        if self._selected.pop(node.id, self) is None:
            self._selection_changed()
        self._settle.start()

    def _change_node(self, node: Node) -> None:
        """Show a node's texts, ports and sharing with everything else that changes this turn."""
        self._stale.add(node.id)
        self._settle.start()

    def _move_node(self, node: Node) -> None:
        self.place({node.id: QPointF(node.x, node.y)})
        self._settle.start()

    def _add_link(self, link: Link) -> None:
        item = LinkItem(link.id)
        self.links[link.id] = item
        self._ends[link.id] = link
        for end in (link.source, link.target):
            self._links_at.setdefault(end, set()).add(link.id)
        self._stale.add(link.source)
        self.addItem(item)
        self.settle_soon()

    def _remove_link(self, link: Link) -> None:
        item = self.links.pop(link.id)
        if self._hovered is item:
            self._hovered = None
        self._ends.pop(link.id)
        for end in (link.source, link.target):
            self._links_at.get(end, set()).discard(link.id)
        self._stale.add(link.source)
        self.removeItem(item)
        if self._selected_links.pop(link.id, self) is None:
            self._selection_changed()
        self._settle.start()

    def settle_soon(self) -> None:
        """Settle at the end of this turn."""
        self._settle.start()

    def settle(self) -> None:
        """Bring ports, courses and sharing in step; once per turn however much changed."""
        self._settle.stop()
        self._update_ports()
        self._update_sharing()
        self._update_texts()
        routing.route_all(self)
        self.setSceneRect(self.content_rect().adjusted(-60, -60, 60, 60))
        self.contentChanged.emit()

    def _update_ports(self) -> None:
        graph = self.document.graph
        incoming, outgoing = graph.incoming(), graph.outgoing()
        for node_id, item in self.nodes.items():
            taken = [link.target_port for link in incoming[node_id]]
            given = [link.source_port for link in outgoing[node_id]]
            wired = frozenset([*taken, *(-1 - port for port in given)])
            item.set_outputs(max(self._values(node_id), *given, 0) + 1)
            item.set_inputs(_port_count(graph.nodes[node_id], taken), wired)

    def _values(self, node_id: str) -> int:
        """Number of the last value a card's layer gives, as far as it is known."""
        found = self.document.report.nodes.get(node_id)
        return max(len(found.outputs) - 1, 0) if found is not None else 0

    def _update_sharing(self) -> None:
        graph = self.document.graph
        owners = {node.shared_with for node in graph.nodes.values() if node.shared_with}
        for node_id, item in self.nodes.items():
            sharing: Sharing = ""
            if graph.nodes[node_id].shared_with:
                sharing = "user"
            elif node_id in owners:
                sharing = "owner"
            item.mark(sharing=sharing)
        self._mark_partners()

    def _update_texts(self) -> None:
        graph = self.document.graph
        for key in self._stale & graph.nodes.keys():
            self.nodes[key].set_text(self._text(graph.nodes[key]))
            self.nodes[key].mark(heat=self._heat.get(key))
        self._stale.clear()

    def _show_report(self, report: Report) -> None:
        if self._settle.isActive():
            self.settle()
        graph = self.document.graph
        counts = {key: len(item.output_offsets) for key, item in self.nodes.items()}
        if any(self._values(key) >= count for key, count in counts.items()):
            self.settle()
        for node in graph.nodes.values():
            found = report.nodes.get(node.id)
            item = self.nodes[node.id]
            item.set_text(self._text(node))
            item.mark(severity=(found.severity or "") if found is not None else "")
        bad = {problem.link for problem in report.problems if problem.severity == "error"}
        for link in graph.links.values():
            source = report.nodes.get(link.source)
            wire = self.links[link.id]
            wire.set_label(labels.shape(_given(source, link)) if source is not None else "")
            wire.mark(broken=link.id in bad)

    def _text(self, node: Node) -> CardText:
        graph, found = self.document.graph, self.document.report.nodes.get(node.id)
        params, heat = graph.params_of(node.id), self._heat.get(node.id)
        output = ""
        if node.is_output or (node.kind != INPUT_KIND and not self._has_consumers(node.id)):
            shape = labels.shape(found.output_shape) if found is not None else ""
            output = " · ".join(part for part in (self.tr("output"), shape) if part)
        return CardText(
            title=labels.card_title(node.kind, params),
            look=labels.look(node.kind),
            name=node.name,
            detail=heat.text if heat is not None else labels.settings(node.kind, params),
            parameters=labels.parameters(found.parameters) if found is not None else "",
            count=labels.number(found.parameters) if found is not None else "",
            family=labels.family(node.kind),
            output=output,
        )

    def _has_consumers(self, node_id: str) -> bool:
        at = self._links_at.get(node_id, ())
        return any(self._ends[key].source == node_id for key in at)

    # -- places -----------------------------------------------------------

    def place(self, places: Mapping[str, QPointF]) -> None:
        """Put cards somewhere and let their wires follow (the document does not hear of it)."""
        wires: set[str] = set()
        for node_id, position in places.items():
            item = self.nodes[node_id]
            if item.pos() != position:
                item.setPos(position)
                wires |= self._links_at[node_id]
        for key in wires:
            routing.route_direct(self, key)

    def ends(self, link_id: str) -> tuple[Port, Port] | None:
        """The ports a wire joins, None while its cards are not complete."""
        link = self._ends[link_id]
        source, target = self.nodes.get(link.source), self.nodes.get(link.target)
        if source is None or target is None or link.target_port >= len(target.input_offsets):
            return None
        return source.output(link.source_port), Port(target, "in", link.target_port)

    def content_rect(self, ids: Iterable[str] | None = None) -> QRectF:
        """What the cards (all, or these) cover, with their output labels."""
        chosen = self.nodes.values() if ids is None else [self.nodes[key] for key in ids]
        rect = QRectF()
        for item in chosen:
            card = item.card_rect()
            rect = rect.united(card.adjusted(0, 0, 0, 36) if item.text.output else card)
        return rect

    # -- finding ----------------------------------------------------------

    def node_at(self, point: QPointF) -> NodeItem | None:
        """The topmost card at a point."""
        for item in self.items(point):
            if isinstance(item, NodeItem) and item.card_rect().contains(point):
                return item
        return None

    def port_at(self, point: QPointF, reach: float = geometry.PORT_REACH) -> Port | None:
        """The port nearest a point, if one is within reach."""
        best: tuple[float, Port] | None = None
        around = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
        for item in self.items(around):
            if not isinstance(item, NodeItem):
                continue
            for port in (*item.inputs(), *item.outputs()):
                gap = port.position() - point
                distance = (gap.x() ** 2 + gap.y() ** 2) ** 0.5
                if distance <= reach and (best is None or distance < best[0]):
                    best = distance, port
        return best[1] if best else None

    def link_at(self, point: QPointF, reach: float = geometry.WIRE_REACH) -> LinkItem | None:
        """The wire nearest a point, if one is within reach."""
        around = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
        near = [item for item in self.items(around) if isinstance(item, LinkItem)]
        found = [(item.distance(point), item.link_id) for item in near]
        found = [pair for pair in found if pair[0] <= reach]
        return self.links[min(found)[1]] if found else None

    # -- selection and hovering -------------------------------------------

    def selected_ids(self) -> list[str]:
        """Selected nodes, in the order they were selected."""
        return list(self._selected)

    def selected_links(self) -> list[str]:
        return list(self._selected_links)

    def select(self, ids: Iterable[str], links: Iterable[str] = ()) -> None:
        """Select these nodes and wires and nothing else; unknown ids are left out."""
        nodes = {key: None for key in ids if key in self.nodes}
        wires = {key: None for key in links if key in self.links}
        if list(nodes) == list(self._selected) and wires == self._selected_links:
            return
        for key in self._selected.keys() ^ nodes.keys():
            self.nodes[key].mark(selected=key in nodes)
        for key in self._selected_links.keys() ^ wires.keys():
            self.links[key].mark(selected=key in wires)
        self._selected, self._selected_links = nodes, wires
        self._selection_changed()

    def _selection_changed(self) -> None:
        self._mark_partners()
        self.selectedChanged.emit()

    def hover(self, item: NodeItem | LinkItem | None) -> None:
        """Mark the card or wire below the pointer."""
        if item is self._hovered:
            return
        if self._hovered is not None:
            self._hovered.mark(hovered=False)
        self._hovered = item
        if item is not None:
            item.mark(hovered=True)
        self._mark_partners()

    def _mark_partners(self) -> None:
        """Show which cards share the layer of a selected or hovered one."""
        graph = self.document.graph
        chosen = list(self._selected)
        if isinstance(self._hovered, NodeItem):
            chosen.append(self._hovered.node_id)
        owners = {
            graph.owner(key).id
            for key in chosen
            if key in graph.nodes and key in self.nodes and self.nodes[key].sharing
        }
        for node_id, item in self.nodes.items():
            shares = bool(item.sharing) and node_id in graph.nodes
            other = shares and node_id not in self._selected and item is not self._hovered
            item.mark(partner=other and graph.owner(node_id).id in owners)

    # -- the heat map ----------------------------------------------------

    def show_heat(self, heat: Mapping[str, CardHeat]) -> None:
        """Colour cards by what they cost, with the figures in place of the settings.

        Args:
            heat: Node id -> what is said about it; {} for no heat map.
        """
        self._stale |= self._heat.keys() | heat.keys()
        self._heat = dict(heat)
        self.settle()

    def heat_tip(self, node_id: str) -> str:
        """The figures of a card, one a line, "" without a heat map."""
        heat = self._heat.get(node_id)
        return heat.tip if heat is not None else ""

    # -- looks ------------------------------------------------------------

    def restyle(self) -> None:
        """Repaint in the colours of the theme in force."""
        self.update()

    def retranslate(self) -> None:
        """Write the texts again (language or font changed)."""
        style.forget()
        for node in self.document.graph.nodes.values():
            self.nodes[node.id].set_text(self._text(node))
            self.nodes[node.id].fit_text()
        self._show_report(self.document.report)
        for wire in self.links.values():
            wire.fit_label()


def _given(source: NodeReport, link: Link) -> Shape | None:
    """The shape of what a wire brings."""
    several = link.source_port < len(source.outputs)
    return source.outputs[link.source_port] if several else source.output_shape


def _port_count(node: Node, taken: list[int]) -> int:
    """How many input ports a card shows: a merge always one more than it has wires."""
    takes = node.takes
    if takes == "fixed":
        return node.ports
    highest = max(taken, default=-1) + 1
    least = {"none": 0, "one": 1, "two": 2, "many": max(2, highest + 1), "any": 1}[takes]
    return max(least, highest)
