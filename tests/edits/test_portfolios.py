"""What somebody answers for, given, transferred, handed over, stood in for and ended, one step each."""

from __future__ import annotations

import pytest

from gridmap.edits import (
    ApplySuggestion,
    AssignGrids,
    CorrectWorker,
    DeleteWorker,
    EndAll,
    HandOver,
    MergeWorkers,
    StandIn,
    TransferGrids,
)
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.people.suggestions import suggest
from tests.people.conftest import DAY, drawn
from ui.words.messages import BOTH, message_of, text

A, B, C, D = (ord(letter) * 10 for letter in "abcd")
ONE, TWO, THREE = 1, 2, 3
Duty = tuple[int, str, str, str, str]


@pytest.fixture
def plan() -> Plan:
    """1 has a since 2020 and is to have d from 2027; 2 has b; 3 has nothing; nobody has c."""
    rows = [
        (ONE, "a", "full_time", "2020-01-01", ""),
        (TWO, "b", "full_time", "", ""),
        (ONE, "d", "part_time", "2027-01-01", "2028-12-31"),
    ]
    return drawn("abcd", rows=rows, idle=[THREE])


def duties(plan: Plan) -> set[Duty]:
    table = plan.tables["assignments"]
    codes = plan.codes(table["grid"].to_numpy())
    return {
        (int(w), c, str(r), str(f), str(u))
        for w, c, r, f, u in zip(
            table["worker"], codes, table["role"], table["from_date"], table["until_date"], strict=True
        )
    }


def done(plan: Plan, edit: object) -> set[Duty]:
    """Do an edit, take it back, and return what there is after it; every sentence of it can be said."""
    change = edit.change(plan)
    after = plan.apply(change)
    assert after.apply(change.inverted()).same_content(plan)
    for language in BOTH:
        assert text(f"change-{change.label}", language, **change.values)
    return duties(after)


PLANNED = (ONE, "d", "part_time", "2027-01-01", "2028-12-31")
OF_TWO = (TWO, "b", "full_time", "", "")
OF_ONE = (ONE, "a", "full_time", "2020-01-01", "")


def test_many_grids_are_given_at_once(plan):
    after = done(plan, AssignGrids(THREE, (C, D, C), "part_time", "2026-07-01"))
    assert after - duties(plan) == {
        (THREE, "c", "part_time", "2026-07-01", ""),
        (THREE, "d", "part_time", "2026-07-01", ""),
    }


def test_some_grids_are_transferred_from_a_day_on(plan):
    assert done(plan, TransferGrids(ONE, TWO, (A, B), "2026-07-01")) == {
        (ONE, "a", "full_time", "2020-01-01", "2026-06-30"),
        (TWO, "a", "full_time", "2026-07-01", ""),
        OF_TWO,
        PLANNED,
    }


def test_a_whole_portfolio_is_handed_over_with_what_is_planned(plan):
    assert done(plan, HandOver(ONE, THREE, "2026-07-01")) == {
        (ONE, "a", "full_time", "2020-01-01", "2026-06-30"),
        (THREE, "a", "full_time", "2026-07-01", ""),
        (THREE, "d", "part_time", "2027-01-01", "2028-12-31"),
        OF_TWO,
    }


def test_what_begins_on_the_day_itself_changes_hands_without_a_trace_of_a_day(plan):
    assert (ONE, "a", "full_time", "2020-01-01", "2019-12-31") not in done(plan, HandOver(ONE, THREE, "2020-01-01"))
    assert (THREE, "a", "full_time", "2020-01-01", "") in done(plan, HandOver(ONE, THREE, "2019-06-01"))


def test_whoever_has_a_grid_for_a_while_gets_the_rest_of_the_time():
    rows = [(ONE, "a", "full_time", "", "2027-12-31"), (TWO, "a", "part_time", "2026-09-01", "2026-12-31")]
    assert done(drawn("a", rows=rows), HandOver(ONE, TWO, "2026-07-01")) == {
        (ONE, "a", "full_time", "", "2026-06-30"),
        (TWO, "a", "full_time", "2026-07-01", "2026-08-31"),
        (TWO, "a", "part_time", "2026-09-01", "2026-12-31"),
        (TWO, "a", "full_time", "2027-01-01", "2027-12-31"),
    }


def test_who_stands_in_has_the_grids_meanwhile_and_the_worker_comes_back(plan):
    assert done(plan, StandIn(ONE, THREE, "2026-07-01", "2026-12-31")) == {
        (ONE, "a", "full_time", "2020-01-01", "2026-06-30"),
        (THREE, "a", "full_time", "2026-07-01", "2026-12-31"),
        (ONE, "a", "full_time", "2027-01-01", ""),
        OF_TWO,
        PLANNED,
    }


def test_all_of_somebody_ends_and_what_was_planned_never_begins(plan):
    assert done(plan, EndAll(ONE, "2026-06-30")) == {(ONE, "a", "full_time", "2020-01-01", "2026-06-30"), OF_TWO}


def test_a_suggestion_is_done_in_one_step_from_its_day_on():
    plan = drawn("ab      d", held={1: "a", 2: "b"}, households={"a": 400, "b": 400, "d": 900})
    found = suggest(plan, on=DAY)
    after = plan.apply(ApplySuggestion(found).change(plan))
    assert not suggest(after, on=DAY).given and not suggest(after, on=DAY).unfilled
    assert done(plan, ApplySuggestion(found)) == duties(after)
    [gone] = [row for row in duties(after) if row[4]]
    assert gone[4] == "2026-06-14"
    with pytest.raises(Refused, match="suggestion-out-of-date"):
        ApplySuggestion(found).change(after)


def test_entries_that_are_one_person_are_made_one():
    rows = [
        (ONE, "a", "full_time", "2020-01-01", "2024-12-31"),
        (TWO, "a", "full_time", "2024-06-01", ""),
        (TWO, "b", "part_time", "", ""),
    ]
    assert done(drawn("ab", rows=rows), MergeWorkers((TWO,), ONE)) == {
        (ONE, "a", "full_time", "2020-01-01", ""),
        (ONE, "b", "part_time", "", ""),
    }


def test_a_worker_is_corrected_and_namesakes_are_counted(plan):
    change = CorrectWorker(ONE, name=" 工2 ", phone="0512-58123456", staff_number="X").change(plan)
    row = plan.apply(change).tables["workers"].loc[ONE]
    assert (row["name"], row["phone"], row["staff_number"]) == ("工2", "0512-58123456", "X")
    assert dict(change.values) == {"name": "工2", "namesakes": 1}


def test_who_has_gone_is_taken_off_the_list_with_the_past(plan):
    gone = plan.apply(EndAll(ONE, "2026-06-30").change(plan))
    assert done(gone, DeleteWorker(ONE, "2026-07-01")) == {OF_TWO}
    assert ONE not in gone.apply(DeleteWorker(ONE, "2026-07-01").change(gone)).tables["workers"].index


@pytest.mark.parametrize(
    ("edit", "reason", "grids"),
    [
        (AssignGrids(ONE, (), "full_time", "2026-07-01"), "nothing-chosen", ()),
        (AssignGrids(ONE, (A, C), "part_time", "2026-07-01"), "assigned-already-to-some", (A,)),
        (AssignGrids(ONE, (C, D), "part_time", "2026-07-01"), "assigned-already-to-some", (D,)),
        (AssignGrids(ONE, (C,), "boss", "2026-07-01"), "no-such-role", (C,)),
        (AssignGrids(9, (C,), "part_time", "2026-07-01"), "no-such-row", ()),
        (AssignGrids(ONE, (5,), "part_time", "2026-07-01"), "no-such-row", ()),
        (AssignGrids(ONE, (C,), "part_time", "1.7.2026"), "not-a-date", ()),
        (AssignGrids(ONE, (C,), "part_time", "2026-07-01", "2026-06-01"), "ends-before-begin", ()),
        (TransferGrids(ONE, ONE, (A,), "2026-07-01"), "same-worker", ()),
        (TransferGrids(ONE, TWO, (C,), "2026-07-01"), "answers-for-none", (C,)),
        (HandOver(THREE, TWO, "2026-07-01"), "answers-for-none", ()),
        (HandOver(ONE, TWO, ""), "not-a-date", ()),
        (StandIn(ONE, TWO, "2026-07-01", "2026-06-01"), "ends-before-begin", ()),
        (StandIn(ONE, TWO, "2019-01-01", "2019-06-01"), "answers-for-none", ()),
        (EndAll(THREE, "2026-07-01"), "answers-for-none", ()),
        (DeleteWorker(ONE, "2026-07-01"), "worker-still-answers", (A, D)),
        (MergeWorkers((ONE,), ONE), "same-worker", ()),
        (CorrectWorker(ONE), "changes-nothing", ()),
        (CorrectWorker(ONE, phone="123"), "phone-impossible", ()),
        (CorrectWorker(ONE, staff_number="W2"), "staff-number-in-use", ()),
        (CorrectWorker(ONE, name=" "), "worker-without-name", ()),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(plan, edit, reason, grids):
    with pytest.raises(Refused, match=reason) as refused:
        edit.change(plan)
    assert refused.value.grids == grids
    for language in BOTH:
        said = message_of(refused.value, language)
        assert reason not in said and "=" not in said
