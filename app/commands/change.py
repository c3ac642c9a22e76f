"""Commands that change layers: place, arguments, name, sharing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.commands.base import Command, stop
from app.document.document import Document
from app.document.edit import Edit
from app.document.refusals import refuse_name, refuse_sharing
from app.document.starters import plain, without_defaults
from app.document.words import fill, translate

if TYPE_CHECKING:
    from app.document.document import Weights


class MoveNodes(Command):
    """Move cards; the moves of one session (a drag) become one.

    Args:
        document: The project.
        positions: Node id -> new top-left corner.
        session: Token of the drag.
    """

    merge_id = 2

    def __init__(
        self,
        document: Document,
        positions: dict[str, tuple[float, float]],
        session: int | None = None,
    ) -> None:
        super().__init__(document, translate("commands", "Move"), session)
        self.positions = dict(positions)

    def perform(self, edit: Edit) -> None:
        for key, (x, y) in self.positions.items():
            edit.move(key, x, y)

    def merge_key(self) -> Any:
        return list(self.positions)


class ApplyLayout(MoveNodes):
    """Arrange many cards at once."""

    def __init__(self, document: Document, positions: dict[str, tuple[float, float]]) -> None:
        super().__init__(document, positions)
        self.setText(translate("commands", "Arrange"))


class SetParam(Command):
    """Set one argument of a layer (of the layer it shares, if it does).

    Args:
        document: The project.
        node_id: The node.
        name: Name of the argument.
        value: Its value; one equal to the default is not stored.
        session: Token of one edit session (a slider's move); such commands merge.
    """

    merge_id = 1

    def __init__(
        self, document: Document, node_id: str, name: str, value: Any, session: int | None = None
    ) -> None:
        self.node_id = document.graph.owner(node_id).id
        layer = document.graph.nodes[self.node_id].name
        super().__init__(
            document, fill(translate("commands", "Change %1 of %2"), name, layer), session
        )
        self.name, self.value = name, plain(value)
        self.before: dict[str, Any] = {}

    def perform(self, edit: Edit) -> None:
        node = edit.graph.nodes[self.node_id]
        self.before = node.params
        params = without_defaults(node.kind, {**node.params, self.name: self.value})
        if params != node.params:
            edit.set_params(self.node_id, params)

    def merge_key(self) -> Any:
        return self.node_id, self.name

    def is_back(self) -> bool:
        return self.document.graph.nodes[self.node_id].params == self.before


class SetParams(Command):
    """Replace all arguments of a layer at once (reset to defaults, paste settings)."""

    def __init__(self, document: Document, node_id: str, params: dict[str, Any]) -> None:
        self.node_id = document.graph.owner(node_id).id
        super().__init__(
            document,
            fill(translate("commands", "Change %1"), document.graph.nodes[self.node_id].name),
        )
        self.params = params

    def perform(self, edit: Edit) -> None:
        node = edit.graph.nodes[self.node_id]
        params = without_defaults(node.kind, self.params)
        if params != node.params:
            edit.set_params(self.node_id, params)


class ChangeInside(Command):
    """Change what is inside a model that stands in the model.

    Args:
        document: The project.
        node_id: The group.
        params: Its new arguments.
        arrays: Its weights, those that still fit kept; None without any.
    """

    def __init__(
        self, document: Document, node_id: str, params: dict[str, Any], arrays: list[Any] | None
    ) -> None:
        self.node_id = document.graph.owner(node_id).id
        name = document.graph.nodes[self.node_id].name
        super().__init__(document, fill(translate("commands", "Change the inside of %1"), name))
        self.params, self.arrays = params, arrays

    def perform(self, edit: Edit) -> None:
        if edit.graph.nodes[self.node_id].params != self.params:
            edit.change_inside(self.node_id, self.params, self.arrays)


class LoadWeights(Command):
    """Give layers weights from elsewhere, a file for instance.

    Args:
        document: The project.
        arrays: Layer name -> arrays; the other layers keep theirs.
    """

    def __init__(self, document: Document, arrays: Weights) -> None:
        super().__init__(document, translate("commands", "Load weights"))
        self.arrays = arrays

    def perform(self, edit: Edit) -> None:
        edit.give_weights(self.arrays)


class Rename(Command):
    """Rename a layer; weights, losses and data follow."""

    def __init__(self, document: Document, node_id: str, name: str) -> None:
        super().__init__(document, fill(translate("commands", "Rename to %1"), name))
        self.node_id, self.name = node_id, name

    def perform(self, edit: Edit) -> None:
        stop(refuse_name(edit.graph, self.name, self.node_id))
        if self.name != edit.graph.nodes[self.node_id].name:
            edit.rename(self.node_id, self.name)


class SetOutput(Command):
    """Make a layer's value an output of the model, or no longer."""

    def __init__(self, document: Document, node_id: str, is_output: bool) -> None:
        super().__init__(document, translate("commands", "Output of the model"))
        self.node_id, self.is_output = node_id, is_output

    def perform(self, edit: Edit) -> None:
        if self.is_output != edit.graph.nodes[self.node_id].is_output:
            edit.set_output(self.node_id, self.is_output)


class ShareLayer(Command):
    """Let a node use another node's layer and weights (of the same class)."""

    def __init__(self, document: Document, node_id: str, other: str) -> None:
        owner = document.graph.owner(other)
        super().__init__(document, fill(translate("commands", "Share weights of %1"), owner.name))
        self.node_id, self.other = node_id, owner.id

    def perform(self, edit: Edit) -> None:
        node = edit.graph.nodes[self.node_id]
        stop(refuse_sharing(edit.graph, node.kind, self.other, self.node_id))
        for sharer in edit.graph.sharers(self.node_id):
            edit.set_shared(sharer.id, self.other)
        edit.set_shared(self.node_id, self.other)
        edit.set_params(self.node_id, {})


class Unshare(Command):
    """Give a node a layer of its own again, with the same arguments."""

    def __init__(self, document: Document, node_id: str) -> None:
        super().__init__(document, translate("commands", "Use own weights"))
        self.node_id = node_id

    def perform(self, edit: Edit) -> None:
        if edit.graph.nodes[self.node_id].shared_with is None:
            return
        params = edit.graph.owner(self.node_id).copy().params
        edit.set_shared(self.node_id, None)
        edit.set_params(self.node_id, params)
