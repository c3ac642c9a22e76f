"""Why something cannot be done to a graph, in words for the user.

Each function returns the reason, or None when it can be done. Gestures ask
before they offer something, commands before they do it.
"""

from __future__ import annotations

from app.document.graph import INPUT_KIND, Graph, GraphKind
from app.document.words import fill, translate


class Refused(ValueError):
    """A command that cannot be carried out; the text is for the user."""


def refuse_link(graph: Graph, source: str, target: str, port: int | None = None) -> str | None:
    """Why no wire can lead from source to target.

    Args:
        graph: The graph, with both nodes.
        source, target: Node ids.
        port: Input port of the target, None for the first free one.
    """
    if source not in graph.nodes or target not in graph.nodes:
        return translate("refusals", "This layer is no longer there.")
    start, end = graph.nodes[source], graph.nodes[target]
    takes = end.takes
    if takes == "none":
        return fill(
            translate("refusals", "%1 is an input of the model: it takes no value."), end.name
        )
    if source == target:
        return fill(translate("refusals", "%1 cannot take its own value."), start.name)
    if graph.would_cycle(source, target):
        return fill(
            translate("refusals", "%2 already leads to %1: this wire would close a loop."),
            start.name,
            end.name,
        )
    if any(x.source == source and x.target == target for x in graph.links.values()):
        same_port = port is None or takes == "one"
        if same_port:
            return fill(translate("refusals", "%1 is already wired to %2."), start.name, end.name)
    if takes == "two" and (graph.free_port(target) if port is None else port) > 1:
        return fill(translate("refusals", "%1 takes two values, and both are wired."), end.name)
    if takes == "fixed" and (graph.free_port(target) if port is None else port) >= end.ports:
        return fill(
            translate("refusals", "%1 takes %2 values, and all are wired."), end.name, end.ports
        )
    return _refuse_branch(graph, source, target) if graph.kind == "sequential" else None


def _refuse_branch(graph: Graph, source: str, target: str) -> str | None:
    if graph.nodes[target].takes != "one":
        return fill(
            translate(
                "refusals",
                "%1 joins several values, but a Sequential model is a single chain. Convert the "
                "model to Functional to do this.",
            ),
            graph.nodes[target].name,
        )
    if any(link.target != target for link in graph.links_from(source)):
        return fill(
            translate(
                "refusals",
                "%1 already leads to %2, and a Sequential model is a single chain. Convert the "
                "model to Functional to branch.",
            ),
            graph.nodes[source].name,
            graph.consumers_of(source)[0].name,
        )
    return None


def refuse_name(graph: Graph, name: str, node_id: str | None = None) -> str | None:
    """Why a node (a new one without an id) cannot have a name."""
    if not name.strip():
        return translate("refusals", "A layer needs a name.")
    if name != clean_name(name):
        return fill(
            translate(
                "refusals",
                "A layer's name cannot hold slashes or line breaks, or begin or end with a space: "
                "%1",
            ),
            name,
        )
    other = graph.by_name(name)
    if other is not None and other.id != node_id:
        return fill(translate("refusals", "There is already a layer called %1."), name)
    return None


def clean_name(name: str) -> str:
    """A name without what a layer's name cannot hold."""
    return "".join("_" if c == "/" or not c.isprintable() else c for c in name).strip()


def refuse_sharing(graph: Graph, kind: str, other: str, node_id: str | None = None) -> str | None:
    """Why a node of a class (a new one without an id) cannot use another's layer."""
    if other not in graph.nodes:
        return translate("refusals", "This layer is no longer there.")
    owner = graph.owner(other)
    if graph.kind == "sequential":
        return translate(
            "refusals",
            "A Sequential model uses each layer once. Convert the model to Functional to share "
            "weights.",
        )
    if owner.kind != kind:
        return fill(
            translate("refusals", "%1 is a %2 layer; only a %2 can share its weights, not a %3."),
            owner.name,
            owner.kind,
            kind,
        )
    if kind == INPUT_KIND:
        return translate("refusals", "An input has no weights to share.")
    if node_id is not None and owner.id == graph.owner(node_id).id:
        return fill(translate("refusals", "These two already share the weights of %1."), owner.name)
    return None


def refuse_conversion(graph: Graph, kind: GraphKind) -> str | None:
    """Why a graph cannot become sequential (it can always become functional)."""
    if kind == "functional":
        return None
    chained = graph.chain() is not None
    plain = all(
        node.shared_with is None and node.takes in ("none", "one")
        for node in graph.nodes.values()
    )
    first = [node.id for node in graph.topological()][:1]
    starts = all(node.id in first for node in graph.inputs())
    if chained and plain and starts:
        return None
    return translate(
        "refusals",
        "Only a single chain of layers without branches, merges and shared weights can become a "
        "Sequential model.",
    )
