"""Compounds are rows of the list and names that buildings bear; what each has is what plain loops make of it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.checks import run_checks
from gridmap.ground.compounds import compounds
from gridmap.indicators.compounds import compound_figures
from gridmap.indicators.counted import indicators
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from tests.indicators.squares import CELL, SOUTH, WEST, frame, ids_of, place, scheme_with, squares

DAY = dt.date(2026, 6, 15)
FORMS = (
    'of = "compound:branch"\nper = "compound"\nshare_with = true\ntarget = 0.5',
    'of = "compound:committee"\nper = "compound"\nat_least = 1',
    'of = "compound:members"\nper = "compound"\nper_1000 = "residents"\ntarget = 20',
    'of = "centre"\nper = "compound"\nwithin_m = 60\ntarget = 0.5',
    'of = "compound:firm"\nper = "village"\nat_least = 1',
    'of = "team"\nper = "compound"\nat_least = 2',
    'of = "residents"\nper = "compound"\nat_least = 40',
)
SCHEME = scheme_with(*FORMS)
TOWNS, VILLAGES = 2, 3
NAMES = ("甲园", "乙园", "丙园", "")


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(WEST + west * CELL, SOUTH + south * CELL, WEST + east * CELL, SOUTH + north * CELL)


def with_compounds(plan: Plan, rows: Sequence[Mapping[str, object]], names: Sequence[str] = ()) -> Plan:
    """Return a plan with a list of compounds, and with names of compounds for its buildings, one after the other."""
    tables = {**plan.tables, "compounds": frame(plan.crs, [{"geometry": None, **row} for row in rows])}
    buildings = plan.buildings.copy()
    if names:
        buildings["compound"] = [names[i % len(names)] for i in range(len(buildings))]
    branches = frame(plan.crs, [{"name": f"支部{i}", "geometry": None} for i in range(3)]).drop(columns="geometry")
    return Plan(plan.scheme, {**tables, "buildings": buildings, "branches": branches})


rows = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(NAMES[:3]),
            "alias": st.sampled_from(["", "丙园", "丁园、乙园"]),
            "grid": st.integers(0, 21),
            "branch": st.integers(0, 4),
            "has_committee": st.booleans(),
            "committee": st.sampled_from(["", "业委会"]),
            "firm": st.sampled_from(["", "物业一", "物业二"]),
            "members": st.integers(0, 5),
            "registered": st.integers(0, 9),
            "declared_residents": st.sampled_from([0, 500, 12_000]),
            "declared_households": st.sampled_from([0, 200]),
            "geometry": st.one_of(
                st.none(),
                st.builds(
                    lambda x, y, w, h: box(x, y, x + w, y + h),
                    st.sampled_from([0.2, 1.2, 2.2, 4.2]),
                    st.sampled_from([0.2, 1.2]),
                    st.sampled_from([0.5, 1.5]),
                    st.sampled_from([0.5, 1.5]),
                ),
            ),
        }
    ),
    min_size=1,
    max_size=6,
)


def chain(plan: Plan, grid: int) -> list[int]:
    found = []
    while grid:
        found.append(grid)
        grid = int(plan.value(grid, "parent"))
    return found


def by_hand(plan: Plan) -> tuple[list[object], list[object]]:
    """Return what each building belongs to, a row of the list, a (town, name) or ``None``, and where each row is."""
    listed = plan.tables["compounds"]
    cells = ids_of(plan, "comprehensive")
    homes = [
        (str(b["compound"]), next(g for g in cells if plan.shape(g).intersects(b.geometry)), b)
        for _, b in plan.buildings.iterrows()
    ]

    def seat(row: object) -> int:
        if row.geometry is not None:
            inner = shapely.point_on_surface(row.geometry)
            inside = [g for g in cells if plan.shape(g).intersects(inner)]
            if inside:
                return min(inside)
        if int(row.grid) in plan.ids:
            return int(row.grid)
        for name in [row.name_, *row.others]:
            by_town: dict[int, float] = {}
            for said, grid, b in homes:
                if said == name:
                    top = chain(plan, grid)[-1]
                    by_town[top] = by_town.get(top, 0) + int(b["households"]) + 1e-6
            if by_town:
                return max(by_town, key=lambda top: (by_town[top], top))
        return 0

    frame_ = listed.rename(columns={"name": "name_"})
    frame_["others"] = [[t for t in alias.split("、") if t] for alias in listed["alias"]]
    where = [seat(row) for row in frame_.itertuples()]
    found: list[object] = []
    for name, grid, b in homes:
        if not name:
            inside = [
                (row.geometry.area, i)
                for i, row in enumerate(frame_.itertuples())
                if row.geometry is not None and row.geometry.intersects(b.geometry)
            ]
            found.append(min(inside)[1] if inside else None)
            continue
        mine: object = (chain(plan, grid)[-1], name)
        for takes in (lambda row: [row.name_], lambda row: row.others):
            may = [i for i, row in enumerate(frame_.itertuples()) if name in takes(row) and where[i]]
            for above in reversed(chain(plan, grid)):
                may = [i for i in may if above in chain(plan, where[i])]
                if len(may) < 2:
                    break
            if len(may) == 1:
                mine = may[0]
                break
        found.append(mine)
    return found, where


@given(
    rows, st.lists(st.sampled_from(NAMES), min_size=5, max_size=7), st.lists(st.integers(0, 40), min_size=5, max_size=5)
)
@settings(max_examples=25)
def test_buildings_residents_and_amounts_are_what_plain_loops_say(listed, names, households):
    plan = with_compounds(squares(SCHEME, TOWNS, VILLAGES, households=households), listed, names)
    found = compounds(plan)
    belongs, where = by_hand(plan)
    others = sorted({b for b in belongs if isinstance(b, tuple)})
    keys = [*range(len(listed)), *others]
    assert sorted(zip(found.top.tolist()[len(listed) :], found.name[len(listed) :], strict=True)) == others
    order = {key: i for i, key in enumerate(keys)}
    for i, (top, name) in enumerate(zip(found.top[len(listed) :].tolist(), found.name[len(listed) :], strict=True)):
        order[top, name] = len(listed) + i
    assert found.building_compound.tolist() == [-1 if b is None else order[b] for b in belongs]
    built = np.zeros((len(keys), 2), dtype=int)
    for b, (_, building) in zip(belongs, plan.buildings.iterrows(), strict=True):
        if b is not None:
            built[order[b]] += [building["households"], building["residents"]]
    for column, counts in enumerate((found.households, found.residents)):
        said = [row[("declared_households", "declared_residents")[column]] for row in listed] + [0] * len(others)
        assert counts.tolist() == [b or s for b, s in zip(built[:, column].tolist(), said, strict=True)]
    told = compound_figures(plan)
    branch = [row["branch"] in (1, 2, 3) for row in listed]
    committee = [row["has_committee"] or bool(row["committee"]) for row in listed]
    assert told["with_branch"] == sum(branch) and told["with_committee"] == sum(committee)
    assert told["firms"] == len({row["firm"] for row in listed} - {""})
    assert told["super_compounds"] == sum(r > 10_000 for r in found.residents.tolist())
    assert told["unassigned"] == sum(not w for w in where)
    counted = indicators(plan, DAY)
    if any(branch):
        assert counted["i0"].value == pytest.approx(sum(branch) / len(keys))
    if any(committee):
        assert counted["i1"].amount.tolist() == [*map(float, committee), *[0.0] * len(others)]
    members = [row["members"] for row in listed] + [0] * len(others)
    residents = found.residents.tolist()
    if any(members):
        whole = sum(residents)
        value = 1000 * sum(m for m, r in zip(members, residents, strict=True) if r) / whole if whole else math.nan
        assert counted["i2"].value == pytest.approx(value, nan_ok=True)


@given(rows, st.lists(st.sampled_from(NAMES), min_size=5, max_size=7), st.data())
@settings(max_examples=12)
def test_compounds_follow_edits_as_if_they_were_made_anew(listed, names, data):
    plan = with_compounds(squares(SCHEME, TOWNS, VILLAGES), listed, names)
    compounds(plan)
    for _ in range(3):
        if data.draw(st.booleans()):
            row = data.draw(st.sampled_from(plan.buildings.index.tolist()))
            spot = place(data.draw(st.integers(0, 5)) + 0.4, data.draw(st.integers(0, 1)) + 0.4)
            edited = edited_rows(plan, "buildings", [row], geometry=[spot], residents=data.draw(st.integers(0, 50)))
            plan = plan.apply(change_of(plan, "test", put={"buildings": edited}))
        else:
            row = data.draw(st.sampled_from(plan.tables["compounds"].index.tolist()))
            shape = data.draw(st.sampled_from([None, box(0.2, 0.2, 1.7, 0.7), box(2.2, 0.2, 2.7, 1.7)]))
            edited = edited_rows(plan, "compounds", [row], geometry=[shape])
            plan = plan.apply(change_of(plan, "test", put={"compounds": edited}))
        now, fresh = compounds(plan), compounds(Plan(plan.scheme, dict(plan.tables)))
        for column in vars(fresh):
            one, two = getattr(now, column), getattr(fresh, column)
            assert np.array_equal(one, two), column


LACKS = 12


@pytest.mark.parametrize(
    "body",
    [
        'of = "compound:branch"\nper = "compound"\nshare_with = true\ntarget = 1.0',
        'of = "compound:committee"\nper = "compound"\nat_least = 1',
        'of = "compound:firm"\nper = "village"\nat_least = 1',
        'of = "compound:members"\nper = "compound"\nper_1000 = "residents"\ntarget = 20',
        'of = "team"\nper = "compound"\nat_least = 1',
        'of = "centre"\nper = "compound"\nwithin_m = 120\ntarget = 1.0',
    ],
)
def test_twelve_planted_lacks_are_found_and_nothing_else(body):
    scheme = scheme_with(body)
    bare = squares(scheme, 4, 10, households=list(range(5, 85)))
    planted = set(np.random.default_rng(5).choice(40, LACKS, replace=False).tolist())
    names, villages = [f"小区{i}" for i in range(40)], ids_of(bare, "village")
    have = [
        {"kind": kind, "compound": names[i], "geometry": bare.shape(villages[i]).centroid}
        for kind in ("centre", "team")
        for i in range(40)
        if i not in planted
    ]
    roads = [
        shapely.LineString([place(2 * v + 0.05, t + 0.5), place(2 * v + 1.95, t + 0.5)])
        for t in range(4)
        for v in range(10)
    ]
    plan = squares(scheme, 4, 10, households=list(range(5, 85)), facilities=have, roads=roads)
    residents = plan.buildings["residents"].to_numpy().reshape(40, 2).sum(axis=1)
    full = {"branch": 1, "has_committee": True, "firm": "物业"}
    rows = [
        {
            "name": name,
            "grid": villages[i],
            **(full if i not in planted else dict.fromkeys(full, 0) | {"has_committee": False, "firm": ""}),
            "members": int(residents[i] // 40) + 1 if i not in planted else int(residents[i] // 60),
        }
        for i, name in enumerate(names)
    ]
    plan = with_compounds(plan, rows, np.repeat(names, 2).tolist())
    found = run_checks(plan, rules=["indicator-lacking"], on=DAY).open
    told = [f.values.get("compound") or names[villages.index(f.grids[0])] for f in found]
    assert sorted(told) == sorted(names[i] for i in planted)
    assert [f.values["households"] for f in found] == sorted((f.values["households"] for f in found), reverse=True)
    for finding in found:
        assert finding.where is not None and not finding.where.is_empty
