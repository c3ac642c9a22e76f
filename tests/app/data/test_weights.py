"""A column that says how much each sample counts, from the file to the trained weights."""

from __future__ import annotations

import numpy as np
import pytest

from app.data.assign import complete
from app.data.load import load
from app.data.match import match
from app.data.prepare import prepare
from app.data.spec import DataSpec, PortSpec
from app.data.weights import choose_weight

IN = [PortSpec("a", (2,))]
OUT = [PortSpec("b", (1,), loss="MeanSquaredError")]


def table_of(tmp_path, weights, name="sample_weight"):
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(20, 3)).round(3)
    lines = [f"p,q,{name},y"]
    lines += [f"{p},{q},{w},{y}" for (p, q, y), w in zip(rows, weights, strict=True)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(lines))
    roles = {"p": "input", "q": "input", name: "input", "y": "target"}
    spec = DataSpec("csv", "t", str(path), roles=roles, labels="numeric")
    return load(spec), spec


def test_a_column_called_as_keras_calls_it_is_proposed_and_is_no_input(tmp_path):
    table, spec = table_of(tmp_path, np.arange(1, 21))
    chosen = complete(spec, table, IN, OUT)
    assert chosen.weight == "sample_weight"
    assert chosen.assign == {"a": ["p", "q"], "b": ["y"]}
    assert not match(table, chosen, IN, OUT)


def test_each_part_gets_the_weights_of_its_own_rows(tmp_path):
    values = np.arange(1, 21)
    table, spec = table_of(tmp_path, values, "w")
    plain = complete(spec, table, [PortSpec("a", (3,))], OUT)
    assert plain.weight == "" and plain.assign["a"] == ["p", "q", "w"]
    chosen = choose_weight(plain, "w").replace(validation=0.25, test=0.25)
    ready = prepare(table, chosen, IN, OUT)
    for rows, y in (
        (ready.rows, ready.y), (ready.rows_val, ready.y_val), (ready.rows_test, ready.y_test)
    ):  # fmt: skip
        np.testing.assert_array_equal(ready.weights[rows], values[rows])
        target = table.find("y").values[rows]
        np.testing.assert_allclose(y["b"][:, 0], target, rtol=1e-6)
    assert DataSpec.from_json(chosen.to_json()) == chosen


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([-1.0] + [1.0] * 19, "-1"),
        ([0.0] * 20, "0 everywhere"),
    ],
)
def test_what_cannot_be_weights_is_refused_with_the_reason(tmp_path, weights, words):
    table, spec = table_of(tmp_path, weights, "w")
    wrong = choose_weight(complete(spec, table, IN, OUT), "w")
    (problem,) = [p for p in match(table, wrong, IN, OUT) if p.field == "w"]
    assert problem.severity == "error" and words in problem.text and "“w”" in problem.text


def test_a_missing_weight_in_an_array_is_refused(tmp_path):
    weights = np.ones(20)
    weights[3] = np.nan
    np.savez(tmp_path / "d.npz", a=np.ones((20, 2)), b=np.arange(20.0), sample_weight=weights)
    spec = DataSpec("arrays", "d", str(tmp_path / "d.npz"), roles={"b": "target"})
    table = load(spec)
    chosen = complete(spec, table, IN, OUT)
    assert chosen.weight == "sample_weight" and "sample_weight" not in chosen.assign["a"]
    assert any("lacks values" in p.text for p in match(table, chosen, IN, OUT))


def test_a_column_that_is_gone_is_told(tmp_path):
    table, spec = table_of(tmp_path, np.ones(20))
    gone = complete(spec, table, IN, OUT).replace(weight="lost")
    assert any("lost" in p.text and p.severity == "error" for p in match(table, gone, IN, OUT))
