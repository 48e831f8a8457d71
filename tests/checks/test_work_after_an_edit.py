"""How much geometry a check after one edit looks at: counted and not timed, so that it is the same on every machine."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
import shapely

from benchmarks.edits import SHARED_BY, shared_place
from benchmarks.recheck import EDITS
from gridmap.checks import run_checks
from gridmap.edits import MoveVertex
from gridmap.indicators.counted import indicators
from gridmap.mending import fix_all
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from gridmap.outcome.effect import effect
from sample_data.defects import plant
from sample_data.make_sample import PER_KIND

pytestmark = pytest.mark.slow

MOST = {  # calls, and shapes or points that they were given
    "a shared vertex was moved": (235, 1_100),
    "an assignment was ended": (6, 80),
    "a grid was renamed": (6, 6),
    "a code was changed": (16, 65),
    "a building was given households": (45, 160),
    "a branch lost its secretary": (2, 14),
}
"""A little more than it takes; a single rule that goes through all buildings without a place again takes more."""

_LOOKS_AT_NOTHING = {"is_missing", "is_geometry", "is_prepared"}


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count the calls of GEOS and what it is given: ``calls`` and ``rows``."""
    count: Counter[str] = Counter()

    def counting(work: Callable[..., Any]) -> Callable[..., Any]:
        def counts(*given: Any, **named: Any) -> Any:
            count["calls"] += 1
            shapes = [np.size(one) for one in given if isinstance(one, (np.ndarray, shapely.Geometry))]
            count["rows"] += max(shapes, default=0)
            return work(*given, **named)

        return counts

    with pytest.MonkeyPatch.context() as patch:
        for name, work in vars(shapely.lib).items():
            if isinstance(work, np.ufunc) and name not in _LOOKS_AT_NOTHING:
                patch.setattr(shapely.lib, name, counting(work))
        for name in ("get_coordinates", "get_parts", "get_rings"):
            for place in (shapely.lib, shapely):
                if hasattr(place, name):
                    patch.setattr(place, name, counting(getattr(place, name)))
        patch.setattr(shapely.STRtree, "query", counting(shapely.STRtree.query))
        yield count


@pytest.fixture(scope="module")
def city(sample_city: Plan) -> Plan:
    """A city with everything wrong in it that can be, checked."""
    plan, _ = plant(sample_city, 2020, PER_KIND["city"])
    run_checks(plan)
    return plan


def work_after(plan: Plan, change: Change) -> Counter[str]:
    with counted() as count:
        run_checks(plan.apply(change))
    return count


@pytest.mark.parametrize("what", MOST)
def test_a_check_after_an_edit_looks_at_what_the_edit_touched_and_not_at_the_city(city, what):
    edit = EDITS[what]
    plan = city.apply(edit(city, 0))  # the first edit asks for some things that only edits ask for
    run_checks(plan)
    count = work_after(plan, edit(plan, 1))
    assert (count["calls"] <= MOST[what][0], count["rows"] <= MOST[what][1]) == (True, True), dict(count)


MOST_OF_A_PREVIEW = (46, 230)
"""Calls, and shapes or points, for a vertex that is dragged: its change and what that means for the grids."""


def test_a_preview_of_a_vertex_looks_at_the_grids_that_share_it(city):
    place = shared_place(city)
    moves = [MoveVertex(tuple(place), tuple(place + np.array([0.3, way]))) for way in (0.2, 0.25)]
    effect(city, moves[0].change(city))
    with counted() as count:
        change = moves[1].change(city)
        effect(city, change)
    assert len(change.ids("grids")) == SHARED_BY
    assert (count["calls"] <= MOST_OF_A_PREVIEW[0], count["rows"] <= MOST_OF_A_PREVIEW[1]) == (True, True), dict(count)


@pytest.mark.parametrize("what", ["a shared vertex was moved", "an assignment was ended", "a code was changed"])
def test_indicators_are_not_counted_again_where_nothing_moved_that_they_count(city, what):
    on = dt.date(2026, 6, 15)
    before = indicators(city, on)
    after = indicators(city.apply(EDITS[what](city, 3)), on)
    by_people = {key for key, counted in before.items() if counted.indicator.subject == "role"}
    assert before and before.keys() - by_people == {key for key in before if after[key] is before[key]} - by_people


MOST_FOR_A_FAULT = 63
"""Calls of GEOS that mending takes for each fault, mended or left; asked about one by one they took 79."""


def test_mending_asks_about_the_faults_of_a_level_together(city):
    with counted() as count:
        mending = fix_all(city)
    faults = len(mending.mended) + len(mending.left)
    assert faults > 400
    assert count["calls"] <= MOST_FOR_A_FAULT * faults, dict(count)


def test_a_check_of_the_whole_city_looks_at_a_hundred_times_as_much(city):
    fresh = Plan.of_conformed(city.scheme, city.tables)
    with counted() as count:
        run_checks(fresh)
    assert count["rows"] > 100 * max(rows for _, rows in MOST.values()) / 2
