"""Which grid a row names: by code, by name within its village, and never by guessing."""

from __future__ import annotations

import pytest

from .conftest import after, duties, found, keys, taken_in


def grid_of(plan, headers: str, row: str, **options) -> str:
    """Return the code of the grid in which the one worker of a list works, or why there is none."""
    table_options = {key: options.pop(key) for key in ("sheet", "title") if key in options}
    prepared = taken_in(plan, found(headers, row, **table_options), **options)
    if prepared.faults:
        return prepared.faults[0].problem.key
    [(_, _, *_)] = duties(plan.apply(prepared.change))
    rows = prepared.rows["assignments"]
    return plan.codes(rows["grid"].tolist())[0]


@pytest.mark.parametrize(
    ("headers", "row", "code"),
    [
        ("网格编码 姓名", "320582100201002 张三", "320582100201002"),
        ("网格编码 姓名", "320582-100-201-002 张三", "320582100201002"),
        ("镇 村 网格 姓名", "杨舍镇 长江村 第二网格 张三", "320582100201002"),
        ("镇 村 网格 姓名", "杨舍镇 长江村村民委员会 2号网格 张三", "320582100201002"),
        ("镇 村 网格 姓名", "杨舍 西街社区居委会 第０２网格 张三", "320582100202002"),
        ("镇 社区 网格 姓名", "杨舍镇 西街 第二网格 张三", "320582100202002"),
        ("社区 网格 姓名", "杨舍镇西街社区 第二网格 张三", "320582100202002"),
        ("镇 网格 姓名", "杨舍镇 西街社区第二网格 张三", "320582100202002"),
        ("网格 姓名", "西街社区第二网格 张三", "320582100202002"),
        ("镇 村 网格 姓名", "塘桥镇 长江村 第一网格 张三", "320582101201001"),
        ("镇 村 网格编号 姓名", "杨舍镇 西街社区 002 张三", "320582100202002"),
        ("镇 村 网格编号 姓名", "杨舍镇 西街社区 2 张三", "320582100202002"),
    ],
)
def test_a_grid_is_found_however_it_is_written(place, headers, row, code):
    assert grid_of(place, headers, row) == code


@pytest.mark.parametrize(
    ("sheet", "title", "code"),
    [
        ("西街社区", "", "320582100202001"),
        ("", "杨舍镇西街社区网格员花名册", "320582100202001"),
        ("塘桥镇", "", "320582101201001"),
        ("Sheet1", "名册", "roster-grid-ambiguous"),
    ],
)
def test_the_sheet_or_the_title_says_where(place, sheet, title, code):
    assert grid_of(place, "网格 姓名", "第一网格 张三", sheet=sheet, title=title) == code


@pytest.mark.parametrize(
    ("headers", "row", "key"),
    [
        ("网格编码 姓名", "320582100201009 张三", "roster-code-unknown"),
        ("网格编码 姓名", "3.20582E+14 张三", "code-scientific"),
        ("镇 村 网格 姓名", "杨舍镇 长江村 第三网格 张三", "roster-grid-unknown"),
        ("镇 村 网格 姓名", "杨舍镇 长江社区 第一网格 张三", "roster-place-unknown"),
        ("镇 村 网格 姓名", "凤凰镇 长江村 第一网格 张三", "roster-place-unknown"),
        ("村 网格 姓名", "长江村 第一网格 张三", "roster-place-ambiguous"),
        ("网格 姓名", "第二网格 张三", "roster-grid-ambiguous"),
        ("镇 村 网格 网格编码 姓名", "杨舍镇 长江村 第一网格 320582100201008 张三", "roster-code-not-of-name"),
    ],
)
def test_what_is_not_there_is_told_and_nothing_is_guessed(place, headers, row, key):
    assert grid_of(place, headers, row) == key


def test_what_may_be_meant_is_suggested_and_taken_if_the_user_says_so(place):
    table = found("镇 村 网格 姓名", "杨舍镇 长江村 一网格 张三", "杨舍镇 长江村 第三网格 李四")
    prepared = taken_in(place, table)
    [fault] = prepared.faults
    assert prepared.good == 1  # 一网格 is only another way to write 第一网格
    assert fault.asked == "长江村/第三网格" and "第二网格 320582100201002" in fault.suggestions
    chosen = taken_in(place, table, choices={"长江村/第三网格": 4})
    assert not chosen.faults and chosen.good == 2


def test_a_code_goes_before_a_name_that_differs_and_it_is_told(place):
    prepared = taken_in(place, found("网格编码 网格名称 姓名", "320582100201001 江边网格 张三"))
    assert place.codes(prepared.rows["assignments"]["grid"]) == ["320582100201001"]
    assert "roster-grid-renamed" in keys(prepared)


def test_several_grids_in_a_cell(place):
    plan = after(place, found("镇 村 网格 姓名", "杨舍镇 长江村 第一网格、第二网格 张三"))
    assert [code for _, code, *_ in duties(plan)] == ["201001", "201002"]


def test_a_list_without_grids_brings_people_only(place):
    prepared = taken_in(place, found("姓名 联系电话 工号", "张三 13800000001 W1"))
    assert prepared.counts.keys() == {"workers"} and "roster-without-grid" in keys(prepared)


def test_bad_rows_are_named_by_row_and_column_and_the_others_come_in(place):
    prepared = taken_in(
        place,
        found("网格编码 姓名", "320582100201001 张三", "320582100201009 李四", "320582100201002 王五", sheet="六月"),
    )
    [fault] = prepared.faults
    assert (fault.problem.sheet, fault.problem.row, fault.problem.column) == ("六月", 3, "网格编码")
    assert (prepared.good, prepared.bad) == (2, 1)
