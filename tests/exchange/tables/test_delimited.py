"""Text files of cells: what is parted many lines at a time is what reading line by line gives."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridmap.exchange.tables import delimited
from gridmap.exchange.tables.delimited import read_delimited
from gridmap.exchange.tables.sheet import clean
from gridmap.model.errors import BadInput

CELLS = st.sampled_from(["", "1", "007", "甲", " 乙 ", "丙\u3000", "a b", "_x0041_", "\u2028", "é\t"])


@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=12),
    delimiter=st.sampled_from([",", ";", "|"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    at_once=st.sampled_from([1, 9, 1000]),
)
def test_lines_parted_at_once_are_those_of_the_standard_reader(rows, delimiter, end, at_once):
    text = end.join(["甲" + delimiter + "乙", *(delimiter.join(row) for row in rows), ""])
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    wide = max(map(len, lines))
    expected = [[clean(cell) for cell in line] + [""] * (wide - len(line)) for line in lines]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_CHUNK", at_once)
        patch.setattr(delimited, "delimiter_of", lambda text: delimiter)
        sheet = read_delimited(text.encode(), "甲.csv")
    while expected and not any(expected[-1]):
        expected.pop()
    while not any(line[-1] for line in expected):
        expected = [line[:-1] for line in expected]
    assert sheet.texts.tolist() == expected


@pytest.mark.parametrize("quoted", [False, True])
def test_the_line_with_the_first_cell_too_many_is_named(monkeypatch, quoted):
    monkeypatch.setattr(delimited, "_MOST", 10)
    row = '"一",二,三\n' if quoted else "一,二,三\n"
    with pytest.raises(BadInput) as refused:
        read_delimited((row * 5).encode(), "甲.csv")
    assert refused.value.key == "sheet-too-large"
    assert (refused.value.values["rows"], refused.value.values["columns"]) == (3, 3)
