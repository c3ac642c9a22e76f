"""Adding layers from the palette, the search and the clipboard: where they go, what they join."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF

from app.canvas import camera, fitting
from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH, GRID, snapped
from app.canvas.items.port_item import Port
from app.canvas.search_popup import SearchPopup
from app.document.graph import INPUT_KIND, Graph, arity

if TYPE_CHECKING:
    from app.canvas.board import Board


class Adding(QObject):
    """Decides what a new layer joins and where its card lies."""

    def __init__(self, view: Board) -> None:
        super().__init__(view)
        self.view = view
        self._pasted: tuple[Graph, int] | None = None

    # -- one layer --------------------------------------------------------

    def add(self, kind: str, pos: QPointF | None = None) -> None:
        """Add a layer behind the selected one (or at the end, or in the middle of what is seen)."""
        view = self.view
        ids, links = view.selected_ids(), view.canvas.selected_links()
        if pos is None and not ids and len(links) == 1 and kind != INPUT_KIND:
            view.edits.insert(kind, links[0])
            return
        after = ids[-1] if len(ids) == 1 else None
        corner = None if pos is None else self._corner(pos)
        if corner is None and not view.document.graph.nodes:
            corner = self._corner(camera.visible(view).center() - QPointF(0, view.height() / 4))
        view.edits.add(kind, corner, after)

    def _corner(self, middle: QPointF) -> QPointF:
        corner = middle - QPointF(CARD_WIDTH / 2, CARD_HEIGHT / 2)
        return QPointF(snapped(corner.x()), snapped(corner.y())) if self.view.snap else corner

    # -- the search -------------------------------------------------------

    def open(
        self,
        at: QPoint | None = None,
        joined: object = None,
        link: str = "",
        place: QPointF | None = None,
    ) -> None:
        """Open the search; see ``Board.open_search``."""
        view = self.view
        by_keys = at is None
        at = self._default_point() if at is None else at
        first = "" if view.document.graph.inputs() else INPUT_KIND
        popup = SearchPopup(view, self._filter(joined, link), self._hint(joined, link), first)
        spot = QPointF(view.mapToScene(at)) if not by_keys and place is None else None
        popup.chosen.connect(lambda kind: self._chosen(kind, joined, link, place, spot))
        popup.destroyed.connect(view.setFocus)
        popup.popup(view.viewport().mapToGlobal(at))

    def _default_point(self) -> QPoint:
        view = self.view
        at = view.viewport().mapFromGlobal(view.cursor().pos())
        if view.viewport().rect().contains(at):
            return at
        return view.viewport().rect().center() - QPoint(170, 160)

    def _filter(self, joined: object, link: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
        document = self.view.document
        if link:
            return lambda kind: arity(kind) != "none"
        if not isinstance(joined, Port):
            return None
        if joined.side == "out":
            return lambda kind: fitting.fits(document, kind, joined.node_id)
        wired = {x.target_port for x in document.graph.links_into(joined.node_id)}
        if document.graph.kind == "sequential":
            return lambda kind: (kind == INPUT_KIND) != (joined.index in wired)
        return None

    def _hint(self, joined: object, link: str) -> str:
        if link:
            return self.tr("Insert a layer")
        if isinstance(joined, Port):
            name = self.view.document.graph.nodes[joined.node_id].name
            after, before = self.tr("Layer after {name}"), self.tr("Layer before {name}")
            return (after if joined.side == "out" else before).format(name=name)
        return ""

    def _chosen(
        self, kind: str, joined: object, link: str, place: QPointF | None, spot: QPointF | None
    ) -> None:
        edits = self.view.edits
        if place is not None and self.view.snap:
            place = QPointF(snapped(place.x()), snapped(place.y()))
        if link:
            edits.insert(kind, link, place)
        elif isinstance(joined, Port) and joined.side == "out":
            edits.add(kind, place, joined.node_id)
        elif isinstance(joined, Port):
            edits.add_before(kind, joined.node_id, joined.index, place or QPointF())
        else:
            self.add(kind, spot)

    def open_replacing(self, node_id: str) -> None:
        """Let the person choose the layer that takes a card's place."""
        view = self.view
        name = view.document.graph.nodes[node_id].name
        hint = self.tr("Replace {name} by").format(name=name)
        popup = SearchPopup(view, lambda kind: arity(kind) != "none", hint, label=hint)
        popup.chosen.connect(lambda kind: view.edits.replace(node_id, kind))
        popup.destroyed.connect(view.setFocus)
        corner = view.canvas.nodes[node_id].card_rect().bottomLeft()
        popup.popup(view.viewport().mapToGlobal(view.mapFromScene(corner)))

    # -- the clipboard ----------------------------------------------------

    def paste(self, at: QPointF | None = None) -> None:
        """Paste copied nodes beside the originals, at a point, or where they can be seen."""
        part = self.view.edits.copied()
        if part is None or not part.nodes:
            self.view.report(self.tr("There are no copied layers to paste."))
            return
        ids = self.view.selected_ids()
        after = ids[-1] if len(ids) == 1 else None
        self.view.edits.paste(part, self._offset(part, at), after)

    def _offset(self, part: Graph, at: QPointF | None) -> QPointF:
        """Each paste of the same nodes lands a little further on."""
        times = 1
        if self._pasted is not None and self._pasted[0] == part:
            times = self._pasted[1] + 1
        self._pasted = part, times
        box = QRectF()
        for node in part.nodes.values():
            box = box.united(QRectF(node.x, node.y, CARD_WIDTH, CARD_HEIGHT))
        offset = QPointF(3 * GRID, 3 * GRID) * times
        seen = camera.visible(self.view)
        if at is None and seen.intersects(box.translated(offset)):
            return offset
        middle = (at or seen.center()) - box.center()
        return QPointF(snapped(middle.x()), snapped(middle.y()))
