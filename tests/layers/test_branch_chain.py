"""The chain of party branches: each grid is joined to the nearest seat of the branch above the one that serves it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
import shapely

from layers import BranchChain, palette

COMMITTEE, OWN, JOINT, GROUP, ORPHAN = 1, 2, 3, 4, 5
ON = dt.date(2026, 6, 15)


@pytest.fixture
def plan(make_plan, rows, ids):
    """The committee of VILLAGE sits there; A has a branch of its own, B and C share one, D's has nobody above."""
    branches = pd.DataFrame(
        {
            "name": ["党总支", "一支部", "联合支部", "楼栋小组", "孤支部"],
            "tier": ["village", "grid", "grid", "building", "grid"],
            "parent": [0, COMMITTEE, COMMITTEE, OWN, 0],
            "joint": [False, False, True, False, False],
        },
        index=[COMMITTEE, OWN, JOINT, GROUP, ORPHAN],
    )
    links = [(COMMITTEE, ids.VILLAGE, ""), (OWN, ids.A, ""), (JOINT, ids.B, ""), (JOINT, ids.C, "2026-01-01")]
    links.append((ORPHAN, ids.D, ""))
    frame = pd.DataFrame(links, columns=["branch", "grid", "until_date"], index=range(1, len(links) + 1))
    return make_plan(rows, branches=branches, branch_grids=frame)


def lines(marks):
    return {
        int(key): shape.coords[:]
        for key, shape in zip(marks.key, marks.shape, strict=True)
        if shape.geom_type == "LineString"
    }


def test_a_line_goes_from_the_grid_to_the_seat_of_the_branch_above(plan, ids):
    marks = BranchChain(ON).marks(plan)
    seat = shapely.point_on_surface(plan.shape(ids.VILLAGE)).coords[0]
    found = lines(marks)
    assert set(found) == {OWN, JOINT}  # the committee has nothing above it, and neither has the branch of D
    assert found[OWN] == [shapely.point_on_surface(plan.shape(ids.A)).coords[0], seat]
    assert found[JOINT] == [shapely.point_on_surface(plan.shape(ids.B)).coords[0], seat]  # that with C has ended
    assert marks.key[-1] == COMMITTEE and marks.shape[-1].coords[0] == seat
    styles = dict(zip(marks.key.tolist(), marks.style.tolist(), strict=True))
    assert [palette.CHAIN[styles[key]].dash_mm != () for key in (OWN, JOINT)] == [False, True]
    counted = {str(entry.words).removeprefix("legend-chain-"): entry.count for entry in marks.legend.entries}
    assert counted == {"own": 1, "joint": 1, "seat": 1}


def test_of_the_day_before_a_link_ended_it_has_a_line(plan):
    assert len(BranchChain(dt.date(2025, 12, 31)).marks(plan)) == 4


def test_without_branches_there_is_nothing_and_no_legend(make_plan, rows):
    marks = BranchChain(ON).marks(make_plan(rows))
    assert len(marks) == 0 and marks.legend.entries == () and marks.legend.heading == ""
