"""To whom an imported grid belongs: by a column, by how its code begins, or by where it lies.

The parent that is found is stored; a code or a place that says otherwise later is a finding and changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.ground.codes import parents_by_prefix
from gridmap.ground.tiling.tangles import is_too_tangled
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray

Way = Literal["column", "prefix", "place"]
WAYS: Final[tuple[Way, ...]] = ("column", "prefix", "place")
_SUFFIX: Final = re.compile(
    r"(社区居民委员会|社区居委会|村民委员会|居民委员会|村委会|居委会|社区|村|街道办事处|街道|镇)$"
)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Grids that may be a parent, as columns of one length.

    Attributes
    ----------
    ids : int64 (m,)
    codes, names : object (m,)
    shapes : object (m,)
        ``None`` where there is none.
    ranks : int (m,)
        Rank of the level; of two that hold a place the one further down is its parent.
    """

    ids: IntArray
    codes: npt.NDArray[np.object_]
    names: npt.NDArray[np.object_]
    shapes: ShapeArray
    ranks: npt.NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Found:
    """What was found for each of n grids.

    Attributes
    ----------
    parents : int64 (n,)
        Ids, 0 where no parent was found.
    way : int8 (n,)
        Place in :data:`WAYS`, -1 where no parent was found.
    unknown_value : bool (n,)
        Where the column names a parent that is not there.
    elsewhere : bool (n,)
        Where the parent, found by column or code, has a shape that does not hold the grid's inner point.
    """

    parents: IntArray
    way: npt.NDArray[np.int8]
    unknown_value: BoolArray
    elsewhere: BoolArray


def find_parents(
    codes: Sequence[str],
    shapes: ShapeArray,
    candidates: Candidates,
    named: Sequence[str] | None = None,
    order: Sequence[Way] = WAYS,
) -> Found:
    """Find the parent of every grid, each way in turn for those that the ways before found none for.

    Parameters
    ----------
    codes : sequence of str (n,)
    shapes : array of geometries (n,)
        In the CRS of the candidates' shapes.
    candidates : Candidates
    named : sequence of str (n,), optional
        What the column for the parent says: its code or its name. ``""`` where it says nothing.
    order : sequence of Way
        The ways to try, the first first.
    """
    count = len(codes)
    code_texts = np.array([*codes, ""], dtype=object)[:-1]
    values = np.array([*(named or [""] * count), ""], dtype=object)[:-1]
    parents = np.zeros(count, dtype=np.int64)
    way = np.full(count, -1, dtype=np.int8)
    inner = inner_points(shapes)
    for name in order:
        rows = np.flatnonzero(parents == 0)
        if not len(rows) or not len(candidates.ids):
            break
        if name == "column":
            where = _by_column(values[rows], inner[rows], candidates)
        elif name == "prefix":
            where = parents_by_prefix(code_texts[rows], candidates.codes)
        else:
            where = _by_place(shapes[rows], inner[rows], candidates)
        hit = where >= 0
        parents[rows[hit]] = candidates.ids[where[hit]]
        way[rows[hit]] = WAYS.index(name)
    unknown = (values != "") & (way != WAYS.index("column"))
    return Found(parents, way, unknown, _elsewhere(parents, way, inner, candidates))


def inner_points(shapes: ShapeArray) -> ShapeArray:
    """Return a point inside each shape, also of one that crosses itself; ``None`` where there is no ground to tell."""
    points = np.full(len(shapes), None, dtype=object)
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    points[there] = shapely.point_on_surface(_repaired(shapes[there]))
    return points


def _by_column(named: npt.NDArray[np.object_], inner: ShapeArray, candidates: Candidates) -> IntArray:
    """Find parents by code, then by name, then by name without its suffix; of namesakes the one at the place."""
    wanted = _each_once(_plain, named)
    found = _only(wanted, candidates.codes)
    plain_names = _each_once(_plain, candidates.names)
    for words, names in (
        (wanted, plain_names),
        (wanted, _without_suffix(plain_names)),  # 东村 is 东村村委会
        (_without_suffix(wanted), plain_names),
        (_without_suffix(wanted), _without_suffix(plain_names)),
    ):
        open_rows = np.flatnonzero((found < 0) & (words != ""))
        found[open_rows] = _only(words[open_rows], names)
        for row in open_rows[found[open_rows] < 0]:
            namesakes = np.flatnonzero(names == words[row])
            here = shapely.intersects(candidates.shapes[namesakes], inner[row])
            if len(namesakes) > 1 and np.count_nonzero(here) == 1:
                found[row] = namesakes[here][0]
    return found


def _only(wanted: npt.NDArray[np.object_], names: npt.NDArray[np.object_]) -> IntArray:
    """Return where each text stands among names, -1 if it does not or more than once."""
    known = pd.Series(names, dtype=object)
    known = known[~known.duplicated(keep=False) & (known != "")]
    where = pd.Index(known.to_numpy(), dtype=object).get_indexer(pd.Index(wanted, dtype=object))
    places = np.append(known.index.to_numpy(dtype=np.int64), -1)
    return np.where(where >= 0, places[where], -1).astype(np.int64)


def _by_place(shapes: ShapeArray, inner: ShapeArray, candidates: Candidates) -> IntArray:
    """Find the candidate furthest down that holds the inner point; of several, or if none does, the largest overlap."""
    found = np.full(len(shapes), -1, dtype=np.int64)
    tree = shapely.STRtree(candidates.shapes)
    row, at = tree.query(inner, predicate="intersects")
    missed = np.setdiff1d(np.flatnonzero(~shapely.is_missing(inner)), row)
    near_row, near_at = tree.query(shapes[missed])
    many = np.flatnonzero(np.bincount(row, minlength=len(shapes)) > 1)
    single = ~np.isin(row, many)
    found[row[single]] = at[single]
    row = np.concatenate([row[~single], missed[near_row]])
    at = np.concatenate([at[~single], near_at])
    if not len(row):
        return found
    shared = shapely.area(shapely.intersection(_repaired(shapes[row]), _repaired(candidates.shapes[at])))
    row, at, shared = row[shared > 0], at[shared > 0], shared[shared > 0]
    best_last = np.lexsort((-at, shared, candidates.ranks[at], row))
    found[row[best_last]] = at[best_last]  # of equal rows the last one written stays
    return found


def _elsewhere(parents: IntArray, way: npt.NDArray[np.int8], inner: ShapeArray, candidates: Candidates) -> BoolArray:
    result = np.zeros(len(parents), dtype=bool)
    rows = np.flatnonzero((way >= 0) & (way != WAYS.index("place")))
    if not len(rows):
        return result
    where = pd.Index(candidates.ids).get_indexer(pd.Index(parents[rows]))
    shapes = candidates.shapes[where]
    there = ~(shapely.is_missing(shapes) | shapely.is_missing(inner[rows]))
    result[rows[there]] = ~shapely.intersects(shapes[there], inner[rows[there]])
    return result


def _repaired(shapes: ShapeArray) -> ShapeArray:
    """Return shapes of which the invalid ones are made valid, so that they can be measured; the rest as they are.

    What is too tangled to tell which ground it means becomes ``None``.
    """
    bad = np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes))
    if not len(bad):
        return shapes
    result = shapes.copy()
    result[bad] = None
    clear = bad[[not is_too_tangled(shape) for shape in shapes[bad]]]
    result[clear] = shapely.make_valid(shapes[clear], method="structure", keep_collapsed=True)
    return result


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _without_suffix(names: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    return _each_once(lambda name: _SUFFIX.sub("", name) or name, names)


def _each_once(how: Callable[[str], str], texts: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Return what is made of each text; it is made once of texts that are the same."""
    listed = texts.tolist()
    made = {text: how(text) for text in set(listed)}
    return np.array([made[text] for text in listed], dtype=object)
