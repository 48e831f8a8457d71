"""The suggestion fills most, moves fewest, walks least, within every limit: by hand, by brute force, by others."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import Counter

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from gridmap.checks import run_checks
from gridmap.ground.placement import households_by_grid
from gridmap.model.plan import Plan
from gridmap.people.suggestions import Suggestion, solving, suggest
from gridmap.people.vacancies import lacking
from sample_data.make_sample import make_sample
from tests.people.conftest import DAY, drawn, scheme_with


def said(plan: Plan, suggestion: Suggestion) -> dict[str, tuple[int, int]]:
    """Return by letter who comes and who leaves."""
    return {plan.codes([one.grid])[0]: (one.worker, one.before) for one in suggestion.given}


def stays(plan: Plan, suggestion: Suggestion) -> dict[str, str]:
    return {plan.codes([one.grid])[0]: one.limit for one in suggestion.unfilled}


def test_a_neighbour_takes_what_is_vacant_and_nobody_moves():
    plan = drawn("abc", held={1: "a", 2: "c"}, households={"a": 500, "b": 600, "c": 300})
    found = suggest(plan, on=DAY)
    assert said(plan, found) == {"b": (2, 0)}  # 1 would have 1,100 households
    assert (found.moved, found.walk_m, found.proved, found.unfilled) == (0, 1000, True, ())
    assert [one.role for one in found.given] == ["full_time"]


def test_of_two_alike_the_lower_id_takes_it_whatever_the_order_of_rows():
    for held in ({5: "a", 2: "c"}, {2: "a", 5: "c"}):
        plan = drawn("abc", held=held)
        assert said(plan, suggest(plan, on=DAY)) == {"b": (2, 0)}
    plan = drawn("ab", idle=[9, 4, 7])
    assert said(plan, suggest(plan, on=DAY)) == {"a": (4, 0), "b": (7, 0)}


def test_who_is_idle_goes_before_who_would_have_to_walk():
    plan = drawn("abc", held={1: "a", 2: "c"}, idle=[3])
    assert said(plan, suggest(plan, on=DAY)) == {"b": (3, 0)}


def test_somebody_moves_where_nothing_else_fills_it():
    #  a    b c   d far east and large: only somebody who lets go of all could take it; c is free to take b as well
    plan = drawn("ab      d", held={1: "a", 2: "b"}, households={"a": 400, "b": 400, "d": 900})
    found = suggest(plan, on=DAY)
    assert found.moved == 1 and found.proved and not found.unfilled
    assert said(plan, found) == {"d": (2, 0), "a": (2, 1)} or said(plan, found) in (
        {"d": (1, 0), "a": (2, 1)},
        {"d": (2, 0), "b": (1, 2)},
    )


def test_idle_people_are_shared_out_where_they_fill_most():
    # In the first town 1 could take b as well; in the second nobody can take d but somebody idle.
    plan = drawn("ab", "c      d", held={1: "a", 2: "c"}, idle=[3], households={"c": 900, "d": 800})
    found = suggest(plan, on=DAY)
    assert said(plan, found) == {"b": (1, 0), "d": (3, 0)} and (found.moved, found.walk_m) == (0, 1000)


@pytest.mark.parametrize(
    ("plan", "limit"),
    [
        (drawn("abc", held={1: "ac"}), "worker_grids"),
        (drawn("ab", held={1: "a"}, households={"a": 700, "b": 400}), "worker_households"),
        (drawn("a", idle=[1], households=1001), "worker_households"),
        (drawn("a     b", held={1: "a"}), "worker_distance"),
        (drawn("a", "b", held={1: "a"}), "level_1"),
        (drawn("ab", rows=[(1, "a", "part_time", "", "")], held={2: "a"}), ""),
        (drawn("b", "s", rows=[(1, "s", "responsible", "", "")], kinds={"s": "dedicated"}), "role"),
        (drawn("b"), "workers"),
    ],
)
def test_what_stays_vacant_says_which_limit_forbids_it(plan, limit):
    found = suggest(plan, on=DAY)
    assert set(stays(plan, found).values()) == ({limit} if limit else set()) and found.proved


def test_who_is_part_time_or_answers_for_a_unit_gets_no_full_time_grid_but_a_full_time_worker_may_have_a_unit():
    plan = drawn("abs", rows=[(1, "a", "part_time", "", "")], kinds={"s": "dedicated"}, idle=[2])
    found = suggest(plan, on=DAY)
    assert {one.worker for one in found.given} == {2}
    assert [one.role for one in found.given if plan.codes([one.grid]) == ["s"]] in ([], ["responsible"])
    assert len(found.given) == 2 and set(stays(plan, found).values()) == {"worker_grids"}


def test_who_breaks_a_limit_keeps_what_is_there_and_gets_nothing():
    plan = drawn("abc", held={1: "ab"}, households={"a": 900, "b": 900, "c": 10})
    assert stays(plan, suggest(plan, on=DAY)) == {"c": "worker_grids"}


def test_what_somebody_is_to_have_later_counts_and_what_ended_does_not():
    plan = drawn("abc", held={1: "a"}, rows=[(1, "c", "full_time", "2027-01-01", "")])
    assert stays(plan, suggest(plan, on=DAY)) == {"b": "worker_grids", "c": "workers"}
    plan = drawn("ab", held={1: "a"}, rows=[(1, "b", "full_time", "2020-01-01", "2026-01-01")])
    assert said(plan, suggest(plan, on=DAY)) == {"b": (1, 0)}


def test_a_scope_and_people_to_leave_alone_are_respected():
    plan = drawn("ab", "cd", held={1: "a", 2: "c"})
    inside = plan.ids < 10_000
    inside &= np.isin(plan.grids["code"], ["a", "b"])
    assert set(said(plan, suggest(plan, within=inside, on=DAY))) == {"b"}
    assert stays(plan, suggest(plan, within=inside, on=DAY, without=[1])) == {"b": "level_1"}


# ---- by brute force --------------------------------------------------------------------------------------------------


def best_by_trying(plan: Plan) -> tuple[int, int, int]:
    """Return filled, moved and by how much the ways grow of the best of all assignments of a small plan.

    Independent of the code under test: every grid is given to everybody in turn, or to nobody if it is vacant.
    """
    posts = [i for i, kind in enumerate(plan.grids["kind"]) if kind == "comprehensive"]
    table = plan.tables["assignments"]
    before: dict[int, set[int]] = {worker: set() for worker in plan.tables["workers"].index}
    for worker, grid in zip(table["worker"], table["grid"], strict=True):
        before[worker].add(int(plan.positions([grid])[0]))
    holder = {post: worker for worker, own in before.items() for post in own}
    shapes, points = plan.all_shapes, shapely.get_coordinates(shapely.point_on_surface(plan.all_shapes))
    town = plan.ancestors_at(plan.scheme.levels[0])
    households = households_by_grid(plan)
    limit = plan.scheme.limit

    def way(grids: set[int]) -> int:
        trees = [0] if len(grids) < 2 else []
        edges = list(itertools.combinations(sorted(grids), 2))
        for tree in itertools.combinations(edges, max(len(grids) - 1, 0)):
            reached = {min(grids)} if grids else set()
            for _ in tree:
                reached |= {b for a, b in tree if a in reached} | {a for a, b in tree if b in reached}
            if reached == grids:
                trees.append(sum(round(math.dist(points[a], points[b])) for a, b in tree))
        return min(trees)

    def allowed(worker: int, own: set[int]) -> bool:
        if len({town[post] for post in before[worker]}) > 1:
            return own == before[worker]
        if own <= before[worker]:
            return True
        if {town[post] for post in own} - {town[post] for post in before[worker]} and before[worker]:
            return False
        if own >= before[worker] and not fine(before[worker]):
            return False
        return fine(own)

    def fine(own: set[int]) -> bool:
        pairs = list(itertools.combinations(own, 2))
        return (
            len(own) <= limit("worker_grids")
            and sum(households[post] for post in own) <= limit("worker_households")
            and all(town[a] == town[b] for a, b in pairs)
            and all(shapely.distance(shapes[a], shapes[b]) <= limit("worker_distance") for a, b in pairs)
        )

    best = (-1, 0, 0)
    choices = [list(before) if post in holder else [0, *before] for post in posts]
    for choice in itertools.product(*choices):
        after: dict[int, set[int]] = {worker: set() for worker in before}
        for post, worker in zip(posts, choice, strict=True):
            if worker:
                after[worker].add(post)
        if all(allowed(worker, own) for worker, own in after.items()):
            filled = sum(bool(worker) for post, worker in zip(posts, choice, strict=True) if post not in holder)
            moved = sum(not before[worker] <= own for worker, own in after.items())
            walk = sum(way(own) - way(before[worker]) for worker, own in after.items())
            best = max(best, (filled, -moved, -walk))
    return best


@st.composite
def small_plans(draw: st.DrawFn) -> Plan:
    """A few grids in one town or two, some held, people with one grid, two or none, and tight limits."""
    letters = "abcdef"[: draw(st.integers(2, 6))]
    cut = draw(st.integers(1, len(letters)))
    gap = " " * draw(st.integers(0, 2))
    towns = [town for town in (gap.join(letters[:cut]), gap.join(letters[cut:])) if town]
    people = draw(st.integers(1, 4))
    owner = {letter: draw(st.integers(0, people)) for letter in letters}
    held = {worker: "".join(one for one in letters if owner[one] == worker) for worker in range(1, people + 1)}
    households = {letter: draw(st.sampled_from([200, 400, 600])) for letter in letters}
    limits = scheme_with(
        worker_grids=draw(st.integers(1, 3)), worker_distance=draw(st.sampled_from([0.0, 1000.0, 3000.0]))
    )
    idle = [worker for worker, own in held.items() if not own]
    return drawn(
        *towns, held={w: own for w, own in held.items() if own}, idle=idle, households=households, scheme=limits
    )


@settings(max_examples=40, deadline=None)
@given(plan=small_plans(), first=st.integers(0, 6))
def test_what_the_prices_leave_out_is_no_better_however_few_are_asked_about_first(plan, first):
    in_parts = solving._Problem._in_parts

    def never_whole(problem, cost):  # as if what is best had parts
        choice, least, over = in_parts(problem, cost)
        return choice - 9.0, least, over

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solving, "_AT_FIRST", first)
        patch.setattr(solving._Problem, "_in_parts", never_whole)
        found = suggest(plan, on=DAY)
    assert found.proved and (found.filled, -found.moved, -found.walk_m) == best_by_trying(plan)


@settings(max_examples=60, deadline=None)
@given(plan=small_plans())
def test_nothing_that_can_be_tried_is_better(plan):
    found = suggest(plan, on=DAY)
    assert found.proved and (found.filled, -found.moved, -found.walk_m) == best_by_trying(plan)
    assert found.filled + len(found.unfilled) == int(lacking(plan, DAY).sum())
    assert suggest(plan, on=DAY) == found


# ---- towns -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def town() -> Plan:
    return make_sample("town", defects=True)[0]


@pytest.mark.parametrize("day", ["2019-06-01", "2020-09-01", "2026-06-15"])
def test_another_solver_agrees_on_a_town_where_nobody_has_to_move(town, day):
    """Whoever has one full-time grid can take one more: that is an assignment, solved by another algorithm."""
    on = dt.date.fromisoformat(day)
    table = town.tables["assignments"]
    lasting = table[(table["until_date"] == "") | (table["until_date"] >= day)]
    grids = Counter(lasting["worker"].tolist())
    full = lasting[(lasting["role"] == "full_time") & (lasting["from_date"] <= day)]
    with_one = {w: g for w, g in zip(full["worker"], full["grid"], strict=True) if grids[w] == 1}
    others = [worker for worker in town.tables["workers"].index if worker not in with_one]
    found = suggest(town, on=on, without=others)
    posts = np.flatnonzero(lacking(town, on))
    held = town.positions(list(with_one.values()))
    shapes, inner = town.all_shapes, shapely.point_on_surface(town.all_shapes)
    households = households_by_grid(town)
    ways = np.nan_to_num(np.round(shapely.distance(inner[posts][:, None], inner[held][None])))  # some have no shape
    top = town.ancestors_at(town.scheme.levels[0])
    apart = shapely.distance(shapes[posts][:, None], shapes[held][None]) > 3000
    apart |= top[posts][:, None] != top[held][None]
    cost = np.where(apart | (households[posts][:, None] + households[held][None] > 1000), 1e9, ways)
    rows, columns = linear_sum_assignment(cost)
    taken = cost[rows, columns] < 1e9
    assert found.moved == 0 and found.proved
    assert (found.filled, found.walk_m) == (int(taken.sum()), int(cost[rows, columns][taken].sum()))


@pytest.mark.parametrize("day", ["2019-06-01", "2026-06-15"])
def test_no_limit_is_broken_that_was_not(town, day):
    from gridmap.edits import ApplySuggestion

    on = dt.date.fromisoformat(day)
    rules = ("worker-over-grids", "worker-over-households", "worker-far-apart", "worker-across-level-1")
    found = suggest(town, on=on)
    after = town.apply(ApplySuggestion(found).change(town))
    before = {(one.rule, one.workers) for one in run_checks(town, rules=rules, on=on).open}
    assert {(one.rule, one.workers) for one in run_checks(after, rules=rules, on=on).open} <= before
    assert int(lacking(town, on).sum()) - int(lacking(after, on).sum()) == found.filled > 0
