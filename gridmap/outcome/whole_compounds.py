"""Compounds that stay whole: an edit of grids that would cut one of the list is refused unless somebody says so."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from gridmap.ground.compounds import grounds
from gridmap.indicators.compound_cuts import compound_cuts
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan

_READ: Final = {"grids.geometry", "grids.kind", "grids.parent"}
_NAMED: Final = 3
"""So many compounds are named, and of the others how many there are."""


def refuse_cuts(plan: Plan, change: Change) -> None:
    """Refuse a change of grids after which a compound of the list is cut that was whole before.

    Raises
    ------
    Refused
        ``compound-would-be-cut``, with the names of the compounds, the households on each side of the first, the grids
        that would share them, and where they are.
    """
    if not len(plan.tables["compounds"]) or change.touched.isdisjoint(_READ):
        return
    after = plan.apply(change)
    ids = after.tables["compounds"].index.to_numpy()
    before = plan.tables["compounds"].index.to_numpy()[compound_cuts(plan).which]
    cuts = compound_cuts(after)
    new = cuts.which[~np.isin(ids[cuts.which], before)]
    if not len(new):
        return
    names = after.tables["compounds"]["name"].to_numpy(dtype=object)[new].tolist()
    named = ", ".join(names[:_NAMED]) + (f" +{len(names) - _NAMED}" if len(names) > _NAMED else "")
    raise Refused(
        "compound-would-be-cut",
        grids=[grid for grid in np.unique(cuts.grid[np.isin(cuts.compound, new)]).tolist() if grid in plan.ids],
        where=_together(after, new),
        compound=named,
        sides=" / ".join(f"{count:,}" for count in cuts.sides(int(new[0])).values()),
    )


def _together(after: Plan, which: IntArray) -> shapely.Geometry | None:
    shown = grounds(after, which)
    shown = shown[~shapely.is_missing(shown)]
    return shapely.geometrycollections(shown) if len(shown) else None
