"""How a file was read, kept in the project."""

import pytest

from app.document import project_file
from app.document.account import Account
from app.document.record import ProjectRecord
from engine.saving.common.report import Note


def test_the_account_is_kept_in_the_project_file(tmp_path):
    account = Account(
        "old.h5", "A whole model in HDF5", "Keras 2.3.1", True, True, False,
        [Note("changed", "gru", "It became {new}.", {"new": "GRU"}), Note("lost", "", "Gone.")],
    )  # fmt: skip
    path = tmp_path / "old.loom"
    project_file.write(path, ProjectRecord(account=account))
    assert project_file.read(path).account == account
    project_file.write(path, ProjectRecord())
    assert project_file.read(path).account is None


def test_only_what_changed_is_worth_a_page():
    assert not Account("a.h5", remarks=[Note("info", "", "No weights.")]).noteworthy
    assert Account("a.h5", remarks=[Note("lost", "x", "Gone.")]).noteworthy


def test_remarks_of_older_projects_are_whole_sentences():
    (remark,) = Account.from_json({"file": "a", "remarks": [["lost", "x", "Gone: {y}"]]}).remarks
    assert remark.text == "Gone: {y}"


def test_nothing_but_names_is_filled_into_a_sentence():
    text = "{a} {a.__class__} {a:999999999} {0} {b} {{"
    (remark,) = Account.from_json(
        {"file": "f", "remarks": [["info", "", text, {"a": "{b}", "b": "B"}]]}
    ).remarks
    assert remark.text == "{b} {a.__class__} {a:999999999} {0} B {{"


@pytest.mark.parametrize(
    "values",
    [3, {"file": 3}, {"file": "a", "remarks": 3}, {"file": "a", "remarks": [["odd", "", ""]]},
     {"file": "a", "remarks": [["lost", "", "{x}", {"x": 3}]]},
     {"file": "a", "remarks": [["lost", "", "{x}", {"x": "3"}, 5]]}],
)
def test_a_damaged_account_is_refused(values):
    with pytest.raises(ValueError, match="opened"):
        Account.from_json(values)
