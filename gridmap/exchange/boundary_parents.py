"""To whom the rows of a file of boundaries belong, and which grids of the plan find their parents among them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from gridmap.exchange.cells import TextArray
from gridmap.exchange.parents import Candidates, Found, Way, find_parents
from gridmap.exchange.rows import Rows
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.plan import Plan
from gridmap.model.scheme import Kind, Scheme


def kinds_named(scheme: Scheme, key: str) -> tuple[Kind, ...]:
    """Return the kind of that key, or all kinds of the level of that key.

    Raises
    ------
    BadInput
        ``unknown-level`` that lists the keys if there is neither.
    """
    return (scheme.kind(key),) if key in scheme else scheme.kinds_of(scheme.level(key))


def ways_of(kind: Kind) -> tuple[Way, ...]:
    """Return in which order the ways to a parent are tried: the code first where the scheme says that it tells it."""
    return ("column", "prefix", "place") if kind.code.prefix_is_parent else ("column", "place", "prefix")


def candidates_for(plan: Plan, kind: Kind) -> Candidates:
    """Return the grids of a plan that may be a parent of a grid of some kind."""
    which = plan.of_kinds([plan.scheme.kind(key) for key in kind.parents])
    return Candidates(
        plan.ids[which],
        plan.grids["code"].to_numpy(dtype=object)[which],
        plan.grids["name"].to_numpy(dtype=object)[which],
        plan.all_shapes[which],
        plan.ranks[which],
    )


def codes_of(plan: Plan, ids: IntArray) -> TextArray:
    """Return the codes of grids of the plan, ``""`` for id 0."""
    codes = np.full(len(ids), "", dtype=object)
    codes[ids > 0] = plan.codes(ids[ids > 0]) if (ids > 0).any() else []
    return codes


def parents_of_rows(
    plan: Plan,
    kinds: tuple[Kind, ...],
    which: IntArray,
    rows: Rows,
    codes: TextArray,
    shapes: ShapeArray,
    named: TextArray | None,
) -> Found:
    """Find the parents of the rows that are kept, kind by kind.

    Parameters
    ----------
    kinds, which
        The kinds of a file, and for each of n rows which of them it is.
    codes, shapes, named : arrays (n,)
        As for :func:`gridmap.exchange.parents.find_parents`.
    """
    count = len(codes)
    result = Found(
        np.zeros(count, dtype=np.int64),
        np.full(count, -1, dtype=np.int8),
        np.zeros(count, dtype=bool),
        np.zeros(count, dtype=bool),
    )
    for number, kind in enumerate(kinds):
        own = np.flatnonzero(rows.keep & (which == number))
        candidates = candidates_for(plan, kind)
        if not kind.parents or not len(own) or not len(candidates.ids):
            continue
        texts = None if named is None else named[own].tolist()
        found = find_parents(codes[own].tolist(), shapes[own], candidates, texts, ways_of(kind))
        for part in ("parents", "way", "unknown_value", "elsewhere"):
            getattr(result, part)[own] = getattr(found, part)
    return result


def tell_of_parents(
    plan: Plan,
    kinds: tuple[Kind, ...],
    which: IntArray,
    rows: Rows,
    found: Found,
    codes: TextArray,
    named: TextArray | None,
) -> None:
    """Tell which parents are not there (unless what names them is not sure to), or not where the grid is."""
    elsewhere: list[str] = []
    for number, kind in enumerate(kinds):
        own = np.flatnonzero(rows.keep & (which == number))
        if not kind.parents or not len(own):
            continue
        if not plan.of_kinds([plan.scheme.kind(key) for key in kind.parents]).any():
            wanted = [plan.scheme.kind(key).name.zh for key in kind.parents]
            rows.note("no-parents-in-plan", count=len(own), expected=", ".join(wanted))
            continue
        if named is not None:
            for row in own[found.unknown_value[own]]:
                rows.tell("parent-value-unknown", row, value=str(named[row]))
        for row in own[found.parents[own] == 0]:
            rows.tell("parent-not-found", row, code=codes[row])
        away = own[found.elsewhere[own]]
        for row in away:
            rows.doubt("parent-place-differs", row)
        elsewhere += codes[away].tolist()
    if elsewhere:
        rows.note("parent-place-differs", count=len(elsewhere), codes=", ".join(elsewhere[:5]))


def adopted_by(plan: Plan, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return grids of the plan that have no parent yet and find one among those that come in."""
    scheme = plan.scheme
    incoming = set(rows["kind"].unique())
    adopted = []
    for kind in scheme.kinds:
        orphans = plan.ids[(plan.parents == 0) & plan.of_kinds([kind])]
        if not len(orphans) or not incoming & set(kind.parents):
            continue
        orphans = orphans[~np.isin(orphans, rows.index.to_numpy())]
        wanted = rows[rows["kind"].isin(incoming & set(kind.parents))]
        candidates = Candidates(
            wanted.index.to_numpy(),
            wanted["code"].to_numpy(dtype=object),
            wanted["name"].to_numpy(dtype=object),
            np.asarray(wanted.geometry.array, dtype=object),
            np.array([scheme.kind(key).level.rank for key in wanted["kind"]], dtype=np.int16),
        )
        children = plan.grids.loc[orphans]
        found = find_parents(plan.codes(orphans), plan.shapes(orphans), candidates, order=ways_of(kind)[1:])
        children = children[found.parents > 0].copy()
        children["parent"] = found.parents[found.parents > 0]
        adopted.append(children)
    return pd.concat(adopted) if adopted else plan.grids.iloc[:0]
