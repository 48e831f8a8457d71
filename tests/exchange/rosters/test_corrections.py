"""What a user corrects of a list holds for the next of its shape, and brings nothing personal in."""

from __future__ import annotations

import json

import pytest

from gridmap.exchange.rosters import Correction
from gridmap.model.errors import BadInput
from gridmap.model.scheme import load_scheme

from .conftest import found

CITY = load_scheme("city")
LIST = found("网格编码 牵头人 住址 备注", "320582100201001 张三 人民路1号 -")


def fields(correction: Correction) -> dict[str, str]:
    mapping = correction.applied(LIST, CITY)
    assert mapping is not None
    return {column.header: column.field for column in mapping.columns}


def test_nothing_corrected_is_what_was_found():
    assert not Correction()
    assert fields(Correction()) == {"网格编码": "grid_code", "牵头人": "", "住址": "", "备注": "note"}


def test_what_was_corrected_comes_back_from_what_is_remembered():
    said = Correction().with_table("workers").with_column("牵头人", "person:full_time").with_column("备注", "")
    kept = Correction.from_json(json.loads(json.dumps(said.to_json())))
    assert kept == said and fields(kept) == {
        "网格编码": "grid_code", "牵头人": "person:full_time", "住址": "", "备注": "",
    }  # fmt: skip


def test_a_header_that_is_spaced_otherwise_is_corrected_once():
    said = Correction().with_column("牵 头人", "person").with_column("牵头人", "person:full_time")
    assert said.columns == {"牵头人": "person:full_time"}


def test_a_personal_column_stays_left_out():
    mapping = Correction("workers", {"住址": "note"}).applied(LIST, CITY)
    assert mapping is not None
    [home] = [column for column in mapping.columns if column.header == "住址"]
    assert (home.field, home.why) == ("", "private")


@pytest.mark.parametrize("kept", [None, [], {"table": "boss"}, {"columns": {"姓名": "boss"}}, {"columns": 3}])
def test_what_is_remembered_and_spoiled_is_passed_over(kept):
    assert Correction.from_json(kept) == Correction()


def test_what_is_no_field_is_refused():
    with pytest.raises(BadInput, match="roster-field-unknown"):
        Correction().with_column("牵头人", "boss")
