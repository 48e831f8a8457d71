"""What is painted at one scale: the layers' marks at the level that fits, simplified, as batches for Qt.

A scene is made off the window's thread by :func:`build_scene` and never changes. It holds the whole plan where that is
small enough, otherwise a window of it. From afar the grids of the deepest level are too small to be told apart; then
the ground is that of a level further up, each area in the state that most of its grids are in, and only grids that
stand out from it are painted on their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.ground.tiling import on_the_map, valid_shapes
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan
from layers import palette
from layers.marks import Box, Layer, Marks, touching
from layers.shown import ShownLayer
from layers.style import Style
from layers.territory import Borders
from ui.canvas.scene.batches import NO_BATCHES, Batches, filled, joined, outlined, stroked, thinned
from ui.canvas.scene.border_rings import borders_once

NOWHERE: Final = (0.0, 0.0, 1.0, 1.0)
"""What is shown of a plan without any ground."""


SMALLEST_CELL_PX: Final = 11.0
"""A level is shown where its grids are at least about this wide on the screen."""

WHOLE: Final = 600_000
"""Vertices up to which a scene holds the whole plan."""

PIECE: Final = 32
"""Vertices to a piece of a wide border."""

_WIDE_MM: Final = 0.35
_BUILDINGS_M: Final = 3.2
_ALL_ROADS_M: Final = 12.0
_TOLERANCE_PX: Final = 0.9
"""Root of the area of the triangles that simplifying may take away, pixels at most."""

_UNSEEN: Final = 0.3
"""Part of a detail by which a wide line may run beside the border, so that it has fewer vertices."""

_STEP: Final = 2.0
_FINER: Final = 4.0
_COARSE_ENOUGH: Final = 0.6


@dataclass(frozen=True, eq=False)
class Symbols:
    """Point symbols of one style, and how large what they stand for is.

    Attributes
    ----------
    style : Style
    places : float64 (n, 2)
        Metres east and south of the scene's origin.
    size_m : float64 (n,)
        The symbol is painted where this is too small to be seen.
    labels : array of str (n,)
        What is written in each, ``""`` for nothing.
    keys : int64 (n,)
        Id of the row that each stands for.
    """

    style: Style
    places: FloatArray
    size_m: FloatArray
    labels: npt.NDArray[np.object_]
    keys: IntArray


@dataclass(frozen=True, eq=False)
class PreparedLayer:
    """One layer of a scene: what to fill, what to stroke, where symbols stand, in this order.

    Attributes
    ----------
    layer : Layer
    opacity : float
    weight : float
        Lines are this many times as wide as their styles say.
    fills : list of (Style, Batches)
    solid : list of (Style, Batches)
        What gives the same picture with fewer vertices where nothing shows through, empty if there is no such thing:
        ground that goes on below what lies on top of it.
    strokes : list of (Style, Batches, float)
        With the width of the cells that the lines part, metres (0 for other lines): lines between small ones are thin.
    symbols : list of Symbols
    """

    layer: Layer
    opacity: float
    fills: list[tuple[Style, Batches]] = field(default_factory=list)
    solid: list[tuple[Style, Batches]] = field(default_factory=list)
    strokes: list[tuple[Style, Batches, float]] = field(default_factory=list)
    symbols: list[Symbols] = field(default_factory=list)
    weight: float = 1.0


@dataclass(frozen=True)
class Wanted:
    """What a scene is asked for.

    Attributes
    ----------
    rank : int
        Level of the ground.
    detail_m : float
        Details smaller than this may go.
    box : Box or None
        Part of the ground, the whole by default.
    buildings, all_roads : bool
        Whether the scale is close enough for them.
    """

    rank: int
    detail_m: float
    box: Box | None = None
    buildings: bool = False
    all_roads: bool = False

    def serves(self, other: Wanted) -> bool:
        """Whether what is made for this is good enough for another."""
        same = (self.rank, self.buildings, self.all_roads) == (other.rank, other.buildings, other.all_roads)
        return (
            same
            and self.detail_m <= other.detail_m <= max(self.detail_m * _FINER, _FINER)
            and covers(self.box, other.box)
        )


@dataclass(frozen=True, eq=False)
class Scene:
    """Prepared layers, the lowest first, in metres from an origin.

    Attributes
    ----------
    plan : Plan
    wanted : Wanted
    origin : (float, float)
        Where local coordinates begin; they go east and south.
    layers : tuple of PreparedLayer
    """

    plan: Plan
    wanted: Wanted
    origin: tuple[float, float]
    layers: tuple[PreparedLayer, ...]


def covers(box: Box | None, other: Box | None) -> bool:
    """Whether a box (``None``: everything) holds another one."""
    if box is None or other is None:
        return box is None
    return box[0] <= other[0] and box[1] <= other[1] and box[2] >= other[2] and box[3] >= other[3]


# ---- which level fits ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Levels:
    """The levels that have shapes, from the top, with what decides when each is shown.

    Attributes
    ----------
    ranks : tuple of int
    cell_m : tuple of float
        Median width of a level's grids, metres.
    vertices : tuple of int
    spacing_m : tuple of float
        Mean length of their edges: details smaller than this are not worth simplifying away.
    extent : Box
        Of all grids.
    """

    ranks: tuple[int, ...]
    cell_m: tuple[float, ...]
    vertices: tuple[int, ...]
    spacing_m: tuple[float, ...]
    extent: Box

    def fitting(self, metres_per_pixel: float) -> int:
        """Return the rank of the deepest level whose grids are large enough on the screen, 0 if there is none."""
        fitting = [
            rank
            for rank, cell in zip(self.ranks, self.cell_m, strict=True)
            if cell / metres_per_pixel >= SMALLEST_CELL_PX
        ]
        return fitting[-1] if fitting else self.ranks[0] if self.ranks else 0


@kept("grids")
def levels_of(plan: Plan) -> Levels:
    """Return the levels of a plan that have shapes; kept with the plan."""
    shapes = valid_shapes(plan)
    there = ~shapely.is_missing(shapes)
    ranks = [int(rank) for rank in np.unique(plan.ranks[there & (plan.ranks > 0)])]
    area, vertices = shapely.area(shapes), shapely.get_num_coordinates(shapes)
    cells, counts, spacing = [], [], []
    for rank in ranks:
        rows = there & (plan.ranks == rank)
        cells.append(math.sqrt(float(np.median(area[rows]))))
        counts.append(int(vertices[rows].sum()))
        spacing.append(float(shapely.length(shapes[rows]).sum()) / max(counts[-1], 1))
    extent = NOWHERE
    if there.any():
        west, south, east, north = shapely.total_bounds(shapes[there]).tolist()
        extent = (west, south, east, north)
    return Levels(tuple(ranks), tuple(cells), tuple(counts), tuple(spacing), extent)


@levels_of.follows
def _(old: Plan, new: Plan, change: Change, result: Levels) -> Levels | None:
    """Keep the sizes of a level, which one edit does not move; a level that comes or goes is looked for anew."""
    if set(np.unique(old.ranks[old.has_shape]).tolist()) != set(np.unique(new.ranks[new.has_shape]).tolist()):
        return None
    at = new.positions(change.ids("grids"))
    shapes = new.all_shapes[at[at >= 0]]
    shapes = on_the_map(shapes)
    if not len(shapes):
        return result
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    w, s, e, n = result.extent
    extent = (min(w, west), min(s, south), max(e, east), max(n, north))
    return Levels(result.ranks, result.cell_m, result.vertices, result.spacing_m, extent)


def wanted_for(plan: Plan, box: Box, metres_per_pixel: float, rank: int | None = None) -> Wanted:
    """Return what a scene for a view must hold.

    Parameters
    ----------
    plan : Plan
        Its :func:`levels_of` should be known already.
    box : Box
        What is seen.
    metres_per_pixel : float
        Of the screen's dots.
    rank : int, optional
        A level to show whatever the scale; by default the one that fits.
    """
    levels = levels_of(plan)
    rank = levels.fitting(metres_per_pixel) if rank is None else rank
    buildings = metres_per_pixel < _BUILDINGS_M
    detail = _TOLERANCE_PX * metres_per_pixel
    detail = 0.0 if detail < 0.5 else _STEP ** math.floor(math.log(detail, _STEP) + 1e-9)
    vertices = dict(zip(levels.ranks, levels.vertices, strict=True)).get(rank, 0)
    whole = vertices + 5 * buildings * len(plan.buildings) <= WHOLE
    return Wanted(rank, detail, None if whole else box, buildings, metres_per_pixel < _ALL_ROADS_M)


# ---- ground ----------------------------------------------------------------------------------------------------------


@kept("grids")
def _simplified(plan: Plan) -> dict[tuple[int, float], ShapeArray]:
    """Hold the shapes of whole levels by rank and detail, as they are asked for."""
    return {}


def level_shapes(
    plan: Plan, rank: int, detail_m: float, box: Box | None, *, is_ground: bool = True
) -> tuple[IntArray, ShapeArray]:
    """Return the grids of a level that touch a box: positions in ``plan.ids``, and shapes that still share borders.

    Grids that are ground are simplified only where that takes a good part of their vertices away; levels above it,
    whose wide lines cost more and which are few, always.
    """
    shapes = valid_shapes(plan)
    of_level = ~shapely.is_missing(shapes) & (plan.ranks == rank)
    if box is not None:
        of_level &= touching(shapes, box)
    rows = np.flatnonzero(of_level)
    levels = levels_of(plan)
    spacing = levels.spacing_m[levels.ranks.index(rank)] if rank in levels.ranks else 0.0
    if detail_m < _COARSE_ENOUGH * spacing * is_ground or detail_m == 0.0 or not len(rows):
        return rows, shapes[rows]
    if box is not None:
        return rows, _simpler(plan, rows, detail_m)
    held = _simplified(plan)
    if (rank, detail_m) not in held:
        held[rank, detail_m] = _simpler(plan, rows, detail_m)
    return rows, held[rank, detail_m]


def _simpler(plan: Plan, rows: IntArray, detail_m: float) -> ShapeArray:
    """Simplify grids of one level together; overlays, which may lie anywhere, on their own."""
    shapes = valid_shapes(plan)[rows]
    shares = plan.shares_ground[rows]
    result = shapes.copy()
    if shares.any():
        result[shares] = shapely.coverage_simplify(shapes[shares], detail_m)
    result[~shares] = shapely.simplify(shapes[~shares], detail_m / 2)
    return result


@dataclass(frozen=True, eq=False)
class _Cells:
    """The grids that make up the ground at one level, and all grids down to it by rank: positions and shapes."""

    rows: IntArray
    shapes: ShapeArray
    by_rank: dict[int, tuple[IntArray, ShapeArray]]


def _cells(plan: Plan, wanted: Wanted, pause: Callable[[], None]) -> _Cells:
    """Return the grids down to a level that have none below them which is shown."""
    by_rank: dict[int, tuple[IntArray, ShapeArray]] = {}
    levels = levels_of(plan)
    for rank in levels.ranks:
        if rank > wanted.rank:
            break
        pause()
        by_rank[rank] = level_shapes(plan, rank, wanted.detail_m, wanted.box, is_ground=rank == wanted.rank)
    if not by_rank:
        return _Cells(np.empty(0, np.int64), np.empty(0, dtype=object), {})
    rows, shapes = (np.concatenate(of_all) for of_all in zip(*by_rank.values(), strict=True))
    shown = plan.has_shape & (plan.ranks <= wanted.rank) & (plan.ranks > 0)
    above = plan.positions(plan.parents[shown])
    divided = np.zeros(len(plan.ids), dtype=bool)
    divided[above[above >= 0]] = True
    bottom = ~divided[rows]
    return _Cells(rows[bottom], shapes[bottom], by_rank)


def _ground(plan: Plan, marks: Marks, cells: _Cells, wanted: Wanted) -> list[tuple[Style, ShapeArray, ShapeArray]]:
    """Return the fills of a layer of grids at the level of the cells, what lies on top at the end.

    The second shapes of each fill are those with what lies on top of it, which may be painted below that.
    """
    style_of = np.full(len(plan.ids), -1, dtype=np.int64)
    style_of[plan.positions(marks.key)] = marks.style
    own = style_of[cells.rows]
    for level in reversed(plan.scheme.levels):  # a layer of a level above colours what lies below it
        above = np.append(style_of, -1)[plan.positions(plan.ancestors_at(level))[cells.rows]]
        own = np.where(own < 0, above, own)
    deepest = levels_of(plan).ranks[-1]
    special = len(marks.styles) - 1
    more: tuple[IntArray, ShapeArray] = (np.empty(0, np.int64), np.empty(0, dtype=object))
    if wanted.rank < deepest:
        cell_of = plan.positions(plan.ancestors_at(plan.scheme.levels[wanted.rank - 1]))
        grids = np.flatnonzero((style_of >= 0) & (cell_of >= 0))
        count = np.zeros((len(plan.ids), len(marks.styles)), dtype=np.int64)
        np.add.at(count, (cell_of[grids], style_of[grids]), 1)
        asked = count.copy()
        asked[:, special] = 0
        most = np.where(asked.any(axis=1), asked.argmax(axis=1), count.argmax(axis=1))
        own = np.where(own >= 0, own, np.where(count[cells.rows].any(axis=1), most[cells.rows], -1))
        shapes = valid_shapes(plan)
        apart = grids[(style_of[grids] != most[cell_of[grids]]) & (style_of[grids] != special)]
        apart = apart[touching(shapes[apart], wanted.box)] if len(apart) else apart
        more = style_of[apart], shapely.simplify(shapes[apart], wanted.detail_m / 2)
    for level in reversed(plan.scheme.levels[: wanted.rank - 1]) if (own < 0).any() else ():
        # What a layer says of units above, such as villages, holds for the ground of the grids in them.
        above = np.append(style_of, -1)[plan.positions(plan.ancestors_at(level))]
        own = np.where(own < 0, above[cells.rows], own)
    style, drawn = np.concatenate([own, more[0]]), np.concatenate([cells.shapes, more[1]])
    below = np.append(_below(own, plan.parents[cells.rows], special), more[0])
    styles = {-1: palette.PLAIN, **dict(enumerate(marks.styles))}
    order = [-1, *(i for i in range(len(marks.styles)) if i != special), special]
    return [(styles[i], drawn[style == i], drawn[(style == i) | (below == i)]) for i in order if (style == i).any()]


def _below(style: IntArray, parent: IntArray, special: int) -> IntArray:
    """Return the style of each cell; of those that lie on top, that of a cell beside them in the same grid above."""
    on_top = style == special
    beside = pd.Series(style[~on_top], index=parent[~on_top])
    beside = beside[~beside.index.duplicated()]
    below = style.copy()
    below[on_top] = beside.reindex(parent[on_top], fill_value=special)
    return below


# ---- scenes ----------------------------------------------------------------------------------------------------------


def build_scene(
    plan: Plan, layers: Sequence[ShownLayer], wanted: Wanted, pause: Callable[[], None] = lambda: None
) -> Scene:
    """Make a scene; takes from a few milliseconds to some seconds and may run in any thread.

    Parameters
    ----------
    plan : Plan
    layers : sequence of ShownLayer
        The lowest first; those that are not visible are left out.
    wanted : Wanted
    pause : callable
        Called between steps; may raise to give the work up.
    """
    extent = wanted.box or levels_of(plan).extent
    origin = (extent[0], extent[3])
    if not levels_of(plan).ranks:
        return Scene(plan, wanted, origin, ())  # grids of kinds that the scheme does not know, or none with a shape
    cells = _cells(plan, wanted, pause)
    prepared = []
    for shown in filter(_is_painted, layers):
        pause()
        prepared.append(replace(_prepared(plan, shown, cells, wanted, origin), weight=shown.weight))
    return Scene(plan, wanted, origin, tuple(prepared))


def _is_painted(shown: ShownLayer) -> bool:
    return shown.is_seen and not shown.layer.is_written


def rearranged(scene: Scene, layers: Sequence[ShownLayer]) -> Scene | None:
    """Return a scene with the same layers in another order, opacity or weight; those not shown now lie at the bottom.

    ``None`` if it lacks a layer that is to be painted.
    """
    there = {prepared.layer: prepared for prepared in scene.layers}
    painted = [shown for shown in layers if _is_painted(shown)]
    if any(shown.layer not in there for shown in painted):
        return None
    seen = {shown.layer: replace(there[shown.layer], opacity=shown.opacity, weight=shown.weight) for shown in painted}
    hidden = {layer: replace(prepared, opacity=0.0) for layer, prepared in there.items() if layer not in seen}
    ordered = {**hidden, **seen}
    return replace(scene, layers=tuple(ordered.values()))


def _prepared(
    plan: Plan, shown: ShownLayer, cells: _Cells, wanted: Wanted, origin: tuple[float, float]
) -> PreparedLayer:
    layer = shown.layer
    if layer.is_ground:
        whole = wanted.box is None or wanted.rank < levels_of(plan).ranks[-1]
        marks = layer.marks(plan, None if whole else wanted.box, 0.0)
        ground = _ground(plan, marks, cells, wanted)
        fills = [(style, joined(shapes, origin)) for style, shapes, _ in ground]
        solid = []
        if any(len(shapes) < len(more) for _, shapes, more in ground) and ground[-1][0].fill:
            solid = [(style, joined(shapes, origin)) for style, _, shapes in ground[:-1]] + fills[-1:]
        return PreparedLayer(layer, shown.opacity, fills, solid)
    if isinstance(layer, Borders):
        return PreparedLayer(layer, shown.opacity, strokes=_borders(plan, cells, wanted, origin))
    if layer.is_close_up and not wanted.buildings:
        return PreparedLayer(layer, shown.opacity)
    drawn = layer.close_up() if wanted.all_roads else layer
    marks = drawn.marks(plan, wanted.box, 0.0 if layer.is_close_up else wanted.detail_m)
    fills, strokes, symbols = [], [], []
    for number in pd.unique(marks.style).tolist():
        style, shapes = marks.styles[number], marks.shape[marks.style == number]
        if style.fill or style.pattern:
            fills.append((style, filled(shapes, origin)))
        if style.stroke or style.casing:
            strokes.append((style, outlined(shapes, origin), 0.0))
        if style.symbol:
            symbols.append(_symbols(style, marks.only(marks.style == number), origin))
    return PreparedLayer(layer, shown.opacity, fills, strokes=strokes, symbols=symbols)


def _borders(
    plan: Plan, cells: _Cells, wanted: Wanted, origin: tuple[float, float]
) -> list[tuple[Style, Batches, float]]:
    """Return the borders of each level that is shown, every stretch once, the highest level on top."""
    strokes = []
    levels = levels_of(plan)
    cell = dict(zip(levels.ranks, levels.cell_m, strict=True))
    whole = {rank: valid_shapes(plan)[rows] for rank, (rows, _) in cells.by_rank.items()}
    lines = borders_once(whole, {rank: shapes for rank, (_, shapes) in cells.by_rank.items()})
    for rank in sorted(lines, reverse=True):
        style = palette.BORDERS[min(rank, len(palette.BORDERS)) - 1]
        is_wide = style.width_mm > _WIDE_MM
        line = thinned(lines[rank], _UNSEEN * wanted.detail_m) if is_wide and wanted.detail_m else lines[rank]
        strokes.append((style, stroked(line, origin, PIECE if is_wide else 0), cell[rank]))
    return [stroke for stroke in strokes if stroke[1] is not NO_BATCHES]


def _symbols(style: Style, marks: Marks, origin: tuple[float, float]) -> Symbols:
    shapes = marks.shape
    bounds = shapely.bounds(shapes)
    size = np.sqrt((bounds[:, 2] - bounds[:, 0]) * (bounds[:, 3] - bounds[:, 1]))
    size[shapely.get_dimensions(shapes) < 2] = 0.0
    places = shapely.get_coordinates(shapely.point_on_surface(shapes))
    places = (places - origin) * [1.0, -1.0]
    labels = np.full(len(shapes), "", dtype=object) if marks.label is None else marks.label
    return Symbols(style, places, np.where(style.symbol_on_top, 0.0, size), labels, marks.key)
