"""Layers that help the eye find its way: water, roads, buildings, party-building zones, ground that is exempt."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import pandas as pd
import shapely

from gridmap.ground.tiling import on_the_map
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray
from gridmap.model.kept import Kept, kept
from gridmap.model.plan import Plan
from layers import palette
from layers.detail import level_of_detail
from layers.marks import Box, Entry, Layer, Legend, Marks, boxes_touching
from layers.style import Style


def _shapes_of(table: str) -> Kept[ShapeArray]:
    """Make what has the shape of every row of a table as a column of its own. Shape (n,)."""

    def shapes(plan: Plan) -> ShapeArray:
        return np.asarray(plan.tables[table].geometry.array, dtype=object)

    shapes.__qualname__ = f"shapes_of_{table}"
    return kept(f"{table}.geometry", column_of=table)(shapes)


def _bounds_of(table: str) -> Kept[FloatArray]:
    """Make what has the bounding box of every row of a table, NaN for none. Shape (n, 4), each side in one piece."""

    def bounds(plan: Plan) -> FloatArray:
        return np.asfortranarray(shapely.bounds(_SHAPES[table](plan)))

    bounds.__qualname__ = f"bounds_of_{table}"
    return kept(f"{table}.geometry", column_of=table)(bounds)


def _ids_of(table: str) -> Kept[IntArray]:
    """Make what has the id of every row of a table. Shape (n,)."""

    def ids(plan: Plan) -> IntArray:
        return plan.tables[table].index.to_numpy()

    ids.__qualname__ = f"ids_of_{table}"
    return kept(f"{table}.id", column_of=table)(ids)


_TABLES: Final = ("exempt_areas", "water", "roads", "buildings", "zones")
_SHAPES: Final = {table: _shapes_of(table) for table in _TABLES}
_IDS: Final = {table: _ids_of(table) for table in _TABLES}
_BOUNDS: Final = {table: _bounds_of(table) for table in _TABLES}


def _seen(plan: Plan, table: str, window: Box | None) -> IntArray:
    """Return the rows of a table that a window shows, ascending."""
    return np.flatnonzero(boxes_touching(_BOUNDS[table](plan), window))


@kept("roads.rank", column_of="roads")
def _ranks_of_roads(plan: Plan) -> IntArray:
    """Return the place of every road's rank among the styles; that of a street for one without a style. Shape (n,)."""
    known = list(palette.ROAD)
    rank = pd.Index(known).get_indexer(plan.tables["roads"]["rank"].to_numpy(dtype=object))
    return np.where(rank < 0, len(known) - 1, rank).astype(np.int64)


def _drawn(shapes: ShapeArray, detail_m: float) -> ShapeArray:
    level = level_of_detail(detail_m)
    return shapely.simplify(shapes, level / 2) if level else shapes


class ExemptAreas(Layer):
    """Ground that need not be covered: rivers, lakes, closed areas."""

    key: ClassVar[str] = "exempt"
    is_everywhere: ClassVar[bool] = True
    covers_ground: ClassVar[bool] = True

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the exempt areas."""
        ids, shapes = _IDS["exempt_areas"](plan), _SHAPES["exempt_areas"](plan)
        rows = _seen(plan, "exempt_areas", window)
        legend = Legend(entries=(Entry("legend-exempt", (palette.EXEMPT,), len(ids)),) if len(ids) else ())
        style = np.zeros(len(rows), dtype=np.int64)
        return Marks(ids[rows], _drawn(shapes[rows], detail_m), style, (palette.EXEMPT,), legend=legend)


class Water(Layer):
    """Rivers, lakes and canals with their names."""

    key: ClassVar[str] = "water"
    is_everywhere: ClassVar[bool] = True
    covers_ground: ClassVar[bool] = True

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the waters; lines are drawn as canals."""
        frame = plan.tables["water"]
        shapes = _SHAPES["water"](plan)
        rows = _seen(plan, "water", window)
        area = shapely.area(shapes[rows])
        grids = on_the_map(plan.all_shapes)
        whole = shapely.area(shapely.box(*shapely.total_bounds(grids))) if len(grids) else np.inf
        style = np.where(area > 0.02 * whole, 1, 0)
        style[shapely.get_dimensions(shapes[rows]) == 1] = 2
        legend = Legend(entries=(Entry("legend-water", (palette.WATER,)),) if len(frame) else ())
        return Marks(
            frame.index.to_numpy()[rows],
            _drawn(shapes[rows], detail_m),
            style,
            (palette.WATER, palette.GREAT_WATER, palette.CANAL),
            frame["name"].to_numpy(dtype=object)[rows],
            np.where(style == 1, -0.99, -1.99),  # below the names of the top level, or below those of the second
            legend,
        )


class Roads(Layer):
    """Roads by rank, the lowest below."""

    key: ClassVar[str] = "roads"
    is_everywhere: ClassVar[bool] = True
    grows: ClassVar[bool] = True
    opacity_in_editing: ClassVar[float] = 0.4

    def __init__(self, *ranks: str) -> None:
        self.ranks = ranks

    def close_up(self) -> Roads:
        """Return the roads of all ranks."""
        return Roads()

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the roads of the wanted ranks, of all by default; a rank without a style is a street."""
        frame = plan.tables["roads"]
        known = list(palette.ROAD)
        style = _ranks_of_roads(plan)
        shapes = _SHAPES["roads"](plan)
        wanted = np.isin(style, [known.index(rank) for rank in self.ranks or known])
        rows = np.flatnonzero(wanted & boxes_touching(_BOUNDS["roads"](plan), window))
        rows = rows[np.argsort(-style[rows], kind="stable")]
        entries = tuple(
            Entry(f"legend-road-{rank}", (palette.ROAD[rank],), form="line")
            for i, rank in enumerate(known)
            if (wanted & (style == i)).any()
        )
        return Marks(
            frame.index.to_numpy()[rows],
            _drawn(shapes[rows], detail_m),
            style[rows],
            tuple(palette.ROAD.values()),
            legend=Legend(entries=entries),
        )


class Buildings(Layer):
    """Building footprints."""

    key: ClassVar[str] = "buildings"
    is_everywhere: ClassVar[bool] = True
    is_close_up: ClassVar[bool] = True
    opacity_in_editing: ClassVar[float] = 0.4

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the buildings, and none at all where most of them would be no more than specks."""
        frame = plan.buildings
        shapes = _SHAPES["buildings"](plan)
        rows = _seen(plan, "buildings", window)
        if level_of_detail(detail_m) and len(rows) and np.median(np.sqrt(shapely.area(shapes[rows]))) < 3 * detail_m:
            rows = rows[:0]
        entry = Entry("legend-buildings", (palette.BUILDING,))
        style = np.zeros(len(rows), dtype=np.int64)
        legend = Legend(entries=(entry,) if len(rows) else ())
        return Marks(frame.index.to_numpy()[rows], shapes[rows], style, (palette.BUILDING,), legend=legend)


class Zones(Layer):
    """Party-building zones, which lie over the grids."""

    key: ClassVar[str] = "zones"

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the outlines of the zones."""
        frame = plan.tables["zones"]
        shapes = _SHAPES["zones"](plan)
        rows = _seen(plan, "zones", window)
        style = np.zeros(len(rows), dtype=np.int64)
        legend = Legend(entries=(Entry("legend-zones", (palette.ZONE,), len(frame)),) if len(frame) else ())
        styles: tuple[Style, ...] = (palette.ZONE,)
        return Marks(frame.index.to_numpy()[rows], _drawn(shapes[rows], detail_m), style, styles, legend=legend)
