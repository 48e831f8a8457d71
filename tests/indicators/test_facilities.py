"""Facilities are added, corrected, moved and taken away, undone, stored, found, and follow their grids."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.edits import AddFacility, CorrectFacility, DeleteFacility, MergeGrids
from gridmap.ground import placement
from gridmap.ground.placement import deepest_at
from gridmap.indicators.counted import indicators
from gridmap.indicators.facilities import facilities_by_grid, facilities_of_grid, facility_positions
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from gridmap.search.index import SearchIndex
from layers import Facilities, OneIndicator, every_layer
from tests.indicators.squares import SOUTH, WEST, frame, ids_of, place, scheme_with, squares
from ui.words.history_lines import what_was_done
from ui.words.messages import message_of

DAY = dt.date(2026, 6, 15)


@pytest.fixture
def plan() -> Plan:
    scheme = scheme_with('of = "centre"\nper = "village"\nat_least = 2')
    first = {"kind": "centre", "name": "长江中心", "count": 2, "geometry": place(0.5, 0.5)}
    return squares(scheme, facilities=[first, {"kind": "team", "name": "志愿队", "grid": 4}])


def grid_of(plan: Plan, facility: int) -> int:
    at = facility_positions(plan)[plan.tables["facilities"].index.get_loc(facility)]
    return int(plan.ids[at]) if at >= 0 else 0


def test_what_is_done_to_a_facility_is_journalled_stored_and_undone(plan, tmp_path: Path):
    file = tmp_path / "a.gpkg"
    with Project.create(file, plan) as project:
        project.perform(
            AddFacility("新中心", "centre", place=place(2.5, 0.5), values={"count": 2, "from_date": "2020-01-01"})
        )
        assert indicators(project.plan, DAY)["i0"].value == pytest.approx(2 / 6)
        project.perform(CorrectFacility(3, {"people": 7, "name": "二号中心"}, place(4.5, 1.5)))
        village = ids_of(project.plan, "village")[5]
        assert grid_of(project.plan, 3) in project.plan.children(village)
        project.perform(DeleteFacility(1))
        said = [what_was_done(line, "en") for line in project.history()[-3:]]
        assert said == ["Added facility 新中心", "Corrected facility 二号中心", "Deleted facility 长江中心"]
        after = project.plan
    with Project.open(file) as project:
        assert project.plan.same_content(after) and project.problems == ()
        for _ in range(3):
            project.undo()
        assert project.plan.same_content(plan)


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (AddFacility(" ", "centre"), "facility-without-name"),
        (AddFacility("甲", "strange"), "facility-kind"),
        (AddFacility("甲", "centre", values={"count": -1}), "facility-number"),
        (AddFacility("甲", "centre", grid=999), "no-such-row"),
        (AddFacility("甲", "centre", place=shapely.Point()), "not-a-place"),
        (CorrectFacility(1, {"until_date": "2020-02-30"}), "not-a-date"),
        (CorrectFacility(1, {"from_date": "2020-02-02", "until_date": "2020-02-01"}), "ends-before-begin"),
        (CorrectFacility(1, {"owner": "x"}), "no-such-column"),
        (CorrectFacility(1, {"count": 2}), "changes-nothing"),
        (CorrectFacility(9, {"count": 2}), "no-such-row"),
        (DeleteFacility(9), "no-such-row"),
    ],
)
def test_what_no_facility_can_be_is_refused_in_words(plan, edit, why):
    with pytest.raises(Refused) as refused:
        edit.change(plan)
    assert refused.value.key == why
    for language in ("zh", "en"):
        assert "{" not in message_of(refused.value, language)


def test_a_facility_follows_its_grid_into_another(plan):
    one, two = plan.children(ids_of(plan, "village")[0]).tolist()
    assert grid_of(plan, 2) == 4 == two
    merged = plan.apply(MergeGrids((one, two), one).change(plan))
    assert grid_of(merged, 2) == grid_of(merged, 1) == one


def test_it_is_found_by_name_and_initials_with_its_grid(plan):
    for typed in ("长江", "cjzx"):
        [hit] = [hit for hit in SearchIndex(plan, DAY).find(typed) if hit.kind == "facility"]
        assert (hit.id, hit.title, hit.grids) == (1, "长江中心", (grid_of(plan, 1),))


def test_those_of_one_grid_are_as_many_as_are_counted_for_it_among_all(plan):
    rng = np.random.default_rng(3)
    tables = dict(plan.tables)
    for step in range(12):
        kinds = plan.grids["kind"].to_numpy(dtype=object).copy()
        if step:  # of some the kind is unknown, which is passed over or hands nothing up
            kinds[rng.integers(0, len(kinds), 2)] = "?"
        tables["grids"] = plan.grids.assign(kind=kinds)
        damaged = Plan(plan.scheme, tables)
        for on in (DAY, None):
            for kind in plan.scheme.facilities:
                counted = facilities_by_grid(damaged, kind.key, on)
                assert [
                    facilities_of_grid(damaged, int(grid), on)[kind.key] for grid in damaged.ids
                ] == counted.tolist()
    assert max(facilities_of_grid(plan, int(grid))["centre"] for grid in plan.ids) == 2


def test_positions_follow_any_change_of_the_ground(plan):
    rng = np.random.default_rng(1)
    now = plan
    for _ in range(12):
        facility_positions(now)
        shape = place(float(rng.uniform(0, 6)), float(rng.uniform(0, 2)))
        now = now.apply(CorrectFacility(int(rng.choice([1, 2])), {}, shape).change(now))
        fresh = Plan(now.scheme, dict(now.tables))
        assert facility_positions(now).tolist() == facility_positions(fresh).tolist()


def test_what_there_is_of_a_facility_outlasts_other_households_and_no_other_facility(plan):
    before = indicators(plan, DAY)["i0"]
    moved_in = plan.apply(change_of(plan, "t", put={"buildings": edited_rows(plan, "buildings", [1], households=99)}))
    assert indicators(moved_in, DAY)["i0"] is before
    more = moved_in.apply(CorrectFacility(1, {"count": 3}).change(moved_in))
    assert indicators(more, DAY)["i0"].amount.max() == before.amount.max() + 1 == 3
    assert indicators(moved_in, DAY)["i0"] is before


def test_what_a_compound_has_follows_the_compound_and_not_its_households():
    plan = squares(scheme_with('of = "centre"\nper = "compound"\nat_least = 1'))
    rows = edited_rows(plan, "buildings", [1, 2], compound="锦园")
    centre = frame(plan.crs, [{"kind": "centre", "compound": "锦园", "grid": 4, "geometry": None}])
    plan = plan.apply(change_of(plan, "t", put={"buildings": rows, "facilities": centre}))
    assert indicators(plan, DAY)["i0"].amount.tolist() == [1]
    two = plan.apply(change_of(plan, "t", put={"buildings": edited_rows(plan, "buildings", [9], compound="远园")}))
    assert sorted(indicators(two, DAY)["i0"].amount.tolist()) == [0, 1]
    none = two.apply(change_of(two, "t", put={"buildings": edited_rows(two, "buildings", [1, 2, 9], compound="")}))
    assert indicators(none, DAY)["i0"].amount.tolist() == []


def test_symbols_near_together_are_one_from_afar_and_each_has_a_layer_of_its_own(plan):
    for step in range(9):
        plan = plan.apply(AddFacility(f"点{step}", "centre", place=place(0.4 + step / 100, 0.5)).change(plan))
    near, far = Facilities(DAY).marks(plan), Facilities(DAY).marks(plan, None, 20.0)
    assert len(near) == 10 and len(far) < 4
    assert sum(int(label or 1) for label in far.label.tolist()) == 10
    assert [entry.count for entry in near.legend.entries] == [11]  # the team has no place, and no team is drawn
    keys = [layer.key for layer in every_layer(scheme=plan.scheme, on=DAY)]
    assert "indicator-i0" in keys
    marks = OneIndicator("i0", DAY).marks(plan)
    assert set(marks.key.tolist()) == set(ids_of(plan, "village"))
    assert [entry.count for entry in marks.legend.entries] == [1, 0, 5]


def test_of_a_kind_that_is_drawn_nowhere_the_legend_does_not_say_how_many_have_no_place(plan):
    village = ids_of(plan, "village")[0]

    def told(now) -> list[tuple[object, int | None]]:
        return [(entry.words, entry.count) for entry in Facilities(DAY).legend(now).entries]

    [(centre, placed)] = told(plan)
    for number in range(7):  # a list of teams by grid, of which no place is known
        plan = plan.apply(AddFacility(f"队{number}", "team", grid=village).change(plan))
    assert told(plan) == [(centre, placed)]
    listed = plan.apply(AddFacility("心", "centre", grid=village).change(plan))
    assert told(listed) == [(centre, placed), ("legend-facilities-unplaced", 1)]
    drawn = listed.apply(AddFacility("队", "team", place=place(0.4, 0.5)).change(listed))
    assert [count for _, count in told(drawn)] == [placed, 1, 9]  # seven of these, the one of the plan, and the centre


@given(
    st.lists(st.tuples(*[st.integers(0, 5)] * 2, *[st.integers(1, 4)] * 2, st.integers(0, 2)), min_size=1, max_size=9),
    st.lists(st.tuples(st.integers(-1, 12), st.integers(-1, 12)), min_size=1, max_size=25),
)
@settings(max_examples=60)
def test_many_points_are_in_the_grids_in_which_each_alone_is(boxes, spots):
    """Grids lie over one another and under whatever parent, points on borders and outside, some are nowhere."""
    scheme = scheme_with()
    kinds = ("town", "village", "comprehensive")
    grids = [
        {
            "kind": kinds[level],
            "code": f"{number}",
            "name": f"{number}",
            "parent": number,  # the one before: of the right level, or not
            "geometry": shapely.box(WEST + x, SOUTH + y, WEST + x + wide, SOUTH + y + high),
        }
        for number, (x, y, wide, high, level) in enumerate(boxes)
    ]
    plan = Plan(scheme, {"grids": frame(scheme.crs, grids)})
    points = [shapely.Point(WEST + x / 2, SOUTH + y / 2) if x >= 0 else None for x, y in spots]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placement, "_MANY", 10_000)
        many = deepest_at(plan, np.array(points, dtype=object))
        patch.setattr(placement, "_MANY", 0)
        few = deepest_at(plan, np.array(points, dtype=object))
    assert many.tolist() == few.tolist()
    deepest = [
        max((b[4] for b, g in zip(boxes, grids, strict=True) if p and g["geometry"].intersects(p)), default=-1)
        for p in points
    ]
    levels = {number + 1: box[4] for number, box in enumerate(boxes)}
    assert [levels.get(grid, -1) for grid in many.tolist()] == deepest
