"""Decisions that are recorded: exempt ground, accepted findings, new grids, parents."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
import shapely

from gridmap.checks import run_checks
from gridmap.checks.registry import evidence_of
from gridmap.edits import AcceptFinding, CarveGrid, DrawGrid, DrawGridWithin, ExemptGround, SetParent
from gridmap.model.errors import Refused
from gridmap.model.making import change_of

DAY = dt.date(2026, 6, 15)


def test_exempt_ground_is_no_gap_and_its_corners_are_everybodys(ground):
    before = ground("A 1 B", villages={"V": "AB1"})
    edit = ExemptGround(before.cell(1, 0), before["V"], kind="river", name="横河", reason="河道")
    after = before.after(edit)
    assert after.findings() == [] and before.touched_by(edit) == ""
    [row] = after.plan.tables["exempt_areas"].to_dict("records")
    assert (row["name"], row["kind"], row["reason"], row["parent"]) == ("横河", "river", "河道", before["V"])


def test_ground_of_the_village_without_its_own_vertices_is_fitted(ground):
    #  The river is two cells long; the village has a vertex where the cells meet, the drawn polygon has none.
    before = ground("A 1 1 B", villages={"V": "AB1"})
    after = before.after(ExemptGround(before.cell(1, 0, 2), before["V"]))
    assert after.findings() == []
    # And a corner of the ground in the middle of somebody's border becomes a vertex of that border.
    before = ground("A 1\nA 1", villages={"V": "A1"})
    edit = ExemptGround(before.cell(1, 0.5, 1, 1.5), before["V"])
    assert before.touched_by(edit) == "ATV"
    assert before.after(edit).findings() == ["gap"]


def test_a_new_grid_takes_bare_ground_and_touches_nobody_elses(ground, same):
    before = ground("A 1 1 B", villages={"V": "AB1"})
    edit = DrawGrid(before.cell(1, 0, 2), before["V"], "comprehensive", "320582100201009", "新网格", "urban")
    change = edit.change(before.plan)
    after = before.plan.apply(change)
    [new] = after.ids_with_codes(["320582100201009"]).tolist()
    assert new == before.plan.next_id("grids") and after.value(new, "parent") == before["V"]
    assert (after.value(new, "name"), after.value(new, "setting")) == ("新网格", "urban")
    assert after.shape(new).area == pytest.approx(2 * 100**2) and before.touched_by(edit) == ""
    assert before.after(edit).findings() == []


@pytest.mark.parametrize("valid", [True, False], ids=["as two triangles", "as it was drawn"])
def test_a_bow_tie_is_no_ground_for_a_new_grid(ground, valid):
    before = ground("A 1 1 B", villages={"V": "AB1"})
    bow_tie = shapely.Polygon(before.at((1, 0), (2, 1), (2, 0), (1, 1)))
    if valid:
        bow_tie = shapely.make_valid(bow_tie)
    for edit in (
        DrawGrid(bow_tie, before["V"], "comprehensive", "320582100201009"),
        DrawGridWithin(bow_tie, before["V"], "comprehensive"),
        CarveGrid(bow_tie, "dedicated"),
    ):
        with pytest.raises(Refused) as refused:
            edit.change(before.plan)
        assert (refused.value.key, refused.value.values["count"]) == ("drawing-crosses-itself", 2)


def test_a_drawing_over_two_gaps_makes_no_grid_in_two_pieces(ground):
    before = ground("A 1 B 2", villages={"V": "AB12"})
    with pytest.raises(Refused) as refused:
        DrawGridWithin(before.cell(0.5, 0.2, 3.4, 0.6), before["V"], "comprehensive").change(before.plan)
    assert (refused.value.key, refused.value.values["count"]) == ("new-grid-in-pieces", 2)
    one = DrawGridWithin(before.cell(0.5, 0.2, 1.4, 0.6), before["V"], "comprehensive").change(before.plan)
    assert len(one.rows["grids"].added) == 1


@pytest.mark.parametrize("where", ["grids", "retired_codes"])
def test_a_code_that_was_ever_used_is_refused(ground, where):
    before = ground("A 1 B", villages={"V": "AB1"})
    code = "320582100201004"
    if where == "grids":
        code = before.plan.codes([before["A"]])[0]
    else:
        row = pd.DataFrame({"code": [code]}, index=[1])
        before = type(before)(
            before.plan.apply(change_of(before.plan, "test", put={"retired_codes": row})), before.ids, before.size
        )
    with pytest.raises(Refused) as refused:
        DrawGrid(before.cell(1, 0), before["V"], "comprehensive", code).change(before.plan)
    assert refused.value.key == "code-in-use" and refused.value.values["code"] == code


def test_a_kind_that_cannot_stand_below_the_parent_is_refused(ground):
    before = ground("A 1 B", villages={"V": "AB1"})
    with pytest.raises(Refused) as refused:
        DrawGrid(before.cell(1, 0), before["T"], "comprehensive", "320582100201009").change(before.plan)
    assert refused.value.key == "kind-not-below" and refused.value.grids == (before["T"],)


# ---- accepting -------------------------------------------------------------------------------------------------------


def acceptance(finding, **more):
    return AcceptFinding(finding.id, finding.rule, evidence_of(finding), "王主任", "拆迁中 ", DAY, **more)


def test_an_accepted_finding_is_counted_apart_by_whom_why_and_until_when(ground):
    before = ground("A 1 B", villages={"V": "AB1"})
    [gap] = run_checks(before.plan, rules=["gap"], on=DAY).open
    after = before.after(acceptance(gap, until=dt.date(2026, 12, 31)))
    found = run_checks(after.plan, rules=["gap"], on=DAY)
    assert found.open == () and [finding.id for finding in found.accepted] == [gap.id]
    [row] = after.plan.tables["accepted"].to_dict("records")
    assert (row["accepted_by"], row["reason"], row["accepted_on"]) == ("王主任", "拆迁中", "2026-06-15")
    assert len(run_checks(after.plan, rules=["gap"], on=dt.date(2026, 12, 31)).accepted) == 1
    assert len(run_checks(after.plan, rules=["gap"], on=dt.date(2027, 1, 1)).open) == 1


def test_it_returns_when_what_it_is_about_changes_and_may_be_accepted_again(ground):
    before = ground("A 1 B", villages={"V": "AB1"})
    [gap] = run_checks(before.plan, rules=["gap"]).open
    after = before.after(acceptance(gap)).reshaped("B", before.cell(2.2, 0, 0.8))
    [again] = run_checks(after.plan, rules=["gap"]).open
    assert evidence_of(again) != evidence_of(gap)
    anew = after.after(acceptance(again))
    assert run_checks(anew.plan, rules=["gap"]).open == ()
    assert len(anew.plan.tables["accepted"]) == len({gap.id, again.id})  # what was said of the same finding is replaced


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_accepted_without_a_reason(ground, reason):
    before = ground("A 1 B", villages={"V": "AB1"})
    with pytest.raises(Refused) as refused:
        AcceptFinding("x", "gap", "y", "王主任", reason, DAY).change(before.plan)
    assert refused.value.key == "reason-missing"


# ---- parents ---------------------------------------------------------------------------------------------------------


def test_a_parent_is_recorded_and_the_ground_stays(ground):
    before = ground("A Z B B", villages={"V": "AZ", "W": "B"}, extra={"Z": ""})
    assert before.findings("orphan") == ["orphan"]
    edit = SetParent(before["Z"], before["V"])
    after = before.after(edit)
    assert after.findings("orphan") == after.findings() == [] and before.touched_by(edit) == "Z"
    assert after.shape("Z").equals_exact(before.shape("Z"), 0)


@pytest.mark.parametrize("above", ["T", "B"])
def test_a_grid_stands_below_no_kind_that_the_scheme_does_not_name(ground, above):
    before = ground("A Z B B", villages={"V": "AZ", "W": "B"}, extra={"Z": ""})
    with pytest.raises(Refused) as refused:
        SetParent(before["Z"], before[above]).change(before.plan)
    assert refused.value.key == "kind-not-below" and refused.value.grids == (before[above],)
