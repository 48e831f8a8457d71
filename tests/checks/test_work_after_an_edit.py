"""How much geometry a check after one edit looks at: counted and not timed, so that it is the same on every machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
import shapely

from benchmarks.recheck import EDITS
from gridmap.checks import run_checks
from gridmap.model.change import Change
from gridmap.model.plan import Plan
from sample_data.defects import plant
from sample_data.make_sample import PER_KIND

pytestmark = pytest.mark.slow

MOST = {  # calls, and shapes or points that they were given
    "a shared vertex was moved": (270, 1_800),
    "an assignment was ended": (15, 200),
    "a grid was renamed": (11, 30),
    "a code was changed": (18, 120),
    "a building was given households": (45, 220),
    "a branch lost its secretary": (6, 40),
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


def test_a_check_of_the_whole_city_looks_at_a_hundred_times_as_much(city):
    fresh = Plan.of_conformed(city.scheme, city.tables)
    with counted() as count:
        run_checks(fresh)
    assert count["rows"] > 100 * max(rows for _, rows in MOST.values()) / 2
