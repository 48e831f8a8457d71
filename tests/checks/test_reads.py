"""A rule names all tables and columns that its findings depend on, so that they may be kept over other changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gridmap.checks import RULES, Scope, run_checks
from gridmap.checks.registry import EVERYTHING, evidence_of
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES

DAY = dt.date(2026, 6, 15)


@pytest.fixture(scope="module")
def worn(town):
    """Return the place with so much wrong that every rule has something to say.

    Long because there are so many rules.
    """
    place = town
    hole, pond, loop = town.cell(0.4, 3.4, 0.2, 0.2), town.cell(0.2, 2.2, 0.3, 0.3), town.cell(6.2, 2.2, 0.01, 0.6)
    place = place.grid("A", geometry=town.shape("A").difference(hole).difference(pond), parts=3)
    place = place.add("exempt_areas", name="塘", parent=town["V"], geometry=pond)
    place = place.add("buildings", households=4, geometry=town.point(0.3, 2.3))
    place = place.grid("B", geometry=town.shape("B").union(town.cell(4, 2.2, 0.3, 0.3)), name="D")
    place = place.grid("F", geometry=town.shape("F").union(loop), code="x")
    place = place.grid("C", geometry=shapely.make_valid(town.shape("C")).segmentize(130))
    twice = shapely.get_coordinates(town.shape("D"))
    place = place.grid("D", geometry=shapely.Polygon(np.concatenate([twice[:1], twice])))
    x, y = town.point(7, 2).coords[0]
    bowtie = shapely.Polygon([(x, y), (x + 400, y + 400), (x + 400, y), (x, y + 400)])
    place = place.grid("G", geometry=bowtie)
    place = place.grid("H", code=town.plan.value(town["D"], "code"))
    v = town.plan.value(town["V"], "code")
    place = place.grid("C", code=v + "008").grid("A", code=v + "009")
    place = place.add("retired_codes", code=v + "009", retired_on="2020-01-01")
    spare = {"kind": "comprehensive", "setting": "urban"}
    place = place.add("grids", code=v + "501", parent=999, geometry=town.cell(5.2, 2.2, 0.6, 0.6), name="流", **spare)
    place = place.add("grids", code=v + "502", parent=town["T"], geometry=None, name="误", **spare)
    place = place.add("grids", code="320582101299001", parent=town["X"], geometry=None, name="无", **spare)
    place = place.add("grids", code=v + "503", parent=town["V"], kind="district", geometry=None, name="怪")
    place = place.add("grids", code="320582101288", parent=town["U"], kind="village", geometry=None, name="空")
    ring = town.cell(20, 20, 3, 3).difference(town.cell(21, 21))
    for number, shape in ((102, ring), (103, town.cell(21, 21))):
        place = place.add("grids", code=f"320582{number}", kind="town", name=f"镇{number}", geometry=shape)
    for point in (town.point(30, 30), town.point(31, 31)):
        place = place.add("buildings", households=int(point.x % 2000 > 100), geometry=point)
    place = place.add("buildings", households=9, geometry=town.point(5.5, 2.5))
    for where, residents in (((6.2, 3.7), 6000), ((6.3, 3.7), 6000)):
        place = place.add("buildings", compound="大院", residents=residents, households=1, geometry=town.point(*where))
    for where in ((0.2, 3.8), (2.2, 0.2)):
        place = place.add("buildings", compound="小院", residents=9, households=3, geometry=town.point(*where))
    place = place.edit("buildings", town["D"], households=100).edit("buildings", town["E"], households=700)
    place = place.edit("assignments", town["C"], role="part_time").edit(
        "assignments", town["D"], until_date="2026-01-01"
    )
    place = place.edit("assignments", town["G"], grid=999).drop("assignments", town["F"])
    for grid in "BEH":
        place = place.add("assignments", worker=town["A"], grid=town[grid], role="full_time")
    place = place.add("assignments", worker=town["B"], grid=town["E"], role="full_time")
    place = place.edit("workers", [town["A"], town["E"]], phone="11122222222")
    place = place.add("workers", name="闲")
    place = place.edit("branches", town["A"], secretary="", members=70).edit("branches", town["B"], members=1)
    place = place.edit("branches", town["C"], joint=True).edit("branches", town["D"], parent=town["W"])
    for grid in "ABDEFG":
        place = place.add("branch_grids", branch=town["C"], grid=town[grid])
    place = place.edit("branches", 100 + town["E"], parent=0).edit("branch_grids", town["H"], grid=999)
    place = place.grid("H", declared_members=2)
    place = place.edit("grids", place.plan.ids[place.plan.grids["name"] == "流"].tolist(), declared_members=4)
    place = place.add("zones", name="片", geometry=town.cell(0, 2, 4, 2))
    place = place.add("items", kind="环境", raised_on="2026-01-05", geometry=town.point(1.5, 2.5))
    place = place.add("items", kind="噪声", raised_on="2026-02-05", grid=town["D"], geometry=None)
    place = place.add("facilities", kind="council", name="议事会", grid=town["V"])
    place = place.add("facilities", kind="service_centre", name="中心", grid=town["W"], geometry=town.point(0.5, 2.6))
    place = place.add("facilities", kind="door_plate", count=40, grid=town["A"], until_date="2026-06-14")
    place = place.add("facilities", kind="volunteer_team", people=3, grid=town["B"], geometry=town.point(1.5, 2.6))
    place = place.add("compounds", name="锦园", grid=town["A"], geometry=town.cell(0.5, 2, 3, 4))
    place = place.add("compounds", name="大园", grid=town["B"], declared_residents=12_000, geometry=None)
    place = place.add("compounds", name="远园", grid=town["A"], branch=town["E"], geometry=None)
    place = place.add("compounds", name="党园", grid=town["B"], members=6, geometry=None)
    place = place.add("compounds", name="合园", grid=town["A"], members=2, geometry=None)
    place = place.add("compounds", name="联园", grid=town["A"], members=2, geometry=None)
    for column in (0, 2.5):
        place = place.add("department_grids", department="公安", name="警", geometry=town.cell(column, 0, 2.5, 4))
    return place.scheme(
        ("worker = { required = true", 'roles = ["part_time"]\nworker = { required = true'),
        ("[limit.worker_distance]\nvalue = 3000.0", "[limit.worker_distance]\nvalue = 10.0"),
        ("[limit.worker_households]\nvalue = 1000", "[limit.worker_households]\nvalue = 500"),
    )


def told(plan: Plan, rule: str) -> list[tuple[object, ...]]:
    """Return all that the findings of a rule say."""
    return [
        (f.id, evidence_of(f), f.severity, f.where and f.where.wkb, dict(f.values))
        for f in RULES[rule].find(plan, Scope(on=DAY))
    ]


def spoiled(plan: Plan) -> Iterator[tuple[str, str, Plan]]:
    """Yield the plan with each column of each table changed in every row."""
    for name in EVERYTHING:
        table, frame = TABLES[name], plan.tables[name]
        if table.shape:
            moved = gpd.GeoDataFrame(frame).set_geometry(frame.geometry.translate(70.0, 10.0))
            yield name, "geometry", Plan(plan.scheme, {**plan.tables, name: moved})
        for column in table.columns:
            values = frame[column.name].to_numpy()
            changed = {
                "text": lambda v: np.roll(v, 1),
                "date": lambda v: np.roll(np.where(v == "", "2026-09-09", v), 1),
                "flag": lambda v: ~v,
            }.get(column.kind, lambda v: np.roll(v, 1) + (v % 2))(values)
            yield name, column.name, Plan(plan.scheme, {**plan.tables, name: frame.assign(**{column.name: changed})})


def test_every_rule_finds_something_in_the_worn_place(worn):
    silent = {rule for rule in RULES if not told(worn.plan, rule)}
    assert silent == set()


@pytest.mark.slow
def test_what_a_rule_does_not_read_does_not_change_what_it_finds(worn):
    before = {rule: told(worn.plan, rule) for rule in RULES}
    reads = {rule: set(RULES[rule].whole.reads) for rule in RULES}
    wrong, moved = [], 0
    for table, column, plan in spoiled(worn.plan):
        for rule in RULES:
            if {table, f"{table}.{column}"} & reads[rule]:
                moved += told(plan, rule) != before[rule]
            elif told(plan, rule) != before[rule]:
                wrong.append(f"{rule} depends on {table}.{column}")
    assert not wrong
    assert moved > 200  # the changes are such that those who read what they touch do see them


def edits(place) -> Iterator[tuple[str, object]]:
    """Yield the place after one edit: a value in one row changed, a row dropped, a row added twice."""
    for name in EVERYTHING:
        frame = place.plan.tables[name]
        chosen = [int(frame.index[0]), int(frame.index[len(frame) // 2])]
        for column in (column for column in TABLES[name].columns):
            value = frame[column.name].loc[chosen[1]]
            other = {"text": f"{value}1", "date": "2025-05-05", "flag": not value}.get(
                column.kind, value + 1 if column.kind in ("integer", "reference") else None
            )
            yield f"{name}.{column.name}", place.edit(name, chosen[:1], **{column.name: other})
        if TABLES[name].shape:
            moved = (
                shapely.transform(frame.geometry.loc[chosen[1]], lambda xy: xy + 3.0)
                if frame.geometry.loc[chosen[1]]
                else None
            )
            yield f"{name}.geometry", place.edit(name, chosen[1:], geometry=moved)
        yield f"{name} dropped", place.drop(name, chosen[0])
        row = frame.loc[chosen[1]]
        yield f"{name} added", place.add(name, **{key: row[key] for key in frame.columns})


@pytest.mark.slow
def test_what_is_kept_over_an_edit_is_what_a_fresh_look_finds(worn):
    for rule in RULES:
        told(worn.plan, rule)  # what rules share is worked out, and is handed on from here
    wrong, edited = [], 0
    for what, place in edits(worn):
        fresh = Plan(place.plan.scheme, dict(place.plan.tables))
        edited += 1
        wrong += [f"{rule} after {what}" for rule in RULES if told(place.plan, rule) != told(fresh, rule)]
    assert not wrong
    assert edited > 60


def shown(plan: Plan) -> dict[str, list[tuple[object, ...]]]:
    """Return all that a check of everything finds and shows, by rule."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for f in run_checks(plan, on=DAY).open:
        said = (f.id, evidence_of(f), f.severity, f.where and f.where.normalize().wkb, dict(f.values), f.rank)
        found.setdefault(f.rule, []).append(said)
    return found


@pytest.mark.slow
def test_findings_that_follow_an_edit_are_what_a_check_of_everything_finds(worn):
    before = shown(worn.plan)
    wrong, edited, same = [], 0, 0
    for what, place in edits(worn):
        quick, fresh = shown(place.plan), shown(Plan(place.plan.scheme, dict(place.plan.tables)))
        edited += 1
        same += quick == before
        wrong += [f"{rule} after {what}" for rule in RULES if quick.get(rule) != fresh.get(rule)]
    assert not wrong
    assert same < edited > 60  # most edits change something


@pytest.mark.slow
def test_findings_follow_many_edits_in_a_row(worn):
    rng = np.random.default_rng(5)
    place = worn
    shown(place.plan)
    for number in range(60):
        table = list(EVERYTHING)[rng.integers(len(EVERYTHING))]
        if not len(place.plan.tables[table]):
            continue
        row = int(rng.choice(place.plan.tables[table].index))
        shape = place.plan.tables[table].geometry.loc[row] if TABLES[table].shape else None
        if shape is not None and rng.random() < 0.6:
            by = rng.normal(0, 20, 2)
            place = place.edit(table, [row], geometry=shapely.transform(shape, lambda xy, by=by: xy + by))
        elif rng.random() < 0.2:
            place = place.drop(table, row)
        else:
            column = TABLES[table].columns[rng.integers(len(TABLES[table].columns))]
            other = place.plan.tables[table][column.name].iloc[rng.integers(len(place.plan.tables[table]))]
            place = place.edit(table, [row], **{column.name: other})
        if number % 3 == 2:  # a check now and then: results may be several changes behind
            assert shown(place.plan) == shown(Plan(place.plan.scheme, dict(place.plan.tables))), number
