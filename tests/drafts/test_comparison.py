"""Two divisions side by side: figures, buildings and ground that change hands, totals."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.edits import DrawGrid, EndAssignment, GiveGround, LinkBranch, PutRows, SetAttributes, UnlinkBranch
from gridmap.ground.placement import households_by_grid
from gridmap.model.plan import Plan
from gridmap.people.branches import BranchState
from gridmap.people.staffing import Staffing
from gridmap.people.workload import Workload
from gridmap.project.comparison import FIGURES, Comparison, compare
from sample_data.make import make_plan
from tests.drafts.conftest import EAST, NORTH, TOWN, VILLAGE, A, B, C, D, E, ground

ON = dt.date(2021, 1, 1)
EAST_OF_A = ground(80, 0, 100, 100)


def after(plan: Plan, *edits) -> Plan:
    for edit in edits:
        plan = plan.apply(edit.change(plan))
    return plan


def test_the_same_plan_twice_differs_in_nothing(plan: Plan) -> None:
    found = compare(plan, plan, on=ON)
    assert found.is_empty
    assert found.counts == {"changed": 0, "new": 0, "retired": 0}
    assert found.area_moved_m2 == 0
    assert list(found.totals.index) == []


def test_ground_that_is_given_shows_in_grids_buildings_and_ground(plan: Plan) -> None:
    """The east fifth of A, with the 40 households of building 2, goes to B."""
    found = compare(plan, after(plan, GiveGround(EAST_OF_A, B)), on=ON)
    assert found.grids.index.tolist() == [A, B]  # the village and the town got vertices, and nothing else
    assert found.grids["status"].tolist() == ["changed", "changed"]
    assert found.grids["ground_moved"].all()
    assert found.grids[["households_before", "households_after"]].to_numpy().tolist() == [[350, 310], [360, 400]]
    assert found.grids[["area_m2_before", "area_m2_after"]].round(3).to_numpy().tolist() == [
        [10_000, 8_000],
        [10_000, 12_000],
    ]
    assert found.buildings[["from", "to", "households"]].to_numpy().tolist() == [[A, B, 40]]
    assert found.buildings.index.tolist() == [2]
    assert found.ground[["from", "to", "households"]].to_numpy().tolist() == [[A, B, 40]]
    assert shapely.equals(found.ground.geometry[0], EAST_OF_A)
    assert found.area_moved_m2 == pytest.approx(2_000)
    assert (found.households_moved, found.residents_moved) == (40, 120)
    assert found.totals.index.tolist() == [VILLAGE]
    assert found.totals[["households_before", "households_after"]].to_numpy().tolist() == [[1_850, 1_850]]
    assert found.name_of(A) == "第一网格"
    assert shapely.equals(found.old_borders, shapely.LineString([(EAST + 100, NORTH), (EAST + 100, NORTH + 100)]))


def test_a_change_of_people_alone_is_a_change_of_the_grid(plan: Plan) -> None:
    found = compare(plan, after(plan, EndAssignment(3, "2020-06-30")), on=ON)
    assert found.grids.index.tolist() == [C]
    row = found.grids.loc[C]
    assert not row["ground_moved"]
    assert (row["staffing_before"], row["staffing_after"]) == (Staffing.FULL_TIME, Staffing.NOBODY)
    assert (row["workers_before"], row["workers_after"]) == (1, 0)
    assert compare(plan, after(plan, EndAssignment(3, "2020-06-30")), on=dt.date(2020, 6, 30)).is_empty


def test_somebody_else_in_the_same_role_is_a_change_too(plan: Plan) -> None:
    swapped = PutRows("swap", put={"assignments": plan.tables["assignments"].loc[[1, 2]].assign(worker=[2, 1])})
    assert compare(plan, after(plan, swapped), on=ON).grids.index.tolist() == [A, B]


def test_another_branch_and_another_name_are_changes(plan: Plan) -> None:
    edits = [UnlinkBranch(2, D), SetAttributes("grids", (E,), {"name": "东门网格"}), LinkBranch(1, C)]
    found = compare(plan, after(plan, *edits), on=ON)
    assert found.grids.index.tolist() == [C, D, E]
    assert found.grids.loc[D, "branch_state_after"] == BranchState.NONE
    assert found.grids.loc[C, "branches_after"] == 2
    assert found.name_of(E) == "东门网格"


def test_new_and_retired_grids_have_figures_on_one_side(plan: Plan) -> None:
    """E goes, and its ground with it; a sixth grid is drawn there."""
    gone = after(plan, PutRows("retire", drop={"grids": (E,), "assignments": (5,), "branch_grids": (6,)}))
    new = after(gone, DrawGrid(ground(400, 0, 500, 100), VILLAGE, "comprehensive", "320582100201009", setting="urban"))
    found = compare(plan, new, on=ON)
    six = new.ids[-1]
    assert found.grids["status"].to_dict() == {E: "retired", six: "new"}
    assert found.counts == {"changed": 0, "new": 1, "retired": 1}
    assert found.grids.loc[E, [f"{name}_after" for name in FIGURES]].isna().all()
    assert found.grids.loc[six, [f"{name}_before" for name in FIGURES]].isna().all()
    assert found.grids.loc[six, "households_after"] == 390
    assert found.ground[["from", "to", "households"]].to_numpy().tolist() == [[E, six, 390]]
    assert found.buildings["to"].tolist() == [six, six]
    assert (found.code_of(E), found.code_of(six), found.code_of(0)) == ("320582100201005", "320582100201009", "")
    assert found.totals.loc[VILLAGE, ["n_comprehensive_before", "n_comprehensive_after"]].tolist() == [5, 5]


def test_ground_that_nobody_held_comes_from_nobody(plan: Plan) -> None:
    """E loses its eastern half to nobody; then that goes to D."""
    half = PutRows("cut", put={"grids": plan.grids.loc[[E]].set_geometry([ground(400, 0, 450, 100)])})
    cut = after(plan, half)
    found = compare(plan, cut, on=ON)
    assert found.ground[["from", "to", "area_m2"]].to_numpy().tolist() == [[E, 0, 5_000]]
    assert found.buildings[["from", "to"]].to_numpy().tolist() == [[E, VILLAGE]]
    assert compare(cut, plan, on=ON).ground[["from", "to", "area_m2"]].to_numpy().tolist() == [[0, E, 5_000]]


def test_the_standard_is_told_before_and_after(plan: Plan) -> None:
    least, most = 300, 500
    found = compare(plan, after(plan, GiveGround(ground(30, 0, 100, 100), B)), on=ON)
    row = found.grids.loc[B]
    assert (row["standard_from_before"], row["standard_to_before"]) == (least, most)
    assert (row["workload_before"], row["workload_after"]) == (Workload.WITHIN, Workload.OVER)
    assert found.grids.loc[A, "workload_after"] == Workload.UNDER


def test_totals_may_be_of_another_level(plan: Plan) -> None:
    found = compare(plan, after(plan, GiveGround(EAST_OF_A, B)), level=plan.scheme.levels[0], on=ON)
    assert found.totals.index.tolist() == [TOWN]


@pytest.fixture(scope="module")
def town() -> Plan:
    return make_plan("town", 2020)


@settings(max_examples=12)
@given(data=st.data())
def test_what_moves_adds_up_and_the_way_back_is_the_mirror_image(town: Plan, data) -> None:
    """Random give-aways between neighbours in the sample town."""
    grids = town.ids[(town.ranks == 3) & town.has_shape & town.shares_ground]
    other = town
    for _ in range(data.draw(st.integers(1, 3))):
        giver = int(data.draw(st.sampled_from(grids.tolist())))
        shape = other.shape(giver)
        west, south, east, north = shape.bounds
        cut = west + (east - west) * data.draw(st.floats(0.2, 0.8))
        family = other.siblings(giver)
        takers = family[shapely.dwithin(other.shapes(family), shape, 0.001) & (family != giver)]
        if not len(takers):
            continue
        taker = int(data.draw(st.sampled_from(takers.tolist())))
        piece = shapely.intersection(shape, shapely.box(west, south, cut, north))
        rows = other.grids.loc[sorted([giver, taker])].copy()
        shapes = {giver: shape.difference(piece), taker: other.shape(taker).union(piece)}
        rows["geometry"] = [shapes[grid] for grid in rows.index]
        other = after(other, PutRows("give", put={"grids": rows}))
    found, back = compare(town, other, on=ON), compare(other, town, on=ON)
    assert_adds_up(found)
    mirrored = back.ground.rename(columns={"from": "to", "to": "from"})
    order = ["from", "to"]
    assert np.allclose(
        found.ground.sort_values(order)["area_m2"], mirrored.sort_values(order)["area_m2"], rtol=0, atol=0.01
    )
    assert found.buildings["households"].sum() == back.buildings["households"].sum()


def assert_adds_up(found: Comparison) -> None:
    bottom = found.grids[found.grids["rank"] == 3]
    change = (bottom["area_m2_after"] - bottom["area_m2_before"]).to_dict()
    homes = (bottom["households_after"] - bottom["households_before"]).to_dict()
    for grid in bottom.index:
        took, gave = found.ground[found.ground["to"] == grid], found.ground[found.ground["from"] == grid]
        assert took["area_m2"].sum() - gave["area_m2"].sum() == pytest.approx(change[grid], abs=0.05)
        came, went = found.buildings[found.buildings["to"] == grid], found.buildings[found.buildings["from"] == grid]
        assert came["households"].sum() - went["households"].sum() == homes[grid]
    assert found.buildings["households"].sum() == found.ground["households"].sum()
    total = found.totals
    assert (total["households_before"].sum(), total["households_after"].sum()) == tuple(
        households_by_grid(plan)[plan.positions(total.index)].sum() for plan in (found.before, found.after)
    )
