"""What stands in the cells comes back from every format as it was written."""

from __future__ import annotations

import datetime as dt

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from gridmap.exchange.tables import read_tables
from tests.exchange.tables.writers import Page, delimited, ods, spreadsheetml, webpage, xls, xlsb, xlsx

COLUMNS = ["村", "网格编码", "姓名", "联系电话", "备注"]
WORDS = st.text("城北南东村社区第一二三网格张李王赵㐂𠮷abcXYZ019 （）、，\"'<>&=+;", min_size=1, max_size=12)
# A row is a row whatever stands in it, as long as it looks like one: a village, a code, a name and a phone.
VILLAGES = st.sampled_from(["城北村", "城南社区", "东门村", "No. 5"])
NAMES = st.text("张王李赵钱孙周吴郑三四五六七八九十", min_size=2, max_size=4)
CODES = st.integers(10**14, 10**15 - 1)
PHONES = st.integers(13 * 10**9, 20 * 10**9 - 1)
REMARKS = st.one_of(st.just(""), WORDS.map(str.strip).filter(lambda text: text.strip("=") and not text.startswith("=")))
ROWS = st.lists(st.tuples(VILLAGES, CODES, NAMES, PHONES, REMARKS), min_size=1, max_size=8)


def as_text(rows) -> list[list[str]]:
    return [[str(value) for value in row] for row in rows]


def unlike_marks(rows) -> bool:
    """A remark alone does not make a row an example or a signature, but 同上 and the like are filled."""
    return not any(str(row[4]) in ('"', "''", "”") for row in rows)


WRITERS = {
    "xlsx": lambda path, rows: xlsx(path, Page([COLUMNS, *rows])),
    "xls": lambda path, rows: xls(path, Page([COLUMNS, *rows])),
    "xlsb": lambda path, rows: xlsb(path, Page([COLUMNS, *rows])),
    "ods": lambda path, rows: ods(path, Page([COLUMNS, *rows])),
    "xml": lambda path, rows: spreadsheetml(path, Page([COLUMNS, *rows])),
    "html": lambda path, rows: webpage(path, Page([COLUMNS, *rows])),
    "utf8.csv": lambda path, rows: delimited(path, Page([COLUMNS, *rows])),
    "gb18030.csv": lambda path, rows: delimited(path, Page([COLUMNS, *rows]), "gb18030"),
    "utf16.tsv": lambda path, rows: delimited(path, Page([COLUMNS, *rows]), "utf-16", "\t"),
}


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS.filter(unlike_marks))
def test_a_roster_comes_back_from_every_format(kind, tmp_path, rows):
    [table] = read_tables(WRITERS[kind](tmp_path / f"a.{kind}", [list(row) for row in rows]))
    expected = [" ".join(line) if kind == "html" else line for line in as_text(rows)]
    found = table.cells.tolist()
    width = len(table.columns)
    assert list(table.columns) == COLUMNS[:width]
    if kind == "html":  # a web page keeps one blank of several
        found = [" ".join(" ".join(line).split()) for line in found]
        expected = [" ".join(line.split()) for line in expected]
        assert found == expected
    else:
        assert [[*line, *[""] * (5 - width)] for line in found] == expected
    assert table.rows.tolist() == list(range(2, len(rows) + 2))


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods", "xml"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)), min_size=1, max_size=5))
def test_days_come_back_as_iso(kind, tmp_path, days):
    rows = [["姓名", "任职日期", "电话"], *[["张三", day, 13812345601] for day in days]]
    writer = {"xlsx": xlsx, "xls": xls, "xlsb": xlsb, "ods": ods, "xml": spreadsheetml}[kind]
    [table] = read_tables(writer(tmp_path / f"a.{kind}", Page(rows)))
    assert table.cells[:, 1].tolist() == [day.isoformat() for day in days]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    heights=st.lists(st.integers(1, 4), min_size=1, max_size=5),
    kind=st.sampled_from(["xlsx", "xls", "xlsb", "ods", "xml", "html"]),
)
def test_merged_villages_fill_their_rows(tmp_path, heights, kind):
    rows, merged, villages = [["村", "网格", "姓名"]], [], []
    for number, height in enumerate(heights):
        begin = len(rows)
        village = f"第{number}村"
        rows += [[village if row == 0 else None, f"{number}-{row}", "张三"] for row in range(height)]
        villages += [village] * height
        if height > 1:
            merged.append((begin, 0, begin + height - 1, 0))
    writer = {"xlsx": xlsx, "xls": xls, "xlsb": xlsb, "ods": ods, "xml": spreadsheetml, "html": webpage}[kind]
    [table] = read_tables(writer(tmp_path / f"a.{kind}", Page(rows, merged=merged)))
    assert table.cells[:, 0].tolist() == villages
