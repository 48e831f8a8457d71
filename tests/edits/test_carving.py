"""Grids that are carved out, dissolved, retired, or put below another parent."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
import shapely

from gridmap.edits import CarveGrid, DissolveGrid, ExemptGround, MoveGrid, RetireGrid, SplitGrid
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme, parse_scheme
from tests.edits.test_split_and_merge import duties, grid_with, linked, served, staffed

ON = dt.date(2020, 9, 1)


def refusal(edit, plan) -> Refused:
    with pytest.raises(Refused) as refused:
        edit.change(plan)
    return refused.value


# ---- carve and dissolve ----------------------------------------------------------------------------------------------


def test_a_school_is_carved_out_of_two_grids(ground):
    before = ground("A A B B", villages={"V": "AB"})
    after = before.after(CarveGrid(before.cell(1.5, 0.2, 1, 0.5), "dedicated", "学校", "school"))
    school = grid_with(after.plan, "320582100201001")
    assert after.plan.grids.loc[school, ["kind", "name", "use", "parent"]].tolist() == [
        "dedicated",
        "学校",
        "school",
        before["V"],
    ]
    assert after.findings() == []
    assert after.area("A") == after.area("B") == pytest.approx(1.75) and after.plan.shape(school).area == 5000


def test_of_a_village_without_grids_nothing_is_carved(ground):
    before = ground("A A B B", villages={"V": "AB"})
    grids = before.plan.grids.drop(index=[before["A"], before["B"]])
    plan = Plan(before.plan.scheme, {**before.plan.tables, "grids": grids})
    refused = refusal(CarveGrid(before.cell(0, 0), "dedicated", "学校"), plan)
    assert refused.key == "nothing-to-carve" and refused.grids == (before["V"],)


def test_what_lies_elsewhere_is_left_out(ground):
    #  A A 1 C     a lake, and another village
    before = ground("A A 1 C", villages={"V": "A1", "W": "C"})
    before = before.after(ExemptGround(before.cell(2, 0), before["V"], reason="lake"))
    first = before.after(CarveGrid(before.cell(0.5, 0.5, 0.5, 0.2), "dedicated"))
    after = first.after(CarveGrid(before.cell(0.7, -1, 2.6, 1.6), "dedicated", "市场"))
    market = grid_with(after.plan, "320582100201002")
    assert after.plan.shape(market).area == pytest.approx((1.3 * 0.6 - 0.3 * 0.1) * 100**2)
    assert after.plan.value(market, "parent") == before["V"] and after.findings() == []
    assert after.shape("C").equals(before.shape("C"))


def test_what_cannot_be_carved_is_refused(ground):
    before = ground("A A B B", villages={"V": "AB"})
    assert refusal(CarveGrid(before.cell(0, 0, 2), "dedicated"), before.plan).key == "grid-would-vanish"
    assert refusal(CarveGrid(before.cell(9, 9), "dedicated"), before.plan).key == "nothing-inside-parent"
    assert (
        refusal(CarveGrid(shapely.Point(before.at((1, 1))[0]), "dedicated"), before.plan).key == "ground-without-area"
    )
    tangle = shapely.Polygon(before.at((0, 0))[0] + np.random.default_rng(0).random((300, 2)) * 200)
    assert refusal(CarveGrid(tangle, "dedicated"), before.plan).key == "ground-without-area"
    overlay = parse_scheme(load_scheme().text.replace('ground = "carve"', 'ground = "overlay"'))
    plan = Plan(overlay, dict(before.plan.tables))
    assert refusal(CarveGrid(before.cell(0, 0, 0.5), "dedicated"), plan).key == "kind-not-carved"


def test_a_carved_grid_is_dissolved_back(ground):
    before = ground("A A B B", villages={"V": "AB"})
    carved = before.after(CarveGrid(before.cell(1.2, 0.2, 1, 0.5), "dedicated"))
    school = grid_with(carved.plan, "320582100201001")
    second = carved.after(CarveGrid(before.cell(1.2, 0.7, 0.1, 0.1), "dedicated"))  # no tiling grid, so no heir
    plan = staffed(linked(second.plan, (1, school)), (1, school, "2020-01-01", ""))
    change = DissolveGrid(school, ON).change(plan)
    after = before._with(plan.apply(change))
    assert after.area("A") == pytest.approx(2.09) and after.area("B") == pytest.approx(1.9)
    assert after.findings() == [] and duties(after.plan) == [] and served(after.plan) == []
    assert after.plan.tables["retired_codes"]["code"].tolist() == ["320582100201001"]
    assert after.plan.apply(change.inverted()).same_content(plan)


# ---- retire ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("people", [True, False])
def test_a_grid_is_retired_and_a_neighbour_has_its_ground(ground, people):
    #  A B B C
    before = ground("A B B C", villages={"V": "ABC"})
    a, b, c = (before[letter] for letter in "ABC")
    plan = staffed(linked(before.plan, (1, b), (2, c)), (1, b, "2020-01-01", ""), (2, c, "2020-01-01", ""))
    after = before._with(plan.apply(RetireGrid(b, c, people, ON).change(plan)))
    assert after.area("C") == pytest.approx(3) and after.findings() == []
    assert (1, c, "2020-01-01", "") in duties(after.plan) or not people
    assert len(duties(after.plan)) == (2 if people else 1)
    assert served(after.plan) == ([(1, c), (2, c)] if people else [(2, c)])
    assert after.plan.tables["retired_codes"][["retired_on", "reason"]].iloc[0].tolist() == [
        "2020-09-01",
        f"→ {plan.codes([c])[0]}",
    ]
    assert a in after.plan.ids and b not in after.plan.ids


def test_by_default_the_neighbour_with_the_longest_border_takes_it(ground):
    before = ground("A B C C\nA B B C", villages={"V": "ABC"})
    change = RetireGrid(before["B"], on=ON).change(before.plan)
    after = before._with(before.plan.apply(change))
    assert after.area("C") == pytest.approx(6) and after.findings() == []
    # A grid of another village does not come first, though its border is longer.
    before = ground("A A B\nC C B".replace("C C B", "A A B\nB B B"), villages={"V": "A", "W": "B"})
    lone = RetireGrid(before["A"], on=ON)
    assert refusal(lone, before.plan).key == "grid-would-vanish"


def test_a_grid_that_is_only_in_the_ledger_is_retired_as_well(ground):
    before = ground("A A", villages={"V": "AB"})
    after = before.plan.apply(RetireGrid(before["B"], on=ON).change(before.plan))
    assert before["B"] not in after.ids and len(after.tables["retired_codes"]) == 1
    assert refusal(RetireGrid(before["V"], on=ON), before.plan).key == "no-neighbour"
    assert refusal(RetireGrid(before["B"], before["V"], on=ON), before.plan).key == "not-of-one-level"


# ---- another parent --------------------------------------------------------------------------------------------------


def test_a_grid_moves_to_another_village_with_its_ground(ground):
    before = ground("A B C", villages={"V": "AB", "W": "C"})
    after = before.after(MoveGrid(before["B"], before["W"]))
    assert after.plan.value(before["B"], "parent") == before["W"]
    assert after.area("V") == pytest.approx(1) and after.area("W") == pytest.approx(2)
    assert after.findings() == [] and after.shape("B").equals(before.shape("B"))
    assert after.plan.codes([before["B"]]) == before.plan.codes([before["B"]])


def test_it_may_get_a_code_of_its_new_parent(ground):
    before = ground("A B C", villages={"V": "AB", "W": "C"})
    after = before.plan.apply(MoveGrid(before["B"], before["W"], recode=True, on=ON).change(before.plan))
    assert after.codes([before["B"]]) == ["320582100202001"]
    assert after.tables["retired_codes"]["code"].tolist() == before.plan.codes([before["B"]])


def test_a_move_that_makes_no_sense_is_refused(ground):
    before = ground("A B C D", villages={"V": "AB", "W": "C", "X": "D"})
    assert refusal(MoveGrid(before["A"], before["V"]), before.plan).key == "parent-already"
    assert refusal(MoveGrid(before["A"], before["X"]), before.plan).key == "ground-not-adjacent"
    assert refusal(MoveGrid(before["C"], before["X"]), before.plan).key == "grid-would-vanish"
    assert refusal(MoveGrid(before["A"], before["T"]), before.plan).key == "kind-not-below"


def test_what_was_split_off_can_be_moved_on(ground):
    before = ground("A A B", villages={"V": "A", "W": "B"})
    split = before.after(SplitGrid(before["A"], shapely.LineString(before.at((1, -1), (1, 2))), keeps=0))
    new = grid_with(split.plan, "320582100201001")
    after = split.after(MoveGrid(new, before["W"]))
    assert after.findings() == [] and after.area("W") == pytest.approx(2)
