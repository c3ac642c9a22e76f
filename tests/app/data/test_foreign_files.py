"""Whatever bytes a file holds, reading it ends in a table or in a DataError."""

from __future__ import annotations

import contextlib
import io

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.data.arrays import load_arrays
from app.data.csv_table import CsvOptions, load_csv
from app.data.errors import DataError

QUIET = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXT = st.text(alphabet='ab,;"\t\n\r 0123456789.-é€中', max_size=120)
WHOLE = io.BytesIO()
np.savez(WHOLE, x=np.arange(40.0).reshape(10, 4), y=np.arange(10) % 2)


@QUIET
@given(content=st.one_of(st.binary(max_size=300), TEXT.map(lambda t: t.encode("utf-8"))),
       encoding=st.sampled_from(["", "utf-8", "gbk", "utf-16"]))  # fmt: skip
def test_any_text_or_bytes(tmp_path, content, encoding):
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    with contextlib.suppress(DataError):
        table = load_csv(path, CsvOptions(encoding=encoding), {})
        assert table.rows == len(table.lines) > 0
        for field in table.fields:
            assert len(field.values) == table.rows
            if field.classes is not None:
                assert field.values.min() >= -1 and field.values.max() < len(field.classes)


@QUIET
@given(place=st.integers(0, len(WHOLE.getvalue()) - 1), byte=st.integers(0, 255),
       cut=st.booleans())  # fmt: skip
def test_a_damaged_array_file(tmp_path, place, byte, cut):
    content = bytearray(WHOLE.getvalue())
    content[place] = byte
    path = tmp_path / "any.npz"
    path.write_bytes(content[:place] if cut else content)
    with contextlib.suppress(DataError):
        table = load_arrays(path, {}, {})
        assert table.fields


@pytest.mark.parametrize("start", [b"\x93NUMPY", b"PK\x03\x04", b"", b"\x93NUMPY\x01\x00\xff\xff"])
@settings(max_examples=40, deadline=None)
@given(rest=st.binary(max_size=80))
def test_bytes_that_begin_like_arrays(tmp_path_factory, start, rest):
    path = tmp_path_factory.mktemp("arrays") / "any.npy"
    path.write_bytes(start + rest)
    with pytest.raises(DataError):
        load_arrays(path, {}, {})
