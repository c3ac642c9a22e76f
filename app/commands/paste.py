"""Pasting copied layers."""

from __future__ import annotations

from app.commands.base import Command
from app.document.clipboard import as_chain, with_new_ids
from app.document.document import Document
from app.document.edit import STEP, Edit
from app.document.graph import INPUT_KIND, Graph, Node
from app.document.refusals import Refused
from app.document.words import translate


class Paste(Command):
    """Add copied nodes with new ids and names; ``result`` lists the new ids.

    A sequential document chains them behind ``after`` or at its end, and keeps
    its own input.

    Args:
        document: The project.
        part: Copied nodes, from ``clipboard``.
        offset: Added to their positions.
        after: Id of the node they follow in a sequential document.
    """

    def __init__(
        self,
        document: Document,
        part: Graph,
        offset: tuple[float, float] = (40.0, 40.0),
        *,
        after: str | None = None,
        text: str = "",
    ) -> None:
        super().__init__(document, text or translate("commands", "Paste"))
        self.part, self.offset, self.after = part.copy(), offset, after

    def perform(self, edit: Edit) -> None:
        sequential = edit.graph.kind == "sequential"
        part = self._chain(edit.graph) if sequential else self.part
        nodes, links = with_new_ids(part, edit.document.new_id, edit.graph.names(), self.offset)
        previous = self.after if self.after in edit.graph.nodes else None
        if sequential and previous is None:
            end = edit.graph.chain_end()
            previous = end.id if end else None
        if sequential and previous is not None:
            _line_up(edit, nodes, previous)
        for node in nodes:
            edit.add_node(node)
        self.result = [node.id for node in nodes]
        if not sequential:
            for link in links:
                edit.put_link(link)
            return
        for node in nodes:
            if previous is not None:
                edit.append(previous, node.id)
            previous = node.id

    def _chain(self, graph: Graph) -> Graph:
        order = as_chain(self.part)
        if order is None or any(node.shared_with for node in order):
            raise Refused(
                translate(
                    "commands",
                    "The copied layers branch or share weights. Convert this Sequential model to "
                    "Functional to paste them.",
                )
            )
        taken = bool(graph.nodes)
        kept = [node for node in order if not (taken and node.kind == INPUT_KIND)]
        return Graph("sequential", {node.id: node for node in kept})


def _line_up(edit: Edit, nodes: list[Node], previous: str) -> None:
    """Put the nodes below the one they follow, and move on what follows them."""
    graph = edit.graph
    above = graph.nodes[previous]
    for number, node in enumerate(nodes, start=1):
        node.x, node.y = above.x, above.y + number * STEP
    if nodes:
        edit.make_room(graph.downstream(previous) - {previous}, nodes[-1].y + STEP)
