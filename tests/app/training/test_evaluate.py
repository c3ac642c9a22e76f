"""Judging against independent counts: NumPy over the same samples, scikit-learn's scores."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

from app.data.spec import DataSpec
from app.document.document import Document
from app.document.graph import Graph
from app.document.run import Run
from app.document.train_setup import OutputSetup, TrainSetup
from app.training import evaluate
from app.training.evaluate import CLASSES, NUMBERS, Answers, to_shares
from app.training.failure import Refused
from app.training.job import keep, snapshot_of
from app.training.session import train


def trained(document):
    keep(document, train(snapshot_of(document), Run()))
    return document


@pytest.fixture(scope="module")
def answers():
    random = np.random.default_rng(4)
    shares = random.dirichlet(np.ones(4), size=200)
    truth = random.integers(0, 4, 200)
    return Answers("y", CLASSES, {}, truth, shares.argmax(axis=1), list("abcd"), shares)


def test_confusion_and_scores_are_scikit_learns(answers):
    expected = confusion_matrix(answers.truth, answers.answer, labels=range(4))
    np.testing.assert_array_equal(answers.confusion(), expected)
    precision, recall, f1, count = precision_recall_fscore_support(
        answers.truth, answers.answer, labels=range(4)
    )
    scores = answers.per_class()
    assert [s.precision for s in scores] == pytest.approx(list(precision))
    assert [s.recall for s in scores] == pytest.approx(list(recall))
    assert [s.f1 for s in scores] == pytest.approx(list(f1))
    assert [s.count for s in scores] == list(count)


def test_a_class_never_said_has_no_precision():
    answers = Answers("y", CLASSES, {}, np.array([0, 1]), np.array([0, 0]), ["a", "b"])
    score = answers.per_class()[1]
    assert np.isnan(score.precision) and score.recall == 0.0 and np.isnan(score.f1)


def test_mistakes_are_all_wrong_answers_the_surest_first(answers):
    found = answers.mistakes()
    wrong = set(np.flatnonzero(answers.truth != answers.answer))
    assert set(found) == wrong
    rows = np.arange(200)
    margin = answers.shares[rows, answers.answer] - answers.shares[rows, answers.truth]
    assert list(margin[found]) == sorted(margin[found], reverse=True)


def test_a_cell_lists_its_samples(answers):
    for true in range(4):
        for said in range(4):
            expected = (answers.truth == true) & (answers.answer == said)
            assert set(answers.cell(true, said)) == set(np.flatnonzero(expected))


def test_the_largest_errors_come_first():
    truth, answer = np.array([[1.0], [5.0], [2.0]]), np.array([[1.5], [1.0], [2.1]])
    answers = Answers("y", NUMBERS, {}, truth, answer)
    assert list(answers.mistakes()) == [1, 0, 2]


@pytest.mark.parametrize(
    ("predicted", "expected"),
    [
        ([[0.25]], [[0.75, 0.25]]),  # one sigmoid value
        ([[0.2, 0.8]], [[0.2, 0.8]]),  # softmax
        ([[0.0, np.log(3.0)]], [[0.25, 0.75]]),  # logits
        ([[np.log(3.0)], [-8.0]], [[0.25, 0.75], [1 - 1 / (1 + np.e**8), 1 / (1 + np.e**8)]]),
    ],
)
def test_outputs_as_probabilities(predicted, expected):
    np.testing.assert_allclose(to_shares(np.array(predicted)), expected, atol=1e-12)


def test_a_judged_classifier_agrees_with_numpy(wine):
    document = trained(wine(epochs=30))
    verdict = evaluate.judge(snapshot_of(document))
    assert verdict.part == "test" and verdict.untrained == ()
    (w1, b1), (w2, b2) = document.weights["dense_w1"], document.weights["dense_w2"]
    said = (np.maximum(verdict.x["inputlayer_w0"] @ w1 + b1, 0) @ w2 + b2).argmax(axis=1)
    answers = verdict.outputs[0]
    np.testing.assert_array_equal(answers.answer, said)
    assert verdict.logs["accuracy"] == pytest.approx((said == answers.truth).mean(), abs=1e-6)
    field = verdict.material.table.by_role("target")[0]
    np.testing.assert_array_equal(answers.truth, field.values[verdict.rows])
    assert answers.classes == field.classes


def test_samples_are_shown_in_the_datas_own_scale(wine):
    document = trained(wine(epochs=1))
    verdict = evaluate.judge(snapshot_of(document))
    original = verdict.material.table.find("features").values[verdict.rows]
    shown = np.stack([verdict.sample(i)["inputlayer_w0"] for i in range(verdict.count)])
    np.testing.assert_allclose(shown, original, rtol=1e-4)


def test_one_prediction_equals_that_of_the_batch(wine):
    verdict = evaluate.judge(snapshot_of(trained(wine(epochs=5))))
    for index in (0, 7):
        guess = evaluate.predict(verdict, verdict.sample(index))[0]
        assert guess.kind == CLASSES
        np.testing.assert_allclose(guess.values, verdict.outputs[0].shares[index], atol=1e-4)


def test_numbers_are_judged_in_the_datas_own_scale(diabetes):
    document = trained(diabetes(epochs=30))
    verdict = evaluate.judge(snapshot_of(document))
    answers = verdict.outputs[0]
    assert verdict.part == "validation" and answers.kind == NUMBERS
    field = verdict.material.table.by_role("target")[0]
    np.testing.assert_allclose(answers.truth[:, 0], field.values[verdict.rows], rtol=1e-4)
    spread = field.values.std()
    assert np.sqrt(((answers.answer - answers.truth) ** 2).mean()) < spread
    guess = evaluate.predict(verdict, verdict.sample(3))[0]
    assert guess.values[0] == pytest.approx(answers.answer[3, 0], rel=1e-3)


def test_without_held_out_data_the_training_data_is_judged_and_said_so(wine):
    document = wine(epochs=1)
    document.data.test = document.data.validation = 0.0
    assert evaluate.judge(snapshot_of(trained(document))).part == "training"


def test_the_end_that_fit_held_out_is_judged(wine):
    document = wine(epochs=1, validation_split=0.25)
    document.data.test = document.data.validation = 0.0
    verdict = evaluate.judge(snapshot_of(trained(document)))
    rows = verdict.material.prepared.rows
    assert verdict.part == "validation"
    np.testing.assert_array_equal(verdict.rows, rows[int(len(rows) * 0.75) :])


def test_without_training_there_is_nothing_to_judge(wine):
    with pytest.raises(Refused, match="Train"):
        evaluate.judge(snapshot_of(wine()))


def test_layers_changed_since_the_training_are_named(wine):
    document = trained(wine(epochs=1))
    document.set_params(document.graph.topological()[1].id, {"units": 5, "activation": "relu"})
    assert evaluate.judge(snapshot_of(document)).untrained == ("dense_w1", "dense_w2")


def test_judging_ends_between_batches_when_nobody_wants_it(wine):
    from app.training.worker import Cancelled, Task

    document = trained(wine(epochs=1, batch_size=1))
    task = Task("judge", lambda task: None, None, None, None, None, None)
    seen = []

    def check():
        seen.append(1)
        if len(seen) > 5:
            raise Cancelled

    task.check = check
    with pytest.raises(Cancelled):
        evaluate.judge(snapshot_of(document), task)
    assert len(seen) == 6  # of 36 batches


def test_a_class_for_every_step_is_judged_by_the_steps_that_are_wrong(tmp_path):
    random = np.random.default_rng(1)
    x = random.normal(size=(40, 5, 3)).astype("float32")
    path = tmp_path / "steps.npz"
    np.savez(path, x=x, y=random.integers(0, 4, (40, 5)))
    graph = Graph("functional")
    start, end = graph.add("InputLayer", shape=[5, 3]), graph.add("Dense", units=4)
    end.params["activation"] = "softmax"
    graph.connect(start, end)
    loss = {end.name: OutputSetup("sparse_categorical_crossentropy", metrics=["accuracy"])}
    document = Document(graph)
    document.set_setup(TrainSetup(outputs=loss, epochs=1))
    document.set_data(DataSpec("arrays", path=str(path), test=0.25))
    verdict = evaluate.judge(snapshot_of(trained(document)))
    (answers,) = verdict.outputs
    kernel, bias = document.weights[end.name]
    chosen = (x[verdict.rows] @ kernel + bias).argmax(axis=-1)
    np.testing.assert_array_equal(answers.answer, chosen)
    wrong = (chosen != answers.truth).mean(axis=1)
    np.testing.assert_allclose(answers.wrongness(), wrong)
    assert 1 - wrong.mean() == pytest.approx(verdict.logs["accuracy"])
    (guess,) = evaluate.predict(verdict, verdict.sample(2))
    np.testing.assert_array_equal(guess.values, chosen[2])
