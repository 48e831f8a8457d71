"""The ground of some grids is shared out anew, at once and as one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from gridmap.edits.merging import without
from gridmap.ground.codes import next_codes
from gridmap.ground.placement import building_index
from gridmap.model.arrays import FloatArray
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import is_among
from gridmap.reshaping.soundness import refuse_new_faults


@dataclass(frozen=True, eq=False)
class NewBorders:
    """How the ground of grids with one parent and of one kind is shared out anew.

    Attributes
    ----------
    grids : tuple of int
        Ids of the grids whose ground it is; none is divided into others.
    shapes : tuple of Polygon or MultiPolygon
        In the plan's CRS. Together they are that ground, and they meet each other vertex for vertex.
    keeps : tuple of int
        By shape the id of the grid that it becomes the ground of, each at most once; 0 makes a new grid. If there are
        fewer shapes than grids, every shape has one.
    """

    grids: tuple[int, ...]
    shapes: tuple[shapely.Geometry, ...]
    keeps: tuple[int, ...]


@dataclass(frozen=True)
class Redivide:
    """Share the ground of grids out anew, in as many villages as one likes.

    A grid that keeps some of its ground keeps its code, name, worker and branches. A new one gets the next code never
    used, no worker and no branch. A grid that is left without ground goes: its code is retired, and the grid that gets
    most of its households receives its workers and branches (:func:`gridmap.edits.handing_over.handed_over`).

    Parameters
    ----------
    villages : tuple of NewBorders
    on : date, optional
        The day on which codes are retired; today by default.
    """

    villages: tuple[NewBorders, ...]
    on: dt.date | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``nothing-to-divide`` if no village is named; ``grid-is-divided``; ``no-code-left``; or
            ``shape-would-be-invalid`` and the faults that :func:`~gridmap.reshaping.soundness.refuse_new_faults` names,
            where shapes are not the ground of the grids.
        """
        if not self.villages:
            raise Refused("nothing-to-divide", codes="-")
        work = Reshaping(plan)
        heir: dict[int, int] = {}
        new = 0
        ends: list[FloatArray] = []
        for borders in self.villages:
            heir |= _heirs(plan, borders)
            ends.append(_redivide(work, borders))
            new += borders.keeps.count(0)
        # Only now has every neighbour the ring into which the ends of new borders are to be put.
        work.share_vertices(np.concatenate(ends))
        grids = [grid for borders in self.villages for grid in borders.grids]
        parents = np.unique([int(plan.value(borders.grids[0], "parent")) for borders in self.villages])
        values: dict[str, str | int | float] = {
            "codes": ", ".join(plan.codes(parents)),
            "count": sum(len(borders.shapes) for borders in self.villages),
            "before": len(grids),
            "new": new,
        }
        for grid in heir:
            work.drop(grid)
        if heir:
            return without(work, heir, "redivide", values, self.on)
        return refuse_new_faults(plan, work.change("redivide", values))


def _redivide(work: Reshaping, borders: NewBorders) -> FloatArray:
    """Put the new shapes in; return the vertices that were not there before. Shape (k, 2)."""
    plan = work.plan
    divided = [grid for grid in borders.grids if len(plan.child_positions([grid]))]
    if divided:
        raise Refused("grid-is-divided", grids=divided, codes=", ".join(plan.codes(divided)))
    like = borders.grids[0]
    shapes = np.array(borders.shapes, dtype=object)
    before = shapely.get_coordinates(work.shapes(borders.grids))
    lacking = [number for number, grid in enumerate(borders.keeps) if not grid]
    parent = int(plan.value(like, "parent"))
    codes = next_codes(plan, parent, plan.scheme.kind(plan.value(like, "kind")), len(lacking)) if lacking else []
    for shape, grid in zip(borders.shapes, borders.keeps, strict=True):
        if grid:
            work.put(grid, shape)
    for number, code in zip(lacking, codes, strict=True):
        shape = borders.shapes[number]
        parts = int(shapely.get_num_geometries(shape))
        work.add(like, shape, code=code, name="", parts=parts, locked=False, note="")
    after = shapely.get_coordinates(shapes)
    return after[~is_among(after, before)]


def _heirs(plan: Plan, borders: NewBorders) -> dict[int, int]:
    """Return, by id of each grid that goes, the grid that gets most of its households, or of its ground."""
    going = [grid for grid in borders.grids if grid not in borders.keeps]
    if not going:
        return {}
    stays = [number for number, grid in enumerate(borders.keeps) if grid]
    return {grid: borders.keeps[stays[_most_of(plan, grid, [borders.shapes[s] for s in stays])]] for grid in going}


def _most_of(plan: Plan, grid: int, shapes: Sequence[shapely.Geometry]) -> int:
    old = plan.shape(grid)
    pieces = shapely.intersection(np.array(shapes, dtype=object), old)
    at, row = building_index(plan).query(pieces, predicate="intersects")
    households = np.bincount(at, weights=plan.buildings["households"].to_numpy()[row], minlength=len(pieces))
    return int(np.lexsort((-shapely.area(pieces), -households))[0])
