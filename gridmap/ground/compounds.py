"""Housing estates: which buildings make up a compound, and how many people live in it in which grids.

A compound is a row of the list of compounds, or, where the list has none for it, a name that buildings bear. A building
belongs to the compound whose name (or other name) it bears, of several in the same town to that of its own village; one
that bears no name to the compound in whose shape it stands. What is declared of a compound counts where its buildings
say nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.ground.compound_places import compound_points, compound_shapes, listed_positions, rows_by_place
from gridmap.ground.placement import building_points, holder_positions, placement, rehoused, unplaced
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan

ASKED: Final = (
    "grids.geometry",
    "grids.kind",
    "grids.parent",
    "buildings.geometry",
    "buildings.compound",
    "buildings.households",
    "buildings.residents",
    "compounds.geometry",
    "compounds.grid",
    "compounds.name",
    "compounds.alias",
    "compounds.declared_households",
    "compounds.declared_residents",
)
"""Tables and columns that the compounds of a plan are worked out of."""

_BETWEEN: Final = re.compile("[、,，;；/|]")
"""What stands between several other names of one compound."""


@dataclass(frozen=True, eq=False)
class Compounds:
    """The compounds of a plan as columns: first those of the list as they stand there, then others by town and name.

    Attributes
    ----------
    listed : int
        How many of them are rows of the list; the place of these is that of their row.
    name : object (c,)
        As the list or the buildings have it.
    top : int64 (c,)
        Id of the top-level grid that it is in, 0 for none; two of one name in different ones are two compounds.
    seat : int64 (c,)
        Id of the deepest grid that has all of its homes; of one without homes, or if none has, of that where it is.
    built : int64 (c, 2)
        Households and residents of its buildings.
    households, residents : int64 (c,)
        The same; what is declared where its buildings have none.
    compound, grid : int64 (k,)
        Pairs, by compound and then grid: place of the compound, and id of a grid that holds inhabited buildings of it.
    building_compound : int64 (b,)
        Place of the compound of each building, -1 for one that belongs to none or that no grid holds.
    keys : int64 (c - listed,)
        What tells those that are not listed apart, ascending.
    """

    listed: int
    name: npt.NDArray[np.object_]
    top: IntArray
    seat: IntArray
    built: IntArray
    households: IntArray
    residents: IntArray
    compound: IntArray
    grid: IntArray
    building_compound: IntArray
    keys: IntArray

    def __len__(self) -> int:
        return len(self.name)

    @cached_property
    def reach(self) -> tuple[IntArray, IntArray]:
        """Pairs like ``compound`` and ``grid``, where one without homes has its seat; by compound and then grid."""
        homeless = np.flatnonzero((np.bincount(self.compound, minlength=len(self)) == 0) & (self.seat > 0))
        one, two = np.concatenate([self.compound, homeless]), np.concatenate([self.grid, self.seat[homeless]])
        order = np.lexsort((two, one))
        return one[order], two[order]


def aliases(text: str) -> list[str]:
    """Return the other names of a compound, which a list has in one cell."""
    return [name.strip() for name in _BETWEEN.split(text) if name.strip()]


@kept("buildings.compound")
def _names(plan: Plan) -> tuple[IntArray, npt.NDArray[np.object_]]:
    """Return the number of each building's compound, -1 for none, and their names, ascending."""
    names = plan.buildings["compound"].to_numpy(dtype=object)
    rows = np.flatnonzero(names != "")
    code = np.full(len(names), -1, dtype=np.int64)
    code[rows], unique = pd.factorize(names[rows], sort=True)
    return code, np.asarray(unique, dtype=object)


@dataclass(frozen=True, eq=False)
class _Claims:
    """Which row of the list goes by which name: the names that buildings bear come first among the numbers of names."""

    known: pd.Index
    row: IntArray
    code: IntArray
    names: int
    """So many of the claims are names, the others other names, which come after them."""


@kept("buildings.compound", "compounds.name", "compounds.alias")
def _claims(plan: Plan) -> _Claims:
    unique, table = _names(plan)[1], plan.tables["compounds"]
    names = table["name"].to_numpy(dtype=object)
    others = [(row, other) for row, text in enumerate(table["alias"].tolist()) if text for other in aliases(text)]
    row = np.concatenate([np.flatnonzero(names != ""), np.array([row for row, _ in others], dtype=np.int64)])
    said = np.concatenate([names[names != ""], np.array([other for _, other in others], dtype=object)])
    known = pd.Index(unique, dtype=object)
    if len(said):
        known = known.append(pd.Index(pd.unique(said[known.get_indexer(said) < 0]), dtype=object))
    return _Claims(known, row.astype(np.int64), known.get_indexer(said).astype(np.int64), int((names != "").sum()))


@kept(
    "grids.geometry",
    "grids.kind",
    "grids.parent",
    "compounds.geometry",
    "compounds.grid",
    "compounds.name",
    "compounds.alias",
    "buildings.geometry",
    "buildings.compound",
    "buildings.households",
    itself=("grids.kind", "grids.parent", "compounds", "buildings.compound", "buildings.households"),
    through=(listed_positions, unplaced, holder_positions),
)
def _positions(plan: Plan) -> IntArray:
    """Return where the grid of each compound of the list stands in ``plan.ids``, -1 for none. Shape (r,).

    Of one without a place the top-level grid in which most households, or else buildings, bear its name.
    """
    at = listed_positions(plan)
    claims = _claims(plan)
    lost = np.flatnonzero(at[claims.row] < 0)
    code, unique = _names(plan)
    if not len(lost) or not len(unique):
        return at
    wanted = np.zeros(len(claims.known), dtype=bool)
    wanted[claims.code[lost]] = True
    rows = np.flatnonzero((code >= 0) & ~unplaced(plan) & wanted[code])
    top = plan.positions(plan.ancestors_at(plan.scheme.levels[0])[holder_positions(plan)[rows]])
    rows, top = rows[top >= 0], top[top >= 0]
    key, number = np.unique(top * len(unique) + code[rows], return_inverse=True)
    homes = np.bincount(number, weights=plan.buildings["households"].to_numpy()[rows] + 1e-6, minlength=len(key))
    best = np.full(len(claims.known), -1, dtype=np.int64)
    order = np.argsort(homes, kind="stable")
    best[key[order] % len(unique)] = key[order] // len(unique)  # the one with most is written last
    lost = lost[best[claims.code[lost]] >= 0][::-1]  # names before other names: what is written last stays
    at = at.copy()
    at[claims.row[lost]] = best[claims.code[lost]]
    return at


def compounds_named(plan: Plan, at: IntArray, names: npt.ArrayLike) -> IntArray:
    """Return the place among the compounds of what bears the name of one and lies in a grid; -1 for none. Shape (m,).

    Parameters
    ----------
    at : int64 (m,)
        Where the grids stand in ``plan.ids``, -1 for none.
    names : str (m,)
    """
    found, claims = compounds(plan), _claims(plan)
    code = claims.known.get_indexer(np.asarray(names, dtype=object)).astype(np.int64)
    code[np.asarray(names, dtype=object) == ""] = -1
    raw = _raw(plan, np.asarray(at, dtype=np.int64), code)
    return _numbered(found.listed, found.keys, raw)


def _raw(plan: Plan, at: IntArray, code: IntArray) -> IntArray:
    """Return the row of the list that each name in a grid stands for, or what tells it from others; -1 for none."""
    raw = np.full(len(at), -1, dtype=np.int64)
    listed, count = len(plan.tables["compounds"]), len(_claims(plan).known)
    use = np.flatnonzero((at >= 0) & (code >= 0))
    if not len(use):
        return raw
    top = plan.ancestors_at(plan.scheme.levels[0])[at[use]]
    raw[use] = _rows_of_list(plan, at[use], code[use])
    other = use[raw[use] < 0]
    raw[other] = listed + top[raw[use] < 0] * count + code[other]
    return raw


def _rows_of_list(plan: Plan, at: IntArray, code: IntArray) -> IntArray:
    """Return the row of the list of each name in a grid, -1 for none: the only one in the town, or in the village."""
    found = np.full(len(at), -1, dtype=np.int64)
    if not len(plan.tables["compounds"]):
        return found
    claims, where = _claims(plan), _positions(plan)
    for part in (slice(0, claims.names), slice(claims.names, None)):
        row, said = claims.row[part], claims.code[part]
        placed = where[row] >= 0
        row, said = row[placed], said[placed]
        open_ = np.flatnonzero(found < 0)
        for level in plan.scheme.levels:
            if not len(row) or not len(open_):
                break
            above = plan.ancestors_at(level)
            mine = above[where[row]] * len(claims.known) + said
            asked = above[at[open_]] * len(claims.known) + code[open_]
            key, first, times = np.unique(mine, return_index=True, return_counts=True)
            place = np.minimum(np.searchsorted(key, asked), len(key) - 1)
            known = (key[place] == asked) & (above[at[open_]] > 0)
            once = known & (times[place] == 1)
            found[open_[once]] = row[first[place[once]]]
            open_ = open_[known & ~once]
            several = times[np.searchsorted(key, mine)] > 1
            row, said = row[several], said[several]
    return found


def _numbered(listed: int, keys: IntArray, raw: IntArray) -> IntArray:
    """Return the places of compounds by what :func:`_raw` says of them, -1 for none."""
    number = np.where(raw < listed, raw, -1)
    other = np.flatnonzero(raw >= listed)
    if len(other) and len(keys):
        place = np.minimum(np.searchsorted(keys, raw[other]), len(keys) - 1)
        number[other] = np.where(keys[place] == raw[other], listed + place, -1)
    return number


def _raw_of_buildings(plan: Plan, rows: IntArray) -> IntArray:
    """Return what :func:`_raw` says of some buildings; of those without a name the compound in whose shape they are."""
    code = _names(plan)[0][rows]
    at = np.where(unplaced(plan)[rows], -1, holder_positions(plan)[rows])
    raw = _raw(plan, at, code)
    if len(plan.tables["compounds"]):
        nameless = (code < 0) & (at >= 0)
        raw[nameless] = rows_by_place(plan)[rows[nameless]]
    return raw


@kept(
    *ASKED,
    itself=("grids.kind", "grids.parent", "compounds", "buildings"),
    through=(_positions, unplaced, placement, rows_by_place),
)
def compounds(plan: Plan) -> Compounds:
    """Return the compounds of a plan; kept with the plan and following edits."""
    raw = _raw_of_buildings(plan, np.arange(len(plan.buildings)))
    listed, count = len(plan.tables["compounds"]), max(len(_claims(plan).known), 1)
    keys = np.unique(raw[raw >= listed])
    names = plan.tables["compounds"]["name"].to_numpy(dtype=object)
    others = np.asarray(_claims(plan).known, dtype=object)[(keys - listed) % count] if len(keys) else names[:0]
    at = _positions(plan)
    top = np.append(plan.ancestors_at(plan.scheme.levels[0]), 0)[at]
    total = listed + len(keys)
    empty = np.zeros(total, dtype=np.int64)
    bare = Compounds(
        listed=listed,
        name=np.concatenate([names, others]),
        top=np.concatenate([top, (keys - listed) // count]),
        seat=empty,
        built=np.zeros((total, 2), dtype=np.int64),
        households=empty,
        residents=empty,
        compound=empty[:0],
        grid=empty[:0],
        building_compound=_numbered(listed, keys, raw),
        keys=keys,
    )
    return _made_up(plan, bare, np.ones(total, dtype=bool))


def _made_up(plan: Plan, found: Compounds, which: npt.NDArray[np.bool_]) -> Compounds:
    """Count the homes of some compounds anew; the others stay as they are."""
    count = len(found)
    rows = np.flatnonzero(np.append(which, False)[found.building_compound])
    number, holder = found.building_compound[rows], placement(plan).holder[rows]
    lived_in = [plan.buildings[column].to_numpy()[rows] for column in ("households", "residents")]
    built = found.built.copy()
    for column, values in enumerate(lived_in):
        built[which, column] = np.bincount(number, weights=values, minlength=count)[which]
    home = (lived_in[0] > 0) | (lived_in[1] > 0)
    width = int(plan.ids.max(initial=0)) + 1
    pairs = np.unique(number[home] * width + holder[home])
    stay = ~which[found.compound]
    pairs = np.union1d(pairs, found.compound[stay] * width + found.grid[stay])
    compound, grid = pairs // width, pairs % width
    said = np.zeros((count, 2), dtype=np.int64)
    table = plan.tables["compounds"]
    for column, name in enumerate(("declared_households", "declared_residents")):
        said[: found.listed, column] = np.maximum(table[name].to_numpy(), 0)
    counts = np.where(built > 0, built, said)
    return replace(
        found,
        built=built,
        households=counts[:, 0],
        residents=counts[:, 1],
        compound=compound,
        grid=grid,
        seat=_seats(plan, found, compound, grid),
    )


def _seats(plan: Plan, found: Compounds, compound: IntArray, grid: IntArray) -> IntArray:
    """Return the deepest grid that has all homes of each compound; of one without homes, or if none has, its place."""
    seat = np.zeros(len(found), dtype=np.int64)
    homes = np.bincount(compound, minlength=len(found)) > 0
    first = np.searchsorted(compound, np.flatnonzero(homes))
    where = plan.positions(grid)
    for level in reversed(plan.scheme.levels):
        if not len(first):
            break
        above = plan.ancestors_at(level)[where]
        low, high = np.minimum.reduceat(above, first), np.maximum.reduceat(above, first)
        here = np.flatnonzero(homes)
        seat[here] = np.where((seat[here] == 0) & (low == high), high, seat[here])
    place = found.top.copy()
    place[: found.listed] = plan.ids_at(_positions(plan))
    return np.where(seat > 0, seat, place)


def grounds(plan: Plan, which: IntArray) -> ShapeArray:
    """Return where some compounds are: their outlines, or else the inner points of their buildings as one shape.

    Parameters
    ----------
    which : int64 (k,)
        Places of compounds.

    Returns
    -------
    object (k,)
        ``None`` for one of which neither is known.
    """
    found = compounds(plan)
    ground = np.full(len(which), None, dtype=object)
    listed = np.flatnonzero(which < found.listed)
    ground[listed] = compound_shapes(plan)[which[listed]]
    bare = np.flatnonzero(shapely.is_missing(ground))
    place = np.full(len(found) + 1, -1, dtype=np.int64)
    place[which[bare]] = bare
    rows = np.flatnonzero(place[found.building_compound] >= 0)
    rows = rows[np.argsort(place[found.building_compound[rows]], kind="stable")]
    of, points = place[found.building_compound[rows]], building_points(plan)[rows]
    return shapely.multipoints(points, indices=of, out=ground) if len(rows) else ground


@kept("grids.geometry", "grids.kind", "grids.parent", "buildings", "compounds")
def spots(plan: Plan) -> ShapeArray:
    """Return a point that stands for each compound, ``None`` for one that is nowhere. Shape (c,).

    An inner point of its outline, or else the middle of its buildings.
    """
    found = compounds(plan)
    spot = np.full(len(found), None, dtype=object)
    spot[: found.listed] = compound_points(plan)
    bare = np.append(shapely.is_missing(spot), False)
    rows = np.flatnonzero(bare[found.building_compound])
    of = found.building_compound[rows]
    count = np.bincount(of, minlength=len(found))
    places = shapely.get_coordinates(building_points(plan)[rows])
    there = np.flatnonzero(count)
    middle = [np.bincount(of, weights=places[:, axis], minlength=len(found))[there] / count[there] for axis in (0, 1)]
    spot[there] = shapely.points(*middle)
    return spot


@compounds.follows
def _(old: Plan, new: Plan, change: Change, result: Compounds) -> Compounds | None:
    """Count anew only the compounds whose buildings changed or went into another grid; the very same if there are none.

    All of them are worked out again if the list, the names, or what is above a grid has changed, or if a compound that
    is not listed comes or goes.
    """
    rows = change.rows.get("grids")
    if (
        "compounds" in change.rows
        or not change.touched.isdisjoint({"buildings.id", "buildings.compound"})
        or (rows is not None and (not rows.keeps_ids or rows.changed_columns & {"kind", "parent"}))
    ):
        return None
    if not np.array_equal(_positions(old), _positions(new)):
        return None
    moved = unplaced(old) != unplaced(new)
    for changed in rehoused(old, new, change):
        moved[changed] = True
    if len(new.tables["compounds"]):
        moved |= rows_by_place(old) != rows_by_place(new)
    again = np.flatnonzero(moved & ((_names(new)[0] >= 0) | (result.building_compound >= 0) | _in_a_shape(new)))
    if not len(again):
        return result
    raw = _raw_of_buildings(new, again)
    number = _numbered(result.listed, result.keys, raw)
    if ((number < 0) & (raw >= 0)).any():
        return None
    building_compound = result.building_compound.copy()
    concerned = np.zeros(len(result) + 1, dtype=bool)
    concerned[building_compound[again]] = True
    building_compound[again] = number
    concerned[number] = True
    still = np.bincount(building_compound[building_compound >= 0], minlength=len(result))
    if (still[result.listed :] == 0).any():
        return None
    return _made_up(new, replace(result, building_compound=building_compound), concerned[:-1])


def _in_a_shape(plan: Plan) -> npt.NDArray[np.bool_]:
    if not len(plan.tables["compounds"]):
        return np.zeros(len(plan.buildings), dtype=bool)
    inside: npt.NDArray[np.bool_] = rows_by_place(plan) >= 0
    return inside
