"""Assignments and buildings that were written down wrongly, several edits as one step, and what is to be minded."""

from __future__ import annotations

import pytest

from gridmap.edits import AsSeen, AssignGrids, CorrectAssignments, CorrectBuilding, CorrectWorker, Together
from gridmap.model.errors import Refused
from gridmap.people.foresight import to_mind
from gridmap.people.loads import load_of, worker_loads
from sample_data.make import make_plan
from tests.people.conftest import DAY, drawn
from ui.words.messages import BOTH, message_of, text

A, B, C, D = (ord(letter) * 10 for letter in "abcd")
ONE, TWO = 1, 2


@pytest.fixture
def plan():
    """1 has a until the end of 2020 and again from 2026; 2 has b."""
    rows = [
        (ONE, "a", "full_time", "2020-01-01", "2020-12-31"),
        (ONE, "a", "full_time", "2026-01-01", ""),
        (TWO, "b", "full_time", "", ""),
    ]
    return drawn("abcd", rows=rows)


def refused(plan, edit) -> str:
    with pytest.raises(Refused) as why:
        edit.change(plan)
    for language in BOTH:
        assert message_of(why.value, language)
    return why.value.key


def test_role_and_days_of_assignments_are_corrected(plan):
    change = CorrectAssignments((1, 3), role="part_time", from_date="2019-05-01").change(plan)
    after = plan.apply(change).tables["assignments"]
    assert after["role"].tolist() == ["part_time", "full_time", "part_time"]
    assert after["from_date"].tolist() == ["2019-05-01", "2026-01-01", "2019-05-01"]
    assert change.label == "correct-many-assignments" and "name" not in change.values
    assert plan.apply(change).apply(change.inverted()).same_content(plan)
    one = CorrectAssignments((1,), until_date="2021-01-31").change(plan)
    assert one.label == "correct-assignments"
    for label in (change, one):
        for language in BOTH:
            assert text(f"change-{label.label}", language, **label.values)


def test_a_correction_that_cannot_be_is_refused_with_the_reason(plan):
    assert refused(plan, CorrectAssignments((), role="full_time")) == "nothing-chosen"
    assert refused(plan, CorrectAssignments((9,), role="full_time")) == "no-such-row"
    assert refused(plan, CorrectAssignments((1,), role="boss")) == "no-such-role"
    assert refused(plan, CorrectAssignments((1,), from_date="1.2.2020")) == "not-a-date"
    assert refused(plan, CorrectAssignments((1,), from_date="2021-01-01")) == "ends-before-begin"
    assert refused(plan, CorrectAssignments((1,), until_date="2026-01-01")) == "assigned-already"
    assert refused(plan, CorrectAssignments((1,), until_date="")) == "assigned-already"
    assert refused(plan, CorrectAssignments((1,), role="full_time")) == "changes-nothing"
    assert CorrectAssignments((1,), until_date="2025-12-31").change(plan)


def test_a_building_is_corrected_and_stays_where_it_is():
    plan = make_plan("town", 2020)
    one = int(plan.buildings.index[0])
    change = CorrectBuilding(one, " 明湖路1号 ", households=7).change(plan)
    after = plan.apply(change).buildings.loc[one]
    assert (after["door_plate"], after["households"]) == ("明湖路1号", 7)
    assert after.geometry.equals(plan.buildings.loc[one].geometry)
    assert refused(plan, CorrectBuilding(one, residents=-1)) == "homes-negative"
    assert refused(plan, CorrectBuilding(one, compound=plan.buildings.loc[one, "compound"])) == "changes-nothing"


def test_several_edits_are_one_step_and_the_later_sees_what_the_earlier_left(plan):
    one = str(plan.tables["workers"].loc[ONE, "staff_number"])
    edits = (CorrectWorker(ONE, staff_number="W9"), CorrectWorker(TWO, staff_number=one))
    change = Together(edits, "paste-cells", {"count": 2, "table": "workers"}).change(plan)
    after = plan.apply(change)
    assert after.tables["workers"]["staff_number"].loc[[ONE, TWO]].tolist() == ["W9", one]
    assert after.apply(change.inverted()).same_content(plan)
    assert refused(plan, Together(edits[1:], "paste-cells")) == "staff-number-in-use"
    assert refused(plan, Together((), "paste-cells")) == "nothing-chosen"


def test_a_change_is_done_as_it_was_seen_or_not_at_all(plan):
    seen = CorrectWorker(ONE, name="张三丰").change(plan)
    assert AsSeen(seen).change(plan) is seen
    other = plan.apply(CorrectWorker(ONE, name="李四").change(plan))
    assert refused(other, AsSeen(seen)) == "changed-meanwhile"


def test_what_one_carries_is_the_row_of_the_table_of_all(plan):
    table = worker_loads(plan, on=DAY)
    for worker in table.index:
        assert load_of(plan, worker, DAY).to_dict() == table.loc[worker].to_dict()
    nobody = load_of(plan, 999, DAY)
    assert nobody["grids"] == 0 and nobody["over"] == "" and set(nobody.index) == set(table.columns)


def minded(plan, edit) -> dict[str, dict]:
    found = to_mind(plan, plan.apply(edit.change(plan)), edit.worker, DAY)
    for problem in found:
        for language in BOTH:
            assert problem.key not in message_of(problem, language)
    return {problem.key: problem.values for problem in found}


def test_what_would_break_a_limit_is_known_before():
    plan = drawn("abcdef", "g", held={1: "ab", 2: "c"}, households=300)
    day = DAY.isoformat()

    def given(letters: str, role: str = "full_time"):
        grids = tuple(ord(letter) * 10 for letter in letters)
        return AssignGrids(1, grids, role, day)

    limits = {key: plan.scheme.limit(f"worker_{key}") for key in ("grids", "households", "distance")}
    assert minded(plan, given("d", "part_time")) == {}
    told = minded(plan, given("cdefg"))
    assert told["mind-worker_grids"] == {"now": 2.0, "then": 7.0, "limit": limits["grids"]}
    assert told["mind-worker_households"]["then"] == 2100 > limits["households"]
    assert "mind-other-town" in told
    assert told["mind-already-staffed"] == {"count": 1}
