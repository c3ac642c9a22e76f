"""What a command changed, and what undo has to bring back."""

from __future__ import annotations


def state(document):
    """Everything undo has to restore, the order of nodes and links included."""
    record = document.record()
    graph = record.graph
    names = {name: [a.tolist() for a in arrays] for name, arrays in (record.weights or {}).items()}
    return (graph, list(graph.nodes), list(graph.links), record.setup, record.data, names)


def names(graph):
    order = graph.chain()
    assert order is not None, "not one chain"
    return [node.name for node in order]


def wires(graph, node_id):
    return [graph.nodes[link.source].name for link in graph.links_into(node_id)]
