"""Problems of the drawing itself: what is not wired, wired twice, looped or named alike."""

from __future__ import annotations

from collections.abc import Iterator

from app.document.fixes import (
    add_input_fix,
    connect_again_fix,
    connect_fix,
    keep_output_fix,
    make_functional_fix,
    plain_call_fix,
    remove_node_fix,
    rename_fix,
)
from app.document.graph import INPUT_KIND, Graph, Node, numbered
from app.document.report import Problem
from app.document.traits import attends
from app.document.words import fill, translate


class Wiring:
    """A graph with its wires looked up once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.incoming = graph.incoming()
        self.outgoing = graph.outgoing()
        self.inputs = [node for node in graph.nodes.values() if node.kind == INPUT_KIND]
        self.output_ids = {node.id for node in graph.outputs()}
        self.takes = {node.id: node.takes for node in graph.nodes.values()}

    def owner(self, node: Node) -> Node:
        return node if node.shared_with is None else self.graph.owner(node.id)


def wiring_problems(wiring: Wiring) -> Iterator[Problem]:
    """Yield what is wrong with the drawing, whatever the layers say."""
    graph = wiring.graph
    if not graph.nodes:
        text = translate("check", "The model is empty. Drag a layer onto the canvas to begin.")
        yield Problem("hint", text, code="empty")
        return
    looped = _looped(wiring)
    for node in graph.nodes.values():
        if node.id in looped:
            yield _loop(node)
        else:
            yield from _missing_inputs(wiring, node)
    yield from _unused_inputs(wiring)
    yield from _same_names(graph)
    yield from _slashes(graph)
    if graph.kind == "sequential":
        yield from _not_a_chain(wiring)
    else:
        yield from _dead_ends(wiring)


def _looped(wiring: Wiring) -> set[str]:
    """Nodes in a loop or reached only through one (no command can make one, a file can)."""
    waiting = {key: len(links) for key, links in wiring.incoming.items()}
    ready = [key for key, count in waiting.items() if count == 0]
    while ready:
        for link in wiring.outgoing[ready.pop()]:
            waiting[link.target] -= 1
            if waiting[link.target] == 0:
                ready.append(link.target)
    return {key for key, count in waiting.items() if count > 0}


def _loop(node: Node) -> Problem:
    text = fill(
        translate("check", "%1 is part of a loop: values must flow one way. Remove a wire."),
        node.name,
    )
    return Problem("error", text, node.id, code="loop")


def _missing_inputs(wiring: Wiring, node: Node) -> Iterator[Problem]:
    links, takes = wiring.incoming[node.id], wiring.takes[node.id]
    if takes == "none":
        if links:
            text = fill(
                translate("check", "%1 is an input of the model: it takes no value."), node.name
            )
            yield Problem("error", text, node.id, links[0].id, code="input-wired")
    elif not links:
        yield _not_wired(wiring, node)
    elif takes == "one" and len(links) > 1:
        text = fill(
            translate("check", "%1 takes one value, but %2 are wired to it. Join them first."),
            node.name,
            len(links),
        )
        yield Problem("error", text, node.id, links[1].id, code="too-many-inputs")
    elif takes == "two" and [link.target_port for link in links] != [0, 1]:
        yield _merge_needs_more(
            node, translate("check", "%1 (%2) needs exactly two values; %3."), links
        )
    elif takes == "fixed" and [x.target_port for x in links] != list(range(node.ports)):
        yield _call_needs_more(node, links)
    elif takes == "many" and len(links) == 1 and attends(node.kind):
        yield _attends_to_nothing(wiring, node, links)
    elif takes == "many" and len(links) < 2:
        yield _merge_needs_more(
            node, translate("check", "%1 (%2) joins two or more values; %3."), links
        )


def _attends_to_nothing(wiring: Wiring, node: Node, links: list) -> Problem:
    text = fill(
        translate(
            "check",
            "%1 (%2) takes a query and a value; one of them is wired. Where a sequence is to "
            "attend to itself, wire it twice.",
        ),
        node.name,
        node.kind,
    )
    source = wiring.graph.nodes[links[0].source]
    free = wiring.graph.kind == "functional"
    fixes = [connect_again_fix(source, node)] if free else []
    return Problem("error", text, node.id, fixes=fixes, code="merge-needs-more")


def _call_needs_more(node: Node, links: list) -> Problem:
    text = translate("check", "%1 (%2) is called with %3 values; %4 of them are wired.")
    whole = fill(text, node.name, node.kind, node.ports, len(links))
    fixes = [plain_call_fix(node)] if len(links) == 1 else []
    return Problem("error", whole, node.id, fixes=fixes, code="merge-needs-more")


def _merge_needs_more(node: Node, text: str, links: list) -> Problem:
    wired = fill(translate("check", "%1 is wired"), len(links))
    return Problem(
        "error", fill(text, node.name, node.kind, wired), node.id, code="merge-needs-more"
    )


def _not_wired(wiring: Wiring, node: Node) -> Problem:
    if not wiring.inputs:
        text = fill(translate("check", "The model has no input: nothing leads into %1."), node.name)
        return Problem("error", text, node.id, fixes=[add_input_fix(node)], code="no-input")
    text = fill(
        translate("check", "%1 (%2) needs a value, but nothing is wired to it."),
        node.name,
        node.kind,
    )
    fixes = [connect_fix(source, node) for source in _candidates(wiring, node)]
    if wiring.graph.kind == "functional":
        fixes.append(add_input_fix(node))
    return Problem("error", text, node.id, fixes=fixes, code="not-wired")


def _candidates(wiring: Wiring, node: Node) -> list[Node]:
    """The nearest unused layer above a node, if its value may lead there."""
    below = wiring.graph.downstream(node.id)
    free = [
        other
        for other in wiring.graph.nodes.values()
        if other.id not in below and not wiring.outgoing[other.id]
    ]
    above = [other for other in free if other.y < node.y] or free
    return sorted(above, key=lambda n: (n.x - node.x) ** 2 + (n.y - node.y) ** 2)[:1]


def _unused_inputs(wiring: Wiring) -> Iterator[Problem]:
    if len(wiring.inputs) == len(wiring.graph.nodes):
        text = translate("check", "Add a layer after the input to make a model.")
        yield Problem("hint", text, wiring.inputs[0].id, code="only-input")
        return
    for node in wiring.inputs:
        if not wiring.outgoing[node.id] and not node.is_output:
            text = fill(
                translate(
                    "check",
                    "The input %1 leads nowhere. Draw a wire from it to a layer, or delete it.",
                ),
                node.name,
            )
            fixes = [connect_fix(node, target) for target in _waiting(wiring, node)]
            fixes.append(remove_node_fix(node))
            yield Problem("error", text, node.id, fixes=fixes, code="unused-input")


def _waiting(wiring: Wiring, node: Node) -> list[Node]:
    """The nearest layer that nothing leads into."""
    found = [
        other
        for other in wiring.graph.nodes.values()
        if wiring.takes[other.id] != "none" and not wiring.incoming[other.id]
    ]
    return sorted(found, key=lambda n: (n.x - node.x) ** 2 + (n.y - node.y) ** 2)[:1]


def _same_names(graph: Graph) -> Iterator[Problem]:
    seen: set[str] = set()
    names = graph.names()
    for node in graph.nodes.values():
        if node.name in seen:
            free = numbered(node.name, names)
            text = fill(translate("check", "Two layers are called %1."), node.name)
            yield Problem("error", text, node.id, fixes=[rename_fix(node, free)], code="same-name")
        seen.add(node.name)


def _slashes(graph: Graph) -> Iterator[Problem]:
    """Keras refuses such names, and weights would be filed under the wrong layer."""
    for node in graph.nodes.values():
        if "/" in node.name:
            free = numbered(node.name.replace("/", "_"), graph.names())
            text = fill(translate("check", "The name %1 holds a slash."), node.name)
            yield Problem("error", text, node.id, fixes=[rename_fix(node, free)], code="bad-name")


def _not_a_chain(wiring: Wiring) -> Iterator[Problem]:
    fix = make_functional_fix()
    for node in wiring.graph.nodes.values():
        text = ""
        if len(wiring.outgoing[node.id]) > 1:
            text = translate("check", "%1 leads to several layers")
        elif wiring.takes[node.id] in ("two", "many", "any", "fixed"):
            text = translate("check", "%1 joins several values")
        elif node.shared_with is not None:
            text = translate("check", "%1 shares the weights of another layer")
        elif node.kind == INPUT_KIND and node is not wiring.inputs[0]:
            text = translate("check", "%1 is a second input")
        if text:
            whole = fill(
                translate("check", "%1, but a Sequential model is a single chain of layers."),
                fill(text, node.name),
            )
            yield Problem("error", whole, node.id, fixes=[fix], code="not-a-chain")


def _dead_ends(wiring: Wiring) -> Iterator[Problem]:
    if len(wiring.output_ids) < 2:
        return
    for key in sorted(wiring.output_ids):
        node = wiring.graph.nodes[key]
        wired = wiring.incoming[key] and not wiring.outgoing[key]
        if wired and not node.is_output and node.kind != INPUT_KIND:
            text = fill(
                translate(
                    "check", "No layer uses %1, so it is an output of the model beside others."
                ),
                node.name,
            )
            fixes = [keep_output_fix(node), remove_node_fix(node)]
            yield Problem("hint", text, node.id, fixes=fixes, code="dead-end")
