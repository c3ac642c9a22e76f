"""Reading tables: real files in odd forms, and messages that name the place."""

from __future__ import annotations

import codecs
import csv
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.data.csv_table import CsvOptions, load_csv, preview
from app.data.errors import DataError


def write(folder: Path, text: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def values(table, name: str) -> list:
    field = table.find(name)
    assert field is not None, table.names()
    if field.classes is not None:
        return [field.classes[c] if c >= 0 else None for c in field.values]
    return field.values.tolist()


PLANTS = "height,width,kind\n1.5,2,fern\n2.5,3,moss\n3.5,4,fern\n0.5,1,moss\n"


def test_a_plain_table_becomes_columns_and_a_target(tmp_path):
    table = load_csv(write(tmp_path, PLANTS), CsvOptions(), {})
    assert table.names() == ["height", "width", "kind"]
    assert values(table, "height") == [1.5, 2.5, 3.5, 0.5]
    assert values(table, "kind") == ["fern", "moss", "fern", "moss"]
    assert [f.role for f in table.fields] == ["input", "input", "target"]
    assert table.lines.tolist() == [2, 3, 4, 5]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path, separator):
    path = write(tmp_path, PLANTS.replace(",", separator))
    assert preview(path).options.separator == separator
    assert values(load_csv(path, CsvOptions(), {}), "width") == [2, 3, 4, 1]


def test_decimal_commas_between_semicolons(tmp_path):
    path = write(tmp_path, "preis;menge;gut\n1.234,5;3,25;ja\n0,5;7;nein\n-2,25;1,0;ja\n")
    table = load_csv(path, CsvOptions(), {})
    assert preview(path).options.decimal == ","
    assert values(table, "preis") == [1234.5, 0.5, -2.25]
    assert values(table, "menge") == [3.25, 7.0, 1.0]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gbk", "gbk"), ("utf-16", "utf-16")],
)
def test_chinese_text_in_its_encodings(tmp_path, encoding, found):
    text = "身高,体重,性别\n180,75.5,男\n165,52,女\n172,68,男\n"
    path = write(tmp_path, text, encoding)
    table = load_csv(path, CsvOptions(), {})
    assert preview(path).options.encoding == found
    assert table.names() == ["身高", "体重", "性别"]
    assert values(table, "性别") == ["男", "女", "男"]


def test_western_accents_are_not_taken_for_chinese(tmp_path):
    path = write(tmp_path, "ville;degré\nOrléans;3\nBesançon;4\nNîmes;5\nZürich;6\n", "latin-1")
    assert preview(path).options.encoding == "latin-1"
    assert values(load_csv(path, CsvOptions(), {}), "ville")[3] == "Zürich"


def test_a_table_without_a_header_counts_its_columns(tmp_path):
    table = load_csv(write(tmp_path, "5.1,3.5,a\n4.9,3.0,b\n4.7,3.2,a\n"), CsvOptions(), {})
    assert table.names() == ["column 1", "column 2", "column 3"]
    assert table.rows == 3


def test_quoted_separators_line_breaks_and_quotes_stay_in_the_cell(tmp_path):
    rows = ["a,place", '1,"Lyon, France"', '2,"two\r\nlines"', '3,"say ""hi"""', '4,"Lyon, France"']
    text = "\r\n".join(rows)
    table = load_csv(write(tmp_path, text), CsvOptions(), {})
    assert values(table, "place") == ["Lyon, France", "two\r\nlines", 'say "hi"', "Lyon, France"]
    assert table.lines.tolist() == [2, 3, 5, 6]


def test_text_in_a_number_column_names_the_place_and_what_to_try(tmp_path):
    rows = "".join(f"{i},{i % 2}\n" for i in range(30))
    path = write(tmp_path, f"area,y\n{rows}unknown,1\n")
    with pytest.raises(DataError) as caught:
        load_csv(path, CsvOptions(), {})
    error = caught.value
    assert (error.row, error.column, error.value) == (32, "area", "unknown")
    assert error.path == path
    for part in ("table.csv", "line 32", "area", "unknown", "not a number", "Category"):
        assert part in str(error)
    mended = load_csv(path, CsvOptions(missing_words=["Unknown"]), {})
    assert mended.rows == 30


@pytest.mark.parametrize("row", ["1,2", "1,2,fern,4"])
def test_a_row_of_another_length_is_named(tmp_path, row):
    with pytest.raises(DataError) as caught:
        load_csv(write(tmp_path, f"{PLANTS}{row}\n"), CsvOptions(), {})
    assert caught.value.row == 6
    assert "expected 3" in str(caught.value)


def test_separators_at_line_ends_and_blank_lines_do_no_harm(tmp_path):
    table = load_csv(write(tmp_path, "a,b,y\n1,2,u\n\n3,4,v,,\n\n5,6,u\n"), CsvOptions(), {})
    assert values(table, "b") == [2, 4, 6]
    assert table.lines.tolist() == [2, 4, 6]


GAPS = (
    "age,city,y\n10,Rome,0\nNA,Oslo,1\n30,,0\n40,Rome,1\n50,Rome,0\n60,Oslo,1\n70,Rome,0\n80,?,1\n"
)


def test_rows_with_missing_values_are_dropped_and_counted(tmp_path):
    table = load_csv(write(tmp_path, GAPS), CsvOptions(), {})
    assert values(table, "age") == [10, 40, 50, 60, 70]
    assert any("3 rows" in note for note in table.notes)


def test_missing_values_may_stay_to_be_filled_or_become_a_class(tmp_path):
    columns = {"age": {"missing": "median"}, "city": {"missing": "category"}}
    table = load_csv(write(tmp_path, GAPS), CsvOptions(columns=columns), {})
    age, city = table.find("age"), table.find("city")
    assert table.rows == 8
    assert np.isnan(age.values[1]) and age.missing_count == 1 and age.missing == "median"
    assert values(table, "city")[2] == values(table, "city")[7] == "(missing)"
    assert sorted(city.classes) == ["(missing)", "Oslo", "Rome"]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (("1970-01-02", "1970-01-11"), (1, 10)),
        (("2000/01/01", "2000/03/01"), (10957, 11017)),
        (("31.01.1970", "01.02.1970"), (30, 31)),
        (("1970-01-01 12:00", "1970-01-02 00:00"), (0.5, 1)),
        (("1970年1月3日", "1970年2月1日"), (2, 31)),
        (("13/01/1970", "01/02/1970"), (12, 31)),
    ],
)
def test_dates_become_days(tmp_path, cells, days):
    body = "".join(f"{cell},{i}\n" for i, cell in enumerate(cells))
    table = load_csv(write(tmp_path, f"when,y\n{body}"), CsvOptions(), {})
    assert values(table, "when") == list(days)


def test_running_text_is_refused_with_advice(tmp_path):
    body = "".join(f"This is the review number {i} of a film that nobody saw,{i % 2}\n"
                   for i in range(40))  # fmt: skip
    path = write(tmp_path, f"review,liked\n{body}")
    assert preview(path).columns[0].role == "ignore"
    with pytest.raises(DataError, match=r"review.*Running text.*Ignore"):
        load_csv(path, CsvOptions(), {"review": "input"})


def test_an_ignored_column_is_not_even_parsed(tmp_path):
    path = write(tmp_path, "a,b,y\n1,x1!,0\n2,??,1\n3,3,0\n")
    options = CsvOptions(columns={"b": {"type": "number"}})
    assert load_csv(path, options, {"b": "ignore"}).names() == ["a", "y"]


def test_class_numbers_are_sorted_by_size(tmp_path):
    body = "".join(f"{i},{label}\n" for i, label in enumerate([10, 9, 2, 1, 10, 2, 9, 1] * 3))
    table = load_csv(write(tmp_path, f"x,label\n{body}"), CsvOptions(), {})
    assert table.find("label").classes == ["1", "2", "9", "10"]
    assert values(table, "label")[:4] == ["10", "9", "2", "1"]


def test_a_numeric_target_stays_a_number(tmp_path):
    body = "".join(f"{i},{i * 1.5}\n" for i in range(20))
    table = load_csv(write(tmp_path, f"x,price\n{body}"), CsvOptions(), {})
    assert table.find("price").classes is None


def test_a_column_that_only_counts_rows_is_left_out(tmp_path):
    body = "".join(f"{i},{i * i % 7},{'ab'[i % 2]}\n" for i in range(1, 20))
    assert load_csv(write(tmp_path, f"id,x,y\n{body}"), CsvOptions(), {}).names() == ["x", "y"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"PK\x03\x04\x00\x00\x00binary\x00", "not a text"),
        (b"a,b\n", "no row"),
        (b"a,b\n1,\n2,\n", "missing value"),
    ],
)
def test_files_that_are_no_table(tmp_path, content, words):
    with pytest.raises(DataError, match=words):
        load_csv(write(tmp_path, content), CsvOptions(), {"b": "input"})


def test_a_missing_file_and_a_wrong_encoding(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        preview(tmp_path / "nowhere.csv")
    path = write(tmp_path, "a,b\n1,é\n", "latin-1")
    with pytest.raises(DataError, match="utf-8"):
        preview(path, CsvOptions(encoding="utf-8"))


def test_bytes_that_go_wrong_behind_the_first_megabyte_are_an_error_too(tmp_path):
    line = b"12345678,1\n"
    path = write(tmp_path, b"x,y\n" + line * 100_000 + b"\xff\xfe\xfd,1\n")
    with pytest.raises(DataError, match="utf-8"):
        load_csv(path, CsvOptions(), {})


def test_duplicate_and_empty_names_become_unique(tmp_path):
    path = write(tmp_path, "a,a,,y\n1,2,3,u\n4,5,6,v\n")
    assert load_csv(path, CsvOptions(), {}).names() == ["a", "a (2)", "column 3", "y"]


def test_a_large_file_is_read_in_bounded_memory(tmp_path):
    path = tmp_path / "large.csv"
    with open(path, "w", encoding="ascii") as file:
        file.write("a,b,c,y\n")
        for i in range(100_000):
            file.write(f"{i}.12345678901,{i * 2}.98765432109,{i % 97}.5555555555,{i % 2}\n")
    size = path.stat().st_size
    tracemalloc.start()
    table = load_csv(path, CsvOptions(), {})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert table.rows == 100_000
    # 5 numbers of 8 bytes a row, some spare room, and the first megabyte as rows of text
    assert peak < 100_000 * 5 * 8 * 1.6 + 6_000_000
    assert size > 4_000_000


CELL = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z", "Cf"]),
    min_size=1, max_size=12,
).map(lambda s: "w" + s)  # fmt: skip
ROW = st.tuples(
    st.floats(-1e12, 1e12), CELL.map(lambda s: s + ",;\"'\t| x"), st.integers(-(10**9), 10**9)
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(ROW, min_size=1, max_size=25), separator=st.sampled_from([",", ";", "\t"]),
       mark=st.booleans())  # fmt: skip
def test_what_the_csv_module_writes_is_read_back(tmp_path, rows, separator, mark):
    path = tmp_path / "round.csv"
    with open(path, "w", newline="", encoding="utf-8-sig" if mark else "utf-8") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(["number", "word", "whole"])
        writer.writerows(rows)
    assert path.read_bytes().startswith(codecs.BOM_UTF8) == mark
    options = CsvOptions(
        separator=separator, header=True, decimal=".",
        columns={"number": {"type": "number"}, "word": {"type": "category"},
                 "whole": {"type": "number"}},
    )  # fmt: skip
    table = load_csv(path, options, dict.fromkeys(("number", "word", "whole"), "input"))
    assert values(table, "number") == [r[0] for r in rows]
    assert values(table, "word") == [r[1].strip() for r in rows]
    assert values(table, "whole") == [r[2] for r in rows]
