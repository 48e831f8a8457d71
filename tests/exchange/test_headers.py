"""Columns are found under the names that offices give them."""

from __future__ import annotations

import pytest

from gridmap.exchange.headers import BOUNDARY_FIELDS, match_headers


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (["OBJECTID", "网格编码 ", "网格名称", "所属社区"],
         {"code": "网格编码 ", "name": "网格名称", "parent": "所属社区"}),
        (["id", "name"], {"code": "id", "name": "name"}),
        (["id", "code", "name"], {"code": "code", "name": "name"}),
        (["FID", "WGBM", "WGMC", "SSSQ"], {"code": "WGBM", "name": "WGMC", "parent": "SSSQ"}),
        (["GRID_CODE", "GRID_NAME", "PARENT_COD"], {"code": "GRID_CODE", "name": "GRID_NAME", "parent": "PARENT_COD"}),
        (["网格编码（15位）", "综合网格名称", "所属村(社区)"],
         {"code": "网格编码（15位）", "name": "综合网格名称", "parent": "所属村(社区)"}),
        # the same word is the code in a file of villages, and the parent in a file of grids
        (["社区编码", "社区名称", "镇编码"], {"code": "社区编码", "name": "社区名称", "parent": "镇编码"}),
        (["社区编码", "网格编码", "网格名称", "社区名称"],
         {"code": "网格编码", "name": "网格名称", "parent": "社区编码"}),
        (["编码", "名称", "上级编码", "备注"], {"code": "编码", "name": "名称", "parent": "上级编码", "note": "备注"}),
        # a shapefile in UTF-8 leaves three characters of a header
        (["网格编", "网格名", "所属社"], {"code": "网格编", "name": "网格名", "parent": "所属社"}),
        # people are not grids
        (["网格员编号", "网格员姓名", "网格长姓名", "联系电话"], {}),
        (["SHAPE_Leng", "SHAPE_Area"], {}),
        ([], {}),
        (["", "  ", "——"], {}),
    ],
)  # fmt: skip
def test_headers_as_offices_write_them(headers, found):
    assert match_headers(headers, BOUNDARY_FIELDS) == found


def test_no_header_stands_for_two_fields():
    found = match_headers(["名称"], {"name": ["名称"], "title": ["名称"]})
    assert found == {"name": "名称"}


def test_a_header_that_is_spoken_for_is_not_taken_again():
    assert match_headers(["code", "id"], BOUNDARY_FIELDS, taken=["code"]) == {"code": "id"}
