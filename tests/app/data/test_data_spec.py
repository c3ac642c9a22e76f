"""The description of data survives a file, and refuses what it cannot be."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys

import numpy as np
import pytest

from app.data import words
from app.data.errors import DataError
from app.data.load import load
from app.data.spec import DataSpec


def test_a_spec_survives_json():
    spec = DataSpec(
        "csv", "prices", "prices.csv", {"separator": ";", "columns": {"a": {"type": "date"}}},
        {"b": "ignore"}, {"in": ["a", "c"], "out": "price"}, 0.3, 0.1, 7, False, "standard",
        True, "numeric",
    )  # fmt: skip
    again = DataSpec.from_json(json.loads(json.dumps(spec.to_json())))
    assert again == spec
    assert again.assign["out"] == ["price"]


def test_a_copy_with_changes_shares_nothing():
    spec = DataSpec("csv", options={"columns": {"a": {}}})
    copy = spec.replace(scale="minmax")
    copy.options["columns"]["a"]["type"] = "number"
    assert spec.options == {"columns": {"a": {}}} and spec.scale == "none"


@pytest.mark.parametrize(
    "values",
    [None, [], {}, {"kind": "database"}, {"kind": "csv", "scale": "log"},
     {"kind": "csv", "assign": 3},
     {"kind": "csv", "validation": 0.6, "test": 0.5}, {"kind": "csv", "validation": "much"},
     {"kind": "csv", "labels": "words"}],
)  # fmt: skip
def test_what_is_no_spec_is_refused(values):
    with pytest.raises(DataError):
        DataSpec.from_json(values)


def test_keys_of_a_newer_version_are_dropped():
    assert DataSpec.from_json({"kind": "csv", "weather": "fine"}) == DataSpec("csv")


def test_relative_paths_start_at_the_project(tmp_path):
    (tmp_path / "t.csv").write_text("a,y\n1,u\n2,v\n3,u\n")
    spec = DataSpec("csv", path="t.csv")
    assert load(spec, tmp_path).rows == 3
    (tmp_path / "project.loom").write_bytes(b"")
    assert load(spec, tmp_path / "project.loom").rows == 3
    with pytest.raises(DataError, match=r"u\.csv"):
        load(DataSpec("csv", path="u.csv"), tmp_path)
    with pytest.raises(DataError, match="No file"):
        load(DataSpec("csv"), tmp_path)


def test_the_home_of_nobody_is_no_file_and_no_crash(tmp_path):
    with pytest.raises(DataError, match="~nobody-at-all"):
        load(DataSpec("csv", path="~nobody-at-all/x.csv"), tmp_path)


def test_data_that_moved_with_its_project_is_found(tmp_path):
    (tmp_path / "t.csv").write_text("a,y\n1,u\n2,v\n3,u\n")
    spec = DataSpec("csv", path="/somewhere/else/t.csv")
    assert load(spec, tmp_path / "project.loom").rows == 3


def test_chosen_roles_reach_the_table():
    table = load(DataSpec("builtin", "digit_pairs", roles={"larger": "target", "same": "ignore"}))
    assert [f.name for f in table.by_role("target")] == ["larger"]


def test_an_error_crosses_processes_whole():
    error = DataError("bad", path="a.csv", row=3, column="c", value="x", advice="Try.")
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) == "a.csv, line 3, column “c”: bad Try."


def test_texts_go_through_the_programs_translator():
    chinese = {"The file is empty.": "文件是空的。"}
    words.set_translator(lambda context, text: chinese.get(text, text))
    try:
        assert words.translate("data", "The file is empty.") == "文件是空的。"
    finally:
        words.set_translator(lambda context, text: text)


def test_the_package_loads_no_qt():
    code = "import app.data, sys; sys.exit(any(m.startswith('PySide6') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_values_are_arrays_of_the_said_type():
    table = load(DataSpec("builtin", "wine"))
    assert isinstance(table.fields[0].values, np.ndarray)
