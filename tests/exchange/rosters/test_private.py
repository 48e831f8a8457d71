"""ID numbers, home addresses, health and owners of houses are never kept, and it is told how many there were."""

from __future__ import annotations

import json

import pytest

from gridmap.exchange.rosters.private import speaks_of_private_matters
from ui.outputs.rosters.wording import lines_of, report

from .conftest import found, taken_in

ID_NUMBER = "320582199001011234"


def everything(prepared) -> str:
    """Return all that could carry a person's data: the rows, the report, the sentences, the change."""
    rows = "".join(frame.to_csv() for frame in prepared.rows.values())
    change = "".join(rows.after.to_csv() for rows in prepared.change.rows.values()) + str(dict(prepared.change.values))
    return (
        rows
        + change
        + json.dumps(report(prepared, "zh", stored=False), ensure_ascii=False)
        + "".join(lines_of(prepared, "zh"))
    )


def test_whole_columns_are_passed_over_and_counted(place):
    prepared = taken_in(
        place,
        found("网格编码 姓名 身份证号 家庭住址 健康状况", f"320582100201001 张三 {ID_NUMBER} 江边路9号 高血压"),
    )
    assert [(one.column, one.reason, one.count) for one in prepared.left_out] == [
        ("身份证号", "header", 1), ("家庭住址", "header", 1), ("健康状况", "header", 1),
    ]  # fmt: skip
    assert not any(word in everything(prepared) for word in (ID_NUMBER, "江边路", "高血压"))


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        ("网格编码 姓名 联系电话", f"320582100201001 张三 13800000001（{ID_NUMBER}）"),
        ("网格编码 姓名 联系电话", f"320582100201001 张三{ID_NUMBER} 13800000001"),
        ("网格编码 姓名 工号 联系电话", f"320582100201001 张三 {ID_NUMBER} 13800000001"),
        ("网格编码 户数 备注", f"320582100201001 380 {ID_NUMBER}"),
        ("网格编码 户数 杂项", f"320582100201001 380 {ID_NUMBER}"),
        ("网格编码 姓名 联系电话", f"320582100201001 张三 {ID_NUMBER[:15]}000"),
        ("网格编码 姓名 角色", f"320582100201009 张三 {ID_NUMBER}"),
    ],
)
def test_id_numbers_go_wherever_they_stand(place, headers, row):
    prepared = taken_in(place, found(headers, row))
    assert sum(one.count for one in prepared.left_out if one.reason == "id-number") == 1
    assert ID_NUMBER not in everything(prepared) and ID_NUMBER[:15] not in everything(prepared)


def test_a_phone_beside_an_id_number_is_read(place):
    prepared = taken_in(place, found("网格编码 姓名 联系电话", f"320582100201001 张三 {ID_NUMBER}/13800000001"))
    assert prepared.rows["workers"]["phone"].tolist() == ["13800000001"]


def test_a_code_of_eighteen_digits_is_a_code(place):
    prepared = taken_in(place, found("网格编码 姓名", "320582100201001 张三"))
    assert not prepared.left_out and prepared.good == 1


@pytest.mark.parametrize("remark", ["户主王五", "家住江边路9号", "残疾人家庭较多", "有肺癌患者一名", "房东李四"])
def test_remarks_of_private_matters_are_left_out(place, remark):
    prepared = taken_in(place, found("网格编码 户数 备注", f"320582100201001 380 {remark}"))
    assert [(one.reason, one.count) for one in prepared.left_out] == [("remark", 1)]
    assert place.apply(prepared.change).value(3, "note") == ""


@pytest.mark.parametrize("remark", ["有门卫", "含业委会", "老旧小区", "商铺12间", "近医院"])
def test_other_remarks_are_kept(remark):
    assert not speaks_of_private_matters(remark)
