"""What the map of the wizard shows: the plan as it would be, with what is gone and what is left out still there.

No widget is touched here, so that all of it may be made in another thread.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.exchange.boundary_outcome import PreparedBoundaries
from gridmap.exchange.boundary_prepare import prepare_boundaries
from gridmap.ground.extent import ground_extent
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.plan import Plan
from layers.incoming import Incoming
from ui.session.jobs import Job

STATES: Final = Incoming.names
"""What a row or a grid of the outcome is, in the order of the legend."""
GONE: Final = STATES.index("gone")
_MOST_READ_TWICE: Final = 20_000
"""Of larger files is not shown where they would lie otherwise: they would be read twice for that."""
_MOST_OLD: Final = 5_000


@dataclass(frozen=True, eq=False)
class Preview:
    """The outcome as a plan that is never stored.

    Attributes
    ----------
    plan : Plan
        Its grids are those that would be there, those that are gone, and the rows that are left out as far as they
        have a shape.
    row_ids : int64 (n,)
        Id in that plan of each row of the outcome, 0 for a row that has no shape and is left out.
    row_states : int64 (n,)
        Place of each row's state in :data:`STATES`.
    gone : int64 (k,)
        Ids of the grids that the files do not have.
    old : object (m,)
        Borders as they are now of grids that change, in the plan's CRS.
    otherwise : object (l,)
        Where a file would lie if the question about it were answered with yes; empty if there is none.
    """

    plan: Plan
    row_ids: IntArray
    row_states: IntArray
    gone: IntArray
    old: ShapeArray
    otherwise: ShapeArray

    def layer(self, rows: IntArray | None = None) -> Incoming:
        """Return the layer that colours grids by what becomes of them, of all rows or of some."""
        of_rows = np.arange(len(self.row_ids)) if rows is None else rows
        ids = np.concatenate([self.gone, self.row_ids[of_rows]])
        states = np.concatenate([np.full(len(self.gone), GONE), self.row_states[of_rows]])
        there = ids > 0
        last = pd.Series(states[there], index=ids[there]).groupby(level=0).last()
        return Incoming(last.index.to_numpy(dtype=np.int64), last.to_numpy(dtype=np.int64))


def preview_of(prepared: PreparedBoundaries, job: Job) -> Preview:
    """Return the outcome as a plan; what has not come in because a question is open is there as it is read now."""
    rows = prepared.rows
    after = prepared.plan.apply(prepared.change) if prepared.change else prepared.plan
    job.step()
    ids, grids = _with_rows(after.grids, rows)
    lost = prepared.gone[after.positions(prepared.gone) < 0]
    if len(lost):
        grids = pd.concat([grids, prepared.plan.grids.loc[lost]])
    plan = Plan(prepared.plan.scheme, {"grids": grids.sort_index()})
    states = rows["state"].map({name: place for place, name in enumerate(STATES)}).to_numpy(dtype=np.int64)
    job.step()
    ground_extent(plan)  # its map asks for it at once
    job.step()
    return Preview(plan, ids, states, prepared.gone, _old(prepared), _otherwise(prepared, job))


def _with_rows(grids: gpd.GeoDataFrame, rows: gpd.GeoDataFrame) -> tuple[IntArray, gpd.GeoDataFrame]:
    """Return the id of each row, and the grids with those rows added that are not among them."""
    ids = np.where(rows["state"] == "left_out", 0, rows["grid"]).astype(np.int64)
    ids[~np.isin(ids, grids.index.to_numpy())] = 0
    shapes = np.asarray(rows.geometry.array, dtype=object)
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    extra = np.flatnonzero((ids == 0) & drawn)
    if not len(extra):
        return ids, grids
    before = rows["before"].to_numpy()[extra]
    first = int(max(grids.index.max() if len(grids) else 0, rows["grid"].max())) + 1
    own = first + np.arange(len(extra))
    known = (before > 0) & (rows["state"].to_numpy()[extra] != "left_out") & ~pd.Series(before).duplicated().to_numpy()
    ids[extra] = np.where(known, before, own)
    added = rows.iloc[extra][["code", "name", "kind", "parent", "geometry"]].copy()
    added.index = pd.Index(ids[extra], name="id")
    return ids, pd.concat([grids.drop(index=before[known], errors="ignore"), added])


def _old(prepared: PreparedBoundaries) -> ShapeArray:
    """Return the shapes as they are now of grids whose shape changes."""
    moved = [at for at, changes in enumerate(prepared.rows["changes"]) if "shape" in changes][:_MOST_OLD]
    before = prepared.rows["before"].to_numpy()[moved]
    return _drawn(prepared.plan.shapes(before[before > 0]))


def _otherwise(prepared: PreparedBoundaries, job: Job) -> ShapeArray:
    """Return where the first file that seems to be shifted would lie if it were read as is suggested."""
    asked = next((one for one in prepared.suggestions if one.key == "shifted"), None)
    if asked is None or int((prepared.rows["file"] == asked.file).sum()) > _MOST_READ_TWICE:
        return np.empty(0, dtype=object)
    taken = prepared.files[asked.file]
    options = replace(taken.options, **asked.options)
    again = prepare_boundaries(prepared.plan, [taken.path], options, lambda *_: job.step())
    return _drawn(np.asarray(again.rows.geometry.array, dtype=object))


def _drawn(shapes: ShapeArray) -> ShapeArray:
    return shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
