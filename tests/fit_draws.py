"""Random models, data and settings for ``fit``, the same for every package that speaks Keras."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

#: The forms in which data can be handed over.
FORMS = (
    "arrays", "tuples", "names", "generator", "endless generator", "dataset of batches",
    "workers", "endless dataset", "stream",
)
#: Kind of output -> the losses and metrics drawn for it.
LOSSES = {
    "numbers": ("mse", "mae", "huber", "log_cosh", "MeanSquaredError"),
    "answer": ("binary_crossentropy", "mse", "hinge"),
    "classes": ("sparse_categorical_crossentropy",),
    "one-hot": ("categorical_crossentropy", "kl_divergence", "crossentropy"),
}
METRICS = {
    "numbers": ("mae", "mse", "RootMeanSquaredError", "cosine_similarity"),
    "answer": ("accuracy", "AUC", "binary_accuracy", "Precision"),
    "classes": ("accuracy", "sparse_top_k_categorical_accuracy", "acc"),
    "one-hot": ("accuracy", "categorical_accuracy", "mse", "categorical_crossentropy"),
}


@dataclass
class Output:
    """One output: its name, kind and units, and how it is judged."""

    name: str
    kind: str
    units: int
    loss: str
    metrics: list[str]
    weighted: list[str]
    factor: float


@dataclass
class Draw:
    """Everything that is drawn from one seed."""

    seed: int
    samples: int
    steps: int | None  # time steps, None for plain features
    inputs: dict[str, int]
    outputs: list[Output]
    dicts: bool  # whether loss, metrics and weights are given by name
    tree: bool  # whether the model's outputs are a dict
    weights: str  # "", "sample", "time" or "class"
    batch: int | None
    per_run: int = 1  # steps_per_execution
    fit: dict[str, Any] = field(default_factory=dict)
    validation: str = ""
    x: list[np.ndarray] = field(default_factory=list)
    y: list[np.ndarray] = field(default_factory=list)
    w: list[np.ndarray] | None = None

    @property
    def rng(self) -> np.random.Generator:
        return np.random.default_rng([self.seed, 1])


def draw(seed: int) -> Draw:
    """Return the configuration of a seed."""
    rng = np.random.default_rng([seed, 0])
    steps = int(rng.integers(2, 5)) if rng.random() < 0.3 else None
    inputs = {n: int(rng.integers(2, 5)) for n in ("right", "left")[: rng.integers(1, 3)]}
    outputs = [_output(rng, n) for n in ("second", "first", "last")[: rng.integers(1, 4)]]
    choices = ["", "time" if steps else "sample"]  # Keras wants a weight per time step
    if len(outputs) == 1 and outputs[0].kind in ("classes", "one-hot", "answer") and not steps:
        choices.append("class")
    made = Draw(
        seed, int(rng.integers(9, 40)), steps, inputs, outputs, bool(rng.random() < 0.5),
        bool(rng.random() < 0.2) and len(outputs) > 1, str(rng.choice(choices)),
        [None, 3, 4, 7, 16][rng.integers(5)],
        validation=str(rng.choice(["", "split", *FORMS])),
    )
    if steps and made.weights:  # Keras's confusion counts take no weights of fewer axes
        for output in outputs:
            output.weighted = [m for m in output.weighted if m not in ("AUC", "Precision")]
    made.x = [_values(rng, made, width) for width in inputs.values()]
    made.y = [_targets(rng, made, output) for output in outputs]
    if made.weights in ("sample", "time"):
        shape = (made.samples, steps) if made.weights == "time" else (made.samples,)
        made.w = [rng.random(shape).astype("f") for _ in outputs]
    made.fit = {"epochs": 3, "shuffle": False, "verbose": 0}
    if rng.random() < 0.2:
        made.fit["initial_epoch"] = 1
    if rng.random() < 0.3:
        made.fit["validation_freq"] = [2, [1, 3]][rng.integers(2)]
    if rng.random() < 0.3:
        made.fit["validation_batch_size"] = int(rng.integers(2, 9))
    if rng.random() < 0.3:
        made.fit["steps_per_epoch"] = int(rng.integers(1, 5))
    if rng.random() < 0.3:
        made.per_run = int(rng.integers(2, 4))
    if made.weights == "class":
        made.fit["class_weight"] = {0: 0.5, 1: 2.0}
    return made


def _output(rng: np.random.Generator, name: str) -> Output:
    kind = str(rng.choice(list(LOSSES)))
    units = {"numbers": int(rng.integers(1, 4)), "answer": 1}.get(kind, 3)
    metrics = [str(m) for m in rng.permutation(METRICS[kind])[: rng.integers(0, 3)]]
    weighted = [str(m) for m in rng.permutation(METRICS[kind])[: rng.integers(0, 3)]]
    factor = float(np.round(rng.uniform(0.2, 2.0), 2))
    return Output(name, kind, units, str(rng.choice(LOSSES[kind])), metrics, weighted, factor)


def _values(rng: np.random.Generator, made: Draw, width: int) -> np.ndarray:
    shape = (made.samples, width) if made.steps is None else (made.samples, made.steps, width)
    return rng.normal(size=shape).astype("f")


def _targets(rng: np.random.Generator, made: Draw, output: Output) -> np.ndarray:
    shape = (made.samples,) if made.steps is None else (made.samples, made.steps)
    if output.kind == "numbers":
        return rng.normal(size=(*shape, output.units)).astype("f")
    if output.kind == "answer":
        return rng.integers(0, 2, (*shape, 1)).astype("f")
    labels = rng.integers(0, output.units, shape)
    return labels if output.kind == "classes" else np.eye(output.units, dtype="f")[labels]


def build(k: Any, made: Draw) -> Any:
    """Return the compiled model of a draw, made of the package ``k``."""
    rng, layers = made.rng, k.layers
    before = () if made.steps is None else (made.steps,)
    inputs = [k.Input((*before, n), name=name) for name, n in made.inputs.items()]
    hidden = layers.Concatenate()(inputs) if len(inputs) > 1 else inputs[0]
    hidden = layers.Dense(4, activation="tanh", kernel_regularizer="l2")(hidden)
    ends = {"numbers": None, "answer": "sigmoid"}
    outputs = [
        layers.Dense(o.units, activation=ends.get(o.kind, "softmax"), name=o.name)(hidden)
        for o in made.outputs
    ]
    result = outputs if len(outputs) > 1 else outputs[0]
    if made.tree:
        result = {o.name: y for o, y in zip(made.outputs, outputs, strict=True)}
    model = k.Model(inputs if len(inputs) > 1 else inputs[0], result)
    model.set_weights([rng.normal(scale=0.5, size=w.shape) for w in model.get_weights()])
    optimizer = k.optimizers.SGD(0.05, momentum=0.5) if made.seed % 2 else k.optimizers.Adam(0.02)
    per_output: dict[str, Any] = {
        "loss": {o.name: o.loss for o in made.outputs},
        "loss_weights": {o.name: o.factor for o in made.outputs},
        "metrics": {o.name: o.metrics for o in made.outputs},
        "weighted_metrics": {o.name: o.weighted for o in made.outputs},
    }
    if len(outputs) == 1:
        per_output = {key: value[made.outputs[0].name] for key, value in per_output.items()}
        per_output["loss_weights"] = None
    elif not (made.dicts or made.tree):
        per_output = {key: list(value.values()) for key, value in per_output.items()}
    model.compile(optimizer, **per_output, steps_per_execution=made.per_run)
    return model


def given(made: Draw, part: slice, form: str) -> tuple[Any, Any, Any]:
    """Return (x, y, sample_weight) of some samples, as one value each."""
    names = form == "names" or (form not in ("arrays", "tuples") and made.dicts)
    pack = tuple if form == "tuples" or form not in ("arrays", "names") else list
    x = _packed([a[part] for a in made.x], list(made.inputs), names, pack)
    outputs = [o.name for o in made.outputs]
    # Keras pairs weights with targets only where both come in the form of the outputs.
    y_by_name = made.tree or (names and made.w is None)
    y = _packed([a[part] for a in made.y], outputs, y_by_name, pack)
    w = None if made.w is None else _packed([a[part] for a in made.w], outputs, made.tree, pack)
    return x, y, w


def _packed(arrays: list[np.ndarray], names: list[str], by_name: bool, pack: Any) -> Any:
    if by_name and len(arrays) > 1:
        return dict(zip(names, arrays, strict=True))
    return pack(arrays) if len(arrays) > 1 else arrays[0]


def batches(made: Draw, part: slice, form: str) -> list[Any]:
    """Return the batches of some samples, without what is None at the end."""
    start, stop, _ = part.indices(made.samples)
    size = made.batch or 32
    found = []
    for low in range(start, stop, size):
        x, y, w = given(made, slice(low, min(low + size, stop)), form)
        found.append((x, y) if w is None else (x, y, w))
    return found


def handed(k: Any, made: Draw, part: slice, form: str) -> tuple[dict[str, Any], int]:
    """Return data as arguments of ``fit`` or ``evaluate``, and their number of batches."""
    whole = batches(made, part, form)
    if form in ("arrays", "tuples", "names"):
        x, y, w = given(made, part, form)
        return {"x": x, "y": y, "sample_weight": w}, len(whole)
    if form == "generator":
        return {"x": (b for b in whole)}, len(whole)
    if form == "endless generator":
        return {"x": _forever(whole)}, len(whole)
    return {"x": _dataset(k, whole, form)}, len(whole)


def _forever(whole: list[Any]) -> Iterator[Any]:
    while True:
        yield from whole


def _dataset(k: Any, whole: list[Any], form: str) -> Any:
    if form == "stream" and hasattr(k, "data"):
        return k.data.Dataset(lambda: iter(whole), len(whole))

    class Batches(k.utils.PyDataset):
        def __getitem__(self, index: int) -> Any:
            return self.whole[index % len(self.whole)]

        @property
        def num_batches(self) -> int | None:
            return None if form == "endless dataset" else len(self.whole)

        def on_epoch_end(self) -> None:
            if form == "dataset of batches":
                self.whole = self.whole[1:] + self.whole[:1]

    # Keras hands batches over twice when its workers were stopped early: its own work alone.
    workers = 3 if form == "workers" and hasattr(k, "data") else 1
    found = Batches(workers=workers, max_queue_size=2)
    found.whole = whole
    return found
