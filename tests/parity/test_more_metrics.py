"""The other metrics over several batches against real Keras: options, weights, files."""

import keras
import numpy as np
import pytest

from engine import metrics, ops
from engine.graph import trace
from engine.plan import Plan
from engine.tensor import Spec

CASES = [
    ("TopKCategoricalAccuracy", {"k": 2}),
    ("SparseTopKCategoricalAccuracy", {"k": 2}),
    ("TruePositives", {}),
    ("TrueNegatives", {"thresholds": [0.3, 0.7]}),
    ("FalsePositives", {"thresholds": [0.7, 0.3, 0.5]}),
    ("FalseNegatives", {"thresholds": [0.0, 0.5, 1.0]}),
    ("Precision", {}),
    ("Precision", {"top_k": 2}),
    ("Precision", {"thresholds": [0.2, 0.6], "class_id": 1}),
    ("Recall", {}),
    ("Recall", {"top_k": 1, "class_id": 2}),
    ("Recall", {"thresholds": 0.4}),
    ("AUC", {}),
    ("AUC", {"num_thresholds": 5, "curve": "PR"}),
    ("AUC", {"curve": "PRGAIN", "summation_method": "minoring"}),
    ("AUC", {"summation_method": "majoring", "from_logits": True}),
    ("AUC", {"thresholds": [0.7, 0.2], "curve": "PR", "summation_method": "majoring"}),
    ("AUC", {"multi_label": True, "label_weights": [1.0, 2.0, 3.0, 0.5]}),
    ("AUC", {"multi_label": True, "num_labels": 4, "curve": "PR"}),
    ("AUC", {"label_weights": [1.0, 2.0, 3.0, 0.5]}),
    ("SensitivityAtSpecificity", {"specificity": 0.5}),
    ("SpecificityAtSensitivity", {"sensitivity": 0.6, "num_thresholds": 1}),
    ("PrecisionAtRecall", {"recall": 0.4, "num_thresholds": 20}),
    ("RecallAtPrecision", {"precision": 0.5, "class_id": 1}),
    ("F1Score", {}),
    ("F1Score", {"average": "micro", "threshold": 0.4}),
    ("F1Score", {"average": "weighted"}),
    ("FBetaScore", {"beta": 2.0, "average": "macro", "threshold": 0.5}),
    ("BinaryIoU", {"target_class_ids": [1], "threshold": 0.4}),
    ("MeanIoU", {"num_classes": 4, "sparse_y_pred": False}),
    ("IoU", {"num_classes": 4, "target_class_ids": [0, 2], "sparse_y_pred": False,
             "ignore_class": 1}),
    ("OneHotIoU", {"num_classes": 4, "target_class_ids": [3, 1]}),
    ("OneHotMeanIoU", {"num_classes": 4}),
    ("RootMeanSquaredError", {}),
    ("MeanAbsolutePercentageError", {}),
    ("MeanSquaredLogarithmicError", {}),
    ("LogCoshError", {}),
    ("CosineSimilarity", {}),
    ("KLDivergence", {}),
    ("Poisson", {}),
    ("Hinge", {}),
    ("SquaredHinge", {}),
    ("CategoricalHinge", {}),
    ("BinaryCrossentropy", {"label_smoothing": 0.1}),
    ("CategoricalCrossentropy", {"from_logits": True}),
    ("SparseCategoricalCrossentropy", {"ignore_class": 1}),
    ("R2Score", {}),
    ("R2Score", {"class_aggregation": "variance_weighted_average", "num_regressors": 3}),
    ("R2Score", {"class_aggregation": None, "num_regressors": 500}),
    ("PearsonCorrelation", {}),
    ("ConcordanceCorrelation", {"axis": 0}),
]
NUMBERS = ("Error", "R2Score", "Correlation", "Cosine", "Poisson")
SPARSE = ("Sparse", "MeanIoU", "IoU")
ONE_HOT = ("TopK", "OneHot", "CategoricalHinge", "CategoricalC", "KLD", "F1", "FBeta")


def batch(name, rng, size):
    p = rng.random((size, 4)).astype(np.float32)
    if any(word in name for word in NUMBERS):
        return rng.random((size, 4)).astype(np.float32) * 3, p
    if name.startswith(SPARSE):
        return rng.integers(0, 4, size), p / p.sum(-1, keepdims=True)
    if name == "BinaryIoU":
        return rng.integers(0, 2, size), p[:, 0]
    if name.startswith(ONE_HOT):
        return np.eye(4, dtype=np.float32)[rng.integers(0, 4, size)], p / p.sum(-1, keepdims=True)
    return rng.integers(0, 2, (size, 4)), p


@pytest.mark.filterwarnings("ignore:Explicitly requested dtype", "ignore:More independent")
@pytest.mark.filterwarnings("ignore:You are passing weight as `float`")
@pytest.mark.parametrize(("name", "options"), CASES)
def test_several_updates_with_and_without_weights(name, options):
    rng = np.random.default_rng(8)
    mine = getattr(metrics, name)(name="m", **options)
    theirs = getattr(keras.metrics, name)(name="m", **options)
    for weighted in (False, True):
        for _ in range(2):
            y, p = batch(name, rng, 8)
            weights = rng.integers(0, 3, 8).astype(np.float32) if weighted else None
            if "ignore_class" in options and not weighted:
                weights = np.ones(8)  # Keras leaves the class out only where there are weights
            if weighted and options.get("axis") == 0:
                continue  # one value for each column, not for each sample
            with np.errstate(all="ignore"):
                mine.update_state(y, p, sample_weight=weights)
            theirs.update_state(y, p, sample_weight=weights)
        np.testing.assert_allclose(
            np.asarray(mine.result()), np.asarray(theirs.result()), rtol=2e-5, atol=2e-6
        )
        mine.reset_state()
        theirs.reset_state()


@pytest.mark.parametrize(("name", "options"), CASES)
def test_configuration_and_direction(name, options):
    mine = getattr(metrics, name)(name="m", **options)
    theirs = getattr(keras.metrics, name)(name="m", **options)
    config, reference = mine.get_config(), theirs.get_config()
    assert set(config) == set(reference)
    for key, value in reference.items():
        plain = list(value) if isinstance(value, tuple) else np.asarray(value).tolist()
        assert config[key] == plain, key
    again = metrics.deserialize(metrics.serialize(mine))
    assert again.get_config() == config
    restored = keras.metrics.deserialize(metrics.serialize(mine))
    assert type(restored) is type(theirs)
    assert getattr(theirs, "_direction", None) in (None, mine.direction)
    assert mine.direction in ("up", "down")


@pytest.mark.parametrize(("name", "options"), CASES[::4])
def test_a_compiled_update_is_the_eager_one(name, options):
    rng = np.random.default_rng(9)
    eager = getattr(metrics, name)(name="m", **options)
    traced = getattr(metrics, name)(name="m", **options)
    y, p = batch(name, rng, 8)
    specs = [Spec(y.shape, y.dtype.name), Spec(p.shape, "float32")]
    plan = Plan(trace(lambda a, b: traced(a, b), specs))
    for _ in range(2):
        plan.inputs[0][...], plan.inputs[1][...] = y, p
        plan.run()
        np.testing.assert_array_equal(plan.outputs[0], np.asarray(eager(y, p)))


def test_probabilities_on_the_thresholds_count_as_in_keras():
    p = np.linspace(0, 1, 41, dtype=np.float32)[:, None]
    y = (np.arange(41) % 3 == 0)[:, None]
    for options in ({"num_thresholds": 5}, {"num_thresholds": 41}, {"thresholds": [0.3, 0.6]}):
        mine, theirs = metrics.AUC(**options), keras.metrics.AUC(**options)
        assert float(mine(y, p)) == pytest.approx(float(theirs(y, p)), abs=1e-6)
    held = {"specificity": 0.5, "num_thresholds": 5}
    mine, theirs = (m.SensitivityAtSpecificity(**held) for m in (metrics, keras.metrics))
    assert float(mine(y, p)) == pytest.approx(float(theirs(y, p)), abs=1e-6)


def test_steps_in_time_and_their_weights():
    rng = np.random.default_rng(10)
    y, p = rng.integers(0, 2, (6, 5, 3)), rng.random((6, 5, 3)).astype(np.float32)
    weights = rng.random((6, 5)).astype(np.float32)
    for name in ("Precision", "FalseNegatives", "AUC"):
        mine, theirs = getattr(metrics, name)(), getattr(keras.metrics, name)()
        want = float(theirs(y, p, weights))
        assert float(mine(y, p, weights)) == pytest.approx(want, rel=1e-5)
        carried = ops.convert_to_tensor(p)
        carried._keras_mask = ops.convert_to_tensor(weights > 0.5)
        masked = getattr(metrics, name)()(y, carried)
        kept = getattr(keras.metrics, name)()(y, p, (weights > 0.5).astype(np.float32))
        assert float(masked) == pytest.approx(float(kept), rel=1e-5)


def test_weights_of_samples_hold_for_all_their_steps():
    y, p = np.array([[[1], [1]], [[1], [0]]]), np.full((2, 2, 1), 0.9, np.float32)
    found = metrics.Precision()(y, p, np.array([3.0, 1.0]))
    assert float(found) == pytest.approx(7 / 8)  # 3 + 3 + 1 of 3 + 3 + 1 + 1


def test_equal_scores_and_sorted_answers_in_top_k():
    p = np.array([[0.4, 0.4, 0.2, 0.0], [0.1, 0.2, 0.3, 0.4]], np.float32)
    for y in ([1, 0], [2, 3], [0, 1]):
        for k in (1, 2):
            mine = metrics.sparse_top_k_categorical_accuracy(np.array(y), p, k)
            theirs = keras.metrics.sparse_top_k_categorical_accuracy(np.array(y), p, k)
            np.testing.assert_array_equal(np.asarray(mine), np.asarray(theirs))
    ranked = np.array([[3, 0, 1], [2, 1, 0]], np.float32)
    mine = metrics.SparseTopKCategoricalAccuracy(k=2, from_sorted_ids=True)
    assert float(mine(np.array([0, 0]), ranked)) == 0.5


def test_golden(golden):
    table, at = golden["more_metrics"], golden["losses"]["inputs"]
    at = {k: np.array(v) for k, v in at.items()}
    hard = at["yp"].argmax(-1)
    made = {
        "TopK": (lambda: metrics.TopKCategoricalAccuracy(2), "yt", "yp"),
        "SparseTopK": (lambda: metrics.SparseTopKCategoricalAccuracy(2), "sparse", "yp"),
        "Precision(top_k=1)": (lambda: metrics.Precision(top_k=1), "yt", "yp"),
        "Precision(yt,yp)": (metrics.Precision, "yt", "yp"),
        "Recall(class_id=1)": (lambda: metrics.Recall(class_id=1), "yt", "yp"),
        "AUC ROC(bt,bp)": (metrics.AUC, "bt", "bp"),
        "AUC PR(bt,bp)": (lambda: metrics.AUC(curve="PR"), "bt", "bp"),
        "AUC multi_label(yt,yp)": (lambda: metrics.AUC(multi_label=True), "yt", "yp"),
        "F1 None": (metrics.F1Score, "yt", "yp"),
        "F1 micro": (lambda: metrics.F1Score("micro"), "yt", "yp"),
        "F1 macro": (lambda: metrics.F1Score("macro"), "yt", "yp"),
        "F1 weighted": (lambda: metrics.F1Score("weighted"), "yt", "yp"),
        "F1 macro threshold .5": (lambda: metrics.F1Score("macro", 0.5), "yt", "yp"),
        "FBeta 2 macro": (lambda: metrics.FBetaScore("macro", 2.0), "yt", "yp"),
        "PearsonCorrelation axis0": (lambda: metrics.PearsonCorrelation(axis=0), "rt", "rp"),
        "ConcordanceCorrelation axis0": (
            lambda: metrics.ConcordanceCorrelation(axis=0), "rt", "rp"
        ),
        "OneHotMeanIoU": (lambda: metrics.OneHotMeanIoU(3), "yt", "yp"),
        "BinaryIoU": (metrics.BinaryIoU, "bt", "bp"),
        "SensitivityAtSpecificity .5": (
            lambda: metrics.SensitivityAtSpecificity(0.5), "bt", "bp"
        ),
        "PrecisionAtRecall .5": (lambda: metrics.PrecisionAtRecall(0.5), "bt", "bp"),
    }
    for key, want in table.items():
        plain = key.removesuffix(" sw")
        name = plain.split("(")[0]
        y, p = ("bt", "bp") if plain.endswith("(bt,bp)") else ("rt", "rp")
        found = made.get(plain) or made.get(plain.split()[0])
        if plain.startswith("MeanIoU"):
            got = metrics.MeanIoU(3)(at["sparse"], hard)
        else:
            make, y, p = found or (getattr(metrics, name), y, p)
            weights = [1.0, 2.0, 3.0] if y == "rt" else at["sw"]
            got = make()(at[y], at[p], weights if plain != key else None)
        np.testing.assert_allclose(np.asarray(got), want, rtol=2e-6, atol=1e-6, err_msg=key)
