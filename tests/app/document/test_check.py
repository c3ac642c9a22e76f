"""What a check says about drawings that are right, wrong and half finished."""

from __future__ import annotations

import pytest

import engine
from app.document import infer as infer_module
from app.document.check import check
from app.document.graph import Graph, Link
from app.document.starters import starting_params
from app.document.train_setup import OutputSetup, TrainSetup
from tests.app.document.drawn import codes, image, line, mend, only, vector

# -- shapes, sizes, costs -------------------------------------------------


def test_shapes_parameters_and_memory_of_a_small_network():
    graph = image(
        ("Conv2D", {"filters": 32, "kernel_size": 3}),
        ("MaxPooling2D", {}),
        ("Flatten", {}),
        ("Dense", {"units": 10}),
    )
    report = check(graph)
    assert report.ok and report.problems == []
    by_kind = {graph.nodes[key].kind: found for key, found in report.nodes.items()}
    assert by_kind["Conv2D"].output_shape == (None, 26, 26, 32)
    assert by_kind["Conv2D"].parameters == 3 * 3 * 1 * 32 + 32
    assert by_kind["MaxPooling2D"].output_shape == (None, 13, 13, 32)
    assert by_kind["Dense"].parameters == 13 * 13 * 32 * 10 + 10
    assert report.parameters == 320 + 54_090
    values = 28 * 28 + 26 * 26 * 32 + 13 * 13 * 32 + 5408 + 10
    assert report.memory_bytes == 4 * (report.parameters + values)


def test_frozen_and_moving_weights_are_not_trainable():
    graph = vector(("BatchNormalization", {}), ("Dense", {"units": 2, "trainable": False}))
    report = check(graph)
    assert report.parameters == 16 + 10
    assert report.trainable == 8


def test_a_dense_layer_costs_two_operations_per_weight():
    report = check(vector(("Dense", {"units": 100}), size=50))
    assert report.flops == pytest.approx(2 * 50 * 100, rel=0.05)


def test_open_sizes_are_carried_along():
    graph = line(
        ("InputLayer", {"shape": [None, 3]}),
        ("LSTM", {"units": 8, "return_sequences": True}),
        ("Dense", {"units": 2}),
    )
    report = check(graph)
    assert [found.output_shape for found in report.nodes.values()] == [
        (None, None, 3),
        (None, None, 8),
        (None, None, 2),
    ]


def test_the_summary_lists_each_layer_once_as_keras_does():
    graph = vector(("Dense", {"units": 4}), ("Dense", {}))
    first, second = (node for node in graph.nodes.values() if node.kind == "Dense")
    second.shared_with = first.id
    rows = check(graph).summary_rows()
    assert [(r.layer, r.output_shape, r.parameters, r.connected_to) for r in rows] == [
        ("input_layer (InputLayer)", "(None, 4)", 0, ()),
        ("dense (Dense)", "(None, 4)", 20, ("input_layer", "dense")),
    ]
    assert check(graph).parameters == 20


def test_checking_fills_no_weight_and_draws_no_seed(monkeypatch):
    from engine.tensor import Variable

    monkeypatch.setattr(infer_module, "_known", {})
    graph = vector(("Dense", {"units": 2}), ("Dropout", {"rate": 0.5}), ("LSTM", {"units": 1}))

    def never(self):
        raise AssertionError("a weight was filled")

    engine.utils.set_random_seed(5)
    expected = engine.random.draw_seed()
    engine.utils.set_random_seed(5)
    monkeypatch.setattr(Variable, "numpy", never)
    check(graph)
    assert engine.random.draw_seed() == expected


@pytest.mark.parametrize("kind", [entry.name for entry in engine.registry.entries("layer")])
def test_checking_runs_no_kernel(kind, monkeypatch):
    class Closed:
        def __enter__(self):
            raise AssertionError("a kernel ran")

        def __exit__(self, *error):
            pass

    monkeypatch.setattr(infer_module, "_known", {})
    monkeypatch.setattr(engine.op, "LANE", Closed())
    monkeypatch.setattr(engine.plan, "LANE", Closed())
    for shape in ([8, 8, 3], [8, 3], [8]):
        graph = merged(kind, shape, shape)
        node = next(iter(graph.nodes.values()))
        node.params = starting_params(kind)
        if engine.registry.find("layer", kind).target.inputs == "one":
            del graph.links[list(graph.links)[1]]
        assert not any("a kernel ran" in problem.text for problem in check(graph).problems)


# -- what does not fit ----------------------------------------------------


def test_a_wrong_rank_names_both_sides_and_offers_the_reshape_that_mends_it():
    graph = vector(("Conv2D", {"filters": 2, "kernel_size": 3}), size=784)
    problem = only(graph)
    assert problem.severity == "error"
    assert "(None, 784)" in problem.text
    assert "(batch, height, width, channels)" in problem.text
    report = mend(graph, problem)
    assert report.ok
    reshape = next(node for node in graph.nodes.values() if node.kind == "Reshape")
    assert report.nodes[reshape.id].output_shape == (None, 28, 28, 1)


def test_an_input_of_a_wrong_rank_gets_a_shape_to_begin_with():
    graph = vector(("Conv2D", {"filters": 2, "kernel_size": 3}), size=30)
    problem = only(graph)
    assert "28" in problem.text and [fix.kind for fix in problem.fixes] == ["set_param"]
    assert mend(graph, problem).ok


def test_a_wrong_rank_without_a_likely_shape_says_what_to_try():
    graph = vector(("Dense", {"units": 7}), ("Conv2D", {"filters": 2, "kernel_size": 3}))
    problem = only(graph)
    assert "Reshape" in problem.text and problem.fixes == []


def branch(filters, *layers):
    """A convolution and a skip around it, added; the drawing and the layers' own shapes."""
    graph = image(("Conv2D", {"filters": filters, "kernel_size": 1}), *layers)
    first, last = list(graph.nodes)[1], list(graph.nodes)[-1]
    add = graph.add("Add", y=900.0)
    graph.connect(first, add)
    graph.connect(last, add)
    return graph


def test_a_residual_block_that_lost_its_rim_is_padded():
    graph = branch(4, ("Conv2D", {"filters": 4, "kernel_size": [5, 3]}))
    problem = only(graph)
    assert "(None, 28, 28, 4)" in problem.text and "(None, 24, 26, 4)" in problem.text
    assert mend(graph, problem).ok


def test_two_windows_that_took_the_rim_are_told_without_a_wrong_proposal():
    convolutions = [("Conv2D", {"filters": 4, "kernel_size": 3})] * 2
    problem = only(branch(4, *convolutions))
    assert 'padding "same"' in problem.text and problem.fixes == []
    padded = ("Conv2D", {"filters": 4, "kernel_size": 3, "padding": "same"})
    assert only(branch(4, convolutions[0], padded)).fixes == []
    assert len(only(branch(4, padded, convolutions[0])).fixes) == 1


def test_two_recurrent_layers_need_the_whole_sequence():
    graph = line(("InputLayer", {"shape": [20, 3]}), ("LSTM", {"units": 8}), ("LSTM", {"units": 8}))
    problem = only(graph)
    assert "(None, 8)" in problem.text and "steps" in problem.text
    assert mend(graph, problem).ok
    assert [n.params.get("return_sequences") for n in graph.nodes.values()] == [None, True, None]


def test_sums_of_different_shapes_show_both():
    graph = Graph("functional")
    a, b = graph.add("InputLayer", shape=[32]), graph.add("InputLayer", x=9.0, shape=[64])
    add = graph.add("Add")
    graph.connect(a, add)
    graph.connect(b, add)
    problem = only(graph)
    assert problem.node == add.id
    assert "(None, 32)" in problem.text and "(None, 64)" in problem.text


def merged(kind, *shapes):
    graph = Graph("functional")
    merge = graph.add(kind, y=120.0)
    for place, shape in enumerate(shapes):
        graph.connect(graph.add("InputLayer", x=300.0 * place, shape=shape), merge)
    return graph


@pytest.mark.parametrize(
    ("kind", "shapes", "result"),
    [
        ("Add", ([32], [64]), (None, 32)),
        ("Multiply", ([5, 3], [5, 7]), (None, 5, 3)),
        ("Concatenate", ([9], [4, 4, 2]), (None, 9 + 32)),
        ("Concatenate", ([4, 4, 2], [9]), (None, 32 + 9)),
    ],
)
def test_a_merge_of_different_shapes_is_mended_by_its_fix(kind, shapes, result):
    graph = merged(kind, *shapes)
    merge = next(iter(graph.nodes))
    report = mend(graph, only(graph))
    assert report.ok
    assert report.nodes[merge].output_shape == result


def test_a_layer_that_gives_its_state_too_has_several_outputs():
    graph = line(("InputLayer", {"shape": [5, 3]}), ("LSTM", {"units": 4, "return_state": True}))
    report = check(graph)
    assert report.ok
    assert [r.outputs for r in report.nodes.values()][-1] == [(None, 4)] * 3


def test_numbers_that_stand_for_words_may_be_embedded():
    graph = vector(("LSTM", {"units": 4}), size=20)
    problem = only(graph)
    assert [fix.data["layer"] for fix in problem.fixes] == ["Reshape", "Embedding"]
    assert mend(graph, problem, 1).ok


@pytest.mark.parametrize(
    ("layers", "shown"),
    [
        ([("Reshape", {"target_shape": [5, 5]})], ["(None, 4)", "(5, 5)"]),
        (
            [
                ("Embedding", {"input_dim": 9, "output_dim": 2}),
                ("Conv1D", {"filters": 1, "kernel_size": 7}),
            ],
            ["(None, 4, 2)", "(7,)"],
        ),
    ],
)
def test_sizes_that_do_not_fit_are_shown(layers, shown):
    text = only(vector(*layers)).text
    assert all(part in text for part in shown), text


def test_flattening_an_open_size_says_why_a_dense_layer_cannot_follow():
    graph = line(("InputLayer", {"shape": [None, 3]}), ("Flatten", {}), ("Dense", {"units": 1}))
    problem = only(graph)
    assert problem.severity == "error" and "(None, None)" in problem.text


def test_one_mistake_is_one_problem_and_what_follows_waits():
    graph = image(
        ("Conv2D", {"filters": 0, "kernel_size": 3}), ("Flatten", {}), ("Dense", {"units": 1})
    )
    report = check(graph)
    assert [problem.code for problem in report.problems] == ["bad-argument"]
    text = report.problems[0].text
    assert "filters cannot be 0" in text and "a whole number, at least 1" in text
    waiting = {graph.nodes[key].kind: found.waiting for key, found in report.nodes.items()}
    assert waiting == {"InputLayer": False, "Conv2D": False, "Flatten": True, "Dense": True}


def test_a_wrong_argument_shows_even_while_the_layer_waits():
    graph = image(("Conv2D", {"filters": 0, "kernel_size": 3}), ("Dense", {"units": "x"}))
    assert codes(graph) == ["bad-argument", "bad-argument"]


@pytest.mark.parametrize(
    ("params", "shown"),
    [
        ({"units": 0}, ["units cannot be 0", "a whole number, at least 1"]),
        ({"units": 3, "use_bias": "maybe"}, ['use_bias cannot be "maybe"', "true or false"]),
        ({"units": 3, "unitz": 4}, ["no argument unitz", "Did you mean units?"]),
        ({}, ["needs a value for units"]),
        ({"units": 3, "activation": "rlu"}, ['activation cannot be "rlu"']),
    ],
)
def test_a_refused_argument_is_named_and_can_be_reset(params, shown):
    graph = vector(("Dense", params))
    problem = only(graph)
    assert all(part in problem.text for part in shown), problem.text
    assert mend(graph, problem).ok


def test_an_unknown_layer_of_a_newer_file_is_one_problem():
    graph = vector(("Densely", {"units": 3}))
    problem = only(graph)
    assert "no layer called Densely" in problem.text and "Did you mean Dense?" in problem.text


def test_a_shared_layer_refuses_another_input_size():
    graph = Graph("functional")
    a, b = graph.add("InputLayer", shape=[3]), graph.add("InputLayer", x=9.0, shape=[5])
    first, second = graph.add("Dense", units=2), graph.add("Dense", is_output=True)
    second.params, second.shared_with, second.is_output = {}, first.id, True
    first.is_output = True
    graph.connect(a, first)
    graph.connect(b, second)
    problem = only(graph)
    assert problem.node == second.id and "(None, 5)" in problem.text


# -- the drawing ----------------------------------------------------------


def test_an_empty_canvas_is_no_error_but_no_model_either():
    report = check(Graph())
    assert [problem.severity for problem in report.problems] == ["hint"]
    assert not report.ok


def test_a_lone_input_asks_for_a_layer():
    report = check(vector())
    assert [problem.code for problem in report.problems] == ["only-input"] and not report.ok


def test_a_model_without_an_input_gets_one():
    graph = line(("Dense", {"units": 2}), ("Dense", {"units": 1}), kind="sequential")
    problem = only(graph)
    assert problem.code == "no-input"
    assert mend(graph, problem).ok


def test_an_unwired_layer_is_connected_by_its_fix():
    graph = vector(("Dense", {"units": 2, "activation": "relu"}))
    loose = graph.add("Dense", y=500.0, units=1)
    problem = next(p for p in check(graph).problems if p.node == loose.id)
    assert problem.code == "not-wired"
    assert mend(graph, problem).ok
    assert [node.name for node in graph.inputs_of(loose.id)] == ["dense"]


@pytest.mark.parametrize("kind", ["Add", "Concatenate", "Subtract"])
def test_a_merge_of_one_value_is_an_error(kind):
    assert codes(vector((kind, {}))) == ["merge-needs-more"]


@pytest.mark.parametrize(
    ("kind", "params"), [("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}), ("Attention", {})]
)
def test_attention_without_a_value_may_attend_to_itself(kind, params):
    graph = line(("InputLayer", {"shape": [5, 6]}), (kind, params))
    attention = next(node for node in graph.nodes.values() if node.kind == kind)
    problem = only(graph)
    assert "twice" in problem.text
    report = mend(graph, problem)
    assert report.ok and report.nodes[attention.id].output_shape == (None, 5, 6)
    assert [link.target_port for link in graph.links.values()] == [0, 1]
    assert codes(line(("InputLayer", {"shape": [5, 6]}), (kind, params), kind="sequential"))


def test_a_loop_in_a_file_is_reported_not_followed():
    graph = vector(("Dense", {"units": 4}), ("Dense", {"units": 4}))
    first, second = [node for node in graph.nodes.values() if node.kind == "Dense"]
    graph.links["back"] = Link("back", second.id, first.id, 1)
    report = check(graph)
    assert not report.ok
    assert {"loop"} == {problem.code for problem in report.problems}


def test_two_layers_of_one_name():
    graph = vector(("Dense", {"units": 2, "activation": "relu"}), ("Dense", {"units": 2}))
    last = list(graph.nodes.values())[-1]
    last.name = "dense"
    problem = only(graph)
    assert problem.code == "same-name"
    assert mend(graph, problem).ok and last.name == "dense_1"


def test_a_name_that_keras_refuses():
    graph = vector(("Dense", {"units": 2}))
    graph.by_name("dense").name = "block/dense"
    problem = only(graph)
    assert mend(graph, problem).ok and graph.by_name("block_dense")


def test_a_branch_in_a_sequential_file_offers_the_conversion():
    graph = vector(("Dense", {"units": 2}), kind="sequential")
    other = graph.add("Dense", units=2)
    graph.connect(next(iter(graph.nodes)), other)
    problem = next(p for p in check(graph).problems if p.code == "not-a-chain")
    assert mend(graph, problem).ok and graph.kind == "functional"


def test_an_output_beside_others_is_pointed_out_until_it_is_meant():
    graph = vector(("Dense", {"units": 2}))
    side = graph.add("Dense", units=1)
    graph.connect(next(iter(graph.nodes)), side)
    report = check(graph)
    assert report.ok and [p.code for p in report.problems] == ["dead-end", "dead-end"]
    for problem in report.problems:
        mend(graph, problem)
    assert check(graph).problems == []


def test_an_output_with_a_loss_is_meant():
    graph = vector(("Dense", {"units": 2}))
    side = graph.add("Dense", "side", units=1)
    graph.connect(next(iter(graph.nodes)), side)
    setup = TrainSetup(outputs={"side": OutputSetup("mean_squared_error")})
    found = [p for p in check(graph, setup=setup).problems if p.code == "dead-end"]
    assert [graph.nodes[p.node].name for p in found] == ["dense"]


def test_an_input_that_leads_nowhere():
    graph = vector(("Dense", {"units": 2}))
    graph.add("InputLayer", x=900.0, shape=[2])
    problem = next(p for p in check(graph).problems if p.severity == "error")
    assert problem.code == "unused-input"
    assert mend(graph, problem).problems == []


def test_an_unfinished_input_has_a_shape_is_no_output_and_is_offered_a_wire():
    graph = vector(("Dense", {"units": 2}))
    late = graph.add("InputLayer", "late", x=900.0, shape=[7])
    loose = graph.add("Dense", "loose", x=900.0, y=120.0, units=2)
    report = check(graph)
    assert report.nodes[late.id].output_shape == (None, 7)
    assert late not in graph.outputs()
    problem = next(p for p in report.nodes[late.id].problems)
    assert "Connect late to loose" in [fix.text for fix in problem.fixes]
    assert [p.code for p in report.nodes[loose.id].problems] == ["not-wired"]


def test_an_error_comes_first_and_without_a_word_about_outputs():
    graph = vector(("Dense", {"units": 2}))
    image = graph.add("Conv2D", x=900.0, filters=2, kernel_size=[3, 3])
    graph.connect(graph.inputs()[0], image)
    assert [p.code for p in check(graph).nodes[image.id].problems] == ["inputs-do-not-fit"]


# -- speed ----------------------------------------------------------------


def test_after_a_change_only_the_changed_layer_is_asked_again(monkeypatch):
    graph = vector(*[("Dense", {"units": 8, "activation": "relu"})] * 1000, size=8)
    check(graph)
    asked = []
    ask = infer_module._ask
    monkeypatch.setattr(infer_module, "_ask", lambda *a: asked.append(a) or ask(*a))
    list(graph.nodes.values())[-1].params["units"] = 7
    report = check(graph)
    assert report.ok and report.parameters == 999 * 72 + 63
    assert len(asked) == 1, "only the changed layer is looked at anew"


STRANGE = [None, -1, 0, 1.5, "x", [], [0], {}, {"class_name": "None"}, True, [[1]], 10**9, {"a": 1}]


@pytest.mark.parametrize("kind", [entry.name for entry in engine.registry.entries("layer")])
def test_any_argument_is_reported_never_raised(kind):
    for name in engine.registry.find("layer", kind).target.params:
        for value in STRANGE:
            graph = image((kind, {}))
            node = list(graph.nodes.values())[-1]
            node.params = {**starting_params(kind), name: value}
            assert set(check(graph).nodes) == set(graph.nodes)
