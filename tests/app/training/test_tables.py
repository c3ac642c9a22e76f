"""Data is read once, and again when its files change."""

import os

from app.data.spec import DataSpec
from app.training import tables


def write(path, rows):
    path.write_text("a,b\n" + "\n".join(f"{i},{i % 2}" for i in range(rows)) + "\n")


def test_a_table_is_read_again_only_when_its_file_changed(tmp_path):
    file = tmp_path / "data.csv"
    write(file, 20)
    spec = DataSpec("csv", path="data.csv")
    first = tables.read(spec, tmp_path)
    assert tables.read(spec.replace(validation=0.5, scale="standard"), tmp_path) is first
    write(file, 30)
    os.utime(file, ns=(1, 1))
    second = tables.read(spec, tmp_path)
    assert (first.rows, second.rows) == (20, 30)


def test_another_choice_of_roles_is_another_table(tmp_path):
    write(tmp_path / "data.csv", 20)
    spec = DataSpec("csv", path="data.csv")
    first = tables.read(spec, tmp_path)
    other = tables.read(spec.replace(roles={"a": "ignore"}), tmp_path)
    assert other is not first and other.names() == ["b"]


def test_forgetting_reads_anew():
    spec = DataSpec("builtin", name="iris")
    first = tables.read(spec, None)
    assert tables.read(spec, None) is first
    tables.forget()
    assert tables.read(spec, None) is not first
