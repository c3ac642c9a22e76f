"""Every metric with drawn arguments over several batches against real Keras.

LAYERLOOM_DRAWS=100 draws that many for each metric.
"""

import os
import zlib

import keras
import numpy as np
import pytest

from engine import metrics, registry

DRAWS = int(os.environ.get("LAYERLOOM_DRAWS", "2"))
CLASSES = 4
#: What each metric compares. Some take class numbers and a prediction of class numbers.
KIND = {
    **dict.fromkeys(("Mean", "Sum"), "values"),
    **dict.fromkeys(
        ("MeanSquaredError", "MeanAbsoluteError", "RootMeanSquaredError", "LogCoshError",
         "MeanAbsolutePercentageError", "CosineSimilarity", "R2Score", "PearsonCorrelation",
         "ConcordanceCorrelation"), "numbers",
    ),
    **dict.fromkeys(("MeanSquaredLogarithmicError", "Poisson", "KLDivergence"), "counts"),
    **dict.fromkeys(
        ("BinaryAccuracy", "BinaryCrossentropy", "Hinge", "SquaredHinge", "AUC", "Precision",
         "Recall", "TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives",
         "SensitivityAtSpecificity", "SpecificityAtSensitivity", "PrecisionAtRecall",
         "RecallAtPrecision", "BinaryIoU"), "yes or no",
    ),
    **dict.fromkeys(
        ("CategoricalAccuracy", "TopKCategoricalAccuracy", "CategoricalCrossentropy",
         "CategoricalHinge", "F1Score", "FBetaScore", "OneHotIoU", "OneHotMeanIoU"), "one hot",
    ),
    **dict.fromkeys(
        ("SparseCategoricalAccuracy", "SparseTopKCategoricalAccuracy",
         "SparseCategoricalCrossentropy"), "labels",
    ),
    **dict.fromkeys(("Accuracy", "IoU", "MeanIoU"), "two labels"),
}
#: Compared in test_metrics.py: made of a function.
MADE_OF_A_FUNCTION = {"MeanMetricWrapper"}
NEEDED = {
    "num_classes": CLASSES, "target_class_ids": [1, 3], "specificity": 0.4, "sensitivity": 0.4,
    "recall": 0.4, "precision": 0.4,
}
_THRESHOLDS = (0.3, [0.2, 0.7], [0.0, 0.5, 1.0], [0.9, 0.1])
#: Values drawn for each argument.
ARGUMENTS = {
    "thresholds": _THRESHOLDS, "threshold": (0.2, 0.8), "top_k": (1, 3), "class_id": (0, 2),
    "num_thresholds": (3, 10, 50), "curve": ("ROC", "PR", "PRGAIN"),
    "summation_method": ("interpolation", "majoring", "minoring"), "multi_label": (True,),
    "num_labels": (), "label_weights": ([0.1, 0.2, 0.3, 0.4],), "from_logits": (True,),
    "average": ("micro", "macro", "weighted", None), "beta": (0.3, 2.5), "k": (1, 3, 5),
    "from_sorted_ids": (), "label_smoothing": (0.1,), "ignore_class": (-1, 0, 2),
    "axis": (-1,), "sparse_y_true": (), "sparse_y_pred": (),
    "class_aggregation": ("uniform_average", "variance_weighted_average", None),
    "num_regressors": (1, 30), "name": ("own",),
}
ENTRIES = [e for e in registry.entries("metric") if e.name not in MADE_OF_A_FUNCTION]


def test_every_metric_and_argument_has_a_case():
    assert {entry.name for entry in ENTRIES} == set(KIND)
    for entry in ENTRIES:
        own = set(entry.target.params) - {"dtype"} - set(NEEDED)
        assert own <= set(ARGUMENTS), entry.name
    theirs = {n for n, v in vars(keras.metrics).items() if isinstance(v, type)}
    assert theirs - {"Metric"} <= set(KIND) | MADE_OF_A_FUNCTION


def drawn(rng, entry):
    params = entry.target.params
    options = {n: v for n, v in NEEDED.items() if n in params and params[n].required}
    for name, values in ARGUMENTS.items():
        if values and name in entry.target.params and rng.random() < 0.4:
            options[name] = values[rng.integers(len(values))]
    if options.get("thresholds") == 0.3 and entry.name == "AUC":
        options["thresholds"] = [0.3]  # it takes lists alone
    if "thresholds" in options:  # one way to give them is enough
        options.pop("num_thresholds", None)
    return options


def batch(rng, kind, name, options, size):
    shape = (size, CLASSES)
    p = rng.random(shape).astype(np.float32)
    p = np.round(p * 10) / np.float32(10) if rng.random() < 0.4 else p
    if options.get("from_logits"):
        p = p * 8 - 4
    numbers = rng.integers(0, CLASSES, size)
    if kind == "values":
        return (p,)
    if kind == "numbers":
        return rng.normal(size=shape).astype(np.float32), p
    if kind == "counts":
        return rng.random(shape).astype(np.float32) * 3, p
    if kind == "yes or no":
        return rng.integers(0, 2, shape).astype(("int32", "float32", "bool")[rng.integers(3)]), p
    if kind == "one hot":
        return np.eye(CLASSES, dtype=("float32", "int32")[rng.integers(2)])[numbers], p
    if "ignore_class" in options:
        numbers = np.where(rng.random(size) < 0.3, options["ignore_class"], numbers)
    if kind == "two labels":
        return numbers, rng.integers(0, CLASSES, size)
    return (numbers[:, None] if rng.random() < 0.3 else numbers), p


def close(got, want, what):
    want = np.asarray(want)
    assert np.shape(got) == want.shape, what
    np.testing.assert_allclose(np.asarray(got), want, rtol=2e-5, atol=1e-5, err_msg=str(what))


@pytest.mark.filterwarnings("ignore")  # Keras's, of float weights and of thresholds
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_drawn_updates(entry):
    for draw in range(DRAWS):
        rng = np.random.default_rng([zlib.crc32(entry.name.encode()), draw])
        options = drawn(rng, entry)
        mine = entry.target(**options)
        theirs = getattr(keras.metrics, entry.name)(**options)
        weighted = rng.random() < 0.5
        for update in range(3):
            given = batch(rng, KIND[entry.name], entry.name, options, 6)
            weight = rng.random(6).astype(np.float32) * 2 if weighted else None
            with np.errstate(all="ignore"):
                mine.update_state(*given, sample_weight=weight)
            theirs.update_state(*given, sample_weight=weight)
            what = (draw, options, update)
            close(mine.result(), theirs.result(), what)
            for a, b in zip(mine.variables, theirs.variables, strict=True):
                assert a.name == b.name, what
                assert a.dtype == b.dtype, what
                close(a.numpy(), b.numpy(), (what, a.name))
            if update == 1 and rng.random() < 0.5:
                mine.reset_state()
                theirs.reset_state()
        again = metrics.deserialize(metrics.serialize(mine))
        assert again.get_config() == mine.get_config()


def test_metrics_inside_a_metric_are_reset_with_it():
    def make(of):
        class Both(of.Metric):
            def __init__(self, **kwargs):
                super().__init__(**kwargs)
                self.mean = of.Mean()
                self.seen = self.add_weight(name="seen", initializer="zeros")

            def update_state(self, y_true, y_pred, sample_weight=None):
                self.mean.update_state(y_pred, sample_weight)
                self.seen.assign_add(1.0)

            def result(self):
                return self.mean.result() + self.seen

        return Both(name="both")

    mine, theirs = make(metrics), make(keras.metrics)
    for metric in (mine, theirs):
        metric.update_state(None, np.arange(4.0), None)
        metric.update_state(None, np.arange(3.0), np.array([0.0, 1.0, 2.0]))
    close(mine.result(), theirs.result(), "both")
    assert [v.name for v in mine.variables] == [v.name for v in theirs.variables]
    mine.reset_state()
    assert [float(v.numpy()) for v in mine.variables] == [0.0, 0.0, 0.0]
