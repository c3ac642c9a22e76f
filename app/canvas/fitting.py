"""Which layers a wire can join, and why others not. Pure questions to the document."""

from __future__ import annotations

from app.canvas.items.port_item import Side
from app.document.document import Document
from app.document.graph import Graph, arity
from app.document.infer import Spec, infer
from app.document.refusals import refuse_link
from app.document.starters import starting_params


def blocked(graph: Graph, node_id: str, side: Side) -> set[str]:
    """The nodes no wire from this port can join: they would close a loop or take nothing."""
    if side == "in":
        return graph.downstream(node_id) - {node_id}
    takers = {kind for kind in {n.kind for n in graph.nodes.values()} if arity(kind) != "none"}
    closed = graph.upstream(node_id)
    return {
        key for key, node in graph.nodes.items() if key in closed or node.kind not in takers
    } - {node_id}


def refusal(graph: Graph, source: str, target: str, port: int, replaces: str = "") -> str | None:
    """Why a wire cannot lead there, as if the wire it replaces were gone already."""
    if replaces:
        links = {key: link for key, link in graph.links.items() if key != replaces}
        graph = Graph(graph.kind, graph.nodes, links)
    return refuse_link(graph, source, target, max(port, 0))


def misfit(
    document: Document, source: str, target: str, port: int | None, replaces: str = ""
) -> str | None:
    """Why a layer could not work with what the wire brings; None if it can or nobody knows.

    Such a wire may be drawn: the problem list then offers ways to mend it. Without a
    port the first is meant, of a merge the first free one.
    """
    graph = document.graph
    node = graph.nodes[target]
    bring = {
        link.target_port: link.source
        for link in graph.links_into(target)
        if link.id != replaces
    }
    if port is None:
        port = 0 if node.takes == "one" else graph.free_port(target)
    bring[max(port, 0)] = source
    specs = [_spec(document, bring[key]) for key in sorted(bring)]
    if None in specs or (node.takes in ("two", "many") and len(specs) < 2):
        return None
    if node.takes == "fixed" and sorted(bring) != list(range(node.ports)):
        return None
    found = infer(
        node.kind, node.name, graph.params_of(target), tuple(s for s in specs if s is not None),
        call=node.call,
    )
    return found.error if found.stage == "inputs" else None


def fits(document: Document, kind: str, source: str) -> bool:
    """Whether a fresh layer of a class could take a node's value."""
    takes = arity(kind)
    if takes == "none":
        return False
    spec = _spec(document, source)
    if spec is None or takes != "one":
        return True
    return not infer(kind, kind.lower(), starting_params(kind), (spec,)).error


def _spec(document: Document, node_id: str) -> Spec | None:
    found = document.report.nodes.get(node_id)
    if found is None or found.output_shape is None:
        return None
    return Spec(tuple(found.output_shape), found.dtype or "float32")
