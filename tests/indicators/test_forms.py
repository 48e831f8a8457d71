"""Each form of an indicator says what plain loops over the rows say, and finds what was planted and nothing else."""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
import math

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.checks import run_checks
from gridmap.figures.statistics import breakdown, figures, rollup
from gridmap.ground.placement import households_by_grid, residents_by_grid
from gridmap.indicators.counted import indicators
from gridmap.indicators.roads import FAR_FROM_ROADS_M, road_distances
from gridmap.model.plan import Plan
from tests.indicators.squares import CELL, ids_of, place, scheme_with, squares

DAY = dt.date(2026, 6, 15)
VILLAGES = 3
FORMS = (
    'of = "centre"\nper = "village"\nat_least = 2',
    'of = "centre"\nper = "village"\nsetting = "urban"\nshare_with = true\ntarget = 0.5',
    'of = "team"\nmeasure = "people"\nper = "town"\nper_1000 = "residents"\ntarget = 40',
    'of = "centre"\nper = "grid"\nat_least = 1\ntarget = 0.25',
    'of = "team"\nmeasure = "members"\nper = "village"\nper_1000 = "households"\ntarget = 3.5',
)
SCHEME = scheme_with(*FORMS)

spots = st.one_of(
    st.none(),
    st.builds(place, st.floats(-0.5, 2 * VILLAGES + 0.5, width=16), st.floats(-0.5, 2.5, width=16)),
)
rows = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["centre", "team", "strange"]),
        "count": st.integers(0, 3),
        "people": st.integers(0, 9),
        "members": st.integers(0, 4),
        "grid": st.integers(0, 21),
        "from_date": st.sampled_from(["", "2026-06-15", "2026-06-16"]),
        "until_date": st.sampled_from(["", "2026-06-14", "2026-06-15"]),
        "geometry": spots,
    }
)


def in_grid(plan: Plan, one: pd.Series) -> int:
    """Return the id of the grid of a facility, by asking every grid whether it covers the place."""
    if one.geometry is not None:
        inside = [g for g in ids_of(plan, "comprehensive") if plan.shape(g).intersects(one.geometry)]
        if inside:
            return min(inside)  # all have one size
    return int(one["grid"]) if int(one["grid"]) in plan.ids else 0


def chain(plan: Plan, grid: int) -> list[int]:
    found = []
    while grid:
        found.append(grid)
        grid = int(plan.value(grid, "parent"))
    return found


def counted_by_hand(plan: Plan, kind: str, column: str) -> dict[int, int]:
    """Return what each grid has of a kind with all below it."""
    found = dict.fromkeys(plan.ids.tolist(), 0)
    for _, one in plan.tables["facilities"].iterrows():
        if one["kind"] != kind or not one["from_date"] <= "2026-06-15" <= (one["until_date"] or "9"):
            continue
        for above in chain(plan, in_grid(plan, one)):
            found[above] += int(one[column])
    return found


@given(st.lists(rows, min_size=1, max_size=12), st.lists(st.integers(0, 40), min_size=5, max_size=5))
@settings(max_examples=25)
def test_each_form_is_what_plain_loops_make_of_it(facilities, households):
    plan = squares(SCHEME, 2, VILLAGES, households=households, facilities=facilities)
    found = indicators(plan, DAY)
    residents = dict(zip(plan.ids.tolist(), residents_by_grid(plan).tolist(), strict=True))
    homes = dict(zip(plan.ids.tolist(), households_by_grid(plan).tolist(), strict=True))
    urban = {g for g in ids_of(plan, "village") if plan.value(g, "setting") == "urban"}
    kinds = set(plan.tables["facilities"]["kind"])
    for key, kind, column, units, least, base, target in (
        ("i0", "centre", "count", ids_of(plan, "village"), 2, None, 1.0),
        ("i1", "centre", "count", sorted(urban), 1, None, 0.5),
        ("i2", "team", "people", ids_of(plan, "town"), None, residents, 40),
        ("i3", "centre", "count", ids_of(plan, "comprehensive"), 1, None, 0.25),
        ("i4", "team", "members", ids_of(plan, "village"), None, homes, 3.5),
    ):
        counted, have = found[key], counted_by_hand(plan, kind, column)
        assert plan.ids[counted.at].tolist() == units
        if kind not in kinds:
            assert math.isnan(counted.value) and counted.is_met is None and not counted.lacking.any()
            continue
        assert counted.amount.tolist() == [have[unit] for unit in units]
        if base is None:
            good = [have[unit] >= least for unit in units]
            value = pd.Series(good, dtype=float).mean()
            lacking = [not ok and value < target for ok in good]
        else:
            whole = sum(base[unit] for unit in units)
            value = 1000 * sum(have[unit] for unit in units if base[unit]) / whole if whole else math.nan
            lacking = [bool(base[u]) and 1000 * have[u] < target * base[u] - 1e-6 for u in units]
        assert counted.value == pytest.approx(value, nan_ok=True)
        assert counted.lacking.tolist() == lacking
        assert counted.is_met == (None if math.isnan(value) else value >= target - 1e-9)


@given(st.lists(rows, min_size=1, max_size=8))
@settings(max_examples=8)
def test_the_value_of_a_row_is_that_of_its_units_together_and_the_whole_is_the_whole(facilities):
    plan = squares(SCHEME, 2, VILLAGES, facilities=facilities)
    parts = breakdown(plan, "town", on=DAY)
    said = figures(plan, on=DAY)
    for key, counted in indicators(plan, DAY).items():
        column = f"indicator_{key}_{'share' if counted.indicator.is_share else 'rate'}"
        whole = parts.whole[column].iloc[0]
        assert whole == pytest.approx(counted.value, nan_ok=True)
        assert said["indicators"][key]["value"] == (None if math.isnan(whole) else pytest.approx(whole))
        for town, value in parts.rows[column].items():
            mine = [
                plan.parents[at] == town or plan.ids[at] == town or town in chain(plan, int(plan.ids[at]))
                for at in counted.at
            ]
            part, of = counted.part[mine].sum(), counted.whole[mine].sum()
            assert value == pytest.approx(part / of if of else math.nan, nan_ok=True)
    below = rollup(plan, "grid", on=DAY)["indicator_i0_share"]
    assert below.isna().all()  # a share of villages means nothing in a grid


def test_facilities_add_up_and_those_in_no_grid_are_told():
    outside = {"kind": "team", "count": 4, "geometry": place(50, 50)}
    inside = {"kind": "team", "count": 2, "geometry": place(0.5, 0.5)}
    plan = squares(SCHEME, facilities=[outside, inside, {"kind": "team", "grid": 2, "count": 3}])
    said = figures(plan, on=DAY)["facilities"]["team"]
    assert said == {"rows": 3, "count": 9, "members": 0, "people": 0, "unassigned": 4}
    assert rollup(plan, "village", on=DAY)["facilities_team"].tolist() == [5, 0, 0, 0, 0, 0]


def test_a_role_and_a_tier_are_counted_by_different_people_and_branches():
    scheme = scheme_with(
        'of = "role:part_time"\nper = "village"\nat_least = 2',
        'of = "tier:grid"\nper = "town"\nat_least = 1',
        'of = "area"\nper = "grid"\nat_least = 0.02',
    )
    plan = squares(scheme)
    one, two, *_ = ids_of(plan, "village")
    below = plan.children(one).tolist()
    people = pd.DataFrame(
        {"worker": [1, 1, 2, 3], "grid": [*below, below[0], two], "role": "part_time"}, index=range(1, 5)
    )
    plan = Plan(
        scheme,
        {
            **plan.tables,
            "workers": pd.DataFrame({"name": list("甲乙丙")}, index=[1, 2, 3]),
            "assignments": people,
            "branches": pd.DataFrame({"name": ["支"], "tier": ["grid"]}, index=[1]),
            "branch_grids": pd.DataFrame({"branch": [1, 1], "grid": below}, index=[1, 2]),
        },
    )
    roles, tiers, area = indicators(plan, DAY).values()
    assert roles.amount.tolist() == [2, 1, 0, 0, 0, 0] and roles.lacking.tolist() == [False] + [True] * 5
    assert tiers.amount.tolist() == [1, 0] and tiers.value == 0.5
    assert area.amount == pytest.approx([CELL * CELL / 1e6] * 12) and area.value == 0


# ---- along roads -----------------------------------------------------------------------------------------------------


def brute_distances(lines: list, starts: list, ends: list) -> list[float]:
    """Return road distances by a graph of all crossings and all snapped places, from each start on its own."""
    places = {}
    on_line: list[list[tuple[float, int]]] = [[] for _ in lines]

    def number(point) -> int:
        return places.setdefault((round(point.x, 6), round(point.y, 6)), len(places))

    def snapped(point) -> tuple[int, float]:
        line = min(range(len(lines)), key=lambda i: lines[i].distance(point))
        along = lines[line].project(point)
        spot = lines[line].interpolate(along)
        node = number(spot)
        on_line[line].append((along, node))
        return node, point.distance(spot)

    for (i, one), (j, two) in itertools.combinations(enumerate(lines), 2):
        crossing = one.intersection(two)
        for point in getattr(crossing, "geoms", [crossing]):
            if point.geom_type == "Point" and not point.is_empty:
                node = number(point)
                on_line[i].append((one.project(point), node))
                on_line[j].append((two.project(point), node))
    snaps = [[snapped(point) for point in group] for group in (starts, ends)]
    graph: dict[int, list[tuple[int, float]]] = {}
    for line, spots_on in zip(lines, on_line, strict=True):
        for along, end in ((0.0, line.coords[0]), (line.length, line.coords[-1])):
            spots_on.append((along, number(shapely.Point(end))))
        for (a, u), (b, v) in itertools.pairwise(sorted(spots_on)):
            graph.setdefault(u, []).append((v, b - a))
            graph.setdefault(v, []).append((u, b - a))
    best = [math.inf] * len(ends)
    for start, leg in snaps[0]:
        far, queue = {start: leg}, [(leg, start)]
        while queue:
            metres, node = heapq.heappop(queue)
            if metres > far[node]:
                continue
            for other, step in graph.get(node, []):
                if metres + step < far.get(other, math.inf):
                    far[other] = metres + step
                    heapq.heappush(queue, (metres + step, other))
        best = [min(b, far.get(node, math.inf) + way) for b, (node, way) in zip(best, snaps[1], strict=True)]
    return best


corner = st.tuples(st.integers(0, 6), st.integers(0, 2))


@given(
    st.lists(st.tuples(corner, corner).filter(lambda ends: ends[0] != ends[1]), min_size=1, max_size=6, unique=True),
    st.lists(st.tuples(st.floats(0, 6), st.floats(0, 2)), min_size=1, max_size=3),
)
@settings(max_examples=40)
def test_distances_along_roads_are_those_of_a_search_by_hand(ends, spots_of):
    lines = [shapely.LineString([place(*one), place(*two)]) for one, two in ends]
    # Two roads on one line would each be a road of its own to the search by hand.
    lines = [a for i, a in enumerate(lines) if all(a.intersection(b).length < 1e-6 for b in lines[:i])]
    facilities = np.array([place(*spot) for spot in spots_of], dtype=object)
    plan = squares(SCHEME, roads=lines)
    metres = road_distances(plan, facilities)
    points = plan.buildings.geometry.tolist()
    near = [sorted(line.distance(p) for line in lines)[:2] for p in [*points, *facilities]]
    if any(len(two) > 1 and two[1] - two[0] < 1e-6 for two in near):
        return  # which of two roads that are as near is the nearest is nobody's business
    far = [min(line.distance(p) for line in lines) > FAR_FROM_ROADS_M for p in points]
    straight = [min(p.distance(facility) for facility in facilities) for p in points]
    assert metres == pytest.approx(np.where(far, straight, brute_distances(lines, list(facilities), points)), abs=1e-3)


@given(
    st.lists(st.tuples(corner, corner).filter(lambda ends: ends[0] != ends[1]), min_size=1, max_size=4, unique=True),
    st.lists(st.tuples(st.floats(0, 6), st.floats(0, 2)), min_size=1, max_size=3),
    st.lists(st.integers(0, 40), min_size=4, max_size=4),
    st.integers(50, 400),
)
@settings(max_examples=25)
def test_households_within_a_distance_are_those_of_plain_loops(ends, spots_of, households, limit):
    scheme = scheme_with(f'of = "centre"\nper = "village"\nwithin_m = {limit}\ntarget = 0.6')
    lines = [shapely.LineString([place(*one), place(*two)]) for one, two in ends]
    lines = [a for i, a in enumerate(lines) if all(a.intersection(b).length < 1e-6 for b in lines[:i])]
    centres = [place(*spot) for spot in spots_of]
    facilities = [{"kind": "centre", "geometry": spot} for spot in centres]
    plan = squares(scheme, 2, VILLAGES, households=households, facilities=facilities, roads=lines)
    points = plan.buildings.geometry.tolist()
    near = [sorted(line.distance(p) for line in lines)[:2] for p in [*points, *centres]]
    far = brute_distances(lines, centres, points)
    if any(len(two) > 1 and two[1] - two[0] < 1e-6 for two in near) or any(abs(m - limit) < 1e-3 for m in far):
        return  # which of two roads is the nearest, and on which side of the limit a rounding error falls
    homes = pd.DataFrame({"households": plan.buildings["households"].to_numpy(), "near": [m <= limit for m in far]})
    homes["village"] = [next(v for v in ids_of(plan, "village") if plan.shape(v).covers(point)) for point in points]
    homes["reached"] = homes["households"].where(homes["near"], 0)
    by_village = homes.groupby("village")[["reached", "households"]].sum()
    counted = indicators(plan, DAY)["i0"]
    assert plan.ids[counted.at].tolist() == by_village.index.tolist()
    assert counted.part.tolist() == by_village["reached"].tolist()
    assert counted.whole.tolist() == by_village["households"].tolist()
    lived_in = by_village["households"] > 0
    short = by_village["reached"] < (0.6 - 1e-9) * by_village["households"]
    assert counted.lacking.tolist() == (lived_in & short).tolist()


def test_who_is_far_from_every_road_is_measured_straight_and_told():
    scheme = scheme_with('of = "centre"\nper = "village"\nwithin_m = 260\ntarget = 0.5')
    road = shapely.LineString([place(0, 0.5), place(0.9, 0.5)])
    centre = {"kind": "centre", "geometry": place(0.5, 0.5)}
    plan = squares(scheme, 1, 4, facilities=[centre], roads=[road])
    counted = indicators(plan, DAY)["i0"]
    #   road  0----0.9   buildings at 0.5 (on the road), 1.5, 2.5, 3.5 ... : 60 m, 160 m, 260 m ... from its end
    assert counted.amount.tolist() == [20, 10, 0, 0] and counted.straight == 0
    assert counted.values.tolist() == [1.0, 0.5, 0.0, 0.0] and counted.value == 30 / 80
    assert counted.lacking.tolist() == [False, False, True, True]
    assert FAR_FROM_ROADS_M == 500.0
    nowhere = squares(scheme, 1, 4, facilities=[centre])
    assert indicators(nowhere, DAY)["i0"].straight == 30  # without any road nobody is near one
    assert indicators(nowhere, DAY)["i0"].amount.tolist() == [20, 10, 0, 0]


# ---- what is planted -------------------------------------------------------------------------------------------------

LACKS = 12


@pytest.mark.parametrize(
    "body",
    [
        'of = "centre"\nper = "village"\nat_least = 1',
        'of = "centre"\nper = "village"\nshare_with = true\ntarget = 1.0',
        'of = "centre"\nmeasure = "people"\nper = "village"\nper_1000 = "residents"\ntarget = 100',
        'of = "centre"\nper = "village"\nwithin_m = 120\ntarget = 1.0',
    ],
)
def test_twelve_planted_lacks_are_found_and_nothing_else(body):
    scheme = scheme_with(body)
    households = list(range(5, 85))
    every = squares(scheme, 4, 10, households=households)
    villages = ids_of(every, "village")
    road = [shapely.LineString([place(2 * v, t + 0.5), place(2 * v + 2, t + 0.5)]) for t in range(4) for v in range(10)]
    planted = set(np.random.default_rng(3).choice(villages, LACKS, replace=False).tolist())
    middles = {village: every.shape(village).centroid for village in villages}
    have = [
        {"kind": "centre", "people": 60, "geometry": middles[village]} for village in villages if village not in planted
    ]
    plan = squares(scheme, 4, 10, households=households, facilities=have, roads=_apart(road))
    found = run_checks(plan, rules=["indicator-lacking"], on=DAY).open
    assert {f.grids[0] for f in found} == planted and len(found) == LACKS
    assert [f.values["households"] for f in found] == sorted((f.values["households"] for f in found), reverse=True)
    full = have + [{"kind": "centre", "people": 60, "geometry": middles[village]} for village in planted]
    well = squares(scheme, 4, 10, households=households, facilities=full, roads=_apart(road))
    assert not run_checks(well, rules=["indicator-lacking"], on=DAY).open


def _apart(lines: list) -> list:
    """Return the lines a little shorter, so that no village is reached from its neighbour."""
    return [shapely.LineString([line.interpolate(5), line.interpolate(line.length - 5)]) for line in lines]


def test_a_finding_follows_the_day_and_nobody_lacks_what_nobody_collects():
    scheme = scheme_with('of = "centre"\nper = "village"\nat_least = 1')
    bare = squares(scheme)
    assert not run_checks(bare, rules=["indicator-lacking"], on=DAY).open
    assert figures(bare, on=DAY)["indicators"]["i0"]["value"] is None
    begun = [{"kind": "centre", "grid": grid, "from_date": "2026-06-16"} for grid in ids_of(bare, "village")]
    plan = squares(scheme, facilities=begun)
    assert len(run_checks(plan, rules=["indicator-lacking"], on=DAY).open) == 6
    assert not run_checks(plan, rules=["indicator-lacking"], on=dt.date(2026, 6, 16)).open


def test_a_facility_in_another_grid_than_the_list_says_is_found():
    one, two = (ids_of(squares(SCHEME), "village")[i] for i in (0, 1))
    said = [
        {"kind": "team", "name": "对", "grid": one, "geometry": place(0.5, 0.5)},
        {"kind": "team", "name": "错", "grid": two, "geometry": place(0.5, 0.5)},
        {"kind": "team", "name": "外", "grid": two, "geometry": place(50, 0.5)},
        {"kind": "team", "name": "无", "grid": two},
    ]
    plan = squares(SCHEME, facilities=said)
    found = run_checks(plan, rules=["facility-elsewhere"], on=DAY).open
    assert sorted(f.values["facility"] for f in found) == ["外", "错"]
    assert {f.grids for f in found} == {(two,), (two, int(plan.children(one)[0]))}
