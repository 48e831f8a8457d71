"""Files as officers have them are read right, cell by cell."""

from __future__ import annotations

import pytest

from gridmap.exchange.tables import read_dates, read_tables
from tests.exchange.tables.awkward import AWKWARD, Awkward
from tests.exchange.tables.writers import Page, xls, xlsx
from ui.words.messages import LANGUAGES, message_of


def test_there_are_at_least_sixty_and_each_says_what_is_wrong():
    assert len(AWKWARD) >= 60
    assert len({file.name for file in AWKWARD}) == len(AWKWARD)
    assert all(file.wrong and file.expected for file in AWKWARD)


@pytest.mark.parametrize("file", AWKWARD, ids=lambda file: file.name)
def test_an_awkward_file_is_read_cell_by_cell(file: Awkward, tmp_path):
    tables = read_tables(file.write(tmp_path / file.name))
    assert [list(table.columns) for table in tables] == [expected.columns for expected in file.expected]
    for table, expected in zip(tables, file.expected, strict=True):
        assert dict(zip(table.rows.tolist(), table.cells.tolist(), strict=True)) == expected.rows, file.wrong
        assert table.title == expected.title
        assert {problem.key for problem in table.problems} == set(expected.told)
        assert expected.sheet in (None, table.sheet)
        assert table.file == file.name
        assert table.rounded.shape == table.cells.shape and len(table.letters) == len(table.columns)
        assert len(set(table.columns)) == len(table.columns)


@pytest.mark.parametrize("file", AWKWARD, ids=lambda file: file.name)
def test_what_is_told_of_a_file_is_a_sentence(file: Awkward, tmp_path):
    for table in read_tables(file.write(tmp_path / file.name)):
        for problem in table.problems:
            for language in LANGUAGES:
                assert not message_of(problem, language).startswith(f"{problem.key} ")


def test_rows_know_the_section_that_they_stand_in(tmp_path):
    rows = [
        ["序号", "网格", "姓名"],
        [1, "第零网格", "赵六"],
        ["城北村"],
        [2, "第一网格", "张三"],
        ["城南社区"],
        [3, "第二网格", "李四"],
    ]
    page = Page(rows, merged=[(2, 0, 2, 2), (4, 0, 4, 2)])
    [table] = read_tables(xlsx(tmp_path / "a.xlsx", page))
    assert table.rows.tolist() == [2, 4, 6] and table.sections == ("", "城北村", "城南社区")
    assert table.above == ()


def test_what_stands_above_is_handed_on_whole(tmp_path):
    rows = [
        ["城西镇名册"],
        ["填报单位：城西镇", None, "2023年5月1日"],
        ["序号", "网格", "姓名"],
        [1, "第一网格", "张三"],
    ]
    [table] = read_tables(xlsx(tmp_path / "a.xlsx", Page(rows, merged=[(0, 0, 0, 2)])))
    assert table.title == "城西镇名册" and table.above == ("城西镇名册", "填报单位：城西镇", "2023年5月1日")
    assert table.letters == ("A", "B", "C") and table.sections == ()


def test_which_cells_excel_rounded_is_handed_on_through_merged_cells(tmp_path):
    rows = [["网格编码", "姓名", "电话"], [320582001001001123.0, "张三", 13812345601], [None, "李四", 13812345602]]
    [table] = read_tables(xlsx(tmp_path / "a.xlsx", Page(rows, merged=[(1, 0, 2, 0)])))
    assert table.rounded.tolist() == [[True, False, False], [True, False, False]]
    [problem] = table.problems
    assert (problem.key, problem.column, problem.row) == ("numbers-rounded", "网格编码", 2)


def test_a_workbook_of_1904_says_so(tmp_path):
    page = Page([["姓名", "任职日期", "电话"], ["张三", 43585, 13812345601]])
    [table] = read_tables(xlsx(tmp_path / "a.xlsx", page, date_1904=True))
    assert table.epoch == 1904
    assert read_dates(table.cells[:, 1], table.epoch).days.tolist() == ["2023-05-01"]
    [old] = read_tables(xls(tmp_path / "a.xls", page, date_1904=True))
    assert old.epoch == 1904
