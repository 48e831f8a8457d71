"""A file of boundaries against the grids that are there: which row is which grid, what differs, and what is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.edits.handing_over import left_behind
from gridmap.exchange.cells import TextArray
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray
from gridmap.model.change import Change
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import Kind

# Of two shapes of one grid at least this share of each is ground of the other.
_MOSTLY: Final = 0.8
_TEXTS: Final = ("setting", "use", "note")
_FIGURES: Final = ("declared_households", "declared_residents")


@dataclass(frozen=True, eq=False)
class Known:
    """Which grids of the plan n rows are.

    Attributes
    ----------
    grids : int64 (n,)
        Ids, 0 for none.
    by : object (n,)
        ``code``, ``name``, ``place``, or ``""``.
    """

    grids: IntArray
    by: npt.NDArray[np.object_]


def known_again(
    plan: Plan,
    kinds: Sequence[Kind],
    which: IntArray,
    codes: TextArray,
    names: TextArray,
    parents: IntArray,
    shapes: ShapeArray,
    use: BoolArray,
    beside: IntArray | None = None,
) -> Known:
    """Find the grid of the plan that each row is: by code, else by name within its parent, else by place.

    By name and place only a grid of the same kind is found, and one that no row's code names. Several rows without a
    code may be one grid by its name (they are parts of it), a row with a code of its own only if it is the only one.

    Parameters
    ----------
    kinds, which
        The kinds of the file, and for each of n rows which of them it is.
    codes, names : object (n,)
    parents : int64 (n,)
    shapes : object (n,)
        In the plan's CRS.
    use : bool (n,)
        The rows of which it is asked.
    beside : int64, optional
        Ids of grids that are known already to be other rows.
    """
    found, by = np.zeros(len(codes), dtype=np.int64), np.full(len(codes), "", dtype=object)
    of_level = np.flatnonzero(plan.of_level(kinds[0].level))
    if not len(of_level):
        return Known(found, by)
    there = pd.Series(of_level, index=plan.grids["code"].to_numpy(dtype=object)[of_level])
    there = there[~there.index.duplicated(keep=False) & (there.index != "")]
    at = np.append(there.to_numpy(), -1)[there.index.get_indexer(pd.Index(codes, dtype=object))]
    hit = use & (at >= 0)
    found[hit], by[hit] = plan.ids[at[hit]], "code"
    for number, kind in enumerate(kinds):
        own = np.flatnonzero(use & (which == number) & (found == 0))
        open_grids = plan.of_kinds([kind]) & ~np.isin(plan.ids, found)
        left = np.flatnonzero(open_grids if beside is None else open_grids & ~np.isin(plan.ids, beside))
        if not len(own) or not len(left):
            continue
        by_name = _by_name(plan, left, names[own], parents[own], alone=codes[own] != "", topmost=not kind.parents)
        found[own], by[own] = by_name, np.where(by_name > 0, "name", "")
        own = own[by_name == 0]
        left = left[~np.isin(plan.ids[left], found)]
        by_place = _by_place(plan, left, shapes[own])
        found[own], by[own] = by_place, np.where(by_place > 0, "place", "")
    return Known(found, by)


def _by_name(
    plan: Plan, left: IntArray, names: TextArray, parents: IntArray, *, alone: BoolArray, topmost: bool
) -> IntArray:
    """Return the ids of the grids that bear the names within the parents, 0 for none."""
    grids = plan.grids
    keys = pd.MultiIndex.from_arrays([plan.parents[left], grids["name"].to_numpy(dtype=object)[left]])
    wanted = pd.MultiIndex.from_arrays([parents, names])
    once = ~keys.duplicated(keep=False)
    at = np.append(left[once], -1)[keys[once].get_indexer(wanted)]
    several = wanted.duplicated(keep=False) & alone
    good = (at >= 0) & (names != "") & ~several & ((parents > 0) | topmost)
    return np.where(good, plan.ids[at], 0)


def _by_place(plan: Plan, left: IntArray, shapes: ShapeArray) -> IntArray:
    """Return the ids of the grids that have mostly the same ground, 0 for none."""
    result = np.zeros(len(shapes), dtype=np.int64)
    there = plan.all_shapes[left]
    sound = np.flatnonzero(shapely.is_valid(shapes) & ~shapely.is_missing(shapes))
    known = np.flatnonzero(shapely.is_valid(there) & ~shapely.is_missing(there))
    if not len(sound) or not len(known):
        return result
    row, at = shapely.STRtree(there[known]).query(shapes[sound])
    row, at = sound[row], known[at]
    sizes = shapely.area(shapes[row]), shapely.area(there[at])
    alike = np.minimum(*sizes) >= _MOSTLY * np.maximum(*sizes)  # others cannot have enough in common
    row, at, size = row[alike], at[alike], np.maximum(*sizes)[alike]
    shared = shapely.area(shapely.intersection(shapes[row], there[at]))
    mostly = shared >= _MOSTLY * size
    row, at, shared = row[mostly], at[mostly], shared[mostly]
    best_last = np.argsort(shared, kind="stable")
    owner = dict(zip(at[best_last].tolist(), row[best_last].tolist(), strict=True))  # each grid is one row only
    for grid, of in owner.items():
        result[of] = plan.ids[left[grid]]
    return result


def with_old_values(plan: Plan, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Fill what a file does not speak of: from the grid that is brought up to date, or blank.

    A shape that is the same but for rounding stays to the last bit what it is, and so does one that the file lacks.
    """
    before = plan.grids.reindex(rows.index)
    old = rows.index.isin(plan.ids)
    for column in ("name", *_TEXTS):
        if column not in rows:
            rows[column] = before[column].fillna("").to_numpy(dtype=object)
    for column in _FIGURES:
        if column not in rows:
            rows[column] = before[column].fillna(0).to_numpy(dtype=np.int64)
    rows["parts"] = before["parts"].fillna(1).to_numpy(dtype=np.int64)
    rows["locked"] = False
    if not old.any():
        return rows
    lost = old & (rows["parent"].to_numpy() == 0)
    rows["parent"] = np.where(lost, before["parent"].fillna(0).to_numpy(), rows["parent"].to_numpy()).astype(np.int64)
    shapes = np.asarray(rows.geometry.array, dtype=object)
    there = np.asarray(before.geometry.array, dtype=object)
    stays = old & (shapely.is_missing(shapes) | _are_same(shapes, there, plan.scheme.limit("coordinate_noise")))
    if stays.any():
        shapes = np.where(stays, there, shapes)
        rows = rows.set_geometry(gpd.GeoSeries(shapes, index=rows.index, crs=plan.crs))
    return rows


def _are_same(shapes: ShapeArray, there: ShapeArray, noise: float) -> BoolArray:
    """Return which shapes are the same, wherever their rings begin and whichever way they run."""
    same = np.asarray(shapely.equals_exact(shapes, there, 0.0))
    other = np.flatnonzero(~same & ~shapely.is_missing(shapes) & ~shapely.is_missing(there))
    other = other[shapely.get_num_coordinates(shapes[other]) == shapely.get_num_coordinates(there[other])]
    same[other] = shapely.equals_exact(shapes[other], there[other], noise, normalize=True)
    return same


def differences(plan: Plan, rows: gpd.GeoDataFrame) -> list[tuple[str, ...]]:
    """Return for each row, indexed by id, in what it differs from the grid of the plan; nothing for a new one."""
    ids = rows.index.to_numpy()
    at = plan.positions(ids)
    old = np.flatnonzero(at >= 0)
    result: list[tuple[str, ...]] = [()] * len(ids)
    if not len(old):
        return result
    before = plan.grids.iloc[at[old]]
    here = rows.iloc[old]
    differs: dict[str, BoolArray] = {}
    for column, what in (("code", "code"), ("name", "name"), ("kind", "kind"), ("parent", "parent")):
        differs[what] = _unequal(here, before, column)
    differs["figures"] = np.logical_or.reduce([_unequal(here, before, column) for column in _FIGURES])
    shapes, there = (np.asarray(frame.geometry.array, dtype=object) for frame in (here, before))
    same = np.fromiter((one is two for one, two in zip(shapes, there, strict=True)), dtype=bool, count=len(old))
    same |= shapely.is_missing(shapes) & shapely.is_missing(there)
    differs["shape"] = ~same
    differs["other"] = np.logical_or.reduce([_unequal(here, before, column) for column in (*_TEXTS, "locked")])
    for place, flags in zip(old.tolist(), np.stack(list(differs.values()), axis=1).tolist(), strict=True):
        if any(flags):
            result[place] = tuple(what for what, flag in zip(differs, flags, strict=True) if flag)
    return result


def _unequal(one: pd.DataFrame, two: pd.DataFrame, column: str) -> BoolArray:
    return np.asarray(one[column].to_numpy(dtype=object) != two[column].to_numpy(dtype=object), dtype=bool)


# ---- gone ------------------------------------------------------------------------------------------------------------


def gone_from(plan: Plan, kinds: Sequence[Kind], parents: IntArray, known: IntArray) -> IntArray:
    """Return the ids of grids of some kinds, below the parents of which a file speaks, that it does not have.

    Parameters
    ----------
    parents : int64
        Ids of parents of the rows; of a kind that has no parents in the plan all grids are gone that are not known.
    known : int64
        Ids of the grids that the rows are.
    """
    gone = plan.of_kinds(kinds) & ~np.isin(plan.ids, known)
    scheme = plan.scheme
    below = [kind for kind in kinds if plan.of_kinds([scheme.kind(key) for key in kind.parents]).any()]
    if below:
        spoken_of = np.isin(plan.parents, parents[parents > 0])
        gone &= ~plan.of_kinds(below) | spoken_of
    return plan.ids[gone]


def retire(plan: Plan, gone: IntArray, reason: str, on: dt.date | None) -> Change:
    """Return the change that removes grids from a plan and retires their codes.

    Assignments and branch links of theirs end, as with :class:`gridmap.edits.DissolveGrid`. What lies below one that
    goes belongs to the grid of its level that now holds it, to nobody if none does; exempt ground likewise.

    Parameters
    ----------
    plan : Plan
        With everything that comes in.
    reason : str
        Stands beside each code: the name of the file.
    """
    goes = np.isin(plan.ids, gone)
    put: dict[str, pd.DataFrame] = {}
    below = plan.ids[np.isin(plan.parents, gone) & ~goes]
    if len(below):
        put["grids"] = edited_rows(
            plan, "grids", below, parent=_heirs(plan, goes, plan.shapes(below), plan.parents[plan.positions(below)])
        )
    exempt = plan.tables["exempt_areas"]
    of_gone = exempt.index.to_numpy()[np.isin(exempt["parent"].to_numpy(), gone)]
    if len(of_gone):
        rows = exempt.loc[of_gone]
        shapes = np.asarray(rows["geometry"].array, dtype=object)
        put["exempt_areas"] = edited_rows(
            plan, "exempt_areas", of_gone, parent=_heirs(plan, goes, shapes, rows["parent"].to_numpy())
        )
    known = {*plan.tables["retired_codes"]["code"], *plan.grids["code"].to_numpy(dtype=object)[~goes], ""}
    kinds = plan.grids["kind"].to_numpy(dtype=object)[plan.positions(gone)]
    ended = [(code, kind, reason) for code, kind in zip(plan.codes(gone), kinds, strict=True) if code not in known]
    put["retired_codes"] = retired_rows(plan, ended, on)
    drop = {**left_behind(plan, gone), "grids": gone.tolist()}
    return change_of(plan, "import-boundaries", put=put, drop=drop)


def retired_rows(plan: Plan, codes: Sequence[tuple[str, str, str]], on: dt.date | None) -> pd.DataFrame:
    """Return the rows that retire codes (each with its kind and the reason), so that they are never given out again."""
    first = plan.next_id("retired_codes")
    return pd.DataFrame(
        {
            "code": [code for code, *_ in codes],
            "kind": [kind for _, kind, _ in codes],
            "retired_on": (on or dt.date.today()).isoformat(),
            "reason": [reason for *_, reason in codes],
        },
        index=pd.RangeIndex(first, first + len(codes), name="id"),
    )


def _heirs(plan: Plan, goes: BoolArray, shapes: ShapeArray, parents: IntArray) -> IntArray:
    """Return the grid that now holds each shape, of the kind and parent's level that its parent was of; 0 for none."""
    from gridmap.exchange.parents import inner_points

    heirs = np.zeros(len(shapes), dtype=np.int64)
    ranks = plan.ranks[plan.positions(parents)]
    points = inner_points(shapes)
    for rank in np.unique(ranks):
        stay = np.flatnonzero(~goes & (plan.ranks == rank) & plan.shares_ground)
        own = np.flatnonzero(ranks == rank)
        row, at = shapely.STRtree(plan.all_shapes[stay]).query(points[own], predicate="intersects")
        heirs[own[row]] = plan.ids[stay[at]]
    return heirs
