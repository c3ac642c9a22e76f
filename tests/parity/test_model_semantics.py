"""What scripts do with models besides layers in a row, done with Keras and with this engine.

Every case is one function of the library; both must give the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras as real
import numpy as np
import pytest

import engine

X = np.arange(8, dtype="float32").reshape(2, 4) / 8
STEPS = np.ones((2, 5, 4), "float32")
STEPS[0, 3:] = 0
WORDS = np.array([[1, 2, 3, 0, 0], [3, 4, 5, 6, 0], [1, 3, 3, 2, 2]], "int32")


def filled(model: Any) -> Any:
    """The model with weights that are easy to tell apart."""
    weights = model.get_weights()
    model.set_weights([np.full(w.shape, 0.1 + 0.05 * i, "f") for i, w in enumerate(weights)])
    return model


def cut_out(k: Any) -> Any:
    inputs = k.Input((4,))
    hidden = k.layers.Dense(3)(inputs)
    outputs = k.layers.Dense(2)(k.layers.Dense(5)(hidden))
    filled(k.Model(inputs, outputs))
    part = k.Model(hidden, outputs)
    kinds = [type(layer).__name__ for layer in part.layers]
    return [*kinds, *(w.path for w in part.weights), part.predict(X[:, :3], verbose=0)]


def function(k: Any) -> Any:
    inputs = k.Input((4,))
    return np.array(k.Function(inputs, inputs * 2 + 1)(X))


def clone_with_a_call_function(k: Any) -> Any:
    inputs = k.Input((4,))
    model = k.Model(inputs, k.layers.Dense(2)(k.layers.Dense(3)(inputs) * -2.0))

    def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
        made = layer(*args, **kwargs)
        return k.layers.ReLU()(made) if isinstance(layer, k.layers.Dense) else made

    return filled(k.models.clone_model(model, call_function=call)).predict(X, verbose=0)


def clone_with_other_layers(k: Any) -> Any:
    model = k.Sequential([k.Input((4,)), k.layers.Dense(3), k.layers.Dense(2)])

    def make(layer: Any) -> Any:
        return (
            k.layers.Dense(7)
            if layer.name == "dense"
            else type(layer).from_config(layer.get_config())
        )

    again = k.models.clone_model(model, clone_function=make)
    start = k.Input((4,), name="begin")
    begun = k.models.clone_model(model, input_tensors=start)
    return [[tuple(w.shape) for w in again.weights], begun.inputs[0].name]


def shapes_of_several_arguments(k: Any) -> Any:
    class Joined(k.layers.Layer):  # type: ignore[name-defined, misc]
        def build(self, a_shape: Any, b_shape: Any) -> None:
            self.w = self.add_weight(shape=(a_shape[-1], b_shape[-1]), initializer="ones", name="w")

        def call(self, a: Any, b: Any, training: Any = None) -> Any:
            return k.ops.matmul(a, self.w) + b

    first, second = k.Input((4,)), k.Input((3,))
    model = k.Model([first, second], Joined()(first, second))
    return model.predict([X, X[:, :3]], verbose=0)


def a_dict_in_and_out(k: Any) -> Any:
    class Scaled(k.layers.Layer):  # type: ignore[name-defined, misc]
        def call(self, values: Any, scale: float = 1.0) -> Any:
            return {"p": values["a"] * scale, "q": values["b"]}

    inputs = {"a": k.Input((4,), name="a"), "b": k.Input((4,), name="b")}
    found = k.Model(inputs, Scaled()(inputs, scale=3.0)).predict({"a": X, "b": X + 1}, verbose=0)
    return [sorted(found), found["p"], found["q"]]


def a_tensor_by_name(k: Any) -> Any:
    class Plus(k.layers.Layer):  # type: ignore[name-defined, misc]
        def call(self, x: Any, other: Any = None) -> Any:
            return x if other is None else x + other

    first, second = k.Input((4,)), k.Input((4,))
    model = k.Model([first, second], Plus()(first, other=second))
    return model.predict([X, X], verbose=0)


def a_mask_into_a_model(k: Any) -> Any:
    steps = k.Input((5, 4))
    inner = k.Model(steps, k.layers.GRU(3)(k.layers.Dense(4)(steps)))
    inputs = k.Input((5, 4))
    model = k.Model(inputs, inner(k.layers.Masking()(inputs)))
    return filled(model).predict(STEPS, verbose=0)


def a_mask_into_a_chain_built_late(k: Any) -> Any:
    inner = k.Sequential([k.layers.Dense(4), k.layers.GRU(3)])
    inputs = k.Input((5, 4))
    return filled(k.Model(inputs, inner(k.layers.Masking()(inputs)))).predict(STEPS, verbose=0)


def an_op_drops_the_mask(k: Any) -> Any:
    inputs = k.Input((5, 4))
    model = k.Model(inputs, k.layers.GRU(3)(k.layers.Masking()(inputs) * 2))
    return filled(model).predict(STEPS, verbose=0)


def a_mask_of_ones_own(k: Any) -> Any:
    inputs = k.Input((5, 4))
    mask = k.layers.Masking().compute_mask(inputs)
    return filled(k.Model(inputs, k.layers.GRU(3)(inputs, mask=mask))).predict(STEPS, verbose=0)


def a_layer_that_hands_masks_on(k: Any) -> Any:
    class Shown(k.layers.Layer):  # type: ignore[name-defined, misc]
        def __init__(self) -> None:
            super().__init__()
            self.supports_masking = True

        def call(self, x: Any, mask: Any = None) -> Any:
            return (x + 1.0) * k.ops.cast(k.ops.expand_dims(mask, -1), "float32")

        def compute_mask(self, x: Any, mask: Any = None) -> Any:
            return mask

    inputs = k.Input((5, 4))
    return k.Model(inputs, Shown()(Shown()(k.layers.Masking()(inputs)))).predict(STEPS, verbose=0)


def freezing_marks_weights_and_keeps_their_order(k: Any) -> Any:
    class Counting(k.layers.Layer):  # type: ignore[name-defined, misc]
        def build(self, shape: Any) -> None:
            self.count = self.add_weight(shape=(1,), trainable=False, name="count")
            self.factor = self.add_weight(shape=(2,), name="factor")

        def call(self, x: Any) -> Any:
            return x * self.factor[0]

    frozen = k.layers.Dense(2, trainable=False)
    model = k.Sequential([k.Input((4,)), frozen, Counting(), k.layers.BatchNormalization()])
    model.layers[1].trainable = False

    def told() -> list[Any]:
        fixed = [w.name for w in model.non_trainable_weights]
        return [*((w.name, w.trainable) for w in model.weights), *fixed]

    found = told()
    for value in (False, True):
        model.trainable = value
        found += told()
    return found


def frozen_parts_stay_as_they_are(k: Any) -> Any:
    inner = k.Sequential([k.Input((4,)), k.layers.Dense(3), k.layers.BatchNormalization()])
    inputs = k.Input((4,))
    model = filled(k.Model(inputs, k.layers.Dense(1)(inner(inputs))))
    inner.trainable = False
    model.compile(k.optimizers.SGD(0.1), "mse")
    model.fit(X, np.ones((2, 1), "f"), verbose=0)
    return [len(model.trainable_weights), len(inner.trainable_weights), *model.get_weights()]


def a_loss_from_a_call(k: Any) -> Any:
    class Small(k.layers.Layer):  # type: ignore[name-defined, misc]
        def call(self, x: Any) -> Any:
            self.add_loss(k.ops.sum(x) * 0.01)
            return x

    inputs = k.Input((4,))
    model = filled(k.Model(inputs, k.layers.Dense(1)(Small()(inputs))))
    model.compile(k.optimizers.SGD(0.1), "mse")
    return model.evaluate(X, np.ones((2, 1), "f"), verbose=0)


def layers_come_and_go(k: Any) -> Any:
    model = k.Sequential()
    model.add(k.layers.Dense(3, input_shape=(4,)))
    model.add(k.layers.Dense(2))
    shapes = [model.output_shape]
    model.pop()
    shapes.append(model.output_shape)
    model.add(k.layers.Dense(5))
    late = k.Sequential([k.layers.Dense(3)])
    older = k.Sequential([k.layers.Dense(3, input_dim=4)]).output_shape
    names = [layer.name for layer in model.layers]
    return [*shapes, model.output_shape, older, names, late.built, len(late.weights)]


def names_and_shapes(k: Any) -> Any:
    inputs = k.Input((None, None, 1), name="q", batch_size=2)
    shared = k.layers.Conv2D(1, 3, name="s")
    model = k.Model(inputs, [shared(inputs), shared(shared(inputs))])
    first = model.get_layer(index=-1).name, model.get_layer("q").name
    ends = shared.input.shape, shared.output.shape, shared.input is inputs
    return [model.inputs[0].name, model.input_shape, model.output_shape, model.output_names,
            model.inputs[0].dtype, first, ends]  # fmt: skip


def nested_outputs(k: Any) -> Any:
    inputs = k.Input((4,))
    found = k.Model(inputs, {"b": inputs * 2, "a": [inputs + 1, inputs - 1]}).predict(X, verbose=0)
    return [sorted(found), *found["a"], found["b"]]


def weights_of_every_kind(k: Any) -> Any:
    class Weighted(k.layers.Layer):  # type: ignore[name-defined, misc]
        def build(self, shape: Any) -> None:
            self.a = self.add_weight(shape=(2,), initializer="zeros", trainable=False, name="a")
            self.b = self.add_weight(
                name="b", shape=(3,), initializer=k.initializers.Ones(), regularizer="l2",
                constraint="non_neg", dtype="float32",
            )  # fmt: skip
            self.c = self.add_weight(name="c")

        def call(self, x: Any) -> Any:
            return x

    layer = Weighted(name="z")
    layer(X)
    variable = k.Variable(initializer="zeros", shape=(2,), trainable=False, name="v")
    number = k.Variable(3.0)
    number.assign_add(1.0)
    told = [(w.path, tuple(w.shape), w.trainable) for w in [*layer.weights, variable]]
    return [told, len(layer.trainable_weights), float(number), number.dtype]


def a_graph_of_ones_own_class(k: Any) -> Any:
    class Own(k.Model):  # type: ignore[name-defined, misc]
        def __init__(self) -> None:
            inputs = k.Input((4,))
            super().__init__(inputs=inputs, outputs=k.layers.Dense(2)(inputs))

    return filled(Own()).predict(X, verbose=0)


def refused_number_of_axes(k: Any) -> Any:
    return refused(k, ndim=3)


def refused_size(k: Any) -> Any:
    return refused(k, axes={-1: 3})


def refused_type(k: Any) -> Any:
    return refused(k, dtype="int32")


def refused(k: Any, **wanted: Any) -> str:
    class Strict(k.layers.Layer):  # type: ignore[name-defined, misc]
        def __init__(self) -> None:
            super().__init__(name="strict")
            self.input_spec = k.layers.InputSpec(**wanted)

        def call(self, x: Any) -> Any:
            return x

    with pytest.raises(ValueError) as error:
        Strict()(k.Input((4,)))
    return str(error.value)


CASES: list[Callable[[Any], Any]] = [
    value
    for name, value in list(globals().items())
    if getattr(value, "__module__", "") == __name__ and name not in ("filled", "refused")
]


def same(ours: Any, theirs: Any) -> None:
    if isinstance(theirs, (list, tuple)):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            same(one, other)
    elif isinstance(theirs, (np.ndarray, float)):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)
    else:
        assert ours == theirs


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_both_libraries_give_the_same(case: Callable[[Any], Any]) -> None:
    found = []
    for k in (real, engine):
        k.utils.clear_session()
        found.append(case(k))
    same(found[1], found[0])


def masked(k: Any, kind: int) -> Any:
    """A model in which a mask goes through something."""
    make = k.layers
    inputs = k.Input((5,), dtype="int32")
    words = make.Embedding(10, 4, mask_zero=True)(inputs)
    kinds: list[Callable[[], Any]] = [
        lambda: make.LSTM(3)(words),
        lambda: make.Dense(2)(make.Bidirectional(make.GRU(3, return_sequences=True))(words)),
        lambda: make.GlobalAveragePooling1D()(make.MultiHeadAttention(2, 3)(words, words) + words),
        lambda: make.LSTM(2)(make.TimeDistributed(make.Dense(3))(words)),
        lambda: make.LSTM(2)(make.Add()([words, make.Conv1D(4, 1)(words)])),
        lambda: make.LSTM(2)(words * 2.0),
        lambda: make.LSTM(2)(words, mask=k.ops.not_equal(inputs, 3)),
        lambda: make.LSTM(2)(k.Sequential([make.Dense(4), make.LayerNormalization()])(words)),
        lambda: make.GlobalAveragePooling1D()(make.Masking(0.0)(make.Dense(3)(words))),
    ]
    return k.Model(inputs, kinds[kind]())


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", range(9))
def test_masks_survive_files_in_both_directions(kind: int) -> None:
    models = []
    for k in (real, engine):
        k.utils.clear_session()
        models.append(masked(k, kind))
    theirs, ours = models
    r = np.random.default_rng(kind)
    weights = [r.normal(size=w.shape).astype("f") for w in theirs.get_weights()]
    assert [w.path for w in ours.weights] == [w.path for w in theirs.weights]
    theirs.set_weights(weights)
    wanted = theirs.predict(WORDS, verbose=0)
    read = engine.models.model_from_json(theirs.to_json())
    for model in (ours, read, real.models.model_from_json(ours.to_json())):
        model.set_weights(weights)
        np.testing.assert_allclose(model.predict(WORDS, verbose=0), wanted, rtol=1e-4, atol=1e-5)


def test_mixed_precision_says_that_it_computes_in_float32() -> None:
    with pytest.warns(UserWarning, match="computes in float32"):
        engine.mixed_precision.set_global_policy("mixed_float16")
    try:
        assert engine.layers.Dense(2).variable_dtype == "float32"
    finally:
        engine.mixed_precision.set_global_policy("float32")
    with pytest.raises(ValueError, match="Half precision"):
        engine.layers.Dense(2, dtype="float16")


def test_a_wrong_layer_name_proposes_the_nearest() -> None:
    model = engine.Sequential([engine.Input((4,)), engine.layers.Dense(3, name="encoder")])
    with pytest.raises(ValueError, match="Did you mean 'encoder'"):
        model.get_layer("encodr")
