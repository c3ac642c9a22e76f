"""How a file was read, kept in the project."""

import pytest

from app.document import project_file
from app.document.account import Account, Remark
from app.document.record import ProjectRecord


def test_the_account_is_kept_in_the_project_file(tmp_path):
    account = Account(
        "old.h5", "A whole model in HDF5", "Keras 2.3.1", True, True, False,
        [Remark("changed", "gru", "It became another."), Remark("lost", "", "Gone.")],
    )  # fmt: skip
    path = tmp_path / "old.loom"
    project_file.write(path, ProjectRecord(account=account))
    assert project_file.read(path).account == account
    project_file.write(path, ProjectRecord())
    assert project_file.read(path).account is None


def test_only_what_changed_is_worth_a_page():
    assert not Account("a.h5", remarks=[Remark("info", "", "No weights.")]).noteworthy
    assert Account("a.h5", remarks=[Remark("lost", "x", "Gone.")]).noteworthy


@pytest.mark.parametrize(
    "values",
    [3, {"file": 3}, {"file": "a", "remarks": 3}, {"file": "a", "remarks": [["odd", "", ""]]}],
)
def test_a_damaged_account_is_refused(values):
    with pytest.raises(ValueError, match="opened"):
        Account.from_json(values)
