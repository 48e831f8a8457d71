"""Items of lists: reports with their days, where each is, and which item of the plan it is.

Of an item number, kind, place, days and rating are taken in; who reported it, who it is about and what is written of
it are never kept (:func:`gridmap.exchange.rosters.private.is_about_somebody`). An item of the plan is the row's if
number and year are the same; of rows without a number, if kind, first day and place are, one after the other where
several are alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.exchange.headers import plain
from gridmap.exchange.rosters.sheet import Sheet
from gridmap.ground.items import DAYS, grids_at, item_points
from gridmap.model.arrays import FloatArray, IntArray
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme

TextArray = npt.NDArray[np.object_]

RATINGS: Final[Mapping[str, int]] = MappingProxyType(
    {
        **dict.fromkeys(("非常满意", "很满意", "十分满意", "5星", "五星", "5分", "优", "verysatisfied", "5"), 5),
        **dict.fromkeys(("满意", "较满意", "比较满意", "4星", "四星", "4分", "良", "好评", "satisfied", "4"), 4),
        **dict.fromkeys(("基本满意", "一般", "3星", "三星", "3分", "中", "中评", "fair", "3"), 3),
        **dict.fromkeys(("不满意", "不太满意", "2星", "二星", "2分", "差", "差评", "dissatisfied", "2"), 2),
        **dict.fromkeys(("非常不满意", "很不满意", "1星", "一星", "1分", "verydissatisfied", "1"), 1),
    }
)
_UNRATED: Final = frozenset(("", "未评价", "未评", "无", "未回访", "none", "0", "-", "—", "/"))
_SAME_M: Final = 0.01
_STEP: Final = 128
"""After so many rows somebody who waits is told."""
_LONGEST_KIND: Final = 30
"""More characters are no kind but a description, which may name somebody."""
_PHONE: Final = re.compile(r"\d{7,}")


@dataclass(frozen=True, eq=False)
class ItemRows:
    """The good rows of a list of items. Shapes (n,), ``xy`` (n, 2), NaN without a place, in the plan's CRS.

    Attributes
    ----------
    grid : int64
        The grid that is declared of it, 0 for none.
    days : mapping of str to array of str
        By the columns of the table; ``""`` for none.
    rating : int64
        0 where the list says nothing.
    """

    number: TextArray
    kind: TextArray
    xy: FloatArray
    grid: IntArray
    days: Mapping[str, TextArray]
    rating: IntArray

    def taken(self, which: IntArray) -> ItemRows:
        """Return some of the rows."""
        days = {name: values[which] for name, values in self.days.items()}
        return ItemRows(
            self.number[which], self.kind[which], self.xy[which], self.grid[which], days, self.rating[which]
        )


class Reader(Protocol):
    """What says which grids a row names, as :class:`gridmap.exchange.rosters.located.Located` does."""

    inside: int

    def targets(self, row: int) -> list[int] | None:
        """Return the grids that a row names, none if it names none; ``None`` if it was told that one is not there."""


def read_items(
    plan: Plan, sheet: Sheet, xy: FloatArray, reader: Reader, column: int, step: Callable[[int], None]
) -> tuple[gpd.GeoDataFrame, TextArray, IntArray]:
    """Return the rows of ``items`` that a table leads to, their status, and the id of each row of the table.

    Parameters
    ----------
    xy : float64 (n, 2)
        Places in the plan's CRS, NaN for none.
    column : int
        Of which it is told that a row names several grids.
    """
    number, days = np.array(sheet.texts("item_number"), dtype=object), days_of(sheet)
    kind, rating = kinds_of(plan.scheme, sheet), ratings_of(sheet)
    step(sheet.count // 3)
    points = shapely.points(xy)
    points[np.isnan(xy[:, 0])] = None
    bare = ~sheet.skipped & ~sheet.bad & (grids_at(plan, points) < 0)
    grid = np.zeros(sheet.count, dtype=np.int64)
    for row in np.flatnonzero(bare).tolist():
        if row % _STEP == 0:
            step((sheet.count + row) // 3)
        targets = reader.targets(row)
        if targets is not None and len(targets) > 1:
            sheet.fault(row, column, "item-in-several-grids")
        elif targets is not None:
            grid[row] = targets[0] if targets else reader.inside
    lost = int((bare & ~sheet.bad & (grid == 0)).sum())
    if lost:
        sheet.tell("roster-items-without-place", count=lost)
    use = np.flatnonzero(~sheet.skipped & ~sheet.bad)
    listed = ItemRows(number, kind, xy, grid, days, rating).taken(use)
    rows, status, ids, again = rows_of_items(plan, listed)
    if (again == 1).any():
        sheet.tell("roster-rows-twice", count=int((again == 1).sum()))
    for row in use[again == 2].tolist():
        sheet.fault(row, sheet.place("item_number"), "item-number-twice")
    of_row = np.zeros(sheet.count, dtype=np.int64)
    of_row[use] = ids
    return rows, status, of_row


def kinds_of(scheme: Scheme, sheet: Sheet) -> TextArray:
    """Return the kinds of a list: keys of the scheme where a cell names one, else as it is written."""
    words = {plain(word): kind.key for kind in scheme.items for word in (kind.key, kind.name.zh, kind.name.en)}
    said = sheet.texts("item_kind")
    for row, text in enumerate(said):
        if text and plain(text) not in words and (len(text) > _LONGEST_KIND or _PHONE.search(text)):
            sheet.fault(row, sheet.place("item_kind"), "item-kind-long", left_out=False, value="…")
            said[row] = ""
    return np.array([words.get(plain(text), text) for text in said], dtype=object)


def ratings_of(sheet: Sheet) -> IntArray:
    """Return the ratings of a list, 0 where it says none; what is no rating is told."""
    found = np.zeros(sheet.count, dtype=np.int64)
    for row, text in enumerate(sheet.texts("rating")):
        form = plain(text).removesuffix("0") if re.fullmatch(r"\d\.0", text) else plain(text)
        found[row] = RATINGS.get(form, 0)
        if not found[row] and form not in _UNRATED:
            sheet.fault(row, sheet.place("rating"), "item-rating-unknown", left_out=False)
    return found


def days_of(sheet: Sheet) -> dict[str, TextArray]:
    """Return the days of a list; rows without a first day and those in an order that cannot be are left out."""
    days = {name: sheet.dates(name).days for name in DAYS}
    for row in np.flatnonzero((days["raised_on"] == "") & ~sheet.skipped & ~sheet.bad).tolist():
        sheet.fault(row, max(sheet.place("raised_on"), 0), "item-without-day")
    last = days["raised_on"].astype(str)
    for name in DAYS[1:]:
        said = days[name].astype(str)
        wrong = (said != "") & (said < last) & ~sheet.bad
        for row in np.flatnonzero(wrong).tolist():
            sheet.fault(row, sheet.place(name), "item-days-reversed", before=last[row])
        last = np.where(said != "", said, last)
    return days


def rows_of_items(plan: Plan, items: ItemRows) -> tuple[gpd.GeoDataFrame, TextArray, IntArray, IntArray]:
    """Return the rows of ``items`` that a list leads to.

    Returns
    -------
    GeoDataFrame
        All items that the list names, as they will be, by id.
    array of str
        ``new``, ``changed`` or ``same``, in their order.
    int64 (n,)
        The id of each row of the list; 0 of one that is left out.
    int64 (n,)
        1 for a row that repeats one before it, 2 for one that has the number of another one and says otherwise.
    """
    table = plan.tables["items"]
    points = item_points(plan)
    there = ~shapely.is_missing(points)
    xy = np.full((len(points), 2), np.nan)
    xy[there] = shapely.get_coordinates(points[there])
    known = ItemRows(
        table["number"].to_numpy(dtype=object),
        table["kind"].to_numpy(dtype=object),
        xy,
        table["grid"].to_numpy(),
        {name: table[name].to_numpy(dtype=object) for name in DAYS},
        table["rating"].to_numpy(),
    )
    ours, again = _keys(items), np.zeros(len(items.number), dtype=np.int64)
    repeated = pd.Series(ours).duplicated().to_numpy()
    if repeated.any():
        first = pd.Series(np.arange(len(ours))).groupby(ours).transform("first").to_numpy()
        said = pd.Series(_everything(items))
        again[repeated] = np.where(said.to_numpy() == said.to_numpy()[first], 1, 2)[repeated]
    use = np.flatnonzero(again == 0)
    by_key = pd.Series(table.index.to_numpy(), index=_keys(known))
    by_key = by_key[~by_key.index.duplicated()]
    ids = by_key.reindex(ours[use]).fillna(0).to_numpy(dtype=np.int64).copy()
    fresh = ids == 0
    ids[fresh] = plan.next_id("items") + np.arange(int(fresh.sum()))
    rows = _merged(plan, items.taken(use), ids, fresh)
    changed = _differs(plan, rows)
    status = np.where(np.isin(rows.index, ids[fresh]), "new", np.where(changed, "changed", "same")).astype(object)
    of_row = np.zeros(len(ours), dtype=np.int64)
    of_row[use] = ids
    return rows, status, of_row, again


def _keys(items: ItemRows) -> TextArray:
    """Return what tells items apart: number and year, or kind, first day, place, and how many such came before."""
    year = pd.Series(items.days["raised_on"], dtype=object).str.slice(0, 4)
    numbered = items.number != ""
    place = [
        f"{x:.0f} {y:.0f}" if not np.isnan(x) else str(grid)
        for (x, y), grid in zip(np.round(items.xy / _SAME_M).tolist(), items.grid.tolist(), strict=True)
    ]
    plain_key = pd.Series(items.kind, dtype=object) + "\0" + items.days["raised_on"] + "\0" + place
    nth = plain_key.where(~numbered).groupby(plain_key.where(~numbered)).cumcount().astype(str)
    keys = np.where(numbered, "n\0" + items.number + "\0" + year.to_numpy(), "u\0" + plain_key.to_numpy() + "\0" + nth)
    return np.asarray(keys, dtype=object)


def _everything(items: ItemRows) -> list[str]:
    columns = [items.kind.tolist(), *(items.days[name].tolist() for name in DAYS), items.rating.tolist()]
    columns += [np.round(items.xy / _SAME_M).tolist(), items.grid.tolist()]
    return [repr(row) for row in zip(*columns, strict=True)]


def _merged(plan: Plan, items: ItemRows, ids: IntArray, fresh: npt.NDArray[np.bool_]) -> gpd.GeoDataFrame:
    """Return the rows as they will be: what the list says, and of items that were there what it does not."""
    table = plan.tables["items"].reindex(ids)
    says = {"number": items.number, "kind": items.kind, **items.days}
    columns: dict[str, object] = {}
    for name in ("number", "kind", *DAYS):
        before = table[name].fillna("").to_numpy(dtype=object)
        columns[name] = np.where(says[name] != "", says[name], before)
    rated = table["rating"].fillna(0).to_numpy(dtype=np.int64)
    columns["rating"] = np.where(items.rating > 0, items.rating, rated)
    shapes = np.asarray(table.geometry.array, dtype=object).copy()
    placed = np.isfinite(items.xy[:, 0])
    old = np.full((len(ids), 2), np.nan)
    point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    old[point] = shapely.get_coordinates(shapes[point])
    moves = placed & ~(np.hypot(*(items.xy - old).T) <= 2 * _SAME_M)
    shapes[moves] = shapely.points(items.xy[moves])
    declared = table["grid"].fillna(0).to_numpy(dtype=np.int64)
    columns["grid"] = np.where((items.grid > 0) | (placed & fresh), items.grid, declared)
    rows = gpd.GeoDataFrame(columns, index=pd.Index(ids, name="id"), geometry=shapes, crs=plan.crs)
    return rows.sort_index()


def _differs(plan: Plan, rows: gpd.GeoDataFrame) -> npt.NDArray[np.bool_]:
    """Return which rows say something else than those of the plan with their ids."""
    before = plan.tables["items"].reindex(rows.index)
    differs = np.zeros(len(rows), dtype=bool)
    for name in ("number", "kind", "grid", *DAYS, "rating"):
        differs |= rows[name].to_numpy(dtype=object) != before[name].to_numpy(dtype=object)
    one, two = (np.asarray(frame.geometry.array, dtype=object) for frame in (rows, before))
    both_missing = shapely.is_missing(one) & shapely.is_missing(two)
    return differs | ~(both_missing | shapely.equals_exact(one, two, 0.0))
