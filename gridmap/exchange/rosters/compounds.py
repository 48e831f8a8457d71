"""Compounds of lists, in columns: where each is, what it has, and which of the plan it is.

A compound of the plan is the row's if the building of that name in the same place would be
(:func:`gridmap.ground.compounds.compounds_named`). What a list leaves blank stays as it was. Nobody in it is kept: who
heads a committee or a firm, and remarks, stay out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from rapidfuzz import fuzz, process

from gridmap.exchange.headers import plain
from gridmap.exchange.rosters.facilities import without_mobiles
from gridmap.exchange.rosters.sheet import Sheet
from gridmap.ground.compounds import compounds_named
from gridmap.ground.placement import deepest_at
from gridmap.model.arrays import BoolArray, FloatArray, IntArray
from gridmap.model.plan import Plan

TextArray = npt.NDArray[np.object_]

YES: Final = frozenset(("有", "是", "已成立", "成立", "已建", "已组建", "yes", "y", "true", "1", "√", "✓", "✔", "☑"))
NO: Final = frozenset(
    (
        "无",
        "否",
        "没有",
        "未成立",
        "未建",
        "未组建",
        "不是",
        "no",
        "none",
        "n",
        "false",
        "0",
        "×",
        "✗",
        "✘",
        "-",
        "—",
        "/",
    )
)
"""What a cell says of something that is there or not, instead of its name."""

_NUMBERS: Final = {
    "declared_households": "households",
    "declared_residents": "residents",
    "registered": "compound_registered",
    "members": "compound_members",
}
"""Numbers of the table, by the fields that say them."""
_TEXTS: Final = {"alias": "compound_alias", "firm": "compound_firm", "source": "compound_source"}
_STEP: Final = 128
_ALIKE: Final = 60.0


class Reader(Protocol):
    """What the columns of a table say of grids, as :class:`gridmap.exchange.rosters.located.Located` does."""

    inside: int
    members: IntArray

    def targets(self, row: int) -> list[int] | None:
        """Return the grids that a row names, none if it names none; ``None`` if it was told that one is not there."""


@dataclass(frozen=True, eq=False)
class _Listed:
    """The rows of a list. Shapes (n,); a number of -1 and a branch of -1 are not said."""

    name: TextArray
    texts: Mapping[str, TextArray]
    numbers: Mapping[str, IntArray]
    committee: TextArray
    has_committee: IntArray
    branch: IntArray
    grid: IntArray


def read_compounds(
    plan: Plan, sheet: Sheet, xy: FloatArray, reader: Reader, column: int, step: Callable[[int], None]
) -> tuple[gpd.GeoDataFrame, TextArray, IntArray]:
    """Return the rows of ``compounds`` that a table leads to, their status, and the id of each row of the table.

    Parameters
    ----------
    xy : float64 (n, 2)
        Places in the plan's CRS, NaN for none; they say in which grid a compound is and are not kept.
    column : int
        Of which it is told that a row names several grids.
    """
    listed = _listed(plan, sheet, xy, reader, column, step)
    for row in np.flatnonzero((listed.name == "") & ~sheet.skipped & ~sheet.bad).tolist():
        sheet.fault(row, sheet.place("compound"), "compound-name-missing")
    step(sheet.count * 3 // 4)
    use = np.flatnonzero(~sheet.skipped & ~sheet.bad)
    ids, fresh = _known(plan, sheet, listed, use)
    keep = ids[use] > 0
    rows = _merged(plan, listed, use[keep], ids[use[keep]])
    status = np.where(np.isin(rows.index, fresh), "new", np.where(_differs(plan, rows), "changed", "same"))
    return rows, status.astype(object), ids


def _listed(
    plan: Plan, sheet: Sheet, xy: FloatArray, reader: Reader, column: int, step: Callable[[int], None]
) -> _Listed:
    numbers = {name: sheet.numbers(field) for name, field in _NUMBERS.items()}
    if not sheet.has("compound_members"):
        numbers["members"] = np.asarray(reader.members)
    said = without_mobiles(sheet, "compound_committee")
    yes, no = (np.array([plain(text) in words for text in said.tolist()], dtype=bool) for words in (_YES, _NO))
    yes |= np.array([text in YES for text in said.tolist()], dtype=bool)
    no |= np.array([text in NO for text in said.tolist()], dtype=bool)
    texts = {name: without_mobiles(sheet, field) for name, field in _TEXTS.items()}
    texts["firm"] = np.array(["" if text in NO | YES else text for text in texts["firm"].tolist()], dtype=object)
    return _Listed(
        name=without_mobiles(sheet, "compound"),
        texts=texts,
        numbers=numbers,
        committee=np.where(yes | no, "", said),
        has_committee=np.where(no, 0, np.where(said != "", 1, -1)),
        branch=_branches(plan, sheet),
        grid=_grids(plan, sheet, xy, reader, column, step),
    )


_YES, _NO = (frozenset(plain(word) for word in words) - {""} for words in (YES, NO))


def _branches(plan: Plan, sheet: Sheet) -> IntArray:
    """Return the branch of each row, 0 where it says that there is none, -1 where it says nothing that is understood.

    What is no branch of the plan, or the name of several, is told; the row comes in without it.
    """
    at = next((place for kind in ("compound_branch", "branch") for place in sheet.places(kind)), -1)
    found = np.full(sheet.count, -1, dtype=np.int64)
    if at < 0:
        return found
    table = plan.tables["branches"]
    known: dict[str, list[int]] = {}
    for id_, name in zip(table.index.tolist(), table["name"].tolist(), strict=True):
        known.setdefault(plain(name), []).append(id_)
    near: dict[str, tuple[str, ...]] = {}
    for row, cell in enumerate(sheet.cells(at).tolist()):
        text = cell.strip()
        if not text or sheet.skipped[row] or sheet.bad[row]:
            continue
        form = plain(text)
        if text in NO or form in _NO:
            found[row] = 0
        elif text in YES or form in _YES:
            sheet.fault(row, at, "compound-branch-unnamed", left_out=False)
        elif len(known.get(form, ())) == 1:
            found[row] = known[form][0]
        else:
            key = "compound-branch-ambiguous" if form in known else "compound-branch-unknown"
            if form not in near:
                alike = process.extract(form, list(known), scorer=fuzz.ratio, limit=3, score_cutoff=_ALIKE)
                near[form] = tuple(str(table.loc[known[word][0], "name"]) for word, _, _ in alike)
            suggestions = near[form] if key.endswith("unknown") else ()
            sheet.fault(row, at, key, left_out=False, suggestions=suggestions)
    return found


def _grids(
    plan: Plan, sheet: Sheet, xy: FloatArray, reader: Reader, column: int, step: Callable[[int], None]
) -> IntArray:
    """Return the grid of each row: that in which its coordinates lie, or that it names, or the unit of the list."""
    points = np.asarray(shapely.points(xy), dtype=object)
    points[np.isnan(xy[:, 0])] = None
    grid = deepest_at(plan, points)
    for row in range(sheet.count):
        if row % _STEP == 0:
            step((sheet.count + row) // 2)
        if grid[row] or sheet.skipped[row] or sheet.bad[row]:
            continue
        targets = reader.targets(row)
        if targets is not None and len(targets) > 1:
            sheet.fault(row, column, "compound-in-several-grids")
        elif targets is not None:
            grid[row] = targets[0] if targets else reader.inside
    return grid


def _known(plan: Plan, sheet: Sheet, listed: _Listed, use: IntArray) -> tuple[IntArray, IntArray]:
    """Return the id of each row of the table, 0 for one that is left out, and which of the ids are new."""
    at = plan.positions(listed.grid)
    number = np.full(sheet.count, -1, dtype=np.int64)
    number[use] = compounds_named(plan, at[use], listed.name[use])
    table = plan.tables["compounds"]
    names: dict[str, list[int]] = {}
    for id_, name in zip(table.index.tolist(), table["name"].tolist(), strict=True):
        names.setdefault(name, []).append(id_)
    level = plan.scheme.levels[min(1, len(plan.scheme.levels) - 1)]
    above = np.append(plan.ancestors_at(level), 0)[at]
    ids, after = np.zeros(sheet.count, dtype=np.int64), plan.next_id("compounds")
    fresh: list[int] = []
    taken: dict[object, int] = {}
    for row in use.tolist():
        name = str(listed.name[row])
        known = 0
        if 0 <= number[row] < len(table):
            known = int(table.index[number[row]])
        elif at[row] < 0 and len(names.get(name, ())) == 1:
            known = names[name][0]
        key: object = known or (name, int(above[row]))
        if key in taken:
            sheet.fault(row, sheet.place("compound"), "compound-listed-twice", other=taken[key])
            continue
        taken[key] = int(sheet.found.rows[row])
        if not known:
            known = after + len(fresh)
            fresh.append(known)
        ids[row] = known
    return ids, np.array(fresh, dtype=np.int64)


def _merged(plan: Plan, listed: _Listed, use: IntArray, ids: IntArray) -> gpd.GeoDataFrame:
    """Return the rows as they will be: what the list says, and of compounds that were there what it does not."""
    table = plan.tables["compounds"].reindex(ids)

    def before(column: str, blank: object) -> npt.NDArray[np.object_]:
        values = table[column].to_numpy(dtype=object).copy()
        values[pd.isna(values)] = blank
        return values

    columns: dict[str, object] = {"name": np.where(before("name", "") == "", listed.name[use], before("name", ""))}
    for name, values in listed.texts.items():
        columns[name] = np.where(values[use] != "", values[use], before(name, ""))
    for name, numbers in listed.numbers.items():
        columns[name] = np.where(numbers[use] >= 0, numbers[use], before(name, 0)).astype(np.int64)
    for name, said_of in (("branch", listed.branch), ("grid", np.where(listed.grid > 0, listed.grid, -1))):
        columns[name] = np.where(said_of[use] >= 0, said_of[use], before(name, 0)).astype(np.int64)
    has, said = listed.has_committee[use], listed.committee[use]
    columns["has_committee"] = np.where(has >= 0, has, before("has_committee", False)).astype(bool)
    columns["committee"] = np.where(said != "", said, np.where(has == 0, "", before("committee", "")))
    columns["note"] = before("note", "")
    shapes = np.asarray(table.geometry.array, dtype=object)
    rows = gpd.GeoDataFrame(columns, index=pd.Index(ids, name="id"), geometry=shapes, crs=plan.crs)
    return rows.sort_index()


def _differs(plan: Plan, rows: gpd.GeoDataFrame) -> BoolArray:
    """Return which rows say something else than those of the plan with their ids."""
    before = plan.tables["compounds"].reindex(rows.index)
    differs = np.zeros(len(rows), dtype=bool)
    for name in rows.columns.drop("geometry"):
        differs |= rows[name].to_numpy(dtype=object) != before[name].to_numpy(dtype=object)
    return differs
