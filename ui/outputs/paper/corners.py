"""What stands in the corners of a map: scale bar, north arrow, and where in the whole it lies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely

from gridmap.ground.tiling import on_the_map
from gridmap.model.arrays import FloatArray, ShapeArray
from gridmap.model.kept import kept
from gridmap.model.plan import Plan
from layers.detail import shapes_of_rank
from layers.marks import Box
from layers.style import Style
from ui.look.shapes import MapFrame, thinned
from ui.outputs.paper import furniture
from ui.outputs.paper.furniture import ACCENT, HAIRLINE
from ui.outputs.paper.mark_painter import THIN_MM, paint_shapes
from ui.outputs.paper.sheet import UNITS, Sheet
from ui.words.messages import Language, text

_BAR_MM: Final = 14.0
ARROW_MM: Final = (11.0, 19.0)
_EDGE_MM: Final = 4.0
_PLATE: Final = "#fbfaf7"

_INSET_SHARE: Final = 0.2
_INSET_MM: Final = (24.0, 62.0)
_SMALLER: Final = (1.0, 0.75, 0.55)
_MOST_HIDDEN: Final = 0.3
"""Share of the little map that may lie over what the map is about, where every corner is taken."""
_WHOLE: Final = Style(fill="#ece7dd", stroke="#b9b0a1", width_mm=0.15)
_OWN: Final = Style(fill=ACCENT, stroke=ACCENT, width_mm=0.3)
_LEAST_SEEN_MM: Final = 1.6


@dataclass
class Corners:
    """The corners of a map, given away one after the other, the freest first.

    Parameters
    ----------
    sheet : Sheet
    frame : MapFrame
    ground : object (n,)
        What the map is about, in the plan's CRS: it should not be covered.
    language : "zh" or "en"
    """

    sheet: Sheet
    frame: MapFrame
    ground: ShapeArray
    language: Language
    _taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._on_page = self.frame.shapes_on_page(self.ground)

    @property
    def taken(self) -> FloatArray:
        """Boxes (left, top, right, bottom) on the page in which nothing else may be written. Shape (k, 4), in units."""
        return np.array(self._taken).reshape(-1, 4) * UNITS

    def paint(self, parts: Collection[str], metres_per_mm: float, scale: int) -> None:
        """Draw scale bar and north arrow, as far as the page has them."""
        left, top, right, bottom = self._inner()
        if "scale" in parts:
            longest = min(60.0, (right - left) * 0.25)
            size = (furniture.round_length(longest * metres_per_mm) / metres_per_mm + 9.0, _BAR_MM)
            low = bottom - size[1]
            x, y = self._place([(left, low), (right - size[0], low)], size)
            ratio = text("map-scale", self.language, scale=scale)
            furniture.draw_scale_bar(self.sheet, x, y, metres_per_mm, longest, ratio)
        if "north" in parts:
            x, y = self._place([(right - ARROW_MM[0], top), (left, top)], ARROW_MM)
            furniture.draw_north(self.sheet, x + ARROW_MM[0] / 2, y, 12.0, text("map-north", self.language))

    def paint_inset(self, whole: Plan, own: Sequence[int], seen: Box) -> None:
        """Draw the whole small, with what the map shows of it marked; nothing where the map shows nearly all of it.

        Parameters
        ----------
        whole : Plan
        own : sequence of int
            Ids of the grids that the map is about; none for a map of a part of the ground alone.
        seen : Box
            What the map shows.
        """
        rank, extent = _extent_of_tops(whole)
        marked = on_the_map(whole.shapes(own)) if len(own) else np.array([shapely.box(*seen)], dtype=object)
        if extent is None or not len(marked):
            return
        west, south, east, north = extent
        left, top, right, bottom = self._inner()
        aspect = (north - south) / max(east - west, 1e-9)
        wide = min(max((right - left) * _INSET_SHARE, _INSET_MM[0]), _INSET_MM[1], (bottom - top) * 0.34 / aspect)
        own_west, own_south, own_east, own_north = shapely.total_bounds(marked)
        if (own_east - own_west) * (own_north - own_south) > 0.7 * (east - west) * (north - south):
            return
        places = []
        for smaller in _SMALLER:
            size = (wide * smaller, wide * smaller * aspect)
            corners = [
                (right - size[0], bottom - size[1]), (left, bottom - size[1]),
                (left, top), (right - size[0], top),
            ]  # fmt: skip
            places += [(self._hidden(at, size), at, size) for at in corners if self._is_free(at, size)]
            if any(hidden <= 0.0 for hidden, _, _ in places):
                break
        if not places or (len(own) and min(hidden for hidden, _, _ in places) > _MOST_HIDDEN):
            return
        _, (x, y), size = min(places, key=lambda place: place[0])
        self._taken.append((x - 1.5, y - 1.5, x + size[0] + 1.5, y + size[1] + 1.5))
        self.sheet.box(x - 1.5, y - 1.5, size[0] + 3, size[1] + 3, _PLATE, HAIRLINE, 0.2, radius=1.0)
        frame = MapFrame(x * UNITS, y * UNITS, size[0] * UNITS, size[1] * UNITS, (west, south, east, north))
        corner = np.array([frame.left, frame.top])
        drawn = shapely.transform(_whole_small(whole, rank, size, extent), lambda xy: xy + corner)
        paint_shapes(self.sheet.painter, drawn, _WHOLE)
        own_on_page = thinned(frame.shapes_on_page(marked), THIN_MM * UNITS)
        paint_shapes(self.sheet.painter, own_on_page, _OWN)
        box = shapely.total_bounds(own_on_page) / UNITS
        if max(box[2] - box[0], box[3] - box[1]) < _LEAST_SEEN_MM:
            self.sheet.box((box[0] + box[2]) / 2 - 1.5, (box[1] + box[3]) / 2 - 1.5, 3.0, 3.0, "", ACCENT, 0.4)

    def _inner(self) -> tuple[float, float, float, float]:
        frame = self.frame
        left, top = frame.left / UNITS, frame.top / UNITS
        right, bottom = left + frame.width / UNITS, top + frame.height / UNITS
        return left + _EDGE_MM, top + _EDGE_MM, right - _EDGE_MM, bottom - _EDGE_MM

    def _hidden(self, at: tuple[float, float], size: tuple[float, float]) -> float:
        """Return the share of a place that lies over what the map is about."""
        x, y = at
        place = (x * UNITS, y * UNITS, (x + size[0]) * UNITS, (y + size[1]) * UNITS)
        hidden = float(shapely.area(shapely.clip_by_rect(self._on_page, *place)).sum())
        return hidden / (size[0] * size[1] * UNITS * UNITS)

    def _is_free(self, at: tuple[float, float], size: tuple[float, float]) -> bool:
        left, top, right, bottom = at[0] - 2, at[1] - 2, at[0] + size[0] + 2, at[1] + size[1] + 2
        return not any(left < box[2] and right > box[0] and top < box[3] and bottom > box[1] for box in self._taken)

    def _place(self, corners: list[tuple[float, float]], size: tuple[float, float]) -> tuple[float, float]:
        """Take the corner with the least of the map below it, cleared if there is any at all."""
        free = [at for at in corners if self._is_free(at, size)] or corners
        hidden = [self._hidden(at, size) for at in free]
        x, y = free[int(np.argmin(hidden))]
        if min(hidden) > 0:
            self.sheet.box(x - 2, y - 1.5, size[0] + 4, size[1] + 3, _PLATE, HAIRLINE, 0.15, radius=1.2)
        self._taken.append((x, y, x + size[0], y + size[1]))
        return x, y


def _whole_small(whole: Plan, rank: int, size: tuple[float, float], extent: Box) -> ShapeArray:
    """Return the whole as it is drawn on a little map of a size, millimetres, from its corner, in units."""
    known = _drawn_small(whole)
    if size not in known:
        drawn = on_the_map(shapes_of_rank(whole, rank, (extent[2] - extent[0]) / size[0] * 0.25))
        frame = MapFrame(0, 0, size[0] * UNITS, size[1] * UNITS, extent)
        known[size] = thinned(frame.shapes_on_page(drawn), THIN_MM * UNITS)
    return known[size]


@kept("grids")
def _drawn_small(_plan: Plan) -> dict[tuple[float, float], ShapeArray]:
    """Hold the little maps of a plan by their size, as they are asked for: an atlas has the same on most pages."""
    return {}


@kept("grids")
def _extent_of_tops(plan: Plan) -> tuple[int, Box | None]:
    """Return the highest rank that a plan has, and what its grids lie in, ``None`` without any shape."""
    rank = int(plan.ranks[plan.ranks > 0].min(initial=9))
    shapes = on_the_map(plan.all_shapes[(plan.ranks == rank) & plan.has_shape])
    if not len(shapes):
        return rank, None
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return rank, (west, south, east, north)
