"""Graph -> Report: shapes, sizes, costs and every problem, without running anything.

The walk follows the wires. A layer that fails gets a problem; the layers after
it are marked as waiting, so that one mistake is one problem. Layers are asked
through ``app.document.infer``, which remembers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.document.advice import Use, advise, advise_loss
from app.document.arguments import argument_problem, unknown_layer_problem
from app.document.explain import explain
from app.document.graph import GROUP_KIND, INPUT_KIND, PLACEHOLDER_KIND, Graph, Link, Node
from app.document.infer import Inferred, Spec, infer
from app.document.placeholders import (
    keras_class,
    placeholder_inside,
    placeholder_problem,
    unknown_inside,
)
from app.document.report import (
    Fix,
    NodeReport,
    Problem,
    Report,
    Shape,
    SummaryRow,
    shape_text,
)
from app.document.train_setup import TrainSetup
from app.document.wiring import Wiring, wiring_problems
from app.document.words import fill, translate

__all__ = ["Fix", "NodeReport", "Problem", "Report", "SummaryRow", "check", "shape_text"]

_RANK = {"error": 0, "warning": 1, "hint": 2}
#: Errors of a node that still gives a value.
_SHAPE_IS_KNOWN = ("unused-input",)


def check(
    graph: Graph,
    data_shapes: dict[str, Shape] | None = None,
    setup: TrainSetup | None = None,
    weights: Mapping[str, Sequence[Any]] | None = None,
) -> Report:
    """Check a graph.

    Args:
        graph: The model as drawn.
        data_shapes: Name of an input or output -> shape of one sample of the
            data, where known; differing shapes become warnings.
        setup: Losses that are compared with the last activations.
        weights: Layer name -> arrays; they tell the size of layers that do not exist here.

    Returns:
        A report; it never raises for anything that can be drawn or loaded.
    """
    return _Check(graph, data_shapes or {}, setup, weights or {}).run()


class _Check:
    def __init__(
        self,
        graph: Graph,
        data_shapes: dict[str, Shape],
        setup: TrainSetup | None,
        weights: Mapping[str, Sequence[Any]],
    ) -> None:
        self.graph = graph
        self.data_shapes = data_shapes
        self.setup = setup
        self.weights = weights
        self.wiring = Wiring(graph)
        self.order = graph.topological()
        self.specs: dict[str, tuple[Spec, ...]] = {}
        self.reports: dict[str, NodeReport] = {}
        self.loose: list[Problem] = []

    def run(self) -> Report:
        graph = self.graph
        for problem in wiring_problems(self.wiring):
            if problem.node is None:
                self.loose.append(problem)
            elif not self._is_meant(problem):
                self._report(problem.node).problems.append(problem)
        for node in self.order:
            self._visit(node)
        for entry in self.reports.values():
            entry.problems = _most_serious_first(entry.problems)
        report = Report(nodes={key: self._report(key) for key in graph.nodes})
        report.problems = self._all_problems()
        report.complete = any(node.kind != INPUT_KIND for node in graph.nodes.values())
        self._add_up(report)
        report.rows = self._rows()
        return report

    def _report(self, node_id: str) -> NodeReport:
        return self.reports.setdefault(node_id, NodeReport())

    def _is_meant(self, problem: Problem) -> bool:
        """Whether a loose end is one of the author's outputs: a loss was chosen for it."""
        if problem.code != "dead-end" or self.setup is None or problem.node is None:
            return False
        chosen = self.setup.outputs.get(self.graph.nodes[problem.node].name)
        return chosen is not None and bool(chosen.loss)

    # -- one node ---------------------------------------------------------

    def _visit(self, node: Node) -> None:
        report = self._report(node.id)
        links = self.wiring.incoming[node.id]
        drawn = self._effective(node)
        inputs = tuple(self._spec(x) for x in links if x.source in self.specs)
        report.input_shapes = [spec.shape for spec in inputs]
        for link in links:
            if self._beyond(link):
                report.problems.append(self._no_such_value(node, link))
        blocked = any(
            problem.severity == "error" and problem.code not in _SHAPE_IS_KNOWN
            for problem in report.problems
        )
        if blocked or len(inputs) < len(links) or not self._has_inputs(node, links):
            report.waiting = not blocked
            self._check_parameters(drawn, report)
            return
        owner = self.wiring.owner(node)
        built_on = None if owner is node else self._inputs_of(owner)
        layer_name = node.name if owner is node else owner.name
        found = infer(
            node.kind, layer_name, drawn.params, inputs, built_on, node.call, owner.call
        )
        if found.output is None:
            report.problems.append(self._trouble(drawn, links, inputs, found))
            return
        self.specs[node.id] = found.outputs
        report.outputs = [spec.shape for spec in found.outputs]
        report.output_shape, report.dtype = found.output.shape, found.output.dtype
        report.parameters, report.trainable = found.parameters, found.trainable
        report.flops, report.values = found.flops, found.values
        if node.kind == PLACEHOLDER_KIND:
            report.problems.append(placeholder_problem(drawn))
            self._count_held(owner, report)
        elif node.kind == GROUP_KIND and (inside := unknown_inside(drawn.params)):
            report.problems.append(placeholder_inside(drawn, inside))
            self._count_held(owner, report)
        self._advise(drawn, links, inputs, report, found.output)

    def _count_held(self, owner: Node, report: NodeReport) -> None:
        """Parameters of a layer that does not exist here: the arrays that came with it."""
        held = sum(int(array.size) for array in self.weights.get(owner.name, ()))
        report.trainable += max(held - report.parameters, 0)
        report.parameters = max(held, report.parameters)

    def _effective(self, node: Node) -> Node:
        """The node with the arguments of the layer it shares."""
        owner = self.wiring.owner(node)
        return node if owner is node else replace(node, params=owner.params)

    def _has_inputs(self, node: Node, links: list[Link]) -> bool:
        return bool(links) or node.kind == INPUT_KIND

    def _spec(self, link: Link) -> Spec:
        """What a wire brings; the first value where it starts at one that is not given."""
        return self.specs[link.source][0 if self._beyond(link) else link.source_port]

    def _beyond(self, link: Link) -> bool:
        return link.source in self.specs and link.source_port >= len(self.specs[link.source])

    def _no_such_value(self, node: Node, link: Link) -> Problem:
        text = fill(
            translate("check", "%1 takes value %2 of %3, which gives only %4. Move the wire."),
            node.name,
            link.source_port + 1,
            self.graph.nodes[link.source].name,
            len(self.specs[link.source]),
        )
        return Problem("error", text, node.id, link.id, code="no-such-value")

    def _inputs_of(self, node: Node) -> tuple[Spec, ...] | None:
        links = self.wiring.incoming[node.id]
        if not links or any(link.source not in self.specs for link in links):
            return None
        return tuple(self._spec(link) for link in links)

    def _check_parameters(self, node: Node, report: NodeReport) -> None:
        """A layer that cannot be asked for shapes yet can still have wrong arguments."""
        if node.shared_with is None:
            found = infer(node.kind, node.name, node.params, ())
            if found.stage in ("kind", "params"):
                report.waiting = False
                report.problems.append(_refusal(node, found))

    def _trouble(
        self, node: Node, links: list[Link], inputs: tuple[Spec, ...], found: Inferred
    ) -> Problem:
        if found.stage in ("kind", "params"):
            return _refusal(node, found)
        sources = [self._effective(self.graph.nodes[link.source]) for link in links]
        trouble = explain(node, sources, inputs, found.error)
        link = links[0].id if len(links) == 1 else None
        return Problem(
            "error", trouble.text, node.id, link, list(trouble.fixes), code="inputs-do-not-fit"
        )

    # -- advice -----------------------------------------------------------

    def _advise(
        self,
        node: Node,
        links: list[Link],
        inputs: tuple[Spec, ...],
        report: NodeReport,
        output: Spec,
    ) -> None:
        is_output = node.id in self.wiring.output_ids
        sources = tuple(self._effective(self.graph.nodes[link.source]) for link in links)
        use = Use(node, sources, inputs, output, report.parameters, is_output)
        for problem in advise(use):
            self._report(problem.node or node.id).problems.append(problem)
        if is_output and self.setup is not None and node.name in self.setup.outputs:
            chosen = self.setup.outputs[node.name]
            report.problems += advise_loss(self.graph, node, output.shape, chosen)
        if node.name in self.data_shapes and (is_output or node.kind == INPUT_KIND):
            report.problems += self._compare_data(node, output.shape)

    def _compare_data(self, node: Node, shape: Shape) -> list[Problem]:
        data = tuple(self.data_shapes[node.name])
        ours = shape[1:]
        open_or_equal = len(data) == len(ours) and all(
            a is None or b is None or a == b for a, b in zip(data, ours, strict=True)
        )
        if open_or_equal:
            return []
        text = fill(
            translate("check", "%1 has the shape %2, but a sample of its data has the shape %3."),
            node.name,
            shape_text(ours),
            shape_text(data),
        )
        return [Problem("warning", text, node.id, code="data-shape")]

    # -- the whole --------------------------------------------------------

    def _all_problems(self) -> list[Problem]:
        found = list(self.loose)
        for node in self.order:
            found += self._report(node.id).problems
        return sorted(found, key=lambda problem: _RANK[problem.severity])

    def _add_up(self, report: Report) -> None:
        values = 0
        for node in self.order:
            entry = report.nodes[node.id]
            if self.wiring.owner(node) is node:
                report.parameters += entry.parameters
                report.trainable += entry.trainable
            report.flops += entry.flops
            values += entry.values
        report.memory_bytes = 4 * (report.parameters + values)

    def _rows(self) -> list[SummaryRow]:
        """One row per layer; the uses of a shared layer are joined, as Keras does."""
        rows: dict[str, SummaryRow] = {}
        for node in self.order:
            names = [self.graph.nodes[x.source].name for x in self.wiring.incoming[node.id]]
            owner = self.wiring.owner(node)
            entry = self.reports[owner.id]
            joined = (*rows[owner.id].connected_to, *names) if owner.id in rows else tuple(names)
            label = f"{owner.name} ({keras_class(owner.kind, owner.params)})"
            shape = shape_text(entry.output_shape)
            rows[owner.id] = SummaryRow(owner.id, label, shape, entry.parameters, joined)
        return list(rows.values())


def _refusal(node: Node, found: Inferred) -> Problem:
    """The problem of a layer that cannot even be made."""
    if found.stage == "kind":
        return unknown_layer_problem(node)
    return argument_problem(node, found.error)


def _most_serious_first(problems: list[Problem]) -> list[Problem]:
    """By severity; a layer that fails is not told besides that nothing uses it yet."""
    if any(problem.severity == "error" for problem in problems):
        problems = [problem for problem in problems if problem.code != "dead-end"]
    return sorted(problems, key=lambda problem: _RANK[problem.severity])
