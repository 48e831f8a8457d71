"""Layers of the grids themselves: what kind each is, its borders, and its name."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.ground.tiling.edges import point_keys
from gridmap.ground.tiling.proof import exempt_ground
from gridmap.ground.tiling.valid import is_valid, made_valid
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray
from gridmap.model.kept import kept
from gridmap.model.plan import Plan
from layers import palette
from layers.border_lines import OUTLINE, border_lines
from layers.detail import grid_shapes, shapes_of_rank
from layers.labels import short_name
from layers.marks import Box, Entry, Layer, Legend, Marks, touching
from layers.style import Style


class GridKinds(Layer):
    """Grids by kind: those that tile in the tint of the top grid they lie in, carved ones and overlays hatched."""

    key: ClassVar[str] = "kinds"
    is_ground: ClassVar[bool] = True
    covers_ground: ClassVar[bool] = True
    is_clickable: ClassVar[bool] = True

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the grids that are not divided further, and a legend of their kinds; overlays lie on top."""
        shapes = grid_shapes(plan, detail_m)
        bottom = undivided(plan)
        special = _special(plan)
        tint = _tint_of_each(plan) % len(palette.TINTS)
        tints = tuple(Style(fill=colour) for colour in palette.TINTS)
        used = tuple(tints[i] for i in np.unique(tint[bottom & ~special])[:4]) or tints[:1]
        count = np.bincount(plan.kind_numbers[plan.kind_numbers >= 0], minlength=len(plan.scheme.kinds)).tolist()
        ranks = np.unique(plan.ranks[bottom])
        entries = tuple(
            Entry(kind.name, used if kind.ground == "tile" else (palette.DEDICATED,), count[number])
            for number, kind in enumerate(plan.scheme.kinds)
            if count[number] and kind.level.rank in ranks
        )
        rows = np.flatnonzero(bottom & touching(shapes, window))
        rows = rows[np.argsort(special[rows], kind="stable")]
        style = np.where(special, len(tints), tint)[rows]
        heading = plan.scheme.levels[int(ranks.max(initial=1)) - 1].name
        return Marks(plan.ids[rows], shapes[rows], style, (*tints, palette.DEDICATED), legend=Legend(heading, entries))


class PlainGround(Layer):
    """The grids as quiet ground below what a map is about."""

    key: ClassVar[str] = "ground"
    is_ground: ClassVar[bool] = True
    covers_ground: ClassVar[bool] = True
    is_clickable: ClassVar[bool] = True

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the grids that are not divided further, those that do not tile faintly hatched, and no legend."""
        shapes = grid_shapes(plan, detail_m)
        rows = np.flatnonzero(undivided(plan) & touching(shapes, window))
        special = _special(plan)[rows].astype(np.int64)
        rows, style = rows[np.argsort(special, kind="stable")], np.sort(special)
        return Marks(plan.ids[rows], shapes[rows], style, (palette.PLAIN, palette.PLAIN_DEDICATED))


class Outline(Layer):
    """A soft rim around the whole division, painted below everything else to lift it off the page."""

    key: ClassVar[str] = "outline"

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the outline once for each band of the rim, the widest first."""
        borders = border_lines(plan, detail_m)
        lines = borders.line[(borders.rank == OUTLINE) & touching(borders.line, window)]
        bands = len(palette.RIM)
        style = np.repeat(np.arange(bands), len(lines))
        return Marks(np.zeros(len(style), dtype=np.int64), np.tile(lines, bands), style, palette.RIM)


class Neighbours(Layer):
    """Grids around a part that is shown alone, faintly, to say where it lies.

    Parameters
    ----------
    around : Plan
        The whole plan; what is asked of :meth:`marks` are the grids of ``plan``, a part of it.
    """

    key: ClassVar[str] = "neighbours"

    def __init__(self, around: Plan) -> None:
        self.around = around

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the grids of the part's highest level that are not in it, with their names."""
        top = int(plan.ranks[plan.ranks > 0].min(initial=len(plan.scheme.levels)))
        rows = np.flatnonzero(self.around.ranks == top)
        shapes = shapes_of_rank(self.around, top, detail_m)
        show = ~np.isin(self.around.ids[rows], plan.ids) & touching(shapes, window)
        rows, shapes = rows[show], shapes[show]
        names = _written(self.around, rows, np.zeros(len(rows), dtype=bool))
        style = np.zeros(len(rows), dtype=np.int64)
        weight = shapely.area(shapes) * 1e-12 - 10.0
        return Marks(self.around.ids[rows], shapes, style, (palette.NEIGHBOUR,), names, weight)


class Borders(Layer):
    """Borders of all levels, every stretch once, the highest level on top."""

    key: ClassVar[str] = "borders"
    is_everywhere: ClassVar[bool] = True
    weight_in_editing: ClassVar[float] = 2.0

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the border lines, the deepest level first; the key of a line is the rank of its level."""
        borders = border_lines(plan, detail_m)
        rows = np.flatnonzero(touching(borders.line, window))
        rows = rows[np.argsort(-borders.rank[rows], kind="stable")]
        rank = borders.rank[rows].astype(np.int64)
        return Marks(rank, borders.line[rows], rank, _border_styles(plan), legend=self.legend(plan))

    def legend(self, plan: Plan) -> Legend:
        """Return the levels that there are, with how many grids each has."""
        styles = _border_styles(plan)
        entries = tuple(
            Entry(level.name, (styles[level.rank],), int((plan.ranks == level.rank).sum()), "line")
            for level in plan.scheme.levels
            if (plan.ranks == level.rank).any()
        )
        return Legend("legend-borders", entries)


def _border_styles(plan: Plan) -> tuple[Style, ...]:
    """Return the styles of border lines by the rank of their level, the outline's first."""
    assert OUTLINE == 0
    last = len(palette.BORDERS)
    return (palette.OUTLINE, *(palette.BORDERS[min(level.rank, last) - 1] for level in plan.scheme.levels))


class Names(Layer):
    """Names of the grids of the upper levels, and what tells grids of one parent apart on the lowest one.

    On a map of several top grids these are named large and the next level small. A single top grid needs no name
    besides the title: then the next level is named large, and the one below it by its numbers.
    """

    key: ClassVar[str] = "names"
    is_everywhere: ClassVar[bool] = True
    is_written: ClassVar[bool] = True

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the ground of the grids with what is written on it, and no legend; the higher level weighs more."""
        shapes = grid_shapes(plan, detail_m)
        ranks = plan.ranks.astype(np.int64)
        top = int(ranks[ranks > 0].min(initial=len(plan.scheme.levels)))
        single = np.count_nonzero(ranks == top) == 1 and (ranks > top).any()
        first = top + single
        rows = np.flatnonzero(np.isin(ranks, (first, first + 1)) & touching(shapes, window))
        label = _written(plan, rows, by_number=single & (ranks[rows] == len(plan.scheme.levels)))
        styles = tuple(Style(text=text) for text in palette.PART_NAMES if single) or tuple(
            Style(text=text) for text in palette.NAMES
        )
        dry = dry_ground(plan, shapes[rows])
        area = shapely.area(dry)
        depth = ranks[rows] - first
        weight = area / (1 + area.max(initial=0)) - 1 - depth  # the level first, then the size
        return Marks(plan.ids[rows], dry, depth, styles, label, weight)


def _written(plan: Plan, rows: IntArray, by_number: BoolArray) -> npt.NDArray[np.object_]:
    """Return what is written on grids: the short name (the code, without one), or what follows the parent's code.

    Parameters
    ----------
    rows : positions in ``plan.ids``
    by_number : bool, one for each row
    """
    words = [
        code.removeprefix(parent) or code if number else short_name(name) or code
        for code, name, parent, number in zip(
            plan.codes(plan.ids[rows]), plan.names[rows].tolist(), plan.codes(plan.parents[rows]), by_number.tolist(),
            strict=True,
        )
    ]  # fmt: skip
    return np.array(words, dtype=object)


def dry_ground(plan: Plan, shapes: ShapeArray) -> ShapeArray:
    """Return shapes without the larger exempt areas in them, so that a name stands where people live.

    From a shape that crosses itself they are taken as from the ground that it encloses.
    """
    exempt = exempt_ground(plan)
    exempt = exempt[~shapely.is_missing(exempt)]
    shape, area = shapely.STRtree(exempt).query(shapes, predicate="intersects")
    large = shapely.area(exempt[area]) > 0.02 * shapely.area(shapes[shape])
    shape, area = shape[large], area[large]
    if not len(shape):
        return shapes
    dry, met = shapes.copy(), np.unique(shape)
    dry[met] = made_valid(shapes[met], is_valid(shapes[met]))
    order = np.argsort(shape, kind="stable")
    shape, area = shape[order], area[order]
    while len(shape):  # a few rounds: of each shape one area at a time
        first = np.concatenate([[True], shape[1:] != shape[:-1]])
        dry[shape[first]] = shapely.difference(dry[shape[first]], exempt[area[first]])
        shape, area = shape[~first], area[~first]
    return np.where(shapely.is_empty(dry) | shapely.is_missing(dry), shapes, dry)


@kept("grids")
def undivided(plan: Plan) -> BoolArray:
    """Return which grids have a shape and no grid with a shape below them. Shape (n,).

    Grids that ought to be divided, and are not, are left out, unless no grid of the plan is divided so far.
    """
    above = plan.positions(plan.parents[plan.has_shape])
    divided = np.zeros(len(plan.ids), dtype=bool)
    divided[above[above >= 0]] = True
    bottom: BoolArray = plan.has_shape & ~divided
    done = bottom & ~plan.of_kinds(kind for kind in plan.scheme.kinds if kind.children_required)
    return done if done.any() else bottom


def _special(plan: Plan) -> BoolArray:
    """Return which grids are of a kind that does not simply tile its parent. Shape (n,)."""
    special: BoolArray = np.array([*(kind.ground != "tile" for kind in plan.scheme.kinds), False])[plan.kind_numbers]
    return special


@kept("grids")
def _tint_of_each(plan: Plan) -> IntArray:
    """Return a small number for every grid, the same inside one top grid and another one in those that border it."""
    ranks = plan.ranks[plan.ranks > 0]
    if not len(ranks):
        return np.zeros(len(plan.ids), dtype=np.int64)
    top = plan.scheme.levels[int(ranks.min()) - 1]
    tops = np.flatnonzero(plan.ranks == top.rank)
    one, two = _bordering(grid_shapes(plan)[tops])
    tint = np.full(len(tops), -1, dtype=np.int64)
    degree = np.bincount(one, minlength=len(tops))
    used = np.zeros(len(palette.TINTS), dtype=np.int64)
    for i in np.lexsort((plan.ids[tops], -degree)):  # the most hemmed in first; the least used tint that is free
        taken = np.isin(np.arange(len(used)), tint[two[one == i]])
        tint[i] = np.argmin(np.where(taken & ~taken.all(), len(tops) + 1, used))
        used[tint[i]] += 1
    ancestor = plan.positions(plan.ancestors_at(top))
    place = np.full(len(plan.ids) + 1, 0, dtype=np.int64)
    place[tops] = tint
    return place[ancestor]


def _bordering(shapes: ShapeArray) -> tuple[IntArray, IntArray]:
    """Return pairs of positions of shapes that have two vertices or more in common, both ways round."""
    parts, shape = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    if not len(xy):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    opens = np.append(ring[1:] == ring[:-1], False)  # the last point of a ring is its first once more
    keys, index = point_keys(xy[opens]), shape[part][ring[opens]].astype(np.int64)
    order = np.argsort(keys, kind="stable")  # of a vertex the shapes come in ascending order
    keys, index = keys[order], index[order]
    codes = []
    for step in (1, 2):  # up to three shapes meet in a point as a rule
        same = (keys[step:] == keys[:-step]) & (index[step:] != index[:-step])
        codes.append(index[:-step][same] * len(shapes) + index[step:][same])
    found, count = np.unique(np.concatenate(codes), return_counts=True)
    one, two = np.divmod(found[count > 1], max(len(shapes), 1))
    return np.concatenate([one, two]), np.concatenate([two, one])
