"""Figures of a plan, rolled up from any level of grids to any other: counts, households, staffing, branches, findings.

Everything follows the stored parents, so a code or a place that disagrees does not matter. A share is 0 to 1, and NaN
where there is nothing to have a share of.

Whoever shows figures by the grids of a level takes them from :func:`breakdown`, which has a line for what none of these
grids holds, so that the parts make the whole wherever they are shown.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.figures.items import item_totals
from gridmap.figures.reach import reach_of_plan
from gridmap.figures.rows import SEVERITIES, Rows, areas, figures_of_rows, homes_of_rows
from gridmap.ground.items import ItemState, item_holders, item_states
from gridmap.ground.placement import declared_own, holder_positions
from gridmap.ground.tiling.proof import grid_index
from gridmap.indicators.compounds import compound_figures
from gridmap.indicators.counted import figures_of
from gridmap.indicators.facilities import facilities_in_force, facility_figures, facility_positions
from gridmap.model.arrays import BoolArray, IntArray, positions_in
from gridmap.model.plan import Plan
from gridmap.model.scheme import Level
from gridmap.people.branches import seats
from gridmap.people.staffing import counting

if TYPE_CHECKING:
    from gridmap.checks.run import Findings

RATIOS: Final = ("_share", "_rate")
"""How columns end that do not add up: shares, 0 to 1, and numbers to a thousand."""

_ROUNDING_M2: Final = 0.5
"""Ground by which parts and whole may differ because coordinates are rounded."""


@dataclass(frozen=True, eq=False)
class Breakdown:
    """Figures of a plan, or of a part of it, by the grids of a level. Made by :func:`breakdown`.

    In every column but the shares and rates ``rows``, ``rest`` and ``again`` add up to ``whole``. The breakdowns of
    :func:`breakdowns` share their tables, and each cuts its own rows when it is asked for them.

    Attributes
    ----------
    level : Level
        That of the rows.
    tables : (DataFrame, DataFrame, DataFrame)
        Of all breakdowns that were made together rows with what is left, what is twice, and what there is in all.
    places : (int, int, int, int)
        Where in the first the rows begin, where they end, where what is left ends; where in the others its row is.
    is_twice : bool
        Whether anything is in several rows.
    """

    level: Level
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
    places: tuple[int, int, int, int]
    is_twice: bool

    def __reduce__(self) -> tuple[object, ...]:
        return Breakdown, (self.level, self.tables, self.places, self.is_twice)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """One row for each grid of the level, as :func:`rollup` has it."""
        return self.tables[0].iloc[self.places[0] : self.places[1]]

    @cached_property
    def rest(self) -> pd.DataFrame:
        """One row, with id 0 and no code, of what none of these grids holds; no row if there is nothing.

        That is grids without a parent or whose chain of parents breaks off below the level, those of the levels above
        themselves, the buildings that such grids hold, and of what is counted once each (:func:`counts_once`) whatever
        is in no row. Its ground is what the rows leave of the whole; where they overlap by more than that, it is less
        than nothing.
        """
        return self.tables[0].iloc[self.places[1] : self.places[2]]

    @cached_property
    def again(self) -> pd.DataFrame:
        """One row, with id 0 and no code, of what several rows have in common; no row if there is nothing.

        Of what is counted once each it has the number, below zero; 0 in all other columns.
        """
        return self.tables[1].iloc[self.places[3] : self.places[3] + self.is_twice]

    @cached_property
    def whole(self) -> pd.DataFrame:
        """One row, with id 0 and no code, as :func:`total` has it. Of a single grid the kinds below it alone count."""
        return self.tables[2].iloc[self.places[3] : self.places[3] + 1]


def breakdown(
    plan: Plan,
    by: Level | str,
    *,
    within: Iterable[int] | None = None,
    on: dt.date | None = None,
    findings: Findings | None = None,
) -> Breakdown:
    """Return the figures of a plan, or of some grids with all below them, by the grids of a level.

    Parameters
    ----------
    by : Level or str
        A level or its key; the key of a kind gives the grids of that kind alone.
    within : iterable of int, optional
        Ids of grids; the whole plan by default.
    on, findings
        As for :func:`rollup`.

    Raises
    ------
    BadInput
        ``unknown-level`` if the scheme has no level or kind of that key.
    """
    level, which = _wanted(plan, by)
    group = np.zeros(len(plan.ids), dtype=np.int64)
    if within is None:
        whole = total(plan, on=on, findings=findings)
    else:
        within = np.unique(np.fromiter(within, dtype=np.int64))
        group = np.where(inside(plan, within), 0, -1)
        whole = of_grids(plan, within, on=on, findings=findings)
    [parts] = _broken_down(plan, level, which, group, whole, on, findings, everything=within is None)
    return parts


def breakdowns(
    plan: Plan,
    by: Level | str,
    grids: npt.ArrayLike,
    *,
    on: dt.date | None = None,
    findings: Findings | None = None,
) -> dict[int, Breakdown]:
    """Return :func:`breakdown` within each of some grids of one level, worked out for all of them together.

    Parameters
    ----------
    by : Level or str
        As for :func:`breakdown`; below the level of the grids.
    grids : array_like of int
        Ids of grids of one level.
    on, findings
        As for :func:`rollup`.

    Raises
    ------
    BadInput
        ``unknown-level`` if the scheme has no level or kind of that key.
    ValueError
        If the grids are not of one level above that of the rows.
    """
    level, which = _wanted(plan, by)
    units = np.unique(np.asarray(grids, dtype=np.int64))
    at = plan.positions(units)
    ranks = np.unique(plan.ranks[at[at >= 0]]).tolist()
    if len(ranks) != 1 or not 0 < ranks[0] < level.rank or (at < 0).any():
        raise ValueError(f"not grids of one level above {level.key}")
    own = plan.scheme.levels[ranks[0] - 1]
    group = positions_in(units, plan.ancestors_at(own))
    wholes = figures_of_rows(plan, Rows(group, len(units)), _below(plan, own), on, findings)
    wholes["area_m2"] = areas(plan)[at]
    _named(wholes, np.zeros(len(units), dtype=np.int64), "", "")
    parts = _broken_down(plan, level, which, group, wholes, on, findings)
    return dict(zip(units.tolist(), parts, strict=True))


def _broken_down(
    plan: Plan,
    level: Level,
    which: BoolArray,
    group: IntArray,
    wholes: pd.DataFrame,
    on: dt.date | None,
    findings: Findings | None,
    *,
    everything: bool = False,
) -> list[Breakdown]:
    """Return the figures of groups of grids by the grids of a level.

    Parameters
    ----------
    which : bool (n,)
        The grids that have a row.
    group : int64 (n,)
        Which group each grid belongs to, -1 for none.
    wholes : DataFrame
        One row of figures for each group.
    everything : bool
        Whether there is one group, of the whole plan.
    """
    count = len(wholes)
    rows = np.flatnonzero(which & (group >= 0))
    rows = rows[np.argsort(group[rows], kind="stable")]  # by group, and by id in each
    ends = np.cumsum(np.bincount(group[rows], minlength=count))  # of each group the rest comes after its rows
    rest = ends + np.arange(count)
    place = np.full(len(plan.ids) + 1, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows)) + group[rows]
    row_of = place[plan.positions(plan.ancestors_at(level))]
    row_of = np.where(group < 0, -1, np.where(row_of < 0, rest[group], row_of))
    rest_of = np.repeat(rest, np.diff(rest, prepend=-1))
    table = figures_of_rows(plan, Rows(row_of, len(rest_of), rest_of, everything), _below(plan, level), on, findings)

    source = np.full(len(rest_of), -1, dtype=np.int64)  # where in the plan the grid of each row stands
    source[place[rows]] = rows
    codes, names = (np.append(plan.grids[column].to_numpy(dtype=object), "")[source] for column in ("code", "name"))
    table["area_m2"] = np.append(areas(plan), 0.0)[source]
    begins = np.append(0, rest[:-1] + 1)
    left = wholes["area_m2"].to_numpy() - np.add.reduceat(table["area_m2"].to_numpy(), begins)
    table.loc[rest, "area_m2"] = np.where(np.abs(left) > _ROUNDING_M2, left, 0.0)
    blanks = {column: math.nan if column.endswith(RATIOS) else 0 for column in table.columns}
    again = pd.DataFrame(blanks, index=np.arange(count))
    for column in counts_once(table):
        again[column] = wholes[column].to_numpy() - np.add.reduceat(table[column].to_numpy(), begins)
    some, twice = (_is_any(found) for found in (table, again))
    _named(table, np.append(plan.ids, 0)[source], codes, names)
    _named(again, np.zeros(count, dtype=np.int64), "", "")
    return [
        Breakdown(level, (table, again, wholes), (first, last, last + int(some[last]), number), bool(twice[number]))
        for number, (first, last) in enumerate(zip(begins.tolist(), rest.tolist(), strict=True))
    ]


def counts_once(table: pd.DataFrame) -> list[str]:
    """Return the columns of figures in which somebody or something that belongs to several rows is one in the whole."""
    return [column for column in table.columns if column.startswith(("full_time_workers", "branches_", "findings_"))]


def inside(plan: Plan, grids: npt.ArrayLike) -> BoolArray:
    """Return which grids are among some or below one of them, as the figures count. Shape (n,)."""
    found: BoolArray = np.isin(plan.ids, grids)
    ranks = plan.ranks[found]
    for level in plan.scheme.levels:
        if (ranks == level.rank).any():
            found |= np.isin(plan.ancestors_at(level), np.asarray(grids, dtype=np.int64))
    return found


def rollup(plan: Plan, by: Level | str, *, on: dt.date | None = None, findings: Findings | None = None) -> pd.DataFrame:
    """Return one row of figures for every grid of a level (or of a kind), rolled up from all that is below it.

    Long because of all its columns.

    Parameters
    ----------
    by : Level or str
        A level or its key; the key of a kind gives the grids of that kind alone.
    on : date, optional
        The day for which assignments and links of branches count; today by default.
    findings : Findings, optional
        What a check found; adds how many of its open findings concern each row.

    Returns
    -------
    DataFrame
        Indexed by grid id, ascending, with the columns

        ``code``, ``name``
            of the grid;
        ``n_KIND``
            for each kind of a lower level, the number of grids;
        ``households``, ``residents``, ``buildings``
            of the buildings inside;
        ``area_m2``
            of the grid's own shape, 0 without one;
        ``must_staff``, ``staffed``, ``staffed_share``
            grids (the row's own among them) that need a full-time worker, those that have one, and their share;
        ``must_branch``, ``own_branch``, ``joint_branch``, ``branch_covered_share``, ``joint_share``
            the same for grids that need a party branch: covered by one of their own or a joint one;
        ``full_time_workers``
            different people who answer full-time for a grid in the row;
        ``branches_TIER``
            for each tier, different branches seated in the row (:func:`gridmap.people.branches.seats`);
        ``reached_buildings``, ``reached_households``, ``reached_share``: see :mod:`gridmap.figures.reach`;
        ``items_raised``, ``items_open``, ``items_solved``, ``items_overdue``, ``items_solved_share``
            if the plan has items: those in the row on the day (:mod:`gridmap.figures.items`);
        ``role_KEY_grids``, ``role_KEY_with``, ``role_KEY_share``
            for each role that the scheme asks besides the worker: of how many grids, in how many somebody has it;
        ``facilities_KIND``
            for each kind of facilities of the scheme, how many there are on the day;
        ``indicator_KEY_share``, ``indicator_KEY_rate``
            for each indicator its value, of the units in the row; a rate is to a thousand;
        ``findings_error``, ``findings_warning``, ``findings_notice``
            if findings are given: how many concern a grid in the row, or ground in it.

    Raises
    ------
    BadInput
        ``unknown-level`` if the scheme has no level or kind of that key.
    """
    level, which = _wanted(plan, by)
    ids = plan.ids[which]
    table = figures_of_rows(
        plan, Rows(positions_in(ids, plan.ancestors_at(level)), len(ids)), _below(plan, level), on, findings
    )
    for place, name in enumerate(("code", "name")):
        table.insert(place, name, plan.grids[name].to_numpy(dtype=object)[which])
    table["area_m2"] = areas(plan)[which]
    table.index = pd.Index(ids, name="id")
    return table


def total(plan: Plan, *, on: dt.date | None = None, findings: Findings | None = None) -> pd.DataFrame:
    """Return the figures of :func:`rollup` for the whole plan as one row, with id 0 and no code.

    Here every kind is counted. Households are those inside some grid (:func:`in_no_grid` has the others); ``area_m2``
    is that of the top level; findings that name no grid count as well.
    """
    table = figures_of_rows(plan, Rows(np.zeros(len(plan.ids), np.int64), 1), _below(plan, None), on, None)
    ground = plan.shares_ground
    top = ground & (plan.ranks == plan.ranks[ground].min(initial=np.iinfo(np.int16).max))
    table["area_m2"] = float(areas(plan)[top].sum())
    if findings is not None:
        for severity in SEVERITIES:
            table[f"findings_{severity}"] = findings.by_severity[severity]
    return _as_one(table)


def of_grids(
    plan: Plan, grids: npt.ArrayLike, *, on: dt.date | None = None, findings: Findings | None = None
) -> pd.DataFrame:
    """Return the figures of :func:`rollup` for some grids with all below them as one row, with id 0 and no code.

    Whatever is below two of them counts once. Of a single grid the kinds below its level are counted, else all kinds.
    """
    asked = np.unique(np.asarray(grids, dtype=np.int64))
    at = plan.positions(asked)
    at = at[at >= 0]
    rank = int(plan.ranks[at[0]]) if len(at) == 1 else 0
    kinds = _below(plan, plan.scheme.levels[rank - 1] if rank else None)
    table = figures_of_rows(plan, Rows(np.where(inside(plan, asked), 0, -1), 1), kinds, on, findings)
    table["area_m2"] = _ground_of(plan, asked)
    return _as_one(table)


def homes_and_ground(plan: Plan, grids: npt.ArrayLike) -> dict[str, int | float]:
    """Return ``households``, ``residents``, ``buildings`` and ``area_m2`` as :func:`of_grids` does, but quickly."""
    homes = homes_of_rows(plan, Rows(np.where(inside(plan, grids), 0, -1), 1))
    ground = _ground_of(plan, np.unique(np.asarray(grids, dtype=np.int64)))
    return {**{name: int(count[0]) for name, count in homes.items()}, "area_m2": ground}


def in_no_grid(plan: Plan, *, on: dt.date | None = None) -> dict[str, int]:
    """Return how much of each table is in no grid at all, and therefore in none of the figures by grid.

    Returns
    -------
    dict of int
        ``buildings`` that no grid holds, their ``households`` and ``residents``; ``workers`` who answer for no grid on
        the day; ``branches`` that are seated in none; ``zones`` that lie in none; ``items`` raised by the day and
        ``facilities`` of the day in none.
    """
    outside = holder_positions(plan) < 0
    at_work = plan.tables["assignments"]["worker"].to_numpy()[counting(plan, on)]
    seated, _ = seats(plan, on=on)
    zones = plan.tables["zones"]
    points = shapely.point_on_surface(np.asarray(zones.geometry.array, dtype=object))
    placed, _ = grid_index(plan).query(points, predicate="intersects")
    return {
        "buildings": int(outside.sum()),
        "households": int(plan.buildings["households"].to_numpy()[outside].sum()),
        "residents": int(plan.buildings["residents"].to_numpy()[outside].sum()),
        "workers": int((~np.isin(plan.tables["workers"].index.to_numpy(), at_work)).sum()),
        "branches": len(plan.tables["branches"]) - len(np.unique(seated)),
        "zones": len(zones) - len(np.unique(placed)),
        "items": int(((item_holders(plan) < 0) & (item_states(plan, on) >= ItemState.RAISED)).sum()),
        "facilities": int(
            plan.tables["facilities"]["count"]
            .to_numpy()[(facility_positions(plan) < 0) & facilities_in_force(plan, on)]
            .sum()
        ),
    }


def figures(plan: Plan, *, on: dt.date | None = None) -> dict[str, dict[str, Any]]:
    """Return the figures that a city publishes of itself, named after the keys of the scheme.

    Returns
    -------
    dict of dict
        ``grids``: number by kind; ``party``: ``TIER_branches`` by tier, ``zones``, and what of buildings and households
        reaches the top of the chain (:func:`gridmap.figures.reach.reach_of_plan`); ``workers``: people in force by
        role, ``at_work`` in any role, and for every kind that needs somebody the ``KIND_with_ROLE_share`` (``None``
        where there is no such grid); ``buildings``: their number, households and residents, inside grids or not
        (with what is declared of grids without); ``items`` as :func:`gridmap.figures.items.item_totals` has them;
        ``facilities`` by kind (:func:`gridmap.indicators.facilities.facility_figures`) and ``indicators`` by key
        (:func:`gridmap.indicators.counted.figures_of`); ``compounds`` as
        :func:`gridmap.indicators.compounds.compound_figures` has them.
    """
    scheme = plan.scheme
    kinds = np.bincount(plan.kind_numbers[plan.kind_numbers >= 0], minlength=len(scheme.kinds))
    tier = plan.tables["branches"]["tier"].to_numpy(dtype=object)
    assignments, counts = plan.tables["assignments"], counting(plan, on)
    worker = assignments["worker"].to_numpy()[counts]
    role = assignments["role"].to_numpy(dtype=object)[counts]
    grid = assignments["grid"].to_numpy()[counts]
    workers: dict[str, int | float | None] = {"at_work": len(np.unique(worker))}
    workers |= {known.key: len(np.unique(worker[role == known.key])) for known in scheme.roles}
    for number, kind in enumerate(scheme.kinds):
        if kind.worker_required and kind.worker_role:
            ids = plan.ids[plan.kind_numbers == number]
            has = np.isin(ids, grid[role == kind.worker_role])
            workers[f"{kind.key}_with_{kind.worker_role}_share"] = float(has.mean()) if len(ids) else None
    return {
        "grids": {kind.key: int(count) for kind, count in zip(scheme.kinds, kinds, strict=True)},
        "party": {
            **{f"{known.key}_branches": int((tier == known.key).sum()) for known in scheme.tiers},
            "zones": len(plan.tables["zones"]),
            **reach_of_plan(plan, on),
        },
        "workers": workers,
        "buildings": {
            "buildings": len(plan.buildings),
            "households": int(plan.buildings["households"].sum() + declared_own(plan, "households").sum()),
            "residents": int(plan.buildings["residents"].sum() + declared_own(plan, "residents").sum()),
        },
        "items": item_totals(plan, on),
        "facilities": facility_figures(plan, on),
        "compounds": compound_figures(plan),
        "indicators": figures_of(plan, on) if scheme.indicators else {},
    }


def as_records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table of figures as plain rows for JSON, without the id, and ``None`` where a share has no meaning."""
    return [
        {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def records(parts: Breakdown) -> list[dict[str, Any]]:
    """Return the rows of a breakdown for JSON, and last, with ``"unassigned": True``, what none of them holds."""
    return as_records(parts.rows) + [{**row, "unassigned": True} for row in as_records(parts.rest)]


# ---- rows ----------------------------------------------------------------------------------------------------------


def _wanted(plan: Plan, by: Level | str) -> tuple[Level, BoolArray]:
    """Return the level of a level or of a key of a level or kind, and which grids have a row then."""
    if isinstance(by, Level):
        return by, plan.of_level(by)
    level = plan.scheme.level(by)
    if by in (known.key for known in plan.scheme.levels):
        return level, plan.of_level(level)
    return level, plan.of_kinds([plan.scheme.kind(by)])


def _below(plan: Plan, level: Level | None) -> list[str]:
    """Return the kinds of the levels below a level, all kinds for none."""
    return [kind.key for kind in plan.scheme.kinds if level is None or kind.level.rank > level.rank]


def _ground_of(plan: Plan, grids: IntArray) -> float:
    """Return the area of some grids, square metres; those that lie below another of them are part of its ground."""
    at = plan.positions(grids)
    at = at[at >= 0]
    top = np.ones(len(at), dtype=bool)
    for level in plan.scheme.levels:
        above = plan.ancestors_at(level)[at]
        top &= (above == plan.ids[at]) | ~np.isin(above, grids)
    return float(areas(plan, at[top]).sum())


def _as_one(table: pd.DataFrame) -> pd.DataFrame:
    return _named(table, np.zeros(1, dtype=np.int64), "", "")


def _named(table: pd.DataFrame, ids: IntArray, codes: Any, names: Any) -> pd.DataFrame:
    """Put ids, codes and names before the figures of a table, and return it."""
    table.insert(0, "code", codes)
    table.insert(1, "name", names)
    table.index = pd.Index(ids, name="id")
    return table


def _is_any(table: pd.DataFrame) -> BoolArray:
    """Return for which rows of figures any is neither 0 nor a share of nothing."""
    found: BoolArray = table.fillna(0).to_numpy(dtype=float).any(axis=1)
    return found
