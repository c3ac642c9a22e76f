"""What the data must look like, read off the drawn model."""

from __future__ import annotations

from app.document.graph import Graph
from app.document.ports import input_ports, output_ports
from app.document.train_setup import OutputSetup, TrainSetup


def test_names_shapes_and_losses_in_the_models_order():
    graph = Graph("functional")
    right = graph.add("InputLayer", "right", x=300.0, shape=[5])
    left = graph.add("InputLayer", "left", x=0.0, shape=[8, 8, 1])
    flat = graph.add("Flatten", "flat")
    both = graph.add("Concatenate", "both")
    out = graph.add("Dense", "answer", units=3, activation="softmax")
    for source, target in ((left, flat), (flat, both), (right, both), (both, out)):
        graph.connect(source, target)
    setup = TrainSetup(outputs={"answer": OutputSetup("sparse_categorical_crossentropy")})
    assert [(p.name, p.shape, p.vocabulary) for p in input_ports(graph)] == [
        ("left", (8, 8, 1), None), ("right", (5,), None),
    ]  # fmt: skip
    (port,) = output_ports(graph, setup)
    assert (port.name, port.shape, port.loss) == ("answer", (3,), "SparseCategoricalCrossentropy")
    assert output_ports(graph, TrainSetup())[0].loss == ""


def test_an_input_of_words_is_whole_and_knows_its_vocabulary():
    graph = Graph("sequential")
    words = graph.add("InputLayer", "words", shape=[20])
    table = graph.add("Embedding", "table", input_dim=500, output_dim=4)
    graph.connect(words, table)
    (port,) = input_ports(graph)
    assert (port.shape, port.dtype, port.vocabulary) == ((20,), "int32", 500)


def test_an_unknown_shape_takes_a_vector_of_any_length():
    graph = Graph("sequential")
    graph.add("Dense", "alone", units=2)
    assert output_ports(graph, TrainSetup())[0].shape == (None,)
