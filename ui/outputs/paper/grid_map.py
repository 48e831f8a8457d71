"""The map on a sheet of one grid: the grid with its buildings, its neighbours in grey, roads and waters by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import shapely

from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import IntArray, ShapeArray
from gridmap.model.plan import Plan
from layers import palette
from layers.labels import short_name
from layers.marks import Marks
from layers.style import Style, TextStyle
from ui.look.painting import state_kept
from ui.look.shapes import MapFrame
from ui.outputs.paper import furniture
from ui.outputs.paper.mark_painter import clip_to, paint_shapes
from ui.outputs.paper.names import paint_names
from ui.outputs.paper.sheet import UNITS, Sheet
from ui.words.messages import Language, text

_GROUND: Final = Style(fill="#f6f4ef")
_OWN: Final = Style(fill=palette.TINTS[0])
_OUTLINE: Final = Style(stroke="#8a1c3c", width_mm=0.9)
_ROAD_NAME: Final = TextStyle(3.4, colour="#6b5d49", halo="#fbf9f4", halo_mm=0.3, plate=True)
_WATER_NAME: Final = TextStyle(3.4, colour="#235f8d", halo="#d9eaf5", halo_mm=0.3, slant=True, plate=True)
_NEIGHBOUR_NAME: Final = TextStyle(3.6, colour="#8d8578", halo="")
_EDGE_SHARE: Final = 0.1


class GridMap:
    """Draws grids one after the other; what it takes to find their surroundings is worked out once.

    Parameters
    ----------
    plan : Plan
    language : "zh" or "en"
    """

    def __init__(self, plan: Plan, language: Language) -> None:
        self.plan = plan
        self._language = language
        self._shapes = valid_shapes(plan)
        self._ground = {rank: np.flatnonzero(plan.ranks == rank) for rank in np.unique(plan.ranks).tolist()}
        self._grid_trees = {rank: shapely.STRtree(self._shapes[rows]) for rank, rows in self._ground.items()}
        self._frames = {name: plan.tables[name] for name in ("buildings", "roads", "water")}
        self._things = {name: np.asarray(frame.geometry.array, dtype=object) for name, frame in self._frames.items()}
        self._trees = {name: shapely.STRtree(shapes) for name, shapes in self._things.items()}
        roads = self._frames["roads"]["rank"].to_numpy(dtype=object)
        ranks = list(palette.ROAD)
        self._road_rank = np.array(
            [ranks.index(rank) if rank in ranks else len(ranks) - 1 for rank in roads], dtype=int
        )

    def paint(self, sheet: Sheet, grid: int, x: float, y: float, width: float, height: float, mm_per_mm: float) -> None:
        """Draw the map of a grid into a frame, millimetres of the sheet."""
        at = int(self.plan.positions([grid])[0])
        own = self._shapes[at : at + 1]
        west, south, east, north = shapely.total_bounds(own)
        inner = 1 - 2 * _EDGE_SHARE
        needed = max((east - west) / (width * inner), (north - south) / (height * inner), 0.02)
        scale = furniture.round_scale(needed * 1000 / mm_per_mm)
        per_mm = scale * mm_per_mm / 1000
        middle = ((west + east) / 2, (south + north) / 2)
        box = (
            middle[0] - width * per_mm / 2, middle[1] - height * per_mm / 2,
            middle[0] + width * per_mm / 2, middle[1] + height * per_mm / 2,
        )  # fmt: skip
        frame = MapFrame(x * UNITS, y * UNITS, width * UNITS, height * UNITS, box)
        painter = sheet.painter
        with state_kept(painter):
            clip_to(painter, frame)
            sheet.box(x, y, width, height, _GROUND.fill)
            near = self._near(at, box)
            paint_shapes(painter, frame.shapes_on_page(self._shapes[near]), palette.NEIGHBOUR)
            paint_shapes(painter, frame.shapes_on_page(own), _OWN)
            names = [self._neighbours(near)]
            water = self._trees["water"].query(shapely.box(*box))
            shapes = self._clipped(self._things["water"][water], box)
            lines = shapely.get_dimensions(shapes) == 1
            paint_shapes(painter, frame.shapes_on_page(shapes[~lines]), replace(palette.WATER, text=None))
            paint_shapes(painter, frame.shapes_on_page(shapes[lines]), palette.CANAL)
            names.append(self._named("water", water, shapes, _WATER_NAME))
            names.append(self._roads(sheet, frame, box))
            buildings = self._things["buildings"][self._trees["buildings"].query(shapely.box(*box))]
            paint_shapes(painter, frame.shapes_on_page(buildings), palette.BUILDING)
            paint_shapes(painter, frame.shapes_on_page(own), _OUTLINE)
            self._furniture(sheet, (x, y, width, height), per_mm, scale)
            taken = np.array([(x, y + height - 15, x + 62, y + height), (x + width - 14, y, x + width, y + 24)]) * UNITS
            paint_names(painter, names[::-1], frame, sheet.family, taken, np.empty((0, 4)))
        sheet.box(x, y, width, height, "", "#8f8a82", 0.2)

    def _near(self, at: int, box: tuple[float, float, float, float]) -> IntArray:
        rank = int(self.plan.ranks[at])
        rows = self._ground[rank][self._grid_trees[rank].query(shapely.box(*box))]
        return rows[rows != at]

    def _clipped(self, shapes: ShapeArray, box: tuple[float, float, float, float]) -> ShapeArray:
        return shapely.clip_by_rect(shapes, *box)

    def _neighbours(self, rows: IntArray) -> Marks:
        names = self.plan.grids["name"].to_numpy(dtype=object)[rows]
        labels = np.array([short_name(name) for name in names], dtype=object)
        areas = np.nan_to_num(shapely.area(self._shapes[rows]))
        weight = areas / (1 + areas.max(initial=0)) - 2
        style = replace(palette.NEIGHBOUR, text=_NEIGHBOUR_NAME)
        return Marks(rows, self._shapes[rows], np.zeros(len(rows), np.int64), (style,), labels, weight)

    def _named(self, table: str, rows: IntArray, shapes: ShapeArray, type_: TextStyle) -> Marks:
        """Return what is written on roads or waters: each name once, at its longest piece."""
        names = self._frames[table]["name"].to_numpy(dtype=object)[rows]
        size = shapely.length(shapes)
        order = np.argsort(-size, kind="stable")
        first: dict[str, int] = {}
        for i in order.tolist():
            if names[i] and size[i] > 0:
                first.setdefault(names[i], i)
        which = np.array(list(first.values()), dtype=np.int64)
        labels = names[which] if len(which) else np.empty(0, dtype=object)
        style = np.zeros(len(which), dtype=np.int64)
        weight = size[which] / (1 + size.max(initial=0)) - 1 if len(which) else np.empty(0)
        return Marks(rows[which], shapes[which], style, (Style(text=type_),), labels, weight)

    def _roads(self, sheet: Sheet, frame: MapFrame, box: tuple[float, float, float, float]) -> Marks:
        rows = self._trees["roads"].query(shapely.box(*box))
        rows = rows[np.argsort(-self._road_rank[rows], kind="stable")]
        shapes = self._clipped(self._things["roads"][rows], box)
        on_page = frame.shapes_on_page(shapes)
        for number, style in reversed(list(enumerate(palette.ROAD.values()))):
            own = on_page[self._road_rank[rows] == number]
            if len(own):
                wider = replace(style, width_mm=style.width_mm * 3, casing_mm=style.casing_mm * 3)
                paint_shapes(sheet.painter, own, wider)
        return self._named("roads", rows, shapes, _ROAD_NAME)

    def _furniture(self, sheet: Sheet, place: tuple[float, float, float, float], per_mm: float, scale: int) -> None:
        x, y, width, height = place
        sheet.box(x, y + height - 15, 62, 15, "#fbfaf7")
        ratio = text("map-scale", self._language, scale=scale)
        furniture.draw_scale_bar(sheet, x + 4, y + height - 13, per_mm, 45.0, ratio)
        furniture.draw_north(sheet, x + width - 8, y + 3, 12.0, text("map-north", self._language))
