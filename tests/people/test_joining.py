"""Units joined to groups: as few left over and as few groups as can be, side by side, never too many."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.people.joining import Bounds, joined

BOUNDS = Bounds(3, 50, 5)


def pairs(links: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    links = sorted({(min(a, b), max(a, b)) for a, b in links if a != b})
    one, two = (np.array([link[side] for link in links], dtype=np.int64) for side in (0, 1))
    return one, two, np.ones(len(links))


def hangs_together(group: set[int], links: set[tuple[int, int]]) -> bool:
    seen, at = set(), [min(group)]
    while at:
        unit = at.pop()
        if unit not in seen:
            seen.add(unit)
            at += [b for a, b in links | {(b, a) for a, b in links} if a == unit and b in group]
    return seen == group


def brute(members: list[int], links: set[tuple[int, int]], bounds: Bounds) -> tuple[int, int]:
    """Return the fewest units left over and then the fewest groups, by trying every way."""
    count = len(members)
    sets = [
        frozenset(some)
        for size in range(2, bounds.units + 1)
        for some in combinations(range(count), size)
        if bounds.least <= sum(members[unit] for unit in some) <= bounds.most and hangs_together(set(some), links)
    ]

    def tried(unit: int, used: frozenset[int]) -> tuple[int, int]:
        if unit == count:
            return 0, 0
        if unit in used:
            return tried(unit + 1, used)
        over, groups = tried(unit + 1, used | {unit})
        best = (over + 1, groups)
        for some in sets:
            if min(some - used, default=-1) == unit and not some & used:
                over, groups = tried(unit + 1, used | some)
                best = min(best, (over, groups + 1))
        return best

    return tried(0, frozenset())


@settings(max_examples=60, deadline=None)
@given(data=st.data(), most=st.sampled_from([3, 4, 50]), units=st.sampled_from([2, 3, 5]))
def test_it_is_as_good_as_trying_every_way(data, most, units):
    members = data.draw(st.lists(st.integers(1, 2), min_size=1, max_size=8))
    unit = st.integers(0, len(members) - 1)
    links = data.draw(st.lists(st.tuples(unit, unit), max_size=14))
    bounds = Bounds(3, most, units)
    one, two, border = pairs(links)
    found = joined(np.array(members), one, two, border, bounds)
    known = set(zip(one.tolist(), two.tolist(), strict=True))
    for number in range(found.group.max() + 1):
        group = set(np.flatnonzero(found.group == number).tolist())
        assert 2 <= len(group) <= units and hangs_together(group, known)
        assert 3 <= sum(members[unit] for unit in group) <= most
    assert ((found.group < 0) == (found.why != "")).all()
    assert (int((found.group < 0).sum()), int(found.group.max()) + 1) == brute(members, known, bounds)


def test_two_rows_of_four_become_two_groups_with_the_long_borders_inside():
    #  0 - 1 - 2 - 3
    #  |   |   |   |     the borders between 1 and 2, 5 and 6 are short
    #  4 - 5 - 6 - 7
    links = [(0, 1), (1, 2), (2, 3), (4, 5), (5, 6), (6, 7), (0, 4), (1, 5), (2, 6), (3, 7)]
    one, two, border = pairs(links)
    border[[(a, b) in ((1, 2), (5, 6)) for a, b in zip(one.tolist(), two.tolist(), strict=True)]] = 0.1
    found = joined(np.ones(8, dtype=np.int64), one, two, border, BOUNDS)
    assert found.group.tolist() == [0, 0, 1, 1, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("members", "links", "why"),
    [
        ([2], [], ["no-neighbour"]),
        ([1, 1], [(0, 1)], ["too-few-together"] * 2),
        ([1, 2, 2], [(0, 1)], ["", "", "no-neighbour"]),
        ([2, 2, 2, 2], [(0, 1), (0, 2), (0, 3)], ["", "", "others-full", "others-full"]),
    ],
)
def test_what_is_left_over_says_why(members, links, why):
    bounds = Bounds(3, 4, 5)  # two of two members are full
    found = joined(np.array(members), *pairs(links), bounds)
    assert sorted(found.why.tolist()) == sorted(why)


def test_more_than_can_be_listed_at_once_are_joined_in_parts():
    side = 7
    at = np.arange(side * side).reshape(side, side)
    links = [
        *zip(at[:, :-1].ravel(), at[:, 1:].ravel(), strict=True),
        *zip(at[:-1].ravel(), at[1:].ravel(), strict=True),
    ]
    one, two, border = pairs([(int(a), int(b)) for a, b in links])
    found = joined(np.full(side * side, 2), one, two, border, BOUNDS)
    assert (found.group >= 0).all() and np.bincount(found.group).max() <= 5
    assert found.group.max() + 1 <= 12  # ten would do if nothing stood in the way
    again = joined(np.full(side * side, 2), one, two, border, BOUNDS)
    assert (again.group == found.group).all()
