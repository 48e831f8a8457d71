"""Rules about people: each fires where it should and brings no other finding with it.

The place (see ``town`` in conftest.py), in cells of 200 m: every comprehensive grid has its full-time worker, and F its
responsible person. Worker and assignment have the number of the grid.

    A A B B E E E G G        T: V and W      U: X
    A A B B E F E G G        V: A B C D      W: E F      X: G H
    C C D D E E E H H
    C C D D E E E H H
"""

from __future__ import annotations

import datetime as dt
import json

import pytest

from gridmap.checks.registry import evidence_of


def test_no_worker_and_only_a_part_time_one_are_told_apart(town):
    free = town.drop("assignments", town["A"]).drop("workers", town["A"])
    [nobody] = free.only("no-worker")
    assert town.letters(nobody.grids) == "A" and nobody.values["households"] == 400
    [part] = town.edit("assignments", town["A"], role="part_time").only("only-part-time-worker")
    assert town.letters(part.grids) == "A"


def test_a_grid_that_needs_a_part_time_worker_may_not_be_without_anybody(town):
    relaxed = town.scheme(
        ('worker = { required = true, role = "full_time" }', 'worker = { required = true, role = "part_time" }')
    )
    free = relaxed.drop("assignments", town["A"]).drop("workers", town["A"])
    assert [town.letters(f.grids) for f in free.only("no-worker")] == ["A"]
    assert relaxed.edit("assignments", town["A"], role="part_time").found() == {}


def test_no_responsible_person_but_a_full_time_worker_will_do(town):
    free = town.drop("assignments", town["F"]).drop("workers", town["F"])
    [lacking] = free.only("no-responsible-person")
    assert town.letters(lacking.grids) == "F" and lacking.values["role"] == "responsible"
    assert lacking.severity == "warning"
    assert [
        town.letters(f.grids)
        for f in town.edit("assignments", town["F"], role="part_time").found()["no-responsible-person"]
    ] == ["F"]
    assert town.edit("assignments", town["F"], role="full_time").found() == {}


def test_a_role_that_the_scheme_asks_besides_must_be_held_in_each_grid_of_the_kind(town):
    asks = ("worker = { required = true", 'roles = ["part_time", "responsible"]\nworker = { required = true')
    lacking = town.scheme(asks)
    found = lacking.found()
    assert set(found) == {"role-missing"}
    both = {(town.letters(f.grids), f.values["role"]) for f in found["role-missing"]}
    grids = sorted({letter for letter, _ in both})
    assert both == {(letter, role) for letter in grids for role in ("part_time", "responsible")} and "F" not in grids
    assert len({f.id for f in found["role-missing"]}) == len(both)
    half = lacking.add("assignments", worker=town["B"], grid=town["A"], role="part_time")
    assert len(half.found("role-missing")["role-missing"]) == len(both) - 1
    again = half.edit("assignments", int(half.plan.tables["assignments"].index[-1]), until_date="2026-06-01")
    assert len(again.found("role-missing")["role-missing"]) == len(both)  # it has ended
    assert town.letters(f.grids[0] for f in lacking.found("role-missing", scope="A")["role-missing"]) == "AA"


# ---- assignments -----------------------------------------------------------------------------------------------------


def test_an_assignment_that_ended_says_when_and_whose(town):
    found = town.edit("assignments", town["A"], from_date="2020-01-01", until_date="2026-06-14").found()
    assert set(found) == {"no-worker", "assignment-not-in-force"}  # and the worker is not told to be idle on top
    [ended] = found["assignment-not-in-force"]
    assert town.letters(ended.grids) == "A" and ended.workers == (town["A"],)
    assert (ended.values["state"], ended.values["date"], ended.values["role"]) == ("ended", "2026-06-14", "full_time")


def test_an_assignment_that_has_not_begun_says_when_it_will(town):
    found = town.edit("assignments", town["A"], from_date="2026-07-01").found()
    assert set(found) == {"no-worker", "assignment-not-in-force"}
    [coming] = found["assignment-not-in-force"]
    assert (coming.values["state"], coming.values["date"]) == ("not-begun", "2026-07-01")
    assert town.edit("assignments", town["A"], from_date="2026-07-01").found(on=dt.date(2026, 7, 1)) == {}


def test_a_successor_in_the_same_role_settles_it(town):
    old = town.edit("assignments", town["A"], until_date="2026-06-14")
    after = old.add("assignments", worker=town["B"], grid=town["A"], role="full_time", from_date="2026-06-15")
    [idle] = after.only("worker-without-grid")
    assert idle.workers == (town["A"],)
    helper = old.add("assignments", worker=town["B"], grid=town["A"], role="part_time")
    assert set(helper.found()) == {"only-part-time-worker", "assignment-not-in-force"}


def test_of_several_that_ended_the_last_is_told_and_one_to_come_before_it(town):
    changed = town.edit("assignments", town["A"], until_date="2025-01-01")
    changed = changed.add("assignments", worker=town["B"], grid=town["A"], role="full_time", until_date="2026-01-01")
    [ended] = changed.found("assignment-not-in-force")["assignment-not-in-force"]
    assert ended.workers == (town["B"],) and ended.values["date"] == "2026-01-01"
    for worker, begins in (("C", "2026-09-01"), ("D", "2026-08-01")):
        changed = changed.add("assignments", worker=town[worker], grid=town["A"], role="full_time", from_date=begins)
    [coming] = changed.found("assignment-not-in-force")["assignment-not-in-force"]
    assert coming.workers == (town["D"],) and coming.values["date"] == "2026-08-01"


@pytest.mark.parametrize(("column", "missing"), [("worker", "worker"), ("grid", "grid")])
def test_an_assignment_of_somebody_unknown_or_to_an_unknown_grid_is_an_error(town, column, missing):
    extra = town.add("assignments", **{"worker": town["A"], "grid": town["B"], "role": "part_time", column: 999})
    [unknown] = extra.only("assignment-unknown")
    assert unknown.severity == "error" and unknown.values["missing"] == missing
    assert (unknown.grids, unknown.workers) == (((town["B"],), ()) if column == "worker" else ((), (town["A"],)))


def test_two_unknown_assignments_of_one_worker_are_two_findings(town):
    twice = town
    for grid in (888, 999):
        twice = twice.add("assignments", worker=town["A"], grid=grid, role="part_time")
    one, two = twice.only("assignment-unknown")
    assert one.id != two.id


def test_a_worker_without_a_grid_is_idle(town):
    [idle] = town.add("workers", name="新人", phone="11199999999").only("worker-without-grid")
    assert idle.workers == (town.plan.next_id("workers"),) and idle.grids == ()
    settled = town.add("workers", name="新人", phone="11199999999")
    settled = settled.add("assignments", worker=idle.workers[0], grid=town["A"], role="part_time")
    assert settled.found() == {}


def test_who_is_told_with_an_assignment_is_idle_once_another_is_told_in_his_place(town):
    ended = town.edit("assignments", "A", until_date="2026-01-01")
    assert "worker-without-grid" not in ended.found()
    later = ended.add("assignments", worker=town["B"], grid=town["A"], role="full_time", until_date="2026-03-01")
    [idle], [left] = (later.found()[rule] for rule in ("worker-without-grid", "assignment-not-in-force"))
    assert (idle.workers, left.workers) == ((town["A"],), (town["B"],))
    again = later.drop("assignments", later.plan.next_id("assignments") - 1).found()
    assert again.keys() == ended.found().keys()
    assert again["assignment-not-in-force"][0].workers == (town["A"],)


# ---- load and distance -----------------------------------------------------------------------------------------------


def with_grids(town, letters: str, role: str = "full_time", worker: str = "A"):
    for letter in letters:
        town = town.add("assignments", worker=town[worker], grid=town[letter], role=role)
    return town


def test_more_grids_than_the_limit_are_told_with_all_their_households(town):
    assert with_grids(town, "B").found() == {}
    [over] = with_grids(town, "BC").only("worker-over-grids")
    assert over.workers == (town["A"],) and town.letters(over.grids) == "ABC"
    assert (over.values["count"], over.values["limit"], over.values["households"]) == (3, 2, 1200)


def test_an_assignment_written_down_twice_is_one_grid(town):
    assert with_grids(town, "BB").found() == {}


def test_only_what_is_full_time_and_in_force_counts_for_the_limit(town):
    assert with_grids(town, "BCD", role="part_time").found() == {}
    later = town
    for letter in "BC":
        later = later.add("assignments", worker=town["A"], grid=town[letter], role="full_time", from_date="2026-07-01")
    assert later.found() == {}


def test_too_many_households_in_grids_that_are_not_too_many(town):
    full = town.edit("buildings", [town["A"], town["B"]], households=500).scheme(
        ("[limit.worker_households]\nvalue = 1000", "[limit.worker_households]\nvalue = 999")
    )
    assert full.found() == {}
    [over] = with_grids(full, "B").only("worker-over-households")
    assert over.workers == (town["A"],) and town.letters(over.grids) == "AB"
    assert (over.values["households"], over.values["limit"]) == (1000, 999)


def test_grids_far_apart_are_measured_between_their_nearest_points(town):
    near = town.scheme(("[limit.worker_distance]\nvalue = 3000.0", "[limit.worker_distance]\nvalue = 399.0"))
    assert near.found() == {}
    [far] = with_grids(near, "E").only("worker-far-apart")  # B, 400 m wide, lies between A and E
    assert far.workers == (town["A"],) and town.letters(far.grids) == "AE"
    assert (far.values["distance_m"], far.values["limit"]) == (400.0, 399.0)
    assert with_grids(town, "E").found() == {}
    part_time = with_grids(near, "E", role="part_time").only("worker-far-apart")
    assert [f.workers for f in part_time] == [(town["A"],)]


def test_a_responsible_person_may_have_units_far_apart(town):
    near = town.scheme(("[limit.worker_distance]\nvalue = 3000.0", "[limit.worker_distance]\nvalue = 10.0"))
    assert with_grids(near, "AH", role="responsible", worker="F").found() == {}


def test_grids_in_two_of_the_top_level_are_one_finding_and_not_also_far_apart(town):
    near = town.scheme(("[limit.worker_distance]\nvalue = 3000.0", "[limit.worker_distance]\nvalue = 10.0"))
    [across] = with_grids(near, "H").only("worker-across-level-1")
    assert across.workers == (town["A"],) and town.letters(across.grids) == "AH" and across.values["count"] == 2


# ---- phones ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["11100000006", "+86 111-0000-0006", "0086 111 0000 0006", "111 0000 0006 "])
def test_a_phone_that_two_have_is_found_however_it_is_written(town, written):
    assert town.plan.tables["workers"].loc[town["A"], "phone"] == "11100000006"
    [shared] = town.edit("workers", town["B"], phone=written).only("shared-phone")
    assert shared.workers == (town["A"], town["B"]) and town.letters(shared.grids) == "AB"


def test_a_shared_phone_is_told_with_the_grids_that_its_workers_answer_for_now(town):
    shared = town.edit("workers", [town["A"], town["E"]], phone="11122222222")
    assert shared.letters(shared.only("shared-phone")[0].grids) == "AE"
    more = shared.add("assignments", worker=town["A"], grid=town["B"], role="part_time")
    assert more.letters(more.only("shared-phone")[0].grids) == "ABE"
    other = more.add("assignments", worker=town["C"], grid=town["D"], role="part_time")
    assert other.only("shared-phone")[0] is more.only("shared-phone")[0]


def test_the_number_is_in_nothing_that_is_shown_and_yet_in_the_evidence(town):
    both = [town["A"], town["B"]]
    [one] = town.edit("workers", both, phone="11112345678").only("shared-phone")
    [two] = town.edit("workers", both, phone="11187654321").only("shared-phone")
    assert "1234" not in json.dumps(dict(one.values)) + one.about
    assert one.id == two.id and evidence_of(one) != evidence_of(two)


@pytest.mark.parametrize("blank", ["", "-", "无", "000"])
def test_no_number_is_not_a_number_that_is_shared(town, blank):
    assert town.edit("workers", [town["A"], town["B"]], phone=blank).found() == {}
