"""Commands that change wires."""

from __future__ import annotations

from app.commands.base import Command, find_link, stop
from app.document.document import Document
from app.document.edit import Edit
from app.document.refusals import refuse_link
from app.document.words import fill, translate


class AddLink(Command):
    """Wire two layers; ``result`` is the link's id.

    Args:
        document: The project.
        source, target: Node ids.
        port: Input port of the target; None for the first free one. A merge
            makes room at a taken port, any other layer gives its wire up.
        source_port: Which of the source's values.
    """

    def __init__(
        self,
        document: Document,
        source: str,
        target: str,
        port: int | None = None,
        source_port: int = 0,
    ) -> None:
        names = (document.graph.nodes[source].name, document.graph.nodes[target].name)
        super().__init__(document, fill(translate("commands", "Connect %1 to %2"), *names))
        self.source, self.target, self.port = source, target, port
        self.source_port = source_port

    def perform(self, edit: Edit) -> None:
        stop(refuse_link(edit.graph, self.source, self.target, self.port))
        link = edit.add_link(self.source, self.target, self.port, self.source_port)
        self.result = link.id


class RemoveLink(Command):
    """Remove a wire."""

    def __init__(self, document: Document, link_id: str) -> None:
        super().__init__(document, translate("commands", "Delete wire"))
        self.link_id = link_id

    def perform(self, edit: Edit) -> None:
        edit.remove_link(find_link(edit.graph, self.link_id).id)


class MoveLink(Command):
    """Lead a wire to another layer or port; ``result`` is the new link's id."""

    def __init__(
        self,
        document: Document,
        link_id: str,
        source: str,
        target: str,
        port: int | None = None,
        source_port: int = 0,
    ) -> None:
        super().__init__(document, translate("commands", "Move wire"))
        self.link_id, self.source, self.target, self.port = link_id, source, target, port
        self.source_port = source_port

    def perform(self, edit: Edit) -> None:
        edit.remove_link(find_link(edit.graph, self.link_id).id)
        stop(refuse_link(edit.graph, self.source, self.target, self.port))
        link = edit.add_link(self.source, self.target, self.port, self.source_port)
        self.result = link.id
