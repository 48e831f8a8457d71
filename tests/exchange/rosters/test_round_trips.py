"""What a plan holds, written in the form of each table and read into a plan without it, is the same again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridmap.edits import AddCompound
from gridmap.exchange.rosters import prepare
from gridmap.exchange.tables import FoundTable, read_tables
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from sample_data.make import make_plan
from sample_data.people.items import make_items, with_items
from tests.exchange.tables.writers import Page, delimited, ods, spreadsheetml, webpage, xls, xlsb, xlsx
from ui.outputs.ledger.workbook import export_workbook
from ui.outputs.rosters.forms import FORMS, form_of

from .conftest import EAST, NORTH, branches, taken_in

LAW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
GRIDS = [3, 4, 6, 7, 10]
LANGUAGES = st.sampled_from(["zh", "en"])
NAMES = st.sampled_from(
    ["张三", "李四", "王小明", "欧阳修", "赵 六".replace(" ", ""), "Anna Weber", "钱多多", "孙红梅", "周杰", "吴桂英"]
)
DAYS = st.dates(min_value=pd.Timestamp("2015-01-01").date(), max_value=pd.Timestamp("2030-12-31").date()).map(str)


def with_rows(plan: Plan, **tables: pd.DataFrame) -> Plan:
    return plan.apply(change_of(plan, "put", put=tables))


WRITERS = {
    ".xlsx": xlsx,
    ".xls": xls,
    ".et": xls,
    ".xlsb": xlsb,
    ".ods": ods,
    ".xml": spreadsheetml,
    ".htm": webpage,
    ".csv": delimited,
    ".tsv": lambda path, page: delimited(path, page, "utf-16", "\t"),
    ".txt": lambda path, page: delimited(path, page, "gb18030", ";"),
}
FORMATS = st.sampled_from(["", *WRITERS])
"""In memory, or through a file of a format."""


def through(suffix: str, table: FoundTable) -> FoundTable:
    """Return a table after it was written to a file and found there again, cell by cell the same."""
    if not suffix or not len(table.cells):
        return table
    with TemporaryDirectory() as folder:
        rows = [list(table.columns), *table.cells.tolist()]
        [read] = read_tables(WRITERS[suffix](Path(folder) / f"表{suffix}", Page(rows)))
    columns = [table.columns.index(column) for column in read.columns]
    assert read.cells.tolist() == table.cells[:, columns].tolist()
    return read


def read_into(plan: Plan, table: FoundTable, holder: Plan, suffix: str) -> Plan:
    """Return the plan after a form was read, which must be understood whole and mean nothing new to its own plan."""
    table = through(suffix, table)
    prepared = prepare(plan, [table])
    assert not prepared.faults and not prepared.bad
    assert not prepare(holder, [table]).change
    return plan.apply(prepared.change)


@st.composite
def staffs(draw) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw workers, namesakes among them that phone or number tell apart, and who works where."""
    count = draw(st.integers(1, 8))
    people: list[tuple[str, str, str]] = []
    for number in range(count):
        name = draw(NAMES)
        again = [other for other in people if other[1] == name]
        phone = f"138{draw(st.integers(0, 9999)):04d}{number:04d}" if again or draw(st.booleans()) else ""
        if any(not other[2] for other in again):
            continue
        people.append((f"W{number:04d}" if draw(st.booleans()) else "", name, phone))
    workers = pd.DataFrame(people, columns=["staff_number", "name", "phone"], index=range(1, len(people) + 1))
    pairs = draw(
        st.lists(
            st.tuples(
                st.integers(1, len(people)),
                st.sampled_from(GRIDS),
                st.sampled_from(["full_time", "part_time", "网格长"]),
            ),
            unique=True,
            max_size=10,
        )
    )
    rows = []
    for worker, grid, role in pairs:
        first, last = sorted([draw(DAYS), draw(DAYS)])
        rows.append((worker, grid, role, first if draw(st.booleans()) else "", last if draw(st.booleans()) else ""))
    columns = ["worker", "grid", "role", "from_date", "until_date"]
    return workers, pd.DataFrame(rows, columns=columns, index=range(1, len(rows) + 1))


def staff_of(plan: Plan) -> tuple[list, list]:
    workers, duties = plan.tables["workers"], plan.tables["assignments"]
    people = {row: tuple(values) for row, *values in workers.itertuples()}
    return sorted(people.values()), sorted((people[worker], *rest) for _, worker, *rest in duties.itertuples())


@LAW
@given(staff=staffs(), language=LANGUAGES, suffix=FORMATS)
def test_workers_and_assignments(place, staff, language, suffix):
    workers, duties = staff
    plan = with_rows(place, workers=workers, assignments=duties)
    assert staff_of(read_into(place, form_of(plan, "workers", language), plan, suffix)) == staff_of(plan)


CALLED = st.sampled_from(
    [
        "第{}网格党支部",
        "{}号小学、幼儿园联合党支部",
        "甲厂、乙厂第{}支部",
        "江滨{}（一）支部",
        "Branch {}, North and South",
    ]
)


@st.composite
def chains(draw) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw the branches of two villages in three tiers."""
    rows: list[tuple[str, str, int, str, int, bool]] = []
    links: list[tuple[int, int]] = []
    for village, name, grids in ((2, "长江村", [3, 4]), (5, "西街社区", [6, 7])):
        leader = NAMES | st.just("")
        rows.append((f"{name}党总支", "village", 0, draw(leader), draw(st.integers(0, 90)), False))
        top = len(rows)
        links.append((top, village))
        for number in range(draw(st.integers(0, 2))):
            rows.append(
                (
                    draw(CALLED).format(number + 1),
                    "grid",
                    top,
                    draw(leader),
                    draw(st.integers(0, 50)),
                    draw(st.booleans()),
                )
            )
            served = draw(st.lists(st.sampled_from(grids), min_size=1, max_size=2, unique=True))
            links += [(len(rows), grid) for grid in sorted(served)]
            middle = len(rows)
            for group in range(draw(st.integers(0, 2))):
                rows.append(
                    (f"{number + 1}-{group + 1}号楼党小组", "building", middle, "", draw(st.integers(0, 9)), False)
                )
    columns = ["name", "tier", "parent", "secretary", "members", "joint"]
    return (
        pd.DataFrame(rows, columns=columns, index=range(1, len(rows) + 1)),
        pd.DataFrame(links, columns=["branch", "grid"], index=range(1, len(links) + 1)),
    )


@LAW
@given(chain=chains(), language=LANGUAGES, suffix=FORMATS)
def test_branches(place, chain, language, suffix):
    plan = with_rows(place, branches=chain[0], branch_grids=chain[1])
    assert branches(read_into(place, form_of(plan, "branches", language), plan, suffix)) == branches(plan)


@LAW
@given(data=st.data(), language=LANGUAGES, suffix=FORMATS)
def test_figures_and_words_of_grids(place, data, language, suffix):
    count = len(place.ids)
    whole = st.lists(st.integers(0, 100_000), min_size=count, max_size=count)
    words = {
        "declared_households": whole,
        "declared_residents": whole,
        "setting": st.lists(st.sampled_from(["urban", "rural", ""]), min_size=count, max_size=count),
        "use": st.lists(st.sampled_from(["school", "port", "", "影视基地（新）"]), min_size=count, max_size=count),
        "note": st.lists(st.sampled_from(["", "有门卫", "note 1", "２号门，靠江"]), min_size=count, max_size=count),
    }
    rows = edited_rows(place, "grids", place.ids, **{name: data.draw(drawn) for name, drawn in words.items()})
    plan = with_rows(place, grids=rows)
    assert read_into(place, form_of(plan, "grids", language), plan, suffix).same_content(plan)


@LAW
@given(data=st.data(), language=LANGUAGES, suffix=FORMATS)
def test_buildings(place, data, language, suffix):
    one = st.tuples(
        st.sampled_from(["1幢", "2幢", "人民路1号（东）", "No. 5", ""]),
        st.sampled_from(["", "江滨花园", "Riverside"]),
        st.integers(0, 500),
        st.integers(0, 2000),
        st.floats(0, 3999, width=32),
        st.floats(0, 999, width=32),
    )
    houses = data.draw(
        st.lists(one, min_size=1, max_size=12, unique_by=lambda h: (h[0], h[1], round(h[4], 1), round(h[5], 1)))
    )
    plate, compound, households, residents, x, y = zip(*houses, strict=True)
    points = shapely.points(EAST + np.array(x), NORTH + np.array(y))
    values = {"door_plate": plate, "compound": compound, "households": households, "residents": residents}
    rows = gpd.GeoDataFrame(values, index=range(1, len(houses) + 1), geometry=points, crs=place.crs)
    plan = with_rows(place, buildings=rows)
    again = read_into(place, form_of(plan, "buildings", language), plan, suffix)
    assert again.same_content(plan)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_that_gridmap_exports_says_nothing_new_to_its_own_plan(place, tmp_path: Path, language):
    workers = pd.DataFrame(
        {"staff_number": ["W1", "", ""], "name": ["张三", "李四", "李四"], "phone": ["13800000001", "13800000002", ""]},
        index=[1, 2, 3],
    )
    duties = pd.DataFrame(
        {"worker": [1, 2, 3, 1], "grid": [3, 4, 3, 6], "role": ["full_time", "part_time", "网格长", "full_time"]},
        index=[1, 2, 3, 4],
    )
    chain = pd.DataFrame(
        {"name": ["长江村党总支", "一支部", "二支部"], "tier": ["village", "grid", "grid"], "parent": [0, 1, 1]}
        | {"secretary": ["赵六", "", "钱七"], "members": [30, 4, 9], "joint": [False, True, False]},
        index=[1, 2, 3],
    )
    links = pd.DataFrame({"branch": [1, 2, 2, 3], "grid": [2, 3, 4, 4]}, index=[1, 2, 3, 4])
    grids = edited_rows(
        place, "grids", [3, 4, 7], declared_households=[380, 0, 20], setting="urban", use=["", "", "school"]
    )
    houses = gpd.GeoDataFrame(
        {"door_plate": ["1幢"], "households": [24], "residents": [60]},
        index=[1],
        geometry=[shapely.Point(EAST + 1500, NORTH + 500)],
        crs=place.crs,
    )
    plan = with_rows(
        place, workers=workers, assignments=duties, branches=chain, branch_grids=links, grids=grids, buildings=houses
    )
    file = tmp_path / "ledger.xlsx"
    export_workbook(plan, file, privacy="internal", language=language)
    tables = read_tables(file)
    [ledger] = [table for table in tables if "户数口径" in table.columns or "Figures" in table.columns]
    said = ledger.cells[:, [c in ("户数口径", "Figures") for c in ledger.columns]].ravel().tolist()
    assert sum(cell in ("填报数", "declared") for cell in said) == 5  # two grids, their villages and the town
    prepared = taken_in(plan, *tables)
    assert [fault.problem.key for fault in prepared.faults] == []
    assert {name: rows.after.to_dict("records") for name, rows in prepared.change.rows.items()} == {}
    assert prepared.good == len(plan.ids)


@pytest.fixture(scope="module")
def town() -> Plan:
    plan = make_plan("town", 2020)
    for place, name in enumerate(dict.fromkeys(name for name in plan.buildings["compound"] if name)):
        plan = plan.apply(
            AddCompound(name, values={"registered": 100 * place, "has_committee": place % 2 == 0}).change(plan)
        )
        if place == 9:
            break
    return with_items(plan, make_items(plan, 90, 50, dt.date(2020, 1, 1), dt.date(2020, 6, 30)))


@pytest.mark.parametrize("table", FORMS)
@pytest.mark.parametrize("suffix", ["", ".xlsx", ".csv"])
def test_the_forms_of_a_town_say_nothing_new_to_its_own_plan(town, table, suffix):
    prepared = taken_in(town, through(suffix, form_of(town, table)))
    assert prepared.faults == () and prepared.bad == 0 and prepared.good > 0
    assert not prepared.change


def test_the_workbook_of_a_town_says_nothing_new_to_its_own_plan(town, tmp_path: Path):
    export_workbook(town, tmp_path / "a.xlsx", privacy="internal", language="zh")
    prepared = taken_in(town, *read_tables(tmp_path / "a.xlsx"))
    assert prepared.faults == () and prepared.bad == 0
    assert not prepared.change and prepared.good == len(town.ids)
