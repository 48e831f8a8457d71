"""The outcome as a whole: one change, several files as one list, what is remembered, and stopping half-way."""

from __future__ import annotations

import numpy as np
import pytest

from gridmap.exchange.rosters import ImportRoster, RosterOptions, mapping_of, prepare
from gridmap.exchange.tables import FoundTable
from gridmap.model.errors import BadInput
from gridmap.storage.change_bytes import change_from_bytes, change_to_bytes

from .conftest import after, duties, found, keys, taken_in

WORKERS = found("网格编码 姓名 联系电话", "320582100201001 张三 13800000001", file="甲.xlsx")


def test_what_was_shown_is_what_is_stored(place):
    prepared = prepare(place, [WORKERS])
    assert ImportRoster((WORKERS,), RosterOptions(), prepared).change(place) is prepared.change
    other = after(place, found("网格编码 姓名", "320582100201002 李四"))
    later = ImportRoster((WORKERS,), RosterOptions(), prepared).change(other)
    assert later is not prepared.change and later.rows["workers"].after.index.tolist() == [2]


def test_the_change_goes_through_the_journal_and_back(place):
    change = prepare(place, [WORKERS]).change
    assert change.label == "roster" and dict(change.values) == {"file": "甲.xlsx", "new": 2, "changed": 0, "ended": 0}
    again = change_from_bytes(change_to_bytes(change), place.crs)
    assert place.apply(again).same_content(place.apply(change))
    assert place.apply(change).apply(change.inverted()).same_content(place)


def test_several_files_are_one_list(place):
    second = found("网格编码 姓名 联系电话", "320582100201002 张三 13800000001", file="乙.xlsx")
    plan = after(place, WORKERS, second)
    assert len(plan.tables["workers"]) == 1 and [code for _, code, *_ in duties(plan)] == ["201001", "201002"]


def test_a_table_that_nobody_understands_is_passed_over_and_told(place):
    prepared = taken_in(place, found("甲 乙", "1 2", sheet="杂"), WORKERS)
    assert "roster-table-unknown" in keys(prepared) and prepared.good == 1
    with pytest.raises(BadInput) as refused:
        prepare(place, [found("甲 乙", "1 2")])
    assert refused.value.key == "roster-nothing-read"


def test_what_was_decided_for_a_shape_holds_for_the_next_file_of_it(place):
    odd = found("格子 牵头人 号", "320582100201001 张三 13800000001")
    mapping = mapping_of(odd.columns, odd.cells, place.scheme, table="workers")
    mapping = (
        mapping.with_column("格子", "grid_code")
        .with_column("牵头人", "person:full_time")
        .with_column("号", "phone:full_time")
    )
    next_month = found("格子 牵头人 号", "320582100201002 李四 13800000002")
    plan = after(place, next_month, mappings={mapping.fingerprint: mapping})
    assert duties(plan) == [("李四", "201002", "full_time", "", "")]


def test_stopping_half_way_leaves_nothing(place):
    class Stopped(Exception):
        pass

    def stop(done: int, of: int) -> None:
        if done:
            raise Stopped

    before = {name: table.copy() for name, table in place.tables.items()}
    with pytest.raises(Stopped):
        prepare(place, [WORKERS, WORKERS], progress=stop)
    assert all(place.tables[name].equals(table) for name, table in before.items())


@pytest.mark.parametrize("table", ["people", "buildings", "buildings by grid"])
def test_progress_is_told_within_a_list_and_what_it_raises_stops_the_work(place, table):
    if table == "people":
        long = found("网格编码 姓名 电话", *(f"320582100201001 张三 138{number:08d}" for number in range(1000)))
    elif table == "buildings":
        long = found("门牌 经度 纬度", *(f"{number}号 120.55{number:04d} 31.86" for number in range(1000)))
    else:
        long = found("门牌 所属网格编码", *(f"{number}号 320582100201001" for number in range(1000)))
    told: list[tuple[int, int]] = []
    prepared = prepare(place, [long, WORKERS], progress=lambda done, of: told.append((done, of)))
    assert prepared.good == 1000 + len(WORKERS.rows)
    done = [row for row, _ in told]
    assert done == sorted(done) and done[0] == 0 and told[-1] == (1000 + len(WORKERS.rows),) * 2
    assert len(set(done)) >= 5

    class Stopped(Exception):
        pass

    for last in (1, len(told) // 2, len(told) - 1):
        left = iter(range(last))

        def stop(done: int, of: int, left=left) -> None:
            if next(left, None) is None:
                raise Stopped

        before = {name: frame.copy() for name, frame in place.tables.items()}
        with pytest.raises(Stopped):
            prepare(place, [long, WORKERS], progress=stop)
        assert all(place.tables[name].equals(frame) for name, frame in before.items())


@pytest.mark.parametrize("columns", [(), ("网格编码", "姓名")])
def test_a_table_without_rows_or_columns_brings_nothing(place, columns):
    cells = np.full((0, len(columns)), "", dtype=object)
    empty = FoundTable("空.xlsx", "", "", columns, cells, np.zeros(0, np.int64), (), np.zeros(cells.shape, bool))
    assert not prepare(place, [empty, WORKERS]).bad


def test_examples_and_notes_of_a_form_are_passed_over(place):
    prepared = taken_in(
        place,
        found(
            "序号 网格编码 姓名",
            "填写说明 文本 必填",
            "示例 320582100201001 某某",
            "1 320582100201002 李四",
        ),
    )
    assert prepared.rows["workers"]["name"].tolist() == ["李四"] and "roster-examples-left" in keys(prepared)


@pytest.mark.parametrize("cell", ["=1+1", "<b>x</b>", "{0}", "%s", "\u202e张三", "張" * 500, "🏠"])
def test_strange_text_is_data(place, cell):
    for headers in ("网格编码 姓名 备注", "支部名称 网格编码 书记", "门牌 网格编码 户数", "网格编码 户数 备注"):
        rows = [[cell] * 3, ["320582100201001", cell, cell], [cell, "320582100201001", cell]]
        taken_in(place, found(headers, *rows))
