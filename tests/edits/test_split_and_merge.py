"""One grid becomes several, several become one: ground, codes, workers and branches."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
import shapely

from gridmap.edits import (
    AddWorker,
    AssignWorker,
    ExemptGround,
    GiveBuildings,
    GiveGround,
    LinkBranch,
    MergeGrids,
    SplitEqually,
    SplitGrid,
)
from gridmap.edits.splitting import why_uneven
from gridmap.ground.codes import next_code
from gridmap.ground.placement import households_by_grid
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from tests.edits.test_effect import settled
from ui.words.messages import BOTH, text

ON = dt.date(2020, 9, 1)


def refusal(edit, plan) -> Refused:
    with pytest.raises(Refused) as refused:
        edit.change(plan)
    return refused.value


def line(ground, *places) -> shapely.LineString:
    return shapely.LineString(ground.at(*places))


def grid_with(plan: Plan, code: str) -> int:
    [grid] = plan.ids_with_codes([code])
    return int(grid)


def added(before: Plan, after: Plan) -> list[int]:
    return [int(grid) for grid in after.ids if grid not in set(before.ids)]


def staffed(plan: Plan, *assignments: tuple[int, int, str, str]) -> Plan:
    """Return the plan with workers 1 to 3, who have these assignments: worker, grid, first and last day."""
    for name in "甲乙丙":
        plan = plan.apply(AddWorker(name).change(plan))
    for worker, grid, begin, end in assignments:
        plan = plan.apply(AssignWorker(worker, grid, "full_time", begin, end).change(plan))
    return plan


def linked(plan: Plan, *links: tuple[int, int]) -> Plan:
    rows = pd.DataFrame({"name": ["一", "二"], "tier": ["grid"] * 2}, index=pd.Index([1, 2], name="id"))
    plan = plan.apply(change_of(plan, "test", put={"branches": rows}))
    for branch, grid in links:
        plan = plan.apply(LinkBranch(branch, grid).change(plan))
    return plan


def duties(plan: Plan) -> list[tuple[int, int, str, str]]:
    columns = ["worker", "grid", "from_date", "until_date"]
    return sorted(plan.tables["assignments"][columns].itertuples(index=False, name=None))


def served(plan: Plan) -> list[tuple[int, int]]:
    return sorted(plan.tables["branch_grids"][["branch", "grid"]].itertuples(index=False, name=None))


# ---- split -----------------------------------------------------------------------------------------------------------


def test_a_grid_is_split_along_a_line(ground):
    #  A A | A B     drawn from south to north: left is the west
    before = ground("A A A B", villages={"V": "AB"})
    after = before.after(SplitGrid(before["A"], line(before, (2, -1), (2, 2)), name="东"))
    [new] = added(before.plan, after.plan)
    assert after.findings() == []
    assert after.area("A") == pytest.approx(2) and after.plan.shape(new).area == pytest.approx(100 * 100)
    assert after.plan.value(new, "name") == "东" and after.plan.value(new, "parent") == before["V"]
    assert after.plan.codes([new]) == ["320582100201001"] and after.plan.codes([before["A"]]) == before.plan.codes(
        [before["A"]]
    )
    assert {(2, 0), (2, 1)} <= after.vertices("V") & after.vertices("T")


@pytest.mark.parametrize(("keeps", "west"), [(None, False), (0, True), (1, False)])
def test_the_half_with_more_households_keeps_the_code_unless_it_is_chosen(ground, keeps, west):
    before = ground("A A", villages={"V": "A"})
    plan = settled(before, (0.5, 0.5, 100), (1.5, 0.5, 300))
    plan = staffed(linked(plan, (1, before["A"])), (1, before["A"], "2020-01-01", ""))
    after = plan.apply(SplitGrid(before["A"], line(before, (1, -1), (1, 2)), keeps).change(plan))
    assert after.shape(before["A"]).contains(shapely.Point(before.at((0.5, 0.5)))) == west
    assert duties(after) == duties(plan) and served(after) == served(plan)
    [new] = added(plan, after)
    households = dict(zip(after.ids.tolist(), households_by_grid(after).tolist(), strict=True))
    assert households[before["A"]] == (100 if west else 300) and households[new] == (300 if west else 100)


def test_a_line_that_does_not_divide_and_a_grid_that_is_divided_are_refused(ground):
    before = ground("A A B", villages={"V": "AB"})
    short = SplitGrid(before["A"], line(before, (1, -1), (1, 0.5)))
    assert refusal(short, before.plan).key == "line-does-not-divide"
    village = SplitGrid(before["V"], line(before, (1, -1), (1, 2)))
    assert refusal(village, before.plan).key == "grid-is-divided"
    empty = SplitGrid(before["A"], line(before, (1, -1), (1, 2)))
    assert refusal(empty, before.reshaped("A", None).plan).key == "grid-without-ground"


def test_a_half_that_would_lie_in_two_places_is_refused(ground):
    #  A A A     the line goes through both legs
    #  A B A
    before = ground("A A A\nA B A", villages={"V": "AB"})
    edit = SplitGrid(before["A"], line(before, (-1, 0.5), (4, 0.5)))
    assert refusal(edit, before.plan).key == "part-not-in-one-piece"


def test_a_code_is_never_used_again(ground):
    before = ground("A A A B", villages={"V": "AB"})
    kind = before.plan.scheme.kind("comprehensive")
    split = before.plan.apply(SplitGrid(before["A"], line(before, (2, -1), (2, 2))).change(before.plan))
    new = grid_with(split, "320582100201001")
    merged = split.apply(MergeGrids((new,), before["A"], ON).change(split))
    assert merged.tables["retired_codes"]["code"].tolist() == ["320582100201001"]
    assert merged.tables["retired_codes"]["retired_on"].tolist() == ["2020-09-01"]
    assert next_code(merged, before["V"], kind) == "320582100201002"
    again = merged.apply(SplitGrid(before["A"], line(before, (2, -1), (2, 2))).change(merged))
    assert added(merged, again) and "320582100201002" in again.grids["code"].tolist()


@pytest.mark.parametrize("parts", [2, 3, 5])
@pytest.mark.parametrize("way", ["we", "ns", "shortest"])
def test_equal_shares_by_households(ground, parts, way):
    before = ground("A A A A A A\nA A A A A A", villages={"V": "A"})
    houses = [(x + 0.5, y + 0.3 + x / 90, 10) for x in range(6) for y in (0, 0.4, 0.8, 1.2, 1.6)]
    plan = settled(before, *houses)
    after = plan.apply(SplitEqually(before["A"], parts, way).change(plan))
    grids = [before["A"], *added(plan, after)]
    households = households_by_grid(after)[after.positions(grids)]
    assert len(grids) == parts and households.sum() == 300
    assert households.max() - households.min() <= (60 if way == "we" else 30)
    assert before._with(after).findings() == []


def test_no_cut_goes_through_the_only_building(ground):
    before = ground("A A A A", villages={"V": "A"})
    plan = settled(before, (1.5, 0.5, 24))
    after = plan.apply(SplitEqually(before["A"], 4, "we").change(plan))
    grids = [before["A"], *added(plan, after)]
    edges = shapely.boundary(after.shapes(grids))
    assert shapely.distance(edges, plan.buildings.geometry.array[0]).min() > 0.1
    assert sorted(households_by_grid(after)[after.positions(grids)].tolist()) == [0, 0, 0, 24]


def test_shares_say_why_they_cannot_be_equal(ground):
    before = ground("A A A A", villages={"V": "A"})
    reason = lambda plan, parts: why_uneven(SplitEqually(before["A"], parts, "we").change(plan))  # noqa: E731
    # One building is as large as all others together and one more share.
    tower = settled(before, (0.5, 0.5, 60), (1.5, 0.5, 10), (2.5, 0.5, 10), (3.5, 0.5, 10))
    found = reason(tower, 3)
    assert (found.key, found.values["largest_home"], found.values["even"]) == ("shares-one-home", 60, 30)
    assert (found.values["least"], found.values["most"]) == (10, 60)
    # Fewer buildings than shares.
    few = reason(settled(before, (0.5, 0.5, 20), (3.5, 0.5, 20)), 3)
    assert (few.key, few.values["homes"], few.values["count"]) == ("shares-too-few-homes", 2, 3)
    # Three buildings of the same size give no two equal shares.
    between = reason(settled(before, (0.5, 0.5, 20), (1.5, 0.5, 20), (3.5, 0.5, 20)), 2)
    assert (between.key, between.values["least"], between.values["most"]) == ("shares-between-homes", 20, 40)
    # What is equal, but for the household that cannot be divided, says nothing; nor does ground without people.
    assert reason(settled(before, (0.5, 0.5, 20), (3.5, 0.5, 21)), 2) is None
    assert reason(before.plan, 2) is None
    for problem in (found, few, between):
        assert all(text(problem.key, language, **problem.values) for language in BOTH)


def test_without_households_the_shares_have_equal_areas(ground):
    before = ground("A A A\nA . .".replace(".", "B"), villages={"V": "AB"})
    after = before.after(SplitEqually(before["A"], 2, "we"))
    assert after.area("A") == pytest.approx(2) and after.findings() == []


def test_the_shortest_cut_is_taken(ground):
    before = ground("A A A A", villages={"V": "A"})
    after = before.after(SplitEqually(before["A"], 2))
    assert shapely.length(after.shape("A")) == pytest.approx(600)
    after = before.after(SplitEqually(before["A"], 2, "ns"))
    assert shapely.length(after.shape("A")) == pytest.approx(900)


def test_one_part_or_too_many_are_refused(ground):
    before = ground("A A", villages={"V": "A"})
    for parts in (1, 21):
        assert refusal(SplitEqually(before["A"], parts), before.plan).key == "too-many-parts"


# ---- merge -----------------------------------------------------------------------------------------------------------


def test_grids_become_one(ground, same):
    before = ground("A B C D", villages={"V": "ABCD"})
    change = MergeGrids((before["C"], before["A"]), before["B"], ON).change(before.plan)
    after = before._with(before.plan.apply(change))
    assert after.findings() == [] and after.area("B") == pytest.approx(3)
    assert sorted(after.plan.codes(change.rows["grids"].removed)) == ["", ""]
    assert after.shape("D").equals(before.shape("D"))
    assert after.plan.apply(change.inverted()).same_content(before.plan)
    assert change.values["codes"] == ", ".join(before.plan.codes([before["A"], before["C"]]))


def test_workers_and_branches_go_along_once(ground):
    before = ground("A B C", villages={"V": "ABC"})
    a, b, c = (before[letter] for letter in "ABC")
    plan = linked(before.plan, (1, a), (1, b), (2, a))
    plan = staffed(
        plan,
        (1, b, "2020-01-01", "2020-12-31"),
        (1, a, "2019-01-01", "2020-06-30"),  # meets what worker 1 does in B: one, as long as both
        (2, a, "2018-01-01", "2018-12-31"),
        (2, b, "2020-01-01", ""),  # does not meet it
        (3, a, "2020-01-01", ""),
        (3, c, "2020-01-01", ""),  # another grid
    )
    after = plan.apply(MergeGrids((a,), b, ON).change(plan))
    assert duties(after) == [
        (1, b, "2019-01-01", "2020-12-31"),
        (2, b, "2018-01-01", "2018-12-31"),
        (2, b, "2020-01-01", ""),
        (3, b, "2020-01-01", ""),
        (3, c, "2020-01-01", ""),
    ]
    assert served(after) == [(1, b), (2, b)]


def test_villages_are_merged_with_everything_below_them(ground):
    before = ground("A B 1 C", villages={"V": "A", "W": "B1", "X": "C"})
    before = before.after(ExemptGround(before.cell(2, 0), before["W"], reason="lake"))
    after = before._with(before.plan.apply(MergeGrids((before["W"],), before["V"], ON).change(before.plan)))
    assert after.plan.value(before["B"], "parent") == before["V"] and after.area("V") == pytest.approx(3)
    assert after.plan.tables["exempt_areas"]["parent"].tolist() == [before["V"]]
    assert after.findings() == [] and after.shape("B").equals(before.shape("B"))


def test_a_grid_of_another_village_brings_its_ground_along(ground):
    before = ground("A B C", villages={"V": "A", "W": "BC"})
    after = before._with(before.plan.apply(MergeGrids((before["B"],), before["A"], ON).change(before.plan)))
    assert after.area("A") == after.area("V") == pytest.approx(2) and after.area("W") == pytest.approx(1)
    assert after.findings() == []


def test_what_cannot_be_merged_is_refused(ground):
    before = ground("A B C", villages={"V": "ABC"})
    assert refusal(MergeGrids((before["A"],), before["A"]), before.plan).key == "nothing-to-merge"
    assert refusal(MergeGrids((before["A"], before["C"]), before["A"]), before.plan).key == "grids-not-adjacent"
    assert refusal(MergeGrids((before["V"],), before["A"]), before.plan).key == "not-of-one-level"


# ---- ground of another village, exempt ground, buildings -------------------------------------------------------------


def test_ground_of_another_village_moves_the_border_of_the_villages(ground):
    before = ground("A A B", villages={"V": "A", "W": "B"})
    after = before.after(GiveGround(before.cell(1, 0), before["B"]))
    assert after.area("A") == after.area("V") == pytest.approx(1)
    assert after.area("B") == after.area("W") == pytest.approx(2) and after.findings() == []


def test_who_receives_is_the_one_that_was_named(ground):
    #  A A C     C has the longer border with the ground, B gets it
    #  A A B
    before = ground("A A C\nA A B", villages={"V": "A", "W": "BC"})
    after = before.after(GiveGround(before.cell(1, 0, 1, 2), before["B"]))
    assert after.area("B") == pytest.approx(3) and after.area("C") == pytest.approx(1)
    assert after.findings() == []


def test_ground_outside_everything_is_left_out(ground):
    before = ground("A B", villages={"V": "AB"})
    after = before.after(GiveGround(before.cell(0.5, -1, 0.7, 3), before["B"]))
    assert after.area("B") == pytest.approx(1.5) and after.area("T") == pytest.approx(2)


def test_a_lake_stays_a_lake(ground):
    #  A 1 B     the lake of V stays where it is, also if the ground reaches over it; it moves with the village
    before = ground("A 1 C B", villages={"V": "A1C", "W": "B"})
    before = before.after(ExemptGround(before.cell(1, 0), before["V"], name="湖", reason="lake"))
    given = before.after(GiveGround(before.cell(0.5, 0, 1.5), before["C"]))
    assert given.area("A") == pytest.approx(0.5) and given.area("C") == pytest.approx(1.5)
    assert given.plan.tables["exempt_areas"].geometry.area.tolist() == pytest.approx([10000])
    only = refusal(GiveGround(before.cell(1, 0), before["C"]), before.plan)
    assert only.key == "ground-is-exempt"


def test_a_lake_is_cut_where_the_village_is(ground):
    before = ground("A 1 B\nA 1 B", villages={"V": "A1", "W": "B"})
    before = before.after(ExemptGround(before.cell(1, 0, 1, 2), before["V"], name="湖", reason="lake"))
    edit = GiveGround(before.cell(1.5, 0.5, 0.5, 1), before["W"])
    after = before.after(edit)
    lakes = after.plan.tables["exempt_areas"]
    assert lakes["parent"].tolist() == [before["V"], before["W"]] and lakes["name"].tolist() == ["湖", "湖"]
    assert lakes.geometry.area.tolist() == pytest.approx([15000, 5000])
    assert after.area("W") == pytest.approx(2.5) and after.area("B") == pytest.approx(2)
    assert after.findings("gap", "overlap", "overhang") == []


def test_buildings_are_given_with_the_ground_around_them(ground):
    before = ground("A A A B", villages={"V": "AB"})
    plan = settled(before, (0.5, 0.5, 1), (1.5, 0.5, 2), (2.5, 0.5, 4), (3.5, 0.5, 8))
    change = GiveBuildings((3,), before["B"]).change(plan)
    after = plan.apply(change)
    assert after.shape(before["B"]).area == pytest.approx(20000)
    assert households_by_grid(after)[after.positions([before["A"], before["B"]])].tolist() == [3, 12]
    assert before._with(after).findings() == []


def test_buildings_that_cannot_be_given_are_refused(ground):
    before = ground("A A A B", villages={"V": "AB"})
    plan = settled(before, (0.5, 0.5, 1), (1.5, 0.5, 2), (2.5, 0.5, 4), (3.5, 0.5, 8), (9, 9, 1))
    for buildings, key in {
        (1,): "buildings-not-adjacent",
        (1, 2, 3): "grid-would-vanish",
        (4,): "nothing-to-give",
        (5,): "building-without-grid",
        (77,): "no-such-row",
    }.items():
        assert refusal(GiveBuildings(buildings, before["B"]), plan).key == key


def test_a_building_number_may_come_from_another_table(ground):
    before = ground("A B", villages={"V": "AB"})
    plan = settled(before, (0.5, 0.5, 1), (0.9, 0.5, 2))
    rows = edited_rows(plan, "buildings", [2], geometry=[before.cell(0.8, 0.4, 0.1, 0.2)])
    plan = plan.apply(change_of(plan, "test", put={"buildings": rows}))
    after = plan.apply(GiveBuildings((2,), before["B"]).change(plan))
    assert shapely.covers(after.shape(before["B"]), before.cell(0.8, 0.4, 0.1, 0.2))
