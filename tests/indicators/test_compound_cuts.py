"""Compounds that a border cuts are found with the households on each side; an edit that would cut one is refused."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.checks import run_checks
from gridmap.checks.registry import evidence_of
from gridmap.edits import AcceptFinding
from gridmap.indicators.compound_cuts import NARROW_M, compound_cuts, shares_more_than_a_strip
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.outcome.locks import Locks
from tests.indicators.squares import CELL, frame, ids_of, place, scheme_with, squares
from tests.indicators.test_compounds import box, with_compounds

DAY = dt.date(2026, 6, 15)
SCHEME = scheme_with()


def with_homes(plan: Plan, homes: list[tuple[str, float, float, int]]) -> Plan:
    """Return a plan with other buildings: compound, column, row, households."""
    rows = [
        {"compound": name, "households": count, "residents": 3 * count, "geometry": place(x, y)}
        for name, x, y, count in homes
    ]
    return Plan(plan.scheme, {**plan.tables, "buildings": frame(plan.crs, rows)})


def moved_border(plan: Plan, by: float) -> object:
    """Return the change that moves the border between the first two grids to the east, in cells."""
    one, two = ids_of(plan, "comprehensive")[:2]
    both = shapely.union(plan.shape(one), plan.shape(two))
    west = box(0, 0, 1 + by, 1)
    shapes = [shapely.intersection(both, west), shapely.difference(both, west)]
    return change_of(plan, "test", put={"grids": edited_rows(plan, "grids", [one, two], geometry=shapes)})


def test_twelve_cut_compounds_are_found_ranked_by_what_is_cut_off_and_nothing_else():
    #  town t, village v:  | west of the border | east of it |
    plan = squares(SCHEME, 4, 10)
    rows, homes, cut_off = [], [], {}
    for number in range(40):
        town, left = divmod(number, 10)
        left, name = 2 * left, f"小区{number}"
        if number < 12:  # homes on both sides of a border inside the village, by their names alone
            rows.append({"name": name})
            homes += [(name, left + 0.5, town + 0.5, 50), (name, left + 1.5, town + 0.5, number + 1)]
            cut_off[name] = number + 1
        elif number < 16:  # a strip of 15 m of its ground lies beyond the border, and nobody lives there
            rows.append({"name": name, "geometry": box(left + 0.2, town + 0.2, left + 1.15, town + 0.8)})
            homes.append((name, left + 0.5, town + 0.5, 50))
        elif number < 20:  # too large for one grid
            rows.append({"name": name})
            homes += [(name, left + 0.5, town + 0.5, 4000), (name, left + 1.5, town + 0.5, 4000)]
        elif number < 24:  # not on the list: another rule speaks of these
            homes += [(name, left + 0.5, town + 0.5, 50), (name, left + 1.5, town + 0.5, 5)]
        else:  # whole
            rows.append({"name": name, "geometry": box(left + 0.2, town + 0.2, left + 0.9, town + 0.8)})
            homes.append(("", left + 0.5, town + 0.5, 50))
    plan = with_compounds(with_homes(plan, homes), rows)
    found = run_checks(plan, rules=["compound-cut", "compound-split"], on=DAY)
    mine = [f for f in found.open if f.rule == "compound-cut"]
    assert {f.values["compound"]: f.values["households"] for f in mine} == cut_off
    assert [f.values["households"] for f in mine] == sorted(cut_off.values(), reverse=True)
    assert mine[0].values["sides"] == "50 / 12" and mine[0].severity == "warning"
    assert len([f for f in found.open if f.rule == "compound-split"]) == 4
    accept = AcceptFinding(mine[0].id, "compound-cut", evidence_of(mine[0]), "城建局", "按规划分期管理", DAY)
    accepted = run_checks(plan.apply(accept.change(plan)), rules=["compound-cut"], on=DAY)
    assert len(accepted.open) == 11 and len(accepted.accepted) == 1


def test_super_compounds_are_named_from_what_is_declared_and_what_is_built():
    plan = with_homes(squares(SCHEME), [("乙园", 0.5, 0.5, 3334), ("丙园", 2.5, 0.5, 9000), ("丁园", 4.5, 0.5, 10)])
    declared = {"declared_residents": 12_000}
    rows = [{"name": "甲园", "grid": 2, **declared}, {"name": "乙园"}, {"name": "丁园", **declared}, {"name": "戊园"}]
    rows[3] |= {"grid": 3, "declared_residents": 10_000}
    found = run_checks(with_compounds(plan, rows), rules=["super-compound"], on=DAY).open
    # 丁园 has 30 residents in its buildings, which count; 丙园 is not on the list
    assert {f.values["compound"]: f.values["residents"] for f in found} == {"甲园": 12_000, "乙园": 10_002}
    assert {f.severity for f in found} == {"notice"}


outlines = st.one_of(
    st.none(),
    st.builds(
        lambda x, y, w, h: box(x, y, x + w, y + h),
        st.floats(0, 4, width=16),
        st.floats(0, 1, width=16),
        st.sampled_from([0.15, 0.5, 1.0]),
        st.sampled_from([0.15, 0.5, 1.0]),
    ),
)
spots = st.tuples(
    st.sampled_from(["甲园", "乙园", ""]), st.sampled_from([0.5, 1.5, 2.5]), st.just(0.5), st.integers(0, 9)
)


@given(st.lists(outlines, min_size=2, max_size=2), st.lists(spots, min_size=1, max_size=5), st.floats(-0.6, 0.6))
@settings(max_examples=25)
def test_cuts_are_what_plain_shapely_says_before_and_after_a_border_moves(shapes, homes, by):
    rows = [{"name": name, "geometry": shape, "grid": 3} for name, shape in zip(["甲园", "乙园"], shapes, strict=True)]
    plan = with_compounds(with_homes(squares(SCHEME, 1), homes), rows)
    compound_cuts(plan)
    for now in (plan, plan.apply(moved_border(plan, by))):
        cells = ids_of(now, "comprehensive")
        found = compound_cuts(now)
        expected = {}
        for row, (name, shape) in enumerate(zip(("甲园", "乙园"), shapes, strict=True)):
            sides: dict[int, int] = {}
            for building in now.buildings.itertuples():
                inside = [s is not None and s.intersects(building.geometry) for s in shapes]
                areas = [s.area if s is not None and hit else np.inf for s, hit in zip(shapes, inside, strict=True)]
                mine = building.compound or (("甲园", "乙园")[int(np.argmin(areas))] if any(inside) else "")
                if mine == name and building.households:
                    grid = next(g for g in cells if now.shape(g).intersects(building.geometry))
                    sides[grid] = sides.get(grid, 0) + building.households
            for grid in cells if shape is not None else ():
                piece = now.shape(grid).intersection(shape)
                if piece.length and 2 * piece.area / piece.length >= NARROW_M:
                    sides.setdefault(grid, 0)
            if len(sides) > 1:
                expected[row] = sides
        assert {row: found.sides(row) for row in found.which.tolist()} == expected


def test_an_edit_that_would_cut_a_compound_is_refused_unless_it_is_allowed():
    plan = with_homes(squares(SCHEME), [("甲园", 1.2, 0.5, 30), ("甲园", 1.6, 0.5, 70), ("乙园", 1.3, 0.7, 5)])
    plan = with_compounds(plan, [{"name": "甲园"}])
    change = moved_border(plan, 0.4)
    with pytest.raises(Refused) as refused:
        Locks(compounds=True).refuse(plan, change)
    assert refused.value.key == "compound-would-be-cut"
    assert refused.value.values == {"compound": "甲园", "sides": "70 / 30"}
    assert list(refused.value.grids) == ids_of(plan, "comprehensive")[:2]
    Locks().refuse(plan, change)
    Locks(compounds=True).refuse(plan, moved_border(plan, 0.1))
    cut = plan.apply(change)  # what is cut already keeps nobody from moving the border again
    Locks(compounds=True).refuse(cut, moved_border(cut, 0.5))
    bare = with_homes(squares(SCHEME), [("甲园", 1.2, 0.5, 30), ("甲园", 1.6, 0.5, 70)])
    assert Locks.default(bare).compounds
    Locks.default(bare).refuse(bare, moved_border(bare, 0.4))  # a name alone is no compound of the list
    assert CELL * 0.4 > NARROW_M


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.sampled_from([25.0, 60.0, 200.0]), st.booleans())
def test_what_two_share_is_told_without_cutting_every_pair(seed, size, holed):
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.uniform(0, 2 * np.pi, (2, 6, 9)), axis=-1)
    reach = size * rng.uniform(0.2, 1.0, angle.shape)
    middle = rng.uniform(0, 2 * size, (2, 6, 1, 2))
    rings = middle + np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=-1)
    outlines, grids = shapely.make_valid(shapely.polygons(rings))
    if holed:  # many holes leave no disk, and much ground
        at = np.arange(-2 * size, 4 * size, 30.0)
        pins = shapely.union_all(shapely.buffer(shapely.points(*np.meshgrid(at, at)), 0.01).ravel())
        outlines = shapely.difference(outlines, pins)
    one, grid = (places.ravel() for places in np.meshgrid(np.arange(6), np.arange(6)))
    piece = shapely.intersection(outlines[one], grids[grid])
    plain = 2 * shapely.area(piece) >= NARROW_M * np.maximum(shapely.length(piece), 1e-9)
    assert shares_more_than_a_strip(outlines, grids, one, grid).tolist() == plain.tolist()
