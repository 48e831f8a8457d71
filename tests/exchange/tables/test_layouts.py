"""Sheets on which tables lie side by side, turned, under days for headings, or with cells that say nothing."""

from __future__ import annotations

import datetime as dt
import zipfile

import pytest
import xlsxwriter
import xlwt

from gridmap.exchange.tables import read_tables
from gridmap.model.errors import BadInput
from tests.exchange.tables.writers import Page, delimited, ods, xlsx
from ui.words.messages import LANGUAGES, message_of

HEAD = ["网格编码", "姓名", "电话"]
A = ["320582100201001", "张三", "13812345601"]
B = ["320582100201002", "李四", "13812345602"]
C = ["320582100202001", "王五", "13812345603"]
FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"


def found(path):
    """Return (title, columns, {row: cells}) of each table, and the keys of what was told."""
    tables = read_tables(path)
    told = [problem for table in tables for problem in table.problems]
    for problem in told:
        assert not any(message_of(problem, language).startswith(problem.key) for language in LANGUAGES)
    read = [
        (table.title, list(table.columns), dict(zip(table.rows.tolist(), table.cells.tolist(), strict=True)))
        for table in tables
    ]
    return read, [problem.key for problem in told]


def refusal(path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_tables(path)
    assert not any(message_of(caught.value, language).startswith(caught.value.key) for language in LANGUAGES)
    return caught.value


# ---- side by side ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", [[], [None], [None, None]])
def test_a_list_that_goes_on_beside_itself_is_two_tables(tmp_path, gap):
    #  code name phone | code name phone
    path = xlsx(tmp_path / "a.xlsx", Page([[*HEAD, *gap, *HEAD], [*A, *gap, *C], B]))
    tables, told = found(path)
    assert tables == [("", HEAD, {2: A, 3: B}), ("", HEAD, {2: C})]
    assert told == ["tables-side-by-side"]


def test_each_of_three_tables_side_by_side_has_its_own_title_or_the_common_one(tmp_path):
    titles = ["城北村", None, None, None, "城南村", None, None, None, "城西村"]
    rows = [["2024年名册"], titles, [*HEAD, None, *HEAD, None, *HEAD], [*A, None, *B, None, *C]]
    merged = [(0, 0, 0, 10), (1, 0, 1, 2), (1, 4, 1, 6), (1, 8, 1, 10)]
    tables, _ = found(xlsx(tmp_path / "a.xlsx", Page(rows, merged=merged)))
    assert [columns for _, columns, _ in tables] == [HEAD] * 3
    assert [list(rows.values()) for _, _, rows in tables] == [[A], [B], [C]]


def test_titles_that_are_not_merged_stand_above_each_table(tmp_path):
    rows = [["城北村名单", None, None, None, "城南村名单"], [*HEAD, None, *HEAD], [*A, None, *C]]
    tables, _ = found(xlsx(tmp_path / "a.xlsx", Page(rows)))
    assert [(title, list(rows.values())) for title, _, rows in tables] == [("城北村名单", [A]), ("城南村名单", [C])]


def test_a_table_of_something_else_beside_is_read_with_its_own_totals(tmp_path):
    other = ["序号", "支部名称", "党员数"]
    rows = [[*HEAD, None, *other], [*A, None, "1", "一支部", "20"], [*B, None, "合计", None, "20"]]
    tables, told = found(xlsx(tmp_path / "a.xlsx", Page(rows)))
    assert tables == [("", HEAD, {2: A, 3: B}), ("", other, {2: ["1", "一支部", "20"]})]
    assert told == ["tables-side-by-side", "rows-total-left-out"]


@pytest.mark.parametrize(
    "head",
    [
        ["序号", "姓名", "电话", "姓名", "电话"],
        ["网格", "网格长", "电话", None, "专职网格员", "电话"],
        ["序号", "村", "网格", None, "姓名", "电话"],
        ["网格", "姓名", "电话", None, "姓名", "电话"],
    ],
)
def test_two_people_in_a_row_or_a_blank_column_are_one_table(tmp_path, head):
    row = [None if name is None else f"甲{at}" for at, name in enumerate(head)]
    [(_, columns, _)], told = found(xlsx(tmp_path / "a.xlsx", Page([head, row])))
    assert len(columns) == len([name for name in head if name]) and told == []


def test_a_pivot_table_below_a_table_is_left_out(tmp_path):
    rows = [HEAD, A, B, [], ["行标签", "计数项:姓名"], ["城北村", "2"], ["总计", "2"]]
    tables, told = found(xlsx(tmp_path / "a.xlsx", Page(rows)))
    assert tables == [("", HEAD, {2: A, 3: B})] and told == ["pivot-left-out"]


# ---- turned ----------------------------------------------------------------------------------------------------------


def test_a_table_whose_headings_stand_in_the_first_column_is_told_and_not_guessed(tmp_path):
    rows = [["网格名称", "第一网格", "第二网格"], ["姓名", "张三", "李四"], ["联系电话", "13812345601", "13812345602"]]
    error = refusal(xlsx(tmp_path / "a.xlsx", Page(rows)))
    assert error.key == "table-transposed" and error.values["row"] == 1
    both = xlsx(tmp_path / "b.xlsx", Page(rows, "竖"), Page([HEAD, A], "横"))
    tables, told = found(both)
    assert tables == [("", HEAD, {2: A})] and told == ["table-transposed"]


# ---- days for headings -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "days",
    [
        [dt.date(2023, 5, 1), dt.date(2023, 6, 1), dt.date(2023, 7, 1)],
        ["2023年5月", "2023年6月", "2023年7月"],
        ["5月", "6月", "7月"],
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
        [1, 2, 3, 4],
    ],
)
def test_days_and_their_numbers_may_stand_over_columns(tmp_path, days):
    row = [*A, *["√"] * len(days)]
    [(title, columns, rows)], _ = found(xlsx(tmp_path / "a.xlsx", Page([["考勤表"], [*HEAD, *days], row])))
    assert title == "考勤表" and columns[:3] == HEAD and len(columns) == 3 + len(days)
    assert rows == {3: row}


def test_a_row_with_numbers_is_no_header(tmp_path):
    rows = [["村", "网格", "户数", "人口", "面积"], ["城北村", "第一网格", "1", "2", "3"]]
    [(_, columns, read)], _ = found(xlsx(tmp_path / "a.xlsx", Page(rows)))
    assert columns == rows[0] and read == {2: rows[1]}


# ---- cells and rows --------------------------------------------------------------------------------------------------


def test_what_a_failed_formula_shows_is_read_as_it_stands(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, A)
        sheet.write_formula(1, 2, "=VLOOKUP(A1,B:C,2,0)", None, "#N/A")
        sheet.write_formula(2, 0, "=Sheet9!A1", None, "#REF!")
        sheet.write_row(2, 1, B[1:])
    [(_, _, rows)], _ = found(tmp_path / "a.xlsx")
    assert rows == {2: [*A[:2], "#N/A"], 3: ["#REF!", *B[1:]]}
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row, line in enumerate([HEAD, A]):
        for column, text in enumerate(line):
            sheet.write(row, column, text)
    sheet.row(2).set_cell_error(0, 0x17)
    sheet.row(2).set_cell_error(1, 0x1D)
    sheet.row(2).set_cell_text(2, B[2])
    book.save(str(tmp_path / "a.xls"))
    [(_, _, rows)], _ = found(tmp_path / "a.xls")
    assert rows == {2: A, 3: ["#REF!", "#NAME?", B[2]]}


@pytest.mark.parametrize("color", ["#808080", "#A6A6A6", "#7F7F7F"])
def test_an_example_in_gray_above_the_rows_is_left_out(tmp_path, color):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet, gray = book.add_worksheet(), book.add_format({"font_color": color})
        for row, line in enumerate([HEAD, A, B, C]):
            sheet.write_row(row, 0, line, gray if row == 1 else None)
    [(_, _, rows)], told = found(tmp_path / "a.xlsx")
    assert rows == {3: B, 4: C} and told == ["rows-example-left-out"]


def test_an_example_in_gray_is_left_out_of_an_old_workbook_too(tmp_path):
    book = xlwt.Workbook()
    sheet, gray = book.add_sheet("a"), xlwt.easyxf("font: color gray50")
    for row, line in enumerate([HEAD, A, B]):
        for column, text in enumerate(line):
            sheet.write(row, column, text, gray if row == 1 else xlwt.Style.default_style)
    book.save(str(tmp_path / "a.xls"))
    [(_, _, rows)], told = found(tmp_path / "a.xls")
    assert rows == {3: B} and told == ["rows-example-left-out"]


@pytest.mark.parametrize("color", ["#808080", "#000000"])
def test_an_example_in_gray_is_left_out_of_an_open_document_too(tmp_path, color):
    path = ods(tmp_path / "a.ods", Page([HEAD, A, B]))
    with zipfile.ZipFile(path) as packed:
        content = packed.read("content.xml").decode()
    style = f'<style:style style:name="ce1"><style:text-properties fo:color="{color}"/></style:style>'
    content = content.replace("<office:automatic-styles>", f"<office:automatic-styles>{style}")
    content = content.replace("<office:document-content ", f'<office:document-content xmlns:fo="{FO}" ')
    head, example, rest = content.partition("</table:table-row>")
    example, end, rest = rest.partition("</table:table-row>")
    example = example.replace("<table:table-cell ", '<table:table-cell table:style-name="ce1" ')
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", f"{head}</table:table-row>{example}{end}{rest}")
    [(_, _, rows)], told = found(path)
    gray = color != "#000000"
    assert rows == ({3: B} if gray else {2: A, 3: B}) and told == (["rows-example-left-out"] if gray else [])


@pytest.mark.parametrize("gray_rows", [(1, 2, 3), (3,), (2,)])
def test_rows_in_gray_are_rows_where_all_are_or_where_none_stands_at_the_top(tmp_path, gray_rows):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet, gray = book.add_worksheet(), book.add_format({"font_color": "#808080"})
        for row, line in enumerate([HEAD, A, B, C]):
            sheet.write_row(row, 0, line, gray if row in gray_rows else None)
    [(_, _, rows)], told = found(tmp_path / "a.xlsx")
    assert rows == {2: A, 3: B, 4: C} and told == []


def test_hidden_columns_are_read_and_told(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, A)
        sheet.set_column(1, 1, None, None, {"hidden": True})
    [table] = read_tables(tmp_path / "a.xlsx")
    assert table.cells.tolist() == [A]
    assert [(problem.key, problem.values["columns"]) for problem in table.problems] == [
        ("columns-hidden-read", ["姓名"])
    ]


def test_numbers_of_pages_are_no_rows(tmp_path):
    rows = [HEAD, A, [None, None, "第1页"], HEAD, B, ["第 2 页，共 2 页"]]
    [(_, _, read)], told = found(xlsx(tmp_path / "a.xlsx", Page(rows)))
    assert read == {2: A, 5: B} and set(told) == {"rows-note-left-out", "rows-header-repeated"}


# ---- text files ------------------------------------------------------------------------------------------------------


def test_a_quotation_mark_without_its_other_takes_no_rows_in(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(f'{",".join(HEAD)}\n{",".join(A[:2])},"{A[2]}\n{",".join(B)}\n'.encode())
    [(_, _, rows)], told = found(path)
    assert rows == {2: A, 3: B} and told == ["quotes-unbalanced"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_recognised_where_the_first_letters_are_chinese(tmp_path, encoding):
    path = delimited(tmp_path / "a.csv", Page([HEAD, A]), encoding)
    [(_, _, rows)], told = found(path)
    assert rows == {2: A} and told == ["encoding-guessed"]


def test_door_plates_that_differ_by_their_digits_only_are_looked_at_each(tmp_path):
    plates = [[f"人民路{number}号", f"{number % 7}", str(13812345600 + number)] for number in range(3000)]
    [(_, _, rows)], told = found(delimited(tmp_path / "a.csv", Page([["门牌", "户数", "联系电话"], *plates])))
    assert list(rows.values()) == plates and told == []
